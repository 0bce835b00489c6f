"""Who received what, and when, on a page; and for administrators what the worker does."""

from __future__ import annotations

import pytest
from django.core import mail as django_mail
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from houtskool.accounts.roles import Role
from houtskool.records import spreadsheet, worker
from houtskool.records.models import Mail, PeriodicJob
from tests.conftest import make_user
from tests.records.test_worker import rename

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(db):
    return make_user("ada@haarlem.example", Role.ADMINISTRATOR, name="Ada")


def message(world, number=0, **fields):
    given = {"to": f"mens{number}@stad.example", "subject": f"Bericht {number}", "at": world.at}
    given |= {"template": "proef/mail/bericht", "by": world.bob}
    return Mail.objects.create(**given | fields)


def page(world, user, name="mails", **query):
    return world.as_(user).get(reverse(f"records:{name}"), query)


def test_the_page_says_to_whom_about_what_when_and_what_went_wrong(world):
    message(world, 1, state="sent", sent_at=world.at)
    message(world, 2, state="failed", error="De mailserver weigert dit adres (550). Klopt het?")
    message(world, 3, to="", subject="", state="sent", sent_at=world.at)
    html = page(world, world.bob).content.decode()
    assert "mens1@stad.example" in html
    assert "Bericht 1" in html
    assert "verzonden" in html
    assert "weigert dit adres (550)" in html
    assert "gewist" in html


def test_the_list_can_be_narrowed_and_saved_as_it_is_narrowed(world):
    message(world, 1, state="sent", sent_at=world.at)
    message(world, 2, state="failed", error="weg")
    assert "mens1@" not in page(world, world.bob, state="failed").content.decode()
    assert "mens2@" not in page(world, world.bob, q="BERICHT 1").content.decode()
    assert "Geen bericht past" in page(world, world.bob, q="zoiets is er niet").content.decode()
    for format in spreadsheet.FORMATS:
        url = reverse("records:mails-export", args=[format])
        read = spreadsheet.read(world.as_(world.bob).get(url, {"state": "failed"}).content)
        assert [row[:2] for _, row in read.rows] == [["mens2@stad.example", "Bericht 2"]]


def test_the_number_of_queries_does_not_grow_with_the_list(world, django_assert_num_queries):
    def ask(number):
        with django_assert_num_queries(number):
            page(world, world.bob)

    message(world, 1)
    page(world, world.bob)
    ask(7)
    for number in range(2, 30):
        message(world, number)
    ask(7)


def test_a_message_that_failed_is_sent_again_from_the_page(world, django_capture_on_commit_callbacks):
    content = {"subject": "Nog eens", "text": "Dag", "unsubscribe": "", "attachments": [], "reply_to": ""}
    mail = message(world, state="failed", tries=6, content=content)
    url = reverse("records:mail-again", args=[mail.pk])
    with django_capture_on_commit_callbacks(execute=True):
        html = world.as_(world.bob).post(url, follow=True).content.decode()
    assert "wordt opnieuw verstuurd" in html
    assert django_mail.outbox[0].subject == "Nog eens"
    assert "Stuur een nieuw bericht" in world.as_(world.bob).post(url, follow=True).content.decode()


def test_waiting_messages_without_a_worker_stand_out(world):
    message(world)
    assert "niemand verstuurt het" in page(world, world.bob).content.decode()
    worker.beat("een", timezone.now())
    assert "niemand verstuurt het" not in page(world, world.bob).content.decode()


def test_addresses_are_for_who_keeps_the_sector_and_the_work_for_administrators(world, ada):
    message(world)
    assert page(world, world.charlie).status_code == 403
    assert page(world, world.charlie, "work").status_code == 403
    assert page(world, world.bob, "work").status_code == 403
    assert page(world, ada, "work").status_code == 200


def test_the_page_of_the_work_shows_workers_jobs_and_what_failed(world, ada, settings):
    html = page(world, ada, "work").content.decode()
    assert "Er is geen werker bezig." in html
    assert "persoonsgegevens wissen" in html
    worker.beat("een-werker", timezone.now())
    PeriodicJob.objects.create(name="persoonsgegevens wissen", started_at=world.at, error="OSError: vol")
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    rename.enqueue(1)
    DBTaskResult.objects.update(status="FAILED", finished_at=world.at)
    html = page(world, ada, "work").content.decode()
    assert "een-werker" in html
    assert "OSError: vol" in html
    assert "tests.records.test_worker.rename" in html
