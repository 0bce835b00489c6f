"""Lines as they were meant: broken labels whole, columns one below the other, one line per label.

It holds for labels in two columns, in a table or a stack, broken over lines, or all on one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from houtskool.kernel.note import labels
from houtskool.kernel.note.lines import Line
from houtskool.kernel.note.oneline import cuts_in
from houtskool.kernel.note.tables import Row
from houtskool.kernel.note.units import cells_of
from houtskool.kernel.vaguedate import leading

_INLINE_HEAD = re.compile(
    r"(?<=[\s.])(?P<number>\d{1,2}(?:\.\d)?)\.?\s(?P<title>[A-ZÀ-Ý][^.:;?!]{2,40}?)(?=\s[A-ZÀ-Ý\d€]|\s?:)"
)


def mended(lines: list[Line]) -> Iterator[Line]:
    """A label that is broken over two lines becomes one line again ("Relevante eerdere / besluiten").

    Where its value stands in a second column, the value's lines come behind it.
    """
    place = 0
    while place < len(lines):
        line = lines[place]
        after = lines[place + 1] if place + 1 < len(lines) and lines[place + 1].gap <= 4 else None
        left, _, right = line.text.partition("\t")
        if after is None or not left[0].isupper() or not _goes_on(left.lower(), after, alone=not right):
            yield line
            place += 1
            continue
        tail = len(after.text.partition("\t")[0]) if right else len(after.text)
        origin = [*line.origin[: len(left)], line.origin[len(left) - 1], *after.origin[:tail]]
        yield Line(f"{left} {after.text[:tail]}", origin, line.gap, line.left)
        for value in (line.cut(len(left), gap=0), after.cut(tail, gap=0)):
            if value.text:
                yield value
        place += 2


def _goes_on(head: str, after: Line, *, alone: bool) -> bool:
    """Whether the next line, or its first column, is the rest of the label."""
    tails: set[str] = labels.BROKEN.get(head, set())
    if alone:
        return any(
            after.low == tail or (after.low.startswith(tail) and after.low[len(tail)] in " :\t")
            for tail in tails
        )
    cell, tab, _ = after.low.partition("\t")
    return bool(tab) and (cell in tails or (head.startswith("besluit") and _ON_DATE.match(cell) is not None))


_ON_DATE = re.compile(r"d\.?d\.?\s*\d")


def split(lines: Iterable[Line]) -> Iterator[Line]:
    """Cut lines before labels and headings that stand inside them: two columns, or all on one line."""
    lines = list(lines)
    few = len(lines) <= 12
    for place, line in enumerate(lines):
        if isinstance(line, Row):
            yield line
            continue
        cuts: set[int] = set()
        text, low = line.text, line.low
        if place < 120 and (beside := _list_beside(line)):
            cuts.add(beside)
        long = len(text) > 250
        if place < 120 or long:
            head = _opens_with_label(line)
            for label in labels.inside(text, low):
                if text[max(label.start - 2, 0) : label.start] in ("- ", "– ", "• "):
                    continue  # the label of a list item
                key = labels.FIELD_OF.get(label.name, "")
                if key not in ("subject", "") or long or head or text[label.start - 1] in "\t|":
                    cuts.add(label.start)
            if place < 120 and head:
                for label in labels.bare_inside(text, low):
                    if not low.startswith((" van ", " en "), label.end):
                        cuts.add(label.start)
            if "\t" in text:
                cuts |= {
                    start for start, cell in cells_of(text) if start and _is_label(cell, head or place < 3)
                }
            if "besluit" in low:
                cuts |= {
                    match.start()
                    for match in labels.DECISION_INSIDE.finditer(low)
                    if text[match.start()].isupper()
                }
        if "- " in text or "– " in text or "• " in text:
            cuts |= {match.start() for match in _INLINE_BULLET.finditer(text) if _is_bullet(text, match)}
        if few and len(text) > 600:
            cuts |= cuts_in(text, low)
        if long:
            for match in _INLINE_HEAD.finditer(text):
                title = labels.squeezed(match["title"])
                known = labels.section_at(title)
                if known and known.end == len(title):
                    cuts.add(match.start())
        start = 0
        for cut in [*sorted(cuts), len(text)]:
            piece = line.cut(start, cut, gap=None if start == 0 else 0)
            if piece.text:
                yield piece
                start = cut


_ON_DAY = re.compile(r"\s*(?:d\.?d\.?|van|op)\s+\d{1,2}\s+[a-z]+\s+\d{4}")
_FIRST_ITEM = re.compile(r"\s+(?=(?:1[.)]|[-–•])\s\w)")


def _list_beside(line: Line) -> int:
    """Where the list begins that stands beside its label ("Besluit college d.d. 6 maart 2018  1. …").

    0 where there is none.
    """
    if not line.text[0].isupper():
        return 0
    label = labels.section_at(line.low)
    if label is None or labels.SECTION_OF[label.name] not in ("decision", "earlier"):
        return 0
    on = _ON_DAY.match(line.low, label.end)
    if not on and line.text[label.end : label.end + 1] == "\t":
        return 0  # a label and its value, as any other
    item = _FIRST_ITEM.match(line.text, on.end() if on else label.end)
    return item.end() if item else 0


def _is_label(cell: str, sure: bool) -> bool:
    """Whether a column begins a field of its own: "Datum 29 maart 2022" behind "Nummer BW 22/0415"."""
    if labels.squeezed(cell) in labels.FIELD_OF:
        return True
    found = labels.field_at(cell.lower()) if cell[:1].isupper() and sure else None
    return found is not None and (
        found.name in labels.STRONG or leading(cell[found.end :].strip(" :.")) is not None
    )


_INLINE_BULLET = re.compile(r"(?<=\s)[-–•]\s(?=\w)")


def _is_bullet(text: str, match: re.Match[str]) -> bool:
    """A list that was written on one line: "- maart 2019: start - Q3 2019: besluit", or with real bullets."""
    if match.group()[0] == "•":
        return True
    period = leading(text[match.end() : match.end() + 60])
    return period is not None and text[match.end() + period.at[1] :].lstrip()[:1] == ":"


def in_columns(lines: list[Line]) -> Iterator[Line]:
    """Values below their labels become values behind them: row over row, or stack over stack."""
    place = 0
    while place < len(lines):
        line = lines[place]
        cells = cells_of(line.text)
        if (
            len(cells) > 1
            and place + 1 < len(lines)
            and all(labels.squeezed(cell) in labels.FIELD_OF for _, cell in cells)
        ):
            below = lines[place + 1]
            under = cells_of(below.text)
            if len(under) <= len(cells) and not any(
                labels.squeezed(cell) in labels.FIELD_OF for _, cell in under
            ):
                values = list(_pieces(below, under))
                fewer = len(values) < len(cells)
                for number, label in enumerate(_pieces(line, cells)):
                    yield label
                    for value in values:
                        if number == (_column(value, line, cells) if fewer else values.index(value)):
                            value.gap = 0
                            yield value
                place += 2
                continue
        height = 0
        while (
            place + height < min(len(lines), 60)
            and labels.squeezed(lines[place + height].text) in labels.FIELD_OF
        ):
            height += 1
        values = lines[place + height : place + 2 * height]
        if (
            height >= 3
            and len(values) == height
            and all(
                labels.squeezed(value.text) not in labels.FIELD_OF | labels.SECTION_OF
                and plausible(labels.FIELD_OF[labels.squeezed(label.text)], value)
                for label, value in zip(lines[place : place + height], values, strict=True)
            )
        ):
            for label, value in zip(lines[place : place + height], values, strict=True):
                yield label
                value.gap = 0
                yield value
            place += 2 * height
            continue
        yield line
        place += 1


def _column(value: Line, line: Line, cells: list[tuple[int, str]]) -> int:
    """The label under which a value stands: the last that begins at most two places to its right."""
    place = value.origin[0] - value.left
    begins = [piece.origin[0] - line.left for piece in _pieces(line, cells)]
    return max((number for number, begin in enumerate(begins) if begin <= place + 2), default=0)


def _pieces(line: Line, cells: list[tuple[int, str]]) -> Iterator[Line]:
    for place, (start, _) in enumerate(cells):
        end = cells[place + 1][0] if place + 1 < len(cells) else len(line.text)
        yield line.cut(start, end, gap=0)


def _opens_with_label(line: Line) -> bool:
    return line.text[0].isupper() and (labels.field_at(line.low) or labels.section_at(line.low)) is not None


def plausible(key: str, line: Line) -> bool:
    """Whether a line may be the value of that field; else the label is empty, and the line is text."""
    text = line.text
    if line.low.startswith(("geachte", "beste ", "aan ")):
        return False
    if key in ("number", "reference_number"):
        return len(text) < 60 and any(char.isdigit() for char in text) and not text.endswith(".")
    if key in ("dated", "decided", "meeting"):
        return len(text) < 80 and any(char.isdigit() for char in text)
    if key == "subject":
        return len(text) < 300
    return len(text) < 90 and not (
        len(text.split()) > 3 and text.endswith((".", "!", "?")) and not text[-2].isupper()
    )
