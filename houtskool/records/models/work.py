from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.roles import Role

if TYPE_CHECKING:
    from houtskool.accounts.models import User


class Worker(models.Model):
    """A process that does background work. It says every few seconds that it lives (records/worker.py)."""

    name = models.CharField(_("naam"), max_length=64, primary_key=True)
    started_at = models.DateTimeField(_("begonnen"))
    seen_at = models.DateTimeField(_("laatst gezien"))

    class Meta:
        verbose_name = _("werker")
        verbose_name_plural = _("werkers")
        ordering = ("started_at", "name")

    def __str__(self) -> str:
        return self.name


class PeriodicJobQuerySet(models.QuerySet["PeriodicJob"]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_authenticated and user.holds(Role.ADMINISTRATOR) else self.none()


class PeriodicJob(models.Model):
    """When work that comes back was last begun, by whom it is held now, and how it ended (schedule.py)."""

    name = models.CharField(_("werk"), max_length=100, primary_key=True)
    started_at = models.DateTimeField(_("begonnen"), null=True)
    finished_at = models.DateTimeField(_("klaar"), null=True)
    held_by = models.CharField(_("bezig bij"), max_length=64, blank=True)
    error = models.CharField(_("wat er misging"), max_length=300, blank=True)

    objects = PeriodicJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("terugkerend werk")
        verbose_name_plural = _("terugkerend werk")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
