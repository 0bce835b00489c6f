"""HTML: a fragment of plain, semantic elements for a page that has its own head and style."""

import base64
from collections.abc import Iterator
from html import escape

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
    runs,
)
from houtskool.documents.document import Document
from houtskool.documents.images import shown_size
from houtskool.documents.words import words


def write_html(document: Document, *, title_level: int = 1) -> str:
    """The document as an `article`; on a page with a heading of its own, `title_level` puts its title lower.

    Headings follow the title; under level 6 there is none. A page break is for paper and leaves no trace.
    """
    state = " document--concept" if document.is_concept else ""
    concept = words(document)["concept_line"]
    parts = [
        f'<article class="document{state}" lang="{escape(document.language)}">',
        *(
            [f'<p><strong class="status status--sketch">{escape(concept)}</strong></p>']
            if document.is_concept
            else []
        ),
        _heading(title_level, document.title, ' class="document__title"'),
        *(_block(block, title_level, document) for block in document.blocks),
        "</article>",
    ]
    return "\n".join(part for part in parts if part) + "\n"


def _block(block: Block, title_level: int, document: Document) -> str:
    match block:
        case Heading():
            return _heading(title_level + block.level, block.text)
        case Paragraph() | List():
            return _flow(block)
        case Table():
            return "\n".join(_table(block))
        case Figure():
            return "\n".join(_figure(block))
        case Fields():
            return "\n".join(_fields(block, words(document)["empty"]))
        case Quote():
            return _quote(block, words(document)["withdrawn"])
        case PageBreak():
            return ""


def _heading(level: int, text: str, attributes: str = "") -> str:
    tag = f"h{min(level, 6)}"
    return f"<{tag}{attributes}>{escape(text)}</{tag}>"


def _flow(block: Paragraph | List) -> str:
    if isinstance(block, Paragraph):
        return f"<p>{_inline(block.text)}</p>"
    tag = "ol" if block.ordered else "ul"
    items = (
        f"<li>{_inline(item.text)}{_flow(item.nested) if item.nested else ''}</li>" for item in block.items
    )
    return f"<{tag}>{''.join(items)}</{tag}>"


def _inline(inline: Inline) -> str:
    return "".join(_run(run.text, *run.marks) for run in runs(inline))


def _run(text: str, strong: bool, emphasis: bool, href: str) -> str:
    html = escape(text).replace("\n", "<br>")
    if emphasis:
        html = f"<em>{html}</em>"
    if strong:
        html = f"<strong>{html}</strong>"
    return f'<a href="{escape(href)}">{html}</a>' if href else html


def _table(table: Table) -> Iterator[str]:
    # A wide table scrolls in a region of its own; by keyboard too, so it can have the focus.
    label = escape(table.caption)
    yield f'<div class="utrecht-table-container" role="region" aria-label="{label}" tabindex="0">'
    yield '<table class="utrecht-table utrecht-table--html-table">'
    yield f"<caption>{label}</caption>"
    heads = (
        f'<th scope="col"{_side(side, "header-cell")}>{escape(head)}</th>'
        for head, side in zip(table.heads, table.alignment, strict=True)
    )
    yield f"<thead><tr>{''.join(heads)}</tr></thead>"
    yield "<tbody>"
    for row in table.rows:
        cells = []
        for column, (cell, side) in enumerate(zip(row, table.alignment, strict=True)):
            if table.row_heads and column == 0:
                cells.append(f'<th scope="row"{_side(side, "header-cell")}>{_inline(cell)}</th>')
            else:
                cells.append(f"<td{_side(side, 'cell')}>{_inline(cell)}</td>")
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody></table></div>"


def _side(side: str, part: str) -> str:
    match side:
        case "right":
            return f' class="utrecht-table__{part}--numeric-column"'
        case "center":
            return ' class="document__center"'
        case _:
            return ""


def _figure(figure: Figure) -> Iterator[str]:
    kind = "png" if figure.is_png else "svg+xml"
    width, height = (round(side / 0.75) for side in shown_size(figure.data))
    data = base64.b64encode(figure.data).decode()
    yield "<figure>"
    yield (
        f'<img src="data:image/{kind};base64,{data}" alt="{escape(figure.alt)}" '
        f'width="{max(width, 1)}" height="{max(height, 1)}">'
    )
    if figure.caption:
        yield f"<figcaption>{escape(figure.caption)}</figcaption>"
    yield "</figure>"


def _quote(quote: Quote, withdrawn: str) -> str:
    if not quote.text:
        return f'<blockquote><p class="unknown">{escape(withdrawn)}</p></blockquote>'
    text = escape(quote.text).replace("\n", "<br>")
    by = f'<footer class="note">{escape(quote.by)}</footer>' if quote.by else ""
    return f"<blockquote><p>{text}</p>{by}</blockquote>"


def _fields(block: Fields, empty: str) -> Iterator[str]:
    yield '<dl class="document__fields">'
    for pair in block.fields:
        value = "".join(map(_flow, pair.value)) or f'<p class="unknown">{escape(empty)}</p>'
        yield f"<div><dt>{escape(pair.label)}</dt><dd>{value}</dd></div>"
    yield "</dl>"
