"""Many accept the last places at once, on the engine of this run: nobody gets a place that is not there."""

from __future__ import annotations

import pytest

from tests.at_once import database, finish, run

PREPARE = """
import django; django.setup()
from django.core.management import call_command
from django.utils import timezone
from houtskool.process.models import Gathering, Invitation, Process
call_command("migrate", verbosity=0)
process = Process.objects.create(title="Actieprogramma")
session = Gathering.objects.create(process=process, title="Werksessie", capacity=3)
for number in range(8):
    Invitation.objects.create(gathering=session, name=f"Mens {number}", at=timezone.now())
"""
ANSWER = """
import django, sys; django.setup()
from django.utils import timezone
from houtskool.process import replying
from houtskool.process.models import Invitation
mine = list(Invitation.objects.filter(name=f"Mens {sys.argv[1]}"))
for turn in range(3):
    for answer in (replying.accept, replying.decline, replying.accept):
        answer(mine[0], by=None, at=timezone.now())
"""
JUDGE = """
import django; django.setup()
from houtskool.process.models import Gathering, Invitation
from houtskool.records import verification
assert not list(verification.verify())
session = Gathering.objects.get()
print(session.invitations.coming().count(), session.invitations.waiting().count())
"""


@pytest.fixture
def environment(tmp_path):
    """Of a database of its own, with eight people invited for three places."""
    with database(tmp_path, "last_place") as environment:
        finish(run(PREPARE, environment=environment))
        yield environment


def test_of_people_who_answer_at_once_as_many_get_in_as_there_are_places(environment):
    """Each says yes, no and yes again, three times: three come, five wait, and the journal is whole."""
    for answering in [run(ANSWER, str(number), environment=environment) for number in range(8)]:
        finish(answering)
    assert finish(run(JUDGE, environment=environment)).split() == ["3", "5"]
