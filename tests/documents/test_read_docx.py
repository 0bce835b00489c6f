"""DOCX as the reader sees it on the page."""

from houtskool.documents import read
from tests.documents.uploads import docx, p, word_part


def text(body: str, **parts: str) -> str:
    found = read(docx(body, **parts), "nota.docx")
    assert found.kind == "docx"
    return found.text


def test_a_paragraph_is_a_line() -> None:
    assert text(p("Een") + p("") + p("Twee")) == "Een\n\nTwee\n"


def test_tabs_breaks_and_hyphens_are_characters() -> None:
    run = "<w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t>"
    assert text(f"<w:p><w:r>{run}</w:r></w:p>") == "a\tb\nc-d\n"


def test_insertions_are_read_and_deletions_are_not() -> None:
    changed = (
        '<w:p><w:r><w:t xml:space="preserve">Het college </w:t></w:r>'
        '<w:del w:author="x"><w:r><w:delText>wijst af</w:delText></w:r></w:del>'
        '<w:ins w:author="x"><w:r><w:t>stemt in</w:t></w:r></w:ins>'
        '<w:moveFrom w:author="x"><w:r><w:t>ergens anders</w:t></w:r></w:moveFrom></w:p>'
    )
    assert text(changed) == "Het college stemt in\n"


def test_paragraphs_of_which_the_end_was_deleted_are_one() -> None:
    assert text(p("Een ", '<w:rPr><w:del w:author="x"/></w:rPr>') + p("twee")) == "Een twee\n"


def test_a_deleted_row_is_gone() -> None:
    rows = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{p('weg')}</w:tc></w:tr><w:tr><w:tc>{p('er')}</w:tc></w:tr>"
    assert text(f"<w:tbl>{rows}</w:tbl>") == "er\n"


def test_hidden_text_comments_and_field_codes_are_left_out() -> None:
    body = (
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>geheim</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>zichtbaar</w:t></w:r>'
        '<w:commentRangeStart w:id="0"/><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>'
    )
    assert text(body, comments=word_part("comments", p("opmerking"))) == "zichtbaar\n"


def test_links_and_content_controls_are_read_but_not_their_placeholders() -> None:
    body = (
        '<w:p><w:hyperlink r:id="x"><w:r><w:t>hier</w:t></w:r></w:hyperlink></w:p>'
        f"<w:sdt><w:sdtPr/><w:sdtContent>{p('Bakker, J.')}</w:sdtContent></w:sdt>"
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        f"{p('Klik om tekst in te voeren')}</w:sdtContent></w:sdt>"
    )
    assert text(body) == "hier\nBakker, J.\n"


def test_a_text_box_follows_its_paragraph_and_is_read_once() -> None:
    box = "<w:txbxContent>" + p("in het kader") + "</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>voor</w:t></w:r><w:r><mc:AlternateContent>"
        f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:t> en na</w:t></w:r></w:p>"
    )
    assert text(body.replace("<w:t> en", '<w:t xml:space="preserve"> en')) == "voor en na\nin het kader\n"


def test_a_row_is_a_line_with_tabs_and_only_the_last_cell_keeps_its_lines() -> None:
    label, value = p("Relevante eerdere") + p("besluiten"), p("- een") + p("- twee")
    row = f"<w:tr><w:tc>{label}</w:tc><w:tc>{value}</w:tc></w:tr>"
    assert (
        text(f"<w:tbl>{row}</w:tbl>{p('daarna')}") == "Relevante eerdere besluiten\t- een\n- twee\ndaarna\n"
    )


def test_headers_come_first_footers_last_notes_between_and_each_once() -> None:
    section = "".join(f'<w:{name[:6]}Reference r:id="{name}"/>' for name in ("header1", "header2", "footer1"))
    found = text(
        p("tekst") + f"<w:sectPr>{section}</w:sectPr>",
        header1=word_part("hdr", p("Kenmerk 12")),
        header2=word_part("hdr", p("Kenmerk 12")),
        footer1=word_part("ftr", p("Pagina 1")),
        footnotes=word_part(
            "footnotes",
            f'<w:footnote w:type="separator">{p("---")}</w:footnote>'
            f"<w:footnote>{p('Bron: raad')}</w:footnote>",
        ),
    )
    assert found == "Kenmerk 12\ntekst\nBron: raad\nPagina 1\n"


NUMBERING = word_part(
    "numbering",
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="upperRoman"/>'
    '<w:lvlText w:val="%1"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>',
)


def numbered(text: str, number: int, level: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def test_the_numbers_that_word_shows_are_written_out() -> None:
    body = (
        numbered("een", 1)
        + numbered("sub", 1, 1)
        + numbered("punt", 1, 2)
        + numbered("sub", 1, 1)
        + p("tussendoor")
        + numbered("twee", 1)
        + numbered("sub", 1, 1)
        + numbered("opnieuw", 2)
        + numbered("verder", 2)
        + numbered("romeins", 3)
        + numbered("zonder", 0)
        + numbered("onbekend", 99)
    )
    assert text(body, numbering=NUMBERING).splitlines() == [
        "1. een",
        "1.a) sub",
        "- punt",
        "1.b) sub",
        "tussendoor",
        "2. twee",
        "2.a) sub",
        "1. opnieuw",
        "2. verder",
        "III romeins",
        "zonder",
        "onbekend",
    ]


def test_a_style_can_number_its_paragraphs() -> None:
    styles = word_part(
        "styles",
        '<w:style w:styleId="Kop"><w:basedOn w:val="Basis"/></w:style>'
        '<w:style w:styleId="Basis"><w:basedOn w:val="Kop"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>',
    )
    body = p("Inleiding", '<w:pStyle w:val="Kop"/>') + p("Vervolg", '<w:pStyle w:val="Kop"/>')
    assert text(body, numbering=NUMBERING, styles=styles) == "1. Inleiding\n2. Vervolg\n"
