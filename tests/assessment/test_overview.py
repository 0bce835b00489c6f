"""The numbers of requests: right for who works there, without small ones for anybody else."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from houtskool.accounts.roles import Role
from houtskool.assessment.actions import cases as actions
from houtskool.assessment.actions import routing
from houtskool.assessment.cases import overview
from houtskool.assessment.models import Case
from houtskool.records import spreadsheet
from tests.assessment import requests
from tests.assessment.requests import on
from tests.conftest import make_user

OPEN = "/openbaar/hulpvragen/"


@pytest.fixture
def anna(world):
    cache.clear()
    return make_user("anna@stad.example", Role.OFFICIAL, name="Anna Economie")


@pytest.fixture
def framework(desk, anna, settings):
    settings.REFERENCE_DATE = date(2019, 3, 14)
    return requests.taking(desk, anna)


def helped(framework, anna, number, *, after=4):
    for _ in range(number):
        case = requests.case(framework)
        routing.close_quick(
            case, outcome="introduced", words="Zo.", reason="Snel.", by=anna, at=on(10 + after)
        )


def refused(framework, number, reason="geen regeling"):
    for _ in range(number):
        case = requests.case(framework, wanted=["subsidie"])
        Case.objects.filter(pk=case.pk).update(outcome="refused", refusal_reason=reason, closed_at=on(9, 3))


def test_who_works_there_sees_every_number_with_turnaround_and_term(world, framework, anna):
    helped(framework, anna, 2)
    refused(framework, 1)
    requests.case(framework)
    actions.withdraw(requests.case(framework), at=on(11))
    found = overview.of(Case.objects.all(), on(14, 3))
    assert found.received == 5
    assert {row.label: row.number for row in found.outcomes} == {
        "voorgesteld aan iemand": 2, "afgewezen": 1, "ingetrokken door de aanvrager": 1, "nog open": 1,
    }  # fmt: skip
    # 4, 4 and 58 days; the last one two days late; what was withdrawn does not count.
    assert (found.days, found.in_time) == (4, 67)
    assert [(row.label, row.number) for row in found.reasons] == [("geen regeling", 1)]
    assert [(one.kinds, one.outcome, one.reason) for one in found.precedents] == [
        ("Subsidie", "afgewezen", "geen regeling")
    ]
    text = world.as_(anna).get(reverse("assessment:overview")).content.decode()
    assert "67%" in text
    assert "Sam" not in text


def test_it_is_the_overview_of_the_moment_one_looks_from(framework, anna):
    helped(framework, anna, 1)
    before = overview.of(Case.objects.all(), on(12))
    assert [(row.label, row.number) for row in before.outcomes] == [("nog open", 1)]
    assert before.days is None
    assert overview.of(Case.objects.all(), on(9)).received == 0


def test_for_anybody_small_numbers_are_hidden_and_the_others_rounded(client, framework, anna):
    helped(framework, anna, 23)
    refused(framework, 3)
    text = client.get(OPEN).content.decode()
    assert "te weinig" in text
    assert "geen regeling" not in text or ">3<" not in text
    found = overview.of(Case.objects.all(), on(14, 3), public=True)
    numbers = {row.label: row.number for row in found.outcomes}
    # With 23 told beside the total, 3 would follow; so both are hidden.
    assert numbers == {"voorgesteld aan iemand": None, "afgewezen": None}
    assert found.received == 25
    assert found.precedents == []


def test_for_anybody_a_few_requests_give_no_numbers_at_all(client, framework):
    requests.case(framework)
    found = overview.of(Case.objects.all(), on(14, 3), public=True)
    assert (found.received, found.days, found.in_time) == (None, None, None)
    assert client.get(OPEN).status_code == 200


def test_the_numbers_stand_under_asking_for_help_in_the_navigation(client, framework):
    """Though their address is inside that of the public programme."""
    (here,) = re.findall(r'aria-current="true">([^<]+)<', client.get(OPEN).content.decode())
    assert here == "Hulp vragen"


def test_a_reason_that_few_got_is_not_told_in_its_own_words(framework):
    refused(framework, 12)
    refused(framework, 1, reason="aanvrager is de wethouder")
    found = overview.of(Case.objects.all(), on(14, 3), public=True)
    assert "aanvrager is de wethouder" not in str(found)


def test_the_council_sees_what_anybody_sees(world, framework, anna):
    helped(framework, anna, 2)
    councillor = world.as_(make_user("raad@stad.example", Role.COUNCILLOR))
    text = councillor.get(reverse("assessment:overview")).content.decode()
    assert "Er zijn minder dan 10 hulpvragen" in text
    assert "te weinig" not in text  # one sentence, not a page of hidden numbers
    participant = world.as_(make_user("deel@stad.example", Role.PARTICIPANT))
    assert participant.get(reverse("assessment:overview")).status_code == 403


def test_the_files_hold_the_same_numbers(client, world, framework, anna):
    helped(framework, anna, 12)
    open_file = client.get(reverse("assessment:open-overview-file", args=["csv"]))
    rows = {row[1]: row[2] if len(row) > 2 else "" for _, row in spreadsheet.read(open_file.content).rows}
    assert rows["ontvangen"] == "10"
    own = world.as_(anna).get(reverse("assessment:overview-file", args=["csv"]))
    rows = {row[1]: row[2] for _, row in spreadsheet.read(own.content).rows}
    assert rows["ontvangen"] == "12"


def test_the_overview_costs_the_same_for_many_as_for_few(framework, anna):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            overview.of(Case.objects.all(), on(14, 3))
        return len(queries)

    helped(framework, anna, 2)
    refused(framework, 2)
    few = cost()
    helped(framework, anna, 8)
    refused(framework, 8)
    assert cost() == few
