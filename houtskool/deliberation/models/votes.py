"""Who votes, without a name, and what they voted: a log that is only added to."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from houtskool.deliberation.models.conversations import Conversation, Door
from houtskool.deliberation.models.statements import Statement


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def counting(self) -> Self:
        """Without those that a moderator left out."""
        return self.filter(excluded_at=None)


class Participant(models.Model):
    """A device that came in by a door; there is no name, address or account.

    `device`: a digest, keyed by the server and the conversation, of the secret in the device's cookie.
    `network`: a digest of its network, keyed by `Conversation.network_key`; emptied on closing.
    `on`: the day only; a time could tell who it was.
    """

    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="participants", verbose_name=_("gesprek")
    )
    door = models.ForeignKey(Door, models.CASCADE, related_name="participants", verbose_name=_("link"))
    device = models.CharField(max_length=64, editable=False)
    network = models.CharField(max_length=64, blank=True, editable=False)
    group = models.ForeignKey(
        "sector.StakeholderGroup",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="participants",
        verbose_name=_("hoort bij"),
    )
    on = models.DateField(_("deelnemer sinds"))
    excluded_at = models.DateTimeField(_("telt niet mee sinds"), null=True, blank=True)
    excluded_because = models.TextField(_("waarom niet"), blank=True)
    excluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("uitgesloten door"),
    )

    objects = ParticipantQuerySet.as_manager()
    # The journal would lay a number beside a group, such as when two groups are merged.
    unrecorded: ClassVar[frozenset[str]] = frozenset({"device", "network", "door", "group"})

    class Meta:
        verbose_name = _("deelnemer")
        verbose_name_plural = _("deelnemers")
        ordering = ("conversation", "pk")
        constraints = [
            models.UniqueConstraint(fields=["conversation", "device"], name="one_participant_per_device")
        ]

    def __str__(self) -> str:
        return f"deelnemer {self.pk}"


class Vote(models.Model):
    """One press on a button. The last of a participant on a statement counts; `draft` makes it arrive once.

    Rows are added, never changed; all of a participant go when that participant takes them back. They are not
    in the journal, which would tell who voted when. `at`: when it was cast, as far as the device tells.
    """

    class Value(models.IntegerChoices):
        AGREE = 1, _("eens")
        DISAGREE = -1, _("oneens")
        PASS = 0, _("overslaan")

    participant = models.ForeignKey(
        Participant, models.CASCADE, related_name="votes", verbose_name=_("deelnemer")
    )
    statement = models.ForeignKey(Statement, models.CASCADE, related_name="votes", verbose_name=_("stelling"))
    value = models.SmallIntegerField(_("stem"), choices=Value)
    draft = models.UUIDField(_("nummer op het apparaat"), unique=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(_("gestemd"))

    class Meta:
        verbose_name = _("stem")
        verbose_name_plural = _("stemmen")
        ordering = ("pk",)
        indexes = [models.Index(fields=["participant", "statement", "-id"], name="votes_last_first")]

    def __str__(self) -> str:
        return f"{self.participant}: {self.statement}"
