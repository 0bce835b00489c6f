"""Reading a conversation from files in the layout of Polis: what fits is taken, the rest comes back by row.

Known by their columns, whatever they are called: comments (`comment-id`, `comment-body`, `moderated`), votes
one by one (`voter-id`, `comment-id`, `vote`), votes as a table (`participant`, then a column per statement).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from houtskool.deliberation.models.statements import MOST_CHARACTERS
from houtskool.deliberation.open_data import FORMULA
from houtskool.documents.zipped import Suspect, open_zip, pieces

UNPACKED = 500_000_000
MEMBERS = 50
TEXT = ("comment-body", "text")
STATEMENT = ("comment-id", "statement")
PERSON = ("voter-id", "participant")
BESIDE = {"participant", "voter-id", "xid", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree"}
VALUES = {"1": 1, "-1": -1, "0": 0}
# A number in a database column for whole numbers.
_NUMBER = re.compile(r"\d{1,9}")


@dataclass(frozen=True)
class Refused:
    """A row of a file that is not taken over. The header is row 1."""

    file: str
    row: int
    why: str


@dataclass
class Read:
    """What the files hold. `votes`: (person, statement) → vote, the last that was cast; `first` and `last`:
    when, in seconds since 1970, where the files tell."""

    statements: dict[int, tuple[str, bool]] = field(default_factory=dict)
    votes: dict[tuple[str, int], int] = field(default_factory=dict)
    replaced: int = 0
    refused: list[Refused] = field(default_factory=list)
    first: int | None = None
    last: int | None = None

    @property
    def people(self) -> list[str]:
        return sorted({person for person, _number in self.votes}, key=lambda name: (len(name), name))

    @property
    def out(self) -> int:
        return sum(out for _words, out in self.statements.values())


@dataclass(frozen=True)
class _File:
    name: str
    head: list[str]
    rows: list[tuple[int, list[str]]]

    def column(self, *names: str) -> int | None:
        return next((self.head.index(name) for name in names if name in self.head), None)

    def has(self, *columns: tuple[str, ...]) -> bool:
        """Whether each of these columns is there, under one of its names."""
        return all(self.column(*names) is not None for names in columns)


def read(data: bytes) -> Read:
    """data: a zip with the files. Raises ValidationError when it cannot be opened or lacks what is needed."""
    files = list(_files(data))
    comments = next((one for one in files if one.has(STATEMENT, TEXT)), None)
    if comments is None:
        raise ValidationError(
            _(
                "Er zit geen bestand met stellingen bij. Voeg comments.csv toe, met de kolommen comment-id "
                "en "
                "comment-body: zonder teksten kan niemand de uitkomst lezen."
            )
        )
    one_by_one = next((one for one in files if one.has(STATEMENT, PERSON, ("vote",))), None)
    tables = (one for one in files if one.head[:1] and one.head[0] in PERSON and not one.has(STATEMENT))
    as_table = next(tables, None)
    if one_by_one is None and as_table is None:
        raise ValidationError(
            _(
                "Er zit geen bestand met stemmen bij. Voeg votes.csv toe (voter-id, comment-id, vote), of "
                "participants-votes.csv."
            )
        )
    found = Read()
    _read_statements(comments, found)
    if one_by_one is not None:
        _read_votes(one_by_one, found)
    elif as_table is not None:
        _read_table(as_table, found)
    if not found.statements:
        raise ValidationError(_("Er is geen enkele stelling over te nemen. Kijk de kolommen na."))
    return found


def _files(data: bytes) -> Iterator[_File]:
    try:
        archive = open_zip(data, members=MEMBERS, unpacked=UNPACKED, ratio=200)
        for part in archive.infolist():
            if part.filename.lower().endswith(".csv") and not part.filename.startswith("__MACOSX"):
                yield _file(part.filename.rpartition("/")[2], b"".join(pieces(archive, part.filename)))
    except Suspect as suspect:
        raise ValidationError(
            _("Dit zip-bestand is niet te openen: het is beschadigd, op slot, of wordt veel te groot.")
        ) from suspect


def _file(name: str, data: bytes) -> _File:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    rows: list[tuple[int, list[str]]] = []
    try:
        csv.field_size_limit(1_000_000)
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1):
            if any(cell.strip() for cell in row):
                rows.append((number, row))
    except csv.Error as error:
        raise ValidationError(
            _("%(name)s is niet als CSV te lezen. Bewaar het opnieuw als CSV (UTF-8).") % {"name": name}
        ) from error
    head = [cell.strip().lower() for cell in rows[0][1]] if rows else []
    return _File(name, head, rows[1:])


def _cell(row: list[str], place: int | None) -> str:
    return row[place].strip() if place is not None and place < len(row) else ""


def _read_statements(file: _File, found: Read) -> None:
    key, text, state = file.column(*STATEMENT), file.column(*TEXT), file.column("moderated")
    for number, row in file.rows:
        name, words, moderated = _cell(row, key), " ".join(_cell(row, text).split()), _cell(row, state)
        if words.startswith("'") and FORMULA.match(words):
            words = words[1:]
        why = ""
        if not _NUMBER.fullmatch(name):
            why = _("het nummer van de stelling is geen getal: ‘%(name)s’") % {"name": name[:40]}
        elif int(name) in found.statements:
            why = _("stelling %(name)s stond er al") % {"name": name}
        elif not words:
            why = _("de tekst van de stelling ontbreekt")
        elif len(words) > MOST_CHARACTERS:
            why = _("de stelling telt %(count)s tekens; het mogen er %(most)s zijn") % {
                "count": len(words),
                "most": MOST_CHARACTERS,
            }
        elif moderated not in {"", "-1", "0", "1"}:
            why = _("‘moderated’ is -1, 0 of 1; hier staat ‘%(state)s’") % {"state": moderated[:40]}
        if why:
            found.refused.append(Refused(file.name, number, why))
        else:
            found.statements[int(name)] = (words, moderated == "-1")


def _read_votes(file: _File, found: Read) -> None:
    key, person, vote, time = (
        file.column(*STATEMENT),
        file.column(*PERSON),
        file.column("vote"),
        file.column("timestamp"),
    )
    taken: list[tuple[int, str, int, int]] = []
    timed = time is not None and all(_cell(row, time).isdecimal() for _number, row in file.rows)
    for number, row in file.rows:
        who, name, value = _cell(row, person), _cell(row, key), _cell(row, vote)
        if why := _wrong_vote(who, name, value, found):
            found.refused.append(Refused(file.name, number, why))
        else:
            taken.append((int(_cell(row, time)[:14]) if timed else 0, who, int(name), VALUES[value]))
    if timed and taken:
        taken.sort(key=lambda one: one[0])
        found.first, found.last = (_seconds(taken[place][0]) for place in (0, -1))
    for _time, who, name_, value_ in taken:
        found.replaced += (who, name_) in found.votes
        found.votes[who, name_] = value_


def _seconds(time: int) -> int:
    """Polis writes seconds or thousandths of them."""
    return time // 1000 if time > 100_000_000_000 else time


def _read_table(file: _File, found: Read) -> None:
    columns = [(place, name) for place, name in enumerate(file.head) if name and name not in BESIDE]
    for number, row in file.rows:
        who = _cell(row, 0)
        for place, name in columns:
            value = _cell(row, place)
            if not value:
                continue
            if why := _wrong_vote(who, name, value, found):
                found.refused.append(Refused(file.name, number, why))
            else:
                found.replaced += (who, int(name)) in found.votes
                found.votes[who, int(name)] = VALUES[value]


def _wrong_vote(who: str, name: str, value: str, found: Read) -> str:
    if not who:
        return _("het nummer van de deelnemer ontbreekt")
    if not _NUMBER.fullmatch(name) or int(name) not in found.statements:
        return _("stelling ‘%(name)s’ is er niet") % {"name": name[:40]}
    if value not in VALUES:
        return _("een stem is 1, -1 of 0; hier staat ‘%(value)s’") % {"value": value[:40]}
    return ""
