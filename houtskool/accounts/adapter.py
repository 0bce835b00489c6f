from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAdapter(DefaultAccountAdapter):
    """Nobody makes an account for themselves: a beheerder adds people."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
