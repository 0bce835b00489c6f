"""What an assessor gives after the assessors spoke with each other, beside what was handed in."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.accounts.roles import STEERS
from houtskool.assessment.judging import progress
from houtskool.assessment.judging.asked import Asked
from houtskool.assessment.models import Assignment, Case, Judgement
from houtskool.records import journal


def may_moderate(assignment: Assignment, user: User) -> bool:
    """The assessor; and who leads the talk: the contact of the case, or who steers, unless that is blind."""
    case = assignment.case
    if progress.is_blind(case, user):
        return False
    return user.pk in (assignment.user_id, case.contact_id) or user.holds(*STEERS)


@transaction.atomic
def moderate(
    assignment: Assignment,
    criterion: Asked,
    *,
    mark: str,
    score: Decimal | None,
    reason: str,
    by: User,
    at: datetime,
) -> Judgement:
    """Keep a second judgement beside the first; given again, it takes the place of the second.

    Raises ValidationError while the judgements are closed, after a decision, and without a reason.
    """
    journal.take_turn()
    case = Case.objects.select_for_update().get(pk=assignment.case_id)
    one = Assignment.objects.select_related("case").get(pk=assignment.pk)
    if case.closed_at is not None or case.decisions.exists():
        raise ValidationError(
            _("Er is al een besluit, of de hulpvraag is afgerond. De oordelen liggen vast.")
        )
    if not progress.state(case).opened or one.handed_in_at is None:
        raise ValidationError(_("Overleg kan als alle beoordelaars hebben ingeleverd."))
    if not may_moderate(one, by):
        raise ValidationError(
            _("Alleen de beoordelaar of de contactpersoon legt vast wat overleg opleverde.")
        )
    if mark not in Judgement.Mark.values:
        raise ValidationError({"choice": _("Kies een score, of ‘niet van toepassing’ of ‘weet ik niet’.")})
    if mark == Judgement.Mark.SCORE and score is None:
        raise ValidationError({"between": _("Vul een score in, of kies iets anders.")})
    if score is not None and (problem := criterion.problem(score)):
        raise ValidationError({"between": problem})
    if not reason.strip():
        raise ValidationError({"reason": _("Schrijf op waarom het oordeel na overleg zo is.")})
    given = {"mark": mark, "score": score, "reason": reason.strip(), "at": at}
    found = Judgement.objects.filter(assignment=one, criterion=criterion.key, moderated=True).first()
    if found is None:
        found = Judgement(assignment=one, criterion=criterion.key, moderated=True, **given)
        found.full_clean()
        found.save()
        journal.created(found, by=by, at=at)
        return found
    with journal.change(found, by=by, at=at):
        for name, value in given.items():
            setattr(found, name, value)
        found.full_clean()
        found.save()
    return found
