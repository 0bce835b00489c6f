from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from houtskool.assessment.actions import frameworks
from houtskool.assessment.framework import shipped as templates_shipped
from houtskool.assessment.models import Criterion, Framework, SupportKind
from houtskool.inventory.models import Contribution
from houtskool.process import actions as process_actions
from houtskool.process.models import Process
from tests.conftest import World


@pytest.fixture
def process(world):
    return process_actions.add(Process(title="Actieprogramma Duinstede"), by=world.alice, at=world.at)


@dataclass
class Desk:
    """Makes frameworks and their parts, through the actions."""

    world: World
    process: Process

    def framework(self, title: str = "Wie helpen wij?") -> Framework:
        return frameworks.add(
            Framework(process=self.process, title=title), by=self.world.alice, at=self.world.at
        )

    def shipped(self, name: str = "standaard") -> Framework:
        draft = templates_shipped.draft(name)
        made = Framework(process=self.process, title=draft.title)
        return frameworks.add(made, draft, by=self.world.alice, at=self.world.at)

    def criterion(
        self, framework: Framework, question: str = "Helpt het de stad?", **fields: Any
    ) -> Criterion:
        whole = {"scale": "0; 0; Nee.\n10; 1; Ja.", "weight": Decimal(1), **fields}
        criterion = Criterion(framework=framework, question=question, **whole)
        return frameworks.add_part(criterion, by=self.world.alice, at=self.world.at)

    def support(self, framework: Framework, name: str = "Advies", **fields: Any) -> SupportKind:
        kind = SupportKind(framework=framework, name=name, **fields)
        return frameworks.add_part(kind, by=self.world.alice, at=self.world.at)

    def contribution(self, words: str = "Vraag naar het doel.", **fields: Any) -> Contribution:
        fields = {
            "consent": Contribution.Consent.PSEUDONYM,
            "at": self.world.at - timedelta(days=1),
            **fields,
        }
        return Contribution.objects.create(process=self.process, words=words, **fields)


@pytest.fixture
def desk(world, process):
    return Desk(world, process)
