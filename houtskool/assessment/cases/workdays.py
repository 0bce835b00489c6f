"""Days on which the municipality works: Monday to Friday without the holidays of the Algemene termijnenwet.

Source: Algemene termijnenwet art. 1 and 3. Good Friday counts as a holiday, 5 May every year. Pure.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

_DAY = timedelta(days=1)
# The king's birthday is kept on 27 April from 2014 on; before that it was the queen's, on 30 April.
_FIRST_KINGS_DAY = 2014


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the method of Meeus, Jones and Butcher. From 1583 on."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap, left = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    full = (19 * golden + century - leap - moon + 15) % 30
    week = (32 + 2 * left + 2 * (rest // 4) - full - rest % 4) % 7
    late = (golden + 11 * full + 22 * week) // 451
    month, day = divmod(full + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=128)
def holidays(year: int) -> frozenset[date]:
    """The holidays of a year; the Sundays among them are left out, as no Sunday is a working day."""
    sunday = easter(year)
    moved = (sunday + timedelta(days=days) for days in (-2, 1, 39, 50))
    fixed = (date(year, 1, 1), date(year, 5, 5), date(year, 12, 25), date(year, 12, 26))
    return frozenset({*moved, *fixed, _kings_day(year)})


def _kings_day(year: int) -> date:
    """On a Sunday it is kept the Saturday before."""
    day = date(year, 4, 27 if year >= _FIRST_KINGS_DAY else 30)
    return day - _DAY if day.isoweekday() == 7 else day


def is_working(day: date) -> bool:
    return day.isoweekday() <= 5 and day not in holidays(day.year)


def from_working(day: date) -> date:
    """The day itself when it is a working day, else the first one after it."""
    while not is_working(day):
        day += _DAY
    return day


def after(day: date, number: int) -> date:
    """The day that is so many working days later. Raises ValueError for less than 0."""
    if number < 0:
        raise ValueError(f"number must be 0 or more, not {number}")
    for _ in range(number):
        day = from_working(day + _DAY)
    return day
