"""Lees een verslag in: hand it in, judge each proposal beside its sentence, take over what stands."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from houtskool.accounts.http import Request
from houtskool.accounts.roles import FACILITATES, for_roles
from houtskool.inventory.actions import intakes, taking_in
from houtskool.inventory.consent import CODES
from houtskool.inventory.intake_forms import AllForm, MendForm, ReportForm
from houtskool.inventory.models import Intake, Proposal
from houtskool.inventory.views.intake_page import page_context, page_of
from houtskool.kernel.proposals import place
from houtskool.process.models import Gathering, Process
from houtskool.records import uploads
from houtskool.web.reference_date import moment


@require_safe
@for_roles(CODES, to=gettext_lazy("ingelezen verslagen bekijken"))
def listing(request: Request) -> HttpResponse:
    rows = Intake.objects.visible_to(request.user).select_related(
        "document__process", "gathering", "touched_by", "confirmed_by"
    )
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    context = {"page": page, "facilitates": request.user.holds(*FACILITATES)}
    return render(request, "inventory/intake/list.html", context)


@for_roles(FACILITATES, to=gettext_lazy("een verslag inlezen"))
def new(request: Request) -> HttpResponse:
    given = {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
    form = ReportForm(**given, limit=settings.UPLOAD_LIMIT, user=request.user, initial=_initial(request))
    if form.is_valid():
        said = form.cleaned_data
        try:
            intake = intakes.open_report(
                form.text,
                name=form.name,
                process=said["process"],
                gathering=said["gathering"],
                said_on=said["said_on"],
                group=said["group"],
                consent=said["consent"],
                by=request.user,
                at=moment(request),
                data=form.data_of_file,
                limit=settings.UPLOAD_LIMIT,
            )
        except intakes.KnownReport as known:
            messages.warning(request, _("Dit verslag was al ingelezen. Hier is het."))
            return redirect(known.intake)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            for lack in form.lacking:
                messages.warning(request, lack)
            return redirect(intake)
    return render(request, "inventory/intake/new.html", {"form": form})


def _initial(request: Request) -> dict[str, Any]:
    """What the page that led here already knows."""
    processes = Process.objects.visible_to(request.user)
    found = request.GET.get("bijeenkomst", "")
    gathering = (
        Gathering.objects.filter(process__in=processes, pk=int(found)).first()
        if found.isascii() and found.isdigit() and len(found) < 19
        else None
    )
    if gathering is None:
        return {}
    return {
        "gathering": gathering,
        "process": gathering.process_id,
        "said_on": gathering.real_start or gathering.planned_start,
    }


@require_safe
@for_roles(CODES, to=gettext_lazy("ingelezen verslagen bekijken"))
def intake(request: Request, pk: int) -> HttpResponse:
    found = _intake(request, pk)
    return render(request, "inventory/intake/page.html", page_context(request, found))


@require_POST
@for_roles(FACILITATES, to=gettext_lazy("een verslag inlezen"))
def judge(request: Request, pk: int) -> HttpResponse:
    """Leave out, keep after all, take the next along, or mend one proposal."""
    rows = Proposal.objects.filter(intake__in=Intake.objects.visible_to(request.user))
    row = get_object_or_404(rows.select_related("intake__document"), pk=pk)
    verdict, at, by = request.POST.get("verdict"), moment(request), request.user
    form = MendForm(request.POST if verdict == "mend" else None, proposal=row, intake=row.intake)
    seen = _number(request.POST.get("seen"))
    try:
        if verdict == "leave-out":
            intakes.leave_out(row, left_out=True, seen=seen, by=by, at=at)
        elif verdict == "keep":
            intakes.leave_out(row, left_out=False, seen=seen, by=by, at=at)
        elif verdict == "join":
            intakes.join_next(row, seen=seen, by=by, at=at)
        elif verdict == "mend" and form.is_valid():
            given = {
                name: form.cleaned_data[name] for name in ("kind", "group", "speaker", "consent", "seen")
            }
            made = intakes.mend(row, form.spans, **given, by=by, at=at)
            if len(made) > 1:
                messages.success(request, _("Gesplitst in %(number)s voorstellen.") % {"number": len(made)})
    except ValidationError as refusal:
        if verdict == "mend":
            form.add_error(None, refusal)
        else:
            messages.error(request, " ".join(refusal.messages))
    if form.errors:
        row.refresh_from_db()
        context = page_context(request, row.intake, bound=form, page=page_of(row))
        return render(request, "inventory/intake/page.html", context)
    return _back(row)


@require_POST
@for_roles(FACILITATES, to=gettext_lazy("een verslag inlezen"))
def add(request: Request, pk: int) -> HttpResponse:
    """Propose words that were pasted, or selected in the text at the left."""
    found = _intake(request, pk)
    words = request.POST.get("words", "")
    span = place(found.document.text, words, near=_number(request.POST.get("near")))
    if span is None:
        messages.error(request, _("Deze woorden staan niet zo in het verslag. Kopieer ze uit de tekst."))
        return redirect(found)
    try:
        row = intakes.add(found, span, by=request.user, at=moment(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(found)
    return _back(row)


@require_POST
@for_roles(FACILITATES, to=gettext_lazy("een verslag inlezen"))
def set_all(request: Request, pk: int) -> HttpResponse:
    found = _intake(request, pk)
    form = AllForm(request.POST, intake=found)
    if form.is_valid() and (values := form.values()):
        try:
            number = intakes.set_all(found, values, speaker=form.speaker, by=request.user, at=moment(request))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            text = ngettext("%(number)s voorstel gewijzigd.", "%(number)s voorstellen gewijzigd.", number)
            messages.success(request, text % {"number": number})
    else:
        messages.error(request, _("Kies eerst wat u voor alle voorstellen wilt zetten."))
    return redirect(found)


@require_POST
@for_roles(FACILITATES, to=gettext_lazy("een verslag overnemen"))
def confirm(request: Request, pk: int) -> HttpResponse:
    found = _intake(request, pk)
    try:
        made = taking_in.confirm(
            found, sure=bool(request.POST.get("sure")), by=request.user, at=moment(request)
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        text = ngettext(
            "%(number)s stuk inbreng overgenomen.", "%(number)s stukken inbreng overgenomen.", len(made)
        )
        messages.success(request, text % {"number": len(made)})
    return redirect(found)


@for_roles(FACILITATES, to=gettext_lazy("een verslag terugdraaien"))
def undo(request: Request, pk: int) -> HttpResponse:
    found = _intake(request, pk)
    if request.method == "POST":
        try:
            gone, stays = taking_in.undo(found, by=request.user, at=moment(request))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            text = ngettext(
                "%(number)s stuk inbreng teruggedraaid.", "%(number)s stukken inbreng teruggedraaid.", gone
            )
            messages.success(request, text % {"number": gone})
            if stays:
                text = ngettext(
                    "%(number)s stuk bleef staan, omdat er al aan gewerkt is: %(which)s.",
                    "%(number)s stukken bleven staan, omdat er al aan gewerkt is: %(which)s.",
                    len(stays),
                )
                which = ", ".join(str(row) for row in stays[:10])
                messages.warning(request, text % {"number": len(stays), "which": which})
        return redirect(found)
    return render(request, "inventory/intake/undo.html", {"intake": found})


@for_roles(FACILITATES, to=gettext_lazy("een verslag weggooien"))
def discard(request: Request, pk: int) -> HttpResponse:
    found = _intake(request, pk)
    if request.method == "POST":
        name = str(found)
        try:
            taking_in.discard(found, by=request.user, at=moment(request))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(found)
        messages.success(request, _("Het verslag “%(name)s” is weggegooid.") % {"name": name})
        return redirect("inventory:intakes")
    return render(request, "inventory/intake/discard.html", {"intake": found})


@require_safe
@for_roles(FACILITATES, to=gettext_lazy("het oorspronkelijke bestand ophalen"))
def original(request: Request, pk: int) -> HttpResponseBase:
    """The file as it came in; not once somebody whose words stand in it withdrew them."""
    upload = _intake(request, pk).document.upload
    if upload is None or uploads.is_held_back(upload):
        raise Http404
    return uploads.as_download(upload)


def _intake(request: Request, pk: int) -> Intake:
    rows = Intake.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related("document__process", "document__upload", "gathering", "touched_by"), pk=pk
    )


def _back(row: Proposal) -> HttpResponse:
    path = row.intake.get_absolute_url()
    return redirect(f"{path}?page={page_of(row)}#feit-{row.pk}")


def _number(given: str | None) -> int:
    return int(given) if given and given.isascii() and given.isdigit() and len(given) < 10 else -1
