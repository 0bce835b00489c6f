"""What higher rooms show on the page of a process or a gathering: each registers in AppConfig.ready()."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from houtskool.accounts.models import User
from houtskool.process.models import Gathering, Process


@dataclass(frozen=True)
class Panel:
    """A titled part of the page; `template` draws `context` (given as `panel`)."""

    title: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)


Source = Callable[[Process, User, date], Panel | None]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    _sources[name] = source


def registered() -> dict[str, Source]:
    return dict(_sources)


def for_process(process: Process, user: User, at: date) -> list[Panel]:
    return [panel for source in _sources.values() if (panel := source(process, user, at))]


# Such as what was said there, table by table.
GatheringSource = Callable[[Gathering, User, date], Panel | None]
_of_gatherings: dict[str, GatheringSource] = {}


def register_for_gathering(name: str, source: GatheringSource) -> None:
    _of_gatherings[name] = source


def registered_for_gathering() -> dict[str, GatheringSource]:
    return dict(_of_gatherings)


def for_gathering(gathering: Gathering, user: User, at: date) -> list[Panel]:
    return [panel for source in _of_gatherings.values() if (panel := source(gathering, user, at))]
