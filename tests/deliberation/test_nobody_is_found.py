"""Nobody can be singled out: on the screen, in the result, in files, between two of them, in small groups."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import zipfile

import numpy as np
import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from houtskool.deliberation import analysing, open_data
from houtskool.deliberation.actions import publishing
from houtskool.deliberation.models import Conversation, Door, Participant
from houtskool.deliberation.spots import FEWEST, spots
from tests.deliberation import planted


@pytest.fixture(autouse=True)
def fixed_day(settings, world):
    settings.REFERENCE_DATE = world.at.date()


@pytest.fixture
def camps(world):
    return planted.two_camps(world)


def read(world, planted_one, name="result", *, user=None):
    url = reverse(f"deliberation:{name}", args=[planted_one.conversation.pk])
    return world.as_(user or world.alice).get(url).content.decode()


def analyse(planted_one):
    return analysing.bring_up_to_date(planted_one.conversation, at=planted_one.world.at)


def files(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


# --- the map

points = st.lists(
    st.tuples(st.floats(-3, 3, allow_nan=False), st.floats(-3, 3, allow_nan=False), st.integers(-1, 2)),
    max_size=60,
)


@settings(max_examples=60)
@given(points)
def test_every_spot_on_the_map_is_a_handful_of_people_of_one_group(people):
    places = np.array([person[:2] for person in people], dtype=float).reshape(-1, 2)
    groups = np.array([person[2] for person in people], dtype=np.int64)
    drawn = spots(places, np.ones(len(people), bool), groups)
    assert all(FEWEST <= spot["people"] < 2 * FEWEST for spot in drawn)
    for group in set(groups.tolist()):
        number = int((groups == group).sum())
        told = sum(spot["people"] for spot in drawn if spot["group"] == group)
        assert told == (number if number >= FEWEST else 0)


@settings(max_examples=30)
@given(points, st.randoms(use_true_random=False))
def test_the_order_in_which_people_came_does_not_show_on_the_map(people, order):
    def drawn(some):
        places = np.array([person[:2] for person in some], dtype=float).reshape(-1, 2)
        return spots(places, np.ones(len(some), bool), np.array([p[2] for p in some], dtype=np.int64))

    shuffled = list(people)
    order.shuffle(shuffled)
    first, second = drawn(people), drawn(shuffled)
    assert [(one["group"], one["people"]) for one in first] == [
        (one["group"], one["people"]) for one in second
    ]
    for one, other in zip(first, second, strict=True):
        assert abs(one["x"] - other["x"]) < 0.0021
        assert abs(one["y"] - other["y"]) < 0.0021


def test_the_place_of_a_participant_stands_on_no_page_and_in_no_file(world, camps):
    found = analyse(camps)
    camps.close()
    publishing.publish(camps.conversation, by=world.alice, at=world.at)
    told = [
        read(world, camps),
        read(world, camps, "screen"),
        read(world, camps, "public-result", user=world.charlie),
        json.dumps(found.content),
        *files(open_data.archive(found)).values(),
        *files(open_data.polis(found)).values(),
    ]
    for place in found.positions.values():
        for text in told:
            assert str(round(place[0], 3)) not in text or str(round(place[1], 3)) not in text
    for digest in found.basis.values():
        assert not any(digest in text for text in told)


# --- small conversations and groups of one


def test_below_the_minimum_nothing_of_what_people_think_is_on_any_page(world):
    few = planted.two_camps(world, each=5)
    analyse(few)
    few.close()
    for name in ("result", "screen"):
        text = read(world, few, name)
        assert not re.search(r"\d+%", text)
        assert "<circle" not in text
    with pytest.raises(Exception, match=r"Er deden te weinig mensen mee: 10\. Vanaf 12"):
        open_data.ready(few.conversation, at=world.at)


def test_a_statement_with_six_votes_tells_only_that_there_are_few(world, camps):
    for person in camps.people[6:]:
        person.votes.filter(statement__number=1).delete()
    found = analyse(camps)
    said = next(one for one in found.content["statements"] if one["number"] == 1)
    assert said["counts"] is said["votes"] is said["divides"] is None
    assert (said["consensus"], said["groups"], said["own_groups"]) == (0, {}, {})


def test_a_group_that_is_too_small_is_not_shown_nor_are_the_others(world):
    made = planted.conversation(world)
    for seed in range(36):
        made.join(0, seed)
    for seed in range(36, 40):
        made.join(1, seed)
    found = analyse(made)
    assert found.content["state"] in {"small", "unstable"}
    assert found.content["groups"] == []
    assert all(one["groups"] == {} for one in found.content["statements"])
    assert {spot["group"] for spot in found.content["map"]} == {-1}


def test_one_financier_is_not_found_by_the_group_nor_by_what_is_left_when_others_are_told(world):
    made = planted.conversation(world)
    official, financier = planted.group("ambtenaren"), planted.group("financiers")
    for seed in range(40):
        made.join(seed % 2, seed, group=official if seed < 39 else financier)
    found = analyse(made)
    rows = {row["group"]: row for row in found.content["own_groups"]["rows"]}
    assert rows[financier.pk]["total"] == -1
    assert set(rows[financier.pk]["cells"]) == {-1}
    # 40 less the officials would be the financier, so the officials are hidden too.
    assert rows[official.pk]["total"] == -1
    assert all(one["own_groups"] == {} for one in found.content["statements"])


def test_groups_of_ten_and_more_are_told_rounded(world):
    made = planted.conversation(world)
    official, buyer = planted.group("ambtenaren"), planted.group("inkopers")
    for seed in range(48):
        made.join(seed % 2, seed, group=official if seed < 26 else buyer)
    found = analyse(made)
    rows = {row["group"]: row["total"] for row in found.content["own_groups"]["rows"]}
    assert rows == {official.pk: 25, buyer.pk: 20}
    said = found.content["statements"][0]["own_groups"]
    assert set(said) == {str(official.pk), str(buyer.pk)}


def test_who_took_part_through_a_link_of_few_is_hidden_with_what_would_give_it_away(world):
    made = planted.conversation(world)
    doors = [
        Door.objects.create(conversation=made.conversation, name=name, group=planted.group(name), invited=50)
        for name in ("ambtenaren", "financiers", "inkopers")
    ]
    for seed in range(40):
        made.join(seed % 2, seed, door=doors[0] if seed < 22 else doors[1] if seed < 24 else doors[2])
    found = analyse(made)
    told = {row["group"]: row["took_part"] for row in found.content["turnout"]}
    assert told[doors[1].group_id] == -1
    assert list(told.values()).count(-1) >= 2


# --- between two results


def test_one_more_participant_changes_nothing_of_the_map_while_people_vote(world, camps):
    analyse(camps)
    before = read(world, camps, "screen")
    camps.join(0, 200)
    analysing.ask(camps.conversation, at=world.at)
    analysing.run_waiting(world.at)
    after = read(world, camps, "screen")
    assert before[before.index('<svg viewBox="0 0 640') :] == after[after.index('<svg viewBox="0 0 640') :]
    assert "41" in after


def test_data_go_out_only_of_a_closed_conversation(world, camps):
    analyse(camps)
    with pytest.raises(Exception, match="nog niet gesloten"):
        open_data.ready(camps.conversation, at=world.at)
    url = reverse("deliberation:open-data", args=[camps.conversation.pk])
    answer = world.as_(world.alice).get(url, follow=True)
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "nog niet gesloten" in answer.content.decode()


def closed_and_given_out(world, camps):
    found = analyse(camps)
    camps.close()
    publishing.give_out(open_data.ready(camps.conversation, at=world.at), at=world.at)
    return found


def test_two_files_never_differ_by_one_participant(world, camps):
    closed_and_given_out(world, camps)
    camps.join(0, 200)
    analyse(camps)
    with pytest.raises(Exception, match="minder dan 5 mensen"):
        open_data.ready(camps.conversation, at=world.at)
    for seed in range(201, 205):
        camps.join(0, seed)
    analyse(camps)
    assert open_data.ready(camps.conversation, at=world.at).participants == 45


def test_the_public_result_stays_as_it_was_when_one_participant_is_left_out(world, camps):
    analyse(camps)
    camps.close()
    publishing.publish(camps.conversation, by=world.alice, at=world.at)
    before = read(world, camps, "public-result", user=world.charlie)
    Participant.objects.filter(pk=camps.people[0].pk).update(excluded_at=world.at, excluded_because="dubbel")
    later = analyse(camps)
    assert later.participants == 39
    after = read(world, camps, "public-result", user=world.charlie)

    def told(text):
        return re.findall(r"\d+% eens|<circle[^>]*>", text)

    assert told(before) == told(after)
    assert "Naar buiten gaat de uitkomst van" in read(world, camps)
    # Nor are there data that would show it.
    url = reverse("deliberation:public-data", args=[camps.conversation.pk])
    assert world.as_(world.charlie).get(url).status_code == 403


def test_withdrawing_and_publishing_again_does_not_show_it_either(world, camps):
    analyse(camps)
    camps.close()
    first = publishing.publish(camps.conversation, by=world.alice, at=world.at)
    publishing.withdraw(camps.conversation, by=world.alice, at=world.at)
    Participant.objects.filter(pk=camps.people[0].pk).update(excluded_at=world.at)
    analyse(camps)
    assert publishing.publish(camps.conversation, by=world.alice, at=world.at).pk == first.pk


# --- files


def test_participants_get_other_numbers_and_another_order_in_every_file(world, camps):
    found = closed_and_given_out(world, camps)

    def rows(data):
        return list(csv.DictReader(io.StringIO(files(data)["votes.csv"])))

    first, second = rows(open_data.archive(found)), rows(open_data.archive(found))
    assert first != second
    by_person = [
        {person: tuple((row["statement"], row["vote"]) for row in some if row["participant"] == person)
         for person in {row["participant"] for row in some}}
        for some in (first, second)
    ]  # fmt: skip
    assert sorted(by_person[0].values()) == sorted(by_person[1].values())
    assert set(by_person[0]) == {str(number) for number in range(1, 41)}
    # The file lists people by their drawn number; nothing of the order of arrival is left in it.
    drawn = rows(open_data.archive(found, shuffled=random.Random(3)))
    assert drawn == rows(open_data.archive(found, shuffled=random.Random(3)))


def test_neither_times_nor_devices_nor_names_nor_links_stand_in_a_file_or_on_a_public_page(world, camps):
    group = planted.group("ambtenaren")
    Participant.objects.filter(pk=camps.people[0].pk).update(group=group)
    found = closed_and_given_out(world, camps)
    publishing.publish(camps.conversation, by=world.alice, at=world.at)
    told = [
        *files(open_data.archive(found)).values(),
        *files(open_data.polis(found)).values(),
        read(world, camps, "public-result", user=world.charlie),
    ]
    secret = [camps.door.code, camps.door.name, *(person.device for person in camps.people), "Alice"]
    for text in told:
        assert not [word for word in secret if word in text]
    for name in ("votes.csv", "statements.csv"):
        assert "2019" not in files(open_data.archive(found))[name]
    moments = {
        row["timestamp"] for row in csv.DictReader(io.StringIO(files(open_data.polis(found))["votes.csv"]))
    }
    assert len(moments) == 1


def test_the_json_of_the_result_holds_nothing_per_participant(world, camps):
    found = closed_and_given_out(world, camps)
    told = json.loads(files(open_data.archive(found))["result.json"])
    assert set(told) == {
        *("conversation", "process", "participants", "votes"),
        *("state", "level", "groups", "statements", "turnout"),
    }
    assert "ambtenaren" not in files(open_data.archive(found))["own-groups.csv"]


def test_the_screen_is_for_who_facilitates(world, camps):
    url = reverse("deliberation:screen", args=[camps.conversation.pk])
    assert world.as_(world.charlie).get(url).status_code == 403


def test_the_screen_shows_the_link_counts_and_what_is_missing(world):
    few = planted.two_camps(world, each=5)
    text = read(world, few, "screen")
    assert few.door.code[:4] in text
    assert "Nog 2 mensen, dan verschijnt hier de kaart" in text
    Conversation.objects.update(closes_at=world.at)
    text = read(world, few, "screen")
    assert "Het stemmen is gesloten" in text
    assert few.door.code[:4] not in text
