"""The column beside the page of a measure."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from houtskool.programme import money
from houtskool.programme.agreements import sides
from houtskool.programme.models import Measure


def facts(measure: Measure) -> Iterator[dict[str, str]]:
    """The column beside the page; what nobody filled in shows as unknown."""
    contact = measure.owner
    yield {
        "label": _("Trekker"),
        "value": measure.shown_owner,
        "url": contact.get_absolute_url() if contact else "",
    }
    if measure.kind == Measure.Kind.AGREEMENT:
        partner = measure.counterpart
        yield {
            "label": _("Afspraak met"),
            "value": str(partner or ""),
            "url": partner.get_absolute_url() if partner else "",
            "note": _signed(measure),
        }
    yield {"label": _("Termijn"), "value": measure.planned_words}
    if measure.real_words:
        yield {"label": _("Werkelijk"), "value": measure.real_words}
    cost = money.total(money.posts(measure, measure.process))
    note = "; ".join(cost.notes)
    yield {
        "label": _("Budget"),
        "value": cost.in_words if cost.is_known else "",
        "url": "#geld" if note else "",
        "note": note,
    }
    yield {"label": _("Klaar als"), "value": measure.result}
    rest = (
        (_("Portefeuillehouder"), measure.portfolio_holder),
        (_("Afdeling"), str(measure.department or "")),
        (_("Doel"), str(measure.goal or "")),
        (_("Eigen nummer"), measure.external_id),
    )
    yield from ({"label": label, "value": value} for label, value in rest if value)


def _signed(measure: Measure) -> str:
    city, partner = sides(measure)
    if city.is_stale or partner.is_stale:
        return _("de tekst veranderde na het akkoord")
    if measure.is_signed:
        return _("beide kanten akkoord")
    if measure.city_signed_on:
        return _("de gemeente is akkoord, de partner nog niet")
    if measure.counterpart_signed_on:
        return _("de partner is akkoord, de gemeente nog niet")
    return _("nog niet akkoord")
