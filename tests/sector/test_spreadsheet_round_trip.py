"""What is exported comes in again without a change that was not made."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from houtskool.records import importing, spreadsheet
from houtskool.records.models import JournalEntry
from houtskool.sector import actions
from houtskool.sector.models import Organisation, StakeholderGroup, Theme
from houtskool.sector.nouns import NOUNS
from tests.sector.sheets import counts, exported, reasons, trial

pytestmark = pytest.mark.django_db
KINDS = [noun.list_key for noun in NOUNS]


@pytest.mark.parametrize("format", spreadsheet.FORMATS)
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_exported_comes_in_again_without_a_change(world, sector, kind, format):
    entries = JournalEntry.objects.count()
    read = spreadsheet.read(exported(kind, format))
    mapping = importing.guess(importing.kind(kind), read.titles)
    assert len(mapping) == len(read.titles)
    report = importing.run(importing.kind(kind), read, mapping, by=world.bob, at=world.at, batch=None)
    assert counts(report) == (0, 0, len(read.rows), 0)
    assert JournalEntry.objects.count() == entries


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_exported_can_be_read_into_an_empty_database(world, sector, kind):
    """Without the numbers, and with what the rows link to present."""
    data = spreadsheet.read(exported(kind))
    model = importing.kind(kind).model
    before = [
        [column.cell(row) for column in importing.kind(kind).columns()] for row in importing.kind(kind).rows()
    ]
    for row in model.objects.all():
        row.name = f"weg {row.pk}"
        row.external_id = f"weg-{row.pk}"
        for unique in ("kvk_number", "code"):
            if hasattr(row, unique):
                setattr(row, unique, "")
        if hasattr(row, "alt_labels"):
            row.alt_labels = []
        row.save()
    mapping = {
        index: name for index, name in importing.guess(importing.kind(kind), data.titles).items() if index
    }
    report = importing.run(importing.kind(kind), data, mapping, by=world.bob, at=world.at, batch=None)
    assert reasons(report) == []
    added = [outcome.thing.pk for outcome in report.added]
    after = [
        [column.cell(row) for column in importing.kind(kind).columns()]
        for row in importing.kind(kind).rows().filter(pk__in=added)
    ]
    assert after == before


WORDS = st.one_of(
    st.text(min_size=1, max_size=25),
    st.sampled_from(
        [
            "=1+1",
            "+31 6",
            "-",
            "@x",
            "'=1",
            "a; b",
            '"a"; b',
            "ja",
            "01-01-2019",
            "007",
            "1e3",
            "\t=x",
            "é",
            "Ĳ",
        ]
    ),
)


@pytest.mark.parametrize("format", spreadsheet.FORMATS)
@hypothesis_settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking writes the database for minutes
)
@given(data=st.data())
def test_nasty_values_survive_the_round_trip_and_an_edited_cell_changes_only_that(world, format, data):
    """Whatever text people keep: out and in again is no change, and one edit is one change."""
    names = data.draw(st.lists(WORDS, min_size=1, max_size=3))
    groups = [
        add_if_it_can(world, StakeholderGroup(name=name)) for name in data.draw(st.lists(WORDS, max_size=3))
    ]
    themes = [
        add_if_it_can(world, Theme(name=name, alt_labels=data.draw(st.lists(WORDS, max_size=3))))
        for name in data.draw(st.lists(WORDS, max_size=2))
    ]
    for name in names:
        thing = Organisation(
            name=name,
            description=data.draw(WORDS),
            phone=data.draw(WORDS)[:40],
            address=data.draw(WORDS),
            source=data.draw(WORDS),
            external_id=data.draw(WORDS),
        )
        add_if_it_can(world, thing, groups=[g for g in groups if g], themes=[t for t in themes if t])
    try:
        for kind in ("organisations", "themes", "groups"):
            rows = spreadsheet.read(exported(kind, format)) if importing.kind(kind).rows() else None
            if rows is None:
                continue
            described = importing.kind(kind)
            mapping = importing.guess(described, rows.titles)
            report = importing.dry_run(described, rows, mapping, by=world.bob, at=world.at)
            assert counts(report) == (0, 0, len(rows.rows), 0), reasons(report)
            where = rows.titles.index("Herkomst")
            number, cells = rows.rows[-1]
            cells[where] = "gewijzigd"
            report = importing.dry_run(described, rows, mapping, by=world.bob, at=world.at)
            (changed,) = report.changed
            assert changed.row == number
            assert [change.title for change in changed.changes] == ["Herkomst"]
    finally:
        for model in (Organisation, Theme, StakeholderGroup):
            model.objects.all().delete()


def add_if_it_can(world, thing, **links):
    try:
        return actions.add(thing, by=world.alice, at=world.at, links=links)
    except ValidationError:
        return None


def test_a_name_with_a_semicolon_is_one_name_in_a_cell_of_many(world, sector):
    nasty = sector.add(Organisation(name='De "Beste"; en meer'))
    sector.initiative.organisations.add(nasty)
    read = spreadsheet.read(exported("initiatives"))
    cell = read.rows[0][1][read.titles.index("Organisaties")]
    assert cell == '"De ""Beste""; en meer"; Restlab'
    report = trial(world, "initiatives", f'Naam;Organisaties\nTuin;"{cell.replace(chr(34), chr(34) * 2)}"\n')
    assert counts(report) == (1, 0, 0, 0)
