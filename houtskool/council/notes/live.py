"""The parts of a note that come out of the process, as it is on a day: tables and lists, never typed over.

What is decided or done stands in plain ink; what is not certain yet in italics, and the caption says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from django.db.models import prefetch_related_objects
from django.utils.formats import date_format

from houtskool.council.models import Attachment, Note
from houtskool.documents import (
    Inline,
    List,
    Paragraph,
    Run,
    Table,
    bullets,
    clean,
    emphasis,
    plain,
    strong,
)
from houtskool.kernel.vaguedate import Period
from houtskool.process import status
from houtskool.process.models import Decision, Gathering, Involvement, Process, Step
from houtskool.web.templatetags.houtskool import in_time

Part = Paragraph | List | Table
_YEAR = re.compile(r"\b(19|20)\d\d\b")
_FORMULA = re.compile(
    r"\s*(?:(?:het|de)\s+)?(?:college(?:\s+van\s+(?:b\s*(?:en|&)\s*w|burgemeester\s+en\s+wethouders))?|raad"
    r"|burgemeester(?:\s+en\s+wethouders)?)\s+(?:stelt|stellen)\s+(?:de|deze|het|dit)\s+"
    r"(?:\w*nota|collegebesluit|raadsvoorstel|collegebericht|\w*brief|\w*memo)\s+vast[\s.;]*$",
    re.IGNORECASE,
)
_DIGITS = re.compile(
    r"(?<![\d/.-])(?:(?P<d>\d\d?)[-/.](?P<m>\d\d?)[-/.](?P<y>(?:19|20)\d\d)"
    r"|(?P<Y>(?:19|20)\d\d)-(?P<M>\d\d)-(?P<D>\d\d))(?![\d/-])"
)
SURE = frozenset({"done", "ink", "late"})


def fetch(process: Process) -> Process:
    """Everything that the parts show, in a fixed number of queries. What the instance has already, stays."""
    prefetch_related_objects(
        [process],
        "goals", "steps", "gatherings__involvements__group", "commitments", "decisions",
        "involvements__group", "involvements__organisation", "involvements__department",
        "involvements__gathering",
    )  # fmt: skip
    return process


def part(name: str, note: Note, attachments: Sequence[Attachment], at: date) -> Part:
    """One live part; where there is nothing, a sentence that says so."""
    if name == Note.Part.ANNEXES:
        return annexes(attachments)
    return _PARTS[name](note.process, at)


def goals(process: Process, at: date) -> Part:
    found = [line(goal.text) for goal in process.goals.all()]
    return bullets(*found) if found else Paragraph("Er zijn nog geen doelen vastgelegd.")


def gatherings(process: Process, at: date) -> Part:
    rows = []
    for shown in status.with_state(process.gatherings.all(), at):
        gathering: Gathering = shown.row
        guests = "; ".join(dict.fromkeys(one.group.name for one in gathering.involvements.all() if one.group))
        rows.append(
            (_when(gathering, shown.state), with_place(gathering), line(guests) or "–", _state(shown))
        )
    return _table(
        f"Gesprekken en sessies, stand op {day(at)}.",
        ("Wanneer", "Bijeenkomst", "Uitgenodigd", "Stand"),
        rows,
        "Er zijn nog geen gesprekken of sessies vastgelegd.",
    )


def who(process: Process, at: date) -> Part:
    """Every group, organisation and department with how it takes part."""
    ways: dict[str, dict[str, None]] = {}
    for involvement in process.involvements.all():
        ways.setdefault(line(str(involvement.who)), {})[_way(involvement)] = None
    return _table(
        f"Wie er meedoet, stand op {day(at)}.",
        ("Wie", "Hoe"),
        [(name, ", ".join(how)) for name, how in ways.items()],
        "Er zijn nog geen deelnemers vastgelegd.",
    )


def planning(process: Process, at: date) -> Part:
    parts: list[Step | Gathering] = [*process.steps.all(), *process.gatherings.all()]
    rows = [
        (_when(shown.row, shown.state), with_place(shown.row), _state(shown))
        for shown in status.with_state(in_order(parts), at)
    ]
    return _table(
        f"Planning, stand op {day(at)}.",
        ("Wanneer", "Wat", "Stand"),
        rows,
        "Er is nog niets gepland.",
    )


def commitments(process: Process, at: date) -> Part:
    rows = [
        (
            line(shown.row.text),
            when(shown.row.due) if shown.row.due else emphasis("geen termijn afgesproken"),
            _state(shown),
        )
        for shown in status.commitments_with_state(process, at)
    ]
    return _table(
        f"Aankondigingen en toezeggingen, stand op {day(at)}.",
        ("Wat", "Termijn", "Stand"),
        rows,
        "Er is nog niets aangekondigd of toegezegd.",
    )


def earlier_decisions(process: Process, at: date) -> Part:
    found = [line(in_words(decision)) for decision in decisions_before(process, at)]
    return bullets(*found) if found else Paragraph("Er zijn geen eerdere besluiten vastgelegd.")


def annexes(attachments: Sequence[Attachment]) -> Part:
    if not attachments:
        return Paragraph("Bij deze nota zijn geen bijlagen.")
    return bullets(
        *(
            name if one.upload_id else (Run(f"{name} "), emphasis("(niet bijgevoegd)"))
            for one, name in zip(attachments, annex_names(attachments), strict=True)
        )
    )


def annex_names(attachments: Sequence[Attachment]) -> list[str]:
    """ "Bijlage 2: Planning"; a title that already says so stays as it is."""
    titles = [line(one.title) for one in attachments]
    return [
        title if title.lower().startswith("bijlage") else f"Bijlage {number}: {title}"
        for number, title in enumerate(titles, start=1)
    ]


_PARTS: dict[str, Callable[[Process, date], Part]] = {
    Note.Part.GOALS: goals,
    Note.Part.GATHERINGS: gatherings,
    Note.Part.WHO: who,
    Note.Part.PLANNING: planning,
    Note.Part.COMMITMENTS: commitments,
    Note.Part.EARLIER_DECISIONS: earlier_decisions,
}


def decisions_before(process: Process, at: date) -> list[Decision]:
    """What was decided by then; a decision without a day counts, one in the future does not.

    That a document was adopted decides nothing about its subject, and is not named.
    """
    return [
        decision
        for decision in process.decisions.all()
        if (decision.period_start or decision.period_end or at) <= at and not _FORMULA.match(decision.text)
    ]


def in_words(decision: Decision) -> str:
    """ "Sociaal ondernemen in Haarlem (2016/491015), commissie Ontwikkeling, november 2016"."""
    number = f" ({decision.number})" if decision.number else ""
    period = when(decision.period) if decision.period else ""
    told = [decision.text.strip(".,; ") + number, decision.body.strip(".,; "), period]
    return ", ".join(filter(None, told))


def in_order(parts: Iterable[Step | Gathering]) -> list[Step | Gathering]:
    """By the day on which they begin; what has no day comes last, in the order in which it was written."""

    def first_day(one: Step | Gathering) -> date:
        period = one.period
        return (period and (period.start or period.end)) or date.max

    return sorted(parts, key=first_day)


def day(on: date) -> str:
    return date_format(on, "j F Y")


def when(period: Period) -> str:
    """A period as it reads years later: words that lean on another date ("juli jl.", "18 oktober") give way
    to the day or the month that they mean."""
    first, last = period.start, period.end
    if _YEAR.search(period.text) or not first:
        return _inside(written_out(line(period.text)))
    if first == last:
        return day(first)
    if last and (first.year, first.month) == (last.year, last.month):
        return date_format(first, "F Y")
    return line(in_time(period))


def written_out(text: str) -> str:
    """Days in digits as the rest of the note writes them: "06-11-2018" becomes "6 november 2018"."""

    def in_words(found: re.Match[str]) -> str:
        year, month, on = (found[name.lower()] or found[name] for name in "YMD")
        try:
            return day(date(int(year), int(month), int(on)))
        except ValueError:  # no day of the calendar; it stays as it was typed
            return found[0]

    return _DIGITS.sub(in_words, text)


def _inside(words: str) -> str:
    """Words as they stand inside a sentence: "Najaar 2019" becomes "najaar 2019", "Q3 2023" stays."""
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def line(text: str) -> str:
    """Text out of the process, on one line and fit for a document."""
    return " ".join(clean(text).split())


def _when(one: Step | Gathering, state: str) -> Inline:
    period = one.period
    if period is None:
        return (emphasis("nog niet gepland"),)
    words = when(period)
    if one.real and one.planned and when(one.planned) != words:
        words += f" (gepland: {when(one.planned)})"
    return words if state in SURE else (emphasis(words),)


def with_place(one: Step | Gathering) -> str:
    """What it is, and where unless its name says so; without a full stop, for it may stand in a sentence."""
    title = written_out(line(str(one)))
    place = line(getattr(one, "place", ""))
    title = title.rstrip(". ")
    return f"{title}, {place}" if place and place not in title else title


def _way(involvement: Involvement) -> str:
    """ "uitgenodigd voor 29 november 2018"."""
    way = str(involvement.role or involvement.get_how_display())
    if involvement.gathering:
        period = involvement.gathering.period
        # Words without a day ("juli jl.") mean nothing to who reads them years later; the name does.
        known = period and (period.start or period.end)
        way += f" voor {when(period) if period and known else with_place(involvement.gathering)}"
    return line(way).rstrip(".")


def _state(shown: status.Shown) -> Inline:
    if shown.state == "late":
        return (strong(shown.label),)
    return shown.label if shown.state in SURE else (emphasis(shown.label),)


def _table(
    caption: str, heads: tuple[str, ...], rows: Sequence[tuple[Inline | Run, ...]], nothing: str
) -> Part:
    if not rows:
        return Paragraph(nothing)
    filled = [
        tuple((cell,) if isinstance(cell, Run) else cell if plain(cell).strip() else "–" for cell in row)
        for row in rows
    ]
    if any(isinstance(cell, tuple) and any(run.emphasis for run in cell) for row in filled for cell in row):
        caption += " Schuin gedrukt is wat nog niet zeker is."
    return Table(caption, heads, tuple(filled))
