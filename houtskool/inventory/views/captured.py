"""For the house: what was captured at a table, closing it, and the photo of a contribution."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from houtskool.accounts.http import Request
from houtskool.accounts.roles import FACILITATES, for_roles
from houtskool.inventory import capturing, consent
from houtskool.inventory.actions import captures
from houtskool.inventory.consent import CODES
from houtskool.inventory.models import Contribution
from houtskool.process.models import Table
from houtskool.records import uploads
from houtskool.web.reference_date import moment


@for_roles(CODES, to=gettext_lazy("lezen wat aan een tafel is vastgelegd"))
def captured(request: Request, pk: int) -> HttpResponse:
    """All that came in from the devices at a table, with what came late and what has a photo."""
    table = _table(request, pk)
    to = consent.audience(request.user)
    late = set(table.captures.filter(late=True).values_list("draft", flat=True))
    notes = [
        {
            "row": row,
            "words": consent.words(row, to),
            "said_by": consent.said_by(row, to),
            "late": row.draft in late,
            "photo": row.photo_id is not None and consent.may_read(row, to),
        }
        for row in captures.contributions_at(table)
    ]
    context = {
        "table": table,
        "notes": notes,
        "removed": table.captures.filter(removed_at__isnull=False).count(),
        "closed": captures.closing_of(table),
        "facilitates": request.user.holds(*FACILITATES),
        "address": capturing.path_of(table),
        "trail": [
            (table.gathering.process.title, table.gathering.process.get_absolute_url()),
            (table.gathering.title, table.gathering.get_absolute_url()),
        ],
    }
    return render(request, "inventory/capture/captured.html", context)


@require_POST
@for_roles(FACILITATES, to=gettext_lazy("een tafel sluiten of openen"))
def close(request: Request, pk: int) -> HttpResponse:
    table = _table(request, pk)
    if request.POST.get("open"):
        captures.reopen(table, by=request.user, at=moment(request))
        messages.success(request, _("Aan deze tafel kan weer worden vastgelegd."))
    else:
        captures.close(table, by=request.user, at=moment(request))
        messages.success(request, _("De tafel is gesloten. Wat al op een toestel stond, komt nog binnen."))
    return redirect("inventory:captured", table.pk)


def photo(request: Request, pk: int) -> HttpResponseBase:
    """The photo of a contribution, as a download, for who may read its words."""
    row = get_object_or_404(
        Contribution.objects.visible_to(request.user).select_related("photo"), pk=pk, photo__isnull=False
    )
    # A picture shows handwriting, and perhaps faces: it is for who codes and answers, whatever may be quoted.
    inside = consent.audience(request.user) is consent.Audience.INSIDE
    if row.photo is None or not inside or not consent.may_read(row, consent.Audience.INSIDE):
        raise Http404
    return uploads.as_download(row.photo)


def _table(request: Request, pk: int) -> Table:
    rows = Table.objects.visible_to(request.user).select_related("gathering__process")
    return get_object_or_404(rows, pk=pk)
