"""What requests hold about a person: given to that person, erased when asked for or when the term is over.

A request that is not finished is kept: the law gives its applicant an answer, and the city its term.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from houtskool.accounts.models import User
from houtskool.assessment.actions.cases import delete_bytes, hold
from houtskool.assessment.models import Case, DraftFile, Evidence, FollowUp, Supplement, ToldAnswer
from houtskool.records import erasure
from houtskool.records.erasure import Holder
from houtskool.records.models import Upload
from houtskool.records.secret_links import new_key
from houtskool.sector.models import Contact

KEEP = timedelta(days=5 * 365 + 2)  # five years, with the leap days that there can be
KEEP_DRAFT = timedelta(days=1)
ERASED = Q(name="", email="", what="")


def _asked(thing: models.Model) -> Iterator[models.Model]:
    """The requests from the address of a contact, and of a request all that was sent with it."""
    if isinstance(thing, Contact) and thing.email:
        yield from Case.objects.filter(email__iexact=thing.email).order_by("pk")
    elif isinstance(thing, Case):
        yield from Supplement.objects.filter(case=thing)
        yield from ToldAnswer.objects.filter(case=thing).order_by("pk")
        yield from Evidence.objects.filter(case=thing).order_by("pk")
        yield from FollowUp.objects.filter(support__case=thing).order_by("pk")


def _must_stay(row: models.Model) -> bool:
    return isinstance(row, Case) and row.closed_at is None


HOLDER = Holder(gettext_noop("hulpvragen"), _asked, _must_stay)


@transaction.atomic
def erase(case: Case, *, by: User | None, at: datetime) -> None:
    """Erase who asked and what, in the journal and the files too, and withdraw the link.

    Raises ValidationError as long as the request is not finished.
    """
    held = hold(case)
    if held.closed_at is None:
        raise ValidationError(
            _("Deze hulpvraag loopt nog. Rond haar eerst af, of vraag de aanvrager haar in te trekken.")
        )
    held.link_key = new_key()
    held.save(update_fields=["link_key"])
    erasure.erase(held, by=by, at=at)
    for one in held.evidence.select_related("upload"):
        delete_bytes(one.upload)


@transaction.atomic
def purge(at: datetime) -> int:
    """Erase requests five years after their end, and the files of forms that nobody sent within a day."""
    old = Case.objects.filter(closed_at__lt=at - KEEP).exclude(ERASED)
    for case in old:
        erase(case, by=None, at=at)
    # Files of requests that were erased with a person, whose bytes are still there.
    for one in Evidence.objects.filter(case__in=Case.objects.filter(ERASED)).select_related("upload"):
        delete_bytes(one.upload)
    return len(old) + _purge_drafts(at)


def _purge_drafts(at: datetime) -> int:
    waiting = list(DraftFile.objects.filter(at__lt=at - KEEP_DRAFT).select_related("upload"))
    for file in waiting:
        upload = file.upload
        file.delete()
        delete_bytes(upload)
    return len(waiting)


def holds_back(upload: Upload) -> bool:
    """Whether the file belongs to a request that was erased: then nobody gets it."""
    return Evidence.objects.filter(upload=upload, case__in=Case.objects.filter(ERASED)).exists()
