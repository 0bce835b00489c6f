"""The coalition agreement and the coalition period, where the words say so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from houtskool.kernel.note.facts import PeriodPassage, Span
from houtskool.kernel.note.units import Part, Unit
from houtskool.kernel.vaguedate import Period, mentions

_AGREEMENT = (
    r"coalitie(?:-?akkoord|werkprogramma|programma|-?overeenkomst)|bestuursakkoord|"
    r"college(?:akkoord|programma)|raads(?:akkoord|programma)|samenlevingsakkoord"
)
_COALITION = re.compile(
    rf"(?:{_AGREEMENT})(?:\s+(?:voor\s+)?(?:de\s+periode\s+)?(?P<y>\d{{4}}\s?[-–]\s?\d{{4}}))?,?\s*(?:met\s+de\s+titel|genaamd|getiteld|van\s+\w+|:)?\s*"
    r"(?:\"(?P<a>[^\"]{3,90})\"|'(?P<b>[^']{3,90})')"
)
_COALITION_BEFORE = re.compile(rf"\"(?P<a>[^\"]{{3,90}})\"\s*\(?(?:,\s*)?(?:het\s+|ons\s+)?(?:{_AGREEMENT})")
_COALITION_BARE = re.compile(
    rf"(?:{_AGREEMENT})\s+(?P<a>[A-ZÀ-Ý][\w'-]+(?:\s+[\w'-]+){{1,6}}?)(?=\s*(?:\d{{4}}\s?[-–]|[.,;:()]|$|"
    rf"\s(?:is|staat|wordt|hebben|heeft|geeft|zet|kiest|willen|wil)\s))"
)
_TERM = re.compile(
    r"(?:(?:deze|huidige|lopende|komende|nieuwe)\s+)?(?:coalitie|raads|college|"
    r"bestuurs)periode(?!\w)(?:\s+(?P<y>\d{4}\s?[-–]\s?\d{4}))?"
)
_AGREEMENT_YEARS = re.compile(rf"(?:{_AGREEMENT})[^.]{{0,60}}?(?P<y>(?:19|20)\d\d\s?[-–]\s?(?:19|20)\d\d)")


def coalition_agreement(parts: list[Part]) -> tuple[str, Span] | None:
    for pattern in (_COALITION, _COALITION_BEFORE, _COALITION_BARE):
        for unit in _prose(parts):
            if "akkoord" not in unit.low and "programma" not in unit.low and "overeenkomst" not in unit.low:
                continue
            text = unit.text
            for match in re.finditer(pattern.pattern, text, re.I if pattern is not _COALITION_BARE else 0):
                group = "b" if "b" in pattern.groupindex and match["b"] else "a"
                name = unit.words(match.start(group), match.end(group)).rstrip(".,")
                if pattern is not _COALITION_BARE or sum(word[0].isupper() for word in name.split()) >= 2:
                    return name, unit.at(
                        match.start(group), match.start(group) + len(match[group].rstrip(".,"))
                    )
    return None


def coalition_period(parts: list[Part]) -> PeriodPassage | None:
    best: PeriodPassage | None = None
    for unit in _prose(parts):
        if "periode" not in unit.low and "akkoord" not in unit.low and "programma" not in unit.low:
            continue
        for pattern in (_TERM, _AGREEMENT_YEARS):
            for match in pattern.finditer(unit.low):
                years = match["y"]
                if best and not years:
                    continue
                period = next(mentions(years, bare_years=True)).period(None) if years else Period("")
                start = match.start("y") if pattern is _AGREEMENT_YEARS else match.start()
                best = PeriodPassage(
                    unit.words(start, match.end()), period.start, period.end, unit.at(start, match.end())
                )
                if years:
                    return best
    return best


def _prose(parts: list[Part]) -> Iterator[Unit]:
    for part in parts:
        if not part.key and part.role not in ("earlier", "signature"):
            yield from part.units
