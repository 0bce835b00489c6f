"""What blocks must be before anything is written of them: every problem is named with its block."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from houtskool.documents.blocks import (
    Block,
    Fields,
    Figure,
    Heading,
    Inline,
    List,
    PageBreak,
    Paragraph,
    Quote,
    Table,
    plain,
    runs,
)
from houtskool.documents.images import image_problem
from houtskool.documents.text import REFUSED

LEVELS = 5  # with the title as the first, what HTML and PDF hold
DEPTH = 4  # of lists in lists; deeper nobody can follow


def block_problems(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Every problem of the blocks, in their order, each a Dutch sentence that names the block."""
    level = 0
    for number, block in enumerate(blocks, start=1):
        where = f"Blok {number} ({_name(block)})"
        match block:
            case Heading():
                yield from _heading(where, block, level)
                level = block.level
            case Paragraph():
                yield from _inline(where, block.text, required=True)
            case List():
                yield from _list(where, block)
            case Table():
                yield from _table(where, block)
            case Figure():
                yield from _figure(where, block)
            case Fields():
                yield from _fields(where, block)
            case Quote():
                yield from _quote(where, block)
            case PageBreak():
                pass
            case _:
                yield f"Blok {number} ({type(block).__name__}) is geen bekend blok. Haal het weg."


def _name(block: Block) -> str:
    match block:
        case Heading(text=text):
            return f"kop ‘{_short(text)}’"
        case Paragraph(text=text):
            return f"alinea ‘{_short(plain(text))}’"
        case List(items=items):
            return f"lijst ‘{_short(plain(items[0].text))}’" if items else "lijst"
        case Table(caption=caption):
            return f"tabel ‘{_short(caption)}’"
        case Figure(caption=caption, alt=alt):
            return f"afbeelding ‘{_short(caption or alt)}’"
        case Fields():
            return "kopgegevens"
        case Quote(key=key):
            return f"citaat {_short(key)}"
        case PageBreak():
            return "nieuwe bladzijde"


def _short(text: str) -> str:
    text = " ".join(REFUSED.sub("�", text).split())
    return text if len(text) <= 40 else text[:39].rstrip() + "…"


def _heading(where: str, block: Heading, before: int) -> Iterator[str]:
    if not 1 <= block.level <= LEVELS:
        yield f"{where}: niveau {block.level} bestaat niet. Kies een niveau van 1 tot en met {LEVELS}."
    elif block.level > before + 1:
        yield f"{where}: niveau {block.level} volgt op niveau {before}. Maak er niveau {before + 1} van."
    yield from line_problems(where, block.text, required=True)


def line_problems(where: str, text: str, *, required: bool = False) -> Iterator[str]:
    if required and not text.strip():
        yield f"{where}: er staat geen tekst. Vul de tekst in of haal dit onderdeel weg."
    if "\n" in text:
        yield f"{where}: er staat een regeleinde in. Zet de tekst op één regel."
    yield from _characters(where, text)


def _characters(where: str, text: str) -> Iterator[str]:
    if found := REFUSED.search(text):
        yield (
            f"{where}: teken {found.start() + 1} is een onzichtbaar stuurteken (U+{ord(found[0]):04X}). "
            "Haal dat teken weg."
        )


def _inline(where: str, text: Inline, *, required: bool = False) -> Iterator[str]:
    if required and not plain(text).strip():
        yield f"{where}: er staat geen tekst. Vul de tekst in of haal dit onderdeel weg."
    yield from _characters(where, plain(text))
    for run in runs(text):
        if not run.href:
            continue
        if not _is_link(run.href):
            yield (
                f"{where}: de link ‘{_short(run.href)}’ kan niet. "
                "Begin een link met https://, http:// of mailto: en gebruik geen spaties."
            )
        if not run.text.strip():
            yield f"{where}: de link ‘{_short(run.href)}’ heeft geen tekst. Schrijf waar de link heen gaat."


def _is_link(href: str) -> bool:
    if REFUSED.search(href) or any(char.isspace() or char in '<>"\\^`{|}' for char in href):
        return False
    try:
        parts = urlsplit(href)
        if parts.scheme in ("http", "https"):
            return bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    return parts.scheme == "mailto" and "@" in parts.path


def _list(where: str, block: List, depth: int = 1) -> Iterator[str]:
    if not block.items:
        yield f"{where}: de lijst is leeg. Vul de lijst of haal haar weg."
    if depth > DEPTH:
        yield f"{where}: de lijst is meer dan {DEPTH} niveaus diep. Maak de lijst vlakker."
        return
    for number, item in enumerate(block.items, start=1):
        here = f"{where}, punt {number}"
        yield from _inline(here, item.text, required=True)
        if item.nested is not None:
            yield from _list(here, item.nested, depth + 1)


def _table(where: str, block: Table) -> Iterator[str]:
    yield from line_problems(f"{where}, bijschrift", block.caption, required=True)
    columns = len(block.heads)
    if not columns:
        yield f"{where}: de tabel heeft geen kolommen. Geef elke kolom een kop."
    if not block.rows:
        yield f"{where}: de tabel heeft geen rijen. Zet er een zin neer die zegt dat er niets is."
    for number, head in enumerate(block.heads, start=1):
        yield from line_problems(f"{where}, kop van kolom {number}", head, required=True)
    if block.align and (len(block.align) != columns or set(block.align) - {"left", "center", "right"}):
        yield f"{where}: de uitlijning past niet bij de kolommen. Geef per kolom left, center of right."
    for number, row in enumerate(block.rows, start=1):
        if len(row) != columns:
            yield f"{where}, rij {number}: {len(row)} cellen, {columns} kolommen. Maak de aantallen gelijk."
        for column, cell in enumerate(row, start=1):
            required = block.row_heads and column == 1
            yield from _inline(f"{where}, rij {number}, kolom {column}", cell, required=required)


def _figure(where: str, block: Figure) -> Iterator[str]:
    if not block.alt.strip():
        yield f"{where}: er is geen alternatieve tekst. Schrijf in woorden wat de afbeelding laat zien."
    yield from line_problems(f"{where}, alternatieve tekst", block.alt)
    yield from line_problems(f"{where}, bijschrift", block.caption)
    if problem := image_problem(block.data):
        yield f"{where}: {problem}"


def _quote(where: str, block: Quote) -> Iterator[str]:
    yield from line_problems(f"{where}, sleutel", block.key, required=True)
    yield from line_problems(f"{where}, hash", block.digest)
    yield from _characters(where, block.text)
    yield from line_problems(f"{where}, van wie", block.by)


def _fields(where: str, block: Fields) -> Iterator[str]:
    if not block.fields:
        yield f"{where}: er staan geen gegevens in. Vul ze in of haal dit onderdeel weg."
    for number, pair in enumerate(block.fields, start=1):
        here = f"{where}, ‘{_short(pair.label)}’"
        yield from line_problems(f"{where}, naam van gegeven {number}", pair.label, required=True)
        for part in pair.value:
            if isinstance(part, List):
                yield from _list(here, part)
            else:
                yield from _inline(here, part.text, required=True)
