"""Statements that say nearly the same, by a simple measure that is the same everywhere.

The Dutch stems of both texts are compared as sets, without the little words that every sentence has:
2 · |both| / (|one| + |other|), Dice's coefficient. From NEAR on two statements are shown beside each other;
a person decides. "Niet" is no little word: with and without it a sentence says something else, and the two
are still shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from houtskool.deliberation.models import Statement
from houtskool.inventory.search_text import stems

NEAR = 0.6
_WORDS = """
de het een en of maar want dus dat die dit deze er is zijn was wordt worden van voor met op in aan bij om te
tot uit door naar als ook nog wel zo dan daar hier ik wij we u jij je hij zij ze men ons onze hun moet moeten
kan kunnen mag mogen zal zullen wil willen heeft hebben heb
"""
_LITTLE = frozenset(stems(_WORDS))


@dataclass(frozen=True)
class Double:
    """A statement that is there, and how much it is like the words at hand, from 0 to 1."""

    statement: Statement
    likeness: float


def weighty(text: str) -> frozenset[str]:
    """The stems that carry what a sentence says; all of them where nothing else is left."""
    found = frozenset(stems(text))
    return found - _LITTLE or found


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 0.0


def near(text: str, statements: Iterable[Statement], *, most: int = 3) -> list[Double]:
    """Of these statements those that are near to the text, the nearest first."""
    own = weighty(text)
    found = [Double(statement, likeness(own, weighty(statement.words))) for statement in statements]
    return sorted((one for one in found if one.likeness >= NEAR), key=lambda one: -one.likeness)[:most]
