"""The personal link: answering without an account, guests, the waiting list, the calendar, no more e-mail."""

from __future__ import annotations

from datetime import date, timedelta

import icalendar
import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from houtskool.accounts.roles import Role
from houtskool.process import gatherings, inviting, letters, replying
from houtskool.process.models import Invitation
from houtskool.records import secret_links
from houtskool.records.models import JournalEntry
from houtskool.web import reference_date
from tests.conftest import make_user

Reply = Invitation.Reply


def look_from(client: Client, day: date) -> None:
    session = client.session
    session[reference_date.SESSION_KEY] = day.isoformat()
    session.save()


def reply_of(invitation: Invitation) -> str:
    return Invitation.objects.get(pk=invitation.pk).reply


def test_somebody_accepts_and_changes_their_mind(invite, client, posted):
    invitation = invite()
    url = letters.path(invitation)
    assert "Ik kom" in client.get(url).content.decode()
    sent = posted(lambda: client.post(url, {"reply": "accepted"}))
    assert reply_of(invitation) == Reply.ACCEPTED
    assert [message.subject for message in sent] == ["U komt: Werksessie inkoop"]
    page = client.get(url).content.decode()
    assert "U komt." in page
    assert "Meld mij af" in page
    client.post(url, {"reply": "declined"})
    assert reply_of(invitation) == Reply.DECLINED
    client.post(url, {"reply": "accepted"})
    assert reply_of(invitation) == Reply.ACCEPTED


def test_looking_at_a_link_changes_nothing(invite, client):
    """Programs that scan e-mail open every link."""
    invitation = invite()
    before = JournalEntry.objects.count()
    for path in (letters.path(invitation), letters.no_mail_path(invitation)):
        client.get(path)
        client.head(path)
    invitation.refresh_from_db()
    assert (invitation.reply, invitation.no_mail_since) == (Reply.NONE, None)
    assert JournalEntry.objects.count() == before


def test_saying_yes_twice_takes_one_place(invite, client, posted):
    invitation = invite()
    first = posted(lambda: client.post(letters.path(invitation), {"reply": "accepted"}))
    again = posted(lambda: client.post(letters.path(invitation), {"reply": "accepted"}))
    assert (len(first), len(again)) == (1, 0)
    assert replying.places_left(invitation.gathering) == 1


def test_when_it_is_full_one_waits_and_moves_up_when_somebody_stays_away(world, invite, client, posted):
    first, second, third, fourth = (invite(name) for name in ("Een A", "Twee B", "Drie C", "Vier D"))
    for invitation in (first, second, third, fourth):
        client.post(letters.path(invitation), {"reply": "accepted"})
    assert [reply_of(one) for one in (first, second, third, fourth)] == [
        *(Reply.ACCEPTED, Reply.ACCEPTED, Reply.WAITING, Reply.WAITING)
    ]
    assert "U staat op de wachtlijst." in client.get(letters.path(third)).content.decode()
    sent = posted(lambda: client.post(letters.path(first), {"reply": "declined"}))
    assert [(message.to, message.subject) for message in sent] == [
        ([third.address], "Er is plaats: Werksessie inkoop")
    ]
    assert (reply_of(third), reply_of(fourth)) == (Reply.ACCEPTED, Reply.WAITING)


def test_more_places_let_those_who_wait_come_in(world, session, invite, posted):
    for name in ("Een A", "Twee B", "Drie C"):
        replying.accept(invite(name), by=None, at=world.at)
    session.capacity = 5
    sent = posted(lambda: gatherings.change(session, by=world.bob, at=world.at))
    assert [message.subject for message in sent] == ["Er is plaats: Werksessie inkoop"]
    assert not session.invitations.waiting().exists()


def test_somebody_brings_a_guest_within_the_places_there_are(invite, client):
    invitation = invite()
    client.post(letters.path(invitation), {"reply": "accepted"})
    bring = reverse("process:bring", args=[secret_links.token(invitation, letters.REPLY)])
    assert "Anna Gast komt mee" in client.post(bring, {"name": "Anna Gast"}, follow=True).content.decode()
    full = client.post(bring, {"name": ""}, follow=True).content.decode()
    assert "gast van Noor Vink staat op de wachtlijst" in full
    guests = list(invitation.brought.order_by("pk"))
    assert [(guest.name, guest.reply) for guest in guests] == [
        ("Anna Gast", Reply.ACCEPTED),
        ("", Reply.WAITING),
    ]
    away = reverse("process:leave-behind", args=[secret_links.token(invitation, letters.REPLY), guests[0].pk])
    client.post(away)
    assert [guest.reply for guest in invitation.brought.all()] == [Reply.ACCEPTED]


def test_a_guest_of_another_is_not_for_me_to_send_away(invite, client, world):
    mine, other = invite("Noor Vink"), invite("Sam de Wit")
    replying.accept(other, by=None, at=world.at)
    guest = replying.bring(other, name="Gast", by=None, at=world.at)
    url = reverse("process:leave-behind", args=[secret_links.token(mine, letters.REPLY), guest.pk])
    assert client.post(url).status_code == 404
    assert Invitation.objects.filter(pk=guest.pk).exists()


def test_guests_stay_away_with_who_brought_them(world, invite):
    invitation = invite()
    replying.accept(invitation, by=None, at=world.at)
    guest = replying.bring(invitation, name="Gast", by=None, at=world.at)
    replying.decline(invitation, by=None, at=world.at)
    assert reply_of(guest) == Reply.DECLINED
    with pytest.raises(ValidationError, match="Zeg eerst dat u zelf komt"):
        replying.bring(invitation, name="Nog een", by=None, at=world.at)


def test_one_brings_three_at_most(world, session, invite):
    session.capacity = None
    session.save()
    invitation = invite()
    replying.accept(invitation, by=None, at=world.at)
    for _ in range(replying.GUESTS):
        replying.bring(invitation, name="", by=None, at=world.at)
    with pytest.raises(ValidationError, match="U kunt 3 mensen meebrengen"):
        replying.bring(invitation, name="", by=None, at=world.at)


def test_a_link_that_is_not_ours_says_what_to_do(invite, client):
    path = letters.path(invite())
    page = client.get(path[:-3] + "xx/")
    assert page.status_code == 404
    assert "kopieer de hele regel" in page.content.decode()
    assert client.post(path[:-3] + "xx/", {"reply": "accepted"}).status_code == 404


def test_after_the_last_day_one_can_still_cancel_but_not_come(world, session, invite, client):
    coming, silent = invite("Noor Vink"), invite("Sam de Wit")
    replying.accept(coming, by=None, at=world.at)
    session.reply_by = date(2019, 1, 14)
    session.save()
    page = client.get(letters.path(silent))
    assert page.status_code == 410
    assert "Aanmelden kon tot en met 14 januari 2019" in page.content.decode()
    client.post(letters.path(silent), {"reply": "accepted"})
    assert reply_of(silent) == Reply.NONE
    assert client.get(letters.path(coming)).status_code == 200
    client.post(letters.path(coming), {"reply": "declined"})
    assert reply_of(coming) == Reply.DECLINED


def test_the_facilitator_can_still_let_somebody_in(world, session, invite):
    session.reply_by = date(2019, 1, 14)
    session.save()
    invitation = invite()
    url = reverse("process:answer", args=[invitation.pk])
    world.as_(world.bob).post(url, {"reply": "accepted"})
    assert reply_of(invitation) == Reply.ACCEPTED


def test_a_link_of_what_is_over_is_gone_and_says_so(invite, client):
    invitation = invite()
    look_from(client, date(2019, 2, 13))
    page = client.get(letters.path(invitation))
    assert page.status_code == 410
    assert "Deze bijeenkomst is geweest" in page.content.decode()
    client.post(letters.path(invitation), {"reply": "accepted"})
    assert reply_of(invitation) == Reply.NONE


def test_the_calendar_file_names_nobody_and_replaces_what_was(world, session, invite, client):
    invitation = invite()
    url = reverse("process:calendar", args=[secret_links.token(invitation, letters.REPLY)])
    first = icalendar.Calendar.from_ical(client.get(url).content)
    event = first.walk("VEVENT")[0]
    assert (event["UID"], event["SEQUENCE"], first["METHOD"]) == (
        f"bijeenkomst-{session.pk}@127.0.0.1",
        0,
        "PUBLISH",
    )
    assert event.decoded("DTSTART") == session.starts_at
    assert event["DTSTART"].params["TZID"] == "Europe/Amsterdam"
    assert first.walk("VTIMEZONE")
    raw = client.get(url).content.decode()
    assert "ATTENDEE" not in raw
    assert "Noor" not in raw
    session.starts_at += timedelta(hours=1)
    gatherings.change(session, by=world.bob, at=world.at)
    changed = icalendar.Calendar.from_ical(client.get(url).content).walk("VEVENT")[0]
    assert (changed["UID"], changed["SEQUENCE"]) == (event["UID"], 1)


def test_a_change_of_time_is_told_to_who_has_not_declined(world, session, invite, posted):
    coming, declined = invite("Noor Vink"), invite("Sam de Wit")
    replying.decline(declined, by=None, at=world.at)
    session.starts_at += timedelta(hours=1)
    sent = posted(lambda: gatherings.change(session, by=world.bob, at=world.at))
    assert [(message.to, message.subject) for message in sent] == [
        ([coming.address], "Gewijzigd: Werksessie inkoop")
    ]
    assert "14.00–17.00 uur" in sent[0].body
    session.programme = "Lunch"
    assert posted(lambda: gatherings.change(session, by=world.bob, at=world.at)) == []


def test_a_cancelled_gathering_is_told_and_leaves_the_calendar(world, session, invite, posted, client):
    invitation = invite()
    url = reverse("process:cancel-gathering", args=[session.pk])
    sent = posted(lambda: world.as_(world.bob).post(url, {"because": "De zaal is onder water."}))
    assert [message.subject for message in sent] == ["Gaat niet door: Werksessie inkoop"]
    assert "De zaal is onder water." in sent[0].body
    _name, data, _kind = sent[0].attachments[0]
    assert "METHOD:CANCEL" in (data if isinstance(data, str) else data.decode())
    page = client.get(letters.path(invitation))
    assert page.status_code == 410
    assert "De zaal is onder water." in page.content.decode()
    back = posted(
        lambda: world.as_(world.bob).post(reverse("process:reinstate-gathering", args=[session.pk]))
    )
    assert [message.subject for message in back] == ["Gewijzigd: Werksessie inkoop"]


def test_one_click_ends_all_e_mail(world, session, invite, client, posted):
    invitation = invite()
    url = letters.no_mail_path(invitation)
    assert "Stuur mij geen e-mail meer" in client.get(url).content.decode()
    strict = Client(enforce_csrf_checks=True)
    # As a mail program does it (RFC 8058): without a cookie.
    assert strict.post(url, {"List-Unsubscribe": "One-Click"}).status_code == 200
    invitation.refresh_from_db()
    invitation.contact.refresh_from_db()
    assert invitation.no_mail_since is not None
    assert not invitation.contact.may_be_mailed
    assert posted(lambda: inviting.remind(session, by=world.bob, at=world.at)) == []
    choice = inviting.choose(session, groups=[], contacts=[invitation.contact])
    assert choice.asked == ()


def test_who_wants_no_mail_by_address_alone_gets_none_for_another_gathering(world, process, session, client):
    somebody = inviting.invite_somebody(
        session, name="Piet", email="piet@puk.example", group=None, by=world.bob, at=world.at
    )
    client.post(letters.no_mail_path(somebody))
    other = gatherings.plan(type(session)(process=process, title="Nog een"), {}, by=world.alice, at=world.at)
    with pytest.raises(ValidationError, match="geen e-mail meer"):
        inviting.invite_somebody(
            other, name="Piet", email="Piet@puk.example", group=None, by=world.bob, at=world.at
        )


def test_the_link_for_no_mail_does_not_answer(invite, client):
    invitation = invite()
    token = secret_links.token(invitation, letters.NO_MAIL)
    assert client.post(reverse("process:reply", args=[token]), {"reply": "accepted"}).status_code == 404


def test_a_mail_that_waits_is_not_sent_to_who_withdrew_meanwhile(world, invite, posted):
    def act():
        invitation = invite()
        inviting.withdraw(invitation, by=world.bob, at=world.at)

    assert posted(act) == []


# --- councillors


@pytest.fixture
def councillor(world):
    return make_user("rik@raad.example", Role.COUNCILLOR, name="Rik")


def test_a_councillor_joins_from_the_page_and_leaves_again(world, session, councillor, posted):
    session.open_to_councillors = True
    session.save()
    client = world.as_(councillor)
    assert "Haak aan als raadslid" in client.get(session.get_absolute_url()).content.decode()
    sent = posted(lambda: client.post(reverse("process:join", args=[session.pk])))
    assert [message.to for message in sent] == [["rik@raad.example"]]
    mine = session.invitations.get(user=councillor)
    assert mine.reply == Reply.ACCEPTED
    assert "U doet mee." in client.get(session.get_absolute_url()).content.decode()
    client.post(reverse("process:leave", args=[session.pk]))
    assert reply_of(mine) == Reply.DECLINED
    client.post(reverse("process:join", args=[session.pk]))
    assert session.invitations.get().reply == Reply.ACCEPTED


def test_a_councillor_does_not_join_what_is_not_open_to_them(world, session, councillor):
    client = world.as_(councillor)
    assert "Haak aan" not in client.get(session.get_absolute_url()).content.decode()
    refused = client.post(reverse("process:join", args=[session.pk]), follow=True).content.decode()
    assert "kunnen raadsleden niet aanhaken" in refused
    assert not session.invitations.exists()
    assert world.as_(world.bob).post(reverse("process:join", args=[session.pk])).status_code == 403


def test_a_councillor_who_was_invited_as_a_contact_stands_on_the_list_once(
    world, session, councillor, invite
):
    session.open_to_councillors = True
    session.save()
    invitation = invite("Rik Raadslid", email="rik@raad.example")
    world.as_(councillor).post(reverse("process:join", args=[session.pk]))
    assert list(session.invitations.all()) == [invitation]
    assert reply_of(invitation) == Reply.ACCEPTED


def test_a_councillor_who_wants_no_mail_gets_none_about_another_gathering(
    world, process, session, councillor, client, posted
):
    session.open_to_councillors = True
    session.save()
    other = gatherings.plan(
        type(session)(process=process, title="Nog een", open_to_councillors=True),
        {},
        by=world.alice,
        at=world.at,
    )
    mine = replying.join(session, by=councillor, at=world.at)
    client.post(letters.no_mail_path(mine))
    assert posted(lambda: replying.join(other, by=councillor, at=world.at)) == []
