"""From a note that comes in to a note that goes out, as a programme manager does it, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

NOTE = Path(__file__).resolve().parents[1] / "fixtures" / "notes" / "duinstede-informatienota.txt"


def test_a_note_comes_in_becomes_a_process_and_a_note_goes_out(visitor: Visitor):
    page = visitor.page
    visitor.sign_in("programmamanager")

    visitor.go("/nota/nieuw/")
    page.get_by_label("Bestand").set_input_files(NOTE)
    page.get_by_role("button", name="Lees de nota").click()
    expect(page.get_by_role("heading", name="Klopt dit?")).to_be_visible()

    # Whoever points at a fact sees its sentence, and the other way round.
    session = page.get_by_role("listitem").filter(has_text="Werksessie").first
    passage = page.locator(f'mark[data-facts~="{session.get_attribute("data-fact")}"]').first
    session.hover()
    expect(passage).to_have_class("is-lit")
    passage.hover()
    expect(session).to_have_class("fact fact--proposed is-lit")
    assert not visitor.problems()
