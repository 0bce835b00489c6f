"""Contributions in a note: a line of its own, "> inbreng 12", becomes the words as they may be shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from houtskool.council.models import Note
from houtskool.documents import Block, Paragraph, plain
from houtskool.inventory import quotes
from houtskool.inventory.models import Contribution

_QUOTE = re.compile(r">\s*inbreng\s+(\d{1,18})\s*", re.IGNORECASE)
_LINE = re.compile(rf"^{_QUOTE.pattern}$", re.IGNORECASE | re.MULTILINE)

Quoted = Mapping[int, Contribution]


def quoted(note: Note) -> Quoted:
    """The contributions of the note's process that its sections quote, by number: one query."""
    numbers = {int(found[1]) for section in note.sections for found in _LINE.finditer(section["text"])}
    rows = Contribution.objects.filter(process=note.process_id, pk__in=numbers)
    return {row.pk: row for row in rows.select_related("contributor__contact", "group")} if numbers else {}


def with_quotes(blocks: Iterable[Block], found: Quoted) -> Iterator[Block]:
    """The blocks, each paragraph that names a contribution replaced by its words; what it names wrongly
    stays as it was typed."""
    for block in blocks:
        named = _QUOTE.fullmatch(plain(block.text)) if isinstance(block, Paragraph) else None
        contribution = found.get(int(named[1])) if named else None
        yield quotes.live(contribution) if contribution else block


def misplaced(note: Note) -> Iterator[tuple[str, str]]:
    """Quotes where none can stand: the name of the field of the header, and the number."""
    for name in ("key_message", "treatment_reason"):
        for line in _LINE.finditer(getattr(note, name)):
            yield name, line[1]


def wrong(note: Note, found: Quoted) -> Iterator[tuple[int, str, bool]]:
    """What is wrong with the quotes: the key of the section, the number, and whether there is such a one."""
    for section in note.sections:
        for line in _LINE.finditer(section["text"]):
            contribution = found.get(int(line[1]))
            if contribution is None or not quotes.live(contribution).text:
                yield section["key"], line[1], contribution is not None
