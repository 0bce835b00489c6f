"""From an invitation to somebody at the door: mailed, answered by a link without an account, ticked off."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from email import message_from_bytes, policy

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import pages
from tests.browser.conftest import DESK, Site, Visitor

pytestmark = pytest.mark.browser


@pytest.fixture
def invited(browser: Browser, site: Site) -> Iterator[Visitor]:
    context = browser.new_context(viewport=DESK, locale="nl-NL")
    yield Visitor(context.new_page(), site)
    context.close()


def mailed(site: Site, to: str, kind: str) -> str:
    """The path that begins with `kind` in an e-mail to this address; waits for the worker that sends it."""
    for _ in range(100):
        for path in sorted((site.folder / "mail").glob("*.log")):
            for part in path.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
                message = message_from_bytes(part, policy=policy.default)
                text = message.get_body(("plain",)) if message["To"] == to else None
                if text and (links := re.findall(rf"http://\S+/{kind}/\S+", text.get_content())):
                    return links[0].removeprefix(site.address)
        time.sleep(0.1)
    raise AssertionError(f"no mail to {to} within ten seconds")


def coming(site: Site) -> str:
    """The page of the gathering that is still to come."""
    return pages.paths("process:invite", site.database)[0].removesuffix("uitnodigen/")


def test_somebody_is_invited_accepts_by_the_link_and_brings_a_guest(visitor: Visitor, invited: Visitor):
    visitor.sign_in("procesbegeleider")
    visitor.go(coming(visitor.site))
    visitor.page.get_by_role("link", name="Nodig mensen uit").click()
    visitor.page.get_by_label("financiers").check()
    visitor.page.get_by_role("button", name="Bekijk wie de e-mail krijgt").click()
    expect(visitor.page.get_by_text("joost@impactfonds.example")).to_be_visible()
    assert not visitor.problems()
    visitor.page.get_by_role("button", name="Verstuur de uitnodigingen").click()
    expect(visitor.page.get_by_text("1 uitnodiging is onderweg.")).to_be_visible()

    link = mailed(visitor.site, "joost@impactfonds.example", "uitnodiging")
    invited.go(link)
    assert not invited.problems()
    invited.page.get_by_role("button", name="Ik kom", exact=True).click()
    expect(invited.page.get_by_text("Wij rekenen op u.")).to_be_visible()
    invited.page.get_by_label("Wie neemt u mee?").fill("Ada Mee")
    invited.page.get_by_role("button", name="Ik neem iemand mee").click()
    expect(invited.page.get_by_text("Ada Mee komt mee.")).to_be_visible()
    assert not invited.problems()
    with invited.page.expect_download() as calendar:
        invited.page.get_by_role("link", name="Zet in mijn agenda").click()
    assert calendar.value.suggested_filename == "bijeenkomst.ics"
    invited.page.get_by_role("button", name="Meld mij af").click()
    expect(invited.page.get_by_text("Dank u wel voor het laten weten.")).to_be_visible()
    assert not invited.problems()
    invited.page.get_by_role("link", name="Geen e-mail meer ontvangen").click()
    assert not invited.problems()
    invited.page.get_by_role("button", name="Stuur mij geen e-mail meer").click()
    expect(invited.page.get_by_role("heading", name="U krijgt geen e-mail meer")).to_be_visible()
    assert not invited.problems()


def test_a_link_that_never_was_says_what_to_do(invited: Visitor):
    assert invited.fetch("/uitnodiging/1-geheim/").status == 404
    invited.go("/uitnodiging/1-geheim/")
    expect(invited.page.get_by_text("kopieer de hele regel")).to_be_visible()
    assert not invited.problems()


def test_a_tap_on_the_list_marks_somebody_without_leaving_the_page(visitor: Visitor):
    visitor.sign_in("procesbegeleider")
    (listed, _later) = pages.paths("process:attendance", visitor.site.database)
    visitor.go(listed)
    line = visitor.page.locator("li.attendant", has_text="Els Prins")
    visitor.page.evaluate("window.stayed = true")
    line.get_by_role("button", name=re.compile("^Is er ?: Els Prins")).click()
    line.get_by_text("is er", exact=True).wait_for()
    assert visitor.page.evaluate("window.stayed")
    assert not visitor.problems()
    line.get_by_role("button", name=re.compile("^Zet terug ?: Els Prins")).click()
    line.get_by_role("button", name=re.compile("^Is er ?: Els Prins")).wait_for()
    assert visitor.page.evaluate("window.stayed")
    assert not visitor.problems()


def test_who_stands_at_the_door_before_the_day_reads_when_it_is(visitor: Visitor, invited: Visitor):
    visitor.sign_in("procesbegeleider")
    visitor.go(pages.paths("process:door-poster", visitor.site.database)[0])
    door = visitor.page.get_by_role("link", name="Bekijk wat de bezoeker ziet").get_attribute("href")
    assert door
    assert invited.fetch(door).status == 410
    invited.go(door)
    expect(invited.page.get_by_text("moet nog komen")).to_be_visible()
    assert not invited.problems()
    visitor.go(door)
    expect(visitor.page.get_by_text("moet nog komen")).to_be_visible()


def test_a_councillor_joins_in_two_clicks_from_the_process_page(visitor: Visitor):
    visitor.sign_in("raadslid")
    visitor.go(pages.paths("process:process", visitor.site.database)[0])
    visitor.page.get_by_role("link", name="Werksessie houtskoolversie").click()
    visitor.page.get_by_role("button", name="Haak aan als raadslid").click()
    expect(visitor.page.get_by_text("U doet mee.").first).to_be_visible()
    assert not visitor.problems()
    visitor.page.get_by_role("button", name="Meld mij af").click()
    expect(visitor.page.get_by_role("button", name="Haak aan als raadslid")).to_be_visible()
