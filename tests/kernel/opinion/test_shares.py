"""Shares, their interval, consensus and division."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import betaincinv

from houtskool.kernel.opinion import (
    consensus,
    divisiveness,
    group_consensus,
    group_consensus_mean,
    levels,
    whole_percentages,
    wilson,
)
from houtskool.kernel.opinion.levels import Level

counts_of_one = st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))


def column(disagree, passes, agree):
    return np.array([[disagree], [passes], [agree]])


def test_the_interval_is_that_of_newcombe():
    """Newcombe, Statistics in Medicine 17 (1998), table I, method 3: 81/263, 15/148, 0/20, 1/29."""
    found = wilson(np.array([81, 15, 0, 1]), np.array([263, 148, 20, 29]))
    published = [[0.2553, 0.3662], [0.0624, 0.1605], [0.0, 0.1611], [0.0061, 0.1718]]
    assert found == pytest.approx(np.array(published), abs=5e-5)


def test_without_votes_there_is_no_interval():
    assert np.isnan(wilson(np.array([0]), np.array([0]))).all()


@given(counts_of_one)
def test_consensus_needs_seven_votes_and_a_lower_end_of_one_half_by_either_interval(one):
    disagree, _, agree = one
    side, votes = int(consensus(column(*one))[0]), sum(one)
    if side:
        carried = agree if side > 0 else disagree
        jeffreys = betaincinv(carried + 0.5, votes - carried + 0.5, 0.025)
        assert votes >= 7
        assert jeffreys >= 0.5
        assert wilson(np.array([carried]), np.array([votes]))[0, 0] >= 0.5


@pytest.mark.parametrize(
    ("one", "side"),
    [((0, 0, 6), 0), ((0, 0, 7), 1), ((7, 0, 0), -1), ((0, 3, 10), 0), ((3, 0, 10), 0), ((2, 0, 20), 1)],
)
def test_consensus_is_called_from_seven_votes_with_a_sure_majority(one, side):
    assert consensus(column(*one)).tolist() == [side]


@given(counts_of_one)
def test_an_added_pass_never_makes_a_consensus(one):
    disagree, passes, agree = one
    if not consensus(column(*one))[0] and sum(one) >= 7:
        assert not consensus(column(disagree, passes + 1, agree))[0]


def test_what_a_group_is_against_is_no_consensus():
    everyone, groups = column(9, 0, 91), np.array([column(2, 0, 91), column(7, 0, 0)])
    assert consensus(everyone).tolist() == [1]
    assert consensus(everyone, groups).tolist() == [0]


def test_group_consensus_is_the_product_and_the_mean_does_not_shrink_with_the_number_of_groups():
    two, four = np.array([[8], [8]]), np.array([[8]] * 4)
    votes_two, votes_four = np.array([[10], [10]]), np.array([[10]] * 4)
    assert group_consensus(two, votes_two) == pytest.approx([0.75**2])
    assert group_consensus(four, votes_four) == pytest.approx([0.75**4])
    assert group_consensus_mean(two, votes_two) == pytest.approx([8.5 / 11])
    assert group_consensus_mean(four, votes_four) == pytest.approx([8.5 / 11])


def test_divisiveness_is_twice_the_smaller_side():
    counts = np.array([[5, 0, 2, 0], [0, 3, 4, 0], [5, 7, 4, 0]])
    assert divisiveness(counts) == pytest.approx([1.0, 0.0, 0.4, np.nan], nan_ok=True)


def test_certainty_comes_in_three_steps():
    counts = np.array([[1, 0, 4, 480], [0, 0, 0, 40], [5, 20, 6, 480]])
    few, sure, open_question, even = levels.of_statements(counts)
    assert (few, sure, open_question, even) == (Level.TOO_FEW, Level.CERTAIN, Level.LIKELY, Level.CERTAIN)
    placed = levels.of_placements(np.array([0.95, 0.7, 0.4, np.nan]))
    assert placed.tolist() == [Level.CERTAIN, Level.LIKELY, Level.TOO_FEW, Level.TOO_FEW]
    assert (levels.of_group(0.8), levels.of_group(0.6)) == (Level.CERTAIN, Level.LIKELY)
    assert (levels.of_grouping(0.8), levels.of_grouping(0.7)) == (Level.CERTAIN, Level.LIKELY)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: wilson(np.array([1, 2]), np.array([3])), r"one shape, not \(2,\) and \(1,\)"),
        (lambda: wilson(np.array([4]), np.array([3])), r"successes must be 0 to trials; shape \(1,\)"),
        (lambda: group_consensus(np.array([[-1]]), np.array([[3]])), "agree must be 0 to votes"),
        (lambda: consensus(np.zeros((2, 5), int)), r"\(…, 3, statements\), not \(2, 5\)"),
        (lambda: consensus(np.full((3, 5), -1)), r"must not be negative; shape \(3, 5\)"),
        (lambda: consensus(np.ones((3, 5), int), np.ones((3, 5), int)), "group_counts must have shape"),
        (lambda: divisiveness(np.zeros(3, int)), r"not \(3,\)"),
        (lambda: levels.of_statements(np.zeros((4, 2), int)), r"not \(4, 2\)"),
    ],
)
def test_counts_that_cannot_be_are_refused_with_the_shape(call, says):
    with pytest.raises(ValueError, match=says):
        call()


@pytest.mark.parametrize(
    ("counts", "whole"), [((1, 1, 1), (34, 33, 33)), ((2, 5, 1), (25, 63, 12)), ((7, 0, 0), (100, 0, 0))]
)
def test_whole_percentages_are_a_hundred_together(counts, whole):
    assert whole_percentages(counts) == whole


def test_of_no_votes_there_is_no_percentage():
    with pytest.raises(ValueError, match="sum above 0, not 0"):
        whole_percentages((0, 0, 0))
