"""What the applicant does: send a request, follow it, answer, add, withdraw. The journal never names who."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import PurePath
from typing import IO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.assessment.cases import intake, mail, phase, term
from houtskool.assessment.content import read
from houtskool.assessment.models import Assignment, Case, DraftFile, Evidence, Supplement
from houtskool.process.models.periods import local_day
from houtskool.records import journal, uploads
from houtskool.records.folding import tidy
from houtskool.records.models import Upload
from houtskool.records.secret_links import new_key
from houtskool.records.verbs import Verb

VIA = "de aanvrager, via de eigen link"
BY_FORM = "het open formulier"


@transaction.atomic
def receive(case: Case, *, draft: uuid.UUID, at: datetime) -> Case:
    """Take in a request with the files that wait for it, give it a number and a contact, and tell both.

    The same form sent twice gives the request of the first time. Raises ValidationError, per field, also when
    its framework takes no requests on this day.
    """
    journal.take_turn()
    if there := Case.objects.filter(draft=draft).first():
        return there
    day = local_day(at)
    version = intake.version_on(case.framework, day) if case.framework.takes_cases else None
    if version is None:
        raise ValidationError(_("De gemeente neemt hier nu geen hulpvragen aan. Bel of mail de gemeente."))
    offered = intake.kinds(read(version.content))
    case.version, case.draft, case.received_at = version, draft, at
    case.contact, case.term_weeks = case.framework.contact, term.weeks_on(day)
    case.wanted = [key for key in offered if key in case.wanted]
    case.legal_effect = any(offered[key]["legal_effect"] for key in case.wanted)
    case.number = _next_number(day)
    _tidy(case)
    case.full_clean()
    case.save(force_insert=True)
    journal.record(Verb.RECEIVED, case, by=None, at=at, after=journal.snapshot(case), via=BY_FORM)
    for file in DraftFile.objects.filter(draft=draft).select_related("upload"):
        _keep(case, file.upload, title=file.title, criterion=file.criterion, by=None, at=at, via=BY_FORM)
        file.delete()
    mail.to_applicant(case, "received", at=at)
    mail.to_staff(case, case.contact, "new_case", at=at)
    return case


@transaction.atomic
def hold_file(draft: uuid.UUID, data: bytes | IO[bytes], name: str, *, criterion: str, at: datetime) -> None:
    """Keep a file for a form that is not sent yet. Raises ValidationError when it cannot be taken."""
    kept = DraftFile.objects.filter(draft=draft).select_related("upload")
    if len(kept) >= intake.MOST_FILES:
        raise ValidationError(too_many())
    upload = uploads.receive(data, neutral(name), by=None, at=at, limit=intake.LIMIT)
    if any((one.upload.sha256, one.criterion) == (upload.sha256, criterion) for one in kept):
        delete_bytes(upload)  # the same file, chosen once more
        return
    DraftFile.objects.create(draft=draft, criterion=criterion, title=_title(name), upload=upload, at=at)


@transaction.atomic
def drop_files(draft: uuid.UUID, keys: Iterable[int]) -> None:
    """Take files off a form that is not sent yet; another's form is not touched."""
    for file in DraftFile.objects.filter(draft=draft, pk__in=keys).select_related("upload"):
        upload = file.upload
        file.delete()
        delete_bytes(upload)


@transaction.atomic
def add_evidence(
    case: Case,
    data: bytes | IO[bytes],
    name: str,
    *,
    criterion: str = "",
    title: str = "",
    by: User | None = None,
    at: datetime,
) -> Evidence:
    """Add a file: by the applicant until the request is judged, by who handles it until it is finished.

    Raises ValidationError when it is too late, or the file cannot be taken.
    """
    held = hold(case)
    if (late := too_late_to_add(held, at)) if by is None else finished(held):
        raise ValidationError(late)
    if held.evidence.count() >= 3 * intake.MOST_FILES:
        raise ValidationError(too_many())
    upload = uploads.receive(data, neutral(name), by=by, at=at, limit=intake.LIMIT)
    via = VIA if by is None else ""
    return _keep(held, upload, title=title or _title(name), criterion=criterion, by=by, at=at, via=via)


@transaction.atomic
def tie(evidence: Evidence, *, criterion: str, by: User, at: datetime) -> None:
    """Say at which criterion a file belongs, or at none (""). Raises ValidationError when that cannot be."""
    held = hold(evidence.case)
    if refusal := finished(held):
        raise ValidationError(refusal)
    if criterion and criterion not in {one["key"] for one in intake.content_for(held)["criteria"]}:
        raise ValidationError({"criterion": _("Dit criterium staat niet in het kader van deze hulpvraag.")})
    with journal.change(evidence, by=by, at=at):
        evidence.criterion = criterion
        evidence.save(update_fields=["criterion"])


@transaction.atomic
def answer(
    case: Case,
    *,
    words: str,
    answers: Mapping[str, str] | None = None,
    amount: Decimal | None = None,
    files: Sequence[tuple[str, bytes | IO[bytes], str]] = (),
    at: datetime,
) -> Supplement:
    """Keep the answer to what was asked; from this day the term runs again, and the contact hears of it.

    `answers`: key of a question → the answer as it is kept; they and `amount` fill what nobody said before,
    and replace nothing. `files`: names, contents and the criterion that each belongs to ("" for none), which
    are an answer as well. Raises ValidationError when nothing was asked, it was answered already, or nothing
    is said.
    """
    held = hold(case)
    asked = term.supplement_of(held)
    if asked is None or asked.answered_at is not None:
        raise ValidationError(_("Er staat geen vraag meer open."))
    if refusal := finished(held):
        raise ValidationError(refusal)
    words = tidy(words, lines=True)
    new = {key: value for key, value in (answers or {}).items() if not held.answers.get(key)}
    if not words and not files and not new and amount is None:
        raise ValidationError({"words": _("Schrijf uw antwoord, of stuur een bestand mee.")})
    if new or amount is not None:
        with journal.change(held, by=None, at=at, via=VIA):
            held.answers = {**held.answers, **new}
            held.amount = amount if held.amount is None else held.amount
            held.save()
    for name, data, criterion in files:
        add_evidence(held, data, name, criterion=criterion, at=at)
    with journal.change(asked, by=None, at=at, verb=Verb.ANSWERED, via=VIA):
        asked.answer, asked.answered_at = words, at
        asked.save()
    mail.to_staff(held, held.contact, "answered", at=at)
    return asked


@transaction.atomic
def withdraw(case: Case, *, at: datetime) -> None:
    """End a request because the applicant wants so. Raises ValidationError when it is finished already."""
    held = hold(case)
    if refusal := finished(held):
        raise ValidationError(refusal)
    with journal.change(held, by=None, at=at, verb=Verb.WITHDRAWN, via=VIA):
        held.outcome, held.closed_at = Case.Outcome.WITHDRAWN, at
        held.save()
    mail.to_applicant(held, "withdrawn", at=at)
    mail.to_staff(held, held.contact, "withdrawn_by_applicant", at=at)


@transaction.atomic
def send_links(email: str, *, at: datetime) -> int:
    """Mail the links of the requests of this address, each in a letter of its own: how many that were.

    Only the letter tells; whoever asked never learns whether the address is known.
    """
    found = Case.objects.filter(email__iexact=email.strip()).exclude(email="").order_by("-received_at")[:5]
    for case in found:
        mail.to_applicant(case, "lost_link", at=at)
    return len(found)


@transaction.atomic
def renew_link(case: Case, *, by: User, at: datetime) -> None:
    """Withdraw the links that went out and mail a new one."""
    held = hold(case)
    held.link_key = new_key()
    held.save(update_fields=["link_key"])
    # Not the key itself: whoever reads the journal could make the link.
    journal.record(Verb.SENT, held, by=by, at=at)
    mail.to_applicant(held, "lost_link", by=by, at=at)


# --- what may be


def hold(case: Case) -> Case:
    """The row as it is by now, which nobody else changes until this transaction has ended."""
    journal.take_turn()
    return Case.objects.select_for_update().get(pk=case.pk)


def finished(case: Case) -> str:
    """Why nothing can be done with it any more; "" while it is open."""
    if case.closed_at is None:
        return ""
    return _("Deze hulpvraag is al afgerond (%(outcome)s).") % {"outcome": case.get_outcome_display()}


def too_late_to_add(case: Case, at: datetime) -> str:
    """Why the applicant can add nothing more; "" as long as nobody judged."""
    if refusal := finished(case):
        return refusal
    judged = Assignment.objects.active().filter(case=case).exclude(handed_in_at=None).exists()
    if judged or phase.of(case, at) == phase.Phase.ADVISED:
        return _("Uw hulpvraag is al beoordeeld. Bel of mail uw contactpersoon als er iets bij moet.")
    return ""


def too_many() -> str:
    return _("Dat zijn te veel bestanden. Voeg er een paar samen tot één bestand.")


def refuse_kind(name: str, begin: bytes) -> str:
    """Why this kind of file is not taken; "" when it is. `begin`: the first bytes."""
    kind = PurePath(name).suffix.lower()
    if kind not in intake.KINDS:
        return _("%(name)s kunnen wij niet lezen. Stuur een van: %(kinds)s.") % {
            "name": name,
            "kinds": ", ".join(one.lstrip(".") for one in intake.KINDS),
        }
    if kind in intake.SIGNS and not begin.startswith(intake.SIGNS[kind]):
        return _("%(name)s is geen echt %(kind)s-bestand. Bewaar het opnieuw, of stuur een pdf.") % {
            "name": name,
            "kind": kind.lstrip("."),
        }
    return ""


def delete_bytes(upload: Upload) -> None:
    """The bytes go; the row stays, as that of an erased import does."""
    storage, name = upload.file.storage, upload.file.name or ""
    transaction.on_commit(lambda: storage.delete(name))


def _keep(
    case: Case, upload: Upload, *, title: str, criterion: str, by: User | None, at: datetime, via: str
) -> Evidence:
    asked = {one["key"] for one in intake.content_for(case)["criteria"]}
    made = Evidence(
        case=case,
        title=tidy(title)[:200],
        criterion=criterion if criterion in asked else "",
        upload=upload,
        at=at,
        by=by,
    )
    made.full_clean()
    made.save(force_insert=True)
    journal.record(Verb.CREATED, made, by=by, at=at, after=journal.snapshot(made), via=via)
    return made


def _tidy(case: Case) -> None:
    for name in ("title", "when", "name", "phone", "organisation_name", "kvk"):
        setattr(case, name, tidy(getattr(case, name)))
    case.what = tidy(case.what, lines=True)
    case.email = case.email.strip()


def neutral(name: str) -> str:
    """The name under which a file is stored and stands in the journal, which more people read than requests.

    What it was called is its title, which is erased with the request.
    """
    return f"bewijs{PurePath(name).suffix.lower()}"


def _title(name: str) -> str:
    return tidy(PurePath(name).stem.replace("_", " "))[:200] or "bestand"


def _next_number(day: date) -> str:
    """ "HV-2019-0001", counted within the year; the turn of the journal is taken."""
    prefix = f"HV-{day.year}-"
    numbers = Case.objects.filter(number__startswith=prefix).values_list("number", flat=True)
    last = numbers.order_by(Length("number").desc(), "-number").first()
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:04}"
