"""Notes to the council: the list, one note, beginning and writing one, its preview and its files."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from houtskool.accounts.http import Request
from houtskool.accounts.roles import READS, STAFF, for_roles
from houtskool.council.models import Note
from houtskool.council.notes import actions, export
from houtskool.council.notes.compose import compose, document_of, stamped
from houtskool.council.notes.content import content_of, put_on
from houtskool.council.notes.forms import AttachmentForm, BeginNoteForm, Sheet, starting_subject
from houtskool.council.notes.gaps import gaps
from houtskool.council.notes.together import Meeting
from houtskool.council.roles import ADOPTS, SENDS, WRITES
from houtskool.council.views import trail
from houtskool.documents import FORMATS, Document, DocumentError, write_html
from houtskool.process.models import Process
from houtskool.records.history import history
from houtskool.web.reference_date import moment, reference_date


def find(request: Request, pk: int) -> Note:
    """The note, when this user may see it; 404 otherwise."""
    visible = Note.objects.visible_to(request.user)
    return get_object_or_404(
        visible.select_related("process__facilitator", "changed_by", "follows", "frozen"), pk=pk
    )


def page_of(document: Document) -> SafeString:
    """The document as it stands in a page: under the page's own heading."""
    return mark_safe(write_html(document, title_level=2))


@for_roles(READS, to=_("de nota’s aan de raad lezen"))
def notes(request: Request) -> HttpResponse:
    return render(
        request,
        "council/notes.html",
        {
            "notes": Note.objects.visible_to(request.user).select_related("process"),
            "processes": Process.objects.visible_to(request.user),
            "writes": request.user.holds(*WRITES),
        },
    )


def note(request: Request, pk: int) -> HttpResponse:
    """One note as it reads now, its state, and what can be done next."""
    found, at = find(request, pk), reference_date(request)
    damage = ""
    page = SafeString()
    try:
        page = page_of(stamped(document_of(found, at), found))
    except DocumentError as error:
        damage = str(error)
    user = request.user
    return render(
        request,
        "council/note.html",
        {
            "note": found,
            "trail": trail.to_notes(),
            "page": page,
            "damage": damage,
            "gaps": gaps(found, at) if found.is_concept else None,
            "formats": FORMATS,
            "attachments": found.attachments.select_related("upload"),
            "form": AttachmentForm(),
            "writes": user.holds(*WRITES),
            "adopts": user.holds(*ADOPTS),
            "sends": user.holds(*SENDS),
            "following": Note.objects.visible_to(user).filter(follows=found),
            "shows_history": user.holds(*STAFF),
            "history": history(found, user),
        },
    )


@for_roles(WRITES, to=_("een nota opstellen"))
def begin(request: Request, pk: int) -> HttpResponse:
    process = get_object_or_404(Process.objects.visible_to(request.user), pk=pk)
    existing = process.notes.values_list("subject", flat=True)
    form = BeginNoteForm(request.POST or None, initial={"subject": starting_subject(process.title, existing)})
    if form.is_valid():
        begun = actions.begin(process, **form.cleaned_data, by=request.user, at=moment(request))
        messages.success(
            request,
            gettext("Hier staat wat wij al weten van “%(process)s”. Lees het na, en schrijf verder.")
            % {"process": process.title},
        )
        return redirect("council:edit-note", pk=begun.pk)
    return render(
        request, "council/begin_note.html", {"process": process, "form": form, "trail": trail.to_notes()}
    )


@for_roles(WRITES, to=_("een nota wijzigen"))
def edit(request: Request, pk: int) -> HttpResponse:
    """The header and the sections on one page, with the preview beside them.

    Every button saves the whole page first, and then does what it says.
    """
    found = find(request, pk)
    if request.method != "POST":
        if not found.is_concept:
            return redirect(found)
        return _sheet_page(request, found, Sheet(found, content_of(found)))
    sheet = Sheet(found, content_of(found), request.POST)
    if not sheet.is_valid():
        return _sheet_page(request, found, sheet)
    try:
        saved = actions.revise(
            found, sheet.content(), seen=sheet.revision, by=request.user, at=moment(request)
        )
        return _after_saving(request, saved, request.POST.get("do", ""))
    except actions.Overtaken as overtaken:
        sheet = Sheet(overtaken.note, overtaken.meeting.content)
        return _sheet_page(request, find(request, pk), sheet, overtaken.meeting)
    except ValidationError as refusal:
        for message in refusal.messages:
            sheet.form.add_error(None, message)
        return _sheet_page(request, found, sheet)


@require_POST
@for_roles(WRITES, to=_("een nota wijzigen"))
def preview(request: Request, pk: int) -> HttpResponse:
    """What the note would look like with what stands on the page now; nothing is saved."""
    found = find(request, pk)
    sheet = Sheet(found, content_of(found), request.POST)
    if found.is_concept and sheet.is_valid():
        put_on(found, sheet.content().tidy())
    return HttpResponse(page_of(document_of(found, reference_date(request))))


@for_roles(WRITES, to=_("een paragraaf weghalen"))
def remove_section(request: Request, pk: int, key: int) -> HttpResponse:
    found = find(request, pk)
    section = content_of(found).section(key)
    if section is None:
        raise Http404
    if request.method == "POST":
        try:
            actions.remove_section(found, key, by=request.user, at=moment(request))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(
                request, gettext("De paragraaf “%(section)s” is weggehaald.") % {"section": section.title}
            )
        return redirect("council:edit-note", pk=pk)
    path = [*trail.to_note(found), (gettext("Schrijf verder"), reverse("council:edit-note", args=[pk]))]
    return render(request, "council/remove_section.html", {"note": found, "section": section, "trail": path})


def download(request: Request, pk: int, extension: str) -> HttpResponse:
    found, form = find(request, pk), FORMATS[extension]
    try:
        data = export.write(found, extension, reference_date(request))
    except DocumentError as error:
        messages.error(request, str(error))
        return redirect(found)
    response = HttpResponse(data, content_type=form.content_type)
    response["Content-Disposition"] = f'attachment; filename="{export.file_name(found, extension)}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _after_saving(request: Request, note: Note, do: str) -> HttpResponse:
    """Where the pressed button leads, once everything on the page is saved."""
    page = reverse("council:edit-note", args=[note.pk])
    by, at = request.user, moment(request)
    verb, _, given = do.partition("-")
    key = int(given) if given.isdecimal() and len(given) < 7 else 0
    if verb == "add":
        key = actions.add_section(note, seen=note.revision, by=by, at=at).key
        messages.success(request, gettext("Er staat een lege paragraaf bij."))
    elif verb in {"up", "down"}:
        actions.move_section(note, key, up=verb == "up", seen=note.revision, by=by, at=at)
    elif verb == "remove" and content_of(note).section(key):
        return redirect("council:remove-section", pk=note.pk, key=key)
    elif verb == "read":
        return redirect(note)
    else:
        messages.success(request, gettext("De nota is bewaard."))
    return redirect(page + (f"#paragraaf-{key}" if key else ""))


def _sheet_page(request: Request, note: Note, sheet: Sheet, meeting: Meeting | None = None) -> HttpResponse:
    at = reference_date(request)
    context = {
        "note": note,
        "trail": trail.to_note(note),
        "sheet": sheet,
        "meeting": meeting,
        "gaps": gaps(note, at),
        "page": page_of(compose(note, at)) if note.is_concept else "",
    }
    return render(request, "council/edit_note.html", context, status=409 if meeting else 200)
