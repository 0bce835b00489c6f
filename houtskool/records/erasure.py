"""What is held about a person: giving it, and erasing it without breaking the journal's chain.

Rooms above register what they hold about a thing of a lower room, so that both reach all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext

from houtskool.accounts.models import User
from houtskool.records import import_files, journal
from houtskool.records.models import ImportBatch, JournalEntry, PersonalValue
from houtskool.records.personal import personal_fields
from houtskool.records.verbs import Verb

# Long enough to mend what was refused; the files hold names and addresses.
KEEP_IMPORT_FILES = timedelta(days=30)


@dataclass(frozen=True)
class Holder:
    """What a room holds about a thing: `held` gives other rows with personal fields of the same person.

    A row that it `keeps`, as a term still runs, is given to the person but not erased with the rest.
    """

    name: str
    held: Callable[[models.Model], Iterator[models.Model]]
    keeps: Callable[[models.Model], bool] = lambda row: False


_holders: dict[str, Holder] = {}


def register(holder: Holder) -> None:
    _holders[holder.name] = holder


def registered() -> dict[str, Holder]:
    return dict(_holders)


def export(thing: models.Model) -> dict[str, Any]:
    """All that is held: the row itself, what rooms above hold, and the values that the journal keeps."""
    return {
        "gegevens": _row(thing),
        "elders": {name: [_row(row) for holder, row in _held(thing) if holder == name] for name in _holders},
        "journaal": [
            {
                "wanneer": value.entry.at.isoformat(),
                "handeling": Verb(value.entry.verb).label,
                "gegeven": str(row._meta.get_field(value.field).verbose_name),  # type: ignore[union-attr]  # a personal field, no relation back
                "stand": value.get_side_display(),
                "waarde": value.value,
            }
            for row in _rows(thing)
            for value in _values(row).select_related("entry").order_by("entry_id", "field", "side")
        ],
    }


def _row(thing: models.Model) -> dict[str, Any]:
    """The fields of a row by their names, in the language of the page; links by what they lead to."""
    fields = [*thing._meta.concrete_fields, *thing._meta.many_to_many]
    named = journal.snapshot(thing)
    row: dict[str, Any] = {gettext("nummer"): thing.pk}
    for field in fields:
        if field.name in named:
            value = named[field.name]
            if field.many_to_many:
                value = [str(one) for one in getattr(thing, field.name).all()]
            elif field.is_relation and value is not None:
                value = str(getattr(thing, field.name))
            row[str(field.verbose_name)] = value
    return row


@transaction.atomic
def erase(thing: models.Model, *, by: User | None, at: datetime) -> None:
    """Blank the personal fields of the thing and of all that rooms above hold, in the journal too.

    The journal's entries stay, with digests whose values and salts are gone. Files from which the thing came
    in are erased as well: they hold the same, and more.
    """
    for row in list(_erasable(thing)):
        entries = JournalEntry.objects.about(row)
        batches = [entry.batch_id for entry in entries if entry.batch_id]
        for field in (row._meta.get_field(name) for name in personal_fields(type(row))):
            if isinstance(field, models.Field):
                setattr(row, field.attname, None if field.null else _blank(field))
        row.save()
        _values(row).delete()
        journal.record(Verb.ERASED, row, by=by, at=at)
        for batch in ImportBatch.objects.filter(pk__in=batches).select_related("upload"):
            import_files.erase(batch)


def _blank(field: models.Field[Any, Any]) -> Any:
    """What an empty field holds: its default, also an empty list or dictionary, else nothing."""
    default = field.get_default()
    return "" if default is None else default


Purge = Callable[[datetime], int]
_purges: dict[str, Purge] = {}


def register_purge(name: str, purge: Purge) -> None:
    """What a room erases by itself when the term of the AVG register is over; gives how much that was."""
    _purges[name] = purge


def purges() -> dict[str, Purge]:
    return dict(_purges)


@transaction.atomic
def purge(at: datetime) -> dict[str, int]:
    """Erase, in every room, what has been kept for as long as the register says: how much of each."""
    return {name: act(at) for name, act in _purges.items()}


def purge_import_files(at: datetime) -> int:
    """Erase the files of imports that are over for a month, and what the refusals quote of them."""
    old = ImportBatch.objects.filter(at__lt=at - KEEP_IMPORT_FILES).select_related("upload")
    return sum(import_files.erase(batch) for batch in old)


def _rows(thing: models.Model) -> Iterator[models.Model]:
    yield thing
    for _holder, row in _held(thing):
        yield row


def _erasable(thing: models.Model) -> Iterator[models.Model]:
    """The thing, and what is held without what a room must keep and all that hangs on that."""
    yield thing
    for _holder, row in _held(thing, erasing=True):
        yield row


def _held(thing: models.Model, *, erasing: bool = False) -> Iterator[tuple[str, models.Model]]:
    """What the rooms hold, with the holder's name, each row once; of what one holds another may hold more."""
    seen, todo = {(type(thing), thing.pk)}, [thing]
    while todo:
        here = todo.pop()
        for holder in _holders.values():
            for row in holder.held(here):
                if (type(row), row.pk) not in seen and not (erasing and holder.keeps(row)):
                    seen.add((type(row), row.pk))
                    todo.append(row)
                    yield holder.name, row


def forget(thing: models.Model) -> None:
    """Drop the personal values that the journal keeps of a row; its digests stay, so the chain is whole.

    For a row that is about to be deleted: afterwards nobody could reach them to erase them.
    """
    _values(thing).delete()


def _values(thing: models.Model) -> models.QuerySet[PersonalValue]:
    return PersonalValue.objects.filter(entry__in=JournalEntry.objects.about(thing))
