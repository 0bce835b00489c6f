"""How many contributions each group gave about each theme; groups and themes without any show as such.

A contribution that was merged counts with the kept one. Where another group said it, it is heard from that
group too: once for each group, whatever the number of doubles.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from houtskool.inventory.models import Coding, Contribution
from houtskool.inventory.models.contributions import ContributionQuerySet
from houtskool.process.models import Process
from houtskool.sector.models import StakeholderGroup, Theme

_Key = int | None


@dataclass(frozen=True)
class Line:
    """A theme (None: without a theme) with its count per group, in the order of the groups, and in all."""

    theme: Theme | None
    counts: tuple[int, ...]
    total: int


@dataclass(frozen=True)
class ThemeCounts:
    """The last of `groups` may be None: of no known group. `totals` count each contribution once."""

    groups: tuple[StakeholderGroup | None, ...]
    lines: tuple[Line, ...]
    totals: tuple[int, ...]
    total: int

    @property
    def silent(self) -> list[StakeholderGroup]:
        """The groups of the process that gave nothing."""
        return [group for group, number in zip(self.groups, self.totals, strict=True) if group and not number]


def theme_counts(process: Process) -> ThemeCounts:
    """Every theme that the process has or that was given in it, and every group that is in or spoke.

    Nine queries, however many contributions there are.
    """
    standing, doubles = _standing(process), _doubles(process)
    codings = Coding.objects.filter(contribution__process=process, contribution__merged_into=None)
    heard = per_group(process)
    bare = _one(standing.filter(codings=None).values_list("group").annotate(Count("pk")))
    cells = _two(
        codings.values_list("theme", "contribution__group").annotate(Count("contribution", distinct=True))
    )
    # Each contribution has one group of its own, so these add up to contributions.
    without, totals = bare.total(), Counter[_Key]()
    for (theme, _group), number in cells.items():
        totals[theme] += number
    also = Count("merged_into", distinct=True)
    bare.update(_one(doubles.filter(merged_into__codings=None).values_list("group").annotate(also)))
    given = doubles.filter(merged_into__codings__isnull=False)
    cells.update(_two(given.values_list("merged_into__codings__theme", "group").annotate(also)))

    groups = _groups(process, heard)
    lines = [
        Line(theme, tuple(cells[theme.pk, _key(group)] for group in groups), totals[theme.pk])
        for theme in _themes(process, totals)
    ]
    lines.append(Line(None, tuple(bare[_key(group)] for group in groups), without))
    return ThemeCounts(
        groups=tuple(groups),
        lines=tuple(lines),
        totals=tuple(heard[_key(group)] for group in groups),
        total=standing.count(),
    )


def per_group(process: Process) -> Counter[_Key]:
    """How many contributions each group gave (None: no known group), in two queries."""
    heard = _one(_standing(process).values_list("group").annotate(Count("pk")))
    doubles = _doubles(process).values_list("group")
    heard.update(_one(doubles.annotate(Count("merged_into", distinct=True))))
    return heard


def _standing(process: Process) -> ContributionQuerySet:
    return Contribution.objects.filter(process=process).standing()


def _doubles(process: Process) -> ContributionQuerySet:
    """What another group said too, and was merged into what one group said."""
    merged = Contribution.objects.filter(process=process, merged_into__isnull=False, group__isnull=False)
    return merged.exclude(group=F("merged_into__group"))


def _one(rows: QuerySet[Any, Any]) -> Counter[_Key]:
    """Key and count of each row, without the order of the model, which would split the groups."""
    return Counter(dict(rows.order_by()))


def _two(rows: QuerySet[Any, Any]) -> Counter[tuple[_Key, _Key]]:
    return Counter({(theme, group): number for theme, group, number in rows.order_by()})


def _groups(process: Process, heard: Counter[_Key]) -> list[StakeholderGroup | None]:
    """Those that take part in whatever way, target groups left out unless they spoke; then "unknown"."""
    spoke = {key for key in heard if key is not None}
    rows = StakeholderGroup.objects.current().filter(Q(involvements__process=process) | Q(pk__in=spoke))
    groups: list[StakeholderGroup | None] = list(rows.distinct().order_by("name", "pk"))
    return [*groups, None] if heard[None] else groups


def _themes(process: Process, totals: Counter[_Key]) -> list[Theme]:
    given = [key for key in totals if key is not None]
    rows = Theme.objects.current().filter(Q(processes=process) | Q(pk__in=given)).distinct()
    return sorted(rows, key=lambda theme: (-totals[theme.pk], theme.name))


def _key(group: StakeholderGroup | None) -> _Key:
    return group.pk if group else None
