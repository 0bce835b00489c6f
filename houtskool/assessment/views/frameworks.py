"""The list of frameworks, one framework, and beginning, changing and removing it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from houtskool.accounts.http import Request
from houtskool.accounts.roles import READS, STAFF, STEERS, for_roles
from houtskool.assessment.actions import frameworks as actions
from houtskool.assessment.actions import versions
from houtskool.assessment.cases import intake
from houtskool.assessment.content import canonical, content_of
from houtskool.assessment.eligibility.rule_words import worded
from houtskool.assessment.framework import reactions, shipped
from houtskool.assessment.framework.completeness import gaps
from houtskool.assessment.framework.forms import FrameworkForm, NewFrameworkForm
from houtskool.assessment.framework.reading import Draft, Refused, read_toml
from houtskool.assessment.framework.writing import write_toml
from houtskool.assessment.judging.progress import ASSESSES
from houtskool.assessment.law.amounts import names
from houtskool.assessment.models import Framework, FrameworkVersion, LegalAmount
from houtskool.assessment.models.cases import READS_CASES
from houtskool.assessment.option_text import options
from houtskool.assessment.roles import ADOPTS, WRITES
from houtskool.assessment.scale_text import anchors
from houtskool.process.models import Process
from houtskool.web.reference_date import moment, reference_date

_LARGEST = 500_000


def find(request: Request, pk: int) -> Framework:
    return get_object_or_404(Framework.objects.visible_to(request.user).select_related("process"), pk=pk)


def trail_to(framework: Framework | None = None) -> list[tuple[str, str]]:
    home = (_("Afwegen"), reverse("assessment:home"))
    return [home, (str(framework), framework.get_absolute_url())] if framework else [home]


@for_roles(READS, to=gettext_lazy("de afwegingskaders lezen"))
def home(request: Request) -> HttpResponse:
    lasts: dict[int, FrameworkVersion] = {}
    adopted: dict[int, FrameworkVersion] = {}
    for version in FrameworkVersion.objects.visible_to(request.user).defer("content").order_by("number"):
        lasts[version.framework_id] = version
        if version.stage == FrameworkVersion.Stage.ADOPTED:
            adopted[version.framework_id] = version
    found = Framework.objects.visible_to(request.user).select_related("process")
    found = found.prefetch_related("criteria", "support")
    context = {
        "frameworks": [(one, lasts.get(one.pk), adopted.get(one.pk)) for one in found],
        "writes": request.user.holds(*WRITES),
        "staff": request.user.holds(*STAFF),
        "reads_cases": request.user.holds(*READS_CASES),
        "takes_requests": intake.takes_requests(),
        "judges": request.user.holds(*ASSESSES),
    }
    return render(request, "assessment/home.html", context)


@for_roles(READS, to=gettext_lazy("een afwegingskader lezen"))
def framework(request: Request, pk: int) -> HttpResponse:
    """The draft for who works on it; other readers go to what was adopted."""
    found = find(request, pk)
    if not request.user.holds(*STAFF):
        return redirect(FrameworkVersion.objects.visible_to(request.user).filter(framework=found)[0])
    criteria = list(found.criteria.prefetch_related("grounds"))
    content, law = content_of(found), names()
    kinds = zip(found.support.prefetch_related("rules"), content["support"], strict=True)
    amounts = {one.key: one for one in LegalAmount.objects.on(reference_date(request))}
    last = versions.latest(found)
    said = reactions.counts(found)
    total = sum(one.weight or 0 for one in criteria)
    context = {
        "framework": found,
        "trail": trail_to(),
        "criteria": [
            (
                one,
                anchors(one.scale),
                round(100 * one.weight / total) if one.weight and total else None,
                said.get(one.key),
            )
            for one in criteria
        ],
        "questions": [(one, options(one.options)) for one in found.questions.all()],
        "concept": found.versions.filter(reaction_requests__isnull=False).defer("content").first(),
        "whole": said.get(""),
        "waiting": sum(open_ for _count, open_ in said.values()),
        "support": [
            (one, amounts.get(one.limit), list(zip(worded(content, kind, law), one.rules.all(), strict=True)))
            for one, kind in kinds
        ],
        "gaps": gaps(found, content),
        "latest": last,
        "changed": last is not None and canonical(content) != last.content,
        "writes": request.user.holds(*WRITES),
        "publishes": request.user.holds(*WRITES | ADOPTS),
        "steers": request.user.holds(*STEERS),
    }
    return render(request, "assessment/framework.html", context)


@for_roles(WRITES, to=gettext_lazy("een afwegingskader beginnen"))
def add(request: Request) -> HttpResponse:
    processes = Process.objects.visible_to(request.user)
    form = NewFrameworkForm(request.POST or None, request.FILES or None, processes=processes)
    if form.is_valid():
        given = form.cleaned_data
        try:
            draft = _draft(form)
            made = actions.add(
                Framework(process=given["process"], title=given["title"] or (draft.title if draft else "")),
                draft,
                by=request.user,
                at=moment(request),
            )
        except Refused as refusal:
            form.add_error("file", refusal.problems)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(
                request, _("Het kader ‘%(made)s’ staat klaar. Pas aan wat anders moet.") % {"made": made}
            )
            return redirect(made)
    context = {
        "form": form,
        "trail": trail_to(),
        "title": _("Begin een afwegingskader"),
        "button": _("Begin het kader"),
        "back": reverse("assessment:home"),
        "upload": True,
        "ready": processes.exists(),
    }
    return render(request, "assessment/edit.html", context)


def _draft(form: NewFrameworkForm) -> Draft | None:
    """What the new framework begins with. Raises Refused for a file that is none."""
    begin, file = form.cleaned_data["begin"], form.cleaned_data["file"]
    if begin == "leeg":
        return None
    if begin != "bestand":
        return shipped.draft(begin)
    if file.size > _LARGEST:
        raise Refused([_("Dit bestand is te groot voor een kader. Kies een TOML-bestand tot 500 kB.")])
    return read_toml(file.read(), file.name)


@for_roles(WRITES, to=gettext_lazy("een afwegingskader wijzigen"))
def change(request: Request, pk: int) -> HttpResponse:
    found = find(request, pk)
    form = FrameworkForm(request.POST or None, instance=found)
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
            messages.success(request, _("Het kader is bewaard."))
            return redirect(found)
    context = {
        "form": form,
        "trail": trail_to(find(request, pk)),
        "title": _("Wijzig titel, toelichting, drempel en wie vragen krijgt"),
        "button": _("Bewaar"),
        "back": found.get_absolute_url(),
        "ready": True,
    }
    return render(request, "assessment/edit.html", context)


@for_roles(STEERS, to=gettext_lazy("een afwegingskader weghalen"))
def remove(request: Request, pk: int) -> HttpResponse:
    found = find(request, pk)
    if request.method == "POST":
        title = found.title
        try:
            actions.remove(found, by=request.user, at=moment(request))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(found)
        messages.success(request, _("Het kader ‘%(title)s’ is weg.") % {"title": title})
        return redirect("assessment:home")
    context = {
        "trail": trail_to(found),
        "question": _("Wilt u het kader ‘%(title)s’ weghalen?") % {"title": found},
        "consequence": _("De criteria en de vormen van steun gaan mee. Het journaal bewaart wat er stond."),
        "button": _("Haal het kader weg"),
        "back": found.get_absolute_url(),
    }
    return render(request, "assessment/remove.html", context)


@for_roles(STAFF, to=gettext_lazy("een ontwerp van een kader bewaren"))
def toml(request: Request, pk: int) -> HttpResponse:
    found = find(request, pk)
    return toml_answer(write_toml(content_of(found)), found.title)


def toml_answer(text: str, *names: str) -> HttpResponse:
    name = "-".join(filter(None, (slugify(one) for one in names)))[:80] or "afwegingskader"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.toml"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(text, content_type="application/toml; charset=utf-8", headers=headers)
