import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from houtskool.assessment.scale_text import anchors, number, scale_of, written

NUMBERS = st.floats(allow_nan=False, allow_infinity=False).map(lambda value: value + 0.0)


@given(
    st.lists(
        st.tuples(NUMBERS, st.floats(0, 1), st.sampled_from(["", "Er is een plan.", "Ja; maar niet altijd"])),
        min_size=2,
        unique_by=lambda anchor: anchor[0],
    )
)
def test_what_was_written_reads_back_the_same(drawn):
    assert anchors(written(drawn)) == sorted(drawn, key=lambda anchor: anchor[0])


def test_a_scale_is_read_with_comma_or_point_and_put_in_order():
    found = anchors("10; 1; Ja.\n\n 0;0\n5 ; 0.6 ; Er is een plan; met cijfers.")
    assert found == [(0, 0, ""), (5, 0.6, "Er is een plan; met cijfers."), (10, 1, "Ja.")]
    assert written(found) == "0; 0\n5; 0,6; Er is een plan; met cijfers.\n10; 1; Ja."
    assert scale_of(found).points == ((0, 0), (5, 0.6), (10, 1))


def test_no_text_is_no_scale_yet():
    assert anchors(" \n ") == []
    assert scale_of([]) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("0; 0; nee", "minstens twee regels"),
        ("0; 0\nveel; 1", "Regel 2: zet er een score"),
        ("0; 0\n5", "Regel 2: zet er een score"),
        ("0; 0\n5; inf", "Regel 2: zet er een score"),
        ("0; 0\n5; 1,5", "Regel 2: de waarde ligt tussen 0 en 1; er staat 1,5."),
        ("0; 0\n0,0; 1", "De score 0 staat er twee keer"),
    ],
)
def test_what_is_no_scale_is_refused_with_its_line(text, told):
    with pytest.raises(ValidationError, match=told):
        anchors(text)


def test_numbers_have_a_decimal_comma_and_no_zeros_behind():
    assert [number(value) for value in (3.0, 0.25, 100000.0)] == ["3", "0,25", "100000"]
