"""Taking in a file, whole and once, and giving it back as a download."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from datetime import datetime
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.http import FileResponse
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.records import journal
from houtskool.records.models import Upload
from houtskool.records.verbs import Verb


@transaction.atomic
def receive(data: bytes | IO[bytes], name: str, *, by: User | None, at: datetime, limit: int) -> Upload:
    """Keep the bytes as they came, under a name of our own, with their SHA-256.

    Raises ValidationError when the file is empty or larger than `limit` bytes.
    """
    source = io.BytesIO(data) if isinstance(data, bytes) else data
    size = source.seek(0, io.SEEK_END)
    source.seek(0)
    if not size:
        raise ValidationError(
            _("Het bestand %(name)s is leeg. Kies een bestand met inhoud.") % {"name": name}
        )
    refuse_larger(size, name, limit=limit)
    # A name may come from a command line: what no header can carry is left out.
    name = "".join(letter for letter in name if letter.isprintable())
    fingerprint = _sha256(source)
    upload = Upload(name=name[-255:], sha256=fingerprint, size=size, at=at, by=by)
    # The stored name comes from the content, never from the sender.
    upload.file.save(f"{fingerprint[:32]}.bin", File(source), save=False)
    upload.save()
    journal.record(Verb.RECEIVED, upload, by=by, at=at, after=journal.snapshot(upload))
    return upload


def _sha256(source: IO[bytes]) -> str:
    made = hashlib.sha256()
    while piece := source.read(1 << 20):
        made.update(piece)
    source.seek(0)
    return made.hexdigest()


def refuse_larger(size: int, name: str, *, limit: int) -> None:
    """Raises ValidationError for more bytes than `limit`; asked before a file is read into memory."""
    if size > limit:
        raise ValidationError(
            _(
                "Het bestand %(name)s is %(size)s MB; het mag hoogstens %(limit)s MB zijn. Verklein "
                "het of splits het."
            )
            % {"name": name, "size": f"{size / 1024**2:.0f}", "limit": f"{limit / 1024**2:.0f}"}
        )


def read(upload: Upload) -> bytes:
    with upload.file.open("rb") as file:
        return bytes(file.read())


def as_download(upload: Upload) -> FileResponse:
    """The file as a download: never shown in the browser, whatever it says it is."""
    response = FileResponse(
        upload.file.open("rb"),
        as_attachment=True,
        filename=upload.name,
        content_type="application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


Check = Callable[[Upload], bool]
_held_back: dict[str, Check] = {}


def register_held_back(name: str, check: Check) -> None:
    """A room says of which of its files nobody may get the content any more: what somebody withdrew."""
    _held_back[name] = check


def registered_held_back() -> dict[str, Check]:
    return dict(_held_back)


def is_held_back(upload: Upload) -> bool:
    return any(check(upload) for check in _held_back.values())
