"""What was advised and decided about a case: frozen; what was given, and how it goes since."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.roles import STAFF
from houtskool.assessment.models.cases import ASKED, Case, OfCaseQuerySet
from houtskool.assessment.models.versions import FrameworkVersion
from houtskool.records.personal import Personal
from houtskool.records.secret_links import SecretLinked

if TYPE_CHECKING:
    from houtskool.accounts.models import User


class AdviceQuerySet(OfCaseQuerySet["Advice"]):
    pass


class Advice(models.Model):
    """What the framework makes of a case, computed and frozen. Triggers refuse every update and delete.

    `content`: canonical JSON of the framework version, the scores, the facts with their sources, the numbers,
    the seed and the versions of the libraries (assessment/advice/reckoning.py). No name of an assessor or
    applicant.
    """

    class Verdict(models.TextChoices):
        POSITIVE = "positive", _("positief")
        NEGATIVE = "negative", _("negatief")
        UNDECIDED = "more information needed", _("meer informatie nodig")

    case = models.ForeignKey(Case, models.PROTECT, related_name="advices", verbose_name=_("hulpvraag"))
    number = models.PositiveIntegerField(_("nummer"))
    version = models.ForeignKey(
        FrameworkVersion, models.PROTECT, related_name="advices", verbose_name=_("versie van het kader")
    )
    verdict = models.CharField(_("advies"), max_length=30, choices=Verdict)
    content = models.TextField(_("inhoud"))
    sha256 = models.CharField(_("hash"), max_length=64)
    at = models.DateTimeField(_("vastgelegd"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("door")
    )

    objects: ClassVar[models.Manager[Advice]] = AdviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("advies")
        verbose_name_plural = _("adviezen")
        ordering = ("case", "-number")
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_advice_per_number")]

    def __str__(self) -> str:
        return f"advies {self.number} over {self.case}"

    @property
    def is_whole(self) -> bool:
        return hashlib.sha256(self.content.encode()).hexdigest() == self.sha256

    def get_absolute_url(self) -> str:
        return reverse("assessment:advice", args=[self.pk])


class CaseDecisionQuerySet(OfCaseQuerySet["CaseDecision"]):
    pass


class CaseDecision(models.Model):
    """What who has the mandate decided, frozen like the advice.

    `follows`: whether it does what the advice said; if not, `deviation` says why. `kinds`: keys of the kinds
    of support that are granted.
    """

    class Outcome(models.TextChoices):
        GRANTED = "granted", _("toegekend")
        PARTLY = "partly", _("deels toegekend")
        REFUSED = "refused", _("afgewezen")

    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions", verbose_name=_("hulpvraag"))
    number = models.PositiveIntegerField(_("nummer"))
    advice = models.ForeignKey(Advice, models.PROTECT, related_name="decisions", verbose_name=_("advies"))
    outcome = models.CharField(_("besluit"), max_length=8, choices=Outcome)
    on = models.DateField(_("besloten op"))
    follows = models.BooleanField(_("volgt het advies"))
    deviation = models.TextField(_("waarom anders dan het advies"), blank=True)
    reasons = models.TextField(_("redenen, voor de aanvrager"))
    kinds: models.JSONField[list[str], list[str]] = models.JSONField(
        _("vormen van steun"), default=list, blank=True
    )
    amount = models.DecimalField(
        _("bedrag"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    legal_effect = models.BooleanField(_("besluit waartegen bezwaar kan"), default=False)
    legal_basis = models.CharField(_("wettelijke grondslag"), max_length=300, blank=True)
    mandate = models.CharField(_("namens wie"), max_length=120)
    at = models.DateTimeField(_("vastgelegd"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("door")
    )

    objects: ClassVar[models.Manager[CaseDecision]] = CaseDecisionQuerySet.as_manager()
    personal: ClassVar[dict[str, Personal]] = {"deviation": ASKED, "reasons": ASKED}

    class Meta:
        verbose_name = _("besluit op een hulpvraag")
        verbose_name_plural = _("besluiten op hulpvragen")
        ordering = ("case", "-number")
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_decision_per_number"),
            models.CheckConstraint(
                condition=Q(follows=True) | ~Q(deviation=""),
                name="who_deviates_from_the_advice_says_why",
                violation_error_message=_("U wijkt af van het advies. Schrijf op waarom."),
            ),
        ]

    def __str__(self) -> str:
        return f"besluit {self.number} op {self.case}"

    def get_absolute_url(self) -> str:
        return f"{self.case.get_absolute_url()}#besluit"


class SupportQuerySet(models.QuerySet["Support"]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_authenticated and user.holds(*STAFF) else self.none()

    def aid(self) -> Self:
        """What counts as de-minimis aid."""
        return self.filter(is_aid=True)


class Support(models.Model):
    """Help that was given to an organisation, perhaps for one initiative: by a decision here, or elsewhere.

    `granted_on` is the day on which the right came into being, which counts for de-minimis aid. `elsewhere`:
    who gave it when it was not this municipality, as declared by the applicant.
    """

    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="support", verbose_name=_("hulpvraag")
    )
    decision = models.ForeignKey(
        CaseDecision, models.PROTECT, null=True, blank=True, related_name="support", verbose_name=_("besluit")
    )
    organisation = models.ForeignKey(
        "sector.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="support",
        verbose_name=_("organisatie"),
    )
    initiative = models.ForeignKey(
        "sector.Initiative",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="support",
        verbose_name=_("initiatief"),
    )
    kind = models.CharField(_("vorm van steun, sleutel"), max_length=60)
    name = models.CharField(_("vorm van steun"), max_length=200)
    words = models.TextField(_("wat is gegeven"), blank=True)
    amount = models.DecimalField(
        _("bedrag"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    is_aid = models.BooleanField(_("telt als de-minimissteun"), default=False)
    elsewhere = models.CharField(_("gegeven door een ander"), max_length=200, blank=True)
    granted_on = models.DateField(_("toegekend op"))
    until = models.DateField(_("loopt tot en met"), null=True, blank=True)

    objects: ClassVar[models.Manager[Support]] = SupportQuerySet.as_manager()

    class Meta:
        verbose_name = _("gegeven steun")
        verbose_name_plural = _("gegeven steun")
        ordering = ("-granted_on", "-pk")

    def __str__(self) -> str:
        return f"{self.name} ({self.granted_on:%d-%m-%Y})"


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(support__in=Support.objects.visible_to(user))

    def due(self, day: date) -> Self:
        """What is to be asked by now, and was not yet."""
        return self.filter(due_on__lte=day, asked_at=None, answered_at=None)


class FollowUp(SecretLinked):
    """A moment at which is asked how it goes. The secret link answers it; silence is unknown."""

    class State(models.TextChoices):
        UNKNOWN = "unknown", _("onbekend")
        ON_TRACK = "on-track", _("op koers")
        OFF_TRACK = "off-track", _("niet op koers")

    support = models.ForeignKey(
        Support, models.CASCADE, related_name="follow_ups", verbose_name=_("gegeven steun")
    )
    due_on = models.DateField(_("vragen op"))
    state = models.CharField(_("stand"), max_length=9, choices=State, default=State.UNKNOWN)
    sentence = models.TextField(_("in één zin"), blank=True)
    asked_at = models.DateTimeField(_("gevraagd"), null=True, blank=True)
    answered_at = models.DateTimeField(_("geantwoord"), null=True, blank=True)

    objects: ClassVar[models.Manager[FollowUp]] = FollowUpQuerySet.as_manager()
    personal: ClassVar[dict[str, Personal]] = {"sentence": ASKED}

    class Meta:
        verbose_name = _("volgmoment")
        verbose_name_plural = _("volgmomenten")
        ordering = ("due_on", "pk")
        constraints = [models.UniqueConstraint(fields=["support", "due_on"], name="one_follow_up_per_day")]

    def __str__(self) -> str:
        return f"{self.support}: {self.due_on:%d-%m-%Y}"
