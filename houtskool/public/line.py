"""The line from note to execution as anybody may see it: what was reached, without the plan of the work."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from houtskool.process.models import Process
from houtskool.process.phases import Phase, phases
from houtskool.programme import line


def line_of(process: Process, at: date) -> list[Phase]:
    """Steps are written for colleagues, and the pages behind the stations are theirs: both stay inside."""
    steps = {step.get_absolute_url() for step in process.steps.all()}
    # A stage that came of a step has the step's name on the line of colleagues; here it has its own.
    stages = {phase.step: phase for _day, phase in line.phases(process, at) if phase.step is not None}
    return [
        replace(stages.get(phase.step, phase) if phase.step is not None else phase, url="")
        for phase in phases(process, at)
        if phase.url not in steps
    ]
