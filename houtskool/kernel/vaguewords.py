"""The grammar of Dutch periods: which words stand for which unit. `vaguedate` turns them into days.

Patterns run on lower-case text of the same length as the original; see docs/algorithms/vaguedate.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_SHORT = {
    "jan": 1, "feb": 2, "febr": 2, "mrt": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
    "sept": 9, "okt": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_MONTH = {name: place + 1 for place, name in enumerate(MONTHS)} | _SHORT
_SEASON = {"voorjaar": 3, "lente": 3, "zomer": 6, "najaar": 9, "herfst": 9, "winter": 12}  # first month
_ORDINAL = {
    "eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "laatste": 4, "1e": 1, "2e": 2, "3e": 3, "4e": 4,
    "1ste": 1, "2de": 2, "3de": 3, "4de": 4,
}  # fmt: skip
_PART = {
    "begin": "begin", "medio": "medio", "half": "medio", "halverwege": "medio", "midden": "medio",
    "eind": "eind", "einde": "eind", "ultimo": "eind",
}  # fmt: skip
_LEAN = {
    "dit": "this", "deze": "this", "huidig": "this", "huidige": "this", "lopend": "this", "lopende": "this",
    "komend": "next", "komende": "next", "aankomend": "next", "aankomende": "next", "aanstaande": "next",
    "eerstkomende": "next", "volgend": "next", "volgende": "next", "afgelopen": "last", "vorig": "last",
    "vorige": "last", "voorbije": "last",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Atom:
    """One expression without "tot" or "vanaf": unit and number say what, year or lean say which.

    unit: day, month, season, quarter, half, week, year, schoolyear, or words for what names no day.
    number: the month, quarter, half or week; of a season its first month; 0 in "deze maand"; 1 in words for
    the coalition period. lean: this, next or last; "year next" where the year leans ("mei volgend jaar").
    """

    unit: str
    number: int = 0
    day: int = 0
    last_day: int = 0
    year: int | None = None
    part: str = ""
    lean: str = ""
    weekday: int | None = None


def _any(words: dict[str, object] | dict[str, int] | dict[str, str] | tuple[str, ...]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_M = f"(?P<m>{_any(MONTHS)})" + r"(?!\w)"
_MS = f"(?P<m>{_any(_MONTH)})" + r"(?!\w)\.?"
# A year is not the first half of a number ("2016/546930", "2021-0456") nor of an amount ("2.019").
_YEAR = r"(?:19|20)\d\d(?!\d)(?!\s?[-–/](?!(?:19|20)\d\d(?!\d))\d)(?![.,]\d)"
_Y = rf"(?P<y>{_YEAR}|'\d\d(?!\d))"
_OF_Y = rf"(?:,?\s+(?:van\s+(?:het\s+jaar\s+)?)?{_Y})"
_S = f"(?P<s>{_any(_SEASON)})" + r"(?!\w)"
_ORD = r"(?P<o>eerste|tweede|derde|vierde|laatste|[1-4]e|1ste|[2-4]de)"
_P = f"(?P<p>{_any(_PART)})" + r"(?!\w)"
_L = f"(?P<l>{_any(_LEAN)})" + r"(?!\w)"
_WD = rf"(?:(?P<w>{_any(WEEKDAYS)})(?:ochtend|middag|avond)?,?\s+(?:de\s+)?)?"
_THE = r"(?:van\s+)?(?:de\s+maand\s+|het\s+jaar\s+|het\s+|de\s+)?"
_D = r"(?P<d>\d{1,2})(?:e|ste|de)?"
_PAIR = r"(?P<d>\d{1,2})\s*(?:t/m|tot\s+en\s+met|tot|en|of|[-–/])\s*(?P<e>\d{1,2})\s+"
_COALITION = (
    r"(?:(?:de|deze|komende|huidige|lopende|nieuwe|volgende|gehele)\s+)*(?:coalitie|raads|college|"
    r"bestuurs)periode(?!\w)"
)
_VAGUE = (
    r"(?:binnenkort|op\s+(?:korte\s+|zo\s+kort\s+mogelijke\s+|langere\s+)?termijn|zo\s+(?:spoedig|"
    r"snel)\s+mogelijk|"
    r"te\s+zijner\s+tijd|t\.z\.t\.|n\.t\.b\.|nog\s+(?:nader\s+)?te\s+bepalen|nader\s+te\s+bepalen|"
    r"(?:voor|vóór|na)\s+(?:het|de)\s+(?:zomer|kerst|herfst|voorjaars|mei)?(?:reces|vakantie)|"
    r"(?:de\s+)?komende\s+(?:tijd|weken|maanden|jaren|periode))(?!\w)"
)


def _get(match: re.Match[str], name: str) -> str:
    return match.groupdict().get(name) or ""


def _year(match: re.Match[str]) -> int | None:
    year = _get(match, "y").lstrip("'")
    return int(year) + (2000 if len(year) == 2 else 0) if year else None


def _weekday(match: re.Match[str]) -> int | None:
    return WEEKDAYS.index(match["w"]) if _get(match, "w") else None


def _day(match: re.Match[str]) -> Atom:
    last = int(_get(match, "e") or 0)
    return Atom("day", _MONTH[match["m"]], int(match["d"]), last, _year(match), weekday=_weekday(match))


def _numeric(match: re.Match[str]) -> Atom:
    return Atom("day", int(match["m"]), int(match["d"]), year=_year(match), weekday=_weekday(match))


def _built(unit: str, number: Callable[[re.Match[str]], int]) -> Callable[[re.Match[str]], Atom]:
    def build(match: re.Match[str]) -> Atom:
        part, lean = _PART.get(_get(match, "p"), ""), _LEAN.get(_get(match, "l"), "")
        # The part of a season is left out: the contract knows no thirds of a season.
        return Atom(unit, number(match), year=_year(match), part="" if unit == "season" else part, lean=lean)

    return build


def _ordinal(match: re.Match[str]) -> int:
    return int(_get(match, "q") or _ORDINAL.get(_get(match, "o"), 0))


_month = _built("month", lambda match: _MONTH[match["m"]])
_season = _built("season", lambda match: _SEASON[match["s"]])
_quarter = _built("quarter", _ordinal)
_week = _built("week", _ordinal)
_whole_year = _built("year", lambda match: 0)
_school_year = _built("schoolyear", lambda match: 0)


def _half(match: re.Match[str]) -> Atom:
    atom = _built("half", _ordinal)(match)
    return replace(atom, lean=atom.lean and "year " + atom.lean)


def _near(match: re.Match[str]) -> Atom:
    return Atom({"maand": "month", "kwartaal": "quarter", "week": "week"}[match["u"]], lean=_LEAN[match["l"]])


_Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], Atom]]


def _rule(pattern: str, build: Callable[[re.Match[str]], Atom]) -> _Rule:
    return re.compile(pattern), build


_ISO = _rule(r"(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?![\d-])", _numeric)
_DIGITS = _rule(
    rf"{_WD}(?P<d>\d{{1,2}})(?P<sep>[-/.])(?P<m>\d{{1,2}})(?P=sep)(?P<y>(?:19|20)\d\d|'?\d\d)(?![\d/-])",
    _numeric,
)
_DAYS = _rule(rf"{_WD}{_PAIR}{_MS}{_OF_Y}?", _day)
_ONE_DAY = _rule(rf"{_WD}{_D}\s+{_MS}{_OF_Y}?", _day)
_ORDINAL_QUARTER = _rule(rf"{_ORD}\s+kwartaal(?!\w){_OF_Y}?", _quarter)
_YEAR_QUARTER = _rule(r"(?P<y>(?:19|20)\d\d)[\s-]?q(?P<q>[1-4])(?!\w)", _quarter)
_HALF = _rule(
    rf"{_ORD}\s+(?:helft|halfjaar|half\s+jaar)(?:\s+van)?\s+(?:het\s+)?(?:{_Y}|{_L}\s+jaar(?!\w))", _half
)
_BARE_YEAR = _rule(rf"(?:jaar\s+)?{_Y}", _whole_year)
_WINTER = _rule(r"(?P<s>winter)\s+(?P<y>(?:19|20)\d\d)\s?[-–/]\s?(?:(?:19|20)?\d\d)(?!\d)", _season)
_IN_SEASON = _rule(rf"(?:{_P}\s+{_THE})?(?:(?:het\s+)?{_L}\s+)?{_S}(?:\s+(?:van\s+)?{_Y})?", _season)
_PART_MONTH = _rule(rf"{_P}\s+{_THE}{_M}{_OF_Y}?", _month)
_PART_YEAR = _rule(rf"{_P}\s+{_THE}(?:{_L}\s+(?:kalender)?jaar(?!\w)|{_Y})", _whole_year)
_LEAN_YEAR = _rule(rf"(?:loop\s+van\s+)?{_L}\s+(?:kalender|begrotings)?jaar(?!\w)", _whole_year)
_LEAN_MONTH = _rule(rf"{_L}\s+(?:de\s+maand\s+)?{_M}", _month)
_LEAN_UNIT = _rule(rf"{_L}\s+(?P<u>maand|kwartaal|week)(?!\w)", _near)
_IN_MONTH = _rule(rf"{_M}{_OF_Y}?", _month)
_SHORT_MONTH = _rule(rf"{_MS}\s+{_Y}", _month)
_QUARTER = _rule(rf"(?:kwartaal\s+|q)(?P<q>[1-4])(?!\w)(?:[\s-]*(?:van\s+)?{_Y})?", _quarter)
_WEEK = _rule(rf"week(?:nummer)?\s+(?P<q>\d{{1,2}})(?!\d)(?:,?\s+(?:van\s+|in\s+)?{_Y})?", _week)
_SCHOOL = _rule(r"schooljaar\s+(?P<y>(?:19|20)\d\d)(?:\s?[-–/]\s?(?:(?:19|20)?\d\d))?(?!\d)", _school_year)
_TERM = _rule(_COALITION, lambda match: Atom("words", 1))
_WORDS = _rule(_VAGUE, lambda match: Atom("words"))

_YEAR_RULES = (_ISO, _YEAR_QUARTER, _BARE_YEAR)  # a number of four digits
_DAY_RULES = (_DIGITS, _DAYS, _ONE_DAY)  # of one or two
_ORDINAL_RULES = (_ONE_DAY, _ORDINAL_QUARTER, _HALF)  # with letters behind it, as in "4e"


def _by_word() -> dict[str, tuple[_Rule, ...]]:
    """Which rules may begin with which word, in the order in which they are tried."""
    table: dict[str, tuple[_Rule, ...]] = {}

    def add(words: Iterator[str] | list[str] | dict[str, int] | dict[str, str], *rules: _Rule) -> None:
        for word in words:
            table[word] = (*table.get(word, ()), *rules)

    add(
        [day + part for day in WEEKDAYS for part in ("", "ochtend", "middag", "avond")],
        _DIGITS,
        _DAYS,
        _ONE_DAY,
    )
    add(_PART, _PART_MONTH, _IN_SEASON, _PART_YEAR)
    add(["winter"], _WINTER)
    add(_SEASON, _IN_SEASON)
    add([word for word in _ORDINAL if word.isalpha()], _ORDINAL_QUARTER, _HALF)
    add(_LEAN, _IN_SEASON, _LEAN_YEAR, _LEAN_MONTH, _LEAN_UNIT, _TERM, _WORDS)
    add(_MONTH, _IN_MONTH, _SHORT_MONTH)
    add(["kwartaal", "q1", "q2", "q3", "q4"], _QUARTER)
    add(["week", "weeknummer"], _WEEK)
    add(["schooljaar"], _SCHOOL)
    add(["loop"], _LEAN_YEAR)
    add(["jaar"], _BARE_YEAR)
    add(
        ["nieuwe", "gehele", "de", "coalitieperiode", "raadsperiode", "collegeperiode", "bestuursperiode"],
        _TERM,
    )
    add(["de", "binnenkort", "op", "zo", "te", "t", "n", "nog", "nader", "voor", "vóór", "na"], _WORDS)
    return table


_RULES = _by_word()
# Without a digit, every period holds a word that begins like one of these, or one of the stems.
_CORES = frozenset(
    [word[:4] for word in (*_MONTH, *_SEASON) if word != "voorjaar"]
    + [
        "kwar",
        "week",
        "jaar",
        "kale",
        "begr",
        "half",
        "helf",
        "maan",
        "binn",
        "term",
        "moge",
        "tijd",
        "bepa",
        "weke",
        "jare",
        "t",
        "b",
    ]
)
_STEMS = ("voorjaar", "periode", "reces", "vakantie")
_DIGIT = re.compile(r"\d")


def may_hold(low: str, heads: frozenset[str]) -> bool:
    """Whether the words can hold a period at all. heads: the first four letters of each word."""
    if not heads.isdisjoint(_CORES) or _DIGIT.search(low):
        return True
    return any(stem in low for stem in _STEMS)


WORD = re.compile(r"[^\W_]+")
_LEAN_AFTER = re.compile(
    r",?\s*\(?(?:(?P<last>jl\b\.?|j\.l\.?|jongstleden|laatstleden|ll\b\.?|l\.l\.)"
    r"|(?P<next>a\.s\.?|aanstaande|aankomend|e\.k\.?)"
    r"|(?:van\s+)?(?P<year>dit|volgend|komend|vorig|afgelopen)\s+jaar)(?!\w)\)?"
)


def lowered(text: str) -> str:
    """Lower case, straight quotes, without a change of length."""
    low = text.lower().replace("’", "'").replace("‘", "'").replace("\u00ad", " ")
    if len(low) == len(text):
        return low
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def rules_for(word: str) -> tuple[_Rule, ...]:
    """The rules that may begin with this word; none for most words, so that reading is quick."""
    if word[0] not in "0123456789":
        return _RULES.get(word, ())
    if word.isdigit():
        return _DAY_RULES if len(word) <= 2 else _YEAR_RULES if len(word) == 4 else ()
    return _ORDINAL_RULES if len(word) <= 5 else _YEAR_RULES


def atom_at(low: str, start: int) -> tuple[Atom, int] | None:
    """The expression that begins at start, and where it ends."""
    word = WORD.match(low, start)
    for pattern, build in rules_for(word.group()) if word else ():
        if match := pattern.match(low, start):
            return _leaning(low, build(match), match.end())
    return None


def _leaning(low: str, atom: Atom, end: int) -> tuple[Atom, int]:
    """Take in what stands behind it: "jl.", "a.s.", "van volgend jaar"."""
    after = _LEAN_AFTER.match(low, end)
    if after is None:
        return atom, end
    kind = after.lastgroup or ""
    if atom.year is None and atom.unit not in ("year", "words"):
        return replace(atom, lean="year " + _LEAN[after["year"]] if kind == "year" else kind), after.end()
    return atom, end if kind == "year" else after.end()
