from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from houtskool.assessment.models import Case, Framework, FrameworkVersion
from houtskool.deliberation.models import Analysis, Conversation, Statement
from houtskool.inventory.models import Contribution
from houtskool.kernel import vaguedate
from houtskool.process import actions as process_actions
from houtskool.process.models import Process
from houtskool.programme.models import ActionLine, BudgetLine, Ground, Measure
from tests.conftest import World


@pytest.fixture
def process(world):
    return process_actions.add(Process(title="Actieprogramma Duinstede"), by=world.alice, at=world.at)


@dataclass
class Plan:
    """Makes action lines, measures and their grounds of one process, straight into the tables."""

    world: World
    process: Process

    def line(self, title: str = "Inkoop") -> ActionLine:
        return ActionLine.objects.create(process=self.process, title=title)

    def measure(self, title: str = "Eén loket", **fields: Any) -> Measure:
        return Measure.objects.create(process=self.process, title=title, **fields)

    def whole(self, title: str = "Eén loket", **fields: Any) -> Measure:
        """A measure that lacks nothing: owner, term, result, money and ground."""
        measure = self.measure(title, **{"owner_words": "Economie", "result": "Het loket is open.", **fields})
        measure.planned = vaguedate.parse("voorjaar 2020")
        measure.save()
        BudgetLine.objects.create(measure=measure, year=2020, amount="12500.00", cover="begroting")
        self.ground(measure)
        return measure

    def contribution(self, words: str = "Wij zoeken één loket.", **fields: Any) -> Contribution:
        fields = {
            "consent": Contribution.Consent.PSEUDONYM,
            "at": self.world.at - timedelta(days=1),
            **fields,
        }
        return Contribution.objects.create(process=self.process, words=words, **fields)

    def ground(
        self, measure: Measure, contribution: Contribution | None = None, kind: str = "adopted"
    ) -> Ground:
        return Ground.objects.create(
            measure=measure,
            contribution=contribution or self.contribution(),
            kind=kind,
            reason="" if kind == "adopted" else "Dat kan later.",
            at=self.world.at,
        )

    def conversation(
        self, title: str = "Wat moet er gebeuren?", *, published: bool = False, **fields: Any
    ) -> Conversation:
        """One that is over."""
        fields = {"opens_at": self.world.at - timedelta(days=9), "at": self.world.at, **fields}
        fields.setdefault("closes_at", self.world.at - timedelta(days=2))
        fields.setdefault("published_at", self.world.at - timedelta(days=1) if published else None)
        return Conversation.objects.create(process=self.process, title=title, **fields)

    def statement(
        self, words: str = "Er moet één loket komen.", conversation: Conversation | None = None, **fields: Any
    ) -> Statement:
        conversation = conversation or self.conversation()
        number = conversation.statements.count() + 1
        return Statement.objects.create(
            conversation=conversation, number=number, words=words, at=self.world.at, **fields
        )

    def result(self, conversation: Conversation, *counts: tuple[int, int, int] | None) -> Analysis:
        """What the analysis says: per statement (disagrees, passes, agrees), or too few people."""
        told = [{"number": number, "counts": one} for number, one in enumerate(counts, 1)]
        return Analysis.objects.create(
            conversation=conversation,
            at=self.world.at,
            participants=60,
            statements=len(told),
            votes=100,
            content={"statements": told},
            given_out_at=conversation.published_at,
        )

    def case(self, number: str = "2019-0001", **fields: Any) -> Case:
        """A request that was weighed and is not decided yet."""
        framework, _made = Framework.objects.get_or_create(process=self.process, title="Wie helpen wij?")
        version = framework.versions.first() or FrameworkVersion.objects.create(
            framework=framework, number=1, stage="concept", on=self.world.at.date(), at=self.world.at
        )
        whole = {
            "title": "Geld voor een kas", "what": "Wij zoeken geld.", "name": "Anna de Wit",
            "email": "anna@voorbeeld.example", "organisation_name": "De Groene Kas",
            "received_at": self.world.at, "route": Case.Route.WEIGHED, "route_reason": "Het gaat om geld.",
            "routed_at": self.world.at,
        }  # fmt: skip
        return Case.objects.create(framework=framework, version=version, number=number, **whole | fields)


@pytest.fixture
def plan(world, process):
    return Plan(world, process)
