"""The houtskoolschets of the example: invented measures, each with what was said that led to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import models

from houtskool.accounts.models import User
from houtskool.inventory.models import Contribution
from houtskool.kernel import vaguedate
from houtskool.process.models import Process
from houtskool.programme.actions import (
    grounds,
    measures,
    publishing,
    reactions,
    rounds,
    signing,
    versions,
)
from houtskool.programme.models import ActionLine, BudgetLine, Measure, Milestone
from houtskool.sector.models import Contact, Department, Domain, Organisation, StakeholderGroup, Theme

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True)
class Plan:
    """A measure of the example. `led`: numbers of contributions, what was done with them, and why."""

    line: str
    title: str
    text: str
    result: str
    term: str
    department: str = ""
    kind: str = "measure"
    amount: int | None = None
    cover: str = "begroting 2019"
    yearly: bool = False
    unpriced: str = ""
    counterpart: str = ""
    milestone: tuple[str, str] | None = None
    themes: tuple[str, ...] = ()
    led: tuple[tuple[str, str, str], ...] = ()
    ahead: str = ""
    holder: str = "Voorbeeld, W."
    domains: tuple[str, ...] = field(default=("economie",))


LINES = (
    ("Inkoop", "De gemeente koopt vaker bij sociale ondernemingen."),
    ("Financiering", "Geld dat past bij ondernemingen die iets goeds doen en nog moeten groeien."),
    ("Samenwerking", "Eén ingang bij de gemeente, en mensen die elkaar kennen."),
)
PLANS = (
    Plan(
        "Inkoop",
        "Eerst lokaal vragen onder de drempel",
        "Bij opdrachten onder € 50.000 vraagt elke afdeling eerst een sociale onderneming uit de regio om "
        "een offerte.",
        "Bij 40% van de opdrachten onder € 50.000 is een sociale onderneming gevraagd.",
        "voorjaar 2019",
        "Inkoop",
        amount=12500,
        milestone=("Werkwijze staat in de inkoopregels", "juni 2019"),
        themes=("inkoop",),
        led=(
            ("VB-01 VB-03 VB-36", "adopted", ""),
            ("VB-08", "partly", "De voorwaarden worden korter; helemaal zonder kan niet."),
            ("VB-06", "not", "Vooraf vaste leveranciers kiezen is in strijd met gelijke behandeling."),
        ),
        domains=("economie", "sociale zaken"),
    ),
    Plan(
        "Inkoop",
        "Marktplaats voor sociale inkoop",
        "Een overzicht van wie wat levert, met foto’s en prijzen, dat ondernemers zelf bijhouden.",
        "Zestig ondernemingen staan in het overzicht.",
        "najaar 2019",
        "Economie",
        kind="activity",
        amount=8000,
        themes=("inkoop",),
        led=(("VB-02 VB-04 VB-32", "adopted", ""),),
        ahead="De lijst van de werksessie was er al; wachten op de raad had niemand geholpen.",
    ),
    Plan(
        "Inkoop",
        "De catering van de raad bij een sociale onderneming",
        "De raad eet een jaar lang bij ondernemingen die mensen opleiden.",
        "",
        "vóór 1 oktober 2019",
        "Facilitair",
        kind="agreement",
        amount=30000,
        counterpart="Restlab",
        themes=("inkoop", "werk en begeleiding"),
        led=(("VB-07 VB-28", "adopted", ""),),
    ),
    Plan(
        "Financiering",
        "Garantie voor een kwart van de lening",
        "De gemeente staat garant voor een kwart van een lening aan een sociale onderneming.",
        "Vijf ondernemingen kregen een lening die de bank eerst weigerde.",
        "2020",
        "Economie",
        amount=None,
        unpriced="verliezen op leningen",
        themes=("financiering",),
        led=(
            ("VB-09 VB-10", "adopted", ""),
            ("VB-15", "not", "Een lening zonder vaste aflossing mag de gemeente niet geven."),
        ),
    ),
    Plan(
        "Financiering",
        "Rekeningen binnen tien dagen",
        "Rekeningen van kleine ondernemers betaalt de gemeente binnen tien dagen.",
        "Negen van de tien rekeningen zijn op tijd betaald.",
        "zomer 2019",
        "Economie",
        amount=0,
        themes=("financiering",),
        led=(("VB-14", "adopted", ""),),
    ),
    Plan(
        "Samenwerking",
        "Eén vast contact dat de weg weet",
        "Een makelaar met mandaat is de ingang voor elke sociale onderneming.",
        "Wie een vraag stelt, heeft binnen vijf werkdagen antwoord van één persoon.",
        "begin 2020",
        "Economie",
        amount=60000,
        yearly=True,
        milestone=("De makelaar is begonnen", "januari 2020"),
        themes=("samenwerking/netwerk",),
        led=(("VB-16 VB-17 VB-35", "adopted", ""),),
        domains=("economie", "sociale zaken", "onderwijs"),
    ),
    Plan(
        "Samenwerking",
        "Studenten meten het effect",
        "Elk half jaar meten studenten voor vijf ondernemingen wat hun werk oplevert.",
        "Tien ondernemingen weten wat hun effect is.",
        "",
        "Onderwijs en Jeugd",
        kind="agreement",
        counterpart="",
        themes=("samenwerking/netwerk",),
        led=(("VB-18 VB-39 VB-37", "adopted", ""),),
        domains=("onderwijs",),
    ),
)


def build(process: Process, *, manager: User) -> None:
    at = datetime(2019, 1, 9, 9, 0, tzinfo=AMSTERDAM)
    lines = {
        title: measures.add(ActionLine(process=process, title=title, text=text), by=manager, at=at)
        for title, text in LINES
    }
    pieces = {one.external_id: one for one in Contribution.objects.filter(process=process) if one.external_id}
    made = [
        _make(process, plan, lines[plan.line], number, by=manager, at=at)
        for number, plan in enumerate(PLANS, 1)
    ]
    for plan, measure in zip(PLANS, made, strict=True):
        for numbers, kind, reason in plan.led:
            asked = [pieces[number].merged_into or pieces[number] for number in numbers.split()]
            grounds.lay(asked, measure, kind=kind, reason=reason, by=manager, at=at)
    versions.freeze(process, "sketch", by=manager, at=datetime(2019, 1, 11, 16, 0, tzinfo=AMSTERDAM))
    _think_again(made[0], by=manager)
    _sign(made[2], by=manager)
    _ask_around(process, made, by=manager)
    _ask_how_it_goes(process, by=manager)


def _sign(agreement: Measure, *, by: User) -> None:
    """The partner said yes with its own link; the municipality has yet to."""
    at = datetime(2019, 1, 14, 12, 0, tzinfo=AMSTERDAM)
    asked = Contact.objects.get(name="Noor Vink")
    link = signing.ask(agreement, asked, question="Klopt het zo? (voorbeeld)", closes_on=None, by=by, at=at)
    signing.sign(link, name=asked.name, seen=signing.digest_of(agreement), at=at)


def _ask_around(process: Process, made: list[Measure], *, by: User) -> None:
    """Purchasers were asked what they think of two measures; one wrote back and waits for an answer."""
    links = reactions.ask(
        process,
        made[:2],
        groups=list(StakeholderGroup.objects.filter(name="inkopers")),
        question="Kunt u hiermee werken? Wat staat u in de weg? (voorbeeld)",
        closes_on=date(2019, 1, 31),
        by=by,
        at=datetime(2019, 1, 14, 14, 0, tzinfo=AMSTERDAM),
    )
    reactions.react(
        links[0],
        made[0],
        words="Twee offertes vragen kan, als wij weten wie wat levert. Zonder lijst wordt het zoeken.",
        consent=Contribution.Consent.PSEUDONYM,
        at=datetime(2019, 1, 15, 8, 30, tzinfo=AMSTERDAM),
    )


def _ask_how_it_goes(process: Process, *, by: User) -> None:
    """A round about what was started ahead: one owner answered."""
    asked = rounds.open_round(
        process,
        title="Begin 2019",
        due_on=date(2019, 1, 25),
        by=by,
        at=datetime(2019, 1, 14, 15, 0, tzinfo=AMSTERDAM),
    )
    rounds.report(
        asked.reports.order_by("pk")[0],
        state=Measure.State.RUNNING,
        sentence="Tweeëntwintig ondernemers hebben hun gegevens gestuurd; de foto’s volgen in februari.",
        progress=35,
        at=datetime(2019, 1, 15, 8, 0, tzinfo=AMSTERDAM),
    )


def _think_again(measure: Measure, *, by: User) -> None:
    """What changed after the first sketch, so that two versions can be compared."""
    at = datetime(2019, 1, 14, 11, 0, tzinfo=AMSTERDAM)
    measure.text = measure.text.replace("eerst een sociale onderneming", "eerst twee sociale ondernemingen")
    measures.change(measure, by=by, at=at)
    sketch = versions.freeze(measure.process, "sketch", by=by, at=at)
    publishing.publish(sketch, by=by, at=at)


def _make(process: Process, plan: Plan, line: ActionLine, number: int, *, by: User, at: datetime) -> Measure:
    within = [one.title for one in PLANS[:number] if one.line == plan.line]
    measure = Measure(
        process=process,
        action_line=line,
        kind=plan.kind,
        number=f"{line.order}.{len(within)}",
        title=plan.title,
        text=plan.text,
        result=plan.result,
        department=Department.objects.filter(name=plan.department).first(),
        owner_words=plan.department,
        portfolio_holder=plan.holder,
        counterpart=Organisation.objects.filter(name__startswith=plan.counterpart).first()
        if plan.counterpart
        else None,
        started_ahead=bool(plan.ahead),
        started_ahead_because=plan.ahead,
        state=Measure.State.RUNNING if plan.ahead else Measure.State.UNKNOWN,
    )
    if plan.term:
        measure.planned = vaguedate.parse(plan.term, at=at.date())
    links: dict[str, Iterable[models.Model]] = {
        "themes": Theme.objects.filter(name__in=plan.themes),
        "domains": Domain.objects.filter(name__in=plan.domains),
    }
    measures.add(measure, by=by, at=at, links=links)
    if plan.amount is not None:
        money = BudgetLine(measure=measure, year=2019, amount=Decimal(plan.amount), cover=plan.cover)
        often = BudgetLine.Recurrence
        money.recurrence = often.YEARLY if plan.yearly else often.ONCE
        measures.add(money, by=by, at=at)
    if plan.unpriced:
        measures.add(BudgetLine(measure=measure, year=2020, title=plan.unpriced), by=by, at=at)
    if plan.milestone:
        milestone = Milestone(measure=measure, title=plan.milestone[0], critical=True)
        milestone.planned = vaguedate.parse(plan.milestone[1])
        measures.add(milestone, by=by, at=at)
    return measure
