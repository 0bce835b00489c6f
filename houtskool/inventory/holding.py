"""What this room holds about a person: for erasing it, and for giving it to that person."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models

from houtskool.inventory.models import Contributor
from houtskool.records.erasure import Holder
from houtskool.sector.models import Contact


def _contributed(thing: models.Model) -> Iterator[models.Model]:
    """Of a contact who contributed that, and of a contributor what was said."""
    if isinstance(thing, Contact):
        yield from Contributor.objects.filter(contact=thing)
    elif isinstance(thing, Contributor):
        yield from thing.contributions.order_by("pk")


HOLDER = Holder("inbreng", _contributed)
