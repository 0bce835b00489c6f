"""Saying what a measure does with a contribution, one by one or in bulk, with reason and history."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.inventory.models import Contribution
from houtskool.programme.models import Ground, Measure
from houtskool.records import journal
from houtskool.records.verbs import Verb

_AT_ONCE = 500


@transaction.atomic
def lay(
    contributions: Iterable[Contribution],
    measure: Measure | None,
    *,
    kind: str,
    reason: str,
    by: User | None,
    at: datetime,
    via: str = "",
) -> list[Ground]:
    """Link each contribution to the measure, or say anew how it is linked; gives those that changed.

    Without a measure: these contributions led to none, and why. Costs a fixed number of queries per five
    hundred. Raises ValidationError for a contribution of another process or one that was merged away, and
    when a reason is missing.
    """
    reason = reason.strip()
    if kind not in Ground.Kind.values:
        raise ValidationError({"kind": _("Kies wat er met de inbreng gebeurde.")})
    if measure is None and kind != Ground.Kind.NOT:
        raise ValidationError({"measure": _("Kies de maatregel die hieruit kwam.")})
    if kind != Ground.Kind.ADOPTED and not reason:
        raise ValidationError({"reason": _("Schrijf waarom: wie dit inbracht, leest het.")})
    rows = list({row.pk: row for row in contributions}.values())
    _fit(rows, measure)
    changed: list[Ground] = []
    for start in range(0, len(rows), _AT_ONCE):
        changed += _lay(rows[start : start + _AT_ONCE], measure, kind, reason, by=by, at=at, via=via)
    return changed


@transaction.atomic
def take_away(grounds: Iterable[Ground], *, by: User, at: datetime) -> None:
    """The links no longer stand; the journal keeps that they did."""
    for ground in grounds:
        journal.deleted(ground, by=by, at=at)
        ground.delete()


def _fit(rows: list[Contribution], measure: Measure | None) -> None:
    for row in rows:
        if measure is not None and row.process_id != measure.process_id:
            raise ValidationError(
                _("Inbreng %(number)s hoort bij een ander proces dan deze maatregel.") % {"number": row.pk}
            )
        if row.merged_into_id is not None:
            raise ValidationError(
                _("Inbreng %(number)s is samengevoegd met %(kept)s. Kies die.")
                % {"number": row.pk, "kept": row.merged_into_id}
            )


def _lay(
    rows: list[Contribution],
    measure: Measure | None,
    kind: str,
    reason: str,
    *,
    by: User | None,
    at: datetime,
    via: str,
) -> list[Ground]:
    # The journal's turn comes before any lock, as in every change: else two could wait for each other.
    journal.take_turn()
    held = Ground.objects.select_for_update().filter(measure=measure, contribution__in=rows).order_by("pk")
    standing = {ground.contribution_id: ground for ground in held}
    if measure is not None:
        # What leads to a measure after all no longer leads to none.
        for refusal in Ground.objects.filter(measure=None, contribution__in=rows):
            if kind != Ground.Kind.NOT:
                journal.deleted(refusal, by=by, at=at)
                refusal.delete()
    changed = []
    for ground in standing.values():
        if (ground.kind, ground.reason) != (kind, reason):
            with journal.change(ground, by=by, at=at, via=via):
                ground.kind, ground.reason = kind, reason
                ground.at, ground.by = at, by
                ground.save()
            changed.append(ground)
    new = [
        Ground(contribution=row, measure=measure, kind=kind, reason=reason, at=at, by=by)
        for row in rows
        if row.pk not in standing
    ]
    Ground.objects.bulk_create(new)
    journal.record_many(
        Verb.CREATED, [(ground, {}, journal.snapshot(ground)) for ground in new], by=by, at=at, via=via
    )
    return [*changed, *new]
