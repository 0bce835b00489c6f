"""Notes from the devices at a table: kept once, corrected and removed by who made them, with a photo."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.inventory import photos
from houtskool.inventory.actions import contributions
from houtskool.inventory.models import Capture, ClosedTable, Contribution, Contributor
from houtskool.inventory.models.contributions import ContributionQuerySet
from houtskool.process.models import Table
from houtskool.process.models.periods import local_day
from houtskool.records import erasure, journal, uploads
from houtskool.records.models import Upload
from houtskool.records.verbs import Verb
from houtskool.sector.models import StakeholderGroup

# More than a table says in a day; a link that fell into wrong hands ends here.
MOST = 1000


class Closed(ValidationError):
    """The table was closed before this was written, or staff works on it already: nothing is changed."""


@dataclass(frozen=True)
class Note:
    """What a device sends of one note; `draft` is the number that it gave it."""

    draft: UUID
    revision: int
    words: str
    kind: str = ""
    group: StakeholderGroup | None = None
    name: str = ""
    email: str = ""
    consent: str = Contribution.Consent.AGGREGATE
    kept_hints: tuple[str, ...] = ()


@transaction.atomic
def keep(table: Table, note: Note, *, made_at: datetime, by: User | None, at: datetime) -> Capture:
    """The note is a contribution, once, as its last revision says; the same again changes nothing.

    Raises Closed when it was written after the table was closed, or when staff works on it already;
    ValidationError when the number is another table's or the table is full.
    """
    table = _locked(table)
    capture = _found(table, note.draft)
    if capture is not None and (capture.removed_at is not None or note.revision <= capture.revision):
        return capture
    late = _is_late(table, made_at, at)
    if capture is None:
        if table.captures.count() >= MOST:
            raise ValidationError(
                _(
                    "Aan deze tafel zijn al %(most)s aantekeningen vastgelegd. Vraag de begeleider om een "
                    "nieuwe tafel."
                )
                % {"most": MOST}
            )
        capture = Capture(table=table, draft=note.draft)
        contribution = Contribution(
            process=table.gathering.process, gathering=table.gathering, table=table, draft=note.draft,
            said_on=local_day(made_at), at=at, by=by,
        )  # fmt: skip
        _write(contribution, note, at=at)
        contributions.add(contribution, by=by, at=at, via=_via(table))
    else:
        contribution = _untouched(capture)
        former = contribution.contributor
        _write(contribution, note, at=at)
        contributions.check(contribution)
        with journal.change(contribution, by=by, at=at, via=_via(table)):
            contribution.save()
        _forget_unused(former, at=at, by=by, table=table)
    capture.revision, capture.made_at, capture.at, capture.late = note.revision, made_at, at, late
    capture.save()
    return capture


@transaction.atomic
def remove(
    table: Table, draft: UUID, *, revision: int, made_at: datetime, by: User | None, at: datetime
) -> Capture:
    """The note is gone, also when it only comes in later. Raises as `keep` does."""
    table = _locked(table)
    capture = _found(table, draft)
    if capture is None:
        return Capture.objects.create(
            draft=draft, table=table, revision=revision, made_at=made_at, at=at, removed_at=at
        )
    if capture.removed_at is not None or revision <= capture.revision:
        return capture
    _is_late(table, made_at, at)
    contribution = _untouched(capture)
    capture.revision, capture.removed_at, capture.photo_digest = revision, at, ""
    capture.save()
    former, photo = contribution.contributor, contribution.photo
    _gone(contribution, table, by=by, at=at)
    erasure.forget(contribution)
    contribution.delete()
    _forget_unused(former, at=at, by=by, table=table)
    _discard(photo, table, by=by, at=at)
    return capture


@transaction.atomic
def attach_photo(table: Table, draft: UUID, data: bytes, *, by: User | None, at: datetime) -> Capture:
    """The note has this photo, in the place of a former one. Sent twice, it is kept once.

    Raises ValidationError when there is no such note or the picture is not good; Closed as `keep` does.
    """
    table = _locked(table)
    capture = _found(table, draft)
    if capture is None:
        raise ValidationError(_("De aantekening bij deze foto is nog niet binnen. Verstuur haar eerst."))
    digest = hashlib.sha256(data).hexdigest()
    if capture.removed_at is not None or capture.photo_digest == digest:
        return capture
    contribution = _untouched(capture)
    picture = photos.cleaned(data)
    upload = uploads.receive(picture, f"tafelfoto-{contribution.pk}.jpg", by=by, at=at, limit=photos.LIMIT)
    _change_photo(contribution, upload, table, by=by, at=at)
    capture.photo_digest = digest
    capture.save()
    return capture


@transaction.atomic
def close(table: Table, *, by: User, at: datetime) -> None:
    """Note-taking is over: what was written before still comes in, marked as late."""
    closed, new = ClosedTable.objects.get_or_create(table=_locked(table), defaults={"at": at, "by": by})
    if new:
        journal.created(closed, by=by, at=at)


@transaction.atomic
def reopen(table: Table, *, by: User, at: datetime) -> None:
    closed = ClosedTable.objects.filter(table=_locked(table)).first()
    if closed is not None:
        journal.deleted(closed, by=by, at=at)
        closed.delete()


def contributions_at(table: Table) -> ContributionQuerySet:
    """What was captured at the table and stands, in the order in which it came in."""
    rows = Contribution.objects.filter(draft__in=table.captures.values("draft"))
    return rows.select_related("contributor", "group").order_by("at", "pk")


def closing_of(table: Table) -> ClosedTable | None:
    return ClosedTable.objects.filter(table=table).first()


def _locked(table: Table) -> Table:
    """One device at a time writes at a table: so a number comes in once, also on two connections."""
    journal.take_turn()  # before the row is held
    return Table.objects.select_for_update(of=("self",)).select_related("gathering__process").get(pk=table.pk)


def _found(table: Table, draft: UUID) -> Capture | None:
    capture = Capture.objects.filter(draft=draft).first()
    if capture is not None and capture.table_id != table.pk:
        raise ValidationError(_("Deze aantekening hoort bij een andere tafel."))
    return capture


def _is_late(table: Table, made_at: datetime, at: datetime) -> bool:
    closed = closing_of(table)
    if closed is None or at < closed.at:
        return False
    if made_at > closed.at:
        raise Closed(
            _(
                "De tafel is gesloten; dit is daarna geschreven. Kopieer de tekst en geef hem aan de "
                "begeleider."
            )
        )
    return True


def _untouched(capture: Capture) -> Contribution:
    """The contribution, as long as nobody has worked on it. Raises Closed."""
    contribution = capture.contribution
    if (
        contribution is None
        or contribution.state != Contribution.State.NEW
        or contribution.withdrawn_at is not None
        or contribution.merged.exists()
        or contribution.quotations.exists()
    ):
        raise Closed(
            _("De gemeente is al met deze aantekening aan het werk. Vraag de begeleider om haar te wijzigen.")
        )
    return contribution


def _write(contribution: Contribution, note: Note, *, at: datetime) -> None:
    contribution.words, contribution.kind = note.words, note.kind
    contribution.group, contribution.consent = note.group, note.consent
    contribution.kept_hints = list(note.kept_hints)
    contribution.contributor = _contributor(contribution, note, at=at) if note.name else None


def _contributor(contribution: Contribution, note: Note, *, at: datetime) -> Contributor:
    """The person of this name who spoke at this table before, or a new one.

    Another address is another person of that name, who would else be mailed the link to what the first one
    said; unless this note is all that the first one said, and so the address is mended.
    """
    at_table = Contributor.objects.filter(contributions__table=contribution.table, name__iexact=note.name)
    same = at_table.filter(group=note.group).distinct().order_by("pk")
    known = same.filter(email__iexact=note.email).first() if note.email else same.first()
    if known is None and note.email:
        known = same.filter(email="").first() or _of_this_alone(contribution, same)
    if known is None:
        known = Contributor(
            process=contribution.process,
            group=note.group,
            name=note.name,
            email=note.email,
            wants_mail=bool(note.email),
        )
        contributions.add_contributor(known, by=None, at=at, via=_via(contribution.table))
    elif note.email and known.email.lower() != note.email.lower():
        with journal.change(known, by=None, at=at, via=_via(contribution.table)):
            known.email, known.wants_mail = note.email, True
            known.save(update_fields=["email", "wants_mail"])
    return known


def _of_this_alone(contribution: Contribution, people: models.QuerySet[Contributor]) -> Contributor | None:
    """Which of these people gave this contribution and nothing else."""
    if contribution.pk is None or contribution.contributor_id is None:
        return None
    others = Contribution.objects.filter(contributor=contribution.contributor_id).exclude(pk=contribution.pk)
    return None if others.exists() else people.filter(pk=contribution.contributor_id).first()


def _forget_unused(former: Contributor | None, *, at: datetime, by: User | None, table: Table) -> None:
    """A person who was named by mistake, and said nothing else, is not kept."""
    if former is None or former.contact_id is not None or former.contributions.exists():
        return
    _gone(former, table, by=by, at=at)
    erasure.forget(former)
    former.delete()


def _change_photo(
    contribution: Contribution, upload: Upload | None, table: Table, *, by: User | None, at: datetime
) -> None:
    former = contribution.photo
    with journal.change(contribution, by=by, at=at, via=_via(table)):
        contribution.photo = upload
        contribution.save()
    _discard(former, table, by=by, at=at)


def _discard(upload: Upload | None, table: Table, *, by: User | None, at: datetime) -> None:
    if upload is None:
        return
    _gone(upload, table, by=by, at=at)
    storage, name = upload.file.storage, upload.file.name or ""
    shared = Upload.objects.filter(file=name).exclude(pk=upload.pk).exists()
    upload.delete()
    if not shared:
        transaction.on_commit(lambda: storage.delete(name))


def _gone(thing: Contribution | Contributor | Upload, table: Table, *, by: User | None, at: datetime) -> None:
    before = journal.snapshot(thing)
    journal.record(Verb.DELETED, thing, by=by, at=at, via=_via(table), before=before)


def _via(table: Table | None) -> str:
    return f"tafel {table}, via de link van de notulist"
