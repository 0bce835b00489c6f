"""The links through which people come in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from houtskool.deliberation.actions import conversations, doors, statements, voting
from houtskool.deliberation.models import Door
from houtskool.process import actions as process_actions
from houtskool.process.models import Gathering
from houtskool.records.models import JournalEntry
from houtskool.sector import actions as sector
from houtskool.sector import merging
from houtskool.sector.models import Contact

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"deliberation:{name}", args=args)


@pytest.fixture
def buyers(world):
    group = sector.add_group(name="inkopers", by=world.alice, at=world.at)
    for name, willing in (("Noor Vink", True), ("Peter Smit", True), ("Hanna Bos", False)):
        contact = Contact(name=name, email=f"{name.split()[0].lower()}@koper.example", may_be_mailed=willing)
        sector.add(contact, by=world.alice, at=world.at, links={"groups": [group]})
    return group


def test_links_for_groups_and_one_with_a_name_of_its_own(world, conversation, buyers):
    bob = world.as_(world.bob)
    bob.post(url("doors", conversation.pk), {"groups": [buyers.pk], "name": "Nieuwsbrief", "limit": "50"})
    made = conversation.doors.order_by("pk")[1:]
    assert [(door.name, door.group, door.limit) for door in made] == [
        ("inkopers", buyers, 50),
        ("Nieuwsbrief", None, 50),
    ]
    assert len({door.code for door in conversation.doors.all()}) == 3
    page = bob.post(url("doors", conversation.pk), {"groups": [], "name": " "}).content.decode()
    assert "Kies een groep, of geef de link een naam." in page
    assert buyers not in bob.get(url("doors", conversation.pk)).context["form"].fields["groups"].queryset


def test_everybody_of_a_group_gets_the_same_link(
    world, conversation, buyers, django_capture_on_commit_callbacks
):
    door = doors.add(conversation, name="inkopers", group=buyers, by=world.bob, at=world.at)
    assert "Wilt u 2 mensen mailen?" in world.as_(world.bob).get(url("mail-door", door.pk)).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        world.as_(world.bob).post(url("mail-door", door.pk))
    assert sorted(letter.to[0] for letter in mail.outbox) == ["noor@koper.example", "peter@koper.example"]
    links = {word for letter in mail.outbox for word in letter.body.split() if door.code in word}
    assert len(links) == 1
    door.refresh_from_db()
    assert door.invited == 2
    assert door.mailed_at is not None
    assert JournalEntry.objects.about(door).order_by("-number")[0].verb == "sent"


def test_mail_goes_only_where_somebody_can_vote(world, conversation, buyers):
    everybody = conversation.doors.get()
    with pytest.raises(ValidationError, match="van een groep"):
        doors.mail(everybody, by=world.bob, at=world.at)
    door = doors.add(conversation, name="inkopers", group=buyers, by=world.bob, at=world.at)
    doors.withdraw(door, by=world.bob, at=world.at)
    with pytest.raises(ValidationError, match="kan niemand meer stemmen"):
        doors.mail(door, by=world.bob, at=world.at)
    empty = sector.add_group(name="financiers", by=world.alice, at=world.at)
    door = doors.add(conversation, name="financiers", group=empty, by=world.bob, at=world.at)
    with pytest.raises(ValidationError, match="Niemand van deze groep"):
        doors.mail(door, by=world.bob, at=world.at)


def test_a_link_is_withdrawn_and_works_again(world, conversation):
    door = conversation.doors.get()
    bob = world.as_(world.bob)
    bob.post(url("withdraw-door", door.pk))
    assert not Door.objects.standing().exists()
    bob.post(url("withdraw-door", door.pk), {"weer": "1"})
    assert Door.objects.standing().exists()


def test_a_group_has_one_link_that_works(world, conversation, buyers):
    former = doors.add(conversation, name="inkopers", group=buyers, by=world.bob, at=world.at)
    with pytest.raises(ValidationError, match="al een link"):
        doors.add(conversation, name="inkopers", group=buyers, by=world.bob, at=world.at)
    doors.withdraw(former, by=world.bob, at=world.at)
    doors.add(conversation, name="inkopers", group=buyers, by=world.bob, at=world.at)
    with pytest.raises(ValidationError, match="al een link"):
        doors.restore(former, by=world.bob, at=world.at)


def test_poster_and_screen_show_the_address_the_code_and_what_is_asked(world, conversation):
    door = conversation.doors.get()
    for name in ("poster", "big"):
        page = world.as_(world.bob).get(url(name, door.pk)).content.decode()
        assert f"{door.code[:4]} {door.code[4:]}" in page
        assert "qr__code" in page
        assert conversation.title in page


def test_somebody_else_makes_no_links(world, conversation):
    assert world.as_(world.charlie).get(url("doors", conversation.pk)).status_code == 403
    assert world.as_(world.charlie).get(url("poster", conversation.doors.get().pk)).status_code == 403


def test_the_name_and_limit_of_a_link_change(world, conversation):
    door = conversation.doors.get()
    given = {"name": "Markt", "limit": "3", "invited": "40"}
    world.as_(world.bob).post(url("door", door.pk), given)
    door.refresh_from_db()
    assert (door.name, door.limit, door.invited) == ("Markt", 3, 40)
    page = world.as_(world.bob).post(url("door", door.pk), {**given, "limit": "0"})
    assert page.status_code == 200
    conversations.close(conversation, by=world.bob, at=world.at)
    assert "Mail de groep" not in world.as_(world.bob).get(url("doors", conversation.pk)).content.decode()


def test_when_two_groups_are_merged_nobody_is_lost_and_the_journal_tells_of_no_participant(
    world, talk, buyers, conversation
):
    others = sector.add_group(name="inkoopafdeling", by=world.alice, at=world.at)
    people = []
    for group in (buyers, others):
        door = doors.add(conversation, name=group.name, group=group, by=world.bob, at=world.at)
        people.append(
            voting.join(door, device=group.name, network="", group=group, at=world.at - timedelta(hours=1))
        )
    merging.merge(others, into=buyers, by=world.alice, at=world.at)
    for one in people:
        one.refresh_from_db()
        assert one.group == buyers
        assert one.door.group == buyers
        assert not JournalEntry.objects.about(one).exists()


def test_what_a_conversation_needs_is_not_removed_under_it(world, talk, process):
    session = process_actions.add(Gathering(process=process, title="Werksessie"), by=world.alice, at=world.at)
    said = talk.say(consent="quote")
    made = talk.make(gathering=session, audience="gathering")
    statements.add(made, "De inkoper is er.", sources=[said], by=world.bob, at=world.at)
    alice = world.as_(world.alice)
    page = alice.post(reverse("process:remove", args=["bijeenkomst", session.pk]), follow=True)
    assert page.status_code == 200
    assert Gathering.objects.filter(pk=session.pk).exists()
    page = alice.post(reverse("inventory:contribution-remove", args=[said.pk]), follow=True)
    assert "kan niet weg" in page.content.decode()
    assert said.statements.exists()


def test_a_small_group_is_told_apart_before_it_is_mailed(world, conversation, buyers):
    door = doors.add(conversation, name="inkopers", group=buyers, by=world.bob, at=world.at)
    text = "kan raden wie er binnenkwam"
    assert text in world.as_(world.bob).get(url("mail-door", door.pk)).content.decode()
    for number in range(3):
        contact = Contact(name=f"Koper {number}", email=f"koper{number}@koper.example", may_be_mailed=True)
        sector.add(contact, by=world.alice, at=world.at, links={"groups": [buyers]})
    assert text not in world.as_(world.bob).get(url("mail-door", door.pk)).content.decode()
