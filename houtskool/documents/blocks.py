"""The block tree: what a document says, apart from how any format writes it.

Blocks are frozen, their texts NFC; whether they are valid is seen once, when a Document is made of them. A
newline in a paragraph, a cell or a field is a line break; headings, captions and alternative texts stand on
one line.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from houtskool.documents.text import nfc

Align: TypeAlias = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Run:
    """A stretch of text with its marks; `href` makes it a link (http, https or mailto)."""

    text: str
    strong: bool = False
    emphasis: bool = False
    href: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", nfc(self.text))
        object.__setattr__(self, "href", nfc(self.href))

    @property
    def marks(self) -> tuple[bool, bool, str]:
        return self.strong, self.emphasis, self.href


# Text without marks is a plain string; only marked text needs runs.
Inline: TypeAlias = str | tuple[Run, ...]


def strong(text: str) -> Run:
    return Run(text, strong=True)


def emphasis(text: str) -> Run:
    return Run(text, emphasis=True)


def link(text: str, href: str) -> Run:
    return Run(text, href=href)


def runs(inline: Inline) -> tuple[Run, ...]:
    """The inline text as runs; empty for an empty text."""
    if isinstance(inline, str):
        return (Run(inline),) if inline else ()
    return inline


def plain(inline: Inline) -> str:
    return "".join(run.text for run in runs(inline))


def _normal(inline: Inline) -> Inline:
    """One form for one meaning, so that equal documents have equal hashes: neighbours with the same marks
    are joined, empty runs go, and a single run without marks is a string."""
    joined: list[Run] = []
    for run in runs(inline):
        if joined and joined[-1].marks == run.marks:
            joined[-1] = Run(joined[-1].text + run.text, *run.marks)
        elif run.text:
            joined.append(run)
    if all(run == Run(run.text) for run in joined):
        return nfc("".join(run.text for run in joined))
    return tuple(joined)


@dataclass(frozen=True)
class Heading:
    """Level 1 is the first level under the title of the document; no level is skipped."""

    level: int
    text: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", nfc(self.text))


@dataclass(frozen=True)
class Paragraph:
    text: Inline

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", _normal(self.text))


@dataclass(frozen=True)
class Item:
    """One item of a list, with the list under it if it has one."""

    text: Inline
    nested: "List | None" = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", _normal(self.text))


@dataclass(frozen=True)
class List:
    items: tuple[Item, ...]
    ordered: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "items", tuple(self.items))


def bullets(*items: Inline | Item) -> List:
    return List(tuple(item if isinstance(item, Item) else Item(item) for item in items))


def numbered(*items: Inline | Item) -> List:
    return List(bullets(*items).items, ordered=True)


@dataclass(frozen=True)
class Table:
    """A rectangular table of data. `align` holds one side per column, or none (all left).

    With `row_heads` the first cell of each row is the head of that row.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Inline, ...], ...]
    align: tuple[Align, ...] = ()
    row_heads: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "caption", nfc(self.caption))
        object.__setattr__(self, "heads", tuple(nfc(head) for head in self.heads))
        object.__setattr__(self, "rows", tuple(tuple(_normal(cell) for cell in row) for row in self.rows))
        # All left is the same as no alignment: one form for one meaning.
        align = tuple(self.align)
        object.__setattr__(
            self, "align", align if set(align) - {"left"} or len(align) != len(self.heads) else ()
        )

    @property
    def alignment(self) -> tuple[Align, ...]:
        return self.align or tuple("left" for _ in self.heads)


@dataclass(frozen=True)
class Figure:
    """A PNG or SVG, by its bytes. `alt` says in words what the picture shows and is never empty."""

    data: bytes
    alt: str
    caption: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "alt", nfc(self.alt))
        object.__setattr__(self, "caption", nfc(self.caption))

    @property
    def is_png(self) -> bool:
        return self.data.startswith(b"\x89PNG\r\n\x1a\n")


@dataclass(frozen=True)
class Field:
    """A label with its value, as in the header of a council note. A field without blocks has no value."""

    label: str
    value: tuple[Paragraph | List, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "label", nfc(self.label))
        object.__setattr__(self, "value", tuple(self.value))


def field(label: str, *value: Inline | List) -> Field:
    """A field of texts and lists; an empty text is no value."""
    blocks = (part if isinstance(part, List) else Paragraph(part) for part in value)
    return Field(
        label, tuple(block for block in blocks if isinstance(block, List) or plain(block.text).strip())
    )


@dataclass(frozen=True)
class Fields:
    """Labels with their values: Onderwerp, Nummer, Portefeuillehouder …"""

    fields: tuple[Field, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "fields", tuple(self.fields))


@dataclass(frozen=True)
class Quote:
    """Somebody's words, which are kept outside the document so that they can be withdrawn.

    The stored form holds `key`, which finds the words, and `digest`, their salted hash; never `text` or `by`.
    A quote without text is written as withdrawn: `filled` gives a document its quotes.
    """

    key: str
    digest: str = ""
    text: str = ""
    by: str = ""

    def __post_init__(self) -> None:
        for name in ("key", "digest", "text", "by"):
            object.__setattr__(self, name, nfc(getattr(self, name)))


@dataclass(frozen=True)
class PageBreak:
    """What follows starts on a new page, where there are pages."""


Block: TypeAlias = Heading | Paragraph | List | Table | Figure | Fields | Quote | PageBreak
