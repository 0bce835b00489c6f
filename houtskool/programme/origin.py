"""How the city came to a measure: from what was said, by way of themes, statements and requests, to the
council; and why.
"""

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
from houtskool.assessment.models import Case
from houtskool.deliberation import known_shares
from houtskool.deliberation.models import StatementSource
from houtskool.deliberation.shares import Share
from houtskool.inventory import consent
from houtskool.inventory.models import Coding
from houtskool.programme import money
from houtskool.programme.agreements import sides
from houtskool.programme.models import Ground, Measure, Version
from houtskool.web.reference_date import present

MOST_QUOTES, MOST_PAGES = 3, 6


@dataclass(frozen=True)
class Said:
    """A quote in the chain, as this reader may see it; `url` leads to what is behind it.

    `open`: anybody may open that page.
    """

    words: str
    by: str
    url: str
    url_label: str
    open: bool = False


@dataclass(frozen=True)
class Link:
    """One step of the chain; `decided` draws it in ink, otherwise as a sketch. `pages`: (label, url)."""

    title: str
    note: str = ""
    decided: bool = True
    url: str = ""
    url_label: str = ""
    quotes: Sequence[Said] = ()
    pages: Sequence[tuple[str, str]] = ()
    reasons: Sequence[tuple[str, str]] = field(default=())


def chain(measure: Measure, user: User | AnonymousUser, *, adopted: bool, at: date) -> list[Link]:
    """The steps that led to the measure and on from it, as on a day. Costs a fixed number of queries."""
    rows = Ground.objects.filter(measure=measure)
    if not isinstance(user, User):
        rows = rows.public()
    grounds = list(
        rows.select_related(
            "contribution__contributor__contact", "contribution__group", "contribution__gathering",
            "statement__conversation", "case",
        ).order_by("at", "pk")
    )  # fmt: skip
    cases = cases_seen(grounds, user)
    return [
        *_contributions(measure, grounds, user),
        *_themes(grounds),
        *_statements(measure, grounds, user),
        *_cases(measure, grounds, cases),
        _measure(measure, [one for one in grounds if one.case is None or one.case.pk in cases], grounds),
        *_versions(measure, adopted, at),
    ]


def cases_seen(grounds: Sequence[Ground], user: User | AnonymousUser) -> set[int]:
    """The requests under these grounds that this reader may see; at most one query."""
    asked = {ground.case_id for ground in grounds if ground.case_id}
    if not asked or not isinstance(user, User):
        return set()
    return set(Case.objects.visible_to(user).filter(pk__in=asked).values_list("pk", flat=True))


def _contributions(measure: Measure, grounds: Sequence[Ground], user: User | AnonymousUser) -> Iterator[Link]:
    said = [ground.contribution for ground in grounds if ground.contribution]
    if not said:
        return
    to = consent.audience(user)
    gatherings = {one.gathering_id for one in said} - {None}
    title = ngettext("%(count)s stuk inbreng", "%(count)s stukken inbreng", len(said)) % {"count": len(said)}
    where = ngettext("uit %(count)s bijeenkomst", "uit %(count)s bijeenkomsten", len(gatherings))
    readable = [one for one in said if consent.may_read(one, to)]
    yield Link(
        title,
        where % {"count": len(gatherings)} if gatherings else "",
        url=reverse("programme:grounds", args=[measure.pk]),
        url_label=_("Alle inbreng bij deze maatregel"),
        quotes=[
            Said(consent.words(one, to), _who(one, to), one.get_absolute_url(), _("lees de inbreng"))
            for one in readable[:MOST_QUOTES]
        ],
    )


def _who(contribution: Any, to: consent.Audience) -> str:
    return " · ".join(filter(None, [consent.said_by(contribution, to), str(contribution.gathering or "")]))


def _themes(grounds: Sequence[Ground]) -> Iterator[Link]:
    said = [ground.contribution_id for ground in grounds if ground.contribution_id]
    codings = Coding.objects.filter(contribution__in=said)
    names = codings.values_list("theme__name", flat=True) if said else []
    counts = Counter(names)
    for name, count in counts.most_common(3):
        words = ngettext("%(count)s keer gegeven", "%(count)s keer gegeven", count) % {"count": count}
        yield Link(_("Thema %(theme)s") % {"theme": name}, words)


def _statements(measure: Measure, grounds: Sequence[Ground], user: User | AnonymousUser) -> Iterator[Link]:
    """What was voted on, with its share where this reader may know it; in ink once nobody votes any more."""
    stated = [ground.statement for ground in grounds if ground.statement]
    if not stated:
        return
    known = known_shares.of(stated, user, present())
    title = ngettext("%(count)s stelling", "%(count)s stellingen", len(stated)) % {"count": len(stated)}
    made_from = StatementSource.objects.filter(statement__in=stated).values("contribution").distinct().count()
    words = ngettext("gemaakt van %(count)s stuk inbreng", "gemaakt van %(count)s stukken inbreng", made_from)
    public = not isinstance(user, User)
    yield Link(
        title,
        words % {"count": made_from} if made_from else "",
        decided=all(one.conversation.is_over(present()) for one in stated),
        url=reverse("programme:grounds", args=[measure.pk]),
        url_label=_("Alle stellingen bij deze maatregel"),
        quotes=[
            Said(
                one.words or _("[woorden gewist]"),
                " · ".join(filter(None, [agreed(known.get(one.pk)), one.conversation.title])),
                reverse("deliberation:public-statement", args=[one.conversation.pk, one.number])
                if public
                else reverse("deliberation:statement", args=[one.pk]),
                _("lees de stelling"),
                open=public,
            )
            for one in stated[:MOST_QUOTES]
        ],
    )


def agreed(share: Share | None) -> str:
    """ "83% eens, 60 stemmen"; "" where the reader may not know or too few people voted."""
    if share is None:
        return ""
    words = ngettext("%(agree)s%% eens, %(votes)s stem", "%(agree)s%% eens, %(votes)s stemmen", share.votes)
    return words % {"agree": share.percent[0], "votes": share.votes}


def _cases(measure: Measure, grounds: Sequence[Ground], seen: set[int]) -> Iterator[Link]:
    """The requests, by number to who may see them; to others only that they were there."""
    asked = [ground.case for ground in grounds if ground.case]
    if not asked:
        return
    title = ngettext(
        "%(count)s hulpvraag aan de gemeente", "%(count)s hulpvragen aan de gemeente", len(asked)
    )
    pages = [
        (f"{one.number} ({one.get_outcome_display() or _('loopt nog')})", one.get_absolute_url())
        for one in asked
        if one.pk in seen
    ]
    yield Link(
        title % {"count": len(asked)},
        decided=all(one.closed_at is not None for one in asked),
        pages=pages[:MOST_PAGES],
        url=reverse("programme:grounds", args=[measure.pk]) if pages else "",
        url_label=_("Alle hulpvragen bij deze maatregel"),
    )


def _measure(measure: Measure, read: Sequence[Ground], grounds: Sequence[Ground]) -> Link:
    """What was done with what it rests on: taken over, in part, or not; and why, as far as it is `read`."""
    counts = Counter(ground.kind for ground in grounds)
    labels = dict(Ground.Kind.choices)
    words = ", ".join(f"{labels[kind]}: {counts[kind]}" for kind in Ground.Kind.values if counts[kind])
    reasons = sorted({(str(labels[one.kind]), one.reason) for one in read if one.reason})
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
