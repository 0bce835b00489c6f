"""From a spreadsheet to the database in four screens: file, columns, dry run, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import escape
from django.views.decorators.http import require_POST, require_safe

from houtskool.accounts.http import Request
from houtskool.accounts.roles import FACILITATES, for_roles
from houtskool.records import importing, spreadsheet, undoing
from houtskool.records.archives import Refused
from houtskool.records.importing import ID, Kind
from houtskool.records.models import ImportBatch
from houtskool.web.reference_date import moment

P = ParamSpec("P")
SHOWN = 200
SKIP = ""


class FileForm(forms.Form):
    file = forms.FileField(
        label="Rekenblad",
        help_text="XLSX, ODS of CSV, met kolomtitels in de eerste rij. Hoogstens 10.000 rijen.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.ods,.txt"}),
    )


class ColumnsForm(forms.Form):
    """Per column of the file: which field it holds, or none."""

    def __init__(self, data: Any, *, kind: Kind, sheet: spreadsheet.Sheet, mapping: dict[int, str]) -> None:
        super().__init__(data)
        self.kind, self.sheet = kind, sheet
        offered = [(SKIP, "sla over"), (ID, "id (nummer in Houtskool)")]
        offered += [(column.name, column.title) for column in kind.columns()]
        for index, title in enumerate(sheet.titles):
            examples = [row[index] for _, row in sheet.rows if row[index]][:3]
            self.fields[f"column-{index}"] = forms.ChoiceField(
                label=title or f"Kolom {index + 1} (zonder titel)",
                choices=offered,
                required=False,
                initial=mapping.get(index, SKIP),
                # The part that draws help takes it as HTML; these words come from a stranger's file.
                help_text=escape(_examples(examples)),
            )

    def mapping(self) -> dict[int, str]:
        names = ((index, self.cleaned_data[f"column-{index}"]) for index in range(len(self.sheet.titles)))
        return {index: name for index, name in names if name}

    def clean(self) -> dict[str, Any]:
        importing.check_mapping(self.kind, self.mapping())
        return self.cleaned_data


def _examples(cells: list[str]) -> str:
    return "Bijvoorbeeld: " + " · ".join(cell[:60] for cell in cells) if cells else "Deze kolom is leeg."


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
@for_roles(FACILITATES, to="rekenbladen inlezen")
def imports(request: Request) -> HttpResponse:
    """Every kind that can come in, and what came in before."""
    batches = ImportBatch.objects.visible_to(request.user).select_related("upload", "by")
    page = Paginator(batches, 50).get_page(request.GET.get("page"))
    titles = {name: kind.title for name, kind in importing.kinds().items()}
    rows = [
        (batch, titles.get(batch.kind, batch.kind), not batch.done_at and not importing.has_file(batch))
        for batch in page.object_list
    ]
    context = {"kinds": importing.kinds().values(), "page": page, "rows": rows}
    return render(request, "records/imports.html", context)


@for_roles(FACILITATES, to="rekenbladen inlezen")
def new(request: Request, kind: str) -> HttpResponse:
    kind_ = _kind(kind)
    form = FileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            if file.size > settings.UPLOAD_LIMIT:
                raise Refused(f"Het bestand is te groot: hoogstens {settings.UPLOAD_LIMIT // 1024**2} MB.")
            batch, _ = importing.start(
                kind_,
                file.read(),
                file.name,
                by=request.user,
                at=moment(request),
                limit=settings.UPLOAD_LIMIT,
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
        except ValidationError as refusal:
            form.add_error("file", refusal)
        else:
            return redirect("records:import-columns", batch.pk)
    columns = kind_.columns()
    context = {"kind": kind_, "form": form, "columns": columns, "trail": _trail()}
    context |= {"formats": spreadsheet.FORMATS}
    return render(request, "records/import_new.html", context)


@require_safe
@for_roles(FACILITATES, to="rekenbladen inlezen")
def template(request: Request, kind: str, format: str) -> HttpResponse:
    """An empty spreadsheet with the right titles."""
    kind_ = _kind(kind)
    if format not in spreadsheet.FORMATS:
        raise Http404
    titles = [column.title for column in kind_.columns()]
    return _file(spreadsheet.write(titles, [], format), f"leeg-{kind_.title}", format)


@for_roles(FACILITATES, to="rekenbladen inlezen")
@_with_file
def columns(request: Request, pk: int) -> HttpResponse:
    batch, kind_, sheet = _open(request, pk)
    if batch.done_at:
        return redirect("records:import", batch.pk)
    form = ColumnsForm(request.POST or None, kind=kind_, sheet=sheet, mapping=importing.mapping_of(batch))
    if form.is_valid():
        batch.mapping = {str(index): name for index, name in form.mapping().items()}
        batch.save(update_fields=["mapping"])
        return redirect("records:import-check", batch.pk)
    context = {"batch": batch, "kind": kind_, "form": form, "others": sheet.others, "trail": _trail()}
    return render(request, "records/import_columns.html", context)


@for_roles(FACILITATES, to="rekenbladen inlezen")
@_with_file
def check(request: Request, pk: int) -> HttpResponse:
    """The dry run; with POST the import itself."""
    batch, kind_, sheet = _open(request, pk)
    if batch.done_at:
        return redirect("records:import", batch.pk)
    try:
        if request.method == "POST":
            importing.finish(batch, sheet, by=request.user, at=moment(request))
            return redirect("records:import", batch.pk)
        mapping = importing.mapping_of(batch)
        report = importing.dry_run(kind_, sheet, mapping, by=request.user, at=moment(request))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("records:import-columns", batch.pk)
    changes = [(outcome, change) for outcome in report.changed for change in outcome.changes]
    context = {
        "batch": batch,
        "kind": kind_,
        "report": report,
        "figures": _figures(
            *(len(report.of(state)) for state in ("added", "changed", "unchanged", "refused"))
        ),
        "added": report.added[:SHOWN],
        "changes": changes[:SHOWN],
        "changes_number": len(changes),
        "emptied": sum(1 for _, change in changes if change.before and not change.after),
        "refusals": [sentence for outcome in report.refused[:SHOWN] for sentence in outcome.sentences()],
        "goes_in": len(report.added) + len(report.changed),
        "trail": _trail(),
    }
    return render(request, "records/import_check.html", context)


@require_safe
@for_roles(FACILITATES, to="rekenbladen inlezen")
def batch(request: Request, pk: int) -> HttpResponse:
    """What became of an import."""
    found = get_object_or_404(ImportBatch.objects.visible_to(request.user).select_related("upload"), pk=pk)
    if not found.done_at:
        return redirect("records:import-columns", found.pk)
    return render(request, "records/import.html", _done(found))


def _done(found: ImportBatch) -> dict[str, Any]:
    return {
        "batch": found,
        "title": importing.kinds()[found.kind].title if found.kind in importing.kinds() else found.kind,
        "figures": _figures(found.created, found.changed, found.unchanged, len(found.refused)),
        "refusals": [
            sentence
            for row in found.refused[:SHOWN]
            for sentence in importing.Outcome(
                row["row"], "refused", row["label"], reasons=tuple(row["reasons"])
            ).sentences()
        ],
        "formats": spreadsheet.FORMATS,
        "trail": _trail(),
    }


@require_safe
@for_roles(FACILITATES, to="rekenbladen inlezen")
@_with_file
def mend(request: Request, pk: int, format: str) -> HttpResponse:
    """The refused rows, to be mended and handed in again."""
    found, _, sheet = _open(request, pk)
    if format not in spreadsheet.FORMATS or not found.refused:
        raise Http404
    reasons = {row["row"]: row["reasons"] for row in found.refused}
    return _file(importing.mend_file(sheet, reasons, format), f"geweigerd-{found.pk}", format)


@require_POST
@for_roles(FACILITATES, to="een import terugdraaien")
def undo(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(ImportBatch.objects.visible_to(request.user).select_related("upload"), pk=pk)
    try:
        undone = undoing.undo(found, by=request.user, at=moment(request))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("records:import", found.pk)
    return render(request, "records/import.html", {**_done(found), "undone": undone})


def _kind(name: str) -> Kind:
    try:
        return importing.kind(name)
    except KeyError as error:
        raise Http404 from error


def _open(request: Request, pk: int) -> tuple[ImportBatch, Kind, spreadsheet.Sheet]:
    """Raises Refused when the file is gone."""
    found = get_object_or_404(ImportBatch.objects.visible_to(request.user).select_related("upload"), pk=pk)
    return found, _kind(found.kind), importing.sheet_of(found.upload)


def _figures(added: int, changed: int, unchanged: int, refused: int) -> list[dict[str, Any]]:
    return [
        {"value": added, "label": "toegevoegd"},
        {"value": changed, "label": "gewijzigd"},
        {"value": unchanged, "label": "ongewijzigd"},
        {"value": refused, "label": "geweigerd", "late": refused > 0},
    ]


def _trail() -> list[tuple[str, str]]:
    return [("Rekenbladen", reverse("records:imports"))]


def _file(data: bytes, name: str, format: str) -> HttpResponse:
    return HttpResponse(
        data,
        content_type=spreadsheet.FORMATS[format],
        headers={"Content-Disposition": f'attachment; filename="{name}.{format}"'},
    )
