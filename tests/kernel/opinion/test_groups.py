"""k-means, silhouettes and the number of groups."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from houtskool.kernel.opinion import find_groups, groupings, project, settle, silhouettes
from houtskool.kernel.opinion import groups as module
from tests.kernel.opinion.conversations import real


def clouds(number, each, seed=0, spread=0.3):
    """Points around the corners of a regular polygon."""
    rng = np.random.default_rng(seed)
    turn = 2 * np.pi * np.arange(number) / number
    middle = 5 * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    return np.repeat(middle, each, axis=0) + rng.normal(0, spread, (number * each, 2))


@pytest.mark.parametrize("number", [2, 3, 4, 5])
def test_as_many_groups_are_found_as_there_are(number):
    found = find_groups(clouds(number, 20), np.random.default_rng(1))
    assert found.sizes.tolist() == [20] * number
    assert all(len(set(found.label[start : start + 20].tolist())) == 1 for start in range(0, 20 * number, 20))


def test_the_silhouette_is_rousseeuws_by_hand():
    """Points at 0, 1 and 3 on a line; the first two together: a = 1, 1; b = 3, 2; the third alone: 0."""
    places = np.array([0.0, 1.0, 3.0])
    distances = np.abs(places[:, None] - places)
    assert silhouettes(distances, [np.array([0, 0, 1])]) == [pytest.approx((2 / 3 + 1 / 2 + 0) / 3)]
    assert silhouettes(distances, [np.array([0, 0, 0])]) == [0.0]


def test_the_silhouettes_of_several_groupings_are_those_of_each():
    points = clouds(3, 15)
    distances = np.linalg.norm(points[:, None] - points, axis=2)
    labels = [np.arange(45) // 15, np.arange(45) % 2]
    assert silhouettes(distances, labels) == [silhouettes(distances, [label])[0] for label in labels]


@given(st.integers(0, 30))
def test_the_order_of_points_makes_no_difference(seed):
    points = np.random.default_rng(seed).normal(size=(40, 2)).round(1)
    order = np.random.default_rng(seed + 1).permutation(40)
    one = find_groups(points, np.random.default_rng(7))
    other = find_groups(points[order], np.random.default_rng(7))
    assert one.label[order].tolist() == other.label.tolist()
    assert one.inertia == other.inertia


@given(st.integers(0, 60))
def test_no_group_has_one_member(seed):
    rng = np.random.default_rng(seed)
    points = np.concatenate([rng.normal(size=(rng.integers(2, 12), 2)), rng.normal(0, 50, (2, 2))])
    for one in groupings(points, rng):
        assert one.sizes.min() >= 2
        assert one.sizes.sum() == len(points)


def test_who_stands_alone_far_away_joins_the_nearest_group():
    points = np.concatenate([clouds(2, 10), [[100.0, 0.0]]])
    found = find_groups(points, np.random.default_rng(1), number=2)
    assert sorted(found.sizes.tolist()) == [10, 11]
    assert found.label[20] == found.label[0]


@pytest.mark.parametrize("name", ["seattle", "brexit", "canada"])
def test_the_inertia_is_within_a_thousandth_of_the_best_of_many_starts(name):
    talk = real(name)
    votes = talk.votes.only_statements(~talk.moderated)
    points = project(votes).positions[votes.eligible]
    for one in groupings(points, np.random.default_rng(3)):
        best = min(
            ((points[:, None] - settle(points, one.number, np.random.default_rng(seed), starts=60)) ** 2)
            .sum(axis=2).min(axis=1).sum()
            for seed in range(3)
        )  # fmt: skip
        assert one.inertia <= best * 1.01


def test_a_grouping_is_at_rest_among_many_points():
    points = clouds(3, module.SAMPLE, spread=1.5)
    found = find_groups(points, np.random.default_rng(1))
    nearest = ((points[:, None] - found.centres) ** 2).sum(axis=2).argmin(axis=1)
    means = np.stack([points[found.label == group].mean(axis=0) for group in range(3)])
    assert found.label.tolist() == nearest.tolist()
    assert np.abs(found.centres - means).max() < 1e-3


@pytest.mark.parametrize("points", [np.zeros((10, 2)), np.zeros((3, 2)), np.zeros((0, 2)), clouds(1, 3)])
def test_points_that_allow_of_no_two_groups_have_none(points):
    assert find_groups(points, np.random.default_rng(0)) is None


def test_as_many_groups_as_asked_for():
    assert find_groups(clouds(2, 20, spread=1), np.random.default_rng(0), number=4).number == 4


@pytest.mark.parametrize(
    ("points", "number", "says"),
    [
        (np.zeros((5, 3)), None, r"shape \(n, 2\), not \(5, 3\)"),
        (np.full((5, 2), np.nan), None, r"must be finite; shape \(5, 2\)"),
        (np.zeros((5, 2)), 3, r"3 groups of two or more cannot be made of points of shape \(5, 2\)"),
        (np.zeros((5, 2)), 1, "1 groups"),
    ],
)
def test_what_cannot_be_grouped_is_refused_with_the_shape(points, number, says):
    with pytest.raises(ValueError, match=says):
        find_groups(points, np.random.default_rng(0), number=number)


def test_a_label_of_another_shape_is_refused():
    with pytest.raises(ValueError, match=r"shape \(3,\), not \(2,\)"):
        silhouettes(np.zeros((3, 3)), [np.array([0, 1])])
