from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.roles import FACILITATES

if TYPE_CHECKING:
    from houtskool.accounts.models import User


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_authenticated and user.holds(*FACILITATES) else self.none()


class Upload(models.Model):
    """A file that somebody handed in, kept as it came; served as a download only."""

    file = models.FileField(_("bestand"), upload_to="%Y/")
    name = models.CharField(_("bestandsnaam"), max_length=255)
    sha256 = models.CharField(_("hash"), max_length=64)
    size = models.PositiveBigIntegerField(_("grootte in bytes"))
    at = models.DateTimeField(_("ontvangen"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("van")
    )

    objects: ClassVar[models.Manager[Upload]] = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("bestand")
        verbose_name_plural = _("bestanden")
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return self.name


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_authenticated and user.holds(*FACILITATES) else self.none()


class ImportBatch(models.Model):
    """One spreadsheet that came in: which rows went in, which were refused and why; undoable.

    A long one goes in parts (records/import_batches.py). `progress` says how far it is, and `halted` why
    nobody goes on with it; `trial` and `undone` keep what a trial and an undo came to.
    """

    class State(models.TextChoices):
        NEW = "new", _("nog niet ingelezen")
        TRYING = "trying", _("wordt nagekeken")
        TRIED = "tried", _("nagekeken")
        RUNNING = "running", _("wordt ingelezen")
        DONE = "done", _("ingelezen")
        UNDOING = "undoing", _("wordt teruggedraaid")
        UNDONE = "undone", _("teruggedraaid")

    kind = models.CharField(_("soort"), max_length=40)
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="batches", verbose_name=_("bestand"))
    mapping = models.JSONField(_("kolommen"), default=dict)
    choices: models.JSONField[Any, Any] = models.JSONField(_("keuzes"), default=dict)
    rows = models.PositiveIntegerField(_("rijen"), default=0)
    created = models.PositiveIntegerField(_("toegevoegd"), default=0)
    changed = models.PositiveIntegerField(_("gewijzigd"), default=0)
    unchanged = models.PositiveIntegerField(_("ongewijzigd"), default=0)
    refused = models.PositiveIntegerField(_("geweigerd"), default=0)
    at = models.DateTimeField(_("wanneer"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("door")
    )
    state = models.CharField(_("stand"), max_length=8, choices=State, default=State.NEW)
    halted = models.CharField(_("waarom gestopt"), max_length=300, blank=True)
    progress: models.JSONField[Any, Any] = models.JSONField(_("voortgang"), default=dict)
    moved_at = models.DateTimeField(_("laatste voortgang"), null=True)
    trial: models.JSONField[Any, Any] = models.JSONField(_("proef"), default=dict)
    undone: models.JSONField[Any, Any] = models.JSONField(_("terugdraaien"), default=dict)
    done_at = models.DateTimeField(_("ingelezen"), null=True)
    undone_at = models.DateTimeField(_("teruggedraaid"), null=True)

    objects: ClassVar[models.Manager[ImportBatch]] = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.upload.name} ({self.at:%d-%m-%Y})"


class ImportRow(models.Model):
    """A row of an import: while it runs what became of each, afterwards the refused ones only."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="outcomes", verbose_name=_("import"))
    number = models.PositiveIntegerField(_("regel"))
    state = models.CharField(_("wat ermee gebeurde"), max_length=9)
    object_id = models.BigIntegerField(_("nummer"), null=True)
    label = models.CharField(_("naam"), max_length=200, blank=True)
    reasons = models.JSONField(_("redenen"), default=list)

    class Meta:
        verbose_name = _("rij van een import")
        verbose_name_plural = _("rijen van imports")
        ordering = ("batch", "number")
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="a_row_once_per_import"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.label}"
