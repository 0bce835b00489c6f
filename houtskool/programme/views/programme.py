"""The programme of a process: its lines and measures, serial entry, and many changed at once."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from houtskool.accounts.http import Request
from houtskool.accounts.roles import FACILITATES, READS, STAFF, for_roles
from houtskool.process.coverage import coverage
from houtskool.process.models import Process
from houtskool.process.phases import phases
from houtskool.programme import overview
from houtskool.programme.actions import measures as actions
from houtskool.programme.actions import versions
from houtskool.programme.bulk_form import BulkForm
from houtskool.programme.forms import ActionLineForm, QuickMeasureForm
from houtskool.programme.models import ActionLine, Measure, Version
from houtskool.programme.roles import ADOPTS, PRESENTS, WRITES
from houtskool.programme.unheard import unheard
from houtskool.records import spreadsheet
from houtskool.web.reference_date import moment, reference_date


def find_process(request: Request, pk: int) -> Process:
    return get_object_or_404(Process.objects.visible_to(request.user), pk=pk)


def trail_to(process: Process) -> list[tuple[str, str]]:
    return [(_("Programma"), reverse("programme:programme", args=[process.pk]))]


@for_roles(READS, to=gettext_lazy("het programma lezen"))
def home(request: Request) -> HttpResponse:
    """With one process: its programme. With more, or none yet: the list."""
    processes = list(Process.objects.visible_to(request.user))
    if len(processes) == 1:
        return redirect("programme:programme", pk=processes[0].pk)
    return render(request, "programme/home.html", {"processes": processes})


@for_roles(READS, to=gettext_lazy("het programma lezen"))
def programme(request: Request, pk: int) -> HttpResponse:
    process, at = find_process(request, pk), reference_date(request)
    visible = set(
        Measure.objects.visible_to(request.user).filter(process=process).values_list("pk", flat=True)
    )
    listed = [measure for measure in overview.listed(process) if measure.pk in visible]
    writes = request.user.holds(*WRITES)
    # The lines of a draft are as little for others as its measures.
    found = overview.parts(process, listed, at) if listed or request.user.holds(*STAFF) else []
    wanted = request.GET.get("stand", "")
    # Who reads only what was presented need not know who else was asked meanwhile.
    heard = coverage(process) if request.user.holds(*STAFF) else None
    readable = Version.objects.visible_to(request.user).known_on(at).filter(process=process)
    context = {
        "process": process,
        "latest": readable.defer("content").first(),
        "phases": phases(process, at),
        "adopted": versions.is_adopted(process, at),
        "parts": [_only(part, wanted) for part in found] if wanted else found,
        "wanted": wanted,
        "measures": listed,
        "figures": overview.figures(process, listed, heard, at) if listed or heard else [],
        "unheard": unheard(listed, heard) if heard else None,
        "legend": overview.legend(row.voices for part in found for row in part.rows),
        "writes": writes,
        "staff": request.user.holds(*STAFF),
        "imports": request.user.holds(*FACILITATES),
        "formats": list(spreadsheet.FORMATS),
        "presents": request.user.holds(*PRESENTS),
        "adopts": request.user.holds(*ADOPTS),
        "bulk": BulkForm(process=process, at=at, auto_id="meer_%s") if writes else None,
        "quick": _quick(request, process) if writes else None,
    }
    return render(request, "programme/programme.html", context)


def _only(part: overview.Part, look: str) -> overview.Part:
    rows = tuple(row for row in part.rows if row.standing.look == look)
    return overview.Part(part.line, rows, part.progress)


def _quick(request: Request, process: Process) -> QuickMeasureForm:
    """The empty row of serial entry, with the choices of the one before."""
    kept = {name: request.GET[name] for name in ("kind", "action_line") if name in request.GET}
    form = QuickMeasureForm(instance=Measure(process=process), at=reference_date(request), initial=kept)
    before = request.GET.get("na", "")
    added = Measure.objects.filter(process=process, pk=before).first() if is_key(before) else None
    if added:
        # The focus goes to the next title, and with it the news that the last one is kept.
        title = form.fields["title"]
        title.widget.attrs["autofocus"] = True
        title.help_text = _("‘%(added)s’ is toegevoegd.") % {"added": added}
    return form


@require_POST
@for_roles(WRITES, to=gettext_lazy("maatregelen toevoegen"))
def add_quick(request: Request, pk: int) -> HttpResponse:
    """Add one row and stand ready for the next, under the same line."""
    process = find_process(request, pk)
    form = QuickMeasureForm(request.POST, instance=Measure(process=process), at=reference_date(request))
    if form.is_valid():
        try:
            added = actions.add(form.save(commit=False), by=request.user, at=moment(request))
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("‘%(added)s’ is toegevoegd. Typ de volgende.") % {"added": added})
            # Without a fragment: a browser that has one to go to ignores autofocus.
            kept = f"?kind={added.kind}&action_line={added.action_line_id or ''}&na={added.pk}"
            return redirect(reverse("programme:programme", args=[pk]) + kept)
    context = {"process": process, "form": form, "trail": trail_to(process)}
    return render(request, "programme/quick.html", context)


@require_POST
@for_roles(WRITES, to=gettext_lazy("maatregelen wijzigen"))
def change_many(request: Request, pk: int) -> HttpResponse:
    """Set what was filled in on all measures that were ticked."""
    process = find_process(request, pk)
    form = BulkForm(request.POST, process=process, at=reference_date(request))
    if not form.is_valid():
        ticked = Measure.objects.filter(process=process, pk__in=_numbers(request))
        context = {"process": process, "form": form, "trail": trail_to(process), "ticked": ticked}
        return render(request, "programme/bulk.html", context)
    try:
        changed = actions.change_many(
            form.cleaned_data["measures"],
            form.values(),
            by=request.user,
            at=moment(request),
            replace=form.replaces,
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        words = ngettext(
            "%(count)s maatregel is gewijzigd.", "%(count)s maatregelen zijn gewijzigd.", len(changed)
        )
        messages.success(request, words % {"count": len(changed)})
    return redirect("programme:programme", pk=pk)


def _numbers(request: Request) -> list[str]:
    return [given for given in request.POST.getlist("measures") if is_key(given)]


def is_key(given: str) -> bool:
    """Whether it can be the key of a row."""
    return given.isdecimal() and len(given) < 19


@for_roles(WRITES, to=gettext_lazy("actielijnen toevoegen"))
def add_line(request: Request, pk: int) -> HttpResponse:
    process = find_process(request, pk)
    form = ActionLineForm(
        request.POST or None, instance=ActionLine(process=process), at=reference_date(request)
    )
    if form.is_valid():
        try:
            added = actions.add(form.save(commit=False), by=request.user, at=moment(request))
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("De actielijn ‘%(added)s’ is toegevoegd.") % {"added": added})
            return redirect(added)
    context = {
        "form": form,
        "trail": trail_to(process),
        "title": _("Voeg een actielijn toe"),
        "button": _("Voeg toe"),
        "back": trail_to(process)[0][1],
    }
    return render(request, "programme/edit.html", context)


def _line(request: Request, pk: int) -> ActionLine:
    line = get_object_or_404(ActionLine.objects.select_related("process"), pk=pk)
    find_process(request, line.process_id)
    return line


@for_roles(WRITES, to=gettext_lazy("actielijnen wijzigen"))
def change_line(request: Request, pk: int) -> HttpResponse:
    line = _line(request, pk)
    form = ActionLineForm(request.POST or None, instance=line, at=reference_date(request))
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
            messages.success(request, _("De actielijn is bewaard."))
            return redirect(line)
    context = {
        "form": form,
        "trail": trail_to(line.process),
        "title": _("Wijzig de actielijn"),
        "back": line.get_absolute_url(),
        "remove": reverse("programme:remove-line", args=[pk]),
    }
    return render(request, "programme/edit.html", context)


@for_roles(WRITES, to=gettext_lazy("actielijnen weghalen"))
def remove_line(request: Request, pk: int) -> HttpResponse:
    line = _line(request, pk)
    if request.method == "POST":
        title, process = line.title, line.process_id
        actions.remove(line, by=request.user, at=moment(request))
        messages.success(
            request, _("De actielijn ‘%(title)s’ is weg. De maatregelen staan er nog.") % {"title": title}
        )
        return redirect("programme:programme", pk=process)
    context = {
        "trail": trail_to(line.process),
        "question": _("Wilt u de actielijn ‘%(line)s’ weghalen?") % {"line": line},
        "consequence": _("De maatregelen die eronder staan, blijven staan, zonder actielijn."),
        "button": _("Haal de actielijn weg"),
        "back": line.get_absolute_url(),
    }
    return render(request, "programme/remove.html", context)


@require_POST
@for_roles(WRITES, to=gettext_lazy("de volgorde wijzigen"))
def move_line(request: Request, pk: int) -> HttpResponse:
    line = _line(request, pk)
    actions.move(line, up=request.POST.get("richting") == "omhoog", by=request.user, at=moment(request))
    return redirect(line)
