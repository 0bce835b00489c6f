"""From concept to council: adopt, send, discard, follow up; and the annexes, settled before that."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from houtskool.accounts.http import Request
from houtskool.accounts.roles import for_roles
from houtskool.council.models import Attachment, Note
from houtskool.council.notes import actions
from houtskool.council.notes.compose import compose
from houtskool.council.notes.forms import AdoptForm, AttachmentForm, SendForm
from houtskool.council.notes.gaps import gaps
from houtskool.council.roles import ADOPTS, SENDS, WRITES
from houtskool.council.views import trail
from houtskool.council.views.notes import find, page_of
from houtskool.documents import content_hash
from houtskool.records import uploads
from houtskool.records.models import Upload
from houtskool.web.reference_date import moment, reference_date


@for_roles(ADOPTS, to=_("een nota vaststellen"))
def adopt(request: Request, pk: int) -> HttpResponse:
    found, at = find(request, pk), reference_date(request)
    if not found.is_concept:
        return redirect(found)
    document = compose(found, at)
    form = AdoptForm(found, request.POST or None, at)
    if form.is_valid():
        seen = request.POST.get("seen", "")
        try:
            body, on = form.cleaned_data["body"], form.cleaned_data["on"]
            actions.adopt(found, body=body, on=on, seen=seen, by=request.user, at=moment(request))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, gettext("De nota is vastgesteld. Wat er staat, verandert niet meer."))
            return redirect(found)
    open_gaps = gaps(found, at)
    context = {
        "note": found,
        "trail": trail.to_note(found),
        "form": form,
        "page": page_of(document),
        "seen": content_hash(document),
        "gaps": open_gaps,
        "missing": bool(open_gaps.must),
    }
    return render(request, "council/adopt_note.html", context)


@for_roles(SENDS, to=_("een nota verzenden"))
def send(request: Request, pk: int) -> HttpResponse:
    found = find(request, pk)
    if found.state != Note.State.ADOPTED:
        return redirect(found)
    form = SendForm(
        request.POST or None, initial={"to": found.committee or "raad", "on": reference_date(request)}
    )
    if form.is_valid():
        try:
            actions.send(found, **form.cleaned_data, by=request.user, at=moment(request))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(
                request, gettext("De nota staat als verzonden aan %(sent_to)s.") % {"sent_to": found.sent_to}
            )
            return redirect(found)
    return render(
        request, "council/send_note.html", {"note": found, "form": form, "trail": trail.to_note(found)}
    )


@for_roles(WRITES, to=_("een concept weggooien"))
def discard(request: Request, pk: int) -> HttpResponse:
    found = find(request, pk)
    if not found.is_concept:
        messages.error(request, gettext("Deze nota is vastgesteld; zij blijft staan."))
        return redirect(found)
    if request.method == "POST":
        process = found.process
        try:
            actions.discard(found, by=request.user, at=moment(request))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("council:notes")
        messages.success(request, gettext("Het concept “%(found)s” is weggegooid.") % {"found": found})
        return redirect(process)
    return render(request, "council/discard_note.html", {"note": found, "trail": trail.to_note(found)})


@require_POST
@for_roles(WRITES, to=_("een nota opstellen"))
def follow_up(request: Request, pk: int) -> HttpResponse:
    found = find(request, pk)
    try:
        following = actions.follow_up(found, by=request.user, at=moment(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(found)
    messages.success(
        request, gettext("Dit is een nieuw concept met dezelfde tekst. De eerdere nota blijft staan.")
    )
    return redirect("council:edit-note", pk=following.pk)


@require_POST
@for_roles(WRITES, to=_("een bijlage toevoegen"))
def attach(request: Request, pk: int) -> HttpResponse:
    found, at = find(request, pk), moment(request)
    form = AttachmentForm(request.POST, request.FILES)
    try:
        if not form.is_valid():
            wrong = (
                (form.fields[name].label, error) for name, errors in form.errors.items() for error in errors
            )
            raise ValidationError([f"{label}: {error}" for label, error in wrong])
        upload = _received(request)
        title = form.cleaned_data["title"]
        actions.attach(found, title, upload, by=request.user, at=at)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, gettext("De bijlage “%(title)s” staat erbij.") % {"title": title})
    return redirect(f"{found.get_absolute_url()}#bijlagen")


@require_POST
@for_roles(WRITES, to=_("een bijlage toevoegen"))
def fill(request: Request, pk: int) -> HttpResponse:
    attachment = _attachment(request, pk)
    try:
        upload = _received(request)
        if upload is None:
            raise ValidationError(gettext("Kies eerst het bestand van de bijlage."))
        actions.fill(attachment, upload, by=request.user, at=moment(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(
            request, gettext("De bijlage “%(attachment)s” is bijgevoegd.") % {"attachment": attachment.title}
        )
    return redirect(attachment)


@require_POST
@for_roles(WRITES, to=_("een bijlage weghalen"))
def detach(request: Request, pk: int) -> HttpResponse:
    attachment = _attachment(request, pk)
    try:
        actions.detach(attachment, by=request.user, at=moment(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(
            request, gettext("De bijlage “%(attachment)s” is weggehaald.") % {"attachment": attachment.title}
        )
    return redirect(f"{attachment.note.get_absolute_url()}#bijlagen")


def attachment_file(request: Request, pk: int) -> HttpResponseBase:
    attachment = _attachment(request, pk)
    if attachment.upload is None:
        raise Http404
    return uploads.as_download(attachment.upload)


def _attachment(request: Request, pk: int) -> Attachment:
    return get_object_or_404(
        Attachment.objects.select_related("note", "upload").filter(
            note__in=Note.objects.visible_to(request.user)
        ),
        pk=pk,
    )


def _received(request: Request) -> Upload | None:
    """The file that came with the request, kept; None when there is none."""
    given = request.FILES.get("file")
    if given is None:
        return None
    uploads.refuse_larger(given.size or 0, given.name or "", limit=settings.UPLOAD_LIMIT)
    return uploads.receive(
        given.read(),
        given.name or "bijlage",
        by=request.user,
        at=moment(request),
        limit=settings.UPLOAD_LIMIT,
    )
