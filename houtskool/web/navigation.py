"""The main navigation: each room adds its own entry in AppConfig.ready(); the order is the policy cycle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from houtskool.web.language import Text


@dataclass(frozen=True)
class Entry:
    """One word in the navigation. `shown` decides on the request; `order` is the floor, low first.

    `behind_the_scenes` puts it under "Account", for what keeps the site itself in order. `waiting`: how much
    there waits for this visitor, shown beside the word; asked only where the entry is shown.
    """

    label: Text
    url_name: str
    order: int
    shown: Callable[[HttpRequest], bool] = lambda request: request.user.is_authenticated
    prefix: str | tuple[str, ...] = ""
    behind_the_scenes: bool = False
    waiting: Callable[[HttpRequest], int] | None = None


_entries: list[Entry] = []


def add(entry: Entry) -> None:
    if entry not in _entries:
        _entries.append(entry)


def entries() -> list[Entry]:
    return sorted(_entries, key=lambda entry: entry.order)


def for_request(request: HttpRequest) -> list[dict[str, object]]:
    """The entries this visitor sees, each with its address and whether the visitor is there now."""
    shown = [entry for entry in entries() if entry.shown(request)]
    deepest = max((_depth(entry, request.path) for entry in shown), default=0)
    return [
        {
            "label": entry.label,
            "url": reverse(entry.url_name),
            "here": 0 < _depth(entry, request.path) == deepest,
            "behind_the_scenes": entry.behind_the_scenes,
            "waiting": entry.waiting(request) if entry.waiting else 0,
        }
        for entry in shown
    ]


def _depth(entry: Entry, path: str) -> int:
    """How much of the path is this entry's: one room may stand inside the address of another."""
    prefixes = (entry.prefix,) if isinstance(entry.prefix, str) else entry.prefix
    ours = [one or reverse(entry.url_name) for one in prefixes]
    return max((len(one) for one in ours if path.startswith(one)), default=0)
