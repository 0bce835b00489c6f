"""The legal amounts that are shipped: dated rows, one for each day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from houtskool.assessment.actions import law as actions
from houtskool.assessment.law.shipped import ROWS
from houtskool.assessment.models import LegalAmount
from houtskool.records.models import JournalEntry
from tests.assessment.weighing import weighing


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


# What the texts that we could read say, beside the law itself, which nobody held the rows against yet.
TOLD = [
    ("de-minimis", date(2024, 1, 1), 300_000),
    ("de-minimis-daeb", date(2024, 1, 1), 750_000),
    ("register-de-minimis", date(2026, 1, 1), 20),
    ("aanbesteden-diensten", date(2025, 1, 1), 221_000),
    ("aanbesteden-werken", date(2025, 1, 1), 5_538_000),
    ("aanbesteden-sociaal", date(2025, 1, 1), 750_000),
    ("concessies", date(2025, 1, 1), 5_538_000),
    ("aanbesteden-diensten", date(2026, 11, 24), 216_000),
    ("aanbesteden-werken", date(2026, 11, 24), 5_404_000),
    ("aanbesteden-sociaal", date(2026, 11, 24), 750_000),
    ("concessies", date(2026, 11, 24), 5_404_000),
]


@pytest.mark.parametrize(("key", "day", "amount"), TOLD)
def test_a_row_from_a_text_about_the_law_says_that_it_must_be_checked(db, key, day, amount):
    row = LegalAmount.objects.on(day).get(key=key)
    assert (row.amount, row.secondary, row.checked_on) == (amount, True, None)


@pytest.mark.parametrize(
    ("key", "amount"), [("voorbehouden-opdracht", 30), ("beslistermijn", 8), ("dwangsom", 1442)]
)
def test_a_row_from_the_law_itself_waits_for_somebody_to_check_it_too(db, key, amount):
    row = LegalAmount.objects.on(date(2026, 11, 24)).get(key=key)
    assert (row.amount, row.secondary, row.checked_on) == (amount, False, None)


def new(world, key="de-minimis", amount="350000", since=date(2027, 1, 1), until=None, **fields):
    row = LegalAmount(
        **{"key": key, "name": "x", "source": "Verordening", **fields},
        amount=Decimal(amount),
        valid_from=since,
        valid_until=until,
    )
    return actions.add(row, by=world.alice, at=world.at)


def test_a_new_row_ends_the_one_before_and_overwrites_nothing(world):
    added = new(world)
    before = LegalAmount.objects.get(key="de-minimis", valid_from=date(2024, 1, 1))
    assert (before.amount, before.valid_until) == (300_000, date(2026, 12, 31))
    assert added.name == "De-minimissteun"
    told = JournalEntry.objects.filter(object_type="assessment.legalamount")
    assert {entry.object_id for entry in told} == {str(before.pk), str(added.pk)}


def test_a_row_does_not_run_into_the_one_after(world):
    with pytest.raises(ValidationError, match="Vanaf 1 januari 2014 geldt al een ander bedrag"):
        new(world, since=date(2013, 1, 1))
    new(world, since=date(2013, 1, 1), until=date(2013, 12, 31), amount="200000")
    assert LegalAmount.objects.on(date(2013, 6, 1)).get(key="de-minimis").amount == 200_000


def test_two_rows_from_one_day_are_refused(world):
    with pytest.raises(ValidationError):
        new(world, since=date(2024, 1, 1))


def test_what_an_advice_reckoned_with_is_not_ended_before_its_day(desk):
    weigh = weighing(desk)
    case = weigh.case()
    weigh.judge(case, {"wijk": 8, "stand": 6, "mag": 1})
    weigh.advise(case)
    with pytest.raises(ValidationError, match="rekende met het bedrag dat tot dan gold"):
        new(desk.world, since=date(2019, 1, 1), until=date(2023, 12, 31))
    assert LegalAmount.objects.get(key="de-minimis", valid_from=date(2014, 1, 1)).valid_until == date(
        2023, 12, 31
    )


def test_on_the_page_a_row_is_added_and_checked_and_says_by_whom(world):
    browser = world.as_(world.alice)
    page = browser.get("/afwegen/bedragen/").text
    assert "15 van de 15 regels zijn nog niet bij de bron nagekeken." in page
    given = {"amount": "350.000", "valid_from": "2031-01-01", "source": "Een nieuwe verordening"}
    browser.post("/afwegen/bedragen/de-minimis/nieuw/", given)
    added = LegalAmount.objects.get(valid_from=date(2031, 1, 1))
    assert (added.amount, added.name) == (350_000, "De-minimissteun")
    browser.post(f"/afwegen/bedragen/{added.pk}/nagekeken/")
    added.refresh_from_db()
    assert added.checked_by == world.alice
    assert "door Alice" in browser.get("/afwegen/bedragen/").text


def test_a_new_kind_of_amount_has_a_key_of_its_own(world):
    browser = world.as_(world.alice)
    given = {
        "key": "drempel-huur",
        "name": "Huurdrempel",
        "unit": "euro",
        "amount": "veel",
        "valid_from": "2019-01-01",
        "source": "Eigen verordening",
    }
    assert "veel is geen getal" in browser.post("/afwegen/bedragen/nieuw/", given).text
    browser.post("/afwegen/bedragen/nieuw/", {**given, "amount": "1.000"})
    assert LegalAmount.objects.get(key="drempel-huur").amount == 1000
    again = browser.post("/afwegen/bedragen/nieuw/", {**given, "amount": "5"})
    assert "staat al in de lijst" in again.text


def test_who_only_reads_adds_and_checks_nothing(world):
    world.charlie.grants.create(role="raadslid")
    browser = world.as_(world.charlie)
    assert browser.get("/afwegen/bedragen/").status_code == 200
    assert "Voeg een wettelijk bedrag toe" not in browser.get("/afwegen/bedragen/").text
    assert browser.get("/afwegen/bedragen/nieuw/").status_code == 403
    row = LegalAmount.objects.first()
    assert browser.post(f"/afwegen/bedragen/{row.pk}/nagekeken/").status_code == 403


def test_the_list_asks_the_same_number_of_queries_at_any_size(world):
    counts = []
    world.as_(world.alice).get("/afwegen/bedragen/")  # what is asked once per process
    for size in (1, 10):
        for number in range(size):
            new(world, key=f"extra-{size}-{number}", since=date(2019, 1, 1), name="Extra", unit="euro")
        with CaptureQueriesContext(connection) as captured:
            world.as_(world.alice).get("/afwegen/bedragen/")
        counts.append(len(captured))
    assert counts[0] == counts[1]
