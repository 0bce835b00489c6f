"""What a contributor reads of the statement that came from it, and what is erased with it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from houtskool.deliberation.actions import conversations, moderation, statements
from houtskool.inventory import trail
from houtskool.inventory.actions import merging
from houtskool.records import erasure, verification

pytestmark = pytest.mark.django_db


def texts(contribution):
    return [step.text for step in trail.of([contribution])[contribution.pk]]


@pytest.fixture
def said(talk):
    return talk.say(consent="quote")


@pytest.fixture
def statement(world, conversation, said):
    return statements.add(conversation, "De inkoper is te vinden.", sources=[said], by=world.bob, at=world.at)


def test_a_contribution_tells_that_it_became_a_statement(said, statement):
    assert "Werd een stelling om over te stemmen: ‘De inkoper is te vinden.’" in texts(said)


def test_it_tells_how_many_voted_once_it_is_over_and_there_are_enough(
    world, talk, conversation, said, statement
):
    people = talk.people(conversation, 7)
    for person in people:
        talk.vote(person, statement, 1)
        talk.vote(person, statement, -1)
    voted = "7 mensen stemden over ‘De inkoper is te vinden.’"
    assert voted not in texts(said)
    conversations.close(conversation, by=world.bob, at=world.at - timedelta(hours=12))
    assert voted in texts(said)
    moderation.exclude(people[0], "Een robot.", by=world.bob, at=world.at)
    assert not any("stemden over" in text for text in texts(said))


def test_a_statement_that_was_taken_out_tells_that_and_why(world, said, statement):
    before = trail.digest(trail.of([said]))
    moderation.take_out(statement, "Staat er dubbel.", by=world.bob, at=world.at + timedelta(hours=1))
    steps = trail.of([said])[said.pk]
    assert [(step.text, step.note) for step in steps][-1] == (
        "De stelling doet niet meer mee",
        "Staat er dubbel.",
    )
    assert trail.digest(trail.of([said])) != before


def test_after_a_merge_both_tell_it_and_apart_again_only_the_one(world, talk, said, statement):
    kept = talk.say("Hetzelfde, anders gezegd.", consent="quote")
    merging.merge([said], into=kept, by=world.bob, at=world.at)
    for one in (said, kept):
        one.refresh_from_db()
        assert sum("Werd een stelling" in text for text in texts(one)) == 1
    merging.separate(said, by=world.bob, at=world.at)
    said.refresh_from_db()
    assert any("Werd een stelling" in text for text in texts(said))
    assert not any("Werd een stelling" in text for text in texts(kept))


def test_the_trail_of_many_costs_two_queries(world, talk, conversation, django_assert_num_queries):
    from houtskool.deliberation.trail import steps

    made = []
    for number in range(6):
        one = talk.say(f"Dit is inbreng {number}.", consent="quote")
        statements.add(conversation, f"Stelling nummer {number}.", sources=[one], by=world.bob, at=world.at)
        made.append(one)
        with django_assert_num_queries(2):
            assert len(steps(made)) == len(made)


def test_erasing_who_said_it_erases_the_statement_that_quotes_it(world, talk, conversation):
    said = talk.say("Ik heb drie keer een offerte gemaakt en nooit iets gehoord.", consent="quote")
    other = talk.say("Ik ook.", consent="quote")
    quoting = statements.add(
        conversation,
        "Ik heb drie keer een offerte gemaakt en nooit iets gehoord.",
        sources=[said, other],
        by=world.bob,
        at=world.at,
    )
    shared = statements.add(
        conversation, "Offertes krijgen antwoord.", sources=[said, other], by=world.bob, at=world.at
    )
    alone = statements.add(conversation, "Er komt een bericht.", sources=[said], by=world.bob, at=world.at)
    erasure.erase(said, by=world.alice, at=world.at)
    for one in (quoting, shared, alone):
        one.refresh_from_db()
    assert (quoting.words, shared.words, alone.words) == ("", "Offertes krijgen antwoord.", "")
    assert quoting not in conversation.statements.shown()
    page = world.as_(world.bob).get(conversation.get_absolute_url()).content.decode()
    assert "[woorden gewist]" in page
    assert not list(verification.verify())


def test_erasing_a_device_erases_its_own_statements(world, conversation, phone):
    phone.press("own-statement", words="Bel mij, ik ben de bakker.")
    erasure.erase(phone.participant, by=world.alice, at=world.at)
    assert conversation.statements.get(number=5).words == ""
