"""The facts of a case: answers, amount, and the room for de-minimis aid of three years."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from houtskool.assessment.actions import versions
from houtskool.assessment.content import read
from houtskool.assessment.eligibility import facts
from houtskool.assessment.eligibility.aid import three_years_before
from houtskool.assessment.models import Case, Question, Support
from houtskool.sector.models import Organisation

AT = datetime(2026, 11, 24, 12, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
DAY = AT.date()


@pytest.fixture
def bakery(world):
    return Organisation.objects.create(name="De Proefbakkerij")


@pytest.fixture
def case(desk, bakery):
    framework = desk.framework()
    desk.criterion(framework)
    for key, kind in (("banen", "number"), ("eerdere-steun", "amount"), ("sinds", "day")):
        Question.objects.create(framework=framework, key=key, text=key.title(), kind=kind)
    version = versions.publish(
        framework, "adopted", body="college", on=date(2019, 1, 10), by=desk.world.alice, at=desk.world.at
    )
    return Case.objects.create(
        framework=framework,
        version=version,
        number="H-1",
        title="Een oven",
        what="Een oven",
        amount=Decimal("12500.50"),
        answers={"banen": "4", "sinds": "onleesbaar"},
        name="A. Aanvrager",
        email="a@bakkerij.example",
        organisation=bakery,
        received_at=AT - timedelta(days=3),
    )


def room(case, at=AT):
    return facts.of_case(case, read(case.version.content), at)[facts.ROOM]


def give(whose, amount, on, **rest):
    fields = {
        "organisation": whose.organisation,
        "is_aid": True,
        "name": "Subsidie",
        "kind": "subsidie",
        **rest,
    }
    return Support.objects.create(amount=amount, granted_on=on, **fields)


def test_answers_and_amount_are_facts_with_source_and_day(case):
    found = facts.of_case(case, read(case.version.content), AT)
    assert found["banen"].value == Decimal(4)
    assert found["banen"].source == "antwoord van de aanvrager"
    assert found["banen"].on == DAY - timedelta(days=3)
    assert found["bedrag"].value == Decimal("12500.50")
    assert found["sinds"].value is None  # what cannot be read is unknown
    assert found["sinds"].source == "niet beantwoord"


def test_room_is_the_legal_amount_less_the_aid_of_three_years(case):
    give(case, Decimal(20000), DAY - timedelta(days=30))
    give(case, Decimal(5000), DAY, elsewhere="Provincie", name="Garantie")
    found = room(case)
    assert found.value == Decimal(275000)
    assert [(one.amount, one.on, one.source) for one in found.parts] == [
        (Decimal(20000), DAY - timedelta(days=30), "register van gegeven steun"),
        (Decimal(5000), DAY, "opgegeven, van Provincie"),
    ]
    assert "Verordening (EU) 2023/2831" in found.source


def test_only_aid_of_the_rolling_three_years_of_this_organisation_counts(case):
    give(case, Decimal(1000), date(2023, 11, 24))  # three years to the day: out
    give(case, Decimal(10), date(2023, 11, 25))  # the first day that counts
    give(case, Decimal(1000), DAY + timedelta(days=1))  # still to come
    give(case, Decimal(1000), DAY, is_aid=False)
    give(case, Decimal(1000), DAY, organisation=Organisation.objects.create(name="Een ander"))
    assert room(case).value == Decimal(299990)


def test_three_years_before_a_leap_day():
    assert three_years_before(date(2024, 2, 29)) == date(2021, 2, 28)


def test_what_was_declared_counts_as_far_as_it_was_not_registered(case):
    give(case, Decimal(4000), DAY, elsewhere="Provincie")
    case.answers["eerdere-steun"] = "10000"
    found = room(case)
    assert found.value == Decimal(290000)
    assert [one.amount for one in found.parts] == [Decimal(4000), Decimal(6000)]


def test_room_is_unknown_where_nobody_knows_the_organisation_and_nothing_was_declared(case):
    case.organisation = None
    assert room(case).value is None
    assert "niet bekend welke steun" in room(case).source
    case.answers["eerdere-steun"] = "0"
    assert room(case).value == Decimal(300000)


def test_declared_aid_of_a_case_without_organisation_counts(case):
    case.organisation = None
    give(case, Decimal(7), DAY, case=case, elsewhere="Het Rijk")
    assert room(case).value == Decimal(299993)


def test_aid_without_an_amount_leaves_the_room_unknown(case):
    give(case, None, DAY)
    assert room(case).value is None
    assert "bedrag niet bekend" in room(case).source


def test_room_is_never_below_nought(case):
    give(case, Decimal(400000), DAY)
    assert room(case).value == Decimal(0)


@pytest.mark.parametrize(("year", "amount"), [(2019, Decimal(200000)), (2024, Decimal(300000)), (2012, None)])
def test_the_legal_amount_is_that_of_the_day(case, year, amount):
    assert room(case, AT.replace(year=year)).value == amount


def test_a_fact_costs_the_same_queries_however_much_aid_there_is(case, django_assert_num_queries):
    content = read(case.version.content)
    for count in (1, 20):
        for _again in range(count):
            give(case, Decimal(1), DAY)
        with django_assert_num_queries(2):
            facts.of_case(case, content, AT)
