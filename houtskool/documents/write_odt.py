"""ODT, with real styles, an outline, table headers and alternative texts: an editable twin of the PDF."""

import datetime
import io
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

import odfdo

from houtskool.documents.blocks import (
    Block,
    Fields,
    Figure,
    Heading,
    Inline,
    List,
    PageBreak,
    Paragraph,
    Quote,
    Run,
    Table,
    runs,
)
from houtskool.documents.columns import column_widths
from houtskool.documents.document import Document
from houtskool.documents.images import shown_size
from houtskool.documents.packed import without_clock
from houtskool.documents.raster import as_png
from houtskool.documents.words import country, words

_STYLES = Path(__file__).with_name("odt_styles.xml")
_TEXT_WIDTH = 16.0  # centimetres between the margins
_COLUMN_STYLE = (
    '<style:style style:name="{name}" style:family="table-column">'
    '<style:table-column-properties style:column-width="{width:.3f}cm"/></style:style>'
)
_CELL_STYLE = (
    '<style:style style:name="{}" style:family="table-cell"><style:table-cell-properties '
    'fo:padding="0.1cm" fo:border="none" fo:border-bottom="{} solid {}"/></style:style>'
)
_TABLE_STYLES = (
    '<style:style style:name="Table" style:family="table"><style:table-properties style:width="16cm" '
    'table:align="margins" table:border-model="collapsing" fo:margin-bottom="0.4cm"/></style:style>',
    _CELL_STYLE.format("Head", "1pt", "#1d1c1a"),
    _CELL_STYLE.format("Data", "0.5pt", "#dcd8d0"),
)
_LEVEL = (
    '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
    '<style:list-level-label-alignment text:label-followed-by="listtab" fo:text-indent="-0.6cm" '
    'fo:margin-left="{:.1f}cm"/></style:list-level-properties>'
)
_BULLET = (
    '<text:list-level-style-bullet text:level="{}" text:bullet-char="–">{}</text:list-level-style-bullet>'
)
_NUMBER = (
    '<text:list-level-style-number text:level="{}" style:num-format="{}" style:num-suffix=".">{}'
    "</text:list-level-style-number>"
)


def write_odt(document: Document) -> bytes:
    """The document as ODT; the same document gives the same bytes."""
    odt = odfdo.Document("text")
    odt.set_part("styles.xml", _styles(document).encode())
    _metadata(odt, document)
    for style in _TABLE_STYLES:
        odt.insert_style(style, automatic=True)
    body = odt.body
    body.clear()
    if document.is_concept:
        body.append(_paragraph("Concept", words(document)["concept_line"]))
    body.append(_paragraph("Title", document.title))
    writer = _Writer(odt, document)
    for block in document.blocks:
        for element in writer.elements(block):
            body.append(element)
    out = io.BytesIO()
    odt.save(out)
    return without_clock(out.getvalue())


def _styles(document: Document) -> str:
    said = words(document)
    head = document.running_head or document.title
    number = '<text:page-number text:select-page="current">1</text:page-number>'
    indents = {level: _LEVEL.format(level * 0.6) for level in range(1, 5)}
    values = {
        "LANGUAGE": document.language,
        "COUNTRY": country(document),
        "TITLE_BORDER": "1.5pt dashed #b3361b" if document.is_concept else "1.5pt solid #1d1c1a",
        "PAGE": said["page"].replace("{}", number).replace("[]", "<text:page-count>1</text:page-count>"),
        "BULLETS": "".join(_BULLET.format(level, indent) for level, indent in indents.items()),
        "NUMBERS": "".join(
            _NUMBER.format(level, " 1aia"[level], indent) for level, indent in indents.items()
        ),
        "HEAD": escape(f"{head} · {said['concept']}" if document.is_concept else head),
    }
    styles = _STYLES.read_text(encoding="utf-8")
    for name, value in values.items():
        styles = styles.replace(f"@{name}@", value)
    return styles


def _metadata(odt: odfdo.Document, document: Document) -> None:
    meta = odt.meta
    day = document.date or datetime.date(1970, 1, 1)
    moment = datetime.datetime.combine(day, datetime.time())
    meta.title = document.title
    meta.subject = document.subject
    meta.language = document.language
    meta.creator = meta.initial_creator = document.author
    meta.creation_date = meta.date = moment
    meta.generator = "Houtskool"


class _Writer:
    """Makes elements of blocks; counts tables and pictures, which ODT wants named."""

    def __init__(self, odt: odfdo.Document, document: Document) -> None:
        self.odt = odt
        self.empty = words(document)["empty"]
        self.withdrawn = words(document)["withdrawn"]
        self.tables = 0
        self.pictures = 0

    def elements(self, block: Block) -> Iterator[odfdo.Element]:
        match block:
            case Heading():
                header = odfdo.Header(block.level)
                header.style = f"Heading_20_{block.level}"  # its constructor forgets it
                yield _text(header, block.text)
            case Paragraph():
                yield _paragraph("Text_20_body", block.text)
            case List():
                yield _list(block)
            case Table():
                yield _paragraph("Table_20_caption", block.caption)
                yield self._table(block)
            case Figure():
                yield from self._figure(block)
            case Fields():
                yield self._fields(block)
            case Quote():
                yield _paragraph("Quotations", block.text or self.withdrawn)
                if block.text and block.by:
                    yield _paragraph("Quotation_20_source", block.by)
            case PageBreak():
                yield _paragraph("Page_20_break", "")

    def _table(self, block: Table) -> odfdo.Element:
        table = self._new_table(column_widths(block), head_column=block.row_heads, title=block.caption)
        sides = block.alignment
        heads = odfdo.Element.from_tag("table:table-header-rows")
        names = zip(block.heads, sides, strict=True)
        heads.append(
            _row(_cell("Head", [_paragraph(_aligned("Table_20_Heading", side), h)]) for h, side in names)
        )
        _append(table, heads)
        for row in block.rows:
            styles = [_aligned("Table_20_Contents", side) for side in sides]
            if block.row_heads:
                styles[0] = "Row_20_Heading"
            cells = zip(row, styles, strict=True)
            _append(table, _row(_cell("Data", [_paragraph(style, cell)]) for cell, style in cells))
        return table

    def _fields(self, block: Fields) -> odfdo.Element:
        table = self._new_table([35, 65], head_column=True)
        for pair in block.fields:
            value = [
                _list(part) if isinstance(part, List) else _paragraph("Field_20_value", part.text)
                for part in pair.value
            ] or [_paragraph("Field_20_empty", self.empty)]
            label = [_paragraph("Field_20_label", pair.label)]
            _append(table, _row([_cell("Data", label), _cell("Data", value)]))
        return table

    def _new_table(self, widths: list[int], *, head_column: bool, title: str = "") -> odfdo.Element:
        """A table with its columns, of which the first is a head if asked."""
        self.tables += 1
        name = f"Tabel{self.tables}"
        columns = []
        for number, width in enumerate(widths, start=1):
            share = _TEXT_WIDTH * width / sum(widths)
            style = _COLUMN_STYLE.format(name=f"{name}.{number}", width=share)
            self.odt.insert_style(style, automatic=True)
            columns.append(f'<table:table-column table:style-name="{name}.{number}"/>')
        if head_column:
            columns[0] = f"<table:table-header-columns>{columns[0]}</table:table-header-columns>"
        inside = (f"<table:title>{escape(title)}</table:title>" if title else "") + "".join(columns)
        return odfdo.Element.from_tag(
            f'<table:table table:name="{name}" table:style-name="Table">{inside}</table:table>'
        )

    def _figure(self, block: Figure) -> Iterator[odfdo.Element]:
        self.pictures += 1
        uri = f"Pictures/{self.pictures}.png"
        self.odt.set_part(uri, as_png(block))
        self.odt.manifest.add_full_path(uri, "image/png")
        width, height = shown_size(block.data)
        frame = odfdo.Frame.image_frame(
            uri,
            name=f"Afbeelding{self.pictures}",
            style="Graphics",
            size=(f"{width:.1f}pt", f"{height:.1f}pt"),
            anchor_type="as-char",
        )
        frame.svg_title = block.alt
        paragraph = odfdo.Paragraph(style="Figure_20_captioned" if block.caption else "Figure")
        paragraph.append(frame)
        yield paragraph
        if block.caption:
            yield _paragraph("Caption", block.caption)


def _aligned(style: str, side: str) -> str:
    return style if side == "left" else f"{style}_20_{side}"


def _append(table: odfdo.Element, part: odfdo.Element) -> None:
    # odfdo's own append of a table would put columns and rows in an order of its own.
    odfdo.Element.append(table, part)


def _row(cells: Iterable[odfdo.Element]) -> odfdo.Element:
    row = odfdo.Element.from_tag("table:table-row")
    for cell in cells:
        odfdo.Element.append(row, cell)
    return row


def _cell(style: str, content: Iterable[odfdo.Element]) -> odfdo.Element:
    cell = odfdo.Element.from_tag(
        f'<table:table-cell table:style-name="{style}" office:value-type="string"/>'
    )
    for element in content:
        cell.append(element)
    return cell


def _list(block: List) -> odfdo.Element:
    style = "Numbers" if block.ordered else "Bullets"
    element = odfdo.Element.from_tag(f'<text:list text:style-name="{style}"/>')
    for item in block.items:
        entry = odfdo.Element.from_tag("text:list-item")
        entry.append(_paragraph("List", item.text))
        if item.nested:
            entry.append(_list(item.nested))
        element.append(entry)
    return element


def _paragraph(style: str, inline: Inline) -> odfdo.Paragraph:
    return _text(odfdo.Paragraph(style=style), inline)


def _text(paragraph: odfdo.Paragraph, inline: Inline) -> odfdo.Paragraph:
    """The paragraph or heading, filled."""
    if isinstance(inline, str):
        paragraph.append_plain_text(inline)
        return paragraph
    for run in runs(inline):
        paragraph.append(_run(run))
    return paragraph


def _run(run: Run) -> odfdo.Element:
    style = {
        (True, True): "Strong_20_and_20_Emphasis",
        (True, False): "Strong_20_Emphasis",
        (False, True): "Emphasis",
    }.get((run.strong, run.emphasis))
    span = odfdo.Span(style=style)
    span.append_plain_text(run.text)
    if not run.href:
        return span
    link = odfdo.Link(run.href)
    link.set_attribute("text:style-name", "Internet_20_link")
    link.append(span)
    return link
