"""`houtskool assess`: files as they come, and what is refused with its place."""

from __future__ import annotations

import json

import pytest

from houtskool import cli
from tests.cli.assessing import FILES, FRAMEWORK, HEAD, one, rows, run

__all__ = ["run"]


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace(",", ";").encode("cp1252"),
        lambda text: text.replace(",", "\t").replace("\n", "\r\n").encode(),
        lambda text: b"sep=;\r\n" + text.replace(",", ";").encode(),
    ],
    ids=["BOM", "UTF-16", "Windows-1252 with ;", "tabs", "sep="],
)
def test_scores_are_read_as_a_spreadsheet_writes_them(run, encode):
    answer = run(encode(HEAD + "café,Ans,a,8,\ncafé,Ans,b,4,\n"))
    assert one(answer, "café")["value"] == pytest.approx(0.6)


def test_a_decimal_comma_counts_and_titles_may_be_dutch(run):
    answer = run("Zaak;Beoordelaar;Criterium;Score\nx;Ans;a;7,5\nx;Ans;b;2.5\n")
    assert one(answer)["value"] == pytest.approx(0.5)


def test_scores_may_come_from_a_workbook(tmp_path, capsys):
    from houtskool.records import spreadsheet

    (tmp_path / "kader.toml").write_text(FRAMEWORK)
    table = [["x", "Ans", "a", "8", ""], ["x", "Ans", "b", "4", ""]]
    (tmp_path / "scores.xlsx").write_bytes(spreadsheet.write(HEAD.strip().split(","), table, "xlsx"))
    assert cli.main(["assess", str(tmp_path / "kader.toml"), str(tmp_path / "scores.xlsx"), "--json"]) == 0
    assert one(json.loads(capsys.readouterr().out))["value"] == pytest.approx(0.6)


def test_a_framework_with_a_byte_order_mark_is_read(run):
    assert one(run(rows("x a 6", "x b 6"), b"\xef\xbb\xbf" + FRAMEWORK.encode()))["value"] == pytest.approx(
        0.6
    )


def test_a_value_of_exactly_the_threshold_is_positive(run):
    case = one(run(rows("x a 6", "x b 6")))
    assert (case["verdict"], case["acceptability"]) == ("positive", 1.0)


@pytest.mark.parametrize(
    ("scores", "message"),
    [
        (rows("x a 5", "x b 11"), "regel 3: de score 11 ligt buiten de schaal van ‘b’ (0 tot en met 10)."),
        (rows("x a -1"), "regel 2: de score -1 ligt buiten de schaal van ‘a’"),
        (rows("x a 5", "x b 5", "x a 6"), "regel 4: Ans gaf zaak x op regel 2 al een score voor ‘a’."),
        (rows("x z 5"), "regel 2: het criterium ‘z’ staat niet in het kader. Er zijn: a, b."),
        (rows("x a acht"), "regel 2: de score ‘acht’ is geen getal."),
        (rows("x a nan"), "regel 2: de score ‘nan’ is geen getal."),
        (rows("x a 1_0"), "regel 2: de score ‘1_0’ is geen getal."),
        (HEAD + ",Ans,a,5,\n", "regel 2: de kolom ‘case’ is leeg."),
        (HEAD + "x,,a,5,\n", "regel 2: de kolom ‘assessor’ is leeg."),
        (HEAD + "x,Ans,,5,\n", "regel 2: de kolom ‘criterion’ is leeg."),
        (HEAD, "er staan geen scores in."),
        ("", "Het bestand is leeg."),
        ("case,assessor,score\nx,Ans,5\n", "regel 1: de kolom ‘criterion’ ontbreekt. Er zijn: case"),
        ("case,case,assessor,criterion,score\nx,x,A,a,5\n", "de kolom ‘case’ staat er twee keer"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "Dit is geen rekenblad."),
    ],
)  # fmt: skip
def test_scores_that_cannot_be_used_are_refused_with_their_row(run, scores, message):
    error = run(scores)
    assert "scores.csv" in error
    assert message in error


def test_all_wrong_rows_are_named_ten_at_most(run):
    error = run(rows(*(f"x{i} a 99" for i in range(14))))
    assert error.count("ligt buiten de schaal") == 10
    assert "En nog 4 van zulke fouten." in error


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("threshold = 0.6\n", "", "‘threshold’ ontbreekt."),
        ("threshold = 0.6", "threshold = 60", "‘threshold’ moet tussen 0 en 1 liggen; er staat 60."),
        ("threshold = 0.6", "treshold = 0.6", "‘treshold’ bestaat niet. Bedoelde u ‘threshold’?"),
        ("threshold = 0.6", "threshold = 0,6", "regel 3, teken"),
        ('key = "b"', 'key = "a"', "regel 9, criterium 2 (a): de sleutel ‘a’ is al gebruikt."),
        ('key = "b"\n', "", "regel 9, criterium 2: ‘key’ ontbreekt"),
        ("weight = 1\n", "", "regel 4, criterium 1 (a): geef een ‘weight’ of een ‘order’"),
        ("weight = 1\n", "weight = -1\n", "‘weight’ mag niet onder 0 zijn; er staat -1."),
        ("weight = 1\n", "weight = true\n", "‘weight’ moet een getal zijn"),
        ("weight = 1\n", "order = 1\n", "sommige criteria hebben een ‘weight’ en andere niet (a)."),
        ("weight = 1\n", "order = 0\n", "‘order’ moet een heel getal vanaf 1 zijn"),
        ("weight = 1\n", "order = 1.5\n", "‘order’ moet een heel getal vanaf 1 zijn"),
        ("scale = [[0, 0.0], [10, 1.0]]\n", "", "‘scale’ ontbreekt."),
        ("scale = [[0, 0.0], [10, 1.0]]", "scale = [[0, 0.0]]", "‘scale’ moet ten minste twee punten"),
        ("scale = [[0, 0.0], [10, 1.0]]", "scale = [[0, 0.0], [10, 10]]", "waarden van 0 tot 1"),
        ("scale = [[0, 0.0], [10, 1.0]]", "scale = [[0, 0.0], [0, 1.0]]", "noemt een score twee keer"),
        ("weight = 1\n", "weight = 1\nknock_out = { at_least = 1 }\n", "Bedoelde u ‘knockout’?"),
        ("weight = 1\n", "weight = 1\nknockout = 3\n", "‘knockout’ moet één voorwaarde zijn"),
        ("weight = 1\n", "weight = 1\nknockout = { over = 3 }\n", "gebruiken: at_least, at_most, equals."),
        ("weight = 1\n", "weight = 1\nknockout = { at_least = 'x' }\n", "at_least moet een getal zijn"),
        ("weight = 1\n", "weight = 1\nknockout = { at_least = 11 }\n", "geen score op de schaal"),
        ("weight = 1\n", "weight = 1\npreference = { type = 'w' }\n", "bestaat niet. Kies uit: usual,"),
        ("weight = 1\n", "weight = 1\npreference = { type = 'linear', q = 1 }\n", "heeft ook ‘p’ nodig"),
        ("weight = 1\n", "weight = 1\npreference = { type = 'linear', q = 2, p = 1 }\n", "p boven q"),
        ("weight = 1\n", "weight = 1\npreference = { kind = 'usual' }\n", "‘kind’ bestaat niet"),
        ("weight = 1\n", "weight = 1\npreference = 3\n", "‘preference’ moet een tabel zijn"),
    ],
)  # fmt: skip
def test_a_framework_that_cannot_be_used_is_refused_with_its_place(run, before, after, message):
    assert before in FRAMEWORK
    error = run(rows("x a 5"), FRAMEWORK.replace(before, after, 1))
    assert "kader.toml" in error
    assert message in error


def test_a_framework_where_nothing_weighs_is_refused(run):
    assert "alle gewichten zijn 0" in run(rows("x a 5"), FRAMEWORK.replace("weight = 1", "weight = 0"))
    only = "threshold = 0.5\n[[criterion]]\nkey = 'k'\nknockout = { at_least = 1 }\n"
    assert "geen enkel criterium weegt mee" in run(rows("x k 1"), only)
    assert "er is geen criterium" in run(rows("x k 1"), "threshold = 0.5\n")
    assert "er is geen criterium" in run(rows("x k 1"), "")


def test_a_framework_in_another_encoding_is_refused(run):
    assert "is geen tekst in UTF-8" in run(rows("x a 5"), FRAMEWORK.replace("Klein", "Café").encode("cp1252"))


def test_what_is_not_used_is_told_and_not_refused(tmp_path, capsys):
    (tmp_path / "kader.toml").write_text(
        "note = 'x'\n" + FRAMEWORK.replace("weight = 1", "domain = 'x'\nweight = 1", 1)
    )
    (tmp_path / "scores.csv").write_text(rows("x a 5", "x b 5"))
    assert cli.main(["assess", str(tmp_path / "kader.toml"), str(tmp_path / "scores.csv"), "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["cases"]
    assert "kader.toml: ‘note’ wordt hier niet gebruikt." in err
    assert "regel 5, criterium 1 (a): ‘domain’ wordt hier niet gebruikt." in err


def test_a_file_that_is_not_there_and_a_seed_below_zero_are_refused(tmp_path, capsys):
    assert cli.main(["assess", str(tmp_path / "x.toml"), str(tmp_path / "y.csv")]) == 2
    assert "x.toml is niet te lezen" in capsys.readouterr().err
    assert cli.main(["assess", str(FILES / "kader.toml"), str(FILES / "scores.csv"), "--seed", "-1"]) == 2
    assert "--seed moet 0 of hoger zijn" in capsys.readouterr().err
