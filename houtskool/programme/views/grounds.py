"""What a measure does with what it rests on; from the measure, and from contributions that led to none."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from houtskool.accounts.http import Request
from houtskool.accounts.roles import READS, STAFF, for_roles
from houtskool.assessment.models import Case
from houtskool.inventory.filters import FilterForm
from houtskool.inventory.models import Contribution
from houtskool.process.models import Process
from houtskool.programme import grounds_history, sources
from houtskool.programme.actions import grounds as actions
from houtskool.programme.ground_forms import CaseSearch, GroundForm, StatementSearch, cases_of, statements_of
from houtskool.programme.models import Ground, Measure
from houtskool.programme.roles import WRITES
from houtskool.programme.sources import CASES, CONTRIBUTIONS, STATEMENTS
from houtskool.programme.unused import contributions as idle
from houtskool.programme.views.forms_again import refuse
from houtskool.programme.views.measures import find, path_to
from houtskool.programme.views.programme import find_process, trail_to
from houtskool.web.reference_date import moment

PAGE = 50
# What can be found and ticked, by its word in the address.
INBRENG, STELLINGEN, HULPVRAGEN = "inbreng", "stellingen", "hulpvragen"


@for_roles(READS, to=gettext_lazy("de onderbouwing lezen"))
def grounds(request: Request, pk: int) -> HttpResponse:
    """What led to a measure, and what more could: to be found, ticked and linked."""
    measure = find(request, pk)
    writes = request.user.holds(*WRITES)
    laid = measure.grounds.select_related(
        "contribution__contributor__contact", "contribution__group", "statement__conversation", "case"
    )
    chosen = request.GET.get("bron", "")
    chosen = chosen if chosen in dict(_places(request, measure)) else INBRENG
    context = {
        "measure": measure,
        "trail": _path(measure),
        "laid": sources.laid(list(laid.order_by("kind", "at", "pk")), request.user, moment(request)),
        "places": _places(request, measure),
        "chosen": chosen,
        "writes": writes,
        "history": grounds_history.of_measure(measure, request.user) if request.user.holds(*STAFF) else [],
    }
    if writes:
        context |= _found(request, measure, chosen)
        context["form"] = GroundForm(user=request.user, process=measure.process, measure=measure)
    return render(request, "programme/grounds.html", context)


def _places(request: Request, measure: Measure) -> list[tuple[str, str]]:
    """Where this reader can look: statements where there is a conversation, requests where they see any."""
    found = [(INBRENG, _("Inbreng"))]
    if statements_of(measure.process, request.user).exists():
        found.append((STELLINGEN, _("Stellingen")))
    if cases_of(measure.process, request.user).exists():
        found.append((HULPVRAGEN, _("Hulpvragen")))
    return found


def _found(request: Request, measure: Measure, chosen: str) -> dict[str, Any]:
    """What is not linked yet, as it was searched for; a page of it."""
    user, process = request.user, measure.process
    search: Any
    rows: Any
    if chosen == STELLINGEN:
        search = StatementSearch(request.GET, user=user, process=process)
        rows = search.narrowed(statements_of(process, user))
    elif chosen == HULPVRAGEN:
        search = CaseSearch(request.GET)
        rows = search.narrowed(cases_of(process, user))
    else:
        given = QueryDict(mutable=True)
        given.update({**request.GET.dict(), "process": str(process.pk)})
        search = FilterForm(given, user=user)
        # Of words that were taken back nobody can say what was done with them.
        rows = search.narrowed(Contribution.objects.visible_to(user).standing(), user)
        rows = _with_all(rows.filter(withdrawn_at=None))
    field = {STELLINGEN: "statement", HULPVRAGEN: "case"}.get(chosen, "contribution")
    rows = rows.exclude(Exists(Ground.objects.filter(measure=measure, **{field: OuterRef("pk")})))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    shown = {
        STELLINGEN: lambda found: sources.statements(list(found), user, moment(request)),
        HULPVRAGEN: sources.cases,
    }.get(chosen, lambda found: sources.contributions(found, user))
    return {
        "search": search,
        "asked": search.asked.keys() - {"process"},
        "page": page,
        "found": shown(page.object_list),
    }


@require_POST
@for_roles(WRITES, to=gettext_lazy("de onderbouwing leggen"))
def lay(request: Request, pk: int) -> HttpResponse:
    measure = find(request, pk)
    form = GroundForm(request.POST, user=request.user, process=measure.process, measure=measure)
    if form.is_valid() and _laid(request, form, measure):
        return redirect("programme:grounds", pk=pk)
    back = reverse("programme:grounds", args=[pk])
    return _again(request, form, measure.process, _path(measure), back)


@require_safe
@for_roles(WRITES, to=gettext_lazy("de onderbouwing wijzigen"))
def change(request: Request, pk: int) -> HttpResponse:
    """One link, to say otherwise or to take away; what is said goes the way of laying it."""
    ground = _ground(request, pk)
    measure = ground.measure
    process = _process(ground)
    said = {"kind": ground.kind, "reason": ground.reason}
    form = GroundForm(user=request.user, process=process, measure=measure, initial=said)
    context = {
        "form": form,
        "trail": _path(measure) if measure else trail_to(process),
        "back": _back(ground),
        "lay": (
            reverse("programme:lay", args=[measure.pk])
            if measure
            else reverse("programme:lay-unused", args=[process.pk])
        ),
        "ticked": sources.laid([ground], request.user, moment(request)),
        "ground": ground,
    }
    return render(request, "programme/lay.html", context)


@require_POST
@for_roles(WRITES, to=gettext_lazy("de onderbouwing wijzigen"))
def take_away(request: Request, pk: int) -> HttpResponse:
    ground = _ground(request, pk)
    back = _back(ground)
    actions.take_away([ground], by=request.user, at=moment(request))
    messages.success(
        request,
        _("De verbinding is weg.")
        if ground.case_id
        else _("De verbinding is weg. Wie dit inbracht, leest dat ook."),
    )
    return redirect(back)


def _ground(request: Request, pk: int) -> Ground:
    """A ground of which the reader may see what it rests on; of a request only who may see that."""
    rows = Ground.objects.visible_to(request.user).filter(
        Q(case=None) | Q(case__in=Case.objects.visible_to(request.user))
    )
    sourced = rows.select_related(
        "measure__process", "contribution__process", "statement__conversation", "case"
    )
    return get_object_or_404(sourced, pk=pk)


def _process(ground: Ground) -> Process:
    if ground.measure is not None:
        return ground.measure.process
    assert ground.contribution is not None
    return ground.contribution.process


def _back(ground: Ground) -> str:
    if ground.measure_id:
        return reverse("programme:grounds", args=[ground.measure_id])
    return reverse("programme:unused", args=[_process(ground).pk])


def _path(measure: Measure) -> list[tuple[str, str]]:
    return [*path_to(measure), (str(measure), measure.get_absolute_url())]


@for_roles(READS, to=gettext_lazy("de onderbouwing lezen"))
def bare(request: Request, pk: int) -> HttpResponse:
    """The measures without a ground: a list that must be short."""
    process = find_process(request, pk)
    rows = Measure.objects.visible_to(request.user).filter(process=process).without_ground()
    context = {
        "process": process,
        "trail": trail_to(process),
        "measures": rows.select_related("action_line", "owner"),
    }
    return render(request, "programme/bare.html", context)


@for_roles(READS, to=gettext_lazy("de onderbouwing lezen"))
def unused(request: Request, pk: int) -> HttpResponse:
    """The contributions with which nothing was done yet: to be linked to a measure, or refused with why."""
    process = find_process(request, pk)
    page = Paginator(_with_all(idle(process)), PAGE).get_page(request.GET.get("page"))
    refused = Ground.objects.filter(measure=None, contribution__process=process).order_by("-at", "-pk")
    refused = refused.select_related("contribution__contributor__contact", "contribution__group")
    now = moment(request)
    context = {
        "process": process,
        "trail": trail_to(process),
        "page": page,
        "found": sources.contributions(page.object_list, request.user),
        "form": GroundForm(user=request.user, process=process, measure=None),
        "refused": sources.laid(list(refused[:PAGE]), request.user, now),
        "refusals": refused.count(),
        "writes": request.user.holds(*WRITES),
    }
    return render(request, "programme/unused.html", context)


@require_POST
@for_roles(WRITES, to=gettext_lazy("de onderbouwing leggen"))
def lay_unused(request: Request, pk: int) -> HttpResponse:
    process = find_process(request, pk)
    form = GroundForm(request.POST, user=request.user, process=process, measure=None)
    if form.is_valid() and _laid(request, form, form.cleaned_data["measure"]):
        return redirect("programme:unused", pk=pk)
    return _again(request, form, process, trail_to(process), reverse("programme:unused", args=[pk]))


def _laid(request: Request, form: GroundForm, measure: Measure | None) -> bool:
    """Link what was ticked; whether it went. What is refused stands in the form."""
    answer = form.cleaned_data
    try:
        changed = actions.lay(
            form.sources,
            measure,
            kind=answer["kind"],
            reason=answer["reason"],
            by=request.user,
            at=moment(request),
        )
    except ValidationError as refusal:
        refuse(form, refusal)
        return False
    if measure is None:
        words = ngettext(
            "Bij %(count)s stuk inbreng staat nu waarom het niet tot een maatregel leidde.",
            "Bij %(count)s stukken inbreng staat nu waarom zij niet tot een maatregel leidden.",
            len(changed),
        )
    else:
        words = ngettext(
            "%(count)s ding is met deze maatregel verbonden.",
            "%(count)s dingen zijn met deze maatregel verbonden.",
            len(changed),
        )
    messages.success(request, words % {"count": len(changed)})
    return True


def _again(
    request: Request, form: GroundForm, process: Process, path: list[tuple[str, str]], back: str
) -> HttpResponse:
    """The form once more with what is wrong in it; the ticks are kept."""
    user = request.user
    ticked = [
        *sources.contributions(
            _with_all(Contribution.objects.filter(process=process, pk__in=_numbers(request, CONTRIBUTIONS))),
            user,
        ),
        *sources.statements(
            list(statements_of(process, user).filter(pk__in=_numbers(request, STATEMENTS))),
            user,
            moment(request),
        ),
        *sources.cases(cases_of(process, user).filter(pk__in=_numbers(request, CASES))),
    ]
    context = {"form": form, "trail": path, "back": back, "ticked": ticked}
    return render(request, "programme/lay.html", context)


def _numbers(request: Request, field: str) -> list[str]:
    """What was ticked, as far as it can be a number of a row."""
    return [given for given in request.POST.getlist(field) if given.isdecimal() and len(given) < 19]


def _with_all(rows: Any) -> Any:
    return rows.select_related("contributor__contact", "group", "gathering").prefetch_related(
        "codings__theme"
    )
