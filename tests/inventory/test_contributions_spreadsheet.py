"""Contributions in and out as a spreadsheet: own columns, themes, who said it, and what is refused."""

from __future__ import annotations

import gc
import io
import tracemalloc

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from houtskool import cli
from houtskool.inventory import spreadsheets
from houtskool.inventory.actions import answers, codings
from houtskool.inventory.actions import consent as consents
from houtskool.inventory.consent import Audience
from houtskool.inventory.models import Coding, Contribution, Contributor
from houtskool.process import actions as process_actions
from houtskool.process.models import Gathering, Process, Table
from houtskool.records import importing, spreadsheet, undoing
from houtskool.records.models import ImportBatch
from houtskool.sector.models import Theme
from tests.conftest import AT

pytestmark = pytest.mark.django_db

# Invented, in the shape of a list that a city could keep.
LIST = """id,titel,omschrijving,thema,traject,jaar
Buurt-1,Een bank  bij de vijver,Om te zitten,groen,Buurtbudget Duinrand,2018
Buurt-2,"Tegels eruit, groen erin!",Bij de school,groen,Buurtbudget Duinrand,2018
Buurt-3,Weggeefkast,"Twee regels:
een en twee",ontmoeting,Buurtbudget Duinrand,
Buurt-4,=1+1,Reken maar,ontmoeting,Buurtbudget Duinrand,2019
"""


def take(world, text, *, process=None, themes="refuse"):
    """Import through the machinery; gives the report and the batch."""
    source, kind = io.BytesIO(text.encode()), importing.kind("contributions")
    batch, _ = importing.start(kind, source, "lijst.csv", by=world.bob, at=world.at, limit=10**8)
    batch.choices = {"themes": themes, **({"process": str(process.pk)} if process else {})}
    batch.save()
    return importing.finish(batch, by=world.bob, at=world.at), batch


def upload(world, text, **choices):
    """Through the screens: the file, the columns as they are offered with these choices, and in."""
    client = world.as_(world.bob)
    url = reverse("records:import-new", args=["contributions"])
    file = SimpleUploadedFile("lijst.csv", text.encode())
    columns = client.post(url, {"file": file}).headers["Location"]
    form = client.get(columns).context["form"]
    data = {name: field.initial or "" for name, field in form.fields.items()} | choices
    check = client.post(columns, data).headers["Location"]
    html = client.get(check).content.decode()
    client.post(check)
    return html, ImportBatch.objects.latest("pk")


def test_the_screen_asks_for_no_column_that_contributions_do_not_have(world):
    html = world.as_(world.bob).get(reverse("records:import-new", args=["contributions"])).content.decode()
    assert "is nodig" not in html
    assert "Een kolom die niet in uw bestand staat" in html


def exported(to=Audience.INSIDE):
    kind = spreadsheets.kind_for(to)
    with importing.export(kind, kind.rows().order_by("pk"), "csv") as file:
        data = file.read()
    sheet = spreadsheet.read(data)
    return [dict(zip(sheet.titles, row, strict=True)) for _, row in sheet.rows], data.decode("utf-8-sig")


def test_a_list_of_unknown_columns_goes_in_through_the_screens_and_comes_out_the_same(world, process):
    _, batch = upload(world, LIST, **{"choice-themes": "add"})
    assert (batch.created, batch.refused) == (4, 0)
    rows, text = exported()
    source = spreadsheet.read(LIST.encode())
    titles = dict(
        zip(source.titles, ("Eigen nummer", "Titel", "Woorden", "Thema’s", "traject", "jaar"), strict=True)
    )
    for (_, cells), out in zip(source.rows, rows, strict=True):
        assert {
            titles[title]: cell for title, cell in zip(source.titles, cells, strict=True)
        }.items() <= out.items()
    report, _ = take(world, text)
    assert len(report.unchanged) == 4
    _, again = upload(world, LIST)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 4)


@pytest.fixture
def tidied():
    """Rows hold each other in circles, which go when Python tidies up: here often, and what was there before
    is passed over.
    """
    often = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(700, 2, 2)
    yield
    gc.set_threshold(*often)
    gc.unfreeze()


def test_four_times_the_contributions_take_no_more_memory_to_export(process, tidied):
    """Own columns included, whose titles are gathered first."""

    def peak(rows: int) -> int:
        words, own = "Zo staat het er. " * 200, {"straat": "Kade"}
        Contribution.objects.bulk_create(
            Contribution(process=process, words=words, at=AT, own_columns=own) for _ in range(rows)
        )
        gc.collect()
        tracemalloc.start()
        with importing.export(kind, kind.rows().order_by("pk"), "csv") as file:
            most = tracemalloc.get_traced_memory()[1]
            assert b"straat" in file.readline()
        tracemalloc.stop()
        return most

    kind = spreadsheets.kind_for(Audience.INSIDE)
    few = peak(700)  # more than are held at a time
    assert peak(2100) < few * 1.5


def test_a_theme_that_is_not_there_refuses_its_row_unless_it_may_be_added(world, process):
    html, batch = upload(world, LIST)
    assert batch.refused == 4
    assert "Regel 2: er is geen thema ‘groen’" in html
    assert not Contribution.objects.exists()
    upload(world, LIST, **{"choice-themes": "add"})
    assert set(Theme.objects.values_list("name", flat=True)) == {"groen", "ontmoeting"}
    assert Coding.objects.count() == 4
    assert set(Contribution.objects.values_list("state", flat=True)) == {"coded"}


def test_the_process_is_chosen_where_there_are_more(world, process):
    other = process_actions.add(Process(title="Ander proces"), by=world.alice, at=world.at)
    report, _ = take(world, "woorden\nIets\n")
    assert "Bij welk proces" in report.refused[0].reasons[0]
    upload(world, "woorden\nIets\n", **{"choice-process": str(other.pk)})
    assert Contribution.objects.get().process == other
    report, _ = take(world, f"woorden;proces\nNog iets;{process.title}\n")
    assert len(report.added) == 1


def test_everything_that_is_exported_comes_in_again_without_a_change(world, inbreng, process):
    gathering = process_actions.add(Gathering(process=process, title="Werksessie"), by=world.bob, at=world.at)
    table = Table.objects.create(gathering=gathering, name="Tafel 1")
    full = inbreng.make(
        "Woorden;\nmet regels",
        title="Titel",
        kind="idea",
        group=inbreng.group(),
        gathering=gathering,
        table=table,
        place="blad 3",
        contributor=inbreng.contributor("Fatima", email="fatima@stad.example", pseudonym="bakker"),
        consent="quote",
        external_id="A-1",
        own_columns={"Jaar": "2018"},
    )
    codings.give([full], inbreng.theme(), by=world.bob, at=world.at)
    answers.answer([full], outcome="taken", reason="Goed.", by=world.bob, at=world.at)
    inbreng.make("Kaal.")
    consents.withdraw(inbreng.make("Ingetrokken.", own_columns={"Jaar": "2017"}), by=world.bob, at=world.at)
    rows, text = exported()
    assert rows[0]["E-mailadres inbrenger"] == "fatima@stad.example"
    assert "2017" not in text
    report, _ = take(world, text)
    assert len(report.unchanged) == 3


def test_what_leaves_the_house_holds_no_more_than_may_be_shown(world, inbreng):
    inbreng.make(
        "Geheim van de smid.",
        title="Smidse",
        external_id="S-1",
        place="bij de smid",
        own_columns={"x": "smid"},
    )
    inbreng.make("Mag.", consent="pseudonym", contributor=inbreng.contributor("Fatima", email="f@x.example"))
    inbreng.make("Telt mee.", contributor=inbreng.contributor(pseudonym="een bakker"))
    consents.withdraw(
        inbreng.make("Weg.", consent="quote", contributor=inbreng.contributor(pseudonym="een kapper")),
        by=None,
        at=world.at,
    )
    _, text = exported(Audience.OUTSIDE)
    assert "Mag." in text
    for hidden in ("smid", "Smid", "S-1", "Fatima", "f@x.example", "bakker", "kapper"):
        assert hidden not in text


def test_a_row_is_recognised_by_its_own_number_within_its_process(world, process):
    take(world, "nummer;woorden\nA-1;Eerst\n")
    report, _ = take(world, "nummer;woorden\nA-1;Daarna\n")
    assert len(report.changed) == 1
    assert Contribution.objects.get().words == "Daarna"
    assert Contribution.objects.get().stems.strip() == "daarna"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("woorden;kop;nummer\n;;A-1\n", "er staat niets"),
        ("woorden;soort\nIets;onzin\n", "‘onzin’ kan niet"),
        ("woorden;bijeenkomst\nIets;Nergens\n", "geen bijeenkomst ‘Nergens’"),
        ("woorden;tafel\nIets;Tafel 9\n", "bij welke bijeenkomst"),
        ("woorden;groep\nIets;Niemand\n", "geen groep ‘Niemand’"),
        ("woorden;antwoord\nIets;Ja\n", "Vul beide kolommen in"),
        ("nummer;woorden\nA;Een\nA;Twee\n", "staat ook op regel 2"),
        (f"woorden\n{'lang ' * 5000}\n", "Deel het op"),
    ],
)
def test_a_bad_row_is_refused_with_the_reason_and_the_others_go_in(world, process, text, reason):
    report, _ = take(world, text)
    reasons = " ".join(reason for outcome in report.refused for reason in outcome.reasons)
    assert reason in reasons


def test_personal_data_is_pointed_out_per_row(world, process):
    html, batch = upload(world, "woorden;inbrenger\nBel mij op 06-12345678;Bo\nIk heet Bo Smit.;Bo Smit\n")
    assert batch.created == 2, html
    assert "Regel 2: Er staat een telefoonnummer in" in html
    assert "Regel 3" not in html.partition("Kijk hiernaar")[2].partition("<h2>")[0]


def test_one_person_in_a_file_is_one_contributor(world, process):
    text = "woorden;inbrenger;e-mailadres\nEen;Fatima;f@x.example\nTwee;fatima;F@x.example\nDrie;Fatima;\n"
    take(world, text)
    assert Contributor.objects.count() == 2


def test_a_theme_that_leaves_the_cell_leaves_the_contribution(world, process):
    add = {"themes": "add"}
    take(world, "nummer;woorden;thema\nA;Iets;groen\n", **add)
    report, batch = take(world, "nummer;woorden;thema\nA;Iets;werk\n", **add)
    assert [coding.theme.name for coding in Coding.objects.all()] == ["werk"]
    assert [(change.before, change.after) for change in report.changed[0].changes] == [("groen", "werk")]
    undoing.undo(batch, by=world.bob, at=world.at)
    assert [coding.theme.name for coding in Coding.objects.all()] == ["groen"]


def test_an_import_is_undone_with_its_themes_and_contributors(world, process):
    add = {"themes": "add"}
    _, batch = take(world, "woorden;thema;inbrenger\nEen;groen;Fatima\nTwee;werk;Bo\n", **add)
    undone = undoing.undo(batch, by=world.bob, at=world.at)
    assert undone.kept == []
    assert not Contribution.objects.exists()
    assert not Coding.objects.exists()
    assert not Contributor.objects.exists()


def test_words_of_a_coded_passage_do_not_change_by_import(world, inbreng, process):
    one = inbreng.make("Wij zien geen inkoper.", external_id="A")
    codings.give([one], inbreng.theme(), by=world.bob, at=world.at, passage=(9, 21))
    report, _ = take(world, "nummer;woorden\nA;Anders\n")
    assert "Wijzig de woorden op de pagina" in report.refused[0].reasons[0]


def test_the_number_of_queries_does_not_grow_with_the_rows(world, process):
    add = {"themes": "add"}

    def queries(number, start):
        text = "nummer;woorden;thema;inbrenger\n" + "".join(
            f"{start + n};Inbreng {n};thema {n % 2};Persoon {n}\n" for n in range(number)
        )
        with CaptureQueriesContext(connection) as captured:
            report, _ = take(world, text, **add)
        assert len(report.added) == number
        # SQLite takes so many values in one INSERT; the rest is what could go wrong.
        return sum(1 for query in captured.captured_queries if not query["sql"].startswith("INSERT"))

    queries(2, 0)
    assert queries(200, 1000) == queries(20, 2000)


def test_the_command_line_chooses_for_the_whole_file_too(world, process, tmp_path, capsys):
    process_actions.add(Process(title="Ander proces"), by=world.alice, at=world.at)
    file = tmp_path / "lijst.csv"
    file.write_text(LIST)
    wishes = ["--choose", f"process={process.title}", "--choose", "themes=add"]
    assert cli.main(["import", "contributions", str(file), *wishes]) == 0
    assert "4 toegevoegd" in capsys.readouterr().out
    assert Contribution.objects.filter(process=process).count() == 4
    assert cli.main(["import", "contributions", str(file), "--choose", "proces=x"]) == 2
    assert "er is geen keuze ‘proces’" in capsys.readouterr().err
    assert cli.main(["import", "contributions", str(file), "--choose", "process=Nergens"]) == 2
    assert "Kies uit" in capsys.readouterr().err


def test_what_lost_its_themes_by_undoing_is_new_again(world, process):
    take(world, "nummer;woorden\nA;Iets\n")
    _, batch = take(world, "nummer;woorden;thema\nA;Iets;groen\n", themes="add")
    assert Contribution.objects.get().state == Contribution.State.CODED
    undoing.undo(batch, by=world.bob, at=world.at)
    assert Contribution.objects.get().state == Contribution.State.NEW


def test_a_proposal_that_is_a_title_only_comes_in_and_out_unchanged(world, process):
    """As most rows of a neighbourhood budget are: the title is what was said."""
    report, _batch = take(world, "id,titel,omschrijving\nA-1,Een bank in het park,\n")
    assert not report.refused
    (row,) = Contribution.objects.all()
    assert (row.title, row.words) == ("Een bank in het park", "")
    again, _batch = take(world, "id,titel,omschrijving\nA-1,Een bank in het park,\n")
    assert not again.refused
    assert Contribution.objects.get() == row


def test_the_page_of_an_import_leads_to_what_came_in_and_to_nothing_else(world, process, inbreng):
    inbreng.make("Dit stond er al.")
    _html, batch = upload(world, "Nummer;Woorden\nA-1;Wij zoeken een loket.\n")
    client = world.as_(world.bob)
    text = client.get(reverse("records:import", args=[batch.pk])).content.decode()
    url = f"{reverse('inventory:contributions')}?batch={batch.pk}"
    assert f'href="{url}"' in text
    shown = client.get(url).content.decode()
    assert "Wij zoeken een loket." in shown
    assert "Dit stond er al." not in shown
    # Another's number, or no number, narrows nothing.
    assert "Dit stond er al." in client.get(f"{url}9").content.decode()
    undoing.begin(ImportBatch.objects.get(pk=batch.pk))
    assert f'href="{url}"' not in client.get(reverse("records:import", args=[batch.pk])).content.decode()
