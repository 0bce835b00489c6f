"""What a city agrees on: opinion groups, what sets them apart, what they share, and how certain that is.

`analyse` is the door; each step stands on its own. The way there: votes (a sparse matrix in canonical order)
→ projection (the plane of opinions) → groups → certainty (bootstrap) → shares, representative and polis (what
is said of statements) → bridging
(without groups) → levels (certainty in three steps). For a running conversation: routing and movement.
Formulas, sources, a worked example, measurements and limits: docs/algorithms/opinion.md.
"""

from houtskool.kernel.opinion import levels
from houtskool.kernel.opinion.analysis import Analysis, analyse, counts_per_group
from houtskool.kernel.opinion.bridging import Bridging, factorise, held_out_log_loss
from houtskool.kernel.opinion.certainty import STABLE, placements, rand_index, replicates, structured
from houtskool.kernel.opinion.groups import Grouping, assign, find_groups, groupings, settle, silhouettes
from houtskool.kernel.opinion.levels import Level
from houtskool.kernel.opinion.movement import keep_numbers, overlaps, turn
from houtskool.kernel.opinion.polis import (
    PolisStatistics,
    Representative,
    polis_consensus,
    polis_representative,
    polis_statistics,
)
from houtskool.kernel.opinion.projection import Projection, place, project
from houtskool.kernel.opinion.representative import discoveries, representative
from houtskool.kernel.opinion.routing import draw, priority
from houtskool.kernel.opinion.shares import (
    consensus,
    divisiveness,
    group_consensus,
    group_consensus_mean,
    whole_percentages,
    wilson,
)
from houtskool.kernel.opinion.votes import (
    AGREE,
    DISAGREE,
    ELIGIBLE_FROM,
    PASS,
    Ordered,
    Votes,
    in_canonical_order,
    votes_from,
)

__all__ = [
    "AGREE",
    "DISAGREE",
    "ELIGIBLE_FROM",
    "PASS",
    "STABLE",
    "Analysis",
    "Bridging",
    "Grouping",
    "Level",
    "Ordered",
    "PolisStatistics",
    "Projection",
    "Representative",
    "Votes",
    "analyse",
    "assign",
    "consensus",
    "counts_per_group",
    "discoveries",
    "divisiveness",
    "draw",
    "factorise",
    "find_groups",
    "group_consensus",
    "group_consensus_mean",
    "groupings",
    "held_out_log_loss",
    "in_canonical_order",
    "keep_numbers",
    "levels",
    "overlaps",
    "place",
    "placements",
    "polis_consensus",
    "polis_representative",
    "polis_statistics",
    "priority",
    "project",
    "rand_index",
    "replicates",
    "representative",
    "settle",
    "silhouettes",
    "structured",
    "turn",
    "votes_from",
    "whole_percentages",
    "wilson",
]
