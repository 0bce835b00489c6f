"""One measurement of `bench/deliberation.py`, in a process of its own: seconds and extra memory of one job.

Run by either environment: `opinion_run.py ours|peer JOB FILE REPEATS` prints one line of JSON.
Jobs: groups (map, groups, statistics), certainty (the bootstrap), bridging (both factorisations), inertia.
FILE: .npz with participant, statement, value (n,), shape (2,), moderated (statements,); for inertia points
(n, 2).
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np


def memory(field: str) -> int:
    """kB of this process, as the kernel has it: VmRSS now, VmHWM at most since the last `forget`."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(field))


def measured(work: Callable[[], Any], repeats: int) -> dict[str, float]:
    """The least of the times, and the most memory that was added."""
    gc.collect()
    before = memory("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")
    clock, processor = [], []
    for _ in range(repeats):
        begin, worked = time.perf_counter(), time.process_time()
        work()
        clock.append(time.perf_counter() - begin)
        processor.append(time.process_time() - worked)
    added = (memory("VmHWM") - before) / 1000
    return {"seconds": min(clock), "processor": min(processor), "mb": added}


def ours(job: str, given: dict[str, Any], repeats: int) -> dict[str, float]:
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from houtskool.kernel.opinion import analyse, factorise, held_out_log_loss, votes_from

    shape = (int(given["shape"][0]), int(given["shape"][1]))
    columns = given["participant"], given["statement"], given["value"]
    out = given["moderated"]

    def groups(replicates: int = 0) -> None:
        votes = votes_from(*columns, shape=shape)
        analyse(
            votes,
            rng=np.random.default_rng(1),
            moderated=out,
            polis_mode=replicates == 0,
            replicates=replicates,
            bridging=False,
        )

    def bridging() -> None:
        votes = votes_from(*columns, shape=shape)
        factorise(votes, np.random.default_rng(1))
        held_out_log_loss(votes, np.random.default_rng(1))

    return measured({"groups": groups, "certainty": lambda: groups(100), "bridging": bridging}[job], repeats)


def peer(job: str, given: dict[str, Any], repeats: int) -> dict[str, Any]:
    if job == "inertia":
        import pandas
        from reddwarf.utils.clusterer.kmeans import run_kmeans

        points = pandas.DataFrame(given["points"], columns=["x", "y"])
        found = [run_kmeans(points, n_clusters=number, random_state=1).inertia_ for number in range(2, 6)]
        return {"inertia": [float(one) for one in found]}
    from reddwarf.implementations.polis import run_pipeline

    names = ("participant_id", "statement_id", "vote")
    columns = (given[name].tolist() for name in ("participant", "statement", "value"))
    votes = [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
    out = np.flatnonzero(given["moderated"]).tolist()
    return measured(lambda: run_pipeline(votes=votes, mod_out_statement_ids=out, random_state=1), repeats)


if __name__ == "__main__":
    with np.load(sys.argv[3]) as file:
        content = {name: file[name] for name in file.files}
    result = {"ours": ours, "peer": peer}[sys.argv[1]](sys.argv[2], content, int(sys.argv[4]))
    print(json.dumps(result))
