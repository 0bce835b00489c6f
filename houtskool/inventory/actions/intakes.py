"""Reports and interviews that come in: cut into proposals, which a person judges singly or all at once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.inventory.models import Contribution, Intake, Proposal
from houtskool.inventory.reports_read import speaker_and_group
from houtskool.kernel.proposals import propose
from houtskool.process import actions as process_actions
from houtskool.process.models import Gathering, Process
from houtskool.records import erasure, journal, uploads
from houtskool.records.verbs import Verb
from houtskool.sector.models import StakeholderGroup

# A text beyond this, some 600 pages, is no report of what people said.
LONGEST = 2_000_000


class KnownReport(ValidationError):
    """The same report is there already: `intake`."""

    def __init__(self, message: str, intake: Intake) -> None:
        super().__init__(message)
        self.intake = intake


@transaction.atomic
def open_report(
    text: str,
    *,
    name: str,
    process: Process,
    gathering: Gathering | None = None,
    said_on: date | None = None,
    group: StakeholderGroup | None = None,
    consent: str = Contribution.Consent.AGGREGATE,
    by: User,
    at: datetime,
    data: bytes = b"",
    limit: int = 0,
) -> Intake:
    """Keep the report, for who orders contributions only, with what may be contributions as proposals.

    `data` is the file that the text was read from, kept with it up to `limit` bytes. Raises ValidationError
    when there is no text or too much; KnownReport when the very same text came in before.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text:
        raise ValidationError(_("Er staat geen tekst in. Kies een ander bestand of plak de tekst."))
    if len(text) > LONGEST:
        raise ValidationError(
            _("Deze tekst heeft %(number)s tekens; in één verslag passen er %(longest)s. Splits het.")
            % {"number": len(text), "longest": LONGEST}
        )
    same = hashlib.sha256(text.encode()).hexdigest()
    before = Intake.objects.filter(document__process=process, document__sha256=same).first()
    if before is not None:
        raise KnownReport(_("Dit verslag is al ingelezen."), before)
    upload = uploads.receive(data, name, by=by, at=at, limit=limit) if data else None
    document = process_actions.receive_document(
        text,
        name=name,
        kind="verslag",
        dated=said_on,
        upload=upload,
        process=process,
        confidential=True,
        by=by,
        at=at,
    )
    intake = Intake.objects.create(
        document=document, gathering=gathering, said_on=said_on, touched_at=at, touched_by=by
    )
    journal.created(intake, by=by, at=at)
    guide = gathering.guide.splitlines() if gathering else []
    groups = list(StakeholderGroup.objects.all().current().stakeholders())
    rows = []
    for one in propose(text, guide):
        speaker, heard = speaker_and_group(one.speaker, one.role, groups)
        rows.append(
            Proposal(
                intake=intake, start=one.start, end=one.end, context=one.context, kind=one.kind,
                speaker=speaker, group=heard or group, consent=consent,
            )
        )  # fmt: skip
    Proposal.objects.bulk_create(rows, batch_size=500)
    return intake


@transaction.atomic
def leave_out(proposal: Proposal, *, left_out: bool, seen: int, by: User, at: datetime) -> Proposal:
    """It becomes no contribution, or it does after all. Raises ValidationError when another was first."""
    row = _row(proposal, seen=seen, by=by, at=at)
    with journal.change(row, by=by, at=at):
        row.left_out = left_out
        _save(row)
    return row


@transaction.atomic
def mend(
    proposal: Proposal,
    spans: Sequence[tuple[int, int]],
    *,
    kind: str,
    group: StakeholderGroup | None,
    speaker: str,
    consent: str,
    seen: int,
    by: User,
    at: datetime,
) -> list[Proposal]:
    """Give it other borders and say who spoke; with more than one span it is split into as many.

    Raises ValidationError when another was first, or where the spans run into another proposal.
    """
    row = _row(proposal, seen=seen, by=by, at=at)
    others = row.intake.proposals.filter(left_out=False).exclude(pk=row.pk)
    for start, end in spans:
        if others.filter(start__lt=end, end__gt=start).exists():
            raise ValidationError(
                _("Deze woorden staan ook in een ander voorstel. Maak dat eerst korter, of laat het weg.")
            )
    (start, end), *rest = spans
    with journal.change(row, by=by, at=at):
        row.start, row.end = start, end
        row.kind, row.group, row.speaker, row.consent, row.left_out = kind, group, speaker, consent, False
        _save(row)
    split = [
        Proposal(
            intake=row.intake, start=start, end=end, context=row.context, kind=kind, group=group,
            speaker=speaker, consent=consent,
        )
        for start, end in rest
    ]  # fmt: skip
    for one in split:
        one.save()
        journal.created(one, by=by, at=at)
    return [row, *split]


@transaction.atomic
def join_next(proposal: Proposal, *, seen: int, by: User, at: datetime) -> Proposal:
    """Take the next one along: what stands between the two in the report comes with it.

    Raises ValidationError when there is no next one, or another was first.
    """
    row = _row(proposal, seen=seen, by=by, at=at)
    after = row.intake.proposals.filter(left_out=False, start__gte=row.end).first()
    if after is None:
        raise ValidationError(_("Hierna komt geen voorstel meer."))
    with journal.change(row, by=by, at=at):
        row.end = after.end
        _save(row)
    journal.deleted(after, by=by, at=at)
    erasure.forget(after)
    after.delete()
    return row


@transaction.atomic
def add(intake: Intake, span: tuple[int, int], *, by: User, at: datetime) -> Proposal:
    """Propose a stretch that no rule found. Raises ValidationError where another proposal has it already."""
    intake = opened(intake, by=by, at=at)
    start, end = span
    if intake.proposals.filter(left_out=False, start__lt=end, end__gt=start).exists():
        raise ValidationError(_("Deze woorden staan al in een voorstel."))
    before = intake.proposals.filter(end__lte=start).last()
    row = Proposal(
        intake=intake, start=start, end=end,
        context=before.context if before else "", group=before.group if before else None,
        consent=before.consent if before else Contribution.Consent.AGGREGATE,
    )  # fmt: skip
    row.save()
    journal.created(row, by=by, at=at)
    return row


@transaction.atomic
def set_all(intake: Intake, values: dict[str, object], *, speaker: str | None, by: User, at: datetime) -> int:
    """Give all standing proposals, or those of one speaker, these values; gives how many changed.

    `values` by field: kind, group, speaker, consent.
    """
    intake = opened(intake, by=by, at=at)
    rows = intake.proposals.filter(left_out=False)
    if speaker is not None:
        rows = rows.filter(speaker=speaker)
    changed = []
    for row in rows:
        before = journal.snapshot(row)
        for name, value in values.items():
            setattr(row, name, value)
        if before != (after := journal.snapshot(row)):
            row.revision += 1
            changed.append((row, before, after | {"revision": row.revision}))
    journal.record_many(Verb.CHANGED, changed, by=by, at=at)
    Proposal.objects.bulk_update(
        [row for row, _before, _after in changed], [*values, "revision"], batch_size=200
    )
    return len(changed)


def opened(intake: Intake, *, by: User, at: datetime) -> Intake:
    """The intake, locked, and touched by this person. Raises ValidationError when it was taken in."""
    journal.take_turn()  # before the row is held
    row = Intake.objects.select_for_update().get(pk=intake.pk)
    if row.confirmed_at is not None:
        raise ValidationError(_("Dit verslag is al overgenomen. Draai dat terug, of wijzig de inbreng zelf."))
    row.touched_at, row.touched_by = at, by
    row.save(update_fields=["touched_at", "touched_by"])
    return row


def _row(proposal: Proposal, *, seen: int, by: User, at: datetime) -> Proposal:
    """The proposal as it is now. Raises ValidationError when somebody changed it since `seen`."""
    intake = Intake.objects.get(pk=proposal.intake_id)
    last = intake.touched_by
    opened(intake, by=by, at=at)
    row = Proposal.objects.select_related("intake__document").get(pk=proposal.pk)
    if row.revision != seen:
        raise ValidationError(
            _(
                "%(who)s wijzigde dit voorstel intussen. Hieronder staat hoe het nu is; "
                "kijk en probeer opnieuw."
            )
            % {"who": last or _("Iemand anders")}
        )
    if Contribution.objects.filter(draft=row.draft).exists():
        raise ValidationError(_("Dit is al inbreng. Wijzig het op de pagina van die inbreng."))
    return row


def _save(row: Proposal) -> None:
    row.revision += 1
    row.save()
