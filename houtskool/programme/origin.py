"""How the city came to a measure: from what was said, by way of themes, to the council; and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from houtskool.accounts.models import User
from houtskool.inventory import consent
from houtskool.inventory.models import Coding
from houtskool.programme.agreements import sides
from houtskool.programme.models import Ground, Measure, Version
from houtskool.programme.money import euros

MOST_QUOTES = 3


@dataclass(frozen=True)
class Said:
    """A quote in the chain, as this reader may see it."""

    words: str
    by: str
    url: str


@dataclass(frozen=True)
class Link:
    """One step of the chain; `decided` draws it in ink, otherwise as a sketch."""

    title: str
    note: str = ""
    decided: bool = True
    url: str = ""
    url_label: str = ""
    quotes: Sequence[Said] = ()
    reasons: Sequence[tuple[str, str]] = field(default=())


def chain(measure: Measure, user: User | AnonymousUser, *, adopted: bool, at: date) -> list[Link]:
    """The steps that led to the measure and on from it, as on a day. Costs a fixed number of queries."""
    grounds = list(
        measure.grounds.select_related(
            "contribution__contributor__contact", "contribution__group", "contribution__gathering"
        ).order_by("at", "pk")
    )
    return [
        *_contributions(measure, grounds, user),
        *_themes(grounds),
        _measure(measure, grounds),
        *_versions(measure, adopted, at),
    ]


def _contributions(measure: Measure, grounds: Sequence[Ground], user: User | AnonymousUser) -> Iterator[Link]:
    if not grounds:
        return
    to = consent.audience(user)
    gatherings = {ground.contribution.gathering_id for ground in grounds} - {None}
    title = ngettext("%(count)s stuk inbreng", "%(count)s stukken inbreng", len(grounds)) % {
        "count": len(grounds)
    }
    where = ngettext("uit %(count)s bijeenkomst", "uit %(count)s bijeenkomsten", len(gatherings))
    readable = [ground.contribution for ground in grounds if consent.may_read(ground.contribution, to)]
    yield Link(
        title,
        where % {"count": len(gatherings)} if gatherings else "",
        url=reverse("programme:grounds", args=[measure.pk]),
        url_label=_("Alle inbreng bij deze maatregel"),
        quotes=[
            Said(consent.words(one, to), _who(one, to), one.get_absolute_url())
            for one in readable[:MOST_QUOTES]
        ],
    )


def _who(contribution: Any, to: consent.Audience) -> str:
    return " · ".join(filter(None, [consent.said_by(contribution, to), str(contribution.gathering or "")]))


def _themes(grounds: Sequence[Ground]) -> Iterator[Link]:
    codings = Coding.objects.filter(contribution__in=[ground.contribution_id for ground in grounds])
    names = codings.values_list("theme__name", flat=True) if grounds else []
    counts = Counter(names)
    for name, count in counts.most_common(3):
        words = ngettext("%(count)s keer gegeven", "%(count)s keer gegeven", count) % {"count": count}
        yield Link(_("Thema %(theme)s") % {"theme": name}, words)


def _measure(measure: Measure, grounds: Sequence[Ground]) -> Link:
    """What was done with what was said: taken over, in part, or not, and why."""
    counts = Counter(ground.kind for ground in grounds)
    labels = dict(Ground.Kind.choices)
    words = ", ".join(f"{labels[kind]}: {counts[kind]}" for kind in Ground.Kind.values if counts[kind])
    reasons = sorted({(str(labels[one.kind]), one.reason) for one in grounds if one.reason})
    return Link(
        str(measure.get_kind_display()).capitalize(),
        words or _("nog geen onderbouwing"),
        decided=bool(grounds),
        reasons=reasons,
    )


def _versions(measure: Measure, adopted: bool, at: date) -> Iterator[Link]:
    seen = set()
    key = f'"key":"{measure.key}"'
    rows = Version.objects.known_on(at).filter(process=measure.process_id, content__contains=key)
    for version in rows.order_by("number"):
        if version.stage in seen and not version.amendment:
            continue
        seen.add(version.stage)
        day = date_format(version.on, "j F Y")
        title = str(version.get_stage_display()).capitalize()
        if version.stage == Version.Stage.ADOPTED:
            title += _(" door %(body)s") % {"body": version.the_body}
        if version.amendment and version.stage == Version.Stage.PRESENTED:
            title = _("Gewijzigd door een amendement")
        yield Link(
            title,
            day,
            decided=adopted or version.stage == Version.Stage.ADOPTED,
            url=version.get_absolute_url(),
            url_label=_("Lees deze versie"),
        )
    if not adopted:
        yield Link(_("Vaststelling"), _("nog niet"), decided=False)


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
    amounts = [line.amount for line in measure.budget_lines.all() if line.amount is not None]
    yield {"label": _("Budget"), "value": euros(sum(amounts, start=amounts[0] * 0)) if amounts else ""}
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
