"""The value of a score, and the weights of criteria."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from houtskool.kernel.decision import (
    Scale,
    draw_weights,
    draw_weights_between,
    rank_order_centroid,
    values_on,
)

CUT_OFFS = Scale(((50, 1.0), (75, 0.8), (90, 0.5), (100, 0.0)))


def test_the_published_cut_offs_give_their_values():
    """Cut-offs 50, 75, 90, 100 with values 1, .8, .5, 0 (assessment reference, § 2)."""
    assert CUT_OFFS.value([50, 75, 90, 100]).tolist() == [1.0, 0.8, 0.5, 0.0]
    assert CUT_OFFS.value(82.5) == pytest.approx(0.65)


def test_unknown_stays_unknown_and_the_shape_is_kept():
    values = CUT_OFFS.value([[50, np.nan], [100, 90]])
    assert values.shape == (2, 2)
    assert np.isnan(values[0, 1])


@pytest.mark.parametrize("score", [49.9, 100.1, -1e9])
def test_a_score_outside_the_scale_is_refused(score):
    with pytest.raises(ValueError, match=r"outside the scale 50..100"):
        CUT_OFFS.value([60, score])


@pytest.mark.parametrize(
    ("points", "message"),
    [
        ([(0, 0.0)], "at least two points, got 1"),
        ([(0, 0.0), (0, 1.0)], "must ascend"),
        ([(1, 0.0), (0, 1.0)], "must ascend"),
        ([(0, 0.0), (1, 1.1)], "values in 0..1"),
        ([(0, 0.0), (float("nan"), 1.0)], "finite"),
    ],
)
def test_points_that_are_no_scale_are_refused(points, message):
    with pytest.raises(ValueError, match=message):
        Scale(tuple(points))


def test_a_scale_knows_which_way_is_better():
    assert CUT_OFFS.direction == -1
    assert Scale(((0, 0.0), (5, 0.0), (9, 1.0))).direction == 1
    assert Scale(((0, 0.0), (5, 1.0), (9, 0.0))).direction == 0
    assert Scale(((0, 0.5), (9, 0.5))).direction == 0
    assert (CUT_OFFS.worst, CUT_OFFS.best) == (0.0, 1.0)


def test_the_nearest_score_with_a_value_is_found_on_either_side_of_a_top():
    hill = Scale(((0, 0.0), (5, 1.0), (10, 0.0)))
    assert hill.nearest(0.5, 1) == pytest.approx(2.5)
    assert hill.nearest(0.5, 9) == pytest.approx(7.5)
    assert Scale(((0, 0.2), (4, 0.2), (8, 1.0))).nearest(0.2, 3) == 3
    assert Scale(((0, 0.2), (4, 0.5))).nearest(0.6, 3) is None


@given(st.floats(50, 100), st.floats(50, 100))
def test_a_falling_scale_never_values_more_higher(left, right):
    assume(left < right)
    assert CUT_OFFS.value(left) >= CUT_OFFS.value(right)


@given(st.floats(50, 100), st.floats(0.1, 50), st.floats(-100, 100))
def test_another_unit_of_the_score_gives_the_same_value(score, factor, offset):
    other = Scale(tuple((factor * x + offset, v) for x, v in CUT_OFFS.points))
    inside = min(max(factor * score + offset, other.first), other.last)
    assert other.value(inside) == pytest.approx(float(CUT_OFFS.value(score)), abs=1e-9)


def test_a_table_of_scores_must_fit_its_scales():
    scales = (CUT_OFFS, Scale(((0, 0.0), (1, 1.0))))
    assert values_on(scales, [[50, 1], [100, 0.5]]).tolist() == [[1.0, 1.0], [0.0, 0.5]]
    with pytest.raises(ValueError, match=r"\(1, 3\) do not fit 2 scales"):
        values_on(scales, [[50, 1, 1]])
    with pytest.raises(ValueError, match=r"2 dimension"):
        values_on(scales, [50, 1])


# --- weights


def test_the_middle_of_three_ordered_weights_is_the_published_one():
    """Barron & Barrett (1996): (11/18, 5/18, 2/18)."""
    assert rank_order_centroid([1, 2, 3]) == pytest.approx([11 / 18, 5 / 18, 2 / 18])
    assert rank_order_centroid([3, 1, 2]) == pytest.approx([2 / 18, 11 / 18, 5 / 18])


def test_tied_criteria_share_the_weights_of_their_places():
    assert rank_order_centroid([1, 2, 2]) == pytest.approx([11 / 18, 7 / 36, 7 / 36])
    assert rank_order_centroid([1, 1, 1, 1]) == pytest.approx([0.25] * 4)
    assert rank_order_centroid([1, 7]) == pytest.approx([0.75, 0.25])


@pytest.mark.parametrize("order", [[], [0, 1], [[1, 2]]])
def test_what_is_no_order_is_refused(order):
    with pytest.raises(ValueError, match=r"shape \("):
        rank_order_centroid(order)


@given(st.lists(st.integers(1, 4), min_size=1, max_size=6))
def test_the_centroid_is_the_mean_of_the_weightings_that_keep_the_order(order):
    drawn = draw_weights(np.random.default_rng(1), 10_000, len(order), order=order)
    assert drawn.mean(axis=0) == pytest.approx(rank_order_centroid(order), abs=0.02)
    assert np.abs(drawn.sum(axis=1) - 1).max() < 1e-12
    for j, place in enumerate(order):
        for i, other in enumerate(order):
            if place < other:
                assert (drawn[:, j] >= drawn[:, i]).all()


def test_between_tied_criteria_either_may_weigh_more():
    drawn = draw_weights(np.random.default_rng(2), 10_000, 3, order=[2, 1, 2])
    assert (drawn[:, 0] > drawn[:, 2]).mean() == pytest.approx(0.5, abs=0.02)


def test_criteria_outside_the_order_are_free():
    drawn = draw_weights(np.random.default_rng(3), 40_000, 3, order=[1, None, 2])
    assert drawn.mean(axis=0) == pytest.approx([1 / 2, 1 / 3, 1 / 6], abs=0.01)
    assert (drawn[:, 0] >= drawn[:, 2]).all()
    assert draw_weights(np.random.default_rng(3), 4, 2, order=[None, None]).shape == (4, 2)


def test_without_an_order_the_whole_simplex_is_drawn_evenly():
    """A weight of Dirichlet(1) over k criteria has mean 1/k and variance (k-1)/(k²(k+1))."""
    drawn = draw_weights(np.random.default_rng(4), 100_000, 4)
    assert drawn.mean(axis=0) == pytest.approx([0.25] * 4, abs=0.005)
    assert drawn.var(axis=0) == pytest.approx([3 / (16 * 5)] * 4, rel=0.02)


def test_the_same_seed_draws_the_same_weights():
    one, other = (draw_weights(np.random.default_rng(5), 9, 3, order=[1, 1, 2]) for _ in range(2))
    assert (one == other).all()


@pytest.mark.parametrize(
    ("draws", "criteria", "order", "message"),
    [
        (0, 3, None, r"\(0, 3\)"),
        (5, 3, [1, 2], r"shape \(3,\)"),
        (5, 2, [0, 1], "places from 1"),
    ],
)
def test_draws_that_make_no_sense_are_refused(draws, criteria, order, message):
    with pytest.raises(ValueError, match=message):
        draw_weights(np.random.default_rng(0), draws, criteria, order=order)


@given(
    st.lists(st.tuples(st.floats(0, 0.9), st.floats(0, 1)), min_size=2, max_size=8),
)
def test_weights_between_bounds_stay_there_and_sum_to_one(bounds):
    low = np.array([min(pair) for pair in bounds])
    high = np.array([max(pair) for pair in bounds])
    assume(low.sum() <= 1 <= high.sum())
    drawn = draw_weights_between(np.random.default_rng(6), 200, low, high)
    assert drawn.sum(axis=1) == pytest.approx(np.ones(200))
    assert (drawn >= low - 1e-9).all()
    assert (drawn <= high + 1e-9).all()


@pytest.mark.parametrize(
    ("low", "high"),
    [
        ([0, 0, 0], [1, 1, 1]),
        ([0.1, 0.0, 0.2], [0.5, 0.4, 0.9]),
        ([0.0, 0.0, 0.0, 0.0], [0.3, 0.3, 0.3, 0.9]),
        ([0.2, 0.2, 0.2, 0.2], [0.25, 0.3, 0.4, 0.3]),
    ],
)
def test_weights_between_bounds_are_spread_as_by_rejection_from_the_simplex(low, high):
    drawn = draw_weights_between(np.random.default_rng(7), 40_000, low, high)
    free = draw_weights(np.random.default_rng(8), 1_000_000, len(low))
    kept = free[((free >= low) & (free <= high)).all(axis=1)]
    assert len(kept) > 1000
    assert drawn.mean(axis=0) == pytest.approx(kept.mean(axis=0), abs=0.01)
    parts = [0.1, 0.5, 0.9]
    assert np.quantile(drawn, parts, axis=0) == pytest.approx(np.quantile(kept, parts, axis=0), abs=0.015)


def test_bounds_that_leave_one_weighting_give_it():
    drawn = draw_weights_between(np.random.default_rng(9), 3, [0.2, 0.8], [0.5, 0.9])
    assert drawn.tolist() == [[0.2, 0.8]] * 3
    drawn = draw_weights_between(np.random.default_rng(9), 2, [0, 0], [0.4, 0.6])
    assert drawn.tolist() == [[0.4, 0.6]] * 2


def test_bounds_of_which_one_is_fixed_leave_the_others_what_is_left():
    drawn = draw_weights_between(np.random.default_rng(9), 3, [0.9, 0.0759], [0.9, 0.1888])
    assert drawn == pytest.approx(np.array([[0.9, 0.1]] * 3))
    drawn = draw_weights_between(np.random.default_rng(9), 500, [0.5, 0, 0], [0.5, 1, 1])
    assert (drawn[:, 0] == 0.5).all()
    assert np.quantile(drawn[:, 1], [0.1, 0.5, 0.9]) == pytest.approx([0.05, 0.25, 0.45], abs=0.04)


@pytest.mark.parametrize(
    ("low", "high", "message"),
    [
        ([0.6, 0.6], [0.9, 0.9], "no weighting fits"),
        ([0, 0], [0.4, 0.4], "no weighting fits"),
        ([0.5, 0], [0.4, 1], "ascend within"),
        ([0, 0], [1, 1.5], "ascend within"),
        ([0, 0], [1, 1, 1], r"\(2,\) and \(3,\)"),
    ],
)
def test_bounds_that_fit_no_weighting_are_refused(low, high, message):
    with pytest.raises(ValueError, match=message):
        draw_weights_between(np.random.default_rng(0), 5, low, high)
