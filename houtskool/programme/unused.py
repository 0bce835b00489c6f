"""The contributions with which nothing was done yet: the one definition for the number and the list."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from houtskool.deliberation.models import StatementSource
from houtskool.inventory.models import Contribution
from houtskool.process.models import Process
from houtskool.programme.models import Ground


def contributions(process: Process) -> QuerySet[Contribution]:
    """What leads to no measure and has no refusal: not itself, nor as a statement on which one rests.

    Left out: what lives on in another contribution, and words that were taken back.
    """
    stated = StatementSource.objects.filter(contribution=OuterRef("pk"), statement__grounds__isnull=False)
    rows = Contribution.objects.filter(process=process, withdrawn_at=None, merged_into=None)
    return rows.exclude(Exists(Ground.objects.filter(contribution=OuterRef("pk")))).exclude(Exists(stated))
