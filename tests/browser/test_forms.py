"""What a visitor sees after an interaction: refused forms, moved dates, pages that are not there."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


def test_a_wrong_password_is_told_at_the_form_and_the_page_stays_accessible(visitor: Visitor):
    visitor.go("/account/aanmelden/")
    visitor.page.get_by_label("E-mail").fill("beheerder@voorbeeld.example")
    visitor.page.get_by_label("Wachtwoord").fill("verkeerd")
    visitor.page.get_by_role("button", name="Meld u aan").click()
    expect(visitor.page.get_by_role("alert")).to_contain_text("horen niet bij elkaar")
    assert not visitor.problems()


def test_a_field_with_an_error_says_so_to_who_cannot_see_it(visitor: Visitor):
    visitor.sign_in("beheerder")
    visitor.go("/gebruikers/nieuw/")
    visitor.page.get_by_label("E-mailadres").fill("beheerder@voorbeeld")
    visitor.page.evaluate("document.querySelector('main form').noValidate = true")
    visitor.page.get_by_role("button", name="Voeg deze persoon toe").click()
    field = visitor.page.get_by_label("E-mailadres")
    expect(field).to_have_attribute("aria-invalid", "true")
    described = field.get_attribute("aria-describedby") or ""
    error = visitor.page.locator("#" + described.split()[-1])
    expect(error).to_contain_text("geldig e-mailadres")
    assert not visitor.problems()
    visitor.page.get_by_role("alert").get_by_role("link", name="E-mailadres").click()
    expect(field).to_be_focused()


def test_the_reference_date_moves_for_this_visitor_and_back(visitor: Visitor):
    visitor.sign_in("programmamanager")
    visitor.go("/journaal/")
    header = visitor.page.locator("header")
    header.get_by_text("Voorbeeld op peildatum 15 januari 2019").click()
    header.get_by_label("Bekijk het voorbeeld op").fill("2019-06-01")
    header.get_by_role("button", name="Verzet de peildatum").click()
    header.get_by_text("Voorbeeld op peildatum 1 juni 2019").click()
    expect(visitor.page).to_have_url(re.compile("/journaal/$"))
    header.get_by_text("Account").click()
    expect(header.get_by_role("link", name="Journaal")).to_be_visible()
    assert not visitor.problems()
    header.get_by_role("button", name="Terug naar 15 januari 2019").click()
    expect(header.get_by_text("Voorbeeld op peildatum 15 januari 2019")).to_be_visible()


def test_the_keyboard_reaches_the_content_first(visitor: Visitor):
    visitor.go("/account/aanmelden/")
    visitor.page.keyboard.press("Tab")
    skip = visitor.page.get_by_role("link", name="Naar de inhoud")
    expect(skip).to_be_focused()
    assert skip.bounding_box()["y"] >= 0
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("#inhoud")).to_be_focused()


@pytest.mark.parametrize(
    ("role", "path", "words"),
    [
        ("deelnemer", "/journaal/", "kan het journaal lezen"),
        ("deelnemer", "/bestanden/999999/", "Deze pagina is er niet"),
    ],
)
def test_a_refusal_is_as_accessible_as_any_page(visitor: Visitor, role: str, path: str, words: str):
    visitor.sign_in(role)
    visitor.go(path)
    expect(visitor.page.locator("main")).to_contain_text(words)
    assert not visitor.problems()


def test_a_page_prints_without_what_only_a_screen_needs(visitor: Visitor):
    visitor.sign_in("beheerder")
    visitor.go("/gebruikers/")
    visitor.page.emulate_media(media="print")
    expect(visitor.page.get_by_role("navigation", name="Hoofdnavigatie")).not_to_be_visible()
    expect(visitor.page.get_by_role("link", name="Voeg iemand toe")).not_to_be_visible()
    expect(visitor.page.get_by_role("table")).to_be_visible()
