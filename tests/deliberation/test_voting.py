"""Taking part without an account: coming in, voting, and that every vote arrives once, whatever happens."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from houtskool.deliberation.actions import conversations, doors, voting
from houtskool.deliberation.models import Participant, Vote
from houtskool.records.models import JournalEntry
from houtskool.sector import actions as sector
from tests.deliberation.conftest import Phone, press

pytestmark = pytest.mark.django_db


def test_who_scans_the_code_reads_what_is_asked_and_comes_in_without_an_account(talk, conversation):
    phone = Phone(talk.door(conversation))
    page = phone.go("enter").content.decode()
    assert conversation.title in page
    assert "geen account" in page
    assert not Participant.objects.exists()
    answer = phone.press("enter")
    assert answer.url == reverse("deliberation:group", args=[phone.door.code])
    assert Participant.objects.count() == 1
    assert phone.participant.on == talk.world.at.date()


def test_the_cookie_is_secret_and_of_this_conversation(settings, talk, conversation):
    settings.HTTPS = True
    phone = talk.phone(conversation)
    cookie = phone.client.cookies[f"stem-{conversation.pk}"]
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/stemmen/"
    assert cookie.value not in str(list(Participant.objects.values()))


def test_the_group_is_asked_and_may_be_skipped(talk, world, conversation):
    group = sector.add_group(name="inkopers", by=world.alice, at=world.at)
    phone = talk.phone(conversation)
    assert "inkopers" in phone.go("group").content.decode()
    assert phone.press("group", group="").url == reverse("deliberation:vote", args=[phone.door.code])
    assert phone.participant.group is None
    phone.press("group", group=group.pk)
    assert phone.participant.group == group


def test_a_conversation_that_does_not_ask_the_group_goes_straight_to_the_statements(talk):
    phone = Phone(talk.door(talk.make(asks_group=False)))
    assert phone.press("enter").url == reverse("deliberation:vote", args=[phone.door.code])


def test_without_javascript_a_vote_is_a_form_and_the_next_statement_follows(phone):
    shown = phone.go("vote").context["now"].number
    answer = phone.press("vote", number=shown, draft=uuid.uuid4(), value="-1")
    assert answer.url == reverse("deliberation:vote", args=[phone.door.code])
    vote = Vote.objects.get()
    assert (vote.statement.number, vote.value, vote.participant) == (shown, -1, phone.participant)
    page = phone.go("vote")
    assert page.context["now"].number != shown
    assert "1 van 4" in page.content.decode()


def test_after_the_last_statement_the_page_says_thanks(phone):
    phone.send(*(press(number) for number in (1, 2, 3, 4)))
    assert phone.go("vote").url == reverse("deliberation:done", args=[phone.door.code])
    assert "alle stellingen" in phone.go("done").content.decode()


def test_a_reload_shows_the_same_statement(phone):
    first = phone.go("vote").context["reached"].ahead
    assert phone.go("vote").context["reached"].ahead == first
    phone.send(press(first[0].number))
    assert phone.go("vote").context["reached"].ahead == first[1:]


def test_a_vote_that_is_sent_again_counts_once(phone):
    one, other = press(1), press(2, -1)
    for _turn in range(3):
        answer = phone.send(one, other).json()
        assert answer == {"state": "kept", "kept": [one["draft"], other["draft"]]}
    assert Vote.objects.count() == 2


def test_a_vote_can_be_changed_and_the_last_counts(phone):
    phone.send(press(1, 1))
    phone.press("vote", number=1, draft=uuid.uuid4(), value="-1", mijn="1")
    assert list(Vote.objects.order_by("pk").values_list("value", flat=True)) == [1, -1]
    lines = phone.go("own-votes").context["lines"]
    assert [(line["number"], line["value"]) for line in lines] == [(1, -1)]


def test_an_old_vote_that_comes_again_does_not_undo_a_newer_one(phone):
    old = press(1, 1)
    phone.send(old)
    phone.send(press(1, -1))
    phone.send(old)
    assert Vote.objects.order_by("-pk")[0].value == -1


def test_the_answer_brings_the_next_statements_for_when_the_network_goes(phone):
    answer = phone.send(press(1), want=10).json()
    assert (answer["done"], answer["total"]) == (1, 4)
    assert {one["number"] for one in answer["next"]} == {2, 3, 4}
    assert phone.send(want=2).json()["next"] == answer["next"][:2]


def test_a_vote_on_a_statement_that_was_taken_out_is_let_go(phone, conversation, world):
    from houtskool.deliberation.actions import moderation

    moderation.take_out(conversation.statements.get(number=2), "dubbel", by=world.bob, at=world.at)
    gone = press(2)
    assert phone.send(gone, want=5).json()["kept"] == [gone["draft"]]
    assert not Vote.objects.exists()


def test_the_time_of_a_vote_is_what_the_device_says_has_passed(phone, world):
    phone.send(press(1, age=3600), press(2, age=-50), press(3, age=1e9))
    first, second, third = Vote.objects.order_by("pk")
    assert timedelta(minutes=59) < second.at - first.at < timedelta(minutes=61)
    assert second.at - third.at == timedelta(days=7)


@pytest.mark.parametrize(
    "body",
    [
        "geen json",
        "[]",
        '{"votes": 3}',
        '{"votes": [{"draft": "x", "number": 1, "value": 1}]}',
        '{"votes": [{"draft": "%s", "number": 1, "value": 2}]}',
        '{"votes": [{"draft": "%s", "number": 1, "value": true}]}',
        '{"votes": [{"draft": "%s", "number": 1, "value": 1, "age": NaN}]}',
        '{"votes": [{"draft": "%s", "number": 1e99, "value": 1}]}',
        '{"votes": [], "want": "veel"}',
        "[" * 50_000,
    ],
)
def test_what_is_no_vote_is_refused_in_words(phone, body):
    path = reverse("deliberation:send", args=[phone.door.code])
    body = body.replace("%s", str(uuid.uuid4()))
    answer = phone.client.post(path, body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["state"] == "mend"
    assert not Vote.objects.exists()


def test_another_site_cannot_vote(phone):
    assert phone.send(press(), headers={"origin": "https://elders.example"}).status_code == 403
    path = reverse("deliberation:send", args=[phone.door.code])
    assert phone.client.post(path, {"votes": "x"}).status_code == 415
    assert not Vote.objects.exists()


def test_a_device_that_did_not_come_in_cannot_vote(phone):
    stranger = Phone(phone.door)
    assert stranger.send(press()).status_code == 403
    assert stranger.go("vote").url == reverse("deliberation:enter", args=[phone.door.code])
    assert not Vote.objects.exists()


def test_two_doors_of_one_conversation_are_one_participant(talk, world, conversation, phone):
    other = doors.add(conversation, name="Nieuwsbrief", by=world.bob, at=world.at)
    phone.door = other
    assert "Ga verder" in phone.go("enter").content.decode()
    phone.press("enter")
    assert Participant.objects.count() == 1


def test_two_conversations_cannot_be_laid_beside_each_other(talk, conversation, phone):
    another = talk.make("Iets anders.")
    phone.door = talk.door(another)
    phone.come_in()
    one, other = Participant.objects.all()
    assert one.device != other.device
    assert len({cookie.value for name, cookie in phone.client.cookies.items() if "stem-" in name}) == 2


def test_a_code_is_typed_as_it_is_read_aloud(client, talk, conversation):
    code = talk.door(conversation).code
    answer = client.post(reverse("deliberation:code"), {"code": f"{code[:4].lower()} {code[4:]}"})
    assert answer.url == reverse("deliberation:enter", args=[code])
    wrong = client.post(reverse("deliberation:code"), {"code": "AAAAAAAA"}).content.decode()
    assert "kennen wij niet" in wrong
    assert client.get("/stemmen/AAAAAAAA/").status_code == 404


def test_before_opening_after_closing_and_through_a_withdrawn_link_a_page_says_so(talk, world):
    early = talk.make(opened=False, opens_at=world.at + timedelta(days=2))
    page = Phone(talk.door(early)).go("enter").content.decode()
    assert "nog niet open" in page
    assert "17 januari 2019" in page
    running = talk.make()
    phone = talk.phone(running)
    doors.withdraw(phone.door, by=world.bob, at=world.at)
    assert phone.go("enter").status_code == 410
    assert phone.send(press()).json()["state"] == "withdrawn"
    doors.restore(phone.door, by=world.bob, at=world.at)
    conversations.close(running, by=world.bob, at=world.at - timedelta(hours=12))
    assert "gesloten" in phone.go("enter").content.decode()
    assert "gesloten" in phone.go("vote").content.decode()
    assert phone.send(press()).status_code == 409
    assert not Vote.objects.exists()


def test_what_was_cast_before_closing_comes_in_for_ten_minutes(talk, world, conversation):
    (one,) = talk.people(conversation, 1)
    conversations.close(conversation, by=world.bob, at=world.at)
    door = talk.door(conversation)
    before = voting.Cast(uuid.uuid4(), 1, 1, age=400)
    after = voting.Cast(uuid.uuid4(), 2, 1, age=10)
    voting.cast(door, one, [before, after], at=world.at + timedelta(minutes=5))
    assert [vote.statement.number for vote in Vote.objects.all()] == [1]
    with pytest.raises(voting.Shut):
        voting.cast(door, one, [before], at=world.at + timedelta(minutes=11))


def test_a_full_door_lets_nobody_new_in(talk, world, conversation):
    phone = talk.phone(conversation)
    phone.door.limit = 1
    doors.change(phone.door, by=world.bob, at=world.at)
    late = Phone(phone.door)
    assert "zoveel mensen mee als kan" in late.go("enter").content.decode()
    late.press("enter")
    assert Participant.objects.count() == 1
    assert phone.send(press()).status_code == 200


def test_all_own_votes_can_be_taken_back(talk, world, phone):
    phone.send(press(1), press(2))
    phone.press("take-back")
    assert not Vote.objects.exists()
    assert phone.go("vote").context["reached"].done == 0


def test_once_published_the_votes_stay(talk, world, conversation, phone):
    phone.send(press(1))
    conversation.published_at = world.at
    conversation.save()
    phone.press("take-back")
    assert Vote.objects.count() == 1


def test_voting_leaves_no_trace_in_the_journal(talk, phone):
    before = JournalEntry.objects.count()
    phone.send(press(1), press(2, -1))
    phone.press("group", group="")
    phone.press("take-back")
    assert JournalEntry.objects.count() == before


def test_one_vote_costs_at_most_six_queries(phone, django_assert_max_num_queries):
    phone.send(press(1))
    with django_assert_max_num_queries(6):
        phone.send(press(2), want=10)
    with django_assert_max_num_queries(4):
        phone.send(press(3))
    for number in range(40):
        phone.door.conversation.statements.create(
            number=10 + number, words=f"Nog een stelling {number}", at=phone.door.conversation.at
        )
    with django_assert_max_num_queries(6):
        phone.send(*(press(10 + number) for number in range(40)), want=10)


def test_a_device_that_asks_too_often_waits(phone, monkeypatch):
    monkeypatch.setattr("houtskool.deliberation.devices.PER_DEVICE", 3)
    answers = [phone.send(press(1)) for _turn in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert answers[-1]["Retry-After"]
    assert phone.press("vote", number=2, draft=uuid.uuid4(), value="1").status_code == 302
    assert not Vote.objects.filter(statement__number=2).exists()
    assert "Uw stem is niet bewaard" in phone.go("vote").content.decode()


def test_without_javascript_a_form_that_came_over_damaged_says_that_it_does_not_count(phone):
    assert phone.press("vote", number=2, value="1").status_code == 302
    assert not Vote.objects.exists()
    assert "telt niet. Stem opnieuw" in phone.go("vote").content.decode()


def test_a_network_that_asks_too_often_waits_and_another_goes_on(talk, conversation, settings):
    settings.VOTING_PER_NETWORK = 100
    phone, other = talk.phone(conversation), talk.phone(conversation)
    settings.VOTING_PER_NETWORK = 3
    answers = [phone.send(press(1)).status_code for _turn in range(4)]
    assert answers == [200, 200, 200, 429]
    assert other.send(press(1)).status_code == 429
    assert other.send(press(1), REMOTE_ADDR="203.0.113.9").status_code == 200


def test_many_new_devices_of_one_network_at_once_must_wait(talk, conversation, settings):
    settings.VOTING_PER_NETWORK = 60
    door = talk.door(conversation)
    for _turn in range(5):
        Phone(door).come_in()
    assert Participant.objects.count() == 3


def test_who_is_left_out_reads_it_and_why(talk, world, phone):
    from houtskool.deliberation.actions import moderation

    moderation.exclude(phone.participant, "Honderd toestellen op één adres.", by=world.bob, at=world.at)
    assert "Honderd toestellen op één adres." in phone.go("vote").content.decode()
    assert "Honderd toestellen op één adres." in phone.go("own-votes").content.decode()


def test_the_pages_are_in_english_too(talk):
    conversation = talk.make(title_en="What does a social enterprise need?")
    talk.state(conversation, "Alleen in het Nederlands te lezen.")
    talk.state(conversation, "Een vaste plek.", words_en="A place of one's own.")
    phone = talk.phone(conversation)
    phone.client.cookies["django_language"] = "en"
    assert "What does a social enterprise need?" in phone.go("enter").content.decode()
    said = {one["words"]: one["lang"] for one in phone.send(want=10).json()["next"]}
    assert said["A place of one's own."] == ""
    assert said["Alleen in het Nederlands te lezen."] == "nl"


def test_the_page_that_a_device_keeps_holds_nothing_of_anybody(phone, conversation):
    page = Client().get(reverse("deliberation:vote", args=[phone.door.code]), {"leeg": "en"})
    assert page.status_code == 200
    assert not page.cookies.get(f"stem-{conversation.pk}")
    for statement in conversation.statements.all():
        assert statement.words not in page.content.decode()


def test_the_worker_keeps_the_voting_page_and_its_files(client, phone):
    script = client.get(reverse("deliberation:worker")).content.decode()
    page = phone.go("vote").content.decode()
    for file in (
        "deliberation/vote.js",
        "deliberation/queue.js",
        "houtskool/sending.js",
        "deliberation/vote.css",
    ):
        assert f"/static/{file}" in script
    assert "/static/deliberation/vote.js" in page
    assert f"/stemmen/{phone.door.code}/stem/" in page or "data-code" in page
