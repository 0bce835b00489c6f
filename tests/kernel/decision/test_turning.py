"""What would turn a verdict, and which set fits a budget: against brute force."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.optimize import linprog

from houtskool.kernel.decision import (
    Scale,
    Values,
    best_set,
    smallest_shift,
    turning_scores,
    turning_weights,
    weighted_value,
)

TEN = Scale(((0, 0.0), (10, 1.0)))
PAIRS = st.integers(1, 6).flatmap(
    lambda n: st.tuples(
        hnp.arrays(np.float64, n, elements=st.integers(0, 20).map(lambda x: x / 20)),
        hnp.arrays(np.float64, n, elements=st.integers(1, 9).map(float)),
    )
)


def value(values, weights):
    return float(weighted_value(Values(np.array([values])), weights)[0][0])


def test_the_weight_at_which_the_verdict_turns():
    """V = .5 of (1, 0) with equal weights; it reaches .6 when the first weighs .6, or the second .4."""
    turns = turning_weights([1, 0], [1, 1], 0.6)
    assert [(turn.criterion, turn.now, pytest.approx(turn.needed)) for turn in turns] == [
        (0, 0.5, 0.6),
        (1, 0.5, 0.4),
    ]


@given(PAIRS, st.floats(0, 1))
def test_at_that_weight_the_value_is_the_threshold(pair, threshold):
    values, weights = pair
    total = weights / weights.sum()
    for turn in turning_weights(values, weights, threshold):
        new = total * (1 - turn.needed) / (1 - total[turn.criterion]) if len(values) > 1 else total
        new[turn.criterion] = turn.needed
        assert value(values, new) == pytest.approx(threshold, abs=1e-6)


def test_a_weight_that_can_do_nothing_is_left_out():
    assert turning_weights([0.5, 0.5], [1, 2], 0.7) == []
    assert turning_weights([1.0], [1], 0.7) == []
    # All weight on one: the others get equal shares of what it gives.
    needed = {turn.criterion: turn.needed for turn in turning_weights([1.0, 0.0, 0.5], [1, 0, 0], 0.5)}
    assert needed == {0: pytest.approx(1 / 3), 1: pytest.approx(0.5), 2: pytest.approx(1)}


@given(PAIRS, st.floats(0, 1))
def test_no_weighting_nearer_than_the_smallest_shift_reaches_the_threshold(pair, threshold):
    """The least sum of absolute differences, as a linear programme."""
    values, weights = pair
    stated, n = weights / weights.sum(), len(values)
    shift = smallest_shift(values, weights, threshold)
    solved = linprog(
        np.concatenate([np.zeros(n), np.full(n, 0.5)]),
        A_ub=np.block([[np.eye(n), -np.eye(n)], [-np.eye(n), -np.eye(n)]]),
        b_ub=np.concatenate([stated, -stated]),
        A_eq=np.array([[*np.ones(n), *np.zeros(n)], [*values, *np.zeros(n)]]),
        b_eq=[1, threshold],
        bounds=[(0, 1)] * n + [(0, None)] * n,
    )
    if shift is None:
        assert not min(values) + 1e-6 < threshold < max(values) - 1e-6
    else:
        assert value(values, shift.weights) == pytest.approx(threshold, abs=1e-6)
        assert sum(shift.weights) == pytest.approx(1)
        assert solved.status != 0 or shift.moved == pytest.approx(solved.fun, abs=1e-6)


def test_the_score_at_which_the_verdict_turns_nearest_first():
    """V = (.5 + .4)/2 = .45; for .6 one of them must be worth .3 more."""
    hundred = Scale(((0, 0.0), (50, 0.8), (100, 1.0)))
    turns = turning_scores([5, 25], [TEN, hundred], [1, 1], 0.6)
    # On the second, .4 + .3 = .7 lies on the steep stretch: 43.75, less than a fifth of the scale away.
    assert [(one.criterion, pytest.approx(one.needed)) for one in turns] == [(1, 43.75), (0, 8.0)]


@given(st.lists(st.integers(0, 10), min_size=1, max_size=5), st.floats(0, 1), st.data())
def test_at_that_score_the_value_is_the_threshold(scores, threshold, data):
    weights = data.draw(hnp.arrays(np.float64, len(scores), elements=st.integers(1, 9).map(float)))
    hill = Scale(((0, 0.2), (4, 1.0), (10, 0.0)))
    scales = [hill if place % 2 else TEN for place in range(len(scores))]
    for turn in turning_scores(scores, scales, weights, threshold):
        new = list(scores)
        new[turn.criterion] = turn.needed
        values = [float(scale.value(score)) for scale, score in zip(scales, new, strict=True)]
        assert value(values, weights) == pytest.approx(threshold, abs=1e-6)


def test_a_score_that_cannot_do_it_alone_is_left_out():
    assert turning_scores([5, 5], [TEN, TEN], [9, 1], 0.9)[0].criterion == 0
    assert len(turning_scores([5, 5], [TEN, TEN], [9, 1], 0.9)) == 1
    assert turning_scores([5, 5], [TEN, TEN], [1, 0], 0.9)[0].needed == pytest.approx(9)


@pytest.mark.parametrize("turn", [turning_weights, smallest_shift])
def test_shapes_that_do_not_fit_are_refused(turn):
    with pytest.raises(ValueError, match=r"shape \(2,\), got \(3,\)"):
        turn([0.5, 0.5], [1, 1, 1], 0.5)
    with pytest.raises(ValueError, match="1 scales"):
        turning_scores([5, 5], [TEN], [1, 1], 0.5)


# --- which set fits the budget


def brute(values, costs, budget):
    sets = (
        (
            sum(v for v, x in zip(values, chosen, strict=True) if x),
            sum(c for c, x in zip(costs, chosen, strict=True) if x),
        )
        for chosen in product((0, 1), repeat=len(values))
    )
    return max(
        ((worth, -cost) for worth, cost in sets if cost <= budget), key=lambda one: (round(one[0], 9), one[1])
    )


@given(
    st.lists(st.tuples(st.integers(0, 8).map(lambda x: x / 8), st.integers(0, 12)), max_size=8),
    st.integers(0, 40),
)
def test_the_best_set_is_the_one_that_trying_all_finds(cases, budget):
    values, costs = [one[0] for one in cases], [one[1] for one in cases]
    found = best_set(values, costs, budget)
    worth, cost = brute(values, costs, budget)
    assert found.value == pytest.approx(worth)
    assert found.cost == -cost
    assert sum(costs[i] for i in found.chosen) == found.cost <= budget
    assert list(found.chosen) == sorted(set(found.chosen))


def test_value_for_money_alone_would_choose_wrongly():
    assert best_set([0.6, 1.0, 0.9], [10_000, 50_000, 45_000], 55_000).chosen == (0, 2)
    assert best_set([0.61, 1.0], [30_000, 50_000], 50_000).chosen == (1,)


def test_hard_sums_of_two_hundred_cases_are_solved():
    rng = np.random.default_rng(1)
    costs = rng.integers(1000, 200_000, 200).tolist()
    alike = best_set(np.array(costs) / 1e6, costs, 1_000_000)
    assert alike.cost == 1_000_000
    mixed = best_set(rng.random(200), costs, 1_000_000)
    assert mixed.cost <= 1_000_000
    assert mixed.value > alike.value


@pytest.mark.parametrize(
    ("values", "costs", "budget", "message"),
    [
        ([1], [1, 2], 5, "1 whole numbers"),
        ([1], [1.5], 5, "whole numbers"),
        ([1], [-1], 5, "whole numbers"),
        ([-1], [1], 5, "not be negative"),
        ([1], [1], -5, "not be negative"),
        ([[1]], [1], 5, "1 dimension"),
    ],
)
def test_costs_that_make_no_sense_are_refused(values, costs, budget, message):
    with pytest.raises(ValueError, match=message):
        best_set(values, costs, budget)
