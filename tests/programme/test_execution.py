"""After adoption: the programme in time and in money, drawn and in words."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from houtskool.kernel import vaguedate
from houtskool.programme import timeline
from houtskool.programme.models import Milestone
from houtskool.programme.overview import listed

DAY = date(2020, 7, 1)


def in_time(plan, planned="", real="", **fields):
    measure = plan.measure(**fields)
    if planned:
        measure.planned = vaguedate.parse(planned)
    if real:
        measure.real = vaguedate.parse(real)
    measure.save()
    return measure


def test_a_bar_lies_where_its_days_are(plan):
    in_time(plan, "1 juli 2020", title="Dag")
    in_time(plan, "2020", title="Jaar")
    found = timeline.drawing(listed(plan.process), adopted=True, at=DAY)
    day, year = found.rows
    assert [tick.label for tick in found.ticks] == ["2020"]
    left, width = timeline.LEFT, timeline.WIDTH - timeline.LEFT - timeline.EDGE
    assert (year.bars[0].x, year.bars[0].width) == (left, width)
    assert abs(day.bars[0].x - left - width * 182 / 366) < 0.1
    assert found.today == day.bars[0].x


def test_planned_and_real_stand_beside_each_other_with_milestones(plan):
    measure = in_time(plan, "voorjaar 2020", "zomer 2020")
    milestone = Milestone(measure=measure, title="Open", critical=True)
    milestone.planned = vaguedate.parse("mei 2020")
    milestone.save()
    (row,) = timeline.drawing(listed(plan.process), adopted=True, at=DAY).rows
    assert [bar.kind for bar in row.bars] == ["planned", "real"]
    assert [(mark.look, mark.critical) for mark in row.marks] == [("late", True)]
    (row,) = timeline.drawing(listed(plan.process), adopted=False, at=DAY).rows
    assert [mark.look for mark in row.marks] == ["sketch"]


def test_without_any_day_there_is_no_drawing_and_the_page_says_what_to_do(plan, world):
    plan.measure()
    assert timeline.drawing(listed(plan.process), adopted=True, at=DAY) is None
    text = world.as_(world.alice).get(reverse("programme:execution", args=[plan.process.pk])).content.decode()
    assert "Geef de maatregelen een termijn" in text


def test_the_page_shows_the_drawing_its_table_and_what_is_late(plan, world):
    in_time(plan, "voorjaar 2018", title="Eén loket", started_ahead=True)
    text = world.as_(world.alice).get(reverse("programme:execution", args=[plan.process.pk])).content.decode()
    assert "<svg" in text
    assert 'id="te-laat"' in text
    assert "gantt__bar--late" in text
    assert "Lees hetzelfde als tabel" in text
