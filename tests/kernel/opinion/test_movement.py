"""A running conversation: the map does not jump, and groups keep their number."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from houtskool.kernel.opinion import keep_numbers, project, turn
from tests.kernel.opinion.conversations import real


@given(st.floats(0, 6.3), st.booleans())
def test_a_map_that_was_turned_or_mirrored_turns_back(angle, mirrored):
    previous = np.random.default_rng(1).normal(size=(30, 2))
    round_ = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    current = previous @ round_ * (np.array([1, -1]) if mirrored else 1)
    assert current @ turn(current, previous) == pytest.approx(previous)


def test_without_participants_in_common_nothing_turns_out_of_shape():
    found = turn(np.zeros((0, 2)), np.zeros((0, 2)))
    assert found @ found.T == pytest.approx(np.eye(2))


@pytest.mark.parametrize("name", ["brexit", "london", "biodiversity"])
def test_the_map_moves_a_little_when_more_participants_come(name):
    """Mean step of those who were there already, as a share of their mean distance from the middle."""
    talk = real(name)
    votes = talk.votes.only_statements(~talk.moderated)
    known, steps = None, []
    for number in range(20, votes.participants, max(votes.participants // 40, 1)):
        now = votes.only_participants(np.arange(number))
        places = project(now).positions
        if known is not None:
            before, both = known[0], known[1] & now.eligible[: len(known[0])]
            places = places @ turn(places[: len(before)][both], before[both])
            moved = np.linalg.norm(places[: len(before)][both] - before[both], axis=1).mean()
            steps.append(moved / np.linalg.norm(before[both], axis=1).mean())
        known = places, now.eligible
    assert max(steps) < 0.5
    assert np.mean(steps) < 0.08


def test_groups_keep_the_number_that_most_members_know():
    previous = np.array([0, 0, 0, 1, 1, 1, 1, -1])
    current = np.array([1, 1, 0, 0, 0, 0, 0, 0])
    assert keep_numbers(current, previous, 2).tolist() == [1, 0]


def test_a_new_group_gets_a_number_that_nobody_had():
    previous = np.array([0, 0, 0, 0, 1, 1])
    current = np.array([0, 0, 2, 2, 1, 1])
    assert keep_numbers(current, previous, 3).tolist() == [0, 1, 2]
    assert keep_numbers(np.array([0, 1]), np.array([-1, -1]), 2).tolist() == [0, 1]


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: turn(np.zeros((3, 2)), np.zeros((2, 2))), r"not \(3, 2\) and \(2, 2\)"),
        (lambda: turn(np.full((3, 2), np.nan), np.zeros((3, 2))), r"finite; shape \(3, 2\)"),
        (lambda: keep_numbers(np.zeros(3, int), np.zeros(2, int), 1), r"not \(3,\) and \(2,\)"),
    ],
)
def test_maps_that_do_not_match_are_refused_with_the_shape(call, says):
    with pytest.raises(ValueError, match=says):
        call()
