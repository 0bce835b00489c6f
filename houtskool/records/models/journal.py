from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from houtskool.accounts.models import User


class JournalEntryQuerySet(models.QuerySet["JournalEntry"]):
    def about(self, thing: models.Model) -> Self:
        return self.filter(object_type=thing._meta.label_lower, object_id=str(thing.pk))

    def visible_to(self, user: User) -> Self:
        from houtskool.accounts.roles import STAFF

        return self if user.is_authenticated and user.holds(*STAFF) else self.none()


class JournalEntry(models.Model):
    """Who did what to which object, and what changed; append-only, each entry chained to the one before.

    `changes` maps a field to [before, after]. The value of a personal field stands there as a salted digest;
    the value and its salt stand in PersonalValue, which can be erased without breaking the chain.
    Database triggers (records/guard.py) refuse every update and delete.
    """

    number = models.BigIntegerField(_("nummer"), primary_key=True)
    at = models.DateTimeField(_("wanneer"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("door"),
        help_text=_("Leeg: het systeem zelf, of wie in ‘via’ staat."),
    )
    via = models.CharField(
        _("via"),
        max_length=300,
        blank=True,
        default="",
        help_text=_("Wie zonder account binnenkwam, en hoe."),
    )
    verb = models.CharField(_("handeling"), max_length=60)
    object_type = models.CharField(_("soort"), max_length=60)
    object_id = models.CharField(_("kenmerk"), max_length=40)
    changes = models.JSONField(_("wijzigingen"), default=dict)
    batch_id = models.BigIntegerField(_("import"), null=True)
    previous_hash = models.CharField(_("vorige hash"), max_length=64)
    hash = models.CharField(_("hash"), max_length=64)

    objects: ClassVar[models.Manager[JournalEntry]] = JournalEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("journaalregel")
        verbose_name_plural = _("journaal")
        ordering = ("number",)
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="journal_by_object"),
            models.Index(fields=["batch_id"], name="journal_by_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.verb}"


class PersonalValue(models.Model):
    """A personal value named in the journal, with the salt of its digest; erased when the person is."""

    entry = models.ForeignKey(JournalEntry, models.PROTECT, related_name="personal_values")
    field = models.CharField(max_length=60)
    side = models.CharField(max_length=6, choices=[("before", "voor"), ("after", "na")])
    salt = models.CharField(max_length=32)
    value: models.JSONField[Any, Any] = models.JSONField(null=True)

    class Meta:
        verbose_name = _("persoonlijke waarde")
        verbose_name_plural = _("persoonlijke waarden")
        constraints = [
            models.UniqueConstraint(fields=["entry", "field", "side"], name="a_personal_value_once_per_side")
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.field} ({self.side})"
