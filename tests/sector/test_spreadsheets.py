"""Importing the sector: what a dry run says, what goes in, and what is refused by row."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from houtskool.records import importing, spreadsheet, undoing, verification
from houtskool.records.models import JournalEntry
from houtskool.sector import actions, recognition_cells
from houtskool.sector.merging import merge
from houtskool.sector.models import Organisation, Recognition, Theme
from houtskool.sector.nouns import NOUNS
from tests.sector.sheets import counts, exported, reasons, take_in, trial

pytestmark = pytest.mark.django_db
KINDS = [noun.list_key for noun in NOUNS]


def test_the_kinds_of_the_command_line_are_there():
    assert set(KINDS) <= set(importing.kinds())
    assert {"organisations", "contacts", "initiatives"} <= set(KINDS)


def test_a_dry_run_says_what_would_happen_and_leaves_nothing(world, sector):
    before = (JournalEntry.objects.count(), Organisation.objects.count())
    report = trial(
        world,
        "organisations",
        "Naam;KvK-nummer;Plaats\nNieuw;45678901;Haarlem\nrestlab;34567890;Heemstede\nKort;1234567;\n",
    )
    assert counts(report) == (1, 1, 0, 1)
    assert [(change.title, change.before, change.after) for change in report.changed[0].changes] == [
        ("Naam", "Restlab", "restlab"),
        ("Plaats", "", "Heemstede"),
    ]
    assert reasons(report)[0].startswith("Regel 4: het KvK-nummer heeft 8 cijfers; hier staan er 7.")
    assert (JournalEntry.objects.count(), Organisation.objects.count()) == before


def test_an_import_does_exactly_what_the_dry_run_said(world, sector):
    text = "Naam;Groepen;Wijk\nEen;sociaal ondernemers;binnenstad\nTwee;bestaat niet;\nRestlab;;\n"
    expected = trial(world, "organisations", text)
    batch, report = take_in(world, "organisations", text)
    assert counts(report) == counts(expected) == (1, 1, 0, 1)
    one = Organisation.objects.get(name="Een")
    assert (list(one.groups.all()), one.district) == ([sector.group], sector.district)
    assert (batch.created, batch.changed, batch.unchanged, batch.refused) == (1, 1, 0, 1)
    assert JournalEntry.objects.about(one).get().batch_id == batch.pk


def test_columns_that_are_not_in_the_file_stay_as_they_are(world, sector):
    take_in(world, "organisations", "Naam;Plaats\nRestlab;Haarlem\n")
    sector.organisation.refresh_from_db()
    assert sector.organisation.kvk_number == "34567890"
    assert list(sector.organisation.groups.all()) == [sector.group]


def test_an_empty_cell_empties_the_field(world, sector):
    take_in(world, "organisations", "Naam;KvK-nummer;Groepen\nRestlab;;\n")
    sector.organisation.refresh_from_db()
    assert sector.organisation.kvk_number == ""
    assert not sector.organisation.groups.exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Naam\n\n;\nx", None),
        ("KvK-nummer;Naam\n45678901;\n", "naam ontbreekt"),
        ("Naam;E-mailadres\nNieuw;geen adres\n", "e-mailadres"),
        ("Naam;Rechtsvorm\nNieuw;cv\n", "kies uit: eenmanszaak"),
        ("Naam;Laatst nagekeken\nNieuw;30-02-2019\n", "bestaat niet"),
        ("Naam;Laatst nagekeken\nNieuw;gisteren\n", "is geen datum"),
        ("Naam;Wijk\nNieuw;Binenstad\n", "Bedoelt u ‘Binnenstad’?"),
        ("Naam;KvK-nummer\nNieuw;34567890\nAnders;34567890\n", "staat ook op regel 2"),
        ("id;Naam\n999;Nieuw\n", "geen organisatie met id 999"),
        ("id;Naam\nx;Nieuw\n", "geen organisatie met id x"),
        ("Naam;KvK-nummer\nRestlab;45678901\n", "met KvK-nummer 34567890; hier staat 45678901"),
        ("Naam;KvK-nummer\nNieuw;000034567890\n", "vestigingsnummer"),
    ],
)
def test_a_row_that_does_not_fit_is_refused_with_its_number_and_the_reason(world, sector, text, says):
    report = trial(world, "organisations", text)
    found = " ".join(reasons(report))
    if says is None:
        assert found == ""
    else:
        assert says.lower() in found.lower()
        assert found.startswith(("Regel 2: ", "Regel 3: "))


def test_one_refusal_names_everything_that_is_wrong_with_the_row(world, sector):
    report = trial(world, "organisations", "Naam;Wijk;Rechtsvorm;KvK\nNieuw;Nergens;cv;1\n")
    assert len(reasons(report)) == 3


def test_the_refused_rows_come_back_in_a_file_that_can_be_mended(world, sector):
    batch, _ = take_in(world, "organisations", "Naam;KvK-nummer;Eigen ding\nGoed;;x\nFout;123;=y\n")
    kept = {row.number: row.reasons for row in batch.outcomes.all()}
    data = importing.mend_file(importing.sheet_of(batch.upload), kept, "xlsx")
    back = spreadsheet.read(data)
    assert back.titles == ["Naam", "KvK-nummer", "Eigen ding", "Waarom geweigerd"]
    assert back.rows[0][1][:3] == ["Fout", "123", "=y"]
    assert "hier staan er 3" in back.rows[0][1][3]
    mended = "Naam;KvK-nummer;Eigen ding;Waarom geweigerd\nFout;45678901;=y;nog een oude reden\n"
    _, report = take_in(world, "organisations", mended)
    assert counts(report) == (1, 0, 0, 0)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("organisations", "Eigen kenmerk;Naam\nA7;Restlab Haarlem bv\n"),
        ("organisations", "KvK-nummer;Naam\n34567890;Restlab Haarlem bv\n"),
        ("contacts", "Naam;E-mailadres;Functie\nnoor de vries;NOOR@restlab.example;maker\n"),
        ("districts", "Wijkcode;Naam\nWK000001;Centrum\n"),
    ],
)
def test_a_row_is_recognised_by_its_own_key_or_a_number(world, sector, kind, text):
    sector.organisation.external_id = "A7"
    actions.change(sector.organisation, by=world.alice, at=world.at)
    assert counts(trial(world, kind, text)) == (0, 1, 0, 0)


def test_two_people_of_the_same_name_are_two_people(world, sector):
    report = trial(world, "contacts", "Naam;E-mailadres\nNoor de Vries;\nNoor de Vries;n@elders.example\n")
    assert counts(report) == (2, 0, 0, 0)


def test_a_row_with_the_number_of_something_merged_is_refused(world, sector):
    double = sector.add(Organisation(name="Dubbel"))
    merge(double, into=sector.organisation, by=world.alice, at=world.at)
    report = trial(world, "organisations", f"id;Naam\n{double.pk};Dubbel\n")
    assert "weg of samengevoegd" in reasons(report)[0]


def test_a_row_may_name_another_row_that_comes_later_in_the_file(world):
    _, report = take_in(world, "themes", "Naam;Valt onder\nonder;midden\nmidden;boven\nboven;\n")
    assert counts(report) == (3, 0, 0, 0)
    assert Theme.objects.get(name="onder").broader.broader.name == "boven"


def test_rows_that_name_each_other_in_a_circle_are_refused(world, sector):
    take_in(world, "themes", "Naam;Valt onder\na;\nb;a\n")
    report = trial(world, "themes", "Naam;Valt onder\na;b\n")
    assert "valt zelf onder" in reasons(report)[0]


def test_each_row_of_an_import_is_in_the_journal_and_the_chain_is_whole(world, sector):
    batch, _ = take_in(world, "organisations", "Naam\nEen\nTwee\n")
    assert JournalEntry.objects.filter(batch_id=batch.pk, verb="created").count() == 2
    imported = JournalEntry.objects.get(verb="imported")
    assert imported.changes["created"] == [None, 2]
    assert not list(verification.journal_is_whole())


def test_importing_the_same_file_twice_is_refused(world, sector):
    batch, _ = take_in(world, "organisations", "Naam\nEen\n")
    with pytest.raises(ValidationError, match="al ingelezen"):
        importing.finish(batch, by=world.bob, at=world.at)


def test_columns_are_guessed_from_titles_whatever_their_case_and_accents():
    kind = importing.kind("organisations")
    titles = ["NAAM", "kvk", "E-mail", "thema's", "Iets anders", "naam", "id"]
    assert importing.guess(kind, titles) == {
        0: "name", 1: "kvk_number", 2: "email", 3: "themes", 6: "id"
    }  # fmt: skip


def test_a_field_for_two_columns_or_no_name_at_all_is_refused():
    kind = importing.kind("organisations")
    with pytest.raises(ValidationError, match="Twee kolommen staan op ‘Naam’"):
        importing.check_mapping(kind, {0: "name", 1: "name"})
    with pytest.raises(ValidationError, match="Geen kolom staat op ‘Naam’"):
        importing.check_mapping(kind, {0: "place"})
    importing.check_mapping(kind, {0: "id", 1: "place"})


def held(organisation):
    return sorted(str(one) for one in map(recognition_cells.told, organisation.recognitions.all()))


def test_recognitions_stand_in_one_cell_with_their_time(world, sector):
    cell = "pso trede 2 (01-05-2017 t/m 30-04-2019); ANBI; B Corp ( t/m 2019-01-01)"
    text = f'Naam;Erkenningen\nRestlab;"{cell}"\n'
    _, report = take_in(world, "organisations", text)
    assert counts(report) == (0, 1, 0, 0)
    assert held(sector.organisation) == [
        "ANBI", "B Corp ( t/m 01-01-2019)", "PSO Trede 2 (01-05-2017 t/m 30-04-2019)"
    ]  # fmt: skip
    assert counts(trial(world, "organisations", text)) == (0, 0, 1, 0)
    again = spreadsheet.read(exported("organisations"))
    mapping = importing.guess(importing.kind("organisations"), again.titles)
    report = importing.dry_run(importing.kind("organisations"), again, mapping, by=world.bob, at=world.at)
    assert counts(report) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    "cell", ["ISO 9001", "ANBI Trede 2", "PSO (gisteren t/m )", "PSO (01-02-2019 t/m 01-01-2019)"]
)
def test_a_recognition_that_cannot_be_is_refused(world, sector, cell):
    report = trial(world, "organisations", f"Naam;Erkenningen\nRestlab;{cell}\n")
    assert len(reasons(report)) == 1


def test_a_recognition_that_stays_keeps_its_source_and_undoing_brings_back_what_went(world, sector):
    for scheme in ("anbi", "pso"):
        sector.add(Recognition(organisation=sector.organisation, scheme=scheme, source="register"))
    batch, _ = take_in(world, "organisations", "Naam;Erkenningen\nRestlab;ANBI\n")
    assert held(sector.organisation) == ["ANBI"]
    batch, _ = take_in(world, "organisations", "Naam;Erkenningen\nRestlab;B Corp\n")
    assert held(sector.organisation) == ["B Corp"]
    undone = undoing.undo(batch, by=world.alice, at=world.at)
    assert (undone.removed, undone.restored, undone.kept) == (1, 1, [])
    (kept,) = sector.organisation.recognitions.all()
    assert (kept.scheme, kept.source) == ("anbi", "register")
    assert not list(verification.journal_is_whole())
