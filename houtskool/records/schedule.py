"""Work that comes back: reminders, bundled messages, purges. Rooms register it; a worker runs what is due.

A row per job says when it last began and who holds it, so that of two workers one runs it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from houtskool.records.models import PeriodicJob

Run = Callable[[datetime], object]
DAY = timedelta(days=1)
# How soon something that failed is tried again, when it would not come back sooner by itself.
AFTER_FAILURE = timedelta(minutes=15)
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """`every`: how long after it began it begins again. With `hour`: once a day, not before that hour."""

    name: str
    every: timedelta
    run: Run
    hour: int | None = None


_jobs: dict[str, Job] = {}


def register(name: str, *, every: timedelta, run: Run, hour: int | None = None) -> None:
    """Have `run(at)` come back. It runs outside a transaction, and may run again after it broke half-way."""
    _jobs[name] = Job(name, every, run, hour)


def registered() -> dict[str, Job]:
    return dict(_jobs)


def run_due(at: datetime, *, holder: str, alive: Collection[str]) -> list[str]:
    """Run what is due and what no living worker (`alive`) is busy with; the names of what ran."""
    return [job.name for job in _jobs.values() if _claim(job, at, holder, alive) and _run(job, at)]


def _claim(job: Job, at: datetime, holder: str, alive: Collection[str]) -> bool:
    PeriodicJob.objects.get_or_create(name=job.name)
    free = PeriodicJob.objects.filter(Q(held_by="") | ~Q(held_by__in=alive), _due(job, at), name=job.name)
    return bool(free.update(started_at=at, held_by=holder))


def _due(job: Job, at: datetime) -> Q:
    """Also when the clock went back, as it does every night where a setting fixes the day."""
    never = Q(started_at=None)
    failed = ~Q(error="") & Q(started_at__lte=at - min(job.every, AFTER_FAILURE))
    if job.hour is None:
        return never | failed | Q(started_at__lte=at - job.every) | Q(started_at__gt=at + job.every)
    if timezone.localtime(at).hour < job.hour:
        return failed
    today = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return never | failed | Q(started_at__lt=today) | Q(started_at__gt=at + DAY)


def _run(job: Job, at: datetime) -> bool:
    row = PeriodicJob.objects.filter(name=job.name)
    try:
        job.run(at)
    except Exception as error:
        _log.exception("%s", job.name)
        row.update(held_by="", error=f"{type(error).__name__}: {error}"[:300])
        return False
    row.update(held_by="", error="", finished_at=at)
    return True
