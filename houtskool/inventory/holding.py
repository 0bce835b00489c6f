"""What this room holds about a person: for erasing it, and for giving it to that person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import Q

from houtskool.inventory.models import Contribution, Contributor
from houtskool.process.models import Process
from houtskool.process.models.periods import local_day
from houtskool.records import erasure, journal
from houtskool.records.erasure import Holder
from houtskool.records.verbs import Verb
from houtskool.sector.models import Contact

KEEP = timedelta(days=365)


def _contributed(thing: models.Model) -> Iterator[models.Model]:
    """Of a contact who contributed that, and of a contributor what was said."""
    if isinstance(thing, Contact):
        yield from Contributor.objects.filter(contact=thing)
    elif isinstance(thing, Contributor):
        yield from thing.contributions.order_by("pk")


HOLDER = Holder("inbreng", _contributed)


@transaction.atomic
def purge(at: datetime) -> int:
    """Erase, a year after the end of the programme, who contributed and what was only to be counted.

    The programme ends with the coalition period of its process; where that is unknown nothing is erased.
    """
    over = Process.objects.filter(coalition_end__lt=local_day(at) - KEEP)
    nameless = Q(name="", email="", pseudonym="", contact=None)
    people = Contributor.objects.filter(process__in=over).exclude(nameless)
    for person in people:
        person.name = person.email = person.pseudonym = ""
        person.contact, person.wants_mail = None, False
        person.save()
        erasure.forget(person)
        journal.record(Verb.ERASED, person, by=None, at=at)
    counted = Contribution.objects.filter(process__in=over, consent=Contribution.Consent.AGGREGATE)
    said = list(counted.exclude(words="", title=""))
    for contribution in said:
        erasure.erase(contribution, by=None, at=at)
    return len(people) + len(said)
