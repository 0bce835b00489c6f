"""Pages of higher rooms to which this room leads: each registers how to make the path in AppConfig.ready().

| name | of | what it opens |
| --- | --- | --- |
| NOTES | a table | where the note-taker of that table writes down what is said |
| FOLLOW | a table | what became of what was said there, for who has the code of its card |
| OWN_PAGE | an invitation | what became of what this person said |
| REPORT | a confidential document | its text, for who may read it there |
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from houtskool.process.models import Invitation, SourceDocument, Table

Name = Literal["notes", "follow", "own-page", "report"]
NOTES: Name = "notes"
FOLLOW: Name = "follow"
OWN_PAGE: Name = "own-page"
REPORT: Name = "report"

Path = Callable[[Any], str]
_pages: dict[Name, Path] = {}


def register(name: Name, path: Path) -> None:
    """`path` gives the path of the page of a table (or invitation); "" where there is none for it."""
    _pages[name] = path


def registered() -> dict[Name, Path]:
    return dict(_pages)


def of_table(name: Name, table: Table) -> str:
    """The path of the page; "" as long as no room has one."""
    return _pages[name](table) if name in _pages else ""


def of_invitation(invitation: Invitation) -> str:
    """The path of the page of this person's own contributions; "" where there is none."""
    return _pages[OWN_PAGE](invitation) if OWN_PAGE in _pages else ""


def of_document(document: SourceDocument) -> str:
    """The path of the page of a confidential document in the room that reads it; "" where there is none."""
    return _pages[REPORT](document) if REPORT in _pages and document.confidential else ""
