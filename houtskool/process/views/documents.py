from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from houtskool.accounts.http import Request
from houtskool.accounts.roles import FACILITATES, STEERS, for_roles
from houtskool.process import actions, pages_above
from houtskool.process.models import Annex, SourceDocument
from houtskool.process.passages import paragraphs
from houtskool.process.views.trail import trail_to
from houtskool.records import uploads
from houtskool.web.reference_date import moment


def document(request: Request, pk: int) -> HttpResponse:
    """The text as it was read, each fact marked in its sentence and linked to what it became."""
    elsewhere = SourceDocument.objects.filter(pk=pk, confidential=True).first()
    if elsewhere is not None and (path := pages_above.of_document(elsewhere)):
        return redirect(path)
    found = get_object_or_404(
        SourceDocument.objects.visible_to(request.user).select_related("process"), pk=pk
    )
    facts = list(found.facts.standing().with_targets())
    return render(
        request,
        "process/document.html",
        {
            "document": found,
            "paragraphs": paragraphs(found.text, facts),
            "facts": facts,
            "annexes": found.annexes.select_related("upload"),
            "trail": trail_to(found.process) if found.process else [],
            "steers": request.user.holds(*STEERS),
            "facilitates": request.user.holds(*FACILITATES),
        },
    )


@for_roles(STEERS, to=_("het oorspronkelijke bestand ophalen"))
def original(request: Request, pk: int) -> HttpResponseBase:
    found = get_object_or_404(SourceDocument.objects.visible_to(request.user), pk=pk)
    # A report holds words that were withdrawn since; a council document is public as it was published.
    if found.upload is None or (found.confidential and uploads.is_held_back(found.upload)):
        raise Http404
    return uploads.as_download(found.upload)


def annex(request: Request, pk: int) -> HttpResponseBase:
    found = get_object_or_404(
        Annex.objects.select_related("upload").filter(
            document__in=SourceDocument.objects.visible_to(request.user), upload__isnull=False
        ),
        pk=pk,
    )
    assert found.upload is not None
    return uploads.as_download(found.upload)


@require_POST
@for_roles(FACILITATES, to=_("een bijlage toevoegen"))
def attach(request: Request, pk: int) -> HttpResponse:
    annex = get_object_or_404(
        Annex.objects.filter(document__in=SourceDocument.objects.visible_to(request.user)), pk=pk
    )
    given = request.FILES.get("file")
    if given is None:
        messages.error(request, gettext("Kies eerst het bestand van de bijlage."))
        return redirect(annex)
    try:
        uploads.refuse_larger(given.size or 0, given.name or "", limit=settings.UPLOAD_LIMIT)
        at = moment(request)
        upload = uploads.receive(
            given.read(), given.name or "bijlage", by=request.user, at=at, limit=settings.UPLOAD_LIMIT
        )
        actions.attach(annex, upload, by=request.user, at=at)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, gettext("De bijlage “%(annex)s” is toegevoegd.") % {"annex": annex.title})
    return redirect(annex)
