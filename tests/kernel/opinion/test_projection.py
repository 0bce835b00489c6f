"""The plane of opinions against a dense decomposition."""

import numpy as np
import pytest

from houtskool.kernel.opinion import place, project, votes_from
from tests.kernel.opinion.conversations import NAMES, dense, planted, real


def by_dense_decomposition(full, zeros=0):
    centre = np.nanmean(full, axis=0)
    filled = np.where(np.isnan(full), 0.0, full - centre)
    _, singular, components = np.linalg.svd(filled, full_matrices=False)
    seen = (~np.isnan(full)).sum(axis=1) + zeros
    scale = np.sqrt((full.shape[1] + zeros) / np.maximum(seen, 1))
    return centre, singular[:2], components[:2], (filled @ components[:2].T) * scale[:, None]


@pytest.mark.parametrize("name", NAMES)
def test_the_projection_is_that_of_a_dense_decomposition(name):
    talk = real(name)
    votes = talk.votes.only_statements(~talk.moderated)
    votes = votes.only_statements(votes.counts.sum(axis=0) > 0)
    found = project(votes)
    centre, singular, components, positions = by_dense_decomposition(dense(votes))
    sign = np.sign((components * found.components).sum(axis=1))
    assert np.abs(found.centre - centre).max() < 1e-12
    assert np.abs(found.singular - singular).max() < 1e-9
    assert np.abs(found.components - components * sign[:, None]).max() < 1e-9
    assert np.abs(found.positions - positions * sign).max() < 1e-9


def test_more_statements_than_participants_go_along_the_short_side():
    votes, _ = planted(40, 300, 2, 0.3, 5)
    positions = by_dense_decomposition(dense(votes))[3]
    found = project(votes).positions
    assert np.abs(np.abs(found) - np.abs(positions)).max() < 1e-9


def test_columns_of_zeros_are_polis_way_of_moderating():
    talk = real("seattle")
    full = dense(talk.votes)
    full[:, talk.moderated] = 0
    positions = by_dense_decomposition(full)[3]
    found = project(talk.votes.only_statements(~talk.moderated), zeros=int(talk.moderated.sum())).positions
    assert np.abs(np.abs(found) - np.abs(positions)).max() < 1e-9


def test_the_largest_loading_is_positive():
    found = project(real("brexit").votes)
    for component in found.components:
        assert component[np.argmax(np.abs(component))] > 0


def test_the_worked_example_of_the_algorithm_page():
    """Four participants, three statements, worked out by hand on docs/algorithms/opinion.md."""
    people, statements = [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3], [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1]
    found = project(votes_from(people, statements, [1, 1, 1, 1, 1, 0, -1, -1, 1, -1, -1]))
    assert found.centre == pytest.approx([0, 0, 2 / 3])
    assert found.components[0] == pytest.approx([0.7015, 0.7015, -0.1255], abs=1e-4)
    assert found.positions[:, 0] == pytest.approx([1.3612, 1.4867, -1.4449, -1.7184], abs=1e-4)


def test_votes_that_all_agree_have_no_direction():
    found = project(votes_from([0, 0, 1, 1], [0, 1, 0, 1], [1, 1, 1, 1]))
    assert not found.components.any()
    assert not found.positions.any()


def test_who_did_not_vote_stands_in_the_middle():
    votes = votes_from([0, 0, 2, 2], [0, 1, 0, 1], [1, -1, -1, 1], shape=(4, 2))
    assert project(votes).positions[[1, 3]].tolist() == [[0.0, 0.0], [0.0, 0.0]]


def test_votes_come_on_a_map_of_others_where_they_would_on_their_own():
    votes = real("brexit").votes
    found = project(votes)
    assert np.array_equal(place(votes, found.centre, found.components), found.positions)


def test_a_map_of_other_statements_is_refused():
    with pytest.raises(ValueError, match=r"centre has shape \(3,\), components \(2, 2\)"):
        place(votes_from([0], [1], [1]), np.zeros(3), np.zeros((2, 2)))


def test_less_than_no_columns_of_zeros_is_refused():
    with pytest.raises(ValueError, match="zeros must be 0 or more, not -1"):
        project(votes_from([0], [0], [1]), zeros=-1)
