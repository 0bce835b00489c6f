"""The reference date: today, except where a setting fixes it; then each visitor may move it."""

from datetime import date

import pytest
from django.utils import timezone

MOVE = "/peildatum/"


@pytest.fixture
def example(settings):
    settings.REFERENCE_DATE = date(2019, 1, 15)
    settings.EXAMPLE = True


def header(client):
    page = client.get("/account/wachtwoord/").content.decode()
    return page[page.index("<header") : page.index("</header>")]


def test_the_example_says_on_every_page_from_which_day_it_looks(world, example, client):
    assert "15 januari 2019" in header(world.as_(world.alice))
    assert "Voorbeeld op peildatum 15 januari 2019" in client.get("/account/aanmelden/").content.decode()


def test_a_visitor_moves_it_for_themselves_only_and_stays_on_the_page(world, example):
    alice, bob = world.as_(world.alice), world.as_(world.bob)
    moved = alice.post(MOVE, {"day": "2019-06-01", "back": "/journaal/?page=2"})
    assert moved.headers["Location"] == "/journaal/?page=2"
    assert "1 juni 2019" in header(alice)
    assert "Terug naar 15 januari 2019" in header(alice)
    assert "1 juni 2019" not in header(bob)


def test_going_back_gives_the_fixed_day_again(world, example):
    alice = world.as_(world.alice)
    alice.post(MOVE, {"day": "2019-06-01"})
    alice.post(MOVE, {})
    assert "1 juni 2019" not in header(alice)
    assert "Terug naar" not in header(alice)


@pytest.mark.parametrize("day", ["31-02-2019", "morgen", "0000-00-00", "1890-01-01", "9999-12-31"])
def test_a_day_that_cannot_be_read_leaves_it_as_it_was(world, example, day):
    alice = world.as_(world.alice)
    assert alice.post(MOVE, {"day": day}).status_code == 302
    assert "15 januari 2019" in header(alice)


@pytest.mark.parametrize("back", ["https://elders.example/", "//elders.example/", "javascript:alert(1)"])
def test_the_way_back_never_leaves_the_site(world, example, back):
    moved = world.as_(world.alice).post(MOVE, {"day": "2019-06-01", "back": back})
    assert moved.headers["Location"] == "/"


def test_where_nothing_fixes_it_there_is_nothing_to_move(world, settings):
    settings.REFERENCE_DATE = None
    alice = world.as_(world.alice)
    assert alice.post(MOVE, {"day": "2019-06-01"}).status_code == 404
    assert "peildatum" not in header(alice)


def test_the_time_of_an_action_stands_on_the_reference_date(world, example, rf):
    from houtskool.web.reference_date import moment

    request = rf.get("/")
    request.session = {"reference_date": "2019-06-01"}
    at = moment(request)
    assert at.date() == date(2019, 6, 1)
    assert at.utcoffset() == timezone.localtime(at).utcoffset()
