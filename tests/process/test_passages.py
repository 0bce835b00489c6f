from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from houtskool.process.models import Fact
from houtskool.process.passages import paragraphs

TEXT = "Eerste zin. Tweede zin.\n\nNieuwe alinea."


def fact(start: int, end: int) -> Fact:
    return Fact(start=start, end=end)


def test_a_fact_is_marked_where_it_stands():
    one = fact(12, 23)
    first, second = paragraphs(TEXT, [one])
    assert [(piece.text, piece.facts) for piece in first.pieces] == [
        ("Eerste zin. ", ()),
        ("Tweede zin.", (one,)),
    ]
    assert [piece.text for piece in second.pieces] == ["Nieuwe alinea."]


def test_a_fact_may_run_over_paragraphs_and_over_another():
    long, short = fact(7, len(TEXT)), fact(12, 18)
    pieces = [piece for paragraph in paragraphs(TEXT, [long, short]) for piece in paragraph.pieces]
    assert [piece.starts for piece in pieces if piece.starts] == [(long,), (short,)]
    assert {piece.text for piece in pieces if short in piece.facts} == {"Tweede"}
    assert all(long in piece.facts for piece in pieces if piece.text != "Eerste ")


def test_a_sentence_that_the_page_broke_is_read_in_one_go():
    text = "Het proces wordt begeleid door de\n\nwerkplaats van de stad.\n\nBesluit\nd.d. 6 november."
    shown = ["".join(piece.text for piece in paragraph.pieces) for paragraph in paragraphs(text, [])]
    assert [" ".join(one.split()) for one in shown] == [
        "Het proces wordt begeleid door de werkplaats van de stad.",
        "Besluit d.d. 6 november.",
    ]


def test_a_full_line_goes_on_with_a_name_and_a_heading_stands_alone():
    full = "De sessies in de stad leiden tot een eerste houtskoolschets van het"
    text = f"{full}\nActieprogramma.\n\nVervolg\n\nHet plan."
    shown = [" ".join("".join(piece.text for piece in one.pieces).split()) for one in paragraphs(text, [])]
    assert shown == [f"{full} Actieprogramma.", "Vervolg", "Het plan."]


def test_labels_that_are_each_marked_keep_a_line_of_their_own():
    text = "Onderwerp\nNummer\nAfdeling"
    shown = paragraphs(text, [fact(0, 9), fact(10, 16), fact(17, 25)])
    assert ["".join(piece.text for piece in one.pieces) for one in shown] == [text]


@given(
    st.text(alphabet="ab .\n", max_size=80),
    st.lists(st.tuples(st.integers(0, 79), st.integers(1, 9)), max_size=6),
)
def test_no_word_of_the_text_is_lost(text, places):
    facts = [fact(start, min(start + length, len(text))) for start, length in places if start < len(text)]
    shown = "".join(piece.text for paragraph in paragraphs(text, facts) for piece in paragraph.pieces)
    assert "".join(shown.split()) == "".join(text.split())
