from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from houtskool.inventory.models import Contribution, Contributor
from houtskool.process import actions as process_actions
from houtskool.process.models import Process
from houtskool.sector import actions as sector_actions
from houtskool.sector.models import StakeholderGroup, Theme
from tests.conftest import World


@pytest.fixture
def process(world):
    return process_actions.add(Process(title="Actieprogramma Duinstede"), by=world.alice, at=world.at)


@dataclass
class Inbreng:
    """Makes contributions, contributors, themes and groups of one process."""

    world: World
    process: Process
    made: list[Contribution] = field(default_factory=list)

    def make(self, words: str = "Wij vinden de inkoper niet.", **fields: Any) -> Contribution:
        fields = {"process": self.process, "at": self.world.at, "by": self.world.alice, **fields}
        one = Contribution.objects.create(words=words, **fields)
        self.made.append(one)
        return one

    def many(self, number: int, **fields: Any) -> list[Contribution]:
        return [self.make(f"Dit is inbreng {index}.", **fields) for index in range(number)]

    def contributor(self, name: str = "Fatima", **fields: Any) -> Contributor:
        fields = {"process": self.process, "at": self.world.at, "name": name, **fields}
        return Contributor.objects.create(**fields)

    def theme(self, name: str = "inkoop") -> Theme:
        return sector_actions.add_theme(name=name, by=self.world.alice, at=self.world.at)

    def group(self, name: str = "sociaal ondernemers") -> StakeholderGroup:
        return sector_actions.add_group(name=name, by=self.world.alice, at=self.world.at)


@pytest.fixture
def inbreng(world, process):
    return Inbreng(world, process)
