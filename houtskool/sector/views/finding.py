"""The one guarded door of these pages to a row."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404

from houtskool.accounts.http import Request
from houtskool.accounts.roles import FACILITATES
from houtskool.sector.nouns import NounPages

Trail = list[tuple[str, str]]


def find(request: Request, noun: NounPages, pk: int) -> Any:
    """The row, for a user who may see it; else 404."""
    return get_object_or_404(noun.rows().visible_to(request.user), pk=pk)  # type: ignore[attr-defined]  # a NounQuerySet


def may_write(request: Request) -> bool:
    return request.user.holds(*FACILITATES)
