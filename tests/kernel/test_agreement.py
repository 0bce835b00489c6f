"""Agreement between assessors. Published values: Krippendorff, Computing Krippendorff's Alpha-Reliability
(2011).
"""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from houtskool.kernel import agreement
from houtskool.kernel.agreement import Level, alpha, severity

_ = np.nan
FOUR_CODERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
]
TABLES = hnp.arrays(
    np.float64, hnp.array_shapes(min_dims=2, max_dims=2, min_side=2, max_side=7),
    elements=st.one_of(st.integers(0, 4).map(float), st.just(np.nan)),
)  # fmt: skip


def by_pairs(table, level):
    """The definition: observed and expected disagreement over all pairs, with the metrics of the source."""
    table = np.asarray(table, float)
    units = [[x for x in unit if not np.isnan(x)] for unit in table.T]
    units = [unit for unit in units if len(unit) > 1]
    every = [x for unit in units for x in unit]
    counts = {c: every.count(c) for c in sorted(set(every))}

    def metric(c, k):
        low, high = min(c, k), max(c, k)
        match level:
            case "nominal":
                return float(c != k)
            case "ordinal":
                between = sum(n for g, n in counts.items() if low <= g <= high)
                return (between - (counts[c] + counts[k]) / 2) ** 2
            case "interval":
                return (c - k) ** 2
            case _:
                return ((c - k) / (c + k)) ** 2 if c + k else 0.0

    n = len(every)
    observed = sum(metric(c, k) / (len(unit) - 1) for unit in units for c in unit for k in unit) / n
    expected = sum(metric(c, k) for c in every for k in every) / (n * (n - 1))
    return 1 - observed / expected


@pytest.mark.parametrize(
    ("level", "published"),
    [("nominal", 0.743421), ("ordinal", 0.815388), ("interval", 0.849107), ("ratio", 0.797403)],
)
def test_the_published_example_has_its_published_alpha(level, published):
    assert alpha(FOUR_CODERS, level) == pytest.approx(published, abs=5e-7)


@given(TABLES, st.sampled_from(list(Level)))
def test_alpha_is_what_its_definition_says_pair_by_pair(table, level):
    found = alpha(table, level)
    assume(not np.isnan(found))
    assert found == pytest.approx(by_pairs(table, level), abs=1e-9)


@given(TABLES, st.sampled_from(list(Level)), st.data())
def test_the_order_of_assessors_and_cases_does_not_matter(table, level, data):
    rows = data.draw(st.permutations(range(table.shape[0])))
    columns = data.draw(st.permutations(range(table.shape[1])))
    assert alpha(table[rows][:, columns], level) == pytest.approx(alpha(table, level), nan_ok=True)


@given(TABLES, st.floats(0.1, 9), st.floats(-9, 9))
def test_another_unit_leaves_the_interval_alpha_and_any_rising_scale_the_ordinal_one(table, factor, offset):
    assert alpha(table * factor + offset) == pytest.approx(alpha(table), nan_ok=True)
    assert alpha(np.exp(table), "ordinal") == pytest.approx(alpha(table, "ordinal"), nan_ok=True)
    assert alpha(-table, "nominal") == pytest.approx(alpha(table, "nominal"), nan_ok=True)


@given(TABLES, st.sampled_from(list(Level)))
def test_full_agreement_is_one(table, level):
    same = np.broadcast_to(np.nan_to_num(table[0], nan=2.0), table.shape)
    assume(len(set(same[0])) > 1)
    assert alpha(same, level) == pytest.approx(1)


@pytest.mark.parametrize("table", [[[1, 2, 3]], [[_, _], [_, _]], [[1, _], [_, 2]], [[3, 3], [3, 3]]])
def test_alpha_is_not_defined_without_pairs_or_without_difference(table):
    assert all(np.isnan(alpha(table, level)) for level in Level)


def test_the_ratio_in_blocks_is_the_same(monkeypatch):
    monkeypatch.setattr(agreement, "_PAIRS", 7)
    assert alpha(FOUR_CODERS, "ratio") == pytest.approx(0.797403, abs=5e-7)


@pytest.mark.parametrize(
    ("table", "level", "message"),
    [
        ([1, 2], "nominal", r"got shape \(2,\)"),
        ([[1, np.inf]], "interval", "infinite"),
        ([[-1, 2], [1, 2]], "ratio", "not be negative"),
        ([[1, 2], [1, 2]], "size", "size"),
    ],
)
def test_ratings_that_make_no_sense_are_refused(table, level, message):
    with pytest.raises(ValueError, match=message):
        alpha(table, level)


def test_who_values_higher_than_the_others_is_mild():
    """Case 1: .8 against mean .5; case 2: .6 against .4; the third case nobody else valued."""
    found = severity([[0.8, 0.6, 0.9], [0.4, 0.4, _], [0.6, _, _]])
    assert found[0] == pytest.approx((0.3 + 0.2) / 2)
    assert found[1] == pytest.approx(((0.4 - 0.7) + (0.4 - 0.6)) / 2)
    assert found[2] == pytest.approx(0.0)


def test_of_two_assessors_one_is_as_mild_as_the_other_is_severe():
    found = severity([[0.5, 0.7, _], [0.2, 0.9, 0.4]])
    assert found[0] == pytest.approx(-found[1])


def test_who_shares_nothing_has_no_severity():
    assert np.isnan(severity([[0.5, _], [_, 0.5]])).all()


@given(TABLES, st.floats(0.1, 9), st.floats(-9, 9))
def test_another_unit_changes_severity_by_its_factor_only(table, factor, offset):
    assert severity(table * factor + offset) == pytest.approx(factor * severity(table), abs=1e-9, nan_ok=True)


def test_severity_of_what_is_no_table_is_refused():
    with pytest.raises(ValueError, match=r"got shape \(3,\)"):
        severity([1, 2, 3])
