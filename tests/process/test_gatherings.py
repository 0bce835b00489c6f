"""Planning a gathering and its tables, and what higher rooms add to them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from houtskool.process import actions, gatherings, inviting, pages_above, panels
from houtskool.process.models import Gathering, Table
from houtskool.records.models import PersonalValue
from houtskool.sector import actions as sector
from tests.conftest import AT

GIVEN = {
    "kind": "work-session",
    "title": "Werksessie",
    "day": "2019-02-12",
    "starts": "13:00",
    "ends": "17:00",
}


def plan(world, process, **given):
    url = reverse("process:add-gathering", args=[process.pk])
    return world.as_(world.bob).post(url, GIVEN | given)


def test_a_day_with_times_says_when_it_is_planned(world, process):
    plan(world, process)
    session = process.gatherings.get()
    assert session.starts_at == datetime(2019, 2, 12, 13, tzinfo=AT.tzinfo)
    assert (session.planned_words, session.planned_start) == ("12 februari 2019", date(2019, 2, 12))
    page = world.as_(world.bob).get(session.get_absolute_url()).content.decode()
    assert "dinsdag 12 februari 2019, 13.00–17.00 uur" in page


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"planned": "voorjaar 2018"}, "deze dag valt daarbuiten"),
        ({"ends": "12:00"}, "De eindtijd ligt vóór de begintijd"),
        ({"day": ""}, "Kies ook de dag"),
        ({"starts": ""}, "Vul ook in hoe laat het begint"),
    ],
)
def test_times_that_contradict_are_asked_back(world, process, given, sentence):
    page = plan(world, process, **given).content.decode()
    assert sentence in page
    assert "Werksessie" in page
    assert not process.gatherings.exists()


def test_an_interview_has_its_guide(world, process):
    plan(world, process, kind="interview", guide="Wat heeft u nodig?")
    page = world.as_(world.bob).get(process.gatherings.get().get_absolute_url()).content.decode()
    assert "Gespreksleidraad" in page
    assert "Wat heeft u nodig?" in page


def test_two_people_who_change_one_gathering_do_not_overwrite_each_other(world, session):
    url = reverse("process:change-gathering", args=[session.pk])
    bob, alice = world.as_(world.bob), world.as_(world.alice)
    opened = bob.get(url).context["form"].initial["opened"]
    same = GIVEN | {"title": session.title, "capacity": 2, "planned": "12 februari 2019", "opened": opened}
    alice.post(url, same | {"place": "Stadhuis"})
    asked = bob.post(url, same | {"place": "Bibliotheek"}).content.decode()
    assert "Dit is intussen gewijzigd in ‘Stadhuis’" in asked
    session.refresh_from_db()
    assert session.place == "Stadhuis"
    bob.post(url, same | {"place": "Seinwezen", "programme": "Lunch"})
    session.refresh_from_db()
    assert (session.place, session.programme) == ("Stadhuis", "Lunch")


def test_what_people_come_for_is_not_taken_away_but_cancelled(world, session, invite):
    invite()
    with pytest.raises(ValidationError, match="Gelast haar af"):
        actions.remove(session, by=world.alice, at=world.at)
    url = reverse("process:remove", args=["bijeenkomst", session.pk])
    assert "Gelast haar af" in world.as_(world.bob).post(url, follow=True).content.decode()


def test_cancelling_needs_a_reason_and_happens_once(world, session):
    url = reverse("process:cancel-gathering", args=[session.pk])
    client = world.as_(world.bob)
    assert "verplicht" in client.post(url, {"because": ""}).content.decode()
    client.post(url, {"because": "Storm"})
    assert "is al afgelast" in client.post(url, {"because": "Storm"}).content.decode()
    page = client.get(session.get_absolute_url()).content.decode()
    assert "afgelast" in page
    assert "Storm" in page
    session.refresh_from_db()
    assert not session.is_late(date(2019, 3, 1))


def test_tables_are_added_changed_and_taken_away(world, session):
    theme = sector.add_theme(name="inkoop", by=world.alice, at=world.at)
    client = world.as_(world.bob)
    client.post(
        reverse("process:add-table", args=[session.pk]),
        {"name": "Tafel 1", "theme": theme.pk, "host": "Bo Stadsgarage"},
    )
    table = session.tables.get()
    page = client.get(session.get_absolute_url()).content.decode()
    assert f"{table.code[:4]} {table.code[4:]}" in page
    client.post(reverse("process:change-table", args=[table.pk]), {"name": "Tafel A", "host": ""})
    table.refresh_from_db()
    assert (table.name, table.theme) == ("Tafel A", None)
    client.post(reverse("process:remove-table", args=[table.pk]))
    assert not session.tables.exists()
    assert not PersonalValue.objects.filter(field="host", value="Bo Stadsgarage").exists()


def test_a_new_link_withdraws_the_old_one(world, session):
    table = gatherings.add_table(Table(gathering=session, name="Tafel 1"), by=world.bob, at=world.at)
    before = table.link_key, table.code
    world.as_(world.bob).post(reverse("process:renew-table", args=[table.pk]))
    table.refresh_from_db()
    assert table.link_key != before[0]
    assert table.code != before[1]


def test_a_card_has_a_code_and_what_higher_rooms_open_with_it(world, session, monkeypatch):
    table = gatherings.add_table(Table(gathering=session, name="Tafel 1"), by=world.bob, at=world.at)
    monkeypatch.setattr(pages_above, "_pages", {})
    url = reverse("process:table-cards", args=[session.pk])
    client = world.as_(world.bob)
    bare = client.get(url).content.decode()
    assert f"{table.code[:4]} {table.code[4:]}" in bare
    assert "Voor de notulist" not in bare
    pages_above.register(pages_above.NOTES, lambda table: f"/aan-tafel/{table.pk}/")
    page = client.get(url).content.decode()
    assert "Voor de notulist" in page
    assert f"/aan-tafel/{table.pk}/" in page
    assert page.count("<svg") == 1
    assert client.get(url).headers["Content-Security-Policy"]
    assert "style=" not in page


def test_a_higher_room_shows_a_panel_on_the_page_of_a_gathering(world, session, monkeypatch):
    monkeypatch.setattr(panels, "_of_gatherings", {})

    def said(gathering: Gathering, user, at):
        return panels.Panel("Wat er gezegd is", "process/parts/gaps.html", {"gaps": []})

    panels.register_for_gathering("proef", said)
    assert "Wat er gezegd is" in world.as_(world.bob).get(session.get_absolute_url()).content.decode()


def test_links_and_codes_are_for_who_facilitates(world, session):
    table = gatherings.add_table(Table(gathering=session, name="Tafel 1"), by=world.bob, at=world.at)
    for name, key in (("table-cards", session.pk), ("change-table", table.pk), ("door-poster", session.pk)):
        assert world.as_(world.charlie).get(reverse(f"process:{name}", args=[key])).status_code == 403


def test_the_last_day_to_reply_is_not_after_the_day_itself(world, process):
    page = plan(world, process, reply_by="2019-02-13").content.decode()
    assert "Dit is na de bijeenkomst" in page


def test_who_cancels_reads_whom_to_call(world, session, make_contact):
    contact = make_contact("Hanna Bos", may_be_mailed=False, phone="023 555 01 02")
    inviting.invite(session, contacts=[contact], unmailed_too=True, by=world.bob, at=world.at)
    page = world.as_(world.bob).get(reverse("process:cancel-gathering", args=[session.pk])).content.decode()
    assert "Bel hen" in page
    assert "023 555 01 02" in page


def test_the_page_of_a_contact_tells_to_what_the_person_was_invited(world, session, invite):
    contact = invite().contact
    page = world.as_(world.bob).get(contact.get_absolute_url()).content.decode()
    assert "Uitgenodigd voor" in page
    assert session.get_absolute_url() in page


def test_an_interview_has_no_tables(world, process, session):
    interview = gatherings.plan(
        Gathering(process=process, title="Gesprek", kind="interview"), {}, by=world.bob, at=world.at
    )
    client = world.as_(world.bob)
    assert "Voeg een tafel toe" not in client.get(interview.get_absolute_url()).content.decode()
    assert "Voeg een tafel toe" in client.get(session.get_absolute_url()).content.decode()


def test_the_words_that_are_kept_are_dutch_in_whatever_language_one_plans(world, process, settings):
    world.as_(world.bob).cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    plan(world, process)
    assert process.gatherings.get().planned_words == "12 februari 2019"
