"""Other decisions, motions, commitments, questions and case numbers that the document names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from houtskool.kernel.note.facts import Reference
from houtskool.kernel.note.planning import AS_IT_STOOD
from houtskool.kernel.note.record import REGISTERED
from houtskool.kernel.note.sentences import Sentence
from houtskool.kernel.note.units import Unit
from houtskool.kernel.vaguedate import Mention, Period, leading

_MOTION = re.compile(
    r"(?<!\w)(?P<kind>motie|amendement|initiatiefvoorstel)(?!\w)(?:\s+(?:nr\.?\s*|"
    r"nummer\s+)?(?P<id>[A-Z]{0,4}[-.]?\d[\w.-]*(?<![.])|[A-Z]\d?(?!\w)))?"
    r"(?:\s+(?P<title>\"[^\"]{3,120}\"|'[^']{3,120}'))?"
)
_ACTING = ("besluit", "voorstel", "brief", "nota", "bericht", "startnotitie")
_ACT = re.compile(
    r"(?<!\w)(?P<kind>raadsbesluit|collegebesluit|raadsvoorstel|raadsinformatiebrief|informatienota|"
    r"collegevoorstel|raadsbrief|collegebericht|"
    r"startnotitie|besluit van de raad|"
    r"besluit van het college)(?!\w)(?:\s+(?:nr\.?\s*)?(?P<id>[A-Z]{0,6}[-/]?\d[\w/.-]*\d))?"
)
_QUESTIONS = re.compile(
    r"(?<!\w)(?:schriftelijke\s+(?:raads)?vragen|raadsvragen|artikel\s?\d+\s?-?vragen|"
    r"vragen\s+ex\s+artikel\s+\d+)(?!\w)"
)
_DATE_AFTER = re.compile(r"\s+(?:\(\s*)?(?:van|d\.?d\.?|uit|op|in)\s+(?:de\s+)?")


_PROMISE_NUMBER = re.compile(r"(?<!\w)toezegging(?:en)?\s+(?:nr\.?\s*)?(?=[\w/.-]*\d{2})[\w/.-]*\w")
_BODY = r"(?:uw\s+raad|de\s+(?:gemeente)?raad|het\s+college|raad)"
_DECIDING = ("besl", "vast", "aangenomen", "ingestemd")
_DECIDED = re.compile(
    rf"het\s+college\s+van\s+burgemeester\s+en\s+wethouders\s[^.]{{0,60}}heeft\s[^.]{{0,60}}(?:vastgesteld|"
    rf"besloten)|stelde\s+{_BODY}\s[^.]{{0,160}}\svast(?!\w)|(?:heeft|"
    rf"hebben)\s+{_BODY}\s[^.]{{0,160}}?(?:vastgesteld|besloten|aangenomen|ingestemd)|"
    rf"{_BODY}\s+(?:heeft|stelde|besloot)\s[^.]{{0,160}}?(?:vastgesteld|vast|besloten|aangenomen|"
    rf"ingestemd)(?!\w)|besloot\s+{_BODY}"
)
_MAY_REFER = frozenset(
    ["moti", "amen", "init", "toeg", "toez", "raad", "coll", "info", "star", "besl", "schr", "arti", "vrag"]
)
# "Dit is aangekondigd of toegezegd" says not which of the two.
_PROMISED = re.compile(r"(?<!of )toegezegd|(?<!\w)toezegging")


def references(sentences: list[Sentence], known: set[str], at: date | None) -> list[Reference]:
    """Each once, in the order of the text. known: numbers that are told of elsewhere."""
    found: dict[str, Reference] = {}
    for sentence in sentences:
        if sentence.part.key not in ("", "subject") or sentence.part.role in (
            "earlier",
            "attachments",
            "signature",
        ):
            continue
        if sentence.heads.isdisjoint(_MAY_REFER) and "/" not in sentence.low:
            continue
        for one in sorted(_in_sentence(sentence, known, at), key=lambda reference: reference.at):
            found.setdefault(one.text.lower(), one)
    return list(found.values())


def _in_sentence(sentence: Sentence, known: set[str], at: date | None) -> Iterator[Reference]:
    unit, low = sentence.unit, sentence.low
    if "motie" in low or "amendement" in low or "initiatiefvoorstel" in low:
        dates = sentence.mentions
        for match in _MOTION.finditer(unit.text, sentence.start, sentence.end):
            end, period = _dated(unit, match.end(), at)
            if period is None and len(dates) == 1:
                # "Uw raad nam op 12 november motie M12 aan": the one date of the sentence is its date.
                period = dates[0].period(at, past=True)
            if match["id"] or match["title"] or end > match.end():
                yield Reference(
                    unit.words(match.start(), end), match["kind"].lower(), period, unit.at(match.start(), end)
                )
    promised = _PROMISED.search(low)
    told_on = sentence.mentions if promised else ()
    first = next((one for one in told_on if not AS_IT_STOOD.search(low[: one.at[0]])), None)
    if promised and (first or promised.group() == "toegezegd"):
        end = sentence.start + len(sentence.text.rstrip(" ."))
        period = first.period(at, past=True) if first else None
        yield Reference(unit.words(sentence.start, end), "toezegging", period, unit.at(sentence.start, end))
    acts = (
        _ACT.finditer(unit.low, sentence.start, sentence.end) if any(word in low for word in _ACTING) else ()
    )
    for match in acts:
        end, period = _dated(unit, match.end(), at)
        if (match["id"] and match["id"] not in known) or (period and not match["id"]):
            yield Reference(unit.words(match.start(), end), "besluit", period, unit.at(match.start(), end))
    if (
        any(word in low for word in _DECIDING)
        and _DECIDED.search(low)
        and (told := next(iter(sentence.mentions), None))
        and told.first.unit in ("day", "month")
    ):
        end = sentence.start + len(sentence.text.rstrip(" ."))
        yield Reference(
            unit.words(sentence.start, end),
            "besluit",
            told.period(at, past=True),
            unit.at(sentence.start, end),
        )
    for match in (
        _PROMISE_NUMBER.finditer(unit.text, sentence.start, sentence.end) if "toezegging" in low else ()
    ):
        yield Reference(
            unit.words(match.start(), match.end()), "toezegging", None, unit.at(match.start(), match.end())
        )
    if "vragen" in low:
        for match in _QUESTIONS.finditer(unit.low, sentence.start, sentence.end):
            end, period = _dated(unit, match.end(), at)
            yield Reference(unit.words(match.start(), end), "vragen", period, unit.at(match.start(), end))
    for match in REGISTERED.finditer(unit.text, sentence.start, sentence.end) if "/" in low else ():
        if "/" in match.group() and match.group() not in known:
            yield Reference(match.group(), "zaak", None, unit.at(match.start(), match.end()))


def _dated(unit: Unit, start: int, at: date | None) -> tuple[int, Period | None]:
    """Take in "van november 2013" behind a reference."""
    joint = _DATE_AFTER.match(unit.low, start)
    if joint:
        mention: Mention | None = leading(unit.text[joint.end() : joint.end() + 60])
        if mention:
            return joint.end() + mention.at[1], mention.period(at, past=True)
    return start, None
