"""Tables of planning and of promises: their head says what each column holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from houtskool.kernel.note import labels
from houtskool.kernel.note.lines import Line
from houtskool.kernel.note.units import cells_of
from houtskool.kernel.vaguedate import leading

_WHEN = frozenset(
    ["wanneer", "datum", "periode", "planning", "tijd", "tijdstip", "moment", "maand", "kwartaal", "week",
     "jaar", "data", "gereed", "deadline", "termijn", "uiterlijk", "afdoening", "afdoeningstermijn"]
)  # fmt: skip
_WHAT = frozenset(
    ["wat", "activiteit", "activiteiten", "actie", "acties", "stap", "stappen", "omschrijving", "mijlpaal",
     "bijeenkomst", "fase", "product", "gebeurtenis", "resultaat", "onderdeel", "werkzaamheden", "onderwerp"]
)  # fmt: skip
_PROMISE = frozenset(["toezegging", "toezeggingen", "aankondiging", "afspraak", "belofte"])
_STATE = frozenset(["stand", "status", "voortgang", "stand van zaken", "staat"])
_OTHER = frozenset(
    ["wie", "door wie", "hoe", "trekker", "uitgenodigd", "waar", "locatie", "plaats", "opmerking",
     "opmerkingen", "toelichting", "doel", "voor wie", "doelgroep", "verantwoordelijk", "verantwoordelijke",
     "nr", "nummer", "door", "portefeuillehouder"]
)  # fmt: skip
# Columns that name people, not what happens.
_WHO = frozenset(
    ["wie", "door wie", "trekker", "uitgenodigd", "voor wie", "doelgroep", "verantwoordelijk",
     "verantwoordelijke", "portefeuillehouder"]
)  # fmt: skip
# Columns that say who does or promises it.
_BY = frozenset(
    ["wie", "door wie", "door", "trekker", "verantwoordelijk", "verantwoordelijke", "portefeuillehouder"]
)
_ANY = _WHEN | _WHAT | _PROMISE | _STATE | _OTHER
# What a table's caption, or the line above it, says of promises.
_ABOUT_PROMISES = re.compile(r"toezegging|aankondiging|toegezegd|aangekondigd")
_PLEDGED = re.compile(r"toezegging|toegezegd")
_ANNOUNCED = re.compile(r"aankondiging|aangekondigd")
# "20 mei 2019 (gepland: begin 2019)": when it was, not when it had been meant to be.
_MEANT = re.compile(r"\s*\((?:was\s+)?(?:gepland|oorspronkelijk|eerder)\b[^)]*\)$")


class Row(Line):
    """A row below a known head.

    Where in its text stand what: what is done or promised; when: its period; who: who does it; said: all
    that tells of it. promised: the table is one of promises; pledged: it says that they are *toezeggingen*.
    """

    __slots__ = ("pledged", "promised", "said", "what", "when", "who")

    def __init__(
        self, line: Line, kept: list[tuple[int, int]], names: list[str], what: int, when: int
    ) -> None:
        """kept: the cells of the line that make the row, with their names; what and when are two of them."""
        pieces: list[str] = []
        origin: list[int] = []
        spans: list[tuple[int, int]] = []
        for start, end in kept:
            if pieces:
                origin.append(line.origin[start - 1])
            pieces.append(line.text[start:end])
            spans.append((len(origin), len(origin) + end - start))
            origin += line.origin[start:end]
        super().__init__("\t".join(pieces), origin, line.gap, line.left)
        self.what, self.when, self.promised, self.pledged = spans[what], spans[when], False, False
        self.who = next((span for name, span in zip(names, spans, strict=True) if name in _BY), None)
        self.said = [
            span
            for place, span in enumerate(spans)
            if place != when and names[place] not in _WHO and any(map(str.isalpha, self.text[slice(*span)]))
        ]


def read_tables(lines: Iterable[Line]) -> Iterator[Line]:
    """Rows below a known head without the columns that tell how things stand; the head itself is left out."""
    head: list[str] = []
    promised = pledged = False
    before = ""
    for line in lines:
        cells = [labels.squeezed(cell) for _, cell in cells_of(line.text)] if "\t" in line.text else []
        if _is_head(cells):
            head = cells
            promised = not _PROMISE.isdisjoint(head) or _ABOUT_PROMISES.search(before) is not None
            about = f"{before} {line.low}"
            pledged = _PLEDGED.search(about) is not None and not _ANNOUNCED.search(about)
        elif head and len(cells) == len(head):
            row = _row(line, head)
            row.promised, row.pledged = promised, pledged
            yield row
        else:
            if line.gap or not line.text[0].islower():
                head = []
            before = line.low
            yield line


def _is_head(cells: list[str]) -> bool:
    named = set(cells)
    return (
        len(named) == len(cells) > 1
        and named <= _ANY
        and not named.isdisjoint(_WHAT | _PROMISE)
        and not named.isdisjoint(_WHEN)
        and not named <= labels.FIELD_OF.keys()
    )


def _row(line: Line, head: list[str]) -> Row:
    starts = [start for start, _ in cells_of(line.text)]
    ends = [*(start - 1 for start in starts[1:]), len(line.text)]
    names = [name for name in head if name not in _STATE]
    kept = [span for name, span in zip(head, zip(starts, ends, strict=True), strict=True) if name in names]
    told = [place for place, name in enumerate(names) if name in _WHAT | _PROMISE]
    # The promise itself, else the fullest of the columns that tell something.
    what = max(told, key=lambda place: (names[place] in _PROMISE, kept[place][1] - kept[place][0]))
    when = next(place for place, name in enumerate(names) if name in _WHEN)
    start, end = kept[when]
    if (meant := _MEANT.search(line.text[start:end])) and leading(line.text[start : start + meant.start()]):
        kept[when] = (start, start + meant.start())
    return Row(line, kept, names, what, when)
