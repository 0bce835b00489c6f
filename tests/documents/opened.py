"""What a reader finds in a written document: its headings, tables and alternative texts, per format."""

import ctypes
import io
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import docx
import odfdo
import pikepdf
import pypdfium2
import pypdfium2.raw as raw
from docx.oxml.ns import qn


@dataclass
class Opened:
    """Headings as (level, text), level 1 directly under the title; tables as rows of cells, heads first."""

    headings: list[tuple[int, str]]
    tables: list[list[list[str]]]
    alts: list[str]


class _Html(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.opened = Opened([], [], [])
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.opened.tables.append([])
        elif tag == "tr":
            self.opened.tables[-1].append([])
        elif tag == "img":
            self.opened.alts.append(dict(attrs)["alt"] or "")
        elif tag in ("th", "td", "h2", "h3", "h4", "h5", "h6"):
            self.text = ""

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag in ("th", "td"):
            self.opened.tables[-1][-1].append(self.text)
        elif tag in ("h2", "h3", "h4", "h5", "h6"):
            self.opened.headings.append((int(tag[1]) - 1, self.text))


def open_html(html: str) -> Opened:
    parser = _Html()
    parser.feed(html)
    return parser.opened


def open_odt(data: bytes) -> Opened:
    body = odfdo.Document(io.BytesIO(data)).body
    rows = "//table:table-row"
    return Opened(
        [(int(header.level), header.inner_text) for header in body.get_headers()],
        [
            [
                [cell.inner_text.removesuffix("\n") for cell in row.get_elements("table:table-cell")]
                for row in table.get_elements(rows)
            ]
            for table in map(_alone, body.tables)
            if table.get_elements("//table:table-header-rows")
        ],
        [frame.svg_title for frame in body.get_frames()],
    )


def _alone(table: Any) -> Any:
    """The table by itself, so that a search from the top stays within it."""
    return odfdo.Element.from_tag(table.serialize(with_ns=True))


def open_docx(data: bytes) -> Opened:
    document = docx.Document(io.BytesIO(data))
    return Opened(
        [
            (int(paragraph.style.name[-1]), paragraph.text)
            for paragraph in document.paragraphs
            if paragraph.style.name.startswith("Heading")
        ],
        [
            [[cell.text for cell in row.cells] for row in table.rows]
            for table in document.tables
            if table.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        ],
        [properties.get("descr") for properties in document.element.iter(qn("wp:docPr"))],
    )


def open_pdf(data: bytes) -> Opened:
    """By the tags, as assistive technology goes through it."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        text = _marked_text(data, [page.objgen[0] for page in pdf.pages])
        opened = Opened([], [], [])
        for element in structure(pdf):
            kind = str(element.S)[1:]
            if kind in ("H1", "H2", "H3", "H4", "H5"):
                opened.headings.append((int(kind[1]), _text_under(element, text)))
            elif kind == "Table":
                rows = [each for each in _under(element) if each.S == "/TR"]
                opened.tables.append([[_text_under(cell, text) for cell in row.K] for row in rows])
            elif kind == "Figure":
                opened.alts.append(str(element.Alt))
        return opened


def _marked_text(data: bytes, page_ids: list[int]) -> dict[tuple[int, int], str]:
    """The text of each marked content, by the object number of its page and its own number."""
    found: dict[tuple[int, int], str] = {}
    for page_id, page in zip(page_ids, pypdfium2.PdfDocument(data), strict=True):
        text_page = page.get_textpage()
        for shown in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=1):
            key = page_id, raw.FPDFPageObj_GetMarkedContentID(shown.raw)
            size = raw.FPDFTextObj_GetText(shown.raw, text_page.raw, None, 0)
            buffer = (ctypes.c_ushort * size)()
            raw.FPDFTextObj_GetText(shown.raw, text_page.raw, buffer, size)
            found[key] = found.get(key, "") + bytes(buffer).decode("utf-16-le").rstrip("\0")
    return found


def structure(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every structure element, in reading order."""
    yield from _under(pdf.Root.StructTreeRoot)


def _under(element: Any) -> Iterator[Any]:
    for child in _children(element):
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from _under(child)


def _children(element: Any) -> list[Any]:
    children = element.get("/K", [])
    return list(children) if isinstance(children, pikepdf.Array) else [children]


def _text_under(element: Any, text: dict[tuple[int, int], str], page: Any = None) -> str:
    page = element.get("/Pg", page)
    found = ""
    for child in _children(element):
        if isinstance(child, int):
            found += text.get((page.objgen[0], child), "")
        elif isinstance(child, pikepdf.Dictionary) and "/S" in child:
            found += _text_under(child, text, page)
        elif isinstance(child, pikepdf.Dictionary) and child.get("/Type") == "/MCR":
            found += text.get((child.get("/Pg", page).objgen[0], int(child.MCID)), "")
    return found.strip()
