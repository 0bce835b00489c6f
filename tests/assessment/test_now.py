"""What the page of a request says first: what has to happen now, to each who reads it."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from houtskool.accounts.roles import Role
from houtskool.assessment.actions import cases, routing
from houtskool.assessment.cases import mail as case_mail
from tests.assessment import requests
from tests.assessment.requests import on
from tests.assessment.weighing import weighing
from tests.conftest import make_user

GOOD = {"wijk": 8, "stand": 6, "mag": 1}


@pytest.fixture
def weigh(desk):
    return weighing(desk)


def now_of(world, user, case):
    return world.as_(user).get(case.get_absolute_url()).context["now"]


@pytest.fixture
def case(desk, world, settings):
    settings.REFERENCE_DATE = date(2019, 1, 14)
    return requests.case(requests.taking(desk, world.alice))


def test_a_new_request_asks_for_a_route_by_a_day(world, case):
    told = now_of(world, world.alice, case)
    assert "Kies uiterlijk op" in told.sentence
    assert not told.turn
    decides = make_user("mandaat@stad.example", Role.MANDATE_HOLDER)
    assert "staat vast hoe deze vraag wordt behandeld" in now_of(world, decides, case).sentence


def test_a_request_that_waits_for_the_applicant_asks_nothing_of_the_city(world, case):
    routing.ask(case, missing="- Een begroting.", answer_by=date(2019, 1, 28), by=world.alice, at=on(14))
    assert "vult aan, uiterlijk op 28 januari" in now_of(world, world.alice, case).sentence


def test_a_withdrawn_request_asks_nothing_more(world, case):
    cases.withdraw(case, at=on(14))
    assert "ingetrokken" in now_of(world, world.alice, case).sentence


def test_judging_begins_with_asking_somebody_and_waits_for_who_was_asked(world, weigh):
    case = weigh.case()
    told = now_of(world, world.alice, case)
    assert (told.turn, told.url) == (True, reverse("assessment:assessors", args=[case.pk]))
    weigh.judge(case, {}, {}, {}, handed_in=False)
    assert "0 van 3 ingeleverd" in now_of(world, world.alice, case).sentence
    mine = now_of(world, weigh.assessors[0], case)
    assert (mine.turn, mine.action) == (True, "Beoordeel")


def test_after_the_last_judgement_the_advice_is_made_and_then_the_mandate_decides(world, weigh):
    case = weigh.case()
    weigh.judge(case, GOOD, GOOD, GOOD)
    assert now_of(world, world.alice, case).url == "#advies"
    advice = weigh.advise(case)
    assert now_of(world, world.alice, case).url == advice.get_absolute_url()
    decides = make_user("mandaat@stad.example", Role.MANDATE_HOLDER)
    told = now_of(world, decides, case)
    assert (told.turn, told.url) == (True, reverse("assessment:decide", args=[case.pk]))
    page = world.as_(decides).get(case.get_absolute_url()).content.decode()
    assert page.count("Neem een besluit") == 1


def test_the_applicant_reads_what_the_city_does_and_by_when_and_nothing_of_an_advice(weigh, settings):
    settings.REFERENCE_DATE = date(2019, 1, 16)
    case = weigh.case()
    weigh.judge(case, GOOD, GOOD, GOOD)
    link = case_mail.follow_path(case)
    assert "bekijken uw vraag, elk apart. U hebt uiterlijk op" in Client().get(link).text
    weigh.advise(case)
    text = Client().get(link).text
    assert "Nu volgt het besluit" in text
    assert "positief" not in text
