"""What the municipality does with contributions, and why: given, changed and taken back, singly and in bulk.

The row has the answer as it is now; former answers stand in the journal, and so in the trail.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.inventory.actions.states import in_chunks, locked, refuse_merged, settle_state
from houtskool.inventory.models import Contribution
from houtskool.records import journal
from houtskool.records.verbs import Verb

_FIELDS = ("outcome", "answer", "answered_at", "answered_by")


@transaction.atomic
def answer(
    contributions: Iterable[Contribution], *, outcome: str, reason: str, by: User | None, at: datetime
) -> list[Contribution]:
    """Answer each of them so, in place of what was answered before; gives those for which that is new.

    Raises ValidationError without an outcome or a reason, and for what was merged into another.
    """
    reason = reason.strip()
    if outcome not in Contribution.Outcome.values:
        raise ValidationError({"outcome": _("Kies wat u met deze inbreng doet.")})
    if not reason:
        raise ValidationError({"reason": _("Schrijf op waarom. Wie het inbracht, leest uw woorden.")})
    answered: list[Contribution] = []
    for some in in_chunks(contributions):
        rows = locked(some)
        refuse_merged(rows, _("Beantwoord het daar; wie dit inbracht, leest dat ook."))
        changed = [row for row in rows if (row.outcome, row.answer) != (outcome, reason)]
        journal.record_many(
            Verb.ANSWERED,
            [(row, _told(row.outcome, row.answer), _told(outcome, reason)) for row in changed],
            by=by,
            at=at,
        )
        for row in changed:
            row.outcome, row.answer, row.answered_at, row.answered_by = outcome, reason, at, by
        _keep(changed)
        _copy(changed, some)
        answered += changed
    return answered


@transaction.atomic
def take_back(
    contributions: Iterable[Contribution], *, why: str, by: User | None, at: datetime
) -> list[Contribution]:
    """Take the answers back: these contributions wait for a new one.

    Raises ValidationError without a reason, and for what was merged into another.
    """
    why = why.strip()
    if not why:
        raise ValidationError({"why": _("Schrijf op waarom u het antwoord terugneemt.")})
    taken: list[Contribution] = []
    for some in in_chunks(contributions):
        rows = [row for row in locked(some) if row.answered_at is not None]
        refuse_merged(rows, _("Neem het antwoord daar terug."))
        journal.record_many(
            Verb.UNDONE,
            [(row, _told(row.outcome, row.answer), {**_told("", ""), "why": why}) for row in rows],
            by=by,
            at=at,
        )
        for row in rows:
            row.outcome, row.answer, row.answered_at, row.answered_by = "", "", None, None
        _keep(rows)
        _copy(rows, some)
        taken += rows
    return taken


def _told(outcome: str, reason: str) -> journal.Fields:
    return {"outcome": outcome, "answer": reason}


def _keep(rows: list[Contribution]) -> None:
    """Save the answer, which is the same for all of these rows."""
    if rows:
        same = {name: getattr(rows[0], name) for name in _FIELDS}
        Contribution.objects.filter(pk__in=[row.pk for row in rows]).update(**same)
    settle_state(rows)


def _copy(rows: Iterable[Contribution], given: Iterable[Contribution]) -> None:
    """The answer, also on the objects that the caller holds."""
    kept = {row.pk: row for row in rows}
    for one in given:
        if row := kept.get(one.pk):
            for name in (*_FIELDS, "state"):
                setattr(one, name, getattr(row, name))
