"""Many accept the last places at once, on the engine of this run: nobody gets a place that is not there."""

from __future__ import annotations

import pytest

from tests.at_once import at_once

# So that there is a migrated database to copy, also when nothing else is run.
pytestmark = pytest.mark.django_db

PREPARE = """
from django.utils import timezone
from houtskool.process.models import Gathering, Invitation, Process
process = Process.objects.create(title="Actieprogramma")
session = Gathering.objects.create(process=process, title="Werksessie", capacity=3)
for number in range(8):
    Invitation.objects.create(gathering=session, name=f"Mens {number}", at=timezone.now())
"""
ANSWER = """
import sys
from django.utils import timezone
from houtskool.process import replying
from houtskool.process.models import Invitation
mine = list(Invitation.objects.filter(name=f"Mens {sys.argv[1]}"))
for turn in range(3):
    for answer in (replying.accept, replying.decline, replying.accept):
        answer(mine[0], by=None, at=timezone.now())
"""
JUDGE = """
from houtskool.process.models import Gathering, Invitation
from houtskool.records import verification
assert not list(verification.verify())
session = Gathering.objects.get()
print(session.invitations.coming().count(), session.invitations.waiting().count())
"""


def test_of_people_who_answer_at_once_as_many_get_in_as_there_are_places(own_database):
    """Each says yes, no and yes again, three times: three come, five wait, and the journal is whole."""
    acts = [(ANSWER, [str(number)]) for number in range(8)]
    assert at_once(acts, prepare=PREPARE, judge=JUDGE, environment=own_database).split() == ["3", "5"]
