"""The PDF: PDF/UA-1 and PDF/A-2a in one file, seen from the inside."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2
import pytest

from houtskool.documents import (
    Block,
    Document,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    Table,
    bullets,
    field,
    read,
    write_pdf,
)
from houtskool.documents.blocks import Fields
from tests.documents.examples import SVG, note, png
from tests.documents.opened import structure


@pytest.fixture
def pdf() -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(write_pdf(note()))) as opened:
        yield opened


def test_it_claims_both_standards(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        assert metadata["dc:title"] == "Stand van zaken actieprogramma buurtbedrijven"
        assert metadata["dc:creator"] == ["Afdeling Economie"]
        assert metadata["dc:description"] == "Buurtbedrijven"
        assert metadata["dc:language"] == {"nl"}
        assert metadata["xmp:CreateDate"].startswith("2019-03-12")


def test_it_is_tagged_in_dutch_and_shows_its_title(pdf: pikepdf.Pdf) -> None:
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.Lang == "nl"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert "/StructTreeRoot" in pdf.Root


def test_the_heads_of_columns_are_heads_of_columns(pdf: pikepdf.Pdf) -> None:
    heads = [element for element in structure(pdf) if element.S == "/TH"]
    assert len(heads) == 3
    assert all(attribute(head, "/Scope") == "/Column" for head in heads)


def attribute(element: Any, name: str) -> str:
    attributes = element.A if isinstance(element.A, pikepdf.Array) else [element.A]
    return next(str(each[name]) for each in attributes if name in each)


def test_every_picture_has_its_alternative_text(pdf: pikepdf.Pdf) -> None:
    figures = [element for element in structure(pdf) if element.S == "/Figure"]
    assert len(figures) == 2
    assert all(str(figure.Alt).strip() for figure in figures)


def test_the_structure_has_what_the_tree_has(pdf: pikepdf.Pdf) -> None:
    kinds = {str(element.S) for element in structure(pdf)}
    assert kinds >= {
        "/H1",
        "/H2",
        "/P",
        "/L",
        "/LI",
        "/Lbl",
        "/LBody",
        "/Table",
        "/THead",
        "/Link",
        "/Caption",
    }


def test_the_header_of_a_note_is_a_list_of_labels_with_values(pdf: pikepdf.Pdf) -> None:
    first = next(element for element in structure(pdf) if element.S == "/L")
    labels = [item for item in first.K if item.S == "/LI"]
    assert len(labels) == 7
    assert all([part.S for part in item.K[:2]] == ["/Lbl", "/LBody"] for item in labels)


def test_every_font_is_embedded(pdf: pikepdf.Pdf) -> None:
    fonts = {
        str(font.BaseFont): font.DescendantFonts[0].FontDescriptor
        for page in pdf.pages
        for font in page.Resources.Font.values()
    }
    assert fonts
    for name, descriptor in fonts.items():
        assert "NotoSans" in name
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


def test_links_lead_where_they_say(pdf: pikepdf.Pdf) -> None:
    targets = [str(note.A.URI) for page in pdf.pages for note in page.get("/Annots", []) if "/A" in note]
    assert targets == ["https://waterrijk.example/programma?a=1&b=2"]


def test_pages_are_a4_and_numbered_under_a_running_head() -> None:
    pages = read(write_pdf(note()), "nota.pdf")
    assert pages.text.count("Gemeente Waterrijk · Informatienota") == len(pages.pages) == 3
    assert "Bladzijde 2 van 3" in pages.text
    with pikepdf.open(io.BytesIO(write_pdf(note()))) as pdf:
        assert [round(float(side)) for side in pdf.pages[0].MediaBox[2:]] == [595, 842]


def test_a_page_break_starts_a_new_page() -> None:
    document = read(write_pdf(note()), "nota.pdf")
    assert "Vervolg" in document.text[document.pages[2] :]


def test_a_table_of_contents_is_made_when_asked_for() -> None:
    document = note()
    assert "Inhoud" not in read(write_pdf(document), "a.pdf").text
    contents = write_pdf(document, contents=True)
    assert "Inhoud" in read(contents, "a.pdf").text
    with pikepdf.open(io.BytesIO(contents)) as pdf:
        assert "/TOC" in {str(element.S) for element in structure(pdf)}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("blij 😀", "blij [U+1F600]"),
        ("👩‍💻", "[U+1F469][U+1F4BB]"),
        ("👍🏽", "[U+1F44D][U+1F3FD]"),
        ("\uf0b7 punt", "[U+F0B7] punt"),
        ("中", "[U+4E2D]"),
        ("1\ufe0f\u20e3", "1[U+20E3]"),
        ("→ ✓ ☐ ≥ € ½ ĳ Ğ ё ω", "→ ✓ ☐ ≥ € ½ ĳ Ğ ё ω"),
    ],
)
def test_a_character_that_no_font_has_is_spelled_out(text: str, shown: str) -> None:
    assert shown in read(write_pdf(Document("Titel", (Paragraph(f"Zo: {text}"),))), "a.pdf").text


def test_a_link_keeps_its_address_when_its_text_is_spelled_out() -> None:
    from houtskool.documents import link

    made = write_pdf(Document("Titel", (Paragraph((link("😀", "https://a.nl/😀"),)),)))
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert "U+1F600" not in str(pdf.pages[0].Annots[0].A.URI)


def test_a_long_table_repeats_its_heads_on_the_next_page() -> None:
    rows = tuple((f"rij {number}", "tekst") for number in range(80))
    made = write_pdf(Document("Titel", (Table("Lang", ("Naam kolom", "Tekst"), rows),)))
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made)]
    assert len(pages) > 1
    assert all("Naam kolom" in page for page in pages)


def test_a_document_without_a_date_is_still_reproducible() -> None:
    document = Document("Titel", (Paragraph("a"), Figure(png(), "vlak"), Figure(SVG, "staven")))
    assert write_pdf(document) == write_pdf(document)


def test_a_list_may_be_the_value_of_a_field_and_long_labels_wrap() -> None:
    from houtskool.documents import bullets

    label = "Een heel lang label dat nooit op de helft van een regel past en daarom over regels loopt"
    fields = Fields((field(label, bullets("een", "twee"), "drie"), field("Kort", "vier")))
    text = read(write_pdf(Document("Titel", (Heading(1, "Kop"), fields))), "a.pdf").text
    for word in ("een", "twee", "drie", "vier", "Kort"):
        assert word in text


LONG = " ".join(["woord"] * 60)
FOLLOWING: dict[str, Block] = {
    "fields": Fields((field("Soort", "Maatregel"), field("Resultaat", LONG), field("Wie", "iemand"))),
    "list in a field": Fields((field("Geld", bullets("een", "twee", "drie")), field("Wie", "iemand"))),
    "table": Table("Opschrift", ("Kolom een", "Kolom twee"), (("1", LONG), ("2", "b"))),
    "paragraph": Paragraph(LONG),
    "list": bullets(LONG, "b", "c"),
}


@pytest.mark.parametrize("kind", FOLLOWING)
def test_a_heading_never_ends_a_page_whatever_follows_it(kind: str) -> None:
    # One page more filled than the other, so that somewhere each line of it is the last of its page.
    blocks: list[Block] = [Heading(1, "Begin")]
    for filled in range(26, 46):
        blocks += [PageBreak(), *(Paragraph(f"regel {line}") for line in range(filled))]
        blocks += [Heading(1, f"KOP {filled}"), Heading(2, f"KOP onder {filled}"), FOLLOWING[kind]]
    pages = pypdfium2.PdfDocument(write_pdf(Document(title="Proef", blocks=tuple(blocks))))
    last = [_lines(page)[-1] for page in pages]
    assert len(last) > 30
    assert not [line for line in last if line.startswith(("KOP", "Opschrift", "Kolom"))]


def _lines(page: Any) -> list[str]:
    """The lines of a page above its foot."""
    lines = [line.strip() for line in page.get_textpage().get_text_range().splitlines()]
    return [line for line in lines if line and not line.startswith("Bladzijde")]
