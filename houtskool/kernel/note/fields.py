"""The fields of the head: subject, number, people, committee, treatment, body."""

from __future__ import annotations

import re
from dataclasses import replace

from houtskool.kernel.note import labels
from houtskool.kernel.note.dates import read_college_day, read_dated, read_decided, read_meetings
from houtskool.kernel.note.facts import Passage, Span
from houtskool.kernel.note.header import BW, COMMITTEE, Header, body_in, opening
from houtskool.kernel.note.kinds import read_kind
from houtskool.kernel.note.lines import Running
from houtskool.kernel.note.sentences import sentences_of
from houtskool.kernel.note.units import Part, Unit
from houtskool.kernel.vaguedate import leading

_NUMBER = re.compile(r"(?:[A-Za-z&]{1,8}[ -]?)?[A-Za-z]{0,6}[-./]?\d[\w./:-]*")
_BARE_NUMBER = re.compile(r"[A-Z]{2,6}[ -]?\d{4,}[\w/.-]*")
_NOTHING = re.compile(r"(?:n\.?v\.?t\.?|niet van toepassing|geen|nvt|onbekend|-+|–|x|\?|\.+|…|_+)\.?")
_LIST_SPLIT = re.compile(
    r"(?<=[\w.])\s+(?=wethouder\s)|\s*(?:/|;|\||\t|(?<=\)),\s|\s&\s|\sen\s(?=(?:wethouder|burgemeester|[A-Z]\.)))\s*|,\s*(?=(?:wethouder|"
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
_SENT_FOR = re.compile(rf"(?:{labels.KIND}|brief|nota|stuk|voorstel)\s[^.]{{0,60}}?(?=ter\s)")
_OFFERED = re.compile(
    r"(?=ter\s\w+\s(?:aan\ste\sbieden|voor\ste\sleggen|te\ssturen|te\szenden)\s(?:aan|naar)\s(?:de|het|uw)\s)"
)
_REASON = re.compile(r"(?<!\w)(?:om\s+(?:zodoende\s+)?|omdat\s+|zodat\s+|teneinde\s+|aangezien\s+|opdat\s+)")
_SIGNER = re.compile(rf"{labels.SIGNER}(?!\w)")


def read_header(parts: list[Part]) -> Header:
    head = Header()
    for part in parts:
        if part.key:
            _field(part, head)
    read_kind(parts, head)
    _numbers(parts, head)
    read_decided(parts, head)
    read_dated(parts, head)
    read_meetings(parts, head)
    _signatories(parts, head)
    _committee(parts, head)
    _treatment(parts, head)
    _body(parts, head)
    read_college_day(parts, head)
    head.meetings = tuple(replace(one, body=one.body or head.body) for one in head.meetings)
    return head


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
            head.subject, head.subject_words = joined.text.replace("\t", " "), joined
            head.anchors["subject"] = (joined.at(0, len(joined.text)),)
    elif key in ("number", "reference_number"):
        match = _NUMBER.match(units[0].text) or _NUMBER.search(units[0].text)
        if match and leading(units[0].text[match.start() :]) is None:
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
    for unit in opening(parts)[:3]:
        if not head.numbers and _BARE_NUMBER.fullmatch(unit.text):  # "RIS 310045" at the top
            head.numbers.append(("kind", unit.words(), unit.at(0, len(unit.text))))
    rank = {"number": 0, "kind": 1, "reference_number": 2}
    if head.numbers:
        _, head.number, at = min(head.numbers, key=lambda one: rank[one[0]])
        head.anchors["number"] = (at,)


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
            start = part.title_at[0]
            head.anchors["treatment"] = ((start, start + match.end()),)
            return


# "Memo aan de raad": whom it tells, not who decides.
_TELLS = re.compile(r"memo|brief|bericht|notitie|mededeling|informatie")
_ADDRESSED = re.compile(r"\s*(?:aan|naar|voor|t\.b\.v\.|ten behoeve van)\s")
_SPEAKS = re.compile(
    r"(?<!aan )(?<!naar )(?<!voor )het\s+college|burgemeester\s+en\s+wethouders|de\s+raad\s+besluit"
)


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
        titles = (unit.low[len(kind) :] for unit in opening(parts)[:3] if kind and unit.low.startswith(kind))
        head.body = next(
            (
                found
                for rest in titles
                if len(rest) < 90
                and not (_TELLS.search(kind) and _ADDRESSED.match(rest))
                and (found := body_in(rest))
            ),
            None,
        )
    if head.body is None and kind:
        if kind in ("raadsvoorstel", "raadsbesluit", "initiatiefvoorstel", "raadsvoordracht"):
            head.body = "raad"
        elif kind.startswith(("college", "raadsinformatie", "raadsbrief")) or re.search(BW, kind):
            head.body = "college"
    if head.body is None:
        for part in parts:
            for unit in part.units:
                if match := _SPEAKS.search(unit.low):
                    head.body = body_in(match.group())
                    return
