"""Where a request stands, as a line of stations for the applicant and who handles it: no names, no scores."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from houtskool.assessment.cases import phase, term
from houtskool.assessment.cases.phase import Phase
from houtskool.assessment.models import Case


def of(case: Case, at: datetime) -> list[dict[str, Any]]:
    """Steps as parts/timeline.html draws them: what was, where it is now, and what comes."""
    now = phase.of(case, at)
    steps = [(_("Ontvangen"), _day(case.received_at))]
    asked = term.supplement_of(case)
    if asked is not None and asked.asked_at <= at:
        when = _("tot en met %(day)s") % {"day": date_format(asked.answer_by, "j F")}
        if asked.answered_at is not None and asked.answered_at <= at:
            when = _day(asked.answered_at)
        steps.append((_("Aanvulling"), when))
    routed = case.routed_at is not None and case.routed_at <= at
    ahead: list[tuple[str, str]] = []
    if routed:
        steps.append((_route(case), _day(case.routed_at)))
    elif now not in phase.OVER:
        ahead.append((_("Route kiezen"), ""))
    if now in phase.OVER:
        end = case.closed_at or at
        steps.append((_end(case, now), _day(end)))
        return [{"label": label, "when": when, "state": "done"} for label, when in steps]
    if case.route != Case.Route.QUICK:
        if now == Phase.ADVISED:
            steps.append((_("Beoordeeld"), ""))
        else:
            ahead.append((_("Beoordelen"), ""))
    ahead.append(
        (_("Antwoord"), _("uiterlijk %(day)s") % {"day": date_format(term.of(case, at).last_day, "j F Y")})
    )
    here = 1 if now == Phase.WAITING else len(steps)
    late = term.of(case, at).is_late
    line = [*steps, *ahead]
    return [
        {
            "label": label,
            "when": when,
            "state": "done" if place < here else "later" if place > here else "late" if late else "now",
        }
        for place, (label, when) in enumerate(line)
    ]


def _route(case: Case) -> str:
    return {
        Case.Route.QUICK: _("Snel"),
        Case.Route.WEIGHED: _("Afwegen"),
        Case.Route.BUYERS: _("Naar inkoop"),
    }[Case.Route(case.route)]


def _end(case: Case, now: Phase) -> str:
    if now == Phase.WITHDRAWN:
        return _("Ingetrokken")
    return str(case.get_outcome_display()).capitalize() if case.outcome else _("Besloten")


def _day(moment: datetime | None) -> str:
    return date_format(timezone.localtime(moment), "j F Y") if moment else ""
