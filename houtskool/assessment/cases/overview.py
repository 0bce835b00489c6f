"""How requests went: numbers, turnaround, reasons and precedents, without names.

Each request comes from a person, so a small number may point at one: for the public what is small is hidden,
with what would give it away (houtskool.kernel.disclosure). Unknown is never shown as nought.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from houtskool.assessment.cases import phase, term
from houtskool.assessment.cases.phase import Phase
from houtskool.assessment.content import read
from houtskool.assessment.models import Case, FrameworkVersion
from houtskool.kernel import disclosure
from houtskool.process.models.periods import local_day

Outcome = Case.Outcome
DECIDED = (Outcome.GRANTED, Outcome.PARTLY, Outcome.REFUSED)


@dataclass(frozen=True)
class Row:
    """A number with its words; None where it is hidden. `url` leads to what is behind it."""

    label: str
    number: int | None
    url: str = ""


@dataclass(frozen=True)
class Precedent:
    """A request that was decided, as one may tell of it: what was asked, what came of it, when."""

    when: str
    kinds: str
    outcome: str
    reason: str


@dataclass(frozen=True)
class Overview:
    """`received` None, and so on, where the number is hidden. `days`: the median from receipt to end."""

    received: int | None
    outcomes: list[Row]
    routes: list[Row]
    reasons: list[Row]
    days: float | None
    in_time: int | None
    precedents: list[Precedent] = field(default_factory=list)
    threshold: int = 0

    @property
    def hides(self) -> bool:
        return any(row.number is None for rows in (self.outcomes, self.routes, self.reasons) for row in rows)


def of(cases: Any, at: datetime, *, year: int | None = None, public: bool = False) -> Overview:
    """The overview of the cases that came in up to that moment, perhaps in one year only. Three queries."""
    rows = phase.annotated(cases.filter(received_at__lte=at), at).select_related("supplement")
    found = [one for one in rows if year is None or local_day(one.received_at).year == year]
    over = [one for one in found if one.phase_now in phase.OVER and one.closed_at and one.closed_at <= at]
    measured = [one for one in over if one.phase_now != Phase.WITHDRAWN]
    days = [(local_day(one.closed_at) - local_day(one.received_at)).days for one in measured]
    late = sum(term.of(one, at).is_late for one in measured)
    reasons = _of_their_own(_rows(_reasons(over), public))
    enough = not public or len(measured) >= disclosure.THRESHOLD
    return Overview(
        received=_told([len(found)], public)[0],
        outcomes=_rows(_outcomes(found, at), public),
        routes=_rows(_routes(found), public),
        reasons=reasons,
        days=median(days) if days and enough else None,
        in_time=round(100 * (len(measured) - late) / len(measured)) if measured and enough else None,
        precedents=_precedents(over, {row.label for row in reasons}, public=public),
        threshold=disclosure.THRESHOLD if public else 0,
    )


def years(cases: Any, at: datetime) -> list[int]:
    """The years in which anything came in, the last first."""
    found = cases.filter(received_at__lte=at).values_list("received_at", flat=True)
    return sorted({local_day(one).year for one in found}, reverse=True)


def as_table(overview: Overview) -> list[list[str]]:
    """The numbers as rows of a file: what, which, number. Hidden is empty. Dutch, as every file is."""
    parts = (("uitkomst", overview.outcomes), ("route", overview.routes), ("reden", overview.reasons))
    head = [
        ["totaal", "ontvangen", _cell(overview.received)],
        ["doorlooptijd", "mediaan in dagen", _cell(overview.days)],
        ["termijn", "binnen de termijn in procenten", _cell(overview.in_time)],
    ]
    return [*head, *([name, row.label, _cell(row.number)] for name, rows in parts for row in rows)]


def _cell(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _outcomes(cases: Iterable[Any], at: datetime) -> dict[str, int]:
    counted = Counter(
        str(Outcome(one.outcome).label) if one.closed_at and one.closed_at <= at else _("nog open")
        for one in cases
    )
    order = [*(str(one.label) for one in Outcome), _("nog open")]
    return {label: counted[label] for label in order if counted[label]}


def _routes(cases: Iterable[Any]) -> dict[str, int]:
    counted = Counter(str(one.get_route_display()) or _("nog niet gekozen") for one in cases)
    return dict(counted.most_common())


def _reasons(over: Iterable[Any]) -> dict[str, int]:
    refused = [one for one in over if one.outcome in (Outcome.REFUSED, Outcome.PARTLY)]
    return dict(Counter(one.refusal_reason or _("geen reden opgegeven") for one in refused).most_common())


def _rows(counted: dict[str, int], public: bool) -> list[Row]:
    told = _told(list(counted.values()), public)
    return [Row(label, number) for label, number in zip(counted, told, strict=True)]


def _of_their_own(rows: list[Row]) -> list[Row]:
    """Reasons are words that somebody chose: of who is hidden, the words are as well."""
    told = [row for row in rows if row.number is not None]
    return told if len(told) == len(rows) else [*told, Row(_("andere redenen"), None)]


def _told(numbers: Sequence[int], public: bool) -> list[int | None]:
    """The numbers as they may be told: for the public without small ones, and rounded."""
    if not public or not numbers:
        return list(numbers)
    counts = np.array(numbers, dtype=np.int64)
    away = disclosure.hidden(counts, total=len(numbers) > 1)
    return [None if gone else int(one) for one, gone in zip(disclosure.rounded(counts), away, strict=True)]


def _precedents(over: Sequence[Any], reasons: set[str], *, public: bool, most: int = 20) -> list[Precedent]:
    """The last decided ones, with a reason as far as it may be told. For the public only once so many were
    decided that none points at a person.
    """
    decided = [one for one in over if one.outcome in DECIDED]
    if public and len(decided) < disclosure.THRESHOLD:
        return []
    decided.sort(key=lambda one: one.closed_at, reverse=True)
    shown = decided[:most]
    versions = FrameworkVersion.objects.in_bulk({one.version_id for one in shown})
    kinds = {
        pk: {one["key"]: one["name"] for one in read(version.content)["support"]}
        for pk, version in versions.items()
    }
    return [
        Precedent(
            when=f"{local_day(one.closed_at).year}",
            kinds=", ".join(kinds[one.version_id].get(key, key) for key in one.wanted),
            outcome=str(Outcome(one.outcome).label),
            reason=one.refusal_reason if one.refusal_reason in reasons else "",
        )
        for one in shown
    ]
