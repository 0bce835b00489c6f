"""Run as a script: a PDF on standard input, its text per page as JSON on standard output.

    python -I pdf_text.py PAGES MEMORY SECONDS

Stands alone, without the rest of the house, so that it starts fast and holds nothing that a crash could hurt.

Where the PDF is tagged, its tags say what is a row of a table and what a term with its meaning; these come
out as in a DOCX: cells parted by tabs. A page without tags is the text as PDFium gives it.
"""

import ctypes
import json
import sys
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

try:
    import resource
except ImportError:  # Windows has none; the time limit of the caller still holds
    resource = None  # type: ignore[assignment]  # no such module on Windows

_PASSWORD = 4  # FPDF_ERR_PASSWORD
_DEPTH = 60  # tags nest a dozen deep; a hostile file's may nest in itself
_ONE_LINE = frozenset(("LI", "Caption", "H", "H1", "H2", "H3", "H4", "H5", "H6"))
_MOST = 100_000  # tags on a page
_BULLET = 5  # characters; a longer label of a list item is a term, not a bullet or a number

Cell = tuple[int, int, int]  # a row's number on the page, a cell's place in it, the row's number of cells
Texts = list[tuple[int, str]]  # marked content (-1: none) with its text, in the order of the page


def main(pages: int, memory: int, seconds: int) -> dict[str, object]:
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    except pypdfium2.PdfiumError as error:
        return {"refused": "password" if getattr(error, "err_code", None) == _PASSWORD else "damaged"}
    if len(document) > pages:
        return {"refused": "pages", "count": len(document)}
    heads: set[str] = set()
    try:
        texts = [_text(page, heads) for page in document]
    except pypdfium2.PdfiumError:
        return {"refused": "damaged"}
    return {"pages": texts} if texts else {"refused": "damaged"}


def _text(page: pypdfium2.PdfPage, heads: set[str]) -> str:
    """The page's text. `heads` gathers the heads of tables: on a next page they stand again, untagged."""
    shown = page.get_textpage()
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if not tree:
        return str(shown.get_text_range())
    items: dict[int, int] = {}
    try:
        texts = list(_marked(shown))
        cells = _cells(tree, texts, heads, items)
    finally:
        pdfium.FPDF_StructTree_Close(tree)
    if not cells and not items:
        return str(shown.get_text_range())
    return "".join(_rows(_whole(texts, items, cells), cells, heads))


def _whole(texts: Texts, items: dict[int, int], cells: dict[int, Cell]) -> Texts:
    """The texts with each heading, caption and item of a list on one line, where it begins.

    Its parts come as the tags order them: where lines stand close together, PDFium mixes them up. An empty
    line follows, so that the paragraph behind a list is none of its last item.
    """
    parts: dict[int, list[tuple[int, str]]] = {}
    rank = {mark: place for place, mark in enumerate(items)}
    for mark, text in texts:
        if mark in items:
            parts.setdefault(items[mark], []).append((rank[mark], text))
    whole: Texts = []
    for mark, text in texts:
        if mark not in items:
            if mark >= 0 and whole and whole[-1][0] in items and whole[-1][0] not in cells:
                whole[-1] = (whole[-1][0], whole[-1][1] + "\r\n")
            whole.append((mark, text))
        elif own := parts.pop(items[mark], None):
            words = " ".join(part for _, part in sorted(own, key=lambda part: part[0]))
            whole.append((mark, " ".join(words.split()) + "\r\n"))
    return whole


def _marked(shown: pypdfium2.PdfTextPage) -> Iterator[tuple[int, str]]:
    start, here, last = 0, None, 0
    count = shown.count_chars()
    for place in range(count):
        thing = pdfium.FPDFText_GetTextObject(shown, place)
        if not thing or (address := ctypes.addressof(thing.contents)) == last:
            continue  # a line end or space that PDFium adds, or more of the same
        last = address
        mark = pdfium.FPDFPageObj_GetMarkedContentID(thing)
        if here is not None and mark != here:
            yield here, shown.get_text_range(start, place - start)
            start = place
        here = mark
    if count:
        yield -1 if here is None else here, shown.get_text_range(start, count - start)


def _cells(tree: object, texts: Texts, heads: set[str], items: dict[int, int]) -> dict[int, Cell]:
    """The cell of each marked content that stands in a row or a term; the innermost row counts.

    `items` gathers in which item of a list content stands, if that item is one paragraph.
    """
    words: dict[int, str] = {}
    for mark, text in texts:
        words[mark] = words.get(mark, "") + text
    found: dict[int, Cell] = {}
    row = item = 0
    waiting: list[tuple[object, int, Cell | None, int]] = [
        (pdfium.FPDF_StructTree_GetChildAtIndex(tree, place), 0, None, 0)
        for place in reversed(range(pdfium.FPDF_StructTree_CountChildren(tree)))
    ]
    for _ in range(_MOST):
        if not waiting:
            break
        element, depth, cell, within = waiting.pop()
        if not element or depth > _DEPTH:
            continue
        kind = _kind(element)
        children = _children(element)
        marks = [mark for mark, child in children if child is None and mark >= 0]
        found |= dict.fromkeys(marks, cell) if cell else {}
        items |= dict.fromkeys(marks, within) if within else {}
        inner = [child for _, child in children if child is not None]
        columns = [one for one in inner if _kind(one) in ("TD", "TH", "Lbl", "LBody")]
        if kind == "TR" or (kind == "LI" and _is_term(columns, words)):
            row += 1
            placed = [(one, depth + 1, (row, place, len(columns)), 0) for place, one in enumerate(columns)]
            waiting += reversed(placed)
            if columns and all(_kind(one) == "TH" for one in columns):
                heads.add(" ".join(" ".join(_words(one, words)) for one in columns))
            continue
        if kind in _ONE_LINE:
            item += 1
            within = item
        elif sum(_kind(one) == "P" for one in inner) > 1:
            within = 0
        waiting += [(one, depth + 1, cell, within) for one in reversed(inner)]
    return found


def _is_term(columns: list[object], words: dict[int, str]) -> bool:
    return len(columns) == 2 and len(" ".join(_words(columns[0], words))) > _BULLET


def _words(element: object, words: dict[int, str], depth: int = 0) -> list[str]:
    found: list[str] = []
    for mark, child in _children(element) if depth < 8 else ():
        found += _words(child, words, depth + 1) if child is not None else words.get(mark, "").split()
    return found


def _children(element: object) -> list[tuple[int, object | None]]:
    """Marked content by its number, elements as such."""
    return [
        (
            pdfium.FPDF_StructElement_GetChildMarkedContentID(element, place),
            pdfium.FPDF_StructElement_GetChildAtIndex(element, place) or None,
        )
        for place in range(pdfium.FPDF_StructElement_CountChildren(element))
    ]


def _kind(element: object) -> str:
    buffer = ctypes.create_string_buffer(64)
    length = pdfium.FPDF_StructElement_GetType(element, buffer, 64)
    return buffer.raw[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "ignore")


def _rows(texts: Texts, cells: dict[int, Cell], heads: set[str]) -> Iterator[str]:
    """What stands in no row as it is; rows as lines with tabs."""
    here = 0
    gathered: dict[int, str] = {}
    columns = 0
    for mark, text in [*texts, (-1, "")]:
        row, place, count = cells.get(mark, (0, 0, 0))
        if row != here and gathered:
            yield _row(gathered, columns)
            gathered = {}
        here, columns = row, count
        if row:
            gathered[place] = gathered.get(place, "") + text
        elif mark < 0:
            yield "".join(
                line for line in text.splitlines(keepends=True) if " ".join(line.split()) not in heads
            )
        else:
            yield text


def _row(gathered: dict[int, str], columns: int) -> str:
    """A line, its cells parted by tabs. Of two columns, the second keeps its lines: beside a label may stand
    paragraphs and a list."""
    cells = [gathered.get(place, "") for place in range(columns)]
    last = cells.pop() if columns <= 2 else ""
    joined = [" ".join(cell.split()) for cell in cells]
    return "\t".join([*joined, *([last.strip()] if columns <= 2 else [])]) + "\r\n"


if __name__ == "__main__":
    answer = main(*map(int, sys.argv[1:4]))
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()
