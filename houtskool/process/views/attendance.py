"""Who came: the list to tick off, the QR codes, and the page at the door that is open to everybody there."""

from __future__ import annotations

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.db.models.expressions import Value
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from houtskool.accounts.http import Request
from houtskool.accounts.roles import FACILITATES, for_roles
from houtskool.process import attending, letters
from houtskool.process.gathering_forms import WalkInForm
from houtskool.process.models import Gathering, Invitation
from houtskool.process.turnout import turnout
from houtskool.process.views.gatherings import find, trail
from houtskool.process.views.invitations import find_invitation
from houtskool.process.views.replies import SESSION_KEY, by_token
from houtskool.records import secret_links
from houtskool.records.folding import fold
from houtskool.web.open_doors import unlisted
from houtskool.web.reference_date import moment

PAGE = 100
DOOR = "door"
# How often per address of the network stands in settings.ACCOUNT_RATE_LIMITS.
OFTEN = "walk_in"
_CAME = {"ja": True, "nee": False, "onbekend": None}


def by_name(rows: QuerySet[Invitation]) -> QuerySet[Invitation]:
    """In the order of the alphabet, whoever keeps the name; without one last."""
    empty = Value("")
    name = Coalesce(
        "contact__name", NullIf("user__name", empty), NullIf("name", empty), "brought_by__contact__name"
    )
    return rows.order_by(name.asc(nulls_last=True), "pk")


def search(rows: QuerySet[Invitation], words: str) -> QuerySet[Invitation]:
    """Rows whose name or organisation holds every word."""
    for word in words.split():
        rows = rows.filter(
            Q(contact__search_text__contains=fold(word))
            | Q(contact__organisation__search_text__contains=fold(word))
            | Q(name__icontains=word)
            | Q(user__name__icontains=word)
        )
    return rows


@for_roles(FACILITATES, to=gettext_lazy("de presentie bijhouden"))
def attendance(request: Request, pk: int) -> HttpResponse:
    gathering, at = find(request, pk), moment(request)
    words = request.GET.get("q", "")[:100]
    rows = search(gathering.invitations.standing().with_names(), words)
    page = Paginator(by_name(rows), PAGE).get_page(request.GET.get("page"))
    context = {
        "gathering": gathering,
        "refusal": attending.too_early(gathering, at),
        "page": page,
        "tables": list(gathering.tables.all()),
        "numbers": turnout(gathering),
        "words": words,
        "form": WalkInForm(gathering=gathering),
        "trail": trail(gathering),
    }
    return render(request, "process/attendance.html", context)


@require_POST
@for_roles(FACILITATES, to=gettext_lazy("de presentie bijhouden"))
def mark(request: Request, pk: int) -> HttpResponse:
    """One person: came or not, and at which table; with htmx that line is drawn anew."""
    found = find_invitation(request, pk)
    try:
        if "tafel" in request.POST:
            chosen = request.POST["tafel"]
            table = found.gathering.tables.filter(pk=chosen).first() if chosen.isdecimal() else None
            attending.seat(found, table, by=request.user, at=moment(request))
        if request.POST.get("was_er") in _CAME:
            attending.mark(found, _CAME[request.POST["was_er"]], by=request.user, at=moment(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    listed = reverse("process:attendance", args=[found.gathering_id])
    if request.headers.get("HX-Request"):
        context = {"invitation": found, "tables": list(found.gathering.tables.all())}
        return render(request, "process/parts/attendant.html", context)
    return redirect(f"{listed}#genodigde-{found.pk}")


@require_POST
@for_roles(FACILITATES, to=gettext_lazy("de presentie bijhouden"))
def mark_all(request: Request, pk: int) -> HttpResponse:
    gathering = find(request, pk)
    came = request.POST.get("was_er") == "ja"
    try:
        number = attending.mark_all(gathering, came, by=request.user, at=moment(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        text = (
            ngettext("%(number)s mens was er.", "%(number)s mensen waren er.", number)
            if came
            else ngettext("%(number)s mens was er niet.", "%(number)s mensen waren er niet.", number)
        )
        messages.success(request, text % {"number": number})
    return redirect("process:attendance", pk)


@require_POST
@for_roles(FACILITATES, to=gettext_lazy("de presentie bijhouden"))
def walk_in(request: Request, pk: int) -> HttpResponse:
    gathering = find(request, pk)
    form = WalkInForm(request.POST, gathering=gathering)
    try:
        if form.is_valid():
            given = {"table": None, **form.cleaned_data}
            came = attending.walk_in(gathering, **given, by=request.user, at=moment(request))
            messages.success(request, _("%(name)s staat op de lijst.") % {"name": came})
        else:
            messages.error(request, " ".join(str(one) for errors in form.errors.values() for one in errors))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("process:attendance", pk)


@for_roles(FACILITATES, to=gettext_lazy("iemand van de lijst halen"))
def take_off(request: Request, pk: int) -> HttpResponse:
    found = find_invitation(request, pk)
    if request.method == "POST":
        try:
            attending.take_off(found, by=request.user, at=moment(request))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect("process:attendance", found.gathering_id)
    context = {
        "invitation": found,
        "question": _("Wilt u %(name)s van de lijst halen?") % {"name": found},
        "trail": trail(found.gathering),
    }
    return render(request, "process/take_off.html", context)


@for_roles(FACILITATES, to=gettext_lazy("mensen bij de deur afvinken"))
def arrive(request: Request, token: str) -> HttpResponse:
    """What the QR code on somebody's invitation opens, on the phone of who stands at the door."""
    found = by_token(token, letters.ARRIVE)
    if found is None or found.withdrawn_at:
        return render(request, "process/arrive_unknown.html", status=404)
    gathering, at = found.gathering, moment(request)
    if request.method == "POST":
        try:
            chosen = request.POST.get("tafel", "")
            if chosen.isdecimal():
                table = gathering.tables.filter(pk=chosen).first()
                attending.seat(found, table, by=request.user, at=at)
            attending.mark(found, True, by=request.user, at=at)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect("process:arrive", token)
    context = {
        "invitation": found,
        "gathering": gathering,
        "tables": gathering.tables.all(),
        "refusal": attending.too_early(gathering, at),
        "trail": trail(gathering),
    }
    return render(request, "process/arrive.html", context)


@for_roles(FACILITATES, to=gettext_lazy("de QR-code voor de deur ophalen"))
def door_poster(request: Request, pk: int) -> HttpResponse:
    gathering = find(request, pk)
    context = {
        "gathering": gathering,
        "path": reverse("process:door", args=[secret_links.token(gathering, DOOR)]),
        "trail": trail(gathering),
    }
    return render(request, "process/door_poster.html", context)


@never_cache
@login_not_required
def door(request: HttpRequest, token: str) -> HttpResponse:
    """At the door: who opened an invitation on this phone is known; everybody else says who they are."""
    gathering = secret_links.find(Gathering.objects.select_related("process"), token, DOOR)
    if gathering is None:
        return unlisted(render(request, "process/reply_unknown.html", status=404))
    at = moment(request)
    known = _known(request, gathering)
    refusal = attending.too_early(gathering, at)
    if not refusal and not gathering.is_on(at) and gathering.is_over(at):
        refusal = _("Deze bijeenkomst is geweest.")
    form = WalkInForm(request.POST or None, gathering=gathering)
    if request.method == "POST" and not refusal and form.is_valid() and _not_too_often(request, form):
        given = {"table": None, **form.cleaned_data}
        if known and "known" in request.POST:
            if given["table"]:
                attending.seat(known, given["table"], by=None, at=at, via=_at_the_door())
            attending.mark(known, True, by=None, at=at, via=_at_the_door())
        else:
            attending.walk_in(gathering, **given, by=None, at=at, via=_at_the_door())
        request.session[f"deur-{gathering.pk}"] = True
        return redirect("process:door", token)
    context = {
        "gathering": gathering,
        "known": known,
        "refusal": refusal,
        "form": form,
        "done": request.session.get(f"deur-{gathering.pk}") and "nog" not in request.GET,
    }
    return unlisted(render(request, "process/door.html", context, status=410 if refusal else 200))


def _not_too_often(request: HttpRequest, form: WalkInForm) -> bool:
    """Whoever has the poster's link could else fill the list from afar."""
    allowed: bool = ratelimit.consume(request, action=OFTEN)
    if not allowed:
        form.add_error(None, _("Er melden zich nu heel veel mensen tegelijk. Wacht even en probeer opnieuw."))
    return allowed


def _known(request: HttpRequest, gathering: Gathering) -> Invitation | None:
    token = request.session.get(SESSION_KEY.format(gathering=gathering.pk), "")
    found = by_token(token, letters.REPLY) if token else None
    return found if found and not found.withdrawn_at else None


def _at_the_door() -> str:
    return "bezoeker, via de QR-code bij de deur"  # stored in the journal, so in Dutch
