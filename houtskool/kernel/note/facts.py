"""What a council document says, as frozen facts; each keeps its place in the text.

A `Span` is (start, end) in code points of the text as given, end exclusive, start < end.
Texts are the document's own words with white space reduced to one space; names of groups are in their
usual plural. Unknown is None or an empty tuple, never a guess.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from houtskool.kernel.vaguedate import Period

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of the document: a decision point, a goal, the ambition, the title of the process."""

    text: str
    at: Span


@dataclass(frozen=True, slots=True)
class PeriodPassage:
    """A period that the document names on its own account, such as the coalition period."""

    text: str
    start: date | None
    end: date | None
    at: Span


@dataclass(frozen=True, slots=True)
class Meeting:
    """body: raad, college, "commissie X" or None."""

    date: date
    body: str | None
    at: Span


@dataclass(frozen=True, slots=True)
class EarlierDecision:
    title: str
    number: str | None
    body: str | None
    period: Period | None
    at: Span


@dataclass(frozen=True, slots=True)
class Reference:
    """kind: motie, amendement, toezegging, besluit, vragen, zaak."""

    text: str
    kind: str
    period: Period | None
    at: Span


@dataclass(frozen=True, slots=True)
class ScheduleItem:
    """past is held against the document's date; None where neither date nor tense tells."""

    period: Period
    what: str
    place: str | None
    past: bool | None
    groups: tuple[str, ...]
    gathering: str | None
    at: Span


@dataclass(frozen=True, slots=True)
class Commitment:
    """An announcement or a promise. period is None where the document gives no term.

    by: who promises, where the words say so: "college", "wethouder Jansen", "burgemeester" …, else None.
    kind: toezegging where the words say *toezeggen* or *toegezegd*, else aankondiging.
    """

    text: str
    by: str | None
    kind: str
    period: Period | None
    at: Span


@dataclass(frozen=True, slots=True)
class Amount:
    """value: euros, with cents only where the document has them."""

    value: int | float
    text: str
    at: Span


@dataclass(frozen=True, slots=True)
class Organisation:
    name: str
    role: str | None
    at: Span


@dataclass(frozen=True, slots=True)
class Group:
    """how: geïnterviewd, uitgenodigd or None."""

    name: str
    how: str | None
    at: Span


@dataclass(frozen=True, slots=True)
class Term:
    """A theme or a domain."""

    name: str
    at: Span


@dataclass(frozen=True, slots=True)
class Attachment:
    """mentions: how often the text refers to it, its own line in the list not counted."""

    title: str
    number: str | None
    present: bool
    mentions: int
    at: Span


@dataclass(frozen=True, slots=True)
class Section:
    """level 1 for a main section, 2 for one under it; at is the title's place."""

    title: str
    number: str | None
    level: int
    at: Span


@dataclass(frozen=True, slots=True)
class Doubt:
    """A gap or contradiction, in plain Dutch. kind is a stable English key for software.

    Kinds: annex-absent, annex-unlisted, number-order, number-year, number-differs, section-differs,
    label-empty, header-absent, no-term, weekday, no-such-day, tense, points-differ, budget-absent.
    """

    text: str
    kind: str
    at: Span


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """The facts of one document. `as_json` gives the shape of `houtskool read-note --json`."""

    text: str
    kind: str | None = None
    subject: str | None = None
    number: str | None = None
    dated: date | None = None
    holders: tuple[str, ...] = ()
    author: str | None = None
    departments: tuple[str, ...] = ()
    programme: str | None = None
    signatories: tuple[str, ...] = ()
    body: str | None = None
    decided_on: date | None = None
    reference_date: date | None = None  # what "jl." and past are held against
    committee: str | None = None
    treatment: str | None = None
    treatment_reason: Passage | None = None
    coalition_agreement: str | None = None
    coalition_period: PeriodPassage | None = None
    process_title: Passage | None = None
    ambition: Passage | None = None
    anchors: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    decisions: tuple[Passage, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    earlier_decisions: tuple[EarlierDecision, ...] = ()
    references: tuple[Reference, ...] = ()
    schedule: tuple[ScheduleItem, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    amounts: tuple[Amount, ...] = ()
    goals: tuple[Passage, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    groups: tuple[Group, ...] = ()
    themes: tuple[Term, ...] = ()
    domains: tuple[Term, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    sections: tuple[Section, ...] = ()
    warnings: tuple[Doubt, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain dicts, lists, strings, numbers and None; dates in ISO form."""
        shape = _plain(self)
        assert isinstance(shape, dict)
        return shape


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if hasattr(value, "__dataclass_fields__"):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    return value
