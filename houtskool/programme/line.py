"""The place of the programme on the line from note to execution, and which step each stage came of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from houtskool.process.models import Process, Step
from houtskool.process.phases import Phase
from houtskool.programme.models import StageStep, Version
from houtskool.records.folding import fold

Stage = Version.Stage
# What a step is most likely called that leads to a stage; only a step that fits alone is taken.
NAMES: Mapping[str, Sequence[str]] = {
    Stage.SKETCH: ("houtskool",),
    Stage.CONCEPT: ("concept",),
    Stage.PRESENTED: ("aanbied", "aangeboden", "present"),
    Stage.ADOPTED: ("vaststel", "vastgesteld"),
}


def phases(process: Process, at: date) -> Iterator[tuple[date, Phase]]:
    """Each stage that was reached on the day of its last version; once offered, adoption is still to come."""
    reached: dict[str, Version] = {}
    rows = Version.objects.known_on(at).filter(process=process).defer("content").order_by("number")
    for version in rows:
        reached[version.stage] = version
    if not reached:
        return
    steps = steps_of(process)
    for stage in Stage.values:
        if stage not in reached:
            continue
        # A sketch beside a concept says nothing more, save that the step it came of is done.
        if stage == Stage.SKETCH and Stage.CONCEPT in reached and steps[stage] is None:
            continue
        yield _phase(reached[stage], steps[stage])
    if Stage.PRESENTED in reached and Stage.ADOPTED not in reached and steps[Stage.ADOPTED] is None:
        url = reverse("programme:versions", args=[process.pk])
        yield date.max, Phase(_("Vaststelling"), _("nog niet"), "later", url)


def steps_of(process: Process) -> Mapping[str, Step | None]:
    """Each stage → the step of the plan that it came of: as somebody chose, else as the names tell."""
    chosen = {one.stage: one.step for one in StageStep.objects.filter(process=process).select_related("step")}
    return guessed(process) | chosen


def guessed(process: Process) -> dict[str, Step | None]:
    """Each stage → the one step whose title names it; None where none does, or more than one."""
    steps = list(process.steps.all())
    found: dict[str, Step | None] = {}
    for stage, names in NAMES.items():
        fitting = [step for step in steps if any(name in fold(step.title) for name in names)]
        alone = len(fitting) == 1 and fitting[0] not in found.values()
        found[stage] = fitting[0] if alone else None
    return found


def _phase(version: Version, step: Step | None) -> tuple[date, Phase]:
    labels = {
        Stage.SKETCH: _("Houtskoolschets"),
        Stage.CONCEPT: _("Concept"),
        Stage.PRESENTED: _("Aangeboden aan %(body)s") % {"body": version.the_body},
        Stage.ADOPTED: _("Gewijzigd vastgesteld") if version.amends_id else _("Vastgesteld"),
    }
    stage = Stage(version.stage)
    return version.on, Phase(
        labels[stage],
        date_format(version.on, "j F Y"),
        "done",
        reverse("programme:versions", args=[version.process_id]),
        opens_execution=stage == Stage.ADOPTED,
        step=step.pk if step else None,
    )
