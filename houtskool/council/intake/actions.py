"""The verbs of the intake: open a note, judge its facts, confirm."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.council.intake.kinds import kind_of
from houtskool.council.intake.proposals import HEADER, proposals
from houtskool.council.intake.skeleton import Skeleton
from houtskool.kernel.note import read_note
from houtskool.process import actions as process_actions
from houtskool.process.models import Fact, Process, SourceDocument
from houtskool.records import journal, uploads
from houtskool.records.verbs import Verb


@transaction.atomic
def open_note(text: str, *, name: str, by: User, at: datetime, data: bytes = b"") -> SourceDocument:
    """Read the note and keep its text with every fact as a proposal; nothing of it counts yet.

    `data` is the file that the text was read from, kept with it. Raises ValidationError when it is too large.
    """
    upload = uploads.receive(data, name, by=by, at=at, limit=settings.UPLOAD_LIMIT) if data else None
    facts = read_note(text)
    shape = facts.as_json()
    document = process_actions.receive_document(
        facts.text,
        name=name,
        kind=facts.kind or "",
        dated=facts.reference_date,
        header={key: shape[key] for key in HEADER},
        upload=upload,
        by=by,
        at=at,
    )
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
def discard(document: SourceDocument, *, by: User, at: datetime) -> None:
    """Throw away a note that was never confirmed, with its facts. Raises ValidationError when it was."""
    document = _unconfirmed(document.pk)
    before = journal.snapshot(document)
    del before["text"]
    journal.record(Verb.DELETED, document, by=by, at=at, before=before)
    document.facts.all().delete()
    document.delete()


def title_of(document: SourceDocument) -> str:
    """What a new process may be called: as the note names the programme, else its subject, else its name."""
    facts = document.facts.standing().filter(kind__in=("process_title", "header"))
    titles = [fact.values["text"] for fact in facts if fact.kind == "process_title"]
    subjects = [fact.values["value"] for fact in facts if fact.values.get("key") == "subject"]
    title: str = next(iter([*titles, *subjects]), document.name)
    return title[:200]


def same_text(document: SourceDocument) -> SourceDocument | None:
    """A document with the very same text that was confirmed before."""
    shared = SourceDocument.objects.filter(confidential=False, process__isnull=False)
    return shared.filter(sha256=document.sha256).first()


@transaction.atomic
def confirm(
    document: SourceDocument, *, process: Process | None, by: User, at: datetime, title: str = ""
) -> Process:
    """Build the programme's skeleton out of all facts that stand, into an existing process or a new one.

    A new process is called `title`, or as the note suggests. Each fact keeps the way to what it became, so
    that this leads back to its sentence for good. Raises ValidationError when the document was confirmed
    before, when the process holds the same text already, or names the fact that does not fit.
    """
    document = _unconfirmed(document.pk)
    before = journal.snapshot(document)
    document.header = _header(document)
    if process is None:
        process = process_actions.add(Process(title=title or title_of(document)), by=by, at=at)
    elif process.documents.filter(sha256=document.sha256).exists():
        raise ValidationError(
            _("Deze nota staat al in “%(process)s”. Kies een ander proces of gooi haar weg.")
            % {"process": process}
        )
    standing = list(document.facts.standing())
    skeleton = Skeleton(process, document, by, at)
    for fact in standing:
        if fact.state == Fact.State.PROPOSED:
            fact.state = Fact.State.KEPT
        fact.target = _built(skeleton, fact)
        fact.save()
    document.process = process
    document.save()
    after = journal.snapshot(document) | {"facts": [_became(fact) for fact in standing]}
    journal.record(Verb.CONFIRMED, document, by=by, at=at, before=before, after=after)
    return process


def _header(document: SourceDocument) -> dict[str, Any]:
    """The header as it was read, with what a person corrected (in a list where it is one) or left out."""
    header = dict(document.header)
    for fact in document.facts.filter(kind="header", state__in=(Fact.State.CORRECTED, Fact.State.LEFT_OUT)):
        key = fact.values["key"]
        value = fact.values["value"] if fact.state == Fact.State.CORRECTED else None
        header[key] = [value] if value and isinstance(header[key], list) else value
    return header


def _built(skeleton: Skeleton, fact: Fact) -> Model | None:
    try:
        return skeleton.build(fact)
    except ValidationError as refusal:
        kind = kind_of(fact.kind)
        which = f"{kind.label} “{Truncator(kind.words(fact.values)).chars(80)}”"
        raise ValidationError(
            [
                _("Verbeter %(which)s: %(message)s") % {"which": which, "message": message}
                for message in refusal.messages
            ]
        ) from refusal


def _became(fact: Fact) -> str:
    """ "feit 12: stap 3"; what stays a fact of the document only is named by its state."""
    target = fact.target
    # The journal keeps it: in Dutch, whatever the page.
    with translation.override("nl"):
        into = f"{target._meta.verbose_name} {target.pk}" if target else fact.get_state_display()
    return f"feit {fact.pk}: {into}"


def _judge(fact: Fact, state: Fact.State, values: dict[str, Any], *, by: User, at: datetime) -> None:
    _unconfirmed(fact.document_id)
    with journal.change(fact, by=by, at=at):
        fact.state, fact.values = state, values
        fact.save()


def _unconfirmed(pk: int) -> SourceDocument:
    """The document, locked until the transaction ends. Raises ValidationError when it was confirmed."""
    journal.take_turn()  # before the row is held
    document = SourceDocument.objects.select_for_update().get(pk=pk)
    if document.process_id:
        raise ValidationError(_("Deze nota is al bevestigd. Wijzig de gegevens op de pagina van het proces."))
    return document
