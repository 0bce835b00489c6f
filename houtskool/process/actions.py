"""The verbs of the process: start and rename it, add and change its parts, keep its promises."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.process.models import (
    Annex,
    Commitment,
    Fact,
    FormerTitle,
    Gathering,
    Involvement,
    Process,
    SourceDocument,
)
from houtskool.process.models.periods import local_day
from houtskool.records import erasure, journal
from houtskool.records.links import parts_of
from houtskool.records.models import Upload
from houtskool.records.personal import personal_fields
from houtskool.records.verbs import Verb

Part = TypeVar("Part", bound=models.Model)


@transaction.atomic
def add(part: Part, *, by: User, at: datetime) -> Part:
    """Save a new process, goal, step, gathering, involvement, decision or commitment, and record it."""
    part.full_clean()
    part.save()
    journal.created(part, by=by, at=at)
    return part


@transaction.atomic
def change(part: Part, *, by: User, at: datetime) -> Part:
    """Save what was changed on the part and record the difference; a process keeps its former title."""
    part.full_clean()
    if isinstance(part, Process):
        _keep_former_title(part, by=by, at=at)
    with journal.change(part, by=by, at=at):
        part.save()
    return part


@transaction.atomic
def set_links(thing: models.Model, links: Mapping[str, Iterable[Any]], *, by: User, at: datetime) -> None:
    """Replace many-to-many links, such as {"themes": […]}, and record the difference."""
    with journal.change(thing, by=by, at=at):
        for name, rows in links.items():
            getattr(thing, name).set(rows)


@transaction.atomic
def remove(part: models.Model, *, by: User, at: datetime) -> None:
    """Take a part away; the facts that it came from stay in their document, as left out.

    Raises ValidationError for a gathering to which people were invited: they would come for nothing.
    """
    if isinstance(part, Gathering) and part.invitations.standing().exists():
        raise ValidationError(
            _(
                "Er staan mensen op de lijst van “%(gathering)s”. Gelast haar af, dan krijgen zij bericht; "
                "of trek eerst de uitnodigingen in."
            )
            % {"gathering": part}
        )
    for fact in Fact.objects.about(part):
        with journal.change(fact, by=by, at=at):
            fact.state, fact.target_type, fact.target_id = Fact.State.LEFT_OUT, None, None
            fact.save()
    for along in parts_of(part):
        _let_go(along, by=by, at=at)
    _let_go(part, by=by, at=at)
    part.delete()


def _let_go(row: models.Model, *, by: User, at: datetime) -> None:
    """Record that a row is about to go; of what is personal in it the journal keeps no more than that."""
    journal.deleted(row, by=by, at=at)
    if personal_fields(type(row)):
        erasure.forget(row)


@transaction.atomic
def undo_process(process: Process, *, by: User, at: datetime) -> None:
    """Take a process away with all its parts; its documents wait for a person's judgement again.

    What was added to the sector stays there. Raises ProtectedError when another room still needs the process:
    a confidential document was read there, and is undone there.
    """
    reports: set[models.Model] = set(process.documents.filter(confidential=True))
    if reports:
        raise ProtectedError("documents that another room read", reports)
    for document in process.documents.all():
        for fact in document.facts.filter(target_id__isnull=False):
            with journal.change(fact, by=by, at=at):
                fact.target_type, fact.target_id = None, None
                fact.save()
        for annex in document.annexes.all():
            journal.deleted(annex, by=by, at=at)
            annex.delete()
        with journal.change(document, by=by, at=at, verb=Verb.UNDONE):
            document.process = None
            document.save()
    for gathering in process.gatherings.all():
        for part in parts_of(gathering):
            _let_go(part, by=by, at=at)
    # Who is in a gathering is a part of both.
    for part in parts_of(process):
        if not (isinstance(part, Involvement) and part.gathering_id):
            _let_go(part, by=by, at=at)
    journal.deleted(process, by=by, at=at)
    process.delete()


@transaction.atomic
def revise(process: Process, links: Mapping[str, Iterable[Any]], *, by: User, at: datetime) -> Process:
    """Save the changed fields of a process together with its themes and domains."""
    change(process, by=by, at=at)
    set_links(process, links, by=by, at=at)
    return process


@transaction.atomic
def register(commitment: Commitment, *, to: str, by: User, at: datetime) -> None:
    """Make an announcement that was read in a note a promise (toezegging), made to a named body."""
    _lock(commitment)
    with journal.change(commitment, by=by, at=at):
        commitment.kind, commitment.to = Commitment.Kind.PROMISED, to
        commitment.save()


@transaction.atomic
def settle(commitment: Commitment, *, on: date, outcome: str, by: User, at: datetime) -> None:
    """The promise was kept. Raises ValidationError when it is no longer open, or the day is yet to come."""
    _must_be_open(commitment)
    _not_later(on, at)
    with journal.change(commitment, by=by, at=at, verb=Verb.SETTLED):
        commitment.settled_on, commitment.outcome = on, outcome
        commitment.save()


@transaction.atomic
def withdraw(commitment: Commitment, *, on: date, outcome: str, by: User, at: datetime) -> None:
    """The promise no longer stands, for a reason. Raises ValidationError as `settle` does."""
    _must_be_open(commitment)
    _not_later(on, at)
    if not outcome.strip():
        raise ValidationError({"outcome": _("Schrijf waarom dit vervalt; de raad kan dat dan teruglezen.")})
    with journal.change(commitment, by=by, at=at, verb=Verb.WITHDRAWN):
        commitment.withdrawn_on, commitment.outcome = on, outcome
        commitment.save()


@transaction.atomic
def reopen(commitment: Commitment, *, by: User, at: datetime) -> None:
    """Undo settling or withdrawing; what was written about it stays in the journal."""
    _lock(commitment)
    with journal.change(commitment, by=by, at=at):
        commitment.settled_on = commitment.withdrawn_on = None
        commitment.outcome = ""
        commitment.save()


@transaction.atomic
def receive_document(
    text: str,
    *,
    name: str,
    upload: Upload | None,
    by: User,
    at: datetime,
    kind: str = "",
    dated: date | None = None,
    header: Mapping[str, Any] | None = None,
    process: Process | None = None,
    confidential: bool = False,
) -> SourceDocument:
    """Keep a document's text as it was read; its facts are anchored in exactly this text."""
    document = SourceDocument(
        process=process,
        confidential=confidential,
        text=text,
        name=name[:255],
        kind=kind[:60],
        dated=dated,
        header=dict(header or {}),
        upload=upload,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        at=at,
        by=by,
    )
    document.save()
    # The text itself stands in the row and never changes; its hash is enough here.
    after = journal.snapshot(document)
    del after["text"]
    journal.record(Verb.RECEIVED, document, by=by, at=at, after=after)
    return document


@transaction.atomic
def attach(annex: Annex, upload: Upload, *, by: User, at: datetime) -> None:
    """The annex that was missing is there."""
    with journal.change(annex, by=by, at=at):
        annex.upload = upload
        annex.save()


def _lock(commitment: Commitment) -> None:
    """The row as it is now, locked until the transaction ends: another may have settled it meanwhile."""
    journal.take_turn()  # before the row is held
    commitment.refresh_from_db(from_queryset=Commitment.objects.select_for_update())


def _must_be_open(commitment: Commitment) -> None:
    _lock(commitment)
    if not commitment.is_open:
        raise ValidationError(_("Dit is al afgedaan of vervallen. Open het eerst weer als dat niet klopt."))


def _not_later(on: date, at: datetime) -> None:
    if on > local_day(at):
        raise ValidationError({"on": _("Deze dag moet nog komen. Kies de dag waarop het gebeurde.")})


def _keep_former_title(process: Process, *, by: User, at: datetime) -> None:
    before = Process.objects.get(pk=process.pk).title
    if before != process.title:
        former = FormerTitle(process=process, title=before, until=local_day(at))
        former.save()
        journal.created(former, by=by, at=at)
