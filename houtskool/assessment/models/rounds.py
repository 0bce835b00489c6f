"""Several cases and one budget."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from houtskool.assessment.models.cases import Case
from houtskool.assessment.models.frameworks import Framework
from houtskool.assessment.models.versions import FrameworkVersion


class BudgetRound(models.Model):
    """Cases under one version of a framework that compete for one budget.

    Once `frozen_at`, `content` is canonical JSON of what was compared and came out, with its hash; it changes
    no more.
    """

    framework = models.ForeignKey(
        Framework, models.PROTECT, related_name="rounds", verbose_name=_("afwegingskader")
    )
    version = models.ForeignKey(
        FrameworkVersion, models.PROTECT, related_name="rounds", verbose_name=_("versie van het kader")
    )
    title = models.CharField(_("titel"), max_length=200)
    budget = models.DecimalField(
        _("budget"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )
    cases: models.ManyToManyField[Case, Entry] = models.ManyToManyField(
        Case, through="Entry", related_name="rounds", verbose_name=_("hulpvragen")
    )
    at = models.DateTimeField(_("gemaakt"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("door")
    )
    content = models.TextField(_("inhoud"), blank=True)
    sha256 = models.CharField(_("hash"), max_length=64, blank=True)
    frozen_at = models.DateTimeField(_("vastgelegd"), null=True, blank=True)

    objects: ClassVar[models.Manager[BudgetRound]] = models.Manager()

    class Meta:
        verbose_name = _("budgetronde")
        verbose_name_plural = _("budgetrondes")
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("assessment:round", args=[self.pk])


class Entry(models.Model):
    """A case in a round, and what it would cost to grant it."""

    round = models.ForeignKey(BudgetRound, models.CASCADE, related_name="entries", verbose_name=_("ronde"))
    case = models.ForeignKey(Case, models.PROTECT, related_name="entries", verbose_name=_("hulpvraag"))
    cost = models.DecimalField(
        _("kosten"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )

    class Meta:
        verbose_name = _("hulpvraag in een ronde")
        verbose_name_plural = _("hulpvragen in een ronde")
        ordering = ("round", "case")
        constraints = [models.UniqueConstraint(fields=["round", "case"], name="one_entry_per_round_and_case")]

    def __str__(self) -> str:
        return f"{self.case} in {self.round}"
