"""Writing the journal: every change through an action leaves one entry, in the same transaction."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from dataclasses import field as made_anew
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.db.models.fields.files import FieldFile
from django.db.transaction import TransactionManagementError

from houtskool.accounts.models import User
from houtskool.records.folding import FoldedField
from houtskool.records.models import ImportBatch, JournalEntry, PersonalValue
from houtskool.records.personal import personal_fields
from houtskool.records.secret_links import SECRET
from houtskool.records.verbs import Verb

GENESIS = "0" * 64
# Any constant does, as long as nothing else in the database uses it.
_TURN = 4_837_201_118

Fields = dict[str, Any]


def canonical(value: Any) -> str:
    """The one way in which a value is written before it is hashed: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, cls=DjangoJSONEncoder)


def digest(value: Any, salt: str) -> str:
    return hashlib.sha256(f"{salt}:{canonical(value)}".encode()).hexdigest()


def snapshot(thing: models.Model) -> Fields:
    """The fields of a row as JSON values; many-to-many fields as sorted keys.

    Left out are the primary key, folded text, which says the same again, the keys of secret links, and what
    the model names as `unrecorded`, because nobody may find it later.
    """
    links = {}
    if thing.pk is not None:
        for many in thing._meta.many_to_many:
            links[many.name] = sorted(getattr(thing, many.name).values_list("pk", flat=True), key=str)
    return _snapshot(thing, links)


def snapshots(things: Sequence[models.Model]) -> list[Fields]:
    """As snapshot, of rows of one model, in one query per many-to-many field."""
    linked: dict[str, dict[Any, list[Any]]] = {}
    for many in things[0]._meta.many_to_many if things else ():
        here, there = many.m2m_field_name(), many.m2m_reverse_field_name()
        through: Any = many.remote_field.through
        rows = through._base_manager.filter(**{f"{here}__in": [thing.pk for thing in things]})
        linked[many.name] = {}
        for key, other in rows.values_list(here, there):
            linked[many.name].setdefault(key, []).append(other)
    return [
        _snapshot(thing, {name: sorted(of.get(thing.pk, []), key=str) for name, of in linked.items()})
        for thing in things
    ]


def _snapshot(thing: models.Model, links: Fields) -> Fields:
    left_out = {SECRET, *getattr(thing, "unrecorded", ())}
    fields = {
        field.name: field.value_from_object(thing)
        for field in thing._meta.concrete_fields
        if not (field.primary_key or isinstance(field, FoldedField) or field.name in left_out)
    }
    for name, value in fields.items():
        if isinstance(value, FieldFile):
            fields[name] = value.name
        elif isinstance(value, datetime):
            fields[name] = value.astimezone(UTC)
    plain: Fields = json.loads(json.dumps(fields | links, cls=DjangoJSONEncoder))
    return plain


def record(
    verb: Verb,
    thing: models.Model,
    *,
    by: User | None,
    at: datetime,
    before: Fields | None = None,
    after: Fields | None = None,
    batch: ImportBatch | None = None,
    via: str = "",
) -> JournalEntry:
    """Write one entry about `thing`; of `before` and `after` only the fields that differ are kept.

    `via` says who it was where nobody signed in: "Restlab, via de eigen link".
    Must run inside the transaction of the change itself. Raises TransactionManagementError otherwise.
    """
    (entry,) = record_many(verb, [(thing, before or {}, after or {})], by=by, at=at, batch=batch, via=via)
    return entry


def record_many(
    verb: Verb,
    changed: Iterable[tuple[models.Model, Fields, Fields]],
    *,
    by: User | None,
    at: datetime,
    batch: ImportBatch | None = None,
    via: str = "",
) -> list[JournalEntry]:
    """Write one entry per thing, given with before and after; the number of queries does not grow with them.

    Must run inside the transaction of the change itself. Raises TransactionManagementError otherwise.
    """
    with together() as page:
        return [
            _write(page, verb, thing, before, after, by=by, at=at, batch=batch, via=via)
            for thing, before, after in changed
        ]


@dataclass
class _Page:
    """Entries that are made but not yet written, after the last one that is."""

    number: int
    hash: str
    entries: list[JournalEntry] = made_anew(default_factory=list)
    kept: list[PersonalValue] = made_anew(default_factory=list)


_page: ContextVar[_Page | None] = ContextVar("page", default=None)


@contextmanager
def together() -> Iterator[_Page]:
    """Write the entries of the block at its end, all at once; none where the block raises.

    Inside one, what may be rolled back by itself (a row of an import) belongs in one of its own, around its
    savepoint. Must run inside a transaction. Raises TransactionManagementError otherwise.
    """
    page = _page.get()
    if page is not None:
        before = page.number, page.hash, len(page.entries), len(page.kept)
        try:
            yield page
        except BaseException:
            page.number, page.hash, entries, kept = before
            del page.entries[entries:], page.kept[kept:]
            raise
        return
    take_turn()
    head = JournalEntry.objects.order_by("-number").values_list("number", "hash").first()
    page = _Page(*(head or (0, GENESIS)))
    token = _page.set(page)
    try:
        yield page
    finally:
        _page.reset(token)
    JournalEntry.objects.bulk_create(page.entries)
    PersonalValue.objects.bulk_create(page.kept)


def _write(
    page: _Page,
    verb: Verb,
    thing: models.Model,
    before: Fields,
    after: Fields,
    *,
    by: User | None,
    at: datetime,
    batch: ImportBatch | None,
    via: str,
) -> JournalEntry:
    changes, personal = _changes(type(thing), before, after)
    entry = JournalEntry(
        number=page.number + 1,
        at=at,
        by=by,
        via=via[:300],
        verb=verb,
        object_type=thing._meta.label_lower,
        object_id=str(thing.pk),
        changes=changes,
        batch_id=batch.pk if batch else None,
        previous_hash=page.hash,
    )
    entry.hash = entry_hash(entry)
    page.number, page.hash = entry.number, entry.hash
    page.entries.append(entry)
    page.kept += [
        PersonalValue(entry=entry, field=name, side=side, salt=salt, value=value)
        for name, side, salt, value in personal
    ]
    return entry


@contextmanager
def change(
    thing: models.Model,
    *,
    by: User | None,
    at: datetime,
    verb: Verb = Verb.CHANGED,
    batch: ImportBatch | None = None,
    via: str = "",
) -> Iterator[None]:
    """Record what the block changes on `thing`, which the block saves itself. No difference, no entry.

    Must run inside the transaction of the change itself. Raises TransactionManagementError otherwise.
    """
    # Before the row is read: otherwise two writers would both note the same value as the one before theirs,
    # and each could hold the row that the other waits for.
    take_turn()
    before = snapshot(type(thing)._base_manager.get(pk=thing.pk))
    yield
    after = snapshot(thing)
    if before != after:
        record(verb, thing, by=by, at=at, before=before, after=after, batch=batch, via=via)


def created(
    thing: models.Model, *, by: User | None, at: datetime, batch: ImportBatch | None = None
) -> JournalEntry:
    """Record a row that was just saved, with the many-to-many links it has by now."""
    return record(Verb.CREATED, thing, by=by, at=at, after=snapshot(thing), batch=batch)


def deleted(thing: models.Model, *, by: User | None, at: datetime) -> JournalEntry:
    """Record a row that is about to be deleted, with all that it held."""
    return record(Verb.DELETED, thing, by=by, at=at, before=snapshot(thing))


def entry_hash(entry: JournalEntry) -> str:
    """SHA-256 over everything that an entry says, the hash of the one before included."""
    said = {
        "number": entry.number,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": entry.by_id,
        "verb": str(entry.verb),
        "object": [entry.object_type, entry.object_id],
        "changes": entry.changes,
        "batch": entry.batch_id,
        "previous": entry.previous_hash,
    }
    if entry.via:  # entries from before there was such a field keep their hash
        said["via"] = entry.via
    return hashlib.sha256(canonical(said).encode()).hexdigest()


def readable_changes(entry: JournalEntry) -> dict[str, tuple[Any, Any]]:
    """field → (before, after), with personal values filled in as long as they were not erased (None then)."""
    kept = {(value.field, value.side): value.value for value in entry.personal_values.all()}

    def value(field: str, side: str, stored: Any) -> Any:
        return kept.get((field, side)) if _is_digest(stored) else stored

    return {
        field: (value(field, "before", pair[0]), value(field, "after", pair[1]))
        for field, pair in entry.changes.items()
    }


def _is_digest(stored: Any) -> bool:
    return isinstance(stored, dict) and set(stored) == {"digest"}


def _changes(
    model: type[models.Model], before: Fields, after: Fields
) -> tuple[Fields, list[tuple[str, str, str, Any]]]:
    """The differing fields as [before, after] with personal values digested, and those values apart."""
    hidden: Mapping[str, Any] = personal_fields(model)
    changes: Fields = {}
    personal: list[tuple[str, str, str, Any]] = []
    for field in sorted(before.keys() | after.keys()):
        pair = [before.get(field), after.get(field)]
        if pair[0] == pair[1]:
            continue
        if field in hidden:
            for index, side in enumerate(("before", "after")):
                if pair[index] not in (None, ""):
                    salt = secrets.token_hex(16)
                    personal.append((field, side, salt, pair[index]))
                    pair[index] = {"digest": digest(pair[index], salt)}
        changes[field] = pair
    return changes, personal


def take_turn() -> None:
    """Wait until nobody else writes the journal; they wait in turn until this transaction ends.

    On SQLite every transaction is IMMEDIATE and holds the write lock already.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("a journal entry belongs in the transaction of its change")
    if connection.vendor == "postgresql" and _page.get() is None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])
