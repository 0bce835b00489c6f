"""What one version of a framework says otherwise than another. Pure: two contents in, differences out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from houtskool.assessment.content import Content
from houtskool.assessment.models import Condition, Criterion, Question, SupportKind
from houtskool.assessment.option_text import written as written_options
from houtskool.assessment.scale_text import number, written
from houtskool.kernel.textdiff import Piece, pieces

# The fields that are compared, in the order in which a reader sees them.
FRAMEWORK = ("title", "text", "threshold")
CRITERION = (
    *("question", "explanation", "scale", "weight", "importance"),
    *("knockout", "evidence", "preference", "grounds"),
)
QUESTION = ("text", "help", "kind", "options", "asked_first")
SUPPORT = (
    *("name", "text", "conditions", "limit", "route", "legal_effect", "legal_basis", "is_aid", "for_buyers"),
    "rules",
)
# A question has its own words for fields that other parts have too.
ASKED = "question."


@dataclass(frozen=True)
class FieldChange:
    """A field that reads otherwise, word by word."""

    name: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class PartChange:
    """`how` is "new", "gone", "changed" or "moved"; of a new or gone part the fields hold all it says."""

    key: str
    title: str
    how: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class Difference:
    framework: tuple[FieldChange, ...]
    criteria: tuple[PartChange, ...]
    questions: tuple[PartChange, ...]
    support: tuple[PartChange, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.framework or self.criteria or self.questions or self.support)


def difference(before: Content, after: Content) -> Difference:
    """What `after` says otherwise than `before`; parts in the order of `after`, gone ones last."""
    return Difference(
        tuple(_fields(before, after, FRAMEWORK)),
        tuple(_parts(before["criteria"], after["criteria"], CRITERION, "question")),
        tuple(_parts(before["questions"], after["questions"], QUESTION, "text", ASKED)),
        tuple(_parts(before["support"], after["support"], SUPPORT, "name")),
    )


def _parts(
    before: list[Content], after: list[Content], names: tuple[str, ...], title: str, prefix: str = ""
) -> Iterator[PartChange]:
    old, new = {one["key"]: one for one in before}, {one["key"]: one for one in after}
    kept_before = [key for key in old if key in new]
    kept_after = [key for key in new if key in old]
    for key, one in new.items():
        fields = tuple(_fields(old.get(key, {}), one, names, prefix))
        if key not in old:
            yield PartChange(key, one[title], "new", fields)
        elif fields:
            yield PartChange(key, one[title], "changed", fields)
        elif kept_before.index(key) != kept_after.index(key):
            yield PartChange(key, one[title], "moved", ())
    for key, one in old.items():
        if key not in new:
            yield PartChange(key, one[title], "gone", tuple(_fields(one, {}, names, prefix)))


def _fields(
    before: Content, after: Content, names: tuple[str, ...], prefix: str = ""
) -> Iterator[FieldChange]:
    for name in names:
        was, now = shown(name, before.get(name)), shown(name, after.get(name))
        if was != now:
            yield FieldChange(prefix + name, pieces(was, now))


def shown(name: str, value: Any) -> str:
    """A field's value as a reader reads it; "" for what is not filled in."""
    if value is None or value is False or value in ("", [], {}):
        return ""
    match name, value:
        case _, True:
            return _("ja")
        case "route", str():
            return str(SupportKind.Route(value).label)
        case "kind", str():
            return str(Question.Kind(value).label)
        case "options", list():
            return written_options(value)
        case "rules", list():
            return "\n".join(map(_rule, value))
        case "scale", list():
            return written(value)
        case "knockout", dict():
            return ", ".join(f"{Criterion.Bound(key).label} {number(bound)}" for key, bound in value.items())
        case "grounds", list():
            return "\n".join(map(_ground, value))
        case _, dict():
            return ", ".join(f"{key}: {one}" for key, one in value.items())
        case _, float() | int():
            return number(value)
        case _:
            return str(value)


def _ground(one: Mapping[str, Any]) -> str:
    said = f"inbreng {one['contribution']}" if one["contribution"] else one["law"] or one["decision"]
    return f"{said}: {one['reason']}" if one["reason"] else str(said)


def _rule(one: Mapping[str, Any]) -> str:
    """A rule in one line: its sentence, what is held against what, and where one is led otherwise."""
    held = f"{one['field']} {Condition.Operator(one['operator']).label} {one['value'] or one['parameter']}"
    softer = Condition.Consequence(one["consequence"]).label
    parts = [held, str(softer), one["alternative"], one["legal_reference"]]
    return f"{one['sentence']} ({'; '.join(filter(None, parts))})"


def labels() -> dict[str, Any]:
    """The name of each field, as a reader knows it."""
    found: dict[str, Any] = {}
    for model in (SupportKind, Criterion):
        for field in model._meta.fields:
            found[field.name] = field.verbose_name
    found["rules"] = Condition._meta.verbose_name_plural
    return found | {f"{ASKED}{field.name}": field.verbose_name for field in Question._meta.fields}
