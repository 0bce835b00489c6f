"""The verbs of a note: begin, write, add annexes, adopt, send, discard, follow up."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.council.models import Attachment, FrozenNote, Note
from houtskool.council.notes import live, markup
from houtskool.council.notes.compose import compose
from houtskool.council.notes.content import Content, Section, content_of, put_on
from houtskool.council.notes.gaps import gaps
from houtskool.council.notes.proposal import proposal
from houtskool.council.notes.together import Meeting, content_at, meet
from houtskool.documents import content_hash, plain, to_json
from houtskool.inventory import quotes
from houtskool.kernel.vaguedate import Period
from houtskool.process import actions as process_actions
from houtskool.process.models import Annex, Decision, Process
from houtskool.process.models.periods import local_day
from houtskool.records import journal
from houtskool.records.models import Upload
from houtskool.records.verbs import Verb


class Overtaken(Exception):
    """Somebody else saved the note first; `meeting` lays both versions side by side. Nothing was saved."""

    def __init__(self, note: Note, meeting: Meeting) -> None:
        super().__init__(f"note {note.pk} is at revision {note.revision}")
        self.note = note
        self.meeting = meeting


@transaction.atomic
def begin(process: Process, *, kind: str, subject: str, by: User, at: datetime) -> Note:
    """A concept that already says what the process knows, and names the annexes that it still misses."""
    day = local_day(at)
    process = Process.objects.get(pk=process.pk)  # as it is now, whatever the caller read before
    note = Note(process=process, changed_at=at, changed_by=by)
    put_on(note, proposal(process, kind=kind, subject=subject, by=by, at=day))
    note.last_key = len(note.sections)
    _save_new(note, by=by, at=at)
    for annex in Annex.objects.filter(document__process=process, upload=None):
        attach(note, annex.title[:200], None, by=by, at=at)
    return note


@transaction.atomic
def follow_up(note: Note, *, by: User, at: datetime) -> Note:
    """A new concept with the texts and annexes of an adopted note; the number is left open.

    Raises ValidationError for a concept: that can still be changed itself.
    """
    if note.is_concept:
        raise ValidationError(_("Deze nota is nog een concept. Wijzig haar zelf."))
    following = Note(process=note.process, follows=note, changed_at=at, changed_by=by)
    put_on(following, content_of(note))
    following.number, following.last_key = "", note.last_key
    _save_new(following, by=by, at=at)
    for attachment in note.attachments.select_related("upload"):
        attach(following, attachment.title, attachment.upload, by=by, at=at)
    return following


@transaction.atomic
def revise(note: Note, content: Content, *, seen: int, by: User, at: datetime) -> Note:
    """Save what a writer made of the note who started from revision `seen`. No difference, no new revision.

    Raises Overtaken when somebody else saved it since, ValidationError when it is no concept any more, a text
    does not fit, or the sections are not those of the note: these are added, moved and removed on their own.
    """
    current = _concept(note)
    content = content.tidy()
    if seen != current.revision:
        meeting = meet(content_at(current, seen), content, content_of(current))
        raise Overtaken(current, meeting)
    saved = content_of(current)
    if [section.key for section in content.sections] != [section.key for section in saved.sections]:
        raise ValidationError(_("De paragrafen zijn niet meer die van deze nota. Laad de pagina opnieuw."))
    if content != saved:
        _write(current, content, by=by, at=at)
    return current


@transaction.atomic
def add_section(note: Note, *, seen: int, by: User, at: datetime) -> Section:
    """An empty section at the end, before the annexes if these come last."""
    current, content = _unchanged(note, seen)
    sections = list(content.sections)
    current.last_key += 1
    added = Section(current.last_key, "Nieuwe paragraaf")
    last = sections[-1].part if sections else ""
    sections.insert(len(sections) - (last == Note.Part.ANNEXES), added)
    _write(current, Content(content.texts, tuple(sections)), by=by, at=at)
    return added


@transaction.atomic
def move_section(note: Note, key: int, *, up: bool, seen: int, by: User, at: datetime) -> None:
    """One place up or down; at the edge it stays."""
    current, content = _unchanged(note, seen)
    sections = list(content.sections)
    place = next((index for index, section in enumerate(sections) if section.key == key), None)
    if place is None:
        return
    other = place - 1 if up else place + 1
    if 0 <= other < len(sections):
        sections[place], sections[other] = sections[other], sections[place]
        _write(current, Content(content.texts, tuple(sections)), by=by, at=at)


@transaction.atomic
def remove_section(note: Note, key: int, *, by: User, at: datetime) -> None:
    """The section is gone; what stood in it stays in the journal."""
    current = _concept(note)
    content = content_of(current)
    kept = tuple(section for section in content.sections if section.key != key)
    if kept != content.sections:
        _write(current, Content(content.texts, kept), by=by, at=at)


@transaction.atomic
def attach(note: Note, title: str, upload: Upload | None, *, by: User, at: datetime) -> Attachment:
    """An annex of a concept, with its file or without: then it is named as missing."""
    _concept(note)
    attachment = Attachment(note=note, title=live.line(title), upload=upload)
    attachment.full_clean()
    attachment.save()
    journal.created(attachment, by=by, at=at)
    return attachment


@transaction.atomic
def fill(attachment: Attachment, upload: Upload, *, by: User, at: datetime) -> None:
    """The file of an annex is there, or is replaced by another."""
    _concept(attachment.note)
    with journal.change(attachment, by=by, at=at):
        attachment.upload = upload
        attachment.save()


@transaction.atomic
def detach(attachment: Attachment, *, by: User, at: datetime) -> None:
    _concept(attachment.note)
    journal.deleted(attachment, by=by, at=at)
    attachment.delete()


@transaction.atomic
def adopt(note: Note, *, body: str, on: date, seen: str, by: User, at: datetime) -> FrozenNote:
    """Freeze the note as this body adopted it on this day; its decision points join the process.

    `seen` is the content hash of the concept that was read before deciding. Raises ValidationError when the
    note reads otherwise by now, lacks what it must say, was adopted before, or the day is yet to come.
    """
    current, today = _concept(note), local_day(at)
    if content_hash(compose(current, today)) != seen:
        raise ValidationError(
            _(
                "De nota of de gegevens erin zijn veranderd nadat u haar opende. "
                "Lees haar opnieuw, en stel dan vast."
            )
        )
    if missing := [gap.text for gap in gaps(current, today) if gap.must]:
        raise ValidationError(missing)
    _not_later(on, today, _("vastgesteld"))
    with journal.change(current, by=by, at=at, verb=Verb.ADOPTED):
        current.state, current.adopted_on, current.body = Note.State.ADOPTED, on, live.line(body)
        current.revision += 1
        current.changed_at, current.changed_by = at, by
        current.full_clean()
        current.save()
    document = quotes.fixed(compose(current, today), at=at)
    frozen = FrozenNote(note=current, content=to_json(document), sha256=content_hash(document), at=at, by=by)
    frozen.save()
    written = {"note": current.pk, "sha256": frozen.sha256, "annexes": annexes(current)}
    journal.record(Verb.CREATED, frozen, by=by, at=at, after=written)
    for point in markup.points(current.decision_points):
        text = plain(markup.inline(point))
        decision = Decision(process=current.process, text=text, body=current.body, number=current.number)
        with translation.override("nl"):
            decision.period = Period(live.day(on), on, on)
        process_actions.add(decision, by=by, at=at)
    note.refresh_from_db()
    return frozen


@transaction.atomic
def send(note: Note, *, to: str, on: date, by: User, at: datetime) -> None:
    """The adopted note went to council or committee on this day; from now on its row is frozen too.

    Raises ValidationError when it was not adopted, was sent before, or the day does not fit.
    """
    journal.take_turn()  # before the row is held
    current = Note.objects.select_for_update().get(pk=note.pk)
    if current.state != Note.State.ADOPTED or current.adopted_on is None:
        raise ValidationError(
            _("Deze nota is al verzonden.")
            if current.sent_on
            else _("Stel de nota eerst vast; verzend haar daarna.")
        )
    _not_later(on, local_day(at), _("verzonden"))
    if on < current.adopted_on:
        adopted = live.day(current.adopted_on)
        raise ValidationError(
            {
                "on": _("De nota is vastgesteld op %(adopted)s. Kies %(adopted)s of later.")
                % {"adopted": adopted}
            }
        )
    with journal.change(current, by=by, at=at, verb=Verb.SENT):
        current.state, current.sent_to, current.sent_on = Note.State.SENT, live.line(to), on
        current.revision += 1
        current.changed_at, current.changed_by = at, by
        current.full_clean()
        current.save()
    note.refresh_from_db()


@transaction.atomic
def discard(note: Note, *, by: User, at: datetime) -> None:
    """A concept that nobody wants any more is gone; the journal keeps what it said. Refused once adopted."""
    current = _concept(note)
    for attachment in current.attachments.all():
        journal.deleted(attachment, by=by, at=at)
    journal.deleted(current, by=by, at=at)
    current.delete()


def annexes(note: Note) -> list[list[str]]:
    """Each annex with the hash of its file, as the journal keeps them; empty where the file is missing."""
    return [
        [one.title, one.upload.sha256 if one.upload else ""]
        for one in note.attachments.select_related("upload")
    ]


def _save_new(note: Note, *, by: User, at: datetime) -> None:
    note.full_clean()
    note.save()
    journal.created(note, by=by, at=at)


def _write(note: Note, content: Content, *, by: User, at: datetime) -> None:
    put_on(note, content)
    with journal.change(note, by=by, at=at):
        note.revision += 1
        note.changed_at, note.changed_by = at, by
        note.full_clean()
        note.save()


def _concept(note: Note) -> Note:
    """The row as it is now, locked until the transaction ends. Raises ValidationError once it was adopted."""
    journal.take_turn()  # before the row is held
    current = Note.objects.select_for_update().filter(pk=note.pk).select_related("process").first()
    if current is None:
        raise ValidationError(_("Deze nota is intussen weggegooid."))
    if not current.is_concept:
        raise ValidationError(
            _("Deze nota is vastgesteld en verandert niet meer. Maak een nieuwe nota op basis van deze.")
        )
    return current


def _unchanged(note: Note, seen: int) -> tuple[Note, Content]:
    current = _concept(note)
    content = content_of(current)
    if seen != current.revision:
        raise Overtaken(current, meet(content_at(current, seen), content_at(current, seen), content))
    return current, content


def _not_later(on: date, today: date, done: str) -> None:
    if on > today:
        raise ValidationError(
            {
                "on": _("Het is nu %(day)s. Kies de dag waarop de nota is %(done)s; die is niet later.")
                % {"day": live.day(today), "done": done}
            }
        )
