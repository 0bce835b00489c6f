"""The planning: dated entries, gatherings in running text, and the announcements that somebody may hold the writer to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from houtskool.kernel.note.facts import Commitment, ScheduleItem
from houtskool.kernel.note.layout import Part, Unit
from houtskool.kernel.note.people import groups_in
from houtskool.kernel.note.sentences import Sentence, sentences_of
from houtskool.kernel.vaguedate import Mention, Period

# What kind of gathering it is: usual name, words.
_GATHERINGS = tuple(
    (name, words)
    for name, words in (
        ("ronde tafel", r"ronde\s?-?tafel(?:s|gesprek(?:ken)?|bijeenkomst(?:en)?)?|rondetafel(?:s|"
                        r"gesprek(?:ken)?|bijeenkomst(?:en)?)"),
        ("werksessie", r"(?:[\w-]+\s?-?)?(?:werksessies?|werkbijeenkomst(?:en)?|werkateliers?|"
                       r"ontwerpsessies?|co-?creatiesessies?|"
                       r"ontwerpateliers?|stadsateliers?|ateliers?|denksessies?|brainstorm(?:sessies?)?|"
                       r"verdiepingssessies?|themasessies?|sessies?)"),
        ("workshop", r"workshops?"),
        ("interview", r"interviews?|interviewronde|gesprekkenronde"),
        ("conferentie", r"(?:werk|stads|start)?conferenties?|congres(?:sen)?|symposi(?:um|a)"),
        ("expertmeeting", r"expert\s?-?meetings?|expertsessies?"),
        ("werkbezoek", r"werkbezoek(?:en)?|excursies?|bustour"),
        ("inloop", r"inloop(?:avond(?:en)?|bijeenkomst(?:en)?|middag(?:en)?)?"),
        ("commissie", r"(?:raads)?commissievergadering(?:en)?|(?:behandeling|bespreking|"
                      r"commissiebehandeling)(?:\s+\w+){0,2}?\s+(?:in|"
                      r"door)\s+(?:de\s+)?(?:raads)?commissie|commissiebehandeling"),
        ("raad", r"(?:gemeente)?raadsvergadering(?:en)?|(?:behandeling|bespreking|vaststelling|"
                 r"besluitvorming|besluit)(?:\s+\w+){0,3}?\s+(?:in|door)\s+(?:de\s+)?(?:gemeente)?raad|"
                 r"raadsbehandeling"),
        ("college", r"collegevergadering(?:en)?|(?:behandeling|vaststelling|"
                    r"besluitvorming)(?:\s+\w+){0,3}?\s+(?:in|door)\s+(?:het\s+)?college"),
        ("gesprek", r"(?:keukentafel|inwoners|bewoners)?gesprek(?:ken)?\s+met|voer(?:t|"
                    r"en)\s+(?:\w+\s+){0,3}gesprekken"),
        ("bijeenkomst", r"[\w-]*bijeenkomst(?:en)?|(?:informatie|bewoners|raads|netwerk|buurt|wijk|startup|"
                        r"thema|start|dialoog|praat)(?:avond(?:en)?|middag(?:en)?)|"
                        r"stadsgesprek(?:ken)?|wijkgesprek(?:ken)?|buurtgesprek(?:ken)?|kick-?off|"
                        r"klankbordgroep|focusgroep(?:en)?|dialoogtafels?|dialoogsessies?|"
                        r"ontbijtsessies?|netwerkontbijt|netwerklunch|burgerberaad|gesprekstafels?|"
                        r"jongerendebat|debat(?:avond)?|markt(?:consultatie)?"),
    )
)  # fmt: skip
_GATHERING = re.compile("|".join(f"({words})(?!\\w)" for _, words in _GATHERINGS))
# Looked for first: none of these, no gathering.
_GATHERING_STEM = re.compile(
    r"tafel|sessie|bijeenkomst|atelier|workshop|interview|conferentie|congres|symposi|meeting|bezoek|"
    r"excursie|inloop|vergadering|"
    r"avond|middag|gesprek|kick-?off|klankbord|focusgroep|ontbijt|lunch|beraad|debat|brainstorm|bustour|"
    r"markt|"
    r"behandeling|bespreking|vaststelling|besluitvorming|besluit"
)
_HAPPENS = re.compile(
    r"plaats\s?gevonden|vond(?:en)?\s|vind(?:t|en)\s|gehouden|georganiseerd|"
    r"organise(?:ren|ert|erde)|houden|hield|gepland|is\s+er|was\s+er|staat\s|stond|"
    r"zijn\s+er|waren\s+er|bezocht|gesproken|spraken|besproken|deelgenomen|namen\s|"
    r"plaats\s|uitgenodigd|uitnodig|welkom|kom(?:t|en)\s+er\s|start(?:te|en)?\s|volgt|"
    r"behandel|bespree?k"
)
_STEP = re.compile(
    r"(?<!\w)(?:start(?:en|t)?|begin(?:t|nen)|volg(?:t|en)|gereed|klaar|afgerond|opgeleverd|ingevoerd|"
    r"geopend|open(?:t|en)|plaats|doen\s+we|doen\s+wij)(?!\w)"
)
_PAST = re.compile(
    r"(?:plaats\s?gevonden|vond(?:en)?|werd(?:en)?|was|waren|hield(?:en)?|spraken|sprak|organiseerden?|"
    r"bezochten|namen|startten?|"
    r"kwam(?:en)?|vroeg(?:en)?|gaf|gaven|zei(?:den)?|nam|besloot|stelden?|bleek|bleken|kreeg|kregen|deed|"
    r"deden|ging(?:en)?|boden|"
    r"stuurden?|informeerden?|liet(?:en)?|hadden|had|konden|kon|wilden?|bespraken|legden?|presenteerden?|"
    r"(?:is|zijn)\s+(?:[\w-]+\s+){0,10}?(?:gehouden|georganiseerd|gesproken|besproken|gestart|afgerond|"
    r"opgehaald|gevoerd|"
    r"bezocht|gepresenteerd|bijgepraat|aangenomen|geopend)|"
    r"(?:heeft|hebben|heb)\s+(?:[\w-]+\s+){0,18}?(?:ge\w+(?:d|t|en)|\w+gevonden|besproken|bezocht|"
    r"toegezegd|vastgesteld|besloten|"
    r"deelgenomen))(?!\w)"
)
_NOT_YET = re.compile(r"zal\s|zullen\s|vindt\s|vinden\s")
_FUTURE = re.compile(
    r"(?<!\w)(?:zal|zullen|vindt|vinden|wordt|worden|gaat|gaan|komt|komen|staat\s+gepland|organiseren|"
    r"organiseert|houden|is\s+gepland)(?!\w)"
)
_SAYS_FUTURE = re.compile(
    r"vindt\s[^.]{0,80}plaats|vinden\s[^.]{0,80}plaats|(?<!\w)zal\s|zullen\s|"
    r"wordt\s[^.]{0,60}(?:gehouden|georganiseerd)|staat\s[^.]{0,20}gepland|"
    r"wordt\s+een\s|worden\s[^.]{0,60}uitgenodigd"
)
_SAYS_PAST = re.compile(
    r"plaats\s?gevonden|vond(?:en)?\s[^.]{0,80}plaats|(?:is|zijn|werd(?:en)?)\s[^.]{0,60}(?:gehouden|"
    r"georganiseerd)"
)
_PLACE_WORD = (
    r"(?:stadhuis|raadhuis|gemeentehuis|stadskantoor|stadsloket|provinciehuis|raadzaal|"
    r"burgerzaal|bibliotheek|wijkcentrum|buurthuis|dorpshuis|stadsschouwburg)"
)
_PLACE = re.compile(
    rf"(?<!\w)(?:in|op|bij|te)\s+(?:(?:het|de|een|'t|gebouw|zaal|wijkcentrum|buurthuis|dorpshuis|theater|"
    rf"restaurant|hotel|café)\s+)*"
    rf"(?P<a>(?:{_PLACE_WORD}|[A-ZÀ-Ý][\w'&-]*)(?:\s+(?:(?:van|de|der|het|aan|den|"
    rf"op)\s+){{0,2}}[A-ZÀ-Ý][\w'&-]*)*)"
    rf"|[Ll]ocatie\s*:\s*(?P<b>[^.;,\t(]{{3,60}})|[Pp]laats\s*:\s*(?P<c>[^.;,\t(]{{3,60}})|"
    rf"\|\s*(?P<d>{_PLACE_WORD})"
)
_NO_PLACE = re.compile(
    r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|"
    r"december|q[1-4]|deze|dit|b&w|commissie|raad|college|gemeente|"
    r"europa|nederland|week|de ronde|maandag|dinsdag|woensdag|donderdag|vrijdag|"
    r"zaterdag|zondag|bijlage|wet|wij|u)(?!\w)",
    re.I,
)


def gathering_in(low: str, start: int = 0, end: int | None = None) -> str | None:
    """The kind of gathering that is named first."""
    stop = len(low) if end is None else end
    for stem in _GATHERING_STEM.finditer(low, start, stop):
        # Back to the beginning of the word, and of the one before it: "ronde tafel", "co-creatie werksessie".
        near = max(start, stem.start() - 60)
        begin = max(low.rfind(" ", near, stem.start()), low.rfind("\t", near, stem.start()), near - 1) + 1
        earlier = max(low.rfind(" ", near, max(begin - 1, near)), near - 1) + 1
        for place in (begin, earlier):
            if match := _GATHERING.match(low, place, stop):
                return _GATHERINGS[(match.lastindex or 1) - 1][0]
    return None


def _place(unit: Unit, start: int, end: int) -> str | None:
    for match in _PLACE.finditer(unit.text, start, end):
        group = next(key for key in "abcd" if match[key])
        name = unit.words(match.start(group), match.end(group)).rstrip(" .,)")
        if not _NO_PLACE.match(name) and (
            group != "a" or not unit.low.startswith(("de gemeente", "gemeente"), max(match.start() - 12, 0))
        ):
            return name
    return None


def is_past_tense(low: str) -> bool:
    if _NOT_YET.search(low):
        return False
    # The word boundary is looked at afterwards: a pattern that begins with letters is found much faster.
    return any(not low[match.start() - 1 : match.start()].isalnum() for match in _PAST.finditer(low))


class Entry:
    """A dated entry with what belongs to it: its own unit from `body` on, and the units up to the next entry."""

    def __init__(self, mention: Mention, part: Part, units: list[Unit], body: int) -> None:
        self.mention, self.part, self.units, self.body = mention, part, units, body
        self._items: dict[date | None, ScheduleItem | None] = {}

    def sentences(self) -> Iterator[Sentence]:
        for place, unit in enumerate(self.units):
            yield from sentences_of(unit, self.part, 0 if place else self.body)

    def item(self, at: date | None) -> ScheduleItem | None:
        """The planning's line; None where nothing stands behind the period."""
        if at not in self._items:
            self._items[at] = self._read(at)
        return self._items[at]

    def _read(self, at: date | None) -> ScheduleItem | None:
        sentences = list(self.sentences())
        if not any(any(char.isalpha() for char in one.text) for one in sentences):
            return None
        past = any(is_past_tense(one.low) for one in sentences[:2])
        period = self.mention.period(at, past=past)
        # "Oktober jl.: Op 18 oktober …": the day inside the entry says it more exactly.
        if period.start and self.mention.first.unit != "day":
            for one in sentences[:2]:
                for inner in one.mentions:
                    exact = inner.period(at, within=period)
                    if (
                        inner.first.unit == "day"
                        and exact.start
                        and exact.end
                        and period.end
                        and period.start <= exact.start
                        and exact.end <= period.end
                    ):
                        period = exact
                        break
                if period.text != self.mention.text:
                    break
        place = next(
            (found for unit, first in self._spans() if (found := _place(unit, first, len(unit.text)))), None
        )
        groups: dict[str, None] = {}
        for one in sentences:
            groups.update(
                dict.fromkeys(name for name, _, _ in groups_in(one.unit, one.start, one.end, wide=True))
            )
        gathering = next((found for one in sentences if (found := gathering_in(one.low))), None)
        head = self.units[0].at(self.mention.at[0], self.mention.at[1])
        last = self.units[-1]
        return ScheduleItem(
            period,
            self._row() or _what(sentences),
            place,
            _passed(period, at, past),
            tuple(groups),
            gathering,
            (head[0], last.at(0, len(last.text))[1]),
        )

    def _row(self) -> str | None:
        """The words of a table's row whose period is not its first column."""
        unit = self.units[0]
        if self.body or "\t" not in unit.text or self.mention.at[0] == 0:
            return None
        start, end = self.mention.at
        cells = [*unit.text[:start].split("\t"), *unit.text[end:].split("\t")]
        return " ".join(cell.strip() for cell in cells if any(char.isalpha() for char in cell))

    def _spans(self) -> Iterator[tuple[Unit, int]]:
        for place, unit in enumerate(self.units):
            yield unit, 0 if place else self.body


def _what(sentences: list[Sentence]) -> str:
    """The first sentence, with the next where the first is no more than a title."""
    text = sentences[0].words
    if len(text) < 12 and len(sentences) > 1:
        text = f"{text} {sentences[1].words}"
    return text.strip(" :;")


def _passed(period: Period, at: date | None, past_tense: bool) -> bool | None:
    passed = period.lies_before(at) if at else None
    if passed is None:
        return True if past_tense else (False if at and period.end and period.end >= at else None)
    return passed


def entries(parts: list[Part]) -> Iterator[Entry]:
    for part in parts:
        if part.key or part.role in ("earlier", "attachments", "signature", "decision", "treatment"):
            continue
        place = 0
        while place < len(part.units):
            unit = part.units[place]
            if unit.entry is None:
                place += 1
                continue
            taken = [unit]
            place += 1
            while place < len(part.units) and part.units[place].entry is None:
                after = part.units[place]
                bare = unit.body >= len(unit.text.rstrip()) and len(taken) == 1
                # A list item of its own ends an entry that stands in the same list.
                if not bare and ((unit.marker and after.marker) or (unit.marker and after.lines[0].gap > 0)):
                    break
                if not bare and after.lines[0].gap > 1 and len(taken[-1].text) > 0:
                    break
                taken.append(after)
                place += 1
            if (
                unit.entry.first.unit != "year"
                or unit.entry.last is None
                or unit.entry.first.part
                or part.role == "planning"
            ):
                yield Entry(unit.entry, part, taken, unit.body)


def schedule(
    parts: list[Part], found: list[Entry], sentences: list[Sentence], at: date | None
) -> list[ScheduleItem]:
    """Dated entries, then gatherings and planned steps in running text; in the order of the text, none twice."""
    items = [item for entry in found if (item := entry.item(at))]
    taken = {(item.period.start, item.period.end, item.gathering) for item in items}
    inside = {id(unit) for entry in found for unit in entry.units}
    for sentence in sentences:
        part = sentence.part
        if part.key or part.role in ("earlier", "attachments", "signature", "decision", "treatment"):
            continue
        if id(sentence.unit) in inside or not sentence.mentions:
            continue
        low = sentence.low
        gathering = gathering_in(low)
        # A letter or memo without sections has its steps in running text.
        planned = part.role == "planning" or (not part.title and _STEP.search(low) is not None)
        if not planned and (gathering is None or not _HAPPENS.search(low)):
            continue
        where = sentence.at
        past = is_past_tense(low)
        if planned and gathering is None and (_INFORMS.search(low) or (past and not _HAPPENS.search(low))):
            continue
        for mention in sentence.mentions:
            if mention.first.unit == "words" or (
                mention.first.unit == "year"
                and gathering is None
                and mention.bound == ""
                and not mention.first.part
            ):
                continue
            if mention.text.lower() in ("dit jaar",) or re.search(
                r"(?<!\w)(?:over|begroting|jaarrekening|sinds)\s+$", sentence.text[: mention.at[0]].lower()
            ):
                continue
            if gathering is None and not (
                (mention.first.unit in ("day", "week") and not past)
                or _STEP.search(low)
                or _FUTURE.search(low)
                or sentence.unit.marker
                or _HAPPENS.search(low)
            ):
                continue
            period = mention.period(at, past=past)
            key = (period.start, period.end, gathering)
            if period.start and key in taken:
                break
            taken.add(key)
            groups = dict.fromkeys(
                name for name, _, _ in groups_in(sentence.unit, sentence.start, sentence.end, wide=True)
            )
            items.append(
                ScheduleItem(
                    period,
                    sentence.words,
                    _place(sentence.unit, sentence.start, sentence.end),
                    _passed(period, at, past),
                    tuple(groups),
                    gathering,
                    where,
                )
            )
            break
    return sorted(items, key=lambda item: item.at)


def contradicts_tense(entry_past: bool | None, low: str) -> bool:
    """Words that say the opposite of what the dates say."""
    if entry_past is True:
        return _SAYS_FUTURE.search(low) is not None and not _PAST.search(low)
    return entry_past is False and _SAYS_PAST.search(low) is not None and not _SAYS_FUTURE.search(low)


# Announcements.

# A sentence without a word that begins like these announces nothing.
_ANNOUNCING = frozenset(
    ["info", "geïn", "bere", "beri", "rapp", "gera", "teru", "kopp", "hoog", "gede", "aang", "voor", "gepr", "toeg",
     "gepu", "beke", "geag", "bijg", "meeg", "uitg", "geëv", "opge", "gere", "inge", "afge", "vast", "gest", "kom", "komt",
     "kome", "leg", "legt", "legg", "bied", "stuu", "stur", "zend", "pres", "besc", "leve", "ontv", "zeg", "zegt", "zegg",
     "toez", "zal", "zull", "gaat", "gaan", "houd", "aanb", "laat", "late"]
)  # fmt: skip
_PROMISING = frozenset(
    ["zeg", "zegt", "zegg", "toez", "houd", "laat", "late", "zal", "zull", "gaat", "gaan", "ontv"]
)
_TO = (
    r"(?:de\s+(?:gemeente)?raad|uw\s+raad|raadsleden|de\s+(?:raads)?commissie|commissieleden|u|"
    r"het\s+college|inwoners|bewoners|omwonenden|deelnemers|"
    r"ondernemers|betrokkenen|partijen|de\s+groep|de\s+stad|belanghebbenden)"
)
_INFORMS = re.compile(
    r"(?<!\w)(?:informeer(?:t|en)?|informeren|berichten|bericht\s|rapporteert|rapporteren|terugkoppel\w*|"
    r"koppel(?:t|en)\s[^.]{0,80}terug|geïnformeerd|teruggekoppeld|"
    r"op\s+de\s+hoogte|gerapporteerd)"
)
_PASSIVE = re.compile(
    r"(?<!\w)(?:wordt|worden)\s(?:[^.]{0,160}?\s)?(?:geïnformeerd|gedeeld|aangeboden|voorgelegd|"
    r"teruggekoppeld|gepresenteerd|toegezonden|toegestuurd|"
    r"gerapporteerd|gepubliceerd|bekendgemaakt|op\s+de\s+hoogte\s+(?:gehouden|gebracht|gesteld)|"
    r"geagendeerd|bijgepraat|meegenomen)(?!\w)"
)
_DONE = re.compile(
    r"(?<!\w)(?:wordt|worden)\s(?:[^.]{0,160}?\s)?(?:uitgevoerd|geëvalueerd|opgeleverd|gerealiseerd|"
    r"ingevoerd|afgerond|vastgesteld|opgesteld|uitgewerkt|gestart|aangeboden)(?!\w)"
)
_GIVES = re.compile(
    r"(?<!\w)(?:(?:stuur|zend|bied|leg|kom)\s+ik\s[^.]{0,120}?(?:toe|aan|voor|terug)(?!\w)|kom(?:t|"
    r"en)\s[^.]{0,120}?(?:met\s+een|terug|met\s+het|met\s+de)|leg(?:t|gen)\s[^.]{0,160}?voor(?!\w)|"
    r"bied(?:t|en)\s[^.]{0,160}?aan(?!\w)|"
    r"(?:stuurt|sturen|zendt|zenden)\s[^.]{0,120}?(?:toe|naar|aan)(?!\w)|presenteert|presenteren|"
    r"presentatie\s[^.]{0,120}?aan(?!\w)|"
    r"gereed(?!\w)|beschikbaar\s+voor|aanbieden\s|aanbieding\s[^.]{0,100}?aan(?!\w)|voorleggen\s|lever(?:t|"
    r"en)\s[^.]{0,80}?op(?!\w))"
)
_RECEIVES = re.compile(
    r"(?<!\w)ontvang(?:t|en)\s[^.]{0,120}?(?:terugkoppeling|evaluatie|verslag|rapportage|voortgang\w*|"
    r"informatie\w*|brief|nota|bericht|voorstel|plan|update|"
    r"overzicht|memo|notitie|uitnodiging|program\w*|monitor|resultaten|antwoord)"
)
_TO_BODY = re.compile(
    r"(?<!\w)(?:aan|naar)\s+(?:de\s+|uw\s+|het\s+)?(?:gemeente)?(?:raad|raadscommissie|commissie|"
    r"raadsleden|u)(?!\w)"
)
_PROMISES = re.compile(
    r"(?<!\w)houd(?:t|en)\s+(?:\w+\s+){0,4}op\s+de\s+hoogte|(?<!\w)laa?t(?:en)?\s+(?:\w+\s+){0,4}weten|"
    r"(?<!\w)(?:zegt?\s+(?:\w+\s+){0,3}toe(?!\w)|zeggen\s+(?:\w+\s+){0,6}toe(?!\w)|toezegging\s*:)"
)
_WE_SHALL = re.compile(
    r"(?<!\w)(?:het\s+college|wij|we|de\s+gemeente|de\s+wethouder)\s+(?:zal|zullen|gaat|gaan)(?!\w)|(?:zal|"
    r"zullen|gaat|gaan)\s+(?:het\s+college|wij|we|de\s+gemeente|de\s+wethouder)(?!\w)"
)
_LATER = re.compile(
    r"(?<!\w)(?:bij\s+(?:de\s+)?vervolgstappen|zodra|jaarlijks|halfjaarlijks|periodiek|regelmatig|"
    r"tussentijds|na\s+afloop|nader|binnenkort|tijdig|vervolgens|zal|zullen|"
    r"te\s+zijner\s+tijd|daarna|hierna|blijven|blijft|per\s+kwartaal|elk\s+(?:kwartaal|jaar)|elke\s+maand|"
    r"twee\s?maal\s+per\s+jaar|na\s+(?:besluitvorming|vaststelling|de)|"
    r"voortgang|als\s+daar\s+aanleiding|indien|wanneer)"
)
_HEREBY = re.compile(
    r"(?<!\w)(?:hierbij|hiermee|met\s+deze\s+(?:brief|nota|informatie\w*|raads\w*|college\w*|memo|notitie)|"
    r"via\s+deze|bij\s+deze|in\s+deze\s+(?:brief|nota|raads\w*|informatie\w*)|"
    r"(?:deze|dit)\s+(?:\w*nota|\w*brief|memo|\w*bericht|notitie)\s+(?:informeert|geeft|beschrijft|gaat))"
)
_SPEAKER = re.compile(r"(?<!\w)(?:college|wij|we|wethouder|ik)(?!\w)")
_RECIPIENT = re.compile(rf"(?<!\w){_TO}(?!\w)")


def commitments(found: list[Entry], sentences: list[Sentence], at: date | None) -> list[Commitment]:
    """Each announcement once: who will be informed, what will be delivered or done; with its term where it has one."""
    leads: dict[tuple[int, int], Entry] = {}
    told: list[Sentence] = []
    for entry in found:
        for place, sentence in enumerate(entry.sentences()):
            told.append(sentence)
            if place == 0:
                leads[id(sentence.unit), sentence.start] = entry
    inside = {id(unit) for entry in found for unit in entry.units}
    told += [one for one in sentences if id(one.unit) not in inside]
    announced: list[Commitment] = []
    for sentence in told:
        part = sentence.part
        if part.key or part.role in ("earlier", "treatment", "attachments", "signature", "decision"):
            continue
        entry_here = leads.get((id(sentence.unit), sentence.start))
        if not _announces(sentence, entry_here is not None, at):
            continue
        period = _term(sentence, at)
        if entry_here is not None:
            item = entry_here.item(at)
            if item is None or item.past:
                continue
            period = period or item.period
        announced.append(Commitment(sentence.words.rstrip(" ;"), period, sentence.at))
    result: dict[str, Commitment] = {}
    for one in sorted(announced, key=lambda commitment: commitment.at):
        result.setdefault(_NO_WORD.sub(" ", one.text.lower()), one)
    return list(result.values())


_NO_WORD = re.compile(r"\W+")


def _announces(sentence: Sentence, leads_entry: bool, at: date | None) -> bool:
    low, heads = sentence.low, sentence.heads
    if not leads_entry and (heads.isdisjoint(_ANNOUNCING) or low.rstrip("\"')")[-1:] not in (".", ";", "!")):
        return False  # nothing to announce; a heading; or half a table
    return _says_so(sentence, leads_entry, at) and not _HEREBY.search(low) and not is_past_tense(low)


def _says_so(sentence: Sentence, leads_entry: bool, at: date | None) -> bool:
    """Whether the words promise: by their verb alone, or by their verb with who it is for and when."""
    low, heads = sentence.low, sentence.heads
    if not heads.isdisjoint(_PROMISING) and (
        _PROMISES.search(low) or _WE_SHALL.search(low) or _RECEIVES.search(low)
    ):
        return True
    if "word" in heads:
        if _PASSIVE.search(low):
            return _RECIPIENT.search(low) is not None or _term(sentence, at) is not None
        if not leads_entry and _DONE.search(low):
            return _term(sentence, at) is not None
    gives = _GIVES.search(low) is not None
    if leads_entry:
        return gives or bool(_INFORMS.search(low) or _TO_BODY.search(low))
    if not (gives or _INFORMS.search(low)) or not (_SPEAKER.search(low) or _RECIPIENT.search(low)):
        return False
    return _term(sentence, at) is not None or _LATER.search(low) is not None


def _term(sentence: Sentence, at: date | None) -> Period | None:
    """The first period in the words that is not over yet."""
    for mention in sentence.mentions:
        period = mention.period(at)
        if at is None or not period.lies_before(at):
            return period
    return None
