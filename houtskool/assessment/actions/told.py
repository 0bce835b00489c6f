"""Writing down what an applicant told by telephone, on paper or in person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.assessment import answers
from houtskool.assessment.actions.cases import finished, hold
from houtskool.assessment.cases import intake, mail, term
from houtskool.assessment.cases.told import stands
from houtskool.assessment.eligibility import facts
from houtskool.assessment.models import Case, Supplement, ToldAnswer
from houtskool.process.models.periods import local_day
from houtskool.records import journal
from houtskool.records.folding import tidy
from houtskool.records.verbs import Verb

Given = Mapping[str, str]  # key of a question, or facts.AMOUNT → the answer as it is kept; "" for unknown

_VIA = {
    ToldAnswer.How.TELEPHONE: "de aanvrager, door de telefoon",
    ToldAnswer.How.LETTER: "de aanvrager, per brief",
    ToldAnswer.How.TALK: "de aanvrager, in een gesprek",
}


@transaction.atomic
def record(
    case: Case,
    *,
    changed: Given,
    was: Given,
    who: str,
    how: str,
    told_on: date,
    words: str = "",
    reason: str = "",
    completes: bool = False,
    by: User,
    at: datetime,
) -> ToldAnswer:
    """Keep answers as if the applicant gave them by the link on that day; the applicant gets a letter of it.

    `changed`: the answers that are others now; `was`: what stood there when the form was opened. With
    `completes` it answers the question for more, and the term runs again from the day it was told. Raises
    ValidationError per field: nothing was told, a correction without its reason, an impossible day; and when
    somebody else changed an answer meanwhile.
    """
    held = hold(case)
    if refusal := finished(held):
        raise ValidationError(refusal)
    words, reason = tidy(words, lines=True), tidy(reason, lines=True)
    if not changed and not words:
        raise ValidationError(_("Vul een antwoord in, of schrijf op wat er is verteld."))
    _refuse_changed_meanwhile(held, changed, was)
    before = stands(held)
    if any(before.get(key) for key in changed) and not reason:
        raise ValidationError({"reason": _("U wijzigt een antwoord dat er al stond. Schrijf waarom.")})
    asked = _open_question(held) if completes else None
    _refuse_day(held, asked, told_on, local_day(at))
    told = ToldAnswer(
        case=held,
        who=tidy(who),
        how=how,
        told_on=told_on,
        words="" if asked else words,
        answered=list(changed),
        reason=reason,
        at=at,
        by=by,
    )
    told.full_clean()
    told.save(force_insert=True)
    journal.created(told, by=by, at=at)
    via = _VIA[ToldAnswer.How(how)]
    with journal.change(held, by=by, at=at, via=via):
        _answer(held, changed)
        held.save()
    if asked is not None:
        with journal.change(asked, by=by, at=at, verb=Verb.ANSWERED, via=via):
            asked.answer, asked.answered_at = words, _moment(told_on, asked, at)
            asked.save()
        mail.to_staff(held, held.contact, "answered", by=by, at=at)
    mail.to_applicant(held, "told", by=by, at=at)
    return told


def _answer(case: Case, changed: Given) -> None:
    given = {key: text for key, text in changed.items() if key != facts.AMOUNT}
    case.answers = {key: text for key, text in {**case.answers, **given}.items() if text}
    if facts.AMOUNT in changed:
        case.amount = Decimal(changed[facts.AMOUNT]) if changed[facts.AMOUNT] else None


def _refuse_changed_meanwhile(case: Case, changed: Given, was: Given) -> None:
    questions = answers.questions(intake.content_for(case))
    now = stands(case)
    for key, text in changed.items():
        there = now.get(key, "")
        if there in (was.get(key, ""), text):
            continue
        one = questions.get(key)
        kind, options = (one["kind"], one["options"]) if one else (answers.Kind.AMOUNT, ())
        raise ValidationError(
            _(
                "Intussen veranderde iemand anders het antwoord op ‘%(question)s’. Er staat nu: %(there)s. "
                "Bewaar nog een keer als uw antwoord toch klopt."
            )
            % {
                "question": one["text"] if one else facts.COMPUTED[facts.AMOUNT][0],
                "there": answers.shown(kind, answers.parsed(kind, there, options), options) or _("onbekend"),
            }
        )


def _open_question(case: Case) -> Supplement:
    asked = term.supplement_of(case)
    if asked is None or asked.answered_at is not None:
        raise ValidationError(_("Er staat geen vraag om aanvulling meer open. Zet het vinkje uit."))
    return asked


def _refuse_day(case: Case, asked: Supplement | None, told_on: date, today: date) -> None:
    first = local_day(asked.asked_at if asked else case.received_at)
    if told_on > today:
        raise ValidationError({"told_on": _("Kies vandaag of een dag ervoor.")})
    if told_on < first:
        words = (
            _("Om aanvulling is gevraagd op %(day)s. Kies die dag of later.")
            if asked
            else _("De hulpvraag kwam binnen op %(day)s. Kies die dag of later.")
        )
        raise ValidationError({"told_on": words % {"day": date_format(first, "j F Y")}})


def _moment(told_on: date, asked: Supplement, at: datetime) -> datetime:
    """When it was told: now, or in the middle of an earlier day; never before it was asked."""
    if told_on == local_day(at):
        return at
    noon = datetime.combine(told_on, time(12), timezone.get_current_timezone())
    return max(noon, asked.asked_at)
