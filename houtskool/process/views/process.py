from __future__ import annotations

from django.contrib import messages
from django.db.models import ProtectedError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.http import Request
from houtskool.accounts.models import User
from houtskool.accounts.roles import FACILITATES, READS, STEERS, for_roles
from houtskool.process import actions, door, panels, status
from houtskool.process.forms import NewProcessForm, ProcessForm
from houtskool.process.models import Fact, Process, SourceDocument
from houtskool.process.phases import phases
from houtskool.process.views.trail import trail_to
from houtskool.web.reference_date import moment, reference_date


def home(request: Request) -> HttpResponse:
    """With one process: that process. With more, none yet, or when asked for all: the list and what to do."""
    if not request.user.holds(*READS):
        return render(request, "process/welcome.html")
    processes = list(Process.objects.visible_to(request.user))
    if len(processes) == 1 and "alle" not in request.GET:
        return redirect(processes[0])
    return render(
        request,
        "process/home.html",
        {
            "processes": processes,
            "waiting": _waiting(request.user),
            "begin_url": door.begin_url(),
            "steers": request.user.holds(*STEERS),
        },
    )


def process(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(
        Process.objects.visible_to(request.user)
        .select_related("facilitator")
        .prefetch_related(
            "domains", "themes", "goals", "steps", "gatherings__involvements__group",
            "commitments", "decisions", "documents", "former_titles",
        ),
        pk=pk,
    )  # fmt: skip
    at = reference_date(request)
    groups = status.who_is_in(found)
    gaps = status.gaps(found, at, request.user)
    return render(
        request,
        "process/process.html",
        {
            "process": found,
            "phases": phases(found, at),
            "figures": status.figures(found, groups, gaps, at),
            "gaps": gaps,
            "late_url": gaps[0].url if gaps and gaps[0].remedy else "",
            "groups": groups,
            "others": found.involvements.filter(group=None).select_related("organisation", "department"),
            "gatherings": status.with_state(found.gatherings.all(), at),
            "steps": status.steps_with_state(found, at),
            "commitments": status.commitments_with_state(found, at),
            "goals": found.goals.all(),
            "decisions": found.decisions.all(),
            "documents": [document for document in found.documents.all() if not document.confidential],
            "facts": _facts(found),
            "amounts": Fact.objects.standing().filter(document__process=found, kind="amount"),
            "sources": status.sources(found),
            "panels": panels.for_process(found, request.user, at),
            "facilitates": request.user.holds(*FACILITATES),
            "steers": request.user.holds(*STEERS),
            "begin_url": door.begin_url(),
            "waiting": _waiting(request.user),
        },
    )


def _waiting(user: User) -> list[tuple[SourceDocument, str]]:
    """The documents whose facts this user may still judge, each with the page for that."""
    waiting = SourceDocument.objects.visible_to(user).filter(process=None).defer("text")
    return [(document, door.review_url(document)) for document in waiting]


def _facts(process: Process) -> list[dict[str, str]]:
    facilitator = process.facilitator
    return [
        {
            "label": gettext("Procesbegeleider"),
            "value": str(facilitator or ""),
            "url": facilitator.get_absolute_url() if facilitator else "",
        },
        {"label": gettext("Coalitieakkoord"), "value": process.coalition_agreement},
        {"label": gettext("Coalitieperiode"), "value": process.coalition_words},
        {
            "label": gettext("Beleidsdomeinen"),
            "value": ", ".join(domain.name for domain in process.domains.all()),
        },
        {"label": gettext("Thema’s"), "value": ", ".join(theme.name for theme in process.themes.all())},
    ]


@for_roles(STEERS, to=_("een proces beginnen"))
def new_process(request: Request) -> HttpResponse:
    form = NewProcessForm(request.POST or None)
    if form.is_valid():
        begun = actions.add(form.save(commit=False), by=request.user, at=moment(request))
        return redirect(begun)
    return render(request, "process/new.html", {"form": form, "begin_url": door.begin_url()})


@for_roles(STEERS, to=_("het proces wijzigen"))
def edit_process(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(Process.objects.visible_to(request.user), pk=pk)
    form = ProcessForm(request.POST or None, instance=found, at=reference_date(request))
    if form.is_valid():
        at = moment(request)
        links = {name: form.cleaned_data[name] for name in ("domains", "themes")}
        actions.revise(form.save(commit=False), links, by=request.user, at=at)
        messages.success(request, gettext("Het proces is gewijzigd."))
        return redirect(found)
    return render(request, "process/edit.html", {"process": found, "form": form, "trail": trail_to(found)})


@for_roles(STEERS, to=_("een proces weghalen"))
def remove_process(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(Process.objects.visible_to(request.user), pk=pk)
    if request.method == "POST":
        try:
            actions.undo_process(found, by=request.user, at=moment(request))
        except ProtectedError as refusal:
            names = {str(row._meta.verbose_name_plural) for row in refusal.protected_objects}
            text = gettext("“%(found)s” kan niet weg: er horen nog %(things)s bij.") % {
                "found": found,
                "things": get_text_list(sorted(names), last_word=gettext("en")),
            }
            messages.error(request, text)
            return redirect(found)
        messages.success(
            request,
            gettext("“%(found)s” is weggehaald. De nota’s waar het uit kwam, wachten weer op uw controle.")
            % {"found": found},
        )
        return redirect("process:home")
    return render(request, "process/remove_process.html", {"process": found, "trail": trail_to(found)})
