"""What is done to one or many chosen contributions at once, and taken back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from houtskool.accounts.http import Request
from houtskool.accounts.roles import FACILITATES, for_roles
from houtskool.inventory import consent, passages, undoing
from houtskool.inventory.actions import codings
from houtskool.inventory.consent import CODES
from houtskool.inventory.filters import FilterForm
from houtskool.inventory.models import Coding, Contribution
from houtskool.records.folding import tidy
from houtskool.sector import actions as sector_actions
from houtskool.sector.models import Theme
from houtskool.web.reference_date import moment

# What one request can do in a few seconds; more is done in parts.
MOST = 5000


@require_POST
@for_roles(CODES, to=gettext_lazy("inbreng ordenen en beantwoorden"))
def bulk(request: Request) -> HttpResponse:
    """A theme given to what was chosen or taken off it; or on to the page for an answer or a merge."""
    back = safe_next(request, request.POST.get("next", ""))
    try:
        chosen = chosen_rows(request, request.POST)
        if not chosen:
            raise ValidationError(_("Kies eerst inbreng: zet er een vinkje voor."))
        if request.POST.get("do") in {"answer", "merge"}:
            return redirect(_page_for(request, chosen, back))
        _theme(request, chosen)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return HttpResponseRedirect(back)


@require_POST
@for_roles(CODES, to=gettext_lazy("thema’s weghalen"))
def take(request: Request, pk: int) -> HttpResponse:
    """Take one coding away."""
    coding = get_object_or_404(Coding.objects.visible_to(request.user).select_related("theme"), pk=pk)
    taken = codings.take_away([coding], by=request.user, at=moment(request))
    what = _("Thema %(theme)s weggehaald.") % {"theme": coding.theme}
    undoing.took(request.session, what, taken)
    messages.success(request, what)
    return HttpResponseRedirect(safe_next(request, request.POST.get("next", "")))


@require_POST
@for_roles(CODES, to=gettext_lazy("iets ongedaan maken"))
def undo(request: Request) -> HttpResponse:
    try:
        what = undoing.undo(request.session, by=request.user, at=moment(request))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("Ongedaan gemaakt: %(what)s") % {"what": what})
    return HttpResponseRedirect(safe_next(request, request.POST.get("next", "")))


def chosen_rows(request: Request, asked: QueryDict) -> list[Contribution]:
    """The contributions whose numbers are in `inbreng`, or all that the list shows with the filter in `all`.

    Raises ValidationError when those are more than can be done at once.
    """
    rows = Contribution.objects.visible_to(request.user)
    if asked.get("all"):
        form = FilterForm(QueryDict(str(asked["all"])), user=request.user)
        rows = form.narrowed(rows, request.user)
    else:
        numbers = asked.getlist("inbreng")[: MOST + 1]
        keys = {int(one) for one in numbers if one.isascii() and one.isdecimal() and len(one) < 19}
        rows = rows.filter(pk__in=keys)
    chosen = list(rows.select_related("contributor__contact", "group", "process").order_by("pk")[: MOST + 1])
    if len(chosen) > MOST:
        raise ValidationError(
            _("Dit zijn er meer dan %(most)s. Kies een filter, en doe het in delen.") % {"most": MOST}
        )
    return chosen


def _page_for(request: Request, chosen: list[Contribution], back: str) -> str:
    """The page for an answer or a merge, with what was chosen in its address."""
    named = (
        [("all", request.POST["all"])] if request.POST.get("all") else [("inbreng", one.pk) for one in chosen]
    )
    return f"{reverse('inventory:' + request.POST['do'])}?{urlencode([*named, ('next', back)])}"


def safe_next(request: Request, address: str) -> str:
    """The page from which the form came; the list when that is none of ours."""
    safe = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    return address if safe else reverse("inventory:contributions")


def _theme(request: Request, chosen: list[Contribution]) -> None:
    by, at = request.user, moment(request)
    standing = [one for one in chosen if one.merged_into_id is None]
    if request.POST.get("do") == "take":
        theme = _named_theme(request, request.POST.get("off", ""))
        taken = codings.take_theme_away(standing, theme, by=by, at=at)
        number = len({one.contribution_id for one in taken})
        what = ngettext(
            "Thema %(theme)s weggehaald bij %(number)s stuk inbreng.",
            "Thema %(theme)s weggehaald bij %(number)s stukken inbreng.",
            number,
        ) % {"theme": theme, "number": number}
        undoing.took(request.session, what, taken)
    else:
        new = tidy(request.POST.get("new_theme", "")) if request.POST.get("do") == "new-theme" else None
        theme = (
            _new_theme(request, new)
            if new is not None
            else _named_theme(request, request.POST.get("theme", ""))
        )
        given = codings.give(standing, theme, by=by, at=at, passage=_passage(request, standing))
        what = ngettext(
            "Thema %(theme)s gegeven aan %(number)s stuk inbreng.",
            "Thema %(theme)s gegeven aan %(number)s stukken inbreng.",
            len(given),
        ) % {"theme": theme, "number": len(given)}
        if not given:
            what = _("U had thema %(theme)s hier al aan gegeven.") % {"theme": theme}
        if given:
            undoing.gave(request.session, what, given)
    if skipped := len(chosen) - len(standing):
        what += " " + ngettext(
            "%(number)s was samengevoegd en is overgeslagen.",
            "%(number)s waren samengevoegd en zijn overgeslagen.",
            skipped,
        ) % {"number": skipped}
    messages.success(request, what)


def _named_theme(request: Request, number: str) -> Theme:
    themes = Theme.objects.visible_to(request.user)
    found = themes.filter(pk=int(number)).first() if number.isascii() and number.isdecimal() else None
    if found is None:
        raise ValidationError(_("Kies een thema."))
    return found


def _new_theme(request: Request, name: str) -> Theme:
    """The theme of this name; made when there is none yet, by who may add to the sector."""
    if not name:
        raise ValidationError(_("Typ de naam van het nieuwe thema."))
    found = Theme.objects.find(name)
    if found is None and not request.user.holds(*FACILITATES):
        raise ValidationError(
            _("Er is geen thema ‘%(name)s’. Vraag de procesbegeleider om het te maken.") % {"name": name}
        )
    return found or sector_actions.add_theme(name=name, by=request.user, at=moment(request))


def _passage(request: Request, standing: list[Contribution]) -> tuple[int, int] | None:
    """The passage that was pointed at, or chosen sentence by sentence; None for the whole.

    Raises ValidationError when the words are no longer what the coder saw.
    """
    post: Any = request.POST
    if len(standing) != 1:
        return None
    words = consent.words(standing[0], consent.audience(request.user))
    if post.get("start", "").isdecimal() and post.get("end", "").isdecimal():
        start, end = int(post["start"]), int(post["end"])
        if words[start:end].split() != post.get("quote", "").split():
            raise ValidationError(_("De woorden zijn intussen gewijzigd. Kies de passage opnieuw."))
        return start, end
    if post.get("from", "").isdecimal() or post.get("to", "").isdecimal():
        spans = passages.sentences(words)
        first = int(post["from"] if post.get("from", "").isdecimal() else post["to"])
        last = int(post["to"] if post.get("to", "").isdecimal() else post["from"])
        first, last = min(first, last), max(first, last)
        if last >= len(spans):
            raise ValidationError(_("De woorden zijn intussen gewijzigd. Kies de passage opnieuw."))
        return spans[first][0], spans[last][1]
    return None
