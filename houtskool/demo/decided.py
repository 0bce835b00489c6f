"""What came of requests in the example: of one the advice lies ready, another was decided."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from houtskool.accounts.models import User
from houtskool.assessment.actions import advices, cases, decisions, judging, routing, support
from houtskool.assessment.actions.decisions import Grant
from houtskool.assessment.judging import progress as state
from houtskool.assessment.judging.asked import criteria_of
from houtskool.assessment.models import Case, Framework
from houtskool.demo.judging import give
from houtskool.sector.models import Organisation

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DRAFT = uuid.UUID("2b1f6f5e-1f0b-4a53-9d51-6c1a4b1d0007")


def build(assessors: list[User], *, contact: User, mandate: User) -> None:
    weighed = Case.objects.filter(route=Case.Route.WEIGHED, closed_at=None).order_by("received_at", "pk")
    for case in [one for one in weighed if state.state(one).opened]:
        advices.advise(case, by=contact, at=_on(15, 9))
    _decided(assessors, contact=contact, mandate=mandate)


def _decided(assessors: list[User], *, contact: User, mandate: User) -> None:
    """Advised against, for it leans on subsidy; partly granted, for nobody else does it in that district."""
    case = cases.receive(
        Case(
            framework=Framework.objects.get(takes_cases=True),
            title="Naaiatelier met taalles",
            what=(
                "In ons atelier leren vrouwen uit de wijk naaien en Nederlands tegelijk. Wij zoeken geld "
                "voor machines en voor twee jaar huur. Inkomsten uit verkoop hebben wij nog niet."
            ),
            amount=Decimal(26_000),
            when="zo snel als kan",
            wanted=["subsidie"],
            answers={
                "rechtsvorm": "stichting", "doel-eerst": "ja", "in-de-stad": "ja", "begonnen": "nee",
                "terugbetalen": "nee", "te-koop": "nee", "aandeel-doelgroep": "80", "eerdere-steun": "0",
            },
            name="Samira Haddad",
            email="samira@garenenglas.example",
            organisation_name="Buurtkeuken De Kom",
        ),
        draft=DRAFT,
        at=_on(10, 16, 40),
    )  # fmt: skip
    organisation = Organisation.objects.get(name="Buurtkeuken De Kom")
    support.link(case, organisation=organisation, by=contact, at=_on(11, 9, 30))
    reason = "Het gaat om een subsidie. Daarover besluit het college, na een advies."
    routing.choose(case, route=Case.Route.WEIGHED, reason=reason, by=contact, at=_on(11, 9, 40))
    people = [(user, None) for user in assessors]
    for number, one in enumerate(
        judging.ask(case, people, due_on=date(2019, 1, 18), by=contact, at=_on(11, 10))
    ):
        at = _on(14, 11, number)
        give(one, criteria_of(case.version), number, at=at, half=False, lowered=Decimal("0.4"))
        judging.hand_in(one, by=one.user, at=at)
    advice = advices.advise(case, by=contact, at=_on(14, 15))
    decisions.decide(
        case,
        outcome="partly",
        on=date(2019, 1, 15),
        reasons="U leert vrouwen uit de wijk een vak en de taal tegelijk. Daarom helpen wij u op weg met een "
        "bedrag voor de machines.\n\nDe huur betalen wij niet. Daarvoor is eerst een plan nodig waarin staat "
        "hoe u die zelf gaat verdienen. Onze adviseur helpt u daarbij.",
        deviation=""
        if decisions.follows(advice, "partly")
        else "Het is de enige plek in dit deel van de stad waar deze vrouwen terechtkunnen.",
        mandate="het college van burgemeester en wethouders",
        legal_basis="Algemene subsidieverordening (voorbeeld), artikel 3",
        grants=[
            Grant("subsidie", Decimal(6_500), "Voor zes naaimachines.", date(2019, 12, 31)),
            Grant("advies", None, "Twee gesprekken met een adviseur over uw begroting."),
        ],
        follow_on=[date(2019, 7, 15), date(2020, 1, 15)],
        by=mandate,
        at=_on(15, 9, 20),
    )


def _on(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2019, 1, day, hour, minute, tzinfo=AMSTERDAM)
