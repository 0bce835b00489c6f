"""What somebody answers to an invitation, and who gets the places: accept, decline, bring, wait, move up.

Every one of these holds the gathering's row, so that of two people one gets the last place.
"""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.process import letters
from houtskool.process.models import Gathering, Invitation
from houtskool.process.models.periods import local_day
from houtskool.records import erasure, journal
from houtskool.records.verbs import Verb
from houtskool.sector.models import StakeholderGroup

Reply = Invitation.Reply
GUESTS = 3


def lock(gathering: Gathering) -> Gathering:
    """The gathering as it is stored, held until this transaction ends.

    The journal's turn comes first, as in every change: two who hold and wait the other way round would wait
    for ever.
    """
    journal.take_turn()
    return Gathering.objects.select_for_update().get(pk=gathering.pk)


def places_left(gathering: Gathering) -> int | None:
    """None without a capacity; never less than nought, also when more came in than there are places."""
    if gathering.capacity is None:
        return None
    return max(0, gathering.capacity - gathering.invitations.coming().count())


def why_not(invitation: Invitation, at: datetime) -> str:
    """Why this link no longer takes an answer, and what to do; "" when it does."""
    gathering = invitation.gathering
    if invitation.withdrawn_at:
        return _("Deze uitnodiging is ingetrokken. Vraag het na bij wie u uitnodigde.")
    if gathering.cancelled_at:
        return _("Deze bijeenkomst gaat niet door.")
    if gathering.is_done(local_day(at)) or gathering.is_over(at):
        return _("Deze bijeenkomst is geweest.")
    return ""


def too_late(gathering: Gathering, at: datetime) -> str:
    """Why nobody can come in any more; who is coming can still cancel."""
    if gathering.reply_by and gathering.reply_by < local_day(at):
        return _(
            "Aanmelden kon tot en met %(day)s. Wilt u toch komen? Antwoord op de e-mail waarin uw link stond."
        ) % {"day": date_format(gathering.reply_by, "j F Y")}
    return ""


@transaction.atomic
def accept(
    invitation: Invitation, *, by: User | None, at: datetime, via: str = "", late: bool = False
) -> Invitation:
    """Come, or stand on the waiting list when it is full. Who said so before keeps their place.

    `late` lets the facilitator add somebody after the last day. Raises ValidationError when the link takes no
    answer any more.
    """
    gathering = _open(invitation, at)
    if invitation.reply in (Reply.ACCEPTED, Reply.WAITING):
        return invitation
    if not late and (refusal := too_late(gathering, at)):
        raise ValidationError(refusal)
    _take_place(invitation, gathering, by=by, at=at, via=via)
    if invitation.reply == Reply.ACCEPTED and invitation.may_be_mailed:
        letters.send(invitation, "process/mail/confirmation", letters.confirmation, by=by, at=at)
    return invitation


@transaction.atomic
def decline(invitation: Invitation, *, by: User | None, at: datetime, via: str = "") -> Invitation:
    """Not come; guests stay away too, and who waits longest gets the place."""
    gathering = _open(invitation, at)
    for one in (invitation, *invitation.brought.standing()):
        if one.reply != Reply.DECLINED:
            with journal.change(one, by=by, at=at, via=via):
                one.reply, one.replied_at = Reply.DECLINED, at
                one.save(update_fields=["reply", "replied_at"])
    move_up(gathering, at=at)
    return invitation


@transaction.atomic
def bring(invitation: Invitation, *, name: str, by: User | None, at: datetime, via: str = "") -> Invitation:
    """Bring a guest, with or without a name; when it is full the guest waits.

    Raises ValidationError when the person is not coming, or brings as many as one may.
    """
    gathering = _open(invitation, at)
    if invitation.reply not in (Reply.ACCEPTED, Reply.WAITING):
        raise ValidationError(_("Zeg eerst dat u zelf komt; daarna kunt u iemand meebrengen."))
    if refusal := too_late(gathering, at):
        raise ValidationError(refusal)
    if invitation.brought.standing().count() >= GUESTS:
        raise ValidationError(_("U kunt %(most)s mensen meebrengen.") % {"most": GUESTS})
    guest = Invitation(gathering=gathering, brought_by=invitation, name=name.strip()[:120], at=at)
    guest.save()
    journal.record(Verb.CREATED, guest, by=by, at=at, after=journal.snapshot(guest), via=via)
    _take_place(guest, gathering, by=by, at=at, via=via)
    return guest


@transaction.atomic
def leave_behind(guest: Invitation, *, by: User | None, at: datetime, via: str = "") -> None:
    """A guest stays away: nothing of the person is kept."""
    gathering = _open(guest, at)
    journal.record(Verb.DELETED, guest, by=by, at=at, before=journal.snapshot(guest), via=via)
    erasure.forget(guest)
    guest.delete()
    move_up(gathering, at=at)


@transaction.atomic
def join(gathering: Gathering, *, by: User, at: datetime) -> Invitation:
    """A councillor comes along, by invitation or without one.

    Raises ValidationError where the gathering is not open to councillors, or takes nobody any more.
    """
    gathering = lock(gathering)
    found = invitation_of(gathering, by)
    if found is None and not gathering.open_to_councillors:
        raise ValidationError(_("Bij deze bijeenkomst kunnen raadsleden niet aanhaken."))
    if found is None:
        councils = StakeholderGroup.objects.all().current().filter(kind=StakeholderGroup.Kind.COUNCIL)
        group = councils[0] if len(councils[:2]) == 1 else None
        found = Invitation(gathering=gathering, user=by, group=group, at=at)
        # Who wanted no e-mail about another gathering wants none about this one.
        found.no_mail_since = by.invitations.aggregate(since=Max("no_mail_since"))["since"]
        found.save()
        journal.created(found, by=by, at=at)
    return accept(found, by=by, at=at)


def invitation_of(gathering: Gathering, user: User) -> Invitation | None:
    """That of the user, or of the contact who has the user's address."""
    standing = gathering.invitations.standing().with_names()
    return (
        standing.filter(user=user).first()
        or standing.filter(contact__email__iexact=user.email, contact__merged_into=None).first()
    )


@transaction.atomic
def unsubscribe(invitation: Invitation, *, at: datetime, via: str = "") -> None:
    """No e-mail any more: not about this gathering and not about another, until the person says otherwise."""
    journal.take_turn()
    same = Invitation.objects.filter(pk=invitation.pk)
    if invitation.contact_id:
        same = Invitation.objects.filter(contact=invitation.contact_id)
    elif invitation.user_id:
        same = Invitation.objects.filter(user=invitation.user_id)
    elif invitation.email:
        same = Invitation.objects.filter(contact=None, user=None, email__iexact=invitation.email)
    for one in same.filter(no_mail_since=None):
        with journal.change(one, by=None, at=at, via=via):
            one.no_mail_since = at
            one.save(update_fields=["no_mail_since"])
    contact = invitation.contact.kept() if invitation.contact else None
    if contact and contact.may_be_mailed:
        with journal.change(contact, by=None, at=at, via=via):
            contact.may_be_mailed = False
            contact.save(update_fields=["may_be_mailed"])
    invitation.refresh_from_db()


def move_up(gathering: Gathering, *, at: datetime) -> list[Invitation]:
    """Who waits longest gets the places that are free, and is told. Call it while the row is held."""
    if gathering.cancelled_at or gathering.is_over(at):
        return []
    left = places_left(gathering)
    up = list(gathering.invitations.waiting().with_names()[:left])
    for invitation in up:
        with journal.change(invitation, by=None, at=at, via="de wachtlijst"):
            invitation.reply = Reply.ACCEPTED
            invitation.save(update_fields=["reply"])
        if (invitation.brought_by or invitation).may_be_mailed:
            letters.send(invitation, "process/mail/moved_up", letters.moved_up, by=None, at=at)
    return up


def _open(invitation: Invitation, at: datetime) -> Gathering:
    """Hold the gathering and read the invitation anew. Raises ValidationError when it takes no answer."""
    gathering = lock(invitation.gathering)
    invitation.refresh_from_db()
    invitation.gathering = gathering
    if refusal := why_not(invitation, at):
        raise ValidationError(refusal)
    return gathering


def _take_place(
    invitation: Invitation, gathering: Gathering, *, by: User | None, at: datetime, via: str
) -> None:
    left = places_left(gathering)
    host = invitation.brought_by
    waits = left == 0 or (host is not None and host.reply == Reply.WAITING)
    with journal.change(invitation, by=by, at=at, via=via):
        invitation.reply, invitation.replied_at = (Reply.WAITING if waits else Reply.ACCEPTED), at
        invitation.save(update_fields=["reply", "replied_at"])
