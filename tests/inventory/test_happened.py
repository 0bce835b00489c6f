"""What the process page shows of it, and the page of who contributed, for staff."""

from __future__ import annotations

import re

import pytest

from houtskool.inventory import telling
from houtskool.inventory.actions import answers, codings, merging, own
from houtskool.records.models import Mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def bob(world):
    return world.as_(world.bob)


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_process_page_tells_the_states_in_numbers_that_lead_to_them(world, bob, inbreng, process):
    rows = inbreng.many(6)
    codings.give(rows[:4], inbreng.theme(), by=world.bob, at=world.at)
    answers.answer(rows[:2], outcome="taken", reason="Doen we.", by=world.bob, at=world.at)
    merging.merge([rows[5]], into=rows[4], by=world.bob, at=world.at)
    shown = page(bob, process.get_absolute_url())
    assert "Wat is er met inbreng gebeurd" in shown
    assert "we nemen dit mee (2)" in shown
    part = shown[shown.index("Wat is er met inbreng gebeurd") :]
    pairs = re.findall(r'figures__value">(\d+)</span>\s*<a class="figures__label" href="([^"]+)"', part)[:4]
    assert [number for number, _url in pairs] == ["1", "2", "1", "2"]
    for number, address in pairs:
        assert bob.get(address.replace("&amp;", "&")).context["page"].paginator.count == int(number)


def test_contributions_without_an_answer_are_a_gap_until_there_are_none(world, bob, inbreng, process):
    rows = inbreng.many(3)
    assert "3 stukken inbreng hebben nog geen antwoord." in page(bob, process.get_absolute_url())
    answers.answer(rows, outcome="taken", reason="Doen we.", by=world.bob, at=world.at)
    assert "nog geen antwoord" not in page(bob, process.get_absolute_url())


def test_who_asked_to_be_erased_is_on_the_process_page_without_a_name_and_can_be_erased(
    world, bob, inbreng, process
):
    fatima = inbreng.contributor("Fatima", email="fatima@stad.example")
    piece = inbreng.make("Iets persoonlijks.", contributor=fatima)
    own.ask_erasure(fatima, at=world.at)
    shown = page(bob, process.get_absolute_url())
    assert "vroeg op 15-01-2019 om alles te wissen." in shown
    assert "Fatima" not in shown
    address = f"/inbreng/inbrenger/{fatima.pk}/"
    assert "Deze persoon vroeg om alles te wissen." in page(bob, address)
    assert "woorden van 1 stuk inbreng verdwijnen" in page(bob, f"{address}wissen/")
    assert "zijn gewist" in bob.post(f"{address}wissen/", follow=True).content.decode()
    piece.refresh_from_db()
    assert piece.words == ""
    assert "om alles te wissen" not in page(bob, process.get_absolute_url())


def test_staff_see_the_link_and_the_messages_and_make_a_new_link(world, bob, inbreng, client):
    fatima = inbreng.contributor("Fatima", email="fatima@stad.example", wants_mail=True)
    inbreng.make("Iets persoonlijks.", contributor=fatima)
    telling.tell(world.at)
    assert Mail.objects.count() == 1
    before = telling.own_path(fatima)
    address = f"/inbreng/inbrenger/{fatima.pk}/"
    shown = page(bob, address)
    assert before in shown
    assert "Iets persoonlijks." in shown
    assert "De oude link werkt niet meer." in bob.post(f"{address}link/", follow=True).content.decode()
    assert client.get(before).status_code == 404


def test_others_do_not_see_who_contributed(world, inbreng):
    fatima = inbreng.contributor("Fatima")
    for address in (f"/inbreng/inbrenger/{fatima.pk}/", f"/inbreng/inbrenger/{fatima.pk}/wissen/"):
        assert world.as_(world.charlie).get(address).status_code == 403
