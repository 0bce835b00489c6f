"""A long list of measures goes in while its reader does something else, and shows how far it is."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from houtskool.programme.models import Measure
from houtskool.records import importing, worker
from houtskool.records.models import ImportBatch

State = ImportBatch.State


def check(world, rows):
    """The file through the screens, up to the page that says what would happen."""
    client = world.as_(world.bob)
    lines = "".join(f"{number};Maatregel {number}\n" for number in range(rows))
    file = SimpleUploadedFile("lijst.csv", f"Eigen nummer;Titel\n{lines}".encode())
    columns = client.post(reverse("records:import-new", args=["measures"]), {"file": file}).headers[
        "Location"
    ]
    form = client.get(columns).context["form"]
    chosen = {name: field.initial or "" for name, field in form.fields.items()}
    return client, client.post(columns, chosen).headers["Location"]


def work():
    while (waiting := DBTaskResult.objects.ready().first()) is not None:
        waiting.claim("proef")
        worker._tasks("proef").run_task(waiting)


@pytest.fixture
def queue(settings):
    """Tasks wait for a worker, as in a real installation."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def test_a_hundred_rows_go_in_at_once(world, plan, queue):
    client, page = check(world, 100)
    client.post(page)
    assert Measure.objects.count() == 100
    assert not DBTaskResult.objects.exists()


def test_one_more_goes_in_the_background_and_shows_how_far_it_is(
    world, plan, queue, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        client, page = check(world, 101)
    batch = ImportBatch.objects.get()
    assert batch.state == State.TRYING
    assert "progress" in client.get(page).content.decode()
    work()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page)
    assert Measure.objects.count() == 0
    work()
    assert Measure.objects.count() == 101
    batch.refresh_from_db()
    assert batch.state == State.DONE


def test_other_kinds_keep_their_own_measure(plan):
    assert importing.kind("measures").at_once == 100
    assert importing.kind("contributions").at_once is None
