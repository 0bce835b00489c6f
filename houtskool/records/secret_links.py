"""Personal links that open a page without an account: made from the row and the server's key, never stored.

The same link can be put into a reminder or printed as a QR code again; whoever reads the database alone
cannot make it. A new `link_key` withdraws every link of the row that went out before.
"""

from __future__ import annotations

import base64
import secrets
from typing import TypeVar

from django.conf import settings
from django.db import models
from django.utils.crypto import constant_time_compare, salted_hmac

# The name of the field; the journal leaves it out.
SECRET = "link_key"


def new_key() -> str:
    return secrets.token_hex(12)


class SecretLinked(models.Model):
    """A row that a secret link can open. A model may have links for more than one purpose."""

    link_key = models.CharField("sleutel van de link", max_length=24, default=new_key, editable=False)

    class Meta:
        abstract = True


Row = TypeVar("Row", bound=SecretLinked)


def token(row: SecretLinked, purpose: str) -> str:
    """The code in the address: "<number>-<22 letters>" (132 bits), for this row and this purpose only."""
    return f"{row.pk}-{_signature(row, purpose, settings.SECRET_KEY)}"


def find(rows: models.QuerySet[Row], token: str, purpose: str) -> Row | None:
    """The row that the code opens; None when it is not ours, was withdrawn or is for another purpose."""
    number, _, signature = token.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    row = rows.filter(pk=int(number)).first()
    if row is None:
        return None
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    fits = [constant_time_compare(signature, _signature(row, purpose, key)) for key in keys]
    return row if any(fits) else None


def _signature(row: SecretLinked, purpose: str, key: str | bytes) -> str:
    label = f"{row._meta.label_lower}.{purpose}"
    made = salted_hmac(label, f"{row.pk}:{row.link_key}", secret=key, algorithm="sha256")
    return base64.urlsafe_b64encode(made.digest()).decode()[:22]
