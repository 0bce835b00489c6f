"""What the programme holds: action lines, and under them measures, agreements and activities."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.roles import READS, STAFF
from houtskool.process.models import Goal, Process
from houtskool.process.models.periods import Planned
from houtskool.records.folding import FoldedField
from houtskool.records.personal import Personal

if TYPE_CHECKING:
    from houtskool.accounts.models import User

OWNS = Personal(
    purpose="Laten zien wie een maatregel trekt en wie daarop aan te spreken is",
    ground="Taak van algemeen belang (AVG art. 6 lid 1 onder e)",
    term="Tot vijf jaar na het einde van het programma; "
    "in een vastgestelde versie zolang de Archiefwet dat vraagt",
)


SIGNED = Personal(
    purpose="Weten wie namens de partner akkoord gaf met een afspraak",
    ground="Taak van algemeen belang (AVG art. 6 lid 1 onder e)",
    term="Tot vijf jaar na het einde van het programma",
)


class ActionLine(models.Model):
    """A part of the programme under which measures stand (actielijn)."""

    process = models.ForeignKey(
        Process, models.PROTECT, related_name="action_lines", verbose_name=_("proces")
    )
    key = models.UUIDField(_("sleutel"), default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("actielijn"), max_length=200)
    text = models.TextField(_("toelichting"), blank=True)
    order = models.PositiveIntegerField(_("volgorde"), default=0)
    weight = models.DecimalField(
        _("gewicht"), max_digits=7, decimal_places=2, default=1, validators=[MinValueValidator(Decimal(0))]
    )

    class Meta:
        verbose_name = _("actielijn")
        verbose_name_plural = _("actielijnen")
        ordering = ("process", "order", "pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('programme:programme', args=[self.process_id])}#actielijn-{self.pk}"


class MeasureQuerySet(models.QuerySet["Measure"]):
    def visible_to(self, user: User) -> Self:
        """Who works for the municipality sees the draft; other readers what was presented or adopted."""
        if not user.is_authenticated or not user.holds(*READS):
            return self.none()
        return (
            self
            if user.holds(*STAFF)
            else self.filter(process__versions__stage__in=("presented", "adopted")).distinct()
        )

    def without_ground(self) -> Self:
        return self.filter(~Q(grounds__kind__in=("adopted", "partly")))


class Measure(Planned):
    """A measure (maatregel), an agreement with a partner (afspraak) or an activity (activiteit).

    It stays editable; what was decided stands in the versions. Whether it is late is derived, never stored,
    and nothing runs or is late before adoption unless it was started ahead.
    """

    class Kind(models.TextChoices):
        MEASURE = "measure", _("maatregel")
        AGREEMENT = "agreement", _("afspraak")
        ACTIVITY = "activity", _("activiteit")

    class State(models.TextChoices):
        """As its owner reports it; unknown is not the same as not begun."""

        UNKNOWN = "unknown", _("onbekend")
        NOT_BEGUN = "not-begun", _("nog niet begonnen")
        RUNNING = "running", _("loopt")
        DONE = "done", _("klaar")
        STOPPED = "stopped", _("gestopt")

    process = models.ForeignKey(Process, models.PROTECT, related_name="measures", verbose_name=_("proces"))
    key = models.UUIDField(_("sleutel"), default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("soort"), max_length=10, choices=Kind, default=Kind.MEASURE)
    number = models.CharField(_("nummer"), max_length=20, blank=True)
    title = models.CharField(_("titel"), max_length=300)
    text = models.TextField(_("omschrijving"), blank=True)
    result = models.TextField(
        _("resultaat"), blank=True, help_text=_("Waaraan ziet iemand anders straks dat het gelukt is?")
    )
    action_line = models.ForeignKey(
        ActionLine,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name=_("actielijn"),
    )
    part_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("onderdeel van"),
    )
    order = models.PositiveIntegerField(_("volgorde"), default=0)
    goal = models.ForeignKey(
        Goal, models.SET_NULL, null=True, blank=True, related_name="measures", verbose_name=_("doel")
    )
    portfolio_holder = models.CharField(_("portefeuillehouder"), max_length=120, blank=True)
    department = models.ForeignKey(
        "sector.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name=_("afdeling"),
    )
    owner = models.ForeignKey(
        "sector.Contact",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_measures",
        verbose_name=_("trekker"),
    )
    owner_words = models.CharField(_("trekker, in eigen woorden"), max_length=200, blank=True)
    partners = models.ManyToManyField(
        "sector.Organisation", related_name="partner_of", blank=True, verbose_name=_("partners")
    )
    counterpart = models.ForeignKey(
        "sector.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agreements",
        verbose_name=_("afspraakpartner"),
    )
    city_signed_on = models.DateField(_("gemeente akkoord op"), null=True, blank=True)
    counterpart_signed_on = models.DateField(_("partner akkoord op"), null=True, blank=True)
    counterpart_signed_by = models.CharField(_("akkoord namens de partner"), max_length=120, blank=True)
    themes = models.ManyToManyField(
        "sector.Theme", related_name="measures", blank=True, verbose_name=_("thema’s")
    )
    domains = models.ManyToManyField(
        "sector.Domain", related_name="measures", blank=True, verbose_name=_("beleidsdomeinen")
    )
    depends_on = models.ManyToManyField(
        "self", symmetrical=False, related_name="needed_by", blank=True, verbose_name=_("wacht op")
    )
    state = models.CharField(_("stand"), max_length=10, choices=State, default=State.UNKNOWN)
    state_words = models.TextField(_("toelichting op de stand"), blank=True)
    state_on = models.DateField(_("stand van"), null=True, blank=True)
    started_ahead = models.BooleanField(_("vooruitlopend gestart"), default=False)
    started_ahead_because = models.TextField(_("waarom vooruitlopend"), blank=True)
    progress = models.PositiveSmallIntegerField(_("voortgang in procenten"), null=True, blank=True)
    weight = models.DecimalField(
        _("gewicht"), max_digits=7, decimal_places=2, default=1, validators=[MinValueValidator(Decimal(0))]
    )
    external_id = models.CharField(_("eigen nummer"), max_length=80, blank=True)
    own_columns: models.JSONField[Any, Any] = models.JSONField(_("eigen kolommen"), default=dict, blank=True)
    search_text = FoldedField(of=("number", "title", "text", "result", "owner_words", "external_id"))

    objects: ClassVar[models.Manager[Measure]] = MeasureQuerySet.as_manager()
    personal: ClassVar[dict[str, Personal]] = {
        **dict.fromkeys(("portfolio_holder", "owner_words"), OWNS),
        "counterpart_signed_by": SIGNED,
        # What a municipality keeps in columns of its own may name people.
        "own_columns": OWNS,
    }

    class Meta:
        verbose_name = _("maatregel")
        verbose_name_plural = _("maatregelen")
        ordering = ("process", "action_line__order", "order", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["process", "external_id"],
                condition=~Q(external_id=""),
                name="one_measure_per_number",
            ),
            models.CheckConstraint(
                condition=Q(progress=None) | Q(progress__lte=100), name="progress_of_a_measure_in_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    def get_absolute_url(self) -> str:
        return reverse("programme:measure", args=[self.pk])

    @property
    def shown_owner(self) -> str:
        return str(self.owner or "") or self.owner_words

    @property
    def is_signed(self) -> bool:
        """An agreement has two sides, and holds when both said yes."""
        return self.city_signed_on is not None and self.counterpart_signed_on is not None

    @property
    def is_half_signed(self) -> bool:
        """An agreement to which one side only said yes."""
        one_side = (self.city_signed_on is None) != (self.counterpart_signed_on is None)
        return self.kind == self.Kind.AGREEMENT and one_side

    def is_done(self, at: date) -> bool:
        return self.state == self.State.DONE or super().is_done(at)


class Milestone(Planned):
    """A moment in the execution of a measure; a critical one holds up the rest."""

    measure = models.ForeignKey(
        Measure, models.CASCADE, related_name="milestones", verbose_name=_("maatregel")
    )
    title = models.CharField(_("mijlpaal"), max_length=300)
    critical = models.BooleanField(_("kritiek"), default=False)

    class Meta:
        verbose_name = _("mijlpaal")
        verbose_name_plural = _("mijlpalen")
        ordering = ("measure", "planned_end", "pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{self.measure.get_absolute_url()}#mijlpaal-{self.pk}"


class BudgetLine(models.Model):
    """Money for a measure in one year, in whole euros and cents; what is not known is empty, not zero."""

    class Recurrence(models.TextChoices):
        ONCE = "once", _("eenmalig")
        YEARLY = "yearly", _("jaarlijks")

    measure = models.ForeignKey(
        Measure, models.CASCADE, related_name="budget_lines", verbose_name=_("maatregel")
    )
    title = models.CharField(_("waarvoor"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(_("jaar"), null=True, blank=True)
    amount = models.DecimalField(_("bedrag"), max_digits=14, decimal_places=2, null=True, blank=True)
    recurrence = models.CharField(_("hoe vaak"), max_length=6, choices=Recurrence, default=Recurrence.ONCE)
    cover = models.CharField(_("dekking"), max_length=200, blank=True)
    committed = models.DecimalField(_("verplicht"), max_digits=14, decimal_places=2, null=True, blank=True)
    spent = models.DecimalField(_("uitgegeven"), max_digits=14, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = _("begrotingsregel")
        verbose_name_plural = _("begrotingsregels")
        ordering = ("measure", "year", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0), name="an_amount_is_not_negative"
            )
        ]

    def __str__(self) -> str:
        known = self.title or self.cover or str(_("het bedrag"))
        return f"{known} ({self.year})" if self.year else known
