"""In which phase a request is on a moment: derived in the database from its rows, never stored."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Case as Choose
from django.db.models import Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from houtskool.assessment.models import Advice, Case, CaseDecision, Supplement
from houtskool.process.models.periods import local_day


class Phase(models.TextChoices):
    RECEIVED = "ontvangen", _("ontvangen")
    WAITING = "wacht", _("wacht op aanvulling")
    QUICK = "snel", _("wordt snel geholpen")
    JUDGED = "beoordeeld", _("wordt beoordeeld")
    ADVISED = "advies", _("advies ligt er")
    DECIDED = "besloten", _("besloten")
    FINISHED = "afgerond", _("afgerond")
    WITHDRAWN = "ingetrokken", _("ingetrokken")

    @property
    def look(self) -> str:
        """The phase as parts/status.html draws it: dashed as long as nothing was decided."""
        return {
            Phase.WAITING: "waiting", Phase.QUICK: "running", Phase.JUDGED: "running",
            Phase.DECIDED: "ink", Phase.FINISHED: "ink", Phase.WITHDRAWN: "done",
        }.get(self, "sketch")  # fmt: skip


OVER = (Phase.DECIDED, Phase.FINISHED, Phase.WITHDRAWN)


def annotated(cases: QuerySet[Case], at: datetime) -> Any:
    """The cases with `phase_now`, the value of their phase at that moment. No query of its own."""
    closed = Q(closed_at__lte=at)
    decided = Exists(CaseDecision.objects.filter(case=OuterRef("pk"), at__lte=at))
    advised = Exists(Advice.objects.filter(case=OuterRef("pk"), at__lte=at))
    asked = Supplement.objects.filter(case=OuterRef("pk"), asked_at__lte=at, answer_by__gte=local_day(at))
    waiting = Exists(asked.filter(Q(answered_at=None) | Q(answered_at__gt=at)))
    routed = Q(routed_at__lte=at)
    return cases.annotate(
        phase_now=Choose(
            When(closed & Q(outcome=Case.Outcome.WITHDRAWN), then=Value(Phase.WITHDRAWN)),
            When(decided, then=Value(Phase.DECIDED)),
            When(closed, then=Value(Phase.FINISHED)),
            When(waiting, then=Value(Phase.WAITING)),
            When(routed & Q(route=Case.Route.QUICK), then=Value(Phase.QUICK)),
            When(advised, then=Value(Phase.ADVISED)),
            When(routed & Q(route=Case.Route.WEIGHED), then=Value(Phase.JUDGED)),
            default=Value(Phase.RECEIVED),
            output_field=models.CharField(),
        )
    )


def of(case: Case, at: datetime) -> Phase:
    """The phase of one case at that moment. One query, none when it was fetched with `annotated`."""
    known = getattr(case, "phase_now", None)
    if known is None:
        known = annotated(Case.objects.filter(pk=case.pk), at).values_list("phase_now", flat=True).get()
    return Phase(known)
