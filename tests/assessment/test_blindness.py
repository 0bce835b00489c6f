"""Nobody reads the judgement of another before all are in: by no page, file, journal, search or address.

Every address of the room is walked, the ones that are added later too: an address without an example fails.
"""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from houtskool.accounts.roles import Role
from houtskool.records.models import JournalEntry, Mail
from tests.assessment.blind import DOSSIER, NAMES, STATES, Round, addresses, leaks, marker, text_of
from tests.browser import pages


@pytest.fixture(autouse=True)
def today(settings, world):
    settings.REFERENCE_DATE = world.at.date()


@pytest.fixture(params=STATES)
def round_(request, desk):
    return Round(desk, request.param)


@pytest.fixture
def one_out(desk):
    """One still has to hand in: there is most to give away."""
    return Round(desk, "all but one in")


@pytest.fixture
def all_in(desk):
    return Round(desk, "all in")


def client_of(user, **how):
    client = Client(**how)
    client.force_login(user)
    return client


def test_every_address_of_the_room_shows_each_only_what_that_person_may_read(round_):
    walked = addresses(round_)
    wrong, seen = [], set()
    for user in round_.everybody():
        client, allowed = client_of(user), round_.may_read(user)
        for name, paths in walked.items():
            for path in paths:
                with transaction.atomic():
                    text = text_of(client.get(path))
                    transaction.set_rollback(True)
                wrong += [f"{user} reads {leak} of {path} ({name})" for leak in leaks(text, allowed)]
                # The applicant's own link opens for whoever has it.
                if user in round_.stepped_back() and DOSSIER in text and "token" not in pages.names()[name]:
                    wrong.append(f"{user} stepped back and reads the dossier at {path} ({name})")
                seen |= {(user, who) for who in allowed if marker(who) in text}
    assert not wrong
    # And each reads what they may: the walk does come past the judgements.
    assert seen == {(user, who) for user in round_.everybody() for who in round_.may_read(user)}


def test_who_declared_an_interest_is_told_why_and_finds_no_more_than_the_number(desk):
    round_ = Round(desk, "stepped back")
    official, manager = client_of(round_.users["b"]), client_of(round_.manager)
    for name in ("case", "assessors", "comparison", "case-personal", "case-route"):
        answer = official.get(reverse(f"assessment:{name}", args=[round_.case.pk]))
        assert answer.status_code == 403, name
        assert "U meldde een belang bij deze hulpvraag" in answer.content.decode()
    evidence = round_.case.evidence.get()
    assert official.get(reverse("assessment:evidence", args=[evidence.pk])).status_code == 403
    listed = official.get(reverse("assessment:cases")).content.decode()
    assert "U meldde een belang bij 2019-2." in listed
    assert round_.case.get_absolute_url() not in listed
    assert official.get(round_.old.get_absolute_url()).status_code == 200
    assert DOSSIER in manager.get(round_.case.get_absolute_url()).content.decode()


@pytest.mark.parametrize("state", ["all but one in", "stepped back"])
def test_what_a_form_answers_gives_nothing_away(desk, state):
    """Also what is refused, and what an htmx request gets."""
    round_ = Round(desk, state)
    wrong = []
    for user in (round_.users["b"], round_.users["c"], round_.manager):
        client, allowed = client_of(user), round_.may_read(user)
        for name, paths in addresses(round_).items():
            for path in paths:
                with transaction.atomic():
                    text = text_of(client.post(path, {"reason": "x"}, headers={"HX-Request": "true"}))
                    transaction.set_rollback(True)
                wrong += [f"{user} reads {leak} of {path} ({name})" for leak in leaks(text, allowed)]
    assert not wrong


def test_no_list_journal_search_or_export_of_another_room_shows_it(one_out):
    round_ = one_out
    names = pages.names().items()
    lists = [name for name, arguments in names if not arguments and not name.startswith("assessment:")]
    wrong = []
    for user in (round_.users["b"], round_.users["c"], *round_.others.values()):
        # What breaks in another room is that room's; here counts what an answer says.
        client, allowed = client_of(user, raise_request_exception=False), round_.may_read(user)
        paths = [reverse(name) for name in lists]
        paths += [f"/zoeken/?q={marker('a')}", "/journaal/?kind=assessment.judgement"]
        for path in paths:
            with transaction.atomic():
                text = (
                    text_of(client.get(path))
                    .replace(f"q={marker('a')}", "")
                    .replace(f'value="{marker("a")}"', "")
                )
                transaction.set_rollback(True)
            wrong += [f"{user} reads {leak} of {path}" for leak in leaks(text, allowed)]
    assert not wrong


def test_what_the_journal_stores_is_a_digest(all_in):
    for entry in JournalEntry.objects.all():
        assert not leaks(str(entry.changes), set())


def test_the_mails_tell_no_judgement_and_the_applicant_no_name(all_in):
    for letter in Mail.objects.all():
        text = f"{letter.subject} {letter.content}"
        assert not leaks(text, set())
        if letter.to == all_in.case.email:
            assert not any(name in text for name in NAMES.values())


def test_who_is_not_signed_in_reads_no_judgement_and_no_name_of_an_assessor(all_in):
    """The applicant follows the request by the secret link; the links of both requests are tried."""
    client, wrong, opened = Client(), [], set()
    for name, paths in addresses(all_in).items():
        for path in paths:
            with transaction.atomic():
                answer = client.get(path)
                text = text_of(answer)
                transaction.set_rollback(True)
            wrong += [f"{path} ({name}): {leak}" for leak in leaks(text, set())]
            wrong += [f"{path} ({name}): {one}" for one in NAMES.values() if one in text]
            if answer.status_code == 200:
                opened.add(name)
    assert not wrong
    assert "assessment:follow" in opened


def test_a_participant_and_a_councillor_read_no_name_of_an_assessor(all_in):
    wrong = []
    for role in (Role.PARTICIPANT, Role.COUNCILLOR):
        client = client_of(all_in.others[role])
        for paths in addresses(all_in).values():
            for path in paths:
                text = text_of(client.get(path))
                wrong += [f"{role}: {path}: {one}" for one in NAMES.values() if one in text]
    assert not wrong
