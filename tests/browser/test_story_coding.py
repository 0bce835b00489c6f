"""Giving themes by keyboard, and reading what became of it, in a real browser."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Visitor

pytestmark = pytest.mark.browser


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def row(visitor: Visitor, question: str) -> int:
    with closing(sqlite3.connect(f"file:{visitor.site.database}?mode=ro", uri=True)) as connection:
        return int(connection.execute(question).fetchone()[0])


def example(visitor: Visitor) -> int:
    """The process of the example: other stories may have begun one beside it."""
    return row(visitor, "SELECT MIN(id) FROM process_process")


def test_a_coder_needs_no_mouse(visitor: Visitor):
    page = visitor.page
    visitor.sign_in("procesbegeleider")
    number = row(visitor, "SELECT id FROM inventory_contribution WHERE external_id = 'VB-26'")
    visitor.go(f"/inbreng/coderen/?process={example(visitor)}&inbreng={number}")
    passage = page.locator("[data-passage]")
    expect(passage).to_have_text("Het thema geldt voor de hele inbreng.")
    press(page, "w", "ArrowDown")
    expect(passage).to_contain_text("‘Wat is een sociale onderneming eigenlijk?’")
    press(page, "Shift+ArrowLeft", "Shift+ArrowLeft")
    expect(passage).to_contain_text("‘Wat is een sociale’")
    press(page, "ArrowDown")
    expect(passage).to_contain_text("‘Zonder antwoord krijgt iedereen alles of niemand iets.’")
    press(page, "Shift+ArrowUp")
    expect(passage).to_contain_text("‘Zonder antwoord")
    press(page, "Escape")
    expect(passage).to_have_text("Het thema geldt voor de hele inbreng.")
    press(page, "ArrowDown")
    theme = page.locator("button[data-key='1']")
    name = theme.inner_text().split("\n")[-1].removeprefix("1").strip()
    press(page, "1")
    expect(page.locator("[data-live]")).to_contain_text(f"Thema {name} gegeven aan 1 stuk inbreng.")
    given = page.locator(".given li").filter(has_text="Wat is een sociale onderneming eigenlijk?")
    expect(given).to_have_count(1)
    assert not visitor.problems()
    press(page, "Control+z")
    expect(page.locator("[data-live]")).to_contain_text("Ongedaan gemaakt")
    expect(given).to_have_count(0)
    # The field that finds a theme while one types; Escape leaves it as it was.
    press(page, "/")
    page.keyboard.type("begel")
    expect(page.locator("[data-found]")).to_have_text("Enter geeft: werk en begeleiding")
    expect(page.get_by_role("button", name="werk en begeleiding")).to_be_visible()
    expect(page.get_by_role("button", name="inkoop")).to_be_hidden()
    press(page, "Enter")
    expect(page.locator(".given")).to_contain_text("werk en begeleiding")
    page.get_by_role("button", name="Haal weg werk en begeleiding").click()
    expect(page.locator("[data-live]")).to_contain_text("Thema werk en begeleiding weggehaald.")


def test_the_mouse_chooses_a_passage_too_and_an_emoji_counts_for_one(visitor: Visitor):
    page = visitor.page
    visitor.sign_in("procesbegeleider")
    number = row(visitor, "SELECT id FROM inventory_contribution WHERE external_id = 'VB-38'")
    visitor.go(f"/inbreng/{number}/")
    words = page.locator("[data-words] span").nth(1)
    box = words.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 1, box["y"] + 6)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + 6, steps=5)
    page.mouse.up()
    expect(page.locator("[data-passage]")).to_contain_text("Kleiner is voor ons")
    page.locator("button[data-key='2']").click()
    mark = page.locator("mark.words__coded")
    expect(mark).to_contain_text("Kleiner is voor ons")
    assert not visitor.problems()
    page.get_by_role("button", name="Maak ongedaan").click()
    expect(mark).to_have_count(0)


def test_the_list_is_gone_through_and_chosen_from_by_keyboard(visitor: Visitor):
    page = visitor.page
    visitor.sign_in("procesbegeleider")
    visitor.go("/inbreng/?missing=answer")
    press(page, "j", "x", "j", "x", "j", "k")
    expect(page.locator("[data-chosen]")).to_have_text("2 gekozen")
    assert not visitor.problems()
    page.set_viewport_size({"width": 1240, "height": 900})
    box = page.locator("[data-choose]:focus")
    expect(box).to_be_in_viewport()
    press(page, "6")
    expect(page.locator(".utrecht-alert")).to_contain_text("gegeven aan 2 stukken inbreng.")
    expect(page.locator("[data-live]")).to_contain_text("gegeven aan 2 stukken inbreng.")
    press(page, "Control+z")
    expect(page.locator(".utrecht-alert")).to_contain_text("Ongedaan gemaakt")
    press(page, "j", "Enter")
    expect(page).to_have_url(re.compile(r"/inbreng/\d+/$"))


def test_the_keys_are_listed_and_can_be_switched_off(visitor: Visitor):
    page = visitor.page
    visitor.sign_in("procesbegeleider")
    visitor.go(f"/inbreng/coderen/?process={example(visitor)}")
    press(page, "?")
    dialog = page.get_by_role("dialog", name="Sneltoetsen")
    expect(dialog).to_be_visible()
    assert not visitor.problems()
    dialog.get_by_label("Sneltoetsen van één letter aan").uncheck()
    dialog.get_by_role("button", name="Sluit").click()
    here = page.url
    press(page, "j", "1", "?")
    expect(dialog).to_be_hidden()
    assert page.url == here
    page.get_by_role("button", name="Sneltoetsen").click()
    dialog.get_by_label("Sneltoetsen van één letter aan").check()
    dialog.get_by_role("button", name="Sluit").click()
    press(page, "j")
    expect(page).not_to_have_url(here)


def test_answering_and_merging_from_the_list(visitor: Visitor):
    page = visitor.page
    visitor.sign_in("programmamanager")
    visitor.go("/inbreng/?q=begeleid")
    boxes = page.locator("[data-choose]")
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.get_by_role("button", name="Voeg samen").click()
    expect(page.get_by_role("heading", name="Voeg inbreng samen")).to_be_visible()
    assert not visitor.problems()
    page.get_by_role("link", name="Toch niet").click()
    boxes.nth(0).check()
    page.get_by_role("button", name="Beantwoord").click()
    expect(page.get_by_role("heading", name="Beantwoord 1 stuk inbreng")).to_be_visible()
    assert not visitor.problems()
    page.get_by_role("button", name="Geef dit antwoord").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()
    assert not visitor.problems()
    page.get_by_label("dit gebeurt al").check()
    page.get_by_label("Waarom?").fill("Dit loopt sinds december.")
    page.get_by_role("button", name="Geef dit antwoord").click()
    expect(page.locator(".utrecht-alert")).to_contain_text("1 stuk inbreng beantwoord.")
    page.get_by_role("button", name="Maak ongedaan").click()
    expect(page.locator(".utrecht-alert")).to_contain_text("Ongedaan gemaakt")


def test_who_contributed_reads_what_became_of_it_on_a_phone_and_withdraws(visitor: Visitor):
    page = visitor.page
    visitor.sign_in("programmamanager")
    visitor.go("/inbreng/")
    own = page.get_by_role("link", name="lees mee als Fatima Aziz").get_attribute("href")
    table = page.get_by_role("link", name="lees mee met de code van").get_attribute("href")
    assert own
    assert table
    page.context.clear_cookies()
    page.set_viewport_size(PHONE)
    visitor.go(own)
    expect(page.get_by_role("heading", name="Wat is er met uw inbreng gebeurd?")).to_be_visible()
    expect(page.get_by_text("Antwoord: we nemen dit mee")).to_be_visible()
    visitor.open_everything()
    assert not visitor.problems()
    page.set_viewport_size(PHONE)
    page.get_by_role("link", name="Trek deze inbreng in").click()
    expect(page.get_by_text("kunnen wij niet terughalen")).to_be_visible()
    assert not visitor.problems()
    page.get_by_role("button", name="Trek mijn inbreng in").click()
    expect(page.get_by_text("Niemand leest uw woorden nog.")).to_be_visible()
    assert not visitor.problems()
    page.get_by_role("button", name="Laat mijn inbreng weer meedoen").click()
    expect(page.get_by_text("Uw inbreng doet weer mee.")).to_be_visible()
    page.get_by_role("link", name="Vraag om alles te wissen").click()
    assert not visitor.problems()
    visitor.go(f"{own[:-3]}/")
    expect(page.get_by_role("heading", name="Deze link werkt niet")).to_be_visible()
    assert not visitor.problems()
    visitor.go(table)
    expect(page.get_by_role("heading", name="Wat is er gebeurd met wat u aan tafel zei?")).to_be_visible()
    assert not visitor.problems()
