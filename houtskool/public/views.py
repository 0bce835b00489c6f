"""Pages that anybody may open: the programme and each measure, with who asked for it and how it stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from houtskool.deliberation import published
from houtskool.documents import FORMATS, file_name, write_pdf
from houtskool.inventory import quotes
from houtskool.process.coverage import Coverage, coverage
from houtskool.process.models.periods import local_day
from houtskool.process.status import Figure
from houtskool.programme import frozen, origin, stations, timeline
from houtskool.programme.actions.versions import is_adopted
from houtskool.programme.document import document_of
from houtskool.programme.models import Measure, Version
from houtskool.programme.overview import legend
from houtskool.programme.standing import late_milestones, milestone_standing
from houtskool.programme.trail import public_steps
from houtskool.programme.unheard import unheard
from houtskool.public import pages
from houtskool.public.line import line_of
from houtskool.web.reference_date import reference_date

# So many results of conversations stand on one page of the list.
_RESULTS = 20


@require_safe
@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """With one programme and no result of another process: that programme. Else the list."""
    versions = pages.latest(reference_date(request))
    results = published.rows()
    if len(versions) == 1 and not results.exclude(process=versions[0].process_id).exists():
        return redirect("public:programme", pk=versions[0].process_id)
    page = Paginator(results, _RESULTS).get_page(request.GET.get("page"))
    context = {"versions": versions, "page": page, "results": published.told(page)}
    return render(request, "public/home.html", context)


@require_safe
@login_not_required
def programme(request: HttpRequest, pk: int) -> HttpResponse:
    at = reference_date(request)
    version = _published(pk, at)
    parts = pages.parts(version, at)
    rows = [row for part in parts for row in part.rows]
    live = [row.live for row in rows if row.live]
    # A new proposal beside an adopted programme does not stop the execution.
    runs = is_adopted(version.process, at)
    earlier = Version.objects.published().known_on(at).filter(process=pk)
    heard = coverage(version.process)
    context = {
        "version": version,
        "phases": line_of(version.process, at),
        "unheard": unheard(live, heard),
        "results": published.told(published.rows().filter(process=pk)),
        "adopted": version.stage == Version.Stage.ADOPTED,
        "runs": runs,
        "parts": parts,
        "legend": legend(row.voices for row in rows),
        "figures": list(_figures(rows, runs, heard, at)),
        "drawing": timeline.drawing(live, adopted=True, at=at) if runs else None,
        "earlier": earlier.exclude(pk=version.pk).defer("content"),
        "formats": FORMATS,
    }
    return render(request, "public/programme.html", context)


@require_safe
@login_not_required
def measure(request: HttpRequest, key: str) -> HttpResponse:
    at = reference_date(request)
    version = _published(get_object_or_404(Measure, key=key).process_id, at)
    row = pages.row_of(version, str(key), at)
    if row is None or row.live is None:
        raise Http404
    live = row.live
    adopted = is_adopted(version.process, at)
    context = {
        "version": version,
        "row": row,
        "measure": live,
        "trail": [(version.title, f"/openbaar/programma/{version.process_id}/")],
        "chain": origin.links(
            live, AnonymousUser(), frozen.resting(version, row.said, live), adopted=adopted, at=at
        ),
        "facts": list(_facts(row)),
        "milestones": [
            (one, milestone_standing(one, open=adopted or live.started_ahead, at=at))
            for one in live.milestones.all()
        ],
        "steps": [step for step in public_steps([live])[live.pk] if local_day(step.when) <= at],
        "adopted": adopted,
    }
    return render(request, "public/measure.html", context)


@require_safe
@login_not_required
def version_file(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """A published version as a file, made anew each time: what was withdrawn is not in it."""
    version = get_object_or_404(Version.objects.published(), pk=pk)
    if not version.is_whole:
        raise Http404
    document = quotes.served(document_of(version, stations.seen(version, AnonymousUser())))
    data = write_pdf(document, contents=True) if extension == "pdf" else FORMATS[extension].write(document)
    name = file_name(extension, "programma", version.title, f"versie-{version.number}")
    return HttpResponse(
        data,
        content_type=FORMATS[extension].content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


def _published(process: int, at: date) -> Version:
    version = pages.latest_of(process, at)
    if version is None:
        raise Http404
    return version


def _figures(rows: list[pages.Row], runs: bool, heard: Coverage, at: date) -> Iterator[Figure]:
    yield Figure(len(rows), _("maatregelen, afspraken en activiteiten"), "#maatregelen")
    yield Figure(sum(row.voices.total for row in rows), _("keer inbreng van de stad"), "#maatregelen")
    groups = {"heard": len(heard.with_state("heard")), "all": len(heard.lines)}
    yield Figure(_("%(heard)s van %(all)s") % groups, _("groepen gehoord"), "#gehoord")
    if runs:
        done = sum(bool(row.standing and row.standing.look == "done") for row in rows)
        late = sum(bool(row.standing and row.standing.late) for row in rows)
        yield Figure(done, _("klaar"), "#maatregelen")
        yield Figure(late, _("te laat"), "#maatregelen", late=bool(late))
        held = sum(len(late_milestones(row.live, adopted=True, at=at)) for row in rows if row.live)
        if held:
            yield Figure(held, ngettext("mijlpaal te laat", "mijlpalen te laat", held), "#tijd", late=True)


def _facts(row: pages.Row) -> Iterator[dict[str, str]]:
    """What the version says, in the column beside the page."""
    said = row.said
    yield {"label": _("Trekker"), "value": said["owner"]}
    if said["counterpart"]:
        yield {"label": _("Afspraak met"), "value": said["counterpart"]}
    if said["partners"]:
        yield {"label": _("Met"), "value": ", ".join(said["partners"])}
    yield {"label": _("Termijn"), "value": said["planned"]["words"] if said["planned"] else ""}
    cost = row.money
    value = cost.in_words if cost.is_known else ""
    yield {"label": _("Budget"), "value": value, "note": "; ".join(cost.notes)}
    yield {"label": _("Klaar als"), "value": said["result"]}
    for label, names in ((_("Thema’s"), said["themes"]), (_("Beleidsdomeinen"), said["domains"])):
        if names:
            yield {"label": label, "value": ", ".join(names)}
