"""Judging statements and devices: with a reason, to be undone, and never telling who voted what."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from houtskool.deliberation import counting, irregularities
from houtskool.deliberation.actions import moderation, statements, voting
from houtskool.deliberation.models import Conversation, Participant
from houtskool.inventory.actions import consent as consents
from houtskool.kernel.vaguedate import Period
from houtskool.process import gatherings
from houtskool.process.models import Gathering
from houtskool.records.models import JournalEntry
from tests.conftest import AT

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"deliberation:{name}", args=args)


@pytest.fixture
def waiting(phone, conversation):
    phone.press("own-statement", words="Geef iedereen een fiets.")
    return conversation.statements.get(number=5)


def test_what_waits_stands_first_with_how_many(world, conversation, waiting):
    page = world.as_(world.bob).get(url("moderation", conversation.pk))
    assert page.context["waiting"] == 1
    assert page.context["lines"][0]["statement"] == waiting
    assert "1 wacht" in world.as_(world.bob).get(conversation.get_absolute_url()).content.decode()


def test_a_statement_is_approved_and_that_is_undone(world, conversation, waiting):
    bob = world.as_(world.bob)
    bob.post(url("approve", waiting.pk))
    waiting.refresh_from_db()
    assert waiting.state == "shown"
    undo = bob.get(url("moderation", conversation.pk)).context["undo"]
    assert undo["statement"] == waiting
    bob.post(url("put-back", waiting.pk), {"stand": undo["former"]})
    waiting.refresh_from_db()
    assert waiting.state == "waiting"
    assert bob.get(url("moderation", conversation.pk)).context["undo"] is None


def test_a_statement_goes_out_for_a_reason_and_comes_back(world, conversation):
    statement = conversation.statements.get(number=1)
    bob = world.as_(world.bob)
    assert "Schrijf de reden op" in bob.post(url("take-out", statement.pk), {"because": ""}).content.decode()
    bob.post(url("take-out", statement.pk), {"because": "Staat er dubbel."})
    statement.refresh_from_db()
    assert (statement.state, statement.because) == ("out", "Staat er dubbel.")
    assert "Staat er dubbel." in bob.get(conversation.get_absolute_url()).content.decode()
    bob.post(url("put-back", statement.pk), {"stand": "shown"})
    statement.refresh_from_db()
    assert (statement.state, statement.because) == ("shown", "")


def test_a_judgement_leads_back_to_where_it_was_given_but_to_no_other_site(world, conversation, waiting):
    bob = world.as_(world.bob)
    there = f"{url('moderation', conversation.pk)}?stand=waiting"
    assert bob.post(url("approve", waiting.pk), {"next": there}).url == there
    elsewhere = bob.post(url("approve", waiting.pk), {"next": "https://elders.example/"})
    assert elsewhere.url == url("moderation", conversation.pk)


def test_somebody_else_does_not_judge(world, waiting):
    assert world.as_(world.charlie).post(url("approve", waiting.pk)).status_code == 403


def test_the_moderator_sees_borrowed_words_and_doubles_of_what_waits(world, talk, conversation, phone):
    said = talk.say("De wethouder belt nooit terug als ik iets vraag.")
    phone.press("own-statement", words="De wethouder belt nooit terug als ik iets vraag.", sure="on")
    phone.press("own-statement", words="Eén loket voor geld.", sure="on")
    page = world.as_(world.bob).get(url("moderation", conversation.pk)).content.decode()
    assert f"letterlijk in inbreng {said.pk}" in page
    assert "Lijkt op:" in page


def test_a_statement_whose_source_was_withdrawn_is_pointed_out(world, talk, conversation):
    said = talk.say(consent="quote")
    made = statements.add(conversation, "De inkoper is er.", sources=[said], by=world.bob, at=world.at)
    bob = world.as_(world.bob)
    assert "ingetrokken" not in bob.get(url("moderation", conversation.pk)).content.decode()
    consents.withdraw(said, by=world.bob, at=world.at)
    page = bob.get(url("moderation", conversation.pk))
    assert list(page.context["flagged"]) == [made]
    assert f"Inbreng {said.pk}" in page.content.decode()
    assert "inbreng ingetrokken" in bob.get(conversation.get_absolute_url()).content.decode()
    moderation.take_out(made, "Ingetrokken.", by=world.bob, at=world.at)
    assert list(bob.get(url("moderation", conversation.pk)).context["flagged"]) == []


def test_moderation_costs_the_same_however_many_are_listed(
    world, talk, conversation, phone, django_assert_max_num_queries
):
    bob = world.as_(world.bob)
    bob.get(url("moderation", conversation.pk))
    for turn in range(2):
        with django_assert_max_num_queries(20):
            bob.get(url("moderation", conversation.pk))
        for number in range(12):
            talk.state(conversation, f"Iets nieuws {turn} {number}.")


# --- devices


def cast(talk, conversation, person, values, *, seconds=8.0, start=AT):
    """Votes on the statements in this order, so many seconds after each other."""
    made = {one.number: one for one in conversation.statements.all()}
    for place, (number, value) in enumerate(values):
        talk.vote(person, made[number], value, at=start + timedelta(seconds=seconds * place))


@pytest.fixture
def long_one(talk):
    return talk.make(*(f"{word} is nodig." for word in "abcdefghijkl"))


def signals(conversation):
    return {one.participant.pk: one.signals for one in irregularities.look(conversation)}


def test_a_device_faster_than_anybody_reads_is_seen(talk, long_one):
    fast, slow = talk.people(long_one, 2)
    cast(talk, long_one, fast, [(number, 1) for number in range(1, 13)], seconds=0.2)
    cast(talk, long_one, slow, [(number, -1) for number in range(12, 0, -1)])
    assert "sneller dan iemand kan lezen" in signals(long_one)[fast.pk][0]
    assert signals(long_one)[slow.pk] == []


def test_a_device_that_was_away_and_sends_all_at_once_is_not_suspect(talk, long_one, world):
    (away,) = talk.people(long_one, 1)
    votes = [voting.Cast(uuid.uuid4(), number, 1, age=600 - 10 * number) for number in range(1, 13)]
    voting.cast(talk.door(long_one), away, votes, at=world.at)
    assert signals(long_one)[away.pk] == []


def test_the_same_votes_in_the_same_order_are_seen(talk, long_one):
    one, same, other = talk.people(long_one, 3)
    row = [(number, 1 if number % 2 else -1) for number in range(1, 10)]
    cast(talk, long_one, one, row)
    cast(talk, long_one, same, row, start=AT + timedelta(hours=1))
    cast(talk, long_one, other, list(reversed(row)))
    found = signals(long_one)
    assert f"deelnemer {same.pk}" in found[one.pk][0]
    assert f"deelnemer {one.pk}" in found[same.pk][0]
    assert found[other.pk] == []


def test_many_new_devices_of_one_network_are_seen_outside_a_gathering_only(talk, world, process):
    session = Gathering(process=process, title="Werksessie", kind="work-session")
    session.starts_at = datetime(2019, 1, 15, 9, 0, tzinfo=AT.tzinfo)
    session.ends_at = datetime(2019, 1, 15, 17, 0, tzinfo=AT.tzinfo)
    session.planned = Period("15 januari 2019", date(2019, 1, 15), date(2019, 1, 15))
    gatherings.plan(session, {}, by=world.alice, at=world.at)
    for made, seen in ((talk.make(), True), (talk.make(gathering=session, audience="gathering"), False)):
        people = talk.people(made, 5)
        Participant.objects.filter(conversation=made).update(network="n" * 64)
        for minute, person in enumerate(people):
            cast(talk, made, person, [(1, 1)], start=AT + timedelta(minutes=minute))
        assert any(signals(made).values()) is seen


def test_the_moderator_sees_numbers_and_signals_but_no_votes_and_no_group(talk, world, long_one):
    from houtskool.sector import actions as sector

    group = sector.add_group(name="zeldzame groep", by=world.alice, at=world.at)
    (one,) = talk.people(long_one, 1)
    voting.choose_group(one, group)
    cast(talk, long_one, one, [(number, 1) for number in range(1, 13)], seconds=0.1)
    page = world.as_(world.bob).get(url("participants", long_one.pk)).content.decode()
    assert f'<th scope="row">{one.pk}</th>' in page
    assert "zeldzame groep" not in page
    assert "oneens" not in page
    assert one.device not in page


def test_exclusion_has_a_reason_is_reversible_and_recomputes(talk, world, long_one):
    (one,) = talk.people(long_one, 1)
    cast(talk, long_one, one, [(number, 1) for number in range(1, 9)])
    Conversation.objects.update(analysis_asked_at=None)
    bob = world.as_(world.bob)
    assert "Schrijf de reden op" in bob.post(url("exclude", one.pk), {"because": " "}).content.decode()
    bob.post(url("exclude", one.pk), {"because": "Een robot."})
    assert not Participant.objects.counting().exists()
    assert Conversation.objects.get(pk=long_one.pk).analysis_asked_at is not None
    assert len(counting.read(long_one).votes) == 0
    bob.post(url("include", one.pk))
    assert len(counting.read(long_one).votes) == 8
    entries = JournalEntry.objects.about(one).order_by("number")
    assert [entry.changes["excluded_because"] for entry in entries] == [
        ["", "Een robot."],
        ["Een robot.", ""],
    ]
    assert not any("device" in entry.changes or "vote" in str(entry.changes) for entry in entries)


def test_who_takes_part_costs_the_same_however_many(talk, world, long_one, django_assert_max_num_queries):
    bob = world.as_(world.bob)
    bob.get(url("participants", long_one.pk))
    for turn in range(2):
        with django_assert_max_num_queries(12):
            bob.get(url("participants", long_one.pk), {"wie": "allen"})
        for person in talk.people(long_one, 10):
            cast(talk, long_one, person, [(1, turn)])


def test_a_statement_is_approved_with_a_change_in_one_press(world, conversation, waiting):
    bob = world.as_(world.bob)
    assert url("change-statement", waiting.pk) in bob.get(url("moderation", conversation.pk)).content.decode()
    page = bob.get(url("change-statement", waiting.pk)).content.decode()
    assert "Bewaar en keur goed" in page
    given = {"words": "Geef iedere ondernemer een fiets.", "words_en": "", "keur-goed": "ja"}
    answer = bob.post(url("change-statement", waiting.pk), given)
    assert answer.url == url("moderation", conversation.pk)
    waiting.refresh_from_db()
    assert (waiting.words, waiting.state) == ("Geef iedere ondernemer een fiets.", "shown")
    shown = bob.get(url("change-statement", waiting.pk)).content.decode()
    assert "keur goed" not in shown


def test_what_should_be_looked_at_is_asked_before_it_is_approved(world, conversation, waiting):
    bob = world.as_(world.bob)
    given = {"words": conversation.statements.get(number=1).words, "words_en": "", "keur-goed": "ja"}
    assert "Bewaar toch en keur goed" in bob.post(url("change-statement", waiting.pk), given).content.decode()
    waiting.refresh_from_db()
    assert waiting.state == "waiting"
    bob.post(
        url("change-statement", waiting.pk), {**given, "words": "Bel mij: 06 12345678.", "keur-goed": "toch"}
    )
    waiting.refresh_from_db()
    assert waiting.state == "shown"
