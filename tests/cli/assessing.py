"""`houtskool assess` as its tests give it: a small framework, a few scores, and what comes out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from houtskool import cli

ROOT = Path(__file__).resolve().parents[2]
FILES = ROOT / "tests" / "fixtures" / "assessment"
FRAMEWORK = """
title = "Klein kader"
threshold = 0.6
[[criterion]]
key = "a"
question = "Eerste vraag?"
weight = 1
scale = [[0, 0.0], [10, 1.0]]
[[criterion]]
key = "b"
question = "Tweede vraag?"
weight = 1
scale = [[0, 0.0], [10, 1.0]]
"""
HEAD = "case,assessor,criterion,score,reason\n"


@pytest.fixture
def run(tmp_path, capsys):
    """Writes both files, gives the command, and returns its JSON; or its message when it exits 2."""

    def give(scores: str | bytes, framework: str | bytes = FRAMEWORK, *options: str):
        for name, content in (("kader.toml", framework), ("scores.csv", scores)):
            data = content.encode() if isinstance(content, str) else content
            (tmp_path / name).write_bytes(data)
        paths = [str(tmp_path / "kader.toml"), str(tmp_path / "scores.csv")]
        code = cli.main(["assess", *paths, "--json", *options])
        out, err = capsys.readouterr()
        if code:
            assert (code, out) == (2, "")
            return err
        assert err == ""
        return json.loads(out)

    return give


def rows(*cells: str) -> str:
    """Rows such as `x a 5`: case, criterion and score, by one assessor."""
    return HEAD + "".join("{},Ans,{},{},\n".format(*(*cell.split(" "), "")[:3]) for cell in cells)


def one(answer, case="x"):
    return next(found for found in answer["cases"] if found["case"] == case)
