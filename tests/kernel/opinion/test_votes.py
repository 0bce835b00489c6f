"""Votes as a matrix, and the order that depends on nothing but what was voted."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from houtskool.kernel.opinion import Votes, in_canonical_order, votes_from
from houtskool.kernel.opinion import votes as module
from tests.kernel.opinion.conversations import dense, permuted, random_votes, real

pairs = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 5), st.integers(-1, 1)), min_size=1, max_size=60)


@given(pairs)
def test_the_last_vote_of_a_pair_counts(cast):
    expected = {(participant, statement): value for participant, statement, value in cast}
    votes = votes_from(*map(np.array, zip(*cast, strict=True)), shape=(8, 6))
    found = zip(votes.participant.tolist(), votes.statement.tolist(), votes.value.tolist(), strict=True)
    assert {(p, s): value for p, s, value in found} == expected


@given(pairs)
def test_votes_that_do_not_fit_in_one_number_are_sorted_all_the_same(cast):
    columns = [np.array(column, np.int32) for column in zip(*cast, strict=True)]
    columns[2] = columns[2].astype(np.int8)
    packed, stable = module._sorted(*columns, (8, 6)), module._sorted_stably(*columns, (8, 6))
    assert packed.starts.tolist() == stable.starts.tolist()
    assert packed.statement.tolist() == stable.statement.tolist()
    assert packed.value.tolist() == stable.value.tolist()


@given(st.integers(0, 50))
def test_the_canonical_order_gives_the_same_bytes_for_every_order(seed):
    votes = random_votes(12, 7, 0.6, seed)
    moved, _, _ = permuted(votes, seed + 1)
    one, other = in_canonical_order(votes), in_canonical_order(moved)
    for name in ("starts", "statement", "value"):
        assert np.array_equal(getattr(one.votes, name), getattr(other.votes, name))


def test_the_canonical_order_leads_back_to_participants_and_statements():
    votes = real("london").votes
    ordered = in_canonical_order(votes)
    back = np.full((votes.participants, votes.statements), np.nan)
    back[np.ix_(ordered.participants, ordered.statements)] = dense(ordered.votes)
    assert np.array_equal(back, dense(votes), equal_nan=True)


def test_counts_are_those_of_a_full_matrix():
    votes = real("biodiversity").votes
    full = dense(votes)
    assert votes.counts.tolist() == [(full == value).sum(axis=0).tolist() for value in (-1, 0, 1)]
    assert votes.per_participant.tolist() == (~np.isnan(full)).sum(axis=1).tolist()


def test_counting_in_parts_makes_no_difference(monkeypatch):
    votes = real("seattle").votes
    label = np.arange(votes.participants) % 3
    whole = module.tally(votes, label, 3)
    monkeypatch.setattr(module, "ROWS", 10)
    assert module.tally(votes, label, 3).tolist() == whole.tolist()


def test_who_votes_on_few_statements_is_placed_after_all_of_them():
    three = votes_from([0, 0, 0, 1, 1], [0, 1, 2, 0, 1], [1, 1, 1, 1, 1])
    assert three.eligible.tolist() == [True, False]


def test_leaving_out_statements_is_as_if_they_had_never_been_put():
    votes = random_votes(20, 9, 0.7, 3)
    keep = np.arange(9) % 3 > 0
    assert np.array_equal(dense(votes.only_statements(keep)), dense(votes)[:, keep], equal_nan=True)


def test_participants_can_be_taken_more_than_once():
    votes = random_votes(6, 9, 0.7, 3)
    rows = np.array([4, 0, 4])
    assert np.array_equal(dense(votes.only_participants(rows)), dense(votes)[rows], equal_nan=True)


@pytest.mark.parametrize(
    ("columns", "shape", "says"),
    [
        (([0, 1], [0], [1]), None, r"equal length, not \[\(2,\), \(1,\), \(1,\)\]"),
        (([[0]], [[0]], [[1]]), None, r"equal length, not \[\(1, 1\)"),
        (([0.5], [0], [1]), None, "participant must hold whole numbers, not float64"),
        (([0], [0], [2]), None, r"value must be 1, -1 or 0; shape \(1,\) holds 2 to 2"),
        (([3], [0], [1]), (3, 1), "participant must be 0 to 2, not 3 to 3"),
        (([0], [-1], [1]), None, "statement must be 0 to -1, not -1 to -1"),
        (([0], [0], [1]), (2**31, 1), "number of participants that cannot be"),
    ],
)
def test_what_cannot_be_votes_is_refused_with_the_shape(columns, shape, says):
    with pytest.raises(ValueError, match=says):
        votes_from(*columns, shape=shape)


def test_no_votes_at_all_are_votes():
    none = votes_from([], [], [])
    assert (none.participants, none.statements, len(none)) == (0, 0, 0)
    assert len(in_canonical_order(none).votes) == 0


@pytest.mark.parametrize("name", ["only_statements", "without"])
def test_a_mask_of_another_shape_is_refused(name):
    votes: Votes = random_votes(4, 9, 1.0, 0)
    with pytest.raises(ValueError, match=r"must have shape \(\d+,\), not \(3,\)"):
        getattr(votes, name)(np.zeros(3, bool))
