"""PROMETHEE II: the published table, the definition pair by pair, and properties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from houtskool.kernel.decision import Preference, criterion_flow, net_flows, promethee

POWER_PLANTS = [
    (80, 90, 600, 5.4, 8, 5),
    (65, 58, 200, 9.7, 1, 1),
    (83, 60, 400, 7.2, 4, 7),
    (40, 80, 1000, 7.5, 7, 10),
    (52, 72, 600, 2, 3, 8),
    (94, 96, 700, 3.6, 5, 6),
]
PREFERENCES = [
    Preference("u-shape", q=10),
    Preference("v-shape", p=30),
    Preference("linear", q=50, p=500),
    Preference("level", q=1, p=6),
    Preference("usual"),
    Preference("gaussian", s=5),
]


def degree(d: float, one: Preference) -> float:
    """The preference for a difference, as the source gives it."""
    if d <= 0:
        return 0.0
    match one.shape:
        case "usual":
            return 1.0
        case "u-shape":
            return float(d > one.q)
        case "v-shape":
            return min(d / one.p, 1.0)
        case "level":
            return 0.0 if d <= one.q else 0.5 if d <= one.p else 1.0
        case "linear":
            return min(max((d - one.q) / (one.p - one.q), 0.0), 1.0)
        case _:
            return 1 - float(np.exp(-(d**2) / (2 * one.s**2)))


def by_pairs(column, one: Preference):
    return [sum(degree(a - x, one) - degree(x - a, one) for x in column) / (len(column) - 1) for a in column]


def test_the_power_plants_have_their_published_flows():
    """Brans, Vincke & Mareschal, European Journal of Operational Research 24 (1986) 228-238."""
    flows = net_flows(POWER_PLANTS, np.ones(6), preferences=PREFERENCES, directions=[-1, 1, -1, -1, -1, 1])
    assert flows == pytest.approx([-0.1457, 0.0172, -0.0895, -0.0200, 0.2929, -0.0549], abs=5e-5)


@given(
    st.lists(st.integers(-8, 8), min_size=2, max_size=30),
    st.sampled_from(PREFERENCES),
    st.integers(0, 4),
    st.integers(1, 5),
)
def test_sorting_gives_what_comparing_each_pair_gives(column, kind, q, width):
    one = Preference(kind.shape, q=q, p=q + width, s=width)
    assert criterion_flow(column, one) == pytest.approx(by_pairs(column, one), abs=1e-12)


@given(
    hnp.arrays(np.float64, st.integers(2, 40), elements=st.floats(0, 1)),
    st.sampled_from(["v-shape", "linear", "gaussian"]),
)
def test_so_it_does_for_scores_of_any_size(column, shape):
    one = Preference(shape, q=0.125, p=0.5, s=0.25)
    assert criterion_flow(column, one) == pytest.approx(by_pairs(column, one), abs=1e-9)


def test_a_difference_of_the_bound_itself_is_not_more_than_it():
    """.8 - .7 and .3 - .2 are not .1 in binary numbers."""
    for column in ([0.8, 0.7], [0.3, 0.2], [80.1, 80.0]):
        assert criterion_flow(column, Preference("u-shape", q=0.1)).tolist() == [0, 0]
        assert criterion_flow(column, Preference("level", q=0.05, p=0.1)).tolist() == [0.5, -0.5]


@given(
    hnp.arrays(
        np.float64,
        hnp.array_shapes(min_dims=2, max_dims=2, min_side=2, max_side=8),
        elements=st.integers(-9, 9),
    ),
    st.data(),
)
def test_flows_sum_to_zero_and_follow_the_cases(table, data):
    weights = data.draw(hnp.arrays(np.float64, table.shape[1], elements=st.floats(0.1, 5)))
    kinds = [data.draw(st.sampled_from(PREFERENCES)) for _ in range(table.shape[1])]
    flows = net_flows(table, weights, preferences=kinds)
    assert flows.sum() == pytest.approx(0, abs=1e-9)
    assert (np.abs(flows) <= 1 + 1e-12).all()
    order = data.draw(st.permutations(range(len(table))))
    assert net_flows(table[order], weights, preferences=kinds) == pytest.approx(flows[order])
    assert net_flows(-table, weights, preferences=kinds) == pytest.approx(-flows)
    assert net_flows(table, weights, preferences=kinds, directions=[-1] * table.shape[1]) == pytest.approx(
        -flows
    )


@given(
    hnp.arrays(np.float64, (6, 3), elements=st.integers(-9, 9)),
    st.sampled_from([0.25, 0.5, 2, 8]),
    st.integers(-50, 50),
)
def test_another_unit_changes_nothing_when_the_thresholds_follow(table, factor, offset):
    kinds = [Preference("linear", q=1, p=4), Preference("gaussian", s=3), Preference("level", q=2, p=5)]
    other = [Preference(one.shape, q=one.q * factor, p=one.p * factor, s=one.s * factor) for one in kinds]
    flows = net_flows(table, [1, 2, 3], preferences=kinds)
    assert net_flows(table * factor + offset, [1, 2, 3], preferences=other) == pytest.approx(flows, abs=1e-9)


@given(hnp.arrays(np.float64, (6, 3), elements=st.integers(-9, 9)))
def test_a_case_that_is_nowhere_worse_has_no_lower_flow(table):
    both = np.vstack([table, table[0] + [0, 1, 2]])
    flows = net_flows(both, [1, 1, 1], preferences=[PREFERENCES[0], PREFERENCES[1], PREFERENCES[5]])
    assert flows[6] >= flows[0] - 1e-12


def test_an_unknown_score_is_no_preference_either_way():
    column = np.array([3, np.nan, 1, 2])
    assert criterion_flow(column).tolist() == pytest.approx([2 / 3, 0, -2 / 3, 0])
    assert criterion_flow([np.nan, np.nan]).tolist() == [0, 0]
    assert criterion_flow([np.nan, 5.0], Preference("v-shape", p=1)).tolist() == [0, 0]


def test_the_gaussian_in_blocks_is_the_same(monkeypatch):
    column = np.random.default_rng(1).random(50)
    whole = criterion_flow(column, PREFERENCES[5])
    monkeypatch.setattr(promethee, "_PAIRS", 120)
    assert criterion_flow(column, PREFERENCES[5]) == pytest.approx(whole)


def test_many_cases_keep_their_digits():
    """Uniform scores 0, 1, ..., n-1 with a v-shape over the whole range: the flow is linear in the score."""
    n = 200_001
    flow = criterion_flow(np.arange(n) + 1e6, Preference("v-shape", p=n))
    expected = (np.arange(n) - (n - 1) / 2) * n / (n * (n - 1))
    assert np.abs(flow - expected).max() < 1e-11


@pytest.mark.parametrize(
    ("shape", "parameters", "message"),
    [
        ("v-shape", {}, "p above 0"),
        ("level", {"q": 3, "p": 2}, "p above q"),
        ("linear", {"q": 2, "p": 2}, "p above q"),
        ("gaussian", {}, "s above 0"),
        ("u-shape", {"q": -1}, "not be negative"),
        ("steps", {}, "steps"),
    ],
)
def test_a_preference_without_its_parameters_is_refused(shape, parameters, message):
    with pytest.raises(ValueError, match=message):
        Preference(shape, **parameters)


@pytest.mark.parametrize(
    ("table", "options", "message"),
    [
        ([[1, 2]], {}, r"two cases, got shape \(1, 2\)"),
        ([1, 2], {}, "2 dimension"),
        ([[1, 2], [np.inf, 1]], {}, r"\(1, 0\)"),
        ([[1, 2], [3, 4]], {"preferences": [PREFERENCES[0]]}, "1 preferences"),
        ([[1, 2], [3, 4]], {"directions": [1, 0]}, r"\[1, 0\]"),
    ],
)
def test_what_cannot_be_compared_is_refused(table, options, message):
    with pytest.raises(ValueError, match=message):
        net_flows(table, [1, 1], **options)
    with pytest.raises(ValueError, match=r"shape \(1,\)"):
        criterion_flow([1])
