"""Which sketches and concepts anybody may read before anything was offered."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from houtskool.programme.models.versions import Version


class Publication(models.Model):
    """A sketch or a concept that stands on the public pages; without this row only colleagues read it.

    What was presented or adopted is public by itself.
    """

    version = models.OneToOneField(
        Version, models.PROTECT, related_name="publication", verbose_name=_("versie")
    )
    at = models.DateTimeField(_("openbaar gemaakt"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("door")
    )

    class Meta:
        verbose_name = _("openbaar gemaakte versie")
        verbose_name_plural = _("openbaar gemaakte versies")
        ordering = ("version",)

    def __str__(self) -> str:
        return str(self.version)
