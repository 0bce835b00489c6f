"""Which statement comes next."""

import numpy as np
import pytest

from houtskool.kernel.opinion import draw, priority, project, votes_from


def test_the_priority_is_polis_formula_by_hand():
    """20 votes, 3 passes, 12 agrees; extremity √4 · |1 - 0.35| · 0.5 = 0.65."""
    counts = np.array([[5, 0, 0, 0], [3, 0, 0, 0], [12, 0, 0, 0]])
    centre, components = np.array([0.35, 0, 0, 0]), np.array([[0.3, 0, 0, 0], [0.4, 0, 0, 0]])
    expected = ((1 - 4 / 22) * 1.65 * (13 / 22) * (1 + 8 * 2**-4)) ** 2
    found = priority(counts, centre, components)
    assert found[0] == pytest.approx(expected, abs=1e-12)
    assert found[1] == pytest.approx(((1 - 1 / 2) * 1 * (1 / 2) * 9) ** 2)  # new: as yet unknown


def test_statements_are_drawn_in_proportion():
    rng = np.random.default_rng(1)
    drawn = [draw(np.array([1.0, 3.0, 0.0, 4.0]), np.array([1, 1, 1, 0], bool), rng) for _ in range(4000)]
    assert np.bincount(drawn) / 4000 == pytest.approx([0.25, 0.75], abs=0.02)


def test_without_weights_all_that_is_open_is_as_likely():
    rng = np.random.default_rng(1)
    drawn = [draw(np.zeros(4), np.array([1, 0, 1, 0], bool), rng) for _ in range(200)]
    assert set(drawn) == {0, 2}


def test_when_nothing_is_open_there_is_no_next_statement():
    assert draw(np.ones(3), np.zeros(3, bool), np.random.default_rng(1)) is None


def test_each_statement_gets_enough_votes_and_a_late_one_catches_up():
    """200 participants vote 12 times each on 60 statements, of which ten come halfway."""
    rng = np.random.default_rng(2)
    share = rng.beta(2, 2, 60)
    cast = []
    for participant in range(200):
        seen = np.zeros(60, bool)
        there = np.arange(60) < (50 if participant < 100 else 60)
        if participant % 10 == 0:
            columns = zip(*cast, strict=True) if cast else ([], [], [])
            votes = votes_from(*map(list, columns), shape=(200, 60))
            map_ = project(votes)
            weights = priority(votes.counts, map_.centre, map_.components)
        for _ in range(12):
            one = draw(weights, there & ~seen, rng)
            seen[one] = True
            cast.append((participant, one, 1 if rng.random() < share[one] else -1))
    assert np.bincount([one for _, one, _ in cast], minlength=60).min() >= 7
    since = np.bincount([one for participant, one, _ in cast if participant >= 100], minlength=60)
    assert since[50:].mean() > 1.3 * since[:50].mean()


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (
            lambda: priority(np.zeros((2, 3)), np.zeros(3), np.zeros((2, 3))),
            r"not \(2, 3\), \(3,\) and \(2, 3\)",
        ),
        (lambda: priority(np.zeros((3, 3)), np.zeros(2), np.zeros((2, 3))), r"\(2,\)"),
        (lambda: draw(np.zeros(2), np.zeros(3, bool), np.random.default_rng()), r"not \(2,\) and \(3,\)"),
        (lambda: draw(np.array([-1.0]), np.ones(1, bool), np.random.default_rng()), "finite and 0 or more"),
        (lambda: draw(np.array([np.nan]), np.ones(1, bool), np.random.default_rng()), "finite and 0 or more"),
    ],
)
def test_what_cannot_be_weighed_is_refused_with_the_shape(call, says):
    with pytest.raises(ValueError, match=says):
        call()
