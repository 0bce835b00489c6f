"""Taking the last thing back that somebody did to contributions: kept in the session until the next one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.inventory.actions import answers, codings, merging
from houtskool.inventory.models import Coding, Contribution

_KEY = "inventory.undo"


@dataclass(frozen=True)
class Last:
    """What was done last, in words, as "Thema inkoop gegeven aan 12 stukken inbreng"."""

    what: str


def last(session: SessionBase) -> Last | None:
    return Last(session[_KEY]["what"]) if _KEY in session else None


def forget(session: SessionBase) -> None:
    session.pop(_KEY, None)


def gave(session: SessionBase, what: str, given: Sequence[Coding]) -> None:
    session[_KEY] = {"what": what, "kind": "gave", "rows": [one.pk for one in given]}


def took(session: SessionBase, what: str, taken: Sequence[Coding]) -> None:
    rows = [
        [one.contribution_id, one.theme_id, one.start, one.end, one.coder_id, one.at.isoformat()]
        for one in taken
    ]
    session[_KEY] = {"what": what, "kind": "took", "rows": rows}


def answered(session: SessionBase, what: str, before: Iterable[Contribution]) -> None:
    """`before` are the contributions as they were."""
    rows = [[one.pk, one.outcome, one.answer] for one in before]
    session[_KEY] = {"what": what, "kind": "answered", "rows": rows}


def merged(session: SessionBase, what: str, moved: Iterable[Contribution]) -> None:
    session[_KEY] = {"what": what, "kind": "merged", "rows": [one.pk for one in moved]}


def undo(session: SessionBase, *, by: User, at: datetime) -> str:
    """Take it back; gives what it was, in words. Raises ValidationError when there is nothing."""
    kept: dict[str, Any] | None = session.pop(_KEY, None)
    if kept is None:
        raise ValidationError(_("Er is niets om ongedaan te maken."))
    _UNDO[kept["kind"]](kept["rows"], by, at)
    return str(kept["what"])


def _ungive(rows: list[Any], by: User, at: datetime) -> None:
    codings.take_away(Coding.objects.filter(pk__in=rows), by=by, at=at)


def _untake(rows: list[Any], by: User, at: datetime) -> None:
    again = [
        Coding(
            contribution_id=contribution,
            theme_id=theme,
            start=start,
            end=end,
            coder_id=coder,
            at=parse_datetime(when) or at,
        )
        for contribution, theme, start, end, coder, when in rows
    ]
    codings.give_back(again, by=by, at=at)


def _unanswer(rows: list[Any], by: User, at: datetime) -> None:
    there = Contribution.objects.standing().in_bulk([row[0] for row in rows])
    fresh = [there[pk] for pk, outcome, _answer in rows if pk in there and not outcome]
    answers.take_back(fresh, why=_("Ongedaan gemaakt."), by=by, at=at)
    former: dict[tuple[str, str], list[Contribution]] = {}
    for pk, outcome, answer in rows:
        if pk in there and outcome:
            former.setdefault((outcome, answer), []).append(there[pk])
    for (outcome, answer), contributions in former.items():
        answers.answer(contributions, outcome=outcome, reason=answer, by=by, at=at)


def _unmerge(rows: list[Any], by: User, at: datetime) -> None:
    for contribution in Contribution.objects.filter(pk__in=rows).exclude(merged_into=None):
        merging.separate(contribution, by=by, at=at)


_UNDO: dict[str, Callable[[list[Any], User, datetime], None]] = {
    "gave": _ungive,
    "took": _untake,
    "answered": _unanswer,
    "merged": _unmerge,
}
