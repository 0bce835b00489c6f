"""The DOCX: Word's own headings, heads of tables, language and properties."""

import datetime
import io
import zipfile
from typing import Any

import docx
from docx.oxml.ns import qn

from houtskool.documents import write_docx
from tests.documents.examples import note


def opened(**changes: object) -> Any:
    return docx.Document(io.BytesIO(write_docx(note(**changes))))


def part(name: str, **changes: object) -> str:
    with zipfile.ZipFile(io.BytesIO(write_docx(note(**changes)))) as archive:
        return archive.read(name).decode()


def test_the_properties_are_filled() -> None:
    core = opened().core_properties
    assert (core.title, core.subject, core.author) == (note().title, "Buurtbedrijven", "Afdeling Economie")
    assert core.language == "nl"
    assert core.comments == ""
    assert core.created.replace(tzinfo=None) == datetime.datetime(2019, 3, 12)


def test_the_text_is_dutch() -> None:
    assert 'w:lang w:val="nl-NL"' in part("word/styles.xml")
    assert 'w:lang w:val="en-GB"' in part("word/styles.xml", language="en")
    assert 'w:lang w:val="fa"' in part("word/styles.xml", language="fa")


def test_headings_have_words_own_styles() -> None:
    styles = [p.style.name for p in opened().paragraphs]
    assert styles[0] == "Title"
    assert "Heading 1" in styles
    assert "Heading 2" in styles


def test_the_heads_of_a_table_are_repeated_and_its_first_column_marked() -> None:
    table = opened().tables[1]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    assert (look.get(qn("w:firstRow")), look.get(qn("w:firstColumn"))) == ("1", "1")
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Stappen van nota tot uitvoering"


def test_every_style_that_is_used_exists() -> None:
    document = opened()
    defined = {style.style_id for style in document.styles}
    used = {
        element.get(qn("w:val"))
        for root in (document.element, document.styles.element)
        for name in ("w:pStyle", "w:rStyle", "w:tblStyle", "w:basedOn", "w:next")
        for element in root.iter(qn(name))
    }
    assert used <= defined


def test_the_text_says_nothing_of_a_template() -> None:
    assert "python-docx" not in part("docProps/core.xml")
    assert "themeColor" not in part("word/styles.xml")


def test_links_lead_where_they_say() -> None:
    assert 'Target="https://waterrijk.example/programma?a=1&amp;b=2"' in part("word/_rels/document.xml.rels")


def test_a_concept_is_sketched_and_a_final_document_is_ink() -> None:
    assert '<w:bottom w:val="dashed" w:sz="12" w:space="8" w:color="B3361B"/>' in part(
        "word/styles.xml", state="concept"
    )
    assert '<w:bottom w:val="single" w:sz="12" w:space="8" w:color="1D1C1A"/>' in part("word/styles.xml")


def test_every_picture_has_an_id_of_its_own() -> None:
    ids = [properties.get("id") for properties in opened().element.iter(qn("wp:docPr"))]
    assert len(set(ids)) == len(ids) == 2


def test_cells_hold_no_empty_first_paragraph() -> None:
    for table in opened().tables:
        for row in table.rows:
            assert row.cells[0].paragraphs[0].text
