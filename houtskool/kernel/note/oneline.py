"""Where to cut a document whose lines were lost: everything on one line, without a colon to go by."""

from __future__ import annotations

import re

from houtskool.kernel.note import labels
from houtskool.kernel.vaguedate import leading

_HEADS = re.compile(
    r"(?<=\s)(?<!\d\.\s)(?:Kernboodschap|Samenvatting|Behandelvoorstel(?:\svoor\s(?:de\s)?commissie)?|"
    r"Relevante\seerdere\sbesluiten|Eerdere\sbesluit(?:en|vorming)|Gevraagd\sbesluit|Voorgesteld\sbesluit|"
    r"Besluit\s(?:van\shet\s)?[Cc]ollege)(?=\s+(?:[A-ZÀ-Ý\d(-]|d\.d))"
)
_CAPITALS = re.compile(r"(?<=\s)[A-ZÀ-Ý]{4,}(?:\s[A-ZÀ-Ý]{2,}){0,3}(?=\s[A-ZÀ-Ý\d-])")
_NUMBERED = re.compile(r"(?<=\s)(?P<number>\d{1,2})\.\s(?=[A-ZÀ-Ý])")
_BULLET = re.compile(r"(?<=\s)[-–•]\s(?=[A-ZÀ-Ý])")
_SIGNED = re.compile(rf"(?<=[.;]\s){labels.SIGNER},?\s+(?:{labels.SIGNER},?)?")
_ANNEX = re.compile(r"(?<=\s)Bijlage\s\d{1,2}\s?:")
_AFTER_STOP = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Ý\d])")
_TITLED = re.compile(r"(?<=\s)\d{1,2}\.\s(?P<title>[A-ZÀ-Ý][^.:;?!]{2,40}?)(?=\s[A-ZÀ-Ý\d€-])")


def cuts_in(text: str, low: str) -> set[int]:
    """The places where a line must have begun. Meant for a line that holds a document, not a paragraph."""
    cuts = {match.start() for match in _HEADS.finditer(text)}
    cuts |= {match.start() for match in _BULLET.finditer(text)} | {
        match.start() for match in _ANNEX.finditer(text)
    }
    for label in labels.bare_inside(text, low):
        if text[label.end + 1 : label.end + 2].isupper() or text[label.end + 1 : label.end + 2].isdigit():
            cuts.add(label.start)
    for match in _CAPITALS.finditer(text):
        name = match.group().lower()
        while name and name not in labels.SECTION_OF and name not in labels.FIELD_OF:
            name = name.rpartition(" ")[0]
        if name:
            cuts |= {match.start(), match.start() + len(name)}
    last = 0
    for match in _NUMBERED.finditer(text):
        number = int(match["number"])
        if number in (1, last + 1):
            last = number
            cuts.add(match.start())
    for match in _TITLED.finditer(text):
        known = labels.section_at(match["title"].lower())
        if known and known.end == len(match["title"]):
            cuts |= {match.start(), match.end()}
    for match in _SIGNED.finditer(low):
        cuts |= {match.start(), match.end()}
    for match in _AFTER_STOP.finditer(text):
        period = leading(text[match.end() : match.end() + 60])
        if period is None or low.endswith(("d.d.", "dd.", "jl.", "nr."), 0, match.start()):
            continue
        end = match.end() + period.at[1]
        if text.startswith(":", end):
            cuts.add(match.end())
        elif text[end : end + 2].strip().isupper():  # "… Begin 2019 Houtskoolversie gereed."
            cuts |= {match.end(), end}
    return cuts
