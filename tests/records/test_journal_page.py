"""The journal as staff read it: who, when, what, and from what to what."""

import re

import pytest
from django.core.files.base import ContentFile
from django.db import transaction

from houtskool.accounts.roles import Role
from houtskool.records import journal, uploads, users
from houtskool.records.history import history
from houtskool.records.models import PersonalValue, Upload
from houtskool.records.verbs import Verb
from tests.conftest import make_user


@pytest.fixture
def uploaded(world):
    return uploads.receive(b"een nota", "nota.txt", by=world.bob, at=world.at, limit=1000)


@pytest.fixture
def renamed(world):
    users.change_user(
        world.charlie, name="Charlie van Dam", roles=[], is_active=True, by=world.alice, at=world.at
    )
    return world.charlie


@pytest.fixture
def administrator(world):
    return make_user("beheer@stad.example", Role.ADMINISTRATOR, name="Anna")


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_change_reads_as_a_sentence_with_what_it_was_before(world, administrator, renamed):
    page = text(world.as_(administrator).get("/journaal/"))
    assert "Alice" in page
    assert "gebruiker gewijzigd" in page
    assert "Naam: Charlie → Charlie van Dam" in page
    assert "Rollen: deelnemer → (leeg)" in page


def test_a_personal_value_is_shown_to_who_may_see_its_row_and_to_nobody_else(world, renamed):
    page = text(world.as_(world.alice).get("/journaal/"))
    assert "Naam: (afgeschermd)" in page
    assert "Charlie →" not in page
    assert "Rollen: deelnemer → (leeg)" in page


def test_everybody_reads_what_changed_about_themselves(world, administrator):
    users.change_user(
        world.bob, name="Bob Bakker", roles=[Role.CLERK], is_active=True, by=world.alice, at=world.at
    )
    (line,) = history(world.bob, world.bob)
    assert ("Bob", "Bob Bakker") in [(change.before, change.after) for change in line.changes]


def test_what_was_erased_shows_as_erased(world, administrator, renamed):
    PersonalValue.objects.all().delete()
    assert "Naam: (gewist) → (gewist)" not in text(world.as_(administrator).get("/journaal/"))
    (line,) = history(renamed, administrator)
    assert [change.label for change in line.changes] == ["Rollen"]


def test_an_unknown_kind_of_thing_still_shows(world, uploaded):
    with transaction.atomic():
        journal.record(
            Verb.CHANGED, uploaded, by=None, at=world.at, before={"colour": 1}, after={"colour": 2}
        )
    page = text(world.as_(world.alice).get("/journaal/"))
    assert "colour: 1 → 2" in page
    assert "het systeem" in page


def test_the_journal_can_be_narrowed_by_person_verb_kind_and_number(world, renamed, uploaded):
    def shown(**query):
        return text(world.as_(world.alice).get("/journaal/", query))

    assert "nota.txt" in shown(by=world.bob.pk)
    assert "gebruiker gewijzigd" not in shown(by=world.bob.pk)
    assert "nota.txt" not in shown(verb="changed")
    assert "gebruiker gewijzigd" not in shown(kind="records.upload")
    assert "nota.txt" in shown(kind="records.upload", number=uploaded.pk)
    assert "Geen regel past bij wat u koos." in shown(kind="records.upload", number=9999)


def test_a_filter_that_cannot_be_read_shows_everything(world, uploaded):
    assert "nota.txt" in text(world.as_(world.alice).get("/journaal/", {"by": "x", "page": "y"}))


def test_only_those_who_work_for_the_municipality_read_it(world):
    assert world.as_(world.charlie).get("/journaal/").status_code == 403


def test_an_empty_journal_says_what_will_stand_here(world):
    assert "Er is nog niets gewijzigd" in text(world.as_(world.alice).get("/journaal/"))


def test_a_page_takes_as_many_queries_for_two_lines_as_for_forty(world, django_assert_max_num_queries):
    browser = world.as_(world.alice)

    def count():
        with django_assert_max_num_queries(30) as captured:
            browser.get("/journaal/")
        return len(captured)

    def change(number):
        users.change_user(
            world.charlie, name=f"Charlie {number}", roles=[], is_active=True, by=world.bob, at=world.at
        )
        uploads.receive(b"x", f"{number}.txt", by=world.bob, at=world.at, limit=10)

    change(0)
    few = count()
    for number in range(1, 20):
        change(number)
    assert count() == few


def test_long_journals_are_paged_and_keep_the_filter(world):
    for number in range(51):
        uploads.receive(b"x", f"{number}.txt", by=world.bob, at=world.at, limit=10)
    page = world.as_(world.alice).get("/journaal/", {"kind": "records.upload"}).content.decode()
    assert "Pagina 1 van 2 (51 in totaal)" in page
    assert "?kind=records.upload&amp;page=2" in page


def test_an_upload_comes_back_as_a_download_that_no_browser_shows(world, uploaded):
    response = world.as_(world.alice).get(f"/bestanden/{uploaded.pk}/")
    assert b"".join(response) == b"een nota"
    assert response.headers["Content-Disposition"] == 'attachment; filename="nota.txt"'
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert "sandbox" in response.headers["Content-Security-Policy"]


def test_whoever_may_not_see_an_upload_finds_nothing(world, uploaded):
    assert world.as_(world.charlie).get(f"/bestanden/{uploaded.pk}/").status_code == 404


def test_a_file_that_calls_itself_a_page_is_still_a_download(world):
    upload = Upload(name='<script>".html', sha256="0" * 64, size=1, at=world.at)
    upload.file.save("x.bin", ContentFile(b"<script>"), save=True)
    response = world.as_(world.alice).get(f"/bestanden/{upload.pk}/")
    assert response.headers["Content-Disposition"].startswith("attachment")
    response.close()
