"""What the city says, from an invitation to an answer: one person's words, all the way, and taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from houtskool.documents import read
from tests.browser import pages
from tests.browser.conftest import Visitor
from tests.browser.test_story_capture import PHONE, capture, opened, ready, table_page
from tests.browser.test_story_invitation import coming, invited, mailed

__all__ = ["invited"]
pytestmark = pytest.mark.browser

WORDS = "De bakker bakt voor de school, en niemand weet het."
ADDRESS = "iris@stad.example"
FILES = ("pdf", "odt", "docx")


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE, locale="nl-NL", has_touch=True, is_mobile=True)
    yield context
    context.close()


def test_somebody_is_asked_says_it_offline_gets_an_answer_and_takes_the_words_back(
    visitor: Visitor, invited: Visitor, phone: BrowserContext
):
    site, page = visitor.site, visitor.page
    visitor.sign_in("procesbegeleider")

    # asked, and coming
    visitor.go(f"{coming(site)}uitnodigen/")
    page.get_by_label("Naam").fill("Iris Nieuw")
    page.get_by_label("E-mailadres").fill(ADDRESS)
    page.get_by_role("button", name="Nodig deze persoon uit").click()
    invited.go(mailed(site, ADDRESS, "uitnodiging"))
    invited.page.get_by_role("button", name="Ik kom", exact=True).click()
    expect(invited.page.get_by_text("Wij rekenen op u.")).to_be_visible()

    # said at a table on a phone, without a network
    visitor.go(table_page(site))
    link = page.locator("main").get_by_role("link", name="Leg vast").get_attribute("href")
    assert link
    device = opened(phone, site, link)
    ready(device)
    phone.set_offline(True)
    device.get_by_label("Citeren met naam.").check()
    device.get_by_text("Schrijf op wie dit zei").click()
    device.get_by_label("Naam, als die persoon dat goed vindt").fill("Iris Nieuw")
    capture(device, WORDS)
    expect(device.locator("[data-status]")).to_contain_text("Nog te versturen: 1")
    phone.set_offline(False)
    expect(device.locator("[data-status]")).to_contain_text("Alles is verstuurd", timeout=15_000)

    # answered, and told on the own page
    visitor.go(f"/inbreng/?q={WORDS.split(',')[0]}")
    page.get_by_role("link", name="De bakker bakt").click()
    contribution = page.url.removeprefix(site.address)
    page.get_by_role("link", name="Beantwoord deze inbreng").click()
    page.get_by_label("we nemen dit mee").check()
    page.get_by_label("Waarom?").fill("Wij zetten de bakker in de gids.")
    page.get_by_role("button", name="Geef dit antwoord").click()
    visitor.go(contribution)
    own = page.get_by_role("link", name="De eigen pagina van deze inbrenger").get_attribute("href")
    assert own
    invited.go(own)
    expect(invited.page.get_by_text("Wij zetten de bakker in de gids.")).to_be_visible()
    expect(invited.page.get_by_text(WORDS)).to_be_visible()
    assert not invited.problems()

    # in the report of the gathering, in its files, and in the export
    visitor.go(contribution)
    gathering = page.get_by_role("complementary").locator("a[href^='/proces/bijeenkomst/']").first
    number = (gathering.get_attribute("href") or "").split("#")[0].rstrip("/").rsplit("/", 1)[-1]
    report = f"/inbreng/bijeenkomst/{number}/verslag"
    group = page.locator("main")
    visitor.go(f"{report}/")
    expect(group.get_by_text(WORDS)).to_be_visible()
    group.get_by_label(re.compile(r"^\s*sociaal ondernemers")).first.check()
    group.get_by_role("button", name="Deel het verslag").click()
    shared = shown_link(visitor)
    assert all(WORDS in text for text in served(visitor, report, shared))

    # taken back, everywhere at once
    invited.go(own)
    invited.page.get_by_text("Wat er met uw woorden mag").click()
    invited.page.get_by_role("link", name="Trek deze inbreng in").click()
    expect(invited.page.get_by_text("niet terughalen")).to_be_visible()
    assert not invited.problems()
    invited.page.get_by_role("button", name="Trek mijn inbreng in").click()
    for text in served(visitor, report, shared):
        assert WORDS not in text
        assert "[citaat ingetrokken]" in text
    visitor.go("/inbreng/?q=bakker")
    expect(page.get_by_text("De bakker bakt")).to_have_count(0)
    assert not visitor.problems()


def shown_link(visitor: Visitor) -> str:
    """The link of the report that was shared last, out of the e-mail to somebody of that group."""
    row = pages.paths("inventory:contributions", visitor.site.database)
    assert row
    # Groups of which nobody can be mailed got no letter.
    listed = visitor.page.locator("#gedeeld + ul > li:has(li)").first
    listed.get_by_text("Wie kreeg het").click()
    to = (listed.locator("li").first.text_content() or "").split()[0]
    return mailed(visitor.site, to, "inbreng/gedeeld")


def served(visitor: Visitor, report: str, shared: str) -> list[str]:
    """What every page and file says now: the report of today, the one that was shared, and the export."""
    texts = [visitor.fetch(path).body.decode() for path in (f"{report}/", shared, "/inbreng/als/csv/")]
    for base in (report, f"{shared}verslag"):
        texts += [read(visitor.fetch(f"{base}.{kind}").body, f"verslag.{kind}").text for kind in FILES]
    return [" ".join(text.split()) for text in texts]
