"""Asking people to a gathering: a group, a contact, or somebody by name and address; and reminding them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.process import letters, replying
from houtskool.process.models import Gathering, Invitation, Involvement
from houtskool.process.models.periods import local_day
from houtskool.records import journal, secret_links
from houtskool.records.verbs import Verb
from houtskool.sector.models import Contact, StakeholderGroup

_ASKED = Q(reply__in=(Invitation.Reply.NONE, Invitation.Reply.ACCEPTED))


@dataclass(frozen=True)
class Asked:
    """Somebody to invite, as part of a group or on their own."""

    contact: Contact
    group: StakeholderGroup | None


@dataclass(frozen=True)
class LeftOut:
    """Somebody who gets no e-mail, and why. `listable`: may be put on the list without one."""

    contact: Contact
    group: StakeholderGroup | None
    reason: str
    listable: bool


@dataclass(frozen=True)
class Choice:
    """Whom a choice of groups and contacts comes down to."""

    asked: tuple[Asked, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def listable(self) -> tuple[LeftOut, ...]:
        return tuple(one for one in self.left_out if one.listable)


def choose(
    gathering: Gathering, *, groups: Iterable[StakeholderGroup], contacts: Iterable[Contact]
) -> Choice:
    """Everybody of the groups, and the contacts, each once; apart who gets no e-mail, with the reason.

    Of a group are its contacts, and those of the organisations in it.
    """
    people: dict[int, Asked] = {}
    for group in groups:
        of_group = Contact.objects.all().current().filter(Q(groups=group) | Q(organisation__groups=group))
        for contact in of_group.select_related("organisation", "department").distinct():
            people.setdefault(contact.pk, Asked(contact, group))
    for contact in contacts:
        people.setdefault(contact.pk, Asked(contact, _only_group(contact)))
    invited = set(gathering.invitations.standing().values_list("contact", flat=True))
    asked, left_out = [], []
    for one in people.values():
        if one.contact.pk in invited:
            left_out.append(LeftOut(one.contact, one.group, _("is al uitgenodigd"), False))
        elif not one.contact.may_be_mailed:
            reason = _("gaf geen toestemming voor e-mail")
            left_out.append(LeftOut(one.contact, one.group, reason, True))
        elif not one.contact.email:
            left_out.append(LeftOut(one.contact, one.group, _("heeft geen e-mailadres"), True))
        else:
            asked.append(one)
    return Choice(tuple(asked), tuple(left_out))


def _only_group(contact: Contact) -> StakeholderGroup | None:
    groups = list(contact.groups.all()[:2])
    return groups[0] if len(groups) == 1 else None


@transaction.atomic
def invite(
    gathering: Gathering,
    *,
    groups: Iterable[StakeholderGroup] = (),
    contacts: Iterable[Contact] = (),
    unmailed_too: bool = False,
    by: User,
    at: datetime,
) -> list[Invitation]:
    """Invite everybody of the choice who may be mailed and was not yet; each is mailed a personal link.

    With `unmailed_too` the others come on the list without an e-mail. Raises ValidationError when the
    gathering is over or cancelled.
    """
    groups = list(groups)
    _still_to_come(replying.lock(gathering), at)
    choice = choose(gathering, groups=groups, contacts=contacts)
    people = [(one.contact, one.group) for one in choice.asked]
    if unmailed_too:
        people += [(one.contact, one.group) for one in choice.listable]
    made = [_asked(gathering, contact, group, by=by, at=at) for contact, group in people]
    for group in groups:
        _involve(gathering, group, by=by, at=at)
    return made


def _asked(
    gathering: Gathering, contact: Contact, group: StakeholderGroup | None, *, by: User, at: datetime
) -> Invitation:
    """A new invitation, or the one that was withdrawn, with a new link."""
    mails = contact.may_be_mailed and bool(contact.email)
    former = gathering.invitations.filter(contact=contact).first()
    if former:
        with journal.change(former, by=by, at=at):
            former.withdrawn_at, former.link_key = None, secret_links.new_key()
            former.reply, former.replied_at = Invitation.Reply.NONE, None
            former.sent_at = at if mails else None
            former.save()
        invitation = former
    else:
        invitation = Invitation(gathering=gathering, contact=contact, group=group, at=at)
        invitation.sent_at = at if mails else None
        invitation.save()
        journal.created(invitation, by=by, at=at)
    if mails:
        letters.send(invitation, "process/mail/invitation", letters.invitation, by=by, at=at)
    return invitation


@transaction.atomic
def invite_somebody(
    gathering: Gathering, *, name: str, email: str, group: StakeholderGroup | None, by: User, at: datetime
) -> Invitation:
    """Invite a person who is no contact, by name and perhaps address.

    Raises ValidationError when the address is on the list already, belongs to a contact, or wants no e-mail.
    """
    _still_to_come(replying.lock(gathering), at)
    if email:
        validate_email(email)
        _free(gathering, email)
    sent = at if email else None
    invitation = Invitation(gathering=gathering, name=name, email=email, group=group, at=at, sent_at=sent)
    invitation.full_clean()
    invitation.save()
    journal.created(invitation, by=by, at=at)
    if email:
        letters.send(invitation, "process/mail/invitation", letters.invitation, by=by, at=at)
    return invitation


def _free(gathering: Gathering, email: str) -> None:
    standing = gathering.invitations.standing()
    if standing.filter(Q(email__iexact=email) | Q(contact__email__iexact=email)).exists():
        raise ValidationError(
            {
                "email": _(
                    "Dit adres is al uitgenodigd. Stuur de link opnieuw vanaf de lijst als dat nodig is."
                )
            }
        )
    contact = Contact.objects.all().current().filter(email__iexact=email).first()
    if contact:
        raise ValidationError(
            {"email": _("Dit is het adres van %(name)s. Kies die bij de contacten.") % {"name": contact}}
        )
    if Invitation.objects.filter(email__iexact=email, no_mail_since__isnull=False).exists():
        raise ValidationError(
            {"email": _("Op dit adres wil men geen e-mail meer. Bel, of laat het adres weg.")}
        )


@transaction.atomic
def send_again(invitation: Invitation, *, by: User, at: datetime) -> None:
    """Mail the same personal link once more. Raises ValidationError when the person may not be mailed."""
    _still_to_come(replying.lock(invitation.gathering), at)
    if not invitation.may_be_mailed:
        raise ValidationError(
            _("%(name)s krijgt geen e-mail. Geef de link zelf door.") % {"name": invitation}
        )
    with journal.change(invitation, by=by, at=at, verb=Verb.SENT):
        invitation.sent_at = at
        invitation.save(update_fields=["sent_at"])
    letters.send(invitation, "process/mail/invitation", letters.invitation, by=by, at=at)


@transaction.atomic
def withdraw(invitation: Invitation, *, by: User, at: datetime) -> None:
    """The link works no more; a place that comes free goes to who waits longest."""
    gathering = replying.lock(invitation.gathering)
    for one in (invitation, *invitation.brought.standing()):
        with journal.change(one, by=by, at=at, verb=Verb.WITHDRAWN):
            one.withdrawn_at = one.withdrawn_at or at
            one.save(update_fields=["withdrawn_at"])
    replying.move_up(gathering, at=at)


@transaction.atomic
def change(invitation: Invitation, *, by: User, at: datetime) -> Invitation:
    """Keep a better name, address, group or table.

    Raises ValidationError when the new address is on the list already, or wants no e-mail.
    """
    invitation.full_clean()
    journal.take_turn()
    # As it is by now: what the person answers meanwhile by the own link stays.
    stored = Invitation.objects.get(pk=invitation.pk)
    if invitation.email and invitation.email.lower() != stored.email.lower():
        _free(invitation.gathering, invitation.email)
    with journal.change(stored, by=by, at=at):
        stored.name, stored.email = invitation.name, invitation.email
        stored.group, stored.table = invitation.group, invitation.table
        stored.save(update_fields=["name", "email", "group", "table"])
    return stored


def to_remind(gathering: Gathering, at: datetime) -> list[Invitation]:
    """Who has not answered or is coming, may be mailed, and was not reminded today."""
    asked = gathering.invitations.standing().filter(_ASKED, brought_by=None, walked_in=False)
    today = local_day(at)
    return [
        one
        for one in asked.with_names()
        if one.may_be_mailed and not (one.reminded_at and local_day(one.reminded_at) == today)
    ]


@transaction.atomic
def remind(gathering: Gathering, *, by: User | None, at: datetime) -> int:
    """Mail everybody who has not answered or is coming. Gives how many; raises ValidationError when over."""
    _still_to_come(replying.lock(gathering), at)
    return _remind(to_remind(gathering, at), by=by, at=at)


def remind_due(at: datetime) -> int:
    """For the schedule: once per person, in the days before the gathering that it asks for."""
    sent = 0
    today = local_day(at)
    for gathering in Gathering.objects.filter(remind_days__isnull=False, cancelled_at=None):
        first = gathering.first_day
        assert gathering.remind_days is not None
        if first is None or not first - timedelta(days=gathering.remind_days) <= today <= first:
            continue
        with transaction.atomic():
            if replying.lock(gathering).is_over(at):
                continue
            # Not who was asked only yesterday.
            due = [
                one
                for one in to_remind(gathering, at)
                if one.reminded_at is None and max(one.sent_at or one.at, one.at) < at - timedelta(days=1)
            ]
            sent += _remind(due, by=None, at=at)
    return sent


def _remind(invitations: Iterable[Invitation], *, by: User | None, at: datetime) -> int:
    number = 0
    for invitation in invitations:
        with journal.change(invitation, by=by, at=at):
            invitation.reminded_at = at
            invitation.save(update_fields=["reminded_at"])
        letters.send(invitation, "process/mail/reminder", letters.reminder, by=by, at=at)
        number += 1
    return number


def refusal(gathering: Gathering, at: datetime) -> str:
    """Why nobody can be invited or reminded any more, and what to do; "" when one can."""
    if gathering.cancelled_at:
        return _("Deze bijeenkomst is afgelast. Laat haar eerst weer doorgaan.")
    if gathering.is_done(local_day(at)) or gathering.is_over(at):
        return _("Deze bijeenkomst is geweest. Schrijf wie er was op de presentielijst.")
    return ""


def _still_to_come(gathering: Gathering, at: datetime) -> None:
    if words := refusal(gathering, at):
        raise ValidationError(words)


def _involve(gathering: Gathering, group: StakeholderGroup, *, by: User, at: datetime) -> None:
    """The process page tells that the group was invited."""
    known = Involvement.objects.filter(gathering=gathering, group=group)
    if not known.exists():
        made = Involvement(
            process=gathering.process, gathering=gathering, group=group, how=Involvement.How.INVITED
        )
        made.save()
        journal.created(made, by=by, at=at)
