"""How a measure stands on a day. Before adoption nothing runs and nothing is late, unless started ahead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from houtskool.programme.models import Measure, Milestone


@dataclass(frozen=True)
class Standing:
    """`look` is that of parts/status.html, `label` the word beside it."""

    look: str
    label: str
    late: bool = False


def standing(measure: Measure, *, adopted: bool, at: date) -> Standing:
    """Concept or vastgesteld before it begins; then loopt, te laat, klaar, gestopt or onbekend."""
    if not (adopted or measure.started_ahead):
        return Standing("sketch", _("concept"))
    State = Measure.State
    if measure.is_done(at):
        return Standing("done", _("klaar"))
    if measure.state == State.STOPPED:
        return Standing("ink", _("gestopt"))
    if measure.is_late(at):
        return Standing("late", _("te laat"), late=True)
    ahead = "" if adopted else _(", vooruitlopend")
    if measure.state == State.RUNNING or bool(measure.real_words and measure.has_begun(at)):
        return Standing("running", _("loopt") + ahead)
    # Who was asked and kept silent leaves it unknown, also before it was to begin.
    silent = measure.state == State.UNKNOWN and measure.state_on is not None
    if measure.state == State.NOT_BEGUN or not (silent or measure.has_begun(at)):
        return Standing("ink", _("nog niet begonnen"))
    return Standing("waiting", _("onbekend"))


def milestone_standing(milestone: Milestone, *, open: bool, at: date) -> Standing:
    """`open`: whether the measure may run already (adopted, or started ahead)."""
    if milestone.is_done(at):
        return Standing("done", _("gehaald"))
    if open and milestone.is_late(at):
        return Standing("late", _("te laat"), late=True)
    return Standing(
        "ink" if open else "sketch", _("gepland") if milestone.planned_words else _("zonder termijn")
    )


def late_milestones(measure: Measure, *, adopted: bool, at: date) -> list[Milestone]:
    """The milestones that hold the measure up now; none where it is over or may not run yet."""
    over = measure.is_done(at) or measure.state == Measure.State.STOPPED
    if over or not (adopted or measure.started_ahead):
        return []
    return [one for one in measure.milestones.all() if milestone_standing(one, open=True, at=at).late]


@dataclass(frozen=True)
class Progress:
    """`percent` 0..100 over what is known; None where nothing is. `known` of `of` says what it rests on."""

    percent: int | None
    known: int
    of: int


def own_progress(measure: Measure, at: date) -> int | None:
    """In percent: done is 100, else what the owner said, else the share of its milestones that is reached."""
    if measure.is_done(at):
        return 100
    if measure.progress is not None:
        return measure.progress
    milestones = list(measure.milestones.all())
    if not milestones:
        return None
    return round(100 * sum(one.is_done(at) for one in milestones) / len(milestones))


def rests_on(measure: Measure, at: date) -> str:
    """What its own progress is taken from, in words; "" where there is none."""
    if measure.is_done(at):
        return _("de maatregel is klaar")
    if measure.progress is not None:
        return _("zoals de trekker zei")
    milestones = list(measure.milestones.all())
    if not milestones:
        return ""
    reached = sum(one.is_done(at) for one in milestones)
    return _("%(reached)s van %(all)s mijlpalen gehaald") % {"reached": reached, "all": len(milestones)}


def rolled_up(measures: Iterable[Measure], at: date) -> Progress:
    """The weighted mean of the measures of which anything is known, divided by the sum of their weights.

    Stopped measures count no more. A measure of weight nought counts for nothing; all of weight nought count
    alike, so that there is always an answer.
    """
    standing_ones = [one for one in measures if one.state != Measure.State.STOPPED]
    known = [(one, percent) for one in standing_ones if (percent := own_progress(one, at)) is not None]
    if not known:
        return Progress(None, 0, len(standing_ones))
    total = sum((one.weight for one, _percent in known), Decimal(0))
    weights = [one.weight if total else Decimal(1) for one, _percent in known]
    shares = sum(
        (weight * percent for weight, (_one, percent) in zip(weights, known, strict=True)), Decimal(0)
    )
    return Progress(round(shares / sum(weights, Decimal(0))), len(known), len(standing_ones))
