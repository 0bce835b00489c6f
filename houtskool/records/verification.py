"""`houtskool verify`: is the record still what was written? Each room adds its check in AppConfig.ready()."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from houtskool.records import guard
from houtskool.records.journal import GENESIS, digest, entry_hash
from houtskool.records.models import JournalEntry


@dataclass(frozen=True)
class Finding:
    """Something that is not as it was written: which row, and what is wrong with it, for a reader."""

    row: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.row}: {self.sentence}"


Check = Callable[[], Iterator[Finding]]
_checks: dict[str, Check] = {}


def register(name: str, check: Check) -> None:
    _checks[name] = check


def registered() -> dict[str, Check]:
    return dict(_checks)


def verify() -> Iterator[Finding]:
    """Everything that fails, room by room; nothing when all is whole."""
    for check in registered().values():
        yield from check()


def head() -> tuple[int, str]:
    """Number and hash of the last entry. Noted elsewhere, they show later whether the end was cut off."""
    return JournalEntry.objects.order_by("-number").values_list("number", "hash").first() or (0, GENESIS)


def journal_is_whole() -> Iterator[Finding]:
    """Each entry's own hash, its link to the one before, its number, and the digests of personal values."""
    number, previous = 0, GENESIS
    for entry in JournalEntry.objects.prefetch_related("personal_values").order_by("number").iterator(1000):
        row = f"journaalregel {entry.number}"
        if entry.number != number + 1:
            yield Finding(row, f"regel {number + 1} tot en met {entry.number - 1} ontbreekt.")
        elif entry.previous_hash != previous:
            yield Finding(row, "sluit niet aan op de regel ervoor.")
        if entry.hash != entry_hash(entry):
            yield Finding(row, "de inhoud is veranderd nadat de regel geschreven werd.")
        for value in entry.personal_values.all():
            index = 0 if value.side == "before" else 1
            if entry.changes.get(value.field, [None, None])[index] != {
                "digest": digest(value.value, value.salt)
            }:
                yield Finding(row, f"de bewaarde waarde van {value.field} is veranderd.")
        number, previous = entry.number, entry.hash


def guard_stands() -> Iterator[Finding]:
    for name in guard.missing():
        yield Finding(
            f"trigger {name}", "ontbreekt; voer `houtskool manage migrate` uit om hem terug te zetten."
        )
