"""Where in a framework's TOML something is wrong, in words that lead a reader to the place. Pure."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from houtskool.kernel.decision import Problem


def in_dutch(name: str, error: tomllib.TOMLDecodeError) -> str:
    """Why a text is no TOML. `name` is the file's name, for in front of the place."""
    found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    where = f", regel {found[1]}, teken {found[2]}" if found else " aan het einde"
    plain = re.sub(r" \(at .*\)$", "", str(error))
    return (
        f"{name}{where}: dit is geen geldige TOML ({plain}). "
        "Zet tekst tussen aanhalingstekens, getallen met een punt, en begin elk criterium met [[criterion]]."
    )


def criterion_lines(text: str, data: dict[str, Any]) -> list[int]:
    """On which lines the criteria begin; nothing where they were written in another way."""
    starts = [
        number
        for number, line in enumerate(text.splitlines(), 1)
        if re.match(r"\s*\[\[\s*criterion\s*\]\]", line)
    ]
    listed = data.get("criterion")
    return starts if isinstance(listed, list) and len(starts) == len(listed) else []


def at_criterion(name: str, problem: Problem, data: dict[str, Any], starts: list[int]) -> str:
    """The problem with the line, number and key of its criterion in front."""
    if problem.at is None:
        return f"{name}: {problem.text}"
    key = data["criterion"][problem.at].get("key")
    line = f", regel {starts[problem.at]}" if starts else ""
    return f"{name}{line}, criterium {problem.at + 1}{f' ({key})' if key else ''}: {problem.text}"
