"""The document: metadata and blocks, valid from the moment that it exists."""

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from houtskool.documents.blocks import Block, Quote
from houtskool.documents.errors import DocumentError
from houtskool.documents.text import nfc
from houtskool.documents.validation import block_problems, line_problems

State: TypeAlias = Literal["concept", "final"]
_LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True)
class Document:
    """A document. Raises DocumentError, with every problem in it, when it is not valid.

    `state` is "concept" as long as nobody has adopted it: the writers then say so at the top.
    `running_head` stands above each page (the title where it is empty); `date` is that of the document.
    """

    title: str
    blocks: tuple[Block, ...]
    state: State = "final"
    language: str = "nl"
    subject: str = ""
    author: str = ""
    date: datetime.date | None = None
    running_head: str = ""

    def __post_init__(self) -> None:
        for name in ("title", "language", "subject", "author", "running_head"):
            object.__setattr__(self, name, nfc(getattr(self, name)))
        object.__setattr__(self, "blocks", tuple(self.blocks))
        validate(self)

    @property
    def is_concept(self) -> bool:
        return self.state == "concept"


def filled(document: Document, quote: Callable[[Quote], Quote]) -> Document:
    """The document with each of its quotes as `quote` gives it: its text and who said it, or without them."""
    blocks = tuple(quote(block) if isinstance(block, Quote) else block for block in document.blocks)
    return document if blocks == document.blocks else replace(document, blocks=blocks)


def validate(document: Document) -> None:
    """Raise DocumentError with every problem of the document, in its order."""
    problems = [*_metadata(document), *block_problems(document.blocks)]
    if problems:
        raise DocumentError(*problems)


def _metadata(document: Document) -> Iterator[str]:
    if not document.title.strip():
        yield "Het document heeft geen titel. Geef het een titel."
    if not _LANGUAGE.fullmatch(document.language):
        yield f"De taal van het document is ‘{document.language}’. Geef een taalcode, zoals nl of en."
    if document.state not in ("concept", "final"):
        yield f"De status van het document is ‘{document.state}’. Kies ‘concept’ of ‘final’."
    for name, value in (
        ("De titel", document.title),
        ("Het onderwerp", document.subject),
        ("De auteur", document.author),
        ("De kopregel", document.running_head),
    ):
        yield from line_problems(name, value)
