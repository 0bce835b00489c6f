"""Adding, changing, ordering and removing parts of the programme; a parent that goes leaves its children."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.programme.actions import signing
from houtskool.programme.models import ActionLine, Measure
from houtskool.records import editing, journal
from houtskool.records.folding import tidy
from houtskool.records.links import parts_of
from houtskool.records.models import ImportBatch
from houtskool.records.verbs import Verb

Part = TypeVar("Part", bound=models.Model)
Links = Mapping[str, Iterable[models.Model]]


@transaction.atomic
def add(
    part: Part,
    *,
    by: User | None,
    at: datetime,
    links: Links | None = None,
    batch: ImportBatch | None = None,
) -> Part:
    """Keep a new measure, action line, milestone or budget line. Raises ValidationError per field."""
    _tidy(part)
    if isinstance(part, Measure | ActionLine) and not part.order:
        part.order = _last(part) + 1
    part.full_clean()
    part.save(force_insert=True)
    _link(part, links)
    if isinstance(part, Measure):
        signing.remember(part, {}, at=at)
    journal.created(part, by=by, at=at, batch=batch)
    return part


@transaction.atomic
def change(
    part: Part,
    *,
    by: User | None,
    at: datetime,
    links: Links | None = None,
    opened: journal.Fields | None = None,
    batch: ImportBatch | None = None,
    via: str = "",
) -> Part:
    """Keep what was changed. With `opened`, what others saved meanwhile is kept too.

    Raises editing.Meanwhile where both changed the same field, else ValidationError per field.
    """
    _tidy(part)
    signed = _signed(part)
    with journal.change(part, by=by, at=at, batch=batch, via=via):
        if opened is not None:
            links = editing.settle(part, opened, links)
        if isinstance(part, Measure):
            _no_circle(part, links)
        part.full_clean()
        part.save()
        _link(part, links)
        if isinstance(part, Measure):
            signing.remember(part, signed, at=at)
    return part


@transaction.atomic
def change_many(
    measures: Iterable[Measure], values: Mapping[str, Any], *, by: User, at: datetime, replace: bool = False
) -> list[Measure]:
    """Set the same fields on many measures; each gets its own entry in the journal. Gives those that changed.

    `values`: the name of a field → its value; of themes, domains and partners the rows that are added, or
    with `replace` the rows that come in the place of what stood there.
    """
    changed = []
    journal.take_turn()
    rows = Measure.objects.select_for_update().filter(pk__in=[measure.pk for measure in measures])
    plain = {name: value for name, value in values.items() if not _is_many(name)}
    for measure in rows.order_by("pk"):
        before = journal.snapshot(measure)
        with journal.change(measure, by=by, at=at):
            for name, value in plain.items():
                setattr(measure, name, value)
            measure.full_clean()
            measure.save()
            for name in values.keys() - plain.keys():
                link = getattr(measure, name)
                if replace:
                    link.set(values[name])
                else:
                    link.add(*values[name])
        if journal.snapshot(measure) != before:
            changed.append(measure)
    return changed


@transaction.atomic
def remove(part: models.Model, *, by: User | None, at: datetime, batch: ImportBatch | None = None) -> None:
    """Take a measure or a part of it away. What stood under it stays, without it.

    Raises ValidationError for a measure that somebody reacted to: take that away first.
    """
    if isinstance(part, Measure):
        _may_go(part)
    for child in _children(part):
        with journal.change(child, by=by, at=at, batch=batch):
            setattr(child, "part_of" if isinstance(part, Measure) else "action_line", None)
            child.save()
    for gone in (*parts_of(part), part):
        journal.record(Verb.DELETED, gone, by=by, at=at, before=journal.snapshot(gone), batch=batch)
    part.delete()


@transaction.atomic
def move(part: Measure | ActionLine, *, up: bool, by: User, at: datetime) -> None:
    """One place up or down among its neighbours; at the end nothing happens."""
    rows = list(_neighbours(part))
    place = next(index for index, row in enumerate(rows) if row.pk == part.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for order, row in enumerate(rows, start=1):
        if row.order != order:
            with journal.change(row, by=by, at=at):
                row.order = order
                row.save()
    part.refresh_from_db()


def _signed(part: models.Model) -> signing.Days:
    """The days on which the sides of an agreement said yes, as they are kept now."""
    agreement = isinstance(part, Measure) and part.kind == Measure.Kind.AGREEMENT
    kept = Measure.objects.filter(pk=part.pk).first() if agreement else None
    return signing.days(kept) if kept else {}


def _neighbours(part: Measure | ActionLine) -> Sequence[Measure | ActionLine]:
    journal.take_turn()  # before the rows are held
    if isinstance(part, ActionLine):
        lines = ActionLine.objects.select_for_update().filter(process=part.process_id)
        return list(lines.order_by("order", "pk"))
    measures = Measure.objects.select_for_update().filter(
        process=part.process_id, action_line=part.action_line_id
    )
    return list(measures.order_by("order", "pk"))


def _last(part: Measure | ActionLine) -> int:
    rows = type(part)._default_manager.filter(process_id=part.process_id)
    return int(rows.aggregate(last=models.Max("order"))["last"] or 0)


def _children(part: models.Model) -> Sequence[Measure]:
    if isinstance(part, ActionLine | Measure):
        return list((part.measures if isinstance(part, ActionLine) else part.parts).all())
    return []


def _may_go(measure: Measure) -> None:
    if measure.reactions.exists():
        raise ValidationError(
            _(
                "Op ‘%(measure)s’ is gereageerd. Zet de maatregel op ‘gestopt’, "
                "zodat wie reageerde kan lezen wat ermee gebeurde."
            )
            % {"measure": measure}
        )


def _no_circle(measure: Measure, links: Links | None) -> None:
    """A measure cannot be a part of itself, nor wait for itself, by whatever way round."""
    above, seen = measure.part_of, set()
    while above is not None and above.pk not in seen:
        if above.pk == measure.pk:
            told = _("Een maatregel kan geen onderdeel van zichzelf zijn, ook niet via een andere.")
            raise ValidationError({"part_of": told})
        seen.add(above.pk)
        above = above.part_of
    waiting = list((links or {}).get("depends_on", ()))
    visited: set[int] = set()
    while waiting:
        pks = {one.pk for one in waiting} - visited
        if measure.pk in pks:
            told = _("Een maatregel kan niet op zichzelf wachten, ook niet via een andere.")
            raise ValidationError({"depends_on": told})
        visited |= pks
        waiting = list(Measure.objects.filter(needed_by__in=pks).exclude(pk__in=visited)) if pks else []


def _is_many(name: str) -> bool:
    return name in {field.name for field in Measure._meta.many_to_many}


def _tidy(part: models.Model) -> None:
    """Texts without needless spaces; decimals as the database gives them back, so that 1 is no new 1.00."""
    for field in part._meta.concrete_fields:
        if isinstance(field, models.DecimalField) and isinstance(
            value := getattr(part, field.attname), Decimal
        ):
            rounded = round(value, field.decimal_places)
            setattr(part, field.attname, rounded if rounded == value else value)
        if isinstance(field, models.CharField | models.TextField) and field.editable and not field.choices:
            value = getattr(part, field.attname)
            if isinstance(value, str):
                setattr(part, field.attname, tidy(value, lines=isinstance(field, models.TextField)))


def _link(part: models.Model, links: Links | None) -> None:
    for name, rows in (links or {}).items():
        getattr(part, name).set(rows)
