"""*Waarmee kan de gemeente mij helpen?*: for anybody, before anything is sent; nothing is kept."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import parse_qs, urlparse

import pytest
from django.test import Client
from django.urls import reverse

from houtskool.accounts.roles import Role
from houtskool.assessment.actions import frameworks, versions
from houtskool.records.models import JournalEntry
from tests.conftest import make_user

URL = "/hulp/"
STANDS = {"toon": "1", "v-rechtsvorm": "stichting", "v-doel-eerst": "ja", "v-in-de-stad": "ja"}


@pytest.fixture(autouse=True)
def example_day(settings):
    settings.REFERENCE_DATE = date(2026, 11, 24)


@pytest.fixture
def framework(desk):
    made = desk.shipped()
    made.takes_cases, made.contact = True, desk.world.bob
    frameworks.change(made, by=desk.world.alice, at=desk.world.at)
    versions.publish(
        made, "adopted", body="college", on=date(2019, 1, 10), by=desk.world.alice, at=desk.world.at
    )
    return made


def groups(response):
    found = response.context["found"]
    return {
        name: [one.verdict.key for one in getattr(found, name)]
        for name in ("fits", "perhaps", "to_answer", "buyers", "not_possible")
    }


def test_anybody_sees_the_questions_that_are_asked_first(framework):
    response = Client().get(URL)
    assert response.status_code == 200
    assert "Welke rechtsvorm heeft uw organisatie?" in response.text
    assert "Om hoeveel geld gaat het ongeveer?" in response.text
    assert "Hoeveel steun kreeg uw organisatie" not in response.text  # asked in the form itself
    assert response.context["found"] is None


def test_anybody_finds_the_way_to_help_once_a_framework_takes_requests(desk):
    way = f'href="{URL}"'
    assert way not in Client().get("/account/aanmelden/").content.decode()
    made = desk.shipped()
    made.takes_cases, made.contact = True, desk.world.bob
    frameworks.change(made, by=desk.world.alice, at=desk.world.at)
    assert way in Client().get("/account/aanmelden/").content.decode()


def test_who_reads_along_finds_the_numbers_on_the_first_page(desk):
    client = Client()
    client.force_login(make_user("raad@stad.example", Role.COUNCILLOR))
    text = client.get(reverse("assessment:home")).content.decode()
    assert reverse("assessment:overview") in text
    assert reverse("assessment:follow-ups") not in text


def test_answers_show_what_fits_what_does_not_and_why(framework):
    given = {**STANDS, "v-begonnen": "ja", "v-te-koop": "nee", "v-terugbetalen": "ja", "bedrag": "5.000"}
    response = Client().get(URL, given)
    assert groups(response) == {
        "fits": ["advies", "netwerk", "ruimte"],
        "perhaps": ["lening"],
        "to_answer": ["regelruimte"],
        "buyers": [],
        "not_possible": ["subsidie"],
    }
    assert "De activiteit is nog niet begonnen" in response.text
    assert "ruimte voor de-minimissteun" in response.text
    assert "Beantwoord de vragen hieronder" in response.text


def test_how_many_kinds_fit_is_said_first_with_the_way_to_them(framework):
    response = Client().get(URL, STANDS)
    found = response.context["found"]
    told = {one["url"]: one["value"] for one in response.context["figures"]}
    assert told["#past"] == len(found.fits)
    for url, value in told.items():
        assert value > 0
        assert f'id="{url[1:]}"' in response.text


def test_who_wants_to_sell_is_led_to_the_buyers(framework):
    response = Client().get(URL, {**STANDS, "v-te-koop": "ja"})
    assert groups(response)["buyers"] == ["opdracht"]
    assert "Een hulpvraag geeft nooit een opdracht." in response.text


def test_nothing_is_kept(framework):
    before = JournalEntry.objects.count()
    client = Client()
    client.get(URL, STANDS)
    assert JournalEntry.objects.count() == before
    assert not client.session.keys()


def test_the_answers_go_along_to_the_form(framework):
    response = Client().get(URL, {**STANDS, "bedrag": "1.250,50"})
    address = urlparse(response.context["ask"])
    assert address.path == reverse("assessment:ask")
    assert parse_qs(address.query) == {
        "kader": [str(framework.pk)],
        "v-rechtsvorm": ["stichting"],
        "v-doel-eerst": ["ja"],
        "v-in-de-stad": ["ja"],
        "bedrag": ["1250.5"],
    }
    filled = Client().get(response.context["ask"])
    assert filled.context["form"]["v-rechtsvorm"].value() == "stichting"
    assert filled.context["form"]["amount"].value() == "1250.5"


def test_what_cannot_be_read_is_told_and_counts_as_unknown(framework):
    response = Client().get(URL, {**STANDS, "bedrag": "veel"})
    assert "veel is geen getal" in response.text
    assert 'value="veel"' in response.text
    assert "subsidie" not in groups(response)["not_possible"]


def test_without_an_adopted_framework_there_is_a_friendly_page(desk):
    made = desk.shipped()
    made.takes_cases, made.contact = True, desk.world.bob
    frameworks.change(made, by=desk.world.alice, at=desk.world.at)
    response = Client().get(URL)
    assert response.status_code == 200
    assert "zij wijst u de weg" in response.text


def test_the_version_that_was_adopted_counts_not_the_draft(desk, framework):
    framework.support.all().delete()
    assert "subsidie" in str(groups(Client().get(URL, STANDS)))


def test_it_asks_the_database_no_more_for_more_rules(framework, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        Client().get(URL, STANDS)


def test_a_question_looks_the_same_beforehand_and_in_the_form(client, framework):
    def drawn(name):
        text = client.get(reverse(f"assessment:{name}")).content.decode()
        assert "assessment/ask.css" in text
        (row,) = (
            part for part in text.split('<div class="in-a-row">') if 'name="v-rechtsvorm"' in part[:1500]
        )
        # That nothing is required is said once, above the questions; ask.css hides it at each.
        return re.sub(r'\s*<span class="optional">.*?</span>', "", row.split("</fieldset>")[0])

    assert drawn("looking") == drawn("ask")
