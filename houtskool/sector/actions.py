"""Adding, changing and removing what the sector holds; merging stands in merging.py."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.records import editing, erasure, journal
from houtskool.records.folding import tidy
from houtskool.records.links import depending_on, in_words, parts_of
from houtskool.records.models import ImportBatch
from houtskool.records.personal import personal_fields
from houtskool.records.verbs import Verb
from houtskool.sector.checks import check
from houtskool.sector.models import Department, Domain, Noun, Organisation, StakeholderGroup, Theme

Thing = TypeVar("Thing", bound=models.Model)
NounType = TypeVar("NounType", bound=Noun)
Links = Mapping[str, Iterable[models.Model]]


@transaction.atomic
def add(
    thing: Thing,
    *,
    by: User | None,
    at: datetime,
    links: Links | None = None,
    batch: ImportBatch | None = None,
) -> Thing:
    """Keep a new row; `links` are its many-to-many fields. Raises ValidationError per field, in Dutch."""
    check(thing)
    if isinstance(thing, StakeholderGroup):
        thing.key = _free_key(thing.name)
    thing.save(force_insert=True)
    _link(thing, links)
    journal.created(thing, by=by, at=at, batch=batch)
    return thing


@transaction.atomic
def change(
    thing: Thing,
    *,
    by: User | None,
    at: datetime,
    links: Links | None = None,
    batch: ImportBatch | None = None,
    opened: journal.Fields | None = None,
    via: str = "",
) -> Thing:
    """Keep the changed fields of a row. `links` replaces the many-to-many fields that it names, no others.

    With `opened`, the fields as the form was opened with, what others saved since is kept too. Raises
    editing.Meanwhile where both changed the same field, else ValidationError per field.
    """
    if isinstance(thing, Noun) and thing.merged_into is not None:
        raise ValidationError(
            _("‘%(thing)s’ is samengevoegd met ‘%(kept)s’. Pas die aan.")
            % {"thing": thing, "kept": thing.kept()}
        )
    check(thing)
    with journal.change(thing, by=by, at=at, batch=batch, via=via):
        if opened is not None:
            links = editing.settle(thing, opened, links)
            check(thing)
        thing.save()
        _link(thing, links)
    return thing


@transaction.atomic
def remove(thing: models.Model, *, by: User | None, at: datetime, batch: ImportBatch | None = None) -> None:
    """Delete a row on which nothing depends. Raises ValidationError that names what does."""
    if holding := depending_on(thing):
        raise ValidationError(
            _(
                "‘%(thing)s’ kan niet weg: %(links)s. Haal die verbindingen eerst weg, of voeg "
                "samen met een ander."
            )
            % {"thing": thing, "links": in_words(holding)}
        )
    for part in parts_of(thing):
        journal.deleted(part, by=by, at=at)
    journal.record(Verb.DELETED, thing, by=by, at=at, before=journal.snapshot(thing), batch=batch)
    if personal_fields(type(thing)):
        erasure.forget(thing)
    thing.delete()


@transaction.atomic
def confirm(organisation: Organisation, *, by: User | None, at: datetime, via: str = "") -> None:
    """Say that everything about the organisation still is right on this day."""
    with journal.change(organisation, by=by, at=at, verb=Verb.CONFIRMED, via=via):
        organisation.last_verified = timezone.localdate(at)
        organisation.save()


def year_ago(at: datetime) -> datetime:
    return at - timedelta(days=365)


def add_organisation(*, name: str, by: User | None, at: datetime, **fields: Any) -> Organisation:
    return _find_or_add(Organisation, name, by=by, at=at, **fields)


def add_theme(*, name: str, by: User | None, at: datetime, **fields: Any) -> Theme:
    return _find_or_add(Theme, name, by=by, at=at, **fields)


def add_domain(*, name: str, by: User | None, at: datetime, **fields: Any) -> Domain:
    return _find_or_add(Domain, name, by=by, at=at, **fields)


def add_group(*, name: str, by: User | None, at: datetime, **fields: Any) -> StakeholderGroup:
    return _find_or_add(StakeholderGroup, name, by=by, at=at, **fields)


def add_department(*, name: str, by: User | None, at: datetime, **fields: Any) -> Department:
    return _find_or_add(Department, name, by=by, at=at, **fields)


@transaction.atomic
def _find_or_add(
    model: type[NounType], name: str, *, by: User | None, at: datetime, **fields: Any
) -> NounType:
    """The row that has this name already (or lives on under another one), left as it is; else a new one."""
    found: NounType | None = model._default_manager.all().find(tidy(name))  # type: ignore[attr-defined]  # nouns only
    return found or add(model(name=name, **fields), by=by, at=at)


def _link(thing: models.Model, links: Links | None) -> None:
    for name, values in (links or {}).items():
        getattr(thing, name).set(values)


def _free_key(name: str) -> str:
    base = slugify(name)[:70] or "groep"
    taken = set(StakeholderGroup.objects.filter(key__startswith=base).values_list("key", flat=True))
    return next(key for key in _numbered(base) if key not in taken)


def _numbered(base: str) -> Iterable[str]:
    yield base
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1
