"""A new amount of the law from a day on, and holding one against its source. Nothing is overwritten."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.assessment.models import Advice, LegalAmount
from houtskool.process.models.periods import local_day
from houtskool.records import journal
from houtskool.records.folding import tidy


@transaction.atomic
def add(row: LegalAmount, *, by: User, at: datetime) -> LegalAmount:
    """Keep what the law gives from a day on; the row that held until then ends the day before.

    Raises ValidationError for a period in which a later row holds already, and when an advice used the amount
    that would end before the day of that advice.
    """
    journal.take_turn()  # before the rows are held
    _tidy(row)
    others = list(LegalAmount.objects.select_for_update().filter(key=row.key).order_by("valid_from"))
    if others:
        row.name, row.unit = others[-1].name, others[-1].unit
    row.full_clean()
    before = [one for one in others if one.valid_from < row.valid_from]
    after = [one for one in others if one.valid_from >= row.valid_from]
    if after and (row.valid_until is None or row.valid_until >= after[0].valid_from):
        day = date_format(after[0].valid_from, "j F Y")
        last = date_format(after[0].valid_from - timedelta(days=1), "j F Y")
        told = _(
            "Vanaf %(day)s geldt al een ander bedrag. Laat dit bedrag lopen tot en met %(last)s of eerder."
        )
        raise ValidationError({"valid_until": told % {"day": day, "last": last}})
    if before and (before[-1].valid_until is None or before[-1].valid_until >= row.valid_from):
        _end(before[-1], row.valid_from - timedelta(days=1), by=by, at=at)
    row.save(force_insert=True)
    journal.created(row, by=by, at=at)
    return row


@transaction.atomic
def check(row: LegalAmount, *, on: date, by: User, at: datetime) -> None:
    """Somebody held the row against the law itself. Raises ValidationError for a day still to come."""
    if on > local_day(at):
        raise ValidationError({"on": _("Deze dag moet nog komen. Kies de dag waarop u keek.")})
    with journal.change(row, by=by, at=at):
        row.checked_on, row.checked_by = on, by
        row.save()


def used_after(row: LegalAmount, day: date) -> Advice | None:
    """The last advice that reckoned with this row on a day after the given one."""
    # The law stands in an advice as "key":{"amount":…; see amounts.written.
    named = Q(content__contains=f'"{row.key}":{{"amount":')
    found = Advice.objects.filter(named, at__date__gt=day, at__date__gte=row.valid_from)
    if row.valid_until is not None:
        found = found.filter(at__date__lte=row.valid_until)
    return found.order_by("-at").first()


def _end(row: LegalAmount, last: date, *, by: User, at: datetime) -> None:
    advice = used_after(row, last)
    if advice is not None:
        told = _(
            "%(advice)s van %(day)s rekende met het bedrag dat tot dan gold. Kies een dag daarna, "
            "of laat eerst een nieuw advies maken."
        )
        day = date_format(local_day(advice.at), "j F Y")
        raise ValidationError({"valid_from": told % {"advice": str(advice).capitalize(), "day": day}})
    with journal.change(row, by=by, at=at):
        row.valid_until = last
        row.save()


def _tidy(row: LegalAmount) -> None:
    row.key = row.key.strip()
    row.name, row.source = tidy(row.name), tidy(row.source)
    row.note = tidy(row.note, lines=True)
