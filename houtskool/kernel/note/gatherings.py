"""What kind of gathering, where, and whether it is told as past or still to come."""

from __future__ import annotations

import re

from houtskool.kernel.note.units import Unit

# What kind of gathering it is: usual name, words.
_GATHERINGS = tuple(
    (name, words)
    for name, words in (
        ("ronde tafel", r"ronde\s?-?tafel(?:s|gesprek(?:ken)?|bijeenkomst(?:en)?)?|rondetafel(?:s|"
                        r"gesprek(?:ken)?|bijeenkomst(?:en)?)"),
        ("werksessie", r"(?:[\w-]+\s?-?)?(?:werksessies?|werkbijeenkomst(?:en)?|werkateliers?|"
                       r"ontwerpsessies?|co-?creatiesessies?|"
                       r"ontwerpateliers?|stadsateliers?|ateliers?|werkplaats(?:en)?|denksessies?|brainstorm(?:sessies?)?|"
                       r"verdiepingssessies?|themasessies?|sessies?)"),
        ("workshop", r"workshops?"),
        ("interview", r"interviews?|interviewronde|gesprekkenronde"),
        ("conferentie", r"(?:werk|stads|start)?conferenties?|congres(?:sen)?|symposi(?:um|a)"),
        ("expertmeeting", r"expert\s?-?meetings?|expertsessies?"),
        ("werkbezoek", r"werkbezoek(?:en)?|excursies?|bustour"),
        ("inloop", r"inloop(?:avond(?:en)?|bijeenkomst(?:en)?|middag(?:en)?)?"),
        ("commissie", r"(?:raads)?commissievergadering(?:en)?|(?:behandeling|bespreking|besproken|"
                      r"behandeld|commissiebehandeling)(?:\s+\w+){0,2}?\s+(?:in|"
                      r"door)\s+(?:de\s+)?(?:raads)?commissie|commissiebehandeling"),
        ("raad", r"(?:gemeente)?raadsvergadering(?:en)?|(?:behandeling|bespreking|besproken|behandeld|"
                 r"vaststelling|besluitvorming|besluit)(?:\s+\w+){0,3}?\s+(?:in|door)\s+(?:de\s+)?(?:gemeente)?raad|"
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
                        r"jongerendebat|debat(?:avond)?|(?:energie|informatie|ideeën|banen)markt|markt(?:consultatie|dag)"),
    )
)  # fmt: skip
_GATHERING = re.compile("|".join(f"({words})(?!\\w)" for _, words in _GATHERINGS))
# Looked for first: none of these, no gathering.
_GATHERING_STEM = re.compile(
    r"tafel|sessie|bijeenkomst|atelier|workshop|interview|conferentie|congres|symposi|meeting|bezoek|"
    r"excursie|inloop|vergadering|"
    r"avond|middag|gesprek|kick-?off|klankbord|focusgroep|ontbijt|lunch|beraad|debat|brainstorm|bustour|"
    r"markt|"
    r"werkplaats|behandel|besprek|besproken|vaststelling|besluitvorming|besluit"
)
HAPPENS = re.compile(
    r"plaats\s?gevonden|vond(?:en)?\s|vind(?:t|en)\s|gehouden|georganiseerd|"
    r"organise(?:ren|ert|erde)|houden|hield|gepland|is\s+er|was\s+er|staat\s|stond|"
    r"zijn\s+er|waren\s+er|bezocht|gesproken|spraken|besproken|deelgenomen|namen\s|"
    r"plaats\s|uitgenodigd|uitnodig|welkom|kom(?:t|en)\s+er\s|start(?:te|en)?\s|volgt|"
    r"behandel|bespree?k"
)
STEP = re.compile(
    r"(?<!\w)(?:start(?:en|t)?|begin(?:t|nen)|volg(?:t|en)|gereed|klaar|afgerond|opgeleverd|ingevoerd|"
    r"geopend|open(?:t|en)|plaats|doen\s+we|doen\s+wij|lig(?:t|gen)\s+er)(?!\w)"
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
    r"(?:heeft|hebben|heb)\s+(?:[\w-]+\s+){0,18}?(?:ge\w+(?:d|t|en)|\w+gevonden|laten\s+weten|besproken|bezocht|"
    r"toegezegd|vastgesteld|besloten|"
    r"deelgenomen))(?!\w)"
)
_NOT_YET = re.compile(r"zal\s|zullen\s|vindt\s|vinden\s")
FUTURE = re.compile(
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
INFORMS = re.compile(
    r"(?<!\w)(?:informeer(?:t|en)?|(?<!te\s)informeren|(?<!te\s)berichten|bericht\s|rapporteert|(?<!te\s)rapporteren|terugkoppel\w*|"
    r"koppel(?:t|en)\s[^.]{0,80}terug|geïnformeerd|teruggekoppeld|"
    r"op\s+de\s+hoogte|gerapporteerd)"
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


def place_in(unit: Unit, start: int, end: int) -> str | None:
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


def contradicts_tense(entry_past: bool | None, low: str) -> bool:
    """Words that say the opposite of what the dates say."""
    if entry_past is True:
        return _SAYS_FUTURE.search(low) is not None and not _PAST.search(low)
    return entry_past is False and _SAYS_PAST.search(low) is not None and not _SAYS_FUTURE.search(low)
