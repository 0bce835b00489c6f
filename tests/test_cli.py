"""The `houtskool` command, as a person gives it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from houtskool import cli
from houtskool.process.models import Process
from houtskool.records import guard
from tests.council.conftest import NOTE

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def note(tmp_path):
    path = tmp_path / "nota.txt"
    path.write_text(NOTE, encoding="utf-8")
    return path


def test_read_note_prints_one_json_document_and_needs_no_database(note, tmp_path):
    ran = subprocess.run(
        [sys.executable, "-m", "houtskool.cli", "read-note", str(note), "--json"],
        capture_output=True, text=True, cwd=ROOT,
        env={"HOUTSKOOL_FOLDER": str(tmp_path / "none"), "PYTHONPATH": "."},
    )  # fmt: skip
    facts = json.loads(ran.stdout)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert (facts["body"], facts["decided_on"], facts["number"]) == ("college", "2019-06-04", None)
    start, end = facts["organisations"][0]["at"]
    assert facts["text"][start:end] == "Werkplaats"
    assert not (tmp_path / "none").exists()


def test_read_note_says_what_it_found_in_words(note, capsys):
    assert cli.main(["read-note", str(note)]) == 0
    shown = capsys.readouterr().out
    assert "Soort: informatienota" in shown
    assert "Nummer: onbekend" in shown
    assert "- financiers · uitgenodigd" in shown


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "is niet te lezen"), (b"", "leeg"), (b"\x89PNG\r\n\x1a\n" + b"0" * 99, "nota.txt")],
)
def test_a_file_that_cannot_be_read_exits_2_and_says_what_to_do(tmp_path, capsys, content, message):
    path = tmp_path / "nota.txt"
    if content is not None:
        path.write_bytes(content)
    assert cli.main(["read-note", str(path), "--json"]) == 2
    captured = capsys.readouterr()
    assert message in captured.err
    assert captured.out == ""


def test_read_note_takes_the_facts_over_when_asked(world, note, capsys):
    assert cli.main(["read-note", str(note), "--into", "nieuw", "--by", world.alice.email, "--yes"]) == 0
    process = Process.objects.get()
    assert f"Overgenomen in proces {process.pk}" in capsys.readouterr().err
    assert process.gatherings.count() == 1


def test_read_note_takes_nothing_over_without_a_yes(world, note, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda: "n")
    assert cli.main(["read-note", str(note), "--into", "nieuw", "--by", world.alice.email]) == 0
    assert not Process.objects.exists()


@pytest.mark.parametrize(
    ("into", "by", "message"),
    [
        ("99", "alice@haarlem.example", "proces 99 is er niet"),
        ("nieuw", "bob@stadsgarage.example", "--by moet"),
    ],
)
def test_read_note_refuses_an_unknown_process_or_person(world, note, capsys, into, by, message):
    assert cli.main(["read-note", str(note), "--into", into, "--by", by, "--yes"]) == 2
    assert message in capsys.readouterr().err


def test_verify_says_that_all_is_well_or_names_the_row(world, note, capsys):
    cli.main(["read-note", str(note), "--into", "nieuw", "--by", world.alice.email, "--yes"])
    assert cli.main(["verify"]) == 0
    assert "Alles klopt" in capsys.readouterr().out
    guard.remove()
    assert cli.main(["verify"]) == 1
    assert "records_journalentry_no_delete" in capsys.readouterr().out
    guard.install()
