"""Every link that points at a row, found by looking at the models: so higher rooms need not be imported.

A link is a foreign key, a one-to-one, a many-to-many or a generic foreign key. The journal, which names what
it is about in words, is none: history stays where it was written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made_anew
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext

Rows = models.QuerySet[models.Model]


@dataclass(frozen=True)
class Link:
    """Rows of `model` that point at something with `field`.

    `many` is the many-to-many field that these rows belong to, None for rows of their own;
    `own` says that the thing itself declares it. `goes_along` tells that the rows vanish with the thing.
    `field` of a generic foreign key is the field that holds the number, `kind` the condition for its type.
    """

    model: type[models.Model]
    field: str
    rows: Rows
    many: models.ManyToManyField[models.Model, models.Model] | None = None
    own: bool = False
    goes_along: bool = False
    generic: bool = False
    kind: Mapping[str, Any] = made_anew(default_factory=dict)

    @property
    def holder(self) -> type[models.Model]:
        """The model that a reader would say holds the link."""
        return self.many.model if self.many else self.model


def pointing_at(thing: models.Model) -> Iterator[Link]:
    """Every link of the whole project that can point at the thing, whether or not it has rows now."""
    for relation in type(thing)._meta.get_fields(include_hidden=True):
        # A many-to-many shows up here once more as the two foreign keys of its own table; those are taken.
        if isinstance(relation, models.ManyToOneRel):
            model, field = relation.related_model, relation.field.name
            many = _many_to_many_of(model)
            yield Link(
                model=model,
                field=field,
                rows=model._base_manager.filter(**{field: thing.pk}).order_by("pk"),
                many=many,
                own=many is not None and many.m2m_field_name() == field,
                goes_along=(
                    many is None
                    and relation.on_delete is models.CASCADE
                    # What a room above says about it is no part of it, whatever the database would do.
                    and model._meta.app_label == thing._meta.app_label
                ),
            )
    for model in apps.get_models():
        for generic in model._meta.private_fields:
            if isinstance(generic, GenericForeignKey):
                kind = ContentType.objects.get_for_model(type(thing))
                of_kind = {generic.ct_field: kind}
                rows = model._base_manager.filter(**of_kind, **{generic.fk_field: thing.pk}).order_by("pk")
                yield Link(model=model, field=generic.fk_field, rows=rows, generic=True, kind=of_kind)


def pointed_at(things: Sequence[models.Model]) -> set[Any]:
    """The keys of those among these rows of one model that anything points at, parts of them included.

    One query per relation, however many rows.
    """
    found: set[Any] = set()
    keys = [thing.pk for thing in things]
    for link in pointing_at(things[0]) if things else ():
        if not link.own:
            rows = link.model._base_manager.filter(**link.kind, **{f"{link.field}__in": keys})
            found.update(rows.values_list(link.field, flat=True))
    return found


def depending_on(thing: models.Model) -> list[tuple[Link, int]]:
    """What would be lost or broken if the thing went: links with their number of rows."""
    counted = ((link, link.rows.count()) for link in pointing_at(thing) if not (link.own or link.goes_along))
    return [(link, number) for link, number in counted if number]


def parts_of(thing: models.Model) -> Iterator[models.Model]:
    """The rows that say something about the thing alone and go when it goes."""
    for link in pointing_at(thing):
        if link.goes_along:
            yield from link.rows


def in_words(links: Sequence[tuple[Link, int]]) -> str:
    """ "2 contacten en 1 initiatief verwijzen ernaar"."""
    counts: dict[type[models.Model], int] = {}
    for link, number in links:
        counts[link.holder] = counts.get(link.holder, 0) + number
    parts = [
        f"{number} {model._meta.verbose_name if number == 1 else model._meta.verbose_name_plural}"
        for model, number in counts.items()
    ]
    words = ngettext("%(things)s verwijst ernaar", "%(things)s verwijzen ernaar", sum(counts.values()))
    return words % {"things": get_text_list(parts, last_word=gettext("en"))}


def _many_to_many_of(
    model: type[models.Model],
) -> models.ManyToManyField[models.Model, models.Model] | None:
    """The many-to-many field whose table this is, when Django made the table."""
    declaring: Any = model._meta.auto_created
    own = declaring._meta.many_to_many if declaring else ()
    return next((many for many in own if many.remote_field.through is model), None)
