"""The choices of a question as people write them, one a line: "sleutel; woorden". Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def options(text: str) -> list[list[str]]:
    """[key, words] of each choice; a line without words is its own words."""
    pairs = (line.partition(";") for line in text.splitlines() if line.strip())
    return [[key.strip(), words.strip() or key.strip()] for key, _, words in pairs]


def written(pairs: Iterable[Sequence[str]]) -> str:
    """The one way in which choices are kept."""
    return "\n".join(f"{key}; {words}" for key, words in pairs)
