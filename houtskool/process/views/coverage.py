"""Who is heard, invited and silent in a process, with the way to invite who is not."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from houtskool.accounts.http import Request
from houtskool.accounts.roles import FACILITATES, Role, for_roles
from houtskool.process import inviting, voices
from houtskool.process.coverage import Coverage, Line, by_theme, coverage, themes
from houtskool.process.models import Process
from houtskool.process.views.trail import trail_to
from houtskool.records import spreadsheet
from houtskool.sector.models import StakeholderGroup, Theme
from houtskool.web.reference_date import moment, reference_date

LABELS = {
    "heard": gettext_lazy("gehoord"),
    "invited": gettext_lazy("uitgenodigd"),
    "silent": gettext_lazy("niet gevraagd"),
}
_LOOKS = {"heard": "done", "invited": "sketch", "silent": "late"}


def _find(request: Request, pk: int) -> tuple[Process, list[Theme], int | None]:
    """The process, its themes, and the theme that was asked for."""
    process = get_object_or_404(Process.objects.visible_to(request.user), pk=pk)
    offered = themes(process)
    asked = request.GET.get("thema", "")
    theme = next((one.pk for one in offered if str(one.pk) == asked), None)
    return process, offered, theme


def who_is_heard(request: Request, pk: int) -> HttpResponse:
    process, offered, theme = _find(request, pk)
    found = coverage(process, theme)
    context = {
        "process": process,
        "themes": offered,
        "theme": next((one for one in offered if one.pk == theme), None),
        "figures": _figures(found),
        "labels": [voice.label for voice in voices.registered().values()],
        "rows": [_row(line, process, theme, request) for line in found.lines],
        "unknown": found.unknown and _row(found.unknown, process, theme, request),
        "targets": [(one, _LOOKS[one.state], LABELS[one.state]) for one in found.targets],
        "per_theme": _per_theme(process, offered) if theme is None else [],
        "formats": spreadsheet.FORMATS,
        "facilitates": request.user.holds(*FACILITATES),
        "trail": trail_to(process),
    }
    return render(request, "process/coverage.html", context)


def _per_theme(process: Process, themes: list[Theme]) -> list[dict[str, Any]]:
    """For each theme how many groups were heard, and which nobody asked."""
    found = by_theme(process, [theme.pk for theme in themes])
    return [
        {
            "theme": theme,
            "heard": [line.group.name for line in found[theme.pk].with_state("heard")],
            "invited": [line.group.name for line in found[theme.pk].with_state("invited")],
            "silent": [line.group.name for line in found[theme.pk].with_state("silent")],
        }
        for theme in themes
    ]


def _figures(found: Coverage) -> list[dict[str, Any]]:
    number = {state: len(found.with_state(state)) for state in ("heard", "invited", "silent")}
    unheard = sum(target.state != "heard" for target in found.targets)
    return [
        {"value": number["heard"], "label": _("groepen gehoord"), "url": "#groepen"},
        {"value": number["invited"], "label": _("uitgenodigd, nog niet gehoord"), "url": "#groepen"},
        {"value": number["silent"], "label": _("niet gevraagd"), "url": "#groepen", "late": number["silent"]},
        {"value": unheard, "label": _("doelgroepen nog niet gehoord"), "url": "#doelgroepen"},
    ]


def _row(line: Line, process: Process, theme: int | None, request: Request) -> dict[str, Any]:
    """A line with the list behind each number, for who may see people."""
    sees = request.user.holds(*FACILITATES, Role.CORE_GROUP) and line.group.pk
    listed = f"{reverse('process:invitations', args=[process.pk])}?groep={line.group.pk}"
    listed += f"&thema={theme}" if theme else ""
    said = [
        (number, voice.url(process, line.group.pk, theme, request.user) if number else "")
        for number, voice in zip(line.said, voices.registered().values(), strict=True)
    ]
    return {
        "line": line,
        "look": _LOOKS[line.state],
        "label": LABELS[line.state],
        "listed": listed if sees else "",
        "said": said,
        "invite": f"{reverse('process:invite-group', args=[process.pk, line.group.pk])}"
        if line.group.pk and line.state == "silent"
        else "",
    }


def who_is_heard_export(request: Request, pk: int, format: str) -> HttpResponse:
    if format not in spreadsheet.FORMATS:
        raise Http404
    process, _offered, theme = _find(request, pk)
    found = coverage(process, theme)
    labels = [str(voice.label) for voice in voices.registered().values()]
    titles = [_("Groep"), _("Soort"), _("Stand"), _("Uitgenodigd"), _("Komt"), _("Was er"), *labels, _("Via")]
    rows = [
        [
            *(line.group.name, str(line.group.get_kind_display()), str(LABELS[line.state])),
            *(str(number) for number in (line.invited, line.coming, line.present, *line.said)),
            line.why,
        ]
        for line in found.lines
    ]
    rows += [
        [
            *(target.group.name, str(target.group.get_kind_display()), str(LABELS[target.state])),
            *("", "", ""),
            *(str(number) for number in target.said),
            ", ".join(line.group.name for line in target.through),
        ]
        for target in found.targets
    ]
    response = HttpResponse(spreadsheet.write(titles, rows, format), content_type=spreadsheet.FORMATS[format])
    name = f"wie-is-gehoord-{reference_date(request):%Y-%m-%d}.{format}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@for_roles(FACILITATES, to=gettext_lazy("een groep uitnodigen"))
def invite_group(request: Request, pk: int, group: int) -> HttpResponse:
    """To the one gathering that is still to come; with more of them the choice, with none how to plan one."""
    process = get_object_or_404(Process.objects.visible_to(request.user), pk=pk)
    found = get_object_or_404(StakeholderGroup.objects.visible_to(request.user).current(), pk=group)
    at = moment(request)
    coming = [one for one in process.gatherings.all() if not inviting.refusal(one, at)]
    links = [(one, f"{reverse('process:invite', args=[one.pk])}?groep={found.pk}") for one in coming]
    if len(links) == 1:
        return redirect(links[0][1])
    context = {"process": process, "group": found, "links": links, "trail": trail_to(process)}
    return render(request, "process/invite_group.html", context)
