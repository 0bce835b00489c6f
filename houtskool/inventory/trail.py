"""What became of a contribution, step by step: from reception by way of merge, theme, answer and consent to
what higher rooms add.

Every step is read from the rows and from the journal, never written by an action: so whatever path changed a
contribution, a bulk path included, shows. A room registers its source in AppConfig.ready().
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from houtskool.inventory.models import Contribution
from houtskool.records.journal import canonical


@dataclass(frozen=True)
class Step:
    """One thing that happened. `key` tells it apart in every language: the digest is made of it.

    `note` is a longer text, such as the reason of an answer. `url` is a page that anybody may open, or none.
    An `own` step is about this very contribution: whoever follows it from one that was merged into it does
    not see it. A `private` step is between the contributor and the municipality. `former` ones were replaced,
    as a first answer by a second. `decided` says ink, otherwise sketch.
    """

    when: datetime
    text: str
    key: str
    note: str = ""
    url: str = ""
    own: bool = False
    private: bool = False
    former: bool = False
    decided: bool = True


Contributions = models.QuerySet[Contribution]
Steps = Mapping[int, Sequence[Step]]
# Takes many contributions at once, gives steps by their numbers; its queries do not grow with them.
Source = Callable[[Sequence[Contribution]], Steps]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    _sources[name] = source


def registered() -> dict[str, Source]:
    return dict(_sources)


def of(contributions: Iterable[Contribution]) -> dict[int, list[Step]]:
    """The steps of each contribution in the order of time; a merged one goes on with the kept one's."""
    asked = {one.pk: one for one in contributions}
    leading = {one.merged_into_id for one in asked.values() if one.merged_into_id} - asked.keys()
    kept = list(with_places(Contribution.objects.filter(pk__in=leading))) if leading else []
    found = _gathered([*asked.values(), *kept])
    return {pk: _followed(one, found) for pk, one in asked.items()}


def with_places(rows: Contributions) -> Contributions:
    """With what the steps mention, so that they need no query of their own."""
    return rows.select_related("gathering", "table", "document", "contributor__contact", "group")


def digest(steps: Mapping[int, Sequence[Step]]) -> str:
    """64 hexadecimal digits that change when anything is added to these trails or leaves them."""
    told = [[pk, [step.key for step in steps[pk]]] for pk in sorted(steps)]
    return hashlib.sha256(canonical(told).encode()).hexdigest()


def _gathered(contributions: Sequence[Contribution]) -> dict[int, list[Step]]:
    found: dict[int, list[Step]] = {one.pk: [] for one in contributions}
    for source in _sources.values():
        for pk, steps in source(contributions).items():
            found[pk] += steps
    return {pk: sorted(steps, key=lambda step: step.when) for pk, steps in found.items()}


def _followed(contribution: Contribution, found: Mapping[int, list[Step]]) -> list[Step]:
    steps = found[contribution.pk]
    if contribution.merged_into_id is None:
        return steps
    told = {step.text for step in steps if not step.own}
    shared = [step for step in found[contribution.merged_into_id] if not step.own and step.text not in told]
    return sorted([*steps, *shared], key=lambda step: step.when)
