"""What became of the rows of a spreadsheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class CellChange:
    title: str
    before: str
    after: str


@dataclass(frozen=True)
class Outcome:
    """What becomes of one row: added, changed, unchanged or refused; `row` is its number in the file."""

    row: int
    state: str
    label: str
    thing: Any = None
    changes: tuple[CellChange, ...] = ()
    reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def sentences(self) -> list[str]:
        return [f"Regel {self.row}: {lowered(reason)}" for reason in self.reasons]


@dataclass(frozen=True)
class Report:
    outcomes: tuple[Outcome, ...] = ()

    def of(self, state: str) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.state == state]

    @property
    def added(self) -> list[Outcome]:
        return self.of("added")

    @property
    def changed(self) -> list[Outcome]:
        return self.of("changed")

    @property
    def unchanged(self) -> list[Outcome]:
        return self.of("unchanged")

    @property
    def refused(self) -> list[Outcome]:
        return self.of("refused")


def lowered(sentence: str) -> str:
    """As it goes on after "Regel 14: ": the first letter small, unless the word is a name in capitals."""
    return sentence[:1].lower() + sentence[1:] if sentence[1:2].islower() else sentence
