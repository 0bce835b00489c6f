"""Laying under a criterion what somebody said, a law or a decision; and taking it away."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.assessment.models import CriterionGround
from houtskool.records import journal
from houtskool.records.folding import tidy


@transaction.atomic
def lay(ground: CriterionGround, *, by: User, at: datetime) -> CriterionGround:
    """Keep a ground. Raises ValidationError for one that is there already, that says nothing, for a
    contribution or decision of another process, and for a contribution that was merged away.
    """
    ground.law = tidy(ground.law)
    ground.reason = tidy(ground.reason, lines=True)
    process = ground.criterion.framework.process_id
    if ground.contribution is not None:
        _fits(ground, process)
    if ground.decision is not None and ground.decision.process_id != process:
        raise ValidationError({"decision": _("Dit besluit hoort bij een ander proces dan dit kader.")})
    same = CriterionGround.objects.filter(
        criterion=ground.criterion, law=ground.law, decision=ground.decision, contribution=ground.contribution
    )
    if same.exists():
        raise ValidationError(_("Deze onderbouwing staat er al."))
    ground.full_clean()
    ground.save(force_insert=True)
    journal.created(ground, by=by, at=at)
    return ground


@transaction.atomic
def take_away(ground: CriterionGround, *, by: User, at: datetime) -> None:
    """The ground no longer stands; the journal keeps that it did."""
    journal.deleted(ground, by=by, at=at)
    ground.delete()


def _fits(ground: CriterionGround, process: int) -> None:
    row = ground.contribution
    assert row is not None
    if row.process_id != process:
        raise ValidationError(
            {
                "contribution": _("Inbreng %(number)s hoort bij een ander proces dan dit kader.")
                % {"number": row.pk}
            }
        )
    if row.merged_into_id is not None:
        raise ValidationError(
            {
                "contribution": _("Inbreng %(number)s is samengevoegd met %(kept)s. Kies die.")
                % {"number": row.pk, "kept": row.merged_into_id}
            }
        )
