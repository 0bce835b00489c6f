"""What else holds words that were withdrawn or erased: the report they came from, the proposal, a photo."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Model, Q, QuerySet

from houtskool.inventory.models import Contribution, Proposal
from houtskool.process.models import SourceDocument
from houtskool.records import erasure, journal
from houtskool.records.erasure import Holder
from houtskool.records.models import Upload
from houtskool.records.verbs import Verb

BLANK = "█"
# A contribution has words, or a title alone, unless both were erased.
_ERASED = Q(words="", title="")
_GONE = Q(withdrawn_at__isnull=False) | _ERASED


def holds(upload: Upload) -> bool:
    """Whether the file shows words that are withdrawn or erased: then nobody gets it."""
    of_it = Q(photo=upload) | Q(document__upload=upload)
    return Contribution.objects.filter(of_it).filter(_GONE).exists()


def blanked(document: SourceDocument, text: str) -> str:
    """The text (the document's own, or one of the same length) with what was withdrawn made unreadable.

    Every other letter keeps its place.
    """
    return _without(text, document.contributions.filter(_GONE))


def _proposed(thing: Model) -> Iterator[Model]:
    """Of a contribution the proposal that it was: it names who spoke."""
    if isinstance(thing, Contribution):
        yield from Proposal.objects.filter(draft=thing.draft)


HOLDER = Holder("voorstellen uit verslagen", _proposed)


@transaction.atomic
def purge(at: datetime) -> int:
    """Erase from reports and photos what was erased from contributions; gives from how many."""
    erased = Contribution.objects.filter(_ERASED)
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
    text = _without(document.text, document.contributions.filter(_ERASED))
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
