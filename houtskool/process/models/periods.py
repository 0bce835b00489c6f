"""Vague periods in the database: the words, the first and the last day. Rows without a day come last."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.db.models import functions
from django.db.models.expressions import OrderBy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from houtskool.kernel.vaguedate import Period


class Planned(models.Model):
    """What was planned and what really happened, each in its own words with its days."""

    planned_words = models.CharField(_("gepland"), max_length=120, blank=True)
    planned_start = models.DateField(_("gepland vanaf"), null=True, blank=True)
    planned_end = models.DateField(_("gepland tot en met"), null=True, blank=True)
    real_words = models.CharField(_("werkelijk"), max_length=120, blank=True)
    real_start = models.DateField(_("werkelijk vanaf"), null=True, blank=True)
    real_end = models.DateField(_("werkelijk tot en met"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def planned(self) -> Period | None:
        return period_of(self, "planned")

    @planned.setter
    def planned(self, period: Period | None) -> None:
        set_period(self, "planned", period)

    @property
    def real(self) -> Period | None:
        return period_of(self, "real")

    @real.setter
    def real(self, period: Period | None) -> None:
        set_period(self, "real", period)

    @property
    def period(self) -> Period | None:
        """When it really was; as long as that is unknown, when it is planned."""
        return self.real or self.planned

    def is_done(self, at: date) -> bool:
        """Only what really ended is done; a plan that has passed is not."""
        return bool(self.real_words) and (self.real_end is None or self.real_end <= at)

    def has_begun(self, at: date) -> bool:
        """Whether the first known day of its period has come."""
        period = self.period
        first = (period.start or period.end) if period else None
        return first is not None and first <= at

    def is_late(self, at: date) -> bool:
        """Planned to be over by now, and nothing says that it was."""
        return not self.real_words and self.planned_end is not None and self.planned_end < at


def local_day(at: datetime) -> date:
    """The day that it is here at that moment: around midnight not the day of the moment's own time zone."""
    return timezone.localtime(at).date()


def period_of(thing: models.Model, prefix: str) -> Period | None:
    """What stands in the columns `{prefix}_words`, `_start` and `_end`; None when there are no words."""
    words = getattr(thing, f"{prefix}_words")
    if not words:
        return None
    return Period(words, getattr(thing, f"{prefix}_start"), getattr(thing, f"{prefix}_end"))


def set_period(thing: models.Model, prefix: str, period: Period | None) -> None:
    setattr(thing, f"{prefix}_words", period.text if period else "")
    setattr(thing, f"{prefix}_start", period.start if period else None)
    setattr(thing, f"{prefix}_end", period.end if period else None)


def by_day(prefix: str) -> list[OrderBy]:
    """Order by first day (by last day where only that is known), then by last day; without a day: last."""
    start, end = models.F(f"{prefix}_start"), models.F(f"{prefix}_end")
    first = functions.Coalesce(start, end)
    return [first.asc(nulls_last=True), end.asc(nulls_last=True)]


def in_time() -> list[OrderBy]:
    """Order by when it really was, as long as that is unknown by when it is planned; without a day: last."""
    first = functions.Coalesce("real_start", "real_end", "planned_start", "planned_end")
    last = functions.Coalesce("real_end", "planned_end")
    return [first.asc(nulls_last=True), last.asc(nulls_last=True)]
