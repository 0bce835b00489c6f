"""A budget round: beginning one, choosing its cases with their costs, freezing it, taking it away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.assessment.content import canonical, digest
from houtskool.assessment.models import BudgetRound, Case, Entry, FrameworkVersion
from houtskool.assessment.rounds import reckoning
from houtskool.records import journal
from houtskool.records.folding import tidy
from houtskool.records.verbs import Verb


@transaction.atomic
def begin(round: BudgetRound, *, by: User, at: datetime) -> BudgetRound:
    """Keep a new round under an adopted version. Raises ValidationError per field."""
    if round.version.stage != FrameworkVersion.Stage.ADOPTED:
        raise ValidationError({"version": _("Kies een versie die is vastgesteld.")})
    round.title = tidy(round.title)
    round.framework, round.at, round.by = round.version.framework, at, by
    round.full_clean()
    round.save(force_insert=True)
    journal.created(round, by=by, at=at)
    return round


@transaction.atomic
def change(round: BudgetRound, *, title: str, budget: Decimal, by: User, at: datetime) -> None:
    """Another title or budget, as long as the round is not frozen."""
    held = _open(round)
    with journal.change(held, by=by, at=at):
        held.title, held.budget = tidy(title), budget
        held.full_clean()
        held.save()


@transaction.atomic
def choose(round: BudgetRound, costs: Mapping[int, Decimal], *, by: User, at: datetime) -> None:
    """These cases are in it, each at this cost, and no others.

    costs: number of a case's row → what granting it would cost. Raises ValidationError for a case that is not
    ready: every assessor handed in, under the version of the round, and not finished.
    """
    held = _open(round)
    ready = {one.pk: one for one in reckoning.ready_cases(held)}
    there = {one.case_id: one for one in held.entries.all()}
    for pk in costs.keys() - ready.keys() - there.keys():
        raise ValidationError(
            _(
                "Hulpvraag %(case)s kan niet mee: nog niet iedereen leverde in, "
                "of zij valt onder een andere versie."
            )
            % {"case": Case.objects.filter(pk=pk).first() or pk}
        )
    for pk, entry in there.items():
        if pk not in costs:
            journal.deleted(entry, by=by, at=at)
            entry.delete()
        elif entry.cost != costs[pk]:
            with journal.change(entry, by=by, at=at):
                entry.cost = costs[pk]
                entry.full_clean()
                entry.save()
    for pk in costs.keys() - there.keys():
        entry = Entry(round=held, case=ready[pk], cost=costs[pk])
        entry.full_clean()
        entry.save()
        journal.created(entry, by=by, at=at)


@transaction.atomic
def freeze(round: BudgetRound, *, by: User, at: datetime) -> None:
    """Keep what was compared and what came out, for good.

    Raises ValidationError with fewer than two cases.
    """
    held = _open(round)
    went_in = reckoning.given(held)
    if len(went_in["cases"]) < 2:
        raise ValidationError(_("Een ronde vergelijkt minstens twee hulpvragen. Kies er meer."))
    text = canonical(reckoning.content_of(went_in))
    held.content, held.sha256, held.frozen_at = text, digest(text), at
    held.save()
    # The hash says it all; a second copy of the whole content would not.
    after = {"sha256": held.sha256, "frozen_at": at.isoformat(), "budget": str(held.budget)}
    journal.record(Verb.ADOPTED, held, by=by, at=at, after=after)


@transaction.atomic
def remove(round: BudgetRound, *, by: User, at: datetime) -> None:
    """Take away a round that is not frozen; the cases stay."""
    held = _open(round)
    for entry in held.entries.all():
        journal.deleted(entry, by=by, at=at)
    journal.deleted(held, by=by, at=at)
    held.delete()


def _open(round: BudgetRound) -> BudgetRound:
    journal.take_turn()  # before the row is held
    held = BudgetRound.objects.select_for_update().select_related("version__framework").get(pk=round.pk)
    if held.frozen_at is not None:
        raise ValidationError(_("Deze ronde ligt vast en verandert niet meer. Begin een nieuwe."))
    return held
