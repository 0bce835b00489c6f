"""A conversation as data: out for everybody or for other software, and in from Polis."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from houtskool.accounts.http import Request
from houtskool.accounts.roles import FACILITATES, for_roles
from houtskool.deliberation import analysing, counting, open_data, polis_files
from houtskool.deliberation.actions import publishing, taking_over
from houtskool.deliberation.models import Conversation
from houtskool.deliberation.views.conversations import trail
from houtskool.deliberation.views.results import fetched_too_often
from houtskool.documents import file_name
from houtskool.process.models import Process
from houtskool.records import uploads
from houtskool.records.models import Upload
from houtskool.web.reference_date import moment

SHOWN = 50


class FilesForm(forms.Form):
    process = forms.ModelChoiceField(
        Process.objects.none(), label=gettext_lazy("Bij welk proces hoort het gesprek?")
    )
    title = forms.CharField(label=gettext_lazy("Waar ging het gesprek over?"), max_length=200)
    statements = forms.FileField(
        label=gettext_lazy("De stellingen (comments.csv), of alles in een zip-bestand")
    )
    votes = forms.FileField(
        label=gettext_lazy("De stemmen (votes.csv of participants-votes.csv)"),
        required=False,
        help_text=gettext_lazy("Niet nodig als het eerste bestand een zip is."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["process"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Process.objects.visible_to(user)

    def archive(self) -> tuple[bytes, str]:
        """The files as one zip, with a name."""
        first, second = self.cleaned_data["statements"], self.cleaned_data["votes"]
        uploads.refuse_larger(
            first.size + (second.size if second else 0), first.name, limit=settings.IMPORT_LIMIT
        )
        data = first.read()
        if zipfile.is_zipfile(io.BytesIO(data)):
            return data, first.name
        files = {first.name: data}
        if second:
            name = second.name if second.name != first.name else f"2-{second.name}"
            files[name] = second.read()
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(
                    zipfile.ZipInfo(name.rpartition(".")[0] + ".csv", (1980, 1, 1, 0, 0, 0)), content
                )
        return out.getvalue(), "polis.zip"


class ConfirmForm(forms.Form):
    process = forms.ModelChoiceField(Process.objects.none(), widget=forms.HiddenInput)
    title = forms.CharField(max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["process"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Process.objects.visible_to(user)


@for_roles(FACILITATES, to=gettext_lazy("een gesprek overnemen"))
def take_over(request: Request) -> HttpResponse:
    form = FilesForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            data, name = form.archive()
            polis_files.read(data)
            upload = uploads.receive(
                data, name, by=request.user, at=moment(request), limit=settings.IMPORT_LIMIT
            )
        except ValidationError as refusal:
            form.add_error("statements", refusal)
        else:
            told = {"process": form.cleaned_data["process"].pk, "title": form.cleaned_data["title"]}
            return redirect(f"{reverse('deliberation:check-take-over', args=[upload.pk])}?{urlencode(told)}")
    return render(request, "deliberation/take_over.html", {"form": form, "trail": trail()})


@for_roles(FACILITATES, to=gettext_lazy("een gesprek overnemen"))
def check_take_over(request: Request, pk: int) -> HttpResponse:
    """What would go in and what not; pressing the button takes it over."""
    upload = get_object_or_404(Upload.objects.visible_to(request.user), pk=pk)
    form = ConfirmForm(request.POST if request.method == "POST" else request.GET, user=request.user)
    try:
        read = polis_files.read(uploads.read(upload))
    except (ValidationError, OSError):
        messages.error(request, _("Dit bestand is er niet meer, of het is geen gesprek. Kies het opnieuw."))
        return redirect("deliberation:take-over")
    if not form.is_valid():
        return redirect("deliberation:take-over")
    if request.method == "POST":
        try:
            conversation = taking_over.take_over(
                read, **form.cleaned_data, upload=upload, by=request.user, at=moment(request)
            )
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("Het gesprek is overgenomen. De uitkomst wordt nu berekend."))
            return redirect("deliberation:result", pk=conversation.pk)
    context = {
        "form": form,
        "read": read,
        "upload": upload,
        "refused": read.refused[:SHOWN],
        "trail": trail(),
    }
    return render(request, "deliberation/take_over_check.html", context)


@for_roles(FACILITATES, to=gettext_lazy("een overgenomen gesprek terugdraaien"))
def undo_take_over(request: Request, pk: int) -> HttpResponse:
    conversation = get_object_or_404(
        Conversation.objects.visible_to(request.user).exclude(upload=None), pk=pk
    )
    if request.method == "POST":
        process = conversation.process
        try:
            taking_over.undo(conversation, by=request.user, at=moment(request))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("deliberation:result", pk=pk)
        messages.success(request, _("Het gesprek is weg, met alle stellingen en stemmen uit het bestand."))
        return redirect(process)
    context = {"conversation": conversation, "trail": trail(conversation)}
    return render(request, "deliberation/undo_take_over.html", context)


@require_safe
@for_roles(FACILITATES, to=gettext_lazy("de stemmen als gegevens bewaren"))
def download(request: Request, pk: int, layout: str) -> HttpResponse:
    """Open data or the layout of Polis; refused with the reason where the result may not go out yet."""
    conversation = get_object_or_404(Conversation.objects.visible_to(request.user), pk=pk)
    at = moment(request)
    try:
        analysis = open_data.ready(conversation, at=at)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("deliberation:result", pk=pk)
    publishing.give_out(analysis, at=at)
    data = open_data.polis(analysis) if layout == "polis" else open_data.archive(analysis)
    return _zip(data, layout, conversation)


@require_safe
@login_not_required
def public_download(request: HttpRequest, pk: int) -> HttpResponse:
    conversation = get_object_or_404(Conversation.objects.all().published(), pk=pk)
    if fetched_too_often(pk, moment(request)):
        return render(request, "429.html", status=429)
    analysis = analysing.given_out(conversation)
    if analysis is None or counting.read(conversation).sha256 != analysis.sha256:
        raise PermissionDenied(_("De gegevens worden bijgewerkt. Probeer het later opnieuw."))
    return _zip(open_data.archive(analysis), "open-data", conversation)


def _zip(data: bytes, layout: str, conversation: Conversation) -> HttpResponse:
    name = file_name("zip", layout, conversation.title)
    return HttpResponse(
        data,
        content_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )
