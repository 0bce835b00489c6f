"""Who is heard, invited or silent: per group and target group, in a process or on one of its themes.

Heard: somebody of the group came, said something that stands in the inventory, was interviewed, or the
group makes the programme itself.
Invited: asked, or meant to be asked, and nobody knows that somebody came. Silent: neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from houtskool.accounts.roles import FACILITATES
from houtskool.process import voices
from houtskool.process.models import Gathering, Invitation, Involvement, Process, Table
from houtskool.process.status import Gap
from houtskool.sector.models import StakeholderGroup, Theme

State = Literal["heard", "invited", "silent"]
_HOW_IN = (Involvement.How.CORE_GROUP, Involvement.How.FACILITATES)
_HOW_HEARD = (Involvement.How.INTERVIEWED, *_HOW_IN)
_HOW_ASKED = (Involvement.How.INVITED, Involvement.How.TAKES_PART)


@dataclass(frozen=True)
class Line:
    """A stakeholder group: counts of people, what higher rooms count (ordered as `voices`), its state."""

    group: StakeholderGroup
    invited: int
    coming: int
    present: int
    said: tuple[int, ...]
    state: State
    why: str


@dataclass(frozen=True)
class Target:
    """A target group, and the groups that speak for it: heard as soon as one of those is."""

    group: StakeholderGroup
    through: tuple[Line, ...]
    said: tuple[int, ...]
    state: State


@dataclass(frozen=True)
class Coverage:
    lines: tuple[Line, ...]
    targets: tuple[Target, ...]
    unknown: Line | None = field(default=None)

    def with_state(self, state: State) -> list[Line]:
        return [line for line in self.lines if line.state == state]


def about(theme: int) -> Q:
    """Invitations that were about a theme: of a table about it; or of a gathering about it, unless the table
    of that person was about something else."""
    gathering = Q(gathering__themes=theme) | Q(gathering__tables__theme=theme)
    return Q(table__theme=theme) | (gathering & (Q(table=None) | Q(table__theme=None)))


def coverage(process: Process, theme: int | None = None) -> Coverage:
    """A constant number of queries, however many groups and invitations there are."""
    if theme is not None:
        return by_theme(process, [theme])[theme]
    said = [dict(voice.totals(process)) for voice in voices.registered().values()]
    return _coverage(_groups(), _Known(_people(process), _involved(process), said))


def by_theme(process: Process, themes: Iterable[int]) -> dict[int, Coverage]:
    """The same for each of these themes, in a constant number of queries."""
    of_gathering = _themes_of_gatherings(process)
    people = _people_by_theme(process, of_gathering)
    involved = _involved_by_theme(process, of_gathering)
    said = [voice.by_theme(process) for voice in voices.registered().values()]
    groups = _groups()
    return {
        theme: _coverage(
            groups,
            _Known(
                people.get(theme, {}),
                involved.get(theme, {}),
                [{group: n for (group, of), n in one.items() if of == theme} for one in said],
            ),
        )
        for theme in themes
    }


def _groups() -> list[StakeholderGroup]:
    return list(StakeholderGroup.objects.all().current().prefetch_related("represents"))


def _coverage(groups: list[StakeholderGroup], known: _Known) -> Coverage:
    lines = {group.pk: _line(group, known) for group in groups if group.kind != StakeholderGroup.Kind.TARGET}
    speaks_for: dict[int, list[Line]] = {}
    for group in groups:
        for target in group.represents.all():
            if group.pk in lines:
                speaks_for.setdefault(target.pk, []).append(lines[group.pk])
    targets = [
        _target(group, speaks_for.get(group.pk, []), known.said)
        for group in groups
        if group.kind == StakeholderGroup.Kind.TARGET
    ]
    order: dict[State, int] = {"silent": 0, "invited": 1, "heard": 2}
    return Coverage(
        tuple(sorted(lines.values(), key=lambda line: order[line.state])),
        tuple(sorted(targets, key=lambda target: order[target.state])),
        _nobody_knows(known),
    )


def themes(process: Process) -> list[Theme]:
    """The themes of the process, of its gatherings and of their tables."""
    of = Q(processes=process) | Q(gatherings__process=process) | Q(tables__gathering__process=process)
    return list(Theme.objects.all().current().filter(of).distinct())


# (invited, coming, present) per group; None: nobody knows the group.
_Counts = dict[int | None, tuple[int, int, int]]
# How each group is in, besides by invitations: as a note says, or as somebody noted.
_How = dict[int, set[str]]


@dataclass(frozen=True)
class _Known:
    """What is known per group; `said` has what each of the `voices` counts."""

    people: _Counts
    involved: _How
    said: list[dict[int | None, int]]


def _people(process: Process) -> _Counts:
    counts = (
        Invitation.objects.all()
        .standing()
        .filter(gathering__process=process)
        .order_by()
        .values("group")
        .annotate(
            invited=Count("pk", filter=Q(walked_in=False, brought_by=None)),
            coming=Count("pk", filter=Q(reply=Invitation.Reply.ACCEPTED)),
            present=Count("pk", filter=Q(attended=True)),
        )
    )
    return {row["group"]: (row["invited"], row["coming"], row["present"]) for row in counts}


def _themes_of_gatherings(process: Process) -> dict[int, set[int]]:
    """Per gathering its own themes and those of its tables."""
    found: dict[int, set[int]] = {}
    own = Gathering.themes.through.objects.filter(gathering__process=process)
    of_tables = Table.objects.filter(gathering__process=process, theme__isnull=False)
    pairs = [*own.values_list("gathering", "theme"), *of_tables.order_by().values_list("gathering", "theme")]
    for gathering, theme in pairs:
        found.setdefault(gathering, set()).add(theme)
    return found


def _people_by_theme(process: Process, of_gathering: Mapping[int, set[int]]) -> dict[int, _Counts]:
    """As `about` says it, for every theme at once; each person once for each theme."""
    rows = Invitation.objects.all().standing().filter(gathering__process=process).order_by()
    found: dict[int, _Counts] = {}
    fields = ("group", "gathering", "table__theme", "walked_in", "brought_by", "reply", "attended")
    for group, gathering, table, walked_in, brought_by, reply, attended in rows.values_list(*fields):
        one = (
            int(not walked_in and brought_by is None),
            int(reply == Invitation.Reply.ACCEPTED),
            int(attended is True),
        )
        for theme in {table} if table else of_gathering.get(gathering, ()):
            counts = found.setdefault(theme, {})
            so_far = counts.get(group, (0, 0, 0))
            counts[group] = (so_far[0] + one[0], so_far[1] + one[1], so_far[2] + one[2])
    return found


def _involvements(process: Process) -> Iterator[tuple[int, str, int | None]]:
    rows = Involvement.objects.filter(process=process, group__isnull=False, gathering__cancelled_at=None)
    for group, how, gathering in rows.order_by().values_list("group", "how", "gathering"):
        assert group is not None
        yield group, how, gathering


def _involved(process: Process) -> _How:
    found: _How = {}
    for group, how, _gathering in _involvements(process):
        found.setdefault(group, set()).add(how)
    return found


def _involved_by_theme(process: Process, of_gathering: Mapping[int, set[int]]) -> dict[int, _How]:
    """In a gathering about the theme; how a group is in the whole process says nothing of a theme."""
    found: dict[int, _How] = {}
    for group, how, gathering in _involvements(process):
        for theme in of_gathering.get(gathering or 0, ()):
            found.setdefault(theme, {}).setdefault(group, set()).add(how)
    return found


def _line(group: StakeholderGroup, known: _Known) -> Line:
    invited, coming, present = known.people.get(group.pk, (0, 0, 0))
    voiced = tuple(one.get(group.pk, 0) for one in known.said)
    how = known.involved.get(group.pk, set())
    if present or any(voiced) or how.intersection(_HOW_HEARD):
        state: State = "heard"
    elif invited or coming or how.intersection(_HOW_ASKED):
        state = "invited"
    else:
        state = "silent"
    return Line(group, invited, coming, present, voiced, state, _why(state, present, voiced, how, invited))


def _why(state: State, present: int, voiced: tuple[int, ...], how: set[str], invited: int) -> str:
    """What the state rests on where the counts beside it do not say so."""
    if state == "heard" and not present and not any(voiced):
        if how.intersection(_HOW_IN):
            return _("zit zelf in het proces")
        return _("geïnterviewd, zonder presentielijst")
    if state == "invited" and not invited:
        return _("als groep genoemd; niet bekend wie er was")
    if state == "silent" and how:
        return _("betrokken, maar niet gevraagd")
    return ""


def _target(group: StakeholderGroup, through: list[Line], said: list[dict[int | None, int]]) -> Target:
    voiced = tuple(one.get(group.pk, 0) for one in said)
    states = {line.state for line in through}
    state: State = (
        "heard" if any(voiced) or "heard" in states else "invited" if "invited" in states else "silent"
    )
    return Target(group, tuple(through), voiced, state)


def _nobody_knows(known: _Known) -> Line | None:
    """People and words of which nobody knows the group; None when there are none."""
    invited, coming, present = known.people.get(None, (0, 0, 0))
    voiced = tuple(one.get(None, 0) for one in known.said)
    if not (invited or coming or present or any(voiced)):
        return None
    return Line(StakeholderGroup(name=_("groep niet bekend")), invited, coming, present, voiced, "heard", "")


def gaps(process: Process, at: date) -> Iterator[Gap]:
    """On the process page: which groups nobody asked yet, and for whom nobody speaks."""
    if not process.gatherings.all():
        return
    page = reverse("process:coverage", args=[process.pk])
    found = coverage(process)
    if silent := [line.group.name for line in found.with_state("silent")]:
        yield Gap(
            _("Nog niet gehoord en niet uitgenodigd: %(groups)s.") % {"groups": ", ".join(silent)},
            page,
            _("Nodig hen uit"),
            who=FACILITATES,
        )
    if alone := [target.group.name for target in found.targets if not target.through]:
        yield Gap(
            _("Nog geen belangenorganisatie die spreekt voor: %(groups)s.") % {"groups": ", ".join(alone)},
            f"{page}#doelgroepen",
            _("Bekijk de doelgroepen"),
        )
