"""One tree, four formats: the same headings, tables and alternative texts, and every text literally."""

import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings

from houtskool.documents import (
    Document,
    Fields,
    Figure,
    Heading,
    Paragraph,
    Table,
    bullets,
    field,
    read,
    strong,
    write_docx,
    write_html,
    write_odt,
    write_pdf,
)
from tests.documents.examples import CHART, SVG, note, png
from tests.documents.opened import Opened, open_docx, open_html, open_odt, open_pdf
from tests.documents.test_canonical import documents

HEADINGS = [(1, "Inleiding"), (2, "Wie er meedeed"), (1, "Planning"), (1, "Besluit"), (1, "Vervolg")]
PLANNING = [
    ["Stap", "Wanneer", "Kosten"],
    ["Gesprekken en sessies", "juli – november 2018", "€ 4.500"],
    ["Houtskoolschets", "begin 2019", "€ 12.500"],
    ["Uitvoering", "onbekend", ""],
]
ALTS = [CHART.alt, "Een grijs vlak."]
LITERAL = [
    '#eval("1+1")',
    "#{1+1}",
    "$x^2$",
    "*vet* _schuin_ `code`",
    "@bron <label>",
    "= Kop",
    "// opmerking /* dit */",
    "\\u{41} \\u202e \\n",
    "[link](https://a.nl)",
    "<script>alert(1)</script>",
    "</article></body>",
    "&amp; &lt; &#65;",
    "]]>",
    "<!-- commentaar -->",
    "{{ doc.title }} {% csrf %}",
    "\"aanhaling\" 'enkel' -- --- ...",
    "@HEAD@ @PAGE@ @LOCALE@",
    "%1. %s {} []",
    "http://a.nl/~x",
]


def opened(document: Document) -> dict[str, Opened]:
    return {
        "html": open_html(write_html(document)),
        "pdf": open_pdf(write_pdf(document)),
        "odt": open_odt(write_odt(document)),
        "docx": open_docx(write_docx(document)),
    }


def test_every_format_has_the_same_headings_tables_and_alternative_texts() -> None:
    for name, found in opened(note()).items():
        assert found == Opened(HEADINGS, [PLANNING], ALTS), name


def literal_document() -> Document:
    text = " ".join(LITERAL)
    return Document(
        text,
        (
            Heading(1, text),
            Paragraph(text),
            Paragraph((strong(text),)),
            bullets(text),
            Table(text, (text, text), ((text, text),)),
            Figure(SVG, text, text),
            Fields((field(text, text),)),
        ),
        subject=text,
        author=text,
        running_head=text,
    )


def test_whatever_is_written_comes_out_literally() -> None:
    text = " ".join(LITERAL)
    for name, found in opened(literal_document()).items():
        assert found.headings == [(1, text)], name
        assert found.tables == [[[text, text], [text, text]]], name
        assert found.alts == [text], name


@pytest.mark.parametrize(
    ("write", "filename", "times"),
    [(write_odt, "a.odt", 11), (write_docx, "a.docx", 11), (write_pdf, "a.pdf", 11)],
)
def test_a_reader_gets_back_what_was_written(
    write: Callable[[Document], bytes], filename: str, times: int
) -> None:
    text = "".join(" ".join(LITERAL).split())
    back = "".join(read(write(literal_document()), filename).text.split())
    assert back.count(text) >= times


def test_a_concept_says_so_at_the_top_and_a_final_document_does_not() -> None:
    for state, said in (("concept", True), ("final", False)):
        document = note(state=state)
        texts = {
            "html": write_html(document),
            "pdf": read(write_pdf(document), "a.pdf").text,
            "odt": read(write_odt(document), "a.odt").text,
            "docx": read(write_docx(document), "a.docx").text,
        }
        for name, text in texts.items():
            assert ("Concept: nog niet vastgesteld" in text) is said, name
            before_title = text.partition("Stand van zaken")[0]
            assert ("Concept: nog niet vastgesteld" in before_title) is said, name


def test_an_english_document_says_it_in_english() -> None:
    document = Document("Title", (Fields((field("Phone"),)),), state="concept", language="en")
    assert "Draft: not adopted yet" in write_html(document)
    assert "not filled in" in read(write_pdf(document), "a.pdf").text


def test_a_field_without_a_value_is_said_to_be_empty_not_left_blank() -> None:
    document = Document("Titel", (Fields((field("Telefoonnummer"),)),))
    for write, name in ((write_pdf, "a.pdf"), (write_odt, "a.odt"), (write_docx, "a.docx")):
        assert "niet ingevuld" in read(write(document), name).text
    assert "niet ingevuld" in write_html(document)


@pytest.mark.parametrize("write", [write_pdf, write_odt, write_docx])
def test_the_same_document_gives_the_same_bytes(write: Callable[[Document], bytes]) -> None:
    assert write(note()) == write(note())


@pytest.mark.parametrize("write", [write_odt, write_docx])
def test_no_part_of_the_zip_carries_the_time_of_writing(write: Callable[[Document], bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(write(note()))) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_numbered_lists_each_start_at_one() -> None:
    from houtskool.documents import Item, numbered

    document = Document(
        "Titel",
        (
            numbered("a", "b"),
            Paragraph("tussen"),
            numbered("c", Item("d", numbered("e", "f"))),
            numbered("g"),
        ),
    )
    for write, name in ((write_odt, "a.odt"), (write_docx, "a.docx"), (write_pdf, "a.pdf")):
        lines = [" ".join(line.split()) for line in read(write(document), name).text.splitlines()]
        shown = [line for line in lines if line[:1].isalnum() and line[1:2] == "."]
        assert shown == ["1. a", "2. b", "1. c", "2. d", "a. e", "b. f", "1. g"], name


def test_an_empty_document_can_be_written() -> None:
    document = Document("Alleen een titel", ())
    for found in opened(document).values():
        assert found == Opened([], [], [])


def test_a_small_picture_keeps_its_size_and_a_large_one_fits() -> None:
    small, large = (Document("Titel", (Figure(png(*size), "vlak"),)) for size in ((40, 20), (4000, 1000)))
    assert 'width="40" height="20"' in write_html(small)
    assert 'width="604" height="151"' in write_html(large)
    assert opened(large)["pdf"].alts == ["vlak"]


@settings(max_examples=15, deadline=None)
@given(documents)
def test_every_valid_document_can_be_written(document: Document) -> None:
    html = open_html(write_html(document))
    assert open_docx(write_docx(document)).alts == html.alts
    assert open_odt(write_odt(document)).alts == html.alts
    assert len(open_pdf(write_pdf(document)).alts) == len(html.alts)
