"""What sets a group apart, with false finds held down."""

import numpy as np
import pytest

from houtskool.kernel.opinion import counts_per_group, discoveries, representative
from tests.kernel.opinion.conversations import planted, random_votes


def test_benjamini_and_hochbergs_own_example():
    """Benjamini and Hochberg 1995, § 3.2: fifteen tests, of which four stand at q = 0.05."""
    published = [
        *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
        *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0),
    ]
    assert discoveries(np.array(published), rate=0.05).tolist() == [True] * 4 + [False] * 11


def test_none_of_no_tests_is_believed():
    assert discoveries(np.zeros(0)).tolist() == []


def test_in_groups_made_by_chance_nearly_nothing_is_found():
    found = 0
    for seed in range(40):
        votes = random_votes(200, 40, 0.6, seed, agree=0.7)
        label = np.random.default_rng(seed).integers(2, size=200)
        found += sum(map(len, representative(counts_per_group(votes, label, 2))))
    assert found <= 4  # of 40 conversations with 80 tests each; q = 0.1 allows a find in four of them


def test_what_groups_were_planted_with_is_found():
    votes, group = planted(200, 30, 2, 0.7, 3)
    counts = counts_per_group(votes, group, 2)
    for mine, told in zip(counts, representative(counts), strict=True):
        assert len(told) == 5
        for one in told:
            side = 2 if one.agree else 0
            assert one.share == pytest.approx(mine[side, one.statement] / mine[:, one.statement].sum())
            assert one.share > 0.75
            assert one.versus < 0.25
        assert [one.score for one in told] == sorted((one.score for one in told), reverse=True)


def test_a_pass_says_nothing_about_what_sets_a_group_apart():
    votes, group = planted(80, 20, 2, 0.7, 3)
    counts = counts_per_group(votes, group, 2)
    passed = counts.copy()
    passed[0, 1] += 25
    for mine, one in zip(representative(passed), representative(counts), strict=True):
        assert [(found.statement, found.agree, found.score) for found in mine] == [
            (found.statement, found.agree, found.score) for found in one
        ]


def test_a_percentage_is_of_all_votes_passes_included():
    counts = np.array([[[1], [10], [9]], [[8], [4], [0]]])
    (first,), (second,) = representative(counts)
    assert (first.agree, first.share, first.versus) == (True, 9 / 20, 0.0)
    assert (second.agree, second.share, second.versus) == (False, 8 / 12, 1 / 20)


@pytest.mark.parametrize("votes", [6, 7])
def test_a_statement_sets_a_group_apart_from_seven_votes_on(votes):
    counts = np.array([[[0], [9], [votes]], [[20], [0], [0]]])
    assert [len(told) for told in representative(counts)] == [votes - 6, votes - 6]


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: representative(np.zeros((2, 2, 5), int)), r"\(groups, 3, statements\), not \(2, 2, 5\)"),
        (lambda: representative(np.full((2, 3, 5), -1)), r"negative; shape \(2, 3, 5\)"),
        (lambda: discoveries(np.zeros((2, 2))), r"shape \(n,\), not \(2, 2\)"),
        (lambda: discoveries(np.zeros(2), rate=1.0), "rate must lie between 0 and 1, not 1.0"),
    ],
)
def test_what_cannot_be_tested_is_refused(call, says):
    with pytest.raises(ValueError, match=says):
        call()
