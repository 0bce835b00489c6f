"""From votes to a result: what counts, when it is reckoned, and that the same votes give the same."""

from __future__ import annotations

from datetime import timedelta

import pytest

from houtskool.deliberation import analysing, counting
from houtskool.deliberation.models import Participant, Statement, Vote
from houtskool.records import schedule
from tests.deliberation import planted
from tests.deliberation.conftest import ANALYSES


@pytest.fixture
def camps(world):
    return planted.two_camps(world)


def test_two_planted_camps_are_found(camps):
    found = analysing.bring_up_to_date(camps.conversation, at=camps.world.at)
    assert (found.participants, found.statements, found.votes) == (40, 12, 480)
    assert found.content["state"] == "groups"
    assert [group["size"] for group in found.content["groups"]] == [20, 20]
    said = {one["number"]: one for one in found.content["statements"]}
    assert [said[1]["consensus"], said[2]["consensus"], said[3]["consensus"]] == [1, 1, -1]
    assert said[4]["consensus"] == 0
    apart = {one["statement"] for group in found.content["groups"] for one in group["apart"]}
    assert apart <= set(range(4, 13))
    assert apart


def test_the_last_vote_counts_and_only_of_who_counts(camps):
    first, second = camps.people[:2]
    camps.vote(first, {1: 1})
    camps.vote(first, {1: -1})
    Participant.objects.filter(pk=second.pk).update(excluded_at=camps.world.at, excluded_because="dubbel")
    taken = counting.read(camps.conversation)
    assert second.pk not in taken.participants
    row = taken.participants.index(first.pk)
    assert taken.votes.matrix(taken.votes.value).toarray()[row, 0] == -1


def test_a_statement_that_is_out_or_waits_is_not_there_at_all(camps):
    Statement.objects.filter(conversation=camps.conversation, number=4).update(state="out", because="dubbel")
    Statement.objects.filter(conversation=camps.conversation, number=5).update(state="waiting")
    found = analysing.bring_up_to_date(camps.conversation, at=camps.world.at)
    assert [one["number"] for one in found.content["statements"]] == [1, 2, 3, 6, 7, 8, 9, 10, 11, 12]


def test_the_same_votes_are_not_reckoned_again(camps):
    first = analysing.bring_up_to_date(camps.conversation, at=camps.world.at)
    again = analysing.bring_up_to_date(camps.conversation, at=camps.world.at)
    assert again.pk == first.pk
    # Pressing the same button once more changes nothing.
    camps.vote(camps.people[0], {1: Vote.objects.filter(participant=camps.people[0]).first().value})
    assert analysing.bring_up_to_date(camps.conversation, at=camps.world.at).pk == first.pk


def test_the_same_votes_give_the_same_bytes(camps):
    first = analysing.bring_up_to_date(camps.conversation, at=camps.world.at)
    told, places, digest = first.content, first.positions, first.sha256
    first.delete()
    ANALYSES.clear()
    again = analysing.bring_up_to_date(camps.conversation, at=camps.world.at)
    assert (again.content, again.positions, again.sha256) == (told, places, digest)


def test_the_map_stays_and_groups_keep_their_number_when_people_come_in(camps):
    first = analysing.bring_up_to_date(camps.conversation, at=camps.world.at)
    for seed in range(100, 106):
        camps.join(0, seed)
    second = analysing.bring_up_to_date(camps.conversation, at=camps.world.at)
    steps, spread = [], []
    for pk, (x, y, group) in first.positions.items():
        other = second.positions[pk]
        assert other[2] == group
        steps.append(abs(other[0] - x) + abs(other[1] - y))
        spread.append(abs(x) + abs(y))
    assert sum(steps) < 0.2 * sum(spread)


def test_few_people_get_no_map_no_groups_and_no_shares(world):
    few = planted.two_camps(world, each=5)
    found = analysing.bring_up_to_date(few.conversation, at=world.at)
    assert found.content["state"] == "few"
    assert found.content["map"] == found.content["groups"] == []
    assert all(one["counts"] is None and one["groups"] == {} for one in found.content["statements"])
    # They are routed all the same.
    assert set(found.content["priority"]) == {str(number) for number in range(1, 13)}


def test_votes_at_random_give_no_stable_groups(world):
    random = planted.conversation(world)
    for seed in range(40):
        random.join(None, seed)
    found = analysing.bring_up_to_date(random.conversation, at=world.at)
    assert found.content["state"] == "unstable"
    assert found.content["groups"] == []
    assert found.content["statements"][0]["counts"] is not None


def test_a_conversation_without_votes_has_no_analysis(world):
    empty = planted.conversation(world)
    assert analysing.bring_up_to_date(empty.conversation, at=world.at) is None


def test_asking_twice_leaves_one_mark_of_the_first_time(camps, django_assert_num_queries):
    later = camps.world.at + timedelta(minutes=5)
    analysing.ask(camps.conversation, at=camps.world.at)
    with django_assert_num_queries(1):
        analysing.ask(camps.conversation, at=later)
    camps.conversation.refresh_from_db()
    assert camps.conversation.analysis_asked_at == camps.world.at


def test_the_schedule_reckons_what_was_asked(camps):
    analysing.run_waiting(camps.world.at)
    assert analysing.latest(camps.conversation) is None
    analysing.ask(camps.conversation, at=camps.world.at)
    analysing.run_waiting(camps.world.at)
    assert analysing.latest(camps.conversation).participants == 40
    camps.conversation.refresh_from_db()
    assert camps.conversation.analysis_asked_at is None


def test_the_schedule_leaves_room_between_two_analyses(settings):
    job = schedule.registered()["analyses van gesprekken"]
    assert job.every == timedelta(seconds=settings.ANALYSIS_INTERVAL)


def test_while_it_is_open_four_newcomers_wait_for_a_fifth(camps):
    first = analysing.bring_up_to_date(camps.conversation, at=camps.world.at)
    for seed in range(100, 104):
        camps.join(0, seed)
        analysing.ask(camps.conversation, at=camps.world.at)
        analysing.run_waiting(camps.world.at)
    assert analysing.latest(camps.conversation).pk == first.pk
    camps.join(0, 104)
    analysing.run_waiting(camps.world.at)
    assert analysing.latest(camps.conversation).participants == 45


def test_after_closing_one_newcomer_counts_too(camps):
    analysing.bring_up_to_date(camps.conversation, at=camps.world.at)
    camps.join(0, 100)
    analysing.ask(camps.conversation, at=camps.world.at)
    camps.close()
    analysing.run_waiting(camps.world.at)
    assert analysing.latest(camps.conversation).participants == 41


@pytest.mark.parametrize("what", ["statement", "exclusion", "return", "withdrawal"])
def test_what_a_moderator_or_participant_takes_away_is_reckoned_at_once(camps, what):
    person = camps.people[0]
    if what == "return":
        Participant.objects.filter(pk=person.pk).update(excluded_at=camps.world.at)
    analysing.bring_up_to_date(camps.conversation, at=camps.world.at)
    if what == "statement":
        Statement.objects.filter(conversation=camps.conversation, number=4).update(
            state="out", because="dubbel"
        )
    elif what == "withdrawal":
        person.votes.all().delete()
    else:
        Participant.objects.filter(pk=person.pk).update(
            excluded_at=camps.world.at if what == "exclusion" else None
        )
    analysing.ask(camps.conversation, at=camps.world.at)
    analysing.run_waiting(camps.world.at)
    found = analysing.latest(camps.conversation)
    assert (found.participants, found.statements) == {
        "statement": (40, 11),
        "exclusion": (39, 12),
        "return": (40, 12),
        "withdrawal": (39, 12),
    }[what]


def test_how_many_people_changed_counts_who_came_went_and_voted_otherwise():
    before = {"1": "a", "2": "b", "3": "c"}
    assert analysing.changed(before, before) == 0
    assert analysing.changed({"1": "a", "2": "x", "4": "d"}, before) == 3


def test_of_results_that_never_went_out_the_last_ten_are_kept(world):
    few = planted.two_camps(world, each=1)
    first = analysing.bring_up_to_date(few.conversation, at=world.at)
    first.given_out_at = world.at
    first.save()
    for seed in range(100, 113):
        few.join(0, seed)
        last = analysing.bring_up_to_date(few.conversation, at=world.at)
    assert few.conversation.analyses.count() == 1 + analysing.KEPT
    assert analysing.given_out(few.conversation).pk == first.pk
    assert analysing.latest(few.conversation).pk == last.pk
