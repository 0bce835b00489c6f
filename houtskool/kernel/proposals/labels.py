"""What stands before a colon: a fact about the report, a question, an answer, a speaker, or a kind of
remark.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from houtskool.kernel.proposals.kinds import Kind

_TIME = r"(?:\[?\(?\d{1,2}:\d{2}(?::\d{2})?\)?\]?\s*)?"
LABEL = re.compile(
    rf"{_TIME}(?P<name>[A-ZÀ-Ý][^:()\n?!]{{0,50}}?)\s*(?:\((?P<role>[^()\n]{{2,60}})\))?\s*{_TIME}:(?=\s|$)"
)
# About the report itself. What follows is no contribution.
ABOUT = frozenset(
    [
        "datum",
        "plaats",
        "locatie",
        "waar",
        "wanneer",
        "tijd",
        "aanvang",
        "einde",
        "aanwezig",
        "aanwezigen",
        "afwezig",
        "afgemeld",
        "deelnemers",
        "verslag",
        "notulist",
        "notulen",
        "verslaglegging",
        "verslaglegger",
        "betreft",
        "bijlage",
        "bijlagen",
        "voorzitter",
        "begeleider",
        "tafelheer",
        "tafeldame",
        "gastheer",
        "gastvrouw",
        "van",
        "aan",
        "cc",
        "kenmerk",
        "status",
        "versie",
        "project",
        "bijeenkomst",
        "duur",
    ]
) | {"opgesteld door", "verslag door", "genoteerd door", "aantal deelnemers"}
PRESENT = frozenset({"aanwezig", "aanwezigen", "deelnemers"})
# About what follows: a head.
TOPICS = frozenset(
    {"thema", "onderwerp", "tafel", "sessie", "vraagstuk", "stelling", "flap", "flap-over", "ronde"}
)
ASKED = frozenset(
    {"geïnterviewde", "geinterviewde", "respondent", "gesprekspartner", "gesproken met", "interview met",
     "gesprek met", "in gesprek met"}
)  # fmt: skip
ASKS = frozenset({"interviewer", "interviewers", "vraagsteller", "gespreksleider", "gespreksleiders"})
QUESTION = re.compile(r"(?:vraag|v|q|vr)\.?(?:\s*\d{1,2})?", re.IGNORECASE)
ANSWER = re.compile(r"(?:antwoord|a|antw)\.?(?:\s*\d{1,2})?", re.IGNORECASE)
KINDS: dict[str, Kind] = {
    "idee": "idea", "ideeën": "idea", "kans": "idea", "kansen": "idea",
    "oplossing": "idea", "oplossingen": "idea",
    "suggestie": "idea", "suggesties": "idea", "voorstel": "idea", "voorstellen": "idea",
    "knelpunt": "obstacle", "knelpunten": "obstacle", "belemmering": "obstacle", "belemmeringen": "obstacle",
    "probleem": "obstacle", "problemen": "obstacle", "drempel": "obstacle", "drempels": "obstacle",
    "behoefte": "need", "behoeften": "need", "wens": "need", "wensen": "need",
    "aanbod": "offer", "feit": "fact", "feiten": "fact", "reactie": "reaction", "reacties": "reaction",
}  # fmt: skip
# Parts of a report in which nobody says anything.
SILENT = frozenset(
    [
        "aanwezig",
        "aanwezigen",
        "afwezig",
        "afgemeld",
        "deelnemers",
        "agenda",
        "programma",
        "inhoud",
        "inhoudsopgave",
        "bijlagen",
        "colofon",
        "deelnemerslijst",
        "presentielijst",
    ]
)
_NO_NAME = frozenset(
    [
        "let op",
        "nb",
        "n.b.",
        "conclusie",
        "conclusies",
        "actie",
        "acties",
        "actiepunt",
        "actiepunten",
        "afspraak",
        "afspraken",
        "voorbeeld",
        "bijvoorbeeld",
        "kortom",
        "dus",
        "ps",
        "samenvatting",
        "opmerking",
        "opmerkingen",
        "toelichting",
        "doel",
        "doelen",
        "vervolg",
        "kernboodschap",
        "agenda",
        "programma",
        "inleiding",
        "bron",
        "noot",
        "citaat",
        "tip",
        "advies",
        "tot slot",
        "ten eerste",
        "ten tweede",
        "daarnaast",
        "wel",
        "niet",
    ]
)
_PARTICLES = frozenset(
    [
        "de",
        "den",
        "der",
        "van",
        "ter",
        "ten",
        "te",
        "'t",
        "het",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "von",
        "zu",
        "y",
        "e",
    ]
)


@dataclass(frozen=True)
class People:
    """Who speaks in the report: names as labels give them → (full name, role); who asks; whom is asked."""

    known: dict[str, tuple[str, str]]
    asking: frozenset[str]
    asked: tuple[str, str] = ("", "")

    def speaker(self, label: str) -> tuple[str, str] | None:
        return self.known.get(label.casefold())


def people_in(lines: Iterable[str]) -> People:
    """From the head of the report and the labels in it."""
    known: dict[str, tuple[str, str]] = {}
    asking: set[str] = set()
    asked = ("", "")
    labels: Counter[str] = Counter()
    roles: dict[str, str] = {}
    for line in lines:
        found = LABEL.match(line)
        title = re.match(r"(?:verslag )?(?:interview|gesprek) met (.+)", line, re.IGNORECASE)
        if title and not asked[0] and len(line) <= 120:
            asked = _person(title[1])
        if not found:
            continue
        label, rest = found["name"].strip(), line[found.end() :].strip()
        key = label.casefold()
        if key in ASKED:
            asked = _person(rest) if rest and len(rest) <= 120 and rest[-1] not in ".?!" else asked
        elif key in ASKS:
            if 0 < len(rest) <= 80 and rest[-1] not in ".?!":
                asking |= {name.casefold() for name, _ in map(_person, re.split(r",| en ", rest)) if name}
        elif key in PRESENT:
            for name, role in _persons(rest):
                known[name.casefold()] = known[name.split()[0].casefold()] = (name, role)
        elif _may_be_name(key):
            labels[label] += 1
            roles[label] = roles.get(label) or (found["role"] or "").strip()
    for label, number in labels.items():
        if known.get(label.casefold()):
            continue
        if (number > 1 or roles[label] or _is_full_name(label)) and len(labels) > 0:
            known[label.casefold()] = (label, roles[label])
    return People(known, frozenset(asking | {name.split()[0] for name in asking}), asked)


def _may_be_name(key: str) -> bool:
    words = key.split()
    return (
        key not in ABOUT | TOPICS | ASKED | ASKS | SILENT | _NO_NAME
        and key not in KINDS
        and not QUESTION.fullmatch(key)
        and not ANSWER.fullmatch(key)
        and words[0] not in TOPICS
        and len(words) <= 5
    )


def _is_full_name(label: str) -> bool:
    words = label.split()
    return len(words) > 1 and all(word[0].isupper() or word in _PARTICLES for word in words)


def _persons(listed: str) -> list[tuple[str, str]]:
    """ "Anna de Vries (financier), Bo" → each with the role between brackets."""
    parts = re.split(r"[,;](?![^(]*\))| en (?![^(]*\))", listed)
    people = [_person(part) for part in parts if part.strip()]
    return [one for one in people if one[0] and _is_name(one[0])]


def _is_name(name: str) -> bool:
    words = name.split()
    return 0 < len(words) <= 5 and all(word[0].isupper() or word in _PARTICLES for word in words)


def _person(words: str) -> tuple[str, str]:
    """ "Anna de Vries (financier)" or "Anna de Vries, financier" → ("Anna de Vries", "financier")."""
    found = re.match(r"\s*([^(,]{1,80}?)\s*(?:\(([^()]{2,60})\)|,\s*([^.,]{2,60}))?\s*(?:[.,(].*)?$", words)
    return (found[1].strip(), (found[2] or found[3] or "").strip()) if found else ("", "")
