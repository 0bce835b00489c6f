"""Announcements: what somebody may hold the writer to, with its term where it has one."""

from __future__ import annotations

import re
from datetime import date

from houtskool.kernel.note.facts import Commitment
from houtskool.kernel.note.gatherings import INFORMS, is_past_tense
from houtskool.kernel.note.header import BW
from houtskool.kernel.note.planning import Entry
from houtskool.kernel.note.sentences import Sentence
from houtskool.kernel.note.tables import Row
from houtskool.kernel.note.units import Part, Unit
from houtskool.kernel.vaguedate import Period, leading

# A sentence without a word that begins like these announces nothing.
_ANNOUNCING = frozenset(
    ["info", "geïn", "bere", "beri", "rapp", "gera", "teru", "kopp", "hoog", "gede", "aang", "voor",
     "gepr", "toeg", "gepu", "beke", "geag", "bijg", "meeg", "uitg", "geëv", "opge", "gere", "inge",
     "afge", "vast", "gest", "kom", "komt", "kome", "werk", "leg", "legt", "legg", "bied", "stuu", "stur",
     "zend", "pres", "besc", "leve", "ontv", "zeg", "zegt", "zegg", "toez", "zal", "zull", "gaat", "ligt",
     "gaan", "houd", "aanb", "laat", "late" ]
)  # fmt: skip
_PROMISING = frozenset(
    [
        "zeg",
        "zegt",
        "zegg",
        "toez",
        "houd",
        "praa",
        "prat",
        "laat",
        "late",
        "zal",
        "zull",
        "gaat",
        "gaan",
        "ontv",
    ]
)
_PLEDGED_HEADS = frozenset(["toeg", "zegd"])
_TO = (
    r"(?:de\s+(?:gemeente)?raad|uw\s+raad|raadsleden|de\s+(?:raads)?commissie|commissieleden|u|"
    r"het\s+college|inwoners|bewoners|omwonenden|deelnemers|"
    r"ondernemers|betrokkenen|partijen|de\s+groep|de\s+stad|belanghebbenden)"
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
    r"en)\s[^.]{0,120}?(?:met\s+een|terug|met\s+het|met\s+de|naar\s+(?:de\s+|uw\s+)?(?:raad|commissie))|werk(?:t|en)\s[^.]{0,80}?\suit(?!\w)|leg(?:t|gen)\s[^.]{0,160}?voor(?!\w)|"
    r"bied(?:t|en)\s[^.]{0,160}?aan(?!\w)|"
    r"(?:stuurt|sturen|zendt|zenden)\s[^.]{0,120}?(?:toe|naar|aan)(?!\w)|presenteert|presenteren|"
    r"presentatie\s[^.]{0,120}?aan(?!\w)|"
    r"ligt\s[^.]{0,100}?(?:voor\s+(?:aan|bij)|bij)\s+(?:de\s+|uw\s+|het\s+)(?:gemeente)?(?:raad|commissie|college)|"
    r"gereed(?!\w)|beschikbaar\s+voor|aanbieden\s|aanbieding\s[^.]{0,100}?aan(?!\w)|voorleggen\s|lever(?:t|"
    r"en)\s[^.]{0,80}?op(?!\w))"
)
_RECEIVES = re.compile(
    r"(?<!\w)ontvang(?:t|en)\s+(?:u|uw\s+raad|de\s+(?:gemeente)?raad|raadsleden|de\s+commissie)(?!\w)|"
    r"(?<!\w)pra(?:at|ten)\s[^.]{0,100}?\sbij(?!\w)|(?<!\w)ontvang(?:t|en)\s[^.]{0,120}?(?:terugkoppeling|evaluatie|verslag|rapportage|voortgang\w*|"
    r"informatie\w*|brief|nota|bericht|voorstel|plan|update|"
    r"overzicht|memo|notitie|uitnodiging|program\w*|monitor|resultaten|antwoord)"
)
_TO_BODY = re.compile(
    r"(?<!\w)(?:aan|naar)\s+(?:de\s+|uw\s+|het\s+)?(?:gemeente)?(?:raad|raadscommissie|commissie|"
    r"raadsleden|u)(?!\w)"
)
# "zegt de raad … toe", but not "zegt dat het toeneemt" nor "zegt niets en neemt toe".
_TOE = r"\s+(?:(?!dat\s(?!toe)|ne?emt?e?n?\s)[^\s.,;]+\s+){0,10}toe"
_PROMISES = re.compile(
    r"(?<!\w)houd(?:t|en)\s+(?:\w+\s+){0,4}op\s+de\s+hoogte|(?<!\w)laa?t(?:en)?\s+(?:\w+\s+){0,4}weten|"
    rf"(?<!\w)zeg(?:t|gen)?{_TOE}(?!\w)|toezegging\s*:"
)
# "Dit is aangekondigd of toegezegd" says not which of the two.
_PLEDGED = re.compile(
    r"(?<!\w)(?:(?<!of )toegezegd|toe\s?te\s?zeggen|toezeg(?:t|gen)|toezegging(?=\s*:)|"
    rf"zeg(?:t|gen|de|den)?{_TOE})(?!\w)"
)
_MADE_BEFORE = re.compile(
    rf"(?<!\w)(?:(?:heeft|hebben|heb|is|zijn|werd|had)\s(?:[^.]{{0,160}}?\s)?(?<!of )toegezegd|"
    rf"toegezegd\s+(?:heeft|hebben|heb|is|zijn|was)|zegde(?:n)?{_TOE})(?!\w)"
)
_OURSELVES = re.compile(r"(?<!\w)(?:wij|we|ik)(?!\w)", re.I)
_NAME = (
    r"\s+(?:[A-Z]\.\s?)*(?:(?:van|de|den|der|ten|ter|te|el|het|'t|la)\s+){0,3}[A-ZÀ-Ý][\w'-]+"
    r"(?:\s+(?:(?:van|de|den|der)\s+){0,2}[A-ZÀ-Ý][\w'-]+){0,2}"
)
# Who may promise; behind "aan", "wordt" or "ontvangt" it is whom it is for.
_PROMISER = re.compile(
    rf"(?<!\w)(?P<for>(?:[Aa]an|[Nn]aar|[Vv]oor|[Vv]an|[Bb]ij|[Mm]et|[Ii]n|"
    rf"(?:[Ww]ord|[Oo]ntvang|[Kk]rijg)(?:t|en))\s+)?(?:[Dd]e\s+|[Hh]et\s+|[Oo]nze\s+)?"
    rf"(?:(?P<college>college(?!\w)|[Bb]urgemeester\s+en\s+wethouders|(?i:{BW})(?!\w))|"
    rf"(?P<person>[Ww]ethouders?(?:{_NAME}(?:\s+en{_NAME})?)?|(?:[Ll]oco-)?[Bb]urgemeester(?:{_NAME})?)(?!\w))"
)
_WE_SHALL = re.compile(
    r"(?<!\w)(?:het\s+college|wij|we|de\s+gemeente|de\s+wethouder)\s+(?:zal|zullen|gaat|gaan)(?!\w)(?!\s+(?:er|over|uit)|\s+ervan)|(?:zal|"
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


def commitments(
    parts: list[Part], found: list[Entry], sentences: list[Sentence], at: date | None
) -> list[Commitment]:
    """Each announcement once: who will be informed, what will be delivered or done, and when."""
    leads: dict[tuple[int, int], Entry] = {}
    told: list[Sentence] = []
    for entry in found:
        for place, sentence in enumerate(entry.sentences()):
            told.append(sentence)
            if place == 0:
                leads[id(sentence.unit), sentence.start] = entry
    inside = {id(unit) for entry in found for unit in entry.units}
    told += [one for one in sentences if id(one.unit) not in inside]
    listed = [
        row for part in parts if part.role == "promises" for unit in part.units if (row := _row(unit, at))
    ]
    announced = list(listed)
    for place, sentence in enumerate(told):
        part = sentence.part
        if part.key or part.role in _NO_PROMISE:
            continue
        entry_here = leads.get((id(sentence.unit), sentence.start))
        owed = _owed(sentence, place, told)
        if not owed and not _announces(sentence, entry_here is not None, at):
            continue
        period = _term(sentence, at)
        if owed and period and (at is None or period.end is None or period.end <= at):
            period = None  # the day on which it was promised
        if entry_here is not None:
            item = entry_here.item(at)
            if item is None or item.past:
                continue
            period = period or item.period
        kind = TOLD_KIND[_PLEDGED.search(sentence.low) is not None]
        by = promiser(sentence.text)
        announced.append(Commitment(sentence.words.rstrip(" ;"), by, kind, period, sentence.at))
    result: dict[str, Commitment] = {}
    # What a table lists and a sentence repeats stands once, in the table's words.
    rows = [_NO_WORD.sub(" ", one.text.lower()).strip() for one in listed]
    for one in sorted(announced, key=lambda commitment: commitment.at):
        words = _NO_WORD.sub(" ", one.text.lower()).strip()
        if one in listed or not any(row in words for row in rows):
            result.setdefault(words, one)
    return list(result.values())


_NO_PROMISE = frozenset(("earlier", "treatment", "attachments", "signature", "decision", "promises"))


def _row(unit: Unit, at: date | None) -> Commitment | None:
    """A row of a table of promises, with its term where its column holds a period."""
    line = unit.lines[0]
    if not isinstance(line, Row) or not any(map(str.isalpha, line.text[slice(*line.what)])):
        return None
    start, end = line.when
    term = leading(line.text[start:end])
    what, who = line.text[slice(*line.what)], line.text[slice(*line.who)] if line.who else ""
    return Commitment(
        unit.words(*line.what),
        promiser(what) or promiser(who) or " ".join(who.split()) or None,
        TOLD_KIND[line.pledged or _PLEDGED.search(what.lower()) is not None],
        term.period(at) if term else None,
        unit.at(*line.what),
    )


_NO_WORD = re.compile(r"\W+")
TOLD_KIND = ("aankondiging", "toezegging")


def promiser(text: str) -> str | None:
    """Who the words make promise: the first office in them, but not whom it is for, nor behind "wij"."""
    ourselves = _OURSELVES.search(text)
    for match in _PROMISER.finditer(text, 0, ourselves.start() if ourselves else len(text)):
        if match["for"]:
            continue
        if match["college"]:
            return "college"
        person = " ".join(match["person"].split())
        return person[0].lower() + person[1:]
    return None


def _owed(sentence: Sentence, place: int, told: list[Sentence]) -> bool:
    """Whether it tells of a promise made before, which this document does not say it keeps."""
    low = sentence.low
    if sentence.heads.isdisjoint(_PLEDGED_HEADS) or not _MADE_BEFORE.search(low) or _HEREBY.search(low):
        return False
    after = told[place + 1] if place + 1 < len(told) else None
    return after is None or after.part is not sentence.part or not _HEREBY.search(after.low)


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
        return gives or bool(INFORMS.search(low) or _TO_BODY.search(low))
    if not (gives or INFORMS.search(low)) or not (_SPEAKER.search(low) or _RECIPIENT.search(low)):
        return False
    return _term(sentence, at) is not None or _LATER.search(low) is not None


def _term(sentence: Sentence, at: date | None) -> Period | None:
    """The first period in the words that is not over yet."""
    for mention in sentence.mentions:
        period = mention.period(at)
        if at is None or not period.lies_before(at):
            return period
    return None
