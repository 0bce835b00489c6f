"""From a spreadsheet to the database in four screens: file, columns, dry run, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from houtskool.accounts.http import Request
from houtskool.accounts.roles import FACILITATES, for_roles
from houtskool.records import importing, spreadsheet, undoing, worker
from houtskool.records.archives import Refused
from houtskool.records.importing import Kind, Outcome
from houtskool.records.models import ImportBatch
from houtskool.records.views.import_forms import ColumnsForm, FileForm
from houtskool.web.language import dutch
from houtskool.web.reference_date import moment

P = ParamSpec("P")
State = ImportBatch.State
TO = gettext_lazy("rekenbladen inlezen")
# After so long without a worker a reader is told that nobody is busy with it.
_NOBODY = timedelta(seconds=15)


def _with_file(view: Callable[Concatenate[Request, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead back to the list, with the reason, where the file of the import was erased."""

    @wraps(view)
    def opened(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("records:imports")

    return opened


@require_safe
@for_roles(FACILITATES, to=TO)
def imports(request: Request) -> HttpResponse:
    """Every kind that can come in, and what came in before."""
    batches = ImportBatch.objects.visible_to(request.user).select_related("upload", "by")
    page = Paginator(batches, 50).get_page(request.GET.get("page"))
    titles = {name: kind.title for name, kind in importing.kinds().items()}
    waiting = {State.NEW, State.TRYING, State.TRIED}
    rows = [
        (
            batch,
            titles.get(batch.kind, batch.kind),
            batch.state in waiting and not importing.has_file(batch),
        )
        for batch in page.object_list
    ]
    context = {"kinds": importing.kinds().values(), "page": page, "rows": rows}
    return render(request, "records/imports.html", context)


@for_roles(FACILITATES, to=TO)
def new(request: Request, kind: str) -> HttpResponse:
    kind_ = _kind(kind)
    form = FileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        limit = settings.IMPORT_LIMIT
        try:
            batch, _sheet = importing.start(
                kind_, file.file, file.name, by=request.user, at=moment(request), limit=limit
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
        except ValidationError as refusal:
            form.add_error("file", refusal)
        else:
            return redirect("records:import-columns", batch.pk)
    columns = kind_.columns()
    context = {"kind": kind_, "form": form, "columns": columns, "trail": _trail()}
    context |= {"formats": spreadsheet.FORMATS, "needed": [one for one in columns if one.required]}
    return render(request, "records/import_new.html", context)


@require_safe
@for_roles(FACILITATES, to=TO)
def template(request: Request, kind: str, format: str) -> HttpResponse:
    """An empty spreadsheet with the right titles."""
    kind_ = _kind(kind)
    if format not in spreadsheet.FORMATS:
        raise Http404
    titles = [column.title for column in kind_.columns()]
    return _file(spreadsheet.write(titles, [], format), f"leeg-{dutch(kind_.title)}", format)


@for_roles(FACILITATES, to=TO)
@_with_file
def columns(request: Request, pk: int) -> HttpResponse:
    batch, kind_, sheet = _open(request, pk)
    if batch.state not in {State.NEW, State.TRYING, State.TRIED}:
        return redirect("records:import", batch.pk)
    form = ColumnsForm(
        request.POST or None,
        kind=kind_,
        sheet=sheet,
        mapping=importing.mapping_of(batch),
        chosen=batch.choices,
    )
    if form.is_valid():
        batch.mapping = {str(index): name for index, name in form.mapping().items()}
        batch.choices = form.chosen()
        batch.state, batch.trial = State.NEW, {}
        batch.save(update_fields=["mapping", "choices", "state", "trial"])
        if importing.is_long(batch):
            importing.begin_trial(batch)
            importing.set_going(batch, by=request.user, at=moment(request))
        return redirect("records:import-check", batch.pk)
    context = {"batch": batch, "kind": kind_, "form": form, "others": sheet.others, "trail": _trail()}
    return render(request, "records/import_columns.html", context)


@for_roles(FACILITATES, to=TO)
@_with_file
def check(request: Request, pk: int) -> HttpResponse:
    """The dry run; with POST the import itself. A long file is tried in the background first."""
    batch, kind_, sheet = _open(request, pk)
    if batch.state not in {State.NEW, State.TRYING, State.TRIED}:
        return redirect("records:import", batch.pk)
    at = moment(request)
    try:
        if request.method == "POST" and "try" in request.POST:
            importing.begin_trial(batch)
            importing.set_going(batch, by=request.user, at=at)
            return redirect("records:import-check", batch.pk)
        if request.method == "POST":
            importing.begin(batch)
            importing.set_going(batch, by=request.user, at=at)
            return redirect("records:import", batch.pk)
        if not importing.is_long(batch):
            summary = importing.Summary()
            mapping = importing.mapping_of(batch)
            for outcome in importing.dry_run(kind_, sheet, mapping, by=request.user, at=at).outcomes:
                summary.hear(outcome)
            told = summary.told
        else:
            told = batch.trial
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("records:import-columns", batch.pk)
    context: dict[str, Any] = {"batch": batch, "kind": kind_, "trail": _trail(), **_progress(batch)}
    if told:
        numbers = (told[state] for state in ("added", "changed", "unchanged", "refused"))
        context |= {
            "told": told,
            "figures": _figures(*numbers),
            "goes_in": told["added"] + told["changed"],
            "in_parts": importing.is_long(batch),
        }
    return render(request, "records/import_check.html", context)


@require_safe
@for_roles(FACILITATES, to=TO)
def batch(request: Request, pk: int) -> HttpResponse:
    """What became of an import, or how far it is."""
    found = get_object_or_404(ImportBatch.objects.visible_to(request.user).select_related("upload"), pk=pk)
    if found.state in {State.NEW, State.TRYING, State.TRIED}:
        return redirect("records:import-check" if found.state != State.NEW else "records:import-columns", pk)
    kind_ = importing.kinds().get(found.kind)
    came_in = found.state == State.DONE and found.created + found.changed
    refused = found.outcomes.filter(state="refused").order_by("number")[: importing.SHOWN]
    context = {
        "batch": found,
        "title": kind_.title if kind_ else found.kind,
        "page": kind_.page(found) if came_in and kind_ and kind_.page else "",
        "figures": _figures(found.created, found.changed, found.unchanged, found.refused),
        "refusals": [
            sentence
            for row in refused
            for sentence in Outcome(row.number, "refused", row.label, reasons=tuple(row.reasons)).sentences()
        ],
        "undone": undoing.undone(found) if found.state == State.UNDONE and found.undone else None,
        "formats": spreadsheet.FORMATS,
        "has_file": importing.has_file(found),
        "trail": _trail(),
        **_progress(found),
    }
    return render(request, "records/import.html", context)


@require_safe
@for_roles(FACILITATES, to=TO)
@_with_file
def mend(request: Request, pk: int, format: str) -> HttpResponse:
    """The refused rows, to be mended and handed in again."""
    found, _, sheet = _open(request, pk)
    if format not in spreadsheet.FORMATS or not found.refused:
        raise Http404
    refused = found.outcomes.filter(state="refused").values_list("number", "reasons")
    data = importing.mend_file(sheet, dict(refused.iterator()), format)
    return _file(data, f"geweigerd-{found.pk}", format)


@require_POST
@for_roles(FACILITATES, to=gettext_lazy("een import terugdraaien"))
def undo(request: Request, pk: int) -> HttpResponse:
    return _act(request, pk, undoing.begin, goes_on=True)


@require_POST
@for_roles(FACILITATES, to=gettext_lazy("een import stoppen"))
def halt(request: Request, pk: int) -> HttpResponse:
    def stop(found: ImportBatch) -> None:
        importing.halt(found, f"{request.user} heeft het gestopt.")  # stored, so in Dutch

    return _act(request, pk, stop, goes_on=False)


@require_POST
@for_roles(FACILITATES, to=TO)
def resume(request: Request, pk: int) -> HttpResponse:
    return _act(request, pk, importing.resume, goes_on=True)


def _act(request: Request, pk: int, act: Callable[[ImportBatch], None], *, goes_on: bool) -> HttpResponse:
    found = get_object_or_404(ImportBatch.objects.visible_to(request.user).select_related("upload"), pk=pk)
    try:
        act(found)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        if goes_on:
            importing.set_going(found, by=request.user, at=moment(request))
    return redirect("records:import", found.pk)


def _progress(found: ImportBatch) -> dict[str, Any]:
    """How far an import is that runs now, and whether anybody is busy with it."""
    if found.state not in {State.TRYING, State.RUNNING, State.UNDOING}:
        return {"busy": False}
    now = timezone.now()
    stalled = found.moved_at is None or found.moved_at < now - _NOBODY
    return {
        "busy": True,
        "going": not found.halted,
        "handled": found.progress.get("handled", 0),
        "todo": found.progress.get("todo", 0),
        "again": found.progress.get("turn", 1) > 1,
        "nobody": not found.halted and stalled and not worker.alive(now),
    }


def _kind(name: str) -> Kind:
    try:
        return importing.kind(name)
    except KeyError as error:
        raise Http404 from error


def _open(request: Request, pk: int) -> tuple[ImportBatch, Kind, spreadsheet.Sheet]:
    """Raises Refused when the file is gone."""
    found = get_object_or_404(ImportBatch.objects.visible_to(request.user).select_related("upload"), pk=pk)
    _kind(found.kind)
    return found, importing.kind_of(found), importing.sheet_of(found.upload)


def _figures(added: int, changed: int, unchanged: int, refused: int) -> list[dict[str, Any]]:
    def told(number: int) -> str:
        return number_format(number, force_grouping=True)

    return [
        {"value": told(added), "label": _("toegevoegd")},
        {"value": told(changed), "label": _("gewijzigd")},
        {"value": told(unchanged), "label": _("ongewijzigd")},
        {"value": told(refused), "label": _("geweigerd"), "late": refused > 0},
    ]


def _trail() -> list[tuple[str, str]]:
    return [(_("Rekenbladen"), reverse("records:imports"))]


def _file(data: bytes, name: str, format: str) -> HttpResponse:
    return HttpResponse(
        data,
        content_type=spreadsheet.FORMATS[format],
        headers={"Content-Disposition": f'attachment; filename="{name}.{format}"'},
    )
