"""The ODT: real styles, an outline, heads of tables."""

import datetime
import io
import zipfile
from xml.etree import ElementTree

import odfdo

from houtskool.documents import write_odt
from tests.documents.examples import note


def odt(**changes: object) -> odfdo.Document:
    return odfdo.Document(io.BytesIO(write_odt(note(**changes))))


def test_headings_are_headings_with_a_style_and_an_outline_level() -> None:
    headers = odt().body.get_headers()
    assert [(int(header.level), header.style) for header in headers][:2] == [
        (1, "Heading_20_1"),
        (2, "Heading_20_2"),
    ]


def test_the_title_is_a_title_and_stands_in_the_metadata() -> None:
    document = odt()
    assert document.body.get_paragraphs()[0].style == "Title"
    meta = document.meta
    assert (meta.title, meta.subject, meta.language) == (note().title, "Buurtbedrijven", "nl")
    assert (meta.initial_creator, meta.creation_date) == (
        "Afdeling Economie",
        datetime.datetime(2019, 3, 12),
    )


def test_the_text_is_dutch() -> None:
    styles = part("styles.xml")
    assert 'fo:language="nl" fo:country="NL"' in styles


def part(name: str, **changes: object) -> str:
    with zipfile.ZipFile(io.BytesIO(write_odt(note(**changes)))) as archive:
        return archive.read(name).decode()


def test_the_heads_of_a_table_are_heads() -> None:
    content = part("content.xml")
    assert content.count("<table:table-header-rows>") == 1
    assert content.count("<table:table-header-columns>") == 2  # of the table, and of the fields
    assert "<table:title>Stappen van nota tot uitvoering</table:title>" in content


def test_every_style_that_is_used_exists() -> None:
    namespaces = ("style:name", "style-name", "parent-style-name")
    content, styles = (ElementTree.fromstring(part(name)) for name in ("content.xml", "styles.xml"))
    defined = {
        value
        for root in (content, styles)
        for element in root.iter()
        for key, value in element.attrib.items()
        if key == "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}name"
    }
    used = {
        value
        for root in (content, styles)
        for element in root.iter()
        for key, value in element.attrib.items()
        if key.rpartition("}")[2] in namespaces
    }
    assert used <= defined


def test_pictures_are_png_in_the_manifest() -> None:
    manifest = part("META-INF/manifest.xml")
    assert manifest.count('manifest:media-type="image/png" manifest:full-path="Pictures/') == 2
    with zipfile.ZipFile(io.BytesIO(write_odt(note()))) as archive:
        assert archive.read("Pictures/1.png").startswith(b"\x89PNG")
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


def test_a_concept_is_sketched_and_a_final_document_is_ink() -> None:
    assert 'fo:border-bottom="1.5pt dashed #b3361b"' in part("styles.xml", state="concept")
    assert 'fo:border-bottom="1.5pt solid #1d1c1a"' in part("styles.xml")


def test_links_and_spaces_are_kept() -> None:
    content = part("content.xml")
    assert 'xlink:href="https://waterrijk.example/programma?a=1&amp;b=2"' in content
    assert "<text:line-break/>" in content
