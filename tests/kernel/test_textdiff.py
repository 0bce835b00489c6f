from hypothesis import given
from hypothesis import strategies as st

from houtskool.kernel.textdiff import Piece, pieces

WORDS = st.lists(st.sampled_from(["Het", "loket", "is", "altijd", "open", ".", "\n", "é", "_"])).map(" ".join)


def read(found, *hows):
    return "".join(piece.text for piece in found if piece.how in hows)


@given(before=WORDS | st.text(), after=WORDS | st.text())
def test_both_texts_can_be_read_back_from_the_pieces(before, after):
    found = pieces(before, after)
    assert read(found, "same", "gone") == before
    assert read(found, "same", "new") == after


def test_what_came_in_the_middle_stands_alone():
    assert pieces("Het loket is open.", "Het loket is altijd open.") == (
        Piece("same", "Het loket is "),
        Piece("new", "altijd "),
        Piece("same", "open."),
    )


def test_what_was_replaced_is_gone_first_and_then_new():
    assert [piece.how for piece in pieces("één loket", "twee loket")] == ["gone", "new", "same"]


def test_the_same_text_is_one_piece_and_no_text_none():
    assert pieces("gelijk", "gelijk") == (Piece("same", "gelijk"),)
    assert pieces("", "") == ()
