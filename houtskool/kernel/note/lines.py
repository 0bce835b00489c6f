"""The document's text as clean lines, and lines as running text, with the way back to the original offsets.

Clean: one space between words, a tab where a column gap stood, straight quotes, no soft hyphens, ligatures
opened, no page headers. `origin[i]` is the place of character i of the clean text in the document.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from houtskool.kernel.note.facts import Span

_PLAIN = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "‚": "'",
        "´": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "‐": "-",
        "‑": "-",
    }
)
_SPACE = frozenset(
    "\t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000 "
)
_DROP = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\x00")
_OPEN = {"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ĳ": "ij", "Ĳ": "IJ", "…": "..."}
# A line with none of these needs no character by character work.
_ODD = re.compile(
    "[\u00a0\u00ad\u0132\u0133\u0300-\u036f\u2000-\u200d\u2026\u202f\u205f\u2060\u3000"
    "\ufb00-\ufb05\ufeff\t\x00|]|  "
)
_SPECIAL = re.compile("[^ -{}-\u007f\u00a1-\u00ac\u00ae-\u0131\u0134-\u02ff\u2010-\u2025\u2030-\u203a\u20ac]")
_UNSPACED = re.compile("[^ ]+")
_PAGE = re.compile(
    r"(?:(?:pagina|bladzijde|blad|pag\.?|blz\.?|p\.)\s*)?(?<![\w/.-])\d{1,3}\s*(?:/|van)\s*\d{1,3}$|"
    r"(?:pagina|pag\.?|bladzijde|blad|blz\.?)\s*:?\s*\d{1,3}$",
    re.I,
)
_LONE_NUMBER = re.compile(r"[-–]?\s*\d{1,3}\s*[-–]?")
_DIGITS = re.compile(r"\d+")
_KEEPS_HYPHEN = frozenset(
    [
        "co", "ex", "non", "niet", "oud", "sociaal", "pre", "post", "anti", "semi", "in", "e", "b", "w",
        "b&w", "pilot", "top", "vice", "kern", "mkb", "ov", "ict", "zzp",
    ]
)  # fmt: skip


class Line:
    """One clean line. gap: blank lines before it; left: where the line begins in the document."""

    __slots__ = ("gap", "left", "low", "origin", "text")

    def __init__(self, text: str, origin: Sequence[int], gap: int, left: int = 0) -> None:
        self.text, self.origin, self.gap, self.left = text, origin, gap, left
        low = text.lower()
        self.low = (
            low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
        )

    def at(self, start: int, end: int) -> Span:
        return self.origin[start], self.origin[end - 1] + 1

    def cut(self, start: int, end: int | None = None, gap: int | None = None) -> Line:
        """The part from start to end, stripped; the gap stays with what begins the line."""
        stop = len(self.text) if end is None else end
        piece = self.text[start:stop]
        start += len(piece) - len(piece.lstrip())
        piece = piece.strip()
        origin = self.origin[start : start + len(piece)]
        return Line(piece, origin, self.gap if gap is None else gap, self.left)

    @property
    def ends_sentence(self) -> bool:
        return self.text.rstrip("\"')] ")[-1:] in (".", "!", "?", ":", ";")


def _with_first(line: Line, letter: str) -> Line:
    return Line(letter + line.text[1:], line.origin, line.gap)


class Running:
    """Lines joined to running text: one space between lines, words broken at a line's end made whole."""

    __slots__ = ("low", "origins", "starts", "text")

    def __init__(self, lines: Sequence[Line]) -> None:
        self.starts: list[int] = []
        self.origins: list[Sequence[int]] = []
        if len(lines) == 1:
            self.text, self.low = lines[0].text, lines[0].low
            self.starts, self.origins = [0], [lines[0].origin]
            return
        pieces: list[str] = []
        lows: list[str] = []
        length = 0
        queue = list(lines)
        for place in range(len(queue)):
            line = queue[place]
            text, low = line.text, line.low
            glue = " "
            if place + 1 < len(lines) and len(text) > 2 and text[-1] == "-" and text[-2].isalpha():
                after = lines[place + 1].text
                stem = text[:-1].rsplit(" ", 1)[-1].lower()
                if after[:1].isalpha() and not after.lower().startswith(
                    ("en ", "of ", "als ", "tot ", "naar ")
                ):
                    glue = ""
                    if after[0].islower() and stem not in _KEEPS_HYPHEN:
                        text, low = text[:-1], low[:-1]
                        if stem in ("ge", "be") and after[0] in "eiu":
                            # "ge-informeerd" at a line's end is "geïnformeerd".
                            trema = {"e": "ë", "i": "ï", "u": "ü"}[after[0]]
                            queue[place + 1] = _with_first(queue[place + 1], trema)
            self.starts.append(length)
            self.origins.append(line.origin)
            pieces += (text, glue)
            lows += (low, glue)
            length += len(text) + len(glue)
        self.text = "".join(pieces[:-1])
        self.low = "".join(lows[:-1])

    def at(self, start: int, end: int) -> Span:
        """The place in the document of text[start:end]; outer spaces are left out."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        end = max(end, start + 1)
        return self._origin(start), self._origin(end - 1) + 1

    def _origin(self, place: int) -> int:
        which = bisect_right(self.starts, place) - 1
        origin = self.origins[which]
        return origin[min(place - self.starts[which], len(origin) - 1)]


def _clean(text: str, start: int, end: int) -> tuple[str, Sequence[int]]:
    raw = text[start:end]
    if not _ODD.search(raw):
        return raw.translate(_PLAIN), range(start, end)
    out: list[str] = []
    origin: list[int] = []
    if not _SPECIAL.search(raw):
        # Only runs of spaces: word by word.
        for word in _UNSPACED.finditer(raw):
            if out:
                wide = start + word.start() - origin[-1] > 3
                out.append("\t" if wide else " ")
                origin.append(origin[-1] + 1)
            out.append(word.group())
            origin.extend(range(start + word.start(), start + word.end()))
        return "".join(out).translate(_PLAIN), origin
    gap = 0
    for place in range(start, end):
        char = text[place]
        if char in _DROP:
            continue
        if char in _SPACE or (
            char == "|" and (place == start or text[place - 1] in " \t" or place + 1 == end)
        ):
            gap += 1 if char in _SPACE and char != "\t" else 3
            if gap == 1:
                out.append(" ")
                origin.append(place)
            elif gap >= 3:
                out[-1:] = ["\t"] if out and out[-1] in " \t" else [*out[-1:], "\t"]
                if len(origin) < len(out):
                    origin.append(place)
            continue
        gap = 0
        if out and unicodedata.combining(char):
            joined = unicodedata.normalize("NFC", out[-1] + char)
            if len(joined) == 1:
                out[-1] = joined
            continue
        for piece in _OPEN.get(char, char):
            out.append(piece)
            origin.append(place)
    while out and out[-1] in " \t":
        out.pop()
        origin.pop()
    first = next((place for place, char in enumerate(out) if char not in " \t"), len(out))
    return "".join(out[first:]).translate(_PLAIN), origin[first:]


def read_lines(text: str) -> list[Line]:
    """The clean lines that hold something, page headers and page numbers left out."""
    lines: list[Line] = []
    gap = offset = 0
    breaks: set[int] = set()
    for raw in text.splitlines(keepends=True):
        body = raw.rstrip()
        start = offset + len(body) - len(body.lstrip())
        end = offset + len(body)
        offset += len(raw)
        if "\x0c" in raw:
            breaks.add(len(lines))
        if start >= end:
            gap += 1
            continue
        clean, origin = _clean(text, start, end)
        if not clean:
            gap += 1
            continue
        lines.append(Line(clean, origin, gap, offset - len(raw)))
        gap = 0
    return _without_furniture(lines, breaks)


def _without_furniture(lines: list[Line], breaks: set[int]) -> list[Line]:
    """Leave out page numbers, and headers and footers that return; keep a header's first time."""
    paged: dict[int, int] = {}  # line → where its page number begins
    for place, line in enumerate(lines):
        if line.text[-1].isdigit() and (page := _PAGE.search(line.text)) and len(line.text) < 120:
            paged[place] = page.start()
    shapes = Counter(_DIGITS.sub("#", lines[place].text) for place in paged)
    lone = [
        place for place, line in enumerate(lines) if len(line.text) <= 8 and _LONE_NUMBER.fullmatch(line.text)
    ]
    edges = {place for place in lone if place in breaks or place + 1 in breaks}
    out = {place for place, start in paged.items() if start == 0 and len(lines[place].text) <= 20} | edges
    seen: set[str] = set()
    kept_part: dict[int, int] = {}
    for place, start in paged.items():
        shape = _DIGITS.sub("#", lines[place].text)
        if start == 0 or place in out:
            continue
        if shape in seen:
            out.add(place)
        elif (
            shapes[shape] > 1
            or lines[place].low[start:].startswith("pag")
            or _looks_like_header(lines[place].low)
        ):
            seen.add(shape)
            kept_part[place] = start
    edge = out | {place for b in breaks for place in (b, b - 1)}
    again = Counter(line.text for line in lines if 8 <= len(line.text) <= 120)
    first: set[str] = set()
    for place, line in enumerate(lines):
        if again[line.text] > 1 and place not in out and any(place + step in edge for step in (-1, 0, 1)):
            if line.text in first:
                out.add(place)
            first.add(line.text)
    if not out and not kept_part:
        return lines
    result: list[Line] = []
    healed = False
    for place, line in enumerate(lines):
        if place in out:
            healed = True
            continue
        if place in kept_part:
            line = line.cut(0, kept_part[place])
            if not line.text:
                continue
        if healed:
            # A page's end is no paragraph's end.
            line.gap, healed = min(line.gap, 1), False
        result.append(line)
    return result


def _looks_like_header(low: str) -> bool:
    return low.startswith(
        ("kenmerk", "nummer", "registratienummer", "zaaknummer", "ons kenmerk", "documentnummer")
    )
