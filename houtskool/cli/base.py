from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TypeAlias


class BadInput(Exception):
    """What the user gave cannot be used; the message says what, where and what to do."""


# argparse keeps its own class for what add_subparsers() gives under a private name.
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def set_up() -> None:
    """Make Django ready. Only commands that need the database call it, so that the others start fast."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "houtskool.settings")
    django.setup()


def bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} is niet te lezen: {error.strerror}. Kijk of het bestand bestaat.") from error
