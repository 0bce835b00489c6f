"""What higher rooms show on the page of something in the sector: each registers in AppConfig.ready()."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from houtskool.accounts.models import User
from houtskool.sector.models import Noun


@dataclass(frozen=True)
class Panel:
    """A titled part of the page; `template` draws `context` (given as `panel.context`)."""

    title: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)


Source = Callable[[Noun, User], Panel | None]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    _sources[name] = source


def registered() -> dict[str, Source]:
    return dict(_sources)


def for_thing(thing: Noun, user: User) -> list[Panel]:
    return [panel for source in _sources.values() if (panel := source(thing, user))]
