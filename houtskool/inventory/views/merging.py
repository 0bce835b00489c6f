"""Taking near-doubles together: choose which one is kept, see what moves, and undo it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from houtskool.accounts.http import Request
from houtskool.accounts.roles import for_roles
from houtskool.inventory import consent, undoing
from houtskool.inventory.actions import merging
from houtskool.inventory.consent import CODES
from houtskool.inventory.models import Coding, Contribution
from houtskool.inventory.views.bulk import chosen_rows, safe_next
from houtskool.web.reference_date import moment

# Side by side more than these can no longer be compared.
MOST = 20


@for_roles(CODES, to=gettext_lazy("inbreng samenvoegen"))
def merge(request: Request) -> HttpResponse:
    """The chosen contributions beside each other; one is kept, the others lead to it."""
    back = safe_next(request, request.GET.get("next", ""))
    chosen = chosen_rows(request, request.GET)
    rows = [row for row in chosen if row.withdrawn_at is None]
    if (gone := len(chosen) - len(rows)) and request.method == "GET":
        words = ngettext(
            "%(number)s stuk is ingetrokken en doet niet mee.",
            "%(number)s stukken zijn ingetrokken en doen niet mee.",
            gone,
        )
        messages.warning(request, words % {"number": gone})
    if len(rows) < 2 or len(rows) > MOST:
        messages.error(
            request,
            _("Kies minstens twee en hoogstens %(most)s stukken inbreng om samen te voegen.")
            % {"most": MOST},
        )
        return HttpResponseRedirect(back)
    kept = request.POST.get("kept", "")
    if request.method == "POST":
        into = next((row for row in rows if str(row.pk) == kept), None)
        try:
            if into is None:
                raise ValidationError(_("Kies welke inbreng blijft."))
            dropped = [row for row in rows if row is not into]
            why = request.POST.get("why", "")[:500]
            moved = merging.merge(dropped, into=into, why=why, by=request.user, at=moment(request))
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
        else:
            what = ngettext(
                "%(number)s stuk inbreng opgegaan in inbreng %(kept)s.",
                "%(number)s stukken inbreng opgegaan in inbreng %(kept)s.",
                len(moved),
            ) % {"number": len(moved), "kept": into.pk}
            undoing.merged(request.session, what, dropped)
            messages.success(request, what)
            return redirect(into)
    context = {
        "pieces": _pieces(request, rows),
        "kept": kept or str(_likely(rows).pk),
        "why": request.POST.get("why", ""),
        "back": back,
        "trail": [(_("Inbreng"), reverse("inventory:contributions"))],
    }
    return render(request, "inventory/merge.html", context)


@require_POST
@for_roles(CODES, to=gettext_lazy("een samenvoeging losmaken"))
def separate(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(Contribution.objects.visible_to(request.user), pk=pk)
    try:
        merging.separate(row, by=request.user, at=moment(request))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("Inbreng %(number)s staat weer apart.") % {"number": row.pk})
    return redirect(row)


def _likely(rows: list[Contribution]) -> Contribution:
    """Which one will probably be kept: one that was answered, or else the longest."""
    to = consent.Audience.INSIDE
    return max(rows, key=lambda row: (row.answered_at is not None, len(consent.words(row, to)), -row.pk))


def _pieces(request: Request, rows: list[Contribution]) -> list[dict[str, object]]:
    to = consent.audience(request.user)
    themes: dict[int, list[str]] = {}
    for coding in (
        Coding.objects.filter(contribution__in=rows).select_related("theme").order_by("theme__name")
    ):
        names = themes.setdefault(coding.contribution_id, [])
        if coding.theme.name not in names:
            names.append(coding.theme.name)
    return [
        {
            "row": row,
            "key": str(row.pk),
            "title": consent.title(row, to),
            "words": consent.words(row, to),
            "said_by": consent.said_by(row, to),
            "themes": themes.get(row.pk, []),
        }
        for row in rows
    ]
