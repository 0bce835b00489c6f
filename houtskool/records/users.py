"""Who may sign in and what they may do. Not in accounts, since each change belongs in the journal."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.accounts.roles import Role
from houtskool.records import journal
from houtskool.records.verbs import Verb


@transaction.atomic
def add_user(email: str, name: str, roles: Collection[Role], *, by: User | None, at: datetime) -> User:
    """Somebody who can sign in from now on, by a code in an e-mail; they may choose a password themselves.

    Raises ValidationError when somebody has this address already.
    """
    if User.objects.filter(email__iexact=email).exists():
        raise ValidationError(
            {
                "email": _("Er is al iemand met het adres %(email)s. Zoek die op in de lijst.")
                % {"email": email}
            }
        )
    user = User.objects.create_user(email, name=name, date_joined=at)
    user.grants.bulk_create([user.grants.model(user=user, role=role) for role in roles])
    journal.record(Verb.CREATED, user, by=by, at=at, after=_state(user))
    return user


@transaction.atomic
def change_user(
    user: User, *, name: str, roles: Collection[Role], is_active: bool, by: User | None, at: datetime
) -> None:
    """Give the user this name and exactly these roles, and let them sign in or not; at once, everywhere.

    Raises ValidationError when nobody would be left who can add people.
    """
    before = _state(user)
    user.name = name
    user.is_active = is_active
    user.save()
    user.grants.exclude(role__in=roles).delete()
    held = set(user.grants.values_list("role", flat=True))
    user.grants.bulk_create([user.grants.model(user=user, role=role) for role in roles if role not in held])
    was_administrator = before["is_active"] and Role.ADMINISTRATOR in before["roles"]
    if (
        was_administrator
        and not User.objects.filter(is_active=True, grants__role=Role.ADMINISTRATOR).exists()
    ):
        raise ValidationError(
            _("Er moet een beheerder blijven die zich kan aanmelden. Maak eerst iemand anders beheerder.")
        )
    after = _state(user)
    if before != after:
        journal.record(Verb.CHANGED, user, by=by, at=at, before=before, after=after)


def _state(user: User) -> dict[str, Any]:
    """What the journal may know of a user: never the password, not even hashed."""
    return {
        "email": user.email,
        "name": user.name,
        "is_active": user.is_active,
        "roles": sorted(user.grants.values_list("role", flat=True)),
    }
