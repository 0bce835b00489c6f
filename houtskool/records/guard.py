"""Database triggers that keep frozen rows as they are, on SQLite and PostgreSQL alike.

A room names its tables in AppConfig.ready(): `guard.freeze(Model)` for append-only tables,
`guard.freeze(Model, when="state = 'adopted'")` for rows that freeze in a certain state.
The application never lifts the guard; whoever does so with a database tool is found by `houtskool verify`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connections, models


@dataclass(frozen=True)
class Frozen:
    """A guarded table. `when` is a condition over the old row's columns, as `OLD.state`; empty: always."""

    table: str
    when: str = ""


_frozen: dict[str, Frozen] = {}


def freeze(model: type[models.Model], when: str = "") -> None:
    """Refuse updates and deletes of the model's rows (of those where `when` holds) in the database itself."""
    table = model._meta.db_table
    _frozen[table] = Frozen(table, when)


def frozen_tables() -> list[Frozen]:
    return sorted(_frozen.values(), key=lambda frozen: frozen.table)


def install(using: str = "default") -> None:
    """Lay every trigger (anew) whose table is there."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for frozen in frozen_tables():
            if frozen.table in present:
                for statement in _statements(connection.vendor, frozen):
                    cursor.execute(statement)


def remove(using: str = "default") -> None:
    """Take every trigger away: for `houtskool restore`, and for tests of what tampering leaves behind."""
    connection = connections[using]
    on_table = {"sqlite": "", "postgresql": " ON {table}"}[connection.vendor]
    with connection.cursor() as cursor:
        for frozen in frozen_tables():
            for verb in ("update", "delete"):
                cursor.execute(
                    f"DROP TRIGGER IF EXISTS {frozen.table}_no_{verb}{on_table.format(table=frozen.table)}"
                )


def installed(using: str = "default") -> set[str]:
    """The names of the triggers that stand in the database now."""
    connection = connections[using]
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {row[0] for row in cursor.fetchall()}


def missing(using: str = "default") -> list[str]:
    """The triggers that should stand and do not."""
    wanted = {f"{frozen.table}_no_{verb}" for frozen in frozen_tables() for verb in ("update", "delete")}
    return sorted(wanted - installed(using))


def install_after_migrate(using: str = "default", **kwargs: Any) -> None:
    install(using)


def _statements(vendor: str, frozen: Frozen) -> list[str]:
    message = f"{frozen.table}: this row is frozen"
    condition = f" WHEN ({frozen.when})" if frozen.when else ""
    statements = []
    if vendor == "postgresql":
        statements.append(
            "CREATE OR REPLACE FUNCTION houtskool_frozen() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '%: this row is frozen', TG_TABLE_NAME "
            "USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
    for verb in ("update", "delete"):
        name = f"{frozen.table}_no_{verb}"
        head = f"BEFORE {verb.upper()} ON {frozen.table} FOR EACH ROW{condition}"
        if vendor == "sqlite":
            statements += [
                f"DROP TRIGGER IF EXISTS {name}",
                f"CREATE TRIGGER {name} {head} BEGIN SELECT RAISE(ABORT, '{message}'); END",
            ]
        else:
            statements += [
                f"DROP TRIGGER IF EXISTS {name} ON {frozen.table}",
                f"CREATE TRIGGER {name} {head} EXECUTE FUNCTION houtskool_frozen()",
            ]
    return statements
