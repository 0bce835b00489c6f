"""How long an import of 100,000 rows takes, and how much memory: on SQLite, or where DATABASE_URL points.

"At work" is what the process itself computed: also on a busy machine a fair measure; rows/s are of that.

Run: python bench/importing.py [ROWS] [KIND] [FORMAT]; with tools/with-postgres before it: on PostgreSQL.
Each step runs in a process of its own, whose peak of memory is its own.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STEPS = ("read", "trial", "import", "again", "undo")
# Of 100,000 rows: the memory that the worker may have (a web process alone takes about 120 MB), in MB.
BUDGET = 500
SENTENCE = (
    "wij zoeken een plek in de wijk waar mensen zonder werk met hun handen iets kunnen maken en verkopen"
)
WORDS = SENTENCE.split(" ")


def main() -> int:
    rows, kind, format, step = [*sys.argv[1:], *("100000", "contributions", "csv", "")[len(sys.argv) - 1 :]]
    if step:
        return run(step, kind)
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "HOUTSKOOL_FOLDER": folder, "PYTHONPATH": str(ROOT)}
        environment |= {"DJANGO_SETTINGS_MODULE": "houtskool.settings"}
        worst = 0
        for one in (f"prepare:{rows}:{format}", *STEPS):
            words = [sys.executable, __file__, rows, kind, format, one]
            told = subprocess.run(words, env=environment, check=True, stdout=-1, text=True).stdout
            print(told, end="", flush=True)
            worst = max([worst, *(int(line.split()[-2]) for line in told.splitlines())])
    print(f"most memory {worst} MB (budget {BUDGET} MB)")
    return 0 if worst <= BUDGET else 1


def run(step: str, kind: str) -> int:
    import django

    django.setup()
    from django.utils import timezone

    from houtskool.records import import_batches, importing, undoing
    from houtskool.records.models import ImportBatch

    folder = Path(os.environ["HOUTSKOOL_FOLDER"])
    if step.startswith("prepare:"):
        _, rows, format = step.split(":")
        prepare(folder / f"lijst.{format}", int(rows), kind)
        return 0
    at, begun, begun_working = timezone.now(), time.perf_counter(), time.process_time()
    batch = ImportBatch.objects.order_by("pk").last()
    if batch is None or step == "again":
        with next(folder.glob("lijst.*")).open("rb") as file:
            batch, _ = importing.start(
                importing.kind(kind), file, file.name, by=None, at=at, limit=100 * 1024**2
            )
    if step == "trial":
        importing.begin_trial(batch)
        import_batches.advance_trial(batch, by=None, at=at)
    elif step in {"import", "again"}:
        importing.begin(batch)
        import_batches.advance(batch, by=None, at=at)
    elif step == "undo":
        batch = ImportBatch.objects.order_by("pk")[0]
        undoing.begin(batch)
        undoing.advance(batch, by=None, at=at)
    took, worked = time.perf_counter() - begun, time.process_time() - begun_working
    batch.refresh_from_db()
    counts = f"{batch.created} new, {batch.unchanged} same, {batch.refused} refused, {batch.state}"
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    speed = f"{took:7.1f} s ({worked:6.1f} s of it at work)  {batch.rows / worked:8.0f} rows/s"
    print(f"{step:<7} {speed}  {counts:<45} {memory:5} MB")
    return 0


def prepare(path: Path, rows: int, kind: str) -> None:
    """A list as a participation platform gives it: a number, a title, a text of some forty words."""
    from django.core.management import call_command

    from houtskool.records import spreadsheet

    call_command("migrate", verbosity=0)
    titles = ["Eigen kenmerk", "Naam", "Omschrijving", "Plaats"]
    if kind == "contributions":
        from houtskool.process.models import Process

        Process.objects.create(title="Proef")
        titles = ["Eigen nummer", "Titel", "Woorden", "Straat"]

    def lines():
        for number in range(rows):
            text = " ".join(WORDS[(number + turn * (number % 7 + 1)) % len(WORDS)] for turn in range(40))
            yield [f"P-{number}", f"Plan {number}", text, "Haarlem"]

    path.write_bytes(spreadsheet.write(titles, lines(), path.suffix[1:]))


if __name__ == "__main__":
    raise SystemExit(main())
