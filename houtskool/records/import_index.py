"""Which thing a row of a spreadsheet means: by its number, or by the keys of its kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from houtskool.records.import_kinds import ID, Kind


class Index:
    """The things that some rows may mean, by their keys, kept up to date while rows are added and changed."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.things: dict[int, Any] = {}
        self.by_key: list[dict[str, int]] = [{} for _ in kind.keys]
        self.all_known = False

    def look_up(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Know what these rows may mean: in one query, with the ones for what the columns need."""
        if self.all_known:
            return
        conditions = []
        if numbers := [number for row in rows if (number := _number(row.get(ID))) is not None]:
            conditions.append(Q(pk__in=numbers))
        for key in self.kind.keys:
            if key.among is None:
                self.all_known = True
            elif words := list(dict.fromkeys(filter(None, map(key.of_values, rows)))):
                conditions.append(key.among(words))
        found = self.kind.rows()
        if not self.all_known:
            if not conditions:
                return
            found = found.filter(Q(*conditions, _connector=Q.OR))
        for thing in found:
            self.keep(thing)

    def keep(self, thing: Any) -> None:
        before = self.things.get(thing.pk)
        for key, known in zip(self.kind.keys, self.by_key, strict=True):
            old = key.of_thing(before) if before is not None else ""
            if known.get(old) == thing.pk:
                del known[old]
            if word := key.of_thing(thing):
                known.setdefault(word, thing.pk)
        self.things[thing.pk] = thing

    def find(self, values: Mapping[str, Any]) -> Any:
        """The thing that a row means, None for a new one. Raises ValidationError when that is not clear."""
        if identity := values.get(ID):
            return self._by_id(str(identity))
        for index, (key, known) in enumerate(zip(self.kind.keys, self.by_key, strict=True)):
            word = key.of_values(values)
            if word in known:
                thing = self.things[known[word]]
                self._refuse_contradiction(thing, values, self.kind.keys[:index])
                return thing
        return None

    def _by_id(self, identity: str) -> Any:
        number = _number(identity)
        thing = self.things.get(number) if number is not None else None
        if thing is None:
            raise ValidationError(
                f"Er is geen {self.kind.singular} met id {identity}; misschien is die weg of samengevoegd. "
                "Maak de cel leeg om de rij als nieuw toe te voegen."
            )
        return thing

    def _refuse_contradiction(self, thing: Any, values: Mapping[str, Any], stronger: Sequence[Any]) -> None:
        for key in stronger:
            here, there = key.of_values(values), key.of_thing(thing)
            if here and there and here != there:
                raise ValidationError(
                    f"‘{thing}’ staat al in het overzicht, maar met {key.label} {there}; hier staat {here}. "
                    "Verbeter het, of geef de rij een naam die het verschil laat zien."
                )


def _number(identity: Any) -> int | None:
    text = str(identity or "")
    return int(text) if text.isdecimal() and len(text) < 18 else None
