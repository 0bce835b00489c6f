"""What a person may ask: to read all that is held, and to be forgotten."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from houtskool.accounts.http import Request
from houtskool.accounts.roles import FACILITATES, for_roles
from houtskool.records import erasure
from houtskool.sector.models import Contact
from houtskool.sector.nouns import BY_MODEL
from houtskool.sector.views.finding import find
from houtskool.sector.views.things import trail
from houtskool.web.reference_date import moment

_CONTACTS = BY_MODEL[Contact]


@require_safe
@for_roles(FACILITATES, to=_("persoonsgegevens inzien"))
def personal(request: Request, pk: int) -> HttpResponse:
    found = find(request, _CONTACTS, pk)
    held = erasure.export(found)
    rows = [(label, _words(value)) for label, value in held["gegevens"].items()]
    journal = [{**line, "wanneer": datetime.fromisoformat(line["wanneer"])} for line in held["journaal"]]
    context = {"thing": found, "elsewhere": held["elders"], "journal": journal, "rows": rows}
    context |= {"trail": trail(_CONTACTS, found)}
    return render(request, "sector/personal.html", context)


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("ja") if value else gettext("nee")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value or "")


@require_safe
@for_roles(FACILITATES, to=_("persoonsgegevens inzien"))
def export(request: Request, pk: int) -> HttpResponse:
    """All that is held about the person, as a file to give to them."""
    found = find(request, _CONTACTS, pk)
    # In Dutch whatever the page: the file goes to the person.
    with translation.override("nl"):
        data = json.dumps(erasure.export(found), ensure_ascii=False, indent=2, cls=DjangoJSONEncoder)
    return HttpResponse(
        data,
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="persoonsgegevens-{found.pk}.json"'},
    )


@for_roles(FACILITATES, to=_("persoonsgegevens wissen"))
def erase(request: Request, pk: int) -> HttpResponse:
    found = find(request, _CONTACTS, pk)
    if request.method == "POST":
        erasure.erase(found, by=request.user, at=moment(request))
        messages.success(request, gettext("De persoonsgegevens zijn gewist, ook in het journaal."))
        return redirect("sector:contacts")
    context = {
        "thing": found,
        "question": gettext("Wilt u alles wat er over %(found)s bewaard is wissen?") % {"found": found},
        "trail": trail(_CONTACTS, found),
    }
    return render(request, "sector/erase.html", context)
