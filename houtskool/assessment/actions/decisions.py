"""Deciding on a case, by whoever has the mandate; and with it the support, and when to ask how it goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.assessment.advice import reckoning as contents
from houtskool.assessment.cases import mail
from houtskool.assessment.content import Content, read
from houtskool.assessment.eligibility import facts, verdicts
from houtskool.assessment.models import Advice, Case, CaseDecision, FollowUp, Support
from houtskool.process.models.periods import local_day
from houtskool.records import journal
from houtskool.records.folding import tidy

Outcome = CaseDecision.Outcome
# The decision that does what each verdict says. What still waits for information has none.
FOLLOWING = {
    Advice.Verdict.POSITIVE: {Outcome.GRANTED, Outcome.PARTLY},
    Advice.Verdict.NEGATIVE: {Outcome.REFUSED},
    Advice.Verdict.UNDECIDED: set(),
}


@dataclass(frozen=True)
class Grant:
    """One kind of support that is given: its key, the amount where there is one, what it is, until when."""

    kind: str
    amount: Decimal | None = None
    words: str = ""
    until: date | None = None


def follows(advice: Advice, outcome: str) -> bool:
    return outcome in FOLLOWING[Advice.Verdict(advice.verdict)]


@transaction.atomic
def decide(
    case: Case,
    *,
    outcome: str,
    on: date,
    reasons: str,
    mandate: str,
    grants: Sequence[Grant] = (),
    deviation: str = "",
    legal_basis: str = "",
    refusal_reason: str = "",
    follow_on: Sequence[date] = (),
    by: User,
    at: datetime,
) -> CaseDecision:
    """Freeze the decision, give the support, plan the moments to ask how it goes, close the case, tell it.

    Raises ValidationError per field, in the reader's words: for a deviation without its reason, a kind of
    support that the rules exclude or that is bought, aid beyond the room that is left, a decision with legal
    effect without its basis, a day still to come.
    """
    journal.take_turn()
    current = Case.objects.select_for_update().get(pk=case.pk)
    advice = current.advices.first()
    if current.closed_at is not None:
        raise ValidationError(_("Deze hulpvraag is al afgerond."))
    if advice is None:
        raise ValidationError(_("Er ligt nog geen advies. Laat eerst het advies maken."))
    content = read(advice.version.content)
    kinds = {one["key"]: one for one in content["support"]}
    decision = CaseDecision(
        case=current,
        number=1 + current.decisions.count(),
        advice=advice,
        outcome=outcome,
        on=on,
        follows=follows(advice, outcome),
        deviation="" if follows(advice, outcome) else tidy(deviation, lines=True),
        reasons=tidy(reasons, lines=True),
        kinds=[grant.kind for grant in grants],
        amount=sum((grant.amount for grant in grants if grant.amount is not None), Decimal(0)) or None,
        legal_effect=current.legal_effect
        or any(kinds.get(one.kind, {}).get("legal_effect") for one in grants),
        legal_basis=tidy(legal_basis),
        mandate=tidy(mandate),
        at=at,
        by=by,
    )  # fmt: skip
    _check(decision, grants, kinds, contents.read(advice.content)["result"], at)
    _check_room(current, content, grants, kinds, at)
    decision.full_clean()
    decision.save(force_insert=True)
    journal.created(decision, by=by, at=at)
    for grant in grants:
        _give(decision, grant, kinds[grant.kind], follow_on, by=by, at=at)
    with journal.change(current, by=by, at=at):
        current.outcome = outcome
        current.closed_at = at
        current.refusal_reason = tidy(refusal_reason) if outcome == Outcome.REFUSED else ""
        current.save()
    mail.to_applicant(current, "decided", by=by, at=at)
    return decision


def _check(
    decision: CaseDecision,
    grants: Sequence[Grant],
    kinds: Mapping[str, Content],
    result: Content,
    at: datetime,
) -> None:
    problems: dict[str, list[str]] = {}

    def refuse(field: str, text: str) -> None:
        problems.setdefault(field, []).append(text)

    if decision.outcome not in Outcome.values:
        refuse("outcome", _("Kies toegekend, deels toegekend of afgewezen."))
    if not decision.reasons:
        refuse("reasons", _("Schrijf waarom u dit besluit. De aanvrager leest het in de brief."))
    if not decision.follows and not decision.deviation:
        refuse("deviation", _("U wijkt af van het advies. Schrijf op waarom."))
    if not decision.mandate:
        refuse(
            "mandate", _("Vul in namens wie u besluit, zoals “het college van burgemeester en wethouders”.")
        )
    if decision.legal_effect and not decision.legal_basis:
        refuse("legal_basis", _("Tegen dit besluit kan bezwaar. Vul in op welke wet of regeling het rust."))
    if decision.on > local_day(at):
        refuse("on", _("Deze dag moet nog komen. Kies de dag waarop is besloten."))
    elif decision.on < local_day(decision.case.received_at):
        refuse("on", _("De vraag kwam later binnen. Kies de dag waarop is besloten."))
    if decision.outcome == Outcome.REFUSED and grants:
        refuse("kinds", _("Bij een afwijzing hoort geen steun. Haal de vormen weg of kies deels toegekend."))
    if decision.outcome in (Outcome.GRANTED, Outcome.PARTLY) and not grants:
        refuse("kinds", _("Kies minstens één vorm van steun die u toekent."))
    ruled_out = {one["key"]: one for one in result["support"] if one["verdict"] == verdicts.Possible.NO}
    for grant in grants:
        kind = kinds.get(grant.kind)
        if kind is None:
            refuse("kinds", _("Deze vorm van steun staat niet in de versie van het kader die geldt."))
        elif kind["for_buyers"]:
            refuse(
                "kinds",
                _("‘%(kind)s’ loopt via inkoop. Een hulpvraag geeft nooit een opdracht.")
                % {"kind": kind["name"]},
            )
        elif grant.kind in ruled_out:
            refuse(
                "kinds",
                _("‘%(kind)s’ kan niet: %(why)s Kies een andere vorm, of laat een nieuw advies maken.")
                % {"kind": kind["name"], "why": " ".join(contents.against(ruled_out[grant.kind]))},
            )
    if problems:
        raise ValidationError(problems)


def _check_room(
    case: Case, content: Content, grants: Sequence[Grant], kinds: Mapping[str, Content], at: datetime
) -> None:
    """Aid may not pass what is left of the de-minimis amount, and what is left must be known."""
    asked = sum((one.amount or Decimal(0) for one in grants if kinds[one.kind]["is_aid"]), Decimal(0))
    if not asked:
        return
    room = facts.of_case(case, content, at)[facts.ROOM].value
    if not isinstance(room, Decimal):
        raise ValidationError(
            {
                "kinds": _(
                    "Niet bekend is hoeveel de-minimissteun de aanvrager al kreeg. "
                    "Koppel de organisatie, of vraag een verklaring."
                )
            }
        )
    if asked > room:
        refusal = _("Er is nog € %(room)s aan de-minimisruimte; u kent € %(asked)s toe. Verlaag het bedrag.")
        shown = {"room": number_format(room, 2, force_grouping=True)}
        shown["asked"] = number_format(asked, 2, force_grouping=True)
        raise ValidationError({"kinds": refusal % shown})


def _give(
    decision: CaseDecision, grant: Grant, kind: Content, follow_on: Sequence[date], *, by: User, at: datetime
) -> None:
    case = decision.case
    support = Support(
        case=case,
        decision=decision,
        organisation=case.organisation,
        initiative=case.initiative,
        kind=grant.kind,
        name=kind["name"],
        words=tidy(grant.words, lines=True),
        amount=grant.amount,
        is_aid=kind["is_aid"],
        granted_on=decision.on,
        until=grant.until,
    )
    support.full_clean()
    support.save(force_insert=True)
    journal.created(support, by=by, at=at)
    for day in sorted(set(follow_on)):
        follow_up = FollowUp(support=support, due_on=day)
        follow_up.full_clean()
        follow_up.save(force_insert=True)
        journal.created(follow_up, by=by, at=at)
