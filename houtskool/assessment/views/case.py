"""One request: what is asked, what the rules say of it, how far it is, and what can be done now."""

from __future__ import annotations

from decimal import Decimal
from pathlib import PurePath
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from houtskool.accounts.http import Request
from houtskool.accounts.roles import in_words
from houtskool.assessment import answers
from houtskool.assessment.actions import routing
from houtskool.assessment.actions.support import declared, suggestions
from houtskool.assessment.advice import shown
from houtskool.assessment.cases import gaps, intake, now, phase, stations, term, told
from houtskool.assessment.eligibility import facts, verdicts
from houtskool.assessment.judging import interest, progress
from houtskool.assessment.law import amounts
from houtskool.assessment.models import Case, Evidence
from houtskool.assessment.models.cases import HANDLES, READS_CASES
from houtskool.process import resting
from houtskool.process.models.periods import local_day
from houtskool.records import uploads
from houtskool.records.history import history
from houtskool.records.models import Mail
from houtskool.web.language import Text
from houtskool.web.reference_date import moment

Trail = list[tuple[str, str]]


def find(request: Request, pk: int) -> Case:
    """The case, for who may see it; else 404."""
    rows = Case.objects.visible_to(request.user).select_related(
        "contact", "framework", "version", "organisation", "initiative", "supplement"
    )
    return interest.found(rows, pk, of="pk", user=request.user)


def handled(request: Request, pk: int, to: Text) -> Case:
    """The case, for who handles requests; who may only read it is told so (403)."""
    found = find(request, pk)
    if not request.user.holds(*HANDLES):
        raise PermissionDenied(_("Alleen een %(roles)s kan %(to)s.") % {"roles": in_words(HANDLES), "to": to})
    return found


def trail_to(case: Case | None = None) -> Trail:
    up = [
        (_("Afwegen"), reverse("assessment:home")),
        (_("Hulpvragen"), reverse("assessment:cases")),
    ]
    return [*up, (case.number, case.get_absolute_url())] if case else up


@require_safe
def case(request: Request, pk: int) -> HttpResponse:
    found, at = find(request, pk), moment(request)
    content, day = intake.content_for(found), local_day(at)
    known = facts.of_case(found, content, at)
    kinds = intake.kinds(content)
    reads, handles = request.user.holds(*READS_CASES), request.user.holds(*HANDLES)
    runs = term.of(found, at)
    stage, response = phase.of(found, at), term.response(found, at)
    supplement = term.supplement_of(found)
    judging = progress.panel(found, request.user, at)
    advising = shown.panel(found, request.user, at)
    context: dict[str, Any] = {
        "case": found,
        "trail": trail_to(),
        "phase": stage,
        "term": runs,
        "response": response,
        "steps": stations.of(found, at),
        "supplement": supplement,
        "answers": [(one["text"], known[one["key"]].shown) for one in content["questions"]],
        "told": told.rows(found, content, at),
        "amount": _euros(found.amount),
        "wanted": [kinds[key]["name"] for key in found.wanted if key in kinds],
        "possible": verdicts.judge(content, known, amounts.holding(day)),
        "names": {key: one["name"] for key, one in kinds.items()},
        "for_buyers": any(kinds[key]["for_buyers"] for key in found.wanted if key in kinds),
        "declared": [(giver, _euros(amount), on) for giver, amount, on in declared(found)],
        "evidence": _evidence(found, content),
        "reads": reads,
        "handles": handles and found.closed_at is None,
        "resting": resting.on(found, request.user),
        "judging": judging,
        "advising": advising,
        "now": now.of(
            found,
            stage,
            response=response,
            supplement=supplement,
            judging=judging,
            advising=advising,
            handles=handles,
        ),
    }
    if reads:
        context |= {
            "missing": gaps.missing(found, content) if not found.closed_at else [],
            "suggestions": suggestions(found) if found.organisation is None else [],
            "history": history(found, request.user),
            "mails": Mail.objects.all().about(found),
            "cannot_leave": routing.cannot_leave(found, at),
            "cannot_extend": routing.cannot_extend(found, at),
            "mine": found.contact_id == request.user.pk,
        }
    return render(request, "assessment/case/case.html", context)


def _euros(amount: Decimal | None) -> str:
    return "" if amount is None else answers.shown(answers.Kind.AMOUNT, amount)


def _evidence(found: Case, content: Any) -> list[tuple[Evidence, str, bool]]:
    """Each file with the question of its criterion, and whether nobody gets it any more."""
    questions = {one["key"]: one["question"] for one in content["criteria"]}
    rows = found.evidence.select_related("upload", "by")
    return [(one, questions.get(one.criterion, ""), uploads.is_held_back(one.upload)) for one in rows]


@require_safe
def evidence(request: Request, pk: int) -> HttpResponseBase:
    """A file of a case, as a download, for who sees the case."""
    rows = Evidence.objects.all().visible_to(request.user).select_related("upload")
    found = interest.found(rows, pk, of="case", user=request.user)
    if uploads.is_held_back(found.upload) or not found.upload.file.storage.exists(
        found.upload.file.name or ""
    ):
        raise Http404
    # Stored under a name that says nothing; who downloads it gets it under its own.
    found.upload.name = f"{found.title}{PurePath(found.upload.name).suffix}"
    return uploads.as_download(found.upload)
