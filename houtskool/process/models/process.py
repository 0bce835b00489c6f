from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.roles import READS
from houtskool.kernel.vaguedate import Period
from houtskool.process.models.periods import Planned, in_time, period_of, set_period

if TYPE_CHECKING:
    from houtskool.accounts.models import User


class ProcessQuerySet(models.QuerySet["Process"]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_authenticated and user.holds(*READS) else self.none()


class Process(models.Model):
    """The making of one action programme, from its first note to its execution."""

    title = models.CharField(_("titel"), max_length=200)
    ambition = models.TextField(_("ambitie"), blank=True)
    coalition_agreement = models.CharField(_("coalitieakkoord"), max_length=200, blank=True)
    coalition_words = models.CharField(_("coalitieperiode"), max_length=120, blank=True)
    coalition_start = models.DateField(_("begin coalitieperiode"), null=True, blank=True)
    coalition_end = models.DateField(_("einde coalitieperiode"), null=True, blank=True)
    facilitator = models.ForeignKey(
        "sector.Organisation",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="facilitated_processes",
        verbose_name=_("procesbegeleider"),
    )
    domains = models.ManyToManyField(
        "sector.Domain", related_name="processes", verbose_name=_("beleidsdomeinen"), blank=True
    )
    themes = models.ManyToManyField(
        "sector.Theme", related_name="processes", verbose_name=_("thema's"), blank=True
    )
    asks_contributions = models.BooleanField(
        _("vraagt om inbreng"),
        default=False,
        help_text=_("Iedereen kan dan zonder account iets inbrengen, op een open pagina."),
    )

    objects: ClassVar[models.Manager[Process]] = ProcessQuerySet.as_manager()

    class Meta:
        verbose_name = _("proces")
        verbose_name_plural = _("processen")
        ordering = ("title", "pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("process:process", args=[self.pk])

    @property
    def coalition_period(self) -> Period | None:
        return period_of(self, "coalition")

    @coalition_period.setter
    def coalition_period(self, period: Period | None) -> None:
        set_period(self, "coalition", period)


class FormerTitle(models.Model):
    """What the process was called before, and until when."""

    process = models.ForeignKey(
        Process, models.CASCADE, related_name="former_titles", verbose_name=_("proces")
    )
    title = models.CharField(_("titel"), max_length=200)
    until = models.DateField(_("tot"))

    class Meta:
        verbose_name = _("eerdere titel")
        verbose_name_plural = _("eerdere titels")
        ordering = ("until", "pk")

    def __str__(self) -> str:
        return self.title


class Goal(models.Model):
    """What the programme is for."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="goals", verbose_name=_("proces"))
    text = models.TextField(_("doel"))

    class Meta:
        verbose_name = _("doel")
        verbose_name_plural = _("doelen")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return f"{self.process.get_absolute_url()}#doel-{self.pk}"


class Step(Planned):
    """A step of the stappenplan: what, when it is planned and when it really was, what came out."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="steps", verbose_name=_("proces"))
    title = models.CharField(_("stap"), max_length=300)
    outcome = models.TextField(_("uitkomst"), blank=True)

    class Meta:
        verbose_name = _("stap")
        verbose_name_plural = _("stappen")
        ordering = (*in_time(), "pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{self.process.get_absolute_url()}#stap-{self.pk}"
