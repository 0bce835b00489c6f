"""The worker: does the tasks and the schedule, says that it lives, and takes over from one that died."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from houtskool import cli
from houtskool.accounts.models import User
from houtskool.records import post, schedule, worker
from houtskool.records.models import Mail, PeriodicJob, Worker
from tests.at_once import ROOT, finish, run
from tests.conftest import AT

LATER = AT + worker.STALE + timedelta(seconds=1)


@task()
def rename(pk: int) -> None:
    User.objects.filter(pk=pk).update(name="gedaan")


@pytest.fixture
def queue(settings):
    """The queue of a real installation, in the database."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def running(*workers, started_at=AT):
    DBTaskResult.objects.update(status="RUNNING", worker_ids=list(workers), started_at=started_at)


@pytest.mark.django_db(transaction=True)
def test_once_does_what_waits_and_the_schedule_and_leaves_nothing_behind(queue, world, monkeypatch):
    monkeypatch.setattr(schedule, "_jobs", {})
    ran = []
    schedule.register("kijken", every=timedelta(minutes=1), run=ran.append)
    rename.enqueue(world.charlie.pk)
    mail = post.send(
        template="sector/mail/entry_link", to="a@b.example", at=AT, context={"organisation": "Restlab"}
    )
    assert cli.main(["worker", "--once"]) == 0
    world.charlie.refresh_from_db()
    mail.refresh_from_db()
    assert world.charlie.name == "gedaan"
    assert mail.state == Mail.State.SENT
    assert len(ran) == 1
    assert not Worker.objects.exists()
    assert not PeriodicJob.objects.exclude(held_by="").exists()


@pytest.mark.django_db
def test_a_task_of_a_living_worker_is_left_alone_and_of_a_dead_one_put_back(queue, world):
    rename.enqueue(world.charlie.pk)
    worker.beat("een", AT)
    running("een")
    assert worker.rescue(AT + worker.BEAT) == 0
    assert worker.rescue(LATER) == 1
    assert DBTaskResult.objects.get().status == TaskResultStatus.READY
    assert not Worker.objects.exists()
    running("een", "twee")
    worker.beat("twee", LATER)
    assert worker.rescue(LATER) == 0


@pytest.mark.django_db
def test_a_task_with_which_three_workers_died_is_given_up(queue, world):
    rename.enqueue(world.charlie.pk)
    running("een", "twee", "drie")
    worker.rescue(LATER)
    kept = DBTaskResult.objects.get()
    assert kept.status == TaskResultStatus.FAILED
    assert "een, twee, drie" in kept.traceback


@pytest.mark.django_db
def test_old_tasks_are_forgotten(queue, world):
    rename.enqueue(world.charlie.pk)
    assert worker.prune(AT + worker.KEEP_TASKS) == 0
    DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=AT)
    assert worker.prune(AT + worker.KEEP_TASKS) == 0
    assert worker.prune(AT + worker.KEEP_TASKS + timedelta(seconds=1)) == 1


QUEUE_MAIL = """
import django; django.setup()
from django.utils import timezone
from houtskool.records import post
about = {"organisation": "Restlab"}
post.send(template="sector/mail/entry_link", to="a@b.example", at=timezone.now(), context=about)
"""
LOOK = """
import django; django.setup()
from houtskool.records.models import Mail, Worker
print(*Mail.objects.values_list("state", flat=True), Worker.objects.count())
"""


def look(environment):
    return finish(run(LOOK, environment=environment)).split()


def test_a_worker_that_is_stopped_finishes_and_says_goodbye(own_database, tmp_path):
    """As a process of its own, on the engine of this run."""
    own_database["HOUTSKOOL_EMAIL_BACKEND"] = "django.core.mail.backends.filebased.EmailBackend"
    finish(run(QUEUE_MAIL, environment=own_database))
    process = subprocess.Popen(
        [sys.executable, "-m", "houtskool.cli", "worker"],
        env=own_database, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        for _ in range(300):
            if list((tmp_path / "mail").glob("*")):
                break
            time.sleep(0.1)
        assert "Kloppen de gegevens van Restlab nog?" in next((tmp_path / "mail").glob("*")).read_text()
        os.kill(process.pid, signal.SIGTERM)
        finish(process)
    finally:
        process.kill()
    assert look(own_database) == ["sent", "0"]
