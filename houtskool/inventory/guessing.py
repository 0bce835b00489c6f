"""Against guessing codes: after twenty wrong ones from one address, that address waits ten minutes."""

from __future__ import annotations

import contextlib
import hashlib

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

WRONG = 20
WAIT = 10 * 60  # seconds


def must_wait(request: HttpRequest) -> bool:
    return int(cache.get(_key(request), 0)) >= WRONG


def note_wrong(request: HttpRequest) -> None:
    """Only wrong codes count: a whole room may come in over one address."""
    key = _key(request)
    if not cache.add(key, 1, WAIT):
        with contextlib.suppress(ValueError):  # it ran out this very moment
            cache.incr(key)


def _key(request: HttpRequest) -> str:
    """Of the address a hash only: the cache is no place for persons."""
    address = str(get_adapter().get_client_ip(request))
    return f"inventory.guess.{hashlib.sha256(address.encode()).hexdigest()}"
