"""The head of the document: its kind, subject, number, dates, people, body, committee and treatment."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date

from houtskool.kernel.note import labels
from houtskool.kernel.note.facts import Meeting, Passage, Span
from houtskool.kernel.note.layout import Part, Unit
from houtskool.kernel.note.lines import Running
from houtskool.kernel.note.sentences import sentences_of
from houtskool.kernel.vaguedate import leading, mentions

_BW = r"b\s?(?:&|en)\s?w"
KIND = labels.KIND
_KIND = labels.KIND_WORD
_OWN_KIND = re.compile(
    rf"(?<!\w)(?:(?:deze|dit|bijgaande?|onderhavige|voorliggende|onderliggende)\s+(?P<a>{KIND})(?!\w)|"
    rf"(?:stuurt|sturen|stelt|zendt|biedt|stellen)\s+(?:de|het|deze|dit)\s+(?P<b>{KIND})(?!\w))"
)
# A title of its own making, such as "Oplegnota" or "Bestuursbrief".
_COMPOUND_KIND = re.compile(
    r"(?P<kind>[a-zë-]{3,30}(?:nota|voorstel|brief|bericht|memo|advies|notitie))(?=\s*(?:$|\t|aan\s|voor\s|"
    r"college|raad|b&w|nr|\d))"
)
_OWN_GENERIC = re.compile(
    r"(?<!\w)(?:met|in|via|door middel van)\s+(?:deze|dit)\s+(?P<kind>brief|memo|notitie)(?!\w)"
)
_TITLE_BEHIND = re.compile(
    r"\s*(?::|-|–)?\s*(?P<title>(?!(?i:gemeente|versie|concept|van |aan |nr|datum|de |het |in |op |"
    r"voor ))[A-ZÀ-Ý\"][^.:\t]{8,120})$"
)
_KIND_NUMBER = re.compile(
    r"\s*(?:,|-|–|:)?\s*(?P<nr>nr\.?|nummer|no\.?)?\s*:?\s*(?P<number>[A-Za-z]{0,6}[-./]?\d[\w./-]*\d)(?!\w)"
)
_NUMBER = re.compile(r"(?:[A-Za-z&]{1,8}[ -]?)?[A-Za-z]{0,6}[-./]?\d[\w./:-]*")
_NOTHING = re.compile(r"(?:n\.?v\.?t\.?|niet van toepassing|geen|nvt|onbekend|-+|–|x|\?|\.+|…|_+)\.?")
_ON = r"(?:d\.?d\.?:?\s*|dd\.?:?\s*|van\s+|op\s+|:\s*|,\s*)?"
_DECIDED = re.compile(
    r"(?:aldus\s|(?:besloten|vastgesteld)\s(?:in|op|door|tijdens)\b)[^.;]{0,160}?(?=\b(?:van|op|d\.?d\.?|"
    r"vergadering)\s+(?:\w+dag\s+)?\d)"
)
_MEETING = re.compile(
    r"(?<!\w)(?P<what>(?:gemeente)?raadsvergadering|collegevergadering|commissievergadering|b&w-vergadering|"
    r"vergadering\svan\s(?:de\s(?:gemeente)?raad|het\scollege|de\s(?:raads)?commissie)|"
    r"(?:gemeente)?raad|(?:raads)?commissie\s\w+)\s(?:van|op|d\.?d\.?)\s+(?=(?:\w+dag\s+)?\d)"
)
NAME = (
    r"[A-ZÀ-Ý][\w&'-]*(?:(?:\s(?:en|&)\s|,\s|\s|/|\s-\s)(?!(?:De|Het|Een|Op|In|Dit|Wij|Raadsleden|"
    r"Januari|Februari|Maart|April|Mei|Juni|Juli|Augustus|September|Oktober|November|December|Om|"
    r"Ter)\b)[A-ZÀ-Ý][\w&'-]*)*"
)
COMMITTEE = re.compile(rf"(?<![\w-])(?:[Rr]aads)?[Cc]ommissie\s+(?P<name>{NAME})")
_LIST_SPLIT = re.compile(
    r"\s*(?:/|;|\||\t|\s&\s|\sen\s(?=(?:wethouder|burgemeester|[A-Z]\.)))\s*|,\s*(?=(?:wethouder|"
    r"burgemeester|mw|dhr|drs|mr|mevrouw|de heer)\b)|,\s+(?=(?:[A-Z]\.\s?)+\s?(?:(?:van|de|der|den|het|'t|"
    r"ten|ter|el|al|von)\s)*[A-Z][a-z])",
    re.I,
)
_CAPITAL_INITIALS = re.compile(r"(?:[A-Z]\.\s?)+$|[A-Z]\.?$")
_TREATMENT = re.compile(
    r"(?<!\w)(?:ter\s(?:kennisname|kennisneming|informatie|bespreking|advisering|besluitvorming|"
    r"vaststelling|consultatie|instemming|"
    r"opiniëring|oriëntatie|kennisgeving|beoordeling|voorbereiding|opiniërende\sbespreking|beeldvorming|"
    r"oordeelsvorming|goedkeuring|"
    r"voorbereidende\sbespreking)|voor\skennisgeving\s(?:aan\ste\snemen|aangenomen|aannemen)|hamerstuk|"
    r"bespreekstuk|opiniërend|"
    r"beeldvormend|oordeelsvormend|besluitvormend|informerend|kennisnemen)(?!\w)"
)
_SENT_FOR = re.compile(rf"(?:{KIND}|brief|nota|stuk|voorstel)\s[^.]{{0,60}}?(?=ter\s)")
_OFFERED = re.compile(
    r"(?=ter\s\w+\s(?:aan\ste\sbieden|voor\ste\sleggen|te\ssturen|te\szenden)\s(?:aan|naar)\s(?:de|het|uw)\s)"
)
_REASON = re.compile(r"(?<!\w)(?:om\s+(?:zodoende\s+)?|omdat\s+|zodat\s+|teneinde\s+|aangezien\s+|opdat\s+)")
_BODIES = (
    (re.compile(rf"college|{_BW}|burgemeester\s+en\s+wethouders|collegevergadering"), "college"),
    (re.compile(r"(?<!\w)(?:gemeente)?raad"), "raad"),
    (re.compile(r"(?<!\w)burgemeester(?!\w)"), "burgemeester"),
)
_SIGNER = re.compile(
    r"(?:de |het )?(?:wnd\.? |waarnemend |loco-?|plaatsvervangend )?(?:gemeente|raads)?-?"
    r"(?:secretaris|burgemeester|griffier|voorzitter)(?:[-/ ](?:algemeen )?directeur)?(?!\w)"
)
_PLACE_DATE = re.compile(r"[A-ZÀ-Ý][\w' -]{2,30},\s+(?:d\.d\.\s+)?(?=\d)")


@dataclass(slots=True)
class Header:
    """What the head says; empty holds the labels that stand there without a value."""

    kind: str | None = None
    subject: str | None = None
    number: str | None = None
    dated: date | None = None
    holders: tuple[str, ...] = ()
    author: str | None = None
    departments: tuple[str, ...] = ()
    programme: str | None = None
    signatories: tuple[str, ...] = ()
    body: str | None = None
    decided_on: date | None = None
    committee: str | None = None
    treatment: str | None = None
    treatment_reason: Passage | None = None
    meetings: tuple[Meeting, ...] = ()
    meets_on: date | None = None  # from a label, not from running text
    anchors: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    empty: dict[str, tuple[str, Span]] = field(default_factory=dict)
    numbers: list[tuple[str, str, Span]] = field(default_factory=list)  # label key, number, place


def body_in(low: str) -> str | None:
    """The body that the words name first: a committee by its name is not among these."""
    found = [
        (match.start(), place) for place, (pattern, _) in enumerate(_BODIES) if (match := pattern.search(low))
    ]
    return _BODIES[min(found)[1]][1] if found else None


def read_header(parts: list[Part]) -> Header:
    head = Header()
    for part in parts:
        if part.key:
            _field(part, head)
    _kind(parts, head)
    _numbers(parts, head)
    _decided(parts, head)
    _dated(parts, head)
    _meetings(parts, head)
    _signatories(parts, head)
    _committee(parts, head)
    _treatment(parts, head)
    _body(parts, head)
    head.meetings = tuple(replace(one, body=one.body or head.body) for one in head.meetings)
    return head


def _opening(parts: list[Part]) -> list[Unit]:
    """What stands before the first section: letterhead and title."""
    units: list[Unit] = []
    for part in parts:
        if part.heading or (part.role in ("summary", "decision") and len(units) > 0):
            break
        units += [] if part.key else part.units
    return units[:15]


def _kind(parts: list[Part], head: Header) -> None:
    for part in parts:
        if part.key == "kind" and part.units and (match := _KIND.search(part.units[0].low)):
            return _set_kind(head, part.units[0], match)
    for unit in _opening(parts):
        if len(unit.text) <= 110 and unit.text[-1] not in ".!?" and (match := _KIND.search(unit.low)):
            if match.start() and unit.low[: match.start()].strip().split()[-1] in (
                "de",
                "het",
                "deze",
                "dit",
                "van",
                "een",
                "uw",
            ):
                continue
            _set_kind(head, unit, match)
            for one in _opening(parts):
                if again := _KIND.match(one.low):
                    _titled(head, one, again.end())
            number = _KIND_NUMBER.match(unit.text, match.end())
            if (
                number
                and (number["nr"] or sum(c.isdigit() for c in number["number"]) >= 4)
                and not leading(number["number"])
            ):
                head.numbers.append(
                    ("kind", number["number"], unit.at(number.start("number"), number.end("number")))
                )
            return None
    for part in parts:
        for unit in part.units:
            if match := _OWN_KIND.search(unit.low):
                group = "a" if match["a"] else "b"
                return _set_kind(head, unit, match, group)
    for unit in _opening(parts)[:3]:
        if (match := _COMPOUND_KIND.match(unit.low)) and len(unit.text) < 110:
            return _set_kind(head, unit, match)
    for part in parts:
        for unit in part.units:
            if match := _OWN_GENERIC.search(unit.low):
                return _set_kind(head, unit, match)
    titles = {part.title.lower(): part for part in parts if part.role}
    if {"kernboodschap", "consequenties", "vervolg"} <= titles.keys():
        head.kind = "informatienota"
        if at := titles["kernboodschap"].title_at:
            head.anchors["kind"] = (at,)
    return None


def _titled(head: Header, unit: Unit, end: int) -> None:
    """ "Startnotitie Energietransitie Bedrijventerreinen": the kind, with the subject behind it."""
    title = _TITLE_BEHIND.match(unit.text, end)
    if (
        title
        and not any(c.isdigit() for c in title["title"])
        and len(title["title"].split()) > 1
        and head.subject is None
    ):
        head.subject = unit.words(title.start("title"), title.end("title"))
        head.anchors["subject"] = (unit.at(title.start("title"), title.end("title")),)


def _set_kind(head: Header, unit: Unit, match: re.Match[str], group: str = "kind") -> None:
    head.kind = " ".join(match[group].split())
    head.anchors["kind"] = (unit.at(match.start(group), match.end(group)),)


def _field(part: Part, head: Header) -> None:
    key = part.key
    units = [unit for unit in part.units if not _NOTHING.fullmatch(unit.low.strip())]
    if not units:
        if part.title_at and not part.units and key in ("subject", "number", "holders", "dated", "author"):
            head.empty.setdefault(key, (part.title, part.title_at))
        return
    if key == "subject":
        if head.subject is None:
            joined = Running([line for unit in units for line in unit.lines])
            head.subject = " ".join(joined.text.split())
            head.anchors["subject"] = (joined.at(0, len(joined.text)),)
    elif key in ("number", "reference_number"):
        match = _NUMBER.match(units[0].text) or _NUMBER.search(units[0].text)
        if match and leading(match.group()) is None:
            number = match.group().rstrip(".,:;-/")
            head.numbers.append((key, number, units[0].at(match.start(), match.start() + len(number))))
    elif key in ("holders", "departments"):
        if not getattr(head, key) or key == "holders":
            names = [
                one
                for unit in units
                for one in _listed(unit, people=key == "holders")
                if any(map(str.isalpha, one[0]))
            ]
            before = dict(zip(getattr(head, key), head.anchors.get(key, ()), strict=False))
            for name, at in names:
                before.setdefault(name, at)
            setattr(head, key, tuple(before))
            head.anchors[key] = tuple(before.values())
    elif (
        key == "from"
        and not head.holders
        and re.match(r"(?:de\s+)?(?:wethouder|burgemeester)\s(?!en\s)", units[0].low)
    ):
        names = _listed(units[0], people=True)
        head.holders, head.anchors["holders"] = tuple(name for name, _ in names), tuple(at for _, at in names)
    elif key in ("author", "programme") and getattr(head, key) is None:
        setattr(head, key, units[0].words())
        head.anchors[key] = (units[0].at(0, len(units[0].text)),)


def _listed(unit: Unit, *, people: bool) -> list[tuple[str, Span]]:
    """Names of a list on one line: "Van Dalen, E.M./Brouwer, T." are two people, "Jansen, A." is one."""
    text = unit.text
    cuts = (
        [(m.start(), m.end()) for m in _LIST_SPLIT.finditer(text)]
        if people
        else [(m.start(), m.end()) for m in re.finditer(r"\s*[/;\t|]\s*|,\s+", text)]
    )
    pieces: list[tuple[int, int]] = []
    start = 0
    for left, right in cuts:
        if people and text[left] == "," and _CAPITAL_INITIALS.fullmatch(text[right:].split("/")[0].strip()):
            continue
        pieces.append((start, left))
        start = right
    pieces.append((start, len(text)))
    return [(unit.words(a, b).strip(" ,"), unit.at(a, b)) for a, b in pieces if unit.words(a, b).strip(" ,-")]


def _numbers(parts: list[Part], head: Header) -> None:
    rank = {"number": 0, "kind": 1, "reference_number": 2}
    if head.numbers:
        _, head.number, at = min(head.numbers, key=lambda one: rank[one[0]])
        head.anchors["number"] = (at,)


def _full_date(unit: Unit, start: int) -> tuple[date, Span] | None:
    """The day with its year that stands at start, with its place."""
    mention = leading(unit.text[start : start + 60])
    if mention and mention.first.unit == "day" and mention.first.year and mention.last is None:
        day = mention.period(None).start
        if day:
            return day, unit.at(start, start + mention.at[1])
    return None


def _any_date(unit: Unit) -> tuple[date, Span] | None:
    for mention in mentions(unit.text[:160]):
        if mention.first.unit == "day" and mention.first.year and (day := mention.period(None).start):
            return day, unit.at(*mention.at)
    return None


def _decided(parts: list[Part], head: Header) -> None:
    for part in parts:
        found = None
        if part.key == "decided" and part.units:
            found = _any_date(part.units[0])
        elif part.role == "decision":
            for unit in part.units[:2]:
                on = re.match(_ON, unit.low)
                found = found or (_full_date(unit, on.end()) if on else None)
        if found and head.decided_on is None:
            head.decided_on, at = found
            head.anchors["decided_on"] = (at,)
            head.body = body_in(part.title.lower())
    if head.decided_on is None:
        for part in parts:
            for unit in part.units:
                if "besloten" not in unit.low and "vastgesteld" not in unit.low:
                    continue
                match = _DECIDED.match(unit.low)
                if match and (found := _date_after(unit, match.end())):
                    head.decided_on, at = found
                    head.anchors["decided_on"] = (at,)
                    head.body = body_in(match.group())
                    return
    if head.decided_on is None and head.kind in ("besluitenlijst",):
        for unit in [*_opening(parts), *(u for part in parts if part.key == "meeting" for u in part.units)]:
            if found := _any_date(unit):
                head.decided_on, at = found
                head.anchors["decided_on"] = (at,)
                head.body = body_in(" ".join(one.low for one in _opening(parts)))
                return


def _date_after(unit: Unit, start: int) -> tuple[date, Span] | None:
    on = re.compile(r"(?:van|op|d\.?d\.?|vergadering)\s+(?:van\s+|op\s+|d\.?d\.?\s+)?").match(unit.low, start)
    return _full_date(unit, on.end()) if on else None


def _dated(parts: list[Part], head: Header) -> None:
    for part in parts:
        if part.key == "dated" and part.units and (found := _any_date(part.units[0])):
            head.dated, at = found
            head.anchors["dated"] = (at,)
            return
    for unit in _opening(parts):
        if len(unit.text) > 110:
            continue
        start = None
        if place := _PLACE_DATE.match(unit.text):
            start = place.end()
        elif (
            head.kind != "besluitenlijst"
            and _KIND.search(unit.low)
            and (on := re.search(r"(?<!\w)d\.?d\.?\s+|,\s+(?=\d)", unit.low))
        ):
            start = on.end()
        elif leading(unit.text) and unit is not None and len(unit.text) < 40:
            start = 0
        if start is not None and (found := _full_date(unit, start)):
            head.dated, at = found
            head.anchors["dated"] = (at,)
            return
    for part in reversed(parts[-4:]):  # "Waterrijk, 3 juni 2014" above the signature
        for unit in part.units:
            if (
                len(unit.text) < 60
                and (place := _PLACE_DATE.match(unit.text))
                and (found := _full_date(unit, place.end()))
            ):
                head.dated, at = found
                head.anchors["dated"] = (at,)
                return


def _meetings(parts: list[Part], head: Header) -> None:
    found: list[Meeting] = []
    days: set[date] = set()
    for part in parts:
        if part.key == "meeting" and part.units and (day := _any_date(part.units[0])):
            title = part.title.lower()
            committee = COMMITTEE.search(part.units[0].text)
            body = (
                f"commissie {committee['name']}"
                if committee
                else "commissie"
                if "commissie" in title
                else body_in(title)
            )
            if body is None and head.kind and head.kind.startswith("raads"):
                body = "raad"
            found.append(Meeting(day[0], body, day[1]))
            days.add(day[0])
            head.meets_on = head.meets_on or day[0]
        if part.key or part.role in ("earlier", "signature"):
            continue
        for unit in part.units:
            if "vergadering" not in unit.low:
                continue
            for match in _MEETING.finditer(unit.low):
                day = _full_date(unit, match.end())
                if day and day[0] not in days and day[0] != head.decided_on:
                    days.add(day[0])
                    what = match["what"]
                    named = COMMITTEE.search(unit.text, match.start(), match.end())
                    body = (
                        f"commissie {named['name']}"
                        if named
                        else "commissie"
                        if "commissie" in what
                        else body_in(what)
                    )
                    found.append(Meeting(day[0], body, day[1]))
    head.meetings = tuple(found)


def _signatories(parts: list[Part], head: Header) -> None:
    names: dict[str, Span] = {}
    for part in parts:
        if part.role == "signature":
            for unit in part.units:
                for line in unit.lines:
                    for match in _SIGNER.finditer(line.low):
                        if line.low.startswith((" en wethouder", " van ", " namens "), match.end()):
                            continue
                        name = " ".join(match.group().split())
                        if match.start() == 0 or line.low[match.start() - 1] in " ,\t/(":
                            names.setdefault(name, line.at(match.start(), match.end()))
    head.signatories = tuple(names)
    if names:
        head.anchors["signatories"] = tuple(names.values())


def _committee(parts: list[Part], head: Header) -> None:
    for part in parts:
        if part.key == "committee" and part.units and not leading(part.units[0].text):
            unit = part.units[0]
            start = len(unit.text) - len(re.sub(r"^(?:[Rr]aads)?[Cc]ommissie\s+", "", unit.text))
            head.committee = unit.words(start)
            head.anchors["committee"] = (unit.at(start, len(unit.text)),)
            return
    first = [part for part in parts if part.role == "treatment"]
    for part in [*first, *(one for one in parts if one.role != "earlier" and one not in first)]:
        for unit in part.units:
            if "ommissie" in unit.text and (match := COMMITTEE.search(unit.text)):
                head.committee = unit.words(match.start("name"), match.end("name"))
                head.anchors["committee"] = (unit.at(match.start("name"), match.end("name")),)
                return


def _treatment(parts: list[Part], head: Header) -> None:
    sure = [part for part in parts if part.role == "treatment" or part.key == "treated"]
    for part in [*sure, *(one for one in parts if not one.key and one not in sure and one.role != "earlier")]:
        for unit in part.units:
            for sentence in sentences_of(unit, part):
                low = sentence.low
                sent = (
                    (_SENT_FOR.search(low) or _OFFERED.search(low))
                    if part not in sure and "ter " in low
                    else None
                )
                if part not in sure and sent is None:
                    continue
                match = _TREATMENT.search(low, 0 if part in sure or sent is None else sent.start())
                if match is None:
                    continue
                head.treatment = " ".join(match.group().split())
                head.anchors["treatment"] = (
                    unit.at(sentence.start + match.start(), sentence.start + match.end()),
                )
                if reason := _REASON.search(low, match.end()):
                    end = len(low.rstrip(" .;"))
                    start = sentence.start + reason.start()
                    head.treatment_reason = Passage(
                        unit.words(start, sentence.start + end), unit.at(start, sentence.start + end)
                    )
                return

    for part in parts:  # "TER KENNISNAME AAN: DE RAAD"
        match = _TREATMENT.match(part.title.lower())
        if match and part.title_at and (part.key == "treated" or part.title.lower() == match.group()):
            head.treatment = " ".join(match.group().split())
            head.anchors["treatment"] = (part.title_at,)
            return


def _body(parts: list[Part], head: Header) -> None:
    if head.body is None:
        for part in parts:
            if part.role == "decision" and not head.body:
                head.body = body_in(part.title.lower())
            elif part.key == "from" and part.units and not head.body:
                head.body = body_in(part.units[0].low)
    kind = head.kind or ""
    if head.body is None:
        # "Besluitnota college": the body stands behind the kind.
        titles = (unit.low[len(kind) :] for unit in _opening(parts)[:3] if kind and unit.low.startswith(kind))
        head.body = next((found for rest in titles if len(rest) < 90 and (found := body_in(rest))), None)
    if head.body is None and kind:
        if kind in ("raadsvoorstel", "raadsbesluit", "initiatiefvoorstel", "raadsvoordracht"):
            head.body = "raad"
        elif kind.startswith("college") or re.search(_BW, kind):
            head.body = "college"
    if head.body is None:
        for part in parts:
            for unit in part.units:
                if match := re.search(
                    r"(?:het\s+college|burgemeester\s+en\s+wethouders|"
                    r"namens\s+het\s+college|"
                    r"(?<!\w)wij\s+(?:informeren|berichten)|de\s+raad\s+besluit)",
                    unit.low,
                ):
                    if not match.group().startswith("wij"):
                        head.body = body_in(match.group())
                        return


# What such a document has no head for.
_WITHOUT = {
    **dict.fromkeys(
        ("memo", "brief", "notitie", "mededeling", "startnotitie", "informatiememo"), ("number", "holders")
    ),
    "raadsbesluit": ("holders",),
    "besluitenlijst": ("subject", "number", "holders"),
}


def wanted(kind: str | None) -> dict[str, str]:
    """The labels that a reader expects in a document of that kind, with how the warning calls them."""
    return {key: word for key, word in WANTED.items() if key not in _WITHOUT.get(kind or "", ())}


# The labels whose absence a reader wants to know, with how the warning calls them.
WANTED = {"subject": "onderwerp", "number": "nummer", "holders": "portefeuillehouder"}
assert set(WANTED) <= set(labels.FIELDS)
