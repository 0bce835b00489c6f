"""Recognitions in one cell of a spreadsheet: "PSO Trede 2 (01-05-2017 t/m 30-04-2019); ANBI"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils import translation

from houtskool.accounts.models import User
from houtskool.records.cells import Column, join, read_day, split
from houtskool.records.folding import fold
from houtskool.records.models import ImportBatch
from houtskool.sector import actions
from houtskool.sector.models import Organisation, Recognition
from houtskool.web.language import dutch

TITLE = "Erkenningen"
_WITH_DAYS = re.compile(r"(?P<what>[^()]+?)\s*\((?P<start>[^()]*?)\s*t/m\s*(?P<end>[^()]*)\)")


class Told(NamedTuple):
    """What a cell tells of one recognition; where it was found is left as it is."""

    scheme: str
    level: str
    valid_from: date | None
    valid_until: date | None

    def __str__(self) -> str:
        with translation.override("nl"):
            words = str(Recognition(scheme=self.scheme, level=self.level))
        if self.valid_from is None and self.valid_until is None:
            return words
        return f"{words} ({_day(self.valid_from)} t/m {_day(self.valid_until)})"


def _day(day: date | None) -> str:
    return f"{day:%d-%m-}{day.year:04d}" if day else ""


def told(recognition: Recognition) -> Told:
    return Told(recognition.scheme, recognition.level, recognition.valid_from, recognition.valid_until)


def read(cell: str) -> list[Told]:
    return sorted(map(_read_one, split(cell)), key=_order)


def column() -> Column:
    return Column(
        "recognitions",
        TITLE,
        "erkenningen, met tijd als die bekend is: PSO Trede 2 (01-05-2017 t/m 30-04-2019); ANBI",
        value=lambda organisation: sorted(map(told, organisation.recognitions.all()), key=_order),
        write=lambda value: join(map(str, value)),
        read=read,
        aliases=("erkenning", "keurmerk"),
    )


def keep(
    organisation: Organisation,
    wanted: Sequence[Told],
    *,
    by: User | None,
    at: datetime,
    batch: ImportBatch | None,
) -> None:
    """Give the organisation these recognitions: what is there stays, the rest is added or removed."""
    left = list(wanted)
    for recognition in list(organisation.recognitions.all()):
        if told(recognition) in left:
            left.remove(told(recognition))
        else:
            actions.remove(recognition, by=by, at=at, batch=batch)
    for one in left:
        actions.add(Recognition(organisation=organisation, **one._asdict()), by=by, at=at, batch=batch)
    # What was fetched beforehand no longer holds.
    getattr(organisation, "_prefetched_objects_cache", {}).pop("recognitions", None)


def _order(one: Told) -> tuple[str, str, date, date]:
    return one.scheme, one.level, one.valid_from or date.min, one.valid_until or date.max


def _read_one(text: str) -> Told:
    days = _WITH_DAYS.fullmatch(text)
    what = days["what"] if days else text
    scheme, level = _known().get(fold(what), ("", ""))
    if not scheme:
        offered = ", ".join(map(dutch, Recognition.Scheme.labels))
        raise ValidationError(
            f"{TITLE}: ‘{text}’ is niet bekend. Kies uit: {offered}; bij PSO met de trede erachter."
        )
    start, end = (read_day(days[name], TITLE) if days else None for name in ("start", "end"))
    return Told(scheme, level, start, end)


def _known() -> dict[str, tuple[str, str]]:
    """The words of every scheme, with and without level, folded."""
    schemes = {fold(dutch(scheme.label)): (str(scheme.value), "") for scheme in Recognition.Scheme}
    pso = Recognition.Scheme.PSO
    levels = {
        fold(f"{dutch(pso.label)} {dutch(level.label)}"): (str(pso.value), str(level.value))
        for level in Recognition.Level
    }
    return schemes | levels
