"""`houtskool opinion`: groups, consensus and certainty from a file of votes, without a database."""

from __future__ import annotations

import argparse
import json
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from houtskool.cli.base import BadInput, Commands

if TYPE_CHECKING:
    from houtskool.cli.opinion_votes import Cast
    from houtskool.kernel.opinion import Analysis


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("opinion", help="zoek in stemmen de groepen, en wat zij delen")
    parser.add_argument("file", type=Path, metavar="STEMMEN.csv", help="stemmen, een per regel of als tabel")
    parser.add_argument("--json", action="store_true", help="als één JSON-document")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="begin van het toeval (standaard 0)")
    parser.add_argument("--groups", type=int, metavar="K", help="zoveel groepen, in plaats van 2 tot 5")
    parser.add_argument("--polis", action="store_true", help="reken zoals Polis")
    parser.add_argument("--statements", type=Path, metavar="BESTAND", help="tekst en moderatie per stelling")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    # Here, because numpy takes its time and most commands do without.
    import numpy as np

    from houtskool.cli import opinion_table
    from houtskool.cli.opinion_votes import read_statements, read_votes
    from houtskool.kernel.opinion import analyse

    if arguments.seed < 0:
        raise BadInput(f"--seed {arguments.seed}: geef een getal van 0 of meer.")
    if arguments.groups is not None and arguments.groups < 2:
        raise BadInput(f"--groups {arguments.groups}: geef 2 of meer groepen.")
    cast = read_votes(arguments.file)
    told = read_statements(arguments.statements) if arguments.statements else {}
    out = np.array([name in told and told[name].out for name in cast.statements])
    if out.all():
        raise BadInput(f"{arguments.statements}: alle stellingen zijn weggelaten; er blijft niets over.")
    able = _able(cast, out, polis=arguments.polis)
    if arguments.groups is not None and arguments.groups * 2 > able:
        raise BadInput(
            f"--groups {arguments.groups}: dat gaat niet met {able} deelnemers die genoeg stemden; "
            f"hoogstens {able // 2} groepen van twee of meer."
        )
    result = analyse(
        cast.votes,
        rng=np.random.default_rng(arguments.seed),
        moderated=out,
        number=arguments.groups,
        polis_mode=arguments.polis,
    )
    if arguments.groups is not None and len(result.sizes) not in (0, arguments.groups):
        print(
            f"houtskool: {arguments.groups} groepen van twee of meer waren er niet te maken; "
            f"het zijn er {len(result.sizes)}.",
            file=sys.stderr,
        )
    if arguments.json:
        print(json.dumps(as_json(cast, result), ensure_ascii=False, allow_nan=False))
    else:
        texts = [told[name].text if name in told else "" for name in cast.statements]
        print("\n".join(opinion_table.lines(cast, result, texts, polis=arguments.polis)))
    return 0


def _able(cast: Cast, out: Any, *, polis: bool) -> int:
    votes = cast.votes if polis else cast.votes.only_statements(~out)
    return int(votes.eligible.sum())


def as_json(cast: Cast, result: Analysis) -> dict[str, Any]:
    """The document of the command: ids as the file has them, statements without those moderated out."""
    votes = result.counts.sum(axis=0)
    grouped = [place for place, group in enumerate(result.label.tolist()) if group >= 0]
    placed = [place for place, here in enumerate(result.placed.tolist()) if here]
    names = cast.participants
    return {
        "participants": len(names),
        "votes": int(votes.sum()),
        "clustered": len(grouped),
        "stable": result.stable,
        "stability": _number(result.stability),
        "silhouette": _number(result.silhouette),
        "inertia": _number(result.inertia),
        "membership": {names[place]: int(result.label[place]) for place in grouped},
        "certainty": {names[place]: _number(result.certainty[place]) for place in grouped},
        "position": {names[place]: [float(part) for part in result.positions[place]] for place in placed},
        "groups": [_group(cast, result, group) for group in range(len(result.sizes))],
        "statements": [
            _statement(cast, result, place, int(votes[place]))
            for place, here in enumerate(result.kept.tolist())
            if here
        ],
        "held_out_log_loss": _number(result.held_out_log_loss),
    }


def _group(cast: Cast, result: Analysis, group: int) -> dict[str, Any]:
    return {
        "id": group,
        "size": int(result.sizes[group]),
        "stability": _number(result.group_stability[group]),
        "representative": [
            {
                "statement": cast.statements[one.statement],
                "stance": "agree" if one.agree else "disagree",
                "share": one.share,
                "versus": one.versus,
                "score": one.score,
            }
            for one in result.representative[group]
        ],
    }


def _statement(cast: Cast, result: Analysis, place: int, votes: int) -> dict[str, Any]:
    disagree, passed, agree = (int(part) / votes if votes else None for part in result.counts[:, place])
    return {
        "statement": cast.statements[place],
        "votes": votes,
        "agree": agree,
        "disagree": disagree,
        "pass": passed,
        "interval": [float(end) for end in result.interval[place]] if votes else None,
        "group_consensus": _number(result.group_consensus[place]),
        "group_consensus_mean": _number(result.group_consensus_mean[place]),
        "bridging": _number(result.bridging[place]),
        "divisiveness": _number(result.divisiveness[place]),
        "consensus": {1: "agree", -1: "disagree", 0: None}[int(result.consensus[place])],
        "priority": _number(result.priority[place]),
    }


def _number(value: float) -> float | None:
    """JSON knows no NaN: what is not known is null."""
    return None if math.isnan(value) else float(value)
