"""Plan against reality as a drawing: a row per measure, planned and real, with its milestones in time.

Only numbers and words here; `parts/timeline.svg` draws them, and a table beside it says the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from houtskool.kernel.vaguedate import Period
from houtskool.programme.models import Measure
from houtskool.programme.standing import Standing, milestone_standing, standing

# Units of the drawing: the names at the left, the days at the right of them, a row per measure.
LEFT, WIDTH, ROW, TOP, EDGE = 320, 960, 36, 30, 4
# Of a day; narrower a dashed bar is no bar.
THIN = 11.0


@dataclass(frozen=True)
class Bar:
    """A period from `x` to `x + width`; `kind` is "planned" or "real"."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True)
class Mark:
    """A milestone at `x`; `look` is that of its standing."""

    x: float
    look: str
    label: str
    critical: bool


@dataclass(frozen=True)
class Row:
    measure: Measure
    y: int
    standing: Standing
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    said: str

    @property
    def middle(self) -> int:
        """The height of what was planned: beside the name, or a little above it when the real is under it."""
        return self.y + (11 if any(bar.kind == "real" for bar in self.bars) else 16)


@dataclass(frozen=True)
class Tick:
    x: float
    label: str


@dataclass(frozen=True)
class Drawing:
    """`today` is None where the day lies outside what is drawn."""

    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    today: float | None
    width: int
    height: int
    adopted: bool

    @property
    def description(self) -> str:
        late = sum(row.standing.late for row in self.rows)
        words = _("%(count)s maatregelen op de tijd, van %(first)s tot %(last)s. %(late)s te laat.")
        first, last = (self.ticks[0].label, self.ticks[-1].label) if self.ticks else ("", "")
        return words % {"count": len(self.rows), "first": first, "last": last, "late": late}


def drawing(measures: Sequence[Measure], *, adopted: bool, at: date) -> Drawing | None:
    """None when no measure has a day to be drawn on. Asks nothing of what was fetched with its milestones."""
    days = [day for measure in measures for day in _days(measure)]
    if not days:
        return None
    first = date(min(days).year, 1, 1)
    last = date(max(days).year, 12, 31)
    scale = _Scale(first, last)
    rows = tuple(
        _row(measure, TOP + number * ROW, scale, adopted=adopted, at=at)
        for number, measure in enumerate(measures)
    )
    ticks = tuple(Tick(scale.x(date(year, 1, 1)), str(year)) for year in range(first.year, last.year + 1))
    today = scale.x(at) if first <= at <= last else None
    return Drawing(rows, ticks, today, WIDTH, TOP + len(rows) * ROW, adopted)


class _Scale:
    def __init__(self, first: date, last: date) -> None:
        self.first, self.days = first, (last - first).days + 1

    def x(self, day: date) -> float:
        return round(LEFT + (WIDTH - LEFT - EDGE) * (day - self.first).days / self.days, 1)

    def bar(self, kind: str, period: Period | None) -> Iterator[Bar]:
        """A bar over the days that are known; of a period with one known end only a stub."""
        if period is None or (period.start is None and period.end is None):
            return
        start = period.start or period.end
        end = period.end or period.start
        assert start is not None
        assert end is not None
        x = self.x(start)
        yield Bar(kind, x, max(round(self.x(end + timedelta(days=1)) - x, 1), THIN))


def _days(measure: Measure) -> Iterator[date]:
    parts = [measure, *measure.milestones.all()]
    for part in parts:
        for day in (part.planned_start, part.planned_end, part.real_start, part.real_end):
            if day is not None:
                yield day


def _row(measure: Measure, y: int, scale: _Scale, *, adopted: bool, at: date) -> Row:
    stands = standing(measure, adopted=adopted, at=at)
    runs = adopted or measure.started_ahead
    marks = []
    for one in measure.milestones.all():
        day = one.real_end or one.real_start or one.planned_end or one.planned_start
        if day is not None:
            look = milestone_standing(one, open=runs, at=at)
            label = f"{one.title}: {look.label}, {date_format(day, 'j F Y')}"
            marks.append(Mark(scale.x(day), look.look, label, one.critical))
    bars = (*scale.bar("planned", measure.planned), *scale.bar("real", measure.real))
    said = ", ".join(
        filter(
            None,
            [
                _("gepland %(when)s") % {"when": measure.planned_words} if measure.planned_words else "",
                _("werkelijk %(when)s") % {"when": measure.real_words} if measure.real_words else "",
                stands.label,
            ],
        )
    )
    return Row(measure, y, stands, bars, tuple(marks), said)
