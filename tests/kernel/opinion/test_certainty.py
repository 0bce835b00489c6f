"""The bootstrap of groups and placements, and the comparison with votes without structure."""

import numpy as np
import pytest

from houtskool.kernel.opinion import (
    Grouping,
    find_groups,
    groupings,
    placements,
    project,
    rand_index,
    replicates,
    structured,
    votes_from,
)
from tests.kernel.opinion.conversations import planted, random_votes


def grouped(votes, number=None):
    return find_groups(project(votes).positions, np.random.default_rng(1), number=number)


def test_the_rand_index_is_that_of_hubert_and_arabie():
    """The table of Yeung and Ruzzo (2001), details of the adjusted Rand index: 0.313."""
    assert rand_index(np.array([[1, 1, 0], [1, 2, 1], [0, 0, 4]])) == pytest.approx(0.313, abs=5e-4)
    assert rand_index(np.array([[5, 0], [0, 5]])) == 1.0
    assert rand_index(np.array([[5]])) == 1.0
    assert rand_index(np.array([[2, 2], [2, 2]])) < 0


def test_planted_groups_come_back_in_every_replicate():
    votes, _ = planted(80, 30, 2, 0.8, 1)
    one = grouped(votes, 2)
    made, (steady,) = replicates(votes, [one], np.random.default_rng(1), 20)
    assert len(made) == 20
    assert steady.holds
    assert steady.stability > 0.9
    assert steady.groups.min() > 0.9
    assert placements(votes, made, 0, one, np.random.default_rng(1)).mean() > 0.95


def test_groups_in_random_votes_do_not_come_back():
    votes = random_votes(80, 30, 0.8, 1)
    found = groupings(project(votes).positions, np.random.default_rng(1))
    _, steady = replicates(votes, found, np.random.default_rng(1), 20)
    assert not any(one.holds for one in steady)


def test_who_voted_little_or_stands_between_is_placed_with_less_certainty():
    votes, group = planted(120, 40, 2, 1.0, 2, loyal=0.8)
    rng = np.random.default_rng(3)
    little = rng.random(120) < 0.5
    hidden = little[votes.participant] & (rng.random(len(votes)) < 0.8)
    votes = votes.without(hidden)
    one = grouped(votes, 2)
    made, _ = replicates(votes, [one], np.random.default_rng(1), 30)
    sure = placements(votes, made, 0, one, np.random.default_rng(1))
    assert sure[little].mean() < sure[~little].mean() - 0.02
    assert ((sure >= 0) & (sure <= 1)).all()
    wrong = (one.label == one.label[0]) != (group == group[0])
    if wrong.any():
        assert sure[wrong].mean() < sure[~wrong].mean()


def test_a_pool_stands_for_many_participants(monkeypatch):
    monkeypatch.setattr("houtskool.kernel.opinion.certainty.POOL", 50)
    votes, _ = planted(150, 30, 2, 0.8, 1)
    one = grouped(votes, 2)
    made, (steady,) = replicates(votes, [one], np.random.default_rng(1), 10)
    assert steady.stability > 0.9
    assert len(placements(votes, made, 0, one, np.random.default_rng(1))) == 150
    assert structured(votes, [one], np.random.default_rng(1)) == [True]


def stands_out(votes, seed=1):
    found = groupings(project(votes).positions, np.random.default_rng(seed))
    return structured(votes, found, np.random.default_rng(seed))


def test_groups_stand_out_from_chance_where_they_are_and_seldom_elsewhere():
    assert stands_out(planted(60, 20, 2, 0.7, 1)[0])[0]
    seen = [any(stands_out(random_votes(60, 20, 0.7, seed), seed)) for seed in range(30)]
    assert sum(seen) <= 3  # one in fifty is expected


def test_an_axis_without_groups_on_it_is_not_enough():
    """Everyone stands somewhere between two ends, with most in the middle: a direction, but no groups."""
    rng = np.random.default_rng(1)
    lean, weight = rng.normal(size=150), rng.normal(size=40)
    chance = 1 / (1 + np.exp(-0.8 * lean[:, None] * weight))
    people, statements = np.nonzero(rng.random((150, 40)) < 0.7)
    value = np.where(rng.random(len(people)) < chance[people, statements], 1, -1)
    assert not all(stands_out(votes_from(people, statements, value)))


def test_votes_that_all_agree_have_no_structure():
    votes = votes_from(np.repeat(np.arange(12), 8), np.tile(np.arange(8), 12), np.ones(96, int))
    one = Grouping(np.arange(12) % 2, np.zeros((2, 2)), np.array([6, 6]), 0.0, 0.0)
    assert structured(votes, [one], np.random.default_rng(1)) == [False]


def test_a_grouping_of_others_is_refused():
    votes, _ = planted(20, 10, 2, 1.0, 1)
    other = grouped(planted(30, 10, 2, 1.0, 1)[0], 2)
    with pytest.raises(ValueError, match=r"label must have shape \(20,\), not \(30,\)"):
        replicates(votes, [other], np.random.default_rng(1), 2)
