"""Reactions to a concept: asking for them, reading them per criterion, and giving one by link."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache

from houtskool.accounts.http import Request
from houtskool.accounts.roles import STAFF, for_roles
from houtskool.assessment.actions import reactions as actions
from houtskool.assessment.content import read
from houtskool.assessment.framework import reactions as said
from houtskool.assessment.framework.reaction_forms import AskReactionForm
from houtskool.assessment.models import ReactionRequest
from houtskool.assessment.roles import WRITES
from houtskool.assessment.views.versions import find_version, trail_to_versions
from houtskool.inventory import consent, telling
from houtskool.inventory.reacting import ReactionForm
from houtskool.web.open_doors import unlisted
from houtskool.web.reference_date import moment

OWN = "own_page"
# The anchor of what is said of the framework as a whole; no criterion has this key.
WHOLE = "als-geheel"


@for_roles(STAFF, to=gettext_lazy("de reacties op een kader lezen"))
def reactions(request: Request, pk: int) -> HttpResponse:
    """What was said of this version, per criterion, with the way to answer it."""
    version = find_version(request, pk)
    rows = said.of_framework(version.framework).filter(request__version=version)
    found = said.said(rows, consent.audience(request.user))
    criteria = [("", _("Het kader als geheel")), *_questions(read(version.content))]
    context = {
        "version": version,
        "trail": [*trail_to_versions(version.framework), (str(version), version.get_absolute_url())],
        "said": [(key, question, found[key]) for key, question in criteria if key in found],
        "whole": WHOLE,
        "waiting": rows.filter(contribution__answered_at=None).count(),
        "asked": version.reaction_requests.select_related("contact", "group").prefetch_related("reactions"),
        "writes": request.user.holds(*WRITES),
    }
    return render(request, "assessment/reactions.html", context)


@for_roles(WRITES, to=gettext_lazy("om reacties vragen"))
def ask(request: Request, pk: int) -> HttpResponse:
    version = find_version(request, pk)
    form = AskReactionForm(request.POST or None)
    if form.is_valid():
        try:
            made = actions.ask(version, **form.cleaned_data, by=request.user, at=moment(request))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            words = ngettext("%(count)s mens is gevraagd.", "%(count)s mensen zijn gevraagd.", len(made))
            messages.success(request, words % {"count": len(made)})
            return redirect("assessment:reactions", pk=pk)
    context = {
        "form": form,
        "trail": [*trail_to_versions(version.framework), (str(version), version.get_absolute_url())],
        "title": _("Vraag om een reactie"),
        "button": _("Verstuur de vraag"),
        "back": reverse("assessment:reactions", args=[pk]),
        "ready": True,
    }
    return render(request, "assessment/edit.html", context)


@never_cache
@login_not_required
def react(request: HttpRequest, token: str) -> HttpResponse:
    """For whoever was asked, without an account: the criteria, and room to react to each or to the whole."""
    link = actions.of_token(token)
    if link is None:
        return unlisted(render(request, "assessment/react_closed.html", status=404))
    content = read(link.version.content)
    chosen = request.POST.get("criterion") if request.method == "POST" else None
    open_now = actions.is_open(link, moment(request))
    asked = [("", _("Het kader als geheel")), *_questions(content)]
    forms_of = {key: _form(request, link, key, chosen) for key, _question in asked}
    if chosen in forms_of and open_now and forms_of[chosen].is_valid():
        form = forms_of[chosen]
        if not ratelimit.consume(request, action="give_contribution"):
            form.add_error(None, _("Er kwam in korte tijd veel binnen. Wacht een paar minuten."))
        elif _kept(request, link, chosen, form):
            return redirect("assessment:react", token)
    given = {one.criterion for one in link.reactions.all()}
    by_key = {one["key"]: one for one in content["criteria"]}
    context = {
        "link": link,
        "content": content,
        "whole": WHOLE,
        "asked": [
            (key, question, by_key.get(key), forms_of[key], key in given, key == chosen)
            for key, question in asked
        ],
        "open": open_now,
        "own_page": request.session.get(OWN, "") if given else "",
    }
    return unlisted(render(request, "assessment/react.html", context))


def _kept(request: HttpRequest, link: ReactionRequest, criterion: str, form: ReactionForm) -> bool:
    try:
        contribution = actions.react(
            link,
            criterion,
            words=form.cleaned_data["words"],
            consent=form.cleaned_data["consent"],
            kept_hints=form.instance.kept_hints,
            at=moment(request),
        )
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return False
    messages.success(request, _("Dank u wel. Uw reactie is bewaard."))
    request.session[OWN] = telling.own_path(contribution.contributor) if contribution.contributor else ""
    return True


def _form(request: HttpRequest, link: ReactionRequest, key: str, chosen: str | None) -> ReactionForm:
    data = request.POST if key == chosen else None
    label = _("Wat vindt u van dit criterium?") if key else _("Wat vindt u van het kader als geheel?")
    own = str(link.contact or "")
    return ReactionForm(data, prefix=f"c-{key}", process=link.version.framework.process, label=label, own=own)


def _questions(content: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["key"], one["question"]) for one in content["criteria"]]
