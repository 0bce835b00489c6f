"""Dutch periods as people write them: "begin 2019", "voorjaar 2019", "juli jl.", "uiterlijk 1 oktober".

A period keeps its words and gets a first and a last day where those are known; unknown is None.
Rules, worked examples and limits: docs/algorithms/vaguedate.md.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from houtskool.kernel.vaguewords import MONTHS, WEEKDAYS, WORD, Atom, atom_at, lowered, rules_for

__all__ = ["Mention", "Period", "find", "leading", "mentions", "parse"]

Bounds = tuple[date | None, date | None]
_SHIFT = {"this": 0, "next": 1, "last": -1}


@dataclass(frozen=True, slots=True)
class Period:
    """The words, the first day and the last day; None is unknown, or open on that side ("vóór 1 oktober")."""

    text: str
    start: date | None = None
    end: date | None = None

    def __post_init__(self) -> None:
        if self.start and self.end and self.start > self.end:
            refusal = f"De periode “{self.text}” eindigt vóór zij begint. Draai begin en einde om."
            raise ValueError(refusal)

    @property
    def sort_key(self) -> tuple[bool, date, date]:
        """By first day (or last day, where only that is known), then last day; without a day at the end."""
        first = self.start or self.end
        return first is None, first or date.max, self.end or date.max

    def lies_before(self, at: date) -> bool | None:
        """True when it ended before `at`, False when it begins after it, None when it runs or is unknown."""
        if self.end and self.end < at:
            return True
        return False if self.start and self.start > at else None


@dataclass(frozen=True, slots=True)
class Mention:
    """A period where it stands in a text: at is (start, end) in code points."""

    text: str
    at: tuple[int, int]
    first: Atom
    last: Atom | None = None  # of a range
    bound: str = ""  # before, until, from, after
    coalition_words: bool = False

    def period(self, at: date | None, *, past: bool = False, within: Period | None = None) -> Period:
        """The period as seen from `at`.

        Without a year it is the last one (past), else the next; one that fits inside `within` comes first.
        Days that do not exist leave it without days; `problem` says which.
        """
        try:
            start, end = self._bounds(at, past, within)
            return Period(self.text, start, end)
        except ValueError:
            return Period(self.text)

    def _bounds(self, at: date | None, past: bool, within: Period | None) -> Bounds:
        first, last = self.first, self.last
        if last is None:
            start, end = _resolve(first, at, past, within)
        else:
            if first.year is None and first.lean == "" and last.year is not None:
                shared = replace(first, year=last.year)
                # "november – februari 2020" began the year before.
                starts = _of_year(shared, last.year)[0]
                ends = _of_year(last, last.year)[1]
                first = replace(first, year=last.year - 1) if starts > ends else shared
            start, _ = _resolve(first, at, past, within)
            _, end = _resolve(last, start or at, False, within)
        if self.bound == "before":
            return None, end if first.part == "eind" else start and start - timedelta(1)
        if self.bound == "until":
            return None, end
        if self.bound == "from":
            return start, None
        if self.bound == "after":
            return end and end + timedelta(1), None
        return start, end

    def problem(self, at: date | None) -> str | None:
        """What is wrong with the date itself, in the reader's words: no such day, or another weekday."""
        try:
            start, end = self._bounds(at, False, None)
        except ValueError as refusal:
            return str(refusal)
        if start and end and start > end:
            return f"De periode “{self.text}” eindigt vóór zij begint."
        if self.first.weekday is not None and self.first.year and start and not self.bound:
            real = WEEKDAYS[start.weekday()]
            if start.weekday() != self.first.weekday:
                return f"{_in_words(start)} is een {real}, geen {WEEKDAYS[self.first.weekday]}."
        return None


def parse(words: str, *, at: date | None = None, coalition: tuple[date, date] | None = None) -> Period:
    """The period that a person has typed, as seen from `at`; the words stay as typed.

    Words that name no day ("binnenkort", "deze coalitieperiode" without `coalition`) give no days.
    Raises ValueError, in the reader's words, when it is empty, not understood, or has an impossible day.
    """
    text = " ".join(words.split())
    if not text:
        raise ValueError("Vul een periode in, bijvoorbeeld “voorjaar 2019” of “18 oktober 2019”.")
    bare = text.rstrip(".,:; ")
    found = next((m for m in mentions(text, bare_years=True) if _covers(text, m, bare)), None)
    if found is None:
        raise ValueError(
            f"“{text}” herkennen wij niet als periode. Schrijf bijvoorbeeld “begin 2019”, “voorjaar 2019”, "
            "“vierde kwartaal van 2022”, “18 oktober 2019” of “uiterlijk 1 oktober 2019”."
        )
    if found.coalition_words and coalition:
        return Period(text, *coalition)
    start, end = found._bounds(at, False, None)
    if found.first.weekday is not None and (wrong := found.problem(at)):
        raise ValueError(wrong + " Verander de dag of de datum.")
    return Period(text, start, end)


def find(
    text: str, *, at: date | None = None, past: bool = False
) -> tuple[tuple[Period, tuple[int, int]], ...]:
    """All periods in a text with their place, in order, as seen from `at`."""
    return tuple((one.period(at, past=past), one.at) for one in mentions(text))


# What may stand around a period that a person types, without changing it.
_AROUND = re.compile(
    r"(?:in|op|tijdens|gedurende|rond|omstreeks|circa|ca\.?|per|de|het|loop van|ergens|van|\s)*", re.I
)


def _covers(text: str, mention: Mention, bare: str) -> bool:
    return mention.at[1] >= len(bare) and _AROUND.fullmatch(text, 0, mention.at[0]) is not None


def _in_words(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _of_year(atom: Atom, year: int) -> tuple[date, date]:
    """First and last day of the atom in that year. Raises ValueError, in Dutch, when there is no such day."""
    if not 1 <= year <= 9998:
        raise ValueError(f"Het jaar {year} kennen wij niet.")
    match atom.unit:
        case "day":
            if not 1 <= atom.number <= 12:
                raise ValueError(f"Maand {atom.number} bestaat niet; een jaar heeft 12 maanden.")
            length = monthrange(year, atom.number)[1]
            last = atom.last_day or atom.day
            if not (1 <= atom.day <= length and 1 <= last <= length):
                name = MONTHS[atom.number - 1]
                wrong = last if last > length else atom.day
                raise ValueError(f"{wrong} {name} {year} bestaat niet; {name} {year} heeft {length} dagen.")
            return date(year, atom.number, atom.day), date(year, atom.number, last)
        case "month":
            first, last = {"begin": (1, 10), "medio": (11, 20), "eind": (21, 31)}.get(atom.part, (1, 31))
            return date(year, atom.number, first), date(
                year, atom.number, min(last, monthrange(year, atom.number)[1])
            )
        case "season":
            return _months(year, atom.number, 3)
        case "quarter":
            return _months(year, 3 * atom.number - 2, 3)
        case "half":
            return _months(year, 6 * atom.number - 5, 6)
        case "week":
            try:
                monday = date.fromisocalendar(year, atom.number, 1)
            except ValueError:
                raise ValueError(f"Week {atom.number} van {year} bestaat niet.") from None
            return monday, monday + timedelta(6)
        case "schoolyear":
            return _months(year, 8, 12)
    first_month, count = {"begin": (1, 3), "medio": (5, 4), "eind": (10, 3)}.get(atom.part, (1, 12))
    return _months(year, first_month, count)


def _months(year: int, first: int, count: int) -> tuple[date, date]:
    after = year * 12 + first - 1 + count
    return date(year, first, 1), date(after // 12, after % 12 + 1, 1) - timedelta(1)


def _resolve(atom: Atom, at: date | None, past: bool, within: Period | None) -> Bounds:
    if atom.unit == "words":
        return None, None
    if atom.year is not None:
        return _of_year(atom, atom.year)
    if at is None:
        return None, None
    if atom.unit == "year":
        return _of_year(atom, at.year + _SHIFT.get(atom.lean, 0))
    if atom.lean.startswith("year "):  # "begin juni volgend jaar"
        return _of_year(atom, at.year + _SHIFT[atom.lean[5:]])
    if atom.number == 0 and atom.lean in _SHIFT and atom.unit != "year":  # "deze maand", "volgend kwartaal"
        return _near(atom, at)
    choices = _around_year(atom, at.year, 2) or _around_year(atom, at.year, 8)
    if not choices:
        _of_year(atom, at.year)  # raises: no year has such a day
    if within and within.start and within.end:
        for start, end in choices:
            if within.start <= start and end <= within.end:
                return start, end
    earlier = [one for one in choices if (one[1] if atom.lean == "last" else one[0]) < at]
    if atom.lean == "last" or (past and not atom.lean):
        return earlier[-1] if earlier else (None, None)
    if atom.lean == "this":
        return next((one for one in choices if one[0] <= at <= one[1]), _of_year(atom, at.year))
    # A season without a year is the next after the date; a month, quarter or day may still be running.
    strictly = atom.lean == "next" or atom.unit == "season"
    return next((one for one in choices if (one[0] > at if strictly else one[1] >= at)), (None, None))


def _around_year(atom: Atom, year: int, reach: int) -> list[tuple[date, date]]:
    """The atom in each year near this one in which it is there; 29 February is not there in all."""
    choices: list[tuple[date, date]] = []
    for one in range(max(year - reach, 1), min(year + reach, 9998) + 1):
        try:
            choices.append(_of_year(atom, one))
        except ValueError:
            continue
    return choices


def _near(atom: Atom, at: date) -> Bounds:
    shift = _SHIFT[atom.lean]
    if atom.unit == "week":
        monday = at - timedelta(at.weekday()) + timedelta(7 * shift)
        return monday, monday + timedelta(6)
    size = {"month": 1, "quarter": 3}[atom.unit]
    month = (at.year * 12 + at.month - 1) // size * size + size * shift
    return _months(month // 12, month % 12 + 1, size)


# What stands before a period and bounds it, and what joins two periods.
_BOUNDS = frozenset(["uiterlijk", "vóór", "voor", "tot", "vanaf", "na", "tussen", "van", "sinds"])
_TO = re.compile(r"(?:\s*[-–—]\s*|\s+(?:t/m|tot\s+en\s+met|tot|en\s+met)\s+)(?:het\s+|de\s+|in\s+het\s+)?")
_AND = re.compile(r"\s+en\s+(?:het\s+|de\s+)?")
_BEFORE = re.compile(
    r"(?<!\w)(?:(?P<between>tussen)|(?P<range>van)|"
    r"(?P<until>uiterlijk|(?:op\s+)?z(?:ij|')n\s+laatst|niet\s+later\s+dan|tot\s+en\s+met|t/m|"
    r"tot\s+uiterlijk)|"
    r"(?P<before>vóór|tot|voorafgaand\s+aan|eerder\s+dan)|(?P<for>voor)|"
    r"(?P<from>vanaf|sinds|met\s+ingang\s+van|m\.i\.v\.|sedert)|(?P<after>na|later\s+dan))"
    r"\s+(?:in\s+|op\s+|per\s+|voor\s+)?(?:het\s+|de\s+)?$"
)
_YEAR_LEADS = re.compile(
    r"(?:^|\W)(?:in|over|vanaf|sinds|tot|na|jaar|uiterlijk|vóór|tussen|begroting|per|van|heel|gedurende|"
    r"en\s+met|t/m|"
    r"tijdens)\s+$"
)


def mentions(text: str, *, bare_years: bool = False) -> Iterator[Mention]:
    """Every period in the text, in order, not yet tied to a date.

    A year alone counts behind "in", "vanaf" and the like; with bare_years everywhere.
    """
    low = lowered(text)
    done = 0
    for word in WORD.finditer(low):
        start = word.start()
        if start < done or not rules_for(word.group()):
            continue
        if start and low[start - 1] in "/-." and low[max(start - 2, 0)].isdigit():
            continue  # inside a number such as 2016/546930
        found = atom_at(low, start)
        if found is None:
            continue
        mention = _around(text, low, start, *found)
        alone = mention.first.unit == "year" and not (mention.first.part or mention.first.lean)
        bound = mention.bound or mention.last or bare_years or low.startswith("jaar", start)
        if alone and not bound and not _YEAR_LEADS.search(low, max(start - 14, 0), start):
            continue
        done = mention.at[1]
        yield mention


def leading(text: str) -> Mention | None:
    """The period with which the text opens, if it does; `at` counts from its first character."""
    head = WORD.match(text)
    word = lowered(head.group()) if head else ""
    if not word or not (rules_for(word) or word in _BOUNDS):
        return None
    low = lowered(text)
    found = atom_at(low, 0)
    if found:
        return _around(text, low, 0, *found)
    if word in _BOUNDS:  # "Uiterlijk 1 december 2024: voorstel"
        first = next(mentions(text[:60]), None)
        return first if first and first.at[0] == 0 else None
    return None


def _one_period(first: Atom, second: Atom, joint: re.Match[str], kind: str | None) -> bool:
    """Whether two make one: "oktober en november 2019" do, "12 mei en 14 juni" do not."""
    if joint.re is not _AND or kind == "between":
        return True
    return (
        first.unit == second.unit and first.unit in ("month", "quarter") and not first.year and not first.lean
    )


def _around(text: str, low: str, start: int, first: Atom, end: int) -> Mention:
    """Take in what stands before (uiterlijk, vóór, vanaf) and behind (a second period of a range)."""
    before = _BEFORE.search(low, max(start - 30, 0), start)
    kind = before.lastgroup if before else ""
    last = None
    if first.unit != "words":
        joint = _TO.match(low, end) or _AND.match(low, end)
        second = atom_at(low, joint.end()) if joint else None
        if joint and second and second[0].unit != "words" and _one_period(first, second[0], joint, kind):
            last, end = second
            if kind in ("from", "range", "between") and before:
                start = before.start()
            kind = ""
    if kind == "for":
        # "voor 2019" is mostly "for 2019"; "voor 1 oktober" and "voor de zomer" are "before".
        kind = "before" if first.unit in ("day", "season", "month") or first.part else ""
    if kind in ("between", "range") or first.unit == "words":
        kind = ""
    if kind and before:
        start = before.start()
    return Mention(
        text[start:end], (start, end), first, last, kind or "", first.unit == "words" and first.number == 1
    )
