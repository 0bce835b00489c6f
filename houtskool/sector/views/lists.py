from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from houtskool.accounts.http import Request
from houtskool.accounts.roles import READS
from houtskool.records import importing, spreadsheet
from houtskool.sector import filters
from houtskool.sector.nouns import NounPages
from houtskool.sector.views.finding import may_write
from houtskool.web.reference_date import reference_date

PAGE = 50


def _rows(request: Request, noun: NounPages) -> tuple[Any, Any]:
    """The rows that this visitor may see and asks for, and the form with which they asked."""
    if not request.user.holds(*READS) or not _may_open(request, noun):
        raise Http404
    form = filters.filter_form(noun.filters, request.GET)
    rows = noun.rows().visible_to(request.user).current()  # type: ignore[attr-defined]  # a NounQuerySet
    return filters.narrowed(rows, noun.filters, form, reference_date(request)), form


def _may_open(request: Request, noun: NounPages) -> bool:
    """Whether rows of this noun could be visible at all: an empty list is not the same as a closed one."""
    manager: Any = noun.model.objects  # type: ignore[attr-defined]  # as in nouns.py
    query = manager.all().visible_to(request.user).query
    return not query.is_empty()


def listing(request: Request, noun: NounPages) -> HttpResponse:
    rows, form = _rows(request, noun)
    for name, accessor in noun.counts:
        current = Q(**{f"{accessor}__merged_into": None})
        rows = rows.annotate(**{f"{name}_count": Count(accessor, filter=current, distinct=True)})
    order, columns = _sorted(request, noun)
    page = Paginator(rows.order_by(*order), PAGE).get_page(request.GET.get("page"))
    for row in page.object_list:
        row.seen_at = reference_date(request)
    asked = any(form.cleaned_data.get(name) for name in form.fields)
    return render(
        request,
        "sector/list.html",
        {
            "noun": noun,
            "form": form,
            "asked": asked,
            "filtered": any(form.cleaned_data.get(one.name) for one in noun.filters),
            "columns": columns,
            "page": page,
            "table": [(row, [column.value(row) for column in noun.columns[1:]]) for row in page.object_list],
            "trail": [(_("Sector"), reverse("sector:overview"))],
            "may_write": may_write(request),
            "add_url": reverse(f"sector:{noun.key}-add") if may_write(request) else "",
            "formats": spreadsheet.FORMATS,
        },
    )


def _sorted(request: Request, noun: NounPages) -> tuple[list[str], list[dict[str, str]]]:
    """The order that was asked for, and per column what its heading shows and leads to."""
    asked = request.GET.get("sort", "")
    field = asked.removeprefix("-")
    if field not in {column.order for column in noun.columns if column.order}:
        asked, field = "name", "name"
    columns = [
        {
            "label": str(column.label),
            "sort": f"-{column.order}" if asked == column.order else column.order,
            "direction": ("descending" if asked.startswith("-") else "ascending")
            if field == column.order
            else "",
        }
        for column in noun.columns
    ]
    return [asked, "pk"], columns


def export(request: Request, noun: NounPages, format: str) -> FileResponse:
    """What the list shows now, filters included, as a spreadsheet that can be imported again."""
    rows, _ = _rows(request, noun)
    if format not in spreadsheet.FORMATS:
        raise Http404
    kind = importing.kind(noun.list_key)
    return FileResponse(
        importing.export(kind, rows.order_by("name", "pk"), format),
        as_attachment=True,
        filename=f"{noun.path}.{format}",
        content_type=spreadsheet.FORMATS[format],
    )
