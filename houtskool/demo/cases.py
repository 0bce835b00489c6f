"""Six requests of the example, from 10 January 2019 on: who asks, and how far each is. All invented."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from houtskool.accounts.models import User
from houtskool.assessment.actions import cases, routing, support, told
from houtskool.assessment.models import Case, Framework, ToldAnswer
from houtskool.sector.models import Contact, Organisation

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
# Numbers of the forms, so that the example is the same every time.
DRAFTS = uuid.UUID("2b1f6f5e-1f0b-4a53-9d51-6c1a4b1d0001")


def build(*, officer: User, manager: User) -> None:
    """One weighed for a subsidy, one for space, a quick one, one for the buyers, one incomplete, one new."""
    framework = Framework.objects.get(takes_cases=True)

    def ask(at: datetime, files: tuple[tuple[str, str, str], ...] = (), **fields: Any) -> Case:
        draft = uuid.uuid5(DRAFTS, str(fields["title"]))
        for criterion, name, text in files:
            data = f"{text}\n\nDit stuk hoort bij het voorbeeld en is verzonnen.\n".encode()
            cases.hold_file(draft, data, name, criterion=criterion, at=at)
        return cases.receive(Case(framework=framework, **fields), draft=draft, at=at)

    _weighed_for_a_subsidy(ask, by=officer)
    _weighed_for_space(ask, by=officer)
    _quick(ask, by=officer)
    _to_the_buyers(ask, by=officer)
    _incomplete(ask, by=officer)
    _new(ask)
    waiting = Case.objects.get(organisation_name="Wasserij De Branding")
    routing.hand_over(waiting, to=manager, by=officer, at=_on(14, 15))


def _weighed_for_a_subsidy(ask: Any, *, by: User) -> None:
    case = ask(
        _on(10, 10, 20),
        title="Leerwerkplaats voor meubels uit sloophout",
        what=(
            "Wij willen acht mensen die nu thuis zitten leren meubels te maken van sloophout uit de stad. "
            "Voor de eerste twee jaar zoeken wij geld voor een werkmeester en twee zaagtafels. "
            "Daarna draagt de verkoop de kosten."
        ),
        amount=Decimal(38_500),
        when="vanaf april 2019",
        wanted=["subsidie"],
        answers={
            "rechtsvorm": "bv", "doel-eerst": "ja", "in-de-stad": "ja", "begonnen": "nee",
            "terugbetalen": "nee", "te-koop": "nee", "aandeel-doelgroep": "45", "eerdere-steun": "12000",
        },
        declared=[{"giver": "Provincie Noord-Holland (voorbeeld)", "amount": "12000", "on": "2017-06-01"}],
        name="Noor Vink", email="noor@restlab.example", phone="023 000 00 01",
        organisation_name="Restlab", kvk="01000001",
        files=(
            ("onderneming", "statuten.txt", "Statuten. Artikel 2: het doel is werk voor iedereen."),
            ("uitvoerbaar", "begroting.txt", "Begroting. Inkomsten: 41.000, 62.000, 88.000."),
        ),
    )  # fmt: skip
    support.link(case, organisation=Organisation.objects.get(name="Restlab"), by=by, at=_on(10, 14))
    reason = "Het gaat om een subsidie. Daarover besluit het college, na een advies."
    routing.choose(case, route=Case.Route.WEIGHED, reason=reason, by=by, at=_on(10, 14, 30))


def _weighed_for_space(ask: Any, *, by: User) -> None:
    case = ask(
        _on(10, 16, 5),
        title="Een fietsenstalling met leerwerkplekken bij het station",
        what=(
            "De stalling onder het oude postkantoor staat leeg. Wij willen die huren, er zes leerwerkplekken "
            "maken en fietsen repareren. De gewone huur is het eerste jaar te hoog."
        ),
        amount=Decimal(14_000),
        when="zodra het kan",
        wanted=["ruimte"],
        answers={
            "rechtsvorm": "stichting", "doel-eerst": "ja", "in-de-stad": "ja", "begonnen": "nee",
            "te-koop": "nee", "eerdere-steun": "0",
        },
        name="Sam de Wit", email="sam@spaarnewiel.example",
        organisation_name="Fietsenmakerij Spaarnewiel",
        files=(("uitvoerbaar", "plan-stalling.txt", "Plan: zes plekken, twee begeleiders."),),
    )  # fmt: skip
    found = Organisation.objects.get(name="Fietsenmakerij Spaarnewiel")
    support.link(case, organisation=found, by=by, at=_on(11, 9))
    reason = "Een lagere huur is steun. Daarom wegen wij de vraag af."
    routing.choose(case, route=Case.Route.WEIGHED, reason=reason, by=by, at=_on(11, 9, 15))


def _quick(ask: Any, *, by: User) -> None:
    case = ask(
        _on(11, 11, 40),
        title="Wie kan ons helpen met vrijwilligers uit de wijk?",
        what="Onze eettafel groeit. Wij zoeken een plek waar wij tien vrijwilligers uit Meerwijk vinden.",
        wanted=["netwerk"],
        answers={"rechtsvorm": "stichting", "doel-eerst": "ja", "in-de-stad": "ja"},
        name="Els Kramer",
        email="els@dekom.example",
        organisation_name="Buurtkeuken De Kom",
        kvk="01000002",
    )
    support.link(case, organisation=Organisation.objects.get(name="Buurtkeuken De Kom"), by=by, at=_on(14, 9))
    routing.close_quick(
        case,
        outcome=Case.Outcome.INTRODUCED,
        words=(
            "Wij hebben u voorgesteld aan de sociaal makelaar van Meerwijk. Zij belt u deze week. "
            "Loopt het anders dan verwacht? Laat het ons weten."
        ),
        reason="Een introductie is genoeg; er is geen geld mee gemoeid.",
        by=by,
        at=_on(14, 9, 20),
    )


def _to_the_buyers(ask: Any, *, by: User) -> None:
    case = ask(
        _on(11, 15, 10),
        title="Linnengoed wassen voor het stadhuis",
        what="Wij wassen met mensen die lang zonder werk zaten. Kunnen wij dat voor het stadhuis doen?",
        wanted=["opdracht"],
        answers={
            "rechtsvorm": "bv",
            "doel-eerst": "ja",
            "in-de-stad": "ja",
            "te-koop": "ja",
            "aandeel-doelgroep": "60",
        },
        name="Fatima Aziz",
        email="fatima@linnen.example",
        organisation_name="Linnen & Co",
    )
    routing.to_buyers(
        case,
        to=Contact.objects.filter(groups__name="inkopers"),
        words="De inkopers van de regio nemen binnen twee weken contact met u op.",
        reason="De was van het stadhuis wordt ingekocht. Dat doen de inkopers, met hun eigen regels.",
        share=True,
        by=by,
        at=_on(14, 11),
    )


def _incomplete(ask: Any, *, by: User) -> None:
    case = ask(
        _on(12, 20, 15),
        title="Geld voor zuinige wasmachines",
        what="Onze wasserij wil groeien. Wij zoeken een lening voor drie grote machines.",
        wanted=["lening"],
        answers={"rechtsvorm": "bv", "doel-eerst": "ja"},
        name="Bram Zeeman",
        email="bram@debranding.example",
        organisation_name="Wasserij De Branding",
    )
    missing = (
        "- Om hoeveel geld gaat het?\n"
        "- Kan uw organisatie geleend geld terugbetalen?\n"
        "- Een begroting met inkomsten, en wie wat doet."
    )
    routing.ask(case, missing=missing, answer_by=date(2019, 1, 28), by=by, at=_on(14, 14, 30))
    told.record(
        case,
        changed={"in-de-stad": "ja"},
        was=dict(case.answers),
        who=case.name,
        how=ToldAnswer.How.TELEPHONE,
        told_on=date(2019, 1, 14),
        words="De begroting komt in de week van 21 januari; de boekhouder is tot dan met verlof.",
        by=by,
        at=_on(14, 16),
    )


def _new(ask: Any) -> None:
    ask(
        _on(15, 8, 10),
        title="Een terras met planten mag niet van de regels",
        what=(
            "Ons buurtcafé wil de stoep vergroenen en er een terras maken. Er is een vergunning nodig die "
            "er voor zo’n combinatie niet is. Kan dat als proef?"
        ),
        when="voor de zomer",
        wanted=["regelruimte", "advies"],
        answers={"doel-eerst": "ja", "in-de-stad": "ja", "regel-in-de-weg": "ja"},
        name="Yara el Amrani",
        email="yara@groenestoep.example",
        organisation_name="De Groene Stoep",
    )


def _on(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2019, 1, day, hour, minute, tzinfo=AMSTERDAM)
