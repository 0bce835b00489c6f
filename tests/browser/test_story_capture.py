"""Notes at a table on a phone without a network: nothing is lost, nothing comes double, in a real browser."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser import pages
from tests.browser.conftest import Site, Visitor

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 780}


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE, locale="nl-NL", has_touch=True, is_mobile=True)
    yield context
    context.close()


@pytest.fixture
def link(visitor: Visitor) -> str:
    """The note-taker's link of a table, as the facilitator finds it."""
    visitor.sign_in("procesbegeleider")
    visitor.go(table_page(visitor.site))
    path = visitor.page.locator("main").get_by_role("link", name="Leg vast").get_attribute("href")
    assert path
    return path


def table_page(site: Site) -> str:
    (path,) = pages.paths("inventory:captured", site.database)
    return path


def opened(phone: BrowserContext, site: Site, link: str) -> Page:
    page = phone.new_page()
    # Whoever reloads with notes unsent is asked first; here the answer is yes.
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(site.address + link)
    return page


def ready(page: Page) -> None:
    """The page stands on the device too."""
    expect(page.locator("[data-capture][data-offline-ready]")).to_be_attached()


def capture(page: Page, words: str) -> None:
    page.get_by_label("Wat werd er gezegd?").fill(words)
    page.get_by_role("button", name="Bewaar", exact=True).click()
    expect(page.locator("[data-list] li").filter(has_text=words)).to_be_visible()


def states(page: Page, label: str) -> int:
    return page.locator("[data-list] .status").filter(has_text=label).count()


def kept(site: Site, like: str) -> int:
    """How many contributions have words like these, in the database itself."""
    with closing(sqlite3.connect(f"file:{site.database}?mode=ro", uri=True)) as connection:
        query = "SELECT count(*) FROM inventory_contribution WHERE words LIKE ?"
        (number,) = connection.execute(query, [like]).fetchone()
        return int(number)


def test_three_notes_without_a_network_arrive_once_each(phone: BrowserContext, visitor: Visitor, link: str):
    site = visitor.site
    page = opened(phone, site, link)
    ready(page)
    phone.set_offline(True)
    expect(page.locator("[data-status]")).to_contain_text("Geen verbinding")
    for number in (1, 2, 3):
        capture(page, f"Zonder netwerk {number}")
    expect(page.locator("[data-status]")).to_contain_text("Nog te versturen: 3")
    assert states(page, "op dit toestel") == 3

    page.reload()
    expect(page.locator("[data-list] li")).to_have_count(3)
    assert states(page, "op dit toestel") == 3
    # Half a sentence stands there again too.
    page.get_by_label("Wat werd er gezegd?").fill("Een halve zin")
    page.close()
    page = opened(phone, site, link)
    expect(page.get_by_label("Wat werd er gezegd?")).to_have_value("Een halve zin")
    page.get_by_label("Wat werd er gezegd?").fill("")
    row = page.locator("[data-list] li").filter(has_text="Zonder netwerk 2")
    row.get_by_role("button", name="Wijzig").click()
    page.get_by_label("Wat werd er gezegd?").fill("Zonder netwerk 2, verbeterd")
    page.get_by_role("button", name="Bewaar", exact=True).click()
    expect(page.locator("[data-list] li")).to_have_count(3)
    assert kept(site, "Zonder netwerk%") == 0

    other = opened(phone, site, link)  # a second tab, which wants to send the same
    phone.set_offline(False)
    for tab in (page, other):
        tab.evaluate("for (let i = 0; i < 5; i++) dispatchEvent(new Event('online'))")
    for tab in (page, other):
        expect(tab.locator("[data-status]")).to_contain_text("Alles is verstuurd")
        assert states(tab, "verstuurd") == 3
    page.reload()
    expect(page.locator("[data-status]")).to_contain_text("Alles is verstuurd")
    assert kept(site, "Zonder netwerk%") == 3
    assert kept(site, "Zonder netwerk 2, verbeterd") == 1

    visitor.go(table_page(site))
    for number in (1, 2, 3):
        expect(visitor.page.get_by_role("link", name=f"Zonder netwerk {number}")).to_have_count(1)
    assert not visitor.problems()


def test_an_answer_that_never_arrives_makes_no_double(phone: BrowserContext, visitor: Visitor, link: str):
    page = opened(phone, visitor.site, link)
    lost = []

    def lose(route: Route) -> None:
        lost.append(route.fetch().status)  # the server has it, and the phone hears nothing
        route.abort()

    page.route("**/sturen/", lose)
    capture(page, "Antwoord onderweg kwijt")
    expect(page.locator("[data-status]")).to_contain_text("Versturen lukte niet")
    assert lost[0] == 200
    page.unroute("**/sturen/")
    page.get_by_role("button", name="Probeer nu").click()
    expect(page.locator("[data-status]")).to_contain_text("Alles is verstuurd")
    assert kept(visitor.site, "Antwoord onderweg kwijt") == 1


def test_a_server_that_cannot_answer_now_is_asked_again(phone: BrowserContext, visitor: Visitor, link: str):
    page = opened(phone, visitor.site, link)
    page.route("**/sturen/", lambda route: route.fulfill(status=502, body="even weg"))
    capture(page, "Tijdens een herstart")
    expect(page.locator("[data-status]")).to_contain_text("Versturen lukte niet")
    phone.clear_cookies()  # whatever session there was is gone
    page.unroute("**/sturen/")
    expect(page.locator("[data-status]")).to_contain_text("Alles is verstuurd", timeout=15_000)
    assert kept(visitor.site, "Tijdens een herstart") == 1


def test_what_the_server_asks_about_waits_on_the_device(phone: BrowserContext, visitor: Visitor, link: str):
    page = opened(phone, visitor.site, link)
    page.get_by_label("Wat werd er gezegd?").fill("Bel mij op 06-12345678")
    expect(page.locator("[data-hint]")).to_contain_text("telefoonnummer")
    page.get_by_role("button", name="Bewaar", exact=True).click()
    row = page.locator("[data-list] li").filter(has_text="Bel mij op")
    expect(row).to_contain_text("wacht op u")
    page.reload()
    expect(row).to_contain_text("06-12345678")
    assert kept(visitor.site, "Bel mij op%") == 0
    row.get_by_role("button", name="Dit mag blijven staan").click()
    expect(row).to_contain_text("verstuurd")
    assert kept(visitor.site, "Bel mij op%") == 1


def test_a_photo_and_a_removal_survive_the_gap_too(phone: BrowserContext, visitor: Visitor, link: str):
    site = visitor.site
    page = opened(phone, site, link)
    ready(page)
    capture(page, "Straks weer weg")
    expect(page.locator("[data-status]")).to_contain_text("Alles is verstuurd")
    phone.set_offline(True)
    photo = io.BytesIO()
    Image.new("RGB", (800, 600), "white").save(photo, "JPEG")
    page.get_by_text("Maak een foto van de flap-over").click()
    page.get_by_label("Foto", exact=True).set_input_files(
        {"name": "flap.jpg", "mimeType": "image/jpeg", "buffer": photo.getvalue()}
    )
    capture(page, "Met de flap-over erbij")
    gone = page.locator("[data-list] li").filter(has_text="Straks weer weg")
    gone.get_by_role("button", name="Haal weg").click()
    gone.get_by_role("button", name="Haal echt weg").click()
    expect(gone).to_have_count(0)
    page.reload()
    expect(page.locator("[data-list] li")).to_have_count(1)
    phone.set_offline(False)
    expect(page.locator("[data-status]")).to_contain_text("Alles is verstuurd", timeout=15_000)
    assert kept(site, "Straks weer weg") == 0
    visitor.go(table_page(site))
    row = visitor.page.get_by_role("row").filter(has_text="Met de flap-over erbij")
    with visitor.page.expect_download() as download:
        row.get_by_role("link", name="Haal de foto op").click()
    with Image.open(download.value.path()) as image:
        assert (image.format, image.size) == ("JPEG", (800, 600))


def test_the_page_of_a_table_is_accessible_and_fits_a_small_phone(visitor: Visitor, link: str):
    visitor.go(link)
    expect(visitor.page.locator("[data-status]")).not_to_be_empty()
    assert not visitor.problems()
    capture(visitor.page, "Voor de toegankelijkheid")
    expect(visitor.page.locator("[data-status]")).to_contain_text("Alles is verstuurd")
    visitor.open_everything()
    assert not visitor.problems()
    visitor.go(f"{link}tafel/")
    expect(visitor.page.get_by_text("Voor de toegankelijkheid")).to_be_visible()
    assert not visitor.problems()


def test_the_worker_leaves_every_other_page_alone(phone: BrowserContext, visitor: Visitor, link: str):
    page = opened(phone, visitor.site, link)
    ready(page)
    page.goto(visitor.site.address + "/account/aanmelden/")
    names = page.evaluate(
        "async () => { const out = [];"
        " for (const name of await caches.keys()) for (const one of await (await caches.open(name)).keys())"
        " out.push(new URL(one.url).pathname); return out; }"
    )
    assert link in names
    assert all(name == link or name.startswith("/static/") for name in names)
    phone.set_offline(True)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        page.goto(visitor.site.address + "/account/aanmelden/")


def test_a_table_that_staff_closed_still_takes_what_was_written_before(
    phone: BrowserContext, visitor: Visitor, link: str
):
    site = visitor.site
    page = opened(phone, site, link)
    ready(page)
    phone.set_offline(True)
    capture(page, "Voor het sluiten")
    visitor.go(table_page(site))
    visitor.page.get_by_role("button", name="Sluit de tafel").click()
    try:
        phone.set_offline(False)
        row = page.locator("[data-list] li").filter(has_text="Voor het sluiten")
        expect(row).to_contain_text("verstuurd na het sluiten", timeout=15_000)
        capture(page, "Te laat geschreven")
        late = page.locator("[data-list] li").filter(has_text="Te laat geschreven")
        expect(late).to_contain_text("De tafel is gesloten")
        expect(late.get_by_role("button", name="Kopieer de tekst")).to_be_visible()
        page.reload()
        expect(page.locator("main").get_by_text("Deze tafel is gesloten.")).to_be_visible()
        expect(late).to_contain_text("niet verstuurd")
        assert (kept(site, "Voor het sluiten"), kept(site, "Te laat geschreven")) == (1, 0)
    finally:
        visitor.go(table_page(site))
        visitor.page.get_by_role("button", name="Open de tafel weer").click()


def test_without_javascript_the_same_page_is_a_plain_form(browser: Browser, visitor: Visitor, link: str):
    context = browser.new_context(viewport=PHONE, locale="nl-NL", java_script_enabled=False)
    page = context.new_page()
    page.goto(visitor.site.address + link)
    page.get_by_label("Wat werd er gezegd?").fill("Zonder JavaScript")
    page.get_by_role("button", name="Bewaar", exact=True).click()
    expect(page.locator("main")).to_contain_text("Bewaard.")
    page.get_by_role("link", name="Wijzig of haal weg").click()
    page.get_by_label("Wat werd er gezegd?").fill("Zonder JavaScript, verbeterd")
    page.get_by_role("button", name="Bewaar de wijziging").click()
    expect(page.locator("[data-plain-list]")).to_contain_text("verbeterd")
    context.close()
    assert kept(visitor.site, "Zonder JavaScript%") == 1
