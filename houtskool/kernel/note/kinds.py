"""What the document calls itself."""

from __future__ import annotations

import re

from houtskool.kernel.note import labels
from houtskool.kernel.note.header import Header, opening
from houtskool.kernel.note.units import Part, Unit
from houtskool.kernel.vaguedate import leading

_OWN_KIND = re.compile(
    rf"(?<!\w)(?:(?:deze|dit|bijgaande?|onderhavige|voorliggende|onderliggende)\s+(?P<a>{labels.KIND})(?!\w)|"
    rf"(?:stuurt|sturen|stelt|zendt|biedt|stellen)\s+(?:de|het|deze|dit)\s+(?P<b>{labels.KIND})(?!\w))"
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


def read_kind(parts: list[Part], head: Header) -> None:
    for part in parts:
        if part.key == "kind" and part.units and (match := labels.KIND_WORD.search(part.units[0].low)):
            return _set_kind(head, part.units[0], match)
    for unit in opening(parts):
        if (
            len(unit.text) <= 110
            and unit.text[-1] not in ".!?"
            and (match := labels.KIND_WORD.search(unit.low))
        ):
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
            for one in opening(parts):
                if again := labels.KIND_WORD.match(one.low):
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
    for unit in opening(parts)[:3]:
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
