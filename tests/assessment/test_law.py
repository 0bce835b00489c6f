"""The legal amounts that are shipped: dated rows, one for each day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from houtskool.assessment.law import ROWS
from houtskool.assessment.models import LegalAmount


@pytest.mark.parametrize(
    ("day", "amount"),
    [(date(2019, 1, 15), 200_000), (date(2023, 12, 31), 200_000), (date(2024, 1, 1), 300_000)],
)
def test_the_amount_of_the_day_is_found(db, day, amount):
    assert LegalAmount.objects.on(day).get(key="de-minimis").amount == amount


def test_after_the_last_day_nothing_is_known(db):
    assert not LegalAmount.objects.on(date(2031, 1, 1)).filter(key="de-minimis").exists()


def test_no_two_rows_hold_on_one_day(db):
    days = {row.valid_from for row in LegalAmount.objects.all()}
    days |= {
        row.valid_until + timedelta(offset)
        for row in LegalAmount.objects.exclude(valid_until=None)
        for offset in (0, 1)
    }
    for day in days:
        keys = list(LegalAmount.objects.on(day).values_list("key", flat=True))
        assert len(keys) == len(set(keys)), day


def test_what_is_shipped_stands_in_the_database_with_its_source(db):
    assert LegalAmount.objects.count() == len(ROWS)
    assert all(row.source for row in ROWS)
