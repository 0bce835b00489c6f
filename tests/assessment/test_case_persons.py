"""Persons in requests: given to who asks, erased when it may be, with the files; the record stays whole."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from houtskool.accounts.roles import Role
from houtskool.assessment.actions import cases as actions
from houtskool.assessment.actions import routing
from houtskool.assessment.cases import holding
from houtskool.assessment.models import Case, DraftFile
from houtskool.records import erasure, verification
from houtskool.records.models import JournalEntry, PersonalValue, Upload
from houtskool.sector import actions as sector_actions
from houtskool.sector.models import Contact
from tests.assessment import requests
from tests.assessment.requests import PDF, link, on
from tests.conftest import make_user


@pytest.fixture
def anna(world):
    cache.clear()
    return make_user("anna@stad.example", Role.OFFICIAL, name="Anna Economie")


@pytest.fixture
def case(desk, anna, settings):
    settings.REFERENCE_DATE = date(2019, 1, 14)
    made = requests.case(
        requests.taking(desk, anna), organisation_name="Restlab", answers={"gevestigd": "ja"}
    )
    actions.add_evidence(made, PDF, "plan van Sam.pdf", at=on(11))
    routing.ask(made, missing="Het adres van Sam.", answer_by=date(2019, 1, 20), by=anna, at=on(12))
    return made


@pytest.fixture
def contact(world):
    return sector_actions.add(
        Contact(name="Sam de Boer", email="SAM@restlab.example"), by=world.alice, at=on(5)
    )


def everything(case):
    kept = PersonalValue.objects.values_list("value", flat=True)
    return str(
        [*kept, *Case.objects.values(), *case.evidence.values(), *type(case.supplement).objects.values()]
    )


def test_a_running_request_is_not_erased_but_given(world, case, anna, contact):
    with pytest.raises(ValidationError, match="loopt nog"):
        holding.erase(case, by=anna, at=on(13))
    held = erasure.export(contact)["elders"]["hulpvragen"]
    assert any(row.get("waar gaat het over") == case.title for row in held)
    assert any(row.get("wat ontbreekt") == "Het adres van Sam." for row in held)
    erasure.erase(contact, by=world.alice, at=on(13))
    case.refresh_from_db()
    assert case.name == "Sam de Boer"
    assert case.supplement.missing == "Het adres van Sam."


def test_a_finished_request_is_erased_everywhere_and_the_chain_stays_whole(
    world, client, case, anna, settings
):
    address = link("follow", case)
    actions.withdraw(case, at=on(13))
    upload = case.evidence.get().upload
    url = reverse("assessment:evidence", args=[case.evidence.get().pk])
    assert world.as_(anna).get(url).getvalue() == PDF
    world.as_(anna).post(reverse("assessment:case-erase", args=[case.pk]))
    case.refresh_from_db()
    assert (case.name, case.email, case.title, case.answers, case.declared) == ("", "", "", {}, [])
    for gone in ("Sam", "repaircafé", "Restlab"):
        assert gone not in everything(case)
    assert (case.outcome, case.number) == ("withdrawn", "HV-2019-0001")
    assert client.get(address).status_code == 404
    assert holding.holds_back(upload)
    assert world.as_(anna).get(url).status_code == 404
    assert "gewist" in world.as_(anna).get(case.get_absolute_url()).content.decode()
    assert list(verification.verify()) == []


def test_a_contact_that_is_erased_takes_finished_requests_along(world, case, contact):
    actions.withdraw(case, at=on(13))
    erasure.erase(contact, by=world.alice, at=on(14))
    case.refresh_from_db()
    assert case.name == ""


def test_five_years_after_the_end_it_is_erased_by_itself(case, django_capture_on_commit_callbacks):
    actions.withdraw(case, at=on(13))
    file = case.evidence.get().upload.file
    assert holding.purge(on(13) + timedelta(days=365 * 5)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert holding.purge(on(13) + timedelta(days=365 * 5 + 3)) == 1
    assert Case.objects.get().email == ""
    assert not file.storage.exists(file.name)
    assert holding.purge(on(13) + timedelta(days=365 * 6)) == 0


def test_the_files_of_a_form_that_nobody_sent_are_gone_after_a_day(case, django_capture_on_commit_callbacks):
    actions.hold_file(uuid.uuid4(), PDF, "los.pdf", criterion="", at=on(12))
    file = DraftFile.objects.get().upload.file
    assert holding.purge(on(13, hour=9)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert holding.purge(on(13, hour=11)) == 1
    assert not file.storage.exists(file.name)


def test_all_that_is_held_is_a_page_and_a_file(world, case, anna):
    client = world.as_(anna)
    text = client.get(reverse("assessment:case-personal", args=[case.pk])).content.decode()
    assert "sam@restlab.example" in text
    data = client.get(reverse("assessment:case-export", args=[case.pk])).json()
    assert data["gegevens"]["e-mailadres"] == "sam@restlab.example"
    assert data["elders"]["hulpvragen"]


def test_the_name_of_a_file_is_in_no_journal(case):
    actions.add_evidence(case, PDF, "Contract Sam de Boer.pdf", at=on(12))
    assert case.evidence.last().title == "Contract Sam de Boer"
    assert "Contract Sam" not in str(JournalEntry.objects.values_list("changes", flat=True))
    assert "Contract Sam" not in str(Upload.objects.values())


def test_the_link_key_is_in_no_export(world, case, anna):
    data = world.as_(anna).get(reverse("assessment:case-export", args=[case.pk])).content.decode()
    assert case.link_key not in data


def test_a_file_of_another_name_is_no_other_kind(case):
    bad = SimpleUploadedFile("plan.pdf", b"<script>")
    assert "geen echt pdf-bestand" in actions.refuse_kind(bad.name, b"<script>")
