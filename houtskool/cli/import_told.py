"""What `houtskool import` tells, while it goes on: nothing of a long file is kept in memory."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from houtskool.records.importing import Outcome

# A line of progress from so many rows on.
_LONG = 500
_STATES = ("added", "changed", "unchanged", "refused")


class Told:
    """Hears each row and says at the end what became of all; `folder` is there as long as it is open."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self.counts = dict.fromkeys(_STATES, 0)
        self._refused: dict[int, list[str]] = {}

    def __enter__(self) -> Told:
        self._temporary = tempfile.TemporaryDirectory()
        self.folder = Path(self._temporary.name)
        self._rows: IO[str] = (self.folder / "told").open("w+", encoding="utf-8")
        return self

    def __exit__(self, *error: object) -> None:
        self._rows.close()
        self._temporary.cleanup()

    def hear(self, outcome: Outcome, total: int) -> None:
        """A row that was refused may be heard once more; only the last counts."""
        first = outcome.row not in self._refused
        if not first:
            del self._refused[outcome.row]
            self.counts["refused"] -= 1
        self.counts[outcome.state] += 1
        if outcome.state == "refused":
            self._refused[outcome.row] = [outcome.label, *outcome.reasons]
        elif outcome.state != "unchanged":
            self._rows.write(json.dumps(_as_json(outcome), ensure_ascii=False) + "\n")
            for sentence in outcome.warnings:
                print(f"Regel {outcome.row}: let op. {sentence}", file=sys.stderr)
        done = sum(self.counts.values())
        if first and total > _LONG and (done % _LONG == 0 or done == total):
            end = "\n" if done == total else "\r"
            print(f"houtskool: {done} van {total} rijen", end=end, file=sys.stderr, flush=True)

    def end(self, batch: int | None, mend: Path | None) -> None:
        self._rows.seek(0)
        if self.as_json:
            self._say_as_json(batch, mend)
        else:
            self._say(batch, mend)

    def _say_as_json(self, batch: int | None, mend: Path | None) -> None:
        head = json.dumps({"batch": batch, **self.counts, "mend": str(mend) if mend else None}, indent=1)
        print(head.removesuffix("\n}"), end=',\n "rows": [')
        separator = "\n  "
        for line in self._rows:
            print(separator, line.strip(), sep="", end="")
            separator = ",\n  "
        for row, (label, *reasons) in sorted(self._refused.items()):
            told = {"row": row, "state": "refused", "label": label, "changes": [], "reasons": reasons}
            print(separator, json.dumps(told, ensure_ascii=False), sep="", end="")
            separator = ",\n  "
        print("]\n}")

    def _say(self, batch: int | None, mend: Path | None) -> None:
        from houtskool.records.importing import Outcome

        for line in self._rows:
            row = json.loads(line)
            for change in row["changes"]:
                now, then = change["before"] or "(leeg)", change["after"] or "(leeg)"
                print(f"Regel {row['row']}: {row['label']}, {change['column']}: {now} → {then}")
        for number, (label, *reasons) in sorted(self._refused.items()):
            refused = Outcome(number, "refused", label, reasons=tuple(reasons))
            print("\n".join(refused.sentences()), file=sys.stderr)
        words = "{added} toegevoegd, {changed} gewijzigd, {unchanged} ongewijzigd, {refused} geweigerd."
        words = words.format(**self.counts)
        print(f"Import {batch}: {words}" if batch else f"Er is niets veranderd. Dit zou gebeuren: {words}")
        if mend:
            print(f"De geweigerde rijen staan in {mend}; verbeter ze en lees dat bestand in.")


def _as_json(outcome: Outcome) -> dict[str, Any]:
    return {
        "row": outcome.row,
        "state": outcome.state,
        "label": outcome.label,
        "changes": [
            {"column": change.title, "before": change.before, "after": change.after}
            for change in outcome.changes
        ],
        "reasons": list(outcome.reasons),
        "warnings": list(outcome.warnings),
    }
