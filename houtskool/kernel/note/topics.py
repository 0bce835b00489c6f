"""Themes and policy domains: what stands behind "thema's", "speerpunten", "op het snijvlak van"."""

from __future__ import annotations

import re

from houtskool.kernel.note.facts import Term
from houtskool.kernel.note.sentences import Sentence, enumeration
from houtskool.kernel.note.units import Part, Unit

_TOPICS = (
    r"(?:thema'?s|speerpunten|actielijnen|programmalijnen|pijlers|themalijnen|hoofdthema's|"
    r"kernthema's|aandachtsgebieden)"
)
_FIELDS = (
    r"(?:beleidsterreinen|beleidsvelden|beleidsdomeinen|domeinen|portefeuilles|beleidsgebieden|"
    r"werkvelden|vakgebieden)"
)
_BORDER = r"(?:scheidslijn|snijvlak|grensvlak|raakvlak(?:ken)?|kruispunt|kruising|snijpunt|grensgebied)"
_INTROS = tuple(
    re.compile(rf"(?<![\w-])(?P<what>{{what}}){tail}".replace("{what}", "WHAT"))
    for tail in (
        r"(?!\w)[^.!?]{0,200}?(?:zoals|te\s+weten|namelijk|waaronder|bijvoorbeeld)\s*[:;]?\s*",
        r"(?!\w)[^.!?:;]{0,160}?[:;]\s*",
        r"(?!\w)\s+(?:\w+\s+){0,2}?zijn\s*:?\s+",
        r"(?!\w)\s+(?=[a-zà-ÿ])",
    )
)  # fmt: skip


def _intros(what: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(one.pattern.replace("WHAT", what)) for one in _INTROS)


_TOPIC_INTROS = _intros(_TOPICS)
_FIELD_INTROS = _intros(_FIELDS)
_BORDER_INTRO = re.compile(
    rf"(?<!\w){_BORDER}\s+(?:van|tussen)\s+(?:de\s+(?:domeinen|beleidsvelden|beleidsterreinen)\s+)?"
)
# Where the last member of an enumeration stops.
_CUT = re.compile(
    r"\s(?:staan|staat|komen|komt|worden|wordt|zijn|is|zullen|zal|vormen|vormt|kwamen|kwam|"
    r"die|dat|waarop|waarin|waar|om|centraal|uit|"
    r"verder|hebben|heeft|werden|werd|lopen|bij|binnen|voor|aan|door|nader|samen|met|als|"
    r"in\s+(?:de|het|onze))(?!\w)"
)
_NO_MEMBER = re.compile(
    r"(?:worden|zijn|die|dat|is|in|van|uit|op|om|en|we|wij|waar\w*|zullen|komen|staan|"
    r"kwamen|hebben|met|aan|binnen|houden|"
    r"als|voor|bij|naar|over|door|te|of|er|ook|zoals|waren|werden|kunnen|gaan)(?!\w)"
)


def themes(parts: list[Part], sentences: list[Sentence]) -> list[Term]:
    found: dict[str, Term] = {}
    for part in parts:
        if part.role == "themes":
            for unit in part.units:
                if unit.marker:
                    head = re.match(r"[^:.;–(]{3,60}?(?=\s*(?:[:.;–(]|\s-\s|$))", unit.text)
                    if head and len(head.group().split()) <= 7:
                        _add(found, unit, head.start(), head.end())
                elif len(unit.text) < 200 and not unit.text.endswith(":"):
                    for start, end in _members(unit, 0, len(unit.text), sure=True):
                        _add(found, unit, start, end)
    for sentence in sentences:
        if (
            "thema" in sentence.low
            or "punten" in sentence.low
            or "lijnen" in sentence.low
            or "pijlers" in sentence.low
            or "gebieden" in sentence.low
        ):
            _listed(found, sentence, _TOPIC_INTROS)
    for part in parts:
        _bulleted(found, part, _TOPICS)
    return list(found.values())


def domains(parts: list[Part], sentences: list[Sentence]) -> list[Term]:
    found: dict[str, Term] = {}
    for sentence in sentences:
        if sentence.part.key or sentence.part.role == "earlier":
            continue
        for match in _BORDER_INTRO.finditer(sentence.low):
            for start, end in _members(sentence.unit, sentence.start + match.end(), sentence.end, sure=True):
                _add(found, sentence.unit, start, end)
        if (
            "domein" in sentence.low
            or "beleid" in sentence.low
            or "portefeuilles" in sentence.low
            or "velden" in sentence.low
        ):
            _listed(found, sentence, _FIELD_INTROS)
    for part in parts:
        if part.key == "programme":
            for unit in part.units[:1]:
                start = len(unit.text) - len(
                    re.sub(r"^[\d.\s]+(?:[-–:]\s*)?|^programma\s+\d+[\s:.-]*", "", unit.text, flags=re.I)
                )
                if len(unit.text) < 80 and not any(char.isdigit() for char in unit.text[start:]):
                    for first, last in enumeration(unit.low, start, len(unit.text)):
                        _add(found, unit, first, last)
    return list(found.values())


def _add(found: dict[str, Term], unit: Unit, start: int, end: int) -> None:
    name = unit.words(start, end).strip(" ,;:.\"'")
    key = name.lower()
    if key and key not in found and any(char.isalpha() for char in key):
        found[key] = Term(key, unit.at(start, end))


def _listed(found: dict[str, Term], sentence: Sentence, intros: tuple[re.Pattern[str], ...]) -> None:
    if sentence.part.key or sentence.part.role in ("earlier", "attachments"):
        return
    for place, intro in enumerate(intros):
        if match := intro.search(sentence.low):
            members = _members(sentence.unit, sentence.start + match.end(), sentence.end, sure=place < 2)
            if members:
                for start, end in members:
                    _add(found, sentence.unit, start, end)
                return


def _members(unit: Unit, start: int, end: int, *, sure: bool) -> list[tuple[int, int]]:
    """Members of an enumeration, the last one up to its verb; none when it does not look like one."""
    low = unit.low
    members = enumeration(low, start, end)
    result: list[tuple[int, int]] = []
    for first, last in members:
        words = low[first:last]
        if _NO_MEMBER.match(words):
            break
        cut = _CUT.search(low, first, last)
        if cut:
            last = cut.start()
        if len(low[first:last].split()) > (6 if sure else 3):
            break
        result.append((first, last))
        if cut:
            break
    return result if len(result) >= 2 else []


def _bulleted(found: dict[str, Term], part: Part, what: str) -> None:
    """Bullets behind a line that announces them: "De thema's zijn:"."""
    for place, unit in enumerate(part.units):
        if unit.text.endswith(":") and re.search(rf"(?<![\w-]){what}(?!\w)", unit.low):
            for after in part.units[place + 1 :]:
                if not after.marker:
                    break
                head = re.match(r"[^:.;–(]{3,60}?(?=\s*(?:[:.;–(]|\s-\s|$))", after.text)
                if head and len(head.group().split()) <= 7:
                    _add(found, after, head.start(), head.end())
