"""Opinion groups against red-dwarf: time, memory and fidelity in one run, held against what is asked.

Run: python bench/deliberation.py [--conversations FOLDER] [--only fidelity|small|large]

red-dwarf gets an environment of its own under var/; it is no dependency. Every measurement is a process under
a limit of memory (`ulimit -v`) and of processor time (`ulimit -t`); who passes it *fails*. Times are of the
clock, the least of the repeats; behind them the processor's. Ratios are of the clock; what may take so many
seconds is held against the processor's time, so that other work on the machine does not fail it.
FOLDER holds conversations as the Polis open data has them; by default those of tests/fixtures/opinion.
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import tempfile
import venv
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.parts.opinion_fidelity import conversations, fidelity, heading  # noqa: E402 (the path comes first)

PEER = "red-dwarf==0.4.0"
MEMORY = 12 * 1024 * 1024  # kB that a process may ask for
PATIENCE = 1_800  # seconds of the processor
RUN = ROOT / "bench" / "parts" / "opinion_run.py"


@dataclass(frozen=True)
class Size:
    """faster: times red-dwarf at least. leaner: part of its memory at most. seconds, mb: at most, of ours."""

    name: str
    participants: int
    statements: int
    votes: int
    faster: float | None = None
    leaner: float | None = None
    seconds: float | None = None
    mb: float | None = None


SIZES = (
    Size("8 k × 4 k", 8_000, 4_000, 1_000_000, faster=10),
    Size("18 k × 9 k", 18_000, 9_000, 1_400_000, faster=20, leaner=1 / 16),
    Size("100 k × 1,000", 100_000, 1_000, 4_950_000, faster=100, leaner=1 / 10),
    Size("1 M × 2,000", 1_000_000, 2_000, 49_600_000, seconds=20, mb=2_500),
)
SMALL_SECONDS, SMALL_FASTER = 0.25, 3


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--conversations", type=Path)
    parser.add_argument("--only", choices=["fidelity", "small", "large"])
    arguments = parser.parse_args()
    peer = environment()
    found = conversations(arguments.conversations)
    met = True
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if arguments.only in (None, "fidelity"):
            met &= fidelity(found, lambda points: peer_inertia(peer, folder, points))
        if arguments.only in (None, "small"):
            met &= small(peer, folder, found)
        if arguments.only in (None, "large"):
            met &= large(peer, folder)
    print("all of the bar is met" if met else "NOT all of the bar is met")
    return 0 if met else 1


def environment() -> Path:
    """The python that has red-dwarf; made on the first run."""
    home = ROOT / "var" / "bench-red-dwarf"
    python = home / "bin" / "python"
    if not python.exists():
        venv.create(home, with_pip=True)
    if subprocess.run([python, "-c", "import reddwarf"], capture_output=True).returncode:
        subprocess.run([python, "-m", "pip", "install", "-q", PEER], check=True)
    return python


def measure(python: Path | str, who: str, job: str, file: Path, repeats: int = 1) -> dict[str, float] | str:
    """Seconds and megabytes, or why there are none."""
    limited = ["sh", "-c", f'ulimit -v {MEMORY}; ulimit -t {PATIENCE}; exec "$@"', "sh"]
    words = [str(python), str(RUN), who, job, str(file), str(repeats)]
    ran = subprocess.run([*limited, *words], capture_output=True, text=True)
    if -ran.returncode in (signal.SIGXCPU, signal.SIGKILL):
        return f"fails: over {PATIENCE} s"
    if ran.returncode:
        last = ran.stderr.strip().splitlines()[-1:] or [f"signal {-ran.returncode}"]
        return "fails: over 12 GB" if "Memory" in last[0] or ran.returncode < 0 else f"fails: {last[0][:60]}"
    measured: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return measured


def peer_inertia(peer: Path, folder: Path, points: np.ndarray) -> list[float]:
    """Of red-dwarf's k-means on the same points, for 2 to 5 groups."""
    np.savez(folder / "points.npz", points=points)
    found = measure(peer, "peer", "inertia", folder / "points.npz")
    if isinstance(found, str):
        raise SystemExit(found)
    return found["inertia"]  # type: ignore[return-value]  # this job gives a list


def small(peer: Path, folder: Path, found) -> bool:
    print()
    heading(
        "conversation",
        "participants × statements, votes",
        "ours",
        "red-dwarf",
        "ratio",
        "bootstrap",
        "bridging",
    )
    times, ratios = [], []
    for name, talk in found.items():
        votes, file = talk.votes, folder / f"{name}.npz"
        np.savez(
            file, participant=votes.participant, statement=votes.statement, value=votes.value,
            shape=(votes.participants, votes.statements), moderated=talk.moderated,
        )  # fmt: skip
        mine, theirs = (
            measure(sys.executable, "ours", "groups", file, 9),
            measure(peer, "peer", "groups", file, 5),
        )
        sure = measure(sys.executable, "ours", "certainty", file)
        bridging = measure(sys.executable, "ours", "bridging", file)
        size = f"{votes.participants:,} × {votes.statements}, {len(votes):,}"
        print(f"| {name} | {size} | {told(mine)} | {told(theirs)} | {ratio(mine, theirs)} | ", end="")
        print(f"{told(sure)} | {told(bridging)} |", flush=True)
        if isinstance(mine, str) or isinstance(theirs, str):
            return False
        times.append(mine["processor"])
        ratios.append(theirs["seconds"] / mine["seconds"])
    slowest, middle = max(times), median(ratios)
    print(f"\nslowest {slowest:.3f} s (≤ {SMALL_SECONDS}); median ratio {middle:.1f} (≥ {SMALL_FASTER})")
    return slowest <= SMALL_SECONDS and middle >= SMALL_FASTER


def large(peer: Path, folder: Path) -> bool:
    print()
    heading("size", "votes", "ours", "red-dwarf", "faster", "memory", "asked", "bootstrap", "bridging")
    met = True
    for size in SIZES:
        file = folder / "large.npz"
        number = synthetic(size, file)
        mine = measure(sys.executable, "ours", "groups", file, 3)
        theirs = measure(peer, "peer", "groups", file)
        # Of the largest these two would only take long.
        jobs = ("certainty", size.votes < 10_000_000), ("bridging", size.votes < 1_200_000)
        apart = [told(measure(sys.executable, "ours", job, file)) if wanted else "" for job, wanted in jobs]
        both = not isinstance(mine, str) and not isinstance(theirs, str)
        part = f"1/{theirs['mb'] / mine['mb']:.0f}" if both else "–"
        cells = [size.name, f"{number:,}", told(mine), told(theirs), ratio(mine, theirs), part, asked(size)]
        print(f"| {' | '.join([*cells, *apart])} |", flush=True)
        met &= reached(size, mine, theirs)
        file.unlink()
    return met


def reached(size: Size, mine: dict[str, float] | str, theirs: dict[str, float] | str) -> bool:
    if isinstance(mine, str):
        return False
    if mine["processor"] > (size.seconds or PATIENCE) or mine["mb"] > (size.mb or MEMORY):
        return False
    if isinstance(theirs, str):  # it failed where ours did not
        return True
    faster = theirs["seconds"] / mine["seconds"] >= (size.faster or 0)
    return faster and (size.leaner is None or mine["mb"] <= size.leaner * theirs["mb"])


def asked(size: Size) -> str:
    wishes = (
        size.faster and f"≥ {size.faster:.0f}×",
        size.leaner and f"≤ 1/{1 / size.leaner:.0f}",
        size.seconds and f"≤ {size.seconds:.0f} s",
        size.mb and f"≤ {size.mb / 1000:.1f} GB",
    )
    return ", ".join(wish for wish in wishes if wish)


def told(found: dict[str, float] | str) -> str:
    if isinstance(found, str):
        return found
    clock, worked = found["seconds"], found["processor"]
    digits = 3 if clock < 1 else 1
    return f"{clock:.{digits}f} s ({worked:.{digits}f}), {found['mb']:.0f} MB"


def ratio(mine: dict[str, float] | str, theirs: dict[str, float] | str) -> str:
    if isinstance(mine, str) or isinstance(theirs, str):
        return "–"
    return f"{theirs['seconds'] / mine['seconds']:.1f}"


def synthetic(size: Size, file: Path) -> int:
    """Three camps that lean differently per statement; some participants vote much more than others."""
    rng = np.random.default_rng(1)
    each = np.minimum(rng.lognormal(0, 0.7, size.participants), 8)
    each = np.clip(np.round(each * size.votes / each.sum()), 1, size.statements).astype(np.int64)
    participant = np.repeat(np.arange(size.participants, dtype=np.int32), each)
    statement = rng.integers(size.statements, size=len(participant), dtype=np.int32)
    camp = rng.integers(3, size=size.participants)
    share = 0.6 * rng.beta(2, 1.3, size.statements) + 0.4 * rng.random((3, size.statements))
    luck = rng.random(len(participant), dtype=np.float32)
    agree = luck - 0.12 < 0.88 * share[camp[participant], statement]
    value = np.where(luck < 0.12, 0, np.where(agree, 1, -1)).astype(np.int8)
    # In no order, as they arrive; of pairs that were drawn twice one stays, for red-dwarf cannot have both.
    order = np.argsort(participant.astype(np.int64) * size.statements + statement)
    pair = participant[order].astype(np.int64) * size.statements + statement[order]
    order = rng.permutation(order[np.append(True, np.diff(pair) > 0)])
    participant, statement, value = participant[order], statement[order], value[order]
    np.savez(
        file, participant=participant, statement=statement, value=value,
        shape=(size.participants, size.statements), moderated=np.zeros(size.statements, bool),
    )  # fmt: skip
    return len(participant)


if __name__ == "__main__":
    raise SystemExit(main())
