"""`houtskool assess`: cases judged by a framework, from two files and without a database."""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from houtskool.cli.base import BadInput, Commands, bytes_of

# The kernel is imported when the command runs: numpy takes a tenth of a second, which no other command needs.
if TYPE_CHECKING:
    from houtskool.kernel.decision import Framework, Problem, Scores

_COLUMNS = {
    "case": ("case", "zaak"),
    "assessor": ("assessor", "beoordelaar"),
    "criterion": ("criterion", "criterium"),
    "score": ("score",),
}
_SHOWN_PROBLEMS = 10
_ROWS = 1_000_000


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("assess", help="beoordeel zaken met een afwegingskader")
    parser.add_argument("framework", type=Path, metavar="KADER.toml", help="criteria, gewichten, drempel")
    parser.add_argument(
        "scores",
        type=Path,
        metavar="SCORES.csv",
        help="kolommen case, assessor, criterion, score en reason; ook XLSX en ODS",
    )
    parser.add_argument("--json", action="store_true", help="als één JSON-document")
    parser.add_argument(
        "--seed",
        type=int,
        default=0,
        metavar="N",
        help="startgetal van de trekking van wegingen (standaard 0)",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    import numpy as np

    from houtskool.cli import assessment_text
    from houtskool.kernel.decision import assess

    if arguments.seed < 0:
        raise BadInput(f"--seed moet 0 of hoger zijn; er staat {arguments.seed}.")
    framework = framework_of(arguments.framework)
    scores = scores_of(arguments.scores, framework)
    assessment = assess(framework, scores, rng=np.random.default_rng(arguments.seed))
    if arguments.json:
        document = assessment_text.document(framework, assessment, seed=arguments.seed)
        print(json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False))
    else:
        print("\n".join(assessment_text.lines(framework, scores, assessment, seed=arguments.seed)))
    return 0


def framework_of(path: Path) -> Framework:
    """The framework in a TOML file; what it holds beyond that is told on standard error."""
    from houtskool.assessment.framework.toml_places import at_criterion, criterion_lines, in_dutch
    from houtskool.kernel.decision import Unreadable, read_framework, unread_keys

    try:
        text = bytes_of(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is geen tekst in UTF-8. Bewaar het bestand als UTF-8.") from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(in_dutch(str(path), error)) from error
    starts = criterion_lines(text, data)
    try:
        framework = read_framework(data)
    except Unreadable as error:
        raise BadInput(
            _listed([at_criterion(str(path), one, data, starts) for one in error.problems])
        ) from error
    for problem in unread_keys(data):
        print(f"houtskool: {at_criterion(str(path), problem, data, starts)}", file=sys.stderr)
    return framework


def scores_of(path: Path, framework: Framework) -> Scores:
    """The scores in a spreadsheet: CSV (UTF-8, UTF-16 or Windows-1252; comma, semicolon or tab), XLSX or
    ODS.
    """
    from houtskool.kernel.decision import Unreadable, read_scores
    from houtskool.records import spreadsheet
    from houtskool.records.archives import Limits, Refused

    try:
        sheet = spreadsheet.read(bytes_of(path), Limits(size=200_000_000, rows=_ROWS))
    except Refused as refusal:
        raise BadInput(f"{path}: {refusal}") from refusal
    titles = [title.strip().lower() for title in sheet.titles]
    places = {}
    for name, words in _COLUMNS.items():
        found = [place for place, title in enumerate(titles) if title in words]
        if len(found) != 1:
            lack = "ontbreekt" if not found else "staat er twee keer"
            there = ", ".join(filter(None, sheet.titles))
            raise BadInput(
                f"{path}, regel 1: de kolom ‘{name}’ {lack}. Er zijn: {there}. "
                "Nodig zijn case, assessor, criterion en score."
            )
        places[name] = found[0]
    rows = ((number, {name: cells[place] for name, place in places.items()}) for number, cells in sheet.rows)
    try:
        return read_scores(rows, framework)
    except Unreadable as error:
        raise BadInput(_listed([_at_row(path, one) for one in error.problems])) from error


def _at_row(path: Path, problem: Problem) -> str:
    return f"{path}{f', regel {problem.at}' if problem.at else ''}: {problem.text}"


def _listed(problems: list[str]) -> str:
    rest = len(problems) - _SHOWN_PROBLEMS
    return "\n".join(
        [*problems[:_SHOWN_PROBLEMS], *([f"En nog {rest} van zulke fouten."] if rest > 0 else [])]
    )
