"""Who assesses a case: asking, taking off, going on without, and until when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from houtskool.accounts.http import Request
from houtskool.accounts.roles import for_roles
from houtskool.assessment.actions import judging as actions
from houtskool.assessment.judging import interest, progress
from houtskool.assessment.judging.forms import AskForm, DueForm, candidates
from houtskool.assessment.models import Assignment, Case
from houtskool.assessment.models.cases import HANDLES
from houtskool.assessment.views.judging import trail_to_worklist
from houtskool.sector.models import Domain
from houtskool.web.reference_date import moment, reference_date

_TO = gettext_lazy("beoordelaars vragen")


@for_roles(HANDLES, to=_TO)
def assessors(request: Request, pk: int) -> HttpResponse:
    """Who was asked and how far each is; and asking more, as long as the judgements are closed."""
    case = find_case(request, pk)
    day = reference_date(request)
    panel = progress.panel(case, request.user, moment(request))
    people = candidates(case.pk, progress.ASSESSES)
    form = AskForm(
        request.POST if request.method == "POST" else None,
        people=people,
        domains=Domain.objects.visible_to(request.user),
        initial={
            "due_on": day + timedelta(days=actions.DAYS),
            **{f"domain-{user.pk}": user.last_domain or "" for user in people},  # type: ignore[attr-defined]  # annotated
        },
    )
    if form.is_valid():
        try:
            made = actions.ask(
                case,
                form.chosen,
                due_on=form.cleaned_data["due_on"],
                by=request.user,
                at=moment(request),
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            counted = ngettext(
                "%(count)s beoordelaar gevraagd, en per e-mail op de hoogte gebracht.",
                "%(count)s beoordelaars gevraagd, en per e-mail op de hoogte gebracht.",
                len(made),
            )
            messages.success(request, counted % {"count": len(made)})
            return redirect("assessment:assessors", pk)
    context = {
        "case": case,
        "panel": panel,
        "form": form,
        "day": day,
        "due": DueForm(initial={"due_on": panel["state"].due_on}, prefix="later"),
        "trail": trail_to_case(case),
    }
    return render(request, "assessment/judging/assessors.html", context)


@for_roles(HANDLES, to=_TO)
def postpone(request: Request, pk: int) -> HttpResponse:
    case = find_case(request, pk)
    form = DueForm(request.POST if request.method == "POST" else None, prefix="later")
    if form.is_valid():
        try:
            moved = actions.postpone(
                case, due_on=form.cleaned_data["due_on"], by=request.user, at=moment(request)
            )
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            counted = ngettext(
                "De inleverdag van %(count)s beoordelaar is verzet.",
                "De inleverdag van %(count)s beoordelaars is verzet.",
                moved,
            )
            messages.success(request, counted % {"count": moved})
            return redirect("assessment:assessors", pk)
    elif not form.is_bound:
        form = DueForm(initial={"due_on": progress.state(case).due_on}, prefix="later")
    context = {"case": case, "form": form, "trail": trail_to_assessors(case)}
    return render(request, "assessment/judging/postpone.html", context)


@for_roles(HANDLES, to=_TO)
def take_off(request: Request, pk: int) -> HttpResponse:
    """Asks first: what was drafted goes, and when nobody else has to hand in, the judgements open."""
    one = find_assignment(request, pk)
    state = progress.state(one.case)
    last = state.asked - 1 == state.handed_in > 0 and not state.free
    return _confirmed(
        request,
        one,
        act=actions.take_off,
        question=_("Wilt u %(name)s niet meer laten beoordelen?") % {"name": one.user},
        consequence=_(
            "Wat er als concept staat, wordt gewist. Alle anderen hebben ingeleverd: hiermee gaan de "
            "oordelen open, en u kunt niemand meer vragen."
        )
        if last
        else _("Wat er als concept staat, wordt gewist. %(name)s krijgt hier bericht van.")
        % {"name": one.user},
        button=_("Haal weg"),
        done=_("%(name)s hoeft niet meer te beoordelen.") % {"name": one.user},
    )


@for_roles(HANDLES, to=_TO)
def go_on_without(request: Request, pk: int) -> HttpResponse:
    one = find_assignment(request, pk)
    return _confirmed(
        request,
        one,
        act=actions.go_on_without,
        question=_("Wilt u verder zonder iemand in de plaats van %(name)s?") % {"name": one.user},
        consequence=_(
            "Hebben alle anderen ingeleverd, dan gaan de oordelen open en kunt u niemand meer vragen."
        ),
        button=_("Ga zonder verder"),
        done=_("De hulpvraag gaat verder zonder een ander voor %(name)s.") % {"name": one.user},
    )


def _confirmed(
    request: Request,
    one: Assignment,
    *,
    act: Callable[..., None],
    question: str,
    consequence: str,
    button: str,
    done: str,
) -> HttpResponse:
    if request.method == "POST":
        case = one.case_id
        try:
            act(one, by=request.user, at=moment(request))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, done)
        return redirect("assessment:assessors", case)
    context = {
        "title": one.case.number,
        "question": question,
        "consequence": consequence,
        "button": button,
        "back": reverse("assessment:assessors", args=[one.case_id]),
        "trail": trail_to_assessors(one.case),
    }
    return render(request, "assessment/judging/confirm.html", context)


def find_case(request: Request, pk: int) -> Case:
    rows = Case.objects.visible_to(request.user).select_related("version", "framework", "contact")
    return interest.found(rows, pk, of="pk", user=request.user)


def find_assignment(request: Request, pk: int) -> Assignment:
    rows = Assignment.objects.visible_to(request.user).select_related("case__version", "user")
    return interest.found(
        rows.exclude(case__in=Case.objects.all().stepped_back_from(request.user)),
        pk,
        of="case",
        user=request.user,
    )


def trail_to_case(case: Case) -> list[tuple[str, str]]:
    return [*trail_to_worklist()[:1], (case.number, case.get_absolute_url())]


def trail_to_assessors(case: Case) -> list[tuple[str, str]]:
    return [*trail_to_case(case), (_("Beoordelaars"), reverse("assessment:assessors", args=[case.pk]))]
