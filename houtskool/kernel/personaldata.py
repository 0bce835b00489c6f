"""Personal data in a Dutch text, as far as rules can see it: pointed out, never taken away by itself.

Rules and limits: docs/algorithms/personaldata.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["email", "iban", "phone", "bsn", "plate", "address", "name"]
KINDS: tuple[Kind, ...] = ("email", "iban", "phone", "bsn", "plate", "address", "name")


@dataclass(frozen=True)
class Span:
    """A piece of the text, `text[start:end]` in code points, and what it seems to be."""

    start: int
    end: int
    kind: Kind
    text: str


def find(text: str, *, known: Collection[str] = frozenset()) -> list[Span]:
    """The pieces that seem to be personal data, in their order and without overlap.

    `known` are full names as `name_key` writes them; where a rule and a known name meet, the longer counts.
    """
    found = [Span(start, end, kind, text[start:end]) for kind in KINDS for start, end in _RULES[kind](text)]
    found += [Span(start, end, "name", text[start:end]) for start, end in _known(text, known)]
    order = {kind: place for place, kind in enumerate(KINDS)}
    taken: list[Span] = []
    for span in sorted(found, key=lambda one: (order[one.kind], one.start - one.end, one.start)):
        if all(span.end <= other.start or other.end <= span.start for other in taken):
            taken.append(span)
    return sorted(taken, key=lambda one: one.start)


def without(text: str, spans: Collection[Span], instead: Mapping[Kind, str]) -> str:
    """The text with each of the spans replaced by what stands in its place, per kind."""
    for span in sorted(spans, key=lambda one: -one.start):
        text = text[: span.start] + instead[span.kind] + text[span.end :]
    return text


def name_key(name: str) -> str:
    """A full name as it is compared: without case, initials apart. Empty for a name of one word."""
    words = [word for part in name.split() if (word := part.strip(".,;:()").casefold())]
    return " ".join(words) if len(words) > 1 else ""


def is_bsn(digits: str) -> bool:
    """Whether nine digits pass the elfproef: 9a + 8b + 7c + 6d + 5e + 4f + 3g + 2h − i divides by 11."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return (
        len(digits) == 9
        and digits.isascii()
        and digits.isdecimal()
        and int(digits) > 0
        and sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True)) % 11 == 0
    )


def is_iban(text: str) -> bool:
    """Whether it passes ISO 13616: first four characters behind, letters as 10…35, modulo 97 is 1."""
    compact = "".join(text.split()).upper()
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", compact):
        return False
    if compact.startswith("NL") and len(compact) != 18:
        return False
    return int("".join(str(int(one, 36)) for one in compact[4:] + compact[:4])) % 97 == 1


# --- numbers and addresses

_EMAIL = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,5}[^\W\d_]{2,24}")
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]){11,30}(?!\w)")
_PHONE = re.compile(
    r"(?<![\w€.,/-])(?<![A-Z]{4} )(?:(?:\+|00)31[ .-]?(?:\(0\) ?)?|(?:\((?=0[0-9]{1,3}\)))?0)"
    r"(?=[1-9])[0-9](?:[ .()-]{0,2}[0-9]){8}(?![\w/]|[.,-][0-9])"
)
_ABROAD = re.compile(r"(?<!\w)\+(?!31)[1-9][0-9]{0,2}(?:[ .-]?[0-9]){7,12}(?![\w/])")
# Lines of organisations, which no person has.
_SERVICE = re.compile(r"0(?:800|900|906|909|88)")
_BSN = re.compile(r"(?<![\w.,/€-])[0-9]{9}(?!\w|[.,/-][0-9])")
_BSN_TOLD = re.compile(
    r"(?:\bbsn\b|burger ?service ?nummer|sofi-?nummer)[^0-9\n]{0,20}([0-9](?:[ .-]?[0-9]){8})(?![0-9])",
    re.I,
)
_MONEY = re.compile(r"(?:€|\b(?:eur|euro|kvk|kvk-nummer|zaak|kenmerk)\b)[^0-9\n]{0,12}$", re.I)
_PLATE = re.compile(
    r"(?<![\w-])(?:[A-Z]{2}-[0-9]{2}-[0-9]{2}|[0-9]{2}-[0-9]{2}-[A-Z]{2}|[0-9]{2}-[A-Z]{2}-[0-9]{2}"
    r"|[A-Z]{2}-[0-9]{2}-[A-Z]{2}|[A-Z]{2}-[A-Z]{2}-[0-9]{2}|[0-9]{2}-[A-Z]{2}-[A-Z]{2}"
    r"|[0-9]{2}-[A-Z]{3}-[0-9]|[0-9]-[A-Z]{3}-[0-9]{2}|[A-Z]{2}-[0-9]{3}-[A-Z]|[A-Z]-[0-9]{3}-[A-Z]{2}"
    r"|[A-Z]{3}-[0-9]{2}-[A-Z]|[A-Z]-[0-9]{2}-[A-Z]{3}|[0-9]-[A-Z]{2}-[0-9]{3}|[0-9]{3}-[A-Z]{2}-[0-9])(?![\w-])"
)
_POSTCODE = re.compile(r"(?<!\w)[1-9][0-9]{3}(?: ?(?!SA|SD|SS)[A-Z]{2}|(?!sa|sd|ss)[a-z]{2})(?!\w)")
_NUMBER_BEHIND = re.compile(
    r",? ?(?:(?:nr\.?|nummer|huisnummer|no\.?) ?)?(?!(?:19|20)[0-9]{2}(?!\w))"
    r"[1-9][0-9]{0,3} ?(?:[a-zA-Z](?!\w))?(?!\w)"
)
_STREET_BEFORE = re.compile(
    r"(?:[^\W\d_][\w.'’-]* ){1,4}[1-9][0-9]{0,3} ?(?:[a-zA-Z](?!\w))?(?:[-/ ][0-9a-zA-Z]{1,4})?(?:,|\n)? ?$"
)


def _phones(text: str) -> Iterator[tuple[int, int]]:
    for found in _PHONE.finditer(text):
        if not _SERVICE.match("".join(re.findall(r"[0-9]", found[0]))):
            yield found.span()
    for found in _ABROAD.finditer(text):
        yield found.span()


def _ibans(text: str) -> Iterator[tuple[int, int]]:
    for found in _IBAN.finditer(text):
        words = found[0]
        # A word in capitals behind the number is no part of it.
        while words and not is_iban(words):
            words = words[:-1]
        if words:
            yield found.start(), found.start() + len(words.rstrip())


def _bsns(text: str) -> Iterator[tuple[int, int]]:
    for found in _BSN_TOLD.finditer(text):
        if is_bsn("".join(re.findall(r"[0-9]", found[1]))):
            yield found.span(1)
    for found in _BSN.finditer(text):
        said_before = text[max(0, found.start() - 30) : found.start()]
        if is_bsn(found[0]) and not _MONEY.search(said_before):
            yield found.span()


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    """A postcode with the number of a house before or behind it; alone it holds a whole street."""
    for found in _POSTCODE.finditer(text):
        begin = max(0, found.start() - 70)
        if street := _STREET_BEFORE.search(text[begin : found.start()]):
            yield begin + _capital(street), found.end()
        elif number := _NUMBER_BEHIND.match(text, found.end()):
            yield found.start(), number.end()


def _capital(street: re.Match[str]) -> int:
    """Where the name of the street begins: its last words with a capital, and what is between."""
    words = list(re.finditer(r"[^\W\d_][\w.'’-]*(?= )", street[0]))
    begin = words[-1]
    for word in reversed(words):
        if word[0][0].isupper():
            begin = word
        elif word is not words[-1] and word[0] not in _PARTICLES:
            break
    return street.start() + begin.start()


# --- names

_CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
_WORD = rf"{_CAPITAL}[^\W\d_]*(?:['’-]{_CAPITAL}?[^\W\d_]+)*"
_INITIALS = rf"(?:{_CAPITAL}\.[ ]?){{1,5}}"
_PARTICLES = (
    "van",
    "de",
    "der",
    "den",
    "het",
    "'t",
    "’t",
    "ter",
    "ten",
    "te",
    "el",
    "al",
    "ben",
    "bin",
    "von",
    "la",
)
_BETWEEN = rf"(?:{'|'.join(_PARTICLES)})"
_NAME = (
    rf"(?:{_INITIALS}|{_WORD} )?(?:{_WORD} ){{0,2}}?(?:{_BETWEEN} ){{0,3}}{_WORD}"
    rf"(?: (?:{_BETWEEN} ){{1,3}}{_WORD}| {_WORD})?"
)
_CALLED = re.compile(
    r"(?<!\w)(?:[Mm]evrouw|[Mm]eneer|[Dd]e heer|[Mm]evr\.?|[Mm]w\.?|[Dd]hr\.?"
    r"|[Dd]rs?\.|[Ii]r\.|[Mm]r\.|[Pp]rof\.) "
    rf"(?P<name>{_NAME})"
)
_RELATION = (
    "buurman|buurvrouw|buurjongen|buurmeisje|buur|collega|vriend|vriendin|broer|zusje|zus|broertje|zoon|dochter"
    "|man|vrouw|moeder|vader|opa|oma|oom|tante|neef|nicht|baas|chef|leidinggevende|cliënt|client|patiënt|klant"
    "|huurder|huisarts|begeleider|begeleidster|consulent|klantmanager|werkcoach|jobcoach|stagiair|stagiaire"
    "|maatschappelijk werker|medewerker|medewerkster|ambtenaar|partner|huisgenoot|leerling|docent"
)
_RELATED = re.compile(rf"(?<!\w)(?:{_RELATION}) (?P<name>{_NAME})")
_NAMED = re.compile(rf"(?<!\w)(?:heet|genaamd|ene|een zekere) (?P<name>{_NAME})")
# "Van Dijk" may be a person; "Hoofddijk" is a street.
_NO_PERSON = re.compile(
    r"[^\W\d_]{3}(?:straat|laan|weg|plein|kade|gracht|hof|park|plantsoen|singel|dreef|pad|steeg|brug|dijk"
    r"|school|college|huis|fonds|bank|markt|lyceum|garage)$|^(?:bv|b\.v\.|nv|n\.v\.|vof|stichting|gemeente)$",
    re.I,
)
_NO_NAME = frozenset(
    [
        *("gemeente", "stichting", "provincie", "vereniging", "coöperatie", "bureau", "afdeling", "dienst"),
        *(
            "raad",
            "college",
            "ministerie",
            "inkoop",
            "economie",
            "maandag",
            "dinsdag",
            "woensdag",
            "donderdag",
        ),
        *("vrijdag", "zaterdag", "zondag", "januari", "februari", "maart", "april", "mei", "juni", "juli"),
        *("augustus", "september", "oktober", "november", "december", "voorzitter", "wethouder"),
        *("burgemeester", "minister", "ik", "wij", "we", "u", "hij", "zij", "ze", "een", "en", "die", "dat"),
        *("dit", "deze", "er", "als", "maar", "want", "dus", "toen", "nu", "ook"),
    ]
)
_TOKEN = re.compile(r"[^\W\d_][\w'’-]*\.?")
_LONGEST_NAME = 6


def _names(text: str) -> Iterator[tuple[int, int]]:
    for rule in (_CALLED, _RELATED, _NAMED):
        for found in rule.finditer(text):
            name = found["name"]
            words = name.split()
            alone = len(words) == 1 and name.casefold() in _PARTICLES
            if words[0].casefold() in _NO_NAME or alone:
                continue
            if not any(_NO_PERSON.search(word) for word in words):
                yield found.span("name")


def _known(text: str, known: Collection[str]) -> Iterator[tuple[int, int]]:
    """Names from the list, from two to six words in a row."""
    if not known:
        return
    tokens = list(_TOKEN.finditer(text))
    keys = [token[0].strip(".").casefold() for token in tokens]
    begins = {name.split(" ", 1)[0] for name in known}
    for first, key in enumerate(keys):
        if key in begins:
            for last in range(min(first + _LONGEST_NAME, len(keys)), first + 1, -1):
                if " ".join(keys[first:last]) in known:
                    end = tokens[last - 1].end()
                    yield tokens[first].start(), end - (text[end - 1] == ".")
                    break


def _all(pattern: re.Pattern[str]) -> Callable[[str], Iterator[tuple[int, int]]]:
    return lambda text: (found.span() for found in pattern.finditer(text))


_RULES: dict[Kind, Callable[[str], Iterator[tuple[int, int]]]] = {
    "email": _all(_EMAIL),
    "iban": _ibans,
    "phone": _phones,
    "bsn": _bsns,
    "plate": _all(_PLATE),
    "address": _addresses,
    "name": _names,
}
