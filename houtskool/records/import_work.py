"""Going on with an import: at once for a short file, else in the background, piece by piece."""

from __future__ import annotations

import logging
import time
from datetime import datetime

from django.db import OperationalError
from django.utils import translation
from django_tasks import task

from houtskool.accounts.models import User
from houtskool.records import undoing
from houtskool.records.archives import Refused
from houtskool.records.import_batches import Until, advance, advance_trial, halt, kind_of, never
from houtskool.records.models import ImportBatch
from houtskool.records.worker import stopping

# Up to so many rows an import is done while its reader waits, save where a kind says fewer.
AT_ONCE = 500
# After so many seconds a task makes room for others, e-mail before all, and comes back.
PIECE = 20.0
_TRIES = 5
_log = logging.getLogger(__name__)


def is_long(batch: ImportBatch) -> bool:
    """Whether it is done in the background, because its reader would wait too long."""
    return batch.rows > (kind_of(batch).at_once or AT_ONCE)


def set_going(batch: ImportBatch, *, by: User | None, at: datetime) -> None:
    """Do what the state of the import asks for: now for a short file, else as a task of the worker."""
    if not is_long(batch):
        go_on(batch, by=by, at=at)
        batch.refresh_from_db()
    else:
        go_on_in_background.enqueue(batch.pk, by.pk if by else None, at.isoformat())


@task(priority=-10)
def go_on_in_background(pk: int, by: int | None, at: str) -> None:
    batch = ImportBatch.objects.select_related("upload").filter(pk=pk).first()
    if batch is None:
        return
    user = User.objects.get(pk=by) if by is not None else None
    begun = time.monotonic()
    # A trial cannot go on where it was, so it only makes room when the worker stops.
    is_trial = batch.state == ImportBatch.State.TRYING

    def until() -> bool:
        return stopping.is_set() or (not is_trial and time.monotonic() - begun > PIECE)

    if not go_on(batch, by=user, at=datetime.fromisoformat(at), until=until):
        go_on_in_background.enqueue(pk, by, at)


@translation.override("nl")
def go_on(batch: ImportBatch, *, by: User | None, at: datetime, until: Until = never) -> bool:
    """Go on until it is done; what goes wrong halts it and is said on its page. False: there is more."""
    for attempt in range(_TRIES):
        try:
            if batch.state == ImportBatch.State.RUNNING:
                return advance(batch, by=by, at=at, until=until)
            if batch.state == ImportBatch.State.TRYING:
                return advance_trial(batch, by=by, at=at, until=until)
            if batch.state == ImportBatch.State.UNDOING:
                return undoing.advance(batch, by=by, at=at, until=until)
        except OperationalError:
            # The database was locked, or away for a moment; the part was not kept.
            _log.warning("import %s, try %s", batch.pk, attempt + 1, exc_info=True)
            time.sleep(attempt)
            batch.refresh_from_db()
        except Refused as refusal:
            halt(batch, str(refusal))
            return True
        except Exception as error:
            _log.exception("import %s", batch.pk)
            halt(batch, f"Er ging iets mis ({type(error).__name__}); de beheerder vindt het in het logboek.")
            return True
        else:
            return True
    halt(batch, "De database antwoordde niet. Probeer het later nog eens.")
    return True
