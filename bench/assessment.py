"""How fast houtskool.kernel.decision is beside pymcdm, scikit-criteria and pyDecision, in one run on one
machine.

Run: python bench/assessment.py. The peers are no dependencies of ours: they are installed by name, each into
an environment of its own below var/bench. Each measurement is a process of its own with 12 GB of memory and
a limit of time; a peer that passes either gets the row *fails*. Times are the least of several repeats,
without starting and importing; memory is the peak of the whole process, with its libraries and the table (96
MB for a million cases). Ratios are what counts: they are of the same run.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var" / "bench"
PEERS = ("pymcdm", "scikit-criteria", "pyDecision")
OURS = "houtskool"
CRITERIA = 12
SIZES = (100, 10_000, 1_000_000)
ADDRESS_SPACE = 12 * 10**9
SECONDS = 120  # how long one measurement may take
REPEAT_FOR = 4  # seconds in which a measurement is repeated, at least three times if it is short
BUDGETS = {
    "SMAA seconds": 0.060,
    "PROMETHEE II million, bytes": 2 * 10**9,
    "PROMETHEE II 10,000, times pymcdm": 100,
}


# --- what is measured: each gives a function without arguments, or None where the peer has no such method


def weighted_value(who, table):
    import numpy as np

    weights = np.full(CRITERIA, 1 / CRITERIA)
    if who == OURS:
        from houtskool.kernel import decision

        # From scores, by a scale, since the peers bring scores to one measure too.
        scales = (decision.Scale(((0, 0.0), (1, 1.0))),) * CRITERIA
        return lambda: decision.weighted_value(decision.Values(decision.values_on(scales, table)), weights)
    if who == "pymcdm":
        from pymcdm.methods import WSM

        method = WSM()
        return lambda: method(table, weights, np.ones(CRITERIA))
    if who == "scikit-criteria":
        import skcriteria
        from skcriteria.agg.simple import WeightedSumModel

        matrix = skcriteria.mkdm(table, [max] * CRITERIA, weights=weights)
        method = WeightedSumModel()
        return lambda: method.evaluate(matrix)
    from pyDecision.algorithm.saw import saw_method

    return lambda: saw_method(table, ["max"] * CRITERIA, weights, graph=False, verbose=False)


def promethee(who, table):
    import numpy as np

    weights = np.full(CRITERIA, 1 / CRITERIA)
    if who == OURS:
        from houtskool.kernel import decision

        return lambda: decision.net_flows(table, weights)
    if who == "pymcdm":
        from pymcdm.methods import PROMETHEE_II

        method = PROMETHEE_II("usual")
        return lambda: method(table, weights, np.ones(CRITERIA))
    if who == "scikit-criteria":
        return None
    from pyDecision.algorithm.p_ii import promethee_ii

    none, kinds = [0.0] * CRITERIA, ["t1"] * CRITERIA
    return lambda: promethee_ii(
        table, weights, none, none, none, kinds, sort=False, graph=False, verbose=False
    )


def smaa(who, table):
    if who != OURS:
        return None
    import numpy as np

    from houtskool.kernel import decision

    def ranks():
        rng = np.random.default_rng(1)
        return decision.rank_acceptability(
            decision.Values(table), decision.draw_weights(rng, 10_000, CRITERIA), rng
        )

    return ranks


METHODS = {"weighted value": weighted_value, "PROMETHEE II": promethee, "SMAA": smaa}


def measure(who, what, size):
    """In a process of its own: seconds and bytes as one line of JSON, null where there is no such method."""
    import numpy as np

    table = np.random.default_rng(size).random((size, CRITERIA)) * 0.98 + 0.01
    work = METHODS[what](who, table)
    if work is None:
        print("null")
        return 0
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    spent, begin = [], time.perf_counter()
    while (
        not spent
        or (len(spent) < 3 and time.perf_counter() - begin < 20)
        or time.perf_counter() - begin < REPEAT_FOR
    ):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps([min(spent), peak * 1024]))
    return 0


# --- running it


def environment_for(peer):
    """The Python of an environment with this peer in it, or None with the reason told."""
    folder = FOLDER / peer
    python = folder / "bin" / "python"
    ready = folder / "installed"
    if not ready.exists():
        print(f"installing {peer} in {folder.relative_to(ROOT)} …", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        ran = subprocess.run(
            [python, "-m", "pip", "install", "-q", peer], capture_output=True, text=True, cwd=FOLDER
        )
        if ran.returncode:
            print(f"{peer} cannot be installed: {ran.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
            return None
        ready.touch()
    return str(python)


def result(python, who, what, size):
    """[seconds, bytes], null without such a method, or *fails* with why."""
    if python is None:
        return "not installed"
    try:
        ran = subprocess.run(
            [python, __file__, "--measure", who, what, str(size)],
            capture_output=True, text=True, timeout=SECONDS, env={**os.environ, "MPLBACKEND": "Agg"},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"fails: more than {SECONDS} s"
    if ran.returncode:
        last = (ran.stderr.strip().splitlines() or ["killed"])[-1]
        return "fails: memory" if "emory" in last or ran.returncode < 0 else f"fails: {last[:60]}"
    return json.loads(ran.stdout.strip().splitlines()[-1])


def shown(one, ours):
    if one is None:
        return "no such method"
    if isinstance(one, str):
        return one
    seconds, memory = one
    spent = f"{seconds * 1e3:.3g} ms" if seconds < 1 else f"{seconds:.3g} s"
    if one is ours:
        return f"{spent}, {memory / 1e6:.0f} MB"
    return f"{spent} ({seconds / ours[0]:.3g} ×), {memory / 1e6:.0f} MB ({memory / ours[1]:.2g} ×)"


def verdicts(rows):
    """What the numbers must be, and whether they are."""
    for (what, size), row in rows.items():
        ours, peers = row[OURS], [one for who, one in row.items() if who != OURS]
        fastest = min((one[0] for one in peers if isinstance(one, list)), default=None)
        done = isinstance(ours, list)
        yield f"{what}, {size:,}: done", done
        if done and fastest is not None:
            yield (
                f"{what}, {size:,}: as fast as the fastest peer ({fastest / ours[0]:.3g} ×)",
                ours[0] <= fastest,
            )
    ours, pymcdm = (rows["PROMETHEE II", 10_000][who] for who in (OURS, "pymcdm"))
    least = BUDGETS["PROMETHEE II 10,000, times pymcdm"]
    seconds = pymcdm[0] if isinstance(pymcdm, list) else SECONDS
    yield f"PROMETHEE II, 10,000: more than {least} × as fast as pymcdm", seconds > least * ours[0]
    million = rows["PROMETHEE II", 1_000_000]
    yield "PROMETHEE II, 1,000,000: within 2 GB", million[OURS][1] < BUDGETS["PROMETHEE II million, bytes"]
    yield (
        "PROMETHEE II, 1,000,000: where the peers fail",
        not any(isinstance(million[one], list) for one in PEERS),
    )
    yield "SMAA, full ranks: within 60 ms", rows["SMAA", 200][OURS][0] <= BUDGETS["SMAA seconds"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--measure", nargs=3, metavar=("WHO", "WHAT", "SIZE"))
    given = parser.parse_args().measure
    if given:
        sys.path.insert(0, str(ROOT))
        return measure(given[0], given[1], int(given[2]))
    FOLDER.mkdir(parents=True, exist_ok=True)
    pythons = {OURS: sys.executable, **{peer: environment_for(peer) for peer in PEERS}}
    wanted = [(what, size) for what in ("weighted value", "PROMETHEE II") for size in SIZES] + [("SMAA", 200)]
    print(f"time (ratio to ours) and memory, {CRITERIA} criteria; SMAA: 10,000 weightings, full ranks")
    print("| | " + " | ".join(pythons) + " |")
    print("|---" * (len(pythons) + 1) + "|")
    rows = {}
    for what, size in wanted:
        # Ours once more at the end, so that a busy moment does not decide.
        row = {who: result(python, who, what, size) for who, python in pythons.items()}
        again = result(pythons[OURS], OURS, what, size)
        row[OURS] = (
            min(row[OURS], again) if isinstance(row[OURS], list) and isinstance(again, list) else again
        )
        rows[what, size] = row
        cells = [shown(one, row[OURS]) for one in row.values()]
        print(f"| {what}, {size:,} | " + " | ".join(cells) + " |", flush=True)
    missed = [words for words, holds in verdicts(rows) if not holds]
    print("\nAll bars are met." if not missed else "\nMissed:\n- " + "\n- ".join(missed))
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
