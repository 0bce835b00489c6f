"""The stored result of a conversation as pages, documents and screens read it: words beside the numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from houtskool.deliberation.language import Said, said
from houtskool.deliberation.models import Analysis, Statement
from houtskool.deliberation.shares import Share, level_in_words
from houtskool.kernel import disclosure
from houtskool.sector.models import StakeholderGroup

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MOST = 5  # of what divides and what bridges, before somebody asks for all


@dataclass(frozen=True)
class Line:
    """One statement. `share` is None below seven votes; `per_group` has the groups with seven or more."""

    statement: Statement
    told: Mapping[str, Any]
    sources: int

    @property
    def number(self) -> int:
        return self.statement.number

    @cached_property
    def words(self) -> Said:
        return said(self.statement.words, self.statement.words_en)

    @cached_property
    def share(self) -> Share | None:
        return Share(*self.told["counts"]) if self.told["counts"] else None

    @property
    def consensus(self) -> int:
        return int(self.told["consensus"])

    @property
    def level(self) -> str:
        return str(self.told["level"])

    @property
    def level_in_words(self) -> str:
        return level_in_words(self.level)

    @property
    def look(self) -> str:
        return {"certain": "ink", "likely": "running", "few": "waiting"}[self.level]

    def of_group(self, number: int) -> Share | None:
        counts = self.told["groups"].get(str(number))
        return Share(*counts) if counts else None

    @cached_property
    def spread(self) -> int | None:
        """How many points the groups' agreement lies apart."""
        shares = [Share(*counts).percent[0] for counts in self.told["groups"].values()]
        return max(shares) - min(shares) if len(shares) > 1 else None


@dataclass(frozen=True)
class Apart:
    """A statement that sets a group apart: its share on that side, and that of the other groups together."""

    line: Line
    agree: bool
    share: Share
    versus: int

    @property
    def percent(self) -> int:
        return self.share.of(self.agree)

    @property
    def between(self) -> str:
        low, high = self.share.interval(self.agree)
        return _("%(low)s tot %(high)s%%") % {"low": low, "high": high}


@dataclass(frozen=True)
class Group:
    number: int
    size: int
    level: str
    apart: tuple[Apart, ...]

    @property
    def letter(self) -> str:
        return LETTERS[self.number % len(LETTERS)]

    @property
    def level_in_words(self) -> str:
        return level_in_words(self.level)

    @property
    def colour(self) -> int:
        return self.number % 5


@dataclass(frozen=True)
class OwnRow:
    """People of a group of their own naming (or of none), per opinion group; None where it stays hidden."""

    name: str
    cells: tuple[int | None, ...]
    total: int | None


@dataclass(frozen=True)
class Turnout:
    """Who was invited and who took part; `percent` where both are known."""

    name: str
    invited: int | None
    took_part: int | None

    @property
    def percent(self) -> int | None:
        if not self.invited or self.took_part is None or self.invited < disclosure.THRESHOLD:
            return None
        return min(100, round(100 * self.took_part / self.invited))


@dataclass(frozen=True)
class Result:
    analysis: Analysis
    lines: tuple[Line, ...]
    names: Mapping[int, str]

    @property
    def state(self) -> str:
        return str(self.analysis.content["state"])

    @property
    def excluded(self) -> int:
        """How many devices were left out of this result."""
        known: int | None = self.analysis.content.get("excluded")
        if known is None:  # of before this was kept with the result
            return self.analysis.conversation.participants.exclude(excluded_at=None).count()
        return known

    @property
    def is_told(self) -> bool:
        """Whether enough people took part to say anything."""
        return any(line.share for line in self.lines)

    @property
    def level_in_words(self) -> str:
        return level_in_words(self.analysis.content["level"])

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        found = {line.number: line for line in self.lines}
        return tuple(
            Group(
                number=one["number"],
                size=one["size"],
                level=one["level"],
                apart=tuple(_apart(one, found)),
            )
            for one in self.analysis.content["groups"]
        )

    @cached_property
    def agreed(self) -> list[Line]:
        return sorted((line for line in self.lines if line.consensus == 1), key=_certain_of(True))

    @cached_property
    def rejected(self) -> list[Line]:
        return sorted((line for line in self.lines if line.consensus == -1), key=_certain_of(False))

    @property
    def shared(self) -> int:
        return len(self.agreed) + len(self.rejected)

    @cached_property
    def dividing(self) -> list[Line]:
        """Told ones of which a quarter or more stand on each side, most divided first."""
        divided = [line for line in self.lines if (line.told["divides"] or 0) >= 0.5]
        return sorted(divided, key=lambda line: (-line.told["divides"], line.number))[:MOST]

    @cached_property
    def bridging(self) -> list[Line]:
        """What half of every group agrees with, though that is not certain of all; best bridges first."""
        across = [
            line
            for line in self.lines
            if line.consensus == 0
            and (line.told["bridges"] or 0) > 0
            and len(line.told["groups"]) == len(self.groups) > 1
            and all(Share(*counts).percent[0] >= 50 for counts in line.told["groups"].values())
        ]
        return sorted(across, key=lambda line: (-line.told["bridges"], line.number))[:MOST]

    @cached_property
    def own_columns(self) -> list[str]:
        return [
            _("Groep %(letter)s") % {"letter": LETTERS[number % len(LETTERS)]}
            if number is not None
            else (_("in geen groep") if self.groups else _("deelnemers"))
            for number in self.analysis.content["own_groups"]["columns"]
        ]

    @cached_property
    def own_rows(self) -> list[OwnRow]:
        told = self.analysis.content["own_groups"]
        rows = [
            OwnRow(self.name_of(row["group"]), tuple(map(_seen, row["cells"])), _seen(row["total"]))
            for row in told["rows"]
        ]
        if rows:
            rows.append(OwnRow(_("samen"), tuple(map(_seen, told["totals"])), _seen(told["total"])))
        return rows

    @cached_property
    def turnout(self) -> list[Turnout]:
        return [
            Turnout(
                self.names.get(row["group"]) or _("via een link voor iedereen"),
                row["invited"],
                _seen(row["took_part"]),
            )
            for row in self.analysis.content["turnout"]
        ]

    def own_shares(self, line: Line) -> Iterator[tuple[str, Share]]:
        for group, counts in line.told["own_groups"].items():
            yield self.names.get(int(group), ""), Share(*counts)

    def name_of(self, group: int | None) -> str:
        return self.names.get(group or 0) or _("geen groep gekozen")

    def line(self, number: int) -> Line | None:
        return next((line for line in self.lines if line.number == number), None)


def of(analysis: Analysis) -> Result:
    """With the statements that are shown now; two queries and one for the names of groups."""
    statements = {one.number: one for one in with_sources(analysis)}
    named = [row["group"] for row in analysis.content["own_groups"]["rows"]]
    named += [row["group"] for row in analysis.content["turnout"]]
    groups = StakeholderGroup.objects.filter(pk__in=[group for group in named if group is not None])
    return Result(
        analysis=analysis,
        lines=tuple(
            Line(statements[told["number"]], told, statements[told["number"]].sources_count)
            for told in analysis.content["statements"]
            if told["number"] in statements
        ),
        names=dict(groups.values_list("pk", "name")),
    )


def with_sources(analysis: Analysis) -> Sequence[Any]:
    """The shown statements, each with how many contributions it was made from."""
    shown = Statement.objects.filter(conversation=analysis.conversation_id, state=Statement.State.SHOWN)
    return list(shown.annotate(sources_count=Count("made_from")).order_by("number"))


def _apart(told: Mapping[str, Any], lines: Mapping[int, Line]) -> Iterator[Apart]:
    for one in told["apart"]:
        line = lines.get(one["statement"])
        share = line.of_group(told["number"]) if line else None
        if line is not None and share is not None:
            yield Apart(line, one["agree"], share, round(100 * one["versus"]))


def _certain_of(agree: bool) -> Any:
    def key(line: Line) -> tuple[int, int]:
        assert line.share is not None
        return -line.share.interval(agree)[0], line.number

    return key


def _seen(count: int) -> int | None:
    return None if count == disclosure.HIDDEN else count
