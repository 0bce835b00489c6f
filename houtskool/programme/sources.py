"""What a measure rests on or could, as one reader sees it: words, whose they are, and where they stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.assessment.models import Case
from houtskool.deliberation import known_shares
from houtskool.deliberation.models import Statement
from houtskool.deliberation.shares import Share
from houtskool.inventory import consent
from houtskool.inventory.models import Contribution
from houtskool.programme.models import Ground
from houtskool.programme.origin import agreed, cases_seen

# The field of the form with which each is ticked.
CONTRIBUTIONS, STATEMENTS, CASES = "contributions", "statements", "cases"


@dataclass(frozen=True)
class Shown:
    """A source as this reader may see it, and how it is linked if it is. `name`: "inbreng 12".

    Of a request that the reader may not see only that it is there: no `url`, and no reason.
    """

    field: str
    pk: int
    words: str
    name: str
    note: str = ""
    url: str = ""
    themes: Sequence[str] = ()
    ground: Ground | None = None

    @property
    def reason(self) -> str:
        return self.ground.reason if self.ground and self.url else ""


def contributions(rows: Iterable[Contribution], user: User) -> list[Shown]:
    """With their themes. They come with their contributors, groups and themes."""
    to = consent.audience(user)
    return [
        replace(
            _contribution(row, to),
            themes=list(dict.fromkeys(str(coding.theme) for coding in row.codings.all())),
        )
        for row in rows
    ]


def statements(rows: Sequence[Statement], user: User, at: datetime) -> list[Shown]:
    """With the share that agreed, where this reader may know it. They come with their conversations."""
    known = known_shares.of(rows, user, at)
    return [_statement(row, known.get(row.pk)) for row in rows]


def cases(rows: Iterable[Case]) -> list[Shown]:
    """Of requests that the reader may see."""
    return [_case(row) for row in rows]


def laid(grounds: Sequence[Ground], user: User, at: datetime) -> list[Shown]:
    """What grounds rest on; they come with their contributions, statements, conversations and cases."""
    to = consent.audience(user)
    known = known_shares.of([one.statement for one in grounds if one.statement], user, at)
    seen = cases_seen(grounds, user)
    return [_laid(one, to, known, seen) for one in grounds]


def _laid(ground: Ground, to: consent.Audience, known: Mapping[int, Share], seen: Collection[int]) -> Shown:
    if ground.contribution:
        return _contribution(ground.contribution, to, ground)
    if ground.statement:
        return _statement(ground.statement, known.get(ground.statement.pk), ground)
    assert ground.case is not None
    if ground.case.pk in seen:
        return _case(ground.case, ground)
    return Shown(CASES, ground.case.pk, _("Een hulpvraag aan de gemeente"), _("een hulpvraag"), ground=ground)


def _contribution(row: Contribution, to: consent.Audience, ground: Ground | None = None) -> Shown:
    return Shown(
        CONTRIBUTIONS,
        row.pk,
        consent.words(row, to),
        _("inbreng %(number)s") % {"number": row.pk},
        consent.said_by(row, to),
        row.get_absolute_url(),
        ground=ground,
    )


def _statement(row: Statement, share: Share | None, ground: Ground | None = None) -> Shown:
    return Shown(
        STATEMENTS,
        row.pk,
        row.words or _("[woorden gewist]"),
        _("stelling %(number)s") % {"number": row.number},
        " · ".join(filter(None, [agreed(share), row.conversation.title])),
        reverse("deliberation:statement", args=[row.pk]),
        ground=ground,
    )


def _case(row: Case, ground: Ground | None = None) -> Shown:
    outcome = row.get_outcome_display() or _("loopt nog")
    name = _("hulpvraag %(number)s") % {"number": row.number}
    return Shown(CASES, row.pk, row.title or row.number, name, outcome, row.get_absolute_url(), ground=ground)
