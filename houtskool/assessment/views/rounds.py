"""Budget rounds: the list, one round with what comes out, its cases, freezing it, and the file."""

from __future__ import annotations

from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from houtskool.accounts.http import Request
from houtskool.accounts.roles import for_roles
from houtskool.assessment import answers
from houtskool.assessment.actions import rounds as actions
from houtskool.assessment.content import Content, digest
from houtskool.assessment.models import BudgetRound, Case, FrameworkVersion
from houtskool.assessment.models.cases import HANDLES, READS_CASES
from houtskool.assessment.rounds import reckoning, shown
from houtskool.assessment.rounds.forms import EntriesForm, RoundForm
from houtskool.assessment.views.frameworks import trail_to
from houtskool.web.reference_date import moment

READS, WRITES = gettext_lazy("budgetrondes lezen"), gettext_lazy("een budgetronde wijzigen")


def find_round(request: Request, pk: int) -> BudgetRound:
    """Raises PermissionDenied for who declared an interest in a request that competes in it."""
    found = get_object_or_404(BudgetRound.objects.select_related("version__framework", "by"), pk=pk)
    if found.entries.filter(case__in=Case.objects.all().stepped_back_from(request.user)).exists():
        raise PermissionDenied(
            _("In deze ronde zit een hulpvraag waarbij u een belang meldde. Daarom leest u haar niet.")
        )
    return found


def _trail(round: BudgetRound | None = None) -> list[tuple[str, str]]:
    found = [*trail_to(), (_("Budgetrondes"), reverse("assessment:rounds"))]
    return [*found, (str(round), round.get_absolute_url())] if round else found


@for_roles(READS_CASES, to=READS)
def listed(request: Request) -> HttpResponse:
    found = BudgetRound.objects.select_related("version").defer("content", "version__content")
    page = Paginator(found.prefetch_related("entries"), 50).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "trail": trail_to(),
        "writes": request.user.holds(*HANDLES),
        "possible": FrameworkVersion.objects.adopted().exists(),
    }
    return render(request, "assessment/rounds.html", context)


@for_roles(READS_CASES, to=READS)
def round_page(request: Request, pk: int) -> HttpResponse:
    found = find_round(request, pk)
    given, result, whole = _reckoned(found)
    titles = {
        one.number: (one.title, one.get_absolute_url())
        for one in Case.objects.visible_to(request.user).filter(
            number__in=[one["case"] for one in given["cases"]]
        )
    }
    context = {
        "round": found,
        "trail": _trail(),
        "shown": shown.shown(given, result, titles),
        "whole": whole,
        "ready": len(given["cases"]) > 1,
        "draws": answers.grouped(Decimal(given["draws"])),
        "writes": request.user.holds(*HANDLES),
        "replay": _replayed(found) if "nareken" in request.GET and found.frozen_at else None,
    }
    return render(request, "assessment/round.html", context)


@for_roles(HANDLES, to=WRITES)
def begin(request: Request) -> HttpResponse:
    form = RoundForm(request.POST or None)
    if form.is_valid():
        try:
            made = actions.begin(form.save(commit=False), by=request.user, at=moment(request))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("De ronde staat klaar. Kies welke hulpvragen meedoen."))
            return redirect("assessment:round-entries", made.pk)
    return _edit(request, form, _("Begin een budgetronde"), _("Begin de ronde"), reverse("assessment:rounds"))


@for_roles(HANDLES, to=WRITES)
def change(request: Request, pk: int) -> HttpResponse:
    found = find_round(request, pk)
    form = RoundForm(request.POST or None, instance=find_round(request, pk))
    if form.is_valid():
        try:
            actions.change(
                found,
                title=form.cleaned_data["title"],
                budget=form.cleaned_data["budget"],
                by=request.user,
                at=moment(request),
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("De ronde is bewaard."))
            return redirect(found)
    return _edit(request, form, _("Wijzig titel en budget"), _("Bewaar"), found.get_absolute_url(), found)


@for_roles(HANDLES, to=WRITES)
def entries(request: Request, pk: int) -> HttpResponse:
    """Which requests compete, and what granting each would cost."""
    found = find_round(request, pk)
    form = EntriesForm(request.POST or None, round=found, user=request.user)
    if form.is_valid():
        try:
            actions.choose(found, form.costs(), by=request.user, at=moment(request))
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("De hulpvragen van deze ronde zijn bewaard."))
            return redirect(found)
    context = {"form": form, "round": found, "trail": _trail(found)}
    return render(request, "assessment/round_entries.html", context)


@for_roles(HANDLES, to=WRITES)
def freeze(request: Request, pk: int) -> HttpResponse:
    found = find_round(request, pk)
    if request.method == "POST":
        try:
            actions.freeze(found, by=request.user, at=moment(request))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("De ronde ligt vast. Zij verandert niet meer."))
        return redirect(found)
    context = {
        "trail": _trail(found),
        "question": _("Wilt u de uitkomst van ‘%(round)s’ vastleggen?") % {"round": found},
        "consequence": _("De scores, de kosten en de uitkomst blijven zo staan. Een besluit is dit niet."),
        "button": _("Leg de ronde vast"),
        "back": found.get_absolute_url(),
    }
    return render(request, "assessment/remove.html", context)


@for_roles(HANDLES, to=WRITES)
def remove(request: Request, pk: int) -> HttpResponse:
    found = find_round(request, pk)
    if request.method == "POST":
        try:
            actions.remove(found, by=request.user, at=moment(request))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(found)
        messages.success(request, _("De ronde is weg. De hulpvragen staan er nog."))
        return redirect("assessment:rounds")
    context = {
        "trail": _trail(found),
        "question": _("Wilt u ‘%(round)s’ weghalen?") % {"round": found},
        "consequence": _("De hulpvragen blijven. Het journaal bewaart wat er stond."),
        "button": _("Haal de ronde weg"),
        "back": found.get_absolute_url(),
    }
    return render(request, "assessment/remove.html", context)


@for_roles(READS_CASES, to=READS)
def as_csv(request: Request, pk: int) -> HttpResponse:
    found = find_round(request, pk)
    given, result, _whole = _reckoned(found)
    name = slugify(found.title)[:60] or "budgetronde"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.csv"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(shown.as_csv(given, result), content_type="text/csv; charset=utf-8", headers=headers)


def _reckoned(round: BudgetRound) -> tuple[Content, Content, bool]:
    """What went in and came out: as it was frozen, else as it is now; and whether that is whole."""
    if round.frozen_at is None:
        given = reckoning.given(round)
        return given, reckoning.compute(given), True
    content = reckoning.read(round.content)
    return content["given"], content["result"], digest(round.content) == round.sha256


def _replayed(round: BudgetRound) -> reckoning.Replay:
    return reckoning.replay(reckoning.read(round.content))


def _edit(
    request: Request, form: RoundForm, title: str, button: str, back: str, round: BudgetRound | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "trail": _trail(round),
        "title": title,
        "button": button,
        "back": back,
        "ready": True,
        "remove": reverse("assessment:remove-round", args=[round.pk]) if round else "",
    }
    return render(request, "assessment/edit.html", context)
