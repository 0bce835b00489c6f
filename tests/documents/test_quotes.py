"""Quotes stand outside the frozen text: their words can go, and the document stays what it was."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pytest

from houtskool.documents import (
    Document,
    DocumentError,
    Heading,
    Paragraph,
    Quote,
    content_hash,
    filled,
    from_json,
    read,
    to_json,
    write_docx,
    write_html,
    write_odt,
    write_pdf,
)
from tests.documents.opened import structure

WORDS = "Wij wachten maanden op inkoop."
QUOTE = Quote("citaat-1", "a" * 64, WORDS, "sociaal ondernemers")
DOCUMENT = Document("Verslag", (Heading(1, "Wat er gezegd is"), QUOTE, Paragraph("Daarna aten wij.")))


def withdrawn(quote: Quote) -> Quote:
    return replace(quote, text="", by="")


def test_the_stored_form_holds_the_hash_of_the_words_and_never_the_words():
    assert WORDS not in to_json(DOCUMENT)
    assert "sociaal ondernemers" not in to_json(DOCUMENT)
    assert from_json(to_json(DOCUMENT)).blocks[1] == Quote("citaat-1", "a" * 64)


def test_withdrawing_a_quote_does_not_change_the_hash_of_the_document():
    assert content_hash(filled(DOCUMENT, withdrawn)) == content_hash(DOCUMENT)


@pytest.mark.parametrize(
    ("write", "name"), [(write_pdf, "a.pdf"), (write_odt, "a.odt"), (write_docx, "a.docx")]
)
def test_every_file_shows_the_words_and_after_withdrawal_says_that_they_are(write, name):
    assert WORDS in read(write(DOCUMENT), name).text
    assert "sociaal ondernemers" in read(write(DOCUMENT), name).text
    after = read(write(filled(DOCUMENT, withdrawn)), name).text
    assert "[citaat ingetrokken]" in after
    assert WORDS not in after
    assert "sociaal ondernemers" not in after


def test_the_page_shows_a_quote_as_a_quote():
    assert f"<blockquote><p>{WORDS}</p>" in write_html(DOCUMENT)
    assert "[citaat ingetrokken]" in write_html(from_json(to_json(DOCUMENT)))
    assert "&lt;b&gt;" in write_html(replace(DOCUMENT, blocks=(Quote("x", text="<b>"),)))


def test_the_pdf_tags_a_quote_as_one():
    with pikepdf.open(io.BytesIO(write_pdf(DOCUMENT))) as pdf:
        assert "/BlockQuote" in {str(element.S) for element in structure(pdf)}


def test_a_quote_needs_a_key():
    with pytest.raises(DocumentError, match="citaat"):
        Document("Verslag", (Quote(" "),))
