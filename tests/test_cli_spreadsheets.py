"""`houtskool import` and `houtskool export` on files, as a script would use them."""

import json

import pytest

from houtskool.cli import main
from houtskool.records import spreadsheet
from houtskool.records.models import ImportBatch, JournalEntry
from houtskool.sector.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "lijst.csv"
    path.write_text("Bedrijf;KvK;Plaats\nRestlab;34567890;Haarlem\nFout;123;\n")
    return path


def test_a_dry_run_says_what_would_happen_and_changes_nothing(file, capsys):
    assert main(["import", "organisations", str(file), "--map", "Bedrijf=name", "--dry-run"]) == 0
    out, err = capsys.readouterr()
    assert "1 toegevoegd, 0 gewijzigd, 0 ongewijzigd, 1 geweigerd" in out
    assert err.startswith("Regel 3: het KvK-nummer heeft 8 cijfers; hier staan er 3.")
    assert not Organisation.objects.exists()
    assert not ImportBatch.objects.exists()


def test_an_import_takes_in_what_fits_and_writes_the_rest_to_a_file(file, capsys):
    assert main(["import", "organisations", str(file), "--map", "Bedrijf=Naam", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["added"], told["refused"]) == (1, 1)
    assert Organisation.objects.get().place == "Haarlem"
    mend = spreadsheet.read((file.parent / f"lijst-geweigerd-{told['batch']}.csv").read_bytes())
    assert mend.rows[0][1][0] == "Fout"
    assert JournalEntry.objects.filter(batch_id=told["batch"]).get().by is None


def test_what_is_exported_comes_in_again_without_a_change(file, tmp_path, capsys):
    main(["import", "organisations", str(file), "--map", "Bedrijf=name"])
    for format in spreadsheet.FORMATS:
        out = tmp_path / f"uit.{format}"
        assert main(["export", "organisations", str(out)]) == 0
        capsys.readouterr()
        assert main(["import", "organisations", str(out), "--json"]) == 0
        told = json.loads(capsys.readouterr().out)
        assert (told["added"], told["changed"], told["unchanged"], told["refused"]) == (0, 0, 1, 0)


def test_a_long_import_says_how_far_it_is_and_tells_every_row(tmp_path, capsys):
    file = tmp_path / "lang.csv"
    names = "".join(f"Domein {number};x\n" for number in range(600))
    file.write_text(f"Naam;Omschrijving\n{names};zonder naam\n")
    assert main(["import", "domains", str(file), "--json"]) == 0
    out, err = capsys.readouterr()
    told = json.loads(out)
    assert (told["added"], told["refused"], len(told["rows"])) == (600, 1, 601)
    assert told["rows"][-1]["row"] == 602
    assert "500 van 601 rijen" in err
    assert err.endswith("601 van 601 rijen\n")


def test_an_import_can_be_taken_back_once(file, capsys):
    main(["import", "organisations", str(file), "--map", "Bedrijf=name"])
    batch = str(ImportBatch.objects.get().pk)
    assert main(["import", "--undo", batch]) == 0
    assert "1 weggehaald" in capsys.readouterr().out
    assert not Organisation.objects.exists()
    assert main(["import", "--undo", batch]) == 2


def test_who_does_it_is_in_the_journal(file, world):
    main(["import", "organisations", str(file), "--map", "Bedrijf=name", "--by", world.alice.email.upper()])
    assert set(JournalEntry.objects.values_list("by__email", flat=True)) == {world.alice.email}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["import", "fietsen", "{file}"], "Kies uit: "),
        (["import", "organisations", "{file}"], "Geen kolom staat op ‘Naam’"),
        (["import", "organisations", "{file}", "--map", "Firma=name"], "Er zijn: Bedrijf, KvK, Plaats"),
        (["import", "organisations", "{file}", "--map", "Bedrijf=firma"], "geen veld ‘firma’"),
        (["import", "organisations", "{file}", "--map", "Bedrijf"], "geen kolom ‘Bedrijf’"),
        (["import", "organisations", "{file}.weg"], "niet te lezen"),
        (["import", "organisations"], "geef een soort en een bestand"),
        (["import", "--undo", "99"], "er is geen import 99"),
        (["import", "organisations", "{file}", "--by", "x@y.example"], "geen gebruiker"),
        (["export", "organisations", "{file}.txt"], "moet eindigen op"),
        (["export", "organisations", "/bestaat/niet/x.csv"], "niet te schrijven"),
    ],
)
def test_bad_input_is_refused_with_what_to_do(file, capsys, words, says):
    assert main([word.format(file=file) for word in words]) == 2
    out, err = capsys.readouterr()
    assert says in err
    assert out == ""
