"""How long `read_note` takes on a document of 60 pages; the budget is 0.2 seconds.

Run: python bench/note.py
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from houtskool.kernel.note import read_note

PAGE = 2500  # characters; a page of such a document holds 1800 to 2500, blank lines counted
BUDGET = 0.2  # seconds


def document(pages: int) -> str:
    """The invented notes of the tests, one behind the other, until there are enough pages."""
    notes = sorted((Path(__file__).resolve().parents[1] / "tests" / "fixtures" / "notes").glob("*.txt"))
    text = ""
    turn = 0
    while len(text) < pages * PAGE:
        body = notes[turn % len(notes)].read_text(encoding="utf-8")
        # Each round gets other numbers, so that nothing passes for a repeated page header.
        text += body.replace("2", str(turn % 10)) if turn >= len(notes) else body
        turn += 1
    return text[: pages * PAGE]


def seconds(text: str, rounds: int = 5) -> float:
    """The best of several rounds: what the reading takes when nothing else asks for the processor."""
    best = float("inf")
    for _ in range(rounds):
        begin = time.perf_counter()
        read_note(text)
        best = min(best, time.perf_counter() - begin)
    return best


def main() -> int:
    half, whole = seconds(document(30)), seconds(document(60))
    print(f"30 pages {half:.3f} s; 60 pages {whole:.3f} s (budget {BUDGET} s)")
    print(f"twice the pages take {whole / half:.2f} times as long")
    return 0 if whole <= BUDGET else 1


if __name__ == "__main__":
    raise SystemExit(main())
