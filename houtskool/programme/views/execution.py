"""After adoption: plan against reality in time and in money."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from houtskool.accounts.http import Request
from houtskool.accounts.roles import READS, for_roles
from houtskool.programme import money, overview, timeline
from houtskool.programme.actions import versions
from houtskool.programme.models import Measure
from houtskool.programme.standing import late_milestones, milestone_standing
from houtskool.programme.views.programme import find_process, trail_to
from houtskool.web.reference_date import reference_date


@for_roles(READS, to=gettext_lazy("de uitvoering volgen"))
def execution(request: Request, pk: int) -> HttpResponse:
    process, at = find_process(request, pk), reference_date(request)
    visible = set(
        Measure.objects.visible_to(request.user).filter(process=process).values_list("pk", flat=True)
    )
    measures = [measure for measure in overview.listed(process) if measure.pk in visible]
    adopted = versions.is_adopted(process, at)
    milestones = [
        (one, measure, milestone_standing(one, open=adopted or measure.started_ahead, at=at))
        for measure in measures
        for one in measure.milestones.all()
    ]
    held = {one.pk for measure in measures for one in late_milestones(measure, adopted=adopted, at=at)}
    posts = [post for measure in measures for post in money.posts(measure, process)]
    context = {
        "process": process,
        "trail": trail_to(process),
        "adopted": adopted,
        "drawing": timeline.drawing(measures, adopted=adopted, at=at),
        "late": [
            row for part in overview.parts(process, measures, at) for row in part.rows if row.standing.late
        ],
        "held": [row for row in milestones if row[0].pk in held],
        "critical": [row for row in milestones if row[0].critical and not row[2].late],
        "sums": money.per_year(posts),
        "total": money.total(posts),
        "until": process.coalition_end,
        "unknown": [
            (line, measure)
            for measure in measures
            for line in measure.budget_lines.all()
            if line.amount is None
        ],
    }
    return render(request, "programme/execution.html", context)
