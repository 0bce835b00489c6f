from __future__ import annotations

from django.http import HttpRequest

from houtskool.accounts.models import User


class Request(HttpRequest):
    """A request past the sign-in: its user is one of ours. For annotations of views only."""

    user: User
