"""By what the city weighs a request for help: a framework, its criteria and grounds, and the support."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.roles import READS, STAFF
from houtskool.assessment.scale_text import anchors, number, scale_of
from houtskool.inventory.models import Contribution
from houtskool.kernel.decision import Operator, holds
from houtskool.process.models import Decision, Process

if TYPE_CHECKING:
    from houtskool.accounts.models import User

is_key = RegexValidator(
    r"\A[a-z0-9][a-z0-9_-]*\Z", _("Gebruik alleen kleine letters, cijfers en streepjes, zoals “doel-1”.")
)


class FrameworkQuerySet(models.QuerySet["Framework"]):
    def visible_to(self, user: User) -> Self:
        """Who works for the municipality sees the draft; other readers know of what was adopted."""
        if not user.is_authenticated or not user.holds(*READS):
            return self.none()
        return self if user.holds(*STAFF) else self.filter(versions__stage="adopted").distinct()


class Framework(models.Model):
    """An assessment framework (afwegingskader). It stays editable; what was decided stands in its versions.

    `threshold`: the value, in 0..1, from which an advice is positive. `takes_cases`: the public form takes
    requests under its last adopted version; `contact` is then who they get, until somebody else takes one.
    """

    process = models.ForeignKey(Process, models.PROTECT, related_name="frameworks", verbose_name=_("proces"))
    title = models.CharField(_("titel"), max_length=200)
    text = models.TextField(_("toelichting"), blank=True)
    threshold = models.DecimalField(
        _("drempel"),
        max_digits=5,
        decimal_places=4,
        default=Decimal("0.6"),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1))],
    )
    takes_cases = models.BooleanField(_("neemt hulpvragen aan"), default=False)
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contactpersoon voor nieuwe hulpvragen"),
    )

    objects: ClassVar[models.Manager[Framework]] = FrameworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("afwegingskader")
        verbose_name_plural = _("afwegingskaders")
        ordering = ("process", "title", "pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("assessment:framework", args=[self.pk])


class Criterion(models.Model):
    """A question that a case is scored on. It weighs, knocks out, or both.

    `scale` is kept as people write it (assessment/scale_text.py). `weight` is its share, divided by the sum
    of all; `importance` its place in the order of importance, 1 first, ties allowed. `preference` is how
    differences count in a budget round, as TOML has it (docs/commands.md).
    """

    class Bound(models.TextChoices):
        AT_LEAST = "at_least", _("minstens")
        AT_MOST = "at_most", _("hoogstens")
        EQUALS = "equals", _("precies")

    framework = models.ForeignKey(
        Framework, models.CASCADE, related_name="criteria", verbose_name=_("afwegingskader")
    )
    key = models.CharField(_("sleutel"), max_length=60, validators=[is_key])
    question = models.CharField(_("vraag"), max_length=300)
    explanation = models.TextField(_("uitleg"), blank=True)
    scale = models.TextField(_("schaal"), blank=True)
    weight = models.DecimalField(
        _("gewicht"),
        max_digits=9,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    importance = models.PositiveSmallIntegerField(
        _("plaats in de volgorde van belang"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    knockout = models.CharField(_("harde voorwaarde"), max_length=10, choices=Bound, blank=True)
    bound = models.DecimalField(
        _("grens van de voorwaarde"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    evidence = models.TextField(_("bewijs dat wordt gevraagd"), blank=True)
    preference: models.JSONField[Any, Any] = models.JSONField(
        _("voorkeur in een budgetronde"), default=dict, blank=True
    )
    order = models.PositiveIntegerField(_("volgorde"), default=0)

    class Meta:
        verbose_name = _("criterium")
        verbose_name_plural = _("criteria")
        ordering = ("framework", "order", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "key"],
                name="one_criterion_per_key",
                violation_error_message=_(
                    "Deze sleutel is al gebruikt. Geef elk criterium een eigen sleutel."
                ),
            ),
            models.CheckConstraint(
                condition=Q(knockout="", bound=None) | (~Q(knockout="") & Q(bound__isnull=False)),
                name="a_knockout_has_its_bound",
                violation_error_message=_("Een harde voorwaarde heeft een soort en een grens nodig."),
            ),
        ]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return f"{self.framework.get_absolute_url()}#criterium-{self.pk}"

    @property
    def weighs(self) -> bool:
        return self.weight is not None or self.importance is not None

    @property
    def condition(self) -> str:
        """The knock-out in words, such as "minstens 3"."""
        return f"{self.get_knockout_display()} {number(float(self.bound))}" if self.bound is not None else ""

    def clean(self) -> None:
        problems: dict[str, str | ValidationError] = {}
        if self.knockout and self.bound is None:
            problems["bound"] = gettext("Vul de grens in, of kies geen harde voorwaarde.")
        elif self.bound is not None and not self.knockout:
            problems["knockout"] = gettext("Kies minstens, hoogstens of precies, of maak de grens leeg.")
        try:
            scale = scale_of(anchors(self.scale))
        except ValidationError as refusal:
            problems["scale"], scale = refusal, None
        if scale and self.knockout and self.bound is not None:
            nearest = min(max(float(self.bound), scale.first), scale.last)
            if not holds(nearest, Operator(self.knockout), float(self.bound)):
                problems["bound"] = gettext(
                    "Geen score op de schaal, %(first)s tot en met %(last)s, voldoet hieraan."
                ) % {"first": number(scale.first), "last": number(scale.last)}
        if problems:
            raise ValidationError(problems)


class SupportKind(models.Model):
    """A way in which the city can help (faciliteringsvorm). `limit`: the key of a legal amount.

    `route`: how a request for it is usually handled. `legal_effect`: giving or refusing it is a decision that
    one can object to, on `legal_basis`. `is_aid`: what is given counts as de-minimis aid. `for_buyers`: it is
    bought, so a request never ends in it; it leads to the buyers.
    """

    class Route(models.TextChoices):
        QUICK = "quick", _("snel")
        WEIGHED = "weighed", _("afwegen")

    framework = models.ForeignKey(
        Framework, models.CASCADE, related_name="support", verbose_name=_("afwegingskader")
    )
    key = models.CharField(_("sleutel"), max_length=60, validators=[is_key])
    name = models.CharField(_("naam"), max_length=200)
    text = models.TextField(_("wat het inhoudt"), blank=True)
    conditions = models.TextField(_("voorwaarden"), blank=True)
    limit = models.SlugField(_("wettelijke grens"), max_length=60, blank=True)
    route = models.CharField(_("route"), max_length=8, choices=Route, default=Route.WEIGHED)
    legal_effect = models.BooleanField(_("besluit waartegen bezwaar kan"), default=False)
    legal_basis = models.CharField(_("wettelijke grondslag"), max_length=300, blank=True)
    is_aid = models.BooleanField(_("telt als de-minimissteun"), default=False)
    for_buyers = models.BooleanField(_("loopt via inkoop"), default=False)
    order = models.PositiveIntegerField(_("volgorde"), default=0)

    class Meta:
        verbose_name = _("vorm van steun")
        verbose_name_plural = _("vormen van steun")
        ordering = ("framework", "order", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "key"],
                name="one_kind_of_support_per_key",
                violation_error_message=_("Deze sleutel is al gebruikt. Geef elke vorm een eigen sleutel."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{self.framework.get_absolute_url()}#vorm-{self.pk}"


class CriterionGround(models.Model):
    """Why a criterion is there: what somebody said, a law, or a decision; and perhaps how it leads there."""

    class Kind(models.TextChoices):
        CONTRIBUTION = "contribution", _("inbreng")
        LAW = "law", _("wet of regel")
        DECISION = "decision", _("besluit")

    criterion = models.ForeignKey(
        Criterion, models.CASCADE, related_name="grounds", verbose_name=_("criterium")
    )
    kind = models.CharField(_("soort"), max_length=12, choices=Kind)
    contribution = models.ForeignKey(
        Contribution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="criterion_grounds",
        verbose_name=_("inbreng"),
    )
    law = models.CharField(_("wet of regel"), max_length=300, blank=True)
    decision = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="criterion_grounds",
        verbose_name=_("besluit"),
    )
    reason = models.TextField(_("omdat"), blank=True)

    class Meta:
        verbose_name = _("onderbouwing van een criterium")
        verbose_name_plural = _("onderbouwingen van criteria")
        ordering = ("criterion", "kind", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="contribution", contribution__isnull=False, decision=None, law="")
                | (Q(kind="law", contribution=None, decision=None) & ~Q(law=""))
                | Q(kind="decision", contribution=None, decision__isnull=False, law=""),
                name="a_criterion_ground_is_of_one_kind",
            ),
            models.UniqueConstraint(
                fields=["criterion", "contribution"], name="one_ground_per_criterion_and_contribution"
            ),
        ]

    def __str__(self) -> str:
        return str(self.law or self.decision or self.contribution)
