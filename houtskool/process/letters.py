"""The e-mails about a gathering. Each text holds a personal link, so it is made when it is sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from houtskool.accounts.models import User
from houtskool.process import calendars
from houtskool.process.models import Gathering, Invitation
from houtskool.records import post, secret_links

# What a token is for: to answer, to want no e-mail, to be ticked off at the door.
REPLY, NO_MAIL, ARRIVE = "reply", "no-mail", "arrive"


def send(
    invitation: Invitation, template: str, compose: post.Compose, *, by: User | None, at: datetime
) -> None:
    """Queue one e-mail to the person; of a guest to who brings them."""
    post.send(
        template=template,
        to=(invitation.brought_by or invitation).address,
        at=at,
        about=invitation,
        compose=compose,
        by=by,
        reply_to=by.email if by else "",
    )


def path(invitation: Invitation) -> str:
    """The personal page of the invited person."""
    return reverse("process:reply", args=[secret_links.token(invitation, REPLY)])


def no_mail_path(invitation: Invitation) -> str:
    return reverse("process:no-mail", args=[secret_links.token(invitation, NO_MAIL)])


def arrive_path(invitation: Invitation) -> str:
    """What the QR code of the person opens at the door, for who stands there."""
    return reverse("process:arrive", args=[secret_links.token(invitation, ARRIVE)])


def context(invitation: Invitation) -> dict[str, Any]:
    """What every one of the texts needs to know."""
    person = invitation.brought_by or invitation
    return {
        "gathering": invitation.gathering,
        "process": invitation.gathering.process,
        "name": person.shown_name,
        "guest": invitation if invitation.brought_by else None,
        "invitation": person,
        "url": post.address(path(person)),
    }


def invitation(about: Invitation | None, at: datetime) -> post.Letter | None:
    return _letter(about, at, calendar=False)


def confirmation(about: Invitation | None, at: datetime) -> post.Letter | None:
    """With the calendar file; not needed any more by who changed their mind meanwhile."""
    return _letter(about, at) if about and about.reply == Invitation.Reply.ACCEPTED else None


def moved_up(about: Invitation | None, at: datetime) -> post.Letter | None:
    return _letter(about, at) if about and about.reply == Invitation.Reply.ACCEPTED else None


def reminder(about: Invitation | None, at: datetime) -> post.Letter | None:
    return _letter(about, at, calendar=False)


def change(about: Invitation | None, at: datetime) -> post.Letter | None:
    return _letter(about, at) if about and about.reply != Invitation.Reply.DECLINED else None


def cancellation(about: Invitation | None, at: datetime) -> post.Letter | None:
    return _letter(about, at, even_cancelled=True)


def _letter(
    about: Invitation | None, at: datetime, *, calendar: bool = True, even_cancelled: bool = False
) -> post.Letter | None:
    """None for who may not be mailed any more, and for what is over or did not go on by then."""
    if about is None or not (about.brought_by or about).may_be_mailed:
        return None
    gathering = about.gathering
    if bool(gathering.cancelled_at) != even_cancelled or gathering.is_over(at):
        return None
    person = about.brought_by or about
    return post.Letter(
        context(about),
        unsubscribe=post.address(no_mail_path(person)),
        attachments=_calendar(gathering, at) if calendar or even_cancelled else (),
    )


def _calendar(gathering: Gathering, at: datetime) -> tuple[post.Attachment, ...]:
    made = calendars.of(gathering, at)
    method = "CANCEL" if gathering.cancelled_at else "PUBLISH"
    kind = f"text/calendar; method={method}"
    return (post.Attachment("bijeenkomst.ics", kind, made),) if made else ()
