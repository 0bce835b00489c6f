from __future__ import annotations

from contextlib import closing

import pytest
from django.db import DatabaseError, connection, transaction

from houtskool.accounts.models import User
from houtskool.records import guard, journal, uploads, verification
from houtskool.records.models import JournalEntry, PersonalValue
from houtskool.records.verbs import Verb


def rename(user: User, name: str, world) -> None:
    with journal.change(user, by=world.alice, at=world.at):
        user.name = name
        user.save()


def findings() -> list[str]:
    return [str(finding) for finding in verification.verify()]


def test_a_change_writes_one_entry_with_before_and_after(world):
    upload = uploads.receive(b"tekst", "nota.txt", by=world.alice, at=world.at, limit=100)
    with journal.change(upload, by=world.bob, at=world.at):
        upload.name = "informatienota.txt"
        upload.save()
    entry = JournalEntry.objects.about(upload).last()
    assert (entry.verb, entry.by) == (Verb.CHANGED, world.bob)
    assert entry.changes == {"name": ["nota.txt", "informatienota.txt"]}


def test_no_difference_leaves_no_entry(world):
    rename(world.bob, "Bob", world)
    assert not JournalEntry.objects.exists()


def test_what_fails_half_way_leaves_no_entry(world):
    @transaction.atomic
    def rename_and_fail() -> None:
        rename(world.bob, "Robert", world)
        raise RuntimeError("halverwege")

    with pytest.raises(RuntimeError, match="halverwege"):
        rename_and_fail()
    assert not JournalEntry.objects.exists()


def test_a_personal_value_stands_in_the_journal_as_a_digest_only(world):
    rename(world.bob, "Robert", world)
    entry = JournalEntry.objects.get()
    assert "Robert" not in str(entry.changes)
    assert journal.readable_changes(entry) == {"name": ("Bob", "Robert")}


def test_erasing_personal_values_leaves_the_chain_whole(world):
    rename(world.bob, "Robert", world)
    rename(world.bob, "Rob", world)
    PersonalValue.objects.all().delete()
    assert findings() == []
    assert journal.readable_changes(JournalEntry.objects.first()) == {"name": (None, None)}


def test_the_database_itself_refuses_to_rewrite_the_journal(world):
    rename(world.bob, "Robert", world)
    for attempt in (
        lambda: JournalEntry.objects.update(verb="forged"),
        lambda: JournalEntry.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            attempt()


@pytest.mark.parametrize(
    ("tampering", "finding"),
    [
        ("UPDATE records_journalentry SET verb = 'forged' WHERE number = 2", "journaalregel 2: de inhoud"),
        (
            "DELETE FROM records_journalentry WHERE number = 2",
            "journaalregel 3: regel 2 tot en met 2 ontbreekt",
        ),
        (
            "UPDATE records_personalvalue SET value = '\"X\"' WHERE entry_id = 1",
            "de bewaarde waarde van name",
        ),
    ],
)
def test_tampering_is_found_and_named(world, tampering, finding):
    for name in ("Robert", "Rob", "Bobbie"):
        rename(world.bob, name, world)
    guard.remove()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM records_personalvalue WHERE entry_id = 2")
        cursor.execute(tampering)
    guard.install()
    assert any(finding in found for found in findings()), findings()


def test_a_missing_trigger_is_found_and_migrate_puts_it_back(world):
    guard.remove()
    assert {finding.split(":")[0] for finding in findings()} == {
        f"trigger {name}" for name in guard.missing()
    }
    assert "records_journalentry_no_update" in guard.missing()
    guard.install_after_migrate()
    assert findings() == []


def test_every_check_of_the_record_is_known():
    assert {"journaal", "bewaking"} <= set(verification.registered())


def test_a_file_keeps_its_name_without_what_no_header_can_carry(world):
    upload = uploads.receive(b"x", "na\r\nam\ud800.txt", by=world.alice, at=world.at, limit=10)
    assert upload.name == "naam.txt"
    with closing(uploads.as_download(upload)) as download:
        assert 'filename="naam.txt"' in download["Content-Disposition"]


def test_who_came_in_without_an_account_belongs_to_the_chain(world):
    with transaction.atomic():
        journal.record(
            Verb.CHANGED,
            world.bob,
            by=None,
            at=world.at,
            after={"is_active": True},
            via="Restlab, via de eigen link",
        )
    assert findings() == []
    guard.remove()
    JournalEntry.objects.update(via="Concurrent, via de eigen link")
    guard.install()
    assert any("journaalregel 1: de inhoud" in finding for finding in findings())


def test_many_entries_at_once_chain_like_single_ones_in_a_constant_number_of_queries(
    world, django_assert_num_queries
):
    people = [User.objects.create_user(f"mens{number}@stad.example") for number in range(40)]

    def record(some: list[User]) -> None:
        with transaction.atomic():
            journal.record_many(
                Verb.CHANGED,
                [
                    (one, {"name": "", "is_active": True}, {"name": one.email, "is_active": True})
                    for one in some
                ],
                by=world.alice,
                at=world.at,
            )

    # Savepoint, head, entries, personal values, savepoint; on PostgreSQL the turn is a query too.
    number = 6 if connection.vendor == "postgresql" else 5
    with django_assert_num_queries(number):
        record(people[:2])
    with django_assert_num_queries(number):
        record(people[2:])
    assert findings() == []
    entry = JournalEntry.objects.about(people[7]).get()
    assert journal.readable_changes(entry) == {"name": ("", people[7].email)}
    assert people[7].email not in str(entry.changes)


def test_entries_of_a_block_are_written_at_its_end_without_those_of_what_was_taken_back(world):
    with transaction.atomic(), journal.together():
        for name in ("een", "mis", "twee"):
            try:
                with journal.together(), transaction.atomic():
                    with journal.change(world.charlie, by=world.alice, at=world.at):
                        world.charlie.name = name
                        world.charlie.save()
                    if name == "mis":
                        raise ValueError(name)
            except ValueError:
                world.charlie.refresh_from_db()
        assert not JournalEntry.objects.exists()
    assert [journal.readable_changes(entry)["name"] for entry in JournalEntry.objects.order_by("number")] == [
        ("Charlie", "een"),
        ("een", "twee"),
    ]
    assert findings() == []


def test_a_block_that_breaks_writes_nothing(world):
    def broken() -> None:
        with transaction.atomic(), journal.together():
            journal.record(Verb.CHANGED, world.bob, by=world.alice, at=world.at)
            raise ValueError("mis")

    with pytest.raises(ValueError, match="mis"):
        broken()
    assert not JournalEntry.objects.exists()
    with transaction.atomic():
        journal.record(Verb.CHANGED, world.bob, by=world.alice, at=world.at)
    assert findings() == []
