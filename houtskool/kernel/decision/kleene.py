"""Three-valued logic: yes, no and unknown, where unknown is not no. And conditions on a given, in that
logic.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeAlias

from houtskool.kernel.decision.arrays import SAME

Truth: TypeAlias = bool | None  # None is unknown


def all_of(states: Iterable[Truth]) -> Truth:
    """No when one is no; else unknown when one is unknown; else yes (also of nothing).

    Source: Kleene, Introduction to Metamathematics (1952), § 64, the strong connectives.
    """
    seen = set(states)
    return False if False in seen else None if None in seen else True


def any_of(states: Iterable[Truth]) -> Truth:
    """Yes when one is yes; else unknown when one is unknown; else no (also of nothing)."""
    seen = set(states)
    return True if True in seen else None if None in seen else False


def negation(state: Truth) -> Truth:
    """Unknown denied stays unknown."""
    return None if state is None else not state


class Operator(StrEnum):
    """How a given is held against a bound."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOVE = "above"
    BELOW = "below"
    EQUALS = "equals"
    DIFFERS = "differs"
    ONE_OF = "one_of"
    NONE_OF = "none_of"


Given: TypeAlias = float | Decimal | str | bool | date


def holds(given: Given | None, operator: Operator, bound: Given | Collection[Given] | None) -> Truth:
    """Whether the condition holds; unknown when the given or the bound is.

    Floats that differ less than 1e-9 are equal, so that a mean of scores at the bound is at the bound;
    Decimals and dates are held exactly. Raises ValueError when given and bound cannot be compared (a number
    and a day).
    """
    if given is None or bound is None:
        return None
    try:
        return _holds(given, Operator(operator), bound)
    except TypeError as error:
        refusal = f"cannot hold {given!r} {operator} {bound!r}"
        raise ValueError(refusal) from error


def _holds(given: Any, operator: Operator, bound: Any) -> bool:
    match operator:
        case Operator.EQUALS:
            return _same(given, bound)
        case Operator.DIFFERS:
            return not _same(given, bound)
        case Operator.ONE_OF:
            return any(_same(given, one) for one in bound)
        case Operator.NONE_OF:
            return not any(_same(given, one) for one in bound)
        case Operator.AT_LEAST:
            return bool(given > bound) or _same(given, bound)
        case Operator.AT_MOST:
            return bool(given < bound) or _same(given, bound)
        case Operator.ABOVE:
            return bool(given > bound) and not _same(given, bound)
        case Operator.BELOW:
            return bool(given < bound) and not _same(given, bound)


def _same(given: Any, bound: Any) -> bool:
    if isinstance(given, float) or isinstance(bound, float):
        return bool(abs(given - bound) <= SAME)
    return bool(given == bound)
