from __future__ import annotations

import hashlib
import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from houtskool.documents import Document, DocumentError, from_json
from houtskool.inventory.models.contributions import Contribution
from houtskool.inventory.models.contributors import CONTRIBUTED
from houtskool.process.models import Gathering, Sharing
from houtskool.records.personal import Personal
from houtskool.records.secret_links import SecretLinked


def new_salt() -> str:
    return secrets.token_hex(16)


class Quotation(models.Model):
    """Words of a contribution as a frozen document quotes them. The document holds their salted hash only.

    Without the salt nobody can find out by trying which words the hash was of; both are erased together.
    """

    contribution = models.ForeignKey(
        Contribution, models.PROTECT, related_name="quotations", verbose_name=_("inbreng")
    )
    text = models.TextField(_("woorden"))
    salt = models.CharField(_("zout"), max_length=32, default=new_salt, editable=False)
    at = models.DateTimeField(_("geciteerd"))

    personal: ClassVar[dict[str, Personal]] = {"text": CONTRIBUTED, "salt": CONTRIBUTED}

    class Meta:
        verbose_name = _("citaat")
        verbose_name_plural = _("citaten")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        return f"citaat-{self.pk}"

    @property
    def digest(self) -> str:
        """SHA-256 over salt and words, as 64 hexadecimal digits."""
        return hashlib.sha256(f"{self.salt}:{self.text}".encode()).hexdigest()


class Report(models.Model):
    """The report of a gathering as it was shared: its canonical JSON and the hash of that text.

    Database triggers refuse every update and delete.
    """

    gathering = models.ForeignKey(
        Gathering, models.PROTECT, related_name="reports", verbose_name=_("bijeenkomst")
    )
    content = models.TextField(_("inhoud"))
    sha256 = models.CharField(_("hash"), max_length=64)
    at = models.DateTimeField(_("vastgelegd"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("door")
    )

    class Meta:
        verbose_name = _("verslag")
        verbose_name_plural = _("verslagen")
        ordering = ("gathering", "at", "pk")

    def __str__(self) -> str:
        return f"{self.gathering} ({self.at:%d-%m-%Y})"

    @property
    def is_whole(self) -> bool:
        return hashlib.sha256(self.content.encode()).hexdigest() == self.sha256

    def document(self) -> Document:
        """The report as it was shared, its quotes still empty. Raises DocumentError when it was damaged."""
        if not self.is_whole:
            raise DocumentError(
                "Dit verslag is beschadigd: het past niet meer bij zijn hash. "
                "Laat de beheerder een reservekopie terugzetten."
            )
        return from_json(self.content)


class ReportLink(SecretLinked):
    """Which report a group received when results were shared; its secret link opens it for them."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="links", verbose_name=_("verslag"))
    sharing = models.OneToOneField(
        Sharing, models.CASCADE, related_name="report_link", verbose_name=_("verspreiding")
    )
    closed_at = models.DateTimeField(_("gesloten"), null=True, blank=True)

    class Meta:
        verbose_name = _("link naar een verslag")
        verbose_name_plural = _("links naar een verslag")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.report} → {self.sharing.group}"
