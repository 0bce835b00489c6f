from __future__ import annotations

import json
import pickle
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from django.core.cache import caches
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from houtskool.deliberation import devices
from houtskool.deliberation.actions import conversations, statements, voting
from houtskool.deliberation.models import Conversation, Door, Participant, Statement, Vote
from houtskool.inventory.models import Contribution
from houtskool.kernel import opinion
from houtskool.process import actions as process_actions
from houtskool.process.models import Process
from tests.conftest import AT, World

WORDS = (
    "De gemeente koopt eerst bij sociale ondernemingen in.",
    "Er moet één loket komen voor geld.",
    "Een keurmerk is nodig.",
    "Ondernemers helpen elkaar beter dan de gemeente kan.",
)


@pytest.fixture(autouse=True)
def clock(settings, monkeypatch):
    """Visitors look from the day of the tests, and all that is counted falls in one minute."""
    settings.REFERENCE_DATE = AT.date()
    monkeypatch.setattr(devices, "minute", lambda at: 0)
    caches["voting"].clear()


ANALYSES: dict[bytes, opinion.Analysis] = {}


@pytest.fixture(autouse=True)
def reckoned_before(monkeypatch):
    """Most tests begin from the same two camps. The kernel gives the same for the same votes, so that it is
    asked once for each; who tests that it does empties ANALYSES.
    """
    analyse = opinion.analyse

    def remembered(votes: opinion.Votes, *, rng: np.random.Generator, **how: Any) -> opinion.Analysis:
        given = (votes.starts, votes.statement, votes.value, votes.statements)
        key = pickle.dumps([given, rng.bit_generator.state, how])
        if key not in ANALYSES:
            ANALYSES[key] = analyse(votes, rng=rng, **how)
        return ANALYSES[key]

    monkeypatch.setattr(opinion, "analyse", remembered)


@pytest.fixture
def process(world):
    return process_actions.add(Process(title="Actieprogramma Duinstede"), by=world.alice, at=world.at)


@dataclass
class Phone:
    """A device that takes part: its own cookies, and what it sends."""

    door: Door
    client: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True))

    def go(self, name: str) -> HttpResponse:
        response: HttpResponse = self.client.get(reverse(f"deliberation:{name}", args=[self.door.code]))
        return response

    def press(self, name: str, **given: Any) -> HttpResponse:
        """Send the form of a page, with the token that the page gave."""
        path = reverse(f"deliberation:{name}", args=[self.door.code])
        self.client.get(path)
        token = self.client.cookies["csrftoken"].value if "csrftoken" in self.client.cookies else ""
        response: HttpResponse = self.client.post(path, {"csrfmiddlewaretoken": token, **given})
        return response

    def come_in(self) -> Phone:
        self.press("enter")
        return self

    def send(self, *votes: dict[str, Any], want: int = 0, **headers: Any) -> HttpResponse:
        response: HttpResponse = self.client.post(
            reverse("deliberation:send", args=[self.door.code]),
            json.dumps({"votes": votes, "want": want}),
            content_type="application/json",
            **headers,
        )
        return response

    @property
    def participant(self) -> Participant:
        cookie = self.client.cookies[f"stem-{self.door.conversation_id}"].value
        device = devices.digest(cookie, self.door.conversation)
        return Participant.objects.get(device=device)


def press(number: int = 1, value: int = 1, *, age: float = 0, draft: str = "") -> dict[str, Any]:
    """One vote as a device sends it."""
    return {"draft": draft or str(uuid.uuid4()), "number": number, "value": value, "age": age}


@dataclass
class Talk:
    """Makes conversations with statements, doors and participants."""

    world: World
    process: Process

    def make(self, *words: str, opened: bool = True, **fields: Any) -> Conversation:
        groups = fields.pop("groups", ())
        fields = {"title": "Wat heeft een sociale onderneming nodig?", **fields}
        conversation = Conversation(process=self.process, **fields)
        conversations.add(
            conversation, groups=groups, by=self.world.bob, at=self.world.at - timedelta(days=2)
        )
        for one in words or WORDS:
            self.state(conversation, one)
        if opened:
            conversations.open_now(conversation, by=self.world.bob, at=self.world.at - timedelta(days=1))
        return conversation

    def state(self, conversation: Conversation, words: str, **given: Any) -> Statement:
        at = self.world.at - timedelta(days=1, hours=1)
        return statements.add(conversation, words, by=self.world.bob, at=at, **given)

    def say(self, words: str = "Wij vinden de inkoper niet.", **fields: Any) -> Contribution:
        fields = {"process": self.process, "at": self.world.at, "by": self.world.alice, **fields}
        return Contribution.objects.create(words=words, **fields)

    def door(self, conversation: Conversation) -> Door:
        return Door.objects.select_related("conversation").get(pk=conversation.doors.order_by("pk")[0].pk)

    def phone(self, conversation: Conversation) -> Phone:
        return Phone(self.door(conversation)).come_in()

    def people(self, conversation: Conversation, number: int) -> list[Participant]:
        door = self.door(conversation)
        return [
            voting.join(door, device=uuid.uuid4().hex, network="", group=None, at=self.world.at)
            for _turn in range(number)
        ]

    def vote(self, participant: Participant, statement: Statement, value: int, **given: Any) -> None:
        Vote.objects.create(
            participant=participant, statement=statement, value=value, **{"at": self.world.at, **given}
        )


@pytest.fixture
def talk(world, process):
    return Talk(world, process)


@pytest.fixture
def conversation(talk):
    return talk.make()


@pytest.fixture
def phone(talk, conversation):
    return talk.phone(conversation)
