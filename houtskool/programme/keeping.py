"""Keeping a row of a spreadsheet as a measure, with its action line, themes, milestones and money."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.process.models import Goal, Process
from houtskool.process.models.periods import local_day
from houtskool.programme.actions import measures as actions
from houtskool.programme.actions import signing
from houtskool.programme.columns import parse
from houtskool.programme.models import ActionLine, Measure
from houtskool.programme.part_columns import Parts, budget_line, milestone, milestone_parts, money_parts
from houtskool.records.folding import fold
from houtskool.records.models import ImportBatch
from houtskool.sector import actions as sector_actions
from houtskool.sector.models import Theme

_LINKS = ("partners", "themes", "domains", "depends_on")
_PERIODS = ("planned", "real")
Turns = tuple[Callable[[Any], Parts], Callable[[Measure, Parts], Model]]
_PARTS: Mapping[str, tuple[str, Turns]] = {
    "milestones": ("milestones", (milestone_parts, milestone)),
    "money": ("budget_lines", (money_parts, budget_line)),
}


@dataclass(frozen=True)
class Keeper:
    """Keeps a row for one import; `process` is where rows go that name none."""

    process: Process | None
    by: User | None
    at: datetime
    batch: ImportBatch | None

    def keep(self, thing: Measure | None, given: Mapping[str, Any]) -> Measure:
        """Add or change the measure. Raises ValidationError, in Dutch, per field where that can be."""
        values = dict(given)
        process = values.pop("process", None) or (thing.process if thing else self.process)
        if process is None:
            raise ValidationError(
                _("Bij welk proces hoort deze maatregel? Kies een proces, of vul de kolom.")
            )
        if thing is not None and thing.process_id != process.pk:
            raise ValidationError(
                _("Een maatregel verhuist niet naar een ander proces. Voeg haar daar opnieuw toe.")
            )
        measure = thing or Measure(process=process)
        parts = {name: values.pop(name) for name in _PARTS if name in values}
        links = {name: values.pop(name) for name in _LINKS if name in values}
        if "themes" in links:
            links["themes"] = [self._theme(name) for name in links["themes"]]
        if "depends_on" in links:
            links["depends_on"] = [_measure(process, name) for name in links["depends_on"]]
        if "part_of" in values:
            values["part_of"] = _measure(process, values["part_of"]) if values["part_of"] else None
        if "goal" in values:
            values["goal"] = _goal(process, values["goal"])
        if "started_ahead" in values:
            because = values["started_ahead"]
            values |= {"started_ahead": bool(because), "started_ahead_because": because}
        if "action_line" in values:
            values["action_line"] = self._line(process, values["action_line"])
        signed = signing.days(thing) if thing else {}
        _fill(measure, values, self.at)
        act = actions.add if thing is None else actions.change
        act(measure, by=self.by, at=self.at, links=links, batch=self.batch)
        for name, wanted in parts.items():
            self._parts(measure, name, wanted)
        if parts:
            # Who signed in the list did so with the milestones and the money of the list.
            measure._prefetched_objects_cache = {}  # type: ignore[attr-defined]  # no stub has it
            signing.remember(measure, signed, at=self.at)
        # What was fetched beforehand may be otherwise now. (Django's own name, which has no stub.)
        measure._prefetched_objects_cache = {}  # type: ignore[attr-defined]  # no stub has it
        return measure

    def _theme(self, name: str) -> Theme:
        found: Theme | None = Theme.objects.all().find(name)
        return found or sector_actions.add(Theme(name=name), by=self.by, at=self.at, batch=self.batch)

    def _line(self, process: Process, title: str) -> ActionLine | None:
        if not title:
            return None
        lines = ActionLine.objects.filter(process=process)
        found = next((line for line in lines if fold(line.title) == fold(title)), None)
        new = ActionLine(process=process, title=title)
        return found or actions.add(new, by=self.by, at=self.at, batch=self.batch)

    def _parts(self, measure: Measure, name: str, wanted: Sequence[Parts]) -> None:
        """Let the milestones or the money be these: what stands already stays as it is."""
        relation, (parts_of, made) = _PARTS[name]
        left = list(wanted)
        for row in getattr(measure, relation).all():
            if (parts := parts_of(row)) in left:
                left.remove(parts)
            else:
                actions.remove(row, by=self.by, at=self.at, batch=self.batch)
        for parts in left:
            actions.add(made(measure, parts), by=self.by, at=self.at, batch=self.batch)


def _measure(process: Process, name: str) -> Measure:
    """By its number and title, or by its title. Raises ValidationError unless there is just one."""
    titled = Q(title__iexact=name) | Q(title__iexact=name.partition(" ")[2])
    rows = Measure.objects.filter(titled, process=process)
    found = [one for one in rows if fold(name) in (fold(str(one)), fold(one.title))]
    if not found:
        told = _("Er is geen maatregel ‘%(name)s’. Verbeter de naam, of zet die maatregel hoger in het blad.")
        raise ValidationError(told % {"name": name})
    if len(found) > 1:
        told = _("Er zijn meer maatregelen ‘%(name)s’. Geef ze een nummer, en noem dat erbij.")
        raise ValidationError(told % {"name": name})
    return found[0]


def _goal(process: Process, words: str) -> Goal | None:
    if not words:
        return None
    found = next((one for one in process.goals.all() if fold(one.text) == fold(words)), None)
    if found is None:
        told = _("Het proces heeft geen doel ‘%(goal)s’. Verbeter de woorden, of voeg het doel toe.")
        raise ValidationError(told % {"goal": words})
    return found


def _fill(measure: Measure, values: Mapping[str, Any], at: datetime) -> None:
    for name, value in values.items():
        if name not in _PERIODS:
            setattr(measure, name, value)
        # The same words keep the days that they have: "juli jl." was said on another day.
        elif value != getattr(measure, f"{name}_words"):
            setattr(measure, name, parse(value) if value else None)
    if "owner_words" in values:
        measure.owner = None
    if "state" in values and values["state"] != Measure.State.UNKNOWN:
        measure.state_on = local_day(at)
