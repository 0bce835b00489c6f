"""DOCX, with Word's own headings, table headers and alternative texts: an editable twin of the PDF."""

import datetime
import io
import textwrap
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

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

_STYLES = Path(__file__).with_name("docx_styles.xml")
_TEXT_WIDTH = 16.0  # centimetres between the margins
_BULLETS, _NUMBERS = "1", "2"  # the two definitions that every list refers to
_DEFINITION = '<w:abstractNum w:abstractNumId="{}"><w:multiLevelType w:val="multilevel"/>{}</w:abstractNum>'
_LEVEL = (
    '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/>'
    '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{}" w:hanging="340"/></w:pPr></w:lvl>'
)
_RESTART = '<w:lvlOverride w:ilvl="{}"><w:startOverride w:val="1"/></w:lvlOverride>'
_NUMBER = (
    '<w:num {} w:numId="{}"><w:abstractNumId w:val="{}"/>'
    + "".join(map(_RESTART.format, range(4)))
    + "</w:num>"
)
_SIDES = {"left": None, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}


def write_docx(document: Document) -> bytes:
    """The document as DOCX; the same document gives the same bytes."""
    writer = _Writer(document)
    for block in document.blocks:
        writer.add(block)
    out = io.BytesIO()
    writer.docx.save(out)
    return without_clock(out.getvalue())


class _Writer:
    def __init__(self, document: Document) -> None:
        self.docx = docx.Document()
        self.words = words(document)
        self._set_styles(document)
        self._set_metadata(document)
        self._set_page(document)
        if document.is_concept:
            self.docx.add_paragraph(self.words["concept_line"], "Concept")
        self._paragraph(self.docx, "Title", document.title)

    def add(self, block: Block) -> None:
        match block:
            case Heading():
                self._paragraph(self.docx, f"Heading {block.level}", block.text)
            case Paragraph():
                self._paragraph(self.docx, "Normal", block.text)
            case List():
                self._list(self.docx, block)
            case Table():
                self._table(block)
            case Figure():
                self._figure(block)
            case Fields():
                self._fields(block)
            case Quote():
                self._paragraph(self.docx, "Quote", block.text or self.words["withdrawn"])
                if block.text and block.by:
                    self._paragraph(self.docx, "Quote By", block.by)
            case PageBreak():
                self.docx.add_paragraph(style="After Table").add_run().add_break(WD_BREAK.PAGE)

    def _set_styles(self, document: Document) -> None:
        """Our styles in the place of those of python-docx's template, and two definitions of lists."""
        place = country(document)
        locale = f"{document.language}-{place}" if place else document.language
        line, colour = ("dashed", "B3361B") if document.is_concept else ("single", "1D1C1A")
        styles = _STYLES.read_text(encoding="utf-8")
        for name, value in {"LOCALE": locale, "TITLE_LINE": line, "TITLE_COLOUR": colour}.items():
            styles = styles.replace(f"@{name}@", value)
        _replace_children(self.docx.styles.element, parse_xml(styles.encode()))
        self.numbering = self.docx.part.numbering_part.element
        _replace_children(self.numbering, parse_xml(_numbering().encode()))
        for element in self.docx.settings.element.findall(qn("w:themeFontLang")):
            element.set(qn("w:val"), locale)

    def _set_metadata(self, document: Document) -> None:
        core = self.docx.core_properties
        for name in ("title", "subject", "author"):
            setattr(core, name, textwrap.shorten(getattr(document, name), 255, placeholder="…"))  # its limit
        core.language, core.comments, core.last_modified_by = document.language, "", core.author
        day = document.date or datetime.date(1970, 1, 1)
        core.created = core.modified = datetime.datetime.combine(day, datetime.time())

    def _set_page(self, document: Document) -> None:
        section = self.docx.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
        section.top_margin, section.bottom_margin = Cm(2.8), Cm(2.6)
        head = document.running_head or document.title
        shown = f"{head} · {self.words['concept']}" if document.is_concept else head
        section.header.paragraphs[0].add_run(shown)
        footer = section.footer.paragraphs[0]
        before, _, rest = self.words["page"].partition("{}")
        between, _, after = rest.partition("[]")
        footer.add_run(before)
        _add_field(footer, "PAGE")
        footer.add_run(between)
        _add_field(footer, "NUMPAGES")
        footer.add_run(after)

    def _paragraph(self, parent: Any, style: str, inline: Inline) -> Any:
        paragraph = parent.add_paragraph(style=style)
        for run in runs(inline):
            self._run(paragraph, run)
        return paragraph

    def _run(self, paragraph: Any, run: Run) -> None:
        shown = paragraph.add_run(run.text)
        shown.bold = run.strong or None
        shown.italic = run.emphasis or None
        if run.href:
            shown.style = "Hyperlink"
            link = OxmlElement("w:hyperlink")
            relation = self.docx.part.relate_to(run.href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            link.set(qn("r:id"), relation)
            link.append(shown._r)
            paragraph._p.append(link)

    def _list(self, parent: Any, block: List, level: int = 0) -> None:
        number = self._new_number() if block.ordered else _BULLETS
        for item in block.items:
            paragraph = self._paragraph(parent, "List Paragraph", item.text)
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = level
            properties.get_or_add_numId().val = int(number)
            if item.nested:
                self._list(parent, item.nested, level + 1)

    def _new_number(self) -> str:
        """A number of its own for each list, so that each starts at one."""
        number = str(len(self.numbering.findall(qn("w:num"))) + 1)
        self.numbering.append(parse_xml(_NUMBER.format(nsdecls("w"), number, _NUMBERS)))
        return number

    def _table(self, block: Table) -> None:
        caption = self._paragraph(self.docx, "Caption", block.caption)
        caption.paragraph_format.keep_with_next = True
        table = self._new_table(column_widths(block), first_row=True, first_column=block.row_heads)
        title = OxmlElement("w:tblCaption")
        title.set(qn("w:val"), block.caption)
        table._tbl.tblPr.append(title)
        self._row(table, block.heads, ["Table Head"] * len(block.heads), block)
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        styles = ["Table Text"] * len(block.heads)
        if block.row_heads:
            styles[0] = "Row Head"
        for row in block.rows:
            self._row(table, row, styles, block)
        self.docx.add_paragraph(style="After Table")

    def _row(self, table: Any, row: tuple[Inline, ...], styles: list[str], block: Table) -> None:
        cells = _new_row(table)
        for cell, inline, style, side in zip(cells, row, styles, block.alignment, strict=True):
            paragraph = self._paragraph(_Cell(cell), style, inline)
            paragraph.alignment = _SIDES[side]

    def _fields(self, block: Fields) -> None:
        table = self._new_table([35, 65], first_row=False, first_column=True)
        for pair in block.fields:
            label, value = map(_Cell, _new_row(table))
            self._paragraph(label, "Field Label", pair.label)
            for part in pair.value:
                if isinstance(part, List):
                    self._list(value, part)
                else:
                    self._paragraph(value, "Field Value", part.text)
            if not pair.value:
                self._paragraph(value, "Field Empty", self.words["empty"])
        self.docx.add_paragraph(style="After Table")

    def _new_table(self, widths: list[int], *, first_row: bool, first_column: bool) -> Any:
        table = self.docx.add_table(rows=0, cols=len(widths), style="Houtskool")
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(_TEXT_WIDTH * width / sum(widths))
        look = table._tbl.tblPr.find(qn("w:tblLook"))
        for name in list(look.attrib):
            del look.attrib[name]
        bands = {"firstRow": first_row, "firstColumn": first_column, "noVBand": True, "noHBand": True}
        for name, on in bands.items():
            look.set(qn(f"w:{name}"), "1" if on else "0")
        return table

    def _figure(self, block: Figure) -> None:
        width, height = shown_size(block.data)
        paragraph = self.docx.add_paragraph(style="Figure")
        picture = paragraph.add_run().add_picture(io.BytesIO(as_png(block)), Pt(width), Pt(height))
        picture._inline.docPr.set("descr", block.alt)
        if block.caption:
            paragraph.paragraph_format.keep_with_next = True
            self._paragraph(self.docx, "Caption", block.caption)


class _Cell:
    """A cell to fill: the first paragraph takes the place of the empty one that Word demands."""

    def __init__(self, cell: Any) -> None:
        self._cell = cell
        self._empty: Any = cell.paragraphs[0]

    def add_paragraph(self, style: str) -> Any:
        paragraph, self._empty = self._empty, None
        if paragraph is None:
            return self._cell.add_paragraph(style=style)
        paragraph.style = style
        return paragraph


def _new_row(table: Any) -> Any:
    """The cells of a new row, which does not break over pages."""
    row = table.add_row()
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return row.cells


def _replace_children(element: Any, other: Any) -> None:
    for child in list(element):
        element.remove(child)
    for child in list(other):
        element.append(child)


def _numbering() -> str:
    """Two definitions of four levels each, and the number that all bullets refer to."""
    bullets = "".join(_LEVEL.format(n, "bullet", "–", (n + 1) * 340) for n in range(4))
    forms = ("decimal", "lowerLetter", "lowerRoman", "lowerLetter")
    numbers = "".join(_LEVEL.format(n, form, f"%{n + 1}.", (n + 1) * 340) for n, form in enumerate(forms))
    definitions = _DEFINITION.format(_BULLETS, bullets) + _DEFINITION.format(_NUMBERS, numbers)
    return (
        f"<w:numbering {nsdecls('w')}>{definitions}"
        f'<w:num w:numId="{_BULLETS}"><w:abstractNumId w:val="{_BULLETS}"/></w:num></w:numbering>'
    )


def _add_field(paragraph: Any, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)
