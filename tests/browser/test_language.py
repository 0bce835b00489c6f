"""The site in English, in a real browser: one button, and the pages stay as they should be."""

from __future__ import annotations

import pytest

from tests.browser import pages
from tests.browser.checks import Validator, visit
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

# One page of each kind: forms, lists, a map, tables, a note with its preview.
SAMPLE = [
    "process:process",
    "process:commitment",
    "process:add",
    "sector:organisations",
    "sector:organisation",
    "sector:map",
    "council:note",
    "council:edit-note",
    "records:journal",
    "records:imports",
    "account_change_password",
]


def test_who_cannot_read_dutch_presses_english_before_signing_in(visitor: Visitor):
    page = visitor.page
    visitor.go("/account/aanmelden/")
    page.get_by_role("button", name="English").press("Enter")
    page.get_by_role("heading", name="Sign in").wait_for()
    assert page.locator("html").get_attribute("lang") == "en"
    assert not visitor.problems()
    page.get_by_role("button", name="Nederlands").click()
    page.get_by_role("heading", name="Meld u aan").wait_for()


def test_pages_in_english_have_nothing_to_mend(visitor: Visitor, validator: Validator):
    visitor.sign_in("beheerder")
    visitor.go("/")
    visitor.page.get_by_role("button", name="English").click()
    visitor.page.get_by_role("button", name="Nederlands").wait_for()
    found = [
        f"{name}: {problem}"
        for name in SAMPLE
        for path in pages.paths(name, visitor.site.database)[:1]
        for problem in visit(visitor, path, validator)
    ]
    assert not found, "\n".join(["", *found])


def test_the_other_language_stands_on_one_line_with_the_way_to_sign_in(visitor: Visitor):
    visitor.go("/openbaar/")
    top = """element => {
        const words = document.createRange();
        words.selectNodeContents(element);
        return words.getBoundingClientRect().top;
    }"""
    other, way = (visitor.page.locator(f".header__tools {one}") for one in (".language button", ".account a"))
    assert other.evaluate(top) == way.evaluate(top)
