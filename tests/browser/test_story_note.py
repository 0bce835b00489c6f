"""From a note that comes in to a note that goes out, as a programme manager does it, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

NOTE = Path(__file__).resolve().parents[1] / "fixtures" / "notes" / "duinstede-informatienota.txt"


def fact(page: Page, words: str) -> Locator:
    return page.locator("li.fact").filter(has_text=words).first


def test_a_note_comes_in_becomes_a_process_and_a_note_goes_out(visitor: Visitor):
    page = visitor.page
    visitor.sign_in("programmamanager")
    hand_in_the_note(visitor)
    look_both_ways(visitor)
    correct_and_leave_out(visitor)
    confirm(visitor)
    compose_and_freeze(visitor)
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF", exact=True).click()
    check_the_pdf(Path(download.value.path()))


def hand_in_the_note(visitor: Visitor) -> None:
    visitor.go("/")
    visitor.page.get_by_role("link", name="Lees een nota in").click()
    visitor.page.get_by_label("Bestand").set_input_files(NOTE)
    visitor.page.get_by_role("button", name="Lees de nota").click()
    expect(visitor.page.get_by_role("heading", name="Klopt dit?")).to_be_visible()
    assert not visitor.problems()


def look_both_ways(visitor: Visitor) -> None:
    """Whoever points at a fact sees its sentence, and the other way round; by keyboard too."""
    page, session = visitor.page, fact(visitor.page, "Oude Visafslag")
    key = session.get_attribute("data-fact")
    passage = page.locator(f'mark[data-facts~="{key}"]').first
    session.hover()
    expect(passage).to_have_class("is-lit")
    passage.click(position={"x": 4, "y": 4})
    expect(page.locator("li.fact.is-lit").first).to_be_visible()
    session.get_by_role("link").focus()
    expect(passage).to_have_class("is-lit")
    expect(passage).to_be_in_viewport()


def correct_and_leave_out(visitor: Visitor) -> None:
    """By keyboard alone: each verdict draws its own line anew and leaves the rest of the page as it is."""
    page = visitor.page
    session = page.locator(f"#feit-{fact(page, 'Oude Visafslag').get_attribute('data-fact')}")
    session.locator("summary").focus()
    page.keyboard.press("Enter")
    session.get_by_label("Waar").fill("De Nieuwe Visafslag")
    assert not visitor.problems()
    session.get_by_role("button", name="Bewaar de verbetering").press("Enter")
    expect(session.get_by_text("verbeterd", exact=True)).to_be_visible()
    banks = page.locator(f"#feit-{fact(page, 'banken').get_attribute('data-fact')}")
    banks.get_by_role("button", name="Laat weg").press("Enter")
    expect(banks.get_by_text("weggelaten", exact=True)).to_be_visible()
    assert not visitor.problems()


def confirm(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_label("In welk proces komen deze feiten?").select_option(label="een nieuw proces")
    page.get_by_role("button", name="Zet het geraamte neer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Actieprogramma Ondernemen met Betekenis")
    assert not visitor.problems()
    table = page.get_by_role("region", name="Gesprekken en sessies")
    row = table.get_by_role("row").filter(has_text="Nieuwe Visafslag")
    expect(row).to_contain_text("inkopers")
    # Months later the row still leads to its sentence.
    row.get_by_role("link", name="uit de nota").click()
    expect(page.locator("li.fact:target")).to_contain_text("Oude Visafslag")
    expect(page.locator("li.fact:target")).to_contain_text("verbeterd door een mens")
    assert not visitor.problems()
    page.get_by_label("Kruimelpad").get_by_role("link").last.click()


def compose_and_freeze(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_role("link", name="Stel een informatienota op").click()
    page.get_by_label("Onderwerp").fill("Voortgang Ondernemen met Betekenis")
    page.get_by_role("button", name="Stel de nota op").click()
    page.get_by_role("textbox", name=re.compile("^Nummer")).fill("2019/000123")
    page.get_by_label("Kernboodschap").fill("De werksessie is **gehouden**; zie #eval(1+1).")
    page.locator("#id_treatment").select_option(label="ter kennisname")
    page.locator("#id_decision_points").fill("Het college stelt de informatienota vast.")
    # The preview follows what is written, before it is kept.
    expect(page.locator(".composer__preview")).to_contain_text("2019/000123")
    assert not visitor.problems()
    page.get_by_role("button", name="Bewaar en lees na").first.click()
    page.get_by_role("link", name="Stel vast").click()
    page.get_by_label("Wie stelt vast?").select_option("college")
    page.get_by_role("button", name="Stel deze nota vast").click()
    expect(page.get_by_text("De tekst verandert niet meer.")).to_be_visible()
    assert not visitor.problems()


def check_the_pdf(path: Path) -> None:
    """PDF/UA-1 and PDF/A-2a in one file, Dutch, tagged, and with the words as they were typed."""
    with pikepdf.open(path) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("nl")
        assert "/StructTreeRoot" in pdf.Root
        with pdf.open_metadata() as metadata:
            assert str(metadata["pdfuaid:part"]) == "1"
            assert (str(metadata["pdfaid:part"]), metadata["pdfaid:conformance"]) == ("2", "A")
    with pypdfium2.PdfDocument(path) as pdf:
        words = " ".join(page.get_textpage().get_text_range() for page in pdf)
    assert "#eval(1+1)" in words
    assert "2019/000123" in words
