"""What people said of the concepts of a framework, and which still has no answer."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop

from houtskool.assessment.models import CriterionReaction, Framework, ReactionRequest
from houtskool.inventory import consent
from houtskool.records import erasure
from houtskool.records.erasure import Holder
from houtskool.sector.models import Contact

KEEP = timedelta(days=365)
# The criterion ("" for the whole) → each reaction with its words and who said them, for one reader.
Said = dict[str, list[tuple[CriterionReaction, str, str]]]


def of_framework(framework: Framework) -> models.QuerySet[CriterionReaction]:
    """What was not merged away; what lives on in another is answered there."""
    rows = CriterionReaction.objects.filter(
        request__version__framework=framework, contribution__merged_into=None
    )
    return rows.select_related(
        "request__version", "contribution__contributor__contact", "contribution__group"
    )


def waiting(framework: Framework) -> int:
    """How many reactions have no answer yet. One query."""
    return of_framework(framework).filter(contribution__answered_at=None).count()


def counts(framework: Framework) -> dict[str, tuple[int, int]]:
    """Criterion → how many reactions, and how many of them wait for an answer. One query."""
    every: Counter[str] = Counter()
    open_: Counter[str] = Counter()
    for key, answered in of_framework(framework).values_list("criterion", "contribution__answered_at"):
        every[key] += 1
        open_[key] += answered is None
    return {key: (count, open_[key]) for key, count in every.items()}


def said(rows: models.QuerySet[CriterionReaction], to: consent.Audience) -> Said:
    """In the order in which they came; those without an answer first."""
    found: Said = defaultdict(list)
    for row in rows.order_by(models.F("contribution__answered_at").asc(nulls_first=True), "pk"):
        found[row.criterion].append(
            (row, consent.words(row.contribution, to), consent.said_by(row.contribution, to))
        )
    return dict(found)


def _held(thing: models.Model) -> Iterator[models.Model]:
    if isinstance(thing, Contact) and thing.email:
        yield from ReactionRequest.objects.filter(email__iexact=thing.email)


HOLDER = Holder(gettext_noop("reacties op een afwegingskader"), _held)


def purge(at: datetime) -> int:
    """Erase addresses that were asked, a year after reacting was over or after they were asked."""
    before = at - KEEP
    old = ReactionRequest.objects.exclude(email="").filter(
        Q(closes_on__lt=before.date()) | Q(closes_on=None, at__lt=before)
    )
    for request in old:
        erasure.erase(request, by=None, at=at)
    return len(old)
