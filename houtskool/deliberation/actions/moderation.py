"""Which statements are voted on and whose votes count: a person decides, with a reason, and can undo it."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.deliberation import analysing
from houtskool.deliberation.models import Participant, Statement
from houtskool.records import journal

_State = Statement.State


@transaction.atomic
def approve(statement: Statement, *, by: User, at: datetime) -> None:
    """From now on it is voted on. Raises ValidationError when it was erased."""
    _to(statement, _State.SHOWN, "", by=by, at=at)


@transaction.atomic
def take_out(statement: Statement, because: str, *, by: User, at: datetime) -> None:
    """It is no longer shown, and its votes count nowhere, as if it had never been there.

    Raises ValidationError without a reason.
    """
    if not because.strip():
        raise ValidationError({"because": _("Schrijf op waarom u de stelling weghaalt.")})
    _to(statement, _State.OUT, because.strip(), by=by, at=at)


@transaction.atomic
def put_back(statement: Statement, state: str, *, by: User, at: datetime) -> None:
    """Undo the last judgement: as it stood before, waiting or shown."""
    _to(statement, _State.WAITING if state == _State.WAITING else _State.SHOWN, "", by=by, at=at)


def _to(statement: Statement, state: str, because: str, *, by: User, at: datetime) -> None:
    with journal.change(statement, by=by, at=at):
        statement.refresh_from_db()
        if not statement.words and state != _State.OUT:
            raise ValidationError(_("De woorden van deze stelling zijn gewist; zij kan niet terug."))
        statement.state, statement.because = state, because
        statement.save()
    analysing.ask(statement.conversation, at=at)


@transaction.atomic
def exclude(participant: Participant, because: str, *, by: User, at: datetime) -> None:
    """The votes of this device count no longer; what they were stays between the device and the box.

    Raises ValidationError without a reason.
    """
    if not because.strip():
        raise ValidationError({"because": _("Schrijf op waarom deze stemmen niet meetellen.")})
    with journal.change(participant, by=by, at=at):
        participant.refresh_from_db()
        participant.excluded_at, participant.excluded_because = at, because.strip()
        participant.excluded_by = by
        participant.save()
    analysing.ask(participant.conversation, at=at)


@transaction.atomic
def include(participant: Participant, *, by: User, at: datetime) -> None:
    """Count them again."""
    with journal.change(participant, by=by, at=at):
        participant.refresh_from_db()
        participant.excluded_at, participant.excluded_because, participant.excluded_by = None, "", None
        participant.save()
    analysing.ask(participant.conversation, at=at)
