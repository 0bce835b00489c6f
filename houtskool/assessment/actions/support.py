"""To whom a request belongs in the overview of the sector, and the aid of others declared with it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.assessment.actions.cases import hold
from houtskool.assessment.models import Case, Support
from houtskool.records import journal
from houtskool.records.verbs import Verb
from houtskool.sector import actions as sector_actions
from houtskool.sector.models import Initiative, Organisation

# Stored, so Dutch whatever the page.
ELSEWHERE = "elders"
ELSEWHERE_NAME = "Steun van een ander"


@transaction.atomic
def link(
    case: Case,
    *,
    organisation: Organisation | None,
    initiative: Initiative | None = None,
    by: User,
    at: datetime,
) -> None:
    """Say of which organisation, and perhaps initiative, the request is; None takes it off.

    What was declared of others becomes rows of support of that organisation, so that it counts for it.
    Raises ValidationError where the initiative is not of the organisation.
    """
    held = hold(case)
    organisation = organisation.kept() if organisation else None
    if initiative is not None:
        initiative = initiative.kept()
        if organisation is None or not initiative.organisations.filter(pk=organisation.pk).exists():
            raise ValidationError(
                {
                    "initiative": _(
                        "Dit initiatief is niet van deze organisatie. Kies een ander, of laat het leeg."
                    )
                }
            )
    with journal.change(held, by=by, at=at):
        held.organisation, held.initiative = organisation, initiative
        held.save()
    _declare(held, by=by, at=at)


@transaction.atomic
def link_new(case: Case, *, by: User, at: datetime) -> Organisation:
    """Put the organisation of the request into the overview and link it. Raises ValidationError, in Dutch."""
    if not case.organisation_name:
        raise ValidationError(_("Er staat geen organisatie in de hulpvraag. Kies er een uit het overzicht."))
    made = sector_actions.add(
        Organisation(name=case.organisation_name, kvk_number=case.kvk, source=f"hulpvraag {case.number}"),
        by=by,
        at=at,
    )
    link(case, organisation=made, by=by, at=at)
    return made


def suggestions(case: Case) -> list[Organisation]:
    """Organisations that it may be: with the same KvK number first, then of the same name or words of it."""
    current = Organisation.objects.current()
    found: dict[int, Organisation] = {}
    if case.kvk:
        found |= {one.pk: one for one in current.filter(kvk_number=case.kvk)}
    if case.organisation_name:
        found |= {one.pk: one for one in current.named(case.organisation_name)}
        found |= {one.pk: one for one in current.search(case.organisation_name)[:5]}
    return list(found.values())[:5]


def declared(case: Case) -> list[tuple[str, Decimal | None, date]]:
    """What the applicant said to have had of others: giver, amount (None unknown) and day."""
    return [
        (one["giver"], Decimal(one["amount"]) if one["amount"] else None, date.fromisoformat(one["on"]))
        for one in case.declared
    ]


def _declare(case: Case, *, by: User, at: datetime) -> None:
    journal.take_turn()
    there = Support.objects.filter(case=case, decision=None).exclude(elsewhere="")
    rows = list(there.select_for_update())
    if case.organisation is None:
        for row in rows:
            journal.deleted(row, by=by, at=at)
            row.delete()
        return
    for row in rows:
        with journal.change(row, by=by, at=at, verb=Verb.MOVED):
            row.organisation = case.organisation
            row.save()
    if rows:
        return
    for giver, amount, on in declared(case):
        made = Support(
            case=case,
            organisation=case.organisation,
            kind=ELSEWHERE,
            name=ELSEWHERE_NAME,
            amount=amount,
            is_aid=True,
            elsewhere=giver,
            granted_on=on,
        )
        made.full_clean()
        made.save(force_insert=True)
        journal.created(made, by=by, at=at)
