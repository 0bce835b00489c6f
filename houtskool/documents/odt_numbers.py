"""The numbers that an ODT shows before headings and list items: they stand in its styles, not in its text."""

from collections import defaultdict
from xml.etree.ElementTree import Element

from houtskool.documents.rows import ordinal

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_OUTLINE = ""  # the one style that numbers headings has no name to be called by


class Numbering:
    """Counts along while the text of a document is read in its order."""

    def __init__(self, *parts: Element | None) -> None:
        self._levels: dict[str, dict[int, Element]] = {}
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        for root in parts:
            for style in root.iter() if root is not None else ():
                if style.tag == f"{_TEXT}list-style":
                    name = style.get(f"{_STYLE}name", "")
                elif style.tag == f"{_TEXT}outline-style":
                    name = _OUTLINE
                else:
                    continue
                self._levels[name] = {_number(level, "level", 0): level for level in style}

    def heading(self, heading: Element) -> str:
        """The number of a heading with the space after it, empty where headings have none."""
        level = _number(heading, "outline-level", 1)
        if heading.get(f"{_TEXT}is-list-header") == "true":
            return ""
        self._next(_OUTLINE, level)
        return self._label(_OUTLINE, level)

    def start(self, block: Element, style: str, level: int) -> str:
        """Begin a list; returns the name of its style, or of that of the list around it."""
        own = block.get(f"{_TEXT}style-name", style)
        goes_on = block.get(f"{_TEXT}continue-numbering") == "true" or block.get(f"{_TEXT}continue-list")
        if level == 1 and not goes_on:
            self._counts[own].clear()
        return own

    def item(self, item: Element, style: str, level: int) -> str:
        """‘1. ’, ‘a) ’ or ‘- ’ before the item."""
        definition = self._levels.get(style, {}).get(level)
        if definition is None:
            return "- "
        if not definition.tag.endswith("list-level-style-number"):
            return "- "
        self._next(style, level)
        if item.get(f"{_TEXT}start-value"):
            self._counts[style][level] = _number(item, "start-value", 1)
        return self._label(style, level)

    def _next(self, style: str, level: int) -> None:
        counts = self._counts[style]
        counts[level] = counts[level] + 1 if level in counts else self._first(style, level)
        for deeper in [key for key in counts if key > level]:
            del counts[deeper]

    def _first(self, style: str, level: int) -> int:
        definition = self._levels.get(style, {}).get(level)
        return _number(definition, "start-value", 1) if definition is not None else 1

    def _label(self, style: str, level: int) -> str:
        definition = self._levels.get(style, {}).get(level)
        if definition is None or not definition.get(f"{_STYLE}num-format"):
            return ""
        shown = min(_number(definition, "display-levels", 1), level)
        numbers = []
        for each in range(level - shown + 1, level + 1):
            form = (
                self._levels[style][each].get(f"{_STYLE}num-format", "")
                if each in self._levels[style]
                else ""
            )
            if form:
                numbers.append(ordinal(self._counts[style].get(each, self._first(style, each)), form))
        prefix, suffix = definition.get(f"{_STYLE}num-prefix", ""), definition.get(f"{_STYLE}num-suffix", "")
        return f"{prefix}{'.'.join(numbers)}{suffix} "


def _number(element: Element, name: str, default: int) -> int:
    value = element.get(f"{_TEXT}{name}", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 9 else default
