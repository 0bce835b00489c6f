"""The links through which people come in: making, changing, withdrawing, mailing to a group."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.deliberation import no_mail
from houtskool.deliberation.models import Conversation, Door
from houtskool.process.models import Invitation
from houtskool.records import journal, post
from houtskool.records.verbs import Verb
from houtskool.sector.models import Contact, StakeholderGroup


@transaction.atomic
def add(
    conversation: Conversation,
    *,
    name: str,
    group: StakeholderGroup | None = None,
    limit: int | None = None,
    invited: int | None = None,
    by: User,
    at: datetime,
) -> Door:
    """A new door. Raises ValidationError per field, also when the group has one."""
    door = Door(
        conversation=conversation, name=" ".join(name.split()), group=group, limit=limit, invited=invited
    )
    door.full_clean()
    _refuse_second(door)
    door.save(force_insert=True)
    journal.created(door, by=by, at=at)
    return door


@transaction.atomic
def change(door: Door, *, by: User, at: datetime) -> Door:
    """Keep another name, limit or number of invited people. Raises ValidationError per field."""
    with journal.change(door, by=by, at=at):
        door.name = " ".join(door.name.split())
        door.full_clean()
        door.save()
    return door


@transaction.atomic
def withdraw(door: Door, *, by: User, at: datetime) -> None:
    """Nobody comes in or votes through it any more; votes that were cast stay.

    Raises ValidationError when it was withdrawn already.
    """
    with journal.change(door, by=by, at=at):
        door.refresh_from_db()
        if door.withdrawn_at is not None:
            raise ValidationError(_("Deze link is al ingetrokken."))
        door.withdrawn_at = at
        door.save()


@transaction.atomic
def restore(door: Door, *, by: User, at: datetime) -> None:
    """It works again. Raises ValidationError when it works, or its group got another meanwhile."""
    with journal.change(door, by=by, at=at):
        door.refresh_from_db()
        if door.withdrawn_at is None:
            raise ValidationError(_("Deze link werkt."))
        door.withdrawn_at = None
        _refuse_second(door)
        door.save()


def _refuse_second(door: Door) -> None:
    """A group is told one link. No rule of the database: groups that are merged each bring theirs."""
    others = Door.objects.standing().filter(conversation=door.conversation).exclude(pk=door.pk)
    if door.group is not None and others.filter(group=door.group).exists():
        raise ValidationError(_("Deze groep heeft al een link."))


def mailable(door: Door) -> list[Contact]:
    """Whom the link of a group is mailed to: its people, and those of its organisations, who want e-mail.

    One per address. Who wanted no e-mail any more is left out, also where that was said as a guest of a
    gathering and not as a contact.
    """
    of_group = Q(groups=door.group) | Q(organisation__groups=door.group)
    stopped = Invitation.objects.exclude(no_mail_since=None).filter(contact=None, user=None)
    not_to = {address.lower() for address in stopped.values_list("email", flat=True)}
    found: dict[str, Contact] = {}
    for contact in Contact.objects.all().mailable().filter(of_group).distinct().order_by("pk"):
        if contact.email.lower() not in not_to:
            found.setdefault(contact.email.lower(), contact)
    return list(found.values())


@transaction.atomic
def mail(door: Door, *, by: User, at: datetime) -> int:
    """Mail everybody of the group the same link, which tells nobody apart; how many that were.

    Raises ValidationError for a door without a group, when it leads nowhere, or when nobody may be mailed.
    """
    conversation = door.conversation
    if door.group is None:
        raise ValidationError(_("Alleen de link van een groep kan gemaild worden."))
    if door.withdrawn_at is not None or conversation.is_over(at):
        raise ValidationError(_("Door deze link kan niemand meer stemmen."))
    people = mailable(door)
    if not people:
        raise ValidationError(
            _("Niemand van deze groep wil e-mail ontvangen. Geef de link zelf door, of print de poster.")
        )
    with journal.change(door, by=by, at=at, verb=Verb.SENT):
        door.mailed_at, door.invited = at, max(door.invited or 0, len(people))
        door.save()
    context = {
        "conversation": conversation,
        "door": door,
        "url": post.address(reverse("deliberation:enter", args=[door.code])),
    }
    for contact in people:
        post.send(
            template="deliberation/mail/invitation",
            to=contact.email,
            at=at,
            about=contact,
            context={**context, "name": contact.name},
            unsubscribe=post.address(no_mail.path_of(contact)),
            one_click=True,
            by=by,
            reply_to=by.email,
        )
    return len(people)
