"""A long file goes in parts, in the background: it can be followed, stopped, resumed and taken back."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from houtskool.records import (
    import_batches,
    import_rows,
    import_work,
    importing,
    undoing,
    verification,
    worker,
)
from houtskool.records.import_kinds import Kind
from houtskool.records.models import ImportBatch, JournalEntry
from houtskool.sector.models import Organisation, StakeholderGroup, Theme

pytestmark = pytest.mark.django_db
State = ImportBatch.State


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    """Parts of ten rows, and everything above twenty in the background."""
    monkeypatch.setattr(import_batches, "CHUNK", 10)
    monkeypatch.setattr("houtskool.records.import_trial.CHUNK", 10)
    monkeypatch.setattr(import_rows, "CHUNK", 10)
    monkeypatch.setattr(undoing, "_CHUNK", 10)
    monkeypatch.setattr(import_work, "AT_ONCE", 20)


@pytest.fixture
def queue(settings):
    """Tasks wait for a worker, as in a real installation."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def work():
    """What a worker does with the tasks that wait; the one connection of the test is left alone."""
    while (waiting := DBTaskResult.objects.ready().first()) is not None:
        waiting.claim("proef")
        worker._tasks("proef").run_task(waiting)


def names(number, *more):
    return "Naam;Plaats\n" + "".join(f"Maker {index};Haarlem\n" for index in range(number)) + "".join(more)


def start(world, text, kind="organisations"):
    batch, _ = importing.start(
        importing.kind(kind), text.encode(), "lang.csv", by=world.bob, at=world.at, limit=10**7
    )
    return batch


def until_called(times):
    """Says to stop at the n-th time that it is asked."""
    asked = iter(range(times))
    return lambda: next(asked, None) is None


def page(world, name, batch):
    return world.as_(world.bob).get(reverse(f"records:{name}", args=[batch.pk])).content.decode()


def post(world, name, batch, data=None):
    return world.as_(world.bob).post(reverse(f"records:{name}", args=[batch.pk]), data or {})


def test_a_long_file_goes_from_upload_to_undo_through_the_worker(world, queue):
    client = world.as_(world.bob)
    text = (
        names(35, "Fout@;\n", "Maker 3;\n").replace("Naam;Plaats", "Naam;E-mailadres").replace("Haarlem", "")
    )
    text = text.replace("Fout@;", "Fout;geen adres")
    upload = {"file": SimpleUploadedFile("lang.csv", text.encode())}
    columns = client.post(reverse("records:import-new", args=["organisations"]), upload).url
    check = client.post(columns, {"column-0": "name", "column-1": "email"}).url
    batch = ImportBatch.objects.get()
    html = client.get(check).content.decode()
    assert "0 van 37 rijen" in html
    assert 'data-hx-trigger="every 2s"' in html
    assert f'<a href="{check}">Kijk hoever het is</a>' in html
    work()
    html = client.get(check).content.decode()
    assert "Lees deze 35 rijen in" in html
    assert "in delen van 250" in html
    assert "Regel 37: " in html
    assert "‘Maker 3’ staat ook op regel 5" in html
    assert not Organisation.objects.exists()
    done = client.post(check).url
    assert "0 van 37 rijen" in client.get(done).content.decode()
    work()
    html = client.get(done).content.decode()
    assert "Draai deze import terug" in html
    assert "every 2s" not in html
    batch.refresh_from_db()
    assert (batch.created, batch.refused, batch.state) == (35, 2, State.DONE)
    assert set(batch.outcomes.values_list("number", flat=True)) == {37, 38}
    post(world, "import-undo", batch)
    assert "Wordt teruggedraaid" in page(world, "import", batch)
    work()
    assert "35 weggehaald" in page(world, "import", batch)
    assert not Organisation.objects.exists()
    assert not list(verification.journal_is_whole())


def test_a_trial_in_parts_says_what_the_import_then_does(world, sector):
    """The same file both ways: doubles a part away, rows that exist, links that do not."""
    text = names(25, "Restlab;Heemstede\n", "Maker 2;\n", ";Haarlem\n", "Maker 24;Haarlem\n")
    batch = start(world, text)
    importing.begin_trial(batch)
    importing.set_going(batch, by=world.bob, at=world.at)
    batch.refresh_from_db()
    told = batch.trial
    importing.begin(batch)
    importing.set_going(batch, by=world.bob, at=world.at)
    batch.refresh_from_db()
    assert (batch.created, batch.changed, batch.unchanged, batch.refused) == (25, 1, 0, 3)
    assert [told[state] for state in ("added", "changed", "unchanged", "refused")] == [25, 1, 0, 3]
    sentences = [
        sentence
        for row in batch.outcomes.all()
        for sentence in importing.Outcome(
            row.number, "refused", row.label, reasons=tuple(row.reasons)
        ).sentences()
    ]
    assert told["refusals"] == sentences


def test_a_row_that_names_a_later_row_parts_away_goes_in_when_it_is_tried_again(world):
    text = "Naam;Valt onder\n" + "".join(f"t{index};boven\n" for index in range(30)) + "boven;\n"
    batch = start(world, text, "themes")
    importing.begin(batch)
    importing.set_going(batch, by=world.bob, at=world.at)
    batch.refresh_from_db()
    assert (batch.created, batch.refused) == (31, 0)
    assert Theme.objects.get(name="t0").broader.name == "boven"
    assert batch.progress["turn"] == 2


def test_an_import_that_breaks_off_goes_on_where_it_was_without_doubles(world, monkeypatch):
    batch = start(world, names(35, "Maker 1;Haarlem\n"))
    importing.begin(batch)
    assert import_batches.advance(batch, by=world.bob, at=world.at, until=until_called(2)) is False
    batch.refresh_from_db()
    assert (batch.state, batch.created, batch.progress["handled"]) == (State.RUNNING, 20, 20)
    assert Organisation.objects.count() == 20
    assert import_batches.advance(batch, by=world.bob, at=world.at) is True
    batch.refresh_from_db()
    assert (batch.state, batch.created, batch.refused) == (State.DONE, 35, 1)
    assert Organisation.objects.count() == 35
    assert JournalEntry.objects.filter(batch_id=batch.pk, verb="created").count() == 35
    assert batch.outcomes.get().reasons == [
        "‘Maker 1’ staat ook op regel 3. Voeg de twee regels samen, of haal er een weg."
    ]


def broken_at(monkeypatch, name):
    """Something that no row foresaw, at the row of this name."""
    kind = importing.kind("organisations")

    def save(thing, values, **given):
        if values.get("name") == name:
            raise RuntimeError("stuk")
        return kind.save(thing, values, **given)

    changed = Kind(**{**kind.__dict__, "save": save})
    monkeypatch.setitem(importing.kinds.__globals__["_kinds"], "organisations", changed)


def test_what_goes_wrong_half_way_halts_it_and_leaves_nothing_of_that_part(world, monkeypatch):
    broken_at(monkeypatch, "Maker 15")
    batch = start(world, names(35))
    importing.begin(batch)
    importing.set_going(batch, by=world.bob, at=world.at)
    batch.refresh_from_db()
    assert (batch.state, batch.created) == (State.RUNNING, 10)
    assert Organisation.objects.count() == 10
    html = page(world, "import", batch)
    assert "Er ging iets mis (RuntimeError)" in html
    assert "Het kwam tot rij 10 van 35" in html
    assert "every 2s" not in html
    assert "staat stil" in world.as_(world.bob).get(reverse("records:imports")).content.decode()
    monkeypatch.undo()
    post(world, "import-resume", batch)
    batch.refresh_from_db()
    assert (batch.state, Organisation.objects.count()) == (State.DONE, 35)


def test_a_halted_import_can_be_taken_back_as_far_as_it_came(world, queue):
    batch = start(world, names(35))
    post(world, "import-check", batch)
    import_batches.advance(
        ImportBatch.objects.get(pk=batch.pk), by=world.bob, at=world.at, until=until_called(2)
    )
    post(world, "import-undo", batch)
    assert "Stop dat eerst" in page(world, "import", batch)
    post(world, "import-halt", batch)
    assert "Bob heeft het gestopt" in page(world, "import", batch)
    work()
    assert Organisation.objects.count() == 20
    post(world, "import-undo", batch)
    work()
    batch.refresh_from_db()
    assert (batch.state, batch.done_at, Organisation.objects.count()) == (State.UNDONE, None, 0)
    assert "niet helemaal ingelezen" in page(world, "import", batch)


def test_a_second_click_and_a_second_worker_do_nothing_twice(world, queue):
    batch = start(world, names(35))
    post(world, "import-check", batch)
    post(world, "import-check", batch)
    with pytest.raises(ValidationError, match="wordt al ingelezen"):
        importing.begin(batch)
    post(world, "import-resume", batch)
    assert DBTaskResult.objects.count() == 2
    work()
    batch.refresh_from_db()
    assert (batch.created, Organisation.objects.count()) == (35, 35)
    with pytest.raises(ValidationError, match="al ingelezen"):
        importing.begin(batch)


def test_who_finds_that_another_moved_it_on_stops(world):
    batch = start(world, names(35))
    importing.begin(batch)
    seen = ImportBatch.objects.get(pk=batch.pk)
    import_batches.advance(batch, by=world.bob, at=world.at, until=until_called(1))
    assert import_batches.advance(seen, by=world.bob, at=world.at) is True
    assert Organisation.objects.count() == 10


def test_a_task_of_a_worker_that_died_is_rescued_and_finishes_the_import(world, queue):
    batch = start(world, names(35))
    post(world, "import-check", batch)
    import_batches.advance(
        ImportBatch.objects.get(pk=batch.pk), by=world.bob, at=world.at, until=until_called(2)
    )
    DBTaskResult.objects.update(status="RUNNING", worker_ids=["dood"], started_at=world.at)
    worker.rescue(world.at)
    work()
    batch.refresh_from_db()
    assert (batch.state, batch.created, Organisation.objects.count()) == (State.DONE, 35, 35)


def test_undoing_goes_on_where_it_broke_off(world):
    batch = start(world, names(35))
    importing.finish(batch, by=world.bob, at=world.at)
    undoing.begin(batch)
    assert undoing.advance(batch, by=world.bob, at=world.at, until=until_called(2)) is False
    assert Organisation.objects.count() == 15
    batch.refresh_from_db()
    undoing.advance(batch, by=world.bob, at=world.at)
    batch.refresh_from_db()
    assert (batch.state, undoing.undone(batch).removed) == (State.UNDONE, 35)
    assert not list(verification.journal_is_whole())


def test_without_a_worker_the_page_says_that_nobody_is_busy_with_it(world, queue):
    batch = start(world, names(35))
    post(world, "import-check", batch)
    assert "Er is nu niemand mee bezig" not in page(world, "import", batch)
    ImportBatch.objects.update(moved_at=world.at)
    assert "Er is nu niemand mee bezig" in page(world, "import", batch)


def test_a_part_is_recognised_and_written_in_a_constant_number_of_queries(
    world, monkeypatch, django_assert_max_num_queries
):
    """Of what does not change: rows are looked up per part, not one by one."""
    for module in ("import_batches", "import_rows"):
        monkeypatch.setattr(f"houtskool.records.{module}.CHUNK", 250)
    importing.finish(start(world, names(100)), by=world.bob, at=world.at)
    for number in (20, 100):
        batch = start(world, names(number))
        importing.begin(batch)
        with django_assert_max_num_queries(45 + 2 * number):  # a savepoint around each row
            import_batches.advance(batch, by=world.bob, at=world.at)
        batch.refresh_from_db()
        assert batch.unchanged == number


def test_a_wrong_name_in_every_row_is_sought_once(world, sector, django_assert_max_num_queries):
    StakeholderGroup.objects.create(name="makers", key="makers")
    text = "Naam;Groepen\n" + "".join(f"Maker {index};maakers\n" for index in range(15))
    batch = start(world, text)
    importing.begin(batch)
    with django_assert_max_num_queries(80):
        import_batches.advance(batch, by=world.bob, at=world.at)
    assert "Bedoelt u ‘makers’?" in batch.outcomes.first().reasons[0]
