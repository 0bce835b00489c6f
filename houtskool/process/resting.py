"""What higher rooms rest on a thing of a lower one, such as a measure on a statement or a request for help.

Each registers in AppConfig.ready(); the page of the thing shows it with process/parts/resting.html.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import models

from houtskool.accounts.models import User


@dataclass(frozen=True)
class Resting:
    """What rests on it and where that is; `done` says what it does with it, `reason` why."""

    title: str
    url: str
    done: str
    reason: str = ""


Source = Callable[[models.Model, User], Sequence[Resting]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    _sources[name] = source


def registered() -> dict[str, Source]:
    return dict(_sources)


def on(thing: models.Model, user: User) -> list[Resting]:
    """All that rests on the thing, as far as this reader may see it."""
    return [one for source in _sources.values() for one in source(thing, user)]
