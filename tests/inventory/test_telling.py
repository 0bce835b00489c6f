"""One e-mail for all that happened, at most one a day, to who wants it and may be mailed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db.models import F

from houtskool.inventory import telling
from houtskool.inventory.actions import answers, codings
from houtskool.inventory.models import Contributor
from houtskool.records.models import Mail
from houtskool.sector import actions as sector_actions
from houtskool.sector.models import Contact

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def tell(world, django_capture_on_commit_callbacks):
    def run(days=1, hours=0):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            number = telling.tell(world.at + timedelta(days=days, hours=hours))
        assert len(mail.outbox) == number
        return mail.outbox

    return run


@pytest.fixture
def fatima(inbreng):
    fatima = inbreng.contributor("Fatima", email="fatima@stad.example", wants_mail=True)
    inbreng.make("Wij vinden de inkoper niet.", contributor=fatima)
    return fatima


def test_a_hundred_contributions_of_ten_people_in_bulk_are_ten_mails_and_a_second_run_is_none(
    world, inbreng, tell
):
    people = [
        inbreng.contributor(f"Mens {index}", email=f"mens{index}@stad.example", wants_mail=True)
        for index in range(10)
    ]
    pieces = [inbreng.make(f"Inbreng {index}.", contributor=people[index % 10]) for index in range(100)]
    assert len(tell(1)) == 10
    later = world.at + 2 * DAY
    codings.give(pieces, inbreng.theme(), by=world.bob, at=later)
    answers.answer(pieces, outcome="taken", reason="Dit doen we.", by=world.bob, at=later)
    messages = list(tell(3))
    assert sorted(message.to[0] for message in messages) == sorted(person.email for person in people)
    assert messages[0].body.count("Thema: inkoop") == 10
    assert tell(3) == []
    assert tell(4) == []


def test_the_first_mail_says_that_it_was_received_and_brings_the_link(client, fatima, tell):
    (message,) = tell()
    assert message.subject == "Wij hebben uw inbreng ontvangen"
    assert "Beste Fatima," in message.body
    assert "“Wij vinden de inkoper niet.”" in message.body
    path = telling.own_path(fatima)
    assert path in message.body
    assert client.get(path).status_code == 200
    assert path not in str(list(Mail.objects.values()))  # the secret stands in no table


def test_a_later_mail_tells_only_what_is_new(world, fatima, tell, inbreng):
    piece = fatima.contributions.get()
    codings.give([piece], inbreng.theme(), by=world.bob, at=world.at + DAY)
    tell(2)
    answers.answer(
        [piece], outcome="not-taken", reason="Er is geen geld.", by=world.bob, at=world.at + 3 * DAY
    )
    (message,) = tell(4)
    assert message.subject == "Er is iets gebeurd met uw inbreng"
    assert "Antwoord: we nemen dit niet mee" in message.body
    assert "Er is geen geld." in message.body
    assert "Thema" not in message.body
    assert "Ontvangen" not in message.body


def test_no_more_than_one_a_day(world, fatima, tell, inbreng):
    assert len(tell(1)) == 1
    codings.give(fatima.contributions.all(), inbreng.theme(), by=world.bob, at=world.at + DAY)
    assert tell(1, hours=5) == []
    assert len(tell(2)) == 1


def test_only_who_wants_it_and_may_be_mailed(world, inbreng, tell):
    def contact(name, **fields):
        return sector_actions.add(
            Contact(name=name, email=f"{name}@stad.example", **fields), by=world.alice, at=world.at
        )

    wanted = {"name": "", "wants_mail": True}
    told = [
        inbreng.contributor("Wil", email="wil@stad.example", wants_mail=True),
        inbreng.contributor(**wanted, contact=contact("mag", may_be_mailed=True)),
        inbreng.contributor(**wanted, contact=contact("eigen"), email="zelf-gegeven@stad.example"),
    ]
    others = [
        inbreng.contributor("Wil niet", email="wil-niet@stad.example"),
        inbreng.contributor("Zonder adres", wants_mail=True),
        inbreng.contributor(**wanted, contact=contact("mag-niet")),
    ]
    for person in told + others:
        inbreng.make(contributor=person)
    assert {message.to[0] for message in tell()} == {
        "wil@stad.example",
        "mag@stad.example",
        "zelf-gegeven@stad.example",
    }


def test_who_has_nothing_to_read_gets_nothing(inbreng, tell):
    inbreng.contributor("Later", email="later@stad.example", wants_mail=True)
    assert tell() == []


def test_of_two_workers_that_look_at_once_one_sends_it(world, fatima, monkeypatch):
    """The other worker sends in between: after this one read, before it writes."""
    read = telling.trails

    def and_meanwhile(contributors):
        found = read(contributors)
        monkeypatch.setattr(telling, "trails", read)
        assert telling.tell(world.at + DAY) == 1
        return found

    monkeypatch.setattr(telling, "trails", and_meanwhile)
    assert telling.tell(world.at + DAY) == 0
    assert Mail.objects.count() == 1


def test_who_stopped_before_it_left_is_not_mailed(world, fatima, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as leaving:
        assert telling.tell(world.at + DAY) == 1
        Contributor.objects.update(wants_mail=False)
    for callback in leaving:
        callback()
    assert mail.outbox == []
    assert Mail.objects.get().state == Mail.State.DROPPED


def test_words_that_were_withdrawn_do_not_go_through_the_mail(world, fatima, tell):
    fatima.contributions.update(withdrawn_at=F("at"))
    (message,) = tell()
    assert "Uw ingetrokken inbreng" in message.body
    assert "inkoper" not in message.body


def test_the_mail_reader_unsubscribes_with_one_post_and_opening_changes_nothing(client, fatima, tell):
    from django.test import Client

    (message,) = tell()
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = telling.no_mail_path(fatima)
    assert message.extra_headers["List-Unsubscribe"].endswith(f"{path}>")
    assert "Stuur mij geen berichten meer" in client.get(path).content.decode()
    fatima.refresh_from_db()
    assert fatima.wants_mail
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    fatima.refresh_from_db()
    assert not fatima.wants_mail
    assert tell(2) == []


def test_who_stopped_by_mistake_sets_the_messages_on_again_with_one_button(client, fatima):
    path = telling.no_mail_path(fatima)
    assert "zet de berichten weer aan" in client.post(path).content.decode()
    text = client.post(path, {"doe": "aan"}, follow=True).content.decode()
    assert "U krijgt weer bericht over uw inbreng." in text
    fatima.refresh_from_db()
    assert fatima.wants_mail


def test_the_queries_of_a_run_do_not_grow_per_contribution(
    world, inbreng, fatima, django_assert_max_num_queries
):
    telling.tell(world.at + DAY)
    for _index in range(40):
        inbreng.make(contributor=inbreng.contributor("Iemand", email="iemand@stad.example", wants_mail=True))
    Contributor.objects.update(told="", told_at=None)
    # The contributors, and what each source of the trail reads of all contributions at once.
    fixed = 12
    with django_assert_max_num_queries(fixed + 41 * 6):
        assert telling.tell(world.at + 2 * DAY) == 41
    with django_assert_max_num_queries(fixed):
        assert telling.tell(world.at + 3 * DAY) == 0
