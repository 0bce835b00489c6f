"""What is made once in a run of the tests, however many workers there are."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """The file or folder that `make` makes at the path it is given: by the first worker that asks.

    The others wait until it is there; who uses it leaves it as it is.
    """
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:  # then it is the worker's own, beside those of the others
        shared = shared.parent
    made, being_made = shared / name, shared / f"{name}.part"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            make(being_made)
            being_made.rename(made)
    return made
