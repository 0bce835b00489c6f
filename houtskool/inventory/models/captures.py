from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.roles import FACILITATES, Role
from houtskool.inventory.models.contributions import Contribution
from houtskool.process.models import Table

if TYPE_CHECKING:
    from houtskool.accounts.models import User


class CaptureQuerySet(models.QuerySet["Capture"]):
    def visible_to(self, user: User) -> Self:
        allowed = user.is_authenticated and user.holds(*FACILITATES, Role.CORE_GROUP)
        return self if allowed else self.none()


class Capture(models.Model):
    """A note made on a device at a table, known by the number that the device gave it: counted once.

    Its contribution has the same number as `draft`. The link is no foreign key, so that whoever removes the
    contribution need not know of this row, which stays: what was removed cannot come back from a device.
    `revision` is the last one that came in; an older one that comes late changes nothing. `photo_digest` is
    the SHA-256 of the picture as it was sent, so that a picture sent twice is kept once.
    """

    draft = models.UUIDField(_("nummer van het concept"), unique=True)
    table = models.ForeignKey(Table, models.CASCADE, related_name="captures", verbose_name=_("tafel"))
    revision = models.PositiveIntegerField(_("keer gewijzigd"), default=1)
    made_at = models.DateTimeField(_("opgeschreven"))
    at = models.DateTimeField(_("ontvangen"))
    late = models.BooleanField(_("kwam na het sluiten binnen"), default=False)
    removed_at = models.DateTimeField(_("weggehaald"), null=True)
    photo_digest = models.CharField(_("hash van de foto"), max_length=64, blank=True)

    objects: ClassVar[models.Manager[Capture]] = CaptureQuerySet.as_manager()

    class Meta:
        verbose_name = _("aantekening van een tafel")
        verbose_name_plural = _("aantekeningen van een tafel")
        ordering = ("table", "made_at", "pk")

    def __str__(self) -> str:
        return f"aantekening {self.pk}"

    @property
    def contribution(self) -> Contribution | None:
        """What it became; None when it was removed, here or by staff."""
        return Contribution.objects.select_related("contributor", "group").filter(draft=self.draft).first()


class ClosedTable(models.Model):
    """Note-taking at a table is over: what was written before still comes in, what is written after not."""

    table = models.OneToOneField(Table, models.CASCADE, related_name="closed", verbose_name=_("tafel"))
    at = models.DateTimeField(_("gesloten"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("door")
    )

    class Meta:
        verbose_name = _("gesloten tafel")
        verbose_name_plural = _("gesloten tafels")
        ordering = ("table",)

    def __str__(self) -> str:
        return str(self.table)
