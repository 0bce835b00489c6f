"""The list of contributions, the page of one, and adding, changing, withdrawing and removing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from houtskool.accounts.http import Request
from houtskool.accounts.roles import FACILITATES, READS, STAFF, for_roles
from houtskool.inventory import consent, reports_read, telling, trail
from houtskool.inventory.actions import consent as consents
from houtskool.inventory.actions import contributions as actions
from houtskool.inventory.consent import Audience
from houtskool.inventory.forms import ContributionForm
from houtskool.inventory.models import Contribution, Contributor
from houtskool.inventory.models.contributions import ContributionQuerySet
from houtskool.inventory.views import coding
from houtskool.process.models import Process
from houtskool.records.history import history
from houtskool.web.reference_date import moment


@require_safe
@for_roles(READS, to=gettext_lazy("de inbreng lezen"))
def contribution(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(with_all(visible(request)), pk=pk)
    to = consent.audience(request.user)
    facilitates = request.user.holds(*FACILITATES)
    contributor = row.contributor
    sees_contributor = (
        contributor is not None
        and Contributor.objects.visible_to(request.user).filter(pk=contributor.pk).exists()
    )
    return render(
        request,
        "inventory/contributions/contribution.html",
        {
            "row": row,
            "title": consent.title(row, to),
            "words": consent.words(row, to),
            "readable": consent.may_read(row, to),
            "coding": coding.for_one(request, row),
            "codes": request.user.holds(*consent.CODES),
            "waiting": row.answered_at is None and row.merged_into_id is None,
            "facts": _facts(row, to),
            "own_columns": consent.own_columns(row, to),
            "steps": trail.of([row])[row.pk],
            "history": history(row, request.user) if request.user.holds(*STAFF) else [],
            "shows_history": request.user.holds(*STAFF),
            "facilitates": facilitates,
            "own_page": telling.own_path(contributor) if contributor and sees_contributor else "",
            "merged": row.merged.all(),
            "trail": _trail(row.process),
        },
    )


def _facts(row: Contribution, to: Audience) -> list[dict[str, str]]:
    gathering, table = row.gathering, row.table
    withdrawn = _("ingetrokken")
    known = {_("Wie"), _("Groep"), _("Gezegd op")}  # of which it says something that they are not known
    facts = [
        {"label": _("Wie"), "value": consent.said_by(row, to)},
        {"label": _("Groep"), "value": str(row.group or ""), "url": _url(row.group)},
        {"label": _("Proces"), "value": str(row.process), "url": _url(row.process)},
        {"label": _("Bijeenkomst"), "value": str(gathering or ""), "url": _url(gathering)},
        {"label": _("Tafel"), "value": str(table or ""), "url": _url(table)},
        {"label": _("Document"), "value": _document(row, to), "url": _place_in(row, to)},
        {"label": _("Waar daarin"), "value": row.place if consent.may_read(row, to) else ""},
        {"label": _("Gezegd op"), "value": date_format(row.said_on, "j F Y") if row.said_on else ""},
        {
            "label": _("Toestemming"),
            "value": withdrawn if row.withdrawn_at else row.get_consent_display(),
        },
        {"label": _("Eigen nummer"), "value": row.external_id if consent.may_read(row, to) else ""},
    ]
    return [fact for fact in facts if fact["value"] or fact["label"] in known]


def _url(thing: Any) -> str:
    return str(thing.get_absolute_url()) if thing is not None else ""


def _document(row: Contribution, to: Audience) -> str:
    if row.document is None:
        return ""
    return row.document.name if to is Audience.INSIDE else row.document.shown_name


def _place_in(row: Contribution, to: Audience) -> str:
    """The sentence in the report from which it came, else the document; a report is not for everybody."""
    if row.document is not None and row.document.confidential and to is not Audience.INSIDE:
        return ""
    return reports_read.place_of(row) or _url(row.document)


@for_roles(FACILITATES, to=gettext_lazy("inbreng toevoegen"))
def add(request: Request, process: int) -> HttpResponse:
    found = get_object_or_404(Process.objects.visible_to(request.user), pk=process)
    form = ContributionForm(request.POST or None, process=found, initial=_initial(request))
    if form.is_valid():
        try:
            added = actions.add_said(
                form.save(commit=False),
                contact=form.cleaned_data["contact"],
                name=form.cleaned_data["name"],
                email=form.cleaned_data["email"],
                pseudonym=form.cleaned_data["pseudonym"],
                by=request.user,
                at=moment(request),
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Inbreng %(number)s is toegevoegd.") % {"number": added.pk})
            if "again" in request.POST:
                return redirect(f"{request.path}?{_same_place(added)}")
            return redirect(added)
    context = {"form": form, "process": found, "trail": _trail(found), "back": _list_of(found)}
    return render(request, "inventory/contributions/edit.html", context)


def _initial(request: Request) -> dict[str, str]:
    """A link such as `?gathering=12` fills a field beforehand; anything else is left out."""
    names = ("gathering", "table", "group", "document")
    return {name: request.GET[name] for name in names if request.GET.get(name, "").isdecimal()}


def _same_place(added: Contribution) -> str:
    """The next one was most often said at the same table."""
    kept = {"gathering": added.gathering_id, "table": added.table_id, "group": added.group_id}
    return "&".join(f"{name}={key}" for name, key in kept.items() if key)


@for_roles(FACILITATES, to=gettext_lazy("inbreng wijzigen"))
def change(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(visible(request).select_related("process", "contributor__contact"), pk=pk)
    form = ContributionForm(request.POST or None, instance=row, process=row.process)
    if form.is_valid():
        try:
            actions.change(
                form.save(commit=False),
                by=request.user,
                at=moment(request),
                opened=form.cleaned_data["opened"],
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Inbreng %(number)s is bewaard.") % {"number": row.pk})
            return redirect(row)
    context = {"form": form, "process": row.process, "row": row, "trail": _trail(row.process, row)}
    return render(request, "inventory/contributions/edit.html", {**context, "back": row.get_absolute_url()})


@for_roles(FACILITATES, to=gettext_lazy("inbreng verwijderen"))
def remove(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(visible(request).select_related("process"), pk=pk)
    if request.method == "POST":
        process = row.process
        try:
            actions.remove(row, by=request.user, at=moment(request))
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
            return redirect("inventory:contribution", pk)
        messages.success(request, _("Inbreng %(number)s is verwijderd.") % {"number": pk})
        return redirect(_list_of(process))
    context = {"row": row, "reason": actions.why_it_stays(row), "trail": _trail(row.process, row)}
    context |= {"words": consent.words(row, consent.audience(request.user))}
    return render(request, "inventory/contributions/remove.html", context)


@for_roles(FACILITATES, to=gettext_lazy("inbreng intrekken"))
def withdraw(request: Request, pk: int) -> HttpResponse:
    """On behalf of whoever gave it and has no link of their own."""
    row = get_object_or_404(visible(request).select_related("process"), pk=pk)
    if request.method == "POST":
        consents.withdraw(row, by=request.user, at=moment(request))
        messages.success(request, _("De woorden van inbreng %(number)s zijn ingetrokken.") % {"number": pk})
        return redirect(row)
    context = {"row": row, "trail": _trail(row.process, row)}
    return render(request, "inventory/contributions/withdraw.html", context)


@require_POST
@for_roles(FACILITATES, to=gettext_lazy("inbreng weer vrijgeven"))
def restore(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(visible(request), pk=pk)
    try:
        consents.restore(row, by=request.user, at=moment(request))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("De woorden van inbreng %(number)s doen weer mee.") % {"number": pk})
    return redirect(row)


def visible(request: Request) -> ContributionQuerySet:
    rows: ContributionQuerySet = Contribution.objects.visible_to(request.user)
    return rows


def with_all(rows: ContributionQuerySet) -> ContributionQuerySet:
    return (
        rows.select_related("process", "gathering", "table__gathering", "group", "contributor__contact")
        .defer("stems")
        .prefetch_related("codings__theme")
    )


def _list_of(process: Process) -> str:
    return f"{reverse('inventory:contributions')}?process={process.pk}"


def _trail(process: Process, row: Contribution | None = None) -> list[tuple[str, str]]:
    up = [(process.title, process.get_absolute_url()), (_("Inbreng"), _list_of(process))]
    return [*up, (_("Inbreng %(number)s") % {"number": row.pk}, row.get_absolute_url())] if row else up
