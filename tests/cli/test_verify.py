"""`houtskool verify` on what somebody changed with a database tool: it names the row, on either engine."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from houtskool import cli
from houtskool.kernel import vaguedate
from houtskool.process import actions as process_actions
from houtskool.process.models import Process
from houtskool.programme.actions import measures, versions
from houtskool.programme.completeness import gaps
from houtskool.programme.content import digest
from houtskool.programme.models import Measure, Version
from houtskool.records import guard
from houtskool.records.models import JournalEntry

VERSION, JOURNAL = Version._meta.db_table, JournalEntry._meta.db_table


@pytest.fixture
def adopted(world):
    """A programme of one measure that went from sketch to adopted."""
    by, at, day = world.alice, world.at, date(2019, 1, 10)
    process = process_actions.add(Process(title="Actieprogramma"), by=by, at=at)
    measure = Measure(process=process, title="Eén loket", owner_words="Economie")
    measure.planned = vaguedate.parse("voorjaar 2020")
    measures.add(measure, by=by, at=at)
    versions.freeze(process, "sketch", by=by, at=at)
    reasons = {gap.key: "Dat volgt." for gap in gaps(process)}
    versions.present(process, to="raad", on=day, accepted=reasons, by=by, at=at)
    return versions.adopt(process, body="raad", on=day, number="1", by=by, at=at)


def tamper(statement, *values):
    """As with a database tool: the guard away, one statement, and the guard back."""
    guard.remove()
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount == 1
    guard.install()


def verify(capsys):
    """The exit code, and the lines that were printed."""
    capsys.readouterr()
    code = cli.main(["verify"])
    return code, capsys.readouterr().out.splitlines()


def test_an_adopted_programme_is_whole(adopted, capsys):
    code, lines = verify(capsys)
    assert code == 0
    assert lines[-1].startswith("Alles klopt")


@pytest.mark.parametrize(
    ("change", "value", "said"),
    [
        ("content = replace(content, 'loket', %s)", "balie", "de vastgelegde tekst is veranderd"),
        ("sha256 = %s", "0" * 64, "de vastgelegde tekst is veranderd"),
        ("body = %s", "college", "staat anders in het journaal: body"),
        ("stage = %s", "concept", "staat anders in het journaal: stage"),
    ],
)
def test_a_version_that_was_changed_in_the_database_is_named(adopted, capsys, change, value, said):
    tamper(f"UPDATE {VERSION} SET {change} WHERE id = %s", value, adopted.pk)
    code, lines = verify(capsys)
    row = f"versie {adopted.number} van proces {adopted.process_id} (rij {adopted.pk})"
    assert code == 1
    assert [line for line in lines if line.startswith(row) and said in line], lines
    assert all(line.startswith(row) for line in lines)


def test_a_text_and_its_hash_that_were_both_changed_do_not_fit_the_journal(adopted, capsys):
    text = adopted.content.replace("loket", "balie")
    tamper(f"UPDATE {VERSION} SET content = %s, sha256 = %s WHERE id = %s", text, digest(text), adopted.pk)
    code, lines = verify(capsys)
    assert code == 1
    assert f"(rij {adopted.pk}): staat anders in het journaal: sha256." in lines[0]


def test_a_version_that_was_deleted_is_missed(adopted, capsys):
    tamper(f"DELETE FROM {VERSION} WHERE id = %s", adopted.pk)
    code, lines = verify(capsys)
    assert code == 1
    assert lines == [f"versie (rij {adopted.pk}): staat in het journaal, maar is weg."]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (f"UPDATE {JOURNAL} SET verb = 'deleted' WHERE number = %s", "de inhoud is veranderd"),
        (f"UPDATE {JOURNAL} SET object_id = '999' WHERE number = %s", "de inhoud is veranderd"),
        (f"UPDATE {JOURNAL} SET by_id = NULL WHERE number = %s", "de inhoud is veranderd"),
        (f"UPDATE {JOURNAL} SET previous_hash = 'x' WHERE number = %s", "sluit niet aan"),
        (f"UPDATE {JOURNAL} SET hash = 'x' WHERE number = %s", "de inhoud is veranderd"),
    ],
)
def test_an_entry_of_the_journal_that_was_changed_is_named(adopted, capsys, statement, said):
    tamper(statement, 2)
    code, lines = verify(capsys)
    assert code == 1
    assert [line for line in lines if line.startswith("journaalregel 2: ") and said in line], lines


def test_an_entry_of_the_journal_that_was_deleted_is_missed(adopted, capsys):
    sketch = Version.objects.get(stage="sketch")
    number = JournalEntry.objects.about(sketch).get().number
    tamper(f"DELETE FROM {JOURNAL} WHERE number = %s", number)
    code, lines = verify(capsys)
    assert code == 1
    assert f"journaalregel {number + 1}: regel {number} tot en met {number} ontbreekt." in lines
    assert [line for line in lines if f"(rij {sketch.pk}): het journaal weet niet van" in line], lines


@pytest.mark.parametrize("table", [VERSION, JOURNAL])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET at = at"])
def test_with_the_guard_in_its_place_the_database_refuses_it_all(adopted, capsys, table, statement):
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))
    assert verify(capsys)[0] == 0
