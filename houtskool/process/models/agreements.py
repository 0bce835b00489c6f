from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from houtskool.kernel.vaguedate import Period
from houtskool.process.models.gatherings import Gathering
from houtskool.process.models.periods import by_day, period_of, set_period
from houtskool.process.models.process import Process


class Decision(models.Model):
    """A decision: the process' own, or an earlier one that it builds on."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="decisions", verbose_name=_("proces"))
    text = models.TextField(_("besluit"))
    body = models.CharField(_("wie besliste"), max_length=100, blank=True)
    number = models.CharField(_("registratienummer"), max_length=60, blank=True)
    period_words = models.CharField(_("wanneer"), max_length=120, blank=True)
    period_start = models.DateField(_("vanaf"), null=True, blank=True)
    period_end = models.DateField(_("tot en met"), null=True, blank=True)
    earlier = models.BooleanField(_("eerder besluit"), default=False)

    class Meta:
        verbose_name = _("besluit")
        verbose_name_plural = _("besluiten")
        ordering = (*by_day("period"), "pk")

    def __str__(self) -> str:
        return self.text

    @property
    def period(self) -> Period | None:
        return period_of(self, "period")

    @period.setter
    def period(self, period: Period | None) -> None:
        set_period(self, "period", period)

    def get_absolute_url(self) -> str:
        return f"{self.process.get_absolute_url()}#besluit-{self.pk}"


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def open(self) -> Self:
        return self.filter(settled_on__isnull=True, withdrawn_on__isnull=True)

    def late(self, at: date) -> Self:
        return self.open().filter(due_end__lt=at)

    def without_term(self) -> Self:
        return self.open().filter(Q(due_words="") | Q(due_start__isnull=True, due_end__isnull=True))


class Commitment(models.Model):
    """Something announced in a note, promised to the council, or agreed on at a gathering.

    That it is late is derived, never stored.
    """

    class Kind(models.TextChoices):
        ANNOUNCED = "announced", _("aankondiging")
        PROMISED = "promised", _("toezegging")
        AGREED = "agreed", _("afspraak")

    process = models.ForeignKey(Process, models.CASCADE, related_name="commitments", verbose_name=_("proces"))
    kind = models.CharField(_("soort"), max_length=10, choices=Kind, default=Kind.ANNOUNCED)
    gathering = models.ForeignKey(
        Gathering,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=_("afgesproken op"),
    )
    text = models.TextField(_("wat"))
    by = models.CharField(_("door wie"), max_length=100, blank=True)
    to = models.CharField(_("aan wie"), max_length=100, blank=True)
    due_words = models.CharField(_("termijn"), max_length=120, blank=True)
    due_start = models.DateField(_("termijn vanaf"), null=True, blank=True)
    due_end = models.DateField(_("uiterlijk"), null=True, blank=True)
    settled_on = models.DateField(_("afgedaan op"), null=True, blank=True)
    withdrawn_on = models.DateField(_("vervallen op"), null=True, blank=True)
    outcome = models.TextField(_("hoe afgedaan, of waarom vervallen"), blank=True)

    objects: ClassVar[models.Manager[Commitment]] = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("aankondiging of toezegging")
        verbose_name_plural = _("aankondigingen en toezeggingen")
        ordering = (*by_day("due"), "pk")

    def __str__(self) -> str:
        return self.text

    @property
    def due(self) -> Period | None:
        return period_of(self, "due")

    @due.setter
    def due(self, period: Period | None) -> None:
        set_period(self, "due", period)

    @property
    def is_open(self) -> bool:
        return self.settled_on is None and self.withdrawn_on is None

    @property
    def has_term(self) -> bool:
        return bool(self.due_words) and (self.due_start is not None or self.due_end is not None)

    def is_late(self, at: date) -> bool:
        return self.is_open and self.due_end is not None and self.due_end < at

    def get_absolute_url(self) -> str:
        return f"{self.process.get_absolute_url()}#toezegging-{self.pk}"
