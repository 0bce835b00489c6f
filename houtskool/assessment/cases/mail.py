"""What is mailed about a request: to the applicant with the secret link, and to who handles it."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from houtskool.accounts.models import User
from houtskool.assessment.cases import term
from houtskool.assessment.models import Case, FollowUp
from houtskool.records import post, secret_links
from houtskool.records.models import Mail

FOLLOW = "volg"
FOLLOW_UP = "volgmoment"


def follow_path(case: Case) -> str:
    return reverse("assessment:follow", args=[secret_links.token(case, FOLLOW)])


def follow_up_path(moment: FollowUp) -> str:
    return reverse("assessment:follow-up", args=[secret_links.token(moment, FOLLOW_UP)])


def to_applicant(case: Case, template: str, *, by: User | None = None, at: datetime) -> Mail | None:
    """Queue a letter with the status link; nothing where the address was erased."""
    if not case.email:
        return None
    return post.send(
        template=f"assessment/mail/{template}",
        to=case.email,
        at=at,
        about=case,
        compose=written,
        by=by,
        reply_to=case.contact.email if case.contact else "",
    )


def written(case: Case | None, at: datetime) -> post.Letter | None:
    """Made at the moment of sending, so that the link stands in no table."""
    if case is None or not case.email:
        return None
    return post.Letter(
        {
            "case": case,
            "contact": case.contact,
            "supplement": term.supplement_of(case),
            "told": case.told.order_by("-at", "-pk").first,
            "term": term.of(case, at),
            "url": post.address(follow_path(case)),
        }
    )


def to_staff(case: Case, user: User | None, template: str, *, by: User | None = None, at: datetime) -> None:
    """Tell who handles the request; nobody where that is who did it."""
    if user is None or user == by or not user.is_active:
        return
    context = {"case": case, "user": user, "url": post.address(case.get_absolute_url())}
    post.send(
        template=f"assessment/mail/{template}", to=user.email, at=at, about=case, context=context, by=by
    )


def follow_up(moment: FollowUp | None, at: datetime) -> post.Letter | None:
    """None for what was answered or erased in the meantime."""
    if moment is None or moment.answered_at is not None:
        return None
    case = moment.support.case
    return post.Letter(
        {
            "support": moment.support,
            "name": case.name if case else "",
            "contact": case.contact if case else None,
            "url": post.address(follow_up_path(moment)),
        }
    )
