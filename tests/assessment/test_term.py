"""By when a request must be decided: days worked out by hand, and what holds for every day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houtskool.assessment.cases import term, workdays
from houtskool.assessment.cases.term import State

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("year", "sunday"),
    [  # the first and the last day that Easter can be, and years that everybody remembers
        (1818, date(1818, 3, 22)), (1943, date(1943, 4, 25)), (2019, date(2019, 4, 21)),
        (2024, date(2024, 3, 31)), (2038, date(2038, 4, 25)),
    ],
)  # fmt: skip
def test_easter_falls_on_the_days_that_are_known(year, sunday):
    assert workdays.easter(year) == sunday


@given(st.integers(1583, 9999))
def test_easter_is_a_sunday_between_22_march_and_25_april(year):
    found = workdays.easter(year)
    assert found.isoweekday() == 7
    assert date(year, 3, 22) <= found <= date(year, 4, 25)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2019, 1, 1), False), (date(2019, 4, 19), False), (date(2019, 4, 22), False),
        (date(2019, 5, 30), False), (date(2019, 6, 10), False), (date(2019, 5, 6), True),
        (date(2014, 4, 26), False), (date(2020, 4, 27), False), (date(2019, 12, 26), False),
        (date(2020, 5, 5), False), (date(2019, 1, 12), False), (date(2019, 1, 14), True),
    ],
)  # fmt: skip
def test_the_holidays_of_the_law_are_no_working_days(day, works):
    assert workdays.is_working(day) is works


def test_five_working_days_pass_over_weekend_and_christmas():
    assert workdays.after(date(2019, 1, 10), 5) == date(2019, 1, 17)
    assert workdays.after(date(2018, 12, 21), 5) == date(2019, 1, 2)
    with pytest.raises(ValueError, match="0 or more"):
        workdays.after(date(2019, 1, 10), -1)


@given(DAYS, st.integers(0, 30))
def test_one_working_day_more_is_the_next_working_day(day, number):
    later = workdays.after(day, number + 1)
    assert workdays.is_working(later)
    between = (later - workdays.after(day, number)).days
    first = workdays.after(day, number) + timedelta(days=1)
    assert not any(workdays.is_working(first + timedelta(days=one)) for one in range(between - 1))


def test_eight_weeks_from_a_thursday():
    found = term.reckoned(received=date(2019, 1, 10), weeks=8, today=date(2019, 2, 23))
    assert (found.state, found.last_day, found.days) == (State.RUNNING, date(2019, 3, 7), 12)
    assert found.words == "nog 12 dagen"


def test_the_last_day_the_day_itself_and_three_days_late():
    def on(day):
        return term.reckoned(received=date(2019, 1, 10), weeks=8, today=day)

    assert on(date(2019, 3, 6)).words == "nog 1 dag"
    assert on(date(2019, 3, 7)).words == "vandaag de laatste dag"
    assert on(date(2019, 3, 8)).words == "te laat sinds 1 dag"
    assert on(date(2019, 3, 10)).words == "te laat sinds 3 dagen"
    assert on(date(2019, 3, 10)).is_late


def test_a_term_that_ends_on_good_friday_ends_on_the_tuesday_after_easter():
    found = term.reckoned(received=date(2019, 2, 22), weeks=8, today=date(2019, 3, 1))
    assert found.last_day == date(2019, 4, 23)


def test_a_term_of_more_than_twelve_weeks_may_end_on_a_sunday():
    found = term.reckoned(received=date(2019, 1, 13), weeks=8, extended=6, today=date(2019, 1, 14))
    assert found.last_day == date(2019, 4, 21)


def test_the_term_stands_still_from_the_day_after_the_question_until_the_day_of_the_answer():
    asked, by = date(2019, 1, 14), date(2019, 1, 28)
    waiting = term.reckoned(received=date(2019, 1, 10), weeks=8, today=date(2019, 1, 20), still=(asked, by))
    assert (waiting.state, waiting.still_until, waiting.days) == (State.STILL, by, 52)
    assert waiting.words == "staat stil"
    # Answered on the 21st: the 15th up to and including the 20th did not count.
    going = term.reckoned(
        received=date(2019, 1, 10), weeks=8, today=date(2019, 1, 21), still=(asked, date(2019, 1, 20))
    )
    assert (going.state, going.last_day) == (State.RUNNING, date(2019, 3, 13))
    # Never answered: it runs again by itself.
    silent = term.reckoned(received=date(2019, 1, 10), weeks=8, today=date(2019, 1, 29), still=(asked, by))
    assert (silent.state, silent.last_day) == (State.RUNNING, date(2019, 3, 21))


def test_what_is_finished_says_whether_that_was_in_time():
    def closed(day):
        return term.reckoned(received=date(2019, 1, 10), weeks=8, today=date(2020, 1, 1), closed=day)

    assert closed(date(2019, 3, 7)).words == "op tijd afgerond"
    assert closed(date(2019, 3, 9)).words == "2 dagen te laat afgerond"


@given(DAYS, st.integers(1, 12), st.integers(0, 200), st.integers(0, 12))
def test_an_extension_never_makes_the_term_shorter(received, weeks, passed, extended):
    today = received + timedelta(days=passed)
    plain = term.reckoned(received=received, weeks=weeks, today=today)
    longer = term.reckoned(received=received, weeks=weeks, extended=extended, today=today)
    assert longer.last_day >= plain.last_day - timedelta(days=6)
    assert longer.last_day >= received + timedelta(weeks=weeks + extended)


@given(DAYS, st.integers(0, 40), st.integers(1, 60), st.integers(0, 200))
def test_standing_still_takes_no_day_of_the_term(received, passed, length, later):
    """Every day is either lived or stands still: what is left plus what passed is the whole term."""
    asked = received + timedelta(days=passed)
    end, today = asked + timedelta(days=length), asked + timedelta(days=later)
    found = term.reckoned(received=received, weeks=8, today=today, still=(asked, end))
    still = (min(today, end) - asked).days
    moved = (found.last_day - (received + timedelta(weeks=8, days=still))).days
    assert 0 <= moved <= 6
    assert found.days == 56 + still + moved - (today - received).days
    if today <= end:
        assert found.state == State.STILL
        assert found.days == 56 - passed


@given(DAYS, st.integers(0, 300))
def test_the_next_day_leaves_one_day_less(received, passed):
    today = received + timedelta(days=passed)
    one = term.reckoned(received=received, weeks=8, today=today)
    next_one = term.reckoned(received=received, weeks=8, today=today + timedelta(days=1))
    assert next_one.days == one.days - 1
    assert next_one.last_day == one.last_day
