"""Two people who edit one row: what each changed stands, and what both changed is asked back.

A form carries, signed, the fields as they were when it was opened. On saving these tell what the reader
changed, and the row as it is stored by then tells what others did.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from houtskool.records import journal
from houtskool.records.journal import Fields
from houtskool.records.wording import EMPTY, in_text

Links = Mapping[str, Iterable[models.Model]]


class Meanwhile(ValidationError):
    """Fields that both changed; `stored` has what they hold by now. Nothing is saved."""

    def __init__(self, messages: dict[str, str], stored: Fields) -> None:
        super().__init__({name: ValidationError(message) for name, message in messages.items()})
        self.stored = stored


def opened(thing: models.Model, names: Iterable[str]) -> Fields:
    """The fields of a row as a form with these fields shows them."""
    fields = journal.snapshot(thing)
    return {name: fields[name] for name in names if name in fields}


def sign(thing: models.Model, fields: Fields) -> str:
    return signing.dumps(fields, salt=_salt(thing), compress=True)


def read(thing: models.Model, signed: str) -> Fields:
    """What `sign` wrote about this row. Raises ValidationError when it is not that."""
    try:
        fields: Fields = signing.loads(signed, salt=_salt(thing))
    except signing.BadSignature as error:
        raise ValidationError(_("Deze pagina klopt niet meer. Open haar opnieuw en wijzig daar.")) from error
    return fields


def settle(thing: models.Model, was: Fields, links: Links | None) -> dict[str, Iterable[models.Model]]:
    """Lay what others saved meanwhile under what this reader changed; gives the links to keep.

    `was` is what the form was opened with; fields that it does not name were not on the form. Call it inside
    `journal.change`, so that nobody else can write between this and the saving. Raises Meanwhile.
    """
    stored = type(thing)._base_manager.get(pk=thing.pk)
    now, kept = journal.snapshot(stored), dict(links or {})
    mine = journal.snapshot(thing) | {
        name: sorted((one.pk for one in rows), key=str) for name, rows in kept.items()
    }
    theirs = {name for name, value in now.items() if name not in was or was[name] != value}
    both = {name for name in theirs & was.keys() if mine[name] not in (was[name], now[name])}
    if both:
        raise Meanwhile(
            {name: _sentence(stored, name, now) for name in both}, {name: now[name] for name in both}
        )
    for field in thing._meta.concrete_fields:
        if field.name in theirs:
            setattr(thing, field.attname, getattr(stored, field.attname))
    for name in theirs & kept.keys():
        kept[name] = list(getattr(stored, name).all())
    return kept


def _sentence(stored: models.Model, name: str, now: Fields) -> str:
    field: Any = stored._meta.get_field(name)
    if field.many_to_many:
        words = ", ".join(str(one) for one in getattr(stored, name).all()) or str(EMPTY)
    elif field.is_relation:
        words = str(getattr(stored, name) or EMPTY)
    else:
        words = in_text(field, now[name], {})
    if words == str(EMPTY):
        return _("Dit is intussen leeggemaakt. Zet neer wat moet blijven en bewaar opnieuw.")
    changed = _("Dit is intussen gewijzigd in ‘%(words)s’. Zet neer wat moet blijven en bewaar opnieuw.")
    return changed % {"words": words}


def _salt(thing: models.Model) -> str:
    return f"opened:{thing._meta.label_lower}:{thing.pk}"
