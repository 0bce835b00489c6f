"""Every page of the site: accessible, valid, without a word in the console, and readable on a small phone."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import pages
from tests.browser.conftest import DESK, Site, Visitor
from tests.not_run import NODE_MODULES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

Findings = dict[str, list[str]]


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


@pytest.fixture(scope="package")
def findings(browser: Browser, site: Site, tmp_path_factory: pytest.TempPathFactory) -> Findings:
    """Visit every page once, as the role that sees most, and tell what is wrong with each."""
    html = tmp_path_factory.mktemp("html")
    found: Findings = {}
    visitors = {}
    for signed_out in (True, False):
        visitors[signed_out] = Visitor(browser.new_context(viewport=DESK, locale="nl-NL").new_page(), site)
    visitors[False].sign_in("beheerder")
    for name in pages.visited():
        visitor = visitors[name in pages.SIGNED_OUT]
        try:
            paths = pages.paths(name, site.database)
        except LookupError as missing:
            found[name] = [str(missing)]
            continue
        found[name] = [problem for path in paths for problem in _visit(visitor, path, html, name)]
    for name, problem in _invalid(html):
        found[name].append(problem)
    for visitor in visitors.values():
        visitor.page.context.close()
    return found


def _visit(visitor: Visitor, path: str, html: Path, name: str) -> Iterator[str]:
    response = visitor.fetch(path)
    if response.status != 200:
        yield f"{path} answers {response.status}"
        return
    if not response.headers["Content-Type"].startswith("text/html"):
        if "attachment" not in response.headers.get("Content-Disposition", ""):
            yield f"{path} is neither a page nor a download"
        return
    (html / f"{name.replace(':', '--')}.{len(list(html.iterdir()))}.html").write_bytes(response.body)
    visitor.go(path)
    yield from (f"{path}: {problem}" for problem in visitor.problems())
    if visitor.open_everything():
        yield from (f"{path} unfolded: {problem}" for problem in visitor.problems())


def _invalid(html: Path) -> Iterator[tuple[str, str]]:
    """What html-validate says: (name of the address, message with its place)."""
    validator = NODE_MODULES / ".bin" / "html-validate"
    rules = NODE_MODULES.parent / ".htmlvalidate.json"
    # Into a file: html-validate ends before a pipe has taken a long report.
    reports = html.parent / "html-validate.json"
    run = subprocess.run(
        [validator, "--config", rules, "--formatter", f"json={reports}", html],
        capture_output=True,
        text=True,
        check=False,
    )
    assert reports.exists(), run.stderr
    for report in json.loads(reports.read_text(encoding="utf-8")):
        name = Path(report["filePath"]).name.split(".")[0].replace("--", ":")
        for message in report["messages"]:
            yield name, f"html {message['ruleId']} at {message['line']}: {message['message']}"


@pytest.mark.parametrize("name", pages.visited())
def test_a_page_has_nothing_to_mend(name: str, findings: Findings):
    assert not findings[name], "\n".join(["", *findings[name]])


@pytest.mark.parametrize("name", sorted(pages.POST_ONLY))
def test_what_only_takes_a_form_refuses_a_visit(name: str, visitor: Visitor):
    visitor.sign_in("beheerder")
    for path in pages.paths(name, visitor.site.database):
        assert visitor.fetch(path).status == 405
