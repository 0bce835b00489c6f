"""The list of contributions: searched, filtered, in pages, and as a spreadsheet."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from houtskool.accounts.http import Request
from houtskool.accounts.roles import FACILITATES, READS, for_roles
from houtskool.inventory import consent, filters, spreadsheets
from houtskool.inventory.consent import Audience
from houtskool.inventory.models import Contribution
from houtskool.inventory.models.contributions import ContributionQuerySet
from houtskool.inventory.search_text import Query, excerpt, marked
from houtskool.inventory.views import coding
from houtskool.inventory.views.contributions import visible, with_all
from houtskool.process.models import Process
from houtskool.records import importing, spreadsheet

PAGE = 50
MOST = 10_000
Pieces = list[tuple[str, bool]]


class _Bounded(Paginator):  # type: ignore[type-arg]  # generic in the stubs only
    """Counts no further than anybody pages through: a word that is in every row is no reason to wait."""

    @cached_property
    def count(self) -> int:
        rows: ContributionQuerySet = self.object_list  # type: ignore[assignment]  # the stubs know it as any list
        return rows[: MOST + 1].count()


@dataclass(frozen=True)
class Line:
    """A contribution in the list, as far as this reader may see it."""

    row: Contribution
    title: Pieces
    words: Pieces
    said_by: str
    themes: list[str]


@require_safe
@for_roles(READS, to=gettext_lazy("de inbreng lezen"))
def listing(request: Request) -> HttpResponse:
    form = filters.FilterForm(request.GET, user=request.user)
    order = request.GET.get("sort", "")
    order = order if order in filters.ORDERS else "-at"
    rows = form.narrowed(visible(request), request.user).order_by(*filters.ORDERS[order])
    pages = _Bounded if form.asked else Paginator
    page = pages(with_all(rows), PAGE).get_page(request.GET.get("page"))
    to = consent.audience(request.user)
    process = _process_to_add_to(request, form.asked.get("process"))
    return render(
        request,
        "inventory/contributions/list.html",
        {
            "form": form,
            "asked": form.asked,
            "filtered": bool(form.asked.keys() - {"q"}),
            "page": page,
            "more_than": MOST if form.asked and page.paginator.count > MOST else 0,
            "lines": [line(row, to, form.query) for row in page.object_list],
            "order": order,
            "may_write": request.user.holds(*FACILITATES),
            "formats": spreadsheet.FORMATS,
            "process": process,
            "coding": coding.for_list(request, process),
        },
    )


def line(row: Contribution, to: Audience, query: Query) -> Line:
    readable = consent.may_read(row, to)
    words, title = consent.words(row, to), consent.title(row, to)
    asked = query if readable else Query()
    return Line(
        row=row,
        title=list(marked(title, asked)),
        words=list(marked(excerpt(words, asked), asked)),
        said_by=consent.said_by(row, to),
        themes=list(dict.fromkeys(given.theme.name for given in row.codings.all())),
    )


@require_safe
@for_roles(READS, to=gettext_lazy("de inbreng bewaren"))
def export(request: Request, format: str) -> FileResponse:
    """What the list shows now, filters included, as a spreadsheet that can be read in again."""
    if format not in spreadsheet.FORMATS:
        raise Http404
    form = filters.FilterForm(request.GET, user=request.user)
    rows = form.narrowed(visible(request), request.user).order_by("-at", "-pk")
    kind = spreadsheets.kind_for(consent.audience(request.user))
    return FileResponse(
        importing.export(kind, spreadsheets.with_all(rows), format),
        as_attachment=True,
        filename=f"inbreng.{format}",
        content_type=spreadsheet.FORMATS[format],
    )


def _process_to_add_to(request: Request, chosen: str | None) -> Process | None:
    """The process that was chosen, or the only one that there is."""
    processes = Process.objects.visible_to(request.user)
    if chosen:
        return processes.filter(pk=chosen).first()
    some = list(processes[:2])
    return some[0] if len(some) == 1 else None
