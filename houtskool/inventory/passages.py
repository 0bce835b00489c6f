"""The words of a contribution cut into sentences and coded passages, so that a person can point at them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from houtskool.inventory.models import Coding

# A stop ends a sentence where a capital, a digit or a quotation mark follows; so does a line.
_END = re.compile(r"[.!?…]+[\"'’”)\]]*\s+(?=[\"'‘“(\[]?[A-ZÀ-Ý0-9])|\n\s*")


@dataclass(frozen=True)
class Piece:
    """A stretch of the words: in which sentence (from 0), and which themes were given to it."""

    text: str
    sentence: int
    themes: tuple[str, ...] = ()


def sentences(words: str) -> list[tuple[int, int]]:
    """Where each sentence begins and ends, in code points; without the white space behind it."""
    ends = [*(stop.end() for stop in _END.finditer(words)), len(words)]
    spans = [(start, start + len(words[start:end].rstrip())) for start, end in pairwise([0, *ends])]
    return [(start, end) for start, end in spans if end > start]


def pieces(words: str, codings: Iterable[Coding]) -> list[Piece]:
    """The words cut wherever a sentence or a coded passage begins or ends; joined they are whole again."""
    passages = [
        (one.start, one.end, one.theme.name)
        for one in codings
        if one.start is not None and one.end is not None
    ]
    spans = sentences(words)
    cuts = {0, len(words), *(start for start, _end in spans)}
    cuts |= {edge for start, end, _name in passages for edge in (start, end) if edge <= len(words)}
    found = []
    for start, end in pairwise(sorted(cuts)):
        sentence = max((index for index, (first, _last) in enumerate(spans) if first <= start), default=0)
        names = dict.fromkeys(name for first, last, name in passages if first <= start and end <= last)
        found.append(Piece(words[start:end], sentence, tuple(names)))
    return found
