"""What can be imported and exported: each room describes its rows as a Kind and registers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.db import models

from houtskool.accounts.models import User
from houtskool.records.cells import Column
from houtskool.records.folding import fold
from houtskool.records.models import ImportBatch

ID = "id"
Columns = Mapping[int, str]


class Save(Protocol):
    """Adds a row (`thing` is None) or changes one, through the room's own actions; refuses in Dutch."""

    def __call__(
        self,
        thing: Any,
        values: Mapping[str, Any],
        *,
        by: User | None,
        at: datetime,
        batch: ImportBatch | None,
    ) -> Any: ...


@dataclass(frozen=True)
class Key:
    """A way to recognise a row: the key of a thing, and of the values of a row in the file ("" is none)."""

    label: str
    of_thing: Callable[[Any], str]
    of_values: Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True)
class Kind:
    """What can be imported and exported: `name` as the command line knows it, `title` as a reader does.

    `columns` makes the columns anew for each run, because they remember what they looked up.
    `rows` gives every row that counts, with what the columns need; `keys` go from strong to weak.
    """

    name: str
    title: str
    singular: str
    model: type[models.Model]
    columns: Callable[[], Sequence[Column]]
    rows: Callable[[], models.QuerySet[Any]]
    keys: tuple[Key, ...]
    save: Save


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def kinds() -> dict[str, Kind]:
    return dict(_kinds)


def kind(name: str) -> Kind:
    """Raises KeyError where no room registered the kind."""
    return _kinds[name]


def guess(kind: Kind, titles: Sequence[str]) -> dict[int, str]:
    """Which column of the file holds which field, by its title; each field once, the first that fits."""
    known = {ID: ID, "houtskool-nummer": ID}
    for column in kind.columns():
        for word in (column.title, column.name, *column.aliases):
            known.setdefault(fold(word), column.name)
    mapping: dict[int, str] = {}
    for index, title in enumerate(titles):
        name = known.get(fold(title))
        if name and name not in mapping.values():
            mapping[index] = name
    return mapping


def check_mapping(kind: Kind, mapping: Columns) -> None:
    """Refuse a mapping that leaves nothing to recognise a row by, or uses a field twice."""
    columns = {column.name: column for column in kind.columns()}
    names = list(mapping.values())
    if doubles := {name for name in names if names.count(name) > 1}:
        title = columns[doubles.pop()].title if doubles <= columns.keys() else ID
        raise ValidationError(
            f"Twee kolommen staan op ‘{title}’. Kies er een, en zet de ander op ‘sla over’."
        )
    missing = [column.title for column in columns.values() if column.required and column.name not in names]
    if missing and ID not in names:
        raise ValidationError(
            f"Geen kolom staat op ‘{missing[0]}’. Kies welke kolom van uw bestand dat is: zonder is een rij "
            "niet te herkennen."
        )
