"""What higher rooms show on the process page: each registers a panel in AppConfig.ready()."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from houtskool.accounts.models import User
from houtskool.process.models import Process


@dataclass(frozen=True)
class Panel:
    """A titled part of the process page; `template` draws `context` (given as `panel`)."""

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
