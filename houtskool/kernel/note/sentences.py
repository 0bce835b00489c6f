"""Sentences of the document's paragraphs, and enumerations inside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from houtskool.kernel.note.facts import Span
from houtskool.kernel.note.units import Part, Unit
from houtskool.kernel.vaguedate import Mention, mentions
from houtskool.kernel.vaguewords import WORD, may_hold

# Possessive, and from the first mark only: a line of leader dots is passed over once.
_STOP = re.compile(r"(?<![.!?])[.!?]++[\"')\]]*+(?=\s+[\"'(\[]?[A-ZÀ-Ý0-9€•–-])")
_ABBREVIATED = frozenset(
    [
        "jl", "d.d", "dd", "nr", "nrs", "e.d", "o.a", "m.b.t", "bijv", "bv", "a.s", "ca", "drs", "mr",
        "ir", "ing", "dr", "prof", "art", "incl", "excl", "resp", "i.v.m", "t.b.v", "d.m.v", "m.u.v",
        "z.s.m", "o.b.v", "t.a.v", "i.s.m", "n.a.v", "m.i.v", "j.l", "e.a", "e.v", "t.o.v", "p.m", "blz",
        "pag", "vgl", "evt", "max", "min", "tel", "mw", "dhr", "st", "wnd", "c.q", "t/m", "n.v", "b.v",
        "reg", "jan", "feb", "febr", "mrt", "apr", "jun", "jul", "aug", "sep", "sept", "okt", "nov",
        "dec", "t.z.t", "n.t.b", "i.c", "i.o", "i.p.v", "e.k", "l.l", "ll", "h.k", "zgn",
    ]
)  # fmt: skip


class Sentence:
    """unit.text[start:end]; part says in which field or section it stands.

    heads: the first four letters of its words, lower case. A reader first asks whether any of its words can
    be there; most sentences hold none, and need no pattern at all. Periods are looked for once.
    """

    __slots__ = ("_mentions", "end", "heads", "low", "part", "start", "text", "unit")

    def __init__(self, unit: Unit, part: Part, start: int, end: int) -> None:
        self.unit, self.part, self.start, self.end = unit, part, start, end
        self.text, self.low = unit.text[start:end], unit.low[start:end]
        self.heads = frozenset([word[:4] for word in WORD.findall(self.low)])
        self._mentions: tuple[Mention, ...] | None = None

    @property
    def mentions(self) -> tuple[Mention, ...]:
        if self._mentions is None:
            self._mentions = tuple(mentions(self.text)) if may_hold(self.low, self.heads) else ()
        return self._mentions

    @property
    def words(self) -> str:
        return self.unit.words(self.start, self.end)

    @property
    def at(self) -> Span:
        return self.unit.at(self.start, self.end)


def sentences_of(unit: Unit, part: Part, start: int = 0) -> Iterator[Sentence]:
    """The sentences of a unit. A stop behind an abbreviation or an initial ends none."""
    text = unit.text
    for stop in _STOP.finditer(text, start):
        token = text[max(stop.start() - 12, start) : stop.start()].rsplit(" ", 1)[-1].lstrip("(\"'").lower()
        if text[stop.start()] == "." and (
            token in _ABBREVIATED
            or (len(token) == 1 and token.isalpha())
            or (token.isdigit() and len(token) < 3 and stop.start() - start < 4)
        ):
            continue
        yield Sentence(unit, part, start, stop.end())
        start = stop.end()
        while start < len(text) and text[start].isspace():
            start += 1
    if start < len(text):
        yield Sentence(unit, part, start, len(text))


_JOINT = re.compile(
    r"\s*(?:[,;•]\s*(?:en\s|of\s|maar\s+ook\s)?|\s(?:en|alsmede|evenals|alsook|of)\s)\s*(?:ook\s+|met\s+|"
    r"aan\s+|van\s+|voor\s+)?"
)
_ARTICLE = re.compile(
    r"(?:de|het|een|onze|diverse|verschillende|enkele|alle|lokale|zowel|o\.a\.|onder\s+andere|"
    r"bijvoorbeeld)\s+"
)
_PARENTHESIS = re.compile(r"\([^()]{0,200}\)")


def enumeration(low: str, start: int, end: int) -> list[tuple[int, int]]:
    """The members of "a, b en c" between start and end, without joints, articles and brackets."""
    members: list[tuple[int, int]] = []
    for joint in [*_JOINT.finditer(low, start, end), None]:
        stop = joint.start() if joint else end
        first, last = start, stop
        while first < last and low[first].isspace():
            first += 1
        while article := _ARTICLE.match(low, first, last):
            first = article.end()
        if bracket := _PARENTHESIS.search(low, first, last):
            last = bracket.start()
        while last > first and (low[last - 1].isspace() or low[last - 1] in ".:;,\"')"):
            last -= 1
        while first < last and (low[first].isspace() or low[first] in "\"'("):
            first += 1
        if first < last:
            members.append((first, last))
        if joint:
            start = joint.end()
    return members
