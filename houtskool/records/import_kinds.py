"""What can be imported and exported: each room describes its rows as a Kind and registers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.records.cells import Column
from houtskool.records.folding import fold
from houtskool.records.models import ImportBatch
from houtskool.web.language import Text

ID = "id"
OWN = "eigen kolom"
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


class SaveMany(Protocol):
    """As Save, for many rows in a number of queries that does not grow with them: per row the thing as it is
    kept, or why it is refused. An IntegrityError has them saved one by one."""

    def __call__(
        self,
        rows: Sequence[tuple[Any, Mapping[str, Any]]],
        *,
        by: User | None,
        at: datetime,
        batch: ImportBatch | None,
    ) -> Sequence[Any | ValidationError]: ...


@dataclass(frozen=True)
class Key:
    """A way to recognise a row: the key of a thing, and of the values of a row in the file ("" is none).

    `among` is the condition for the things that may have one of these keys; too many is no matter. Without it
    all things are read for every import.
    """

    label: str
    of_thing: Callable[[Any], str]
    of_values: Callable[[Mapping[str, Any]], str]
    among: Callable[[Sequence[str]], models.Q] | None = None


@dataclass(frozen=True)
class Choice:
    """What is chosen once for a whole file, beside its columns; `offered` gives values with their words."""

    name: str
    label: Any
    help: Any
    offered: Callable[[], Sequence[tuple[str, str]]]


@dataclass(frozen=True)
class Kind:
    """What can be imported and exported: `name` as the command line knows it, `title` as a reader does.

    `columns` makes the columns anew for each run, because they remember what they looked up.
    `rows` gives every row that counts, with what the columns need; `keys` go from strong to weak.
    `save_many` is for kinds of which very many come at once. `own` names the field, a dict of texts, in which
    columns of the reader's own are kept under their own titles; "" where a kind keeps none; `own_of` gives of
    a row those that may be written into a file. `warns` says, in sentences, what a reader should look at in
    the values of a row that goes in anyhow. `choices` are asked for each file, and `chosen` gives the kind as
    it is with the answers. `undone` puts right what a room derives, after an import was taken back. A kind
    whose rows take long says how many go in `at_once`, while their reader waits (else import_work.AT_ONCE).
    `page` is the address at which one reads what came in.
    """

    name: str
    title: Text
    singular: Text
    model: type[models.Model]
    columns: Callable[[], Sequence[Column]]
    rows: Callable[[], models.QuerySet[Any]]
    keys: tuple[Key, ...]
    save: Save
    save_many: SaveMany | None = None
    own: str = ""
    own_of: Callable[[Any], Mapping[str, str]] | None = None
    warns: Callable[[Mapping[str, Any]], Sequence[str]] | None = None
    choices: tuple[Choice, ...] = ()
    undone: Callable[[ImportBatch], None] | None = None
    chosen: Callable[[Mapping[str, str]], Kind] | None = None
    at_once: int | None = None
    page: Callable[[ImportBatch], str] | None = None

    def own_columns(self, thing: Any) -> Mapping[str, str]:
        own: Mapping[str, str] = getattr(thing, self.own) if self.own else {}
        return self.own_of(thing) if self.own_of is not None else own


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def kinds() -> dict[str, Kind]:
    return dict(_kinds)


def kind(name: str) -> Kind:
    """Raises KeyError where no room registered the kind."""
    return _kinds[name]


def kind_with(name: str, answers: Mapping[str, str]) -> Kind:
    """The kind as it is for a file of which this was chosen."""
    kind_ = kind(name)
    return kind_.chosen(answers) if kind_.chosen is not None else kind_


def guess(
    kind: Kind, titles: Sequence[str], sample: Sequence[tuple[int, Sequence[str]]] = ()
) -> dict[int, str]:
    """Which column of the file holds which field, by its title; each field once, the first that fits.

    A column "id" whose cells are no numbers of ours (as `sample`, the first rows, shows) holds the reader's
    own key. What is left over is kept as a column of the reader's own, by kinds that do.
    """
    known = {ID: ID, "houtskool-nummer": ID}
    for column in kind.columns():
        for word in (column.title, column.name, *column.aliases):
            known.setdefault(fold(word), column.name)
    mapping: dict[int, str] = {}
    for index, title in enumerate(titles):
        name = known.get(fold(title))
        if name == ID and any(row[index] and not row[index].isdecimal() for _, row in sample):
            name = known.get("external_id")
        if name and name not in mapping.values():
            mapping[index] = name
    if kind.own:
        mapping |= {index: OWN for index, title in enumerate(titles) if title and index not in mapping}
    return dict(sorted(mapping.items()))


def check_mapping(kind: Kind, mapping: Columns) -> None:
    """Refuse a mapping that leaves nothing to recognise a row by, or uses a field twice."""
    columns = {column.name: column for column in kind.columns()}
    names = [name for name in mapping.values() if name != OWN]
    if doubles := {name for name in names if names.count(name) > 1}:
        title = columns[doubles.pop()].title if doubles <= columns.keys() else ID
        raise ValidationError(
            _("Twee kolommen staan op ‘%(title)s’. Kies er een, en zet de ander op ‘sla over’.")
            % {"title": title}
        )
    missing = [column.title for column in columns.values() if column.required and column.name not in names]
    if missing and ID not in names:
        raise ValidationError(
            _(
                "Geen kolom staat op ‘%(title)s’. Kies welke kolom van uw bestand dat is: zonder is een rij "
                "niet te herkennen."
            )
            % {"title": missing[0]}
        )


def own_column(kind: Kind, name: str, title: str) -> Column:
    """A column that only this reader has, kept as it came."""
    return Column(
        name,
        title,
        "tekst",
        value=lambda thing: kind.own_columns(thing).get(title, ""),
        write=str,
        read=str,
    )
