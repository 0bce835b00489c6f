"""What the kernel found, as pages read it: JSON in which what could point at somebody is hidden already.

A share of a statement or an opinion group is told from seven votes on. Nobody knows who stands in an opinion
group, but everybody knows who is a financier: numbers per group that people named themselves, or through
whose link they came, are hidden below ten, with what would give them away (kernel/disclosure.py).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from houtskool.deliberation.counting import Input
from houtskool.deliberation.models import Conversation, Participant
from houtskool.deliberation.spots import spots
from houtskool.kernel import disclosure, opinion
from houtskool.kernel.opinion import ELIGIBLE_FROM, levels

Ints = NDArray[np.int64]
# A group of fewer is not shown, and then none is: what the others did would tell what this one did.
SMALLEST_GROUP = 7
LEVELS = {levels.Level.CERTAIN: "certain", levels.Level.LIKELY: "likely", levels.Level.TOO_FEW: "few"}


def content(
    conversation: Conversation,
    taken: Input,
    result: opinion.Analysis,
    positions: NDArray[np.float64],
    numbers: Ints,
) -> dict[str, Any]:
    """`state`: "few" people, "unstable", "small" (a group is too small to be shown) or "groups"."""
    placed = int(result.placed.sum())
    state = _state(conversation, result, placed)
    found = range(len(result.sizes)) if state == "groups" else range(0)
    label = result.label if state == "groups" else np.full(len(result.label), -1)
    people = list(
        Participant.objects.filter(pk__in=taken.participants)
        .order_by("pk")
        .values_list("group_id", "door__group_id")
    ) if len(taken.participants) >= conversation.map_from else []  # fmt: skip
    own_groups = [group for group, _door in people]
    return {
        "state": state,
        "placed": placed,
        # As it was when this was reckoned: what is public may be of before somebody was left out.
        "excluded": conversation.participants.exclude(excluded_at=None).count(),
        "stability": _number(result.stability) if state == "groups" else None,
        "level": LEVELS[levels.of_grouping(result.stability)] if state == "groups" else None,
        "predicts": _number(result.held_out_log_loss),
        "groups": sorted(
            (_group(taken, result, group, int(numbers[group])) for group in found),
            key=lambda group: group["number"],
        ),
        "statements": _statements(conversation, taken, result, numbers, list(found), own_groups),
        "map": spots(positions, result.placed, _own_numbers(label, numbers)) if state != "few" else [],
        "own_groups": _own_groups(own_groups, label, numbers, list(found)),
        "turnout": _turnout(conversation, [door for _group, door in people]) if people else [],
        "priority": {
            str(number): _number(result.priority[column]) or 0.0
            for column, number in enumerate(taken.statements)
        },
    }


def _state(conversation: Conversation, result: opinion.Analysis, placed: int) -> str:
    if placed < conversation.map_from:
        return "few"
    if not result.stable or not len(result.sizes):
        return "unstable"
    return "small" if result.sizes.min() < SMALLEST_GROUP else "groups"


def _own_numbers(label: Ints, numbers: Ints) -> Ints:
    return np.array([numbers[one] if one >= 0 else -1 for one in label], dtype=np.int64)


def _group(taken: Input, result: opinion.Analysis, group: int, number: int) -> dict[str, Any]:
    return {
        "number": number,
        "size": int(disclosure.rounded(result.sizes)[group]),
        "level": LEVELS[levels.of_group(float(result.group_stability[group]))],
        "apart": [
            {"statement": taken.statements[one.statement], "agree": one.agree, "versus": round(one.versus, 4)}
            for one in result.representative[group]
        ],
    }


def _statements(
    conversation: Conversation,
    taken: Input,
    result: opinion.Analysis,
    numbers: Ints,
    groups: list[int],
    own_groups: Sequence[int | None],
) -> list[dict[str, Any]]:
    told = len(taken.participants) >= conversation.map_from
    certain = levels.of_statements(result.counts)
    per_own = _per_own_group(taken, own_groups) if own_groups else {}
    rows = []
    for column, number in enumerate(taken.statements):
        counts = result.counts[:, column]
        shown = told and counts.sum() >= ELIGIBLE_FROM
        rows.append(
            {
                "number": number,
                "votes": int(counts.sum()) if shown else None,
                "counts": counts.tolist() if shown else None,
                "level": LEVELS[levels.Level(int(certain[column]))] if shown else "few",
                "consensus": int(result.consensus[column]) if shown else 0,
                "divides": _number(result.divisiveness[column]) if shown else None,
                "bridges": _number(result.bridging[column]) if shown and groups else None,
                "together": _number(result.group_consensus_mean[column]) if shown and groups else None,
                "groups": {
                    str(numbers[group]): result.group_counts[group, :, column].tolist()
                    for group in groups
                    if shown and result.group_counts[group, :, column].sum() >= ELIGIBLE_FROM
                },
                "own_groups": {
                    str(group): three[:, column].tolist()
                    for group, three in per_own.items()
                    if shown and three[:, column].sum()
                },
            }
        )
    return rows


def _per_own_group(taken: Input, own_groups: Sequence[int | None]) -> dict[int, Ints]:
    """Group → (3, statements) disagrees, passes and agrees; all zeros where they stay hidden."""
    names = sorted(set(own_groups), key=lambda group: group or 0)
    label = np.array([names.index(group) for group in own_groups], dtype=np.int64)
    counts = opinion.counts_per_group(taken.votes, label, len(names))
    cast = counts.sum(axis=1)
    for column in range(cast.shape[1]):
        # Who did not vote on it has nothing to hide there.
        there = np.flatnonzero(cast[:, column])
        away = disclosure.hidden(cast[there, column])
        counts[there[away], :, column] = 0
    return {group: counts[row] for row, group in enumerate(names) if group is not None}


def _own_groups(
    own_groups: Sequence[int | None], label: Ints, numbers: Ints, groups: list[int]
) -> dict[str, Any]:
    """People per group of their own naming and opinion group, -1 where it stays hidden; `null` named none."""
    named = sorted({group for group in own_groups if group is not None})
    if not named:
        return {"columns": [], "rows": []}
    rows = [*named, None]
    table = np.zeros((len(rows), len(groups) + 1), dtype=np.int64)
    for group, own in zip(own_groups, label, strict=True):
        # The last column: not in an opinion group.
        table[rows.index(group), groups.index(own) if own >= 0 else -1] += 1
    used = table.sum(axis=0) > 0
    if table[-1].sum() == 0:
        table, rows = table[:-1], rows[:-1]
    told = disclosure.published(table[:, used])
    columns = [*(int(numbers[group]) for group in groups), None]
    return {
        "columns": [column for column, kept in zip(columns, used, strict=True) if kept],
        "rows": [
            {"group": group, "cells": told.cells[row].tolist(), "total": int(told.rows[row])}
            for row, group in enumerate(rows)
        ],
        "totals": told.columns.tolist(),
        "total": told.total,
    }


def _turnout(conversation: Conversation, doors: Sequence[int | None]) -> list[dict[str, Any]]:
    """Per invited group (`null`: links for everybody): invited where known, and took part; -1: hidden."""
    invited: dict[int | None, int | None] = {}
    for group, number in conversation.doors.order_by("pk").values_list("group_id", "invited"):
        known = invited.get(group, 0)
        invited[group] = None if number is None or known is None else known + number
    groups = sorted(invited, key=lambda group: (group is None, group or 0))
    took_part = np.array([doors.count(group) for group in groups], dtype=np.int64)
    away = disclosure.hidden(took_part)
    told = disclosure.rounded(took_part)
    return [
        {
            "group": group,
            "invited": invited[group],
            "took_part": disclosure.HIDDEN if away[row] else int(told[row]),
        }
        for row, group in enumerate(groups)
    ]


def _number(value: float) -> float | None:
    """JSON knows no NaN: what is not known is null."""
    return None if math.isnan(value) else round(float(value), 6)
