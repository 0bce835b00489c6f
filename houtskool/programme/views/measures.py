"""One measure: how the city came to it, who does it, how it stands; and its milestones and money."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from houtskool.accounts.http import Request
from houtskool.accounts.roles import STAFF, for_roles
from houtskool.programme import measure_facts, money, origin
from houtskool.programme.actions import measures as actions
from houtskool.programme.actions import versions
from houtskool.programme.agreements import holds, sides
from houtskool.programme.completeness import gaps
from houtskool.programme.content import fetched
from houtskool.programme.forms import PARTS, MeasureForm, PartForm, StateForm
from houtskool.programme.models import ActionLine, Measure
from houtskool.programme.roles import WRITES
from houtskool.programme.since import measure_since
from houtskool.programme.standing import milestone_standing, own_progress, rests_on, standing
from houtskool.programme.views.programme import find_process, trail_to
from houtskool.records.history import history
from houtskool.web.reference_date import moment, reference_date


def find(request: Request, pk: int) -> Measure:
    rows = Measure.objects.visible_to(request.user).select_related(
        "process", "action_line", "part_of", "goal", "department", "owner", "counterpart"
    )
    return get_object_or_404(rows, pk=pk)


def path_to(measure: Measure) -> list[tuple[str, str]]:
    line = measure.action_line
    under = [(line.title, line.get_absolute_url())] if line else []
    return [*trail_to(measure.process), *under]


def measure(request: Request, pk: int) -> HttpResponse:
    found, at = find(request, pk), reference_date(request)
    adopted = versions.is_adopted(found.process, at)
    runs = adopted or found.started_ahead
    agreement = found.kind == Measure.Kind.AGREEMENT
    prefetch_related_objects([found], "budget_lines")
    posts = money.posts(found, found.process)
    context = {
        "measure": found,
        "trail": path_to(found),
        "standing": standing(found, adopted=adopted, at=at),
        "progress": own_progress(found, at),
        "rests_on": rests_on(found, at),
        "since": measure_since(found, at),
        "chain": origin.chain(found, request.user, adopted=adopted, at=at),
        "milestones": [(one, milestone_standing(one, open=runs, at=at)) for one in found.milestones.all()],
        "budget": list(zip(found.budget_lines.all(), posts, strict=True)),
        "cost": money.total(posts),
        "facts": list(measure_facts.facts(found)),
        "themes": list(found.themes.all()),
        "domains": list(found.domains.all()),
        "partners": list(found.partners.all()),
        "waits_for": list(found.depends_on.all()),
        "needed_by": list(found.needed_by.all()),
        "parts": list(found.parts.all()),
        "gaps": [gap for gap in gaps(found.process, fetched(found.process, found)) if gap.measure.pk == pk],
        "runs": runs,
        "sides": sides(found) if agreement else [],
        "signed": agreement and holds(found),
        "writes": request.user.holds(*WRITES),
        "history": history(found, request.user) if request.user.holds(*STAFF) else None,
    }
    return render(request, "programme/measure.html", context)


@for_roles(WRITES, to=gettext_lazy("maatregelen toevoegen"))
def add(request: Request, pk: int) -> HttpResponse:
    process = find_process(request, pk)
    line = request.GET.get("action_line", "")
    begun = Measure(process=process)
    if line.isdecimal() and len(line) < 19:
        begun.action_line = ActionLine.objects.filter(process=process, pk=int(line)).first()
    form = MeasureForm(request.POST or None, instance=begun, at=reference_date(request))
    if form.is_valid():
        try:
            added = actions.add(
                form.save(commit=False), by=request.user, at=moment(request), links=form.links()
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("‘%(added)s’ is toegevoegd.") % {"added": added})
            return redirect(added)
    return _edit(request, form, _("Voeg een maatregel, afspraak of activiteit toe"), trail_to(process))


@for_roles(WRITES, to=gettext_lazy("maatregelen wijzigen"))
def change(request: Request, pk: int) -> HttpResponse:
    found = find(request, pk)
    name = str(found)
    form = MeasureForm(request.POST or None, instance=found, at=reference_date(request))
    if form.is_valid() and keep(request, form):
        messages.success(request, _("‘%(found)s’ is bewaard.") % {"found": found})
        return redirect(found)
    path = [*path_to(found), (name, found.get_absolute_url())]
    remove = reverse("programme:remove-measure", args=[pk])
    return _edit(request, form, _("Wijzig %(name)s") % {"name": name}, path, remove)


@for_roles(WRITES, to=gettext_lazy("zeggen hoe een maatregel staat"))
def change_state(request: Request, pk: int) -> HttpResponse:
    found = find(request, pk)
    if not (found.started_ahead or versions.is_adopted(found.process, reference_date(request))):
        told = _("Voor de vaststelling loopt er niets. Begon dit al, zet dan ‘vooruitlopend gestart’ aan.")
        messages.error(request, told)
        return redirect(found)
    form = StateForm(request.POST or None, instance=found)
    if form.is_valid():
        found.state_on = reference_date(request)
        if keep(request, form):
            messages.success(request, _("Opgeschreven hoe ‘%(found)s’ staat.") % {"found": found})
            return redirect(found)
    path = [*path_to(found), (str(found), found.get_absolute_url())]
    return _edit(request, form, _("Hoe staat ‘%(found)s’?") % {"found": found}, path)


@for_roles(WRITES, to=gettext_lazy("maatregelen weghalen"))
def remove(request: Request, pk: int) -> HttpResponse:
    found = find(request, pk)
    if request.method == "POST":
        process, name = found.process_id, str(found)
        try:
            actions.remove(found, by=request.user, at=moment(request))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(found)
        messages.success(request, _("‘%(name)s’ is weggehaald.") % {"name": name})
        return redirect("programme:programme", pk=process)
    context = {
        "trail": [*path_to(found), (str(found), found.get_absolute_url())],
        "question": _("Wilt u ‘%(found)s’ weghalen?") % {"found": found},
        "consequence": _(
            "De mijlpalen, het geld en de onderbouwing gaan mee. Wat er een onderdeel van is, blijft staan. "
            "In versies die al vastliggen, blijft de maatregel te lezen."
        ),
        "button": _("Haal de maatregel weg"),
        "back": found.get_absolute_url(),
    }
    return render(request, "programme/remove.html", context)


@require_POST
@for_roles(WRITES, to=gettext_lazy("de volgorde wijzigen"))
def move(request: Request, pk: int) -> HttpResponse:
    found = find(request, pk)
    actions.move(found, up=request.POST.get("richting") == "omhoog", by=request.user, at=moment(request))
    return redirect(f"{reverse('programme:programme', args=[found.process_id])}#maatregel-{pk}")


@for_roles(WRITES, to=gettext_lazy("mijlpalen en geld toevoegen"))
def add_part(request: Request, pk: int, part: str) -> HttpResponse:
    found = find(request, pk)
    model = PARTS[part]._meta.model
    form = PARTS[part](request.POST or None, instance=model(measure=found), at=reference_date(request))
    if form.is_valid():
        try:
            actions.add(form.save(commit=False), by=request.user, at=moment(request))
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Toegevoegd."))
            return redirect(found)
    path = [*path_to(found), (str(found), found.get_absolute_url())]
    titles = {"mijlpaal": _("Voeg een mijlpaal toe"), "geld": _("Voeg geld toe")}
    return _edit(request, form, titles[part], path)


@for_roles(WRITES, to=gettext_lazy("mijlpalen en geld wijzigen"))
def change_part(request: Request, pk: int, part: str) -> HttpResponse:
    row = _part(request, pk, part)
    form = PARTS[part](request.POST or None, instance=row, at=reference_date(request))
    if form.is_valid() and keep(request, form):
        messages.success(request, _("Bewaard."))
        return redirect(row.measure)
    path = [*path_to(row.measure), (str(row.measure), row.measure.get_absolute_url())]
    titles = {"mijlpaal": _("Wijzig de mijlpaal"), "geld": _("Wijzig het geld")}
    remove = reverse("programme:remove-part", args=[part, pk])
    return _edit(request, form, titles[part], path, remove)


@for_roles(WRITES, to=gettext_lazy("mijlpalen en geld weghalen"))
def remove_part(request: Request, pk: int, part: str) -> HttpResponse:
    row = _part(request, pk, part)
    if request.method == "POST":
        actions.remove(row, by=request.user, at=moment(request))
        messages.success(request, _("Weggehaald."))
        return redirect(row.measure)
    context = {
        "trail": [*path_to(row.measure), (str(row.measure), row.measure.get_absolute_url())],
        "question": _("Wilt u ‘%(row)s’ weghalen?") % {"row": row},
        "button": _("Haal dit weg"),
        "back": row.measure.get_absolute_url(),
    }
    return render(request, "programme/remove.html", context)


def _part(request: Request, pk: int, part: str) -> Any:
    row = get_object_or_404(PARTS[part]._meta.model._default_manager, pk=pk)
    row.measure = find(request, row.measure_id)
    return row


def keep(request: Request, form: PartForm | StateForm) -> bool:
    """Save what the form changed, told of others; whether it went."""
    try:
        actions.change(
            form.save(commit=False),
            by=request.user,
            at=moment(request),
            links=form.links(),
            opened=form.cleaned_data["opened"],
        )
    except ValidationError as refusal:
        form.refuse(refusal)
        return False
    return True


def _edit(
    request: Request,
    form: PartForm | StateForm,
    title: str,
    path: list[tuple[str, str]],
    remove: str = "",
) -> HttpResponse:
    # What is new goes in; what is there already is kept.
    button = "" if form.instance.pk else _("Voeg toe")
    back = path[-1][1]
    context = {"form": form, "trail": path, "title": title, "back": back, "remove": remove, "button": button}
    return render(request, "programme/edit.html", context)
