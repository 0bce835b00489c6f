"""What the kernel made of a conversation at one moment, kept with the digest of what went in."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from houtskool.deliberation.models.conversations import Conversation


class Analysis(models.Model):
    """One run. `sha256`: of the votes, moderation and exclusions in canonical order; same input, same bytes.

    `content`: what pages read; small numbers are hidden in it already. `positions`: participant →
    [x, y, group], to keep the map still while it grows; `basis`: participant → digest of the own votes, to
    see how many people changed since. Both leave this room in no page, export or API. `given_out_at`: since
    when the world has it, as a page or as data.
    """

    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="analyses", verbose_name=_("gesprek")
    )
    at = models.DateTimeField(_("berekend"))
    sha256 = models.CharField(_("hash van de invoer"), max_length=64)
    participants = models.PositiveIntegerField(_("deelnemers"))
    statements = models.PositiveIntegerField(_("stellingen"))
    votes = models.PositiveIntegerField(_("stemmen"))
    seed = models.PositiveBigIntegerField(_("zaad"), default=0)
    content: models.JSONField[Any, Any] = models.JSONField(_("inhoud"), default=dict)
    positions: models.JSONField[Any, Any] = models.JSONField(_("posities"), default=dict, editable=False)

    basis: models.JSONField[Any, Any] = models.JSONField(_("grondslag"), default=dict, editable=False)
    last_vote = models.PositiveBigIntegerField(_("laatste stem"), default=0, editable=False)
    given_out_at = models.DateTimeField(_("naar buiten gebracht"), null=True, blank=True)

    class Meta:
        verbose_name = _("analyse van een gesprek")
        verbose_name_plural = _("analyses van gesprekken")
        ordering = ("conversation", "-pk")

    def __str__(self) -> str:
        return f"{self.conversation}, {self.at:%d-%m-%Y %H:%M}"
