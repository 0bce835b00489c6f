"""Stochastic acceptability. The analytic cases are those of the assessment reference, § 2: areas of the
simplex.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from houtskool.kernel.decision import (
    Values,
    draw_weights,
    rank_acceptability,
    threshold_acceptability,
)

DRAWS = 100_000


def ranking(table, *, seed=1, order=None, draws=DRAWS, high=None, applicable=None):
    rng = np.random.default_rng(seed)
    values = Values(np.array(table, float), high, applicable)
    return rank_acceptability(values, draw_weights(rng, draws, values.shape[1], order=order), rng)


def test_two_opposites_and_a_compromise_have_their_analytic_acceptabilities():
    found = ranking([(1, 0), (0, 1), (0.6, 0.6)])
    assert found.first == pytest.approx([0.4, 0.4, 0.2], abs=0.005)
    assert found.central == pytest.approx(np.array([(0.8, 0.2), (0.2, 0.8), (0.5, 0.5)]), abs=0.005)
    assert found.confidence.tolist() == [1, 1, 1]


def test_the_identity_of_three_is_symmetric():
    found = ranking(np.eye(3))
    assert found.first == pytest.approx([1 / 3] * 3, abs=0.005)
    assert found.central[0] == pytest.approx([11 / 18, 7 / 36, 7 / 36], abs=0.005)


def test_an_order_of_importance_gives_the_first_case_all():
    found = ranking(np.eye(3), order=[1, 2, 3])
    assert found.rank.tolist() == np.eye(3).tolist()
    assert found.central[0] == pytest.approx([11 / 18, 5 / 18, 2 / 18], abs=0.005)
    assert np.isnan(found.central[1:]).all()
    assert np.isnan(found.confidence[1:]).all()


def test_equal_cases_share_their_places_exactly():
    found = ranking([(0.3, 0.7), (1, 0), (0.3, 0.7)])
    assert found.rank[0].tolist() == found.rank[2].tolist()
    assert found.rank[0] == pytest.approx([0.25, 0.5, 0.25], abs=0.005)
    assert found.rank[0, 1] == pytest.approx(0.5)
    assert found.central[0] == pytest.approx(found.central[2])
    assert found.confidence == pytest.approx([0.5, 1, 0.5])


def test_all_equal_cases_have_every_place_equally_often():
    assert ranking(np.full((4, 3), 0.35), draws=500).rank == pytest.approx(np.full((4, 4), 0.25))


def test_cases_that_differ_only_by_rounding_are_tied():
    table = np.full((2, 3), 0.65)
    table[0] += 1e-16 * np.array([1, -1, 1])
    assert ranking(table, draws=1000).rank == pytest.approx(np.full((2, 2), 0.5), abs=0.01)


@given(
    hnp.arrays(
        np.float64,
        hnp.array_shapes(min_dims=2, max_dims=2, max_side=7),
        elements=st.integers(0, 4).map(lambda x: x / 4),
    ),
    st.data(),
)
def test_shares_sum_to_one_over_places_and_over_cases(table, data):
    high = np.minimum(
        table + data.draw(hnp.arrays(np.float64, table.shape, elements=st.sampled_from([0, 0, 0.3]))), 1
    )
    applicable = data.draw(hnp.arrays(np.bool_, table.shape))
    applicable[:, 0] = True
    found = ranking(table, draws=300, high=high, applicable=applicable)
    assert found.rank.sum(axis=0) == pytest.approx(np.ones(len(table)))
    assert found.rank.sum(axis=1) == pytest.approx(np.ones(len(table)))
    assert (found.rank >= 0).all()
    first = found.first > 0
    assert found.central[first].sum(axis=1) == pytest.approx(np.ones(first.sum()))
    assert np.isnan(found.central[~first]).all()
    assert ((found.confidence[first] >= 0) & (found.confidence[first] <= 1)).all()


@given(hnp.arrays(np.float64, (5, 3), elements=st.floats(0, 1)), st.permutations(range(5)))
def test_the_order_of_the_cases_does_not_matter(table, order):
    one, other = ranking(table, draws=300), ranking(table[order], draws=300)
    assert other.rank == pytest.approx(one.rank[order])
    assert np.nan_to_num(other.central) == pytest.approx(np.nan_to_num(one.central[order]))


@given(hnp.arrays(np.float64, (4, 3), elements=st.floats(0, 0.9)))
def test_a_case_that_is_worse_everywhere_is_never_first(table):
    worse = np.vstack([table + 0.05, table[0]])
    found = ranking(worse, draws=300)
    assert found.rank[4, 0] == 0
    assert (np.cumsum(found.rank[0]) >= np.cumsum(found.rank[4]) - 1e-12).all()


@given(hnp.arrays(np.float64, (4, 3), elements=st.integers(0, 64).map(lambda x: x / 64)))
def test_an_affine_change_of_all_values_keeps_the_ranks(table):
    assert ranking(table / 2 + 0.25, draws=300).rank == pytest.approx(
        ranking(table, draws=300).rank, abs=1e-9
    )


def test_blocks_of_weightings_give_what_one_block_gives(monkeypatch):
    from houtskool.kernel.decision import smaa

    table = np.random.default_rng(2).random((6, 4))
    whole = ranking(table, draws=1000)
    monkeypatch.setattr(smaa, "_BLOCK", 100)
    parts = ranking(table, draws=1000)
    assert parts.rank == pytest.approx(whole.rank)
    assert parts.central == pytest.approx(whole.central, nan_ok=True)


def test_an_unknown_score_is_drawn_between_its_ends():
    """A against B on one criterion: B at .5, A uniform in 0..1: each first in half, whatever the weights."""
    found = ranking([[0.0], [0.5]], high=np.array([[1.0], [0.5]]))
    assert found.first == pytest.approx([0.5, 0.5], abs=0.005)
    assert found.confidence == pytest.approx([0.5, 0.5], abs=0.01)


def test_an_unknown_score_beside_one_that_does_not_apply():
    """A has only its first criterion, drawn in 0..1; B is .25 there: A is first in three quarters."""
    found = ranking(
        [[0.0, 0.0], [0.25, 0.25]],
        high=np.array([[1.0, 1.0], [0.25, 0.25]]),
        applicable=np.array([[True, False], [True, True]]),
    )
    assert found.first == pytest.approx([0.75, 0.25], abs=0.005)


def test_the_threshold_is_reached_in_the_analytic_share_of_weightings():
    """V = w for values (1, 0): P(w >= t) = 1 - t. With three criteria and (1, 0, 0): (1 - t)²."""
    rng = np.random.default_rng(3)
    low, high = threshold_acceptability(
        Values(np.array([[1.0, 0.0], [0.6, 0.6]])), draw_weights(rng, DRAWS, 2), 0.6
    )
    assert low == pytest.approx([0.4, 1.0], abs=0.005)
    assert (low == high).all()
    low, _ = threshold_acceptability(Values(np.array([[1.0, 0, 0]])), draw_weights(rng, DRAWS, 3), 0.3)
    assert low == pytest.approx([0.49], abs=0.005)


def test_a_value_of_exactly_the_threshold_reaches_it_in_every_weighting():
    weights = draw_weights(np.random.default_rng(4), 5000, 12)
    for threshold in (0.1, 0.3, 0.6, 0.7):
        low, _ = threshold_acceptability(Values(np.full((1, 12), threshold)), weights, threshold)
        assert low[0] == 1


def test_an_unknown_score_gives_the_acceptability_of_both_ends():
    """(x, 0) with x unknown: at x = 0 never, at x = 1 in 1 - .25 of the weightings."""
    values = Values(np.zeros((1, 2)), np.array([[1.0, 0.0]]))
    low, high = threshold_acceptability(values, draw_weights(np.random.default_rng(5), DRAWS, 2), 0.25)
    assert low[0] == 0
    assert high[0] == pytest.approx(0.75, abs=0.005)


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        (np.ones((4, 3)) / 3, r"\(4, 3\) do not fit values of shape \(2, 2\)"),
        (np.ones((4, 2)), "sum to one"),
        (np.array([[1.5, -0.5]]), "at least zero"),
        (np.ones(2) / 2, "2 dimension"),
        (np.ones((0, 2)), r"\(0, 2\)"),
    ],
)
def test_weightings_that_do_not_fit_are_refused(weights, message):
    with pytest.raises(ValueError, match=message):
        rank_acceptability(Values(np.ones((2, 2))), weights, np.random.default_rng(0))
    with pytest.raises(ValueError, match=message):
        threshold_acceptability(Values(np.ones((2, 2))), weights, 0.5)


@pytest.mark.parametrize("draws", [3, 400])
def test_ranks_are_those_of_sorting_each_weighting(draws):
    rng = np.random.default_rng(6)
    table, weights = rng.random((40, 3)), draw_weights(rng, draws, 3)
    places = np.argsort(np.argsort(-(weights @ table.T), axis=1), axis=1)
    found = rank_acceptability(Values(table), weights, rng)
    for case in range(40):
        assert found.rank[case] * draws == pytest.approx(np.bincount(places[:, case], minlength=40))


def test_few_weightings_of_many_cases_with_ties_still_sum_to_one():
    rng = np.random.default_rng(7)
    table = rng.integers(0, 2, (60, 3)) / 1.0
    found = rank_acceptability(Values(table), draw_weights(rng, 2, 3), rng)
    assert found.rank.sum(axis=0) == pytest.approx(np.ones(60))
    assert found.rank.sum(axis=1) == pytest.approx(np.ones(60))


def test_equal_cases_share_their_places_also_beside_a_case_that_is_unknown():
    table = np.array([(0.3, 0.65, 0.1), (0.3, 0.65, 0.1), (0.2, 0.2, 0.2)])
    found = ranking(table, high=np.array([*table[:2], (0.9, 0.9, 0.9)]), draws=20_000)
    assert found.rank[0].tolist() == found.rank[1].tolist()
    assert 0 < found.first[2] < 1
