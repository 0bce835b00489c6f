"""The report of a gathering: what it says, whom it goes to, and what is left of it after a withdrawal."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from houtskool.documents import read
from houtskool.inventory import checks
from houtskool.inventory.actions import codings, consent
from houtskool.inventory.models import Contribution, Report
from houtskool.process.models import Commitment, Gathering, Invitation
from houtskool.records import guard, post
from houtskool.records.models import Mail
from houtskool.sector import actions as sector_actions
from houtskool.sector.models import Contact

WORDS = "Wij wachten al maanden op een antwoord van inkoop."
FORMATS = ["pdf", "odt", "docx"]


@pytest.fixture
def gathering(world, process):
    return Gathering.objects.create(process=process, kind="work-session", title="Werksessie inkoop")


@pytest.fixture
def quoted(inbreng, gathering):
    anna = inbreng.contributor("Anna de Boer")
    return inbreng.make(WORDS, gathering=gathering, contributor=anna, consent=Contribution.Consent.QUOTE)


@pytest.fixture
def group(inbreng):
    """A group of two who want e-mail, one who does not, and one without an address."""
    group = inbreng.group("inkopers")
    for name, email, may in [
        ("Ben", "ben@stad.example", True),
        ("Cato", "cato@stad.example", True),
        ("Dirk", "dirk@stad.example", False),
        ("Els", "", True),
    ]:
        Contact.objects.create(name=name, email=email, may_be_mailed=may).groups.add(group)
    return group


def text_of(answer, extension):
    return " ".join(read(answer.content, f"verslag.{extension}").text.split())


def page(client, gathering, extension=""):
    if not extension:
        return client.get(reverse("inventory:report", args=[gathering.pk])).content.decode()
    return text_of(client.get(reverse("inventory:report-file", args=[gathering.pk, extension])), extension)


def share(world, gathering, group, run):
    """Share through the page, with what runs after the transaction done too."""
    with run(execute=True):
        answer = world.as_(world.bob).post(
            reverse("inventory:report", args=[gathering.pk]), {"groups": [group.pk]}
        )
    assert answer.status_code == 302
    return next(re.search(r"(http\S+)", message.body)[1] for message in mail.outbox)


def test_the_page_of_a_gathering_leads_to_its_report(world, gathering):
    html = world.as_(world.bob).get(gathering.get_absolute_url()).content.decode()
    assert f'href="{reverse("inventory:report", args=[gathering.pk])}"' in html


@pytest.mark.parametrize("extension", ["", *FORMATS])
def test_it_says_who_came_what_was_said_and_what_was_agreed(world, inbreng, gathering, quoted, extension):
    group = inbreng.group("inkopers")
    for came in (True, True, False):
        Invitation.objects.create(
            gathering=gathering, group=group, reply="accepted", attended=came, at=world.at
        )
    codings.give([quoted], inbreng.theme("inkoop"), by=world.bob, at=world.at)
    inbreng.make("Dit staat er niet in.", gathering=gathering)
    Commitment.objects.create(
        process=gathering.process,
        gathering=gathering,
        kind="agreed",
        text="Een vast aanspreekpunt.",
        by="inkoop",
    )
    text = page(world.as_(world.alice), gathering, extension)
    text = " ".join(re.sub("<[^>]*>", " ", text).split())
    assert "inkopers 3 3 2" in text
    assert WORDS in text
    assert "Anna de Boer" in text
    assert "1 stuk inbreng telt alleen mee en staat hier niet." in text
    assert "Dit staat er niet in." not in text
    assert "Een vast aanspreekpunt. inkoop zonder termijn" in text


def test_who_was_there_is_unknown_and_not_none_when_nobody_noted_it(world, inbreng, gathering):
    Invitation.objects.create(gathering=gathering, name="Anna", reply="accepted", at=world.at)
    text = page(world.as_(world.alice), gathering)
    assert "onbekend" in text
    assert "Wie er werkelijk was, is niet bijgehouden." in text


def test_a_guest_is_coming_and_was_not_invited_as_on_the_page_of_the_gathering(world, gathering):
    host = Invitation.objects.create(gathering=gathering, name="Anna", reply="accepted", at=world.at)
    Invitation.objects.create(gathering=gathering, brought_by=host, reply="accepted", at=world.at)
    text = " ".join(re.sub("<[^>]*>", " ", page(world.as_(world.alice), gathering)).split())
    assert "Samen 1 2 onbekend" in text


def test_an_empty_gathering_has_a_report_that_says_what_is_not_there(world, gathering):
    text = page(world.as_(world.alice), gathering)
    assert "Van deze bijeenkomst is niet bijgehouden wie er waren." in text
    assert "Er is nog niets vastgelegd van wat er gezegd is." in text
    assert "Er zijn geen afspraken genoteerd." in text


def test_sharing_mails_who_wants_it_a_link_that_opens_without_an_account(
    world, client, gathering, quoted, group, django_capture_on_commit_callbacks
):
    url = share(world, gathering, group, django_capture_on_commit_callbacks)
    assert {message.to[0] for message in mail.outbox} == {"ben@stad.example", "cato@stad.example"}
    answer = client.get(url)
    assert WORDS in answer.content.decode()
    text = page(world.as_(world.bob), gathering)
    assert "2 e-mails" in text
    assert "ben@stad.example" in text
    assert "dirk@stad.example" not in text


@pytest.mark.parametrize("extension", ["", *FORMATS])
def test_after_withdrawal_the_shared_report_no_longer_says_it_and_still_verifies(
    world, client, gathering, quoted, group, django_capture_on_commit_callbacks, extension
):
    url = share(world, gathering, group, django_capture_on_commit_callbacks)
    report = Report.objects.get()
    assert WORDS not in report.content
    consent.withdraw(quoted, by=None, at=world.at)
    answer = client.get(f"{url}verslag.{extension}" if extension else url)
    text = text_of(answer, extension) if extension else answer.content.decode()
    assert "[citaat ingetrokken]" in text
    assert WORDS not in text
    assert "Anna de Boer" not in text
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
    assert list(checks.shared_reports_are_whole()) == []
    # The report as it is now does not have it either.
    assert WORDS not in page(world.as_(world.bob), gathering, extension)


def test_a_shared_report_stays_what_it_was(
    world, client, inbreng, gathering, quoted, group, django_capture_on_commit_callbacks
):
    url = share(world, gathering, group, django_capture_on_commit_callbacks)
    inbreng.make("Dit kwam later.", gathering=gathering, consent=Contribution.Consent.PSEUDONYM)
    assert "Dit kwam later." in page(world.as_(world.bob), gathering)
    assert "Dit kwam later." not in client.get(url).content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.update(content="{}")


def test_verify_finds_a_shared_report_that_was_changed_in_the_database(
    world, gathering, quoted, group, django_capture_on_commit_callbacks
):
    share(world, gathering, group, django_capture_on_commit_callbacks)
    guard.remove()
    Report.objects.update(content="{}")
    assert [finding.row for finding in checks.shared_reports_are_whole()] == [
        f"verslag {Report.objects.get().pk}"
    ]


def test_a_closed_link_opens_nothing_and_says_what_to_do(
    world, client, gathering, quoted, group, django_capture_on_commit_callbacks
):
    url = share(world, gathering, group, django_capture_on_commit_callbacks)
    link = Report.objects.get().links.get()
    world.as_(world.bob).post(reverse("inventory:close-report-link", args=[link.pk]))
    answer = client.get(url)
    assert answer.status_code == 404
    assert "vraag om een nieuwe" in answer.content.decode()
    assert client.get(f"{url}verslag.pdf").status_code == 404


def test_a_message_that_waits_is_not_sent_after_its_link_was_closed(world, gathering, quoted, group):
    world.as_(world.bob).post(reverse("inventory:report", args=[gathering.pk]), {"groups": [group.pk]})
    link = Report.objects.get().links.get()
    waiting = list(Mail.objects.filter(state=Mail.State.WAITING))
    assert len(waiting) == 2
    client = world.as_(world.bob)
    client.post(reverse("inventory:close-report-link", args=[link.pk]))
    assert not any(post.deliver(one.pk, at=world.at) for one in waiting)
    assert {one.state for one in Mail.objects.all()} == {Mail.State.DROPPED}
    assert mail.outbox == []
    text = page(client, gathering)
    assert "De link is gesloten op" in text
    assert "Sluit deze link" not in text


def test_the_groups_to_share_with_stand_in_the_order_of_their_names(world, gathering):
    for name in ("winkeliers", "bewoners", "kunstenaars"):
        sector_actions.add_group(name=name, by=world.alice, at=world.at)
    text = page(world.as_(world.bob), gathering)
    places = [text.index(name) for name in ("bewoners", "kunstenaars", "winkeliers")]
    assert places == sorted(places)


def test_sharing_with_nobody_is_refused_and_a_reader_cannot_share(world, gathering, group):
    answer = world.as_(world.bob).post(reverse("inventory:report", args=[gathering.pk]))
    assert "Kies minstens één groep" in answer.content.decode()
    reader = world.as_(world.charlie).post(
        reverse("inventory:report", args=[gathering.pk]), {"groups": [group.pk]}
    )
    assert reader.status_code == 403
    assert Report.objects.count() == 0


@pytest.mark.parametrize("number", [3, 30])
def test_the_page_asks_the_same_number_of_queries_however_much_was_said(world, inbreng, gathering, number):
    theme = inbreng.theme()
    many = inbreng.many(number, gathering=gathering, consent=Contribution.Consent.PSEUDONYM)
    codings.give(many, theme, by=world.bob, at=world.at)
    client = world.as_(world.bob)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(reverse("inventory:report", args=[gathering.pk]))
    assert len(queries) <= 28
