"""`houtskool opinion` on files, as a script would use it; no database."""

from __future__ import annotations

import gzip
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from houtskool.cli import main
from tests.kernel.opinion.conversations import FIXTURES

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def conversation(tmp_path):
    """The files of a real conversation, as the Polis open data has them."""

    def made(name: str) -> tuple[str, str]:
        votes = tmp_path / f"{name}.csv"
        votes.write_bytes(gzip.decompress((FIXTURES / f"{name}-votes.csv.gz").read_bytes()))
        return str(votes), str(FIXTURES / f"{name}-statements.csv")

    return made


def told(capsys, *words):
    assert main(["opinion", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def written(tmp_path, text, name="stemmen.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_it_prints_one_json_document_and_needs_no_database(conversation, tmp_path):
    votes, _ = conversation("london")
    ran = subprocess.run(
        [sys.executable, "-m", "houtskool.cli", "opinion", votes, "--json"],
        capture_output=True, text=True, cwd=ROOT,
        env={"HOUTSKOOL_FOLDER": str(tmp_path / "none"), "PYTHONPATH": "."},
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, "")
    found = json.loads(ran.stdout)
    assert (found["participants"], found["votes"], len(found["statements"])) == (26, 638, 36)
    assert (found["stable"], found["groups"], found["membership"], found["clustered"]) == (False, [], {}, 0)
    assert not (tmp_path / "none").exists()


def test_the_document_is_the_one_of_the_contract(conversation, capsys):
    votes, statements = conversation("seattle")
    found = told(capsys, votes, "--statements", statements, "--seed", "1")
    assert set(found) == {
        *("participants", "votes", "clustered", "stable", "stability", "silhouette", "inertia", "membership"),
        *("certainty", "position", "groups", "statements", "held_out_log_loss"),
    }
    assert found["stable"] is True
    assert sum(group["size"] for group in found["groups"]) == found["clustered"] == len(found["membership"])
    assert set(found["membership"]) == set(found["certainty"]) <= set(found["position"])
    assert [group["id"] for group in found["groups"]] == [0, 1]
    one = found["groups"][0]["representative"][0]
    assert set(one) == {"statement", "stance", "share", "versus", "score"}
    assert one["stance"] in {"agree", "disagree"}
    first = found["statements"][0]
    assert set(first) == {
        *("statement", "votes", "agree", "disagree", "pass", "interval", "group_consensus"),
        *("group_consensus_mean", "bridging", "divisiveness", "consensus", "priority"),
    }
    assert first["agree"] + first["disagree"] + first["pass"] == pytest.approx(1)
    assert first["interval"][0] <= first["agree"] <= first["interval"][1]
    assert 0 < found["held_out_log_loss"] < 0.7


def test_moderated_statements_are_left_out(conversation, capsys):
    votes, statements = conversation("seattle")
    assert len(told(capsys, votes)["statements"]) == 54
    assert len(told(capsys, votes, "--statements", statements)["statements"]) == 31


def test_the_order_of_rows_and_columns_gives_the_same_bytes(conversation, tmp_path, capsys):
    votes, _ = conversation("seattle")
    rows = [line.split(",") for line in Path(votes).read_text().splitlines()]
    columns = list(range(2, len(rows[0])))
    random.Random(3).shuffle(columns)
    body = rows[1:]
    random.Random(4).shuffle(body)
    mixed = "\n".join(",".join(row[place] for place in [0, *columns]) for row in [rows[0], *body])
    assert main(["opinion", votes, "--json"]) == 0
    one = capsys.readouterr().out
    assert main(["opinion", written(tmp_path, mixed), "--json"]) == 0
    assert capsys.readouterr().out == one


def test_the_long_form_tells_the_same_as_the_wide(conversation, tmp_path, capsys):
    votes, _ = conversation("london")
    head, *rows = [line.split(",") for line in Path(votes).read_text().splitlines()]
    cast = [
        f"2022,{head[place]},{row[0]},{row[place]}"
        for row in rows
        for place in range(2, len(head))
        if row[place]
    ]
    long = written(tmp_path, "\n".join(["timestamp,comment-id,voter-id,vote", *cast]))
    assert told(capsys, votes) == told(capsys, long)


def test_a_later_row_of_the_same_pair_replaces_the_earlier(tmp_path, capsys):
    path = written(tmp_path, "participant,statement,vote\nanna,a,1\nbram,a,1\nanna,a,-1\n")
    (one,) = told(capsys, path)["statements"]
    assert (one["votes"], one["agree"], one["disagree"]) == (2, 0.5, 0.5)


@pytest.mark.parametrize("mark", ["\ufeff", ""])
def test_semicolons_a_mark_and_blank_lines_are_read_too(tmp_path, capsys, mark):
    path = written(tmp_path, f"{mark}Participant;Statement;Vote\r\nanna;a;1\r\n\r\nbram; a ;0\r\n")
    found = told(capsys, path)
    assert (found["participants"], found["votes"], found["statements"][0]["pass"]) == (2, 2, 0.5)


def test_ids_come_in_the_order_of_their_number(tmp_path, capsys):
    rows = "".join(f"{one},{two},1\n" for one in (10, 9) for two in (20, 3, "x"))
    found = told(capsys, written(tmp_path, f"participant,statement,vote\n{rows}"))
    assert [one["statement"] for one in found["statements"]] == ["3", "20", "x"]


def test_polis_mode_gives_groups_always_and_its_own_selections(conversation, capsys):
    votes, statements = conversation("london")
    found = told(capsys, votes, "--polis", "--statements", statements)
    assert found["stable"] is False
    assert len(found["groups"]) >= 2
    assert all(group["representative"] for group in found["groups"])
    agreed = [one for one in found["statements"] if one["consensus"] == "agree"]
    assert len(agreed) <= 5


def test_groups_fixes_their_number(conversation, capsys):
    votes, _ = conversation("brexit")
    assert len(told(capsys, votes, "--groups", "3")["groups"]) == 3


def test_the_table_tells_it_in_words(conversation, capsys):
    votes, _ = conversation("seattle")
    assert main(["opinion", votes]) == 0
    shown = capsys.readouterr().out
    assert "339 deelnemers, 54 stellingen, 2.872 stemmen" in shown
    assert "2 groepen, 138 deelnemers geplaatst: " in shown
    assert "Plaatsing: " in shown
    assert "zeker" in shown
    assert "waarschijnlijk" in shown
    assert "te weinig stemmen" in shown
    for heading in ("Groep 1: ", "Groep 2: ", "Men is het eens", "Wat verbindt", "Wat verdeelt"):
        assert heading in shown


def test_the_table_says_when_no_grouping_is_stable(conversation, tmp_path, capsys):
    votes, _ = conversation("london")
    texts = written(tmp_path, "statement,text,moderated\n1,Meer groen,0\n4,Te veel,-1\n", "stellingen.csv")
    assert main(["opinion", votes, "--statements", texts]) == 0
    shown = capsys.readouterr().out
    assert "Geen stabiele groepen (24 deelnemers stemden vaak genoeg)." in shown
    assert "Groep 1" not in shown
    assert "Meer groen" in shown
    assert "Te veel" not in shown


def test_a_percentage_is_shown_from_seven_votes_on(tmp_path, capsys):
    rows = [f"p{n},{one},1" for one, number in (("zes", 6), ("zeven", 7)) for n in range(number)]
    assert main(["opinion", written(tmp_path, "\n".join(["participant,statement,vote", *rows]))]) == 0
    lines = {line.split()[0]: line for line in capsys.readouterr().out.splitlines() if line.split()}
    assert "%" not in lines["zes"]
    assert "te weinig stemmen" in lines["zes"]
    assert "100%" in lines["zeven"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is leeg"),
        ("participant,statement,vote\n", "er staan geen stemmen in"),
        ("naam,stem\na,1\n", "de kop is niet te gebruiken; er staat: naam, stem"),
        ("participant,statement,vote\na,x,1\n\nb,x,ja\n", "regel 4: een stem is 1 (eens), -1 (oneens)"),
        ("participant,statement,vote\na,x,1\n,x,1\n", "regel 3: de deelnemer ontbreekt"),
        ("participant,statement,vote\na,x,1\nb\n", "regel 3: de stelling ontbreekt"),
        ("participant,statement,vote\na,x\n", "regel 2: de stem ontbreekt"),
        ("participant,1,2\na,1,0\nb,1,2\n", "regel 3, kolom 2: een stem is 1"),
        ("participant,1,2\na,1\n", "regel 2: er zijn 2 kolommen, in de kop 3"),
        ("participant,1,2\n,1,0\n", "regel 2: de deelnemer ontbreekt"),
        ("participant,1,1\na,1,0\n", "de kolom 1 staat er meer dan eens"),
    ],
)
def test_a_file_that_cannot_be_used_exits_2_and_names_the_row(tmp_path, capsys, text, says):
    assert main(["opinion", written(tmp_path, text), "--json"]) == 2
    out, err = capsys.readouterr()
    assert says in err
    assert out == ""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is leeg"),
        ("text\nx\n", "er is geen kolom ‘comment-id’ of ‘statement’"),
        ("statement,moderated\na,weg\n", "regel 2: ‘moderated’ is -1 (weggelaten), 0 of 1; hier staat ‘weg’"),
        ("statement,moderated\n,0\n", "regel 2: het nummer van de stelling ontbreekt"),
        ("statement,moderated\nx,-1\n", "alle stellingen zijn weggelaten"),
    ],
)
def test_a_file_of_statements_that_cannot_be_used_exits_2(tmp_path, capsys, text, says):
    votes = written(tmp_path, "participant,statement,vote\na,x,1\n")
    statements = written(tmp_path, text, "stellingen.csv")
    assert main(["opinion", votes, "--statements", statements]) == 2
    assert says in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["{file}.weg"], "is niet te lezen"),
        (["{file}", "--groups", "1"], "geef 2 of meer groepen"),
        (["{file}", "--groups", "9"], "dat gaat niet met 3 deelnemers"),
        (["{file}", "--seed", "-1"], "geef een getal van 0 of meer"),
    ],
)
def test_bad_words_are_refused_with_what_to_do(tmp_path, capsys, words, says):
    file = written(tmp_path, "participant,statement,vote\na,x,1\nb,x,-1\nc,x,1\n")
    assert main(["opinion", *(word.format(file=file) for word in words)]) == 2
    assert says in capsys.readouterr().err


def test_a_file_in_another_encoding_is_refused(tmp_path, capsys):
    path = tmp_path / "stemmen.csv"
    path.write_bytes("participant,statement,vote\né,x,1\n".encode("utf-16"))
    assert main(["opinion", str(path)]) == 2
    assert "geen tekst in UTF-8" in capsys.readouterr().err
