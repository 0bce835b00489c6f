"""E-mail leaves in the background; its row says to whom, about what, when, and what went wrong."""

from __future__ import annotations

import smtplib
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.core.exceptions import ValidationError
from django.core.mail.backends.base import BaseEmailBackend
from django.template import TemplateDoesNotExist

from houtskool.records import erasure, post
from houtskool.records.models import Mail

pytestmark = pytest.mark.django_db


class Refusing(BaseEmailBackend):
    """A mail server that answers every message with the error that a test sets."""

    error: Exception = ConnectionRefusedError()

    def send_messages(self, messages):
        raise self.error


@pytest.fixture(autouse=True)
def templates(settings, tmp_path):
    """Templates as a room has them, in `proef/mail/`."""
    folder = tmp_path / "templates/proef/mail"
    folder.mkdir(parents=True)
    (folder / "bericht.subject.txt").write_text("Nieuws over\n  {{ name }}\n")
    (folder / "bericht.txt").write_text("Beste {{ name }},\n\n{{ municipality }} schrijft u.\n\n")
    (folder / "mooi.subject.txt").write_text("Nieuws")
    (folder / "mooi.txt").write_text("Nieuws")
    (folder / "mooi.html").write_text(
        '{% extends "records/mail/base.html" %}{% block main %}<p>{{ name }}</p>{% endblock %}'
    )
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path / "templates"]}]
    settings.MUNICIPALITY = "Haarlem"


@pytest.fixture
def send(world, django_capture_on_commit_callbacks):
    def send(**given):
        letter = {"template": "proef/mail/bericht", "to": "noor@restlab.example", "at": world.at}
        letter |= {"context": {"name": "Noor & Co"}} if "compose" not in given else {}
        with django_capture_on_commit_callbacks(execute=True):
            mail = post.send(**letter | given)
        mail.refresh_from_db()
        return mail

    return send


@pytest.fixture
def server_says(settings):
    def says(error):
        settings.EMAIL_BACKEND = f"{__name__}.Refusing"
        Refusing.error = error

    return says


def secret_letter(about, at):
    return post.Letter({"name": "geheim-123"}, unsubscribe="https://houtskool.example/af/geheim-123/")


def nobody_needs_it(about, at):
    return None


def cannot_be_made(about, at):
    raise KeyError("name")


def test_a_message_leaves_after_the_transaction_and_the_row_says_so(send, world):
    mail = send(about=world.bob, by=world.alice, reply_to="alice@haarlem.example")
    (message,) = django_mail.outbox
    assert message.subject == "Nieuws over Noor & Co"
    assert message.body == "Beste Noor & Co,\n\nHaarlem schrijft u.\n"
    assert message.reply_to == ["alice@haarlem.example"]
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert mail.state == Mail.State.SENT
    assert (mail.to, mail.subject, mail.at, mail.tries) == (
        *("noor@restlab.example", "Nieuws over Noor & Co"),
        *(world.at, 1),
    )
    assert mail.sent_at is not None
    assert mail.content is None
    assert list(Mail.objects.about(world.bob, world.alice)) == [mail]
    assert not Mail.objects.about(world.alice)


def test_nothing_leaves_when_the_transaction_is_taken_back(world, django_capture_on_commit_callbacks):
    post.send(template="proef/mail/bericht", to="a@b.example", at=world.at, context={"name": "A"})
    assert django_mail.outbox == []


def test_the_html_part_is_in_our_look_and_fetches_nothing(send):
    send(template="proef/mail/mooi", unsubscribe="https://houtskool.example/af/1/")
    (html, kind) = django_mail.outbox[0].alternatives[0]
    assert kind == "text/html"
    assert "<p>Noor &amp; Co</p>" in html
    assert "Haarlem" in html
    assert 'href="https://houtskool.example/af/1/"' in html
    assert "src=" not in html
    assert "url(" not in html
    assert django_mail.outbox[0].extra_headers["List-Unsubscribe"] == "<https://houtskool.example/af/1/>"


def test_a_message_without_html_of_its_own_is_drawn_in_the_same_look(send):
    send(context={"name": "<Noor>"})
    (html, kind) = django_mail.outbox[0].alternatives[0]
    assert kind == "text/html"
    assert "<p>Beste &lt;Noor&gt;,</p><p>Haarlem schrijft u.</p>" in html


def test_a_text_that_is_cut_into_lines_flows_again_and_its_lists_and_links_stay():
    text = (
        "Om uw hulpvraag te kunnen behandelen, missen wij nog een paar dingen die wij\nnodig hebben.\n\n"
        "- Een begroting met inkomsten, en wie er wat doet in het eerste jaar van het plan.\n- Een plan\n\n"
        "https://houtskool.example/hulp/volg/1-geheim/\n\nMet vriendelijke groet,\nAnna\n"
    )
    html = post._html("proef/mail/geen-eigen", {"subject": "Wij missen iets"}, text)
    assert "dingen die wij nodig hebben." in html
    assert "van het plan.<br>- Een plan</p>" in html
    assert 'href="https://houtskool.example/hulp/volg/1-geheim/"' in html
    assert "groet,<br>Anna" in html


def test_a_file_goes_along(send):
    send(attachments=(post.Attachment("gesprek.ics", "text/calendar", b"BEGIN:VCALENDAR"),))
    assert django_mail.outbox[0].attachments[0][:] == ("gesprek.ics", "BEGIN:VCALENDAR", "text/calendar")


def test_a_text_made_at_the_last_moment_stands_in_no_table(send, server_says, settings, world):
    server_says(ConnectionRefusedError())
    mail = send(compose=secret_letter)
    assert mail.state == Mail.State.WAITING
    assert "geheim" not in str(Mail.objects.values())
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert post.deliver_due(mail.due_at) == 1
    assert "geheim-123" in django_mail.outbox[0].body
    assert "geheim-123" in django_mail.outbox[0].extra_headers["List-Unsubscribe"]


def test_what_nobody_needs_any_more_is_not_sent(send):
    assert send(compose=nobody_needs_it).state == Mail.State.DROPPED
    assert django_mail.outbox == []


def test_a_server_that_is_away_is_tried_again_later_and_later_and_then_given_up(send, server_says, world):
    server_says(ConnectionRefusedError())
    mail = send()
    waits = []
    while mail.state == Mail.State.WAITING:
        at = mail.due_at
        assert post.deliver_due(at - timedelta(seconds=1)) == 0
        assert Mail.objects.get().tries == mail.tries
        assert post.deliver_due(at) == 0
        mail.refresh_from_db()
        waits.append((mail.due_at or at) - at)
    assert waits == [*post.BACK_OFF[1:], timedelta()]
    assert mail.state == Mail.State.FAILED
    assert mail.error == "De mailserver is niet te bereiken."
    assert mail.content is not None


def test_a_message_that_failed_can_be_tried_once_more(send, server_says, settings, world):
    server_says(ConnectionRefusedError())
    mail = send()
    Mail.objects.update(state=Mail.State.FAILED, tries=6)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    post.again(mail)
    assert post.deliver_due(world.at) == 1
    assert len(django_mail.outbox) == 1
    with pytest.raises(ValidationError, match="Stuur een nieuw bericht"):
        post.again(mail)


def test_an_address_that_the_server_refuses_is_not_tried_again(send, server_says):
    server_says(smtplib.SMTPRecipientsRefused({"noor@restlab.example": (550, b"no such user noor")}))
    mail = send()
    assert mail.state == Mail.State.FAILED
    assert mail.error == "De mailserver weigert dit adres (550). Klopt het?"


def test_a_full_mailbox_is_tried_again(send, server_says):
    server_says(smtplib.SMTPRecipientsRefused({"noor@restlab.example": (452, b"full")}))
    assert send().state == Mail.State.WAITING


def test_a_text_that_cannot_be_made_breaks_no_page(send):
    mail = send(compose=cannot_be_made)
    assert mail.state == Mail.State.WAITING
    assert "kon niet gemaakt worden (KeyError)" in mail.error


@pytest.mark.parametrize("wrong", ["geen adres", "", "a@b.example\nBcc: c@d.example"])
def test_what_cannot_be_an_address_fails_without_breaking_the_page(send, wrong):
    mail = send(to=wrong)
    assert mail.state == Mail.State.FAILED
    assert mail.error.startswith("Dit is geen e-mailadres.")
    assert django_mail.outbox == []


def test_a_template_that_is_not_there_is_found_when_the_message_is_queued(send):
    with pytest.raises(TemplateDoesNotExist):
        send(template="proef/mail/weg")


def test_two_workers_do_not_both_send_it(send, server_says, settings, world):
    server_says(ConnectionRefusedError())
    mail = send()
    at = mail.due_at
    Mail.objects.filter(pk=mail.pk).update(due_at=at + post.HOLD)  # as the other worker holds it
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert post.deliver(mail.pk, at=at) is False
    assert post.deliver(mail.pk, at=at + post.HOLD) is True
    assert post.deliver(mail.pk, at=at + 2 * post.HOLD) is False
    assert len(django_mail.outbox) == 1


def test_a_year_later_nobody_can_be_found_in_it(send, world):
    mail = send(at=world.at)
    assert erasure.purge(world.at + post.KEEP)["e-mail"] == 0
    assert erasure.purge(world.at + post.KEEP + timedelta(days=1))["e-mail"] == 1
    mail.refresh_from_db()
    assert (mail.to, mail.subject, mail.content, mail.state) == ("", "", None, Mail.State.SENT)
    assert erasure.purge(world.at + post.KEEP + timedelta(days=1))["e-mail"] == 0


def test_a_message_to_somebody_who_was_erased_is_not_sent(send, server_says, settings, world):
    server_says(ConnectionRefusedError())
    mail = send(about=world.charlie)
    erasure.erase(mail, by=world.alice, at=world.at)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert post.deliver_due(mail.due_at) == 0
    mail.refresh_from_db()
    assert (mail.state, mail.to, django_mail.outbox) == (Mail.State.DROPPED, "", [])
