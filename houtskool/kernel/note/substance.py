"""What the document is about: the title of the process, its ambition and its goals."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from houtskool.kernel.note.facts import Passage
from houtskool.kernel.note.lines import Running
from houtskool.kernel.note.sentences import Sentence, sentences_of
from houtskool.kernel.note.units import Part

_PLANS = (
    r"actieprogramma|actieplan|actieagenda|uitvoeringsprogramma|uitvoeringsplan|uitvoeringsagenda|"
    r"beleidsprogramma|beleidsplan|beleidskader|"
    r"beleidsnota|beleidsvisie|ontwikkelagenda|ontwikkelplan|programmaplan|routekaart|koersdocument|"
    r"meerjarenprogramma|meerjarenplan|masterplan|"
    r"deltaplan|transitievisie|omgevingsvisie|structuurvisie|woonvisie|cultuurvisie|economische\svisie|"
    r"kadernota|stadsakkoord|"
    r"innovatieprogramma|stimuleringsprogramma|impulsprogramma|werkprogramma|aanvalsplan|lokaal\sprogramma|"
    r"programma|agenda|strategie|visie|"
    r"plan\svan\saanpak"
)
_WORD = r"[A-ZÀ-Ý][\w'&-]*"
_PLAN = re.compile(
    rf"(?<![\w-])(?i:{_PLANS})\s+(?P<name>\"[^\"]{{3,80}}\"|"
    rf"{_WORD}(?:\s+(?:(?:en|van|voor|de|het|in|met|&)\s+){{0,2}}{_WORD})*(?:\s+\d{{4}}\s?[-–/]\s?\d{{4}})?)"
)
_PLAN_STEM = re.compile(r"program|plan|agenda|visie|nota|kader|strategie|kaart|akkoord|koers")
_SUBJECT_PLAN = re.compile(rf"(?<![\w-])(?:{_PLANS})(?![\w-])[^(),;.:]*", re.I)
_AMBITION = re.compile(r"(?<!\w)ambitie\w*[^.]{0,60}?\s(?P<clause>(?:om|dat|is|te)\s)")
_WANTS = re.compile(
    r"(?:de\s+)?(?:gemeente(?:\s+\w+)?|het\s+college|wij|we)\s+(?:wil|willen)\s|(?:wil|"
    r"willen)\s+(?:de\s+gemeente|wij|we|het\s+college)\s"
)
_PURPOSE = re.compile(
    r"(?<!\w)(?:zodat\s+|met\s+als\s+doel\s+(?:om\s+)?|(?:(?:het|ons|"
    r"de)\s+)?doel(?:en)?\s+(?:van\s+[\w\s]{3,60}?\s)?(?:is|zijn)\s*:?\s*(?:om\s+)?)"
)
_POLICY = re.compile(
    r"program|college|beleid|faciliteren|ondersteun|versterk|ambitie|aanpak|(?<!\w)plan|gemeente|doel"
)
_VERBAL = re.compile(
    r"(?<!\w)(?:kunnen|kan|worden|wordt|zullen|zal|gaan|gaat|blijven|blijft|krijgen|krijgt|te\s\w+en)(?!\w)"
)
_AND = re.compile(r",\s+(?:en\s+)?|\s+en\s+|;\s+(?:en\s+)?")


def process_title(parts: list[Part], subject: Running | None) -> Passage | None:
    """The plan or programme that the document names most, by its own title."""
    count: Counter[str] = Counter()
    first: dict[str, Passage] = {}
    for part in parts:
        if part.role in ("earlier", "signature"):
            continue
        for unit in part.units:
            if not _PLAN_STEM.search(unit.low):
                continue
            for match in _PLAN.finditer(unit.text):
                name = match["name"]
                if not (name[0] == '"' or name[0].isupper()) or name.split()[0] in (
                    "De",
                    "Het",
                    "In",
                    "Een",
                    "Dit",
                    "Deze",
                ):
                    continue
                text = unit.words(match.start(), match.end())
                key = text.lower()
                count[key] += 1
                first.setdefault(key, Passage(text, unit.at(match.start(), match.end())))
    named = (_PLAN.search(subject.text) or _SUBJECT_PLAN.search(subject.text)) if subject else None
    if subject and named and len(named.group().split()) >= 2:
        text = named.group().rstrip()
        key = text.lower()
        # The subject line names what the document is about; one mention there outweighs one in the text.
        count[key] += 2
        first.setdefault(key, Passage(text, subject.at(named.start(), named.start() + len(text))))
    if not count:
        return None
    best = max(count, key=lambda key: (count[key], -first[key].at[0]))
    return first[best]


def ambition(sentences: list[Sentence]) -> Passage | None:
    for pattern in (_AMBITION, _WANTS):
        for sentence in sentences:
            if sentence.part.key or sentence.part.role in ("earlier", "attachments"):
                continue
            if pattern is _WANTS and sentence.part.role not in ("summary", "goal", "text", ""):
                continue
            if match := pattern.search(sentence.low):
                clause = match.start("clause") if pattern is _AMBITION else match.start()
                start = sentence.start + clause
                end = sentence.start + len(sentence.text.rstrip(" .;"))
                if end - start > 15:
                    return Passage(sentence.unit.words(start, end), sentence.unit.at(start, end))
    return None


def goals(parts: list[Part], sentences: list[Sentence]) -> list[Passage]:
    found: list[Passage] = []
    for part in parts:
        if part.role == "goal" or part.key == "goal":
            for unit in part.units:
                if unit.text.endswith(":") or len(unit.text) < 8:
                    continue
                for place, sentence in enumerate(sentences_of(unit, part)):
                    if place and (unit.marker or place > 2):
                        break
                    if not _PURPOSE.search(sentence.low) and "ambitie" not in sentence.low:
                        found.append(
                            Passage(
                                sentence.words.rstrip(".;"),
                                sentence.unit.at(
                                    sentence.start, sentence.start + len(sentence.text.rstrip(" .;"))
                                ),
                            )
                        )
    for sentence in sentences:
        if sentence.part.key or sentence.part.role in ("earlier", "attachments", "decision"):
            continue
        low = sentence.low
        if "zodat" not in low and "doel" not in low:
            continue
        for match in _PURPOSE.finditer(low):
            if "zodat" in match.group() and not _POLICY.search(sentence.low, 0, match.start()):
                continue
            found += _clauses(sentence, match.end())
    result: list[Passage] = []
    seen: dict[str, list[str]] = {}
    for goal in found:
        # A goal that stands twice, once longer, counts once: the first time.
        key = goal.text.lower()
        kept = seen.setdefault(key[:8], [])
        if not any(other.startswith(key) or key.startswith(other) for other in kept[:20]):
            kept.append(key)
            result.append(goal)
    return result


def _clauses(sentence: Sentence, start: int) -> Iterator[Passage]:
    """Part a purpose into its goals: at each "en" or comma behind which a verb follows."""
    low = sentence.low
    again = low.find("zodat", start)
    end = min(len(low.rstrip(" .;")), start + 600, again if again >= 0 else len(low))
    cuts = [start]
    for joint in _AND.finditer(low, start, end):
        after = _AND.search(low, joint.end(), end)
        piece_after = low[joint.end() : after.start() if after else end]
        if _VERBAL.search(low, cuts[-1], joint.start()) and _VERBAL.search(piece_after):
            cuts.append(joint.end())
    for place, first in enumerate(cuts):
        last = cuts[place + 1] if place + 1 < len(cuts) else end
        piece = low[first:last]
        trimmed = re.sub(r"(?:,\s*|\s+en\s+|;\s*)(?:en\s+)?$", "", piece)
        stop = first + len(trimmed)
        if stop - first >= 8:
            yield Passage(
                sentence.unit.words(sentence.start + first, sentence.start + stop),
                sentence.unit.at(sentence.start + first, sentence.start + stop),
            )
