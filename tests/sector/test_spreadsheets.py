"""Import and export of the sector: dry run, refusals by row, undo, and a round trip without a change."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from houtskool.records import importing, spreadsheet, undoing, verification
from houtskool.records.models import ImportBatch, JournalEntry
from houtskool.sector import actions, recognition_cells
from houtskool.sector.merging import merge
from houtskool.sector.models import (
    Contact,
    Initiative,
    Organisation,
    Recognition,
    StakeholderGroup,
    Theme,
)
from houtskool.sector.nouns import NOUNS

pytestmark = pytest.mark.django_db
KINDS = [noun.list_key for noun in NOUNS]


def sheet(text):
    return spreadsheet.read(text.encode())


def trial(world, kind, text):
    """The dry run of a CSV whose columns are guessed from their titles."""
    kind, read = importing.kind(kind), sheet(text)
    mapping = importing.guess(kind, read.titles)
    return importing.dry_run(kind, read, mapping, by=world.bob, at=world.at)


def take_in(world, kind, text, name="lijst.csv"):
    """Import a CSV for good: the batch and the report."""
    kind = importing.kind(kind)
    batch, read = importing.start(
        kind, text.encode(), name, by=world.bob, at=world.at, limit=spreadsheet.LIMITS.size
    )
    return batch, importing.finish(batch, read, by=world.bob, at=world.at)


def counts(report):
    return tuple(len(report.of(state)) for state in ("added", "changed", "unchanged", "refused"))


def reasons(report):
    return [sentence for outcome in report.refused for sentence in outcome.sentences()]


def exported(kind, format="csv"):
    kind = importing.kind(kind)
    return importing.export(kind, kind.rows().order_by("name", "pk"), format)


# --- what goes in


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
    assert (batch.created, batch.changed, batch.unchanged, len(batch.refused)) == (1, 1, 0, 1)
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
    kept = {row["row"]: row["reasons"] for row in batch.refused}
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
    with pytest.raises(importing.ValidationError, match="al ingelezen"):
        importing.finish(batch, sheet("Naam\nEen\n"), by=world.bob, at=world.at)


# --- columns


def test_columns_are_guessed_from_titles_whatever_their_case_and_accents():
    kind = importing.kind("organisations")
    titles = ["NAAM", "kvk", "E-mail", "thema's", "Iets anders", "naam", "id"]
    assert importing.guess(kind, titles) == {
        0: "name", 1: "kvk_number", 2: "email", 3: "themes", 6: "id"
    }  # fmt: skip


def test_a_field_for_two_columns_or_no_name_at_all_is_refused():
    kind = importing.kind("organisations")
    with pytest.raises(importing.ValidationError, match="Twee kolommen staan op ‘Naam’"):
        importing.check_mapping(kind, {0: "name", 1: "name"})
    with pytest.raises(importing.ValidationError, match="Geen kolom staat op ‘Naam’"):
        importing.check_mapping(kind, {0: "place"})
    importing.check_mapping(kind, {0: "id", 1: "place"})


# --- round trip


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
    except importing.ValidationError:
        return None


def test_a_name_with_a_semicolon_is_one_name_in_a_cell_of_many(world, sector):
    nasty = sector.add(Organisation(name='De "Beste"; en meer'))
    sector.initiative.organisations.add(nasty)
    read = spreadsheet.read(exported("initiatives"))
    cell = read.rows[0][1][read.titles.index("Organisaties")]
    assert cell == '"De ""Beste""; en meer"; Restlab'
    report = trial(world, "initiatives", f'Naam;Organisaties\nTuin;"{cell.replace(chr(34), chr(34) * 2)}"\n')
    assert counts(report) == (1, 0, 0, 0)


# --- recognitions


def held(organisation):
    return sorted(str(one) for one in map(recognition_cells.told, organisation.recognitions.all()))


def test_recognitions_stand_in_one_cell_with_their_time(world, sector):
    text = 'Naam;Erkenningen\nRestlab;"pso trede 2 (01-05-2017 t/m 30-04-2019); ANBI; B Corp ( t/m 2019-01-01)"\n'
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


# --- undo


def test_an_import_can_be_undone_after_a_later_one_was_undone(world, sector):
    first, _ = take_in(world, "organisations", "Naam;Plaats\nRestlab;Haarlem\n")
    second, _ = take_in(world, "organisations", "Naam;Plaats\nRestlab;Heemstede\n")
    undoing.undo(second, by=world.alice, at=world.at)
    assert undoing.undo(first, by=world.alice, at=world.at).kept == []
    assert Organisation.objects.get(name="Restlab").place == ""


def test_undoing_leaves_a_row_to_which_something_was_added_since(world, sector):
    batch, _ = take_in(world, "organisations", "Naam\nNieuw\n")
    sector.add(Recognition(organisation=Organisation.objects.get(name="Nieuw"), scheme="anbi"))
    undone = undoing.undo(batch, by=world.alice, at=world.at)
    assert "nog iets aan toegevoegd" in undone.kept[0]
    assert Organisation.objects.filter(name="Nieuw").exists()


def test_undoing_takes_away_what_was_added_and_restores_what_was_changed(world, sector):
    text = "Naam;Plaats;Groepen;Telefoon\nNieuw;Haarlem;;\nRestlab;Haarlem;;+31 23\n"
    batch, _ = take_in(world, "organisations", text)
    undone = undoing.undo(batch, by=world.alice, at=world.at)
    assert (undone.removed, undone.restored, undone.kept) == (1, 1, [])
    assert not Organisation.objects.filter(name="Nieuw").exists()
    kept = Organisation.objects.get(pk=sector.organisation.pk)
    assert (kept.place, kept.phone, list(kept.groups.all())) == ("", "", [sector.group])
    assert Organisation.objects.search("haarlem").count() == 0
    assert not list(verification.journal_is_whole())
    with pytest.raises(importing.ValidationError, match="al teruggedraaid"):
        undoing.undo(batch, by=world.alice, at=world.at)


def test_undoing_leaves_what_was_changed_since_and_says_which(world, sector):
    batch, _ = take_in(world, "organisations", "Naam;Plaats\nNieuw;\nRestlab;Haarlem\nDerde;\n")
    new, third = Organisation.objects.get(name="Nieuw"), Organisation.objects.get(name="Derde")
    for thing in (new, Organisation.objects.get(name="Restlab")):
        thing.website = "https://anders.example"
        actions.change(thing, by=world.alice, at=world.at)
    sector.add(Contact(name="Jan", organisation=third))
    undone = undoing.undo(batch, by=world.alice, at=world.at)
    assert (undone.removed, undone.restored) == (0, 0)
    assert sorted(undone.kept) == [
        "‘Derde’ bleef staan: 1 contact verwijst ernaar.",
        "‘Nieuw’ bleef zoals het is: het is na deze import nog gewijzigd.",
        "‘Restlab’ bleef zoals het is: het is na deze import nog gewijzigd.",
    ]
    assert Organisation.objects.get(name="Restlab").place == "Haarlem"


def test_undoing_takes_rows_that_name_each_other_away_in_the_right_order(world):
    batch, _ = take_in(world, "themes", "Naam;Valt onder\nonder;boven\nboven;\n")
    assert undoing.undo(batch, by=world.alice, at=world.at).removed == 2
    assert not Theme.objects.exists()


# --- the screens


def test_from_file_to_undo_on_screen(world, sector):
    client = world.as_(world.bob)
    data = spreadsheet.write(
        ["Bedrijf", "KvK", "Plaats", "Vreemd"],
        [["Nieuw", "45678901", "Haarlem", "<b>x</b>"], ["Fout", "123", "", ""]],
        "ods",
    )
    response = client.post(
        reverse("records:import-new", args=["organisations"]), {"file": SimpleUploadedFile("lijst.ods", data)}
    )
    batch = ImportBatch.objects.get()
    assert response.url == reverse("records:import-columns", args=[batch.pk])
    html = client.get(response.url).content.decode()
    assert "&lt;b&gt;x&lt;/b&gt;" in html
    refused = client.post(response.url, {"column-1": "kvk_number"})
    assert "Geen kolom staat op ‘Naam’" in refused.content.decode()
    response = client.post(response.url, {"column-0": "name", "column-1": "kvk_number", "column-2": "place"})
    check = client.get(response.url).content.decode()
    assert "Lees deze ene rij in" in check
    assert "Regel 3: het KvK-nummer heeft 8 cijfers; hier staan er 3." in check
    assert not Organisation.objects.filter(name="Nieuw").exists()
    response = client.post(response.url)
    done = client.get(response.url).content.decode()
    assert "Draai deze import terug" in done
    assert Organisation.objects.get(name="Nieuw").place == "Haarlem"
    for format in spreadsheet.FORMATS:
        mend = client.get(reverse("records:import-mend", args=[batch.pk, format]))
        assert spreadsheet.read(mend.content).rows[0][1][0] == "Fout"
    undone = client.post(reverse("records:import-undo", args=[batch.pk]))
    assert "1 weggehaald" in undone.content.decode()
    assert not Organisation.objects.filter(name="Nieuw").exists()
    assert "teruggedraaid" in client.get(reverse("records:imports")).content.decode()


def test_a_file_that_cannot_be_read_is_refused_beside_its_field(world):
    response = world.as_(world.bob).post(
        reverse("records:import-new", args=["organisations"]),
        {"file": SimpleUploadedFile("x.xlsx", b"PK kapot")},
    )
    assert "beschadigd" in response.context["form"].errors["file"][0]
    assert not ImportBatch.objects.exists()


def test_an_empty_sheet_with_the_right_titles_can_be_had(world):
    for format in spreadsheet.FORMATS:
        url = reverse("records:import-template", args=["contacts", format])
        titles = spreadsheet.read(world.as_(world.bob).get(url).content).titles
        assert titles[:2] == ["Eigen kenmerk", "Naam"]


@pytest.mark.parametrize("name", ["imports", "import-new"])
def test_only_who_keeps_the_sector_may_import(world, councillor, name):
    url = reverse(f"records:{name}", args=["organisations"] if name != "imports" else [])
    assert world.as_(councillor).get(url).status_code == 403


@pytest.mark.parametrize("format", spreadsheet.FORMATS)
def test_the_export_holds_what_the_list_shows_and_no_more(world, sector, format):
    sector.add(Organisation(name="Anders"))
    url = reverse("sector:organisations-export", args=[format])
    response = world.as_(world.bob).get(url, {"q": "restlab"})
    assert f'filename="organisaties.{format}"' in response["Content-Disposition"]
    read = spreadsheet.read(response.content)
    assert [cells[read.titles.index("Naam")] for _, cells in read.rows] == ["Restlab"]


def test_the_list_of_contacts_cannot_be_exported_by_who_may_not_see_them(world, sector, councillor):
    url = reverse("sector:contacts-export", args=["csv"])
    assert world.as_(councillor).get(url).status_code == 404


def test_many_rows_ask_for_a_bounded_number_of_queries_each(world, sector, django_assert_max_num_queries):
    Organisation.objects.bulk_create(Organisation(name=f"Maker {number}") for number in range(200))
    read = spreadsheet.read(exported("organisations"))
    kind = importing.kind("organisations")
    mapping = importing.guess(kind, read.titles)
    with django_assert_max_num_queries(3 * len(read.rows)):
        importing.dry_run(kind, read, mapping, by=world.bob, at=world.at)


def test_an_initiative_comes_in_with_all_its_links(world, sector):
    text = (
        "Naam;Fase;Organisaties;Thema’s;Doelgroepen;SDG;Wijk\n"
        "Tuin;loopt;restlab;Aanbesteden;langdurig werklozen;12, 3;binnenstad\n"
    )
    take_in(world, "initiatives", text)
    tuin = Initiative.objects.get(name="Tuin")
    assert (tuin.stage, tuin.sdgs, tuin.district) == ("running", [3, 12], sector.district)
    assert list(tuin.organisations.all()) == [sector.organisation]
    assert list(tuin.themes.all()) == [sector.theme]
    assert list(tuin.target_groups.all()) == [sector.target]
