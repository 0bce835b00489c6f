"""The verbs of a gathering and its tables: plan, change, cancel, and tell who was invited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.process import actions, letters, replying
from houtskool.process.models import Gathering, Invitation, Table
from houtskool.process.models.invitations import new_code
from houtskool.records import editing, journal, post, secret_links

Links = Mapping[str, Iterable[models.Model]]
# What somebody who is coming must know when it changes.
_TOLD = ("starts_at", "ends_at", "planned_words", "planned_start", "planned_end", "place")


@transaction.atomic
def plan(gathering: Gathering, links: Links, *, by: User, at: datetime) -> Gathering:
    """Keep a new gathering with its themes."""
    gathering.full_clean()
    gathering.save()
    for name, rows in links.items():
        getattr(gathering, name).set(rows)
    journal.created(gathering, by=by, at=at)
    return gathering


@transaction.atomic
def change(
    gathering: Gathering,
    links: Links | None = None,
    *,
    by: User,
    at: datetime,
    opened: journal.Fields | None = None,
    tell: bool = True,
) -> int:
    """Keep what was changed; who was invited is told when time or place moved, unless `tell` is False.

    With more places than before, those who wait longest come in. Gives how many were told. Raises
    editing.Meanwhile where another changed the same, else ValidationError per field.
    """
    before = replying.lock(gathering)
    gathering.full_clean()
    with journal.change(gathering, by=by, at=at):
        if opened is not None:
            links = editing.settle(gathering, opened, links)
        gathering.sequence, gathering.cancelled_at = before.sequence, before.cancelled_at
        moved = any(getattr(before, name) != getattr(gathering, name) for name in _TOLD)
        gathering.sequence += moved
        gathering.save()
        for name, rows in (links or {}).items():
            getattr(gathering, name).set(rows)
    replying.move_up(gathering, at=at)
    if not moved or not tell or gathering.is_over(at) or gathering.cancelled_at:
        return 0
    return _tell(gathering, "process/mail/change", letters.change, by=by, at=at)


@transaction.atomic
def cancel(gathering: Gathering, *, because: str, by: User, at: datetime) -> int:
    """It does not go on; everyone who was invited is told why. Gives how many were told.

    Raises ValidationError when it was cancelled before, was held, or when no reason is given.
    """
    now = replying.lock(gathering)
    if now.cancelled_at:
        raise ValidationError(_("Deze bijeenkomst is al afgelast."))
    if now.real_words or now.is_over(at):
        raise ValidationError(_("Deze bijeenkomst is al geweest. Afgelasten kan niet meer."))
    if not because.strip():
        raise ValidationError({"because": _("Schrijf waarom; dat lezen de genodigden.")})
    with journal.change(gathering, by=by, at=at):
        gathering.cancelled_at, gathering.cancelled_because = at, because.strip()
        gathering.sequence = now.sequence + 1
        gathering.save(update_fields=["cancelled_at", "cancelled_because", "sequence"])
    return _tell(gathering, "process/mail/cancellation", letters.cancellation, by=by, at=at)


@transaction.atomic
def reinstate(gathering: Gathering, *, by: User, at: datetime) -> int:
    """It goes on after all; everyone is told. Gives how many were told."""
    now = replying.lock(gathering)
    with journal.change(gathering, by=by, at=at):
        gathering.cancelled_at, gathering.cancelled_because = None, ""
        gathering.sequence = now.sequence + 1
        gathering.save(update_fields=["cancelled_at", "cancelled_because", "sequence"])
    return _tell(gathering, "process/mail/change", letters.change, by=by, at=at)


def _tell(gathering: Gathering, template: str, compose: post.Compose, *, by: User, at: datetime) -> int:
    told = 0
    going = gathering.invitations.standing().exclude(reply=Invitation.Reply.DECLINED)
    for invitation in going.with_names():
        if invitation.may_be_mailed:
            letters.send(invitation, template, compose, by=by, at=at)
            told += 1
    return told


# --- tables


def add_table(table: Table, *, by: User, at: datetime) -> Table:
    return actions.add(table, by=by, at=at)


def change_table(table: Table, *, by: User, at: datetime) -> Table:
    return actions.change(table, by=by, at=at)


@transaction.atomic
def renew_links(table: Table, *, by: User, at: datetime) -> None:
    """Withdraw the link of the note-taker and the code of the card: what was printed works no more."""
    with journal.change(table, by=by, at=at):
        table.link_key, table.code = secret_links.new_key(), new_code()
        table.save(update_fields=["link_key", "code"])
