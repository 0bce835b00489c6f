"""Voting on a phone: by touch, by key, without a network, and two phones at once, in a real browser."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.conftest import Site, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PHONE = {"width": 390, "height": 780}
CODE = "HAARLEM2"
PATH = f"/stemmen/{CODE}/"


@pytest.fixture
def phones(browser: Browser) -> Iterator[list[BrowserContext]]:
    made = [
        browser.new_context(viewport=PHONE, locale="nl-NL", has_touch=True, is_mobile=True)
        for _number in range(2)
    ]
    yield made
    for context in made:
        context.close()


def come_in(context: BrowserContext, site: Site) -> Page:
    page = context.new_page()
    page.goto(site.address + PATH)
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("link", name="Sla over").click()
    expect(page.locator("[data-vote] [data-words]")).to_be_visible()
    return page


def ready(page: Page) -> None:
    """The page stands on the device too."""
    expect(page.locator("[data-vote][data-offline-ready]")).to_be_attached()


def press(page: Page, name: str) -> str:
    """Vote on what stands there; gives its words."""
    words = page.locator("[data-words]")
    before = words.inner_text()
    page.wait_for_timeout(350)  # a second tap within this is not believed
    page.get_by_role("button", name=name, exact=True).click()
    expect(words).not_to_have_text(before)
    return before


def sent(page: Page) -> None:
    expect(page.locator("[data-vote]")).to_have_attribute("data-unsent", "0")


def votes(site: Site, newest: int = 1) -> list[tuple[str, int]]:
    """What the newest participants voted, in the database itself: (words, value) in their order."""
    with closing(sqlite3.connect(f"file:{site.database}?mode=ro", uri=True)) as connection:
        people = "SELECT id FROM deliberation_participant ORDER BY id DESC LIMIT ?"
        query = (
            "SELECT statement.words, vote.value FROM deliberation_vote AS vote "
            "JOIN deliberation_statement AS statement ON statement.id = vote.statement_id "
            f"WHERE vote.participant_id IN ({people}) ORDER BY vote.id"
        )
        return connection.execute(query, [newest]).fetchall()


def test_two_phones_vote_and_one_is_offline_in_the_middle(phones: list[BrowserContext], visitor: Visitor):
    site = visitor.site
    first = come_in(phones[0], site)
    mine = [press(first, "Eens")]
    second = come_in(phones[1], site)
    press(second, "Oneens")
    ready(second)
    sent(first)
    sent(second)

    phones[1].set_offline(True)
    cast = [press(second, name) for name in ("Eens", "Oneens", "Overslaan")]
    expect(second.locator("[data-status]")).to_contain_text("3 stemmen wachten op verbinding")
    mine.append(press(first, "Overslaan"))
    sent(first)
    # The phone goes out, and the page opens again without a network, with what waits.
    second.reload()
    expect(second.locator("[data-status]")).to_contain_text("3 stemmen wachten op verbinding")
    expect(second.locator("[data-progress]")).to_contain_text("4 van 12")
    cast.append(press(second, "Eens"))

    phones[1].set_offline(False)
    second.evaluate("for (let i = 0; i < 5; i++) dispatchEvent(new Event('online'))")
    sent(second)
    expect(second.locator("[data-status]")).to_be_empty()
    assert votes(site)[1:] == list(zip(cast, [1, -1, 0, 1], strict=True))
    both = votes(site, newest=2)
    assert len(both) == 7
    assert set(mine) <= {words for words, _value in both}

    # The screen in the room says how many there are, and how one takes part.
    visitor.sign_in("procesbegeleider")
    visitor.go("/stemmen/gesprekken/")
    visitor.page.get_by_role("link", name="Wat moet er als eerste gebeuren?").click()
    visitor.page.get_by_role("link", name="Scherm voor de zaal").click()
    screen = visitor.page.locator("#scherm")
    expect(screen).to_contain_text(f"{CODE[:4]} {CODE[4:]}")
    before = int(screen.locator(".figures__value").nth(1).inner_text())
    press(first, "Eens")
    expect(screen.locator(".figures__value").nth(1)).to_have_text(str(before + 1), timeout=15_000)
    assert not visitor.problems()


def test_an_answer_that_never_arrives_makes_no_double(phones: list[BrowserContext], visitor: Visitor):
    page = come_in(phones[0], visitor.site)
    lost = []

    def lose(route: Route) -> None:
        lost.append(route.fetch().status)  # the server has it, and the phone hears nothing
        route.abort()

    page.route("**/sturen/", lose)
    words = press(page, "Eens")
    expect(page.locator("[data-status]")).to_contain_text("1 stem wacht op verbinding")
    assert lost[0] == 200
    page.unroute("**/sturen/")
    page.evaluate("dispatchEvent(new Event('online'))")
    sent(page)
    assert votes(visitor.site) == [(words, 1)]


def test_by_keyboard_only(visitor: Visitor):
    visitor.go(PATH)
    visitor.page.get_by_role("button", name="Begin").press("Enter")
    visitor.page.get_by_role("link", name="Sla over").press("Enter")
    words = visitor.page.locator("[data-words]")
    expect(words).to_be_focused()
    first = words.inner_text()
    visitor.page.wait_for_timeout(350)
    visitor.page.keyboard.press("2")
    expect(words).not_to_have_text(first)
    expect(words).to_be_focused()
    sent(visitor.page)
    assert votes(visitor.site) == [(first, -1)]
    # Outside the statement the key is just a key.
    visitor.page.get_by_role("link", name="Mijn stemmen").focus()
    visitor.page.keyboard.press("1")
    expect(visitor.page.locator("[data-progress]")).to_have_text("1 van 12")


def test_every_page_of_a_participant_is_in_order(visitor: Visitor):
    """What only a device that came in sees: axe, the policy, the console, and a phone of 320 pixels."""
    visitor.go(PATH)
    visitor.page.get_by_role("button", name="Begin").click()
    expect(visitor.page).to_have_url(f"{visitor.site.address}{PATH}groep/")
    assert not visitor.problems()
    visitor.page.get_by_label("inkopers").check()
    visitor.page.get_by_role("button", name="Naar de stellingen").click()
    ready(visitor.page)
    assert not visitor.problems()
    for name in ("Eens", "Oneens"):
        press(visitor.page, name)
    sent(visitor.page)
    for path in ("mijn-stemmen/", "mijn-stemmen/intrekken/", "mijn-stelling/", "klaar/"):
        visitor.go(PATH + path)
        assert not visitor.problems(), path
    visitor.go(f"{PATH}mijn-stelling/")
    visitor.page.get_by_label("Uw stelling").fill(
        "Eén loket waar je met alles terecht kunt. Bel 06-12345678."
    )
    visitor.page.get_by_role("button", name="Voeg toe").click()
    expect(visitor.page.get_by_role("alert")).to_contain_text("telefoonnummer")
    assert not visitor.problems()


def test_in_english_and_changing_and_taking_back(phones: list[BrowserContext], visitor: Visitor):
    site, page = visitor.site, phones[0].new_page()
    page.goto(site.address + PATH)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("What should be done first?")
    page.locator("form button.vote__begin").click()
    page.goto(f"{site.address}{PATH}stem/")
    page.wait_for_timeout(350)
    page.locator("[name=value][value='1']").click()
    expect(page.locator("[data-vote]")).to_have_attribute("data-unsent", "0")
    assert [value for _words, value in votes(site)] == [1]
    page.goto(f"{site.address}{PATH}mijn-stemmen/")
    page.locator("[name=value][value='-1']").click()
    expect(page.locator("[aria-pressed=true][value='-1']")).to_be_visible()
    assert [value for _words, value in votes(site)] == [1, -1]
    page.goto(f"{site.address}{PATH}mijn-stemmen/intrekken/")
    page.locator("form.confirm button").click()
    expect(page).to_have_url(f"{site.address}{PATH}mijn-stemmen/")
    assert votes(site) == []


def test_without_javascript_it_is_a_form(browser: Browser, visitor: Visitor):
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(visitor.site.address + PATH)
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="Naar de stellingen").click()
    words = page.locator("[data-words]").inner_text()
    page.get_by_role("button", name="Oneens").click()
    expect(page.locator("main")).to_contain_text("1 van 12")
    assert votes(visitor.site) == [(words, -1)]
    context.close()


def test_a_moderator_judges_by_keyboard(visitor: Visitor):
    visitor.sign_in("procesbegeleider")
    visitor.go("/stemmen/gesprekken/")
    visitor.page.get_by_role("link", name="wachten op u").click()
    waiting = visitor.page.locator(".judged__one--waiting")
    expect(waiting.first).to_be_visible()
    number = waiting.count()
    first = waiting.first.locator(".judged__words").inner_text()
    waiting.first.focus()
    visitor.page.keyboard.press("g")
    expect(waiting).to_have_count(number - 1)
    expect(waiting.first).to_be_focused()
    visitor.page.keyboard.press("w")
    expect(waiting.first.get_by_label("Waarom")).to_be_focused()
    visitor.page.keyboard.press("Escape")
    visitor.page.locator("[data-undo] button").click()
    expect(waiting).to_have_count(number)
    expect(waiting.first.locator(".judged__words")).to_have_text(first)
    assert not visitor.problems()
