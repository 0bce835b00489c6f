"""The verbs of the intake: open a note, judge its facts, confirm."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from houtskool.accounts.models import User
from houtskool.council.intake.proposals import HEADER, proposals
from houtskool.council.intake.skeleton import Skeleton
from houtskool.kernel.note import read_note
from houtskool.process import actions as process_actions
from houtskool.process.models import Fact, Process, SourceDocument
from houtskool.records import journal
from houtskool.records.models import Upload
from houtskool.records.verbs import Verb


@transaction.atomic
def open_note(
    text: str, *, name: str, by: User, at: datetime, upload: Upload | None = None
) -> SourceDocument:
    """Read the note and keep its text with every fact as a proposal; nothing of it counts yet."""
    facts = read_note(text)
    document = process_actions.receive_document(facts.text, name=name, upload=upload, by=by, at=at)
    document.kind = facts.kind or ""
    document.dated = facts.reference_date
    shape = facts.as_json()
    document.header = {key: shape[key] for key in HEADER}
    document.save()
    Fact.objects.bulk_create(
        Fact(
            document=document,
            kind=proposal.kind,
            read=proposal.values,
            values=proposal.values,
            start=proposal.at[0],
            end=proposal.at[1],
        )
        for proposal in proposals(facts)
    )
    return document


@transaction.atomic
def keep(fact: Fact, *, by: User, at: datetime) -> None:
    """Let the fact stand as the document says it."""
    _judge(fact, Fact.State.KEPT, fact.read, by=by, at=at)


@transaction.atomic
def correct(fact: Fact, values: dict[str, Any], *, by: User, at: datetime) -> None:
    """Let the fact stand as a person corrected it; what was read stays beside it."""
    merged = {**fact.read, **values}
    state = Fact.State.KEPT if merged == fact.read else Fact.State.CORRECTED
    _judge(fact, state, merged, by=by, at=at)


@transaction.atomic
def leave_out(fact: Fact, *, by: User, at: datetime) -> None:
    """The fact does not become part of the programme; it stays in the document, and can be kept again."""
    _judge(fact, Fact.State.LEFT_OUT, fact.values, by=by, at=at)


@transaction.atomic
def confirm(document: SourceDocument, *, process: Process | None, by: User, at: datetime) -> Process:
    """Build the programme's skeleton out of all facts that stand, into a new process or an existing one.

    Each fact keeps the way to what it became, so that this leads back to its sentence for good.
    Raises ValidationError when the document was confirmed before.
    """
    document = _unconfirmed(document.pk)
    standing = list(document.facts.standing())
    if process is None:
        title = next((fact.values["text"] for fact in standing if fact.kind == "process_title"), "")
        process = process_actions.add(Process(title=title[:200] or document.name[:200]), by=by, at=at)
    skeleton = Skeleton(process, document, by, at)
    for fact in standing:
        if fact.state == Fact.State.PROPOSED:
            fact.state = Fact.State.KEPT
        fact.target = skeleton.build(fact)
        fact.save()
    before = journal.snapshot(document)
    document.process = process
    document.save()
    journal.record(Verb.CONFIRMED, document, by=by, at=at, before=before, after=journal.snapshot(document))
    return process


def _judge(fact: Fact, state: Fact.State, values: dict[str, Any], *, by: User, at: datetime) -> None:
    _unconfirmed(fact.document_id)
    with journal.change(fact, by=by, at=at):
        fact.state, fact.values = state, values
        fact.save()


def _unconfirmed(pk: int) -> SourceDocument:
    """The document, locked until the transaction ends. Raises ValidationError when it was confirmed."""
    document = SourceDocument.objects.select_for_update().get(pk=pk)
    if document.process_id:
        raise ValidationError("Deze nota is al bevestigd. Wijzig de gegevens op de pagina van het proces.")
    return document
