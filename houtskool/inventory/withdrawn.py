"""What else holds words that were withdrawn: the report they came from, and a photo."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from houtskool.inventory.models import Contribution
from houtskool.process.models import SourceDocument
from houtskool.records import erasure, journal
from houtskool.records.models import Upload
from houtskool.records.verbs import Verb

BLANK = "█"


def holds(upload: Upload) -> bool:
    """Whether the file shows words that somebody withdrew: then nobody gets it."""
    of_it = Q(photo=upload) | Q(document__upload=upload)
    return Contribution.objects.filter(of_it, withdrawn_at__isnull=False).exists()


def blanked(document: SourceDocument, text: str) -> str:
    """The text (the document's own, or one of the same length) with what was withdrawn made unreadable.

    Every other letter keeps its place.
    """
    return _without(text, document.contributions.filter(withdrawn_at__isnull=False))


@transaction.atomic
def purge(at: datetime) -> int:
    """Erase from reports and photos what was erased from contributions; gives from how many."""
    erased = Contribution.objects.filter(withdrawn_at__isnull=False, words="")
    photos = list(erased.filter(photo__isnull=False).select_related("photo"))
    for contribution in photos:
        assert contribution.photo is not None
        with journal.change(contribution, by=None, at=at, verb=Verb.ERASED):
            photo, contribution.photo = contribution.photo, None
            contribution.save()
        _delete_file(photo)
    documents = SourceDocument.objects.filter(contributions__in=erased).distinct()
    changed = [document for document in documents if _erase(document, at)]
    return len(photos) + len(changed)


def _erase(document: SourceDocument, at: datetime) -> bool:
    erased = document.contributions.filter(withdrawn_at__isnull=False, words="")
    text = _without(document.text, erased)
    if text == document.text:
        return False
    document.text = text
    document.save(update_fields=["text"])
    erasure.forget(document)
    journal.record(Verb.ERASED, document, by=None, at=at)
    if document.upload is not None:
        _delete_file(document.upload)
    return True


def _without(text: str, rows: QuerySet[Contribution]) -> str:
    for start, end in rows.values_list("start", "end"):
        if start is not None and end is not None:
            text = text[:start] + BLANK * (end - start) + text[end:]
    return text


def _delete_file(upload: Upload) -> None:
    """The bytes go; the row stays, as that of an erased import does."""
    storage, name = upload.file.storage, upload.file.name or ""
    transaction.on_commit(lambda: storage.delete(name))
