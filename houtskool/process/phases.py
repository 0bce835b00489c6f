"""The line from note to execution, as it stands on a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from houtskool.process.models import Process
from houtskool.process.models.periods import Planned


@dataclass(frozen=True)
class Phase:
    """One stretch of the line. state: "done" (ink), "now" or "late" (ember), "later" (a thin line).

    With `opens_execution` what follows it is the execution, whatever steps are still written down. A phase
    that a higher room reached may name the `step` it came of: the two are one station then.
    """

    label: str
    when: str
    state: str
    url: str
    opens_execution: bool = False
    step: int | None = None


# What a higher room knows of the line: phases, each with the day that gives it its place.
Source = Callable[[Process, date], Iterator[tuple[date, Phase]]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    _sources[name] = source


def registered() -> dict[str, Source]:
    return dict(_sources)


def reached(process: Process, at: date) -> dict[int, Phase]:
    """Step → the phase that came of it, as far as a higher room knows one: the step is done then."""
    above = (pair for source in _sources.values() for pair in source(process, at))
    return {phase.step: phase for _when, phase in above if phase.step is not None}


def phases(process: Process, at: date) -> list[Phase]:
    """The documents, the gatherings taken together, the steps and what higher rooms know, as they end."""
    found: list[tuple[date, Phase]] = []
    for document in process.documents.all():
        if document.dated and not document.confidential:
            label = str(document.kind or _("document")).capitalize()
            state = "done" if document.dated <= at else "later"
            phase = Phase(label, date_format(document.dated, "j F Y"), state, document.get_absolute_url())
            found.append((document.dated, phase))
    if gatherings := _gatherings(process, at):
        found.append(gatherings)
    last = max((when for when, _phase in found), default=date.min)
    planned: dict[int, tuple[str, str]] = {}
    above = [pair for source in _sources.values() for pair in source(process, at)]
    came_of = {phase.step: phase for _when, phase in above if phase.step is not None}
    for step in process.steps.all():
        period = step.period
        # A step without a day comes where it was written: after the ones before it.
        last = (period and (period.end or period.start)) or last
        when = period.text if period else _("nog niet gepland")
        label = Truncator(step.title).words(6)
        if step.pk in came_of:
            planned[step.pk] = (label, step.planned_words)
            continue
        found.append((last, Phase(label, when, _state(step, at), step.get_absolute_url())))
    found += [(day, _at_one_station(phase, planned)) for day, phase in above]
    line = [phase for _, phase in sorted(found, key=lambda pair: pair[0])]
    opened = any(phase.opens_execution for phase in line)
    if process.coalition_words or opened:
        line.append(_execution(process, at, opened=opened))
    return line


def _at_one_station(phase: Phase, planned: Mapping[int, tuple[str, str]]) -> Phase:
    """The phase under the name of the step it came of, with when it was planned and when it really was."""
    if phase.step is None or phase.step not in planned:
        return phase
    label, words = planned[phase.step]
    when = _("%(real)s (gepland: %(planned)s)") % {"real": phase.when, "planned": words or _("onbekend")}
    return replace(phase, label=label, when=when)


def _state(part: Planned, at: date) -> str:
    if part.is_done(at):
        return "done"
    if part.is_late(at):
        return "late"
    return "now" if part.has_begun(at) else "later"


def _execution(process: Process, at: date, *, opened: bool) -> Phase:
    """What was decided is carried out within the coalition's term, once adopted or every step is done."""
    over = process.coalition_end is not None and process.coalition_end < at
    ready = opened or all(step.is_done(at) for step in process.steps.all())
    state = "done" if over else "now" if ready else "later"
    return Phase(_("Uitvoering"), process.coalition_words, state, "")


def _gatherings(process: Process, at: date) -> tuple[date, Phase] | None:
    """The gatherings as one phase: done when all are, late when one is, else running once the first began."""
    gatherings = list(process.gatherings.all())
    days = [day for one in gatherings if one.period for day in (one.period.start, one.period.end) if day]
    if not days:
        return None
    states = {_state(one, at) for one in gatherings}
    first, last = min(days), max(days)
    running = "now" if first <= at else "later"
    state = "late" if "late" in states else "done" if states == {"done"} else running
    return last, Phase(_("Gesprekken en sessies"), _span(first, last), state, "#bijeenkomsten")


def _span(first: date, last: date) -> str:
    """ "juli – november 2018"; the year once when it is the same."""
    if (first.year, first.month) == (last.year, last.month):
        return date_format(first, "F Y")
    return f"{date_format(first, 'F' if first.year == last.year else 'F Y')} – {date_format(last, 'F Y')}"
