"""Saying what a measure does with what it rests on, one by one or in bulk, with reason and history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.assessment.models import Case
from houtskool.deliberation.models import Statement
from houtskool.inventory.models import Contribution
from houtskool.programme.models import Ground, Measure, Source
from houtskool.records import journal
from houtskool.records.verbs import Verb

_AT_ONCE = 500


@transaction.atomic
def lay(
    sources: Iterable[Source],
    measure: Measure | None,
    *,
    kind: str,
    reason: str,
    by: User | None,
    at: datetime,
    via: str = "",
) -> list[Ground]:
    """Link each source to the measure, or say anew how it is linked; gives those that changed.

    Without a measure: these contributions led to none, and why. Costs a fixed number of queries per five
    hundred of a kind, and one per conversation or framework. Raises ValidationError for what is of another
    process, for a contribution that was merged away, a statement that is not voted on, a request that was
    only just asked, and when a reason is missing.
    """
    reason = reason.strip()
    if kind not in Ground.Kind.values:
        raise ValidationError({"kind": _("Kies wat ermee gebeurde.")})
    if measure is None and kind != Ground.Kind.NOT:
        raise ValidationError({"measure": _("Kies de maatregel die hieruit kwam.")})
    if kind != Ground.Kind.ADOPTED and not reason:
        raise ValidationError({"reason": _("Schrijf waarom: wie dit inbracht, leest het.")})
    given = list(sources)
    changed: list[Ground] = []
    for name, model in (("contribution", Contribution), ("statement", Statement), ("case", Case)):
        rows = list({row.pk: row for row in given if isinstance(row, model)}.values())
        for row in rows:
            _fit(row, measure)
        for start in range(0, len(rows), _AT_ONCE):
            some = rows[start : start + _AT_ONCE]
            changed += _lay(name, some, measure, kind, reason, by=by, at=at, via=via)
    return changed


@transaction.atomic
def take_away(grounds: Iterable[Ground], *, by: User, at: datetime) -> None:
    """The links no longer stand; the journal keeps that they did."""
    for ground in grounds:
        journal.deleted(ground, by=by, at=at)
        ground.delete()


def _fit(row: Source, measure: Measure | None) -> None:
    if isinstance(row, Contribution):
        _fits_contribution(row, measure)
    elif measure is None:
        raise ValidationError({"measure": _("Kies de maatregel die hieruit kwam.")})
    elif isinstance(row, Statement):
        _fits_statement(row, measure)
    else:
        _fits_case(row, measure)


def _fits_contribution(row: Contribution, measure: Measure | None) -> None:
    if measure is not None and row.process_id != measure.process_id:
        raise ValidationError(
            _("Inbreng %(number)s hoort bij een ander proces dan deze maatregel.") % {"number": row.pk}
        )
    if row.merged_into_id is not None:
        raise ValidationError(
            _("Inbreng %(number)s is samengevoegd met %(kept)s. Kies die.")
            % {"number": row.pk, "kept": row.merged_into_id}
        )


def _fits_statement(row: Statement, measure: Measure) -> None:
    if row.conversation.process_id != measure.process_id:
        raise ValidationError(
            _("Stelling %(number)s hoort bij een ander proces dan deze maatregel.") % {"number": row.number}
        )
    # What stood there before the statement was taken out can still be said otherwise.
    if row.state == Statement.State.WAITING or not row.words:
        raise ValidationError(
            _("Over stelling %(number)s kan niemand stemmen. Kies een andere.") % {"number": row.number}
        )


def _fits_case(row: Case, measure: Measure) -> None:
    if row.framework.process_id != measure.process_id:
        raise ValidationError(
            _("Hulpvraag %(number)s hoort bij een ander proces dan deze maatregel.") % {"number": row.number}
        )
    if row.closed_at is None and row.route != Case.Route.WEIGHED:
        raise ValidationError(
            _("Hulpvraag %(number)s is nog niet afgewogen of afgerond. Doe dat eerst.")
            % {"number": row.number}
        )


def _lay(
    name: str,
    rows: Sequence[Any],
    measure: Measure | None,
    kind: str,
    reason: str,
    *,
    by: User | None,
    at: datetime,
    via: str,
) -> list[Ground]:
    """`name`: the field of the ground that holds these rows."""
    # The journal's turn comes before any lock, as in every change: else two could wait for each other.
    journal.take_turn()
    held = Ground.objects.select_for_update().filter(measure=measure, **{f"{name}__in": rows}).order_by("pk")
    standing = {getattr(ground, f"{name}_id"): ground for ground in held}
    if measure is not None and kind != Ground.Kind.NOT:
        # What leads to a measure after all no longer leads to none.
        for refusal in Ground.objects.filter(measure=None, **{f"{name}__in": rows}):
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
        Ground(**{name: row}, measure=measure, kind=kind, reason=reason, at=at, by=by)
        for row in rows
        if row.pk not in standing
    ]
    Ground.objects.bulk_create(new)
    journal.record_many(
        Verb.CREATED, [(ground, {}, journal.snapshot(ground)) for ground in new], by=by, at=at, via=via
    )
    return [*changed, *new]
