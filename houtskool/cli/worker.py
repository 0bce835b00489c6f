"""`houtskool worker`: the process that sends e-mail, reads large files and does what comes back."""

from __future__ import annotations

import argparse

from houtskool.cli.base import Commands, require_database


def add_to(commands: Commands) -> None:
    worker = commands.add_parser(
        "worker", help="doe het werk op de achtergrond: e-mail, imports, herinneringen"
    )
    worker.add_argument("--once", action="store_true", help="doe wat er nu ligt, en stop")
    worker.set_defaults(run=_worker)


def _worker(arguments: argparse.Namespace) -> int:
    require_database()
    from houtskool.records.worker import Loop

    loop = Loop()
    loop.handle_signals()
    if not arguments.once:
        print(f"houtskool: werker {loop.name} is begonnen. Stoppen: Ctrl+C.", flush=True)
    loop.run(once=arguments.once)
    return 0
