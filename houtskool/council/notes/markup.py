"""The little markup of a note's texts: what a writer types → blocks. Explained to writers in
docs/handleiding/nota-opstellen.md.

An empty line begins a new paragraph; a line end within one stays. Lines with "- " are a list, lines from
"1. " on a numbered one. **vet** is bold, [tekst](https://adres) and a bare https://adres are links.
Everything else stands there as it was typed: there is no way to write anything that is not shown as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from houtskool.documents import Item, List, Paragraph, Run, clean
from houtskool.documents.validation import block_problems

_BULLET = re.compile(r"\s*[-•*] +(\S.*)")
_NUMBER = re.compile(r"\s*(\d{1,3})[.)] +(\S.*)")
_MARK = re.compile(
    r"\*\*(?P<strong>(?!\s)(?:(?!\*\*).)+(?<!\s))\*\*"
    r"|\[(?P<text>[^][\n]+)\]\((?P<href>[^\s()]+(?:\([^\s()]*\)[^\s()]*)*)\)"
    r"|(?P<bare>https?://[^\s<>]+)"
)


def blocks(text: str) -> tuple[Paragraph | List, ...]:
    """The text as paragraphs and lists, always valid ones; nothing for a text without words."""
    found: list[Paragraph | List] = []
    for part in re.split(r"\n\s*\n", clean(text)):
        found += _part([line.rstrip() for line in part.split("\n") if line.strip()])
    return tuple(found)


def inline(text: str) -> tuple[Run, ...]:
    """One stretch of text with its bold words and links."""
    return tuple(_runs(clean(text), strong=False))


def points(text: str) -> tuple[str, ...]:
    """The decision points of a text: a line each, without the number or dash in front."""
    lines = (line.strip() for line in clean(text).split("\n"))
    found = (
        _BULLET.fullmatch(line) or _NUMBER.fullmatch(line) or line
        for line in lines
        if any(map(str.isalnum, line))
    )
    return tuple(line if isinstance(line, str) else line[line.lastindex or 0] for line in found)


def _part(lines: list[str]) -> Iterator[Paragraph | List]:
    """The paragraphs and lists among lines that follow each other without an empty line."""
    plain: list[str] = []
    while lines:
        ordered = _starts_list(lines[0])
        if ordered is None:
            plain.append(lines.pop(0).strip())
            continue
        if plain:
            yield Paragraph(inline("\n".join(plain)))
            plain = []
        yield _list(lines, ordered=ordered)
    if plain:
        yield Paragraph(inline("\n".join(plain)))


def _starts_list(line: str) -> bool | None:
    """True: numbered; False: bullets; None: no list. A list that does not begin with 1 is text: its numbers
    would not survive."""
    if _BULLET.fullmatch(line):
        return False
    number = _NUMBER.fullmatch(line)
    return True if number and number[1] == "1" else None


def _list(lines: list[str], *, ordered: bool) -> List:
    """Takes the lines of one list; an indented line goes on with the item before it."""
    form = _NUMBER if ordered else _BULLET
    items: list[str] = []
    while lines:
        if item := form.fullmatch(lines[0]):
            if ordered and int(item[1]) != len(items) + 1:
                break
            items.append(item[item.lastindex or 0])
        elif items and lines[0].startswith("  ") and _starts_list(lines[0]) is None:
            items[-1] += " " + lines[0].strip()
        else:
            break
        del lines[0]
    return List(tuple(Item(inline(item)) for item in items), ordered=ordered)


def _runs(text: str, *, strong: bool) -> Iterator[Run]:
    place = 0
    for mark in _MARK.finditer(text):
        runs = _marked(mark, strong=strong)
        if runs:
            yield Run(text[place : mark.start()], strong=strong)
            yield from runs
            place = mark.end()
    yield Run(text[place:], strong=strong)


def _marked(mark: re.Match[str], *, strong: bool) -> list[Run]:
    """The runs of one mark; none where it is not a link after all: then it stays as it was typed."""
    if mark["strong"]:
        return list(_runs(mark["strong"], strong=True))
    if mark["bare"]:
        href = mark["bare"].rstrip(".,;:!?'\"’”)")
        rest = [Run(mark["bare"][len(href) :], strong=strong)]
        return [Run(href, strong=strong, href=href), *rest] if _is_link(href, href) else []
    text, href = mark["text"], mark["href"]
    if "@" in href and ":" not in href:
        href = f"mailto:{href}"
    return [Run(text, strong=strong, href=href)] if _is_link(text, href) else []


def _is_link(text: str, href: str) -> bool:
    return not list(block_problems((Paragraph((Run(text, href=href),)),)))
