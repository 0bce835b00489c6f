"""What an example is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """The key of the first row of a table that fits a condition, or of one `skip` places further."""

    table: str
    where: str = "1 = 1"
    skip: int = 0


Arguments = dict[str, "str | Row"]
