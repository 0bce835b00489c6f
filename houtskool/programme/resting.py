"""The measures that rest on a statement or on a request for help, for the page of that."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models

from houtskool.accounts.models import User
from houtskool.assessment.models import Case
from houtskool.deliberation.models import Statement
from houtskool.process.resting import Resting
from houtskool.programme.models import Ground, Measure


def on(thing: models.Model, user: User) -> Sequence[Resting]:
    """One query. `thing` is one that this reader may see; of measures only those that they may see."""
    if isinstance(thing, Statement):
        rows = Ground.objects.filter(statement=thing)
    elif isinstance(thing, Case):
        rows = Ground.objects.filter(case=thing)
    else:
        return []
    seen = rows.visible_to(user).filter(measure__in=Measure.objects.visible_to(user))
    return [
        Resting(
            str(ground.measure), ground.measure.get_absolute_url(), ground.get_kind_display(), ground.reason
        )
        for ground in seen.select_related("measure").order_by("at", "pk")
        if ground.measure
    ]
