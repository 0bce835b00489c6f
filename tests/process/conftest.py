from __future__ import annotations

from datetime import date

import pytest

from houtskool.kernel.vaguedate import Period
from houtskool.process import actions
from houtskool.process.models import Commitment, Process, Step


@pytest.fixture
def process(world):
    return actions.add(
        Process(title="Actieprogramma Duinstede", ambition="Sociaal ondernemen sterker maken."),
        by=world.alice,
        at=world.at,
    )


@pytest.fixture
def make_commitment(world, process):
    def make(text="Het college komt met een plan.", words="voorjaar 2019", end=date(2019, 5, 31)):
        commitment = Commitment(process=process, text=text)
        commitment.due = Period(words, None, end) if words else None
        return actions.add(commitment, by=world.alice, at=world.at)

    return make


@pytest.fixture
def make_step(world, process):
    def make(title="Houtskoolversie gereed", words="begin 2019", start=None, end=None):
        step = Step(process=process, title=title)
        step.planned = Period(words, start, end)
        return actions.add(step, by=world.alice, at=world.at)

    return make
