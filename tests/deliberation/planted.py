"""Conversations whose answer is known: camps that were planted, put straight into the tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import numpy as np

from houtskool.deliberation.models import Conversation, Door, Participant, Statement, Vote
from houtskool.process import actions as process_actions
from houtskool.process.models import Process
from houtskool.sector.models import StakeholderGroup
from tests.conftest import World

# What each camp thinks: of twelve statements two are shared, one is disliked by all, the rest divide.
CAMPS = [
    [1, 1, -1, 1, 1, 1, 1, 1, -1, -1, -1, -1],
    [1, 1, -1, -1, -1, -1, -1, -1, 1, 1, 1, 1],
]


@dataclass
class Planted:
    world: World
    conversation: Conversation
    door: Door
    people: list[Participant] = field(default_factory=list)

    def statements(self) -> dict[int, Statement]:
        return {one.number: one for one in self.conversation.statements.all()}

    def join(
        self, camp: int | None, seed: int, *, group: Any = None, door: Door | None = None
    ) -> Participant:
        """One participant, who votes as the camp does in nine of ten; without a camp at random."""
        rng = np.random.default_rng([7, seed])
        person = Participant.objects.create(
            conversation=self.conversation,
            door=door or self.door,
            device=f"toestel-{self.conversation.pk}-{seed}",
            on=self.world.at.date(),
            group=group,
        )
        noise = rng.choice([-1, 0, 1], len(CAMPS[0]))
        keeps = rng.random(len(CAMPS[0])) < (0.9 if camp is not None else 0.0)
        values = np.where(keeps, CAMPS[camp or 0], noise)
        self.vote(person, dict(enumerate(values.tolist(), start=1)))
        self.people.append(person)
        return person

    def vote(self, person: Participant, values: dict[int, int]) -> None:
        found = self.statements()
        Vote.objects.bulk_create(
            Vote(participant=person, statement=found[number], value=value, at=self.world.at)
            for number, value in values.items()
        )

    def close(self) -> None:
        Conversation.objects.filter(pk=self.conversation.pk).update(closes_at=self.world.at)
        self.conversation.refresh_from_db()


def process(world: World) -> Process:
    found = Process.objects.filter(title="Actieprogramma Duinstede").first()
    return found or process_actions.add(
        Process(title="Actieprogramma Duinstede"), by=world.alice, at=world.at
    )


def conversation(world: World, **fields: Any) -> Planted:
    """Open since an hour, with twelve statements and a link for everybody."""
    made = Conversation.objects.create(
        process=process(world),
        title="Wat helpt sociaal ondernemers?",
        opens_at=world.at - timedelta(hours=1),
        at=world.at - timedelta(days=1),
        by=world.alice,
        **fields,
    )
    Statement.objects.bulk_create(
        Statement(conversation=made, number=number, words=f"Stelling nummer {number}.", at=world.at)
        for number in range(1, len(CAMPS[0]) + 1)
    )
    door = Door.objects.create(conversation=made, name="Deur van Iris de Wit")
    return Planted(world, made, door)


def two_camps(world: World, each: int = 20, **fields: Any) -> Planted:
    made = conversation(world, **fields)
    for seed in range(2 * each):
        made.join(seed % 2, seed)
    return made


def group(name: str) -> StakeholderGroup:
    return StakeholderGroup.objects.get_or_create(name=name, defaults={"key": name})[0]
