"""Organisations that a document names, and the role that the sentence gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from houtskool.kernel.note.facts import Organisation
from houtskool.kernel.note.groups import NARROW
from houtskool.kernel.note.sentences import Sentence, enumeration
from houtskool.kernel.note.units import Part, Unit

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
    (
        r"(?:gesproken|\w*gesprek(?:ken)?(?:\s+gevoerd)?|overleg(?:\s+gevoerd)?|spraken\s+(?:wij|we))\s+met",
        "gesprekspartner",
    ),
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
    rf"[Mm]inisterie\s+van|[Ww]oningcorporatie|[Mm]etropoolregio|[Oo]mgevingsdienst|[Vv]eiligheidsregio|[Nn]etbeheerder|"
    rf"[Ww]elzijnsorganisatie|"
    rf"[Bb]ureau|[Aa]dviesbureau|[Rr]egio|MKB|ROC|GGD|MBO)\s+{_PROPER}|"
    rf"(?:[A-ZÀ-Ý][\w&'-]*\s+){{1,5}}(?:B\.?V\.?|N\.?V\.?|U\.?A\.?)(?!\w)|"
    r"(?:Kamer\s+van\s+Koophandel|KvK|UWV|VNG|Werkgeversservicepunt|Social\s+Enterprise\s+NL|GGD|ROC|"
    r"Rijkswaterstaat|Rabobank|ING|Triodos\s+Bank|"
    r"Leger\s+des\s+Heils|Rode\s+Kruis|COA|CJG|Sociaal\s+Werkbedrijf|Staatsbosbeheer|ProRail|NS|"
    r"Veilig\s+Thuis|MEE)(?![\w-]))"
)
_GUIDES = re.compile(rf"(?<!\w)({_PROPER})\s+(?:begeleidt|faciliteert)\s")
_NO_NAME = re.compile(
    r"(?:het\s+)?(?:college|raad|gemeenteraad|commissie|gemeente|wethouder|burgemeester|"
    r"actieprogramma|programma|januari|februari|"
    r"maart|april|mei|juni|juli|augustus|september|oktober|november|december|b&w|bijlage|"
    r"wij|u|de|het|een|deze|dit)\b",
    re.I,
)
_ROLE_HEADS = frozenset(
    ["gesp", "rond", "over", "spra", "bege", "gefa", "proc", "uitg", "uitv", "same", "part", "onde", "opge",
     "gesc", "gema", "opdr", "gefi", "gesu", "subs", "bijd", "cofi", "geor", "geto", "beoo", "orga"]
)  # fmt: skip
_TYPE_HEADS = frozenset(
    ["stic", "vere", "coöp", "hoge", "univ", "prov", "wate", "hoog", "mini", "woni", "metr", "omge",
     "veil", "netb", "welz", "bure", "advi", "regi", "mkb", "roc", "ggd", "mbo", "kame", "kvk", "uwv", "vng",
     "werk", "soci", "rijk", "rabo", "ing", "trio", "lege", "rode", "coa", "cjg", "staa", "pror", "ns",
     "mee", "v", "bv", "nv", "a", "ua" ]
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
                        if unit.text[start].isupper() or len(unit.low[start:end].split()) > 4:
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
        if sentence.low.startswith("met ") and (works := sentence.low.find(" werk")) > 0:
            # "Met Kustnet en de provincie werken wij aan een plan."
            for start, end in enumeration(unit.low, sentence.start + 4, sentence.start + works):
                if (name := _NAMED.match(unit.text, start, end)) and name.end() == end:
                    add(unit.words(start, end), "partner", unit, start, end)
        if "begeleidt " in sentence.low or "faciliteert " in sentence.low:
            for match in _GUIDES.finditer(unit.text, sentence.start, sentence.end):
                add(
                    unit.words(match.start(1), match.end(1)),
                    "procesbegeleider",
                    unit,
                    match.start(1),
                    match.end(1),
                )
        if not sentence.heads.isdisjoint(_TYPE_HEADS) and not sentence.text.isupper():
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
                    and not NARROW.find(unit.low, start, end)
                    and (start > 0 or inner or len(name) > 3)
                ):
                    yield unit, start, end
