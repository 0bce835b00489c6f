"""Who contributed, for staff: the own link, the messages, and what that person asked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from houtskool.accounts.http import Request
from houtskool.accounts.roles import FACILITATES, for_roles
from houtskool.inventory import consent, telling
from houtskool.inventory.actions import own as actions
from houtskool.inventory.models import Contributor
from houtskool.records import post
from houtskool.records.models import Mail
from houtskool.web.reference_date import moment

SHOWN = 50


@require_safe
@for_roles(FACILITATES, to=gettext_lazy("zien wie iets inbracht"))
def contributor(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    rows = found.contributions.select_related("contributor__contact", "group").order_by("-at", "-pk")[:SHOWN]
    to = consent.audience(request.user)
    context = {
        "contributor": found,
        "pieces": [{"row": row, "words": consent.title(row, to) or consent.words(row, to)} for row in rows],
        "link": post.address(telling.own_path(found)),
        "mails": Mail.objects.visible_to(request.user).about(found)[:10],
        "facts": [
            {"label": _("Groep"), "value": str(found.group or "")},
            {"label": _("E-mailadres"), "value": found.address},
            {"label": _("Wil bericht"), "value": _("ja") if found.wants_mail else _("nee")},
            {"label": _("Laatste bericht"), "value": f"{found.told_at:%d-%m-%Y}" if found.told_at else ""},
            {
                "label": _("Contact"),
                "value": str(found.contact or ""),
                "url": found.contact.get_absolute_url() if found.contact else "",
            },
        ],
        "trail": _trail(found),
    }
    return render(request, "inventory/contributor.html", context)


@require_POST
@for_roles(FACILITATES, to=gettext_lazy("een link vernieuwen"))
def renew_link(request: Request, pk: int) -> HttpResponse:
    actions.renew_link(_found(request, pk), by=request.user, at=moment(request))
    messages.success(request, _("De oude link werkt niet meer. Geef de nieuwe link door."))
    return redirect("inventory:contributor", pk)


@for_roles(FACILITATES, to=gettext_lazy("persoonsgegevens wissen"))
def erase(request: Request, pk: int) -> HttpResponse:
    found = _found(request, pk)
    if request.method == "POST":
        actions.erase(found, by=request.user, at=moment(request))
        messages.success(request, _("De persoonsgegevens zijn gewist, ook in het journaal."))
        return redirect(found.process)
    up = (str(found), reverse("inventory:contributor", args=[pk]))
    context = {"contributor": found, "number": found.contributions.count(), "trail": [*_trail(found), up]}
    return render(request, "inventory/contributor_erase.html", context)


def _found(request: Request, pk: int) -> Contributor:
    rows = Contributor.objects.visible_to(request.user).select_related("contact", "group", "process")
    return get_object_or_404(rows, pk=pk)


def _trail(found: Contributor) -> list[tuple[str, str]]:
    return [
        (found.process.title, found.process.get_absolute_url()),
        (_("Inbreng"), f"{reverse('inventory:contributions')}?process={found.process_id}"),
    ]
