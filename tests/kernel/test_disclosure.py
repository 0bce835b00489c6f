"""Small counts of people cannot be worked out from what is told. See docs/algorithms/disclosure.md."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from houtskool.kernel.disclosure import HIDDEN, bounds, hidden, hidden_in, published, rounded, with_totals

tables = st.integers(1, 4).flatmap(
    lambda columns: st.lists(
        st.lists(st.integers(0, 30), min_size=columns, max_size=columns), min_size=1, max_size=4
    )
)


def test_counts_go_to_the_nearest_multiple_with_halves_up():
    assert rounded(np.array([0, 2, 3, 7, 8, 12, 13])).tolist() == [0, 0, 5, 5, 10, 10, 15]
    assert rounded(np.array([1, 2, 3]), 2).tolist() == [2, 2, 4]


def test_one_small_part_takes_the_smallest_other_with_it():
    assert hidden(np.array([3, 25, 14, 40])).tolist() == [True, False, True, False]


def test_two_small_parts_that_are_small_together_take_a_third():
    assert hidden(np.array([3, 4, 25, 14])).tolist() == [True, True, False, True]
    assert hidden(np.array([6, 7, 25, 14])).tolist() == [True, True, False, False]


def test_without_a_total_only_what_is_small_is_hidden():
    assert hidden(np.array([3, 25, 14]), total=False).tolist() == [True, False, False]


def test_nothing_is_hidden_where_nothing_is_small():
    assert not hidden_in(np.array([[12, 15], [30, 11]])).any()


def test_the_worked_example_of_the_page():
    counts = np.array([[24, 3, 31], [18, 22, 15], [41, 16, 29]])
    away = hidden_in(counts)
    assert away.astype(int).tolist() == [[1, 1, 0, 0], [0, 0, 0, 0], [1, 1, 0, 0], [0, 0, 0, 0]]
    low, high = bounds(with_totals(counts), away)
    assert (low[0, 1], high[0, 1]) == (0, 19)
    told = published(counts)
    assert told.cells.tolist() == [[-1, -1, 30], [20, 20, 15], [-1, -1, 30]]
    assert (told.rows.tolist(), told.columns.tolist(), told.total) == ([60, 55, 85], [85, 40, 75], 200)


def test_a_table_of_few_people_tells_nothing():
    assert hidden_in(np.array([[1, 2], [3, 1]])).all()


def test_the_bounds_are_those_of_all_tables_that_fit():
    """Against every table of whole numbers with the same totals, one by one."""
    counts = np.array([[2, 3, 1], [4, 0, 2]])
    away = np.zeros((3, 4), bool)
    away[:2, :3] = True
    found = [
        np.array(cells).reshape(2, 3)
        for cells in itertools.product(range(7), repeat=6)
        if (np.array(cells).reshape(2, 3).sum(axis=0) == counts.sum(axis=0)).all()
        and (np.array(cells).reshape(2, 3).sum(axis=1) == counts.sum(axis=1)).all()
    ]
    low, high = bounds(with_totals(counts), away)
    assert low[:2, :3].tolist() == np.min(found, axis=0).tolist()
    assert high[:2, :3].tolist() == np.max(found, axis=0).tolist()


@settings(max_examples=40)
@given(tables, st.sampled_from([3, 7, 10]))
def test_no_hidden_number_can_be_worked_out_from_what_is_told(rows, threshold):
    """The tables with the same told numbers that lie farthest apart differ by at least the threshold."""
    whole = with_totals(np.array(rows))
    away = hidden_in(np.array(rows), threshold)
    assert (whole[~away] >= threshold).all()
    low, high = bounds(whole, away)
    assert (high[away] - low[away] >= threshold).all()
    assert ((low <= whole) & (whole <= high)).all()


@given(st.lists(st.integers(0, 30), min_size=1, max_size=8), st.sampled_from([3, 7, 10]))
def test_what_is_hidden_of_one_total_is_two_parts_that_are_not_few(parts, threshold):
    counts = np.array(parts)
    away = hidden(counts, threshold)
    assert (counts[~away] >= threshold).all()
    few = away.sum() < 2 or counts[away].sum() < threshold
    assert not away.any() or not few or away.all()


@settings(max_examples=30)
@given(tables)
def test_told_numbers_are_multiples_near_the_truth(rows):
    whole = with_totals(np.array(rows))
    told = published(np.array(rows))
    for number, truth in [(told.total, whole[-1, -1]), *zip(told.rows, whole[:-1, -1], strict=True)]:
        assert number == HIDDEN or (number % 5 == 0 and abs(number - truth) <= 2.5)


@settings(max_examples=20)
@given(tables, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_make_a_small_number_visible(rows, random):
    turned = list(rows)
    random.shuffle(turned)
    assert (with_totals(np.array(turned))[~hidden_in(np.array(turned))] >= 10).all()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda: hidden(np.array([[1, 2]])), r"shape \(n,\), not \(1, 2\)"),
        (lambda: hidden(np.array([-1])), r"0 or more; shape \(1,\)"),
        (lambda: hidden(np.array([1.5])), "float64"),
        (lambda: hidden(np.array([1]), 0), "threshold must be 1 or more"),
        (lambda: hidden_in(np.array([1, 2])), r"\(rows, columns\), not \(2,\)"),
        (lambda: rounded(np.array([1]), 0), "base must be 1 or more"),
    ],
)
def test_what_cannot_be_is_refused_with_its_shape(wrong, said):
    with pytest.raises(ValueError, match=said):
        wrong()
