"""The data dictionary names every column of the files of a conversation, file by file, in order."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path

from houtskool.deliberation import analysing, open_data
from tests.deliberation import planted

PAGE = Path(__file__).resolve().parents[2] / "docs/data-dictionary.md"


def columns(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            name: next(csv.reader(io.StringIO(archive.read(name).decode())))
            for name in archive.namelist()
            if name.endswith(".csv")
        }


def documented(title):
    section = PAGE.read_text().split(f"\n## {title}\n")[1].split("\n## ")[0]
    found: dict[str, list[str]] = {}
    for file, column in re.findall(r"^\| (\S+\.csv) \| `([^`]+)`", section, re.MULTILINE):
        found.setdefault(file, []).append(column)
    return found


def test_every_column_of_the_open_data_is_documented(world):
    made = planted.two_camps(world)
    found = analysing.bring_up_to_date(made.conversation, at=world.at)
    assert columns(open_data.archive(found)) == documented("open data van een gesprek")


def test_every_column_of_the_layout_of_polis_is_documented(world):
    made = planted.two_camps(world)
    found = analysing.bring_up_to_date(made.conversation, at=world.at)
    known = documented("gesprek in de indeling van Polis (`votes`)")
    told = columns(open_data.polis(found))
    assert known["participants-votes.csv"].pop() == "0"
    told["participants-votes.csv"] = [name for name in told["participants-votes.csv"] if not name.isdecimal()]
    assert told == known


def test_every_file_of_the_open_data_is_explained_in_it(world):
    made = planted.two_camps(world)
    found = analysing.bring_up_to_date(made.conversation, at=world.at)
    with zipfile.ZipFile(io.BytesIO(open_data.archive(found))) as archive:
        explained = archive.read("LEESMIJ.txt").decode()
        assert [name for name in archive.namelist() if name not in explained] == ["LEESMIJ.txt"]
