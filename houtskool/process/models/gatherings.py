from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from houtskool.process.models.periods import Planned, in_time, local_day
from houtskool.process.models.process import Process
from houtskool.records.secret_links import SecretLinked


class Gathering(Planned, SecretLinked):
    """An interview, a round table, a work session, a meeting of committee or council.

    Its secret link opens the page at the door, where whoever comes in says so. `sequence` counts what was
    changed about time, place or going on at all, so that a calendar knows which of two is newer.
    """

    class Kind(models.TextChoices):
        INTERVIEW = "interview", _("interview")
        ROUND_TABLE = "round-table", _("ronde tafel")
        WORK_SESSION = "work-session", _("werksessie")
        COMMITTEE = "committee", _("commissievergadering")
        COUNCIL = "council", _("raadsvergadering")
        OTHER = "other", _("bijeenkomst")

    process = models.ForeignKey(Process, models.CASCADE, related_name="gatherings", verbose_name=_("proces"))
    kind = models.CharField(_("soort"), max_length=20, choices=Kind, default=Kind.OTHER)
    title = models.CharField(_("titel"), max_length=300)
    place = models.CharField(_("plaats"), max_length=200, blank=True)
    programme = models.TextField(_("programma"), blank=True)
    guide = models.TextField(_("gespreksleidraad"), blank=True)
    starts_at = models.DateTimeField(_("begint om"), null=True, blank=True)
    ends_at = models.DateTimeField(_("eindigt om"), null=True, blank=True)
    capacity = models.PositiveIntegerField(_("aantal plaatsen"), null=True, blank=True)
    reply_by = models.DateField(_("aanmelden tot en met"), null=True, blank=True)
    open_to_councillors = models.BooleanField(_("raadsleden kunnen aanhaken"), default=False)
    remind_days = models.PositiveSmallIntegerField(_("dagen vooraf herinneren"), null=True, blank=True)
    themes = models.ManyToManyField(
        "sector.Theme", related_name="gatherings", verbose_name=_("thema’s"), blank=True
    )
    words_to_invited = models.TextField(_("eigen woorden in de uitnodiging"), blank=True)
    cancelled_at = models.DateTimeField(_("afgelast"), null=True, blank=True)
    cancelled_because = models.TextField(_("waarom afgelast"), blank=True)
    sequence = models.PositiveIntegerField(_("keer gewijzigd"), default=0, editable=False)

    class Meta:
        verbose_name = _("bijeenkomst")
        verbose_name_plural = _("bijeenkomsten")
        ordering = (*in_time(), "pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("process:gathering", args=[self.pk])

    @property
    def first_day(self) -> date | None:
        """The day on which it begins, as far as known."""
        if self.starts_at:
            return local_day(self.starts_at)
        period = self.period
        return (period.start or period.end) if period else None

    @property
    def last_day(self) -> date | None:
        if self.starts_at:
            return local_day(self.ends_at or self.starts_at)
        period = self.period
        return (period.end or period.start) if period else None

    def is_over(self, at: datetime) -> bool:
        """Past its end; with a day only, once that day is past."""
        if self.ends_at:
            return self.ends_at <= at
        last = self.last_day
        return last is not None and last < local_day(at)

    def is_on(self, at: datetime) -> bool:
        """Whether it is held on this day: the day for which the page at the door is open."""
        first, last = self.first_day, self.last_day
        return first is not None and last is not None and first <= local_day(at) <= last

    def is_late(self, at: date) -> bool:
        return self.cancelled_at is None and super().is_late(at)


class Involvement(models.Model):
    """Who is in, and how: a group, an organisation or a department, in the process or in one gathering."""

    class How(models.TextChoices):
        FACILITATES = "facilitates", _("begeleidt het proces")
        CORE_GROUP = "core-group", _("kerngroep")
        INTERVIEWED = "interviewed", _("geïnterviewd")
        INVITED = "invited", _("uitgenodigd")
        TAKES_PART = "takes-part", _("doet mee")
        RECEIVES = "receives", _("ontvangt resultaten")
        INVOLVED = "involved", _("betrokken")

    process = models.ForeignKey(
        Process, models.CASCADE, related_name="involvements", verbose_name=_("proces")
    )
    gathering = models.ForeignKey(
        Gathering,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="involvements",
        verbose_name=_("bijeenkomst"),
    )
    group = models.ForeignKey(
        "sector.StakeholderGroup",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="involvements",
        verbose_name=_("groep"),
    )
    organisation = models.ForeignKey(
        "sector.Organisation",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="involvements",
        verbose_name=_("organisatie"),
    )
    department = models.ForeignKey(
        "sector.Department",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="involvements",
        verbose_name=_("afdeling"),
    )
    how = models.CharField(_("hoe"), max_length=20, choices=How, default=How.INVOLVED)
    role = models.CharField(_("rol, in eigen woorden"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("betrokkene")
        verbose_name_plural = _("betrokkenen")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="an_involvement_is_of_one",
                condition=(
                    Q(group__isnull=False, organisation__isnull=True, department__isnull=True)
                    | Q(group__isnull=True, organisation__isnull=False, department__isnull=True)
                    | Q(group__isnull=True, organisation__isnull=True, department__isnull=False)
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.who}: {self.get_how_display()}"

    @property
    def who(self) -> models.Model | None:
        return self.group or self.organisation or self.department

    def get_absolute_url(self) -> str:
        return f"{self.process.get_absolute_url()}#wie"
