"""The planning: dated entries, then gatherings and planned steps in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from houtskool.kernel.note.facts import ScheduleItem
from houtskool.kernel.note.gatherings import (
    FUTURE,
    HAPPENS,
    INFORMS,
    STEP,
    gathering_in,
    is_past_tense,
    place_in,
)
from houtskool.kernel.note.groups import groups_in
from houtskool.kernel.note.sentences import Sentence, sentences_of
from houtskool.kernel.note.tables import Row
from houtskool.kernel.note.units import Part, Unit
from houtskool.kernel.vaguedate import Mention, Period

# What stands in these parts is not planned there.
_NO_PLAN = frozenset(("earlier", "attachments", "signature", "decision", "treatment", "promises"))
# "Planning, stand op 15 januari 2019": the day on which it was written down.
AS_IT_STOOD = re.compile(
    r"(?<!\w)(?:(?:naar\s+de\s+)?stand(?:\s+van\s+zaken)?\s+(?:op|per|van)|peildatum:?)\s+$"
)


class Entry:
    """A dated entry: its own unit from `body` on, and the units up to the next entry."""

    def __init__(self, mention: Mention, part: Part, units: list[Unit], body: int) -> None:
        self.mention, self.part, self.units, self.body = mention, part, units, body
        self._items: dict[date | None, ScheduleItem | None] = {}

    def sentences(self) -> Iterator[Sentence]:
        for place, unit in enumerate(self.units):
            yield from sentences_of(unit, self.part, 0 if place else self.body)

    def own(self) -> list[Sentence]:
        """The first sentence, and those behind it that name no period of their own."""
        own: list[Sentence] = []
        for sentence in self.sentences():
            if own and any(one.first.unit != "words" for one in sentence.mentions):
                break
            own.append(sentence)
        return own

    def item(self, at: date | None) -> ScheduleItem | None:
        """The planning's line; None where nothing stands behind the period."""
        if at not in self._items:
            self._items[at] = self._read(at)
        return self._items[at]

    def _read(self, at: date | None) -> ScheduleItem | None:
        sentences = self.own()
        if not any(any(char.isalpha() for char in one.text) for one in sentences):
            return None
        past = any(is_past_tense(one.low) for one in sentences[:2])
        period = self.mention.period(at, past=past)
        # "Oktober jl.: Op 18 oktober …": the day inside the entry says it more exactly.
        if period.start and self.mention.first.unit != "day":
            for one in sentences[:2]:
                for inner in one.mentions:
                    exact = inner.period(at, within=period)
                    if (
                        inner.first.unit == "day"
                        and exact.start
                        and exact.end
                        and period.end
                        and period.start <= exact.start
                        and exact.end <= period.end
                    ):
                        period = exact
                        break
                if period.text != self.mention.text:
                    break
        place = next(
            (found for unit, first in self._spans() if (found := place_in(unit, first, len(unit.text)))), None
        )
        groups: dict[str, None] = {}
        for one in sentences:
            groups.update(
                dict.fromkeys(name for name, _, _ in groups_in(one.unit, one.start, one.end, wide=True))
            )
        gathering = next((found for one in sentences if (found := gathering_in(one.low))), None)
        head = self.units[0].at(self.mention.at[0], self.mention.at[1])
        last = self.units[-1]
        return ScheduleItem(
            period,
            self._row() or _what(sentences),
            place,
            _passed(period, at, past),
            tuple(groups),
            gathering,
            (head[0], max(head[1], last.at(0, len(last.text))[1])),
        )

    def _row(self) -> str | None:
        """The words of a table's row: those below "Wat", or where the period is not its first column."""
        unit = self.units[0]
        first = unit.lines[0]
        if isinstance(first, Row) and len(unit.lines) == 1 and not unit.marker:
            return " ".join(unit.words(*span) for span in first.said).strip(" :;") or None
        if self.body or "\t" not in unit.text or self.mention.at[0] == 0:
            return None
        start, end = self.mention.at
        cells = [*unit.text[:start].split("\t"), *unit.text[end:].split("\t")]
        return " ".join(cell.strip() for cell in cells if any(char.isalpha() for char in cell))

    def _spans(self) -> Iterator[tuple[Unit, int]]:
        for place, unit in enumerate(self.units):
            yield unit, 0 if place else self.body


def _what(sentences: list[Sentence]) -> str:
    """The first sentence, with the next where the first is no more than a title."""
    text = sentences[0].words
    if len(text) < 12 and len(sentences) > 1:
        text = f"{text} {sentences[1].words}"
    return text.strip(" :;")


def _passed(period: Period, at: date | None, past_tense: bool) -> bool | None:
    passed = period.lies_before(at) if at else None
    if passed is None:
        return True if past_tense else (False if at and period.end and period.end >= at else None)
    return passed


def entries(parts: list[Part]) -> Iterator[Entry]:
    for part in parts:
        if part.key or part.role in _NO_PLAN:
            continue
        place = 0
        while place < len(part.units):
            unit = part.units[place]
            if unit.entry is None:
                place += 1
                continue
            taken = [unit]
            place += 1
            while place < len(part.units) and part.units[place].entry is None:
                after = part.units[place]
                if isinstance(unit.lines[0], Row) or isinstance(after.lines[0], Row):
                    break  # a row says all of itself
                bare = unit.body >= len(unit.text.rstrip()) and len(taken) == 1
                # A list item of its own ends an entry that stands in the same list.
                if not bare and ((unit.marker and after.marker) or (unit.marker and after.lines[0].gap > 0)):
                    break
                if not bare and after.lines[0].gap > 1 and len(taken[-1].text) > 0:
                    break
                taken.append(after)
                place += 1
            if (
                unit.entry.first.unit != "year"
                or unit.entry.last is None
                or unit.entry.first.part
                or part.role == "planning"
            ):
                yield Entry(unit.entry, part, taken, unit.body)


def schedule(
    parts: list[Part], found: list[Entry], sentences: list[Sentence], at: date | None
) -> list[ScheduleItem]:
    """Dated entries, gatherings and planned steps, in the order of the text, none twice."""
    items: list[ScheduleItem] = []
    told: set[tuple[date | None, date | None, str]] = set()
    for entry in found:
        if item := entry.item(at):
            said = (item.period.start, item.period.end, item.what.lower().strip(" ."))
            if said not in told:
                items.append(item)
            told.add(said)
    taken = {(item.period.start, item.period.end, item.gathering) for item in items}
    # Ends, for the entry's own first sentence begins behind its period.
    inside = {(id(one.unit), one.end) for entry in found for one in entry.own()}
    for sentence in sentences:
        part = sentence.part
        if part.key or part.role in _NO_PLAN:
            continue
        opens = sentence.unit.entry is not None and sentence.start == 0
        if opens or (id(sentence.unit), sentence.end) in inside or not sentence.mentions:
            continue
        low = sentence.low
        gathering = gathering_in(low)
        # A letter or memo without sections has its steps in running text.
        planned = part.role == "planning" or (not part.title and STEP.search(low) is not None)
        if not planned and (gathering is None or not HAPPENS.search(low)):
            continue
        where = sentence.at
        past = is_past_tense(low)
        if planned and gathering is None and (INFORMS.search(low) or (past and not HAPPENS.search(low))):
            continue
        for mention in sentence.mentions:
            if mention.first.unit == "words" or (
                mention.first.unit == "year"
                and gathering is None
                and mention.bound == ""
                and not mention.first.part
            ):
                continue
            if AS_IT_STOOD.search(sentence.low[: mention.at[0]]):
                continue
            if mention.text.lower() in ("dit jaar",) or re.search(
                r"(?<!\w)(?:over|begroting|jaarrekening|sinds)\s+$", sentence.text[: mention.at[0]].lower()
            ):
                continue
            if gathering is None and not (
                (mention.first.unit in ("day", "week") and not past)
                or STEP.search(low)
                or FUTURE.search(low)
                or sentence.unit.marker
                or HAPPENS.search(low)
            ):
                continue
            period = mention.period(at, past=past)
            key = (period.start, period.end, gathering)
            if period.start and key in taken:
                break
            taken.add(key)
            groups = dict.fromkeys(
                name for name, _, _ in groups_in(sentence.unit, sentence.start, sentence.end, wide=True)
            )
            items.append(
                ScheduleItem(
                    period,
                    sentence.words,
                    place_in(sentence.unit, sentence.start, sentence.end),
                    _passed(period, at, past),
                    tuple(groups),
                    gathering,
                    where,
                )
            )
            break
    return sorted(items, key=lambda item: item.at)
