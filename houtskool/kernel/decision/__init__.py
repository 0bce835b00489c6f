"""Deciding by a framework: value, knock-outs, robustness to weights, outranking, what would turn it, a
budget.

`assess` is the door for whole cases; the methods stand alone as well.
Formulas, sources, choices, a worked example and limits: docs/algorithms/decision.md.
"""

from houtskool.kernel.decision.assessing import Assessment, Judgement, assess, draws_for
from houtskool.kernel.decision.framework import Criterion, Framework, KnockOut, Mark, Score, Scores
from houtskool.kernel.decision.kleene import Operator, Truth, all_of, any_of, holds, negation
from houtskool.kernel.decision.knapsack import Choice, best_set
from houtskool.kernel.decision.overturning import Turning, what_turns
from houtskool.kernel.decision.promethee import Preference, Shape, criterion_flow, net_flows
from houtskool.kernel.decision.reading import Problem, Unreadable, read_framework, unread_keys
from houtskool.kernel.decision.rows import read_scores
from houtskool.kernel.decision.scale import Scale, values_on
from houtskool.kernel.decision.smaa import Ranking, rank_acceptability, threshold_acceptability
from houtskool.kernel.decision.turning import Shift, Turn, smallest_shift, turning_scores, turning_weights
from houtskool.kernel.decision.values import Values, contributions, weighted_value
from houtskool.kernel.decision.verdicts import Held, Verdict, hold_knockouts, verdict_of
from houtskool.kernel.decision.weights import draw_weights, draw_weights_between, rank_order_centroid

__all__ = [
    "Assessment",
    "Choice",
    "Criterion",
    "Framework",
    "Held",
    "Judgement",
    "KnockOut",
    "Mark",
    "Operator",
    "Preference",
    "Problem",
    "Ranking",
    "Scale",
    "Score",
    "Scores",
    "Shape",
    "Shift",
    "Truth",
    "Turn",
    "Turning",
    "Unreadable",
    "Values",
    "Verdict",
    "all_of",
    "any_of",
    "assess",
    "best_set",
    "contributions",
    "criterion_flow",
    "draw_weights",
    "draw_weights_between",
    "draws_for",
    "hold_knockouts",
    "holds",
    "negation",
    "net_flows",
    "rank_acceptability",
    "rank_order_centroid",
    "read_framework",
    "read_scores",
    "smallest_shift",
    "threshold_acceptability",
    "turning_scores",
    "turning_weights",
    "unread_keys",
    "values_on",
    "verdict_of",
    "weighted_value",
    "what_turns",
]
