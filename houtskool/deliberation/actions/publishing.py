"""Giving a result to the world, and taking it back."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.deliberation import analysing
from houtskool.deliberation.models import Analysis, Conversation
from houtskool.records import journal


@transaction.atomic
def publish(conversation: Conversation, *, by: User, at: datetime) -> Analysis:
    """Everybody may read the result from now on; which one it is.

    Raises ValidationError while people vote, while it is being reckoned, below the minimum, and when it is
    public already.
    """
    with journal.change(conversation, by=by, at=at):
        conversation.refresh_from_db()
        if conversation.published_at is not None:
            raise ValidationError(_("De uitkomst is al openbaar."))
        analysis = to_give_out(conversation, at=at)
        give_out(analysis, at=at)
        conversation.published_at = at
        conversation.save()
    return analysis


@transaction.atomic
def withdraw(conversation: Conversation, *, by: User, at: datetime) -> None:
    """Nobody outside reads the result any more. Raises ValidationError when it was not public."""
    with journal.change(conversation, by=by, at=at):
        conversation.refresh_from_db()
        if conversation.published_at is None:
            raise ValidationError(_("De uitkomst is niet openbaar."))
        conversation.published_at = None
        conversation.save()


def to_give_out(conversation: Conversation, *, at: datetime) -> Analysis:
    """The result that may go out: the last; where that would show what a few people changed, the one before.

    Raises ValidationError with what to do first.
    """
    if not conversation.is_over(at):
        raise ValidationError(
            _(
                "Het gesprek is nog niet gesloten. Sluit het eerst: zolang er gestemd wordt, is aan twee "
                "uitkomsten na elkaar te zien wat één mens stemde."
            )
        )
    latest = analysing.latest(conversation)
    if conversation.analysis_asked_at is not None or latest is None:
        raise ValidationError(
            _("De uitkomst wordt nog berekend. Probeer het over een minuut opnieuw.")
            if conversation.analysis_asked_at is not None
            else _("Er is nog niet gestemd.")
        )
    if latest.participants < conversation.map_from:
        raise ValidationError(
            _(
                "Er deden te weinig mensen mee: %(count)s. Vanaf %(least)s laten wij zien wat zij vonden, "
                "zodat niemand te herkennen is."
            )
            % {"count": latest.participants, "least": conversation.map_from}
        )
    known = analysing.given_out(conversation)
    return latest if known is None or analysing.may_follow(latest, known) else known


def give_out(analysis: Analysis, *, at: datetime) -> None:
    """From now on the world has this one."""
    if analysis.given_out_at is None:
        analysis.given_out_at = at
        analysis.save(update_fields=["given_out_at"])


def held_back(conversation: Conversation) -> str:
    """Why the last result is not the one that is outside; "" where it is, or where there is none outside."""
    known, latest = analysing.given_out(conversation), analysing.latest(conversation)
    if known is None or latest is None or known.pk == latest.pk or analysing.may_follow(latest, known):
        return ""
    return _(
        "Naar buiten gaat de uitkomst van %(day)s. Sindsdien veranderden de stemmen van minder dan %(few)s "
        "mensen; "
        "wie beide uitkomsten naast elkaar legt, zou zien wat zij stemden."
    ) % {"day": date_format(localtime(known.at), "j F Y"), "few": analysing.CROWD}
