"""An enterprise sees and corrects its own entry by a link, and nothing else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from houtskool.records import post, verification
from houtskool.records.models import JournalEntry, Mail
from houtskool.sector import entry_links
from houtskool.sector.merging import merge
from houtskool.sector.models import EntryLink, Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(world, sector, django_capture_on_commit_callbacks):
    """A link that Bob has sent from the organisation's page: the address that the e-mail names."""

    def send(to="post@restlab.example"):
        url = reverse("sector:entry-link-send", args=[sector.organisation.pk])
        with django_capture_on_commit_callbacks(execute=True):
            response = world.as_(world.bob).post(url, {"to": to})
        assert response.status_code == 302
        return "/" + re.search(r"https?://[^/]+/(\S+)", mail.outbox[-1].body)[1]

    return send


def data(client, address):
    """The fields of the page as they came."""
    form = client.get(address).context["form"]
    values = {field.html_name: field.value() for field in form if field.value() not in (None, "", [])}
    return {
        name: [getattr(one, "pk", one) for one in value] if isinstance(value, list) else value
        for name, value in values.items()
    }


def test_the_mail_is_in_dutch_and_says_who_sends_it_and_until_when_it_works(sent):
    sent()
    (message,) = mail.outbox
    assert message.to == ["post@restlab.example"]
    assert message.reply_to == ["bob@stadsgarage.example"]
    assert message.subject == "Kloppen de gegevens van Restlab nog?"
    assert "14 februari 2019" in message.body
    assert "Beste mensen van Restlab" in message.body


def test_a_link_that_was_withdrawn_before_it_left_is_not_mailed(world, sector):
    link = entry_links.send(sector.organisation, to="post@restlab.example", by=world.bob, at=world.at)
    entry_links.revoke(link, by=world.bob, at=world.at)
    post.deliver_due(world.at)
    assert mail.outbox == []
    assert Mail.objects.about(link).get().state == Mail.State.DROPPED


def test_the_database_holds_no_token_that_opens_the_page(sent):
    token = sent().rstrip("/").rpartition("/")[2]
    link = EntryLink.objects.get()
    assert len(token) >= 43
    assert token not in str(EntryLink.objects.values())
    assert token not in str(list(JournalEntry.objects.values()))
    assert token not in str(list(Mail.objects.values()))
    assert entry_links.find(token) == link


def test_the_page_shows_the_own_entry_without_an_account_and_no_one_elses(sent, sector):
    sector.add(Organisation(name="Concurrent", email="geheim@elders.example"))
    response = Client().get(sent())
    html = response.content.decode()
    assert "Restlab" in html
    assert "34567890" in html
    assert "Concurrent" not in html
    assert "Noor de Vries" not in html
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]


def test_correcting_changes_the_entry_confirms_it_and_the_journal_says_by_which_link(sent, sector, world):
    address = sent()
    client = Client()
    response = client.post(address, data(client, address) | {"phone": "023 555 01 23"})
    assert response.url == address
    organisation = Organisation.objects.get(pk=sector.organisation.pk)
    assert organisation.phone == "023 555 01 23"
    assert organisation.last_verified == world.at.date()
    assert list(organisation.groups.all()) == [sector.group]
    changed, confirmed = JournalEntry.objects.about(organisation).order_by("number")[1:]
    assert (changed.verb, changed.by, set(changed.changes)) == ("changed", None, {"phone"})
    assert (confirmed.verb, confirmed.by) == ("confirmed", None)
    assert {changed.via, confirmed.via} == {"Restlab, via de eigen link"}
    page = world.as_(world.alice).get(organisation.get_absolute_url()).content.decode()
    assert page.count("Restlab, via de eigen link") == 2
    assert not list(verification.journal_is_whole())
    assert "uw gegevens zijn bewaard" in client.get(address).content.decode()


def test_a_web_address_may_be_typed_as_it_is_spoken(sent, sector):
    address = sent()
    client = Client()
    assert 'type="url"' not in client.get(address).content.decode()
    client.post(address, data(client, address) | {"website": "www.restlab.nl"})
    assert Organisation.objects.get(pk=sector.organisation.pk).website == "https://www.restlab.nl"


def test_confirming_without_a_change_is_enough(sent, sector, world):
    address = sent()
    client = Client()
    client.post(address, data(client, address))
    assert Organisation.objects.get(pk=sector.organisation.pk).last_verified == world.at.date()


def test_a_wrong_value_is_refused_beside_its_field_and_nothing_is_kept(sent, sector):
    address = sent()
    client = Client()
    response = client.post(address, data(client, address) | {"kvk_number": "123"})
    assert "hier staan er 3" in response.context["form"].errors["kvk_number"][0]
    assert Organisation.objects.get(pk=sector.organisation.pk).last_verified is None


@pytest.mark.parametrize("field", [{"kvk_number": "45678901"}, {"name": "Concurrent"}])
def test_who_else_holds_a_name_or_number_is_not_told_to_outsiders(sent, sector, field):
    other = sector.add(Organisation(name="Concurrent", kvk_number="45678901"))
    address = sent()
    client = Client()
    response = client.post(address, data(client, address) | field)
    (message,) = next(iter(response.context["form"].errors.values()))
    assert message == "Dit staat al bij een andere organisatie. Vraag het de gemeente."
    assert other.get_absolute_url() not in response.content.decode()


def test_fields_that_are_not_on_the_page_cannot_be_sent_along(sent, sector):
    address = sent()
    client = Client()
    extra = {
        "source": "zelf",
        "last_verified": "2001-01-01",
        "groups": [],
        "external_id": "x",
        "merged_into": 1,
    }
    client.post(address, data(client, address) | extra)
    organisation = Organisation.objects.get(pk=sector.organisation.pk)
    assert (organisation.source, organisation.external_id, organisation.merged_into) == ("", "", None)
    assert organisation.groups.exists()


def test_an_expired_link_says_so_and_what_to_do(sent, world):
    address = sent()
    EntryLink.objects.update(expires_at=world.at - timedelta(days=1))
    for response in (Client().get(address), Client().post(address, {"name": "x"})):
        html = response.content.decode()
        assert response.status_code == 410
        assert "verlopen op 14 januari 2019" in html
        assert "vraag om een nieuwe" in html
        assert "Restlab" not in html


def test_a_revoked_link_opens_nothing_any_more(sent, world):
    address = sent()
    link = EntryLink.objects.get()
    url = reverse("sector:entry-link-revoke", args=[link.pk])
    assert "Wilt u de link" in world.as_(world.bob).get(url).content.decode()
    world.as_(world.bob).post(url)
    response = Client().get(address)
    assert response.status_code == 410
    assert "De gemeente heeft deze link ingetrokken. Uw gegevens zijn niet" in response.content.decode()


def test_a_closed_link_that_was_used_says_that_what_was_kept_stays(sent, world):
    address = sent()
    client = Client()
    client.post(address, data(client, address))
    EntryLink.objects.update(expires_at=world.at - timedelta(days=1))
    assert "Wat u eerder bewaarde, blijft staan." in client.get(address).content.decode()
    entry_links.revoke(EntryLink.objects.get(), by=world.bob, at=world.at)
    html = client.get(address).content.decode()
    assert "De gemeente heeft deze link ingetrokken. Wat u eerder bewaarde, blijft staan." in html
    assert "niet veranderd" not in html


@pytest.mark.parametrize("token", ["x", "a" * 43, "%00", "1"])
def test_a_link_that_never_was_is_not_found_and_says_what_to_do(sent, token):
    sent()
    response = Client().get(reverse("sector:own-entry", args=["t"])[:-2] + token + "/")
    assert response.status_code == 404
    assert "vraag om een nieuwe" in response.content.decode()


def test_a_link_that_was_not_mailed_yet_cannot_be_opened_with_an_empty_token(world, sector):
    EntryLink.objects.create(
        organisation=sector.organisation,
        sent_to="a@b.example",
        at=world.at,
        by=world.bob,
        expires_at=world.at + timedelta(days=1),
    )
    assert entry_links.find("") is None


def test_after_a_merge_the_link_opens_the_kept_entry(sent, sector, world):
    address = sent()
    kept = sector.add(Organisation(name="Restlab Haarlem"))
    merge(sector.organisation, into=kept, by=world.alice, at=world.at)
    assert "Restlab Haarlem" in Client().get(address).content.decode()


def test_a_second_link_offers_to_withdraw_the_former(sent, sector, world, django_capture_on_commit_callbacks):
    url = reverse("sector:entry-link-send", args=[sector.organisation.pk])
    client = world.as_(world.bob)
    assert "eerdere link" not in client.get(url).content.decode()
    first = sent("oud@restlab.example")
    assert "Trek de eerdere link aan oud@restlab.example in" in client.get(url).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url, {"to": "nieuw@restlab.example", "withdraw": "on"})
    assert Client().get(first).status_code == 410
    assert [link.sent_to for link in entry_links.open_links(sector.organisation, world.at)] == [
        "nieuw@restlab.example"
    ]
    assert JournalEntry.objects.filter(verb="withdrawn").count() == 1


def test_two_links_work_side_by_side_and_only_one_is_revoked(sent, world):
    first, second = sent(), sent("ander@restlab.example")
    entry_links.revoke(EntryLink.objects.get(sent_to="ander@restlab.example"), by=world.bob, at=world.at)
    assert Client().get(first).status_code == 200
    assert Client().get(second).status_code == 410


def test_an_address_that_cannot_be_one_is_refused(world, sector):
    url = reverse("sector:entry-link-send", args=[sector.organisation.pk])
    response = world.as_(world.bob).post(url, {"to": "geen adres"})
    assert response.context["form"].errors["to"]
    assert not EntryLink.objects.exists()


def test_only_who_keeps_the_sector_sends_links(world, sector, councillor):
    url = reverse("sector:entry-link-send", args=[sector.organisation.pk])
    assert world.as_(councillor).post(url, {"to": "a@b.example"}).status_code == 403
    assert world.as_(world.charlie).post(url, {"to": "a@b.example"}).status_code == 403
