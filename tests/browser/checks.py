"""What every page is held against, whoever visits it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Error

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor

HERE = Path(__file__).parent


@dataclass
class Validator:
    """html-validate, kept running: it takes longer to start than to read a page."""

    process: subprocess.Popen[str]

    @classmethod
    def start(cls) -> Validator:
        return cls(
            subprocess.Popen(
                ["node", HERE / "validate.mjs"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        )

    def stop(self) -> None:
        self.process.communicate(timeout=20)

    def problems(self, html: str) -> list[str]:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(html) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, "html-validate stopped; what it said stands above"
        return [
            f"html {message['ruleId']} at {message['line']}: {message['message']}"
            for message in json.loads(answer)
        ]


def visit(visitor: Visitor, path: str, validator: Validator) -> Iterator[str]:
    """Everything that is wrong with the page at this path; a download only has to be one."""
    try:
        response = visitor.page.goto(visitor.site.address + path)
    except Error as error:
        if "Download is starting" not in error.message:
            raise
        response = None
    if response is None:
        answer = visitor.fetch(path)
        if answer.status != 200 or "attachment" not in answer.headers.get("Content-Disposition", ""):
            yield f"{path} answers {answer.status}, and is neither a page nor a download"
        return
    if response.status != 200 or not response.headers["content-type"].startswith("text/html"):
        yield f"{path} answers {response.status}, and is neither a page nor a download"
        return
    found = validator.problems(response.text())
    found += visitor.problems()
    if visitor.open_everything():
        found += [f"unfolded: {problem}" for problem in visitor.problems()]
    yield from (f"{path}: {problem}" for problem in found)
