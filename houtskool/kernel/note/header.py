"""The head of the document, as far as it is read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from houtskool.kernel.note import labels
from houtskool.kernel.note.facts import Meeting, Passage, Span
from houtskool.kernel.note.lines import Running
from houtskool.kernel.note.units import Part, Unit

BW = r"b\s?(?:&|en)\s?w"
NAME = (
    r"(?!(?:De|Het|Een|Op|In|Dit|Deze|Wij|Ter|Om|Zo|Zodat|Voor|Geen|Graag|Niet)\b)[A-ZÀ-Ý][\w&'-]*(?:(?:\s(?:en|&)\s|,\s|\s|/|\s-\s)(?!(?:De|Het|Een|Op|In|Dit|Wij|Raadsleden|"
    r"Januari|Februari|Maart|April|Mei|Juni|Juli|Augustus|September|Oktober|November|December|Om|"
    r"Ter)\b)[A-ZÀ-Ý][\w&'-]*)*"
)
COMMITTEE = re.compile(rf"(?<![\w-])(?:[Rr]aads)?[Cc]ommissie\s+(?P<name>{NAME})")
_BODIES = (
    (re.compile(rf"college|{BW}|burgemeester\s+en\s+wethouders|collegevergadering"), "college"),
    (re.compile(r"(?<!\w)(?:gemeente)?raad"), "raad"),
    (re.compile(r"(?<!\w)burgemeester(?!\w)"), "burgemeester"),
)


@dataclass(slots=True)
class Header:
    """What the head says; empty holds the labels that stand there without a value."""

    kind: str | None = None
    subject: str | None = None
    subject_words: Running | None = None  # the same, with the way back to the text
    number: str | None = None
    dated: date | None = None
    holders: tuple[str, ...] = ()
    author: str | None = None
    departments: tuple[str, ...] = ()
    programme: str | None = None
    signatories: tuple[str, ...] = ()
    body: str | None = None
    decided_on: date | None = None
    committee: str | None = None
    treatment: str | None = None
    treatment_reason: Passage | None = None
    meetings: tuple[Meeting, ...] = ()
    meets_on: date | None = None  # from a label, not from running text
    anchors: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    empty: dict[str, tuple[str, Span]] = field(default_factory=dict)
    numbers: list[tuple[str, str, Span]] = field(default_factory=list)  # label key, number, place


def body_in(low: str) -> str | None:
    """The body that the words name first: a committee by its name is not among these."""
    found = [
        (match.start(), place) for place, (pattern, _) in enumerate(_BODIES) if (match := pattern.search(low))
    ]
    return _BODIES[min(found)[1]][1] if found else None


def opening(parts: list[Part]) -> list[Unit]:
    """What stands before the first section: letterhead and title."""
    units: list[Unit] = []
    for part in parts:
        if (
            part.heading
            or part.role in ("earlier", "treatment")
            or (part.role in ("summary", "decision") and units)
        ):
            break
        units += [] if part.key else part.units
    return units[:15]


# What such a document has no head for.
_WITHOUT = {
    **dict.fromkeys(
        ("memo", "brief", "notitie", "mededeling", "startnotitie", "informatiememo"), ("number", "holders")
    ),
    "raadsbesluit": ("holders",),
    "besluitenlijst": ("subject", "number", "holders"),
}


def wanted(kind: str | None) -> dict[str, str]:
    """The labels that a reader expects in a document of that kind, with how the warning calls them."""
    return {key: word for key, word in WANTED.items() if key not in _WITHOUT.get(kind or "", ())}


# The labels whose absence a reader wants to know, with how the warning calls them.
WANTED = {"subject": "onderwerp", "number": "nummer", "holders": "portefeuillehouder"}
assert set(WANTED) <= set(labels.FIELDS)
