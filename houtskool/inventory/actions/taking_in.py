"""What stands of a report becomes contributions; that can be undone, and a report can be thrown away."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.inventory import hints
from houtskool.inventory.actions import contributions as contribution_actions
from houtskool.inventory.actions.intakes import opened
from houtskool.inventory.models import Contribution, Contributor, Intake, Proposal
from houtskool.inventory.reports_read import contributions_of, words_of
from houtskool.process.models import SourceDocument
from houtskool.records import erasure, journal
from houtskool.records.verbs import Verb
from houtskool.sector.models import Contact


@transaction.atomic
def confirm(intake: Intake, *, sure: bool, by: User, at: datetime) -> list[Contribution]:
    """What stands becomes contributions, each with its place in the report; gives them.

    Raises ValidationError when it was confirmed before, when nothing stands, or when personal data seem to
    stand in it and nobody said (`sure`) that they may.
    """
    intake = opened(intake, by=by, at=at)
    standing = list(intake.proposals.filter(left_out=False).select_related("group"))
    taken = set(contributions_of(intake).values_list("draft", flat=True))
    new = [row for row in standing if row.draft not in taken]
    if not standing:
        raise ValidationError(_("Er staat geen voorstel meer. Laat er een staan, of gooi het verslag weg."))
    known = hints.known_names()
    found = {row.pk: _hints(intake, row, known) for row in new}
    if any(found.values()) and not sure:
        raise ValidationError(
            _("Er staan nog persoonsgegevens in. Haal ze weg, of zeg onderaan dat ze mogen blijven staan.")
        )
    people = _People(intake, by=by, at=at)
    made = [_contribution(intake, row, found[row.pk], people, by=by, at=at) for row in new]
    Contribution.objects.bulk_create(made, batch_size=200)
    journal.record_many(Verb.CREATED, [(one, {}, journal.snapshot(one)) for one in made], by=by, at=at)
    with journal.change(intake, by=by, at=at, verb=Verb.CONFIRMED):
        intake.confirmed_at, intake.confirmed_by = at, by
        intake.save()
    return made


@transaction.atomic
def undo(intake: Intake, *, by: User, at: datetime) -> tuple[int, list[Contribution]]:
    """Take back what was taken in: how many went, and which stay because somebody worked on them.

    The proposals wait for a judgement again. Raises ValidationError when it was not confirmed.
    """
    journal.take_turn()  # before the row is held
    intake = Intake.objects.select_for_update().get(pk=intake.pk)
    if intake.confirmed_at is None:
        raise ValidationError(_("Dit verslag is nog niet overgenomen."))
    stays, gone = [], 0
    for row in contributions_of(intake).order_by("pk"):
        worked_on = row.state != Contribution.State.NEW or row.withdrawn_at is not None
        if worked_on or contribution_actions.why_it_stays(row):
            stays.append(row)
        else:
            contribution_actions.remove(row, by=by, at=at)
            gone += 1
    with journal.change(intake, by=by, at=at, verb=Verb.UNDONE):
        intake.confirmed_at = intake.confirmed_by = None
        intake.touched_at, intake.touched_by = at, by
        intake.save()
    return gone, stays


@transaction.atomic
def discard(intake: Intake, *, by: User, at: datetime) -> None:
    """Throw the report away with its text and file. Raises ValidationError where some of it was taken in."""
    intake = opened(intake, by=by, at=at)
    if contributions_of(intake).exists():
        raise ValidationError(_("Er is inbreng uit dit verslag overgenomen. Haal die eerst weg."))
    document, upload = intake.document, intake.document.upload
    for row in intake.proposals.all():
        erasure.forget(row)
    journal.deleted(intake, by=by, at=at)
    intake.delete()
    _gone(document, by=by, at=at)
    if upload is not None:
        journal.deleted(upload, by=by, at=at)
        storage, name = upload.file.storage, upload.file.name or ""
        upload.delete()
        transaction.on_commit(lambda: storage.delete(name))


def _gone(document: SourceDocument, *, by: User, at: datetime) -> None:
    before = journal.snapshot(document)
    del before["text"]
    journal.record(Verb.DELETED, document, by=by, at=at, before=before)
    erasure.forget(document)
    document.delete()


def _hints(intake: Intake, row: Proposal, known: frozenset[str]) -> list[str]:
    words = words_of(intake.document, row)
    return [hint.text for hint in hints.find(words, known=known, own=row.speaker)]


def _contribution(
    intake: Intake, row: Proposal, kept: list[str], people: _People, *, by: User, at: datetime
) -> Contribution:
    document = intake.document
    assert document.process is not None
    made = Contribution(
        process=document.process, gathering=intake.gathering, document=document, start=row.start, end=row.end,
        words=words_of(document, row), kind=row.kind, place=row.context[:200], said_on=intake.said_on,
        contributor=people.named(row), group=row.group, consent=row.consent, draft=row.draft,
        kept_hints=kept, at=at, by=by,
    )  # fmt: skip
    contribution_actions.check(made)
    return made


class _People:
    """Who spoke in one report: each name once, as the contact of that full name where there is just one."""

    def __init__(self, intake: Intake, *, by: User, at: datetime) -> None:
        self.intake, self.by, self.at = intake, by, at
        self.known: dict[tuple[str, int | None], Contributor] = {
            (one.name.casefold(), one.group_id): one
            for one in Contributor.objects.filter(contributions__document=intake.document)
        }

    def named(self, row: Proposal) -> Contributor | None:
        if not row.speaker:
            return None
        key = (row.speaker.casefold(), row.group_id)
        if key not in self.known:
            process = self.intake.document.process
            assert process is not None
            person = Contributor(
                process=process, contact=self._contact(row.speaker), group=row.group, name=row.speaker
            )
            self.known[key] = contribution_actions.add_contributor(person, by=self.by, at=self.at)
        return self.known[key]

    def _contact(self, name: str) -> Contact | None:
        if len(name.split()) < 2:
            return None
        found = Contact.objects.all().current().filter(name__iexact=name)[:2]
        return found[0] if len(found) == 1 else None
