"""A part of a framework: adding, changing, moving, removing; and the grounds of a criterion."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from houtskool.accounts.http import Request
from houtskool.accounts.roles import STAFF, for_roles
from houtskool.assessment.actions import frameworks as actions
from houtskool.assessment.actions import grounds as ground_actions
from houtskool.assessment.actions.frameworks import AnyPart
from houtskool.assessment.framework.forms import GroundForm
from houtskool.assessment.framework.part_forms import PARTS, RuleForm
from houtskool.assessment.models import Condition, Criterion, CriterionGround, Framework, SupportKind
from houtskool.assessment.roles import WRITES
from houtskool.assessment.views.frameworks import find, trail_to
from houtskool.inventory import consent
from houtskool.inventory.models import Contribution
from houtskool.web.reference_date import moment

_TEMPLATES = {"voorwaarde": "assessment/rule.html"}


def find_part(request: Request, part: str, pk: int) -> AnyPart:
    """The part whose framework this reader may see, else 404."""
    if part not in PARTS:
        raise Http404
    visible = Framework.objects.visible_to(request.user)
    to = "support__framework" if part == "voorwaarde" else "framework"
    rows = PARTS[part]._meta.model._default_manager.select_related(f"{to}__process")
    found: AnyPart = get_object_or_404(rows.filter(**{f"{to}__in": visible}), pk=pk)
    return found


@for_roles(WRITES, to=gettext_lazy("een afwegingskader wijzigen"))
def add(request: Request, pk: int, part: str) -> HttpResponse:
    if part == "voorwaarde":  # which stands at a kind of support: add_rule
        raise Http404
    framework = find(request, pk)
    form = PARTS[part](request.POST or None, instance=PARTS[part]._meta.model(framework=framework))
    if form.is_valid():
        try:
            added: AnyPart = actions.add_part(form.save(commit=False), by=request.user, at=moment(request))
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("‘%(added)s’ is toegevoegd.") % {"added": added})
            return redirect(added)
    titles = {
        "criterium": _("Voeg een criterium toe"),
        "vraag": _("Voeg een vraag toe"),
        "vorm": _("Voeg een vorm van steun toe"),
    }
    context = {
        "form": form,
        "trail": trail_to(framework),
        "title": titles[part],
        "button": titles[part],
        "back": framework.get_absolute_url(),
        "ready": True,
    }
    return render(request, "assessment/edit.html", context)


@for_roles(WRITES, to=gettext_lazy("een afwegingskader wijzigen"))
def add_rule(request: Request, pk: int) -> HttpResponse:
    """What must hold for one kind of support."""
    kind = find_part(request, "vorm", pk)
    assert isinstance(kind, SupportKind)
    form = RuleForm(request.POST or None, instance=Condition(support=kind))
    if form.is_valid():
        try:
            added = actions.add_part(form.save(commit=False), by=request.user, at=moment(request))
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("‘%(added)s’ is toegevoegd.") % {"added": added})
            return redirect(added)
    context = {
        "form": form,
        "trail": trail_to(kind.framework),
        "title": _("Voeg een voorwaarde toe voor ‘%(kind)s’") % {"kind": kind},
        "button": _("Voeg de voorwaarde toe"),
        "back": kind.get_absolute_url(),
    }
    return render(request, "assessment/rule.html", context)


@for_roles(WRITES, to=gettext_lazy("een afwegingskader wijzigen"))
def change(request: Request, pk: int, part: str) -> HttpResponse:
    found = find_part(request, part, pk)
    form = PARTS[part](request.POST or None, instance=found)
    if form.is_valid():
        try:
            actions.change(
                form.save(commit=False),
                by=request.user,
                at=moment(request),
                opened=form.cleaned_data["opened"],
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("‘%(found)s’ is bewaard.") % {"found": found})
            return redirect(found)
    titles = {
        "criterium": _("Wijzig het criterium"),
        "vraag": _("Wijzig de vraag"),
        "vorm": _("Wijzig de vorm van steun"),
        "voorwaarde": _("Wijzig de voorwaarde"),
    }
    context = {
        "form": form,
        "trail": trail_to(found.framework),
        "title": titles[part],
        "button": _("Bewaar"),
        "back": found.get_absolute_url(),
        "remove": reverse("assessment:remove-part", args=[part, pk]),
        "ready": True,
    }
    return render(request, _TEMPLATES.get(part, "assessment/edit.html"), context)


@for_roles(WRITES, to=gettext_lazy("een afwegingskader wijzigen"))
def remove(request: Request, pk: int, part: str) -> HttpResponse:
    found = find_part(request, part, pk)
    if request.method == "POST":
        framework, title = found.framework, str(found)
        actions.remove(found, by=request.user, at=moment(request))
        messages.success(request, _("‘%(title)s’ is weg.") % {"title": title})
        return redirect(framework)
    context = {
        "trail": trail_to(found.framework),
        "question": _("Wilt u ‘%(part)s’ weghalen?") % {"part": found},
        "consequence": _("Vastgelegde versies veranderen niet. Het journaal bewaart wat er stond."),
        "button": _("Haal weg"),
        "back": found.get_absolute_url(),
    }
    return render(request, "assessment/remove.html", context)


@require_POST
@for_roles(WRITES, to=gettext_lazy("de volgorde wijzigen"))
def move(request: Request, pk: int, part: str) -> HttpResponse:
    found = find_part(request, part, pk)
    actions.move(found, up=request.POST.get("richting") == "omhoog", by=request.user, at=moment(request))
    return redirect(found)


@for_roles(STAFF, to=gettext_lazy("de onderbouwing van een criterium lezen"))
def grounds(request: Request, pk: int) -> HttpResponse:
    """Why a criterion is there, and for who writes the form to lay one more ground under it."""
    criterion = find_part(request, "criterium", pk)
    assert isinstance(criterion, Criterion)
    writes = request.user.holds(*WRITES)
    begun = CriterionGround(criterion=criterion)
    form = GroundForm(request.POST or None, instance=begun, user=request.user) if writes else None
    if form is not None and form.is_valid():
        try:
            ground_actions.lay(form.save(commit=False), by=request.user, at=moment(request))
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("De onderbouwing is gelegd."))
            return redirect("assessment:grounds", pk=pk)
    rows = criterion.grounds.select_related(
        "contribution__contributor__contact", "contribution__group", "decision"
    )
    to = consent.audience(request.user)
    context = {
        "criterion": criterion,
        "trail": trail_to(criterion.framework),
        "grounds": [(one, *_said(one.contribution, to)) for one in rows],
        "form": form,
        "writes": writes,
    }
    return render(request, "assessment/grounds.html", context)


def _said(row: Contribution | None, to: consent.Audience) -> tuple[str, str]:
    """What was said and by whom, as this reader may see it."""
    return (consent.words(row, to), consent.said_by(row, to)) if row else ("", "")


@require_POST
@for_roles(WRITES, to=gettext_lazy("de onderbouwing van een criterium wijzigen"))
def take_ground(request: Request, pk: int) -> HttpResponse:
    visible = Framework.objects.visible_to(request.user)
    ground = get_object_or_404(CriterionGround.objects.filter(criterion__framework__in=visible), pk=pk)
    ground_actions.take_away(ground, by=request.user, at=moment(request))
    messages.success(request, _("De onderbouwing is weg."))
    return redirect("assessment:grounds", pk=ground.criterion_id)
