"""What the document records: decision points, earlier decisions, references, annexes, amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from houtskool.kernel.note.facts import Amount, Attachment, EarlierDecision, Passage, Reference
from houtskool.kernel.note.header import COMMITTEE, Header, body_in
from houtskool.kernel.note.layout import Part, Unit
from houtskool.kernel.note.sentences import sentences_of
from houtskool.kernel.vaguedate import Mention, Period, leading, mentions

REGISTERED = re.compile(
    r"(?<![\w/.,-])(?:[A-Z]{1,6}[-/ ]?)?(?:(?:19|20)\d\d[/-]\d{3,7}(?:[/-]\w+)?|[A-Z]{1,4}/[A-Z]{0,4}\d{2,4}/\d+|(?:Z|D|UIT|IN)[-/]?\d{2,4}[-/]\d{3,8}"
    r"|[A-Z]{2,6}\d{5,8}|\d{6,8})(?![\w/-])"
)
_NONE = re.compile(
    r"(?:er zijn )?(?:geen|n\.?v\.?t\.?|niet van toepassing|nvt|-)(?:\s+(?:bijlagen?|eerdere besluiten))?\.?"
)
_INTRO = re.compile(
    r"(?:besluit(?:en)?|stell?en?t?\b.{0,60}\bvoor|voorgesteld|gevraagd|verzoekt|verzocht|adviseren|geadviseerd)\b[^.]{0,120}:$"
)
_EURO = re.compile(
    r"(?:€|\beur\b|\beuro\b)\s?(?P<a>-?\d{1,3}(?:[. ]\d{3})+|\d+)(?:,(?P<ac>\d{1,3}|-))?(?:\s?(?P<am>miljoen|mln|miljard|mld|duizend|ton|k)(?![\w]))?"
    r"|(?<![\d.,])(?P<b>\d{1,3}(?:[.]\d{3})+|\d+)(?:,(?P<bc>\d{1,3}|-))?\s?(?P<bm>miljoen|mln|miljard|mld|duizend|ton)?\.?\s?euro(?!\w)"
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
_ANNEX_LINE = re.compile(
    r"(?:bijlage|annex)\s*(?:nr\.?\s*)?(?P<n>\d{1,2}|[a-h](?![a-z])|[ivx]{1,4}(?![a-z]))?\s*(?P<sep>[:.)–-]|\s)?\s*(?P<title>.*)",
    re.I | re.S,
)
_ANNEX_NAMED = re.compile(r"(?<![\w-])bijlagen?(?![\w-])(?:\s+(?P<n>\d{1,2}|[a-h](?!\w)|[ivx]{1,4}(?!\w)))?")
_MOTION = re.compile(
    r"(?<!\w)(?P<kind>motie|amendement|initiatiefvoorstel)(?!\w)(?:\s+(?:nr\.?\s*|nummer\s+)?(?P<id>[A-Z]{0,4}[-.]?\d[\w.-]*(?<![.])|[A-Z]\d?(?!\w)))?"
    r"(?:\s+(?P<title>\"[^\"]{3,120}\"|'[^']{3,120}'))?"
)
_ACT = re.compile(
    r"(?<!\w)(?P<kind>raadsbesluit|collegebesluit|raadsvoorstel|raadsinformatiebrief|informatienota|collegevoorstel|raadsbrief|collegebericht|"
    r"startnotitie|besluit van de raad|besluit van het college)(?!\w)(?:\s+(?:nr\.?\s*)?(?P<id>[A-Z]{0,6}[-/]?\d[\w/.-]*\d))?"
)
_QUESTIONS = re.compile(
    r"(?<!\w)(?:schriftelijke\s+(?:raads)?vragen|raadsvragen|artikel\s?\d+\s?-?vragen|vragen\s+ex\s+artikel\s+\d+)(?!\w)"
)
_DATE_AFTER = re.compile(r"\s+(?:\(\s*)?(?:van|d\.?d\.?|uit|op|in)\s+(?:de\s+)?")


def decision_blocks(parts: list[Part]) -> list[tuple[Part, list[Passage]]]:
    """Each place where numbered points are decided or proposed, in order, with its points."""
    blocks = []
    for part in parts:
        if part.role == "decision" and (points := _points(part.units)):
            blocks.append((part, points))
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
            points[-1] = Passage(f"{last.text} {unit.words()}", (last.at[0], unit.at(0, len(unit.text))[1]))
        elif started:
            break
    return points


def _is_opening(unit: Unit) -> bool:
    """ "d.d. 6 november 2018", "Het college van burgemeester en wethouders": who and when, not what."""
    low = unit.low.rstrip(" ,;:.")
    return leading(re.sub(r"^(?:d\.?d\.?|van|op)\s*:?\s*", "", low)) is not None and len(low) < 60 or low in (
        "het college van burgemeester en wethouders", "het college", "de raad", "de gemeenteraad", "burgemeester en wethouders",
        "het college besluit", "de raad besluit", "besluit", "gelezen het voorstel") or bool(_NONE.fullmatch(low))  # fmt: skip


def earlier_decisions(parts: list[Part], at: date | None) -> Iterator[EarlierDecision]:
    for part in parts:
        if part.role != "earlier":
            continue
        for unit in part.units:
            if _NONE.fullmatch(unit.low.strip()) or len(unit.text) < 4:
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
        one for one in dates if one.first.year and one.first.unit != "year"]  # fmt: skip
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
    title = re.sub(
        r"[\s(,:;–-]+(?:(?:in|op|van|d\.?d\.?|nr\.?|door|bij|vastgesteld)[\s(,:;]*(?:de\s*)?)*$", "", title
    )
    title = title.strip(" ,;:-–(\t")
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


def references(parts: list[Part], head: Header, known: set[str], at: date | None) -> Iterator[Reference]:
    seen: set[str] = set()

    def fresh(text: str) -> bool:
        new = text.lower() not in seen
        seen.add(text.lower())
        return new

    for part in parts:
        if part.key or part.role in ("earlier", "attachments", "signature"):
            continue
        for unit in part.units:
            low = unit.low
            if "motie" in low or "amendement" in low or "initiatiefvoorstel" in low:
                for match in _MOTION.finditer(unit.text):
                    end, period = _dated(unit, match.end(), at)
                    if period is None:
                        period = _only_date(unit, part, match.start(), at)
                    if (match["id"] or match["title"] or end > match.end()) and fresh(unit.words(match.start(), end)):
                        yield Reference(
                            unit.words(match.start(), end),
                            match["kind"].lower(),
                            period,
                            unit.at(match.start(), end),
                        )
            if "toegezegd" in low or "toezegging" in low:
                for sentence in sentences_of(unit, part):
                    if re.search(r"toegezegd|(?<!\w)toezegging", sentence.low):
                        end = sentence.start + len(sentence.text.rstrip(" ."))
                        dates = [one for one in mentions(sentence.text)]
                        if fresh(unit.words(sentence.start, end)):
                            yield Reference(unit.words(sentence.start, end), "toezegging", dates[0].period(at, past=True) if dates else None,
                                            unit.at(sentence.start, end))  # fmt: skip
            for match in _ACT.finditer(low):
                end, period = _dated(unit, match.end(), at)
                if (match["id"] or period) and fresh(unit.words(match.start(), end)):
                    yield Reference(
                        unit.words(match.start(), end), "besluit", period, unit.at(match.start(), end)
                    )
            if "vragen" in low:
                for match in _QUESTIONS.finditer(low):
                    end, period = _dated(unit, match.end(), at)
                    if fresh(unit.words(match.start(), end)):
                        yield Reference(
                            unit.words(match.start(), end), "vragen", period, unit.at(match.start(), end)
                        )
            for match in REGISTERED.finditer(unit.text):
                number = match.group()
                if "/" in number and number not in known and number != head.number and fresh(number):
                    yield Reference(number, "zaak", None, unit.at(match.start(), match.end()))


def _only_date(unit: Unit, part: Part, place: int, at: date | None) -> Period | None:
    """The one date of the sentence around that place; none where there are several."""
    for sentence in sentences_of(unit, part):
        if sentence.start <= place < sentence.end:
            dates = list(mentions(sentence.text))
            return dates[0].period(at, past=True) if len(dates) == 1 else None
    return None


def _dated(unit: Unit, start: int, at: date | None) -> tuple[int, Period | None]:
    """Take in "van november 2013" behind a reference."""
    joint = _DATE_AFTER.match(unit.low, start)
    if joint:
        mention: Mention | None = leading(unit.text[joint.end() : joint.end() + 60])
        if mention:
            return joint.end() + mention.at[1], mention.period(at, past=True)
    return start, None


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


def attachments(parts: list[Part]) -> tuple[list[Attachment], int, list[tuple[str, tuple[int, int]]]]:
    """The listed annexes; how often "bijlage" is said without a number; and each place where one is referred to."""
    listed: list[tuple[str, str | None, tuple[int, int]]] = []
    bodies: dict[str, int] = {}
    for part in parts:
        if part.role != "attachments":
            continue
        current = ""
        for unit in part.units:
            low = unit.low.strip()
            annex = _ANNEX_LINE.fullmatch(low)
            number = annex["n"] if annex else unit.marker.rstrip(".)") if unit.marker[:1].isdigit() else None
            title = unit.words()
            if (
                _NONE.fullmatch(low)
                or low.isdigit()
                or len(low) < 3
                or low.startswith(("met vriendelijke groet", "hoogachtend"))
            ):
                continue
            if any(title == one[0] or (number and number == one[1]) for one in listed):
                current = number or title
                continue
            if current or (len(title) > 160 and not annex and not unit.marker):
                bodies[current] = bodies.get(current, 0) + len(title)
                continue
            listed.append((title, number, unit.at(0, len(unit.text))))
    for place, part in enumerate(parts):
        if (annex := _ANNEX_LINE.fullmatch(part.title.lower())) and part.role != "attachments":
            bodies[annex["n"] or ""] = sum(len(one.text) for one in parts[place : place + 5])
    places: list[tuple[str, tuple[int, int]]] = []
    for part in parts:
        if part.role == "attachments" or part.key:
            continue
        for unit in part.units:
            if "bijlage" in unit.low:
                for match in _ANNEX_NAMED.finditer(unit.low):
                    places.append((match["n"] or "", unit.at(match.start(), match.end())))
    loose = sum(1 for number, _ in places if not number)
    found = []
    for title, number, at in listed:
        mentions_ = sum(1 for named, _ in places if named and named == number) + (
            loose if len(listed) == 1 else 0
        )
        present = bodies.get(number or title, 0) >= 200
        found.append(Attachment(title, number, present, mentions_, at))
    numbers = {number for _, number, _ in listed}
    for number in dict.fromkeys(named for named, _ in places if named and named not in numbers):
        spots = [at for named, at in places if named == number]
        found.append(
            Attachment(f"Bijlage {number}", number, bodies.get(number, 0) >= 200, len(spots), spots[0])
        )
    return found, loose, places
