"""What who handles a request does with it: the contact, the route, the term, and ending it without scores."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.assessment.actions.cases import finished, hold
from houtskool.assessment.cases import intake, mail, term
from houtskool.assessment.models import Case, Supplement
from houtskool.assessment.models.cases import HANDLES
from houtskool.process.models.periods import local_day
from houtskool.records import journal, post
from houtskool.records.folding import tidy
from houtskool.records.verbs import Verb
from houtskool.sector.models import Contact

QUICK_ENDS = (Case.Outcome.ADVISED, Case.Outcome.INTRODUCED, Case.Outcome.REFERRED)
MOST_EXTENDED = 8


@transaction.atomic
def hand_over(case: Case, *, to: User, by: User, at: datetime) -> None:
    """Give the request another contact, or take it oneself; the applicant and the new contact hear of it.

    Raises ValidationError when it is finished, or `to` does not handle requests.
    """
    held = _open(case)
    if not to.is_active or not to.holds(*HANDLES):
        raise ValidationError(
            {"to": _("%(user)s behandelt geen hulpvragen. Kies iemand anders.") % {"user": to}}
        )
    if Case.objects.all().stepped_back_from(to).filter(pk=held.pk).exists():
        raise ValidationError(
            {"to": _("%(user)s meldde een belang bij deze hulpvraag. Kies iemand anders.") % {"user": to}}
        )
    if held.contact_id == to.pk:
        return
    with journal.change(held, by=by, at=at):
        held.contact = to
        held.save()
    mail.to_applicant(held, "contact", by=by, at=at)
    mail.to_staff(held, to, "handed_over", by=by, at=at)


@transaction.atomic
def choose(case: Case, *, route: str, reason: str, was: str | None = None, by: User, at: datetime) -> None:
    """Choose *snel* or *afwegen* with the reason; the applicant hears which, and by when there is an answer.

    `was`: the route that the form was opened with. Raises ValidationError when it is finished or advised
    on, or somebody chose another meanwhile. To the buyers leads `to_buyers`.
    """
    held = _open(case)
    if was is not None and held.route != was:
        raise ValidationError(
            _("Intussen koos iemand al een route: %(route)s. Open de pagina opnieuw als het anders moet.")
            % {"route": held.get_route_display()}
        )
    if route not in (Case.Route.QUICK, Case.Route.WEIGHED):
        raise ValidationError({"route": _("Kies snel of afwegen.")})
    if held.advices.exists():
        raise ValidationError(_("Er ligt al een advies. De route kan niet meer anders."))
    _set_route(held, route, reason, by=by, at=at)
    mail.to_applicant(held, "routed", by=by, at=at)


@transaction.atomic
def close_quick(
    case: Case, *, outcome: str, words: str, reason: str, refer_to: str = "", by: User, at: datetime
) -> None:
    """End a request that needs no weighing: advised, introduced or referred. The applicant reads `words`.

    Raises ValidationError per field.
    """
    held = _open(case)
    if outcome not in QUICK_ENDS:
        raise ValidationError({"outcome": _("Kies wat u voor de aanvrager deed.")})
    if held.assignments.active().exists():
        raise ValidationError(_("Er zijn al beoordelaars gevraagd. Rond de hulpvraag af met een besluit."))
    words = tidy(words, lines=True)
    if not words:
        raise ValidationError({"words": _("Schrijf wat u deed. De aanvrager leest dit.")})
    if held.route != Case.Route.QUICK:
        _set_route(held, Case.Route.QUICK, reason, by=by, at=at)
    _close(held, outcome, words, by=by, at=at)
    mail.to_applicant(held, "closed", by=by, at=at)


@transaction.atomic
def to_buyers(
    case: Case,
    *,
    to: Iterable[Contact],
    words: str,
    reason: str,
    share: bool,
    by: User,
    at: datetime,
) -> None:
    """Lead the request to who buys: they get a letter, the applicant hears so, and here it ends. Nothing is
    awarded. With `share` the letter says who asks and how to reach them.

    Raises ValidationError per field, also when nobody of them can be mailed.
    """
    held = _open(case)
    reachable = [one for one in to if one.may_be_mailed and one.email]
    if not reachable:
        raise ValidationError(
            {"to": _("Kies minstens één inkoper met een e-mailadres die e-mail wil ontvangen.")}
        )
    _set_route(held, Case.Route.BUYERS, reason, by=by, at=at)
    _close(held, Case.Outcome.TO_BUYERS, words, by=by, at=at)
    for one in reachable:
        context = {"case": held, "name": one.name, "reason": held.route_reason, "share": share, "by": by}
        post.send(
            template="assessment/mail/to_buyers",
            to=one.email,
            at=at,
            about=held,
            context=context,
            by=by,
            reply_to=by.email,
        )
    mail.to_applicant(held, "closed", by=by, at=at)


@transaction.atomic
def ask(case: Case, *, missing: str, answer_by: date, by: User, at: datetime) -> Supplement:
    """Ask the applicant, once, for what is missing; until the answer the term stands still.

    Raises ValidationError per field, also when it was asked before.
    """
    held = _open(case)
    if term.supplement_of(held) is not None:
        raise ValidationError(
            _("Om aanvulling is al gevraagd; dat doen wij één keer. Bel de aanvrager als er nog iets mist.")
        )
    missing = tidy(missing, lines=True)
    if not missing:
        raise ValidationError({"missing": _("Schrijf wat er ontbreekt.")})
    if answer_by <= local_day(at):
        raise ValidationError({"answer_by": _("Kies een dag na vandaag. Twee weken is gewoon.")})
    asked = Supplement(case=held, missing=missing, asked_at=at, asked_by=by, answer_by=answer_by)
    asked.full_clean()
    asked.save(force_insert=True)
    journal.created(asked, by=by, at=at)
    mail.to_applicant(held, "supplement", by=by, at=at)
    return asked


@transaction.atomic
def leave_unhandled(case: Case, *, reason: str, by: User, at: datetime) -> None:
    """End a request of which the applicant did not complete what was asked for (Awb art. 4:5).

    Raises ValidationError when it was not asked, the last day to answer is still to come, an answer came, or
    four weeks have passed since.
    """
    held = _open(case)
    if refusal := cannot_leave(held, at):
        raise ValidationError(refusal)
    reason = tidy(reason, lines=True)
    if not reason:
        raise ValidationError({"reason": _("Schrijf waarom u de hulpvraag niet behandelt.")})
    _close(held, Case.Outcome.NOT_HANDLED, reason, by=by, at=at)
    mail.to_applicant(held, "not_handled", by=by, at=at)


def cannot_leave(case: Case, at: datetime) -> str:
    """Why a request cannot be left unhandled now; "" when it can."""
    asked = term.supplement_of(case)
    if asked is None:
        return _("Vraag eerst om wat ontbreekt. Pas als dat niet komt, kan de hulpvraag blijven liggen.")
    if asked.answered_at is not None:
        return _("De aanvrager heeft geantwoord. Behandel de hulpvraag met wat er is.")
    today = local_day(at)
    if today <= asked.answer_by:
        return _("De aanvrager kan nog antwoorden, tot en met %(day)s.") % {
            "day": date_format(asked.answer_by, "j F Y")
        }
    if today > asked.answer_by + term.NOT_HANDLED_WITHIN:
        return _("Dit moest binnen vier weken na %(day)s. Behandel de hulpvraag met wat er is.") % {
            "day": date_format(asked.answer_by, "j F Y")
        }
    return ""


@transaction.atomic
def extend(case: Case, *, weeks: int, reason: str, by: User, at: datetime) -> None:
    """Lengthen the term, once and before it has ended, and tell the applicant why (Awb art. 4:14).

    Raises ValidationError when it is too late for that, or it was done before.
    """
    held = _open(case)
    if refusal := cannot_extend(held, at):
        raise ValidationError(refusal)
    reason = tidy(reason, lines=True)
    if not reason:
        raise ValidationError({"reason": _("Schrijf waarom u meer tijd nodig hebt. De aanvrager leest dit.")})
    if not 1 <= weeks <= MOST_EXTENDED:
        raise ValidationError(
            {"weeks": _("Verleng met 1 tot en met %(most)s weken.") % {"most": MOST_EXTENDED}}
        )
    with journal.change(held, by=by, at=at):
        held.extended_weeks, held.extended_reason, held.extended_at = weeks, reason, at
        held.save()
    mail.to_applicant(held, "extended", by=by, at=at)


def cannot_extend(case: Case, at: datetime) -> str:
    """Why the term cannot be lengthened now; "" when it can."""
    if case.extended_weeks:
        return _("De termijn is al een keer verlengd. Beslis binnen die termijn.")
    if term.of(case, at).is_late:
        return _("De termijn is voorbij. Beslis zo snel mogelijk en bel de aanvrager.")
    return ""


@transaction.atomic
def say_legal_effect(case: Case, *, legal_effect: bool, because: str, by: User, at: datetime) -> None:
    """Say, with the reason, whether this ends in a decision that one can object to.

    Raises ValidationError when it is finished or the reason is missing.
    """
    held = _open(case)
    because = tidy(because, lines=True)
    if not because:
        raise ValidationError({"because": _("Schrijf waarom dit wel of geen besluit is.")})
    with journal.change(held, by=by, at=at):
        held.legal_effect, held.legal_effect_because = legal_effect, because
        held.save()


def follows_from_kinds(case: Case) -> bool:
    """Whether what is asked would be a decision with legal effect, by the kinds of support wanted."""
    kinds = intake.kinds(intake.content_for(case))
    return any(kinds[key]["legal_effect"] for key in case.wanted if key in kinds)


def _open(case: Case) -> Case:
    held = hold(case)
    if refusal := finished(held):
        raise ValidationError(refusal)
    return held


def _set_route(case: Case, route: str, reason: str, *, by: User, at: datetime) -> None:
    reason = tidy(reason, lines=True)
    if not reason:
        raise ValidationError({"reason": _("Schrijf waarom u deze route kiest.")})
    with journal.change(case, by=by, at=at):
        case.route, case.route_reason, case.routed_at = route, reason, at
        case.contact = case.contact or by
        if not case.legal_effect_because:
            case.legal_effect = route == Case.Route.WEIGHED and follows_from_kinds(case)
        case.save()


def _close(case: Case, outcome: str, words: str, *, by: User, at: datetime) -> None:
    with journal.change(case, by=by, at=at, verb=Verb.SETTLED):
        case.outcome, case.closed_at = outcome, at
        case.closing_words = tidy(words, lines=True)
        case.contact = case.contact or by
        case.save()
