"""Rounds in which each owner says how the measure stands; who says nothing leaves it unknown."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from houtskool.process.models import Process
from houtskool.programme.models.measures import OWNS, Measure
from houtskool.records.personal import Personal
from houtskool.records.secret_links import SecretLinked


class ProgressRound(models.Model):
    """A moment at which the owners of all measures are asked how they stand."""

    process = models.ForeignKey(
        Process, models.PROTECT, related_name="progress_rounds", verbose_name=_("proces")
    )
    title = models.CharField(_("titel"), max_length=200)
    opened_at = models.DateTimeField(_("begonnen"))
    due_on = models.DateField(_("antwoorden tot en met"))
    closed_at = models.DateTimeField(_("gesloten"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("door")
    )

    class Meta:
        verbose_name = _("voortgangsronde")
        verbose_name_plural = _("voortgangsrondes")
        ordering = ("process", "-opened_at", "-pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("programme:round", args=[self.pk])


class ProgressReport(SecretLinked):
    """What an owner said of one measure in one round: a state and a sentence. Silence is unknown."""

    round = models.ForeignKey(ProgressRound, models.CASCADE, related_name="reports", verbose_name=_("ronde"))
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="reports", verbose_name=_("maatregel"))
    state = models.CharField(_("stand"), max_length=10, choices=Measure.State, default=Measure.State.UNKNOWN)
    sentence = models.TextField(_("in één zin"), blank=True)
    progress = models.PositiveSmallIntegerField(_("voortgang in procenten"), null=True, blank=True)
    asked = models.EmailField(_("gevraagd aan"), blank=True)
    reported_at = models.DateTimeField(_("gemeld"), null=True, blank=True)

    personal: ClassVar[dict[str, Personal]] = {"asked": OWNS}

    class Meta:
        verbose_name = _("voortgangsmelding")
        verbose_name_plural = _("voortgangsmeldingen")
        ordering = ("round", "measure")
        constraints = [
            models.UniqueConstraint(fields=["round", "measure"], name="one_report_per_round_and_measure")
        ]

    def __str__(self) -> str:
        return f"{self.measure} ({self.round})"
