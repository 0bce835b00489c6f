from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.roles import READS
from houtskool.inventory.models.contributions import Contribution

if TYPE_CHECKING:
    from houtskool.accounts.models import User


class CodingQuerySet(models.QuerySet["Coding"]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_authenticated and user.holds(*READS) else self.none()


class Coding(models.Model):
    """A theme that a person gave to a contribution, or to a passage of it.

    `start` and `end` are offsets in code points into the contribution's words; both empty: the whole of it.
    Several persons may give the same words the same theme. `taken_from` is the contribution that was merged
    into this one and brought the theme along.
    """

    contribution = models.ForeignKey(
        Contribution, models.CASCADE, related_name="codings", verbose_name=_("inbreng")
    )
    theme = models.ForeignKey("sector.Theme", models.PROTECT, related_name="codings", verbose_name=_("thema"))
    start = models.PositiveIntegerField(_("begin van de passage"), null=True, blank=True)
    end = models.PositiveIntegerField(_("einde van de passage"), null=True, blank=True)
    coder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("door")
    )
    at = models.DateTimeField(_("wanneer"))
    taken_from = models.ForeignKey(
        Contribution,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="codings_given_on",
        verbose_name=_("overgenomen van"),
    )

    objects: ClassVar[models.Manager[Coding]] = CodingQuerySet.as_manager()

    class Meta:
        verbose_name = _("codering")
        verbose_name_plural = _("coderingen")
        ordering = ("contribution", "start", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "theme", "coder"],
                condition=models.Q(start__isnull=True),
                name="one_coding_of_the_whole",
            ),
            models.UniqueConstraint(
                fields=["contribution", "theme", "start", "end", "coder"],
                condition=models.Q(start__isnull=False),
                name="one_coding_per_passage",
            ),
            models.CheckConstraint(
                condition=models.Q(start__isnull=True, end__isnull=True)
                | models.Q(start__lt=models.F("end")),
                name="a_passage_has_a_length",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contribution}: {self.theme}"
