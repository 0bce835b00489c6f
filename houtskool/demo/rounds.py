"""Two more requests of the example that were judged, and a round of what then competes. All invented."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from houtskool.accounts.models import User
from houtskool.assessment.actions import cases, judging, rounds, routing
from houtskool.assessment.judging.asked import criteria_of
from houtskool.assessment.models import BudgetRound, Case, Framework, FrameworkVersion, Judgement
from houtskool.assessment.rounds import reckoning
from houtskool.demo.judging import give

Request = tuple[str, str, str, str, str, str, dict[str, tuple[str, str]]]
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DRAFTS = uuid.UUID("2b1f6f5e-1f0b-4a53-9d51-6c1a4b1d0008")
# Title, what, amount, name, organisation, by what its rising scores are multiplied; and what all three gave
# on a criterion on which it stands out.
MORE: tuple[Request, ...] = (
    (
        "Deelbieb voor gereedschap in de wijk",
        "Wie een ladder of boormachine nodig heeft, leent die bij ons. Wij vragen geld voor een tweede plek.",
        "9500",
        "Joris Bakker",
        "Leenlokaal",
        "0.95",
        {"groei": ("10", "Elke wijk kan dit overnemen."), "kosten": ("10", "Past in het wijkbudget.")},
    ),
    (
        "Soep van restgroente bij de voedselbank",
        "Met mensen uit de dagbesteding koken wij soep van groente die over is. De keuken is te klein.",
        "21000",
        "Fatma Yilmaz",
        "Soepgoed",
        "0.85",
        {
            "domeinen": ("10", "Werk, zorg, voedsel en afval tegelijk."),
            "kosten": ("30", "De keuken is duur."),
        },
    ),
)


def build(assessors: list[User], *, by: User) -> None:
    """What is open and judged under the adopted version competes for 40,000 euros; not frozen yet."""
    for number, request in enumerate(MORE):
        _judged(number, request, assessors, by=by)
    version = FrameworkVersion.objects.adopted().latest("number")
    round = rounds.begin(
        BudgetRound(title="Subsidies begin 2019 (voorbeeld)", version=version, budget=Decimal(40_000)),
        by=by,
        at=_on(15, 9, 30),
    )
    ready = reckoning.ready_cases(round)
    costs = {one.pk: one.amount for one in ready if one.amount is not None}
    rounds.choose(round, costs, by=by, at=_on(15, 9, 35))


def _judged(number: int, request: Request, assessors: list[User], *, by: User) -> None:
    title, what, amount, name, organisation, lowered, outstanding = request
    case = cases.receive(
        Case(
            framework=Framework.objects.get(takes_cases=True),
            title=title,
            what=what,
            amount=Decimal(amount),
            when="dit voorjaar",
            wanted=["subsidie"],
            answers={
                "rechtsvorm": "stichting", "doel-eerst": "ja", "in-de-stad": "ja", "begonnen": "nee",
                "terugbetalen": "nee", "te-koop": "nee", "eerdere-steun": "0",
            },
            name=name,
            email=f"{name.split()[0].lower()}@{organisation.lower()}.example",
            organisation_name=organisation,
        ),
        draft=uuid.uuid5(DRAFTS, title),
        at=_on(11, 9, number),
    )  # fmt: skip
    reason = "Het gaat om een subsidie. Daarover besluit het college, na een advies."
    routing.choose(case, route=Case.Route.WEIGHED, reason=reason, by=by, at=_on(11, 12, number))
    asked = judging.ask(
        case, [(one, None) for one in assessors], due_on=date(2019, 1, 18), by=by, at=_on(11, 13, number)
    )
    for place, one in enumerate(asked):
        at = _on(14, 13 + number, place)
        # Who judges comes in another order, so that the requests do not get the same scores.
        give(one, criteria_of(case.version), place + number + 1, at=at, half=False, lowered=Decimal(lowered))
        for asked_of in criteria_of(case.version):
            if asked_of.key in outstanding:
                score, why = outstanding[asked_of.key]
                judging.save_draft(
                    one,
                    asked_of,
                    mark=Judgement.Mark.SCORE,
                    score=Decimal(score),
                    reason=why,
                    evidence="Het plan bij de hulpvraag." if asked_of.evidence else "",
                    by=one.user,
                    at=at,
                )
        judging.hand_in(one, by=one.user, at=at)


def _on(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2019, 1, day, hour, minute, tzinfo=AMSTERDAM)
