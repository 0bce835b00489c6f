"""Making, changing, opening and closing a conversation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.deliberation import analysing
from houtskool.deliberation.actions import doors
from houtskool.deliberation.models import Conversation, Participant, Statement, Vote
from houtskool.records import editing, journal
from houtskool.records.secret_links import new_key
from houtskool.sector.models import StakeholderGroup
from houtskool.web.language import dutch

_Audience = Conversation.Audience


@transaction.atomic
def add(
    conversation: Conversation, *, groups: Iterable[StakeholderGroup] = (), by: User, at: datetime
) -> Conversation:
    """Keep a new conversation, with the doors that its audience asks for.

    Raises ValidationError per field, also when no group is named of a conversation for groups.
    """
    groups = list(groups)
    conversation.at, conversation.by = at, by
    _check(conversation)
    if conversation.audience == _Audience.GROUPS and not groups:
        raise ValidationError({"groups": _("Kies de groepen die u uitnodigt.")})
    conversation.save(force_insert=True)
    journal.created(conversation, by=by, at=at)
    if conversation.audience == _Audience.GROUPS:
        for group in groups:
            doors.add(conversation, name=group.name, group=group, by=by, at=at)
    else:
        doors.add(conversation, name=_first_door(conversation), by=by, at=at)
    return conversation


def _first_door(conversation: Conversation) -> str:
    in_room = conversation.audience == _Audience.GATHERING
    return dutch(_("In de zaal") if in_room else _("Voor iedereen"))


@transaction.atomic
def change(
    conversation: Conversation, *, by: User, at: datetime, opened: journal.Fields | None = None
) -> Conversation:
    """Keep what was changed. With `opened`, what others saved meanwhile is kept too.

    Raises editing.Meanwhile where both changed the same field, else ValidationError per field.
    """
    with journal.change(conversation, by=by, at=at):
        if opened is not None:
            editing.settle(conversation, opened, None)
        conversation.refresh_from_db(fields=["network_key"])  # the form knows nothing of it
        _check(conversation)
        conversation.save()
    return conversation


@transaction.atomic
def open_now(conversation: Conversation, *, by: User, at: datetime) -> Conversation:
    """From now on people vote. Raises ValidationError when it is open, over, or has nothing to vote on."""
    with journal.change(conversation, by=by, at=at):
        conversation.refresh_from_db()
        if conversation.is_over(at):
            raise ValidationError(_("Dit gesprek is gesloten. Kies ‘Open het weer’."))
        if conversation.has_opened(at):
            raise ValidationError(_("Dit gesprek is al open."))
        if not Statement.objects.filter(conversation=conversation).shown().exists():
            raise ValidationError(_("Er is nog geen stelling om op te stemmen. Voeg er eerst een toe."))
        if not conversation.doors.filter(withdrawn_at=None).exists():
            raise ValidationError(_("Niemand kan binnenkomen. Maak eerst een deelnamelink."))
        conversation.opens_at = at
        conversation.save()
    return conversation


@transaction.atomic
def close(conversation: Conversation, *, by: User | None, at: datetime) -> Conversation:
    """Nobody votes any more, and nothing tells networks apart. Raises ValidationError when it is not open."""
    with journal.change(conversation, by=by, at=at):
        conversation.refresh_from_db()
        if not conversation.is_open(at):
            raise ValidationError(_("Dit gesprek is niet open."))
        conversation.closes_at = at
        conversation.save()
    forget_networks(conversation)
    analysing.ask(conversation, at=at)
    return conversation


@transaction.atomic
def reopen(conversation: Conversation, *, by: User, at: datetime) -> Conversation:
    """People vote again, until it is closed. Raises ValidationError when it is not over, or published."""
    with journal.change(conversation, by=by, at=at):
        conversation.refresh_from_db()
        if not conversation.is_over(at):
            raise ValidationError(_("Dit gesprek is niet gesloten."))
        if conversation.published_at is not None:
            raise ValidationError(
                _("De uitkomst is openbaar. Haal haar eerst weg; dan kan het gesprek verder.")
            )
        conversation.closes_at = None
        conversation.network_key = new_key()
        conversation.save()
    return conversation


@transaction.atomic
def remove(conversation: Conversation, *, by: User, at: datetime) -> None:
    """Take away a conversation in which nobody voted. Raises ValidationError for one with votes.

    Also when something, such as a measure, rests on one of its statements.
    """
    journal.take_turn()
    if Vote.objects.filter(statement__conversation=conversation).exists():
        raise ValidationError(_("In dit gesprek is gestemd; het blijft staan. U kunt het wel sluiten."))
    journal.deleted(conversation, by=by, at=at)
    try:
        conversation.delete()
    except ProtectedError as refusal:
        raise ValidationError(
            _(
                "Op een stelling uit dit gesprek rust iets anders, zoals een maatregel. "
                "De pagina van de stelling zegt wat. Haal dat eerst weg."
            )
        ) from refusal


def forget_networks(conversation: Conversation) -> None:
    """What told networks apart goes, for good: what was made with it says nothing any more."""
    Conversation.objects.filter(pk=conversation.pk).update(network_key="")
    Participant.objects.filter(conversation=conversation).exclude(network="").update(network="")
    conversation.network_key = ""


def close_due(at: datetime) -> int:
    """After the closing time of each conversation: how many there were."""
    due = list(Conversation.objects.due(at))
    for conversation in due:
        with transaction.atomic():
            forget_networks(conversation)
            analysing.ask(conversation, at=at)
    return len(due)


def _check(conversation: Conversation) -> None:
    conversation.title = " ".join(conversation.title.split())
    conversation.full_clean()
    if conversation.audience == _Audience.GATHERING and conversation.gathering is None:
        raise ValidationError({"gathering": _("Kies bij welke bijeenkomst dit gesprek hoort.")})
    if conversation.gathering and conversation.gathering.process_id != conversation.process_id:
        raise ValidationError({"gathering": _("Deze bijeenkomst hoort bij een ander proces.")})
