"""What this room holds about a person: invitations, and who hosted a table; erased a year after the day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Model, Q
from django.db.models.functions import Coalesce, TruncDate

from houtskool.process.models import Gathering, Invitation, Table
from houtskool.process.models.periods import local_day
from houtskool.records import erasure
from houtskool.records.erasure import Holder
from houtskool.sector.models import Contact

KEEP = timedelta(days=365)


def _invitations(thing: Model) -> Iterator[Model]:
    """Those of a contact, also by the address alone; and the tables that a contact of that name hosted."""
    if not isinstance(thing, Contact):
        return
    mine = Q(contact=thing)
    if thing.email:
        mine |= Q(contact=None, user=None, email__iexact=thing.email)
    yield from Invitation.objects.filter(mine)
    if thing.name:
        yield from Table.objects.filter(host__iexact=thing.name)


HOLDER = Holder("uitnodigingen", _invitations)


def purge(at: datetime) -> int:
    """Erase names and addresses of a gathering that was a year ago, of who is no contact; and hosts."""
    last = Coalesce(
        TruncDate("ends_at"), TruncDate("starts_at"), "real_end", "real_start", "planned_end", "planned_start"
    )
    gone = Gathering.objects.annotate(last=last).filter(last__lt=local_day(at) - KEEP)
    people = Invitation.objects.filter(gathering__in=gone).exclude(name="", email="")
    hosts = Table.objects.filter(gathering__in=gone).exclude(host="")
    rows: list[Model] = [*people, *hosts]
    for row in rows:
        erasure.erase(row, by=None, at=at)
    return len(rows)
