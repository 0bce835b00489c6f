"""Weighted values, with unknown scores as intervals and what does not apply left out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from houtskool.kernel.decision import Values, contributions, weighted_value

TABLES = hnp.arrays(
    np.float64, hnp.array_shapes(min_dims=2, max_dims=2, max_side=6), elements=st.floats(0, 1)
)


def test_value_is_the_sum_of_weight_times_value():
    low, high = weighted_value(Values(np.array([[1.0, 0.0], [0.5, 0.5]])), [3, 1])
    assert low.tolist() == [0.75, 0.5]
    assert (low == high).all()


def test_an_unknown_score_gives_both_ends():
    values = Values(np.array([[0.5, 0.0]]), np.array([[0.5, 1.0]]))
    low, high = weighted_value(values, [0.6, 0.4])
    assert (low[0], high[0]) == (pytest.approx(0.3), pytest.approx(0.7))


def test_the_weight_of_what_does_not_apply_goes_to_the_others_in_proportion():
    values = Values(np.array([[0.5, 1.0, 0.9]]), applicable=np.array([[True, True, False]]))
    low, _ = weighted_value(values, [2, 1, 3])
    assert low[0] == pytest.approx((2 * 0.5 + 1) / 3)
    parts, _ = contributions(values, [2, 1, 3])
    assert parts[0] == pytest.approx([1 / 3, 1 / 3, 0])


def test_a_case_whose_criteria_weigh_nothing_has_no_value():
    values = Values(np.array([[0.5, 1.0]]), applicable=np.array([[True, False]]))
    assert np.isnan(weighted_value(values, [0, 1])[0][0])


@given(TABLES, st.data())
def test_contributions_sum_to_the_value_at_both_ends(table, data):
    criteria = table.shape[1]
    high = np.minimum(table + data.draw(hnp.arrays(np.float64, table.shape, elements=st.floats(0, 1))), 1)
    applicable = data.draw(hnp.arrays(np.bool_, table.shape))
    applicable[:, 0] = True
    weights = data.draw(hnp.arrays(np.float64, criteria, elements=st.floats(0.01, 9)))
    values = Values(table, high, applicable)
    for parts, total in zip(contributions(values, weights), weighted_value(values, weights), strict=True):
        assert parts.sum(axis=1) == pytest.approx(total)


@given(TABLES, st.data())
def test_weights_in_another_unit_and_cases_in_another_order_change_nothing(table, data):
    cases, criteria = table.shape
    weights = data.draw(hnp.arrays(np.float64, criteria, elements=st.floats(0.01, 9)))
    value, _ = weighted_value(Values(table), weights)
    assert weighted_value(Values(table), weights * 7)[0] == pytest.approx(value)
    order = data.draw(st.permutations(range(cases)))
    assert weighted_value(Values(table[order]), weights)[0] == pytest.approx(value[order])
    columns = data.draw(st.permutations(range(criteria)))
    assert weighted_value(Values(table[:, columns]), weights[columns])[0] == pytest.approx(value)


@given(TABLES, st.floats(0.1, 1), st.floats(0, 1), st.data())
def test_an_affine_change_of_all_values_changes_the_value_likewise(table, factor, share, data):
    offset = share * (1 - factor)
    weights = data.draw(hnp.arrays(np.float64, table.shape[1], elements=st.floats(0.01, 9)))
    value, _ = weighted_value(Values(table), weights)
    changed = np.clip(factor * table + offset, 0, 1)
    assert weighted_value(Values(changed), weights)[0] == pytest.approx(factor * value + offset)


@given(TABLES, st.data())
def test_a_case_that_is_nowhere_worse_has_no_lower_value(table, data):
    more = np.minimum(table + data.draw(hnp.arrays(np.float64, table.shape, elements=st.floats(0, 1))), 1)
    weights = data.draw(hnp.arrays(np.float64, table.shape[1], elements=st.floats(0.01, 9)))
    low, _ = weighted_value(Values(table), weights)
    assert (weighted_value(Values(more), weights)[0] >= low - 1e-12).all()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((np.ones(3),), r"2 dimension\(s\), got shape \(3,\)"),
        ((np.ones((0, 3)),), r"\(0, 3\)"),
        ((np.array([[2.0]]),), r"in 0..1"),
        ((np.array([[np.nan]]),), r"finite, got nan at \(0, 0\)"),
        ((np.ones((1, 2)), np.ones((2, 1))), r"shape \(1, 2\)"),
        ((np.ones((1, 2)), np.zeros((1, 2))), r"low..1"),
        ((np.ones((1, 2)), None, np.ones((1, 3))), r"\(1, 3\)"),
        ((np.ones((2, 2)), None, np.array([[1, 0], [0, 0]])), "nothing applies to case 1"),
    ],
)
def test_values_that_make_no_sense_are_refused_with_their_shape(arguments, message):
    with pytest.raises(ValueError, match=message):
        Values(*arguments)


@pytest.mark.parametrize("weights", [[1.0], [1.0, -1.0], [0.0, 0.0], [[1.0, 1.0]], [np.inf, 1.0]])
def test_weights_that_make_no_sense_are_refused(weights):
    with pytest.raises(ValueError, match="weights must"):
        weighted_value(Values(np.ones((1, 2))), weights)
