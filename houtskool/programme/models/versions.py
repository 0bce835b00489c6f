"""The programme as it was at a moment that counts: sketch, concept, presented, amended, adopted."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.roles import READS, STAFF
from houtskool.process.bodies import in_a_sentence
from houtskool.process.models import Decision, Process, Step

if TYPE_CHECKING:
    from houtskool.accounts.models import User


class VersionQuerySet(models.QuerySet["Version"]):
    def visible_to(self, user: User) -> Self:
        """Sketches and concepts are seen by those who work for the municipality."""
        if not user.is_authenticated or not user.holds(*READS):
            return self.none()
        return self if user.holds(*STAFF) else self.published()

    def published(self) -> Self:
        """What anybody may read: what was presented and adopted, and the sketches that were made public."""
        offered = Q(stage__in=(Version.Stage.PRESENTED, Version.Stage.ADOPTED))
        return self.filter(offered | Q(publication__isnull=False))

    def offered(self) -> Self:
        """What was presented to the body that adopts, and what it adopted."""
        return self.filter(stage__in=(Version.Stage.PRESENTED, Version.Stage.ADOPTED))

    def adopted(self) -> Self:
        return self.filter(stage=Version.Stage.ADOPTED)

    def known_on(self, day: date) -> Self:
        """What was there on that day: who looks from an earlier day does not see what came after."""
        return self.filter(on__lte=day)


class Version(models.Model):
    """The programme frozen: canonical JSON of all that it says, and the SHA-256 of that text.

    Database triggers refuse every update and delete. Quotes stand outside: the content holds their hashes.
    An amendment makes a version of its own (`amendment` says which), which may then be adopted.
    """

    class Stage(models.TextChoices):
        SKETCH = "sketch", _("houtskoolschets")
        CONCEPT = "concept", _("concept")
        PRESENTED = "presented", _("aangeboden")
        ADOPTED = "adopted", _("vastgesteld")

    process = models.ForeignKey(Process, models.PROTECT, related_name="versions", verbose_name=_("proces"))
    number = models.PositiveIntegerField(_("versie"))
    stage = models.CharField(_("stand"), max_length=10, choices=Stage)
    title = models.CharField(_("titel"), max_length=200)
    body = models.CharField(_("orgaan"), max_length=100, blank=True)
    on = models.DateField(_("op"))
    amendment = models.TextField(_("amendement"), blank=True)
    amendment_number = models.CharField(_("nummer van het amendement"), max_length=60, blank=True)
    amends = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="amended_by",
        verbose_name=_("wijzigt"),
    )
    decision = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="versions",
        verbose_name=_("besluit"),
    )
    accepted_gaps: models.JSONField[Any, Any] = models.JSONField(
        _("geaccepteerde gaten"), default=list, blank=True
    )
    content = models.TextField(_("inhoud"))
    sha256 = models.CharField(_("hash"), max_length=64)
    at = models.DateTimeField(_("vastgelegd"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("door")
    )

    objects: ClassVar[models.Manager[Version]] = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("versie")
        verbose_name_plural = _("versies")
        ordering = ("process", "-number")
        constraints = [
            models.UniqueConstraint(fields=["process", "number"], name="one_version_per_number"),
            models.CheckConstraint(
                condition=~Q(stage="adopted") | ~Q(body=""), name="an_adopted_version_names_its_body"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, versie {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("programme:version", args=[self.pk])

    @property
    def the_body(self) -> str:
        """The body as it stands in a sentence: "de raad", "het college"."""
        return in_a_sentence(self.body)

    @property
    def is_whole(self) -> bool:
        return hashlib.sha256(self.content.encode()).hexdigest() == self.sha256


class StageStep(models.Model):
    """Of which step of the plan the versions of a stage came, as somebody chose; None: of no step.

    Where there is no row, the titles of the steps tell it (line.guessed). It stands beside the versions,
    since these never change.
    """

    process = models.ForeignKey(Process, models.CASCADE, related_name="stage_steps", verbose_name=_("proces"))
    stage = models.CharField(_("stand"), max_length=10, choices=Version.Stage)
    step = models.ForeignKey(
        Step, models.SET_NULL, null=True, blank=True, related_name="stages", verbose_name=_("stap")
    )

    class Meta:
        verbose_name = _("stap van een stand")
        verbose_name_plural = _("stappen van de standen")
        ordering = ("process", "stage")
        constraints = [
            models.UniqueConstraint(fields=["process", "stage"], name="one_step_per_stage"),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()}: {self.step or '–'}"


class Motion(models.Model):
    """A motion that the council carried (or not) beside the programme: it asks, and changes no text."""

    process = models.ForeignKey(Process, models.PROTECT, related_name="motions", verbose_name=_("proces"))
    version = models.ForeignKey(
        Version,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="motions",
        verbose_name=_("bij versie"),
    )
    number = models.CharField(_("nummer"), max_length=60, blank=True)
    title = models.CharField(_("titel"), max_length=300)
    text = models.TextField(_("wat de motie vraagt"))
    body = models.CharField(_("orgaan"), max_length=100, default="raad")
    on = models.DateField(_("op"))
    carried = models.BooleanField(_("aangenomen"))

    class Meta:
        verbose_name = _("motie")
        verbose_name_plural = _("moties")
        ordering = ("process", "on", "pk")

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()
