"""Who came: by list, by QR code, at the door, and in numbers by group."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from houtskool.process import attending, gatherings, inviting, letters, replying
from houtskool.process.models import Invitation, Table
from houtskool.process.turnout import by_group, turnout
from houtskool.process.views.attendance import DOOR
from houtskool.records import secret_links
from houtskool.records.models import JournalEntry
from houtskool.web import reference_date
from tests.conftest import AT

THE_DAY = datetime(2019, 2, 12, 12, 0, tzinfo=AT.tzinfo)


@pytest.fixture
def the_day(settings, session):
    # Without an end it lasts the day: visitors come at the clock time at which the test runs.
    session.ends_at = None
    session.save()
    settings.REFERENCE_DATE = THE_DAY.date()


@pytest.fixture
def table(world, session):
    return gatherings.add_table(Table(gathering=session, name="Tafel 1"), by=world.bob, at=world.at)


def list_of(session) -> str:
    return reverse("process:attendance", args=[session.pk])


def test_the_list_opens_on_the_day_itself(world, session, invite, settings):
    invitation = invite()
    client = world.as_(world.bob)
    early = client.get(list_of(session)).content.decode()
    assert "moet nog komen" in early
    assert "utrecht-alert--info" in early, "to wait is no mistake"
    client.post(reverse("process:mark", args=[invitation.pk]), {"was_er": "ja"})
    invitation.refresh_from_db()
    assert invitation.attended is None
    settings.REFERENCE_DATE = THE_DAY.date()
    assert "Is er" in client.get(list_of(session)).content.decode()


def test_the_list_counts_whom_nobody_knows_of_only_where_there_are_any(world, session, invite, the_day):
    invitation = invite()
    replying.accept(invitation, at=world.at, by=None)
    client = world.as_(world.bob)
    assert "1 zouden komen, van 1 daarvan nog niet bekend." in client.get(list_of(session)).content.decode()
    attending.mark(invitation, True, by=world.bob, at=THE_DAY)
    assert "1 zouden komen.</p>" in client.get(list_of(session)).content.decode()


def test_one_tap_marks_somebody_and_a_second_takes_it_back(world, session, invite, table, the_day):
    invitation = invite()
    client = world.as_(world.bob)
    url = reverse("process:mark", args=[invitation.pk])
    there = client.post(url, {"was_er": "ja", "tafel": table.pk}, follow=True)
    assert there.redirect_chain[0][0].endswith(f"#genodigde-{invitation.pk}")
    invitation.refresh_from_db()
    assert (invitation.attended, invitation.table) == (True, table)
    client.post(url, {"was_er": "onbekend"})
    invitation.refresh_from_db()
    assert (invitation.attended, invitation.table) == (None, table)
    client.post(url, {"was_er": "nee"})
    invitation.refresh_from_db()
    assert invitation.attended is False


def test_with_htmx_only_that_line_is_drawn_anew(world, session, invite, the_day):
    invitation = invite()
    url = reverse("process:mark", args=[invitation.pk])
    line = world.as_(world.bob).post(url, {"was_er": "ja"}, headers={"HX-Request": "true"}).content.decode()
    assert line.strip().startswith("<li")
    assert "is er" in line
    assert "csrfmiddlewaretoken" in line
    assert "<html" not in line


def test_everybody_who_would_come_is_marked_at_once(world, session, invite, the_day):
    coming, silent = invite("Noor Vink"), invite("Sam de Wit")
    replying.accept(coming, by=None, at=world.at)
    client = world.as_(world.bob)
    url = reverse("process:mark-all", args=[session.pk])
    assert "1 mens was er." in client.post(url, {"was_er": "ja"}, follow=True).content.decode()
    client.post(url, {"was_er": "nee"})
    coming.refresh_from_db()
    silent.refresh_from_db()
    assert (coming.attended, silent.attended) == (True, False)


def test_somebody_without_an_invitation_is_put_on_the_list_and_taken_off(world, session, buyers, the_day):
    client = world.as_(world.bob)
    client.post(reverse("process:walk-in", args=[session.pk]), {"name": "Piet Puk", "group": buyers.pk})
    came = session.invitations.get()
    assert (came.walked_in, came.attended, came.group) == (True, True, buyers)
    client.post(reverse("process:take-off", args=[came.pk]))
    assert not session.invitations.exists()
    entry = JournalEntry.objects.filter(object_type="process.invitation").last()
    assert not entry.personal_values.exists()


def test_the_code_of_a_person_is_ticked_off_by_staff_only(world, session, invite, the_day, client):
    invitation = invite()
    path = letters.arrive_path(invitation)
    assert client.get(path).status_code == 302
    assert world.as_(world.charlie).get(path).status_code == 403
    bob = world.as_(world.bob)
    assert "Noor Vink" in bob.get(path).content.decode()
    invitation.refresh_from_db()
    assert invitation.attended is None
    bob.post(path)
    invitation.refresh_from_db()
    assert invitation.attended
    assert bob.get(path[:-2] + "x/").status_code == 404


def door_of(session) -> str:
    return reverse("process:door", args=[secret_links.token(session, DOOR)])


def test_at_the_door_one_says_that_one_is_there_with_or_without_a_name(session, buyers, table, the_day):
    visitor = Client()
    assert "Ik ben er" in visitor.get(door_of(session)).content.decode()
    thanks = visitor.post(door_of(session), {"group": buyers.pk, "table": table.pk}, follow=True)
    assert "u staat op de lijst" in thanks.content.decode()
    came = session.invitations.get()
    assert (came.name, came.group, came.table, came.walked_in) == ("", buyers, table, True)
    assert str(came) == "iemand zonder naam"


def test_who_opened_the_own_link_on_this_phone_is_known_at_the_door(session, invite, the_day):
    invitation = invite()
    visitor = Client()
    visitor.get(letters.path(invitation))
    assert "Bent u Noor Vink?" in visitor.get(door_of(session)).content.decode()
    visitor.post(door_of(session), {"known": "1"})
    invitation.refresh_from_db()
    assert invitation.attended
    assert session.invitations.count() == 1
    assert "Noor" not in Client().get(door_of(session)).content.decode()


def test_at_the_door_nobody_fills_the_list_from_afar(session, the_day, settings):
    settings.ACCOUNT_RATE_LIMITS = {"walk_in": "2/m/ip"}
    cache.clear()
    for _ in range(4):
        answer = Client().post(door_of(session), {"name": "Iemand"})
    assert "Wacht even en probeer opnieuw." in answer.content.decode()
    assert session.invitations.count() == 2


def test_the_door_is_closed_before_and_after_the_day(session, settings, client):
    page = client.get(door_of(session))
    assert page.status_code == 410
    assert "moet nog komen" in page.content.decode()
    client.post(door_of(session), {"name": "Te vroeg"})
    settings.REFERENCE_DATE = date(2019, 2, 13)
    assert "is geweest" in client.get(door_of(session)).content.decode()
    client.post(door_of(session), {"name": "Te laat"})
    assert not session.invitations.exists()
    assert client.get(door_of(session)[:-3] + "xx/").status_code == 404


def test_the_poster_for_the_door_holds_the_code(world, session):
    page = world.as_(world.bob).get(reverse("process:door-poster", args=[session.pk])).content.decode()
    assert "<svg" in page
    assert door_of(session) in page


def test_the_numbers_of_a_gathering_stand_by_group(world, session, buyers, invite, the_day):
    coming, declined, silent = invite("Noor Vink"), invite("Sam de Wit"), invite("Fatima Aziz")
    replying.accept(coming, by=None, at=world.at)
    replying.bring(coming, name="Gast", by=None, at=world.at)
    replying.decline(declined, by=None, at=world.at)
    attending.mark(coming, True, by=world.bob, at=THE_DAY)
    attending.walk_in(session, name="", group=None, table=None, by=world.bob, at=THE_DAY)
    total = turnout(session)
    assert (total.invited, total.coming, total.declined, total.silent, total.present, total.walked_in) == (
        *(3, 2, 1, 1, 2, 1),
    )
    assert total.unknown == 1
    lines = by_group(session)
    assert [(line.group, line.invited, line.present) for line in lines] == [("inkopers", 3, 1), ("", 0, 1)]
    assert silent.attended is None


def test_the_list_asks_as_many_queries_for_many_as_for_few(world, session, make_contact, the_day):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert world.as_(world.bob).get(list_of(session)).status_code == 200
        return len(asked)

    def add(numbers):
        people = [make_contact(f"Mens{number} Nummer{number}") for number in numbers]
        inviting.invite(session, contacts=people, by=world.bob, at=world.at)
        for person in people[::2]:
            guest = Invitation.objects.get(contact=person)
            Invitation.objects.create(gathering=session, brought_by=guest, at=world.at)

    add(range(2))
    queries()
    few = queries()
    add(range(2, 22))
    assert queries() == few


def test_the_page_of_a_gathering_leads_from_its_numbers_to_the_people(
    world, session, invite, the_day, settings
):
    invitation = invite()
    replying.accept(invitation, by=None, at=world.at)
    client = world.as_(world.bob)
    page = client.get(session.get_absolute_url()).content.decode()
    assert f"?bijeenkomst={session.pk}&amp;antwoord=accepted" in page
    assert "1 van 2" in page
    official = world.as_(world.charlie)
    assert official.get(session.get_absolute_url()).status_code == 404
    session_key = client.session
    session_key[reference_date.SESSION_KEY] = "2019-02-13"
    session_key.save()
    assert "niet bekend of zij er waren" in client.get(session.get_absolute_url()).content.decode()
