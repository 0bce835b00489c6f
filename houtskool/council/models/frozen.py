from __future__ import annotations

import hashlib

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from houtskool.council.models.note import Note
from houtskool.documents import Document, DocumentError, from_json


class FrozenNote(models.Model):
    """A note as it was adopted: the canonical JSON of its block tree, and the SHA-256 of that text.

    Database triggers (records/guard.py) refuse every update and delete.
    """

    note = models.OneToOneField(Note, models.PROTECT, related_name="frozen", verbose_name=_("nota"))
    content = models.TextField(_("inhoud"))
    sha256 = models.CharField(_("hash"), max_length=64)
    at = models.DateTimeField(_("vastgelegd"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("door")
    )

    class Meta:
        verbose_name = _("vastgestelde nota")
        verbose_name_plural = _("vastgestelde nota's")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.note} ({self.sha256[:12]})"

    @property
    def is_whole(self) -> bool:
        return hashlib.sha256(self.content.encode()).hexdigest() == self.sha256

    def document(self) -> Document:
        """The adopted document. Raises DocumentError when the content is no longer what was adopted."""
        if not self.is_whole:
            raise DocumentError(
                gettext(
                    "De vastgestelde tekst van deze nota is beschadigd: zij past niet meer bij haar hash. "
                    "Laat de beheerder een reservekopie terugzetten."
                )
            )
        return from_json(self.content)
