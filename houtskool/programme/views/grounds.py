"""What a measure does with contributions; from the measure, and from the contributions that led to none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from houtskool.accounts.http import Request
from houtskool.accounts.roles import READS, STAFF, for_roles
from houtskool.inventory import consent
from houtskool.inventory.filters import FilterForm
from houtskool.inventory.models import Contribution
from houtskool.process.models import Process
from houtskool.programme import grounds_history
from houtskool.programme.actions import grounds as actions
from houtskool.programme.models import Ground, Measure
from houtskool.programme.roles import WRITES
from houtskool.programme.views.forms_again import refuse
from houtskool.programme.views.measures import find, path_to
from houtskool.programme.views.programme import find_process, trail_to
from houtskool.web.reference_date import moment

PAGE = 50


class GroundForm(forms.Form):
    """What was done with the contributions that were ticked, and why."""

    contributions = forms.ModelMultipleChoiceField(
        Contribution.objects.none(),
        error_messages={"required": gettext_lazy("Kies eerst een of meer stukken inbreng.")},
    )
    measure = forms.ModelChoiceField(Measure.objects.none(), label=gettext_lazy("Maatregel"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Wat gebeurt ermee?"),
        choices=Ground.Kind.choices,
        widget=forms.RadioSelect,
        initial=Ground.Kind.ADOPTED,
    )
    reason = forms.CharField(
        label=gettext_lazy("Omdat"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Wie dit inbracht, leest het. Alleen bij ‘overgenomen’ mag het leeg blijven."),
    )

    def __init__(self, *args: Any, process: Process, measure: Measure | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ticked = self.fields["contributions"]
        assert isinstance(ticked, forms.ModelMultipleChoiceField)
        ticked.queryset = Contribution.objects.filter(process=process)
        if measure is not None:
            del self.fields["measure"]
            return
        chosen = self.fields["measure"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = Measure.objects.filter(process=process)
        chosen.empty_label = _("geen: dit leidde niet tot een maatregel")


@dataclass(frozen=True)
class Shown:
    """A contribution as this reader may see it, and how it is linked if it is."""

    row: Contribution
    words: str
    by: str
    ground: Ground | None = None


def _shown(row: Contribution, to: consent.Audience, ground: Ground | None = None) -> Shown:
    return Shown(row, consent.words(row, to), consent.said_by(row, to), ground)


@for_roles(READS, to=gettext_lazy("de onderbouwing lezen"))
def grounds(request: Request, pk: int) -> HttpResponse:
    """What led to a measure, and what more could: to be found, ticked and linked."""
    measure = find(request, pk)
    to = consent.audience(request.user)
    laid = measure.grounds.select_related("contribution__contributor__contact", "contribution__group")
    writes = request.user.holds(*WRITES)
    given = QueryDict(mutable=True)
    given.update({**request.GET.dict(), "process": str(measure.process_id)})
    search = FilterForm(given, user=request.user)
    rows = search.narrowed(Contribution.objects.visible_to(request.user).standing(), request.user)
    # Of words that were taken back nobody can say what was done with them.
    rows = rows.filter(withdrawn_at=None)
    rows = rows.exclude(Exists(Ground.objects.filter(measure=measure, contribution=OuterRef("pk"))))
    page = Paginator(_with_all(rows), PAGE).get_page(request.GET.get("page"))
    context = {
        "measure": measure,
        "trail": _path(measure),
        "laid": [_shown(ground.contribution, to, ground) for ground in laid.order_by("kind", "at", "pk")],
        "search": search,
        "asked": search.asked.keys() - {"process"},
        "page": page,
        "found": [_shown(row, to) for row in page.object_list],
        "form": GroundForm(process=measure.process, measure=measure),
        "writes": writes,
        "history": grounds_history.of_measure(measure) if request.user.holds(*STAFF) else [],
    }
    return render(request, "programme/grounds.html", context)


@require_POST
@for_roles(WRITES, to=gettext_lazy("de onderbouwing leggen"))
def lay(request: Request, pk: int) -> HttpResponse:
    measure = find(request, pk)
    form = GroundForm(request.POST, process=measure.process, measure=measure)
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
    process = measure.process if measure else ground.contribution.process
    said = {"kind": ground.kind, "reason": ground.reason}
    form = GroundForm(process=process, measure=measure, initial=said)
    to = consent.audience(request.user)
    context = {
        "form": form,
        "trail": _path(measure) if measure else trail_to(process),
        "back": _back(ground),
        "lay": (
            reverse("programme:lay", args=[measure.pk])
            if measure
            else reverse("programme:lay-unused", args=[process.pk])
        ),
        "ticked": [_shown(ground.contribution, to)],
        "ground": ground,
    }
    return render(request, "programme/lay.html", context)


@require_POST
@for_roles(WRITES, to=gettext_lazy("de onderbouwing wijzigen"))
def take_away(request: Request, pk: int) -> HttpResponse:
    ground = _ground(request, pk)
    back = _back(ground)
    actions.take_away([ground], by=request.user, at=moment(request))
    messages.success(request, _("De verbinding is weg. Wie dit inbracht, leest dat ook."))
    return redirect(back)


def _ground(request: Request, pk: int) -> Ground:
    rows = Ground.objects.visible_to(request.user).select_related("measure__process", "contribution")
    return get_object_or_404(rows, pk=pk)


def _back(ground: Ground) -> str:
    if ground.measure_id:
        return reverse("programme:grounds", args=[ground.measure_id])
    return reverse("programme:unused", args=[ground.contribution.process_id])


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
    to = consent.audience(request.user)
    rows = Contribution.objects.visible_to(request.user).standing()
    rows = rows.filter(process=process, withdrawn_at=None)
    rows = rows.exclude(Exists(Ground.objects.filter(contribution=OuterRef("pk"))))
    page = Paginator(_with_all(rows), PAGE).get_page(request.GET.get("page"))
    refused = Ground.objects.filter(measure=None, contribution__process=process).order_by("-at", "-pk")
    refused = refused.select_related("contribution__contributor__contact", "contribution__group")
    context = {
        "process": process,
        "trail": trail_to(process),
        "page": page,
        "found": [_shown(row, to) for row in page.object_list],
        "form": GroundForm(process=process, measure=None),
        "refused": [_shown(one.contribution, to, one) for one in refused[:PAGE]],
        "refusals": refused.count(),
        "writes": request.user.holds(*WRITES),
    }
    return render(request, "programme/unused.html", context)


@require_POST
@for_roles(WRITES, to=gettext_lazy("de onderbouwing leggen"))
def lay_unused(request: Request, pk: int) -> HttpResponse:
    process = find_process(request, pk)
    form = GroundForm(request.POST, process=process, measure=None)
    if form.is_valid() and _laid(request, form, form.cleaned_data["measure"]):
        return redirect("programme:unused", pk=pk)
    return _again(request, form, process, trail_to(process), reverse("programme:unused", args=[pk]))


def _laid(request: Request, form: GroundForm, measure: Measure | None) -> bool:
    """Link what was ticked; whether it went. What is refused stands in the form."""
    answer = form.cleaned_data
    try:
        changed = actions.lay(
            answer["contributions"],
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
            "%(count)s stuk inbreng is verbonden.", "%(count)s stukken inbreng zijn verbonden.", len(changed)
        )
    messages.success(request, words % {"count": len(changed)})
    return True


def _again(
    request: Request, form: GroundForm, process: Process, path: list[tuple[str, str]], back: str
) -> HttpResponse:
    """The form once more with what is wrong in it; the ticks are kept."""
    numbers = [
        given for given in request.POST.getlist("contributions") if given.isdecimal() and len(given) < 19
    ]
    to = consent.audience(request.user)
    ticked = _with_all(Contribution.objects.filter(process=process, pk__in=numbers))
    context = {
        "form": form,
        "trail": path,
        "back": back,
        "ticked": [_shown(row, to) for row in ticked],
    }
    return render(request, "programme/lay.html", context)


def _with_all(rows: Any) -> Any:
    return rows.select_related("contributor__contact", "group", "gathering").prefetch_related(
        "codings__theme"
    )
