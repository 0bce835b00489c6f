"""ODT as the reader sees it on the page."""

from houtskool.documents import read
from tests.documents.uploads import odt


def text(body: str, styles: str = "", automatic: str = "") -> str:
    found = read(odt(body, styles, automatic), "nota.odt")
    assert found.kind == "odt"
    return found.text


def test_a_paragraph_is_a_line_and_white_space_collapses_as_on_the_page() -> None:
    body = (
        '<text:h text:outline-level="1">Kop</text:h>\n  <text:p>\n   een <text:span> twee</text:span>'
        '<text:s text:c="3"/>drie<text:tab/>vier<text:line-break/>vijf\n</text:p>'
    )
    assert text(body) == "Kop\neen twee   drie\tvier\nvijf\n"


def test_tracked_deletions_comments_and_hidden_text_are_left_out() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>weg</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        '<text:p>Het college <text:change text:change-id="a"/>stemt in'
        "<office:annotation><text:p>nee!</text:p>"
        "</office:annotation><text:hidden-text>geheim</text:hidden-text></text:p>"
    )
    assert text(body) == "Het college stemt in\n"


def test_a_text_box_follows_its_paragraph_and_the_alternative_text_is_not_text() -> None:
    body = (
        "<text:p>voor<draw:frame><draw:text-box><text:p>in het kader</text:p></draw:text-box>"
        "<svg:title>titel</svg:title></draw:frame> en na</text:p>"
    )
    assert text(body) == "voor en na\nin het kader\n"


def test_a_row_is_a_line_with_tabs() -> None:
    body = (
        "<table:table><table:table-column/><table:table-header-rows><table:table-row>"
        "<table:table-cell><text:p>A</text:p></table:table-cell><table:table-cell><text:p>B</text:p>"
        "</table:table-cell></table:table-row></table:table-header-rows><table:table-row>"
        "<table:table-cell><text:p>x</text:p><text:p>y</text:p></table:table-cell>"
        "<table:table-cell><text:p>1</text:p><text:p>2</text:p></table:table-cell></table:table-row>"
        '<table:table-row><table:table-cell table:number-columns-repeated="2"/></table:table-row>'
        "</table:table>"
    )
    assert text(body + "<text:p>na</text:p>") == "A\tB\nx y\t1\n2\n\t\nna\n"


def test_a_cell_repeated_a_million_times_does_no_harm() -> None:
    cell = '<table:table-cell table:number-columns-repeated="99999999"><text:p>a</text:p></table:table-cell>'
    body = f"<table:table><table:table-row>{cell}</table:table-row></table:table>"
    assert len(text(body)) < 10_000


LISTS = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" '
    'style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a" '
    'style:num-suffix=")" '
    'text:display-levels="2"/></text:list-style><text:list-style style:name="B">'
    '<text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>'
)


def item(content: str, attributes: str = "") -> str:
    return f"<text:list-item {attributes}><text:p>{content}</text:p></text:list-item>"


def test_the_numbers_of_lists_are_written_out() -> None:
    seven = 'text:start-value="7"'
    body = (
        f'<text:list text:style-name="L">{item("een")}'
        "<text:list-item><text:p>twee</text:p><text:p>erbij</text:p>"
        f"<text:list>{item('sub')}{item('sub')}</text:list></text:list-item></text:list>"
        f'<text:list text:style-name="L" text:continue-numbering="true">{item("drie")}</text:list>'
        f'<text:list text:style-name="L">{item("weer een")}{item("zeven", seven)}</text:list>'
        f'<text:list text:style-name="B">{item("punt")}</text:list>'
    )
    assert text(body, automatic=LISTS).splitlines() == [
        "1. een",
        "2. twee",
        "erbij",
        "2.a) sub",
        "2.b) sub",
        "3. drie",
        "1. weer een",
        "7. zeven",
        "- punt",
    ]


def test_numbered_headings_show_their_number() -> None:
    outline = (
        '<office:styles><text:outline-style><text:outline-level-style text:level="1" style:num-format="1" '
        'style:num-suffix="."/><text:outline-level-style text:level="2" style:num-format="1" '
        'text:display-levels="2"/></text:outline-style></office:styles>'
    )
    heads = "".join(
        f'<text:h text:outline-level="{level}">{name}</text:h>'
        for level, name in ((1, "a"), (2, "b"), (1, "c"))
    )
    assert text(heads, styles=outline) == "1. a\n1.1 b\n2. c\n"


def test_headers_come_first_notes_after_the_text_and_footers_last() -> None:
    pages = (
        "<office:master-styles><style:master-page><style:header><text:p>Kenmerk 12</text:p></style:header>"
        "<style:footer><text:p>Pagina 1</text:p></style:footer></style:master-page><style:master-page>"
        "<style:header><text:p>Kenmerk 12</text:p></style:header></style:master-page></office:master-styles>"
    )
    body = (
        "<text:p>tekst<text:note><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>Bron: raad</text:p>"
        "</text:note-body></text:note></text:p>"
    )
    assert text(body, styles=pages) == "Kenmerk 12\ntekst\nBron: raad\nPagina 1\n"
