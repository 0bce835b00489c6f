"""One definition of a percentage: the pages, the open data and `houtskool opinion` tell the same."""

from __future__ import annotations

import io
import json
import re
import zipfile

import pytest
from django.urls import reverse

from houtskool.cli import main
from houtskool.deliberation import analysing, open_data
from houtskool.kernel.opinion import whole_percentages
from tests.deliberation import planted


@pytest.fixture
def files(world, tmp_path):
    """The open data of a closed conversation in which people also pass, unpacked."""
    made = planted.two_camps(world)
    for person in made.people[:6]:
        made.vote(person, {4: 0, 5: 0})
    made.close()
    found = analysing.bring_up_to_date(made.conversation, at=world.at)
    with zipfile.ZipFile(io.BytesIO(open_data.archive(found))) as archive:
        archive.extractall(tmp_path)
    return made, tmp_path


def test_reckoning_the_open_data_again_gives_the_percentages_of_the_page(files, capsys):
    _made, folder = files
    words = ["opinion", str(folder / "votes.csv"), "--statements", str(folder / "statements.csv")]
    assert main([*words, "--json"]) == 0
    reckoned = json.loads(capsys.readouterr().out)
    told = json.loads((folder / "result.json").read_text())
    for one, other in zip(told["statements"], reckoned["statements"], strict=True):
        counts = [round(other[side] * other["votes"]) for side in ("agree", "disagree", "pass")]
        assert list(one["percent"].values()) == list(whole_percentages(counts))
    assert any(one["percent"]["pass"] >= 10 for one in told["statements"])
    mine = {
        frozenset((one["statement"], one["agree"], one["percent"], one["versus"]) for one in group["apart"])
        for group in told["groups"]
    }
    theirs = {
        frozenset(
            (
                int(one["statement"]),
                one["stance"] == "agree",
                round(100 * one["share"]),
                round(100 * one["versus"]),
            )
            for one in group["representative"]
        )
        for group in reckoned["groups"]
    }
    assert len(mine) == 2
    assert mine == theirs
    assert main(words) == 0
    table = capsys.readouterr().out
    assert "Percentages zijn van alle stemmen op een stelling; overslaan telt daarin mee." in table
    shown = {
        int(row[0]): row[2:5]
        for row in map(str.split, table.splitlines())
        if len(row) > 6 and row[0].isdecimal()
    }
    for one in told["statements"]:
        assert shown[one["statement"]] == [f"{part}%" for part in one["percent"].values()]


def test_what_a_percentage_is_of_stands_on_the_page_and_in_the_open_data(world, files):
    made, folder = files
    page = (
        world.as_(world.alice)
        .get(reverse("deliberation:result", args=[made.conversation.pk]))
        .content.decode()
    )
    assert "iedereen die op de stelling stemde; wie oversloeg, telt daarin mee" in re.sub(r"\s+", " ", page)
    assert (
        "is van alle stemmen op een stelling; overslaan telt daarin mee"
        in (folder / "LEESMIJ.txt").read_text()
    )
