"""Versions of the programme: the list, one as page and file, what differs, and the steps to adoption."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from houtskool.accounts.http import Request
from houtskool.accounts.models import User
from houtskool.accounts.roles import READS, STAFF, for_roles
from houtskool.documents import FORMATS, Document, DocumentError, file_name, write_html, write_pdf
from houtskool.inventory import quotes
from houtskool.process.models import Process
from houtskool.programme import line, stations
from houtskool.programme.actions import versions as actions
from houtskool.programme.completeness import Gap, gaps
from houtskool.programme.content import read
from houtskool.programme.differences import difference
from houtskool.programme.document import document_of
from houtskool.programme.models import Motion, Version
from houtskool.programme.roles import ADOPTS, PRESENTS, WRITES
from houtskool.programme.since import programme_since
from houtskool.programme.views.forms_again import refuse
from houtskool.programme.views.programme import find_process, trail_to
from houtskool.web.forms import DayField
from houtskool.web.reference_date import moment, reference_date

_WORDS = forms.Textarea(attrs={"rows": 4})


class PresentForm(forms.Form):
    """To whom and when; and for each gap that stays open a reason."""

    # A reason is asked for wherever the gap stays; "not required" beside it would say otherwise.
    nothing_required = True
    to = forms.CharField(label=gettext_lazy("Aan wie"), max_length=100, initial="raad")
    on = DayField(label=gettext_lazy("Op welke dag"))

    def __init__(self, *args: Any, found: list[Gap], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {f"gap-{number}": gap for number, gap in enumerate(found)}
        for name, gap in self.found.items():
            self.fields[name] = forms.CharField(
                label=f"{gap.measure}: {gap.label}",
                required=False,
                help_text=format_html(
                    '<a href="{}">{}</a> {}', gap.mend, _("Vul aan wat ontbreekt"),
                    _("of schrijf waarom het mag openblijven."),
                ),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in self.found:
            if not cleaned.get(name, "").strip():
                self.add_error(name, _("Vul aan wat ontbreekt, of schrijf waarom het mag openblijven."))
        return cleaned

    def reasons(self) -> Mapping[str, str]:
        return {gap.key: self.cleaned_data[name] for name, gap in self.found.items()}


class AmendForm(forms.Form):
    number = forms.CharField(label=gettext_lazy("Nummer van het amendement"), max_length=60, required=False)
    amendment = forms.CharField(label=gettext_lazy("Wat het amendement wijzigt"), widget=_WORDS)
    body = forms.CharField(label=gettext_lazy("Wie het aannam"), max_length=100, initial="raad")
    on = DayField(label=gettext_lazy("Op welke dag"))


class AdoptForm(forms.Form):
    body = forms.CharField(label=gettext_lazy("Wie stelde het vast"), max_length=100, initial="raad")
    on = DayField(label=gettext_lazy("Op welke dag"))
    number = forms.CharField(label=gettext_lazy("Nummer van het besluit"), max_length=60, required=False)


class StepsForm(forms.Form):
    """Of which step of the plan each stage came."""

    nothing_required = True

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for stage, step in line.steps_of(process).items():
            self.fields[stage] = forms.ModelChoiceField(
                process.steps.all(),
                label=str(Version.Stage(stage).label).capitalize(),
                initial=step,
                required=False,
                empty_label=gettext_lazy("geen stap"),
            )


class MotionForm(forms.ModelForm[Motion]):
    on = DayField(label=gettext_lazy("Op welke dag"))
    # A box that nobody ticked would say that the motion was lost.
    carried = forms.TypedChoiceField(
        label=gettext_lazy("Wat werd het?"),
        choices=[("ja", gettext_lazy("aangenomen")), ("nee", gettext_lazy("verworpen"))],
        coerce=lambda word: word == "ja",
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Motion
        fields = ("number", "title", "text", "body", "on", "carried")
        widgets = {"text": _WORDS}


def find(request: Request, pk: int) -> Version:
    rows = Version.objects.visible_to(request.user).select_related("process", "by", "amends", "decision")
    return get_object_or_404(rows, pk=pk)


def trail_to_versions(process: Process) -> list[tuple[str, str]]:
    return [*trail_to(process), (_("Versies"), reverse("programme:versions", args=[process.pk]))]


@for_roles(READS, to=gettext_lazy("de versies lezen"))
def versions(request: Request, pk: int) -> HttpResponse:
    process = find_process(request, pk)
    found = list(Version.objects.visible_to(request.user).filter(process=process).defer("content"))
    latest = found[0] if found else None
    context = {
        "process": process,
        "trail": trail_to(process),
        "versions": list(pairwise([*found, None])),
        "latest": latest,
        "steps": [
            (Version.Stage(stage).label, step)
            for stage, step in line.steps_of(process).items()
            if step is not None
        ],
        "plan": process.steps.exists(),
        "motions": list(Motion.objects.filter(process=process)),
        "presented": latest is not None and latest.stage == Version.Stage.PRESENTED,
        "staff": request.user.holds(*STAFF),
        "writes": request.user.holds(*WRITES),
        "presents": request.user.holds(*PRESENTS),
        "adopts": request.user.holds(*ADOPTS),
    }
    return render(request, "programme/versions.html", context)


@for_roles(READS, to=gettext_lazy("een versie lezen"))
def version(request: Request, pk: int) -> HttpResponse:
    found = find(request, pk)
    page, damage = SafeString(), ""
    try:
        page = _page(_served(found, request.user))
    except DocumentError as error:
        damage = str(error)
    others = Version.objects.visible_to(request.user).filter(process=found.process).exclude(pk=pk)
    context = {
        "version": found,
        "trail": trail_to_versions(found.process),
        "page": page,
        "damage": damage,
        "formats": FORMATS,
        "others": others.defer("content"),
        "presents": request.user.holds(*PRESENTS),
        "public": Version.objects.published().filter(pk=pk).exists(),
        "may_be_withdrawn": found.stage not in (Version.Stage.PRESENTED, Version.Stage.ADOPTED),
    }
    return render(request, "programme/version.html", context)


@for_roles(READS, to=gettext_lazy("een versie lezen"))
def version_file(request: Request, pk: int, extension: str) -> HttpResponse:
    found = find(request, pk)
    try:
        document = _served(found, request.user)
        data = (
            write_pdf(document, contents=True) if extension == "pdf" else FORMATS[extension].write(document)
        )
    except DocumentError as error:
        messages.error(request, str(error))
        return redirect(found)
    name = file_name(
        extension, "programma", found.title, f"versie-{found.number}", str(found.get_stage_display())
    )
    return HttpResponse(
        data,
        content_type=FORMATS[extension].content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            # What can be withdrawn is never kept on the way.
            "Cache-Control": "no-store",
        },
    )


@for_roles(READS, to=gettext_lazy("versies vergelijken"))
def compare(request: Request, pk: int, other: int) -> HttpResponse:
    """What `pk` says otherwise than `other`, per measure and per word."""
    after, before = find(request, pk), find(request, other)
    get_object_or_404(Version.objects.filter(process=after.process_id), pk=other)
    context = {
        "before": before,
        "after": after,
        "difference": difference(read(before.content), read(after.content)),
        "trail": [*trail_to_versions(after.process), (str(after), after.get_absolute_url())],
    }
    return render(request, "programme/compare.html", context)


@for_roles(STAFF, to=gettext_lazy("het programma in de maak lezen"))
def compare_now(request: Request, pk: int) -> HttpResponse:
    """What the programme that is being made says otherwise than the version."""
    before = find(request, pk)
    context = {
        "before": before,
        "after": None,
        "difference": programme_since(before),
        "trail": [*trail_to_versions(before.process), (str(before), before.get_absolute_url())],
    }
    return render(request, "programme/compare.html", context)


@require_POST
@for_roles(WRITES, to=gettext_lazy("een versie vastleggen"))
def freeze(request: Request, pk: int) -> HttpResponse:
    process = find_process(request, pk)
    try:
        made = actions.freeze(process, request.POST.get("stage", ""), by=request.user, at=moment(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("programme:versions", pk=pk)
    messages.success(request, _("%(version)s ligt vast.") % {"version": made})
    return redirect(made)


@for_roles(PRESENTS, to=gettext_lazy("het programma aanbieden"))
def present(request: Request, pk: int) -> HttpResponse:
    process, day = find_process(request, pk), reference_date(request)
    found = gaps(process)
    form = PresentForm(request.POST or None, found=found, initial={"on": day})
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.present(
                process, to=given["to"], on=given["on"], accepted=form.reasons(),
                by=request.user, at=moment(request),
            )  # fmt: skip
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Het programma is aangeboden. Wat er staat, ligt vast."))
            return redirect(made)
    context = {"process": process, "form": form, "gaps": found, "trail": trail_to_versions(process)}
    return render(request, "programme/present.html", context)


@for_roles(ADOPTS, to=gettext_lazy("een amendement vastleggen"))
def amend(request: Request, pk: int) -> HttpResponse:
    process = find_process(request, pk)
    form = AmendForm(request.POST or None, initial=_offered(request, process))
    if form.is_valid():
        try:
            made = actions.amend(process, **form.cleaned_data, by=request.user, at=moment(request))
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Het amendement ligt vast als een nieuwe versie."))
            return redirect(made)
    return _ask(request, process, form, "programme/amend.html")


@for_roles(ADOPTS, to=gettext_lazy("vastleggen dat het programma is vastgesteld"))
def adopt(request: Request, pk: int) -> HttpResponse:
    process = find_process(request, pk)
    form = AdoptForm(request.POST or None, initial=_offered(request, process))
    if form.is_valid():
        try:
            made = actions.adopt(process, **form.cleaned_data, by=request.user, at=moment(request))
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Het programma is vastgesteld. De maatregelen kunnen beginnen."))
            return redirect(made)
    return _ask(request, process, form, "programme/adopt.html")


@for_roles(ADOPTS, to=gettext_lazy("een motie registreren"))
def motion(request: Request, pk: int) -> HttpResponse:
    process = find_process(request, pk)
    begun = Motion(process=process, version=actions.latest(process))
    form = MotionForm(request.POST or None, instance=begun, initial={"on": reference_date(request)})
    if form.is_valid():
        actions.register_motion(form.save(commit=False), by=request.user, at=moment(request))
        messages.success(request, _("De motie is geregistreerd. De tekst van het programma verandert niet."))
        return redirect("programme:versions", pk=pk)
    return _ask(request, process, form, "programme/motion.html")


@for_roles(WRITES, to=gettext_lazy("stappen en versies bij elkaar zetten"))
def tie_steps(request: Request, pk: int) -> HttpResponse:
    process = find_process(request, pk)
    form = StepsForm(request.POST or None, process=process)
    if form.is_valid():
        try:
            actions.tie_steps(process, form.cleaned_data, by=request.user, at=moment(request))
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(
                request, _("Bewaard. Op de lijn van nota tot uitvoering staat elke stap één keer.")
            )
            return redirect("programme:versions", pk)
    return _ask(request, process, form, "programme/tie_steps.html")


def _offered(request: Request, process: Process) -> dict[str, Any]:
    """What a decision is most likely: today, by the body to which the programme was offered."""
    last = actions.latest(process)
    body = {"body": last.body} if last and last.body else {}
    return {"on": reference_date(request), **body}


def _ask(request: Request, process: Process, form: Any, template: str) -> HttpResponse:
    latest = actions.latest(process)
    context = {
        "process": process,
        "form": form,
        "latest": latest,
        "presented": latest is not None and latest.stage == Version.Stage.PRESENTED,
        "versions": reverse("programme:versions", args=[process.pk]),
        "trail": trail_to_versions(process),
    }
    return render(request, template, context)


def _served(version: Version, user: User) -> Document:
    """The version with its quotes as they may be shown now. Raises DocumentError when it was damaged."""
    if not version.is_whole:
        raise DocumentError(
            "Deze versie is beschadigd: zij past niet meer bij haar hash. "
            "Laat de beheerder een reservekopie terugzetten."
        )
    return quotes.served(document_of(version, stations.seen(version, user)))


def _page(document: Document) -> SafeString:
    return mark_safe(write_html(document))
