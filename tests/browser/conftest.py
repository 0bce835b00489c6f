"""One server with the example and one browser, for all stories.

Both live as long as the tests of this folder do: Playwright keeps an event loop running, under which Django
refuses to touch the database, so it must be gone before other tests of the same process begin.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.not_run import NODE_MODULES, chromium

ROOT = Path(__file__).resolve().parents[2]
ROLES = {
    "beheerder": "beheerder@voorbeeld.example",
    "programmamanager": "programma@voorbeeld.example",
    "procesbegeleider": "begeleider@voorbeeld.example",
    "griffier": "griffier@voorbeeld.example",
    "raadslid": "raadslid@voorbeeld.example",
    "deelnemer": "deelnemer@voorbeeld.example",
}
PHONE = {"width": 320, "height": 640}
DESK = {"width": 1240, "height": 900}


@dataclass(frozen=True)
class Site:
    """The example as it runs: its address, its folder, and the password of everyone in it."""

    address: str
    folder: Path
    password: str

    @property
    def database(self) -> Path:
        return self.folder / "houtskool.sqlite3"


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("voorbeeld") / "data"
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    server = subprocess.Popen(
        [sys.executable, "-m", "houtskool.cli", "demo", "--folder", str(folder), "--port", "0"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        ready = "Houtskool draait op "
        address = next((line for line in server.stdout if line.startswith(ready)), "")
        assert address, "the example did not start"
        password = json.loads((folder / "voorbeeld.json").read_text(encoding="utf-8"))["wachtwoord"]
        yield Site(address.removeprefix(ready).strip().rstrip("/"), folder, password)
    finally:
        server.terminate()
        server.communicate(timeout=20)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    flags = ["--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    flags += ["--disable-sync", "--no-first-run"]
    # Chromium refuses its sandbox to root, as which CI runs.
    flags += ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=flags)
        yield browser
        browser.close()


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    body: bytes


@dataclass
class Visitor:
    """A person at a browser. What the console said since the last look is kept: nothing passes unseen."""

    page: Page
    site: Site
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda message: self._note(message.type, message.text))
        self.page.on("pageerror", lambda error: self.said.append(f"page error: {error}"))
        self.page.add_init_script(
            "addEventListener('securitypolicyviolation', e => "
            "console.error(`policy: ${e.violatedDirective} ${e.blockedURI} ${e.sample}`))"
        )

    def _note(self, kind: str, text: str) -> None:
        # The browser reports the page's own status 403, 404 or 410 too; that is asserted apart.
        if kind in ("error", "warning") and "status of 4" not in text:
            self.said.append(f"{kind}: {text}")

    def go(self, path: str) -> None:
        self.page.goto(self.site.address + path)

    def fetch(self, path: str) -> Answer:
        """The answer as it comes over the line, to this visitor, on a connection of its own.

        Not through Playwright: that keeps connections, and the server may just be closing one.
        """
        cookies = "; ".join(f"{one['name']}={one['value']}" for one in self.page.context.cookies())
        request = urllib.request.Request(self.site.address + path, headers={"Cookie": cookies})
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return Answer(response.status, response.headers, response.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read())

    def sign_in(self, role: str) -> None:
        self.go("/account/aanmelden/")
        self.page.get_by_label("E-mail").fill(ROLES[role])
        self.page.get_by_label("Wachtwoord").fill(self.site.password)
        self.page.get_by_role("button", name="Meld u aan").click()
        self.page.get_by_text("U bent aangemeld").first.wait_for(state="attached")

    def problems(self) -> list[str]:
        """What is wrong with the page as it stands now: accessibility, console, and width on a phone."""
        found = self.accessibility()
        self.page.set_viewport_size(PHONE)
        if (width := self.page.evaluate("document.documentElement.scrollWidth")) > PHONE["width"]:
            found.append(f"reflow: the page is {width} px wide at {PHONE['width']}: {self._widest()}")
        self.page.set_viewport_size(DESK)
        found += self.said
        self.said.clear()
        return found

    def accessibility(self) -> list[str]:
        self.page.evaluate((NODE_MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
        results = self.page.evaluate(
            """() => axe.run({
                runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
                rules: {"target-size": {enabled: true}},
                resultTypes: ["violations"],
                preload: false,
            })"""
        )
        return [
            f"axe {violation['id']}: {violation['help']}: {node['html'][:200]}"
            for violation in results["violations"]
            for node in violation["nodes"]
        ]

    def open_everything(self) -> bool:
        """Unfold every <details> of the page itself; whether there was any. The header is test_forms.py's."""
        count: int = self.page.evaluate(
            "() => { const all = [...document.querySelectorAll('main details:not([open])')];"
            " all.forEach(one => { one.open = true; }); return all.length; }"
        )
        return count > 0

    def _widest(self) -> str:
        widest: str = self.page.evaluate(
            "() => [...document.querySelectorAll('body *')]"
            ".map(e => [e.getBoundingClientRect().right, e.outerHTML.slice(0, 120)])"
            ".sort((a, b) => b[0] - a[0])[0][1]"
        )
        return widest


@pytest.fixture
def visitor(browser: Browser, site: Site) -> Iterator[Visitor]:
    context: BrowserContext = browser.new_context(viewport=DESK, locale="nl-NL")
    yield Visitor(context.new_page(), site)
    context.close()
