"""`houtskool worker`: does what pages leave for later, and what comes back by itself (schedule.py).

The queue is django-tasks-db's, and so is what runs one task. Ours are the sign of life, the rescue of tasks
whose worker died, and the schedule. A task may therefore run twice: it must be able to.
"""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import threading
from collections.abc import Set
from datetime import datetime, timedelta
from types import FrameType
from typing import Any

from django.db import OperationalError, close_old_connections, connection
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from houtskool.records import schedule
from houtskool.records.models import Worker
from houtskool.web.reference_date import present

BEAT = timedelta(seconds=10)
# A worker that was not seen for so long is taken for dead.
STALE = timedelta(minutes=2)
MOST_TRIES = 3
KEEP_TASKS = timedelta(days=14)
PAUSE = 1.0
_AT_ONCE = 20
_log = logging.getLogger(__name__)
# Set when this process should end; a long task looks at it between two pieces.
stopping = threading.Event()


def beat(name: str, at: datetime) -> None:
    """Say that the worker lives."""
    Worker.objects.update_or_create(
        name=name, defaults={"seen_at": at}, create_defaults={"started_at": at, "seen_at": at}
    )


def alive(at: datetime) -> Set[str]:
    return set(Worker.objects.filter(seen_at__gt=at - STALE).values_list("name", flat=True))


def rescue(at: datetime) -> int:
    """Put back the tasks whose worker died, how many; one that was tried often enough is given up."""
    living = alive(at)
    rescued = 0
    for task in DBTaskResult.objects.running():
        if task.worker_ids and task.worker_ids[-1] in living:
            continue
        fields: dict[str, Any] = {"status": TaskResultStatus.READY}
        if len(task.worker_ids) >= MOST_TRIES:
            words = f"The workers {', '.join(task.worker_ids)} died with this task."
            fields = {"status": TaskResultStatus.FAILED, "finished_at": at, "traceback": words}
            _log.error("task %s %s: %s", task.pk, task.task_path, words)
        # Only as it was read: its worker may have finished it in the meantime.
        same = DBTaskResult.objects.filter(pk=task.pk, status=task.status, started_at=task.started_at)
        rescued += same.update(**fields)
    Worker.objects.filter(seen_at__lt=at - STALE).delete()
    return rescued


def prune(at: datetime) -> int:
    """Forget tasks that ended two weeks ago."""
    old = DBTaskResult.objects.finished().filter(finished_at__lt=at - KEEP_TASKS)
    return old.delete()[0]


def waiting() -> bool:
    return DBTaskResult.objects.ready().exists()


class Loop:
    """One worker, until `stop`; with `once` until there is nothing left to do."""

    def __init__(self) -> None:
        self.name = f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(4)}"
        self._stopped = stopping
        self._stopped.clear()
        self._inner: db_worker.Worker | None = None

    def stop(self, number: int = 0, frame: FrameType | None = None) -> None:
        """Finish the task at hand, and end. Safe in a signal handler."""
        self._stopped.set()
        if self._inner is not None:
            self._inner.running = False

    def run(self, *, once: bool = False) -> None:
        beat(self.name, timezone.now())
        heart = threading.Thread(target=self._live, daemon=True)
        heart.start()
        try:
            while not self._stopped.is_set():
                busy = self._turn()
                if once and not busy:
                    break
                if not busy:
                    self._stopped.wait(PAUSE)
        finally:
            self._stopped.set()
            heart.join()
            Worker.objects.filter(name=self.name).delete()

    def handle_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.stop)

    def _turn(self) -> bool:
        """Rescue, run what is due, and some tasks: whether there may be more to do at once."""
        close_old_connections()
        try:
            now = timezone.now()
            rescue(now)
            schedule.run_due(present(), holder=self.name, alive=alive(now))
            # Asked first, because taking a task takes SQLite's write lock.
            if not waiting() or self._stopped.is_set():
                return False
            self._inner = _tasks(self.name)
            if self._stopped.is_set():
                return False
            self._inner.run()
        except OperationalError:
            # Locked, or away for a moment: the same turn comes again.
            _log.warning("the database did not answer", exc_info=True)
            connection.close()
            return False
        return True

    def _live(self) -> None:
        """The sign of life, in a thread of its own: a task may take long."""
        while not self._stopped.wait(BEAT.total_seconds()):
            try:
                close_old_connections()
                beat(self.name, timezone.now())
            except OperationalError:
                _log.warning("no sign of life this time: the database did not answer")
                connection.close()
        connection.close()


def _tasks(name: str) -> db_worker.Worker:
    """What runs tasks one by one: at most some, so that the schedule gets its turn."""
    return db_worker.Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=_AT_ONCE,
        worker_id=name,
        excluded_queue_names=[],
    )
