"""Groups and organisations that a document names, by a lexicon of Dutch civic vocabulary and by sentence patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator

from houtskool.kernel.note.facts import Group, Organisation
from houtskool.kernel.note.layout import Part, Unit
from houtskool.kernel.note.sentences import Sentence, enumeration

# canonical plural: what else it is called. Longer names come first, so that they win.
_GROUPS = {
    "ambtenaren van andere gemeenten": r"ambtenaren\s+(?:van|uit|bij)\s+(?:andere|omliggende|naburige|buur)\s*gemeenten",
    "sociaal ondernemers": r"soci(?:aal|ale)\s+ondernemers?|impact\s?-?ondernemers|maatschappelijk(?:e)?\s+ondernemers",
    "sociale ondernemingen": r"soci(?:aal|ale)\s+ondernemingen|impactondernemingen",
    "startende ondernemers": r"startende\s+ondernemers|startups|start-ups",
    "ondernemersverenigingen": r"ondernemersverenigingen|ondernemersvereniging",
    "horecaondernemers": r"horeca-?ondernemers",
    "ondernemers": r"ondernemers",
    "raadsleden": r"(?:gemeente)?raadsleden",
    "commissieleden": r"commissieleden",
    "collegeleden": r"collegeleden",
    "wethouders": r"wethouders(?=\W+(?:en|,|uit|van))",
    "ambtenaren": r"(?:beleids)?ambtenaren",
    "beleidsmedewerkers": r"beleidsmedewerkers|beleidsadviseurs",
    "investeerders": r"investeerders",
    "financiers": r"financiers",
    "banken": r"banken",
    "fondsen": r"(?:vermogens)?fondsen",
    "lectoren": r"lectoren",
    "docenten": r"docenten|leraren|leerkrachten",
    "studenten": r"studenten",
    "leerlingen": r"leerlingen|scholieren",
    "onderzoekers": r"onderzoekers|wetenschappers",
    "onderwijs/onderzoek": r"onderwijs\s?/\s?onderzoek|onderwijs\s+en\s+onderzoek(?=\W)",
    "onderwijsinstellingen": r"onderwijsinstellingen|onderwijspartners",
    "kennisinstellingen": r"kennisinstellingen|kennisinstituten",
    "scholen": r"(?:basis|middelbare\s+)?scholen",
    "inkopers": r"inkopers",
    "belangenorganisaties": r"belangenorganisaties?|belangenverenigingen|belangenbehartigers",
    "bewonersorganisaties": r"bewonersorganisaties|bewonersverenigingen|bewonersgroepen|huurdersorganisaties",
    "bewoners": r"(?:buurt|wijk)?bewoners",
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
    "woningcorporaties": r"(?:woning)?corporaties|woningbouwcorporaties",
    "ontwikkelaars": r"(?:project)?ontwikkelaars",
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
    "vastgoedeigenaren": r"(?:vastgoed|pand)eigenaren",
    "netwerkorganisaties": r"netwerkorganisaties",
}
# Words that are people only where someone is invited or met; elsewhere they are subjects.
_PARTIES = {"overheid": r"overhe(?:id|den)", "onderwijs": r"onderwijs", "bedrijfsleven": r"bedrijfsleven",
            "kennisinstellingen": r"wetenschap", "zorg": r"zorg(?=\s*(?:,|en\s))"}  # fmt: skip
_TEAM = re.compile(
    r"(?<!\w)(?:kerngroep|werkgroep|projectgroep|stuurgroep|klankbordgroep|regiegroep|denktank|adviesraad|cliëntenraad|jongerenraad|"
    r"makelaarsteam|kernteam|projectteam)(?:\s+(?:(?:met|en|van|voor)\s+)?[A-ZÀ-Ý][\w-]+){0,4}"
)


def _one(groups: dict[str, str]) -> tuple[re.Pattern[str], list[str]]:
    pattern = "|".join(f"({words})" for words in groups.values())
    return re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])"), list(groups)


_LEXICON, _NAMES = _one(_GROUPS)
_WIDE, _WIDE_NAMES = _one(_GROUPS | _PARTIES)
# Quick look before the long alternation: does the text hold any of the stems at all?
_INTERVIEWED = re.compile(
    r"interview|gesprekken\s+(?:gevoerd\s+)?met|(?:hebben|heeft|is|zijn)\s+gesproken\s+met|gesproken\s+met|spraken\s+(?:wij\s+|we\s+)?met"
)
_INVITED = re.compile(
    r"uitgenodigd|uitnodig|genodigd|nodigen\s|nodigt\s|welkom\s+(?:zijn|is|heten)|zijn\s+(?:van\s+harte\s+)?welkom"
)
_LIST_AFTER = re.compile(
    r"(?:interviewen\s+van|interviews?\s+met|geïnterviewd(?:en)?:?|gesprekken\s+(?:gevoerd\s+)?met|gesproken\s+met|spraken\s+(?:wij\s+|we\s+)?met|"
    r"uitnodiging(?:en)?\s+(?:ook\s+|tevens\s+)?(?:voor|aan)|uitgenodigd\s+(?:zijn|worden|waren)?:?|uitnodigen\s+van)\s+"
)
_PLURAL = re.compile(r"[a-zà-ÿ/-]+(?:ers|en|ers|aars|s|ies)(?:\s+(?:uit|van|met|in)\s+[\w\s-]{2,40})?$")
_NOT_GROUP = re.compile(r"(?:andere|overige|alle|diverse)\s|partijen|thema|activiteiten|gesprekken|bijeenkomst|sessies|interviews|stakeholders|\d|"
                        r"\b(?:worden|zijn|hebben|kunnen|brengen|krijgen|te)\b")  # fmt: skip


def groups_in(unit: Unit, start: int, end: int, *, wide: bool = False) -> list[tuple[str, int, int]]:
    """Groups in unit.text[start:end]: usual name, start, end."""
    pattern, names = (_WIDE, _WIDE_NAMES) if wide else (_LEXICON, _NAMES)
    found = [
        (names[(match.lastindex or 1) - 1], match.start(), match.end())
        for match in pattern.finditer(unit.low, start, end)
    ]
    lists = _LIST_AFTER.search(unit.low, start, end)
    if lists and found:
        for first, last in enumeration(unit.low, lists.end(), end):
            words = unit.low[first:last]
            if (
                any(a < last and first < b for _, a, b in found)
                or len(words.split()) > 3
                or _NOT_GROUP.search(words)
            ):
                continue
            if _PLURAL.fullmatch(words):
                found.append((" ".join(words.split()), first, last))
    return sorted(found, key=lambda one: one[1])


def how_of(sentence: Sentence) -> str | None:
    if _INTERVIEWED.search(sentence.low):
        return "geïnterviewd"
    return "uitgenodigd" if _INVITED.search(sentence.low) else None


def groups(sentences: list[Sentence]) -> list[Group]:
    """Each group once per way in which it took part; without a way only where it has none."""
    found: dict[tuple[str, str | None], Group] = {}
    for sentence in sentences:
        if sentence.part.key or sentence.part.role in ("earlier", "attachments", "signature"):
            continue
        how = how_of(sentence)
        unit = sentence.unit
        for name, start, end in groups_in(unit, sentence.start, sentence.end, wide=how is not None):
            found.setdefault((name, how), Group(name, how, unit.at(start, end)))
        for match in _TEAM.finditer(unit.text, sentence.start, sentence.end):
            name = unit.words(match.start(), match.end())
            if not any(key[0].lower().startswith(name.lower()) for key in found):
                found[name, None] = Group(name, None, unit.at(match.start(), match.end()))
    taken = {name for name, how in found if how}
    named = {name for name, _ in found}
    return [one for (name, how), one in found.items()
            if how or (name not in taken and not any(other != name and other.endswith(" " + name) for other in named))]  # fmt: skip


_PROPER = (
    r"[A-ZÀ-Ý][\w&'./-]*(?:\s+(?:(?:van|voor|der|den|de|het|&|in|aan|ten|op)\s+){0,2}"
    r"(?!(?:Stichting|Vereniging|ROC|GGD|MBO)\b)[A-ZÀ-Ý0-9][\w&'-]*){0,7}"
)
_ROLES = (
    (r"(?:begeleid(?:en)?|gefaciliteerd|procesbegeleiding(?:\s+\w+){0,3})\s+door", "procesbegeleider"),
    (r"procesbegeleider\s+(?:is\s+)?", "procesbegeleider"),
    (r"uitgevoerd\s+door|uitvoering\s+(?:ligt\s+)?(?:bij|door)", "uitvoerder"),
    (
        r"(?:in\s+samenwerking|samen|samenwerken|samenwerking|werkt\s+samen|werken\s+samen|partnerschap)\s+met",
        "partner",
    ),
    (r"(?:onderzocht|onderzoek(?:\s+is)?(?:\s+\w+){0,3}|onderzoek\s+gedaan)\s+door", "onderzoeker"),
    (r"(?:opgesteld|geschreven|gemaakt)\s+door", "opsteller"),
    (r"in\s+opdracht\s+van", "opdrachtgever"),
    (r"(?:gefinancierd|gesubsidieerd)\s+door|(?:subsidie|bijdrage|cofinanciering)\s+van", "financier"),
    (r"(?:georganiseerd|organisatie\s+is\s+in\s+handen\s+van)\s+door|georganiseerd\s+door", "organisator"),
)
_ROLE = re.compile("|".join(f"(?P<r{place}>{words})" for place, (words, _) in enumerate(_ROLES)))
_NAMED = re.compile(
    r"(?:(?:[Ss]tichting|[Vv]ereniging|[Cc]oöperatie|[Hh]ogeschool|[Pp]rovincie|[Ww]oningcorporatie|[Aa]dviesbureau|[Bb]ureau)\s+)?"
    + _PROPER
)
_TYPED = re.compile(
    rf"(?<!\w)(?:(?:[Ss]tichting|[Vv]ereniging|[Cc]oöperatie|[Hh]ogeschool|[Uu]niversiteit|[Pp]rovincie|[Ww]aterschap|[Hh]oogheemraadschap|"
    rf"[Mm]inisterie\s+van|[Ww]oningcorporatie|[Mm]etropoolregio|[Oo]mgevingsdienst|[Vv]eiligheidsregio|[Ww]elzijnsorganisatie|"
    rf"[Bb]ureau|[Aa]dviesbureau|[Rr]egio|MKB|ROC|GGD|MBO)\s+{_PROPER}|{_PROPER}\s+(?:B\.?V\.?|N\.?V\.?|U\.?A\.?)(?!\w)|"
    r"(?:Kamer\s+van\s+Koophandel|KvK|UWV|VNG|Werkgeversservicepunt|Social\s+Enterprise\s+NL|GGD|ROC|Rijkswaterstaat|Rabobank|ING|Triodos\s+Bank|"
    r"Leger\s+des\s+Heils|Rode\s+Kruis|COA|CJG|Sociaal\s+Werkbedrijf|Staatsbosbeheer|ProRail|NS|Veilig\s+Thuis|MEE)(?![\w-]))"
)
_NO_NAME = re.compile(r"(?:het\s+)?(?:college|raad|gemeenteraad|commissie|gemeente|wethouder|burgemeester|actieprogramma|programma|januari|februari|"
                      r"maart|april|mei|juni|juli|augustus|september|oktober|november|december|b&w|bijlage|wij|u|de|het|een|deze|dit)\b", re.I)  # fmt: skip
_TYPE_HINT = re.compile(
    r"tichting|ereniging|oöperatie|ogeschool|niversiteit|rovincie|aterschap|eemraadschap|inisterie|corporatie|etropool|mgevingsdienst|"
    r"eiligheidsregio|elzijnsorg|ureau|egio|MKB|ROC|GGD|MBO|B\.?V|N\.?V|U\.?A|Kamer|KvK|UWV|VNG|Werkgevers|Social|Rijkswater|Rabobank|ING|"
    r"Triodos|Leger|Rode|COA|CJG|Sociaal W|Staatsbos|ProRail|NS|Veilig|MEE"
)


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
        if (
            " door" in sentence.low
            or " met" in sentence.low
            or " van" in sentence.low
            or "begeleider" in sentence.low
        ):
            for match in _ROLE.finditer(unit.low, sentence.start, sentence.end):
                role = _ROLES[int((match.lastgroup or "r0")[1:])][1]
                for start, end in enumeration(unit.low, match.end(), min(sentence.end, match.end() + 300))[:8]:
                    name = _NAMED.match(unit.text, start, end)
                    if name is None:
                        if unit.text[start].isupper() or not _LEXICON.match(unit.low, start, end):
                            break
                        continue  # "samen met ondernemers en Netbeheerder Kustnet"
                    add(unit.words(name.start(), name.end()).rstrip(".,"), role, unit, name.start(), name.end())
                    if name.end() < end:
                        break
        if _TYPE_HINT.search(unit.text, sentence.start, sentence.end):
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
                    and not _LEXICON.search(unit.low, start, end)
                    and (start > 0 or inner or len(name) > 3)
                ):
                    yield unit, start, end
