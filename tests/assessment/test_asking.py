"""The open form: one form for any department, nothing lost, one request however often it is sent."""

from __future__ import annotations

import re
import uuid
from datetime import date

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from houtskool.accounts.roles import Role
from houtskool.assessment.models import Case, DraftFile, Evidence
from houtskool.records import uploads
from houtskool.records.models import JournalEntry, Mail
from tests.assessment import requests
from tests.assessment.requests import PDF, address_in, filled, letters, on
from tests.conftest import make_user

ASK = "/hulp/vraag/"


@pytest.fixture
def anna(world):
    return make_user("anna@stad.example", Role.OFFICIAL, name="Anna Economie")


@pytest.fixture(autouse=True)
def nobody_came_before():
    """What was counted per address in another test does not count here."""
    cache.clear()


@pytest.fixture
def framework(desk, anna, settings):
    settings.REFERENCE_DATE = date(2019, 1, 10)
    return requests.taking(desk, anna)


def without_token(page):
    return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", page)


def file(name="plan.pdf", data=PDF):
    return SimpleUploadedFile(name, data)


def test_somebody_asks_without_account_and_gets_a_number_a_contact_and_a_link(
    client, framework, anna, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            ASK, filled(**{"v-gevestigd": "ja", "wanted": ["subsidie"], "amount": "€ 1.250,50"}), follow=True
        )
    case = Case.objects.get()
    text = answer.content.decode()
    assert case.number == "HV-2019-0001"
    assert case.number in text
    assert "Anna Economie" in text
    assert "uiterlijk op 17 januari 2019 hoe" in text
    assert (case.answers, case.wanted, str(case.amount)) == ({"gevestigd": "ja"}, ["subsidie"], "1250.50")
    assert (case.contact, case.term_weeks, case.legal_effect) == (anna, 8, True)
    (letter,) = letters("sam@restlab.example")
    assert case.number in letter.subject
    assert "Anna Economie is uw contactpersoon" in letter.body
    assert client.get(address_in(letter.body)).status_code == 200
    (told,) = letters("anna@stad.example")
    assert case.number in told.body


def test_the_secret_of_the_link_stands_in_no_table(client, framework):
    client.post(ASK, filled())
    secret = requests.link("follow", Case.objects.get()).split("-", 1)[1].strip("/")
    assert Mail.objects.exists()
    for row in Mail.objects.values():
        assert secret not in str(row)
    for entry in JournalEntry.objects.all():
        assert secret not in str(entry.changes)
        assert Case.objects.get().link_key not in str(entry.changes)


def test_the_form_sent_twice_gives_one_request(client, framework):
    same = filled()
    first = client.post(ASK, same)
    second = client.post(ASK, same)
    assert first.headers["Location"] == second.headers["Location"]
    assert Case.objects.count() == 1


def test_going_back_and_sending_the_same_words_once_more_gives_no_second_request(client, framework, settings):
    settings.ACCOUNT_RATE_LIMITS = {"ask_for_help": "9/10m/ip", "mail_contribution": "9/h/key"}
    first = client.post(ASK, filled())
    again = client.post(ASK, filled())  # the page gave a new number of the form
    assert again.headers["Location"] == first.headers["Location"]
    assert Case.objects.count() == 1
    client.post(ASK, filled(what="Wij zoeken ook nog iets anders."))
    Client().post(ASK, filled())
    assert Case.objects.count() == 3


def test_two_requests_get_two_numbers_and_the_next_year_begins_anew(framework):
    numbers = [requests.case(framework, at=on(10)).number for _ in range(2)]
    later = requests.case(framework, at=on(3).replace(year=2020)).number
    assert [*numbers, later] == ["HV-2019-0001", "HV-2019-0002", "HV-2020-0001"]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"email": "geen adres"}, "e-mailadres"),
        ({"kvk": "1234567"}, "8 cijfers; hier staan er 7"),
        ({"amount": "veel"}, "veel is geen getal"),
        ({"amount": "-5"}, "0 of meer"),
        ({"what": ""}, "Wat hebt u nodig"),
        ({"v-mensen": "tien"}, "tien is geen getal"),
        ({"had_aid": "ja"}, "van wie de steun was"),
        ({"had_aid": "nee", "aid-0-giver": "Provincie", "aid-0-on": "2018-01-01"}, "Kies ja"),
        ({"had_aid": "ja", "aid-0-giver": "Provincie"}, "wanneer de steun is toegekend"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_typed_is_lost(client, framework, fields, told):
    answer = client.post(ASK, filled(**{"organisation_name": "Restlab", **fields}))
    text = answer.content.decode()
    assert told in text
    assert "Restlab" in text
    assert not Case.objects.exists()


def test_files_stay_when_the_form_must_be_mended_and_come_along_when_it_goes(client, framework):
    draft = str(uuid.uuid4())
    broken = {
        "draft": draft,
        "email": "geen adres",
        "f-stad": [file()],
        "f-": [file("foto.jpg", b"\xff\xd8\xff")],
    }
    text = client.post(ASK, filled(**broken)).content.decode()
    assert "Deze bestanden hebben wij al" in text
    assert "Haal plan weg" in text
    dropped = DraftFile.objects.get(title="foto")
    client.post(ASK, filled(draft=draft, drop=[dropped.pk]))
    kept = Evidence.objects.get()
    assert (kept.case, kept.criterion, kept.title, kept.upload.name) == (
        Case.objects.get(),
        "stad",
        "plan",
        "bewijs.pdf",
    )
    assert uploads.read(kept.upload) == PDF
    assert not DraftFile.objects.exists()


def test_files_of_another_form_cannot_be_taken_or_dropped(client, framework):
    client.post(ASK, filled(email="geen adres", **{"f-": [file()]}))
    theirs = DraftFile.objects.get()
    client.post(ASK, filled(drop=[theirs.pk]))
    assert DraftFile.objects.filter(pk=theirs.pk).exists()
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("virus.exe", b"MZ", "virus.exe kunnen wij niet lezen"),
        ("plan.pdf", b"geen pdf", "plan.pdf is geen echt pdf-bestand"),
        ("leeg.pdf", b"", "leeg.pdf"),
        ("groot.pdf", PDF + b"0" * (10 * 1024 * 1024), "hoogstens 10 MB"),
    ],
)
def test_a_file_that_cannot_be_taken_is_told_by_name_and_the_others_stay(client, framework, name, data, told):
    answer = client.post(ASK, filled(**{"f-": [file(), file(name, data)]}))
    text = answer.content.decode()
    assert told in text
    assert DraftFile.objects.get().title == "plan"
    assert not Case.objects.exists()


def test_what_fills_in_every_field_gets_nowhere_and_keeps_no_files(client, framework):
    text = client.post(ASK, filled(bijnaam="robot", **{"f-": [file()]})).content.decode()
    assert "Maak het leeg en verstuur opnieuw" in text
    assert not Case.objects.exists()
    assert not DraftFile.objects.exists()


def test_too_often_is_told_and_what_was_typed_stays(client, framework, settings):
    settings.ACCOUNT_RATE_LIMITS = {"ask_for_help": "2/10m/ip", "mail_contribution": "9/h/key"}
    for time in ("eerste", "tweede"):
        client.post(ASK, filled(title=f"De {time} keer"))
    text = client.post(ASK, filled(title="De derde keer")).content.decode()
    assert "Wacht een paar minuten" in text
    assert "De derde keer" in text
    assert Case.objects.count() == 2


def test_earlier_aid_is_kept_and_its_sum_answers_the_question_about_it(client, framework):
    fields = {
        "had_aid": "ja",
        "aid-0-giver": "Provincie", "aid-0-amount": "10.000", "aid-0-on": "2018-03-01",
        "aid-1-giver": "Rijk", "aid-1-amount": "500", "aid-1-on": "2014-03-01",
    }  # fmt: skip
    client.post(ASK, filled(**fields))
    case = Case.objects.get()
    assert case.declared[0] == {"giver": "Provincie", "amount": "10000", "on": "2018-03-01"}
    # What is longer ago than three years no longer counts.
    assert case.answers["eerdere-steun"] == "10000"
    client.post(ASK, filled(had_aid="nee"))
    assert Case.objects.first().answers["eerdere-steun"] == "0"
    client.post(ASK, filled(had_aid=""))
    assert "eerdere-steun" not in Case.objects.first().answers


def test_answers_given_before_are_carried_into_the_form(client, framework):
    text = client.get(ASK, {"gevestigd": "nee", "vormen": "advies,verzonnen", "bedrag": "300", "mensen": "x"})
    form = text.context["form"]
    assert form["v-gevestigd"].value() == "nee"
    assert form["wanted"].value() == ["advies"]
    assert form["amount"].value() == "300"
    assert not form["v-mensen"].value()


def test_without_an_adopted_framework_the_page_says_where_to_go(client, framework, settings):
    settings.REFERENCE_DATE = date(2019, 1, 7)
    assert "neemt hier nu geen hulpvragen aan" in client.get(ASK).content.decode()
    client.post(ASK, filled())
    assert not Case.objects.exists()


def test_who_lost_the_link_gets_it_by_mail_and_the_page_never_tells_who_is_known(
    client, framework, django_capture_on_commit_callbacks
):
    requests.case(framework)
    lost = reverse("assessment:lost-link")
    with django_capture_on_commit_callbacks(execute=True):
        known = client.post(lost, {"email": "Sam@restlab.example"}).content.decode()
        unknown = client.post(lost, {"email": "else@restlab.example"}).content.decode()
    assert without_token(known).replace("sam@", "else@") == without_token(unknown)
    (letter,) = mail.outbox
    assert client.get(address_in(letter.body)).status_code == 200


def test_the_page_after_sending_is_for_its_own_link_only(client, framework):
    case = requests.case(framework)
    token = requests.link("follow", case).split("/")[-2]
    assert client.get(reverse("assessment:asked", args=[token])).status_code == 404
