"""Many phones at once, on the engine of this run: every vote is there once, a last place is taken once."""

from __future__ import annotations

import pytest

from tests.at_once import at_once

# So that there is a migrated database to copy, also when nothing else is run.
pytestmark = pytest.mark.django_db

PREPARE = """
import uuid
from datetime import timedelta
from django.utils import timezone
from houtskool.accounts.models import User
from houtskool.deliberation.actions import conversations, statements, voting
from houtskool.deliberation.models import Conversation, Door
from houtskool.process.models import Process
bob = User.objects.create_user("bob@haarlem.example")
at = timezone.now() - timedelta(minutes=5)
conversation = Conversation(process=Process.objects.create(title="Actieprogramma"), title="Wat is nodig?")
conversations.add(conversation, by=bob, at=at)
statements.add_many(conversation, [(f"Stelling {number}.", "") for number in range(20)], by=bob, at=at)
conversations.open_now(conversation, by=bob, at=at)
door = Door.objects.select_related("conversation").get()
for number in range(4):
    voting.join(door, device=f"{number}", network="", group=None, at=timezone.now())
Door.objects.update(limit=7)
"""
START = """
import sys, uuid
from django.utils import timezone
from houtskool.accounts.models import User
from houtskool.deliberation.actions import statements, voting
from houtskool.deliberation.models import Conversation, Door, Participant
door, at = Door.objects.select_related("conversation").get(), timezone.now()
person = Participant.objects.order_by("pk")[int(sys.argv[1])]
cast = [
    voting.Cast(uuid.uuid5(uuid.NAMESPACE_URL, f"{person.pk}/{number}"), number, 1) for number in range(1, 21)
]
"""
# The same batch, in pieces and again, from two tabs of each of four phones.
VOTE = (
    START
    + """
for turn in range(3):
    for begin in range(0, 20, 3):
        assert len(voting.cast(door, person, cast[begin:begin + 3], at=at))
"""
)
# Meanwhile people come in, though three places are left, and the same device comes twice.
JOIN = (
    START
    + """
for number in range(6):
    try:
        voting.join(door, device=f"new-{number}", network="", group=None, at=at)
    except voting.Shut as refusal:
        assert refusal.why == "full"
"""
)
STATE = (
    START
    + """
statements.add_many(
    door.conversation, [(f"Erbij {sys.argv[1]} {n}.", "") for n in range(5)], by=User.objects.get(), at=at
)
"""
)
JUDGE = """
from houtskool.deliberation.models import Participant, Statement, Vote
from houtskool.records import verification
assert not list(verification.verify())
numbers = list(Statement.objects.order_by("number").values_list("number", flat=True))
assert numbers == list(range(1, len(numbers) + 1))
print(Vote.objects.count(), Vote.objects.values("participant", "statement").distinct().count())
print(Participant.objects.count(), len(numbers))
"""


def test_every_vote_is_there_once_and_a_door_does_not_overflow(own_database):
    acts = [(VOTE, [str(number)]) for number in (0, 1, 2, 3, 0, 1, 2, 3)]
    acts += [(JOIN, ["0"]), (JOIN, ["0"]), (STATE, ["0"]), (STATE, ["1"])]
    judged = at_once(acts, prepare=PREPARE, judge=JUDGE, environment=own_database)
    assert judged.split() == ["80", "80", "7", "30"]
