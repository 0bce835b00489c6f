from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import IO, TypeAlias


class BadInput(Exception):
    """What the user gave cannot be used; the message says what, where and what to do."""


# argparse keeps its own class for what add_subparsers() gives under a private name.
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def set_up() -> None:
    """Make Django ready. Only commands that need the database call it, so that the others start fast."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "houtskool.settings")
    django.setup()


def require_database() -> None:
    """Make Django ready, and see that the database is there and up to date."""
    set_up()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise BadInput(
            "de database is er nog niet, of hoort bij een oudere versie. "
            "Voer eerst `houtskool manage migrate` uit."
        )


def bytes_of(path: Path) -> bytes:
    with opened(path) as file:
        return file.read()


def opened(path: Path) -> IO[bytes]:
    """The file, to be read. Raises BadInput."""
    try:
        return path.open("rb")
    except FileNotFoundError as error:
        raise BadInput(f"{path} is niet te lezen: dat bestand is er niet. Kijk of de naam klopt.") from error
    except IsADirectoryError as error:
        raise BadInput(f"{path} is niet te lezen: dat is een map. Geef een bestand.") from error
    except OSError as error:
        raise BadInput(f"{path} is niet te lezen ({error.strerror}). Kijk of u erbij mag.") from error
