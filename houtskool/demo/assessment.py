"""The framework of the example: the one that comes with the house, fitted to the city and adopted."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from houtskool.accounts.models import User
from houtskool.assessment.actions import frameworks, grounds, reactions, versions
from houtskool.assessment.framework import shipped
from houtskool.assessment.models import CriterionGround, Framework
from houtskool.inventory.models import Contribution
from houtskool.process.models import Process

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
# The key of a criterion → what was said that leads to it, and why.
LED = (
    ("onderneming", "VB-33", "Wie vooraf weet wie telt, kan nee uitleggen."),
    ("wettelijk", "VB-06", "Wat mag, hoort bij de vraag of het mag."),
    ("gelijke-behandeling", "VB-33", "Een nee moet uit te leggen zijn."),
    ("groei", "VB-04", "Wat anderen kunnen vinden, kunnen zij overnemen."),
)


def build(process: Process, *, manager: User, contact: User) -> None:
    """A first concept in December, changed after it was read; a second in January; adopted by the college on
    10 January, from when on it takes requests.
    """
    first = datetime(2018, 12, 18, 11, 0, tzinfo=AMSTERDAM)
    then = datetime(2019, 1, 9, 15, 30, tzinfo=AMSTERDAM)
    draft = shipped.draft("standaard")
    framework = frameworks.add(Framework(process=process, title=draft.title), draft, by=manager, at=first)
    _lay(process, framework, by=manager, at=first)
    versions.publish(framework, "concept", on=date(2018, 12, 18), by=manager, at=first)
    local = framework.criteria.get(key="lokaal")
    local.question = "Hoe sterk is dit geworteld in Haarlem en de wijk?"
    local.weight = 2
    frameworks.change(local, by=manager, at=then)
    versions.publish(framework, "concept", on=date(2019, 1, 9), by=manager, at=then)
    growth = framework.criteria.get(key="groei")
    growth.evidence = "Wat er nodig is om twee keer zo groot te worden."
    frameworks.change(growth, by=manager, at=then)
    adopted = datetime(2019, 1, 10, 9, 0, tzinfo=AMSTERDAM)
    framework.takes_cases, framework.contact = True, contact
    frameworks.change(framework, by=manager, at=adopted)
    versions.publish(
        framework,
        "adopted",
        on=date(2019, 1, 10),
        body="college van burgemeester en wethouders",
        decision_number="voorbeeld 2019/4",
        by=manager,
        at=adopted,
    )
    _think_ahead(framework, by=manager)


def _think_ahead(framework: Framework, *, by: User) -> None:
    """A next concept, on which a few people were asked to react; one did."""
    at = datetime(2019, 1, 14, 10, 0, tzinfo=AMSTERDAM)
    goal = framework.criteria.get(key="doel")
    goal.weight = Decimal(3)
    frameworks.change(goal, by=by, at=at)
    feasible = framework.criteria.get(key="uitvoerbaar")
    feasible.knockout, feasible.bound = "at_least", Decimal(3)
    frameworks.change(feasible, by=by, at=at)
    concept = versions.publish(framework, "concept", on=date(2019, 1, 14), by=by, at=at)
    requests = reactions.ask(
        concept,
        groups=(),
        addresses="bestuur@buurtkeuken.example\npenningmeester@repaircafe.example",
        question="Wegen wij goed wat u belangrijk vindt?",
        closes_on=date(2019, 2, 11),
        by=by,
        at=at,
    )
    reactions.react(
        requests[0],
        "uitvoerbaar",
        words="Wie begint, heeft nog geen klanten. Vraag dan naar mensen en een plan, niet naar omzet.",
        consent="quote",
        at=datetime(2019, 1, 14, 20, 15, tzinfo=AMSTERDAM),
    )


def _lay(process: Process, framework: Framework, *, by: User, at: datetime) -> None:
    criteria = {one.key: one for one in framework.criteria.all()}
    said = {one.external_id: one for one in Contribution.objects.filter(process=process) if one.external_id}
    for key, number, reason in LED:
        ground = CriterionGround(
            criterion=criteria[key], kind="contribution", contribution=said[number], reason=reason
        )
        grounds.lay(ground, by=by, at=at)
    decision = process.decisions.first()
    if decision is not None:
        ground = CriterionGround(criterion=criteria["doel"], kind="decision", decision=decision)
        grounds.lay(ground, by=by, at=at)
