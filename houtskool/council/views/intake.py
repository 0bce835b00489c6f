"""Begin met een nota: hand it in, judge each fact beside its sentence, confirm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from houtskool.accounts.http import Request
from houtskool.accounts.roles import STEERS, for_roles
from houtskool.council import intake
from houtskool.council.forms import BeginForm, ConfirmForm
from houtskool.council.intake.forms import FactForm
from houtskool.process.models import Fact, SourceDocument
from houtskool.process.passages import paragraphs
from houtskool.web.reference_date import moment


@dataclass(frozen=True)
class Shown:
    """A fact on the note screen, with the form that corrects it."""

    fact: Fact
    kind: intake.Kind
    form: FactForm

    @property
    def words(self) -> str:
        return self.kind.words(self.fact.values)

    @property
    def details(self) -> list[tuple[str, str]]:
        """What else the fact says, field by field, for reading."""
        shown = []
        for bound in self.form:
            value = self.fact.values.get(bound.name)
            if bound.name == self.kind.shown or value in (None, "", False):
                continue
            if isinstance(value, dict):
                value = value["text"]
            elif isinstance(bound.field, forms.ChoiceField):
                value = dict(bound.field.choices).get(value, value)  # type: ignore[arg-type]  # pairs, not groups
            elif value is True:
                value = gettext("ja")
            shown.append((str(bound.label), str(value)))
        return shown


@for_roles(STEERS, to=_("een nota inlezen"))
def begin(request: Request) -> HttpResponse:
    given = {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
    form = BeginForm(**given, limit=settings.UPLOAD_LIMIT)
    if form.is_valid():
        document = intake.open_note(
            form.text, name=form.name, data=form.data_of_file, by=request.user, at=moment(request)
        )
        for lack in form.lacking:
            messages.warning(request, lack)
        return redirect("council:review", pk=document.pk)
    return render(request, "council/begin.html", {"form": form})


@for_roles(STEERS, to=_("een nota inlezen"))
def review(request: Request, pk: int) -> HttpResponse:
    document = get_object_or_404(SourceDocument.objects.visible_to(request.user), pk=pk)
    if document.process_id:
        return redirect(document)
    facts = list(document.facts.all())
    return render(
        request,
        "council/review.html",
        {
            "document": document,
            "paragraphs": paragraphs(document.text, facts),
            "groups": _grouped(facts, correcting=request.GET.get("verbeter", "")),
            **_closing(request, document, facts),
        },
    )


@require_POST
@for_roles(STEERS, to=_("een nota inlezen"))
def judge(request: Request, pk: int) -> HttpResponse:
    """Keep, correct or leave out one fact; with htmx only its own line is drawn anew."""
    fact = get_object_or_404(
        Fact.objects.select_related("document").filter(
            document__in=SourceDocument.objects.visible_to(request.user)
        ),
        pk=pk,
    )
    at, verdict = moment(request), request.POST.get("verdict")
    form = _form(fact, request.POST if verdict == "correct" else None)
    try:
        if verdict == "keep":
            intake.keep(fact, by=request.user, at=at)
        elif verdict == "leave-out":
            intake.leave_out(fact, by=request.user, at=at)
        elif verdict == "correct" and form.is_valid():
            intake.correct(fact, form.as_values(), by=request.user, at=at)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    if request.headers.get("HX-Request"):
        shown = Shown(fact, intake.kind_of(fact.kind), form if form.errors else _form(fact))
        return render(
            request, "council/fact.html", {"shown": shown, "open": bool(form.errors), "moved": True}
        )
    if form.errors:
        facts = list(fact.document.facts.all())
        context = {
            "document": fact.document,
            "paragraphs": paragraphs(fact.document.text, facts),
            "groups": _grouped(facts, correcting=str(fact.pk), bound={fact.pk: form}),
            **_closing(request, fact.document, facts),
        }
        return render(request, "council/review.html", context)
    return redirect(reverse("council:review", args=[fact.document_id]) + f"#feit-{fact.pk}")


@require_POST
@for_roles(STEERS, to=_("een nota inlezen"))
def confirm(request: Request, pk: int) -> HttpResponse:
    document = get_object_or_404(SourceDocument.objects.visible_to(request.user), pk=pk)
    form = ConfirmForm(request.POST, user=request.user)
    if not form.is_valid():
        messages.error(request, gettext("Kies in welk proces de feiten komen."))
        return redirect("council:review", pk=pk)
    try:
        process = intake.confirm(
            document,
            process=form.cleaned_data["process"],
            title=form.cleaned_data["title"],
            by=request.user,
            at=moment(request),
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("council:review", pk=pk)
    messages.success(
        request, gettext("Het geraamte staat. Bij elk gegeven vindt u de zin terug waar het vandaan komt.")
    )
    return redirect(process)


@for_roles(STEERS, to=_("een nota weggooien"))
def discard(request: Request, pk: int) -> HttpResponse:
    document = get_object_or_404(SourceDocument.objects.visible_to(request.user), pk=pk, process=None)
    if request.method == "POST":
        try:
            intake.discard(document, by=request.user, at=moment(request))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(
                request, gettext("De nota “%(document)s” is weggegooid.") % {"document": document.name}
            )
        return redirect("process:home")
    return render(request, "council/discard.html", {"document": document})


def _closing(request: Request, document: SourceDocument, facts: list[Fact]) -> dict[str, Any]:
    """How many facts stand, where they may go, and whether this text came in before."""
    return {
        "standing": sum(fact.state != Fact.State.LEFT_OUT for fact in facts),
        "before": intake.same_text(document),
        "form": ConfirmForm(user=request.user, initial={"title": intake.title_of(document)}),
    }


def _form(fact: Fact, data: Any = None) -> FactForm:
    form_class = intake.kind_of(fact.kind).form
    return form_class(data, values=fact.values, at=fact.document.dated, prefix=f"feit-{fact.pk}")


def _grouped(
    facts: list[Fact], *, correcting: str, bound: dict[int, FactForm] | None = None
) -> list[dict[str, Any]]:
    """The facts per group of the screen, in the order of the text; empty groups say so."""
    groups = []
    for number, title in enumerate(intake.GROUPS):
        lines = []
        for fact in facts:
            kind = intake.kind_of(fact.kind)
            if kind.group == title:
                form = (bound or {}).get(fact.pk) or _form(fact)
                lines.append({"shown": Shown(fact, kind, form), "open": str(fact.pk) == correcting})
        groups.append({"title": title, "id": f"groep-{number}", "lines": lines})
    return groups
