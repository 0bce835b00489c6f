"""Rows → arrays → kernel → an `Analysis`: in the background, at a bounded rate, never in the way of a vote.

Voting only leaves a mark (`ask`). A job of the schedule looks for marks (`run_waiting`) and runs what is due:
while a conversation is open no sooner than `ANALYSIS_INTERVAL` after the last time, and only once `CROWD`
people have voted something new. Two pages that follow each other therefore never differ by one person. When
it has closed, and after a moderator changed something, whatever is new counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from houtskool.deliberation import summary
from houtskool.deliberation.counting import Input, read
from houtskool.deliberation.models import Analysis, Conversation, Participant, Vote
from houtskool.kernel import opinion
from houtskool.kernel.opinion import keep_numbers, turn
from houtskool.kernel.opinion.analysis import REPLICATES

# So few people are recognised in what changes between two results, and in a spot on the map.
CROWD = 5
SEED = 0
# So many results that never went out are kept: enough to know groups by their number.
KEPT = 10


def ask(conversation: Conversation, *, at: datetime) -> None:
    """Have the result brought up to date. Costs one look when that was asked already."""
    unasked = Conversation.objects.filter(pk=conversation.pk, analysis_asked_at=None)
    if unasked.exists():
        unasked.update(analysis_asked_at=at)


def latest(conversation: Conversation) -> Analysis | None:
    return conversation.analyses.order_by("-pk").first()


def given_out(conversation: Conversation) -> Analysis | None:
    """The result that the world has, or had last."""
    return conversation.analyses.exclude(given_out_at=None).order_by("-pk").first()


def may_follow(later: Analysis, earlier: Analysis) -> bool:
    """Whether who lays the two side by side learns of nobody: none changed, or a crowd did."""
    return changed(later.basis, earlier.basis) not in range(1, CROWD)


def run_waiting(at: datetime) -> None:
    """What the schedule runs."""
    for conversation in Conversation.objects.exclude(analysis_asked_at=None).order_by("analysis_asked_at"):
        if is_due(conversation, at=at):
            bring_up_to_date(conversation, at=at)


def is_due(conversation: Conversation, *, at: datetime) -> bool:
    """Whether what was asked may be run: there are enough people in what is new, or it need not wait."""
    last = latest(conversation)
    if last is None or conversation.is_over(at):
        return True
    new = Vote.objects.filter(participant__conversation=conversation, pk__gt=last.last_vote)
    voters = new.order_by().values("participant").distinct()[:CROWD].count()
    return voters >= CROWD or _moderated_since(conversation, last)


def _moderated_since(conversation: Conversation, last: Analysis) -> bool:
    """Whether a statement came in or went out, or a participant: then nothing of before may be shown."""
    shown = conversation.statements.shown().order_by("number").values_list("number", flat=True)
    if list(shown) != [said["number"] for said in last.content["statements"]]:
        return True
    people = Participant.objects.filter(conversation=conversation)
    out = people.exclude(excluded_at=None).values_list("pk", flat=True)
    if any(str(pk) in last.basis for pk in out):
        return True
    voted = people.counting().filter(votes__pk__lte=last.last_vote).distinct()
    return voted.count() != len(last.basis)


def bring_up_to_date(conversation: Conversation, *, at: datetime) -> Analysis | None:
    """The result of the votes there are; nothing is reckoned when they are those of the last time."""
    # Before the votes are read: one that arrives meanwhile asks again.
    Conversation.objects.filter(pk=conversation.pk).update(analysis_asked_at=None)
    conversation.analysis_asked_at = None
    taken = read(conversation)
    last = latest(conversation)
    if last is not None and last.sha256 == taken.sha256:
        return last
    if not len(taken.votes):
        return last
    content, places = reckon(conversation, taken, last)
    known = given_out(conversation)
    made = Analysis(
        conversation=conversation,
        at=at,
        sha256=taken.sha256,
        participants=len(taken.participants),
        statements=len(taken.statements),
        votes=len(taken.votes),
        seed=SEED,
        content=content,
        positions=places,
        basis=taken.basis,
        last_vote=taken.last_vote,
    )
    # A public result goes along by itself, such as when a statement is taken away.
    if conversation.published_at is not None and known is not None and may_follow(made, known):
        made.given_out_at = at
    made.save()
    _forget_old(conversation)
    return made


def _forget_old(conversation: Conversation) -> None:
    """A busy evening makes hundreds; of those that never went out the last ones are enough."""
    inside = conversation.analyses.filter(given_out_at=None).order_by("-pk")
    conversation.analyses.filter(pk__in=list(inside.values_list("pk", flat=True)[KEPT:])).delete()


def reckon(
    conversation: Conversation, taken: Input, last: Analysis | None
) -> tuple[dict[str, Any], dict[str, list[float]]]:
    """What pages read, and each participant's place; the map turned on the last, groups with their number."""
    enough = int(taken.votes.eligible.sum()) >= conversation.map_from
    result = opinion.analyse(
        taken.votes,
        rng=np.random.default_rng(SEED),
        # Below the minimum nobody is shown groups, so none are tried.
        replicates=REPLICATES if enough else 0,
        bridging=enough,
    )
    positions = _turned(taken, result, last.positions if last is not None else {})
    numbers = _numbers(conversation, taken, result)
    content = summary.content(conversation, taken, result, positions, numbers)
    places = {
        str(participant): [*map(float, positions[row].round(6)), _group(result, numbers, row)]
        for row, participant in enumerate(taken.participants)
        if result.placed[row]
    }
    return content, places


def _group(result: opinion.Analysis, numbers: NDArray[np.int64], row: int) -> int:
    label = int(result.label[row])
    return int(numbers[label]) if label >= 0 else -1


def _turned(taken: Input, result: opinion.Analysis, before: Mapping[str, list[float]]) -> NDArray[np.float64]:
    both = [row for row, pk in enumerate(taken.participants) if result.placed[row] and str(pk) in before]
    previous = np.array([before[str(taken.participants[row])][:2] for row in both]).reshape(-1, 2)
    turned: NDArray[np.float64] = result.positions @ turn(result.positions[both], previous)
    return turned


def _numbers(conversation: Conversation, taken: Input, result: opinion.Analysis) -> NDArray[np.int64]:
    """(groups,) the number of each group: that of the last analysis that had groups, where they overlap."""
    known: dict[str, list[float]] = {}
    for earlier in conversation.analyses.order_by("-pk").only("positions")[:KEPT]:
        if any(place[2] >= 0 for place in earlier.positions.values()):
            known = earlier.positions
            break
    previous = [int(known[str(pk)][2]) if str(pk) in known else -1 for pk in taken.participants]
    return keep_numbers(result.label, np.array(previous, dtype=np.int64), len(result.sizes))


def changed(now: Mapping[str, str], before: Mapping[str, str]) -> int:
    """How many participants came, went, or voted otherwise between two analyses."""
    return sum(now.get(pk) != before.get(pk) for pk in now.keys() | before.keys())
