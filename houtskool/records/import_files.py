"""The file of an import: taken in, read into rows once, and gone when its term is over."""

from __future__ import annotations

import io
import tempfile
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.records import uploads
from houtskool.records.archives import LIMITS, Limits, Refused
from houtskool.records.import_kinds import Kind, guess
from houtskool.records.models import ImportBatch, Upload
from houtskool.records.spreadsheet import Sheet, spool, spooled

_ROWS = ".rows"


@transaction.atomic
def start(
    kind: Kind,
    data: bytes | IO[bytes],
    name: str,
    *,
    by: User | None,
    at: datetime,
    limit: int,
    limits: Limits = LIMITS,
) -> tuple[ImportBatch, Sheet]:
    """Take the file in, with the columns as their titles suggest. Raises ValidationError or Refused."""
    source = io.BytesIO(data) if isinstance(data, bytes) else data
    uploads.refuse_larger(source.seek(0, io.SEEK_END), name, limit=limit)
    source.seek(0)
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".import-") as temporary:
        rows = Path(temporary) / "rows"
        sheet = spool(source, rows, limits)
        if not len(sheet.rows):
            raise ValidationError(
                _(
                    "Dit bestand heeft geen rijen onder de kolomtitels. "
                    "Vul er minstens één in, of kies een ander."
                )
            )
        source.seek(0)
        upload = uploads.receive(source, name, by=by, at=at, limit=limit)
        rows.replace(_rows_of(upload))
    sheet = spooled(_rows_of(upload))
    guessed = guess(kind, sheet.titles, sheet.take(0, 100)[0])
    batch = ImportBatch.objects.create(
        kind=kind.name,
        upload=upload,
        mapping={str(index): field for index, field in guessed.items()},
        rows=len(sheet.rows),
        at=at,
        by=by,
    )
    return batch, sheet


def sheet_of(upload: Upload) -> Sheet:
    """The sheet of a file that came in earlier. Raises Refused when the file was erased since."""
    try:
        return spooled(_rows_of(upload))
    except FileNotFoundError:
        pass
    try:
        with upload.file.open("rb") as file:
            return spool(_binary(file), _rows_of(upload))
    except (FileNotFoundError, ValueError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused(
            _(
                "Het bestand van deze import is gewist, omdat er persoonsgegevens in stonden. "
                "Lees het zo nodig opnieuw in."
            )
        ) from error


def has_file(batch: ImportBatch) -> bool:
    """Whether the file is still there: it is erased after a month, and when a person from it is."""
    return bool(batch.upload.file.storage.exists(batch.upload.file.name or ""))


def erase(batch: ImportBatch) -> bool:
    """Erase the file, and what the import quotes of it; whether it was there."""
    if not has_file(batch):
        return False
    batch.outcomes.filter(state="refused").update(label="", reasons=["Gewist."])
    batch.trial = {}
    batch.undone = {**batch.undone, "kept": []} if batch.undone else {}
    batch.save(update_fields=["trial", "undone"])
    file, rows = Path(batch.upload.file.path), _rows_of(batch.upload)

    def delete() -> None:
        file.unlink(missing_ok=True)
        rows.unlink(missing_ok=True)

    transaction.on_commit(delete)
    return True


def _rows_of(upload: Upload) -> Path:
    return Path(upload.file.path + _ROWS)


def _binary(file: Any) -> IO[bytes]:
    """The open file under Django's wrapper, which cannot do all that a reader of zip archives asks."""
    inner: IO[bytes] = getattr(file, "file", file)
    return inner
