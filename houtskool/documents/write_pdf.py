"""PDF/UA-1 and PDF/A-2a in one file, through Typst. Text goes in as data, never as code."""

import datetime
import json
import re
import tempfile
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import typst

from houtskool.documents.blocks import Figure, Quote, Table
from houtskool.documents.canonical import to_json
from houtskool.documents.columns import column_widths
from houtskool.documents.document import Document
from houtskool.documents.errors import DocumentError
from houtskool.documents.fonts import FONTS
from houtskool.documents.images import shown_size
from houtskool.documents.words import words

_HERE = Path(__file__).parent
_JOINERS = re.compile("[\u200d\ufe0e\ufe0f]")  # they make one emoji of several
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_MISSING = re.compile(r'(?:the text|the codepoint) `"(.+?)"`', re.DOTALL)


def write_pdf(document: Document, *, contents: bool = False) -> bytes:
    """The document as PDF, with a table of contents if asked for. The same document gives the same bytes:
    its clock is its own date.

    A character that no font has stands there as its code, [U+1F600]: the standards forbid an empty box.
    """
    data = _data(document, contents)
    with tempfile.TemporaryDirectory() as folder:
        for number, block in enumerate(document.blocks):
            if isinstance(block, Figure):
                name = f"{number}.{'png' if block.is_png else 'svg'}"
                Path(folder, name).write_bytes(block.data)
                data["blocks"][number] |= {"file": name, "width": shown_size(block.data)[0]}
        template = Path(folder, "template.typ")
        template.write_bytes((_HERE / "template.typ").read_bytes())
        return _compile(template, data, document.date)


def _data(document: Document, contents: bool) -> dict[str, Any]:
    data: dict[str, Any] = {"subject": "", "author": "", "running_head": document.title}
    data |= json.loads(to_json(document))
    day = document.date
    data["date"] = {"year": day.year, "month": day.month, "day": day.day} if day else None
    data["contents"] = contents
    data["words"] = words(document)
    for block, shown in zip(document.blocks, data["blocks"], strict=True):
        if isinstance(block, Table):
            shown["widths"] = column_widths(block)
        elif isinstance(block, Figure):
            del shown["data"]
        elif isinstance(block, Quote):
            shown |= {"text": block.text, "by": block.by}
    return data


def _compile(template: Path, data: dict[str, Any], date: datetime.date | None) -> bytes:
    clock = datetime.datetime.combine(date or datetime.date(1970, 1, 1), datetime.time(), datetime.UTC)
    while True:
        try:
            return typst.compile(
                template,
                font_paths=FONTS,
                ignore_system_fonts=True,
                sys_inputs={"document": json.dumps(data)},
                pdf_standards=["ua-1", "a-2a"],
                timestamp=clock,
            )
        except typst.TypstError as error:
            before, data = data, _spelled_out(data, error.message)
            if data == before:
                raise DocumentError(f"De PDF kan niet gemaakt worden: {error.message}") from error


def _spelled_out(data: Any, message: str) -> Any:
    """The data with the character that Typst says no font has as its code."""
    found = _MISSING.search(message)
    if not found:
        # Typst 0.15 fails on a soft hyphen at the end of a link that runs from right to left. Nothing is lost
        # without soft hyphens: they only say where a line may break.
        return _changed(data, lambda value: value.replace("\u00ad", ""))
    text = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), found[1])
    data = _changed(data, lambda value: _JOINERS.sub("", value))
    text = _JOINERS.sub("", text)
    if text and not text.isascii():
        return _changed(data, lambda value: value.replace(text, "".join(map(_code, text))))
    # Typst names the letter; what is missing is a mark upon it.
    return _changed(
        data, lambda value: "".join(_code(char) if _is_rare_mark(char) else char for char in value)
    )


def _is_rare_mark(char: str) -> bool:
    """Marks and modifiers beyond the ordinary accents, and what Unicode had no name for yet."""
    return char > "\u036f" and unicodedata.category(char) in ("Mn", "Me", "Mc", "Sk", "Cn")


def _code(char: str) -> str:
    return f"[U+{ord(char):04X}]"


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    """The data with every text in it changed, save the addresses of links."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_changed(each, change) for each in value]
    if isinstance(value, dict):
        return {key: each if key == "href" else _changed(each, change) for key, each in value.items()}
    return value
