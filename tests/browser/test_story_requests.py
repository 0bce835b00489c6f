"""Somebody asks the city for help without an account, answers what is missing, and reads what came of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import PHONE, Site, Visitor
from tests.browser.test_story_invitation import mailed

pytestmark = pytest.mark.browser
ASKER = "jip@nieuwewinkel.example"


@pytest.fixture
def asker(browser: Browser, site: Site) -> Iterator[Visitor]:
    """On a phone, as most who ask."""
    context = browser.new_context(viewport=PHONE, locale="nl-NL")
    yield Visitor(context.new_page(), site)
    context.close()


def test_a_request_from_form_to_answer(visitor: Visitor, asker: Visitor):
    page = asker.page
    asker.go("/hulp/vraag/")
    assert not asker.problems()
    page.get_by_label("Waar gaat het over?").fill("Een winkel met spullen van de wijk")
    page.get_by_label("Wat hebt u nodig, en waarom?").fill("Wij zoeken een pand en iemand die meedenkt.")
    page.get_by_label("Ruimte", exact=True).check()
    page.get_by_label("Iets anders dat helpt").set_input_files(
        {"name": "idee.txt", "mimeType": "text/plain", "buffer": b"Een verzonnen idee."}
    )
    page.get_by_label("Uw naam").fill("Jip Verzonnen")
    page.get_by_label("KvK-nummer").fill("123")
    page.get_by_label("Uw e-mailadres").fill(ASKER)
    page.get_by_role("button", name="Verstuur mijn vraag").click()
    # A mistake: told, and nothing is lost, the file neither.
    expect(page.get_by_text("Het KvK-nummer heeft 8 cijfers; hier staan er 3.").first).to_be_visible()
    expect(page.get_by_label("Haal idee weg")).to_be_visible()
    assert not asker.problems()
    page.get_by_label("KvK-nummer").fill("")
    page.get_by_role("button", name="Verstuur mijn vraag").click()
    expect(page.get_by_role("heading", name="Uw vraag is binnen")).to_be_visible()
    assert not asker.problems()
    number = page.locator("main strong").first.inner_text()

    link = mailed(asker.site, ASKER, "hulp/volg")
    asker.go(link)
    expect(page.get_by_text("idee", exact=False).first).to_be_visible()
    assert not asker.problems()

    visitor.sign_in("programmamanager")
    visitor.go("/afwegen/hulpvragen/?q=" + number)
    visitor.page.get_by_role("link", name="Een winkel met spullen").click()
    visitor.page.get_by_role("link", name="Vraag om").first.click()
    assert not visitor.problems()
    visitor.page.get_by_label("Wat ontbreekt").fill("Hoe groot moet het pand zijn?")
    visitor.page.get_by_role("button", name="Vraag dit aan de aanvrager").click()
    expect(visitor.page.get_by_text("staat stil").first).to_be_visible()

    asker.go(link)
    expect(page.get_by_text("Wij missen nog iets.")).to_be_visible()
    assert not asker.problems()
    page.get_by_label("Uw antwoord").fill("Tachtig vierkante meter.")
    page.get_by_role("button", name="Verstuur mijn aanvulling").click()
    expect(page.get_by_text("onze termijn loopt weer")).to_be_visible()
    assert not asker.problems()

    # Four clicks from the open request: handle quickly, the kind of help, send.
    visitor.go("/afwegen/hulpvragen/?q=" + number)
    visitor.page.get_by_role("link", name="Een winkel met spullen").click()
    expect(visitor.page.get_by_text("Tachtig vierkante meter.").first).to_be_visible()
    visitor.page.get_by_role("link", name="Handel snel af").click()
    visitor.page.get_by_label("Voorgesteld aan iemand").check()
    visitor.page.get_by_role("button", name="Rond af en stuur bericht").click()
    expect(visitor.page.get_by_text("De hulpvraag is afgerond")).to_be_visible()
    assert not visitor.problems()

    asker.go(link)
    expect(page.get_by_role("heading", name="Het antwoord")).to_be_visible()
    expect(page.get_by_text("verder geholpen")).to_be_visible()
    expect(page.locator("aside")).to_contain_text("Anna")


def test_somebody_withdraws_and_asks_for_the_link_again(visitor: Visitor, asker: Visitor):
    page = asker.page
    asker.go("/hulp/vraag/")
    page.get_by_label("Waar gaat het over?").fill("Toch maar niet")
    page.get_by_label("Wat hebt u nodig, en waarom?").fill("Een plek.")
    page.get_by_label("Uw naam").fill("Bo Verzonnen")
    page.get_by_label("Uw e-mailadres").fill("bo@tochniet.example")
    page.get_by_role("button", name="Verstuur mijn vraag").click()
    page.locator("main a[href*='/hulp/volg/']").click()
    page.get_by_role("link", name="Trek uw hulpvraag in").click()
    assert not asker.problems()
    page.get_by_role("button", name="Trek mijn hulpvraag in").click()
    expect(page.get_by_role("heading", name="U hebt deze vraag ingetrokken")).to_be_visible()
    assert not asker.problems()
    asker.go("/hulp/volg/1-bestaatniet/")
    assert not asker.problems()
    page.get_by_role("link", name="Vraag uw link opnieuw aan").click()
    page.get_by_label("Uw e-mailadres").fill("bo@tochniet.example")
    page.get_by_role("button", name="Mail mij de link").click()
    expect(page.get_by_role("heading", name="Kijk in uw e-mail")).to_be_visible()
    assert not asker.problems()
