from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

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


@pytest.fixture
def plan(world, process):
    return Plan(world, process)
