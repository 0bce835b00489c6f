"""The reference date (peildatum): today, except where a setting fixes it; then a visitor may move it."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

SESSION_KEY = "reference_date"


def reference_date(request: HttpRequest) -> date:
    """The day on which this visitor looks: their own choice in an example, the setting's, or today."""
    if settings.REFERENCE_DATE is None:
        return timezone.localdate()
    chosen = request.session.get(SESSION_KEY)
    return date.fromisoformat(chosen) if chosen else settings.REFERENCE_DATE


def moment(request: HttpRequest) -> datetime:
    """The time of the reference date for `at=`: the present clock time on that day, timezone-aware."""
    now = timezone.localtime()
    if settings.REFERENCE_DATE is None:
        return now
    return datetime.combine(reference_date(request), now.time(), tzinfo=now.tzinfo)


def present() -> datetime:
    """The time for work without a visitor: now, or this time of the day that the setting fixes."""
    now = timezone.localtime()
    fixed = settings.REFERENCE_DATE
    return now if fixed is None else datetime.combine(fixed, now.time(), tzinfo=now.tzinfo)


def move(request: HttpRequest, to: date | None) -> None:
    """Let this visitor look from another day; None goes back to the day that the setting gives."""
    if to is None:
        request.session.pop(SESSION_KEY, None)
    else:
        request.session[SESSION_KEY] = to.isoformat()
