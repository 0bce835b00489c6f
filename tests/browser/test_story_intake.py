"""An interview that came in becomes contributions, as a facilitator does it, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

INTERVIEW = """Interview met Sofie Zand (inkoper)

1. Wat ziet u in de stad?

Ik vind de sociale ondernemingen niet in onze systemen. Dat komt door de codes.

2. Wat zou u helpen?

Een lijst per product, die iemand bijhoudt.

Tot ziens en dank.
"""


def proposal(page: Page, words: str) -> Locator:
    return page.locator("li.fact").filter(has_text=words).first


def test_an_interview_becomes_contributions_that_lead_back_to_their_sentence(visitor: Visitor):
    page = visitor.page
    visitor.sign_in("procesbegeleider")
    visitor.go("/inbreng/verslagen/")
    page.get_by_role("link", name="Lees een verslag in").click()
    page.get_by_label("Of plak de tekst").fill(INTERVIEW)
    page.get_by_label("Bij welk proces?").select_option(label="Actieprogramma Sociaal Ondernemerschap")
    page.get_by_label("citeren zonder naam").check()
    page.get_by_role("button", name="Zoek wat mensen zeiden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Interview met Sofie Zand (inkoper)")
    expect(page.locator("li.fact")).to_have_count(3)
    assert not visitor.problems()

    # Whoever points at a proposal sees its sentence.
    first = proposal(page, "Ik vind de sociale ondernemingen")
    passage = page.locator(f'mark[data-facts~="{first.get_attribute("data-fact")}"]').first
    first.hover()
    expect(passage).to_have_class("is-lit")

    proposal(page, "Tot ziens").get_by_role("button", name="Laat weg").press("Enter")
    expect(proposal(page, "Tot ziens")).to_contain_text("weggelaten")
    first = proposal(page, "Ik vind de sociale ondernemingen")
    first.locator("summary").press("Enter")
    first.get_by_label("Woorden").fill(
        "Ik vind de sociale ondernemingen niet in onze systemen.\n\nDat komt door de codes."
    )
    assert not visitor.problems()
    first.get_by_role("button", name="Bewaar").press("Enter")
    expect(page.locator("li.fact")).to_have_count(4)

    # What is selected at the left comes into the box.
    page.locator("[data-source] p").filter(has_text="helpen?").evaluate(
        "p => { const range = document.createRange(); range.selectNodeContents(p);"
        " document.getSelection().removeAllRanges(); document.getSelection().addRange(range); }"
    )
    expect(page.get_by_label("Mist u iets?")).to_have_value(re.compile("Wat zou u helpen"))

    page.get_by_text("Zet iets voor alle voorstellen tegelijk").click()
    every = page.locator("form.filters")
    every.get_by_label("Soort").select_option(label="behoefte")
    every.get_by_role("button", name="Zet dit voor alle").click()
    expect(page.locator("main")).to_contain_text("voorstellen gewijzigd")

    take = page.get_by_role("button", name="Neem over", exact=True)
    expect(take).to_be_visible()
    sure = page.get_by_label("Die mogen blijven staan")
    if sure.count():
        sure.check()
    take.click()
    expect(page.locator("main")).to_contain_text("3 stukken inbreng overgenomen")
    assert not visitor.problems()
    proposal(page, "Een lijst per product").get_by_role("link", name=re.compile("^inbreng")).click()
    expect(page.locator("main")).to_contain_text("Een lijst per product, die iemand bijhoudt.")
    page.get_by_role("link", name="Interview met Sofie Zand (inkoper)").first.click()
    expect(page).to_have_url(re.compile(r"/inbreng/verslag/\d+/\?page=1#plaats-\d+$"))

    page.get_by_role("link", name="Draai het overnemen terug").click()
    page.get_by_role("button", name="Draai terug").click()
    expect(page.locator("main")).to_contain_text("3 stukken inbreng teruggedraaid")
    page.get_by_role("link", name="Gooi dit verslag weg").click()
    page.get_by_role("button", name="Gooi het verslag weg").click()
    expect(page.locator("main")).to_contain_text("is weggegooid")
