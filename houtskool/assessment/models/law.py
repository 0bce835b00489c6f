"""Amounts, shares and terms that the law gives: dated rows, looked up on the day that counts."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class LegalAmountQuerySet(models.QuerySet["LegalAmount"]):
    def on(self, day: date) -> Self:
        """What holds on that day; at most one row of each key."""
        return self.filter(valid_from__lte=day).filter(Q(valid_until=None) | Q(valid_until__gte=day))


class LegalAmount(models.Model):
    """What the law says of one thing, from a day until another, both included. Rows are added, not replaced.

    `checked_on` is empty as long as nobody held the row against the law itself; `checked_by` is who did.
    `secondary`: it was taken from a text about the law, so that checking it comes before deciding by it.
    """

    class Unit(models.TextChoices):
        EURO = "euro", _("euro")
        PERCENT = "percent", _("procent")
        WEEKS = "weeks", _("weken")
        WORKING_DAYS = "working-days", _("werkdagen")

    key = models.SlugField(_("sleutel"), max_length=60)
    name = models.CharField(_("naam"), max_length=200)
    amount = models.DecimalField(_("bedrag of aantal"), max_digits=14, decimal_places=2)
    unit = models.CharField(_("eenheid"), max_length=12, choices=Unit, default=Unit.EURO)
    valid_from = models.DateField(_("geldt vanaf"))
    valid_until = models.DateField(_("geldt tot en met"), null=True, blank=True)
    source = models.CharField(_("bron"), max_length=200)
    note = models.TextField(_("toelichting"), blank=True)
    secondary = models.BooleanField(_("overgenomen uit een andere bron dan de wet"), default=False)
    checked_on = models.DateField(_("bij de bron nagekeken op"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("nagekeken door"),
    )

    objects: ClassVar[models.Manager[LegalAmount]] = LegalAmountQuerySet.as_manager()

    class Meta:
        verbose_name = _("wettelijk bedrag")
        verbose_name_plural = _("wettelijke bedragen")
        ordering = ("name", "-valid_from")
        constraints = [
            models.UniqueConstraint(fields=["key", "valid_from"], name="one_legal_amount_from_a_day"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="a_legal_amount_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('assessment:amounts')}#{self.key}"
