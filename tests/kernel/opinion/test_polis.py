"""Polis mode: the formulas by hand, and the selections as another implementation of them makes them."""

import json

import numpy as np
import pytest

from houtskool.kernel.opinion import (
    counts_per_group,
    group_consensus,
    polis_consensus,
    polis_representative,
    polis_statistics,
)
from tests.kernel.opinion.conversations import FIXTURES, real

# What red-dwarf 0.4.0 gives for these votes and Polis' own groups.
PEER = json.loads((FIXTURES / "peer.json").read_text())
COLUMNS = {"na": "agree", "nd": "disagree", "ns": "votes"}


def statistics(name):
    talk = real(name)
    counts = counts_per_group(talk.votes, talk.polis, int(talk.polis.max()) + 1)
    return talk, polis_statistics(counts[:, 2], counts[:, 0], counts.sum(axis=1))


def test_the_statistics_are_the_formulas_by_hand():
    """One group agrees 8 of 10, the other 2 of 10, as on docs/algorithms/opinion.md."""
    found = polis_statistics(np.array([[8], [2]]), np.array([[1], [8]]), np.array([[10], [10]]))
    assert found.pa[0, 0] == pytest.approx(9 / 12)
    assert found.pd[0, 0] == pytest.approx(2 / 12)
    assert found.pat[0, 0] == pytest.approx(2 * 11**0.5 * (9 / 11 - 0.5), abs=1e-12)
    assert found.pat[0, 0] == pytest.approx(2.110579, abs=1e-6)
    assert found.ra[0, 0] == pytest.approx(3.0)
    assert found.rat[0, 0] == pytest.approx(2.569047, abs=1e-6)
    assert found.rdt[1, 0] == pytest.approx((9 / 11 - 2 / 11) / (0.5 * 0.5 * 2 / 11) ** 0.5, abs=1e-12)


def test_two_shares_of_which_nothing_is_left_over_have_no_contrast():
    """The pooled share is 1: z would divide by zero, and Polis says 0."""
    found = polis_statistics(np.array([[4], [6]]), np.array([[0], [0]]), np.array([[4], [6]]))
    assert found.rat.tolist() == [[0.0], [0.0]]


@pytest.mark.parametrize("column", sorted(PEER["brexit"]["statistics"]))
def test_the_statistics_are_those_of_another_implementation(column):
    _, found = statistics("brexit")
    ours = getattr(found, COLUMNS.get(column, column))
    assert np.abs(ours - np.array(PEER["brexit"]["statistics"][column])).max() < 1e-6


def test_the_group_informed_consensus_is_that_of_another_implementation():
    _, found = statistics("brexit")
    ours = group_consensus(found.agree, found.votes)
    assert np.abs(ours - np.array(PEER["brexit"]["group_consensus"])).max() < 1e-9


@pytest.mark.parametrize("name", ["brexit", "biodiversity", "vtaiwan"])
def test_the_same_statements_represent_each_group_in_the_same_order(name):
    talk, found = statistics(name)
    for ours, theirs in zip(
        polis_representative(found, ~talk.moderated), PEER[name]["representative"], strict=True
    ):
        told = [(int(talk.statements[one.statement]), "agree" if one.agree else "disagree") for one in ours]
        assert told == [(statement, side) for statement, side, *_ in theirs]
        assert [one.share for one in ours] == pytest.approx([share for _, _, share, *_ in theirs], abs=1e-6)
        ratios = [one.share / one.versus for one in ours]
        assert ratios == pytest.approx([ratio for *_, ratio, _ in theirs], abs=1e-6)


@pytest.mark.parametrize("name", ["brexit", "biodiversity", "vtaiwan"])
def test_the_same_statements_are_the_consensus_in_the_same_order(name):
    talk = real(name)
    counts = talk.votes.counts
    agreed, disagreed = polis_consensus(counts[2], counts[0], counts.sum(axis=0), ~talk.moderated)
    assert [int(talk.statements[one]) for one in agreed] == PEER[name]["consensus"]["agree"]
    assert [int(talk.statements[one]) for one in disagreed] == PEER[name]["consensus"]["disagree"]


def test_a_group_without_any_significant_statement_has_the_best_there_is():
    found = polis_statistics(
        np.array([[1, 0], [1, 0]]), np.array([[1, 1], [1, 2]]), np.array([[2, 3], [2, 3]])
    )
    told = polis_representative(found, np.ones(2, bool))
    assert [len(one) for one in told] == [1, 1]


def test_one_agree_of_one_vote_is_consensus_as_polis_has_it():
    one = np.array([1])
    assert polis_consensus(one, one * 0, one, np.ones(1, bool)) == ([0], [])


@pytest.mark.parametrize(
    ("counts", "says"),
    [
        (([1], [0], [1]), r"shape \(groups, statements\), not \(1,\)"),
        (([[1]], [[0, 0]], [[1]]), r"one shape, not \(1, 2\) and \(1, 1\)"),
        (([[1]], [[1]], [[1]]), "sides must be 0 to votes"),
        (([[-1]], [[0]], [[1]]), "side must be 0 to votes"),
    ],
)
def test_counts_that_cannot_be_are_refused_with_the_shape(counts, says):
    with pytest.raises(ValueError, match=says):
        polis_statistics(*map(np.array, counts))


def test_a_choice_of_statements_of_another_shape_is_refused():
    _, found = statistics("brexit")
    with pytest.raises(ValueError, match=r"kept must have shape \(50,\), not \(3,\)"):
        polis_representative(found, np.ones(3, bool))
