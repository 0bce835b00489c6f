"""What the journal stores, in words: fields by their Dutch names, links by the names of what they lead to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.models import User
from houtskool.records.import_kinds import kinds
from houtskool.records.models import ImportBatch, JournalEntry
from houtskool.records.personal import closed_fields, personal_fields, rows_visible_to

ERASED = _("(gewist)")
HIDDEN = _("(afgeschermd)")
EMPTY = _("(leeg)")
# What the journal tells of a thing though it is no field of it.
_DERIVED = {
    "annexes": _("Bijlagen"),
    "facts": _("Wat de feiten werden"),
    "refused_rows": _("Geweigerde regels"),
    "removed": _("Weggehaald"),
    "restored": _("Teruggezet"),
    "roles": _("Rollen"),
    "theme": _("Thema"),
    "took_in": _("Hierin opgegaan"),
    "votes": _("Uitgebrachte stemmen"),
    "why": _("Waarom"),
}

Values = Mapping[str, tuple[Any, Any]]
Names = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Change:
    label: str
    before: str
    after: str

    @property
    def is_new(self) -> bool:
        """Whether there was nothing before: then only what came is worth reading."""
        return self.before == str(EMPTY)


def in_words(
    model: type[models.Model] | None,
    entry: JournalEntry,
    values: Values,
    names: Names,
    *,
    visible: bool,
    shut: Collection[str] = (),
) -> Iterator[Change]:
    """The changes of an entry for a reader; `visible` says whether they may see the row itself.

    Who may not, reads of a personal field that it changed, and nothing of what it held; neither of the fields
    that are `shut` to them.
    """
    personal = personal_fields(model) if model else {}
    for name, (before, after) in values.items():
        try:
            if model is None:
                raise FieldDoesNotExist
            field: Any = model._meta.get_field(name)
        except FieldDoesNotExist:  # the model had it when the entry was written
            label = str(_DERIVED.get(name, name))
            yield Change(label, in_text(None, before, {}), in_text(None, after, {}))
            continue
        if isinstance(field, models.ForeignObjectRel):  # how many rows came along, such as in an import
            label = capfirst(str(field.related_model._meta.verbose_name_plural))
            yield Change(label, in_text(None, before, {}), in_text(None, after, {}))
            continue
        label = capfirst(str(field.verbose_name))
        stored = entry.changes[name]
        if name in shut or (name in personal and not visible):
            known = any(value not in (None, "", [], {}) for value in (before, after))
            yield Change(label, str(EMPTY), str(HIDDEN if known else ERASED))
            continue
        words = [
            str(ERASED) if name in personal and value is None and stored[side] not in (None, "") else
            in_text(field, value, names.get(name, {}))
            for side, value in enumerate((before, after))
        ]  # fmt: skip
        if words[0] != words[1]:
            yield Change(label, *words)


def names_in(
    model: type[models.Model] | None, changes: Collection[Values], user: User, own: list[str]
) -> Names:
    """Per linking field, the names of the rows that the entries mention, as far as the reader may see them.

    Rows of one name have their numbers beside it, also where a row has the name of one that links to it;
    `own` are the keys of the rows that the entries are about. A few queries a field at most.
    """
    names: Names = {}
    if model is None:
        return names
    for field in [*model._meta.concrete_fields, *model._meta.many_to_many]:
        if field.is_relation and field.related_model:
            keys: set[Any] = set()
            for values in changes:
                for value in values.get(field.name, ()):
                    keys |= set(value) if isinstance(value, list) else {value}
            keys.discard(None)
            if keys:
                related: Any = field.related_model
                there = related._base_manager.filter(pk__in=keys).values_list("pk", flat=True)
                named = [*keys, *own] if related is model else list(keys)
                names[field.name] = {
                    str(key): gettext("nummer %(number)s") % {"number": key} for key in there
                } | numbered({str(row.pk): str(row) for row in named_rows(related, named, user)})
    return names


def numbered(names: Mapping[str, str]) -> dict[str, str]:
    """The names by key, with the key beside each name that occurs more than once."""
    times = Counter(names.values())
    words = gettext("%(name)s (nummer %(number)s)")
    return {
        key: words % {"name": name, "number": key} if times[name] > 1 else name for key, name in names.items()
    }


def named_rows(model: type[models.Model], keys: list[Any], user: User) -> models.QuerySet[Any]:
    """The rows whose names this user may read. Accounts have no rule of their own: they sign the journal."""
    rows: Any = model._default_manager.all()
    rows = rows.visible_to(user) if hasattr(rows, "visible_to") else rows
    # Names may lean on what a row belongs to; the links that every row has come along in the same query.
    found: models.QuerySet[Any] = rows.select_related().filter(pk__in=keys)
    return found


def open_rows(model: type[models.Model] | None, keys: list[str], user: User) -> set[str]:
    """The keys of the rows whose personal values this user may read. A row that is gone is nobody's."""
    if model is None or not personal_fields(model):
        return set()
    rows = rows_visible_to(model, user).filter(pk__in=keys)
    return {str(key) for key in rows.values_list("pk", flat=True)}


def shut_fields(model: type[models.Model] | None, keys: list[str], user: User) -> dict[str, set[str]]:
    """Of each row the fields that are closed to this user (`closed_fields`). A few queries a link at most.

    What a row that is gone was linked to, the journal knows: from when it was made, or went.
    """
    found: dict[str, set[str]] = {}
    for name, link in closed_fields(model).items() if model else ():
        assert model is not None
        related: Any = model._meta.get_field(link).related_model
        rows = model._default_manager.filter(pk__in=keys).values_list("pk", link)
        linked: dict[str, Any] = {str(pk): other for pk, other in rows}
        gone = [key for key in keys if key not in linked]
        about = JournalEntry.objects.filter(object_type=model._meta.label_lower, object_id__in=gone)
        for key, changes in about.filter(changes__has_key=link).values_list("object_id", "changes"):
            linked[key] = linked.get(key) or next(filter(None, changes[link]), None)
        seen = named_rows(related, list(set(linked.values()) - {None}), user).values_list("pk", flat=True)
        open_to = {None, *seen}
        for key, other in linked.items():
            if other not in open_to:
                found.setdefault(key, set()).add(name)
    return found


def in_text(field: Any, value: Any, names: Mapping[str, str]) -> str:
    if value in (None, "", [], {}):
        return str(EMPTY)
    if field is not None and field.is_relation:
        keys = value if isinstance(value, list) else [value]
        gone = gettext("nummer %(number)s (weg)")
        return ", ".join(names.get(str(key), gone % {"number": key}) for key in keys)
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return gettext("ja") if value else gettext("nee")
    if isinstance(field, models.DateTimeField) and (moment := parse_datetime(str(value))):
        # The journal keeps UTC; a reader has a clock on the wall.
        here = moment if timezone.is_naive(moment) else timezone.localtime(moment)
        return f"{here:%d-%m-%Y %H:%M}"
    if isinstance(field, models.DateField) and (day := parse_date(str(value))):
        return _day(day)
    if isinstance(value, list):
        return ", ".join(filter(None, map(_item, value))) or str(EMPTY)
    if field is not None and field.model is ImportBatch and field.name == "kind" and value in kinds():
        return str(kinds()[value].title)
    if isinstance(value, dict) and "coordinates" in value:
        return gettext("een omtrek")
    return _item(value) or str(EMPTY)


def _item(value: Any) -> str:
    """One item of a list; of an item with parts its texts, the title first (PostgreSQL keeps no order)."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: (name != "title", name != "text", name))
        return ": ".join(value[name] for name in names if isinstance(value[name], str) and value[name])
    if isinstance(value, list):
        return ": ".join(filter(None, map(_item, value)))
    return str(value)


def _day(day: date) -> str:
    return f"{day:%d-%m-%Y}"
