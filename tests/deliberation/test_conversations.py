"""Making, changing, opening and closing a conversation, and the list of all."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from houtskool.accounts.roles import Role
from houtskool.deliberation.actions import conversations, moderation
from houtskool.deliberation.models import Conversation, Participant
from houtskool.process import actions as process_actions
from houtskool.process.models import Gathering, Process
from houtskool.records.models import JournalEntry, PersonalValue
from houtskool.sector import actions as sector
from tests.conftest import make_user

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"deliberation:{name}", args=args)


@pytest.fixture
def gathering(world, process):
    return process_actions.add(Gathering(process=process, title="Werksessie"), by=world.alice, at=world.at)


def filled(process, **other):
    given = {"process": process.pk, "title": "Wat is nodig?", "audience": "everyone", "moderation": "before"}
    return {**given, "map_from": 12, "may_add": "on", "asks_group": "on", **other}


def test_a_facilitator_makes_a_conversation_with_a_link_for_everyone(world, process):
    answer = world.as_(world.bob).post(url("new"), filled(process))
    made = Conversation.objects.get()
    assert answer.url == made.get_absolute_url()
    assert [door.name for door in made.doors.all()] == ["Voor iedereen"]
    assert not made.has_opened(world.at)
    assert "in voorbereiding" in world.as_(world.bob).get(answer.url).content.decode()


def test_a_conversation_for_groups_gets_a_link_per_group(world, process):
    groups = [sector.add_group(name=name, by=world.alice, at=world.at) for name in ("inkopers", "financiers")]
    page = world.as_(world.bob).post(url("new"), filled(process, audience="groups"))
    assert "Kies de groepen" in page.content.decode()
    world.as_(world.bob).post(
        url("new"), filled(process, audience="groups", groups=[group.pk for group in groups])
    )
    made = Conversation.objects.get()
    assert {door.group for door in made.doors.all()} == set(groups)


def test_a_conversation_for_a_gathering_names_it(world, process, gathering):
    page = world.as_(world.bob).post(url("new"), filled(process, audience="gathering"))
    assert "Kies bij welke bijeenkomst" in page.content.decode()
    elsewhere = process_actions.add(Process(title="Ander proces"), by=world.alice, at=world.at)
    page = world.as_(world.bob).post(
        url("new"), filled(elsewhere, audience="gathering", gathering=gathering.pk)
    )
    assert "ander proces" in page.content.decode()
    world.as_(world.bob).post(url("new"), filled(process, audience="gathering", gathering=gathering.pk))
    assert Conversation.objects.get().doors.get().name == "In de zaal"


def test_it_may_open_and_close_by_the_clock(world, process):
    page = world.as_(world.bob).post(
        url("new"), filled(process, opens_at="2019-02-02T10:00", closes_at="2019-02-01T10:00")
    )
    assert "later dichtgaan" in page.content.decode()
    world.as_(world.bob).post(
        url("new"), filled(process, opens_at="2019-02-01T10:00", closes_at="2019-02-02T10:00")
    )
    made = Conversation.objects.get()
    assert not made.is_open(world.at)
    assert made.is_open(world.at + timedelta(days=17, hours=1))
    assert made.is_over(world.at + timedelta(days=19))
    assert "gaat open op 1 februari 2019" in world.as_(world.bob).get(url("conversations")).content.decode()


def test_somebody_else_makes_none_and_who_is_no_staff_sees_none(world, conversation):
    council = make_user("raad@haarlem.example", Role.COUNCILLOR)
    assert world.as_(council).get(url("new")).status_code == 403
    assert world.as_(council).get(url("conversation", conversation.pk)).status_code == 200
    assert world.as_(council).post(url("close", conversation.pk)).status_code == 403
    assert world.as_(world.charlie).get(url("conversation", conversation.pk)).status_code == 403


def test_while_people_vote_only_who_facilitates_reads_numbers(world, talk, conversation):
    (one,) = talk.people(conversation, 1)
    talk.vote(one, conversation.statements.get(number=1), 1)
    council = make_user("raad@haarlem.example", Role.COUNCILLOR)
    page = url("conversation", conversation.pk)
    assert not world.as_(council).get(page).context["sees_numbers"]
    assert world.as_(world.bob).get(page).context["sees_numbers"]
    conversations.close(conversation, by=world.bob, at=world.at - timedelta(hours=12))
    assert world.as_(council).get(page).context["sees_numbers"]


def test_two_people_who_change_one_conversation_lose_nothing(world, talk, conversation):
    page = world.as_(world.bob).get(url("change", conversation.pk))
    opened = page.context["form"]["opened"].value()
    given = filled(conversation.process, opened=opened, title=conversation.title)
    conversation.text = "Intussen."
    conversations.change(conversation, by=world.alice, at=world.at)
    answer = world.as_(world.bob).post(url("change", conversation.pk), {**given, "text": "Van mij."})
    assert "Intussen." in answer.content.decode()
    conversation.refresh_from_db()
    assert conversation.text == "Intussen."


def test_once_open_the_opening_time_is_no_longer_asked(world, conversation):
    form = world.as_(world.bob).get(url("change", conversation.pk)).context["form"]
    assert "opens_at" not in form.fields
    assert "closes_at" in form.fields


def test_opening_needs_a_statement_and_a_link(world, talk):
    empty = talk.make(opened=False)
    for one in empty.statements.all():
        moderation.take_out(one, "leeg", by=world.bob, at=world.at)
    with pytest.raises(ValidationError, match="nog geen stelling"):
        conversations.open_now(empty, by=world.bob, at=world.at)
    moderation.approve(empty.statements.all()[0], by=world.bob, at=world.at)
    empty.doors.update(withdrawn_at=world.at)
    with pytest.raises(ValidationError, match="deelnamelink"):
        conversations.open_now(empty, by=world.bob, at=world.at)


def test_open_close_and_open_again_stand_in_the_journal(world, talk):
    made = talk.make(opened=False)
    bob = world.as_(world.bob)
    bob.post(url("open", made.pk))
    bob.post(url("close", made.pk))
    made.refresh_from_db()
    assert made.closes_at is not None
    bob.post(url("reopen", made.pk))
    made.refresh_from_db()
    assert made.closes_at is None
    changed = [set(entry.changes) for entry in JournalEntry.objects.about(made).order_by("number")[1:]]
    assert [sorted(one & {"opens_at", "closes_at"}) for one in changed] == [
        ["opens_at"],
        ["closes_at"],
        ["closes_at"],
    ]


def test_a_published_result_is_taken_away_before_it_goes_on(world, conversation):
    conversations.close(conversation, by=world.bob, at=world.at)
    Conversation.objects.filter(pk=conversation.pk).update(published_at=world.at)
    with pytest.raises(ValidationError, match="openbaar"):
        conversations.reopen(conversation, by=world.bob, at=world.at + timedelta(hours=1))


def test_networks_are_forgotten_on_closing_and_stand_in_no_journal(world, conversation, phone):
    key = conversation.network_key
    assert key
    assert phone.participant.network
    conversations.close(conversation, by=world.bob, at=world.at)
    conversation.refresh_from_db()
    assert conversation.network_key == ""
    assert set(Participant.objects.values_list("network", flat=True)) == {""}
    kept = str(list(JournalEntry.objects.values("changes"))) + str(
        list(PersonalValue.objects.values("value"))
    )
    assert key not in kept


def test_what_closes_by_the_clock_forgets_too(world, conversation, phone):
    conversation.closes_at = world.at
    conversations.change(conversation, by=world.bob, at=world.at - timedelta(hours=1))
    assert conversations.close_due(world.at - timedelta(minutes=1)) == 0
    assert conversations.close_due(world.at) == 1
    assert conversations.close_due(world.at) == 0
    assert phone.participant.network == ""


def test_only_what_nobody_voted_in_is_taken_away(world, talk, conversation):
    (one,) = talk.people(conversation, 1)
    talk.vote(one, conversation.statements.get(number=1), 1)
    world.as_(world.bob).post(url("remove", conversation.pk))
    assert Conversation.objects.filter(pk=conversation.pk).exists()
    other = talk.make("Iets anders.")
    world.as_(world.bob).post(url("remove", other.pk))
    assert not Conversation.objects.filter(pk=other.pk).exists()


def test_list_and_page_cost_the_same_however_long(world, talk, django_assert_max_num_queries):
    made = talk.make()
    bob = world.as_(world.bob)
    bob.get(url("conversations"))
    for turn in range(2):
        with django_assert_max_num_queries(12):
            bob.get(url("conversations"))
        with django_assert_max_num_queries(26):
            bob.get(url("conversation", made.pk))
        for number in range(8):
            talk.make(f"Nog een {number}.")
            talk.state(made, f"Stelling {turn}{number} erbij.")
            talk.people(made, 2)


def test_the_pages_of_process_and_gathering_lead_to_it(world, talk, process, gathering):
    made = talk.make(gathering=gathering, audience="gathering")
    for page in (process.get_absolute_url(), gathering.get_absolute_url()):
        assert made.get_absolute_url() in world.as_(world.bob).get(page).content.decode()


def test_what_changed_tells_times_on_the_clock_of_the_city(talk, world):
    conversation = talk.make("De bus rijdt ook na elf uur", opened=False)
    at = datetime(2019, 1, 16, 16, 45, tzinfo=ZoneInfo("Europe/Amsterdam"))
    conversations.open_now(conversation, by=world.bob, at=at)
    page = world.as_(world.bob).get(conversation.get_absolute_url()).content.decode()
    assert "16-01-2019 16:45" in page
