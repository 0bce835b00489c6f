"""The example: Haarlem on its way to an action programme, early 2019. All people and amounts are invented."""

from __future__ import annotations

from houtskool.accounts.models import User
from houtskool.demo.people import EXAMPLE_USERS


def build(password: str) -> None:
    """Fill an empty database. Runs in the caller's transaction."""
    for email, name, role in EXAMPLE_USERS:
        user = User.objects.create_user(email, password, name=name)
        user.grants.create(role=role)
