"""The checks themselves: each finds what it is there for, on a page that is wrong in one thing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route

from tests.browser.checks import Validator, visit
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

IMAGE = '<img src="/static/web/icon.svg">'


def page(body: str) -> str:
    return (
        '<!doctype html><html lang="nl"><head><title>Proef</title>'
        '<meta name="viewport" content="width=device-width"></head>'
        f"<body><main><h1>Proef</h1>{body}</main></body></html>"
    )


def found(visitor: Visitor, validator: Validator, html: str, status: int = 200, policy: str = "") -> str:
    def answer(route: Route) -> None:
        headers = {"Content-Security-Policy": policy} if policy else {}
        route.fulfill(status=status, content_type="text/html", body=html, headers=headers)

    visitor.page.route("**/proef/", answer)
    return "\n".join(visit(visitor, "/proef/", validator))


def test_a_page_without_faults_has_none(visitor: Visitor, validator: Validator):
    assert found(visitor, validator, page("<p>Goed</p>")) == ""


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (IMAGE, "/proef/: axe image-alt"),
        ("<ul><p>Geen lid</p></ul>", "/proef/: html element-permitted-content"),
        ("<script>console.error('Kapot')</script>", "/proef/: error: Kapot"),
        ("<script>nothing()</script>", "/proef/: page error: nothing is not defined"),
        ("<p><code>" + "breed" * 100 + "</code></p>", "/proef/: reflow: the page is"),
        (f"<details><summary>Meer</summary>{IMAGE}</details>", "/proef/: unfolded: axe image-alt"),
    ],
)
def test_what_is_wrong_is_found(visitor: Visitor, validator: Validator, body: str, problem: str):
    assert problem in found(visitor, validator, page(body))


def test_what_the_policy_refuses_is_found(visitor: Visitor, validator: Validator):
    inline = page("<script>document.title = 'Toch'</script>")
    assert "policy: script-src-elem inline" in found(visitor, validator, inline, policy="script-src 'self'")


def test_an_answer_that_is_no_page_is_found(visitor: Visitor, validator: Validator):
    assert "/proef/ answers 500" in found(visitor, validator, page("<p>Goed</p>"), status=500)
