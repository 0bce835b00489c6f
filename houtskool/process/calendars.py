"""A gathering as an iCalendar file (RFC 5545): nobody's name in it, one UID for as long as it lives."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import icalendar
from django.conf import settings
from django.utils import timezone

from houtskool.process.models import Gathering


def of(gathering: Gathering, at: datetime) -> bytes:
    """The file; empty when the day is not known. Without a time it is a whole day, or a few."""
    first, last = gathering.first_day, gathering.last_day
    if first is None or last is None:
        return b""
    event = icalendar.Event()
    # A calendar that sees this UID again with a higher SEQUENCE replaces what it had.
    event.add("uid", f"bijeenkomst-{gathering.pk}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("sequence", gathering.sequence)
    event.add("dtstamp", at.astimezone(UTC))
    if gathering.starts_at:
        zone = ZoneInfo(timezone.get_default_timezone_name())
        start = gathering.starts_at.astimezone(zone)
        event.add("dtstart", start)
        event.add("dtend", (gathering.ends_at or start + timedelta(hours=2)).astimezone(zone))
    else:
        event.add("dtstart", first)
        event.add("dtend", last + timedelta(days=1))
    event.add("summary", gathering.title)
    if gathering.place:
        event.add("location", gathering.place)
    event.add("description", "\n\n".join(filter(None, [gathering.programme, str(gathering.process)])))
    event.add("status", "CANCELLED" if gathering.cancelled_at else "CONFIRMED")
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Houtskool//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if gathering.cancelled_at else "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    made: bytes = calendar.to_ical()
    return made
