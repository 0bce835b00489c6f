from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models

from houtskool.accounts.roles import FACILITATES

if TYPE_CHECKING:
    from houtskool.accounts.models import User


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_authenticated and user.holds(*FACILITATES) else self.none()


class Upload(models.Model):
    """A file that somebody handed in, kept as it came; served as a download only."""

    file = models.FileField("bestand", upload_to="%Y/")
    name = models.CharField("bestandsnaam", max_length=255)
    sha256 = models.CharField("hash", max_length=64)
    size = models.PositiveBigIntegerField("grootte in bytes")
    at = models.DateTimeField("ontvangen")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="van"
    )

    objects: ClassVar[models.Manager[Upload]] = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = "bestand"
        verbose_name_plural = "bestanden"
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return self.name


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_authenticated and user.holds(*FACILITATES) else self.none()


class ImportBatch(models.Model):
    """One spreadsheet that came in: which rows went in, which were refused and why; undoable."""

    kind = models.CharField("soort", max_length=40)
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="batches", verbose_name="bestand")
    mapping = models.JSONField("kolommen", default=dict)
    rows = models.PositiveIntegerField("rijen", default=0)
    created = models.PositiveIntegerField("toegevoegd", default=0)
    changed = models.PositiveIntegerField("gewijzigd", default=0)
    unchanged = models.PositiveIntegerField("ongewijzigd", default=0)
    refused = models.JSONField("geweigerd", default=list)
    at = models.DateTimeField("wanneer")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="door"
    )
    done_at = models.DateTimeField("ingelezen", null=True)
    undone_at = models.DateTimeField("teruggedraaid", null=True)

    objects: ClassVar[models.Manager[ImportBatch]] = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = "import"
        verbose_name_plural = "imports"
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.upload.name} ({self.at:%d-%m-%Y})"
