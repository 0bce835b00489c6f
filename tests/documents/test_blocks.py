"""A document is valid or does not exist; what is wrong is said in Dutch and names the block."""

import pytest

from houtskool.documents import (
    Block,
    Document,
    DocumentError,
    Fields,
    Figure,
    Heading,
    Item,
    List,
    Paragraph,
    Run,
    Table,
    bullets,
    clean,
    field,
    link,
    numbered,
    plain,
    strong,
)
from tests.documents.examples import SVG, note, png


def problems(*blocks: Block, **metadata: str) -> str:
    with pytest.raises(DocumentError) as caught:
        Document(**{"title": "Titel", "blocks": blocks, **metadata})  # type: ignore[arg-type]
    assert all(problem.endswith(".") for problem in caught.value.problems)
    return "\n".join(caught.value.problems)


def test_a_good_document_exists() -> None:
    assert note().blocks[1] == Heading(1, "Inleiding")


def test_a_heading_level_cannot_be_skipped() -> None:
    assert "Blok 2 (kop ‘Diep’): niveau 3 volgt op niveau 1. Maak er niveau 2 van." in problems(
        Heading(1, "Hoog"), Heading(3, "Diep")
    )


def test_the_first_heading_stands_directly_under_the_title() -> None:
    assert "niveau 2 volgt op niveau 0" in problems(Heading(2, "Te diep"))


def test_after_a_deep_heading_a_high_one_may_follow() -> None:
    headings = (Heading(1, "a"), Heading(2, "b"), Heading(3, "c"), Heading(1, "d"))
    assert Document("Titel", headings).blocks == headings


@pytest.mark.parametrize("level", [0, -1, 6])
def test_only_five_levels_exist(level: int) -> None:
    assert f"niveau {level} bestaat niet" in problems(Heading(level, "Kop"))


@pytest.mark.parametrize("alt", ["", "   ", "\u00a0"])
def test_a_picture_without_alternative_text_is_refused(alt: str) -> None:
    assert "geen alternatieve tekst" in problems(Figure(SVG, alt, "Bijschrift"))


def test_a_table_is_rectangular() -> None:
    assert "Blok 1 (tabel ‘Scheef’), rij 2: 1 cellen, 2 kolommen." in problems(
        Table("Scheef", ("a", "b"), (("1", "2"), ("3",)))
    )


def test_a_table_needs_columns_rows_heads_and_a_caption() -> None:
    assert "geen kolommen" in problems(Table("Leeg", (), ((),)))
    assert "geen rijen" in problems(Table("Leeg", ("a",), ()))
    assert "kop van kolom 2: er staat geen tekst" in problems(Table("T", ("a", ""), (("1", "2"),)))
    assert "bijschrift: er staat geen tekst" in problems(Table("", ("a",), (("1",),)))


def test_a_row_head_has_text_and_another_cell_may_be_empty() -> None:
    Document("Titel", (Table("T", ("a", "b"), (("1", ""),), row_heads=True),))
    assert "rij 1, kolom 1: er staat geen tekst" in problems(
        Table("T", ("a", "b"), (("", "2"),), row_heads=True)
    )


def test_the_alignment_counts_the_columns() -> None:
    assert "uitlijning" in problems(Table("T", ("a", "b"), (("1", "2"),), align=("left",)))
    assert "uitlijning" in problems(Table("T", ("a",), (("1",),), align=("up",)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://waterrijk.example",
        "//waterrijk.example",
        "/pagina",
        "#hoofdstuk",
        "https://",
        "https://a b.nl",
        "https://a.nl/\u00a0",
        'https://a.nl/"onclick',
        "https://a.nl:99999999",
        "https://[::1",
        "mailto:",
        "mailto:zonder-apenstaart",
        " https://a.nl",
    ],
)
def test_only_links_to_the_web_and_to_mail_are_allowed(href: str) -> None:
    assert "kan niet. Begin een link met https://" in problems(Paragraph((link("hier", href),)))


@pytest.mark.parametrize(
    "href", ["https://waterrijk.example", "http://a.nl:8080/p?q=1&r=2#s", "mailto:griffie@waterrijk.example"]
)
def test_good_links_are_allowed(href: str) -> None:
    paragraph = Paragraph((link("hier", href),))
    assert Document("Titel", (paragraph,)).blocks == (paragraph,)


def test_a_link_has_text() -> None:
    assert "heeft geen tekst" in problems(Paragraph((Run("a"), link(" ", "https://a.nl"))))


CONTROLS = [
    "\x00",
    "\x07",
    "\t",
    "\r",
    "\x7f",
    "\x85",
    "\u202e",
    "\u2066",
    "\u2028",
    "\ufeff",
    "\ud800",
    "\ufffe",
    "\U0001ffff",
]


@pytest.mark.parametrize("char", CONTROLS)
def test_a_control_character_is_refused_everywhere_and_named(char: str) -> None:
    code = f"U+{ord(char):04X}"
    text = f"a{char}b"
    everywhere: tuple[Block, ...] = (
        Heading(1, text),
        Paragraph(text),
        bullets(text),
        numbered(Item("a", bullets(text))),
        Table(text, (text,), ((text,),)),
        Figure(SVG, text, text),
        Fields((field(text, text),)),
    )
    for block in everywhere:
        assert code in problems(block)
    for name in ("title", "subject", "author", "running_head"):
        assert code in problems(**{name: text})
    assert code not in problems(Paragraph(""))


def test_a_line_break_is_allowed_in_text_but_not_in_a_heading() -> None:
    Document("Titel", (Paragraph("De Brug 1\n1234 AB"),))
    assert "er staat een regeleinde in" in problems(Heading(1, "De\nBrug"))
    assert "er staat een regeleinde in" in problems(title="De\nBrug")


def test_empty_texts_lists_and_fields_are_refused() -> None:
    assert "er staat geen tekst" in problems(Paragraph("  "))
    assert "de lijst is leeg" in problems(List(()))
    assert "punt 2: er staat geen tekst" in problems(bullets("a", ""))
    assert "er staan geen gegevens in" in problems(Fields(()))
    assert "naam van gegeven 1: er staat geen tekst" in problems(Fields((field("", "x"),)))
    assert "geen titel" in problems(title=" ")


def test_a_field_may_be_without_a_value() -> None:
    assert field("Telefoonnummer", " ").value == ()


def test_a_list_is_at_most_four_levels_deep() -> None:
    deep = bullets("vier")
    for name in ("drie", "twee", "een"):
        deep = bullets(Item(name, deep))
    Document("Titel", (deep,))
    assert "meer dan 4 niveaus diep" in problems(bullets(Item("nul", deep)))


def test_every_problem_is_told_at_once_and_in_order() -> None:
    told = problems(Heading(2, "a"), Paragraph(""), Figure(png(), ""), title="")
    assert [line.split(" (")[0] for line in told.splitlines()] == [
        "Het document heeft geen titel. Geef het een titel.",
        "Blok 1",
        "Blok 2",
        "Blok 3",
    ]


def test_state_and_language_are_known_ones() -> None:
    assert "De status van het document is ‘af’" in problems(state="af")
    assert "De taal van het document is ‘NL’" in problems(language="NL")


def test_what_is_no_block_is_refused() -> None:
    assert "Blok 1 (str) is geen bekend blok" in problems("tekst")  # type: ignore[arg-type]


def test_marks_have_one_form() -> None:
    assert Paragraph((Run("a"), Run("b"))) == Paragraph("ab")
    assert Paragraph((strong("a"), Run(""), strong("b"), Run("c"))).text == (strong("ab"), Run("c"))
    assert plain(Paragraph((strong("a"), Run("b"))).text) == "ab"


def test_texts_are_composed() -> None:
    assert Heading(1, "e\u0301e\u0301n").text == "één"
    assert Paragraph((Run("e"), Run("\u0301"))).text == "é"


def test_all_left_is_no_alignment() -> None:
    assert Table("T", ("a", "b"), (("1", "2"),), align=("left", "left")).align == ()


def test_clean_makes_pasted_text_fit_for_a_block() -> None:
    pasted = "\ufeffEen\tregel\r\nen\x0bnog\u2028een\x00\u202e e\u0301\x07"
    assert clean(pasted) == "Een regel\nen\nnog\neen é"
    Document("Titel", (Paragraph(clean(pasted)),))
