"""A framework as it was at a moment that counts: given to react to, or adopted."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.roles import READS, STAFF
from houtskool.assessment.models.frameworks import Framework
from houtskool.process.bodies import in_a_sentence

if TYPE_CHECKING:
    from houtskool.accounts.models import User


class FrameworkVersionQuerySet(models.QuerySet["FrameworkVersion"]):
    def visible_to(self, user: User) -> Self:
        """Who works for the municipality sees every version; other readers what was adopted."""
        if not user.is_authenticated or not user.holds(*READS):
            return self.none()
        return self if user.holds(*STAFF) else self.adopted()

    def adopted(self) -> Self:
        return self.filter(stage=FrameworkVersion.Stage.ADOPTED)


class FrameworkVersion(models.Model):
    """A framework frozen: canonical JSON of all that it says, and the SHA-256 of that text.

    `accepted`: why it was adopted while reactions to a concept had no answer yet; "" where all had.
    Database triggers refuse every update and delete, so that an advice replays to what it was.
    """

    class Stage(models.TextChoices):
        CONCEPT = "concept", _("concept")
        ADOPTED = "adopted", _("vastgesteld")

    framework = models.ForeignKey(
        Framework, models.PROTECT, related_name="versions", verbose_name=_("afwegingskader")
    )
    number = models.PositiveIntegerField(_("versie"))
    stage = models.CharField(_("stand"), max_length=10, choices=Stage)
    title = models.CharField(_("titel"), max_length=200)
    body = models.CharField(_("wie stelde vast"), max_length=100, blank=True)
    decision_number = models.CharField(_("nummer van het besluit"), max_length=60, blank=True)
    on = models.DateField(_("op"))
    accepted = models.TextField(_("vastgesteld zonder alle reacties te beantwoorden, omdat"), blank=True)
    content = models.TextField(_("inhoud"))
    sha256 = models.CharField(_("hash"), max_length=64)
    at = models.DateTimeField(_("vastgelegd"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("door")
    )

    objects: ClassVar[models.Manager[FrameworkVersion]] = FrameworkVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("versie van een afwegingskader")
        verbose_name_plural = _("versies van een afwegingskader")
        ordering = ("framework", "-number")
        constraints = [
            models.UniqueConstraint(fields=["framework", "number"], name="one_framework_version_per_number"),
            models.CheckConstraint(
                condition=~Q(stage="adopted") | ~Q(body=""), name="an_adopted_framework_names_its_body"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, versie {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("assessment:version", args=[self.pk])

    @property
    def the_body(self) -> str:
        """The body as it stands in a sentence: "de raad", "het college"."""
        return in_a_sentence(self.body)

    @property
    def is_whole(self) -> bool:
        return hashlib.sha256(self.content.encode()).hexdigest() == self.sha256
