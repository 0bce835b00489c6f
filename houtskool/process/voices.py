"""What higher rooms count of what groups said: the coverage view shows it beside who was invited and came."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from houtskool.accounts.models import User
from houtskool.process.models import Process

# (group, theme) → how often. Both are primary keys; group None: nobody knows from which group.
# What has no theme counts under None, and what has two counts under each; `totals` counts everything once.
ByTheme = Mapping[tuple[int | None, int | None], int]


@dataclass(frozen=True)
class Voice:
    """Such as contributions. `label` is the head of the column: "Keer inbreng".

    `url` gives the list behind a number: of a process, a group and perhaps a theme (primary keys); "" for
    who may not see it.
    """

    label: str | Promise
    totals: Callable[[Process], Mapping[int | None, int]]
    by_theme: Callable[[Process], ByTheme]
    url: Callable[[Process, int | None, int | None, User], str]


_voices: dict[str, Voice] = {}


def register(name: str, voice: Voice) -> None:
    _voices[name] = voice


def registered() -> dict[str, Voice]:
    return dict(_voices)
