"""An answer with a reason for one or many; a former answer stays in the history, taking back asks why."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from houtskool.inventory.actions import answers, codings, merging
from houtskool.inventory.models import Contribution
from houtskool.records.history import history
from houtskool.records.models import JournalEntry
from houtskool.records.verbs import Verb

pytestmark = pytest.mark.django_db


def answer(world, contributions, outcome="taken", reason="Er komt een inkoper bij."):
    return answers.answer(contributions, outcome=outcome, reason=reason, by=world.bob, at=world.at)


def test_an_answer_has_an_outcome_a_reason_a_person_and_a_time(world, inbreng):
    one = inbreng.make()
    answer(world, [one])
    one.refresh_from_db()
    assert (one.outcome, one.answer) == ("taken", "Er komt een inkoper bij.")
    assert (one.answered_by, one.answered_at, one.state) == (world.bob, world.at, "answered")


def test_without_a_reason_or_an_outcome_there_is_no_answer(world, inbreng):
    with pytest.raises(ValidationError) as no_reason:
        answer(world, [inbreng.make()], reason="  ")
    assert "Schrijf op waarom" in str(no_reason.value)
    with pytest.raises(ValidationError) as no_outcome:
        answer(world, [inbreng.make()], outcome="")
    assert "Kies wat u" in str(no_outcome.value)


def test_a_changed_answer_leaves_the_former_one_in_the_history_with_who_gave_it(world, inbreng):
    one = inbreng.make()
    answer(world, [one], "not-taken", "Er is geen geld.")
    answers.answer([one], outcome="taken", reason="Er is toch geld.", by=world.alice, at=world.at)
    last, first = history(one, world.alice)
    assert (last.by, first.by) == ("Alice", "Bob")
    assert ("Antwoord", "Er is geen geld.", "Er is toch geld.") in [
        (change.label, change.before, change.after) for change in last.changes
    ]


def test_an_answer_is_taken_back_with_a_reason_and_the_themes_stand(world, inbreng):
    one = inbreng.make()
    codings.give([one], inbreng.theme(), by=world.bob, at=world.at)
    answer(world, [one])
    with pytest.raises(ValidationError, match="waarom"):
        answers.take_back([one], why="", by=world.alice, at=world.at)
    answers.take_back([one], why="Dit was voor een ander bedoeld.", by=world.alice, at=world.at)
    one.refresh_from_db()
    assert (one.outcome, one.answer, one.answered_at, one.answered_by) == ("", "", None, None)
    assert one.state == Contribution.State.CODED
    assert JournalEntry.objects.get(verb=Verb.UNDONE).changes["why"][1] == "Dit was voor een ander bedoeld."
    assert Contribution.objects.without_answer().get() == one


def test_what_was_merged_away_is_answered_where_it_lives_on(world, inbreng):
    kept, dropped = inbreng.many(2)
    merging.merge([dropped], into=kept, by=world.alice, at=world.at)
    with pytest.raises(ValidationError, match="Beantwoord het daar"):
        answer(world, [dropped])


def test_many_are_answered_at_once_in_a_constant_number_of_queries(
    world, inbreng, django_assert_max_num_queries
):
    few, many = inbreng.many(3), inbreng.many(120)
    with django_assert_max_num_queries(11):
        answer(world, few)
    with django_assert_max_num_queries(15):  # SQLite inserts at most 999 values at a time
        assert len(answer(world, many)) == 120
    assert answer(world, many) == []
    assert JournalEntry.objects.filter(verb=Verb.ANSWERED).count() == 123
    assert {one.state for one in many} == {"answered"}
