"""What anybody may read of a programme: what was presented or adopted, and how it goes since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Prefetch
from django.urls import reverse

from houtskool.kernel.vaguedate import Period
from houtskool.programme import frozen
from houtskool.programme.actions.versions import is_adopted
from houtskool.programme.content import Content, read
from houtskool.programme.models import Measure, Milestone, Version
from houtskool.programme.money import Sums, posts_said, total
from houtskool.programme.overview import Voices
from houtskool.programme.standing import Progress, Standing, rolled_up, standing


@dataclass(frozen=True)
class Row:
    """A measure as the version says it (`said`), and how the live one stands; None when it is gone since."""

    said: Content
    live: Measure | None
    standing: Standing | None
    voices: Voices
    money: Sums

    @property
    def kind(self) -> str:
        return str(Measure.Kind(self.said["kind"]).label)


@dataclass(frozen=True)
class Part:
    title: str
    text: str
    rows: Sequence[Row]
    progress: Progress


def path_of(measure: Measure) -> str:
    """The public page of a measure."""
    return reverse("public:measure", args=[measure.key])


def latest(at: date) -> list[Version]:
    """Of each process the last version that anybody may read on a day, newest first."""
    found: dict[int, Version] = {}
    rows = Version.objects.published().known_on(at).select_related("process")
    for version in rows.order_by("-number"):
        found.setdefault(version.process_id, version)
    return sorted(found.values(), key=lambda version: version.on, reverse=True)


def latest_of(process: int, at: date) -> Version | None:
    return Version.objects.published().known_on(at).filter(process=process).select_related("process").first()


def parts(version: Version, at: date) -> list[Part]:
    """The version under its lines, each measure with how it stands. Costs a fixed number of queries."""
    content = read(version.content)
    rows = _rows(version, content, content["measures"], at)
    lines = [*content["lines"], {"key": None, "title": "", "text": ""}]
    found = []
    for line in lines:
        mine = [row for row in rows if row.said["line"] == line["key"]]
        if mine or line["key"]:
            live = [row.live for row in mine if row.live]
            found.append(Part(line["title"], line["text"], mine, rolled_up(live, at)))
    return found


def row_of(version: Version, key: str, at: date) -> Row | None:
    """One measure of the version; None when it does not hold it."""
    content = read(version.content)
    said = [one for one in content["measures"] if one["key"] == key]
    return _rows(version, content, said, at)[0] if said else None


def titles(version: Version) -> Mapping[str, str]:
    return {one["key"]: one["title"] for one in read(version.content)["measures"]}


def _rows(version: Version, content: Content, said: Sequence[Content], at: date) -> list[Row]:
    # A milestone that was added since is of those who work on it, and was not decided.
    decided = {milestone["title"] for one in said for milestone in one["milestones"]}
    live = {
        str(measure.key): measure
        for measure in Measure.objects.filter(key__in=[one["key"] for one in said]).prefetch_related(
            Prefetch("milestones", Milestone.objects.filter(title__in=decided)), "themes"
        )
    }
    voices = frozen.voices(version, said)
    adopted = is_adopted(version.process, at)
    rows = []
    for one in said:
        measure = live.get(one["key"])
        if measure is not None:
            _as_decided(measure, one)
        stands = standing(measure, adopted=adopted, at=at) if measure else None
        if stands and stands.look == "sketch":
            # Of one version all is called what it is called itself: no concept in a sketch.
            stands = replace(stands, label=str(version.get_stage_display()))
        cost = total(posts_said(one, content.get("until")))
        rows.append(Row(one, measure, stands, voices.get(one["key"], Voices(0, ())), cost))
    return rows


def _as_decided(measure: Measure, said: Content) -> None:
    """The live row as far as its execution goes; what it is called and when it was to be, as decided."""
    measure.title, measure.number, measure.kind = said["title"], said["number"], said["kind"]
    planned = said["planned"]
    days = [planned[end] and date.fromisoformat(planned[end]) for end in ("start", "end")] if planned else []
    measure.planned = Period(planned["words"], *days) if planned else None
