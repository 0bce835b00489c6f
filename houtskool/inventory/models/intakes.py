from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.roles import FACILITATES, Role
from houtskool.inventory.models.contributions import Contribution
from houtskool.inventory.models.contributors import CONTRIBUTED
from houtskool.process.models import Gathering, SourceDocument
from houtskool.records.personal import Personal

if TYPE_CHECKING:
    from houtskool.accounts.models import User


class IntakeQuerySet(models.QuerySet["Intake"]):
    def visible_to(self, user: User) -> Self:
        """A report holds all that was said, whatever may be quoted: it is for who orders contributions."""
        allowed = user.is_authenticated and user.holds(*FACILITATES, Role.CORE_GROUP)
        return self if allowed else self.none()

    def waiting(self) -> Self:
        return self.filter(confirmed_at=None)


class Intake(models.Model):
    """A report or interview that came in, cut into proposed contributions which a person judges.

    `touched_by` worked on it last, at `touched_at`; `revision` counts what changed, so that the second of two
    people is told.
    """

    document = models.OneToOneField(
        SourceDocument, models.PROTECT, related_name="intake", verbose_name=_("verslag")
    )
    gathering = models.ForeignKey(
        Gathering,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="intakes",
        verbose_name=_("bijeenkomst"),
    )
    said_on = models.DateField(_("gezegd op"), null=True, blank=True)
    touched_at = models.DateTimeField(_("laatst aan gewerkt"))
    touched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("laatst door")
    )
    confirmed_at = models.DateTimeField(_("overgenomen"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("overgenomen door"),
    )

    objects: ClassVar[models.Manager[Intake]] = IntakeQuerySet.as_manager()

    class Meta:
        verbose_name = _("inlezing van een verslag")
        verbose_name_plural = _("inlezingen van verslagen")
        ordering = ("-document__at", "-pk")

    def __str__(self) -> str:
        return str(self.document)

    def get_absolute_url(self) -> str:
        return reverse("inventory:intake", args=[self.pk])


class Proposal(models.Model):
    """A stretch of the report that may become a contribution: offsets in code points into its text.

    The contribution that it became has the same number as `draft`; that is no foreign key, so that whoever
    removes the contribution need not know of this row.
    """

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="proposals", verbose_name=_("inlezing"))
    start = models.PositiveIntegerField(_("begin in de tekst"))
    end = models.PositiveIntegerField(_("einde in de tekst"))
    context = models.CharField(_("staat onder"), max_length=300, blank=True)
    kind = models.CharField(_("soort"), max_length=10, choices=Contribution.Kind, blank=True)
    group = models.ForeignKey(
        "sector.StakeholderGroup",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("groep"),
    )
    speaker = models.CharField(_("wie zei dit"), max_length=120, blank=True)
    consent = models.CharField(
        _("toestemming"),
        max_length=10,
        choices=Contribution.Consent,
        default=Contribution.Consent.AGGREGATE,
    )
    left_out = models.BooleanField(_("weggelaten"), default=False)
    revision = models.PositiveIntegerField(_("keer gewijzigd"), default=0)
    draft = models.UUIDField(_("nummer van de inbreng"), default=uuid.uuid4, unique=True, editable=False)

    personal: ClassVar[dict[str, Personal]] = {"speaker": CONTRIBUTED, "context": CONTRIBUTED}

    class Meta:
        verbose_name = _("voorstel uit een verslag")
        verbose_name_plural = _("voorstellen uit een verslag")
        ordering = ("start", "pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(start__lt=models.F("end")), name="a_proposal_has_a_length"
            )
        ]

    def __str__(self) -> str:
        """Never the words: those stand in the report, which not everybody may read."""
        return f"voorstel {self.pk}"
