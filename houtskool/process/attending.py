"""Who came: ticked off on a list, by QR code at the door, or by who walks in."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.process.models import Gathering, Invitation, Table
from houtskool.process.models.periods import local_day
from houtskool.records import erasure, journal
from houtskool.records.verbs import Verb
from houtskool.sector.models import StakeholderGroup


def too_early(gathering: Gathering, at: datetime) -> str:
    """Why nobody can be present yet; "" when one can."""
    if gathering.cancelled_at:
        return _("Deze bijeenkomst is afgelast.")
    if gathering.first_day and gathering.first_day > local_day(at):
        return _("Deze bijeenkomst moet nog komen. De presentielijst opent op de dag zelf.")
    return ""


@transaction.atomic
def mark(invitation: Invitation, came: bool | None, *, by: User | None, at: datetime, via: str = "") -> None:
    """Came, did not come, or nobody knows (None). Raises ValidationError before the day."""
    if refusal := too_early(invitation.gathering, at):
        raise ValidationError(refusal)
    with journal.change(invitation, by=by, at=at, via=via):
        invitation.attended = came
        invitation.save(update_fields=["attended"])


@transaction.atomic
def seat(
    invitation: Invitation, table: Table | None, *, by: User | None, at: datetime, via: str = ""
) -> None:
    """At which table somebody sits; None for not known. Raises ValidationError for another's table."""
    if table and table.gathering_id != invitation.gathering_id:
        raise ValidationError(_("Deze tafel is van een andere bijeenkomst."))
    with journal.change(invitation, by=by, at=at, via=via):
        invitation.table = table
        invitation.save(update_fields=["table"])


@transaction.atomic
def mark_all(gathering: Gathering, came: bool, *, by: User, at: datetime) -> int:
    """Everybody of whom nobody knows yet: who would come came, or the rest did not. Gives how many."""
    if refusal := too_early(gathering, at):
        raise ValidationError(refusal)
    unknown = gathering.invitations.standing().filter(attended=None)
    todo = list(unknown.coming() if came else unknown)
    for invitation in todo:
        mark(invitation, came, by=by, at=at)
    return len(todo)


@transaction.atomic
def walk_in(
    gathering: Gathering,
    *,
    name: str,
    group: StakeholderGroup | None,
    table: Table | None,
    by: User | None,
    at: datetime,
    via: str = "",
) -> Invitation:
    """Somebody came who was not invited; the name may be left out. Raises ValidationError before the day."""
    if refusal := too_early(gathering, at):
        raise ValidationError(refusal)
    if table and table.gathering_id != gathering.pk:
        raise ValidationError(_("Deze tafel is van een andere bijeenkomst."))
    came = Invitation(
        gathering=gathering,
        name=name.strip(),
        group=group,
        table=table,
        walked_in=True,
        attended=True,
        at=at,
    )
    came.full_clean()
    came.save()
    journal.record(Verb.CREATED, came, by=by, at=at, after=journal.snapshot(came), via=via)
    return came


@transaction.atomic
def take_off(invitation: Invitation, *, by: User, at: datetime) -> None:
    """Take somebody who walked in off the list: it was a double, or a mistake."""
    if not invitation.walked_in:
        raise ValidationError(_("Wie is uitgenodigd, blijft op de lijst. Trek de uitnodiging in."))
    journal.deleted(invitation, by=by, at=at)
    erasure.forget(invitation)
    invitation.delete()
