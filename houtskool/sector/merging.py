"""Merging two rows that are the same thing: every link moves, nothing is lost, the old address leads on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.records import journal
from houtskool.records.links import Link, pointing_at
from houtskool.records.verbs import Verb
from houtskool.sector.checks import check
from houtskool.sector.models import Noun, Organisation, Theme


@dataclass(frozen=True)
class Moving:
    """What a merge would move: a link in words, and how many rows of it."""

    label: str
    number: int


def preview(dropped: Noun) -> list[Moving]:
    moving = []
    for link in pointing_at(dropped):
        if number := link.rows.count():
            own = link.many.verbose_name if link.own and link.many else ""
            moving.append(Moving(str(own or link.holder._meta.verbose_name_plural), number))
    return moving


# What a higher room brings up to date after a merge, such as what it reckoned per group: dropped, kept, when.
Afterwards = Callable[[Noun, Noun, datetime], None]
_afterwards: dict[str, Afterwards] = {}


def register_afterwards(name: str, run: Afterwards) -> None:
    """In AppConfig.ready(). Links move by themselves; `run` is called in the same transaction, after them."""
    _afterwards[name] = run


def registered_afterwards() -> dict[str, Afterwards]:
    return dict(_afterwards)


@transaction.atomic
def merge(
    dropped: Noun, *, into: Noun, keep: Mapping[str, Any] | None = None, by: User | None, at: datetime
) -> None:
    """Let `dropped` live on in `into`: all that points at the one points at the other, each link once.

    `keep` gives, per field name, the value that the kept row shall have. Each moved link leaves a journal
    entry with what it was before and after, on the row that holds it; `dropped` stays, leading to `into`.
    Raises ValidationError when the two cannot be merged.
    """
    refuse(dropped, into)
    before = journal.snapshot(into)
    # First, so that the kept row may take over what had to be unique.
    with journal.change(dropped, by=by, at=at, verb=Verb.MERGED):
        dropped.merged_into = into
        dropped.save()
    for link in pointing_at(dropped):
        _move(link, dropped, into, by=by, at=at)
    into.refresh_from_db()
    for name, value in (keep or {}).items():
        setattr(into, name, value)
    if isinstance(into, Theme) and isinstance(dropped, Theme):
        into.alt_labels = [*into.alt_labels, dropped.name, *dropped.alt_labels]
    check(into)
    into.save()
    journal.record(Verb.MERGED, into, by=by, at=at, before=before, after=journal.snapshot(into))
    for run in _afterwards.values():
        run(dropped, into, at)


def refuse(dropped: Noun, into: Noun) -> None:
    if type(dropped) is not type(into):
        raise ValidationError(_("Alleen twee van dezelfde soort kunnen samengevoegd worden."))
    if dropped.pk == into.pk:
        raise ValidationError(_("Dit is tweemaal hetzelfde. Kies een ander om mee samen te voegen."))
    for one in (dropped, into):
        if one.merged_into is not None:
            raise ValidationError(
                _("‘%(one)s’ is al samengevoegd met ‘%(kept)s’.") % {"one": one, "kept": one.kept()}
            )
    if isinstance(into, Theme):
        above = into.broader
        while above is not None:
            if above.pk == dropped.pk:
                raise ValidationError(
                    _(
                        "‘%(into)s’ valt onder ‘%(dropped)s’. Bewaar ‘%(dropped)s’, of maak ‘valt onder’ "
                        "eerst leeg."
                    )
                    % {"into": into, "dropped": dropped}
                )
            above = above.broader


def warning(dropped: Noun, into: Noun) -> str:
    """What speaks against merging the two, though it may be done; empty when nothing does."""
    if isinstance(dropped, Organisation) and isinstance(into, Organisation):
        numbers = dropped.kvk_number, into.kvk_number
        if all(numbers) and numbers[0] != numbers[1]:
            return _(
                "Ze hebben elk een eigen KvK-nummer (%(one)s en %(other)s): dat zijn twee "
                "rechtspersonen of twee ondernemingen. Voeg ze alleen samen als een van de twee "
                "nummers niet klopt."
            ) % {"one": numbers[0], "other": numbers[1]}
    return ""


def _move(link: Link, dropped: models.Model, into: models.Model, *, by: User | None, at: datetime) -> None:
    """Let the link's rows point at `into`."""
    if link.generic:
        for row in link.rows.all():
            with journal.change(row, by=by, at=at, verb=Verb.MOVED):
                setattr(row, link.field, into.pk)
                row.save()
    elif link.many is not None:
        _move_many(link, dropped, into, by=by, at=at)
    else:
        for row in link.rows.exclude(pk__in=[dropped.pk] if link.model is type(dropped) else []):
            move_row(row, link.field, dropped, into, by=by, at=at)


def _move_many(
    link: Link, dropped: models.Model, into: models.Model, *, by: User | None, at: datetime
) -> None:
    """The rows of a many-to-many table: without doubles, and never from a thing to itself."""
    assert link.many is not None
    ends = {link.many.m2m_field_name(), link.many.m2m_reverse_field_name()}
    (other,) = ends - {link.field}
    for row in link.rows.all():
        far = getattr(row, f"{other}_id")
        if far == into.pk and link.many.related_model is link.many.model:
            row.delete()
            continue
        owner = into if link.own else link.many.model._base_manager.get(pk=far)
        before = journal.snapshot(owner)
        if link.model._base_manager.filter(**{link.field: into.pk, other: far}).exists():
            row.delete()
        else:
            setattr(row, f"{link.field}_id", into.pk)
            row.save()
        if not link.own:  # its own links stand in the entry about the kept row itself
            after = journal.snapshot(owner)
            journal.record(Verb.MOVED, owner, by=by, at=at, before=before, after=after)


def move_row(
    row: models.Model, field: str, dropped: models.Model, into: models.Model, *, by: User | None, at: datetime
) -> None:
    """Let one row point at `into` instead. Where the kept row already has the same, the two become one.

    A row that the database keeps frozen goes on pointing at the dropped row, which leads on to the kept one.
    """
    try:
        with transaction.atomic():
            if twin := _twin(row, field, into):
                _absorb(row, twin, by=by, at=at)
            else:
                with journal.change(row, by=by, at=at, verb=Verb.MOVED):
                    setattr(row, field, into)
                    row.save()
    except IntegrityError:
        row.refresh_from_db()


def _twin(row: models.Model, field: str, into: models.Model) -> models.Model | None:
    """The row that stands in the way of this one pointing at `into`, by any rule of uniqueness."""
    options = row._meta
    rules: list[tuple[tuple[str, ...], models.Q]] = [
        (tuple(constraint.fields), constraint.condition or models.Q())
        for constraint in options.constraints
        if isinstance(constraint, models.UniqueConstraint)
    ]
    rules += [(tuple(names), models.Q()) for names in options.unique_together]
    rules += [
        ((one.name,), models.Q()) for one in options.concrete_fields if one.unique and not one.primary_key
    ]
    manager = type(row)._base_manager
    values = {one.name: one.value_from_object(row) for one in options.concrete_fields}
    for names, condition in rules:
        if field in names and manager.filter(condition, pk=row.pk).exists():
            same: dict[str, Any] = {name: values[name] for name in names}
            same[field] = into.pk
            found = manager.filter(condition, **same).exclude(pk=row.pk)
            if None not in same.values() and (twin := found.first()):
                return twin
    return None


def _absorb(double: models.Model, twin: models.Model, *, by: User | None, at: datetime) -> None:
    """Fill what is empty in the twin from its double, move what points at the double, and let it go."""
    with journal.change(twin, by=by, at=at, verb=Verb.MERGED):
        for field in twin._meta.concrete_fields:
            if getattr(twin, field.attname) in (None, "", [], {}):
                setattr(twin, field.attname, getattr(double, field.attname))
        for link in pointing_at(double):
            _move(link, double, twin, by=by, at=at)
        twin.save()
    journal.deleted(double, by=by, at=at)
    double.delete()
