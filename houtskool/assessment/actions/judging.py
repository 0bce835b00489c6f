"""Asking assessors, and what each of them does until everything is handed in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from houtskool.accounts.models import User
from houtskool.assessment.cases import mail as case_mail
from houtskool.assessment.judging import mail, progress
from houtskool.assessment.judging.asked import Asked, criteria_of
from houtskool.assessment.models import Assignment, Case, Judgement
from houtskool.process.models.periods import local_day
from houtskool.records import journal
from houtskool.records.verbs import Verb
from houtskool.sector.models import Domain

DAYS = 7  # to judge in, when nobody says otherwise
REMIND_BEFORE = timedelta(days=2)


@transaction.atomic
def ask(
    case: Case, people: Sequence[tuple[User, Domain | None]], *, due_on: date, by: User, at: datetime
) -> list[Assignment]:
    """Ask these people to judge the case, each from a domain; they get an e-mail.

    They take the places of who stepped back, the first one first. Raises ValidationError when the case is not
    being weighed, when the judgements are open already, and for who cannot be asked or was asked before.
    """
    current = _hold(case)
    _refuse_unless_weighing(current)
    if progress.state(current).opened:
        raise ValidationError(
            _(
                "Alle beoordelaars hebben ingeleverd en de oordelen liggen open. "
                "Wie er nu bij komt, is niet blind."
            )
        )
    if not people:
        raise ValidationError(_("Kies ten minste één beoordelaar."))
    if due_on < local_day(at):
        raise ValidationError({"due_on": _("De inleverdag is al voorbij. Kies vandaag of later.")})
    if not current.version.is_whole:
        raise ValidationError(_("De versie van het kader is beschadigd. Laat de beheerder haar herstellen."))
    before = {one.user_id: one for one in Assignment.objects.filter(case=current)}
    made = []
    for user, domain in people:
        if not user.is_active or not user.holds(*progress.ASSESSES):
            raise ValidationError(_("%(name)s kan niet beoordelen: die rol ontbreekt.") % {"name": user})
        if user.pk in before:
            raise ValidationError(
                _("%(name)s is al gevraagd.") % {"name": user}
                if before[user.pk].stepped_back_at is None
                else _("%(name)s trad terug bij deze hulpvraag. Kies een ander.") % {"name": user}
            )
        one = Assignment(case=current, user=user, domain=domain, due_on=due_on, at=at, by=by)
        one.full_clean()
        one.save()
        journal.created(one, by=by, at=at)
        mail.asked(one, by=by, at=at)
        made.append(one)
    free = Assignment.objects.filter(case=current, settled_at=None).exclude(stepped_back_at=None)
    for one in free.order_by("stepped_back_at", "pk")[: len(made)]:
        _settle(one, by=by, at=at)
    return made


@transaction.atomic
def postpone(case: Case, *, due_on: date, by: User, at: datetime) -> int:
    """Give who still has to hand in until this day; they are reminded anew. How many that are."""
    current = _hold(case)
    _refuse_unless_weighing(current)
    if due_on < local_day(at):
        raise ValidationError({"due_on": _("De inleverdag is al voorbij. Kies vandaag of later.")})
    moved = 0
    for one in Assignment.objects.open().filter(case=current).exclude(due_on=due_on):
        with journal.change(one, by=by, at=at):
            one.due_on, one.reminded_at = due_on, None
            one.save(update_fields=["due_on", "reminded_at"])
        moved += 1
    return moved


@transaction.atomic
def take_off(assignment: Assignment, *, by: User, at: datetime) -> None:
    """Ask somebody no more, with the draft that may be there. Raises ValidationError for who handed in."""
    case = _hold(assignment.case)
    _refuse_unless_weighing(case)
    one = _again(assignment)
    if one.handed_in_at is not None or one.stepped_back_at is not None:
        raise ValidationError(
            _("%(name)s leverde al in of trad terug. Dat blijft in het dossier staan.") % {"name": one.user}
        )
    mail.taken_off(one, by=by, at=at)
    # A draft was never in the journal, and is not worth keeping.
    one.judgements.all().delete()
    journal.deleted(one, by=by, at=at)
    one.delete()
    _tell_when_open(case, by=by, at=at)


@transaction.atomic
def step_back(assignment: Assignment, *, interest: str, by: User, at: datetime) -> None:
    """Declare an interest and judge no more; the contact hears that somebody else is needed.

    What was drafted is thrown away. The case waits until another was asked, or the contact goes on without.
    """
    case = _hold(assignment.case)
    one = _own_open(assignment, case, by)
    if not interest.strip():
        raise ValidationError({"interest": _("Schrijf op welk belang u heeft, of waarom u terugtreedt.")})
    one.judgements.all().delete()
    with journal.change(one, by=by, at=at, verb=Verb.WITHDRAWN):
        one.interest, one.stepped_back_at = interest.strip(), at
        one.save(update_fields=["interest", "stepped_back_at"])
    if case.contact_id == one.user_id:
        _give_another_contact(case, one.user, at=at)
    mail.stepped_back(_again(one), by=by, at=at)


def _give_another_contact(case: Case, stepped: User, *, at: datetime) -> None:
    """Who declared an interest handles it no more: the contact of the framework does, or nobody yet."""
    usual = case.framework.contact
    other = usual if usual is not None and usual != stepped and usual.is_active else None
    with journal.change(case, by=stepped, at=at):
        case.contact = other
        case.save(update_fields=["contact"])
    if other is not None:
        case_mail.to_applicant(case, "contact", by=stepped, at=at)
        case_mail.to_staff(case, other, "handed_over", by=stepped, at=at)


@transaction.atomic
def go_on_without(assignment: Assignment, *, by: User, at: datetime) -> None:
    """Leave the place of who stepped back empty. Raises ValidationError when nobody would be left."""
    case = _hold(assignment.case)
    _refuse_unless_weighing(case)
    one = _again(assignment)
    if one.stepped_back_at is None or one.settled_at is not None:
        raise ValidationError(_("Deze plaats is niet vrij: er hoeft niemand vervangen te worden."))
    if not Assignment.objects.active().filter(case=case).exists():
        raise ValidationError(_("Dan is er geen beoordelaar meer. Vraag eerst een ander."))
    _settle(one, by=by, at=at)
    _tell_when_open(case, by=by, at=at)


@transaction.atomic
def save_draft(
    assignment: Assignment,
    criterion: Asked,
    *,
    mark: str,
    score: Decimal | None,
    reason: str,
    evidence: str,
    by: User,
    at: datetime,
) -> Judgement | None:
    """Keep what an assessor has so far on one criterion; nothing at all takes it away. Not in the journal:
    that gets what is handed in.
    """
    one = _own_open(assignment, _hold(assignment.case), by)
    if mark == Judgement.Mark.SCORE and score is None:
        raise ValidationError(_("Vul een score in, of kies iets anders."))
    if score is not None and (problem := criterion.problem(score)):
        raise ValidationError(problem)
    kept = Judgement.objects.filter(assignment=one, criterion=criterion.key, moderated=False)
    given = {"mark": mark, "score": score, "reason": reason.strip(), "evidence": evidence.strip()}
    if not any(value not in ("", None) for value in given.values()):
        kept.delete()
        return None
    draft, _new = kept.update_or_create(
        assignment=one, criterion=criterion.key, moderated=False, defaults={**given, "at": at}
    )
    return draft


@transaction.atomic
def hand_in(assignment: Assignment, *, by: User, at: datetime) -> bool:
    """Hand in for good; whether the judgements of all are open now. The contact hears that.

    Raises ValidationError, naming the criteria, while one has no score or mark, or no reason.
    """
    case = _hold(assignment.case)
    one = _own_open(assignment, case, by)
    given = {row.criterion: row for row in one.judgements.all()}
    criteria = criteria_of(case.version)
    lacking = [criterion for criterion in criteria if not is_complete(given.get(criterion.key))]
    if lacking:
        refusal = ngettext(
            "Bij dit criterium ontbreekt nog een oordeel of een reden: %(names)s.",
            "Bij deze criteria ontbreekt nog een oordeel of een reden: %(names)s.",
            len(lacking),
        )
        raise ValidationError(refusal % {"names": "; ".join(criterion.question for criterion in lacking)})
    keys = {criterion.key for criterion in criteria}
    journal.record_many(
        Verb.CREATED,
        [(row, {}, journal.snapshot(row)) for key, row in given.items() if key in keys],
        by=by,
        at=at,
    )
    with journal.change(one, by=by, at=at, verb=Verb.CONFIRMED):
        one.handed_in_at = at
        one.save(update_fields=["handed_in_at"])
    return _tell_when_open(case, by=by, at=at)


def is_complete(given: Judgement | None) -> bool:
    return given is not None and bool(given.mark) and bool(given.reason)


def remind_due(at: datetime) -> int:
    """For the schedule: once per assessor, from two days before the last day on. How many that were."""
    today = local_day(at)
    due = Assignment.objects.open().filter(
        reminded_at=None,
        due_on__lte=today + REMIND_BEFORE,
        at__lt=at - timedelta(days=1),  # not who was asked only yesterday
        case__closed_at=None,
    )
    sent = 0
    for key in list(due.values_list("pk", flat=True)):
        with transaction.atomic():
            journal.take_turn()
            one = due.filter(pk=key).select_related("case", "user").first()
            if one is None:
                continue
            with journal.change(one, by=None, at=at):
                one.reminded_at = at
                one.save(update_fields=["reminded_at"])
            mail.reminder(one, at=at)
            sent += 1
    return sent


def _hold(case: Case) -> Case:
    """The case as it is now; who else asks, hands in or steps back waits."""
    journal.take_turn()
    return Case.objects.select_for_update(of=("self",)).select_related("version").get(pk=case.pk)


def _again(assignment: Assignment) -> Assignment:
    return Assignment.objects.select_related("case", "user").get(pk=assignment.pk)


def _refuse_unless_weighing(case: Case) -> None:
    if case.closed_at is not None:
        raise ValidationError(_("Deze hulpvraag is afgerond. Er valt niets meer te beoordelen."))
    if case.route != Case.Route.WEIGHED:
        raise ValidationError(_("Alleen een hulpvraag met de route ‘afwegen’ heeft beoordelaars."))


def _own_open(assignment: Assignment, case: Case, by: User) -> Assignment:
    """The assignment as it is now. Raises ValidationError when this person cannot give a judgement in it."""
    _refuse_unless_weighing(case)
    one = Assignment.objects.filter(pk=assignment.pk).select_related("case", "user").first()
    if one is None or one.user_id != by.pk:
        raise ValidationError(
            _("U bent niet meer gevraagd voor deze hulpvraag. Vraag het de contactpersoon.")
        )
    if one.handed_in_at is not None:
        raise ValidationError(_("U leverde al in. Daarna verandert er niets meer; overleg kan erna."))
    if one.stepped_back_at is not None:
        raise ValidationError(_("U trad terug bij deze hulpvraag."))
    return one


def _settle(one: Assignment, *, by: User, at: datetime) -> None:
    with journal.change(one, by=by, at=at, verb=Verb.SETTLED):
        one.settled_at = at
        one.save(update_fields=["settled_at"])


def _tell_when_open(case: Case, *, by: User, at: datetime) -> bool:
    opened = progress.state(case).opened
    if opened:
        mail.all_handed_in(case, by=by, at=at)
    return opened
