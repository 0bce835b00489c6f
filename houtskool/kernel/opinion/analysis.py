"""The whole analysis of a conversation: votes in; out what is said of participants, groups and statements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from houtskool.kernel.opinion import certainty, polis, shares
from houtskool.kernel.opinion.bridging import factorise, held_out_log_loss
from houtskool.kernel.opinion.groups import Grouping, groupings, polished
from houtskool.kernel.opinion.polis import Representative
from houtskool.kernel.opinion.projection import project
from houtskool.kernel.opinion.representative import representative
from houtskool.kernel.opinion.routing import priority
from houtskool.kernel.opinion.votes import Bytes, Flags, Floats, Ints, Votes, in_canonical_order, tally

REPLICATES = 100


@dataclass(frozen=True, eq=False)
class Analysis:
    """Everything in the order of the votes given; participants p, statements s, groups g.

    placed: (p,) who voted often enough. positions: (p, 2), NaN where not placed. label: (p,) group, -1 for
    none.
    certainty: (p,) NaN where no group. stable: whether the groups are; `None` when it was not tried (no
    replicates).
    stability: 0 to 1. silhouette, inertia: NaN without groups. sizes, group_stability: (g,).
    counts: (3, s) disagrees, passes, agrees; group_counts: (g, 3, s). kept: (s,) not moderated out; elsewhere
    counts are 0 and scores NaN. centre: (s,), components: (2, s) of the map. interval: (s, 2) of the share of
    agrees.
    consensus: (s,) 1, -1 or 0. group_consensus, group_consensus_mean: (s,) NaN without groups.
    bridging: (s,) NaN when it was not asked for, like held_out_log_loss.
    """

    placed: Flags
    positions: Floats
    label: Ints
    certainty: Floats
    stable: bool | None
    stability: float
    silhouette: float
    inertia: float
    sizes: Ints
    group_stability: Floats
    representative: list[list[Representative]]
    kept: Flags
    counts: Ints
    group_counts: Ints
    centre: Floats
    components: Floats
    interval: Floats
    consensus: Bytes
    group_consensus: Floats
    group_consensus_mean: Floats
    bridging: Floats
    divisiveness: Floats
    priority: Floats
    held_out_log_loss: float


def analyse(
    votes: Votes,
    *,
    rng: np.random.Generator,
    moderated: Flags | None = None,
    number: int | None = None,
    polis_mode: bool = False,
    replicates: int = REPLICATES,
    bridging: bool = True,
) -> Analysis:
    """Map, groups, certainty and scores of a conversation. The order of participants and statements does not
    matter.

    moderated: (statements,) what was moderated out: removed, or in Polis mode turned to zeros.
    number: as many groups. polis_mode: groups always, with Polis' statistics and selections.
    replicates: of the bootstrap; 0 leaves it out, and the groups with the greatest silhouette stand untried.
    Of several stable groupings that with the greatest stability² · silhouette is taken.
    bridging: also factorise, twice (once to tell how well it predicts).
    Without a stable grouping there are no groups. Raises ValueError for another shape of `moderated`, for
    fewer than 0 replicates, and for a `number` that leaves less than two placed participants per group.
    """
    kept = np.ones(votes.statements, bool) if moderated is None else ~moderated
    if kept.shape != (votes.statements,):
        raise ValueError(f"moderated must have shape {(votes.statements,)}, not {kept.shape}")
    if replicates < 0:
        raise ValueError(f"replicates must be 0 or more, not {replicates}")
    for_groups, for_bridging = rng.spawn(2)
    ordered = in_canonical_order(votes.only_statements(kept))
    used, statements = ordered.votes, np.flatnonzero(kept)[ordered.statements]
    zeros = int((~kept).sum()) if polis_mode else 0
    # Polis lets the votes on what was moderated out count for who may be placed.
    placed = votes.eligible[ordered.participants] if polis_mode else used.eligible
    map_ = project(used, zeros=zeros)
    grouped = used if placed.all() or not replicates else used.only_participants(np.flatnonzero(placed))
    chosen = _chosen(
        grouped, map_.positions[placed], for_groups, number, replicates, zeros=zeros, always=polis_mode
    )
    label = np.full(votes.participants, -1)
    certain = np.full(votes.participants, np.nan)
    if chosen.grouping is not None:
        label[ordered.participants[placed]] = chosen.grouping.label
        certain[ordered.participants[placed]] = chosen.certainty
    positions = np.full((votes.participants, 2), np.nan)
    positions[ordered.participants[placed]] = map_.positions[placed]
    centre, components = np.full(votes.statements, np.nan), np.zeros((2, votes.statements))
    centre[statements], components[:, statements] = map_.centre, map_.components
    counts = votes.counts * kept
    group_counts = (
        counts_per_group(votes, label, 0 if chosen.grouping is None else chosen.grouping.number) * kept
    )
    bridged, loss = np.full(votes.statements, np.nan), np.nan
    if bridging:
        bridged[statements] = factorise(used, for_bridging).statement
        loss = held_out_log_loss(used, for_bridging)
    return Analysis(
        placed=~np.isnan(positions[:, 0]),
        positions=positions,
        label=label,
        certainty=certain,
        stable=chosen.stable,
        stability=chosen.stability,
        silhouette=np.nan if chosen.grouping is None else chosen.grouping.silhouette,
        inertia=np.nan if chosen.grouping is None else chosen.grouping.inertia,
        sizes=np.zeros(0, np.int64) if chosen.grouping is None else chosen.grouping.sizes,
        group_stability=chosen.groups,
        kept=kept,
        counts=counts,
        group_counts=group_counts,
        centre=centre,
        components=components,
        bridging=bridged,
        held_out_log_loss=loss,
        **_scores(counts, group_counts, kept, centre, components, zeros, polis_mode=polis_mode),
    )


def counts_per_group(votes: Votes, label: Ints, groups: int) -> Ints:
    """(groups, 3, statements) disagrees, passes and agrees of members. label: (participants,), -1: none."""
    # Who has no group counts in a table of their own, which is left out.
    found = tally(votes, label + 1, groups + 1)
    return found.reshape(groups + 1, 3, votes.statements)[1:]


@dataclass(frozen=True, eq=False)
class _Choice:
    grouping: Grouping | None
    stable: bool | None
    stability: float
    groups: Floats
    certainty: Floats


def _chosen(
    votes: Votes,
    points: Floats,
    rng: np.random.Generator,
    number: int | None,
    replicates: int,
    *,
    zeros: int,
    always: bool,
) -> _Choice:
    """Of the stable groupings the one that is clearest; the one asked for where some grouping is stable."""
    found = groupings(points, rng)
    asked = groupings(points, rng, numbers=(number,)) if number is not None else []
    if asked:
        found = asked + [one for one in found if one.number != asked[0].number]
    if not found:
        return _none(0.0)
    widths = [one.silhouette for one in found]
    best = 0 if asked else _first_greatest(widths, range(len(found)))
    if not replicates:
        one = polished(points, found[best])
        return _Choice(one, None, np.nan, np.full(one.number, np.nan), np.full(len(points), np.nan))
    made, steady = certainty.replicates(votes, found, rng, replicates, zeros=zeros)
    firm = [place for place, one in enumerate(steady) if one.holds]
    if firm:
        real = certainty.structured(votes, [found[place] for place in firm], rng, zeros=zeros)
        firm = [place for place, one in zip(firm, real, strict=True) if one]
    if not firm and not always:
        return _none(max(one.stability for one in steady))
    if not asked and not always:
        # Clear is what stands apart and comes back: either alone wavers between numbers of groups.
        best = _first_greatest([w * one.stability**2 for w, one in zip(widths, steady, strict=True)], firm)
    one = polished(points, found[best])
    sure = certainty.placements(votes, made, best, one, rng, zeros=zeros)
    return _Choice(one, best in firm, steady[best].stability, steady[best].groups, sure)


def _first_greatest(values: list[float], places: Iterable[int]) -> int:
    """Which of `places` has the greatest value; of equals the first, with the fewest groups."""
    return max(places, key=lambda place: (values[place], -place))


def _none(stability: float) -> _Choice:
    return _Choice(None, False, stability, np.zeros(0), np.zeros(0))


def _scores(
    counts: Ints,
    group_counts: Ints,
    kept: Flags,
    centre: Floats,
    components: Floats,
    zeros: int,
    *,
    polis_mode: bool,
) -> dict[str, Any]:
    votes, group_votes = counts.sum(axis=0), group_counts.sum(axis=1)
    nothing = np.full(len(kept), np.nan)
    grouped = len(group_counts) > 0
    weights = np.full(len(kept), np.nan)
    weights[kept] = priority(counts[:, kept], centre[kept], components[:, kept], zeros=zeros)
    agreed = shares.consensus(counts, group_counts)
    told = representative(group_counts)
    if polis_mode:
        found = polis.polis_statistics(group_counts[:, 2], group_counts[:, 0], group_votes)
        told = polis.polis_representative(found, kept)
        agreed = np.zeros(len(kept), np.int8)
        for side, chosen in zip(
            (1, -1), polis.polis_consensus(counts[2], counts[0], votes, kept), strict=True
        ):
            agreed[chosen] = side
    return {
        "representative": told,
        "interval": shares.wilson(counts[2], votes),
        "consensus": agreed,
        "group_consensus": shares.group_consensus(group_counts[:, 2], group_votes) if grouped else nothing,
        "group_consensus_mean": shares.group_consensus_mean(group_counts[:, 2], group_votes)
        if grouped
        else nothing,
        "divisiveness": shares.divisiveness(counts),
        "priority": weights,
    }
