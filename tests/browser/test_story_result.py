"""The screen in the room counts along, and the result leads from the map to contributions and a PDF."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Visitor
from tests.browser.test_story_voting import PHONE, come_in, press, sent

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_the_screen_counts_who_votes_without_being_loaded_again(visitor: Visitor, browser: Browser):
    visitor.sign_in("procesbegeleider")
    page = visitor.page
    visitor.go("/stemmen/gesprekken/")
    page.get_by_role("link", name="Wat moet er als eerste gebeuren?").click()
    page.get_by_role("link", name="Scherm voor de zaal").click()
    expect(page.get_by_text("HAAR LEM2")).to_be_visible()
    expect(page.locator("#scherm")).to_contain_text("kaart van meningen")
    number = page.locator(".figures__value").first
    before = int(number.inner_text())
    page.evaluate("window.stillHere = true")
    phone = browser.new_context(viewport=PHONE, locale="nl-NL", has_touch=True, is_mobile=True)
    mine = come_in(phone, visitor.site)
    press(mine, "Eens")
    sent(mine)
    expect(number).to_have_text(str(before + 1), timeout=20_000)
    assert page.evaluate("window.stillHere")
    phone.close()
    assert visitor.problems() == []


def test_from_the_map_to_a_statement_its_contributions_and_a_pdf(visitor: Visitor, stranger: Visitor):
    visitor.sign_in("programmamanager")
    page = visitor.page
    visitor.go("/stemmen/gesprekken/")
    page.get_by_role("link", name="Wat moet de gemeente doen voor sociale ondernemers?").click()
    page.get_by_role("link", name="Bekijk de uitkomst").click()
    expect(page.get_by_role("img", name="Kaart van meningen")).to_be_visible()
    result = page.url
    page.get_by_label("Laat zien").select_option(label="wat iedereen deelt")
    page.get_by_role("button", name="Laat zien").click()
    page.locator("#stellingen ~ ul a").first.click()
    expect(page.get_by_role("heading", name="Hoe er gestemd is")).to_be_visible()
    page.get_by_role("link", name="Bekijk deze inbreng").first.click()
    expect(page).to_have_url(re.compile("/inbreng/"))
    page.goto(result)
    address = page.get_by_role("link", name="PDF").get_attribute("href") or ""
    assert visitor.fetch(address).body.startswith(b"%PDF")
    public = page.get_by_role("link", name="Bekijk wat iedereen ziet").get_attribute("href") or ""
    page.get_by_role("button", name="Haal de uitkomst weg").click()
    expect(page.get_by_text("De uitkomst is niet meer openbaar.")).to_be_visible()
    assert stranger.fetch(public).status == 404
    page.get_by_role("button", name="Maak de uitkomst openbaar").click()
    expect(page.get_by_text("De uitkomst is openbaar.")).to_be_visible()
    stranger.go(public)
    expect(stranger.page.get_by_role("heading", name="Wat iedereen deelt")).to_be_visible()
    assert visitor.problems() == []
