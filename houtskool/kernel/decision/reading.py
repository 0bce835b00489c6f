"""A framework and scores from what people wrote: checked one by one, each problem with its place, in
Dutch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from math import isfinite
from typing import Any

from houtskool.kernel.decision.framework import Criterion, Framework, KnockOut
from houtskool.kernel.decision.kleene import Operator, holds
from houtskool.kernel.decision.promethee import USUAL, Preference, Shape
from houtskool.kernel.decision.scale import Scale

# What is reckoned with, and behind it what only people read and the assessment room writes beside it.
_WHOLE = ("title", "threshold", "criterion", "text", "question", "support", "source")
_CRITERION = (
    *("key", "question", "weight", "order", "scale", "knockout", "preference"),
    *("explanation", "evidence", "anchors", "law"),
)
_KNOCKOUTS = (Operator.AT_LEAST, Operator.AT_MOST, Operator.EQUALS)
_NEEDED = {
    Shape.U_SHAPE: "q",
    Shape.V_SHAPE: "p",
    Shape.LEVEL: "qp",
    Shape.LINEAR: "qp",
    Shape.GAUSSIAN: "s",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """at: the place of the criterion (from 0) or the number of the row; None for the whole."""

    text: str
    at: int | None = None


class Unreadable(ValueError):
    """What was given cannot be used; all problems that were found, in Dutch."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(" ".join(problem.text for problem in problems))
        self.problems = tuple(problems)


@dataclass(slots=True)
class _Table:
    """A table of keys as written, which notes what is wrong with it and what was not asked for."""

    given: Mapping[str, Any]
    at: int | None = None
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, text: str) -> None:
        self.problems.append(Problem(text, self.at))

    def text(self, key: str, *, needed: bool = True) -> str:
        value = self.given.get(key, "")
        if not isinstance(value, str) or (needed and not value.strip()):
            self.refuse(f'‘{key}’ ontbreekt of is geen tekst. Zet {key} = "…".')
            return ""
        return value.strip()

    def number(self, key: str) -> float | None:
        value = self.given.get(key)
        if value is None:
            return None
        found = _number(value)
        if found is None:
            self.refuse(f"‘{key}’ moet een getal zijn; er staat {shown(value)}.")
        return found

    def unread(self, known: Sequence[str]) -> list[str]:
        """The keys that nobody reads. One that looks like a known key is refused: a knock-out with a typing
        error must not be passed over.
        """
        left = []
        for key in self.given:
            if key not in known:
                meant = get_close_matches(key.lower(), known, 1, 0.75)
                if meant:
                    self.refuse(f"‘{key}’ bestaat niet. Bedoelde u ‘{meant[0]}’?")
                left.append(key)
        return left


def read_framework(data: Mapping[str, Any]) -> Framework:
    """The framework in a parsed TOML document: title, threshold and a list of criteria.

    Raises Unreadable with every problem; `at` is the place of the criterion.
    """
    whole = _Table(data)
    whole.unread(_WHOLE)
    title, threshold = whole.text("title", needed=False), whole.number("threshold")
    if threshold is None and "threshold" not in data:
        whole.refuse("‘threshold’ ontbreekt. Geef de waarde, van 0 tot 1, vanaf waar het advies positief is.")
    elif threshold is not None and not 0 <= threshold <= 1:
        whole.refuse(f"‘threshold’ moet tussen 0 en 1 liggen; er staat {threshold:g}.")
    listed = data.get("criterion", [])
    if not isinstance(listed, list) or not all(isinstance(one, Mapping) for one in listed) or not listed:
        whole.refuse("er is geen criterium. Begin elk criterium met een regel [[criterion]].")
        raise Unreadable(whole.problems)
    criteria: list[Criterion] = []
    for place, given in enumerate(listed):
        table = _Table(given, place, whole.problems)
        criterion = _criterion(table)
        if criterion and any(criterion.key == other.key for other in criteria):
            table.refuse(f"de sleutel ‘{criterion.key}’ is al gebruikt. Geef elk criterium een eigen ‘key’.")
        elif criterion:
            criteria.append(criterion)
    _check_weights(listed, whole)
    if whole.problems:
        raise Unreadable(whole.problems)
    return Framework(title, threshold or 0.0, tuple(criteria))


def unread_keys(data: Mapping[str, Any]) -> list[Problem]:
    """What stands in the document and is not used here, such as a description: to be told, not refused."""
    found = [Problem(f"‘{key}’ wordt hier niet gebruikt.") for key in _Table(data).unread(_WHOLE)]
    for place, one in enumerate(data.get("criterion", [])):
        found += [
            Problem(f"‘{key}’ wordt hier niet gebruikt.", place) for key in _Table(one).unread(_CRITERION)
        ]
    return found


def _check_weights(listed: list[Mapping[str, Any]], whole: _Table) -> None:
    weighing = [one for one in listed if "weight" in one or "order" in one]
    without = [one for one in weighing if "weight" not in one]
    if not weighing:
        whole.refuse("geen enkel criterium weegt mee. Geef ze een ‘weight’ of een ‘order’.")
    elif without and len(without) < len(weighing):
        names = ", ".join(str(one.get("key", "?")) for one in without)
        whole.refuse(
            f"sommige criteria hebben een ‘weight’ en andere niet ({names}). "
            "Geef ze allemaal een ‘weight’, of allemaal alleen een ‘order’."
        )
    elif not without and not any(_number(one["weight"]) for one in weighing):
        whole.refuse("alle gewichten zijn 0. Geef ten minste één criterium een gewicht boven 0.")


def _criterion(table: _Table) -> Criterion | None:
    before = len(table.problems)
    table.unread(_CRITERION)
    key, question = table.text("key"), table.text("question", needed=False)
    weight, order = table.number("weight"), table.given.get("order")
    if weight is not None and weight < 0:
        table.refuse(f"‘weight’ mag niet onder 0 zijn; er staat {weight:g}.")
    if order is not None and (isinstance(order, bool) or not isinstance(order, int) or order < 1):
        table.refuse(
            f"‘order’ moet een heel getal vanaf 1 zijn (1 is het belangrijkst); er staat {shown(order)}."
        )
    scale, knockout, preference = _scale(table), _knockout(table), _preference(table)
    if scale and knockout and not _possible(knockout, scale):
        table.refuse(
            f"‘knockout’: geen score op de schaal ({scale.first:g} tot en met {scale.last:g}) voldoet aan "
            f"{knockout.operator} = {knockout.bound:g}."
        )
    if weight is None and order is None and knockout is None and len(table.problems) == before:
        table.refuse("geef een ‘weight’ of een ‘order’; zonder mag alleen bij een ‘knockout’.")
    if (weight is not None or order is not None) and "scale" not in table.given:
        table.refuse(
            "‘scale’ ontbreekt. Geef punten van score en waarde, zoals scale = [[0, 0.0], [10, 1.0]]."
        )
    if len(table.problems) > before:
        return None
    return Criterion(key, question, scale, weight, order, knockout, preference)


def _scale(table: _Table) -> Scale | None:
    given = table.given.get("scale")
    if given is None:
        return None
    pairs = given if isinstance(given, list) else []
    points = []
    for pair in pairs:
        both = [_number(one) for one in pair] if isinstance(pair, list) and len(pair) == 2 else []
        if len(both) == 2 and both[0] is not None and both[1] is not None and 0 <= both[1] <= 1:
            points.append((both[0], both[1]))
    points.sort()
    if len(pairs) < 2 or len(points) < len(pairs):
        table.refuse("‘scale’ moet ten minste twee punten [score, waarde] hebben, met waarden van 0 tot 1.")
        return None
    if len({score for score, _ in points}) < len(points):
        table.refuse("‘scale’ noemt een score twee keer. Geef elke score één waarde.")
        return None
    return Scale(tuple(points))


def _knockout(table: _Table) -> KnockOut | None:
    given = table.given.get("knockout")
    if given is None:
        return None
    allowed = ", ".join(_KNOCKOUTS)
    if not isinstance(given, Mapping) or len(given) != 1 or (name := next(iter(given))) not in _KNOCKOUTS:
        table.refuse(
            f"‘knockout’ moet één voorwaarde zijn, zoals {{ at_least = 3 }}. U kunt gebruiken: {allowed}."
        )
        return None
    bound = _number(given[name])
    if bound is None:
        table.refuse(f"‘knockout’: {name} moet een getal zijn; er staat {shown(given[name])}.")
        return None
    return KnockOut(Operator(name), bound)


def _possible(knockout: KnockOut, scale: Scale) -> bool:
    """Whether any score on the scale passes."""
    nearest = min(max(knockout.bound, scale.first), scale.last)
    return bool(holds(nearest, knockout.operator, knockout.bound))


def _preference(table: _Table) -> Preference:
    given = table.given.get("preference")
    if given is None:
        return USUAL
    if not isinstance(given, Mapping):
        table.refuse('‘preference’ moet een tabel zijn, zoals { type = "linear", q = 1, p = 3 }.')
        return USUAL
    part = _Table(given, table.at, table.problems)
    before = len(part.problems)
    for key in given:
        if key not in ("type", "q", "p", "s"):
            part.refuse(f"‘preference’: ‘{key}’ bestaat niet. U kunt gebruiken: type, q, p, s.")
    name = given.get("type", str(Shape.USUAL))
    if name not in list(Shape):
        part.refuse(f"‘preference’: het type {shown(name)} bestaat niet. Kies uit: {', '.join(Shape)}.")
        return USUAL
    shape = Shape(name)
    numbers = {key: part.number(key) for key in "qps"}
    for key in _NEEDED.get(shape, ""):
        if numbers[key] is None and key not in given:
            part.refuse(f"‘preference’: type {shape} heeft ook ‘{key}’ nodig.")
    if len(part.problems) > before:
        return USUAL
    try:
        return Preference(shape, **{key: number or 0.0 for key, number in numbers.items()})
    except ValueError:
        part.refuse(
            "‘preference’: q, p en s mogen niet onder 0 zijn, p en s moeten boven 0 zijn, en p boven q."
        )
        return USUAL


def _number(value: Any) -> float | None:
    """A number of TOML, in which true and nan are no numbers to reckon with."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return None
    return float(value)


def shown(value: Any) -> str:
    words = str(value)
    return f"‘{words if len(words) <= 40 else words[:39] + '…'}’"
