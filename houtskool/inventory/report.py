"""The report of a gathering: who was there, what was said by theme, what was agreed.

It is a document of the municipality, so its words are Dutch whatever language the reader chose.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from django.db import models
from django.utils import translation

from houtskool.documents import Block, Document, Fields, Heading, Paragraph, Table, bullets, field
from houtskool.documents.blocks import Field
from houtskool.inventory import consent, quotes
from houtskool.inventory.models import Contribution
from houtskool.process import turnout
from houtskool.process.models import Gathering
from houtskool.process.models import Table as GatheringTable

# More than this under one theme nobody reads in a report; it says how many more there are.
MOST = 25
OUTSIDE = consent.Audience.OUTSIDE


@translation.override("nl")
def report_of(gathering: Gathering, at: date) -> Document:
    """The report as it is now, with live quotes. Costs a fixed number of queries."""
    contributions = list(
        Contribution.objects.standing()
        .filter(gathering=gathering)
        .select_related("contributor__contact", "group")
        .prefetch_related("codings__theme")
        .order_by("at", "pk")
    )
    return Document(
        title=f"Verslag: {gathering.title}",
        blocks=(
            Fields(tuple(_header(gathering))),
            Heading(1, "Wie er waren"),
            *_attendance(gathering),
            Heading(1, "Wat er gezegd is"),
            *_said(contributions),
            Heading(1, "Wat er is afgesproken"),
            *_agreed(gathering),
        ),
        subject=gathering.process.title,
        date=at,
        running_head=gathering.process.title,
    )


def _header(gathering: Gathering) -> Iterator[Field]:
    yield field("Soort", str(gathering.get_kind_display()))
    yield field("Wanneer", gathering.period.text if gathering.period else "")
    yield field("Waar", gathering.place)
    if gathering.programme:
        yield field("Programma", gathering.programme)
    tables = [f"{table}: {table.theme}" if table.theme else str(table) for table in _tables(gathering)]
    if tables:
        yield field("Tafels", bullets(*tables))


def _tables(gathering: Gathering) -> models.QuerySet[GatheringTable]:
    return gathering.tables.select_related("theme")


def _attendance(gathering: Gathering) -> Iterator[Block]:
    """A row per group; what nobody noted is unknown, which is not none."""
    lines = turnout.by_group(gathering)
    if not lines:
        yield Paragraph("Van deze bijeenkomst is niet bijgehouden wie er waren.")
        return
    noted = gathering.invitations.standing().filter(attended__isnull=False).exists()
    rows = [(line.group or "Zonder groep", *_counts(line, noted)) for line in lines]
    yield Table(
        "Aanwezigen per groep",
        ("Groep", "Uitgenodigd", "Aangemeld", "Aanwezig"),
        (*rows, ("Samen", *_counts(turnout.turnout(gathering), noted))),
        ("left", "right", "right", "right"),
        row_heads=True,
    )
    if not noted:
        yield Paragraph("Wie er werkelijk was, is niet bijgehouden.")


def _counts(numbers: turnout.Turnout, noted: bool) -> tuple[str, str, str]:
    return str(numbers.invited), str(numbers.coming), str(numbers.present) if noted else "onbekend"


def _said(contributions: Sequence[Contribution]) -> Iterator[Block]:
    if not contributions:
        yield Paragraph("Er is nog niets vastgelegd van wat er gezegd is.")
        return
    groups = Counter(str(contribution.group or "Zonder groep") for contribution in contributions)
    yield Paragraph(
        f"Vastgelegd: {_pieces(len(contributions))}. Wie mocht, is hieronder letterlijk geciteerd."
    )
    yield Table(
        "Inbreng per groep",
        ("Groep", "Stukken inbreng"),
        tuple((name, str(count)) for name, count in sorted(groups.items())),
        ("left", "right"),
        row_heads=True,
    )
    by_theme: dict[str, list[Contribution]] = defaultdict(list)
    for contribution in contributions:
        for theme in {str(coding.theme) for coding in contribution.codings.all()} or {""}:
            by_theme[theme].append(contribution)
    for theme in sorted(by_theme, key=lambda name: (not name, name.casefold())):
        yield Heading(2, (theme[:1].upper() + theme[1:]) or "Nog zonder thema")
        yield from _under(by_theme[theme])


def _under(contributions: Sequence[Contribution]) -> Iterator[Block]:
    """The quotes of one theme; what may not be quoted is counted."""
    # What was withdrawn keeps its place: it says there that it was.
    shown = [one for one in contributions if one.withdrawn_at or consent.may_read(one, OUTSIDE)]
    yield from map(quotes.live, shown[:MOST])
    rest = [f"Nog {_pieces(len(shown) - MOST)} op dit thema."] if len(shown) > MOST else []
    if counted := len(contributions) - len(shown):
        verbs = ("telt", "staat") if counted == 1 else ("tellen", "staan")
        rest.append(f"{_pieces(counted)} {verbs[0]} alleen mee en {verbs[1]} hier niet.")
    if rest:
        yield Paragraph(" ".join(rest))


def _agreed(gathering: Gathering) -> Iterator[Block]:
    agreed = list(gathering.commitments.all())
    if not agreed:
        yield Paragraph("Er zijn geen afspraken genoteerd.")
        return
    yield Table(
        "Afspraken",
        ("Wat", "Wie", "Wanneer"),
        tuple((one.text, one.by or "onbekend", one.due_words or "zonder termijn") for one in agreed),
    )


def _pieces(count: int) -> str:
    return "1 stuk inbreng" if count == 1 else f"{count} stukken inbreng"
