"""Both sides of an agreement say yes: written down here, or given by the partner with a link, no account."""

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
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from houtskool.accounts.http import Request
from houtskool.accounts.roles import for_roles
from houtskool.inventory import telling
from houtskool.programme import agreements
from houtskool.programme.actions import reactions
from houtskool.programme.actions import signing as actions
from houtskool.programme.forms import SignForm
from houtskool.programme.models import Measure, ReactionLink
from houtskool.programme.roles import WRITES
from houtskool.programme.views.forms_again import refuse
from houtskool.programme.views.measures import find, keep, path_to
from houtskool.programme.views.reactions import ReactForm
from houtskool.records.models import Mail
from houtskool.sector.models import Contact
from houtskool.web.forms import DayField
from houtskool.web.reference_date import moment, reference_date


class AskForm(forms.Form):
    contact = forms.ModelChoiceField(
        Contact.objects.none(), label=gettext_lazy("Wie kan namens de partner akkoord gaan?")
    )
    question = forms.CharField(
        label=gettext_lazy("Wat u erbij wilt zeggen"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    closes_on = DayField(label=gettext_lazy("Antwoorden tot en met"), required=False)

    def __init__(self, *args: Any, measure: Measure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["contact"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Contact.objects.mailable().filter(organisation=measure.counterpart_id)


class YesForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Uw naam"), max_length=120)
    seen = forms.CharField(widget=forms.HiddenInput)


@for_roles(WRITES, to=gettext_lazy("vastleggen wie akkoord is"))
def sign(request: Request, pk: int) -> HttpResponse:
    """Who of each side said yes, and when; what changed since, and who of the partner was asked."""
    found = _agreement(request, pk)
    form = SignForm(request.POST or None, instance=found, at=reference_date(request))
    if form.is_valid() and keep(request, form):
        actions.renew(found, form.again(), by=request.user, at=moment(request))
        found.refresh_from_db()
        said = (
            _("Beide kanten zijn akkoord.")
            if agreements.holds(found)
            else _("Nog niet beide kanten zijn akkoord.")
        )
        messages.success(request, said)
        return redirect(found)
    asked = list(ReactionLink.objects.filter(measures=found, signs=True).select_related("contact"))
    mails = {mail.object_id: mail for mail in (Mail.objects.about(*asked).order_by("pk") if asked else [])}
    kept = find(request, pk)
    context = {
        "measure": kept,
        "form": form,
        "sides": agreements.sides(kept),
        "asked": [(link, mails.get(str(link.pk))) for link in asked],
        "partners": Contact.objects.mailable().filter(organisation=kept.counterpart_id).exists()
        if kept.counterpart
        else False,
        "trail": [*path_to(kept), (str(kept), kept.get_absolute_url())],
    }
    return render(request, "programme/sign.html", context)


@for_roles(WRITES, to=gettext_lazy("de partner om akkoord vragen"))
def ask_partner(request: Request, pk: int) -> HttpResponse:
    found = _agreement(request, pk)
    form = AskForm(request.POST or None, measure=found)
    if form.is_valid():
        try:
            actions.ask(found, **form.cleaned_data, by=request.user, at=moment(request))
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            said = _("%(contact)s krijgt een e-mail met een link om akkoord te gaan.")
            messages.success(request, said % {"contact": form.cleaned_data["contact"]})
            return redirect("programme:sign", pk)
    path = [*path_to(found), (str(found), found.get_absolute_url()), (_("Akkoord"), _sign_url(found))]
    title = _("Vraag de partner om akkoord")
    context = {"form": form, "trail": path, "title": title, "button": title, "back": path[-1][1]}
    return render(request, "programme/edit.html", context)


@require_POST
@for_roles(WRITES, to=gettext_lazy("een link intrekken"))
def withdraw_link(request: Request, pk: int) -> HttpResponse:
    link = get_object_or_404(ReactionLink, pk=pk, signs=True)
    found = _agreement(request, get_object_or_404(link.measures).pk)
    actions.withdraw_link(link, by=request.user, at=moment(request))
    messages.success(request, _("De link van %(link)s werkt niet meer.") % {"link": link})
    return redirect("programme:sign", found.pk)


@never_cache
@login_not_required
def sign_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """For the partner, without an account: the words as they are now; say yes, or what must be otherwise."""
    link = actions.of_token(token)
    measure = actions.agreement_of(link) if link else None
    if link is None or measure is None:
        return render(request, "programme/link_closed.html", status=404)
    does = request.POST.get("doe", "")
    yes = YesForm(
        request.POST if does == "akkoord" else None,
        initial={"name": str(link.contact), "seen": actions.digest_of(measure)},
        prefix="akkoord",
    )
    react = ReactForm(request.POST if does == "reactie" else None, prefix="reactie", link=link)
    react.fields["words"].label = _("Schrijf wat u anders wilt, en waarom")
    try:
        if does and not ratelimit.consume(request, action="give_contribution"):
            raise ValidationError(_("Er kwam in korte tijd veel binnen. Wacht een paar minuten."))
        if done := _answered(request, link, measure, does, yes, react):
            messages.success(request, done)
            return redirect("programme:sign-by-link", token)
    except ValidationError as refusal:
        form = react if does == "reactie" else yes
        if form.is_bound:
            refuse(form, refusal)
        else:
            messages.error(request, " ".join(refusal.messages))
        if yes.is_bound:
            # The words may be others than those that were seen: the next yes is to these.
            data = request.POST.copy()
            data["akkoord-seen"] = actions.digest_of(measure)
            yes.data = data
    city, partner = agreements.sides(measure)
    context = {
        "link": link,
        "measure": measure,
        "clauses": agreements.clauses(measure),
        "city": city,
        "partner": partner,
        "yes": yes,
        "react": react,
        "open": reactions.is_open(link, moment(request)),
        "said": link.reactions.exists(),
        "own_page": request.session.get("own_page", "") if link.reactions.exists() else "",
    }
    return render(request, "programme/sign_by_link.html", context)


def _answered(
    request: HttpRequest, link: ReactionLink, measure: Measure, does: str, yes: YesForm, react: ReactForm
) -> str:
    """Do what was asked; what to say of it, or "" when there was nothing to do. Raises ValidationError."""
    at = moment(request)
    if does == "akkoord" and yes.is_valid():
        actions.sign(link, **yes.cleaned_data, at=at)
        return _("Dank u wel. Uw akkoord is vastgelegd.")
    if does == "terug":
        actions.take_back(link, at=at)
        return _("U nam uw akkoord terug. De gemeente ziet dat.")
    if does == "reactie" and react.is_valid():
        given = react.cleaned_data
        said = reactions.react(
            link, measure, words=given["words"], consent=given["consent"],
            kept_hints=react.instance.kept_hints, at=at,
        )  # fmt: skip
        request.session["own_page"] = telling.own_path(said.contributor) if said.contributor else ""
        return _("Dank u wel. De gemeente leest wat er anders moet, en geeft u antwoord.")
    return ""


def _agreement(request: Request, pk: int) -> Measure:
    found = find(request, pk)
    if found.kind != Measure.Kind.AGREEMENT:
        raise Http404
    return found


def _sign_url(measure: Measure) -> str:
    return reverse("programme:sign", args=[measure.pk])
