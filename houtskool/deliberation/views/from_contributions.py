"""Choosing the contributions of which a statement is made: a list with filters and checkboxes."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from houtskool.accounts.http import Request
from houtskool.accounts.roles import FACILITATES, for_roles
from houtskool.deliberation.models import StatementSource
from houtskool.deliberation.views.conversations import find, trail
from houtskool.inventory import consent, filters
from houtskool.inventory.models import Contribution
from houtskool.inventory.models.contributions import ContributionQuerySet

PAGE = 50
# What narrows this choice; the list of contributions itself has more.
_FILTERS = ("q", "gathering", "group", "theme", "kind")


@require_safe
@for_roles(FACILITATES, to=gettext_lazy("stellingen maken van inbreng"))
def choose(request: Request, pk: int) -> HttpResponse:
    """Sends what was ticked on to the form of one statement, as `?inbreng=`."""
    conversation = find(request, pk)
    data = request.GET.copy()
    data["process"] = str(conversation.process_id)
    form = filters.FilterForm(data, user=request.user)
    rows: ContributionQuerySet = Contribution.objects.visible_to(request.user)
    in_use = StatementSource.objects.filter(
        contribution=OuterRef("pk"), statement__conversation=conversation
    ).exclude(statement__state="out")
    rows = (
        form.narrowed(rows, request.user).standing().filter(withdrawn_at=None).annotate(used=Exists(in_use))
    )
    unused = request.GET.get("nieuw") == "1"
    rows = rows.filter(~Exists(in_use)) if unused else rows
    rows = rows.select_related("contributor__contact", "group").prefetch_related("codings__theme")
    page = Paginator(rows.defer("stems").order_by("-at", "-pk"), PAGE).get_page(request.GET.get("page"))
    to = consent.audience(request.user)
    lines = [
        {
            "row": row,
            "words": consent.words(row, to),
            "said_by": consent.said_by(row, to),
            "quotable": consent.may_read(row, consent.Audience.OUTSIDE),
            "themes": list(dict.fromkeys(given.theme.name for given in row.codings.all())),
            "used": getattr(row, "used", False),
        }
        for row in page.object_list
    ]
    asked = {name: value for name, value in form.asked.items() if name in _FILTERS}
    context = {
        "conversation": conversation,
        "form": form,
        "fields": [form[name] for name in _FILTERS if name in form.fields and name != "q"],
        "filtered": bool(asked.keys() - {"q"}),
        "asked": asked or unused,
        "unused": unused,
        "page": page,
        "lines": lines,
        "trail": trail(conversation),
    }
    return render(request, "deliberation/from_contributions.html", context)
