"""What this room holds about a person: statements in that person's words."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models

from houtskool.deliberation import borrowed
from houtskool.deliberation.models import Participant, Statement, StatementSource
from houtskool.inventory.models import Contribution
from houtskool.records.erasure import Holder


def _held(thing: models.Model) -> Iterator[models.Model]:
    """Of a contribution the statements that came from it alone, or that quote it; of a device its own.

    A statement that others said too, in the words of who works for the municipality, is not this person's.
    """
    if isinstance(thing, Participant):
        yield from Statement.objects.filter(participant=thing).exclude(words="").order_by("pk")
    if isinstance(thing, Contribution):
        links = StatementSource.objects.filter(contribution=thing).select_related("statement")
        for link in links.exclude(statement__in=Statement.objects.erased()).order_by("pk"):
            others = StatementSource.objects.filter(statement=link.statement).exclude(pk=link.pk)
            statement = link.statement
            if borrowed.quotes(statement.words, thing) or not others.exists():
                yield statement


HOLDER = Holder("stellingen", _held)
