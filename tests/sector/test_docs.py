"""Docs that cannot drift: the data dictionary of the spreadsheets."""

from __future__ import annotations

from pathlib import Path

import pytest

from houtskool.records import importing

PAGE = Path(__file__).resolve().parents[2] / "docs/data-dictionary.md"


def described(kind: importing.Kind) -> list[str]:
    """The lines of the dictionary about a kind."""
    lines = [f"## {kind.title} (`{kind.name}`)", "| kolom | veld | wat erin staat | ook gelezen als |"]
    lines.append("| id | `id` | het nummer in Houtskool; leeg voor een nieuwe rij | |")
    for column in kind.columns():
        aliases = ", ".join(column.aliases)
        lines.append(
            f"| {column.title} | `{column.name}` | {column.holds} | {aliases} |".replace("|  |", "| |")
        )
    return lines


@pytest.mark.parametrize("name", importing.kinds())
def test_every_column_of_a_spreadsheet_stands_in_the_data_dictionary(name):
    page = PAGE.read_text().splitlines()
    kind = importing.kind(name)
    missing = [line for line in described(kind) if line not in page]
    assert missing == []
    start = page.index(described(kind)[0])
    section = []
    for line in page[start + 1 :]:
        if line.startswith("## "):
            break
        section.append(line)
    rows = [line for line in section if line.startswith("| ") and not line.startswith(("| kolom", "| ---"))]
    assert len(rows) == len(described(kind)) - 2
