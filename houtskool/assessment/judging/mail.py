"""What assessors and the contact of a case are told by e-mail: no score, no reason, no applicant."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from houtskool.accounts.models import User
from houtskool.assessment.models import Assignment, Case
from houtskool.records import post


def asked(one: Assignment, *, by: User, at: datetime) -> None:
    _to_assessor("asked", one, by=by, at=at)


def reminder(one: Assignment, *, at: datetime) -> None:
    _to_assessor("judging_reminder", one, by=None, at=at)


def taken_off(one: Assignment, *, by: User, at: datetime) -> None:
    _to_assessor("taken_off", one, by=by, at=at)


def stepped_back(one: Assignment, *, by: User, at: datetime) -> None:
    """Who stepped back, not why: the reason stands with the case."""
    url = reverse("assessment:assessors", args=[one.case_id])
    _to_contact("stepped_back", one.case, url, by=by, at=at, who=str(one.user))


def all_handed_in(case: Case, *, by: User, at: datetime) -> None:
    _to_contact("all_handed_in", case, reverse("assessment:comparison", args=[case.pk]), by=by, at=at)


def _to_assessor(name: str, one: Assignment, *, by: User | None, at: datetime) -> None:
    context = {
        "name": one.user.name,
        "number": one.case.number,
        "due_on": one.due_on,
        "url": post.address(reverse("assessment:judge", args=[one.pk])),
    }
    template = f"assessment/mail/{name}"
    post.send(template=template, to=one.user.email, at=at, about=one.case, context=context, by=by)


def _to_contact(name: str, case: Case, path: str, *, by: User, at: datetime, **more: Any) -> None:
    contact = case.contact or case.framework.contact
    if contact is None or contact == by:
        return
    context = {"name": contact.name, "number": case.number, "url": post.address(path), **more}
    template = f"assessment/mail/{name}"
    post.send(template=template, to=contact.email, at=at, about=case, context=context, by=by)
