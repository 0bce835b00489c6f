"""The words with which Dutch council documents head their fields and sections."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

# Field labels, by key. A number's rank says which label wins when there are several.
FIELDS: dict[str, str] = {
    "subject": "onderwerp|titel|betreft|betreffende|titel voorstel|titel nota|onderwerp voorstel|"
    "onderwerp nota|"
    "onderwerp/titel|titel/onderwerp|titel onderwerp|onderwerp brief|naam voorstel|agendaonderwerp",
    "number": "nummer|registratienummer|registratienr|registratie nr|reg.nr|regnr|reg nr|reg.nummer|"
    "bw-nummer|bw nummer|"
    "b&w-nummer|b&w nummer|b&w-nr|b en w-nummer|bw-nr|bw nr|documentnummer|document nr|documentnr|"
    "nummer voorstel|"
    "voorstelnummer|voorstel nr|voorstelnr|raadsvoorstelnummer|raadsvoorstel nr|raadsnummer|nota nummer|"
    "notanummer|"
    "volgnummer|rib-nummer|rib nummer|rib nr|briefnummer|registratiekenmerk|nummer raadsvoorstel|nr|"
    "registratiecode|"
    "stuknummer|raadsstuk|raadsstuknummer|besluitnummer|nummer collegebesluit|corsanummer|verseonnummer|"
    "joinnummer",
    "reference_number": "kenmerk|ons kenmerk|zaaknummer|zaak nr|zaaknr|zaak|dossiernummer|dossier|"
    "zaakkenmerk|documentkenmerk|"
    "kenmerk document|zaaktypenummer|zaak-id|zaakid",
    "dated": "datum|dagtekening|datum brief|datum nota|datum voorstel|datum document|datum opgesteld|"
    "datum opstelling|"
    "verzenddatum|datum verzending|verzonden|datum verzonden|opgesteld op|datum stuk|briefdatum|"
    "datum informatie",
    "holders": "portefeuillehouder|portefeuillehouders|portefeuillehouder(s)|wethouder|wethouder(s)|"
    "verantwoordelijk portefeuillehouder|verantwoordelijk wethouder|pf.houder|pf-houder|bestuurder|"
    "portefeuillehoud(st)er|"
    "collegelid|eerste portefeuillehouder",
    "author": "auteur|steller|opsteller|auteur(s)|auteurs|opgesteld door|behandeld door|"
    "behandelend ambtenaar|behandelaar|"
    "contactpersoon|ambtelijk contactpersoon|steller voorstel|naam steller|verantwoordelijk ambtenaar|"
    "ambtenaar|"
    "inlichtingen bij|informatie bij|inlichtingen|indiener|indieners|steller/telefoonnummer|naam auteur",
    "departments": "afdeling|afdelingen|afdeling(en)|dienst|cluster|team|directie|sector|eenheid|"
    "organisatieonderdeel|"
    "vakafdeling|afdeling/team|team/afdeling|concernonderdeel|organisatie-onderdeel|afdeling steller|domein",
    "programme": "programma|portefeuille|programma/beleidsveld|beleidsveld|begrotingsprogramma|"
    "programma/portefeuille|programmanummer|"
    "programma nr|programmaonderdeel|beleidsprogramma|programma begroting|programma(onderdeel)|"
    "beleidsterrein|taakveld",
    "kind": "type agendapost|type document|soort document|documentsoort|documenttype|soort stuk|soort|type|"
    "type stuk|"
    "type voorstel|soort voorstel",
    "committee": "commissie|raadscommissie|behandeling in commissie|behandelende commissie|"
    "commissie van advies",
    "treated": "doel agendering|doel van de agendering|gevraagd van de commissie|ter kennisname aan|"
    "ter kennisneming aan|ter informatie aan|ter bespreking aan|"
    "ter besluitvorming aan|wijze van behandeling|gevraagde behandeling|behandelwijze|"
    "aard van de behandeling|aard behandeling|"
    "bespreekniveau|status behandeling|doel behandeling",
    "meeting": "b&w-datum|b en w-datum|datum collegebehandeling|datum behandeling college|raadsvergadering|"
    "datum raadsvergadering|raadsvergadering d.d|raadsvergadering van|"
    "vergadering|"
    "vergaderdatum|datum vergadering|vergadering d.d|vergadering van|datum raad|raad d.d|gemeenteraad d.d|"
    "raadsdatum|"
    "vergadering gemeenteraad|vergadering van de raad|vergadering raad|raad van|besluitvormende raad|"
    "beeldvormende raad|"
    "oordeelsvormende raad|opiniërende raad|collegevergadering|collegevergadering d.d|"
    "datum collegevergadering|datum college|"
    "college d.d|b&w-vergadering|b&w vergadering|datum b&w|datum b&w-vergadering|datum b en w|b&w d.d|"
    "vergadering b&w|"
    "vergadering college|vergadering van het college|collegedatum|commissievergadering|"
    "datum commissievergadering|"
    "commissievergadering d.d|datum commissie|commissie d.d|commissiedatum|informatieavond|"
    "voorbereidende vergadering|"
    "datum politieke avond|politieke avond|datum ronde",
    "decided": "besluitdatum|datum besluit|datum collegebesluit|datum raadsbesluit|collegebesluit d.d|"
    "collegebesluit van|"
    "besluit b&w d.d|b&w-besluit d.d|b&w besluit d.d|vastgesteld d.d|vastgesteld op|datum vaststelling|"
    "raadsbesluit d.d|"
    "vastgesteld door college|vastgesteld door het college|vastgesteld door b&w|vastgesteld in college|"
    "vastgesteld in college d.d|vastgesteld in b&w|akkoord college|datum akkoord college|besloten d.d",
    "from": "van|afzender",
    "to": "aan|geadresseerde|ter attentie van",
    "goal": "doel|doelstelling|beoogd resultaat|beoogd effect|beoogd doel",
    "other": "telefoonnummer|telefoon|tel|tel.nr|tel nr|doorkiesnummer|toestel|mobiel|email|e-mail|"
    "e-mailadres|emailadres|mail|"
    "status|openbaar|openbaarheid|openbaar/geheim|vertrouwelijk|geheimhouding|geheim|embargo|paraaf|"
    "paraaf steller|"
    "kopie aan|cc|kopie|bezoekadres|postadres|postbus|adres|uw kenmerk|uw brief van|uw brief|"
    "uw contactpersoon|pagina|"
    "agendapunt|agenda nr|agendanummer|versie|versienummer|locatie vergadering|archiefcode|classificatie|"
    "bijlagenummer|"
    "aantal bijlagen|fatale datum|termijn|griffie|griffier|communicatie ja/nee|or/go|ondernemingsraad|fax|"
    "website|iban|kvk|"
    "paraaf manager|akkoord manager|akkoord directie|advies directie|akkoord portefeuillehouder|ibabs|"
    "raadsperiode|"
    "onderwerp gesprek|aanwezig|afwezig|voorzitter|secretaris|notulist|verslag|locatie|tijd|aanvang|plaats",
}
# Section titles, by role. Roles other than "text" steer what is looked for inside.
SECTIONS: dict[str, str] = {
    "summary": "kernboodschap|samenvatting|kern|in het kort|kern van de boodschap|korte samenvatting|"
    "bestuurlijke samenvatting|"
    "publiekssamenvatting|beknopte samenvatting|kernpunten|kernboodschappen",
    "treatment": "behandelvoorstel voor commissie|behandelvoorstel|behandelvoorstel voor de commissie|"
    "behandelvoorstel commissie|"
    "voorstel voor behandeling|behandeling|behandelvoorstel voor raad|behandeladvies|voorstel behandeling|"
    "behandelvoorstel raad en commissie|verzoek aan de commissie|gevraagd aan de commissie|"
    "gevraagd van de commissie",
    "earlier": "relevante eerdere besluiten|eerdere besluiten|eerdere besluitvorming|relevante besluiten|"
    "voorgaande besluiten|"
    "eerder genomen besluiten|relevante besluitvorming|bestuurlijke voorgeschiedenis|"
    "relevante eerdere besluitvorming|"
    "eerdere raadsbesluiten|eerdere relevante besluiten|historie besluitvorming|voorafgaande besluiten|"
    "relevante eerdere raadsbesluiten|besluithistorie|voorgaande besluitvorming|eerder besloten|"
    "relevante eerdere besluiten/stukken|relevante stukken",
    "decision": "advies|besluit college|besluit van het college|besluit b&w|besluit b en w|besluit raad|"
    "besluit van de raad|besluit|"
    "het besluit|besluitpunten|besluitpunten college|besluitpunten raad|gevraagd besluit|gevraagde besluit|"
    "gevraagde besluiten|"
    "voorgesteld besluit|voorgestelde besluiten|voorgestelde beslissing|beslispunten|beslispunt|beslissing|"
    "gevraagde beslissing|"
    "ontwerpbesluit|conceptbesluit|concept-besluit|ontwerp-besluit|voorstel|voorstel aan de raad|"
    "voorstel aan het college|"
    "wij stellen u voor|wij stellen voor|wij stellen u voor te besluiten|besluiten|te besluiten|"
    "advies aan het college|"
    "advies aan b&w|besluit gemeenteraad|besluit burgemeester en wethouders|besluit college van b&w|"
    "conceptbesluit raad|"
    "besluit college van burgemeester en wethouders|de raad besluit|het college besluit|"
    "de raad wordt voorgesteld|"
    "voorstel tot besluit|te besluiten om|besluiten om|voorgesteld wordt te besluiten|wij besluiten|"
    "gevraagd raadsbesluit|college besluit|b&w besluiten|raad besluit|collegebesluit|raadsbesluit|"
    "b&w besluit|b&w-besluit",
    "goal": "beoogd resultaat|beoogd effect|beoogde effecten|beoogde resultaten|beoogd doel|doel|doelen|"
    "doelstelling|doelstellingen|"
    "gewenst resultaat|gewenst effect|beoogd maatschappelijk effect|maatschappelijk effect|"
    "wat willen we bereiken|"
    "wat willen wij bereiken|wat willen we bereiken?|wat willen wij bereiken?|doel en resultaat|"
    "beoogd(e) effect(en)|ambitie|"
    "onze ambitie|doelen en ambities|doel van het programma|onze doelen|doel en ambitie|ambitie en doelen|"
    "ambities|ambitie en doel",
    "planning": "vervolg|planning|proces|procedure|uitvoering|vervolgstappen|vervolgproces|vervolgtraject|"
    "tijdpad|tijdspad|"
    "stappenplan|planning en uitvoering|hoe verder|hoe verder?|het vervolg|verdere proces|activiteiten|"
    "agenda|aanpak|"
    "uitvoering en planning|vervolg en planning|planning en vervolg|vervolgprocedure|wat gaan we doen|"
    "wat gaan we doen?|"
    "wat gaan wij doen|wat gaan wij doen?|aanpak en planning|aanpak/uitvoering|proces en planning|"
    "planning/uitvoering|"
    "planning en proces|bijeenkomsten|verdere procedure|plan van aanpak|tijdlijn|planning op hoofdlijnen|"
    "fasering|"
    "stand van zaken|evaluatie|uitvoering en vervolg|vervolg en communicatie|vervolgaanpak|wat ging vooraf|"
    "het proces|"
    "proces tot nu toe|participatie|participatie en planning|procesverloop|data|belangrijke data|"
    "wat hebben we gedaan|"
    "wat hebben wij gedaan|wat is er gebeurd|wat is er gebeurd?|hoe nu verder|hoe nu verder?|"
    "hoe gaan we verder|hoe gaan we verder?|hoe gaan wij verder|hoe gaan wij verder?|wat gebeurt er nu|"
    "wat gebeurt er nu?|realisatie|evaluatie en vervolg",
    "attachments": "bijlagen|bijlage|bijlage(n)|bijlagen bij dit voorstel|bijgevoegde stukken|"
    "meegezonden stukken|stukken|"
    "overzicht bijlagen|bijlagen en achtergrondinformatie|bijgevoegd|bijlagen raadsvoorstel|"
    "bijlagen bij deze brief",
    "signature": "ondertekening|ondertekenaars|ondertekend door|handtekening|handtekeningen|was getekend",
    "parties": "betrokken partijen|partners|samenwerkingspartners|betrokkenen|betrokken organisaties|"
    "partijen|wie doen er mee|"
    "wie doet er mee?|deelnemers|wie doen mee|wie doen mee?|stakeholders|externe partijen|betrokken partners",
    "themes": "thema's|speerpunten|kansrijke thema's|actielijnen|programmalijnen|pijlers|themalijnen|"
    "de thema's",
    "text": "ter inzage|wettelijke grondslag|bestuurlijke achtergrond|onderbouwing besluit|"
    "reden bespreking|uitkomsten extern advies|toezeggingen|geheimhouding|"
    "uitgenodigde andere raadscommissies|juridisch kader|wat is er nu|wat is er nu?|resultaat|"
    "achtergrondinformatie|wat hebben we gedaan?|inleiding|aanleiding|kennisnemen van|"
    "ter kennisname|consequenties|communicatie|argumenten|kanttekeningen|"
    "risico's en kanttekeningen|risico's|kanttekeningen en risico's|financiën|financien|"
    "financiële consequenties|"
    "financiële gevolgen|financiele consequenties|financiële paragraaf|kosten|kosten en dekking|"
    "kosten, baten en dekking|"
    "dekking|financiële aspecten|juridische aspecten|juridische consequenties|personele consequenties|"
    "context|achtergrond|"
    "toelichting|motivering|overwegingen|afweging|alternatieven|duurzaamheid|inclusie|gezondheid|"
    "rechtmatigheid|"
    "inhoud|aanleiding en context|inleiding en context|probleemstelling|situatieschets|beleidskader|"
    "bestaand kader|kader|kaders|"
    "wettelijk kader|relatie met beleid|relatie met bestaand beleid|voorgeschiedenis|conclusie|slot|"
    "tot slot|afsluiting|"
    "informatie|waarom|waarom nu|waarom nu?|effecten|gevolgen|maatregelen|resultaten|uitkomsten|"
    "bevindingen|boodschap|"
    "participatie en inspraak|inspraak|mededeling|kennisgeving|overige|historie|inleiding/aanleiding|"
    "aanleiding/inleiding|"
    "kernpunten en toelichting|financiën en dekking|middelen|middelen en dekking|financieel kader|budget|"
    "samenwerking|"
    "bestuurlijk kader|uitgangspunten|voorwaarden|argumentatie|onderbouwing|vaststelling|bijzonderheden|"
    "monitoring|"
    "kosten en opbrengsten|bestuurlijke context|aanleiding en achtergrond|scenario's|varianten|"
    "consequenties en risico's",
}
# These may stand inside the header without ending it.
HEADER_ROLES = frozenset({"summary", "treatment", "earlier", "decision", "attachments", "signature"})
# Labels that are everyday words: they count only with a colon, a tab, or alone on their line.
_WEAK = frozenset(
    [
        "van",
        "aan",
        "nr",
        "zaak",
        "dossier",
        "type",
        "soort",
        "tel",
        "mail",
        "kopie",
        "cc",
        "tijd",
        "plaats",
        "dienst",
        "team",
        "sector",
        "eenheid",
        "domein",
        "status",
        "openbaar",
        "adres",
        "verslag",
        "locatie",
        "portefeuille",
        "wethouder",
        "vergadering",
        "agendapunt",
        "doel",
        "griffier",
        "bestuurder",
        "secretaris",
        "voorzitter",
        "raadsvergadering",
        "griffie",
        "geheim",
        "versie",
        "ambtenaar",
        "directie",
        "cluster",
        "commissie",
        "datum",
        "verzonden",
        "fax",
        "website",
        "inlichtingen",
        "aanwezig",
        "afwezig",
        "aanvang",
        "termijn",
        "betreffende",
        "informatieavond",
        "betreft",
        "taakveld",
        "programma",
    ]
)


def _table(groups: dict[str, str]) -> dict[str, str]:
    return {label: key for key, labels in groups.items() for label in labels.split("|")}


FIELD_OF = _table(FIELDS)
SECTION_OF = _table(SECTIONS)
STRONG = frozenset(label for label in FIELD_OF if label not in _WEAK)


class Label(NamedTuple):
    """A label where it stands in a line: its name in the tables, and line.low[start:end]."""

    name: str
    start: int
    end: int


def _buckets(names: Iterable[str]) -> dict[str, list[str]]:
    """Labels by their first two letters, the longest first: one look per place instead of hundreds."""
    found: dict[str, list[str]] = {}
    for name in sorted(names, key=len, reverse=True):
        found.setdefault(name[:2], []).append(name)
    return found


_FIELDS = _buckets(FIELD_OF)
_SECTIONS = _buckets(SECTION_OF)
_ANY = _buckets({*FIELD_OF, *SECTION_OF})
_STRONG = _buckets(name for name in STRONG if FIELD_OF[name] not in ("goal", "meeting", "decided", "treated"))
_INSIDE_WORD = frozenset("/&-")


def _at(low: str, start: int, buckets: dict[str, list[str]]) -> Label | None:
    for name in buckets.get(low[start : start + 2], ()):
        if low.startswith(name, start):
            end = start + len(name)
            after = low[end : end + 1]
            if not (after.isalnum() or (after in _INSIDE_WORD and after)):
                return Label(name, start, end)
    return None


def field_at(low: str, start: int = 0) -> Label | None:
    return _at(low, start, _FIELDS)


def abbreviated_at(low: str) -> Label | None:
    """A label cut short before its colon ("Portefeuilleh. :"), when all that begin so mean the same."""
    colon = low.find(":", 0, 40)
    stem = low[:colon].strip(" .\t")
    if len(stem) < 6 or colon < 0:
        return None
    whole = [name for name in _FIELDS.get(stem[:2], ()) if name.startswith(stem)]
    return Label(whole[-1], 0, len(stem)) if len({FIELD_OF[name] for name in whole}) == 1 else None


def section_at(low: str, start: int = 0) -> Label | None:
    return _at(low, start, _SECTIONS)


def inside(text: str, low: str) -> Iterator[Label]:
    """Labels with a capital and their colon, behind the line's beginning."""
    colon = low.find(":")
    while colon >= 0:
        start, near = colon, max(colon - 60, 0)
        found = None
        for _ in range(6):
            start = max(low.rfind(mark, near, start) for mark in " \t|")
            if start < 0:
                break
            label = _at(low, start + 1, _ANY)
            if label and text[label.start].isupper() and not low[label.end : colon].strip(" ."):
                found = label
        if found:
            yield found
        colon = low.find(":", colon + 1)


def bare_inside(text: str, low: str) -> Iterator[Label]:
    """Labels without a colon that cannot be anything else, behind the beginning of a line in the head."""
    start = low.find(" ")
    while 0 <= start < 3000:
        label = _at(low, start + 1, _STRONG) if text[start + 1 : start + 2].isupper() else None
        if label and low[label.end : label.end + 1] in (" ", ".", ""):
            yield label
        start = low.find(" ", start + 1)


DECISION_INSIDE = re.compile(r"(?<=[\s|])besluit (?:van het )?(?:college|raad|b&w)(?=\s*(?:$|d\.?d|:))")
BROKEN = {
    head: {label[len(head) + 1 :] for label in (*FIELD_OF, *SECTION_OF) if label.startswith(head + " ")}
    for head in {
        label.rsplit(" ", keep)[0] for label in (*FIELD_OF, *SECTION_OF) for keep in (1, 2, 3) if " " in label
    }
}
_BW = r"b\s?(?:&|en)\s?w"
# What such a document calls itself.
KIND = (
    rf"raadsinformatienota|informatienota|collegebesluit|collegevoorstel|collegeadvies|collegenota|"
    rf"nota (?:van|voor|aan) (?:{_BW}|burgemeester en wethouders|het college)|{_BW}[- ]?(?:nota|voorstel|"
    rf"advies|besluit)|"
    r"raadsinformatiebrief|raadsinformatie|raadsbrief|raadsvoorstel|raadsbesluit|raadsnota|raadsmemo|"
    r"raadsmededeling|"
    r"raadsbericht|collegebericht|collegebrief|college-?informatie|wethoudersbrief|informatiebrief|"
    r"besluitenlijst|"
    r"startnotitie|initiatiefvoorstel|initiatiefnota|beleidsnota|adviesnota|commissiebrief|"
    r"commissievoorstel|commissienota|"
    r"raadsvoordracht|voordracht|bestuursopdracht|discussienota|opinienota|bespreeknotitie|bestuursvoorstel|"
    r"brief aan de (?:gemeente)?raad|voorstel aan (?:b ?& ?w|burgemeester en wethouders|het college|"
    r"de (?:gemeente)?raad)|informatiememo|besluitnota|memo|notitie|mededeling"
)
KIND_WORD = re.compile(rf"(?<![\w-])(?P<kind>{KIND})(?![\w-])")


# What stands on a form where nobody wrote anything: the label is empty.
UNFILLED = re.compile(
    r"[\[(<]?(?:nog\s+)?(?:niet\s+(?:in\s?ge|ge)vuld|in\s+te\s+vullen|niet\s+bekend)[\])>]?\.?"
)
# Who signs: "de secretaris", "de loco-burgemeester", "de griffier".
SIGNER = (
    r"(?:de |het )?(?:wnd\.? |waarnemend |loco-?|plaatsvervangend )?(?:gemeente|raads)?-?"
    r"(?:secretaris|burgemeester|griffier|voorzitter)(?:[-/ ](?:algemeen )?directeur)?"
)


def squeezed(label: str) -> str:
    """A label as the tables spell it: lower case, one space, no trailing colon or dot."""
    return " ".join(label.lower().split()).rstrip(".: ")
