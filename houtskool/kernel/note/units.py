"""Paragraphs, list items and dated entries of a part of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from houtskool.kernel.note.facts import Span
from houtskool.kernel.note.lines import Line, Running
from houtskool.kernel.vaguedate import Mention, leading

MARK = re.compile(
    r"(?:[-–—•*·▪◦●○■□➢✓>\uf0b7\uf0a7\uf0d8]|(?P<n>\d{1,2})[.)](?=\s)|(?P<a>[a-zA-Z])\)|"
    r"\((?:\d{1,2}|[a-z])\)|o(?=\s[A-Z])|(?P<l>[a-h])\.(?=\s)|(?P<r>[ivx]{1,4}|"
    r"[IVX]{1,4})[.)](?=\s))"
    r"\s*(?=\S)"
)
_TIME = re.compile(
    r",?\s*(?:\(?(?:van|om|vanaf)\s+)?\d{1,2}[.:]\d\d(?:\s*(?:-|–|tot)\s*\d{1,2}[.:]\d\d)?(?:\s*uur)?\)?"
)
_PHASE = re.compile(r"[A-ZÀ-Ý][\w -]{2,30}\(")
_PHASE_END = re.compile(r"\)\s*(?::|–|-\s)")
_AFTER_ENTRY = re.compile(r"\s*(?::|\t|\||–|—|-\s|$)\s*")
_ANNEX = re.compile(
    r"(?:bijlage|annex)\s*(?:nr\.?\s*)?(?:\d{1,2}|[a-h]|[ivx]{1,4})?\s*[:.)–-]|bijlage\s+\d{1,2}(?!\w)", re.I
)
# The number under which an act was registered; two lines that each have one tell of two.
_ACT = re.compile(r"(?<!\d)(?:19|20)\d\d[/-]\d{3,7}(?!\d)")
DEMANDS_MORE = frozenset(
    [
        "de",
        "het",
        "een",
        "van",
        "en",
        "in",
        "om",
        "te",
        "of",
        "voor",
        "met",
        "tot",
        "aan",
        "op",
        "bij",
        "door",
        "naar",
        "over",
        "uit",
        "als",
        "dat",
        "die",
        "zijn",
        "onder",
        "tegen",
        "per",
        "tussen",
        "deze",
        "dit",
        "onze",
        "hun",
        "ter",
        "ten",
        "zoals",
        "waarin",
        "waarbij",
        "commissie",
        "gemeente",
        "college",
    ]
)


@dataclass(slots=True, eq=False)
class Unit(Running):
    """A paragraph, list item or dated entry. marker: its bullet or number; entry: its first period."""

    lines: list[Line]
    marker: str = ""
    entry: Mention | None = None
    body: int = 0  # where the words begin behind an entry's period

    def __post_init__(self) -> None:
        Running.__init__(self, self.lines)

    def words(self, start: int = 0, end: int | None = None) -> str:
        return " ".join(self.text[start:end].split())


@dataclass(slots=True, eq=False)
class Part:
    """A field (key) or section (role) with what stands in it. A document begins without either."""

    title: str = ""
    title_at: Span | None = None
    key: str = ""
    role: str = ""
    number: str | None = None
    level: int = 1
    heading: bool = False  # a section of the body, not a header block
    lines: list[Line] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(unit.words() for unit in self.units)


def cells_of(text: str) -> list[tuple[int, str]]:
    """The columns of a line, each with the place where it begins."""
    cells, start = [], 0
    for cell in text.split("\t"):
        cells.append((start, cell.strip()))
        start += len(cell) + 1
    return cells


def units_of(part: Part, page: int = 0) -> Iterator[Unit]:
    """page: how long the document's lines are where they are full."""
    gathered: list[Line] = []
    state: tuple[str, Mention | None, int] = ("", None, 0)
    width = max((len(line.text) for line in part.lines), default=0)
    for place, line in enumerate(part.lines):
        before = part.lines[place - 1] if place else None
        text = line.text
        opens = not text[0].isalpha() or text[0] == "o" or ")" in text[:5] or "." in text[:5]
        mark = MARK.match(text) if opens else None
        if mark and mark["r"] and before is not None and not before.ends_sentence and line.gap == 0:
            mark = None
        if mark and line.text[0] in "-–—" and before is not None and mark.end() == 1:
            mark = None  # "-en" at a line's begin
        words = line.cut(mark.end()) if mark else line
        entry, body = _entry(words, before, line.gap, listed=mark is not None)
        if gathered and (
            mark
            or entry
            or (part.role == "attachments" and _ANNEX.match(words.low))
            or not _continues(before, line, width, part.role)
            or (state[0] and _starts_anew(before, line, page))
        ):
            yield Unit(gathered, *state)
            gathered = []
        if not gathered:
            state = (mark.group().strip() if mark else "", entry, body)
        gathered.append(words)
    if gathered:
        yield Unit(gathered, *state)


def _entry(line: Line, before: Line | None, gap: int, *, listed: bool) -> tuple[Mention | None, int]:
    """The period that a dated entry opens with, and where its words begin."""
    first = line.text[0] if line.text else ""
    if "(" in line.text[:40] and (phase := _PHASE.match(line.text)):
        # "Fase 1 (maart 2021): concept": the words begin at the beginning.
        mention = leading(line.text[phase.end() : phase.end() + 60])
        if mention and _PHASE_END.match(line.text, phase.end() + mention.at[1]):
            at = (phase.end(), phase.end() + mention.at[1])
            return Mention(mention.text, at, mention.first, mention.last, mention.bound), 0
    if "\t" in line.text and (found := _in_row(line)):
        return found
    if not (first.isupper() or first.isdigit() or listed):
        return None, 0
    start = len("datum:") if line.low.startswith("datum:") else 0
    start += len(line.text) - start - len(line.text[start:].lstrip())
    mention = leading(line.text[start : start + 90])
    if mention is None:
        return None, 0
    end = start + mention.at[1]
    if time := _TIME.match(line.low, end):
        end = time.end()
    after = _AFTER_ENTRY.match(line.text, end)
    if after is None:
        return None, 0
    alone = after.end() == len(line.text) and ":" not in after.group()
    if alone and before is not None and gap == 0 and not before.ends_sentence and len(before.text) > 50:
        return None, 0
    shifted = Mention(
        mention.text, (start, start + mention.at[1]), mention.first, mention.last, mention.bound
    )
    return shifted, after.end()


def _in_row(line: Line) -> tuple[Mention, int] | None:
    """The period that fills a column of a table's row; the words stand around it."""
    for start, cell in cells_of(line.text):
        mention = leading(cell[:60]) if cell else None
        if mention and mention.at[1] == len(cell.rstrip(".:")):
            start += line.text[start:].index(cell[0])
            at = (start, start + mention.at[1])
            first_cell = line.text[:start].strip()
            body = at[1] if not any(char.isalpha() for char in first_cell) else 0
            while body and body < len(line.text) and line.text[body] in "\t .:":
                body += 1
            return Mention(mention.text, at, mention.first, mention.last, mention.bound), body
    return None


def _starts_anew(before: Line | None, line: Line, page: int) -> bool:
    """Whether a capital behind a list item begins a paragraph: its word would still have fitted there."""
    return (
        before is not None
        and line.text[0].isupper()
        and before.text[-1] not in ",-"
        and before.text.rsplit(" ", 1)[-1].lower() not in DEMANDS_MORE
        and (line.gap > 0 or len(before.text) + len(line.text.partition(" ")[0]) < 0.8 * page)
    )


def _continues(before: Line | None, line: Line, width: int, role: str) -> bool:
    """Whether a line goes on with the paragraph before it, also where blank lines stand between all lines."""
    if before is None:
        return True
    text = before.text
    if line.origin[0] < before.origin[-1]:
        return False  # a column that was taken out of its line
    if text.isupper() != line.text.isupper() and len(text) > 8 and len(line.text) > 8:
        return False
    if before.low.startswith(("geachte ", "beste ")) and text[-1] in ",:":
        return False
    opens_low = line.text[0].islower() or line.text[0] in "(),.;"
    if role == "earlier" and line.text[0].isupper() and _ACT.search(text) and _ACT.search(line.text):
        return False
    if "\t" not in line.text and (text[-1] in ",-" or text.rsplit(" ", 1)[-1].lower() in DEMANDS_MORE):
        return True
    if "\t" in text or "\t" in line.text:
        return line.gap == 0 and opens_low and "\t" not in line.text
    if before.ends_sentence:
        return line.gap == 0 and text[-1] not in ":;" and len(text) > 0.6 * width
    if opens_low:
        return line.gap < 6
    if line.gap >= 4:
        return False
    if line.gap == 0:
        return len(text) > 0.55 * width and width > 45 and role not in ("parties", "signature")
    return len(text) >= 50 and len(text) > 0.6 * width and role != "attachments"
