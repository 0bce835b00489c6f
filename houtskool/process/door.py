"""The door through which documents come in: a higher room names its pages for it in AppConfig.ready()."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from houtskool.process.models import SourceDocument


@dataclass(frozen=True)
class Door:
    """URL names: `begin` hands in a document, `review` judges the facts of one that waits."""

    begin: str
    review: str


_doors: list[Door] = []


def open_door(door: Door) -> None:
    _doors[:] = [door]


def begin_url() -> str:
    """Where a document is handed in; empty as long as no room takes any."""
    return reverse(_doors[0].begin) if _doors else ""


def review_url(document: SourceDocument) -> str:
    return reverse(_doors[0].review, args=[document.pk]) if _doors else ""
