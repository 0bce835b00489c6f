"""An enterprise gets a link by e-mail and mends its own entry, without an account."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import pages
from tests.browser.conftest import DESK, Site, Visitor
from tests.browser.test_story_invitation import mailed

pytestmark = pytest.mark.browser


@pytest.fixture
def enterprise(browser: Browser, site: Site) -> Iterator[Visitor]:
    context = browser.new_context(viewport=DESK, locale="nl-NL")
    yield Visitor(context.new_page(), site)
    context.close()


def test_an_enterprise_mends_its_own_entry_through_the_link(visitor: Visitor, enterprise: Visitor):
    (page,) = pages.paths("sector:entry-link-send", visitor.site.database)
    visitor.sign_in("procesbegeleider")
    visitor.go(page)
    visitor.page.locator("main").get_by_label("E-mailadres").fill("bedrijf@voorbeeld.example")
    visitor.page.get_by_role("button", name="Stuur de link").click()

    enterprise.go(mailed(visitor.site, "bedrijf@voorbeeld.example", "uw-gegevens"))
    expect(enterprise.page.get_by_role("heading", name="Kloppen uw gegevens nog?")).to_be_visible()
    assert not enterprise.problems()
    enterprise.page.get_by_label("Website").fill("https://bedrijf.example")
    enterprise.page.get_by_role("button", name="Bewaar: alles klopt").click()
    expect(enterprise.page.get_by_text("uw gegevens zijn bewaard")).to_be_visible()
    assert not enterprise.problems()
    expect(enterprise.page.get_by_label("Website")).to_have_value("https://bedrijf.example")


def test_a_link_that_never_was_says_what_to_do(enterprise: Visitor):
    enterprise.go("/uw-gegevens/geheim/")
    expect(enterprise.page.locator("main")).to_contain_text("Misschien is een deel van de link weggevallen")
    assert not enterprise.problems()
