"""Versions of a framework: the list, publishing one, reading one, and what differs between two."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from houtskool.accounts.http import Request
from houtskool.accounts.roles import READS, STAFF, for_roles
from houtskool.assessment.actions import versions as actions
from houtskool.assessment.content import Content, read
from houtskool.assessment.eligibility.rule_words import worded
from houtskool.assessment.framework import reactions
from houtskool.assessment.framework.completeness import gaps
from houtskool.assessment.framework.differences import difference, shown
from houtskool.assessment.framework.forms import PublishForm
from houtskool.assessment.framework.writing import write_toml
from houtskool.assessment.law.amounts import names
from houtskool.assessment.models import Framework, FrameworkVersion, Question
from houtskool.assessment.models.cases import READS_CASES
from houtskool.assessment.roles import ADOPTS, WRITES
from houtskool.assessment.views.frameworks import find, toml_answer, trail_to
from houtskool.web.reference_date import moment, reference_date


def find_version(request: Request, pk: int) -> FrameworkVersion:
    rows = FrameworkVersion.objects.visible_to(request.user).select_related("framework__process", "by")
    return get_object_or_404(rows, pk=pk)


def trail_to_versions(framework: Framework) -> list[tuple[str, str]]:
    return [*trail_to(framework), (_("Versies"), reverse("assessment:versions", args=[framework.pk]))]


@for_roles(READS, to=gettext_lazy("de versies lezen"))
def versions(request: Request, pk: int) -> HttpResponse:
    framework = find(request, pk)
    found = list(
        FrameworkVersion.objects.visible_to(request.user).filter(framework=framework).defer("content")
    )
    context = {
        "framework": framework,
        "trail": trail_to(framework),
        "versions": list(zip(found, [*found[1:], None], strict=True)) if found else [],
        "publishes": request.user.holds(*WRITES | ADOPTS),
    }
    return render(request, "assessment/versions.html", context)


@for_roles(WRITES | ADOPTS, to=gettext_lazy("een versie vastleggen"))
def publish(request: Request, pk: int) -> HttpResponse:
    framework = find(request, pk)
    waiting = reactions.waiting(framework)
    form = PublishForm(
        request.POST or None,
        waiting=waiting,
        initial={"on": reference_date(request)},
        adopts=request.user.holds(*ADOPTS),
        writes=request.user.holds(*WRITES),
    )
    if form.is_valid():
        try:
            made = actions.publish(framework, **form.cleaned_data, by=request.user, at=moment(request))
        except ValidationError as refusal:
            if hasattr(refusal, "error_dict"):
                form.add_error(None, [one for errors in refusal.message_dict.values() for one in errors])
            else:
                form.add_error(None, refusal)
        else:
            messages.success(request, _("%(version)s ligt vast.") % {"version": made})
            return redirect(made)
    context = {
        "framework": framework,
        "form": form,
        "gaps": gaps(framework),
        "waiting": waiting,
        "concept": framework.versions.filter(reaction_requests__isnull=False).defer("content").first(),
        "trail": trail_to_versions(framework),
    }
    return render(request, "assessment/publish.html", context)


@for_roles(READS, to=gettext_lazy("een versie lezen"))
def version(request: Request, pk: int) -> HttpResponse:
    found = find_version(request, pk)
    others = FrameworkVersion.objects.visible_to(request.user).filter(framework=found.framework_id)
    content, law = whole(found), names()
    context = {
        "version": found,
        "content": content,
        "criteria": [(one, shown("knockout", one["knockout"])) for one in content["criteria"]],
        "questions": [(one, Question.Kind(one["kind"]).label) for one in content["questions"]],
        "support": [(one, worded(content, one, law)) for one in content["support"]],
        "others": others.exclude(pk=pk).defer("content"),
        "trail": trail_to_versions(found.framework),
        "staff": request.user.holds(*STAFF),
        "reads_cases": request.user.holds(*READS_CASES),
        "reactions": reactions.of_framework(found.framework).filter(request__version=found).count(),
    }
    return render(request, "assessment/version.html", context)


@for_roles(READS, to=gettext_lazy("een versie bewaren"))
def version_toml(request: Request, pk: int) -> HttpResponse:
    found = find_version(request, pk)
    return toml_answer(write_toml(whole(found)), found.title, f"versie-{found.number}")


@for_roles(READS, to=gettext_lazy("versies vergelijken"))
def compare(request: Request, pk: int, other: int) -> HttpResponse:
    """What `pk` says otherwise than `other`, per part and per word."""
    after, before = find_version(request, pk), find_version(request, other)
    get_object_or_404(FrameworkVersion.objects.filter(framework=after.framework_id), pk=other)
    context = {
        "before": before,
        "after": after,
        "difference": difference(whole(before), whole(after)),
        "trail": [*trail_to_versions(after.framework), (str(after), after.get_absolute_url())],
    }
    return render(request, "assessment/compare.html", context)


def whole(found: FrameworkVersion) -> Content:
    """The content of a version that is as it was frozen. Raises PermissionDenied for one that was damaged."""
    if not found.is_whole:
        raise PermissionDenied(
            _(
                "Deze versie is beschadigd: zij past niet meer bij haar hash. "
                "Laat de beheerder een reservekopie terugzetten."
            )
        )
    return read(found.content)
