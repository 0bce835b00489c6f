"""Taking over a conversation that was held with Polis, and undoing that."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.deliberation import analysing
from houtskool.deliberation.models import Conversation, Door, Participant, Statement, Vote
from houtskool.deliberation.polis_files import Read
from houtskool.process.models import Process
from houtskool.process.models.periods import local_day
from houtskool.records import journal
from houtskool.records.models import Upload
from houtskool.records.verbs import Verb

# Who came with the file has no device; this says so in its place.
DEVICE = "overgenomen-"
_AT_ONCE = 5_000


@transaction.atomic
def take_over(
    read: Read, *, process: Process, title: str, upload: Upload, by: User | None, at: datetime
) -> Conversation:
    """A closed conversation with the statements, participants and votes of the files.

    Raises ValidationError for a title that cannot be, and when this file was taken over already.
    """
    journal.take_turn()
    if earlier := Conversation.objects.filter(process=process, upload__sha256=upload.sha256).first():
        raise ValidationError(
            _("Dit bestand is al overgenomen, als ‘%(title)s’. Draai dat eerst terug.")
            % {"title": earlier.title}
        )
    opened, closed = _period(read, at)
    conversation = Conversation(
        process=process,
        title=" ".join(title.split()),
        opens_at=opened,
        closes_at=closed,
        may_add=False,
        asks_group=False,
        network_key="",
        upload=upload,
        at=at,
        by=by,
    )
    conversation.full_clean(exclude={"by"})
    conversation.save()
    journal.created(conversation, by=by, at=at)
    door = Door.objects.create(conversation=conversation, name=_("Overgenomen uit Polis"), withdrawn_at=at)
    Statement.objects.bulk_create(
        Statement(
            conversation=conversation,
            number=number,
            words=words,
            state=Statement.State.OUT if out else Statement.State.SHOWN,
            because=_("Weggehaald in Polis.") if out else "",
            at=opened,
            by=by,
        )
        for number, (words, out) in sorted(read.statements.items())
    )
    statements = dict(conversation.statements.values_list("number", "pk"))
    Participant.objects.bulk_create(
        [
            Participant(conversation=conversation, door=door, device=_device(name), on=local_day(opened))
            for name in read.people
        ],
        batch_size=_AT_ONCE,
    )
    people = dict(conversation.participants.values_list("device", "pk"))
    Vote.objects.bulk_create(
        [
            Vote(
                participant_id=people[_device(name)], statement_id=statements[number], value=value, at=closed
            )
            for (name, number), value in read.votes.items()
        ],
        batch_size=_AT_ONCE,
    )
    after = {
        "statements": len(read.statements),
        "participants": len(people),
        "votes": len(read.votes),
        "refused_rows": len(read.refused),
    }
    journal.record(Verb.IMPORTED, conversation, by=by, at=at, after=after)
    analysing.ask(conversation, at=at)
    return conversation


def _device(name: str) -> str:
    return DEVICE + hashlib.sha256(name.encode()).hexdigest()[: 64 - len(DEVICE)]


def _period(read: Read, at: datetime) -> tuple[datetime, datetime]:
    """When the conversation was held, where the files tell so and it can be; else just now."""
    if read.first is not None and read.last is not None and 0 < read.first <= read.last < at.timestamp() - 1:
        first, last = datetime.fromtimestamp(read.first, UTC), datetime.fromtimestamp(read.last, UTC)
        return first, last + timedelta(seconds=1)
    return at - timedelta(seconds=1), at


@transaction.atomic
def undo(conversation: Conversation, *, by: User | None, at: datetime) -> None:
    """Take the whole conversation away again. Raises ValidationError when people did more with it since."""
    journal.take_turn()
    conversation.refresh_from_db()
    if conversation.upload is None:
        raise ValidationError(_("Dit gesprek is niet overgenomen; er valt niets terug te draaien."))
    if conversation.published_at is not None:
        raise ValidationError(_("De uitkomst is openbaar. Haal haar eerst weg."))
    if conversation.participants.exclude(device__startswith=DEVICE).exists():
        raise ValidationError(_("Er is na het overnemen nog gestemd; daarom blijft het gesprek staan."))
    journal.record(Verb.UNDONE, conversation, by=by, at=at, before=journal.snapshot(conversation))
    try:
        conversation.delete()
    except ProtectedError as error:
        raise ValidationError(
            _("Iets anders wijst naar dit gesprek of een stelling ervan; daarom blijft het staan.")
        ) from error
