"""Adding, changing, ordering and removing a framework and its parts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from typing import TypeAlias, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.assessment.actions import grounds
from houtskool.assessment.eligibility.rules import kept_value, known, problems, question_problems
from houtskool.assessment.framework.reading import Draft
from houtskool.assessment.models import (
    Condition,
    Criterion,
    CriterionGround,
    Framework,
    LegalAmount,
    Question,
    SupportKind,
)
from houtskool.assessment.option_text import options
from houtskool.assessment.option_text import written as written_options
from houtskool.assessment.scale_text import anchors, written
from houtskool.records import editing, journal
from houtskool.records.folding import tidy

# What a framework is made of; a condition stands at a kind of support.
AnyPart: TypeAlias = Criterion | Question | SupportKind | Condition
Part = TypeVar("Part", bound=AnyPart)
Row = TypeVar("Row", bound=Framework | AnyPart)


@transaction.atomic
def add(framework: Framework, draft: Draft | None = None, *, by: User, at: datetime) -> Framework:
    """Keep a new framework, with the criteria, questions and kinds of support of a draft where one is given.

    Raises ValidationError per field; of a part of the draft it names the part.
    """
    if draft is not None:
        framework.text = framework.text or draft.text
        framework.threshold = draft.threshold
    _tidy(framework)
    framework.full_clean()
    framework.save(force_insert=True)
    journal.created(framework, by=by, at=at)
    if draft is None:
        return framework
    # The rules last: each names a question, and perhaps another kind of support.
    rules = [rule for one in draft.support for rule in draft.rules.get(one.key, ())]
    parts: list[AnyPart] = [*draft.criteria, *draft.questions, *draft.support, *rules]
    for part in parts:
        if isinstance(part, Condition):
            part.support = framework.support.get(key=part.support.key)
        else:
            part.framework = framework
        try:
            add_part(part, by=by, at=at)
            if isinstance(part, Criterion):
                for law in draft.laws.get(part.key, ()):
                    grounds.lay(CriterionGround(criterion=part, kind="law", law=law), by=by, at=at)
        except ValidationError as refusal:
            raise ValidationError([f"{part}: {message}" for message in refusal.messages]) from refusal
    return framework


@transaction.atomic
def add_part(part: Part, *, by: User, at: datetime) -> Part:
    """Keep a new part, last of its kind; without a key it gets one from its own words."""
    _tidy(part)
    siblings = _siblings(part)
    if not isinstance(part, Condition):
        taken = {one.key for one in siblings if not isinstance(one, Condition)}
        part.key = part.key or _free_key(str(part), taken)
    part.order = max((one.order for one in siblings), default=0) + 1
    _check(part)
    part.save(force_insert=True)
    journal.created(part, by=by, at=at)
    return part


@transaction.atomic
def change(row: Row, *, by: User, at: datetime, opened: journal.Fields | None = None) -> Row:
    """Keep what was changed. With `opened`, what others saved meanwhile is kept too.

    Raises editing.Meanwhile where both changed the same field, else ValidationError per field.
    """
    _tidy(row)
    with journal.change(row, by=by, at=at):
        if opened is not None:
            editing.settle(row, opened, None)
        _check(row)
        row.save()
    return row


@transaction.atomic
def remove(row: Framework | AnyPart, *, by: User, at: datetime) -> None:
    """Take away a framework without versions, or a part. Raises ValidationError for one that has versions."""
    if isinstance(row, Framework):
        if row.versions.exists():
            raise ValidationError(
                _(
                    "Van dit kader liggen versies vast; die blijven. "
                    "Maak een nieuw kader als u iets anders wilt."
                )
            )
        parts: list[AnyPart] = [*row.criteria.all(), *row.questions.all(), *row.support.all()]
        for part in parts:
            remove(part, by=by, at=at)
    elif isinstance(row, Criterion):
        for ground in row.grounds.all():
            journal.deleted(ground, by=by, at=at)
    elif isinstance(row, SupportKind):
        for rule in row.rules.all():
            journal.deleted(rule, by=by, at=at)
    journal.deleted(row, by=by, at=at)
    row.delete()


@transaction.atomic
def move(part: AnyPart, *, up: bool, by: User, at: datetime) -> None:
    """One place up or down among its own kind; the first stays first and the last stays last."""
    rows = _siblings(part)
    here = next(place for place, row in enumerate(rows) if row.pk == part.pk)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    for order, row in enumerate(rows, start=1):
        if row.order != order:
            with journal.change(row, by=by, at=at):
                row.order = order
                row.save()


def _check(row: Framework | AnyPart) -> None:
    if isinstance(row, Condition):
        there = known(row.support.framework)
        row.value = kept_value(row, there)
        if found := problems(row, row.support.key, there):
            raise ValidationError(dict(found))
    elif isinstance(row, Question) and (found := question_problems(row)):
        raise ValidationError(dict(found))
    elif isinstance(row, SupportKind) and row.for_buyers and (row.is_aid or row.legal_effect):
        told = _("Wat via inkoop loopt, geeft een hulpvraag nooit. Het is dus geen steun en geen besluit.")
        raise ValidationError({"for_buyers": told})
    elif isinstance(row, Framework) and row.takes_cases and row.contact is None:
        raise ValidationError({"contact": _("Kies wie een nieuwe hulpvraag krijgt.")})
    row.full_clean()
    if isinstance(row, SupportKind) and row.limit and not LegalAmount.objects.filter(key=row.limit).exists():
        raise ValidationError(
            {"limit": _("De wettelijke grens ‘%(key)s’ staat niet in de lijst.") % {"key": row.limit}}
        )


def _siblings(part: AnyPart) -> list[AnyPart]:
    """Its own kind in its framework, in their order; nobody else changes them until the transaction ends."""
    journal.take_turn()  # before the rows are held
    # The framework too, so that nobody adds one meanwhile.
    Framework.objects.select_for_update().get(pk=part.framework.pk)
    if isinstance(part, Condition):
        rules = Condition.objects.select_for_update().filter(support=part.support_id)
        return [*rules.order_by("order", "pk")]
    rows = type(part)._default_manager.select_for_update().filter(framework=part.framework_id)
    return [*rows.order_by("order", "pk")]


def _free_key(words: str, taken: set[str]) -> str:
    """A key of the first words: "sociaal-doel", or "sociaal-doel-2" where that stands already."""
    start = "-".join(slugify(words).split("-")[:4])[:50].strip("-_") or "deel"
    return next(key for key in _numbered(start) if key not in taken)


def _numbered(start: str) -> Iterator[str]:
    yield start
    yield from (f"{start}-{number}" for number in range(2, 10_000))


def _tidy(row: models.Model) -> None:
    for field in row._meta.concrete_fields:
        if isinstance(field, models.CharField | models.TextField) and field.editable and not field.choices:
            value = getattr(row, field.attname)
            setattr(row, field.attname, tidy(value, lines=isinstance(field, models.TextField)))
        elif isinstance(field, models.DecimalField):
            # As the database gives it back, so that 1 and 1.0000 are no difference to two editors.
            value, step = getattr(row, field.attname), Decimal(1).scaleb(-field.decimal_places)
            if isinstance(value, Decimal) and abs(value) < 10**9 and value == value.quantize(step):
                setattr(row, field.attname, value.quantize(step))
    if isinstance(row, Criterion):
        with suppress(ValidationError):  # full_clean tells it beside the field
            row.scale = written(anchors(row.scale))
    elif isinstance(row, Question):
        row.options = written_options(options(row.options))
