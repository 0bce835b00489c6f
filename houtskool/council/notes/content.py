"""What writers change on a note, apart from its row: the texts of the header and the sections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from houtskool.council.models import Note
from houtskool.documents import clean

LINES = (
    "kind", "subject", "number", "holders", "programme", "department", "author", "phone", "email",
    "treatment", "committee", "body", "signatories",
)  # fmt: skip
PARAGRAPHS = ("key_message", "treatment_reason", "decision_points")
TEXTS = LINES + PARAGRAPHS


@dataclass(frozen=True)
class Section:
    """`key` stays the same wherever the section moves; `part` names the live part that follows the text."""

    key: int
    title: str
    text: str = ""
    part: str = ""


@dataclass(frozen=True)
class Content:
    """`texts` has a value for every name in TEXTS."""

    texts: Mapping[str, str]
    sections: tuple[Section, ...]

    def tidy(self) -> Content:
        """The same without control characters, and with one line where there can only be one."""
        texts = {name: _line(self.texts[name]) for name in LINES}
        texts |= {name: clean(self.texts[name]).strip() for name in PARAGRAPHS}
        sections = (
            replace(section, title=_line(section.title), text=clean(section.text).strip("\n"))
            for section in self.sections
        )
        return Content(texts, tuple(sections))

    def section(self, key: int) -> Section | None:
        return next((section for section in self.sections if section.key == key), None)


def content_of(note: Note) -> Content:
    return content_from({name: getattr(note, name) for name in (*TEXTS, "sections")})


def content_from(values: Mapping[str, Any]) -> Content:
    """The content in a row's values, such as the journal keeps them."""
    texts = {name: str(values.get(name) or "") for name in TEXTS}
    return Content(texts, tuple(Section(**section) for section in values["sections"]))


def put_on(note: Note, content: Content) -> None:
    """Set the content on the row, which the caller saves."""
    for name in TEXTS:
        setattr(note, name, content.texts[name])
    note.sections = [
        {"key": one.key, "title": one.title, "text": one.text, "part": one.part} for one in content.sections
    ]


def _line(text: str) -> str:
    return " ".join(clean(text).split())
