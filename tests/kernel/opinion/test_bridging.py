"""The factorisation: what bridges, and how well the model predicts votes it did not see."""

import numpy as np
import pytest

from houtskool.kernel.opinion import factorise, held_out_log_loss, votes_from
from tests.kernel.opinion.conversations import real


def divided(seed=0):
    """Two camps of 40 on ten statements; on the last two both agree."""
    rng = np.random.default_rng(seed)
    camp = np.repeat([1, -1], 40)
    side = np.concatenate([np.resize([1, -1], 8), [0, 0]])
    value = np.where(side == 0, 1, camp[:, None] * side)
    value = np.where(rng.random(value.shape) < 0.1, -value, value)
    people, statements = np.nonzero(rng.random(value.shape) < 0.8)
    return votes_from(people, statements, value[people, statements]), camp


def test_what_both_camps_agree_on_bridges_most():
    votes, camp = divided()
    found = factorise(votes, np.random.default_rng(1))
    assert set(np.argsort(-found.statement)[:2].tolist()) == {8, 9}
    assert np.abs((np.sign(found.participant_factor) * camp).mean()) > 0.9
    assert np.abs(found.statement_factor[8:]).max() < np.abs(found.statement_factor[:8]).min()


def test_the_slope_vanishes_at_what_is_found():
    """An optimum of the penalised likelihood: nudging any parameter makes it no better."""
    votes, _ = divided()
    found = factorise(votes, np.random.default_rng(1))
    agree = votes.value > 0

    def loss(statement):
        odds = (
            found.mean + found.participant[votes.participant] + statement[votes.statement]
            + found.participant_factor[votes.participant] * found.statement_factor[votes.statement]
        )  # fmt: skip
        return np.log1p(np.exp(np.where(agree, -odds, odds))).sum() + 10 * 0.15 * (statement**2).sum()

    for one in range(10):
        nudge = np.zeros(10)
        nudge[one] = 1e-2
        assert loss(found.statement) < min(loss(found.statement + nudge), loss(found.statement - nudge))


def test_hidden_votes_are_predicted_better_than_by_the_mean_of_each_statement():
    """The bar: 0.42 on average over the conversations; the means alone give about 0.48."""
    losses, means = [], []
    for name in ("seattle", "brexit", "canada", "london", "biodiversity"):
        talk = real(name)
        votes = talk.votes.only_statements(~talk.moderated)
        losses.append(held_out_log_loss(votes, np.random.default_rng(1)))
        means.append(loss_of_means(votes, np.random.default_rng(1)))
    assert np.mean(losses) <= 0.42
    assert np.mean(losses) < np.mean(means) - 0.04


def loss_of_means(votes, rng):
    away = rng.random(len(votes)) < 0.1
    counts = votes.without(away).counts
    share = (counts[2] + 1) / (counts[2] + counts[0] + 2)
    asked = away & (votes.value != 0)
    chance = np.where(votes.value > 0, share[votes.statement], 1 - share[votes.statement])
    return float(-np.log(chance[asked]).mean())


def test_a_pass_says_nothing():
    votes = votes_from([0, 0, 1, 1, 2], [0, 1, 0, 1, 0], [1, -1, -1, 1, 1])
    passed = votes_from([0, 0, 1, 1, 2, 2], [0, 1, 0, 1, 0, 1], [1, -1, -1, 1, 1, 0])
    one, other = (factorise(cast, np.random.default_rng(1)) for cast in (votes, passed))
    assert one.statement.tolist() == other.statement.tolist()


def test_who_and_what_has_no_vote_gets_zero():
    found = factorise(votes_from([0, 0], [0, 1], [1, -1], shape=(3, 4)), np.random.default_rng(1))
    assert found.participant[1:].tolist() == [0.0, 0.0]
    assert found.statement[2:].tolist() == [0.0, 0.0]
    assert found.statement_factor[2:].tolist() == [0.0, 0.0]


@pytest.mark.parametrize("votes", [votes_from([], [], []), votes_from([0], [0], [0])])
def test_without_agrees_and_disagrees_there_is_nothing_to_predict(votes):
    assert not factorise(votes, np.random.default_rng(1)).statement.any()
    assert np.isnan(held_out_log_loss(votes, np.random.default_rng(1)))


@pytest.mark.parametrize("hidden", [0.0, 1.0])
def test_a_share_to_hide_lies_between_nothing_and_all(hidden):
    with pytest.raises(ValueError, match="hidden must lie between 0 and 1"):
        held_out_log_loss(votes_from([0], [0], [1]), np.random.default_rng(1), hidden=hidden)
