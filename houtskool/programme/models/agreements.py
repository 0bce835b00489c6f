"""The words to which a side of an agreement said yes, so that it shows when they change afterwards."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from houtskool.programme.models.measures import Measure


class SignedText(models.Model):
    """What the agreement said when one side said yes: the canonical text of `content.agreed`.

    It counts as long as that side's day on the measure is `on`. A side whose yes is older than this, or
    came in otherwise, has none: then nobody knows what changed since.
    """

    class Side(models.TextChoices):
        CITY = "city", _("de gemeente")
        PARTNER = "partner", _("de partner")

    measure = models.ForeignKey(
        Measure, models.CASCADE, related_name="signed_texts", verbose_name=_("afspraak")
    )
    side = models.CharField(_("kant"), max_length=7, choices=Side)
    on = models.DateField(_("akkoord op"))
    at = models.DateTimeField(_("vastgelegd"))
    text = models.TextField(_("tekst"))

    class Meta:
        verbose_name = _("tekst bij een akkoord")
        verbose_name_plural = _("teksten bij een akkoord")
        ordering = ("measure", "side")
        constraints = [
            models.UniqueConstraint(fields=["measure", "side"], name="one_signed_text_per_side"),
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.get_side_display()}"
