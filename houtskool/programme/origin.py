"""How the city came to a measure: from what was said, by way of themes, statements and requests, to the
council; and why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
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


@dataclass(frozen=True)
class Resting:
    """What a measure rests on as one reader may know it: now, or as a version froze it (frozen.py).

    `shares`: statement → its share in words; absent where the reader may not know it. `coded_until`: themes
    that were given later are left out.
    """

    grounds: Sequence[Ground]
    quotes: Sequence[Said]
    shares: Mapping[int, str]
    coded_until: datetime | None = None


def chain(measure: Measure, user: User | AnonymousUser, *, adopted: bool, at: date) -> list[Link]:
    """The steps that led to the measure and on from it, as on a day. Costs a fixed number of queries."""
    return links(measure, user, resting(measure, user), adopted=adopted, at=at)


def resting(measure: Measure, user: User | AnonymousUser) -> Resting:
    """What it rests on now, as far as this reader may know of it."""
    rows = Ground.objects.filter(measure=measure)
    if not isinstance(user, User):
        rows = rows.public()
    grounds = list(
        rows.select_related(
            "contribution__contributor__contact", "contribution__group", "contribution__gathering",
            "statement__conversation", "case",
        ).order_by("at", "pk")
    )  # fmt: skip
    to = consent.audience(user)
    said = [ground.contribution for ground in grounds if ground.contribution]
    readable = [one for one in said if consent.may_read(one, to)][:MOST_QUOTES]
    stated = [ground.statement for ground in grounds if ground.statement]
    shares = known_shares.of(stated, user, present()) if stated else {}
    return Resting(
        grounds,
        [
            Said(consent.words(one, to), _who(one, to), one.get_absolute_url(), _("lees de inbreng"))
            for one in readable
        ],
        {pk: agreed(share) for pk, share in shares.items()},
    )


def links(
    measure: Measure, user: User | AnonymousUser, rests_on: Resting, *, adopted: bool, at: date
) -> list[Link]:
    grounds = rests_on.grounds
    cases = cases_seen(grounds, user)
    return [
        *_contributions(measure, rests_on),
        *_themes(rests_on),
        *_statements(measure, rests_on, public=not isinstance(user, User)),
        *_cases(measure, grounds, cases),
        _measure(measure, [one for one in grounds if one.case is None or one.case.pk in cases], grounds),
        *_versions(measure, user, adopted, at),
    ]


def cases_seen(grounds: Sequence[Ground], user: User | AnonymousUser) -> set[int]:
    """The requests under these grounds that this reader may see; at most one query."""
    asked = {ground.case_id for ground in grounds if ground.case_id}
    if not asked or not isinstance(user, User):
        return set()
    return set(Case.objects.visible_to(user).filter(pk__in=asked).values_list("pk", flat=True))


def _contributions(measure: Measure, rests_on: Resting) -> Iterator[Link]:
    said = [ground.contribution for ground in rests_on.grounds if ground.contribution]
    if not said:
        return
    gatherings = {one.gathering_id for one in said} - {None}
    title = ngettext("%(count)s stuk inbreng", "%(count)s stukken inbreng", len(said)) % {"count": len(said)}
    where = ngettext("uit %(count)s bijeenkomst", "uit %(count)s bijeenkomsten", len(gatherings))
    yield Link(
        title,
        where % {"count": len(gatherings)} if gatherings else "",
        url=reverse("programme:grounds", args=[measure.pk]),
        url_label=_("Alle inbreng bij deze maatregel"),
        quotes=rests_on.quotes,
    )


def _who(contribution: Any, to: consent.Audience) -> str:
    return " · ".join(filter(None, [consent.said_by(contribution, to), str(contribution.gathering or "")]))


def _themes(rests_on: Resting) -> Iterator[Link]:
    said = [ground.contribution_id for ground in rests_on.grounds if ground.contribution_id]
    codings = Coding.objects.filter(contribution__in=said)
    if rests_on.coded_until:
        codings = codings.filter(at__lte=rests_on.coded_until)
    names = codings.values_list("theme__name", flat=True) if said else []
    counts = Counter(names)
    for name, count in counts.most_common(3):
        words = ngettext("%(count)s keer gegeven", "%(count)s keer gegeven", count) % {"count": count}
        yield Link(_("Thema %(theme)s") % {"theme": name}, words)


def _statements(measure: Measure, rests_on: Resting, *, public: bool) -> Iterator[Link]:
    """What was voted on, with its share where this reader may know it; in ink once nobody votes any more."""
    stated = [ground.statement for ground in rests_on.grounds if ground.statement]
    if not stated:
        return
    title = ngettext("%(count)s stelling", "%(count)s stellingen", len(stated)) % {"count": len(stated)}
    made_from = StatementSource.objects.filter(statement__in=stated).values("contribution").distinct().count()
    words = ngettext("gemaakt van %(count)s stuk inbreng", "gemaakt van %(count)s stukken inbreng", made_from)
    yield Link(
        title,
        words % {"count": made_from} if made_from else "",
        decided=all(one.conversation.is_over(present()) for one in stated),
        url=reverse("programme:grounds", args=[measure.pk]),
        url_label=_("Alle stellingen bij deze maatregel"),
        quotes=[
            Said(
                one.words or _("[woorden gewist]"),
                " · ".join(filter(None, [rests_on.shares.get(one.pk, ""), one.conversation.title])),
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
    return share_in_words(share.percent[0], share.votes)


def share_in_words(agree: int, votes: int) -> str:
    words = ngettext("%(agree)s%% eens, %(votes)s stem", "%(agree)s%% eens, %(votes)s stemmen", votes)
    return words % {"agree": agree, "votes": votes}


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


def _versions(measure: Measure, user: User | AnonymousUser, adopted: bool, at: date) -> Iterator[Link]:
    """Each stage at its last version, as on the line from note to execution; and every amendment."""
    key = f'"key":"{measure.key}"'
    known = Version.objects.all() if isinstance(user, User) else Version.objects.published()
    rows = known.known_on(at).filter(process=measure.process_id, content__contains=key)
    there = list(rows.defer("content").order_by("number"))
    last = {version.stage: version for version in there if not version.amendment}
    for version in there:
        if not version.amendment and version is not last[version.stage]:
            continue
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
