"""What the document is about: the process's title, ambition, coalition, goals, themes and policy domains."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from houtskool.kernel.note.facts import Passage, PeriodPassage, Span, Term
from houtskool.kernel.note.layout import Part, Unit
from houtskool.kernel.note.sentences import Sentence, enumeration, sentences_of
from houtskool.kernel.vaguedate import Period, mentions

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


def process_title(parts: list[Part], subject: str | None, subject_at: Span | None) -> Passage | None:
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
    if (
        subject
        and subject_at
        and (named := _PLAN.search(subject) or _SUBJECT_PLAN.search(subject))
        and len(named.group().split()) >= 2
    ):
        text = " ".join(named.group().split())
        key = text.lower()
        # The subject line names what the document is about; one mention there outweighs one in the text.
        count[key] += 2
        if key not in first:
            first[key] = Passage(text, subject_at)
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
