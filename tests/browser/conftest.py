"""A server with the example and a browser, for all stories of a worker.

Both live as long as the tests of this folder do: Playwright keeps an event loop running, under which Django
refuses to touch the database, so it must be gone before other tests of the same process begin.
Every worker has a server of its own, over its own copy of the example: stories change what they find.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from houtskool.demo import server
from tests.at_once import SQLITE
from tests.browser.checks import Validator
from tests.not_run import NODE_MODULES, chromium
from tests.once import once

ROOT = Path(__file__).resolve().parents[2]
ROLES = {
    "beheerder": "beheerder@voorbeeld.example",
    "programmamanager": "programma@voorbeeld.example",
    "procesbegeleider": "begeleider@voorbeeld.example",
    "kerngroep": "kerngroep@voorbeeld.example",
    "ambtenaar": "ambtenaar@voorbeeld.example",
    "tweede ambtenaar": "meedoen@voorbeeld.example",
    "mandaathouder": "mandaat@voorbeeld.example",
    "griffier": "griffier@voorbeeld.example",
    "raadslid": "raadslid@voorbeeld.example",
    "deelnemer": "deelnemer@voorbeeld.example",
}
AXE = NODE_MODULES / "axe-core" / "axe.min.js"
PHONE = {"width": 320, "height": 640}
DESK = {"width": 1240, "height": 900}


@dataclass(frozen=True)
class Site:
    """The example as it runs: its address, its folder, and the password of everyone in it."""

    address: str
    folder: Path
    password: str

    # role → what the session of somebody who just signed in holds.
    sessions: dict[str, str] = field(default_factory=dict)

    @property
    def database(self) -> Path:
        return self.folder / SQLITE


@pytest.fixture(scope="session")
def example(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the example as it is before anybody came: made once in a run, copied by every site."""

    def make(folder: Path) -> None:
        folder.mkdir()
        if (migrated / SQLITE).exists():  # the example is on SQLite, also when the tests are not
            shutil.copy(migrated / SQLITE, folder)
        server.prepare(folder, {**server.example_environment(folder, 0), "DATABASE_URL": ""})

    return once(tmp_path_factory, "voorbeeld", make)


@pytest.fixture(scope="package")
def site(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site") / "data"
    shutil.copytree(example, folder)
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    running = subprocess.Popen(
        [sys.executable, "-m", "houtskool.cli", "demo", "--folder", str(folder), "--port", "0"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert running.stdout is not None
        ready = "Houtskool draait op "
        address = next((line for line in running.stdout if line.startswith(ready)), "")
        assert address, "the example did not start"
        password = json.loads((folder / server.MARK).read_text(encoding="utf-8"))["wachtwoord"]
        yield Site(address.removeprefix(ready).strip().rstrip("/"), folder, password)
    finally:
        running.terminate()
        running.communicate(timeout=20)


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
        """By the form, the first time in a role: hashing a password takes long, so that a copy of that
        session does for whoever comes next in the same role.
        """
        cookie = "sessionid"
        sessions = self.site.sessions
        with closing(sqlite3.connect(self.site.database)) as database, database:
            if role in sessions:
                key = secrets.token_hex(16)
                database.execute(
                    "INSERT INTO django_session VALUES (?, ?, datetime('now', '+1 day'))",
                    [key, sessions[role]],
                )
                self.page.context.add_cookies([{"name": cookie, "value": key, "url": self.site.address}])
                return
        self.go("/account/aanmelden/")
        self.page.get_by_label("E-mail").fill(ROLES[role])
        self.page.get_by_label("Wachtwoord").fill(self.site.password)
        self.page.get_by_role("button", name="Meld u aan").click()
        self.page.get_by_text("U bent aangemeld").first.wait_for(state="attached")
        key = next(one["value"] for one in self.page.context.cookies() if one["name"] == cookie)
        with closing(sqlite3.connect(self.site.database)) as database:
            query = "SELECT session_data FROM django_session WHERE session_key = ?"
            (sessions[role],) = database.execute(query, [key]).fetchone()

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
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
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


@pytest.fixture(scope="package")
def administrator(browser: Browser, site: Site) -> Iterator[Visitor]:
    """Who sees most, for all visits that leave nothing behind."""
    with _passing_through(browser, site) as visitor:
        visitor.sign_in("beheerder")
        yield visitor


@pytest.fixture(scope="package")
def stranger(browser: Browser, site: Site) -> Iterator[Visitor]:
    """Likewise, for who did not sign in."""
    with _passing_through(browser, site) as visitor:
        yield visitor


@contextmanager
def _passing_through(browser: Browser, site: Site) -> Iterator[Visitor]:
    with browser.new_context(viewport=DESK, locale="nl-NL") as context:
        context.add_init_script(path=AXE)  # cheaper than into one page at a time
        yield Visitor(context.new_page(), site)


@pytest.fixture(scope="package")
def validator() -> Iterator[Validator]:
    running = Validator.start()
    yield running
    running.stop()
