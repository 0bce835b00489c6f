"""Many accept the last places at once, on the engine of this run: nobody gets a place that is not there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import dj_database_url
import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
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


def run(script: str, *words: str, environment: dict[str, str]) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", script, *words],
        env=environment, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def finish(process: subprocess.Popen) -> str:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out


@pytest.fixture
def environment(tmp_path):
    """Of a database of its own, with eight people invited for three places."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "houtskool.settings",
        "HOUTSKOOL_FOLDER": str(tmp_path),
        "HOUTSKOOL_EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
        "PYTHONPATH": str(ROOT),
    }
    server = os.environ.get("DATABASE_URL")
    name = f"last_place_{os.getpid()}"
    if server:
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {name}")
        environment["DATABASE_URL"] = server.rsplit("/", 1)[0] + f"/{name}"
        assert dj_database_url.parse(environment["DATABASE_URL"])["NAME"] == name
    try:
        finish(run(PREPARE, environment=environment))
        yield environment
    finally:
        if server:
            with psycopg.connect(server, autocommit=True) as admin:
                admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def test_of_people_who_answer_at_once_as_many_get_in_as_there_are_places(environment):
    """Each says yes, no and yes again, three times: three come, five wait, and the journal is whole."""
    for answering in [run(ANSWER, str(number), environment=environment) for number in range(8)]:
        finish(answering)
    assert finish(run(JUDGE, environment=environment)).split() == ["3", "5"]
