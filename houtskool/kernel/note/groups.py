"""Groups of people that a document names, by a lexicon of Dutch civic words and by enumerations."""

from __future__ import annotations

import re
from datetime import date

from houtskool.kernel.note.facts import Group
from houtskool.kernel.note.gatherings import is_past_tense
from houtskool.kernel.note.sentences import Sentence, enumeration
from houtskool.kernel.note.units import Unit

# canonical plural: what else it is called. Longer names come first, so that they win.
_GROUPS = {
    "ambtenaren van andere gemeenten": r"ambtenaren\s+(?:van|uit|bij)\s+(?:andere|omliggende|naburige|"
    r"buur)\s*gemeenten",
    "sociaal ondernemers": r"soci(?:aal|ale)\s+ondernemers?|impact\s?-?ondernemers|"
    r"maatschappelijk(?:e)?\s+ondernemers",
    "sociale ondernemingen": r"soci(?:aal|ale)\s+ondernemingen|impactondernemingen",
    "startende ondernemers": r"startende\s+ondernemers|startups|start-ups",
    "ondernemersverenigingen": r"ondernemersverenigingen|ondernemersvereniging",
    "horecaondernemers": r"horeca-?ondernemers",
    "ondernemers": r"ondernemers",
    "raadsleden": r"gemeenteraadsleden|raadsleden",
    "commissieleden": r"commissieleden",
    "collegeleden": r"collegeleden",
    "ambtenaren": r"beleidsambtenaren|ambtenaren",
    "beleidsmedewerkers": r"beleidsmedewerkers|beleidsadviseurs",
    "investeerders": r"investeerders",
    "financiers": r"financiers",
    "banken": r"banken",
    "fondsen": r"vermogensfondsen|fondsen",
    "lectoren": r"lectoren",
    "docenten": r"docenten|leraren|leerkrachten",
    "studenten": r"studenten",
    "leerlingen": r"leerlingen|scholieren",
    "onderzoekers": r"onderzoekers|wetenschappers",
    "onderwijs/onderzoek": r"onderwijs\s?/\s?onderzoek|onderwijs\s+en\s+onderzoek(?=\W)",
    "onderwijsinstellingen": r"onderwijsinstellingen|onderwijspartners",
    "kennisinstellingen": r"kennisinstellingen|kennisinstituten",
    "scholen": r"basisscholen|middelbare\s+scholen|scholen",
    "inkopers": r"inkopers",
    "belangenorganisaties": r"belangenorganisaties?|belangenverenigingen|belangenbehartigers",
    "bewonersorganisaties": r"bewonersorganisaties|bewonersverenigingen|bewonersgroepen|huurdersorganisaties",
    "bewoners": r"buurtbewoners|wijkbewoners|bewoners",
    "omwonenden": r"omwonenden",
    "inwoners": r"inwoners",
    "huurders": r"huurders",
    "woningzoekenden": r"woningzoekenden",
    "jongeren": r"jongeren",
    "ouderen": r"ouderen|senioren",
    "cliënten": r"cliënten",
    "ouders": r"ouders",
    "vrijwilligers": r"vrijwilligers",
    "mantelzorgers": r"mantelzorgers",
    "ervaringsdeskundigen": r"ervaringsdeskundigen",
    "deskundigen": r"deskundigen|experts",
    "statushouders": r"statushouders",
    "werkzoekenden": r"werkzoekenden",
    "woningcorporaties": r"woningcorporaties|corporaties|woningbouwcorporaties",
    "ontwikkelaars": r"projectontwikkelaars|ontwikkelaars",
    "architecten": r"architecten",
    "zorgaanbieders": r"zorgaanbieders|zorginstellingen|zorgorganisaties|zorgpartijen",
    "welzijnsorganisaties": r"welzijnsorganisaties|welzijnsinstellingen|welzijnspartijen",
    "maatschappelijke organisaties": r"maatschappelijke\s+(?:organisaties|instellingen|partners|partijen)",
    "culturele instellingen": r"culturele\s+(?:instellingen|organisaties)|cultuurmakers",
    "kunstenaars": r"kunstenaars",
    "sportverenigingen": r"sportverenigingen|sportclubs",
    "wijkraden": r"wijkraden|dorpsraden|buurtraden|wijkplatforms",
    "winkeliers": r"winkeliers|winkeliersverenigingen",
    "werkgevers": r"werkgevers",
    "werknemers": r"werknemers",
    "vakbonden": r"vakbonden",
    "bedrijven": r"bedrijven",
    "agrariërs": r"agrariërs|boeren",
    "ketenpartners": r"ketenpartners",
    "accountmanagers": r"accountmanagers",
    "vastgoedeigenaren": r"vastgoedeigenaren|pandeigenaren",
    "eigenaren": r"eigenaren|eigenaars",
    "buurtverenigingen": r"buurtverenigingen|wijkverenigingen",
    "mkb": r"(?<=het )mkb|(?<=en )mkb|(?<=, )mkb|(?<=lokale )mkb|midden- en kleinbedrijf",
    "netwerkorganisaties": r"netwerkorganisaties",
}
# Words that are people only where someone is invited or met; elsewhere they are subjects.
_PARTIES = {
    "overheid": r"overhe(?:id|den)",
    "onderwijs": r"onderwijs",
    "bedrijfsleven": r"bedrijfsleven",
    "kennisinstellingen": r"wetenschap",
    "zorg": r"zorg(?=\s*(?:,|en\s))",
}
_TEAM_HEADS = frozenset(
    ["kern", "werk", "proj", "stuu", "klan", "regi", "denk", "advi", "clië", "jong", "make"]
)
_TEAM = re.compile(
    r"(?<!\w)(?:kerngroep|werkgroep|projectgroep|stuurgroep|klankbordgroep|regiegroep|denktank|adviesraad|"
    r"cliëntenraad|jongerenraad|"
    r"makelaarsteam|kernteam|projectteam)(?:\s+(?:(?:met|en|van|voor)\s+)?[A-ZÀ-Ý][\w-]+){0,4}"
)


class _Lexicon:
    """Names tried only at words that begin like one of theirs: linear, and quick."""

    def __init__(self, groups: dict[str, str]) -> None:
        self.by_head: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
        for name, words in groups.items():
            # Alternatives begin with letters: what is optional is written out.
            plain = re.sub(r"\([^()]*\)", "", words)
            for head in {re.split(r"\W", word)[0][:4] for word in plain.split("|")}:
                self.by_head.setdefault(head, []).append((name, re.compile(rf"(?:{words})(?![\w-])")))
        self.heads = frozenset(self.by_head)

    def find(self, low: str, start: int, end: int) -> list[tuple[str, int, int]]:
        """Usual name, start and end of each group in low[start:end]."""
        found: list[tuple[str, int, int]] = []
        done = start
        for word in _WORD.finditer(low, start, end):
            place = word.start()
            if place < done or low[place - 1 : place] == "-":
                continue
            for name, pattern in self.by_head.get(word.group()[:4], ()):
                if match := pattern.match(low, place, end):
                    found.append((name, place, match.end()))
                    done = match.end()
                    break
        return found


_WORD = re.compile(r"\w+")
NARROW = _Lexicon(_GROUPS)
_WIDE = _Lexicon(_GROUPS | _PARTIES)
_INTERVIEWED = re.compile(
    r"[iï]nterview|gesprekken\s+(?:gevoerd\s+)?met|(?:hebben|heeft|is|zijn)\s+gesproken\s+met|"
    r"gesproken\s+met|spraken\s+(?:wij\s+|we\s+)?met"
)
_MET_HEADS = frozenset(["inte", "geïn", "gein", "gesp", "spra"])
_INVITED_HEADS = frozenset(["uitg", "uitn", "geno", "nodi", "welk"])
_INVITED = re.compile(
    r"uitgenodigd|uitnodig|genodigd|nodigen\s|nodigt\s|welkom\s+(?:zijn|is|heten)|"
    r"zijn\s+(?:van\s+harte\s+)?welkom"
)
_LIST_AFTER = re.compile(
    r"(?:interviewen\s+van|interviews?\s+met|geïnterviewd(?:en)?:?|gesprekken\s+(?:gevoerd\s+)?met|"
    r"gesproken\s+met|spraken\s+(?:wij\s+|we\s+)?met|"
    r"uitnodiging(?:en)?\s+(?:ook\s+|tevens\s+)?(?:voor|aan)|uitgenodigd\s+(?:zijn|worden|waren)?:?|"
    r"uitnodigen\s+van)\s+"
)
_PLURAL = re.compile(r"[a-zà-ÿ/-]+(?:ers|en|ers|aars|s|ies)(?:\s+(?:uit|van|met|in)\s+[\w\s-]{2,40})?$")
_NOT_GROUP = re.compile(
    r"(?:andere|overige|alle|diverse)\s|partijen|thema|activiteiten|gesprekken|"
    r"bijeenkomst|sessies|interviews|stakeholders|\d|"
    r"\b(?:worden|zijn|hebben|kunnen|brengen|krijgen|te)\b"
)


def groups_in(unit: Unit, start: int, end: int, *, wide: bool = False) -> list[tuple[str, int, int]]:
    """Groups in unit.text[start:end]: usual name, start, end."""
    found = (_WIDE if wide else NARROW).find(unit.low, start, end)
    if found and (lists := _LIST_AFTER.search(unit.low, start, end)):
        taken = {place for _, a, b in found for place in range(a, b)}
        for first, last in enumeration(unit.low, lists.end(), min(end, lists.end() + 600)):
            words = unit.low[first:last]
            if (
                any(place in taken for place in range(first, last))
                or len(words.split()) > 3
                or _NOT_GROUP.search(words)
            ):
                continue
            if _PLURAL.fullmatch(words):
                found.append((" ".join(words.split()), first, last))
    return sorted(found, key=lambda one: one[1])


def how_of(sentence: Sentence) -> str | None:
    if not sentence.heads.isdisjoint(_MET_HEADS) and _INTERVIEWED.search(sentence.low):
        return "geïnterviewd"
    if not sentence.heads.isdisjoint(_INVITED_HEADS) and _INVITED.search(sentence.low):
        return "uitgenodigd"
    return None


def _is_ahead(sentence: Sentence, planned: set[int], at: date | None) -> bool:
    """Whether it tells of what is still to come: who will be interviewed has not been interviewed."""
    if id(sentence.unit) in planned:
        return True
    return (
        at is not None
        and not is_past_tense(sentence.low)
        and any(one.period(at).lies_before(at) is False for one in sentence.mentions)
    )


def groups(sentences: list[Sentence], planned: set[int], at: date | None) -> list[Group]:
    """Each group once per way in which it took part; without a way only where it has none.

    planned: the units (by id) of entries that lie ahead of `at`.
    """
    found: dict[tuple[str, str | None], Group] = {}
    for sentence in sentences:
        if sentence.part.key or sentence.part.role in ("earlier", "attachments", "signature"):
            continue
        if sentence.heads.isdisjoint(_WIDE.heads) and sentence.heads.isdisjoint(_TEAM_HEADS):
            continue
        how = how_of(sentence)
        unit = sentence.unit
        if how == "geïnterviewd" and _is_ahead(sentence, planned, at):
            how = None
        for name, start, end in groups_in(unit, sentence.start, sentence.end, wide=how is not None):
            found.setdefault((name, how), Group(name, how, unit.at(start, end)))
        for match in _TEAM.finditer(unit.text, sentence.start, sentence.end):
            name = unit.words(match.start(), match.end())
            found.setdefault((name, None), Group(name, None, unit.at(match.start(), match.end())))
    taken = {name for name, how in found if how}
    # "ondernemers" says no more than "sociaal ondernemers", nor "kerngroep" than "kerngroep Wonen".
    parts_of_names = {
        " ".join(words[cut:]) for name, _ in found for words in [name.split()] for cut in range(1, len(words))
    }
    parts_of_names |= {name.split()[0] for name, _ in found if " " in name and _TEAM.match(name)}
    return [
        one for (name, how), one in found.items() if how or (name not in taken and name not in parts_of_names)
    ]
