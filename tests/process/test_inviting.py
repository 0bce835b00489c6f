"""Inviting: who gets the mail and who does not, what is in it, and reminding."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from houtskool.process import gatherings, inviting, letters, replying
from houtskool.process.models import Invitation, Involvement
from houtskool.records.models import JournalEntry, Mail
from houtskool.records.verbs import Verb


def test_a_group_is_invited_without_those_who_may_not_be_mailed(world, session, buyers, make_contact, posted):
    make_contact("Peter Smit")
    make_contact("Hanna Bos", may_be_mailed=False)
    make_contact("Jan Zonder", email="")
    page = world.as_(world.bob).post(
        reverse("process:invite", args=[session.pk]), {"groups": [buyers.pk], "step": "look"}
    )
    text = page.content.decode()
    assert "1 mens krijgt de uitnodiging" in text
    assert "gaf geen toestemming voor e-mail" in text
    assert "heeft geen e-mailadres" in text
    assert "nodigt u uit voor “Werksessie inkoop”" in text
    assert Invitation.objects.count() == 0
    sent = posted(
        lambda: world.as_(world.bob).post(
            reverse("process:invite", args=[session.pk]), {"groups": [buyers.pk], "step": "send"}
        )
    )
    assert [message.to for message in sent] == [["peter@koper.example"]]
    invitation = Invitation.objects.get()
    assert (invitation.contact.name, invitation.group, invitation.sent_at is not None) == (
        "Peter Smit",
        buyers,
        True,
    )
    assert Involvement.objects.get(gathering=session, group=buyers).how == Involvement.How.INVITED


def test_the_mail_has_a_text_part_a_personal_link_and_a_way_out(invite, posted, settings):
    made = []
    message = posted(lambda: made.append(invite()))[0]
    invitation = made[0]
    link = settings.BASE_URL + letters.path(invitation)
    assert link in message.body
    assert link in message.alternatives[0].content
    assert "dinsdag 12 februari 2019, 13.00–17.00 uur" in message.body
    assert "Seinwezen" in message.body
    assert message.subject == "Uitnodiging: Werksessie inkoop"
    assert message.extra_headers["List-Unsubscribe"] == (
        f"<{settings.BASE_URL}{letters.no_mail_path(invitation)}>"
    )
    assert not Mail.objects.filter(content__isnull=False).exists()


def test_a_contact_is_invited_once(world, session, buyers, invite, posted):
    invitation = invite()
    again = posted(lambda: inviting.invite(session, groups=[buyers], by=world.bob, at=world.at))
    assert again == []
    assert Invitation.objects.get() == invitation
    page = world.as_(world.bob).post(
        reverse("process:invite", args=[session.pk]), {"contacts": "Noor Vink", "step": "look"}
    )
    assert "is al uitgenodigd" in page.content.decode()


def test_a_name_that_is_not_in_the_overview_is_told_and_kept(world, session, make_contact):
    make_contact("Noor Vink")
    page = world.as_(world.bob).post(
        reverse("process:invite", args=[session.pk]),
        {"contacts": "Noor Vink\nPiet Onbekend", "step": "look"},
    )
    text = page.content.decode()
    assert "‘Piet Onbekend’ staat niet in het overzicht" in text
    assert "Noor Vink\nPiet Onbekend</textarea>" in text


def test_somebody_outside_the_overview_is_invited_by_name_and_address(world, session, posted):
    url = reverse("process:invite", args=[session.pk])
    given = {"step": "somebody", "iemand-name": "Piet Puk", "iemand-email": "piet@puk.example"}
    sent = posted(lambda: world.as_(world.bob).post(url, given))
    assert [message.to for message in sent] == [["piet@puk.example"]]
    again = world.as_(world.bob).post(url, given | {"iemand-email": "PIET@puk.example"})
    assert "Dit adres is al uitgenodigd" in again.content.decode()
    assert Invitation.objects.count() == 1


def test_the_address_of_a_contact_leads_to_the_contact(world, session, make_contact):
    make_contact("Noor Vink")
    with pytest.raises(ValidationError, match="Dit is het adres van Noor Vink"):
        inviting.invite_somebody(
            session, name="N.", email="noor@koper.example", group=None, by=world.bob, at=world.at
        )


def test_those_who_get_no_mail_can_stand_on_the_list(world, session, buyers, make_contact, posted):
    make_contact("Hanna Bos", may_be_mailed=False)
    url = reverse("process:invite", args=[session.pk])
    given = {"groups": [buyers.pk], "step": "send", "unmailed_too": "on"}
    assert posted(lambda: world.as_(world.bob).post(url, given)) == []
    invitation = Invitation.objects.get()
    assert invitation.sent_at is None
    page = world.as_(world.bob).get(invitation.get_absolute_url()).content.decode()
    assert letters.path(invitation) in page


def test_nobody_is_invited_to_what_is_over_or_cancelled(world, session, make_contact):
    late = world.at + timedelta(days=60)
    with pytest.raises(ValidationError, match="is geweest"):
        inviting.invite(session, contacts=[make_contact("Noor Vink")], by=world.bob, at=late)
    gatherings.cancel(session, because="Storm", by=world.bob, at=world.at)
    with pytest.raises(ValidationError, match="afgelast"):
        inviting.invite(session, contacts=[], by=world.bob, at=world.at)


def test_only_who_facilitates_invites(world, session):
    refused = world.as_(world.charlie).get(reverse("process:invite", args=[session.pk]))
    assert refused.status_code == 403


def test_a_withdrawn_invitation_opens_nothing_and_a_new_one_has_another_link(world, session, invite, client):
    invitation = invite()
    old = letters.path(invitation)
    inviting.withdraw(invitation, by=world.bob, at=world.at)
    page = client.get(old)
    assert page.status_code == 410
    assert "ingetrokken" in page.content.decode()
    again = inviting.invite(session, contacts=[invitation.contact], by=world.bob, at=world.at)
    assert again == [invitation]
    assert client.get(old).status_code == 404
    assert client.get(letters.path(again[0])).status_code == 200


def test_a_reminder_goes_to_who_comes_or_did_not_answer(world, session, invite, posted):
    silent, coming, declined = invite("Stil Tje"), invite("Komt Wel"), invite("Nee Bedankt")
    replying.accept(coming, by=None, at=world.at)
    replying.decline(declined, by=None, at=world.at)
    url = reverse("process:remind", args=[session.pk])
    sent = posted(lambda: world.as_(world.bob).post(url))
    bodies = {message.to[0]: message.body for message in sent}
    assert set(bodies) == {silent.address, coming.address}
    assert "wij weten nog niet of u komt" in bodies[silent.address]
    assert "Nog even waar en wanneer" in bodies[coming.address]
    assert posted(lambda: world.as_(world.bob).post(url)) == []


def test_the_schedule_reminds_once_in_the_days_before(world, session, invite, posted):
    session.remind_days = 3
    session.save()
    invite()
    day = session.starts_at - timedelta(hours=4)
    assert inviting.remind_due(day - timedelta(days=4)) == 0
    sent = posted(lambda: inviting.remind_due(day - timedelta(days=3)))
    assert [message.subject for message in sent] == ["Herinnering: Werksessie inkoop"]
    assert inviting.remind_due(day - timedelta(days=2)) == 0


def test_the_schedule_leaves_who_was_asked_a_moment_ago(world, session, make_contact):
    session.remind_days = 3
    session.save()
    day = session.starts_at - timedelta(days=2)
    inviting.invite(session, contacts=[make_contact("Noor Vink")], by=world.bob, at=day)
    assert inviting.remind_due(day + timedelta(hours=2)) == 0
    assert inviting.remind_due(day + timedelta(hours=26)) == 1


def test_what_is_done_to_an_invitation_stands_in_the_journal(world, invite):
    invitation = invite()
    replying.accept(invitation, by=None, at=world.at, via="genodigde, via de eigen link")
    inviting.withdraw(invitation, by=world.bob, at=world.at)
    entries = JournalEntry.objects.about(invitation).order_by("number")
    assert [(entry.verb, entry.via) for entry in entries] == [
        (Verb.CREATED, ""),
        (Verb.CHANGED, "genodigde, via de eigen link"),
        (Verb.WITHDRAWN, ""),
    ]


def test_the_list_asks_as_many_queries_for_many_as_for_few(world, session, make_contact):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = world.as_(world.bob).get(reverse("process:invitations", args=[session.process_id]))
        assert page.status_code == 200
        return len(asked)

    def add(numbers):
        people = [make_contact(f"Mens{number} Nummer{number}") for number in numbers]
        inviting.invite(session, contacts=people, by=world.bob, at=world.at)
        for person in people[::2]:
            guest = Invitation.objects.get(contact=person)
            Invitation.objects.create(gathering=session, brought_by=guest, at=world.at)

    add(range(2))
    queries()
    few = queries()
    add(range(2, 22))
    assert queries() == few


def test_the_list_is_narrowed_and_saved_as_a_spreadsheet(world, session, invite):
    replying.accept(invite("Noor Vink"), by=None, at=world.at)
    invite("Sam de Wit")
    url = reverse("process:invitations", args=[session.process_id])
    client = world.as_(world.bob)
    page = client.get(url, {"antwoord": "accepted"}).content.decode()
    assert "Noor Vink" in page
    assert "Sam de Wit" not in page
    assert "Sam de Wit" in client.get(url, {"q": "wit"}).content.decode()
    file = client.get(
        reverse("process:invitations-export", args=[session.process_id, "csv"]), {"antwoord": "accepted"}
    )
    text = file.content.decode("utf-8-sig")
    assert "Noor Vink" in text
    assert "Sam de Wit" not in text
    assert client.get(url, {"antwoord": "onzin", "groep": "x"}).status_code == 200


def test_a_better_address_is_not_one_that_is_on_the_list_already(world, session, invite):
    invite("Noor Vink")
    somebody = inviting.invite_somebody(
        session, name="Piet", email="piet@puk.example", group=None, by=world.bob, at=world.at
    )
    client = world.as_(world.bob)
    page = client.post(somebody.get_absolute_url(), {"name": "Piet", "email": "noor@koper.example"})
    assert "Dit adres is al uitgenodigd" in page.content.decode()
    client.post(somebody.get_absolute_url(), {"name": "Piet Puk", "email": "p.puk@puk.example"})
    somebody.refresh_from_db()
    assert (somebody.name, somebody.email) == ("Piet Puk", "p.puk@puk.example")


def test_the_calendar_of_a_mail_says_how_it_is_meant(world, invite, posted):
    invitation = invite()
    message = posted(lambda: replying.accept(invitation, by=None, at=world.at))[0]
    part = message.message().get_payload()[-1]
    assert (part.get_content_type(), part.get_param("method")) == ("text/calendar", "PUBLISH")
    assert part["Content-Type"].count("charset") == 1


def test_correcting_a_name_keeps_what_the_person_answered_at_that_moment(world, session):
    somebody = inviting.invite_somebody(session, name="Noor", email="", group=None, by=world.bob, at=world.at)
    as_read_before = Invitation.objects.get(pk=somebody.pk)
    replying.accept(somebody, by=None, at=world.at)
    as_read_before.name = "Noor Vink"
    inviting.change(as_read_before, by=world.bob, at=world.at)
    kept = Invitation.objects.get()
    assert (kept.name, kept.reply) == ("Noor Vink", Invitation.Reply.ACCEPTED)
    last = JournalEntry.objects.about(kept).order_by("-number").first()
    assert last.changes.keys() == {"name"}
