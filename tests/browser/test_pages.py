"""Every page of the site: accessible, valid, without a word in the console, and readable on a small phone."""

from __future__ import annotations

import pytest

from tests.browser import pages
from tests.browser.checks import Validator, visit
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


def test_every_address_has_an_example():
    names = pages.names()
    missing = [
        name
        for name, arguments in names.items()
        if any(set(example) != arguments for example in pages.examples_of(name))
    ]
    assert not missing, "name an example of each in tests/browser/pages/<room>.py"
    listed = pages.EXAMPLES.keys() | pages.POST_ONLY.keys() | pages.BY_STORY.keys() | pages.SIGNED_OUT
    assert not listed - names.keys(), "these addresses are gone"


@pytest.mark.parametrize("name", pages.visited())
def test_a_page_has_nothing_to_mend(
    name: str, administrator: Visitor, stranger: Visitor, validator: Validator
):
    """Visited as the role that sees most, or by whoever did not sign in."""
    visitor = stranger if name in pages.SIGNED_OUT else administrator
    found = [
        problem
        for path in pages.paths(name, visitor.site.database)
        for problem in visit(visitor, path, validator)
    ]
    assert not found, "\n".join(["", *found])


@pytest.mark.parametrize("name", sorted(pages.POST_ONLY))
def test_what_only_takes_a_form_refuses_a_visit(name: str, administrator: Visitor):
    for path in pages.paths(name, administrator.site.database):
        assert administrator.fetch(path).status == 405
