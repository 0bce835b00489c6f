"""The two sides of an agreement: who said yes, and what changed in the words since."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from houtskool.programme.content import agreed, canonical
from houtskool.programme.differences import FieldChange, changed, shown
from houtskool.programme.models import Measure, SignedText

# Each side → the field of the measure that holds the day of its yes.
DAYS: Mapping[str, str] = {
    SignedText.Side.CITY: "city_signed_on",
    SignedText.Side.PARTNER: "counterpart_signed_on",
}


@dataclass(frozen=True)
class Side:
    """`on`: the day of its yes, None as long as there is none; `changed`: what reads otherwise since."""

    name: str
    on: date | None
    by: str
    changed: tuple[FieldChange, ...]

    @property
    def label(self) -> str:
        return str(SignedText.Side(self.name).label)

    @property
    def is_stale(self) -> bool:
        return bool(self.changed)

    @property
    def holds(self) -> bool:
        return self.on is not None and not self.changed


def text_of(measure: Measure) -> str:
    """The words of the agreement as they are now, in the one way in which they are kept."""
    return canonical(agreed(measure))


def clauses(measure: Measure) -> list[tuple[str, str]]:
    """The same for a reader: the name of a field with what it says; what says nothing is left out."""
    said = ((name, shown(name, value, {})) for name, value in agreed(measure).items())
    return [(name, words) for name, words in said if words]


def sides(measure: Measure) -> Sequence[Side]:
    """The municipality and the partner. Asks nothing of what was fetched with its parts."""
    now = agreed(measure)
    kept = {one.side: one for one in measure.signed_texts.all()}
    found = []
    for name, field in DAYS.items():
        on, text = getattr(measure, field), kept.get(name)
        known = text is not None and on is not None and text.on == on
        since = changed(json.loads(text.text), now) if known and text else ()
        by = measure.counterpart_signed_by if name == SignedText.Side.PARTNER else ""
        found.append(Side(name, on, by, since))
    return found


def holds(measure: Measure) -> bool:
    """Whether both sides said yes to the words as they are now."""
    return all(side.holds for side in sides(measure))
