"""The `houtskool` command. Messages go to standard error; with --json one document goes to standard output.

Exit codes: 0 done, 1 something was found (verify), 2 bad input.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from houtskool.cli import assess, notes, opinion, spreadsheets, users, worker
from houtskool.cli.base import BadInput, require_database, set_up


def main(argv: Sequence[str] | None = None) -> int:
    arguments = _parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments)
    except BadInput as error:
        print(f"houtskool: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader, such as `head`, went away
        return 0
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="houtskool", description="Een actieprogramma maken met de stad.")
    commands = parser.add_subparsers(required=True, metavar="OPDRACHT")

    demo = commands.add_parser("demo", help="start Houtskool met het voorbeeld Haarlem")
    demo.add_argument("--port", type=int, default=8000, help="poort (standaard 8000; 0 kiest een vrije)")
    demo.add_argument("--folder", type=Path, help="map voor de voorbeelddatabase")
    demo.add_argument("--fresh", action="store_true", help="begin het voorbeeld opnieuw")
    demo.set_defaults(run=_demo)

    assess.add_to(commands)
    notes.add_to(commands)
    opinion.add_to(commands)
    spreadsheets.add_to(commands)
    users.add_to(commands)
    worker.add_to(commands)

    verify = commands.add_parser("verify", help="controleer het journaal en alles wat bevroren is")
    verify.set_defaults(run=_verify)

    purge = commands.add_parser("purge", help="wis persoonsgegevens waarvan de termijn voorbij is")
    purge.set_defaults(run=_purge)

    manage = commands.add_parser("manage", help="een beheeropdracht van Django, zoals migrate")
    manage.add_argument("words", nargs=argparse.REMAINDER, metavar="…")
    manage.set_defaults(run=_manage)
    return parser


def commands() -> list[str]:
    """The names of all commands, for the docs and their test."""
    return sorted(
        name
        for action in _parser()._actions
        if isinstance(action, argparse._SubParsersAction)
        for name in action.choices
    )


def _demo(arguments: argparse.Namespace) -> int:
    from houtskool.demo import server

    try:
        return server.run(folder=arguments.folder, port=arguments.port, fresh=arguments.fresh)
    except server.Refused as refusal:
        raise BadInput(str(refusal)) from refusal


def _verify(arguments: argparse.Namespace) -> int:
    require_database()
    from houtskool.records import verification

    number, head = verification.head()
    findings = list(verification.verify())
    for finding in findings:
        print(finding)
    if findings:
        print(f"{len(findings)} bevindingen. Leg ze voor aan de beheerder.", file=sys.stderr)
        return 1
    print(f"Alles klopt: {number} journaalregels, laatste hash {head}.")
    return 0


def _purge(arguments: argparse.Namespace) -> int:
    require_database()
    from django.utils import timezone

    from houtskool.records import erasure

    for name, number in erasure.purge(timezone.now()).items():
        print(f"{name}: {number} gewist")
    return 0


def _manage(arguments: argparse.Namespace) -> int:
    set_up()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["houtskool manage", *arguments.words])
    return 0
