"""Spreadsheets on screen: from file to undo, and who may."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from houtskool.records import erasure, importing, spreadsheet
from houtskool.records.models import ImportBatch
from houtskool.sector.models import Initiative, Organisation
from tests.sector.sheets import exported, take_in

pytestmark = pytest.mark.django_db


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
    undone = client.post(reverse("records:import-undo", args=[batch.pk]), follow=True)
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


def test_the_screen_says_which_column_is_needed(world):
    html = world.as_(world.bob).get(reverse("records:import-new", args=["contacts"])).content.decode()
    assert "De kolom <strong>Naam</strong> is nodig." in html


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
    read = spreadsheet.read(response.getvalue())
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


def waiting(world, name="wacht.csv"):
    """A file of which the columns are yet to be chosen."""
    kind = importing.kind("organisations")
    batch, _ = importing.start(
        kind, b"Naam\nNieuw\n", name, by=world.bob, at=world.at, limit=spreadsheet.LIMITS.size
    )
    return batch


def test_a_file_that_waits_outlives_whoever_looks_from_a_later_day(
    world, sector, django_capture_on_commit_callbacks
):
    """In an example each visitor looks from a day of their own; only the nightly purge erases files."""
    batch = waiting(world)
    kind, later = importing.kind("organisations"), world.at.replace(year=2026)
    with django_capture_on_commit_callbacks(execute=True):
        importing.start(kind, b"Naam\nAnders\n", "l.csv", by=None, at=later, limit=spreadsheet.LIMITS.size)
    check = reverse("records:import-check", args=[batch.pk])
    assert "Lees deze ene rij in" in world.as_(world.bob).get(check).content.decode()


def test_a_file_that_was_erased_while_it_waited_says_so(world, sector, django_capture_on_commit_callbacks):
    batch = waiting(world)
    with django_capture_on_commit_callbacks(execute=True):
        erasure.purge_import_files(world.at.replace(month=3))
    client = world.as_(world.bob)
    for page in ("import-columns", "import-check"):
        html = client.get(reverse(f"records:{page}", args=[batch.pk]), follow=True).content.decode()
        assert "Het bestand van deze import is gewist" in html
        assert "bestand gewist" in html
        assert "nog niet ingelezen" not in html


def test_a_file_with_titles_only_is_refused_beside_its_field(world):
    response = world.as_(world.bob).post(
        reverse("records:import-new", args=["organisations"]),
        {"file": SimpleUploadedFile("leeg.csv", b"Naam;KvK-nummer\n")},
    )
    (message,) = response.context["form"].errors["file"]
    assert message.startswith("Dit bestand heeft geen rijen onder de kolomtitels.")
    assert not ImportBatch.objects.exists()


def test_a_web_address_in_a_cell_gets_its_scheme(world, sector):
    take_in(world, "organisations", "Naam;Website\nRestlab;www.restlab.nl\n")
    assert Organisation.objects.get(name="Restlab").website == "https://www.restlab.nl"


def test_what_an_import_would_empty_stands_out_in_the_dry_run(world, sector):
    kind = importing.kind("organisations")
    data = b"Naam;E-mailadres;Plaats\nRestlab;;Haarlem\n"
    batch, _ = importing.start(kind, data, "l.csv", by=world.bob, at=world.at, limit=10**6)
    check = world.as_(world.bob).get(reverse("records:import-check", args=[batch.pk])).content.decode()
    assert "Eén gegeven wordt leeg" in check
    assert check.count("wordt leeg</span>") == 1
