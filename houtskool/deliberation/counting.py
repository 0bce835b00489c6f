"""Which votes of a conversation count, as arrays in one canonical order, and the digest of exactly those."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

import numpy as np

from houtskool.deliberation.models import Conversation, Statement, Vote
from houtskool.kernel.opinion import Votes, votes_from

# Part of the digest: another way of reckoning is another input.
EDITION = 2


@dataclass(frozen=True, eq=False)
class Input:
    """What counts. Row i of `votes` is participant `participants[i]`, column j statement `statements[j]`."""

    participants: list[int]
    statements: list[int]
    votes: Votes
    basis: dict[str, str]
    last_vote: int
    sha256: str


def read(conversation: Conversation) -> Input:
    """The last vote of each counting participant on each statement that is shown, in canonical order."""
    shown = dict(
        conversation.statements.filter(state=Statement.State.SHOWN)
        .order_by("number")
        .values_list("pk", "number")
    )
    rows = (
        Vote.objects.filter(participant__conversation=conversation, participant__excluded_at=None)
        .order_by("pk")
        .values_list("pk", "participant_id", "statement_id", "value")
    )
    own: dict[int, dict[int, int]] = {}
    last_vote = 0
    for pk, participant, statement, value in rows.iterator():
        own.setdefault(participant, {})[statement] = value
        last_vote = pk
    participants, statements = sorted(own), sorted(shown.values())
    column = {pk: statements.index(number) for pk, number in shown.items()}
    cast = [
        (row, column[statement], value)
        for row, participant in enumerate(participants)
        for statement, value in sorted(own[participant].items())
        if statement in column
    ]
    table = np.array(cast, dtype=np.int64).reshape(-1, 3)
    votes = votes_from(table[:, 0], table[:, 1], table[:, 2], shape=(len(participants), len(statements)))
    said = json.dumps([EDITION, conversation.map_from, participants, statements, sorted(cast)])
    return Input(
        participants=participants,
        statements=statements,
        votes=votes,
        # Of all votes, those on statements that are out too: else moderation hides who changed.
        basis={str(one): _digest(json.dumps(sorted(own[one].items())))[:16] for one in participants},
        last_vote=last_vote,
        sha256=_digest(said),
    )


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
