"""Who came in and who counts: the pages tell why the two numbers differ, and lead to what is behind each."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from houtskool.deliberation import analysing
from houtskool.deliberation.actions import moderation, publishing
from houtskool.deliberation.models import Participant
from tests.deliberation import planted


@pytest.fixture
def made(world, settings):
    """Fourteen that voted, of which one was left out; two that only opened the link."""
    settings.REFERENCE_DATE = world.at.date()
    found = planted.two_camps(world, each=7)
    for number in range(2):
        Participant.objects.create(
            conversation=found.conversation, door=found.door, device=f"stil-{number}", on=world.at.date()
        )
    moderation.exclude(found.people[0], "Twee keer hetzelfde toestel.", by=world.bob, at=world.at)
    found.close()
    analysing.bring_up_to_date(found.conversation, at=world.at)
    return found


def read(client, name, made):
    text = client.get(reverse(f"deliberation:{name}", args=[made.conversation.pk])).content.decode()
    return text, " ".join(re.sub(r"<[^>]*>", " ", text).split()).replace(" ,", ",").replace(" :", ":")


@pytest.mark.parametrize("name", ["conversation", "doors", "participants", "result"])
def test_each_page_tells_from_who_came_in_to_who_counts(world, made, name):
    html, text = read(world.as_(world.bob), name, made)
    assert (
        "16 toestellen kwamen binnen: 13 tellen mee in de uitkomst, 2 stemden nog niet, 1 is uitgesloten"
        in text
    )
    devices = reverse("deliberation:participants", args=[made.conversation.pk])
    for who in ("allen", "stil", "uitgesloten"):
        assert f'href="{devices}?wie={who}"' in html


def test_the_numbers_of_the_sentence_are_those_of_the_result_and_of_the_links(world, made):
    assert analysing.latest(made.conversation).participants == 13
    bob = world.as_(world.bob)
    devices = reverse("deliberation:participants", args=[made.conversation.pk])
    shown = {
        who: bob.get(devices, {"wie": who}).context["page"].paginator.count
        for who in ("allen", "stil", "uitgesloten")
    }
    assert shown == {"allen": 16, "stil": 2, "uitgesloten": 1}
    assert "Iedereen die binnenkwam, stemde." not in bob.get(devices, {"wie": "stil"}).content.decode()
    assert bob.get(devices, {"wie": "iets anders"}).context["who"] == ""


def test_the_page_says_when_the_result_is_of_before(world, made):
    assert "deze uitkomst is van eerder" not in read(world.as_(world.bob), "result", made)[1]
    moderation.include(made.people[0], by=world.bob, at=world.at)
    assert "Dat is van nu; deze uitkomst is van eerder." in read(world.as_(world.bob), "result", made)[1]


def test_how_many_voted_on_a_statement_leaves_out_who_does_not_count(world, made):
    bob = world.as_(world.bob)
    page = bob.get(made.conversation.get_absolute_url())
    assert page.context["page"].object_list[0].voted == 13
    statement = made.conversation.statements.get(number=1)
    assert (
        "13 deelnemers stemden erover"
        in bob.get(reverse("deliberation:statement", args=[statement.pk])).content.decode()
    )


def test_the_world_reads_who_counts_and_not_how_many_devices_came(world, made):
    publishing.publish(made.conversation, by=world.alice, at=world.at)
    text = read(world.as_(world.charlie), "public-result", made)[1]
    assert "Een deelnemer telt mee vanaf de eerste stem." in text
    assert "kwamen binnen" not in text


def test_a_result_that_is_of_before_an_exclusion_does_not_count_it(world, made):
    publishing.publish(made.conversation, by=world.alice, at=world.at)
    moderation.exclude(made.people[1], "Nog een.", by=world.bob, at=world.at)
    analysing.run_waiting(world.at)
    public = read(world.as_(world.charlie), "public-result", made)[1]
    assert "1 deelnemer telt niet mee" in public
    assert "2 deelnemers tellen niet mee" in read(world.as_(world.bob), "result", made)[1]
