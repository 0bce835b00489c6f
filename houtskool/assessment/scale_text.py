"""A scale as people write it: per line a score, its value, and what the score means. Pure.

0; 0; Er is niets op papier.
5; 0,6; Er is een plan.
10; 1; Het plan wordt uitgevoerd.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from houtskool.kernel.decision import Scale

Anchor = tuple[float, float, str]


def anchors(text: str) -> list[Anchor]:
    """(score, value, meaning) of each line, scores ascending.

    Raises ValidationError, with the number of the line, for what is no scale; an empty text is no scale yet.
    """
    found: list[Anchor] = []
    for place, line in enumerate(text.splitlines(), 1):
        if line.strip():
            found.append(_anchor(place, line))
    if not found:
        return []
    found.sort(key=lambda anchor: anchor[0])
    scores = [score for score, _value, _words in found]
    if len(found) < 2:
        raise ValidationError(
            _("Een schaal heeft minstens twee regels nodig: de laagste en de hoogste score.")
        )
    if len(set(scores)) < len(scores):
        twice = next(score for score in scores if scores.count(score) > 1)
        raise ValidationError(
            _("De score %(score)s staat er twee keer. Geef elke score één regel.") % {"score": number(twice)}
        )
    return found


def written(found: Iterable[Anchor]) -> str:
    """The one way in which a scale is kept."""
    return "\n".join(
        "; ".join(filter(None, [number(score), number(value), words])) for score, value, words in found
    )


def scale_of(found: Iterable[Anchor]) -> Scale | None:
    points = tuple((score, value) for score, value, _words in found)
    return Scale(points) if points else None


def number(value: float) -> str:
    """With a decimal comma, and no more digits than were given."""
    return repr(float(value)).removesuffix(".0").replace(".", ",")


def _anchor(place: int, line: str) -> Anchor:
    parts = [part.strip() for part in line.split(";", 2)]
    score = _read(parts[0])
    value = _read(parts[1]) if len(parts) > 1 else None
    if score is None or value is None:
        raise ValidationError(
            _(
                "Regel %(line)s: zet er een score, een waarde en wat de score betekent, "
                "zoals “5; 0,6; Er is een plan.”"
            )
            % {"line": place}
        )
    if not 0 <= value <= 1:
        raise ValidationError(
            _("Regel %(line)s: de waarde ligt tussen 0 en 1; er staat %(value)s.")
            % {"line": place, "value": parts[1]}
        )
    return score, value, parts[2] if len(parts) > 2 else ""


def _read(text: str) -> float | None:
    try:
        found = float(text.replace(",", "."))
    except ValueError:
        return None
    return found if isfinite(found) else None
