"""Three-valued logic; the tables are those of Kleene (1952), § 64."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houtskool.kernel.decision import Operator, all_of, any_of, holds, negation

STATES = st.lists(st.sampled_from([True, False, None]), max_size=5)


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (True, True, True, True),
        (True, False, False, True),
        (True, None, None, True),
        (False, False, False, False),
        (False, None, False, None),
        (None, None, None, None),
    ],
)
def test_the_tables_of_and_and_or(left, right, both, either):
    assert all_of([left, right]) is all_of([right, left]) is both
    assert any_of([left, right]) is any_of([right, left]) is either


def test_unknown_denied_is_unknown():
    assert [negation(state) for state in (True, False, None)] == [False, True, None]


def test_of_nothing_all_hold_and_none_does():
    assert all_of([]) is True
    assert any_of([]) is False


@given(STATES)
def test_de_morgan_holds(states):
    assert negation(all_of(states)) is any_of([negation(state) for state in states])


@given(STATES, st.data())
def test_an_answer_never_changes_when_an_unknown_becomes_known(states, data):
    known = [data.draw(st.booleans()) if state is None else state for state in states]
    for combined in (all_of, any_of):
        assert combined(states) in (None, combined(known))


@pytest.mark.parametrize(
    ("given_", "operator", "bound", "state"),
    [
        (3.0, "at_least", 3.0, True),
        (2.9, "at_least", 3.0, False),
        (0.1 + 0.2, "at_most", 0.3, True),
        (0.1 + 0.2, "above", 0.3, False),
        (0.3, "below", 0.1 + 0.2, False),
        (0.1 + 0.2, "equals", 0.3, True),
        (0.1 + 0.2, "differs", 0.3, False),
        (2.0, "below", 3.0, True),
        (4.0, "above", 3.0, True),
        ("subsidie", "equals", "subsidie", True),
        ("subsidie", "one_of", ("lening", "subsidie"), True),
        ("subsidie", "none_of", ("lening", "subsidie"), False),
        (date(2024, 1, 1), "at_least", date(2024, 1, 1), True),
        (date(2023, 12, 31), "at_least", date(2024, 1, 1), False),
        (Decimal("300000.00"), "at_most", Decimal("300000"), True),
        (Decimal("300000.01"), "at_most", Decimal("300000"), False),
        (None, "at_least", 3.0, None),
        (3.0, "at_least", None, None),
    ],
)
def test_a_given_is_held_against_its_bound(given_, operator, bound, state):
    assert holds(given_, Operator(operator), bound) is state


def test_a_number_cannot_be_held_against_a_day():
    with pytest.raises(ValueError, match="cannot hold"):
        holds(3.0, Operator.AT_LEAST, date(2024, 1, 1))
