"""Looking what help may fit, reacting by link to a concept, a budget round: in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import PHONE, Site, Visitor
from tests.browser.test_story_invitation import mailed

pytestmark = pytest.mark.browser
ASKED = "denktmee@keuken.example"


@pytest.fixture
def outsider(browser: Browser, site: Site) -> Iterator[Visitor]:
    """On a phone, without an account."""
    context = browser.new_context(viewport=PHONE, locale="nl-NL")
    yield Visitor(context.new_page(), site)
    context.close()


def test_anybody_sees_what_may_fit_and_takes_the_answers_along(outsider: Visitor):
    page = outsider.page
    outsider.go("/hulp/")
    assert not outsider.problems()
    for question, answer in (
        ("Welke rechtsvorm heeft uw organisatie?", "Stichting"),
        ("Gaat het maatschappelijke doel", "ja"),
        ("Is de activiteit waarvoor u hulp vraagt", "ja"),
    ):
        page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()
    page.get_by_label("Om hoeveel geld gaat het ongeveer?").fill("5.000")
    page.get_by_role("button", name="Laat zien wat kan passen").click()
    expect(page.get_by_role("heading", name="Dit past niet")).to_be_visible()
    expect(page.get_by_text("De activiteit is nog niet begonnen")).to_be_visible()
    assert not outsider.problems()
    page.get_by_role("link", name="Stel mijn vraag aan de gemeente").click()
    expect(page.get_by_role("group", name="Welke rechtsvorm").get_by_label("Stichting")).to_be_checked()


def test_who_was_asked_reacts_and_staff_reads_it_at_the_criterion(visitor: Visitor, outsider: Visitor):
    visitor.sign_in("programmamanager")
    visitor.go("/afwegen/versie/4/reacties/vragen/")
    visitor.page.get_by_label("Aan welke adressen?").fill(ASKED)
    visitor.page.get_by_role("button", name="Verstuur de vraag").click()
    expect(visitor.page.get_by_text("1 mens is gevraagd.")).to_be_visible()

    page = outsider.page
    outsider.go(mailed(outsider.site, ASKED, "afwegen/reageren"))
    assert not outsider.problems()
    part = page.locator("section", has=page.get_by_role("heading", name="Kan dit groeien"))
    part.locator("summary").click()
    part.get_by_label("Wat vindt u van dit criterium?").fill("Groter is niet altijd beter.")
    part.get_by_role("button", name="Geef uw reactie").click()
    expect(page.get_by_text("Dank u wel. Uw reactie is bewaard.")).to_be_visible()
    assert not outsider.problems()

    visitor.go("/afwegen/versie/4/reacties/")
    expect(visitor.page.get_by_text("Groter is niet altijd beter.")).to_be_visible()
    assert not visitor.problems()


def test_a_round_is_frozen_and_reckoned_again(visitor: Visitor):
    visitor.sign_in("programmamanager")
    page = visitor.page
    visitor.go("/afwegen/budgetronde/1/")
    expect(page.get_by_text("past de beste set")).to_be_visible()
    page.get_by_role("link", name="Leg de ronde vast").click()
    page.get_by_role("button", name="Leg de ronde vast").click()
    expect(page.get_by_text("De ronde ligt vast.")).to_be_visible()
    page.get_by_role("link", name="Reken na").click()
    expect(page.get_by_text("Nagerekend: er komt hetzelfde uit.")).to_be_visible()
    assert not visitor.problems()
