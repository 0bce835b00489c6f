"""Everybody who was invited in a process, narrowed as one asks, on the screen or as a spreadsheet."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from houtskool.accounts.http import Request
from houtskool.accounts.roles import FACILITATES, Role, for_roles
from houtskool.process import coverage
from houtskool.process.gathering_forms import InvitationFilter
from houtskool.process.models import Invitation, Process
from houtskool.process.views.attendance import by_name, search
from houtskool.process.views.trail import trail_to
from houtskool.records import spreadsheet
from houtskool.web.reference_date import reference_date

PAGE = 50
_SEES = FACILITATES | {Role.CORE_GROUP}
_ATTENDED = {"ja": Q(attended=True), "nee": Q(attended=False), "onbekend": Q(attended=None)}


@for_roles(_SEES, to=gettext_lazy("zien wie is uitgenodigd"))
def invitations(request: Request, pk: int) -> HttpResponse:
    process, form, rows = _asked(request, pk)
    page = Paginator(by_name(rows), PAGE).get_page(request.GET.get("page"))
    gathering = form.cleaned_data.get("bijeenkomst") if form.is_valid() else None
    up = [(gathering.title, gathering.get_absolute_url())] if gathering else []
    context = {
        "process": process,
        "gathering": gathering,
        "form": form,
        "page": page,
        "words": request.GET.get("q", ""),
        "asked": any(request.GET.get(name) for name in (*form.fields, "q")),
        "formats": spreadsheet.FORMATS,
        "facilitates": request.user.holds(*FACILITATES),
        "trail": [*trail_to(process), *up],
    }
    return render(request, "process/invitations.html", context)


@for_roles(_SEES, to=gettext_lazy("bewaren wie is uitgenodigd"))
def invitations_export(request: Request, pk: int, format: str) -> HttpResponse:
    if format not in spreadsheet.FORMATS:
        raise Http404
    _process, _form, rows = _asked(request, pk)
    titles = [
        *(
            _("Naam"),
            _("E-mailadres"),
            _("Groep"),
            _("Bijeenkomst"),
            _("Tafel"),
            _("Antwoord"),
            _("Geantwoord"),
        ),
        *(_("Was er"), _("Zonder uitnodiging"), _("Meegenomen door"), _("Verstuurd"), _("Herinnerd")),
    ]
    data = spreadsheet.write(titles, map(_cells, by_name(rows).iterator(chunk_size=2000)), format)
    response = HttpResponse(data, content_type=spreadsheet.FORMATS[format])
    name = f"genodigden-{reference_date(request):%Y-%m-%d}.{format}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _asked(request: Request, pk: int) -> tuple[Process, InvitationFilter, QuerySet[Invitation]]:
    """The process, what was asked, and the rows that fit it; a choice that cannot be read is left out."""
    process = get_object_or_404(Process.objects.visible_to(request.user), pk=pk)
    form = InvitationFilter(request.GET, gatherings=process.gatherings.all())
    form.is_valid()
    asked = form.cleaned_data
    rows = Invitation.objects.visible_to(request.user).standing().filter(gathering__process=process)
    if gathering := asked.get("bijeenkomst"):
        rows = rows.filter(gathering=gathering)
    if group := asked.get("groep"):
        rows = rows.filter(group=group)
    if reply := asked.get("antwoord"):
        rows = rows.filter(reply=reply)
        if reply == Invitation.Reply.NONE:
            rows = rows.filter(walked_in=False)
    if attended := asked.get("aanwezig"):
        rows = rows.filter(_ATTENDED[attended])
        if attended == "onbekend":
            rows = rows.filter(reply=Invitation.Reply.ACCEPTED)
    if theme := asked.get("thema"):
        rows = rows.filter(coverage.about(theme.pk)).distinct()
    return process, form, search(rows.with_names(), request.GET.get("q", "")[:100])


def _cells(one: Invitation) -> list[str]:
    came = {True: _("ja"), False: _("nee"), None: _("niet bekend")}
    return [
        str(one),
        one.address,
        str(one.group or ""),
        str(one.gathering),
        str(one.table or ""),
        "" if one.walked_in else str(one.get_reply_display()),
        spreadsheet.text(one.replied_at and one.replied_at.date()),
        came[one.attended],
        spreadsheet.text(one.walked_in),
        str(one.brought_by or ""),
        spreadsheet.text(one.sent_at and one.sent_at.date()),
        spreadsheet.text(one.reminded_at and one.reminded_at.date()),
    ]
