"""The lines of a text, and which of them belong together: paragraphs, points of a list, heads."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import Literal

Form = Literal["paragraph", "point", "head"]

BULLET = re.compile(r"(?:[-–—•·▪◦‣*+]|o(?=\s{2,}))[ \t]+(?:\[[ xX]?\][ \t]+)?|\[[ xX]?\][ \t]+")
NUMBER = re.compile(r"\(?(?:\d{1,2}(?:\.\d{1,2}){0,2}[.)]?|[a-z][.)])(?:[ \t]+)(?=\S)")
_RULE = re.compile(r"[-=_*~–—]{3,}")
_PAGE = re.compile(
    r"(?:[-–]\s*)?\d{1,4}(?:\s*[-–])?|(?:pagina|pag\.|blz\.|p\.)\s*\d+(?:\s*(?:van|/)\s*\d+)?", re.I
)
_MARKDOWN = re.compile(r"#{1,6}[ \t]+")
ENDS = ".!?…;"
# A line of at least this many characters was full: it ended because the page did.
_FULL = 60
_SHORT_HEAD = 90


@dataclass(frozen=True)
class Line:
    """A line that is not empty; `start` and `end` without the white space around it. `gap`: empty lines
    before.
    """

    start: int
    end: int
    words: str
    gap: bool
    indent: int
    ruled: bool = False  # a line of dashes stands under it


@dataclass(frozen=True)
class Block:
    """What belongs together. `start` is behind the bullet or number; `number` as it stands, else empty."""

    start: int
    end: int
    form: Form
    number: str = ""
    gap: bool = True


def lines_of(text: str) -> list[Line]:
    """The lines with words, without page numbers and what stands at the head or foot of every page."""
    raw: list[Line] = []
    at, gap = 0, True
    for full in text.split("\n"):
        words = full.strip()
        if not words or _PAGE.fullmatch(words):
            gap = True
        elif _RULE.fullmatch(words):
            if raw and not gap:
                raw[-1] = replace(raw[-1], ruled=True)
            gap = True
        else:
            start = at + len(full) - len(full.lstrip())
            raw.append(Line(start, start + len(words), words, gap, start - at))
            gap = False
        at += len(full) + 1
    counted = Counter(line.words for line in raw)
    return [line for line in raw if not _is_running_head(line, counted)]


def _is_running_head(line: Line, counted: Counter[str]) -> bool:
    often = counted[line.words] >= 3 and len(line.words.split()) >= 3 and len(line.words) <= 100
    return often and line.words[-1] not in ENDS + ":" and not BULLET.match(line.words)


def is_wrapped(lines: list[Line], starts: list[bool]) -> bool:
    """Whether the text was broken at a fixed width, so that a line end says nothing about a sentence."""
    inner = [
        len(line.words)
        for line, after, begins in zip(lines, lines[1:], starts[1:], strict=False)
        if not after.gap and not begins
    ]
    if len(inner) < 4:
        return False
    widest = max(inner)
    return 50 <= widest <= 120 and sum(width >= 0.7 * widest for width in inner) >= 0.7 * len(inner)


def blocks_of(text: str, labelled: re.Pattern[str]) -> list[Block]:
    """The blocks of the text, in order. `labelled` matches at a line that begins with a label ("Anna:")."""
    lines = lines_of(text)
    starts = [
        bool(_mark(line.words) or _MARKDOWN.match(line.words) or labelled.match(line.words)) for line in lines
    ]
    wrapped = is_wrapped(lines, starts)
    groups: list[list[Line]] = []
    for line, begins in zip(lines, starts, strict=True):
        if groups and not begins and not line.gap and _goes_on(groups[-1], line, wrapped):
            groups[-1].append(line)
        else:
            groups.append([line])
    made = [_block(group) for group in groups]
    following = [*made[1:], None][: len(made)]
    return [
        _as_head(block, text, after, single=len(group) == 1, label=bool(labelled.match(group[0].words)))
        for block, after, group in zip(made, following, groups, strict=True)
    ]


def _mark(words: str) -> re.Match[str] | None:
    """The bullet or number before a point; "12 mensen" is none."""
    return BULLET.match(words) or (None if re.match(r"\d{1,2} [a-z]", words) else NUMBER.match(words))


def _goes_on(group: list[Line], line: Line, wrapped: bool) -> bool:
    """Whether the line belongs to the block before it, where nothing stands between them."""
    first, before = group[0], group[-1]
    if before.ruled:
        return False
    small = line.words[0].islower() or line.words[0] in "(…"
    if _mark(first.words) and (small or line.indent > first.indent):
        return True
    if small:
        # A list of loose words without bullets stays a list.
        return wrapped or len(before.words) >= _FULL or before.words[-1] in ",-"
    if wrapped:
        return len(before.words) >= _FULL or before.words[-1] == ","
    return len(before.words) >= _FULL and before.words[-1] not in ENDS + ":"


def _block(group: list[Line]) -> Block:
    first, end = group[0], group[-1].end
    if mark := _mark(first.words):
        number = "" if BULLET.match(first.words) else mark.group().strip()
        return Block(first.start + mark.end(), end, "point", number, first.gap)
    if mark := _MARKDOWN.match(first.words):
        return Block(first.start + mark.end(), end, "head", "", first.gap)
    return Block(first.start, end, "head" if first.ruled and len(group) == 1 else "paragraph", "", first.gap)


def _as_head(block: Block, text: str, after: Block | None, *, single: bool, label: bool) -> Block:
    """The block, as a head where it looks like one: short, without a stop, with something under it."""
    words = text[block.start : block.end]
    if block.form == "head" or not single or len(words) > _SHORT_HEAD or after is None:
        return block
    open_ended = words[-1] not in ENDS + ",:"
    if block.number:
        # "2. Financiering", with text under it that is not the next point.
        head = not after.number and after.form != "head" and len(words.split()) <= 8 and open_ended
    elif block.form == "point":
        head = False
    elif words[-1] == ":" or (sum(map(str.isalpha, words)) >= 3 and words == words.upper()):
        head = True
    else:
        under = text[after.start : after.end]
        speaks = after.form == "point" or under[-1] in ENDS + '”"' or len(under) > _SHORT_HEAD
        head = words[0].isupper() and open_ended and len(words.split()) <= 10 and speaks and block.gap
        head = head and not label
    return replace(block, form="head") if head else block
