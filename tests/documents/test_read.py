"""Reading: what a file is, its content says; what cannot be read is refused in Dutch, with the remedy."""

import codecs
import io
import struct
import zipfile
import zlib

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from houtskool.documents import (
    Document,
    DocumentError,
    Field,
    Fields,
    Figure,
    Limits,
    PageBreak,
    Paragraph,
    Table,
    bullets,
    field,
    numbered,
    read,
    write_pdf,
)
from tests.documents.examples import note, png
from tests.documents.uploads import docx, odt, p, packed

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


def refusal(data: bytes, filename: str = "nota.docx", **limits: int) -> str:
    with pytest.raises(DocumentError) as caught:
        read(data, filename, limits=Limits(**limits))
    message = str(caught.value)
    assert message.startswith(f"{filename}: ")
    assert message.endswith(".")
    return message


@pytest.mark.parametrize(
    "data",
    [
        "Coöperatie € 5 – ‘ja’".encode(),
        codecs.BOM_UTF8 + "Coöperatie € 5 – ‘ja’".encode(),
        "Coöperatie € 5 – ‘ja’".encode("utf-16"),
        codecs.BOM_UTF16_BE + "Coöperatie € 5 – ‘ja’".encode("utf-16-be"),
        "Coöperatie € 5 – ‘ja’".encode("cp1252"),
    ],
)
def test_plain_text_is_read_in_its_own_encoding(data: bytes) -> None:
    found = read(data, "nota.txt")
    assert (found.text, found.kind, found.pages) == ("Coöperatie € 5 – ‘ja’", "txt", ())


def test_the_text_has_one_kind_of_line_end_no_controls_and_composed_accents() -> None:
    found = read("a\r\nb\rc\x0cd\u2028e\x0bf\x85g\x00\tcafe\u0301\u202e\ufeff  \n\n".encode(), "nota.txt")
    assert found.text == "a\nb\nc\nd\ne\nf\ng\tcafé  \n\n"


def test_the_content_and_not_the_name_says_what_a_file_is() -> None:
    assert read(docx(p("tekst")), "nota.pdf").kind == "docx"
    assert read(odt("<text:p>tekst</text:p>"), "nota.exe").kind == "odt"
    assert read(write_pdf(note()), "nota.txt").kind == "pdf"
    assert read(b"gewone tekst", "nota.exe").kind == "txt"


@pytest.mark.parametrize(
    ("name", "kind"),
    [("nota.pdf", "PDF"), ("Nota.PDF", "PDF"), ("nota.docx", "DOCX"), ("nota.odt", "ODT"), ("n.doc", "Word")],
)
def test_plain_text_under_the_name_of_another_kind_is_refused_with_its_remedy(name: str, kind: str) -> None:
    words = refusal(b"Fout 503: probeer het later opnieuw", name)
    assert f"Dit is geen {kind}" in words
    assert "maar gewone tekst" in words
    assert "Plak dan de tekst" in words


@pytest.mark.parametrize("name", ["nota.txt", "nota", "nota.md", "pdf", "verslag.2019"])
def test_plain_text_under_any_other_name_is_read(name: str) -> None:
    assert read(b"gewone tekst", name).text == "gewone tekst"


def test_a_pdf_gives_its_text_per_page() -> None:
    document = Document("Titel", (Paragraph("Eerste bladzijde"), PageBreak(), Paragraph("Tweede bladzijde")))
    found = read(write_pdf(document), "nota.pdf")
    first, second = found.pages
    assert first == 0
    assert "Eerste bladzijde" in found.text[:second]
    assert "Tweede bladzijde" in found.text[second:]
    assert found.warnings == ()


def test_the_tags_of_a_pdf_say_what_is_a_row_and_what_a_label() -> None:
    rows = tuple(
        (f"{number} maart", "Een lange omschrijving die breekt " * 4, "klaar") for number in range(40)
    )
    header = Fields(
        (field("Onderwerp", "Zwemles"), Field("Besluit", (numbered("Wij zwemmen.", "Wij duiken."),)))
    )
    found = read(
        write_pdf(Document("T", (header, Table("Plan", ("Wanneer", "Wat", "Stand"), rows)))), "a.pdf"
    )
    lines = found.text.splitlines()
    assert "Onderwerp\tZwemles" in lines
    place = lines.index("Besluit\t1. Wij zwemmen.")
    assert lines[place + 1] == "2. Wij duiken."
    assert len(found.pages) > 1
    assert [line for line in lines if line.count("\t") == 2] == ["Wanneer\tWat\tStand"] + [
        "\t".join(" ".join(cell.split()) for cell in row) for row in rows
    ]
    assert "Wanneer Wat Stand" not in lines  # the head that stands again on the next page


def test_an_item_of_a_list_in_a_pdf_is_one_line() -> None:
    items = [
        f"Besluit {number} over de buurt, de wijk en alles wat daarbij hoort in het hele land, in mei 2017"
        for number in range(30)
    ]
    for block in (bullets(*items), Fields((Field("Besluiten", (bullets(*items),)),))):
        found = read(write_pdf(Document("T", (block,))), "a.pdf")
        shown = [line.removeprefix("Besluiten\t") for line in found.text.splitlines() if "Besluit " in line]
        assert shown == [f"– {item}" for item in items]


def test_a_pdf_without_tags_is_read_as_it_stands() -> None:
    with pikepdf.open(io.BytesIO(write_pdf(note()))) as pdf:
        del pdf.Root.StructTreeRoot
        assert "Inleiding" in read(saved(pdf), "nota.pdf").text


def test_tags_that_hold_themselves_do_no_harm() -> None:
    with pikepdf.open(io.BytesIO(write_pdf(note()))) as pdf:
        root = pdf.Root.StructTreeRoot
        kid = root.K if isinstance(root.K, pikepdf.Dictionary) else root.K[0]
        kid.K = pikepdf.Array([kid, kid, *(kid.K if isinstance(kid.K, pikepdf.Array) else [kid.K])])
        assert "Inleiding" in read(saved(pdf), "nota.pdf").text


def test_a_word_broken_at_the_end_of_a_line_is_whole_again() -> None:
    import typst

    word = "gemeentelijkesamenwerkingsovereenkomst"
    source = f'#set page(width: 60mm)\n#set text(lang: "nl", hyphenate: true)\n{word}'.encode()
    assert word in read(typst.compile(source), "nota.pdf").text


def test_a_scan_is_refused_with_what_to_do() -> None:
    scan = pikepdf.new()
    scan.add_blank_page()
    assert "alleen beeld (een scan)" in refusal(saved(scan), "scan.pdf")
    assert "OCR" in refusal(saved(scan), "scan.pdf")


def saved(pdf: pikepdf.Pdf, **options: object) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **options)  # type: ignore[arg-type]
    return out.getvalue()


def test_a_scanned_page_among_pages_of_text_is_warned_about() -> None:
    with pikepdf.open(io.BytesIO(write_pdf(note()))) as pdf:
        pdf.add_blank_page()
        found = read(saved(pdf), "nota.pdf")
    assert found.warnings == (
        "Bladzijde 4 bevat geen tekst. Is het een scan, maak er dan tekst van met tekstherkenning (OCR).",
    )


def test_a_locked_pdf_is_refused() -> None:
    with pikepdf.open(io.BytesIO(write_pdf(note()))) as pdf:
        locked = saved(pdf, encryption=pikepdf.Encryption(user="geheim", owner="geheim"))
    assert "wachtwoord" in refusal(locked, "nota.pdf")


def test_a_pdf_that_only_its_owner_may_change_is_read() -> None:
    with pikepdf.open(io.BytesIO(write_pdf(note()))) as pdf:
        guarded = saved(pdf, encryption=pikepdf.Encryption(user="", owner="geheim"))
    assert "Inleiding" in read(guarded, "nota.pdf").text


def test_a_pdf_with_too_many_pages_is_refused() -> None:
    assert "3 bladzijden en mag er 2 hebben" in refusal(write_pdf(note()), "nota.pdf", pages=2)


@pytest.mark.parametrize("cut", [20, 500, -600])
def test_a_damaged_pdf_is_refused_or_read_but_never_crashes(cut: int) -> None:
    assert read_or_refused(write_pdf(note())[:cut])


def read_or_refused(data: bytes) -> str:
    """The text or the refusal; any other error is a failure of the reader."""
    try:
        return read(data, "x").text.strip()
    except DocumentError as refused:
        return str(refused)


def test_a_pdf_that_unpacks_without_end_does_not_take_the_machine_along() -> None:
    bomb = pikepdf.new()
    page = bomb.add_blank_page()
    content = zlib.compress(zlib.compress(b" " * 200_000_000))
    page.Contents = pikepdf.Stream(bomb, content, Filter=pikepdf.Array([pikepdf.Name.FlateDecode] * 2))
    assert "PDF" in refusal(saved(bomb), "bom.pdf", seconds=20)


@pytest.mark.parametrize("data", [b"", b"   \n\t", bytes(100), codecs.BOM_UTF8, codecs.BOM_UTF16_LE])
def test_an_empty_file_is_refused(data: bytes) -> None:
    assert "leeg" in refusal(data, "leeg.txt")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (OLD + "WordDocument".encode("utf-16-le"), "bewaar het als DOCX"),
        (OLD + "EncryptedPackage".encode("utf-16-le"), "wachtwoord"),
        (OLD, "Office-bestand van een oude soort"),
        (png(), "een afbeelding"),
        (b"\xff\xd8\xff\xe0" + bytes(100), "een afbeelding"),
        (b"GIF89a" + bytes(100), "een afbeelding"),
        (b"II*\0" + bytes(100), "een afbeelding"),
        (b"\0\0\0\x18ftypheic" + bytes(100), "een afbeelding"),
        (b"<!DOCTYPE html><html><body>tekst</body></html>", "een webpagina"),
        (b"\xef\xbb\xbf\n<html lang=nl>", "een webpagina"),
        (b"<!-- x --> <HTML>", "een webpagina"),
        (b"<?xml version='1.0'?><a/>", "een XML-bestand"),
        (b"{\\rtf1\\ansi tekst}", "een RTF-bestand"),
        (b"\x1f\x8b\x08" + bytes(50), "een ingepakt bestand"),
        (b"7z\xbc\xaf\x27\x1c", "een ingepakt bestand"),
        (b"MZ" + bytes(100), "een programma"),
        (b"#!/bin/sh\necho", "een programma"),
        (bytes(range(256)) * 10, "geen leesbare tekst"),
        (b"\x01\x02\x03 tekst" * 20, "geen leesbare tekst"),
        ("tekst zonder merkteken".encode("utf-16-le"), "geen leesbare tekst"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8a", "geen leesbare tekst"),
        (codecs.BOM_UTF32_LE + "tekst".encode("utf-32-le"), "UTF-32"),
        (b"tekst met \x81 erin", "geen leesbare tekst"),
        (b"PK\x03\x04 en dan niets", "beschadigd"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_with_its_remedy(data: bytes, words: str) -> None:
    assert words in refusal(data)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"xl/workbook.xml": "x", "[Content_Types].xml": "spreadsheetml"}, "een rekenblad (Excel)"),
        ({"ppt/presentation.xml": "x"}, "een presentatie (PowerPoint)"),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "een rekenblad (ODS)"),
        ({"mimetype": "application/epub+zip"}, "een e-boek"),
        ({"map/nota.docx": docx(p("tekst"))}, "een zip-bestand met onder meer ‘nota.docx’. Pak het uit"),
        ({"a.bin": "x"}, "een zip-bestand. Pak het uit"),
        ({"inner.zip": packed({"inner.zip": packed({"a.txt": "x"})})}, "Pak het uit"),
    ],
)
def test_another_zip_is_named_for_what_it_is(parts: dict[str, str | bytes], words: str) -> None:
    assert words in refusal(packed(parts))


def test_a_docx_without_a_word_is_refused() -> None:
    assert "geen tekst" in refusal(docx(p("")))


def test_a_file_that_is_too_large_is_refused_with_both_sizes() -> None:
    assert "Het bestand is 2 MB en mag 1 MB zijn" in refusal(b"a" * 2_000_000, size=1_000_000)


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    body = docx(p("a" * 5_000_000))
    assert len(body) < 20_000
    assert "veel te groot" in refusal(body)
    assert "veel te groot" in refusal(docx(p("tekst")), members=3)
    assert "veel te groot" in refusal(docx(p("tekst")), unpacked=100)


def test_a_zip_that_lies_about_its_sizes_gives_no_more_than_it_said() -> None:
    data = bytearray(docx(p("a" * 5_000_000)))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        true = archive.getinfo("word/document.xml").file_size
    while (at := data.find(struct.pack("<I", true))) >= 0:
        data[at : at + 4] = struct.pack("<I", 1000)
    assert "beschadigd" in refusal(bytes(data))


@pytest.mark.parametrize(
    "dtd",
    [
        '<!DOCTYPE a [<!ENTITY b "bom">]>',
        '<!DOCTYPE a [<!ENTITY a0 "lol"><!ENTITY a1 "&a0;&a0;&a0;&a0;"><!ENTITY a2 "&a1;&a1;&a1;">]>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a SYSTEM "http://kwaad.example/a.dtd">',
    ],
)
def test_a_dtd_or_entity_is_refused(dtd: str) -> None:
    assert "DTD of entiteiten" in refusal(odt("<text:p>tekst</text:p>", prefix=dtd), "nota.odt")


def test_locked_and_damaged_archives_are_refused() -> None:
    whole = docx(p("tekst"))
    assert "beschadigd" in refusal(whole[: len(whole) // 2])
    assert "beschadigd" in refusal(docx("<w:p>"))
    locked = bytearray(whole)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := locked.find(mark, at + 1)) >= 0:
            locked[at + offset] |= 1
    assert "wachtwoord" in refusal(bytes(locked))
    odf = packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": "<a><manifest:encryption-data/></a>",
            "content.xml": b"\x00",
        }
    )
    assert "wachtwoord" in refusal(odf, "nota.odt")


def test_xml_nested_without_end_is_refused() -> None:
    deep = "<w:sdt><w:sdtContent>" * 20_000 + "</w:sdtContent></w:sdt>" * 20_000
    assert "te diep" in refusal(docx(deep))


def test_a_path_in_the_name_is_not_shown() -> None:
    with pytest.raises(DocumentError, match=r"^x\.doc: "):
        read(b"", "C:\\Users\\Jan\\x.doc")
    with pytest.raises(DocumentError, match=r"^bestand zonder naam: "):
        read(b"", "")


def test_a_picture_only_document_of_ours_is_a_scan_to_nobody() -> None:
    found = read(write_pdf(Document("Alleen een plaatje hier", (Figure(png(), "vlak"),))), "a.pdf")
    assert "Alleen een plaatje hier" in found.text


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert read_or_refused(data)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_docx_with_changed_bytes_is_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(docx(p("tekst en nog meer tekst")))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert read_or_refused(bytes(whole))


@settings(max_examples=60, deadline=None)
@given(st.text())
def test_reading_text_twice_changes_nothing(text: str) -> None:
    try:
        once = read(text.encode("utf-8", "ignore"), "x.txt").text
    except DocumentError:
        return
    assert read(once.encode(), "x.txt").text == once
