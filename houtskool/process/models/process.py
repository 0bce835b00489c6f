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

    title = models.CharField("titel", max_length=200)
    ambition = models.TextField("ambitie", blank=True)
    coalition_agreement = models.CharField("coalitieakkoord", max_length=200, blank=True)
    coalition_words = models.CharField("coalitieperiode", max_length=120, blank=True)
    coalition_start = models.DateField("begin coalitieperiode", null=True, blank=True)
    coalition_end = models.DateField("einde coalitieperiode", null=True, blank=True)
    facilitator = models.ForeignKey(
        "sector.Organisation",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="facilitated_processes",
        verbose_name="procesbegeleider",
    )
    domains = models.ManyToManyField(
        "sector.Domain", related_name="processes", verbose_name="beleidsdomeinen", blank=True
    )
    themes = models.ManyToManyField(
        "sector.Theme", related_name="processes", verbose_name="thema's", blank=True
    )
    asks_contributions = models.BooleanField(
        _("vraagt om inbreng"),
        default=False,
        help_text=_("Iedereen kan dan zonder account iets inbrengen, op een open pagina."),
    )

    objects: ClassVar[models.Manager[Process]] = ProcessQuerySet.as_manager()

    class Meta:
        verbose_name = "proces"
        verbose_name_plural = "processen"
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

    process = models.ForeignKey(Process, models.CASCADE, related_name="former_titles", verbose_name="proces")
    title = models.CharField("titel", max_length=200)
    until = models.DateField("tot")

    class Meta:
        verbose_name = "eerdere titel"
        verbose_name_plural = "eerdere titels"
        ordering = ("until", "pk")

    def __str__(self) -> str:
        return self.title


class Goal(models.Model):
    """What the programme is for."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="goals", verbose_name="proces")
    text = models.TextField("doel")

    class Meta:
        verbose_name = "doel"
        verbose_name_plural = "doelen"
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return f"{self.process.get_absolute_url()}#doel-{self.pk}"


class Step(Planned):
    """A step of the stappenplan: what, when it is planned and when it really was, what came out."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="steps", verbose_name="proces")
    title = models.CharField("stap", max_length=300)
    outcome = models.TextField("uitkomst", blank=True)

    class Meta:
        verbose_name = "stap"
        verbose_name_plural = "stappen"
        ordering = (*in_time(), "pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{self.process.get_absolute_url()}#stap-{self.pk}"
