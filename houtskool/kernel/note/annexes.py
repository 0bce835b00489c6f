"""Annexes: which are listed, how often each is referred to, and whether its text stands in the document."""

from __future__ import annotations

import re
from collections import Counter

from houtskool.kernel.note.facts import Attachment, Span
from houtskool.kernel.note.record import NONE
from houtskool.kernel.note.units import Part

_ANNEX_LINE = re.compile(
    r"(?:bijlage|annex)\s*(?:nr\.?\s*)?(?P<n>\d{1,2}|[a-h](?![a-z])|"
    r"[ivx]{1,4}(?![a-z]))?\s*(?P<sep>[:.)–-]|\s)?\s*(?P<title>.*)",
    re.I | re.S,
)
_ANNEX_NAMED = re.compile(r"(?<![\w-])bijlagen?(?![\w-])(?:\s+(?P<n>\d{1,2}|[a-h](?!\w)|[ivx]{1,4}(?!\w)))?")
_TABLE_HEAD = re.compile(r"(?:nummer|nr\.?|#)\s+(?:naam|titel|omschrijving|document|stuk)")
# "Plan van aanpak (niet bijgevoegd)": what is in brackets says where the annex is, not what it is called.
_ABSENT = re.compile(
    r"\s*\((?:nog\s+)?(?:niet\s+(?:bijgevoegd|bijgesloten)|volgt(?:\s+later)?|wordt\s+nagezonden|"
    r"nagezonden|ontbreekt)\)\.?$",
    re.I,
)
# So many characters behind an annex's title are its text, not a remark.
_ENOUGH = 200


def attachments(parts: list[Part]) -> tuple[list[Attachment], list[tuple[str, Span]]]:
    """The annexes, listed ones first; and each reference to one: its number or "", and its place."""
    listed, lengths = _listed(parts)
    for place, part in enumerate(parts):
        annex = _ANNEX_LINE.fullmatch(part.title.lower())
        if annex and part.role != "attachments":
            lengths[annex["n"] or ""] += sum(len(one.text) for one in parts[place : place + 5])
    places = [
        (match["n"] or "", unit.at(match.start(), match.end()))
        for part in parts
        if part.role != "attachments" and not part.key
        for unit in part.units
        if "bijlage" in unit.low
        for match in _ANNEX_NAMED.finditer(unit.low)
    ]
    count = Counter(number for number, _ in places)
    found = []
    for title, number, at in listed:
        # An annex without a number, or the only one, is meant wherever the text says "de bijlage".
        mentions = (count[number] if number else 0) + (count[""] if len(listed) == 1 else 0)
        found.append(Attachment(title, number, lengths[number or title] >= _ENOUGH, mentions, at))
    numbers = {number for _, number, _ in listed}
    unlisted: dict[str, Span] = {}
    for number, at in places:
        if number and number not in numbers:
            unlisted.setdefault(number, at)
    found += [
        Attachment(f"Bijlage {number}", number, lengths[number] >= _ENOUGH, count[number], at)
        for number, at in unlisted.items()
    ]
    return found, places


def _on_one_line(text: str) -> list[tuple[int, int]]:
    """ "Memo aan commissie 2. Begroting": the members of a numbered list that was written on one line."""
    pieces, start, number = [], 0, 2
    for cut in re.finditer(r"\s(\d{1,2})[.)]\s(?=[A-ZÀ-Ý])", text):
        if int(cut[1]) == number:
            pieces.append((start, cut.start()))
            start, number = cut.end(), number + 1
    return [*pieces, (start, len(text))] if pieces else []


def _listed(parts: list[Part]) -> tuple[list[tuple[str, str | None, Span]], Counter[str]]:
    """Title, number and place of each annex in the list; and how much text follows its own heading."""
    listed: list[tuple[str, str | None, Span]] = []
    seen: set[str] = set()
    lengths: Counter[str] = Counter()
    current = ""
    for part in parts:
        if part.role != "attachments":
            if current:  # what stands behind an annex's own heading is its text, sections and all
                lengths[current] += len(part.text)
            continue
        current = ""
        for unit in part.units:
            low = unit.low.strip()
            absent = _ABSENT.search(unit.text)
            title = unit.words(0, absent.start() if absent else None)
            if NONE.fullmatch(low) or _TABLE_HEAD.fullmatch(low) or low.isdigit() or len(low) < 3:
                continue
            annex = _ANNEX_LINE.fullmatch(low)
            number = annex["n"] if annex else unit.marker.rstrip(".)") if unit.marker[:1].isdigit() else None
            if unit.marker in ("1.", "1)") and (pieces := _on_one_line(unit.text)):
                for place, (start, end) in enumerate(pieces, 1):
                    listed.append((unit.words(start, end), str(place), unit.at(start, end)))
            elif title in seen or number in seen:
                current = number or title
            elif current or (len(title) > 160 and not annex and not unit.marker):
                lengths[current] += len(title)
            else:
                listed.append((title, number, unit.at(0, len(unit.text))))
                seen |= {title, number} if number else {title}
    return listed, lengths
