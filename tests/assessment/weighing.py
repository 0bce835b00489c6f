"""A case that was judged, ready for an advice: the desk of the tests of advice and decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from houtskool.accounts.models import User
from houtskool.accounts.roles import Role
from houtskool.assessment.actions import advices, frameworks, versions
from houtskool.assessment.models import (
    Advice,
    Assignment,
    Case,
    Condition,
    FrameworkVersion,
    Judgement,
    Question,
)
from houtskool.sector.models import Organisation
from tests.assessment.conftest import Desk
from tests.conftest import make_user


@dataclass
class Weighing:
    """A framework of two criteria that weigh 3 : 1, a hard condition, and three kinds of support."""

    desk: Desk
    version: FrameworkVersion
    assessors: list[User]

    @property
    def at(self) -> datetime:
        return self.desk.world.at

    def case(self, number: str = "H-1", **fields: object) -> Case:
        whole = {
            "title": "Een werkplaats in de wijk",
            "what": "Wij zoeken geld voor een draaibank.",
            "amount": Decimal(12_000),
            "name": "Noor de Boer",
            "email": "noor@werkplaats.example",
            "organisation": Organisation.objects.create(name=f"Werkplaats {number}"),
            "received_at": self.at,
            "contact": self.desk.world.alice,
            "route": Case.Route.WEIGHED,
            "route_reason": "Het gaat om geld.",
            "routed_at": self.at,
            "answers": {"winst": "nee"},
            "wanted": ["subsidie"],
            **fields,
        }
        return Case.objects.create(
            framework=self.version.framework, version=self.version, number=number, **whole
        )

    def judge(self, case: Case, *scores: dict[str, object], handed_in: bool = True) -> None:
        """One assessor for each dictionary: criterion → score, None for unknown, "nvt" for not applicable."""
        for user, given in zip(self.assessors, scores, strict=False):
            asked = Assignment.objects.create(
                case=case,
                user=user,
                due_on=date(2019, 2, 1),
                at=self.at,
                handed_in_at=self.at if handed_in else None,
            )
            for key, score in given.items():
                mark = {None: "unknown", "nvt": "n/a"}.get(score, "score")
                number = Decimal(str(score)) if mark == "score" else None
                Judgement.objects.create(
                    assignment=asked, criterion=key, mark=mark, score=number, reason="Zo is het.", at=self.at
                )

    def advise(self, case: Case) -> Advice:
        return advices.advise(case, by=self.desk.world.alice, at=self.at)


def weighing(desk: Desk) -> Weighing:
    by, at = desk.world.alice, desk.world.at
    framework = desk.framework()
    desk.criterion(framework, "Helpt het de wijk?", key="wijk", weight=Decimal(3))
    desk.criterion(framework, "Houdt het stand?", key="stand", weight=Decimal(1))
    desk.criterion(
        framework, "Mag het?", key="mag", weight=None, knockout="at_least", bound=Decimal(1), scale=""
    )
    frameworks.add_part(
        Question(framework=framework, key="winst", text="Gaat de winst naar aandeelhouders?"), by=by, at=at
    )
    desk.support(framework, "Advies", key="advies", route="quick")
    subsidy = desk.support(
        framework,
        "Subsidie",
        key="subsidie",
        is_aid=True,
        legal_effect=True,
        legal_basis="Algemene subsidieverordening",
    )
    desk.support(framework, "Opdracht", key="opdracht", for_buyers=True)
    for order, (field, operator, value, parameter, sentence) in enumerate(
        (
            ("winst", "equals", "nee", "", "Subsidie is er niet voor winst van aandeelhouders."),
            (
                "bedrag",
                "at_most",
                "",
                "de-minimis-ruimte",
                "Het bedrag past in de ruimte voor de-minimissteun.",
            ),
        )
    ):
        Condition.objects.create(
            support=subsidy,
            field=field,
            operator=operator,
            value=value,
            parameter=parameter,
            sentence=sentence,
            alternative="advies",
            order=order,
        )
    version = versions.publish(framework, "adopted", on=date(2019, 1, 1), body="college", by=by, at=at)
    people = [
        make_user(f"beoordelaar{n}@duinstede.example", Role.CORE_GROUP, name=f"Beoordelaar Nummer{n}")
        for n in range(3)
    ]
    return Weighing(desk, version, people)
