"""The files that `houtskool opinion` reads: votes in long and wide form, also as Polis has them."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, count, islice
from operator import itemgetter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from houtskool.cli.base import BadInput, bytes_of
from houtskool.kernel.opinion import Votes, votes_from

PARTICIPANT = ("participant", "voter-id")
STATEMENT = ("statement", "comment-id")
TEXT = ("text", "comment-body")
# What stands beside the votes in the wide file of the Polis open data.
BESIDE = {"participant", "voter-id", "xid", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree"}
VALUES = {"1": 1, "-1": -1, "0": 0}
ROWS_AT_ONCE = 500  # few, so that the collector of garbage has little to go through
Row = list[str]


@dataclass(frozen=True)
class Cast:
    """Votes with the ids that the file gives; participants and statements in the order of their ids."""

    votes: Votes
    participants: list[str]
    statements: list[str]


@dataclass(frozen=True)
class Told:
    """What the statements' file says of one."""

    text: str
    out: bool


def read_votes(path: Path) -> Cast:
    """Raises BadInput with the row that cannot be used; the header is row 1."""
    head, rows = _table(path)
    known = {name: place for place, name in reversed(list(enumerate(head)))}
    person = next((known[name] for name in PARTICIPANT if name in known), None)
    statement = next((known[name] for name in STATEMENT if name in known), None)
    if person is not None and statement is not None and "vote" in known:
        return _long(path, rows, (person, statement, known["vote"]))
    columns = [place for place, name in enumerate(head) if name and name not in BESIDE]
    if person is None or statement is not None or "vote" in known or not columns:
        raise BadInput(
            f"{path}: de kop is niet te gebruiken; er staat: {', '.join(head)}. "
            "Geef ‘participant,statement,vote’ (of ‘voter-id,comment-id,vote’), "
            "of ‘participant’ en dan een kolom per stelling."
        )
    return _wide(path, rows, head, person, columns)


def read_statements(path: Path) -> dict[str, Told]:
    """Text and moderation per statement. Raises BadInput with the row that cannot be used."""
    head, rows = _table(path)
    key = next((head.index(name) for name in reversed(STATEMENT) if name in head), None)
    if key is None:
        raise BadInput(f"{path}: er is geen kolom ‘comment-id’ of ‘statement’; er staat: {', '.join(head)}.")
    text = next((head.index(name) for name in TEXT if name in head), None)
    moderated = head.index("moderated") if "moderated" in head else None
    told: dict[str, Told] = {}
    for number, row in enumerate(rows, start=2):
        if not any(row):
            continue
        name = row[key].strip() if key < len(row) else ""
        if not name:
            raise BadInput(f"{path}, regel {number}: het nummer van de stelling ontbreekt.")
        state = row[moderated].strip() if moderated is not None and moderated < len(row) else ""
        if state not in {"", "-1", "0", "1"}:
            raise BadInput(
                f"{path}, regel {number}: ‘moderated’ is -1 (weggelaten), 0 of 1; hier staat ‘{state}’."
            )
        words = " ".join(row[text].split()) if text is not None and text < len(row) else ""
        told[name] = Told(words, state == "-1")
    return told


def _table(path: Path) -> tuple[Row, Iterator[Row]]:
    try:
        text = bytes_of(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is geen tekst in UTF-8. Bewaar het bestand als CSV (UTF-8).") from error
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    rows = _each(path, csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    head = [name.strip().lower() for name in next(rows, [])]
    if not any(head):
        raise BadInput(f"{path} is leeg. De eerste regel noemt de kolommen.")
    return head, rows


def _each(path: Path, rows: Iterator[Row]) -> Iterator[Row]:
    try:
        yield from rows
    except csv.Error as error:
        raise BadInput(f"{path} is niet als CSV te lezen: {error}.") from error


def _long(path: Path, rows: Iterator[Row], places: tuple[int, int, int]) -> Cast:
    """Participants and statements get a number as they arrive, from dictionaries that count by themselves."""
    people: defaultdict[str, int] = defaultdict(count().__next__)
    statements: defaultdict[str, int] = defaultdict(count().__next__)
    found: list[list[NDArray[np.int32]]] = [[], [], []]
    numbers = (people.__getitem__, statements.__getitem__, VALUES.__getitem__)
    done = 1
    while part := list(islice(rows, ROWS_AT_ONCE)):
        filled = [row for row in part if row]
        try:
            columns = list(zip(*map(itemgetter(*places), filled), strict=True))
            if columns:
                if not (all(columns[0]) and all(columns[1])):
                    raise KeyError
                for column, number, into in zip(columns, numbers, found, strict=True):
                    into.append(np.fromiter(map(number, map(str.strip, column)), np.int32, len(column)))
        except (IndexError, KeyError):
            _refuse(path, part, places, done)
            raise
        done += len(part)
    whole = [np.concatenate(column) if column else np.zeros(0, np.int32) for column in found]
    return _cast(path, whole[0], whole[1], whole[2], list(people), list(statements))


def _refuse(path: Path, part: Iterable[Row], places: tuple[int, int, int], done: int) -> None:
    """Say which of these rows cannot be used, and why."""
    names = ("de deelnemer", "de stelling", "de stem")
    for number, row in enumerate(part, start=done + 1):
        if not row:
            continue
        for place, name in zip(places, names, strict=True):
            if place >= len(row) or not row[place].strip():
                raise BadInput(f"{path}, regel {number}: {name} ontbreekt.")
        _vote(path, number, row[places[2]])


def _vote(path: Path, number: int, word: str, statement: str = "") -> int:
    value = VALUES.get(word.strip())
    if value is None:
        where = f", kolom {statement}" if statement else ""
        raise BadInput(
            f"{path}, regel {number}{where}: een stem is 1 (eens), -1 (oneens) of 0 (overgeslagen); "
            f"hier staat ‘{word.strip()}’."
        )
    return value


def _wide(path: Path, rows: Iterator[Row], head: Row, person: int, columns: list[int]) -> Cast:
    names = [head[place] for place in columns]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise BadInput(f"{path}: de kolom {twice} staat er meer dan eens.")
    take = itemgetter(*columns) if len(columns) > 1 else lambda row: (row[columns[0]],)
    people: dict[str, dict[int, int]] = {}
    for number, row in enumerate(rows, start=2):
        if not any(row):
            continue
        if len(row) <= max(person, columns[-1]):
            raise BadInput(f"{path}, regel {number}: er zijn {len(row)} kolommen, in de kop {len(head)}.")
        name = row[person].strip()
        if not name:
            raise BadInput(f"{path}, regel {number}: de deelnemer ontbreekt.")
        cells = enumerate(take(row))
        cast = {place: _vote(path, number, cell, names[place]) for place, cell in cells if cell.strip()}
        people.setdefault(name, {}).update(cast)
    length = [len(cast) for cast in people.values()]
    rows_of = np.repeat(np.arange(len(people), dtype=np.int32), length)
    total = sum(length)
    columns_of = np.fromiter(chain.from_iterable(people.values()), np.int32, total)
    values = np.fromiter(chain.from_iterable(cast.values() for cast in people.values()), np.int32, total)
    return _cast(path, rows_of, columns_of, values, list(people), names)


def _cast(
    path: Path,
    participant: NDArray[np.int32],
    statement: NDArray[np.int32],
    value: NDArray[np.int32],
    people: list[str],
    statements: list[str],
) -> Cast:
    """In the order of the ids, and without whoever and whatever has no vote."""
    if not len(value):
        raise BadInput(f"{path}: er staan geen stemmen in.")
    rows, names = _sorted(participant, people)
    columns, titles = _sorted(statement, statements)
    return Cast(votes_from(rows, columns, value, shape=(len(names), len(titles))), names, titles)


def _sorted(numbers: NDArray[np.int32], names: list[str]) -> tuple[NDArray[np.int32], list[str]]:
    used = np.bincount(numbers, minlength=len(names)) > 0
    kept = sorted(np.flatnonzero(used).tolist(), key=lambda number: _key(names[number]))
    place = np.zeros(len(names), np.int32)
    place[kept] = np.arange(len(kept), dtype=np.int32)
    return place[numbers], [names[number] for number in kept]


def _key(name: str) -> tuple[bool, int, str]:
    """Whole numbers by size, before all other ids by letter."""
    digits = name.isascii() and name.isdecimal()
    return not digits, int(name) if digits else 0, name
