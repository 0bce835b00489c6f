"""Giving a contribution without an account: to a process that asks for it, with a link to follow it by."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from houtskool.inventory.models import Contribution, Contributor
from houtskool.records.models import JournalEntry, Mail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_came_before():
    cache.clear()


@pytest.fixture
def open_process(process):
    process.asks_contributions = True
    process.save()
    return process


def give(client, process, **data):
    url = reverse("inventory:give", args=[process.pk])
    return client.post(url, {"words": "Wij zoeken ruimte.", "consent": "aggregate", **data}, follow=True)


def test_a_process_that_does_not_ask_is_not_there(client, process):
    url = reverse("inventory:give", args=[process.pk])
    assert client.get(url).status_code == 404
    assert client.post(url, {"words": "Iets", "consent": "quote"}).status_code == 404
    assert client.get(reverse("inventory:give", args=[999])).status_code == 404


def test_the_programme_manager_opens_the_form(world, process, client):
    url = reverse("process:edit", args=[process.pk])
    world.as_(world.alice).post(url, {"title": process.title, "asks_contributions": "on"})
    assert client.get(reverse("inventory:give", args=[process.pk])).status_code == 200


def test_the_form_says_what_each_choice_means_and_what_cannot_be_recalled(client, open_process):
    html = client.get(reverse("inventory:give", args=[open_process.pk])).content.decode()
    for words in ("U mag mij citeren, zonder mijn naam.", "niet terughalen", "geen account nodig"):
        assert words in html


def test_who_gives_gets_a_link_on_the_screen_without_giving_a_name(client, open_process):
    html = give(client, open_process).content.decode()
    url = re.search(r'href="http://[^/]+(/inbreng/mijn/[^"]+)"', html)[1]
    assert "Wij zoeken ruimte." in client.get(url).content.decode()
    one = Contribution.objects.get()
    assert (one.by, one.consent, one.contributor.name) == (None, "aggregate", "")
    assert JournalEntry.objects.about(one).get().via == "het open formulier"
    assert not mail.outbox


def test_who_gives_an_address_gets_the_link_by_mail(client, open_process, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        give(client, open_process, name="Fatima", email="fatima@stad.example", wants_mail="on")
    (message,) = mail.outbox
    assert message.to == ["fatima@stad.example"]
    path = re.search(r"http://[^/]+(/inbreng/mijn/\S+)", message.body)[1]
    assert "Wij zoeken ruimte." in client.get(path).content.decode()
    assert "/inbreng/mijn/" not in str(Mail.objects.values())
    assert Contributor.objects.get().wants_mail


def test_somebody_elses_address_opens_nothing_of_theirs(client, open_process):
    """Whoever types an address that is known gets a page of their own."""
    give(client, open_process, words="Van Fatima.", email="fatima@stad.example")
    html = give(client, open_process, words="Van een ander.", email="fatima@stad.example").content.decode()
    url = re.search(r'href="http://[^/]+(/inbreng/mijn/[^"]+)"', html)[1]
    assert "Van Fatima." not in client.get(url).content.decode()


def test_mail_is_asked_for_with_an_address_only(client, open_process):
    html = give(client, open_process, wants_mail="on").content.decode()
    assert "haal het vinkje" in html
    assert not Contribution.objects.exists()


def test_personal_data_of_others_is_asked_about(client, open_process):
    html = give(client, open_process, words="Bel mijn buurman Jan de Vries.").content.decode()
    assert "<mark>Jan de Vries</mark>" in html
    assert not Contribution.objects.exists()


def test_who_takes_personal_data_out_by_hand_need_not_choose_about_it_too(client, open_process):
    html = give(client, open_process, words="Bel mijn buurman Jan de Vries.").content.decode()
    asked = [tag for tag in re.findall(r"<input[^>]*>", html) if 'name="hint' in tag]
    assert len(asked) == 2
    assert not any("required" in tag for tag in asked)
    give(client, open_process, words="Bel mijn buurman.")
    assert Contribution.objects.get().words == "Bel mijn buurman."


def test_too_much_at_once_waits_and_loses_nothing(client, open_process, settings):
    settings.ACCOUNT_RATE_LIMITS = {"give_contribution": "2/m/ip", "mail_contribution": "3/h/key"}
    for _ in range(2):
        give(client, open_process)
    html = give(client, open_process, words="De derde keer.").content.decode()
    assert "Wacht een paar minuten" in html
    assert "De derde keer." in html
    assert Contribution.objects.count() == 2


def test_one_address_is_not_flooded(client, open_process):
    for _ in range(5):
        give(client, open_process, email="fatima@stad.example")
    assert Mail.objects.count() == 3


def test_a_link_that_is_not_ours_is_not_there(client, db):
    assert client.get(reverse("inventory:given", args=["1-onzin"])).status_code == 404


@pytest.mark.parametrize("words", ["", "   ", "x" * 20_001, "\x00"])
def test_what_cannot_be_kept_says_why(client, open_process, words):
    response = give(client, open_process, words=words)
    assert response.status_code == 200
    assert "Er klopt nog iets niet" in response.content.decode()
    assert not Contribution.objects.exists()
