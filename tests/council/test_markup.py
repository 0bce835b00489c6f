from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houtskool.council.notes.markup import blocks, points
from houtskool.documents import (
    Document,
    List,
    Paragraph,
    Run,
    bullets,
    from_json,
    link,
    numbered,
    plain,
    strong,
    to_json,
)


def test_an_empty_line_begins_a_paragraph_and_a_line_end_stays():
    assert blocks("Een.\nTwee.\n\n \nDrie.") == (Paragraph("Een.\nTwee."), Paragraph("Drie."))


def test_lines_with_dashes_are_a_list_right_after_the_sentence_too():
    assert blocks("Dit komt:\n- eerst\n- daarna\n  op de volgende regel\nTot slot.") == (
        Paragraph("Dit komt:"),
        bullets("eerst", "daarna op de volgende regel"),
        Paragraph("Tot slot."),
    )


def test_numbers_from_one_on_are_a_numbered_list():
    assert blocks("1. eerst\n2. daarna") == (numbered("eerst", "daarna"),)


@pytest.mark.parametrize("text", ["3. dit blijft drie", "2019. Een jaar", "1.5 miljoen", "-geen lijst"])
def test_what_only_looks_like_a_list_stays_as_it_was_typed(text):
    assert blocks(text) == (Paragraph(text),)


def test_a_list_that_goes_on_with_another_number_keeps_that_number():
    assert blocks("1. eerst\n4. daarna") == (numbered("eerst"), Paragraph("4. daarna"))


def test_bold_and_links():
    (paragraph,) = blocks("Lees **dit [plan](https://a.nl/b_(c))** op https://a.nl/x. Mail [ons](wij@a.nl).")
    assert paragraph.text == (
        Run("Lees "),
        strong("dit "),
        Run("plan", strong=True, href="https://a.nl/b_(c)"),
        Run(" op "),
        link("https://a.nl/x", "https://a.nl/x"),
        Run(". Mail "),
        link("ons", "mailto:wij@a.nl"),
        Run("."),
    )


@pytest.mark.parametrize(
    "text",
    [
        "<b>vet</b> & <script>alert(1)</script>",
        "[klik](javascript:alert(1))",
        "[klik](http://:0)",
        "#set text(fill: red) $x$ @label",
        "2 ** 3 ** 4",
        "![plaat](plaat.png)",
        "https://",
        "a*b*c _d_ `e`",
    ],
)
def test_everything_else_is_only_text(text):
    (paragraph,) = blocks(text)
    assert plain(paragraph.text) == text
    assert not any(run.href or run.strong for run in paragraph.text if isinstance(run, Run))


@given(
    st.text(alphabet=st.sampled_from("ab1. -*[]()\n\t\r@:/<>h\x00\u202e’") | st.characters(), max_size=200)
)
def test_whatever_is_typed_makes_a_valid_document(text):
    document = Document("Titel", blocks(text))
    assert from_json(to_json(document)) == document


@given(st.text(alphabet="ab -*1.\n[](:/)", max_size=80))
def test_no_letter_is_lost_or_made_up(text):
    shown = "".join(
        plain(part.text) for block in blocks(text)
        for part in (block.items if isinstance(block, List) else [block])
    )  # fmt: skip
    assert sorted(filter(str.isalpha, shown)) == sorted(filter(str.isalpha, text))


def test_decision_points_lose_the_number_that_was_typed():
    assert points("1. Het college stelt vast.\n- En stuurt.\n\nKlaar.") == (
        "Het college stelt vast.",
        "En stuurt.",
        "Klaar.",
    )


@pytest.mark.parametrize("hostile", ["**a ", "**", "[a](", "- ", "1. ", "https://(", "[", "a\n"])
def test_a_hostile_text_is_read_in_one_go(hostile):
    """With a square in its length this would not end while anybody waits."""
    assert blocks(hostile * 50_000)
