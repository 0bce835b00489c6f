"""Groups and organisations that a document names, by a lexicon of Dutch civic vocabulary and by sentence patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from houtskool.kernel.note.facts import Group, Organisation
from houtskool.kernel.note.layout import Part, Unit
from houtskool.kernel.note.sentences import Sentence, enumeration

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
            for name, pattern in self.by_head.get(low[place : place + 4], ()):
                if match := pattern.match(low, place, end):
                    found.append((name, place, match.end()))
                    done = match.end()
                    break
        return found


_WORD = re.compile(r"\w+")
_NARROW = _Lexicon(_GROUPS)
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
    found = (_WIDE if wide else _NARROW).find(unit.low, start, end)
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
    return at is not None and any(one.period(at).lies_before(at) is False for one in sentence.mentions)


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


_PROPER = (
    r"[A-ZÀ-Ý][\w&'./-]*(?:\s+(?:(?:van|voor|der|den|de|het|&|in|aan|ten|op)\s+){0,2}"
    r"(?!(?:Stichting|Vereniging|ROC|GGD|MBO)\b)[A-ZÀ-Ý][\w&'-]*){0,7}"
)
_ROLES = (
    (r"(?:begeleid(?:en)?|gefaciliteerd|procesbegeleiding(?:\s+\w+){0,3})\s+door", "procesbegeleider"),
    (r"procesbegeleider\s+(?:is\s+)?", "procesbegeleider"),
    (r"uitgevoerd\s+door|uitvoering\s+(?:ligt\s+)?(?:bij|door)", "uitvoerder"),
    (
        r"(?:in\s+samenwerking|samen|samenwerken|samenwerking|werkt\s+samen|werken\s+samen|"
        r"partnerschap)\s+met",
        "partner",
    ),
    (r"(?:onderzocht|onderzoek(?:\s+is)?(?:\s+\w+){0,3}|onderzoek\s+gedaan)\s+door", "onderzoeker"),
    (r"(?:opgesteld|geschreven|gemaakt)\s+door", "opsteller"),
    (r"in\s+opdracht\s+van", "opdrachtgever"),
    (r"(?:getoetst|beoordeeld)\s+door", "toetser"),
    (r"(?:gefinancierd|gesubsidieerd)\s+door|(?:subsidie|bijdrage|cofinanciering)\s+van", "financier"),
    (r"(?:georganiseerd|organisatie\s+is\s+in\s+handen\s+van)\s+door|georganiseerd\s+door", "organisator"),
)
_ROLE = re.compile("|".join(f"(?P<r{place}>{words})" for place, (words, _) in enumerate(_ROLES)))
_NAMED = re.compile(
    r"(?:(?:[Ss]tichting|[Vv]ereniging|[Cc]oöperatie|[Hh]ogeschool|[Pp]rovincie|[Ww]oningcorporatie|"
    r"[Aa]dviesbureau|[Bb]ureau)\s+)?" + _PROPER
)
_TYPED = re.compile(
    rf"(?<!\w)(?:(?:[Ss]tichting|[Vv]ereniging|[Cc]oöperatie|[Hh]ogeschool|[Uu]niversiteit|[Pp]rovincie|"
    rf"[Ww]aterschap|[Hh]oogheemraadschap|"
    rf"[Mm]inisterie\s+van|[Ww]oningcorporatie|[Mm]etropoolregio|[Oo]mgevingsdienst|[Vv]eiligheidsregio|"
    rf"[Ww]elzijnsorganisatie|"
    rf"[Bb]ureau|[Aa]dviesbureau|[Rr]egio|MKB|ROC|GGD|MBO)\s+{_PROPER}|"
    rf"(?:[A-ZÀ-Ý][\w&'-]*\s+){{1,5}}(?:B\.?V\.?|N\.?V\.?|U\.?A\.?)(?!\w)|"
    r"(?:Kamer\s+van\s+Koophandel|KvK|UWV|VNG|Werkgeversservicepunt|Social\s+Enterprise\s+NL|GGD|ROC|"
    r"Rijkswaterstaat|Rabobank|ING|Triodos\s+Bank|"
    r"Leger\s+des\s+Heils|Rode\s+Kruis|COA|CJG|Sociaal\s+Werkbedrijf|Staatsbosbeheer|ProRail|NS|"
    r"Veilig\s+Thuis|MEE)(?![\w-]))"
)
_NO_NAME = re.compile(
    r"(?:het\s+)?(?:college|raad|gemeenteraad|commissie|gemeente|wethouder|burgemeester|"
    r"actieprogramma|programma|januari|februari|"
    r"maart|april|mei|juni|juli|augustus|september|oktober|november|december|b&w|bijlage|"
    r"wij|u|de|het|een|deze|dit)\b",
    re.I,
)
_ROLE_HEADS = frozenset(
    ["bege", "gefa", "proc", "uitg", "uitv", "same", "part", "onde", "opge", "gesc", "gema", "opdr", "gefi", "gesu", "subs",
     "bijd", "cofi", "geor", "geto", "beoo", "orga"]
)  # fmt: skip
_TYPE_HEADS = frozenset(
    ["stic", "vere", "coöp", "hoge", "univ", "prov", "wate", "hoog", "mini", "woni", "metr", "omge", "veil", "welz", "bure",
     "advi", "regi", "mkb", "roc", "ggd", "mbo", "kame", "kvk", "uwv", "vng", "werk", "soci", "rijk", "rabo", "ing", "trio",
     "lege", "rode", "coa", "cjg", "staa", "pror", "ns", "mee", "v", "bv", "nv", "a", "ua"]
)  # fmt: skip


def organisations(sentences: list[Sentence], parts: list[Part]) -> list[Organisation]:
    """Named organisations; the role is what the sentence says of them."""
    found: dict[str, Organisation] = {}

    def add(name: str, role: str | None, unit: Unit, start: int, end: int) -> None:
        if len(name) < 2 or _NO_NAME.match(name):
            return
        known = found.get(name.lower())
        if known is None or (known.role is None and role):
            found[name.lower()] = Organisation(name, role, unit.at(start, end))

    for sentence in sentences:
        if sentence.part.key or sentence.part.role in ("earlier", "signature"):
            continue
        unit = sentence.unit
        if not sentence.heads.isdisjoint(_ROLE_HEADS):
            for match in _ROLE.finditer(unit.low, sentence.start, sentence.end):
                role = _ROLES[int((match.lastgroup or "r0")[1:])][1]
                for start, end in enumeration(unit.low, match.end(), min(sentence.end, match.end() + 300))[
                    :8
                ]:
                    name = _NAMED.match(unit.text, start, end)
                    if name is None:
                        if unit.text[start].isupper() or not _NARROW.find(unit.low, start, end):
                            break
                        continue  # "samen met ondernemers en Netbeheerder Kustnet"
                    add(
                        unit.words(name.start(), name.end()).rstrip(".,"),
                        role,
                        unit,
                        name.start(),
                        name.end(),
                    )
                    if name.end() < end:
                        break
        if not sentence.heads.isdisjoint(_TYPE_HEADS):
            for match in _TYPED.finditer(unit.text, sentence.start, sentence.end):
                add(
                    unit.words(match.start(), match.end()).rstrip("."), None, unit, match.start(), match.end()
                )
    for unit, start, end in _listed_parties(parts):
        add(unit.words(start, end), "betrokken partij", unit, start, end)
    return list(found.values())


def _listed_parties(parts: list[Part]) -> Iterator[tuple[Unit, int, int]]:
    """Members of a section such as "Betrokken partijen" that are written as a name."""
    for part in parts:
        if part.role != "parties":
            continue
        for unit in part.units:
            if len(unit.text) > 400 or unit.text.count(".") > 2:
                continue
            for start, end in enumeration(unit.low, 0, len(unit.text)):
                name = unit.text[start:end]
                inner = any(char.isupper() for char in name[1:])
                if (
                    name[0].isupper()
                    and len(name.split()) <= 6
                    and not _NARROW.find(unit.low, start, end)
                    and (start > 0 or inner or len(name) > 3)
                ):
                    yield unit, start, end
