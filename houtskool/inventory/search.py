"""Finding contributions by their words, on SQLite and PostgreSQL alike, in what the reader may read only.

On SQLite an FTS5 table follows the column of stems by triggers, on PostgreSQL a GIN index over a tsvector of
it. Both are laid after every migrate, because Django's table rebuilds on SQLite drop triggers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import DatabaseError, connection, connections, transaction
from django.db.models import BigIntegerField, F, Func
from django.db.models.expressions import RawSQL
from django.db.models.lookups import In
from django.utils.translation import gettext as _

from houtskool.inventory import consent
from houtskool.inventory.consent import Audience
from houtskool.inventory.models import Contribution
from houtskool.inventory.models.contributions import ContributionQuerySet
from houtskool.inventory.search_text import Query
from houtskool.records.verification import Finding

_TABLE = "inventory_contribution"
_INDEX = "inventory_search"
_VECTOR = "array_to_tsvector(string_to_array(btrim(stems), ' '))"
_TRIGGERS = {
    f"{_INDEX}_insert": (
        f"AFTER INSERT ON {_TABLE} BEGIN INSERT INTO {_INDEX}(rowid, stems) VALUES (new.id, new.stems); END"
    ),
    f"{_INDEX}_delete": (
        f"AFTER DELETE ON {_TABLE} BEGIN "
        f"INSERT INTO {_INDEX}({_INDEX}, rowid, stems) VALUES ('delete', old.id, old.stems); END"
    ),
    f"{_INDEX}_update": (
        f"AFTER UPDATE OF stems ON {_TABLE} WHEN old.stems <> new.stems BEGIN "
        f"INSERT INTO {_INDEX}({_INDEX}, rowid, stems) VALUES ('delete', old.id, old.stems); "
        f"INSERT INTO {_INDEX}(rowid, stems) VALUES (new.id, new.stems); END"
    ),
}


def find(rows: ContributionQuerySet, query: Query, to: Audience) -> ContributionQuerySet:
    """The rows that answer the question, of those whose words this audience may read.

    What may not be read is not found, nor told apart by leaving a word out of the question.
    """
    if query.is_empty:
        return rows.none()
    found = consent.readable(rows, to)
    if query.words:
        # The plus keeps SQLite from fetching each hit by its number: it goes through the rows in their order,
        # which are looked up in the hits, and stops when a page is full.
        template = "(+%(expressions)s)" if connections[found.db].vendor == "sqlite" else "%(expressions)s"
        number = Func(F("pk"), template=template, output_field=BigIntegerField())
        found = found.filter(In(number, _with_words(query, found.db)))
    for phrase in query.phrases:
        found = found.filter(stems__contains=f" {' '.join(phrase)} ")
    for phrase in query.without:
        found = found.exclude(stems__contains=f" {' '.join(phrase)} ")
    return found


def _with_words(query: Query, using: str) -> RawSQL:
    # Stems hold letters and digits of ASCII only, so that quoting them is all that it takes.
    if connections[using].vendor == "postgresql":
        asked = " & ".join(f"'{stem}'" for stem in query.words)
        # OFFSET 0 has PostgreSQL find the hits first, by the index, and make no vector of every row it meets.
        hits = f"SELECT id FROM {_TABLE} WHERE {_VECTOR} @@ %s::tsquery OFFSET 0"
        return RawSQL(hits, [asked])
    asked = " ".join(f'"{stem}"' for stem in query.words)
    return RawSQL(f"SELECT rowid FROM {_INDEX} WHERE {_INDEX} MATCH %s", [asked])


def install(using: str = "default") -> None:
    """Lay what the search stands on, and fill it anew: rows may have changed while the triggers were gone."""
    connection = connections[using]
    if not _has_stems(using):
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {_INDEX} ON {_TABLE} USING gin ({_VECTOR})")
            return
        cursor.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {_INDEX} USING fts5("
            f"stems, content='{_TABLE}', content_rowid='id', detail=none, columnsize=0)"
        )
        for name, body in _TRIGGERS.items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(f"CREATE TRIGGER {name} {body}")
        cursor.execute(f"INSERT INTO {_INDEX}({_INDEX}) VALUES ('rebuild')")


def missing(using: str = "default") -> list[str]:
    """The table, triggers or index that should stand in the database and do not."""
    connection = connections[using]
    wanted, query = {
        "sqlite": ({_INDEX, *_TRIGGERS}, "SELECT name FROM sqlite_master WHERE type IN ('table', 'trigger')"),
        "postgresql": ({_INDEX}, "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()"),
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        return sorted(wanted - {row[0] for row in cursor.fetchall()})


def stands() -> Iterator[Finding]:
    """For `houtskool verify`: what the search stands on, and whether it holds what the rows hold."""
    for name in missing():
        yield Finding(name, _("ontbreekt; voer `houtskool manage migrate` uit om het terug te zetten."))
    if connection.vendor == "sqlite" and not missing():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                # The 1 has it hold the index against the rows too; it writes nothing.
                cursor.execute(f"INSERT INTO {_INDEX}({_INDEX}, rank) VALUES ('integrity-check', 1)")
        except DatabaseError:
            sentence = _(
                "loopt niet gelijk met de inbreng; voer `houtskool manage migrate` uit om het te vullen."
            )
            yield Finding(_INDEX, sentence)


def install_after_migrate(using: str = "default", **kwargs: Any) -> None:
    install(using)


def _has_stems(using: str) -> bool:
    """Not yet in a database that was migrated to an earlier version of this room."""
    connection = connections[using]
    if Contribution._meta.db_table not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, _TABLE)
    return "stems" in {column.name for column in columns}
