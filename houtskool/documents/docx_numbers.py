"""The numbers that Word writes before paragraphs: they stand on the page but not in the paragraph."""

import re
from collections import defaultdict
from xml.etree.ElementTree import Element

from houtskool.documents.rows import ordinal

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FORMATS = {
    "decimal": "1",
    "decimalZero": "1",
    "lowerLetter": "a",
    "upperLetter": "A",
    "lowerRoman": "i",
    "upperRoman": "I",
}


class Numbering:
    """Counts along while the paragraphs of a document are read in their order."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._levels: dict[str, dict[int, Element]] = {}  # number definition → level → its properties
        self._starts: dict[tuple[str, int], int] = {}
        self._abstract: dict[str, str] = {}
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self._styles = (
            {s.get(f"{W}styleId", ""): s for s in styles.iter(f"{W}style")} if styles is not None else {}
        )
        if numbering is not None:
            self._define(numbering)

    def _define(self, numbering: Element) -> None:
        abstract = {
            a.get(f"{W}abstractNumId", ""): {_int(level, "ilvl"): level for level in a.iter(f"{W}lvl")}
            for a in numbering.iter(f"{W}abstractNum")
        }
        for num in numbering.iter(f"{W}num"):
            number = num.get(f"{W}numId", "")
            self._abstract[number] = _value(num, "abstractNumId")
            self._levels[number] = dict(abstract.get(self._abstract[number], {}))
            for override in num.iter(f"{W}lvlOverride"):
                level = _int(override, "ilvl")
                if (own := override.find(f"{W}lvl")) is not None:
                    self._levels[number][level] = own
                if start := _value(override, "startOverride"):
                    self._starts[number, level] = _number(start)

    def label(self, paragraph: Element) -> str:
        """‘1. ’, ‘2.3 ’, ‘a) ’ or ‘- ’ as the paragraph shows it, empty when it has no number."""
        number, level = self._reference(paragraph)
        definition = self._levels.get(number, {}).get(level)
        if definition is None:
            return ""
        form, pattern = _value(definition, "numFmt"), _value(definition, "lvlText")
        if form == "bullet":
            return "- "
        self._count(number, level)
        label = re.sub(r"%([1-9])", lambda place: self._shown(number, int(place[1]) - 1), pattern)
        return f"{label} " if label.strip() else ""

    def _reference(self, paragraph: Element) -> tuple[str, int]:
        """Number definition and level, of the paragraph itself or of its style or a style under that."""
        number, level = _reference(paragraph)
        style = _value(paragraph, f"pPr/{W}pStyle")
        for _ in range(20):  # a chain of styles may run in a circle
            if (number and level is not None) or style not in self._styles:
                break
            of_style = _reference(self._styles[style])
            number = number or of_style[0]
            level = level if level is not None else of_style[1]
            style = _value(self._styles[style], "basedOn")
        return number, level or 0

    def _count(self, number: str, level: int) -> None:
        # Definitions over one abstract list count on together, unless one says where it starts.
        counts = self._counts[self._abstract[number]]
        if (number, level) in self._starts:
            counts[level] = self._starts.pop((number, level))
        else:
            counts[level] = counts[level] + 1 if level in counts else self._start(number, level)
        for deeper in [key for key in counts if key > level]:
            del counts[deeper]

    def _start(self, number: str, level: int) -> int:
        definition = self._levels[number].get(level)
        return _number(_value(definition, "start") or "1") if definition is not None else 1

    def _shown(self, number: str, level: int) -> str:
        definition = self._levels[number].get(level)
        form = _value(definition, "numFmt") if definition is not None else ""
        count = self._counts[self._abstract[number]].get(level, self._start(number, level))
        return "" if form == "none" else ordinal(count, _FORMATS.get(form, "1"))


def _reference(element: Element) -> tuple[str, int | None]:
    level = _value(element, f"pPr/{W}numPr/{W}ilvl")
    return _value(element, f"pPr/{W}numPr/{W}numId"), _number(level) if level else None


def _value(element: Element, path: str) -> str:
    found = element.find(f"{W}{path}")
    return found.get(f"{W}val", "") if found is not None else ""


def _int(element: Element, name: str) -> int:
    return _number(element.get(f"{W}{name}", ""))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
