"""Reactions to draft measures: asked of groups, given by link; and following a measure by e-mail."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from houtskool.accounts.http import Request
from houtskool.accounts.roles import FACILITATES, READS, for_roles
from houtskool.inventory import consent, telling
from houtskool.inventory.reacting import ReactionForm
from houtskool.process.models import Process
from houtskool.programme.actions import following
from houtskool.programme.actions import reactions as actions
from houtskool.programme.models import Measure, Reaction, ReactionLink
from houtskool.programme.trail import public_url
from houtskool.programme.views.forms_again import refuse
from houtskool.programme.views.programme import find_process, trail_to
from houtskool.sector.models import StakeholderGroup
from houtskool.web.forms import DayField
from houtskool.web.reference_date import moment


class AskForm(forms.Form):
    measures = forms.ModelMultipleChoiceField(
        Measure.objects.none(),
        label=gettext_lazy("Op welke maatregelen vraagt u een reactie?"),
        widget=forms.CheckboxSelectMultiple,
    )
    groups = forms.ModelMultipleChoiceField(
        StakeholderGroup.objects.none(),
        label=gettext_lazy("Aan welke groepen?"),
        widget=forms.CheckboxSelectMultiple,
    )
    question = forms.CharField(
        label=gettext_lazy("Uw vraag"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    closes_on = DayField(label=gettext_lazy("Reageren tot en met"), required=False)

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "measures": Measure.objects.filter(process=process),
            "groups": StakeholderGroup.objects.current().filter(contacts__may_be_mailed=True).distinct(),
        }
        for name, rows in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelMultipleChoiceField)
            field.queryset = rows


class ReactForm(ReactionForm):
    """One measure's reaction."""

    def __init__(self, *args: Any, link: ReactionLink, **kwargs: Any) -> None:
        asked = gettext_lazy("Wat vindt u van deze maatregel?")
        super().__init__(*args, process=link.process, label=asked, own=str(link.contact or ""), **kwargs)


class FollowForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("Uw e-mailadres"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


@for_roles(READS, to=gettext_lazy("reacties lezen"))
def reactions(request: Request, pk: int) -> HttpResponse:
    """Every reaction with its answer; those without one first, as presenting waits for them."""
    process = find_process(request, pk)
    to = consent.audience(request.user)
    visible = Measure.objects.visible_to(request.user).filter(process=process)
    rows = Reaction.objects.filter(measure__in=visible).select_related(
        "measure", "contribution__contributor__contact", "contribution__group"
    )
    shown = [
        (one, consent.words(one.contribution, to), consent.said_by(one.contribution, to))
        for one in rows.order_by("contribution__answered_at", "pk")
    ]
    asked = ReactionLink.objects.filter(process=process, measures__in=visible, signs=False).distinct()
    asked = asked.select_related("group", "contact").prefetch_related("reactions")
    context = {
        "process": process,
        "trail": trail_to(process),
        "reactions": shown,
        "waiting": sum(one.contribution.answered_at is None for one, _words, _by in shown),
        "asked": list(asked),
        "facilitates": request.user.holds(*FACILITATES),
    }
    return render(request, "programme/reactions.html", context)


@for_roles(FACILITATES, to=gettext_lazy("om reacties vragen"))
def ask(request: Request, pk: int) -> HttpResponse:
    process = find_process(request, pk)
    form = AskForm(request.POST or None, process=process)
    if form.is_valid():
        try:
            links = actions.ask(process, **form.cleaned_data, by=request.user, at=moment(request))
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            words = ngettext("%(count)s mens is gevraagd.", "%(count)s mensen zijn gevraagd.", len(links))
            messages.success(request, words % {"count": len(links)})
            return redirect("programme:reactions", pk=pk)
    path = [*trail_to(process), (_("Reacties"), reverse("programme:reactions", args=[pk]))]
    context = {"form": form, "trail": path, "title": _("Vraag om een reactie"), "back": path[-1][1]}
    context["button"] = context["title"]
    return render(request, "programme/edit.html", context)


@never_cache
@login_not_required
def react(request: HttpRequest, token: str) -> HttpResponse:
    """For whoever was asked, without an account: the measures, and room to react to each."""
    link = actions.of_token(token)
    if link is None:
        return render(request, "programme/link_closed.html", status=404)
    measures = list(link.measures.select_related("owner", "action_line"))
    chosen = next((one for one in measures if str(one.pk) == request.POST.get("measure")), None)
    forms_of = {
        one.pk: ReactForm(request.POST if one == chosen else None, prefix=f"m{one.pk}", link=link)
        for one in measures
    }
    open_now = actions.is_open(link, moment(request))
    if chosen is not None and open_now and forms_of[chosen.pk].is_valid():
        form = forms_of[chosen.pk]
        try:
            said = actions.react(
                link, chosen,
                words=form.cleaned_data["words"], consent=form.cleaned_data["consent"],
                kept_hints=form.instance.kept_hints, at=moment(request),
            )  # fmt: skip
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(
                request, _("Dank u wel. Uw reactie op ‘%(measure)s’ is bewaard.") % {"measure": chosen.title}
            )
            own = telling.own_path(said.contributor) if said.contributor else ""
            request.session["own_page"] = own
            return redirect("programme:react", token)
    said_before = {one.measure_id for one in link.reactions.all()}
    context = {
        "link": link,
        "asked": [(one, forms_of[one.pk], one.pk in said_before) for one in measures],
        "open": open_now,
        "own_page": request.session.get("own_page", "") if said_before else "",
    }
    return render(request, "programme/react.html", context)


@never_cache
@login_not_required
def follow(request: HttpRequest, key: str) -> HttpResponse:
    """For anybody: hear by e-mail when a measure moves. The address is confirmed by a message first."""
    measure = get_object_or_404(Measure, key=key)
    if not following.is_followable(measure):
        raise Http404
    form = FollowForm(request.POST or None)
    if form.is_valid():
        email = form.cleaned_data["email"].lower()
        allowed = ratelimit.consume(request, action="give_contribution") and ratelimit.consume(
            request, action="mail_contribution", key=email
        )
        if allowed:
            following.ask(measure, email=email, at=moment(request))
            return render(
                request, "programme/follow_asked.html", {"measure": measure, "back": public_url(measure)}
            )
        form.add_error(None, _("Er kwam in korte tijd veel binnen. Wacht een paar minuten."))
    context = {"measure": measure, "form": form, "back": public_url(measure)}
    return render(request, "programme/follow.html", context)


@never_cache
@login_not_required
def confirm_follow(request: HttpRequest, token: str) -> HttpResponse:
    """A scanner that opens links confirms nothing: the button does."""
    row = following.of_token(token)
    if row is None:
        return render(request, "programme/link_closed.html", status=404)
    if request.method == "POST":
        following.confirm(row, at=moment(request))
        messages.success(request, _("U krijgt bericht als er iets verandert."))
        return redirect("programme:confirm-follow", token)
    context = {"row": row, "token": token, "back": public_url(row.measure)}
    return render(request, "programme/follow_confirm.html", context)


@csrf_exempt  # mail programmes stop a subscription by sending a form from nowhere (RFC 8058)
@never_cache
@login_not_required
def unfollow(request: HttpRequest, token: str) -> HttpResponse:
    """Stop with one click: the page asks, a mail programme's button does it at once. Twice is no matter."""
    row = following.of_token(token)
    if row is not None and request.method == "POST":
        following.stop(row)
        row = None
    return render(request, "programme/unfollow.html", {"row": row, "token": token})
