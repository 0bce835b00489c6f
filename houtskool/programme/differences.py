"""What changed between two versions, per measure and per word. Pure: two contents in, differences out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from houtskool.kernel.textdiff import Piece, pieces
from houtskool.programme.content import Content
from houtskool.programme.models import Measure
from houtskool.programme.money import euros

# The fields that are compared, in the order in which a reader sees them.
FIELDS = (
    "kind", "number", "title", "text", "result", "line", "part_of", "goal", "portfolio_holder", "department",
    "owner", "partners", "counterpart", "city_signed_on", "counterpart_signed_on", "themes", "domains",
    "planned", "started_ahead", "weight", "depends_on", "milestones", "budget",
)  # fmt: skip


@dataclass(frozen=True)
class FieldChange:
    """A field that reads otherwise, word by word."""

    name: str
    before: str
    after: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class MeasureChange:
    """`how` is "new", "gone" or "changed"; of a new or gone measure the fields hold all that it says."""

    key: str
    title: str
    how: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class Difference:
    """`programme`: title, ambition and the action lines by their titles; `same`: how many did not change."""

    programme: tuple[FieldChange, ...]
    measures: tuple[MeasureChange, ...]
    same: int

    @property
    def is_empty(self) -> bool:
        return not (self.programme or self.measures)


def difference(before: Content, after: Content) -> Difference:
    """What `after` says otherwise than `before`, its measures in the order of `after`, gone ones last."""
    words_before, words_after = _named(before), _named(after)
    old = {measure["key"]: measure for measure in before["measures"]}
    new = {measure["key"]: measure for measure in after["measures"]}
    changes = []
    for key, measure in new.items():
        fields = tuple(_fields(old.get(key), measure, words_before, words_after))
        if key not in old or fields:
            changes.append(MeasureChange(key, measure["title"], "changed" if key in old else "new", fields))
    for key, measure in old.items():
        if key not in new:
            gone = tuple(_fields(measure, None, words_before, words_after))
            changes.append(MeasureChange(key, measure["title"], "gone", gone))
    kept = sum(key in old for key in new) - sum(change.how == "changed" for change in changes)
    return Difference(tuple(_programme(before, after)), tuple(changes), kept)


def changed(before: Content, after: Content) -> tuple[FieldChange, ...]:
    """The fields of one measure, or of a part of it, that read otherwise, in the order of `after`."""
    found = ((name, shown(name, before.get(name), {}), shown(name, after[name], {})) for name in after)
    return tuple(_change(name, was, now) for name, was, now in found if was != now)


def _programme(before: Content, after: Content) -> Iterator[FieldChange]:
    for name in ("title", "ambition"):
        if before[name] != after[name]:
            yield _change(name, before[name], after[name])
    old, new = (
        "\n".join(f"{line['title']}: {line['text']}".rstrip(": ") for line in content["lines"])
        for content in (before, after)
    )
    if old != new:
        yield _change("lines", old, new)


def _fields(
    before: Content | None, after: Content | None, old: Mapping[str, str], new: Mapping[str, str]
) -> Iterator[FieldChange]:
    for name in FIELDS:
        value_before = before.get(name) if before else None
        value_after = after.get(name) if after else None
        if value_before == value_after:
            continue
        was, now = shown(name, value_before, old), shown(name, value_after, new)
        if was != now:
            yield _change(name, was, now)


def _change(name: str, before: str, after: str) -> FieldChange:
    return FieldChange(name, before, after, pieces(before, after))


def _named(content: Content) -> dict[str, str]:
    """Key → title of the action lines and measures: a reader knows them by that."""
    return {one["key"]: one["title"] for one in (*content["lines"], *content["measures"])}


def shown(name: str, value: Any, titles: Mapping[str, str]) -> str:
    """A field's value as a reader reads it; "" for what is not filled in."""
    match name, value:
        case _, None | "" | []:
            return ""
        case (("line" | "part_of"), str()):
            return titles.get(value, "")
        case "depends_on", list():
            return ", ".join(titles.get(key, "") for key in value)
        case "kind", str():
            return str(Measure.Kind(value).label)
        case (("city_signed_on" | "counterpart_signed_on"), str()):
            return date_format(date.fromisoformat(value), "j F Y")
        case "planned", dict():
            return str(value["words"])
        case "milestones", list():
            return "\n".join(map(_milestone, value))
        case "budget", list():
            return "\n".join(map(_budget, value))
        case _, list():
            return ", ".join(map(str, value))
        case _:
            return str(value)


def _milestone(one: Mapping[str, Any]) -> str:
    words = one["planned"]["words"] if one["planned"] else ""
    beside = ", ".join(filter(None, [words, _("kritiek") if one["critical"] else ""]))
    return f"{one['title']} ({beside})" if beside else str(one["title"])


def _budget(one: Mapping[str, Any]) -> str:
    parts: Sequence[str] = [
        str(one["year"] or ""),
        one["title"],
        euros(Decimal(one["amount"])) if one["amount"] is not None else "",
        one["cover"],
    ]
    return " · ".join(filter(None, parts))
