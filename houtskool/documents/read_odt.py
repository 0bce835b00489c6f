"""ODT in, as the reader sees it: no deletions, comments or hidden text, and numbers written out."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from houtskool.documents.archive import Archive
from houtskool.documents.odt_numbers import Numbering
from houtskool.documents.rows import join_row

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"

# XML holds none of these, so they can stand for what must survive when white space is collapsed.
_SPACE, _TAB, _BREAK = "\x01", "\x02", "\x03"
_KEPT = str.maketrans({_SPACE: " ", _TAB: "\t", _BREAK: "\n"})
_SKIPPED = {
    f"{TEXT}tracked-changes",
    f"{_OFFICE}annotation",
    f"{TEXT}hidden-text",
    f"{TEXT}hidden-paragraph",
    f"{TEXT}ruby-text",
    f"{TEXT}note-citation",
    f"{_SVG}title",
    f"{_SVG}desc",
}
_CELLS = {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}
_ROW_GROUPS = {f"{_TABLE}{name}" for name in ("table-header-rows", "table-rows", "table-row-group")}
_MANY = 1000  # repeated cells and spaces; a sheet may say that an empty cell is repeated a million times


def read_odt(archive: Archive) -> str:
    """Headers, body, notes, footers; a paragraph a line, a table row a line with tabs."""
    content = archive.required("content.xml")
    styles = archive.xml("styles.xml")
    body = content.find(f"{_OFFICE}body/{_OFFICE}text")
    reader = _Reader(Numbering(content, styles))
    parts = [
        *reader.marginals(styles, "header"),
        "\n".join(reader.lines(body)) if body is not None else "",
        *reader.notes,
        *reader.marginals(styles, "footer"),
    ]
    return "\n".join(part for part in parts if part) + "\n"


class _Reader:
    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering
        self.notes: list[str] = []

    def marginals(self, styles: Element | None, kind: str) -> Iterator[str]:
        """The headers or footers of the page styles, each text once."""
        seen = set()
        for page in styles.iter(f"{_STYLE}master-page") if styles is not None else ():
            for part in page:
                if part.tag in (f"{_STYLE}{kind}", f"{_STYLE}{kind}-first", f"{_STYLE}{kind}-left"):
                    text = "\n".join(self.lines(part)).strip()
                    if text and text not in seen:
                        seen.add(text)
                        yield text

    def lines(self, parent: Element) -> Iterator[str]:
        """The text of each paragraph, list item and table row under the element, in order."""
        for child in parent:
            if child.tag in (f"{TEXT}p", f"{TEXT}h"):
                label = self.numbering.heading(child) if child.tag == f"{TEXT}h" else ""
                yield from self._paragraph(child, label)
            elif child.tag == f"{TEXT}list":
                yield from self._list(child, "", 1)
            elif child.tag == f"{_TABLE}table":
                yield from self._rows(child)
            elif child.tag not in _SKIPPED:
                yield from self.lines(child)

    def _paragraph(self, paragraph: Element, label: str) -> Iterator[str]:
        boxes: list[Element] = []
        text = "".join(self._characters(paragraph, boxes))
        text = re.sub(r"[ \t\r\n]+", " ", text).strip(" ").translate(_KEPT)
        yield label + text
        for box in boxes:
            yield from self.lines(box)

    def _characters(self, element: Element, boxes: list[Element]) -> Iterator[str]:
        yield element.text or ""
        for child in element:
            if child.tag == f"{TEXT}s":
                yield _SPACE * min(_count(child, f"{TEXT}c"), _MANY)
            elif child.tag == f"{TEXT}tab":
                yield _TAB
            elif child.tag == f"{TEXT}line-break":
                yield _BREAK
            elif child.tag == f"{_DRAW}text-box":
                boxes.append(child)
            elif child.tag == f"{TEXT}note-body":
                self.notes.append("\n".join(self.lines(child)).strip())
            elif child.tag not in _SKIPPED:
                yield from self._characters(child, boxes)
            yield child.tail or ""

    def _list(self, block: Element, style: str, level: int) -> Iterator[str]:
        style = self.numbering.start(block, style, level)
        for item in block:
            if item.tag not in (f"{TEXT}list-item", f"{TEXT}list-header"):
                continue
            label = self.numbering.item(item, style, level) if item.tag == f"{TEXT}list-item" else ""
            for child in item:
                if child.tag == f"{TEXT}list":
                    yield from self._list(child, style, level + 1)
                elif child.tag in (f"{TEXT}p", f"{TEXT}h"):
                    yield from self._paragraph(child, label)
                    label = ""

    def _rows(self, parent: Element) -> Iterator[str]:
        for child in parent:
            if child.tag == f"{_TABLE}table-row":
                yield join_row(list(self._cells(child)))
            elif child.tag in (
                f"{_TABLE}table-header-rows",
                f"{_TABLE}table-rows",
                f"{_TABLE}table-row-group",
            ):
                yield from self._rows(child)

    def _cells(self, row: Element) -> Iterator[str]:
        for cell in row:
            if cell.tag in _CELLS:
                text = "\n".join(self.lines(cell))
                for _ in range(min(_count(cell, f"{_TABLE}number-columns-repeated"), _MANY)):
                    yield text


def _count(element: Element, name: str) -> int:
    value = element.get(name, "1")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 9 else 1
