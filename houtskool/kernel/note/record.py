"""What the document records: decision points, earlier decisions, references, annexes, amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from houtskool.kernel.note.facts import Amount, EarlierDecision, Passage
from houtskool.kernel.note.header import COMMITTEE, body_in
from houtskool.kernel.note.units import Part, Unit
from houtskool.kernel.vaguedate import leading, mentions

REGISTERED = re.compile(
    r"(?<![\w/.,-])(?:[A-Z]{1,6}[-/ ]?)?(?:(?:19|20)\d\d[/-]\d{3,7}(?:[/-]\w+)?|"
    r"[A-Z]{1,4}/[A-Z]{0,4}\d{2,4}/\d+|(?:Z|D|UIT|IN)[-/]?\d{2,4}[-/]\d{3,8}"
    r"|[A-Z]{2,6}\d{5,8}|\d{6,8})(?![\w/-])"
)
NONE = re.compile(
    r"(?:(?:er|bij (?:deze|dit) [\w-]+) (?:zijn|horen|is|hoort) )?"
    r"(?:geen|n\.?v\.?t\.?|niet van toepassing|nvt|-)(?:\s+(?:bijlagen?|eerdere besluiten))?\.?"
)
_PREAMBLE = re.compile(
    r"(?:gezien|gelezen|gelet op|gehoord|overwegende|gehoord hebbende|"
    r"de (?:gemeente)?raad van (?:de gemeente )?[\w' -]+[;,]?$|"
    r"(?:het college|burgemeester en wethouders) van [^.]{0,60}[;,]?$)"
)
_INTRO = re.compile(
    r"(?:besluit(?:en)?|stell?en?t?\b.{0,60}\bvoor|voorgesteld|gevraagd|verzoekt|verzocht|adviseren|"
    r"geadviseerd)\b[^.]{0,120}:$"
)
_EURO = re.compile(
    r"(?:€|\beur\b|\beuro\b)\s?(?P<a>-?\d{1,3}(?:[. ]\d{3}){1,4}(?![\d.]\d)|"
    r"\d{1,12}(?!\d))(?:,(?P<ac>\d{1,3}|-))?(?:\s?(?P<am>miljoen|mln|miljard|mld|duizend|ton|k)(?![\w]))?"
    r"|(?<![\d.,])(?P<b>\d{1,3}(?:[.]\d{3}){1,4}|\d{1,12})(?:,(?P<bc>\d{1,3}|-))?\s?(?P<bm>miljoen|mln|"
    r"miljard|mld|duizend|ton)?\.?\s?euro(?!\w)"
)
_TIMES = {
    "miljoen": 10**6,
    "mln": 10**6,
    "miljard": 10**9,
    "mld": 10**9,
    "duizend": 1000,
    "ton": 10**5,
    "k": 1000,
}


def decision_blocks(parts: list[Part]) -> list[tuple[Part, list[Passage]]]:
    """Each place where numbered points are decided or proposed, in order, with its points."""
    blocks = []
    for part in parts:
        if part.role == "decision" and (points := _points(part.units)):
            blocks.append((part, points))
    numbered = [block for block in blocks if any(unit.marker for unit in block[0].units)]
    blocks = numbered or blocks
    if not blocks:
        for part in parts:
            for place, unit in enumerate(part.units):
                if unit.text.endswith(":") and _INTRO.search(unit.low):
                    following = []
                    for after in part.units[place + 1 :]:
                        if not after.marker:
                            break
                        following.append(after)
                    if points := _points(following):
                        blocks.append((part, points))
    return blocks


def _points(units: list[Unit]) -> list[Passage]:
    units = [unit for unit in units if not _PREAMBLE.match(unit.low)]
    marked = [unit for unit in units if unit.marker]
    if not marked:
        return [
            Passage(unit.words(), unit.at(0, len(unit.text)))
            for unit in units
            if len(unit.text) > 15 and not unit.text.endswith(":") and not _is_opening(unit)
        ]
    points: list[Passage] = []
    main = marked[0].marker[0].isdigit()
    started = False
    for unit in units:
        if unit.marker and not (main and started and not unit.marker[0].isdigit()):
            points.append(Passage(unit.words(), unit.at(0, len(unit.text))))
            started = True
        elif started and (unit.marker or unit.text[0].islower()):
            last = points[-1]
            text = " ".join(f"{last.text} {unit.marker} {unit.words()}".split())
            points[-1] = Passage(text, (last.at[0], max(last.at[1], unit.at(0, len(unit.text))[1])))
        elif started:
            break
    return points


def _is_opening(unit: Unit) -> bool:
    """ "d.d. 6 november 2018", "Het college van burgemeester en wethouders": who and when, not what."""
    low = unit.low.rstrip(" ,;:.")
    return (
        (leading(re.sub(r"^(?:d\.?d\.?|van|op)\s*:?\s*", "", low)) is not None and len(low) < 60)
        or low
        in (
            "het college van burgemeester en wethouders",
            "het college",
            "de raad",
            "de gemeenteraad",
            "burgemeester en wethouders",
            "het college besluit",
            "de raad besluit",
            "besluit",
            "gelezen het voorstel",
        )
        or bool(NONE.fullmatch(low))
    )


def earlier_decisions(parts: list[Part], at: date | None) -> Iterator[EarlierDecision]:
    for part in parts:
        if part.role != "earlier":
            continue
        for unit in part.units:
            if NONE.fullmatch(unit.low.strip()) or len(unit.text) < 4:
                continue
            for start, end in _each_decision(unit):
                if found := _earlier(unit, start, end, at):
                    yield found


def _each_decision(unit: Unit) -> Iterator[tuple[int, int]]:
    """One line may hold several: they part at a semicolon or behind a bracketed number."""
    start = 0
    for cut in re.finditer(r";\s+|(?<=\))\s*,\s+(?=[A-Z])|(?<=\))\.\s+(?=[A-Z])", unit.text):
        if REGISTERED.search(unit.text, start, cut.start()):
            yield start, cut.start()
            start = cut.end()
    yield start, len(unit.text)


# "Startnotitie, college": who decided, behind a title without a number.
_BY_BODY = re.compile(r",\s+(?:de\s+|het\s+)?(?:(?:gemeente)?raad|college|burgemeester|b\s?&\s?w)$", re.I)
_TAIL = frozenset(["in", "op", "van", "de", "d.d", "dd", "nr", "door", "bij", "vastgesteld"])


def _without_tail(title: str) -> str:
    """A title without what only leads to its date or body: "Zwemles, vastgesteld door de" is "Zwemles"."""
    words = title.strip(" ,;:-–(\t").split(" ")
    while len(words) > 1 and words[-1].lower().strip(" ,;:-–(.\t") in _TAIL | {""}:
        words.pop()
    return " ".join(words).strip(" ,;:-–(\t")


def _earlier(unit: Unit, start: int, end: int, at: date | None) -> EarlierDecision | None:
    text = unit.text[start:end]
    head = re.match(r"(?:onderwerp|titel)\s*:\s*", text, re.I)
    first = head.end() if head else 0
    dates = list(mentions(text))
    spans = [one.at for one in dates if one.first.unit == "day"]
    number = next(
        (m for m in REGISTERED.finditer(text) if not any(a <= m.start() < b for a, b in spans)), None
    )
    committee = COMMITTEE.search(text, number.end() if number else first)
    after = text[number.end() :] if number else text
    period = None
    behind = [one for one in dates if number is None or one.at[0] > number.end()] or [
        one for one in dates if one.first.year and one.first.unit != "year"
    ]
    if behind:
        period = behind[-1].period(at, past=True)
    stops = [len(text)]
    if number:
        stops.append(number.start())
    else:
        stops += [committee.start()] if committee else []
        stops += [one.at[0] for one in behind[-1:] if one.at[0] > first]
        stops += [m.start() for m in re.finditer(r"\s+\((?=[^()]*\)$)", text)]
    title = " ".join(text[first : min(stops)].split())
    title = _without_tail(title if number else _BY_BODY.sub("", title.rstrip(" ,")))
    body = (
        f"commissie {' '.join(committee['name'].split())}"
        if committee
        else body_in(re.sub(r"raads?\w*(?:voorstel|brief)", "", after.lower()))
    )
    if committee is None and body is None and re.search(r"(?<!\w)commissie(?!\w)", after.lower()):
        body = "commissie"
    if not title and number is None:
        return None
    if not title and dates and not number:
        return None
    return EarlierDecision(title, number.group() if number else None, body, period, unit.at(start, end))


def amounts(parts: list[Part]) -> Iterator[Amount]:
    for part in parts:
        for unit in part.units:
            if "€" not in unit.low and "eur" not in unit.low:
                continue
            for match in _EURO.finditer(unit.low):
                if re.search(r"x\s?$", unit.low[max(match.start() - 3, 0) : match.start()]):
                    continue  # "x € 1.000" heads a table
                whole, cents, times = (
                    match[key] for key in (("a", "ac", "am") if match["a"] else ("b", "bc", "bm"))
                )
                value: int | float = int(re.sub(r"[. ]", "", whole))
                if cents and cents != "-":
                    value = value + int(cents) / 10 ** len(cents)
                value = round(value * _TIMES.get(times or "", 1), 2)
                value = int(value) if value == int(value) else value
                text = unit.text[match.start() : match.end()].rstrip(" ,")
                yield Amount(value, " ".join(text.split()), unit.at(match.start(), match.start() + len(text)))
