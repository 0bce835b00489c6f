"""A document's text cut into paragraphs and marked passages, so that each fact shows where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol


class Marked(Protocol):
    """What lies over a stretch of the text: a fact, or a proposal of a room above."""

    @property
    def pk(self) -> int: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


@dataclass(frozen=True)
class Piece:
    """A stretch of text; `facts` are all that lie over it, `starts` those that begin here."""

    text: str
    facts: tuple[Marked, ...] = ()
    starts: tuple[Marked, ...] = ()

    @property
    def fact_keys(self) -> str:
        """The keys of its facts, the most precise, that is the shortest, first."""
        ordered = sorted(self.facts, key=lambda fact: (fact.end - fact.start, fact.pk))
        return " ".join(str(fact.pk) for fact in ordered)


@dataclass(frozen=True)
class Paragraph:
    pieces: tuple[Piece, ...]


def paragraphs(text: str, facts: Sequence[Marked]) -> list[Paragraph]:
    """Paragraphs of a text (split at empty lines), cut wherever a fact begins or ends.

    Facts may overlap and run over paragraphs. Joined, the pieces give the words of the text back.
    """
    text = unwrapped(text)
    cuts = sorted(
        {0, len(text), *_breaks(text), *(edge for fact in facts for edge in (fact.start, fact.end))}
    )
    by_start: dict[int, list[Marked]] = {}
    for fact in facts:
        by_start.setdefault(fact.start, []).append(fact)
    found: list[Paragraph] = []
    pieces: list[Piece] = []
    running: list[Marked] = []
    breaks = set(_breaks(text))
    for start, end in pairwise(cuts):
        starts = by_start.get(start, [])
        running = [fact for fact in running if fact.end > start] + starts
        if start in breaks and pieces:
            found.append(Paragraph(tuple(pieces)))
            pieces = []
        # The line ends before a new paragraph are its gap, and no part of what is read.
        words = text[start:end].rstrip("\n") if end in breaks else text[start:end]
        # Between two marks a line end is no paragraph, but still the end of a line.
        if words.strip() or starts or (words and pieces):
            pieces.append(Piece(words, tuple(running), tuple(starts)))
    if pieces:
        found.append(Paragraph(tuple(pieces)))
    return found


_GAP = re.compile(r"[^\S\n]*\n\s*")
# What begins anew whatever stood before it: a heading in capitals, a number, a bullet, a label.
_NEW = re.compile(r"[A-ZÀ-Ý]{2,}[A-ZÀ-Ý ]*$|\d+[.)]|[-–•*]|[A-Z][\w/ ]{0,30}:", re.MULTILINE)
# A line of at least this many characters was full: it ended because the page did.
_FULL = 60


def unwrapped(text: str) -> str:
    """The text with spaces for the line ends within sentences; every other letter keeps its place.

    A line that does not end a sentence goes on in the next when that begins with a small letter, or when
    the line was full.
    """

    def joined(gap: re.Match[str]) -> str:
        start, end = gap.span()
        if start == 0 or end == len(text) or text[start - 1] in ".:;?!":
            return gap.group()
        full = start - (text.rfind("\n", 0, start) + 1) >= _FULL
        follows = text[end].islower() or text[end] == "("
        goes_on = follows or (full and not _NEW.match(text, end))
        return " " * len(gap.group()) if goes_on else gap.group()

    return _GAP.sub(joined, text)


def _breaks(text: str) -> list[int]:
    """Where a new paragraph begins: after each run of empty lines."""
    found = []
    empty = False
    place = 0
    for line in text.splitlines(keepends=True):
        if not line.strip():
            empty = True
        elif empty:
            found.append(place)
            empty = False
        place += len(line)
    return found
