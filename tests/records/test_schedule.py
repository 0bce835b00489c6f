"""Work that comes back: each job when it is due, by one worker, and again after it failed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from houtskool.records import schedule
from houtskool.records.models import PeriodicJob
from tests.conftest import AT

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def only_ours(monkeypatch):
    monkeypatch.setattr(schedule, "_jobs", {})


@pytest.fixture
def ran():
    return []


def run_due(at, holder="een", alive=("een", "twee")):
    return schedule.run_due(at, holder=holder, alive=alive)


def test_a_job_runs_at_once_and_then_as_often_as_it_says(ran):
    schedule.register("kijken", every=10 * MINUTE, run=ran.append)
    assert run_due(AT) == ["kijken"]
    assert run_due(AT + 9 * MINUTE) == []
    assert run_due(AT + 10 * MINUTE) == ["kijken"]
    assert ran == [AT, AT + 10 * MINUTE]
    assert PeriodicJob.objects.get().finished_at == AT + 10 * MINUTE


def test_a_daily_job_runs_once_a_day_and_not_before_its_hour(ran):
    schedule.register("wissen", every=schedule.DAY, hour=12, run=ran.append)
    assert run_due(AT) == []  # ten in the morning
    assert run_due(AT + 2 * HOUR) == ["wissen"]
    assert run_due(AT + 13 * HOUR) == []
    assert run_due(AT + 24 * HOUR) == []
    assert run_due(AT + 26 * HOUR) == ["wissen"]


def test_where_the_day_is_fixed_a_job_goes_on_after_midnight(ran):
    """The example stays on one day, so that its clock jumps back every night."""
    schedule.register("kijken", every=MINUTE, run=ran.append)
    assert run_due(AT.replace(hour=23, minute=59)) == ["kijken"]
    assert run_due(AT.replace(hour=0, minute=0)) == ["kijken"]


def test_of_two_workers_one_runs_it(ran):
    other = []

    def while_the_other_looks(at):
        other.extend(run_due(at + HOUR, holder="twee"))
        ran.append(at)

    schedule.register("kijken", every=MINUTE, run=while_the_other_looks)
    assert run_due(AT) == ["kijken"]
    assert (len(ran), other) == (1, [])


def test_what_a_dead_worker_held_is_taken_over_when_it_is_due_again(ran):
    schedule.register("kijken", every=MINUTE, run=ran.append)
    PeriodicJob.objects.create(name="kijken", started_at=AT, held_by="dood")
    assert run_due(AT + MINUTE, alive=["dood", "een"]) == []
    assert run_due(AT + MINUTE, alive=["een"]) == ["kijken"]


def test_what_fails_says_why_stops_no_other_job_and_is_tried_again_soon(ran):
    def fail(at):
        ran.append(at)
        raise ValueError("de bron antwoordt niet")

    schedule.register("halen", every=schedule.DAY, hour=3, run=fail)
    schedule.register("kijken", every=MINUTE, run=ran.append)
    assert run_due(AT) == ["kijken"]
    job = PeriodicJob.objects.get(name="halen")
    assert (job.error, job.held_by, job.finished_at) == ("ValueError: de bron antwoordt niet", "", None)
    run_due(AT + schedule.AFTER_FAILURE - MINUTE)
    run_due(AT + schedule.AFTER_FAILURE)
    assert [at for at in ran if at in (AT, AT + schedule.AFTER_FAILURE)] == [
        *(AT, AT),
        *(AT + schedule.AFTER_FAILURE, AT + schedule.AFTER_FAILURE),
    ]
