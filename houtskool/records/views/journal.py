from __future__ import annotations

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from houtskool.accounts.http import Request
from houtskool.accounts.roles import STAFF, for_roles
from houtskool.records import history, uploads
from houtskool.records.forms import JournalFilter
from houtskool.records.models import JournalEntry, Upload

PER_PAGE = 50


@require_safe
@for_roles(STAFF, to=_("het journaal lezen"))
def journal(request: Request) -> HttpResponse:
    form = JournalFilter(request.GET)
    entries = form.narrow(
        JournalEntry.objects.visible_to(request.user)
        .select_related("by")
        .prefetch_related("personal_values")
        .order_by("-number")
    )
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    subjects = history.subjects(shown, request.user)
    rows = [(line, subjects[line.number]) for line in history.lines(shown, request.user)]
    filtered = any(request.GET.get(name) for name in form.fields)
    context = {"form": form, "page": page, "rows": rows, "filtered": filtered}
    return render(request, "records/journal.html", context)


@require_safe
def upload(request: Request, pk: int) -> FileResponse:
    found = get_object_or_404(Upload.objects.visible_to(request.user), pk=pk)
    if uploads.is_held_back(found):
        raise Http404
    return uploads.as_download(found)
