"""The themes as a coder sees them: the own ones of the process first, each with a key."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from houtskool.process.models import Process
from houtskool.sector.models import Theme

# Without j, k and x, which go through the list, and w, which goes to the words.
KEYS = "1234567890abcdefghilmnopqrstuvyz"


@dataclass(frozen=True)
class Choice:
    """A theme and the key that gives it; the later ones have none, and are found by typing."""

    theme: Theme
    key: str
    own: bool


def choices(process: Process | None) -> list[Choice]:
    """Every theme that can be given; one query."""
    links = Process.themes.through.objects.filter(theme=OuterRef("pk"), process=process)
    themes = Theme.objects.current().annotate(own=Exists(links)).order_by("-own", "name", "pk")
    # The annotation is no attribute that the model knows.
    return [
        Choice(theme, KEYS[index] if index < len(KEYS) else "", bool(getattr(theme, "own", False)))
        for index, theme in enumerate(themes)
    ]
