"""The page that says what would have been different if a version had held."""

from __future__ import annotations

from collections import Counter

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from houtskool.accounts.http import Request
from houtskool.accounts.roles import for_roles
from houtskool.assessment.advice import shown
from houtskool.assessment.advice.dry_run import KindChange, Outcome, latest_advices, run
from houtskool.assessment.eligibility.verdicts import Possible
from houtskool.assessment.models import Advice
from houtskool.assessment.models.cases import READS_CASES
from houtskool.assessment.views.versions import find_version, trail_to_versions, whole

PER_PAGE = 50


@for_roles(READS_CASES, to=gettext_lazy("zien wat er anders was geweest"))
def dry_run(request: Request, pk: int) -> HttpResponse:
    version = find_version(request, pk)
    found = run(whole(version), latest_advices(version, request.user))
    moved = Counter((one.before, one.after) for one in found if one.verdict_changes)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("pagina") or request.GET.get("page"))
    context = {
        "version": version,
        "trail": [*trail_to_versions(version.framework), (str(version), version.get_absolute_url())],
        "count": len(found),
        "verdicts": sum(one.verdict_changes for one in found),
        "support": sum(bool(one.support) for one in found),
        "same": sum(not one.changes for one in found),
        "moved": [
            (_verdict(before), _verdict(after), count) for (before, after), count in moved.most_common()
        ],
        "page": page,
        "rows": [_row(one) for one in page],
    }
    return render(request, "assessment/dry_run.html", context)


def _row(one: Outcome) -> dict[str, object]:
    return {
        "one": one,
        "before": _verdict(one.before),
        "after": _verdict(one.after),
        "value_before": shown.between(one.value_before),
        "value_after": shown.between(one.value_after),
        "support": [_kind(change) for change in one.support],
    }


def _kind(change: KindChange) -> tuple[str, object, object]:
    return (
        change.name,
        Possible(change.before).label if change.before else "",
        Possible(change.after).label if change.after else "",
    )


def _verdict(verdict: str) -> object:
    return Advice.Verdict(verdict).label
