"""The applicant's own page, open to whoever has its secret link: where it stands, and what can be added."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache

from houtskool.assessment import answers
from houtskool.assessment.actions import cases as actions
from houtskool.assessment.actions import follow_ups
from houtskool.assessment.cases import files_in, intake, mail, now, phase, stations, term, told
from houtskool.assessment.cases.supplement_form import AnswerForm
from houtskool.assessment.eligibility import facts
from houtskool.assessment.models import Case, CaseDecision, FollowUp
from houtskool.assessment.views.ask import MAILED, OFTEN
from houtskool.process.models.periods import local_day
from houtskool.records import secret_links
from houtskool.web.open_doors import unlisted
from houtskool.web.reference_date import moment


class LostForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("Uw e-mailadres"),
        help_text=gettext_lazy("Het adres dat u bij uw vraag invulde."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class TellForm(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("Hoe gaat het?"),
        widget=forms.RadioSelect,
        choices=[
            (FollowUp.State.ON_TRACK, gettext_lazy("Op koers")),
            (FollowUp.State.OFF_TRACK, gettext_lazy("Niet op koers")),
        ],
    )
    sentence = forms.CharField(
        label=gettext_lazy("In één zin"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


@never_cache
@login_not_required
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Number, contact, where it stands and by when, what is asked, and what came of it."""
    case = _opened(token)
    if case is None:
        return _closed(request)
    return _page(request, case, token)


@never_cache
@login_not_required
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The answer to what was missing, in words and files; the term runs again."""
    case = _opened(token)
    if case is None:
        return _closed(request)
    if request.method != "POST":
        return redirect("assessment:follow", token)
    form = _answer_form(case, request.POST, request.FILES)
    if form.is_valid() and _checked(request, form):
        try:
            actions.answer(
                case,
                words=form.cleaned_data["words"],
                answers=form.answered(),
                amount=form.amount(),
                files=form.came(),
                at=moment(request),
            )
        except ValidationError as refusal:
            if not hasattr(refusal, "error_dict"):
                return _refused(request, refusal, token)
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Dank u wel. Uw aanvulling is binnen; onze termijn loopt weer."))
            return redirect("assessment:follow", token)
    return _page(request, case, token, answer=form)


@never_cache
@login_not_required
def add(request: HttpRequest, token: str) -> HttpResponse:
    """More evidence, as long as nobody judged."""
    case = _opened(token)
    if case is None:
        return _closed(request)
    if request.method != "POST":
        return redirect("assessment:follow", token)
    if late := actions.too_late_to_add(case, moment(request)):
        return _refused(request, ValidationError(late), token)
    form = files_in.FilesForm(request.POST, request.FILES, auto_id="erbij_%s")
    if form.is_valid() and not form.cleaned_data["sent"]:
        form.add_error("sent", _("Kies een bestand."))
    elif form.is_valid() and _often(request, form):

        def keep(file: UploadedFile[Any]) -> None:
            actions.add_evidence(case, file, file.name or "", at=moment(request))

        kept = files_in.take(form, "sent", keep)
        if kept:
            words = ngettext("%(count)s bestand is toegevoegd.", "%(count)s bestanden zijn toegevoegd.", kept)
            messages.success(request, words % {"count": kept})
        if not form.errors:
            return redirect("assessment:follow", token)
    return _page(request, case, token, add=form)


@never_cache
@login_not_required
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Asks first, and says what cannot be undone."""
    case = _opened(token)
    if case is None:
        return _closed(request)
    refusal = actions.finished(case)
    if request.method == "POST":
        try:
            actions.withdraw(case, at=moment(request))
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
        else:
            messages.success(request, _("Uw hulpvraag is ingetrokken."))
        return redirect("assessment:follow", token)
    context = {"case": case, "back": reverse("assessment:follow", args=[token]), "refusal": refusal}
    return unlisted(render(request, "assessment/follow_withdraw.html", context))


@never_cache
@login_not_required
def lost_link(request: HttpRequest) -> HttpResponse:
    """The link once more, by e-mail. The page says the same whether the address is known or not."""
    form = LostForm(request.POST or None)
    if form.is_valid():
        email = form.cleaned_data["email"].lower()
        if ratelimit.consume(request, action=OFTEN) and ratelimit.consume(request, action=MAILED, key=email):
            actions.send_links(email, at=moment(request))
            return render(request, "assessment/lost_link.html", {"asked": email})
        form.add_error(
            None, _("Dit is net al gevraagd. Kijk in uw e-mail, of probeer het over een uur opnieuw.")
        )
    return render(request, "assessment/lost_link.html", {"form": form})


@never_cache
@login_not_required
def follow_up(request: HttpRequest, token: str) -> HttpResponse:
    """How it goes with what was given: on track or not, in one sentence. Telling it anew is possible."""
    rows = FollowUp.objects.select_related("support__case__contact")
    found = secret_links.find(rows, token, mail.FOLLOW_UP)
    if found is None:
        return _closed(request)
    said = {"state": found.state, "sentence": found.sentence} if found.answered_at else None
    form = TellForm(request.POST or None, initial=said)
    if form.is_valid():
        try:
            follow_ups.tell(found, **form.cleaned_data, at=moment(request))
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("Dank u wel. Wij hebben het genoteerd."))
            return redirect("assessment:follow-up", token)
    context = {"moment": found, "support": found.support, "form": form}
    return unlisted(render(request, "assessment/follow_up.html", context))


# --- what the link opens, and nothing else


def _opened(token: str) -> Case | None:
    rows = Case.objects.select_related("contact", "framework", "version", "supplement")
    return secret_links.find(rows, token, mail.FOLLOW)


def _answer_form(case: Case, *data: Any) -> AnswerForm:
    return AnswerForm(*data, case=case, content=intake.content_for(case), auto_id="antwoord_%s")


def _page(
    request: HttpRequest,
    case: Case,
    token: str,
    *,
    answer: AnswerForm | None = None,
    add: files_in.FilesForm | None = None,
) -> HttpResponse:
    at = moment(request)
    content = intake.content_for(case)
    asked = term.supplement_of(case)
    decision = CaseDecision.objects.filter(case=case, at__lte=at).order_by("-number").first()
    kinds = intake.kinds(content)
    given = facts.of_answers(content, case.answers, {}, amount=None, day=local_day(at))
    stage, runs = phase.of(case, at), term.of(case, at)
    context = {
        "case": case,
        "token": token,
        "phase": stage,
        "term": runs,
        "now": now.for_applicant(stage, runs),
        "steps": stations.of(case, at),
        "supplement": asked,
        "may_answer": asked is not None and asked.answered_at is None and case.closed_at is None,
        "answer_form": answer or _answer_form(case),
        "too_late": actions.too_late_to_add(case, at),
        "add_form": add or files_in.FilesForm(auto_id="erbij_%s"),
        "evidence": case.evidence.select_related("upload"),
        "decision": decision,
        "granted_amount": _euros(decision.amount) if decision else "",
        "granted": [kinds[key]["name"] for key in decision.kinds if key in kinds] if decision else [],
        "wanted": [kinds[key]["name"] for key in case.wanted if key in kinds],
        "answers": [
            (one.name, one.shown) for key, one in given.items() if key not in facts.COMPUTED and one.shown
        ],
        "told": told.rows(case, content, at),
        "amount": _euros(case.amount),
    }
    return unlisted(render(request, "assessment/follow.html", context))


def _euros(amount: Decimal | None) -> str:
    return "" if amount is None else answers.shown(answers.Kind.AMOUNT, amount)


def _refused(request: HttpRequest, refusal: ValidationError, token: str) -> HttpResponse:
    """What cannot be any more, told above the page as it is by now."""
    messages.error(request, refusal.messages[0])
    return redirect("assessment:follow", token)


def _often(request: HttpRequest, form: forms.Form) -> bool:
    allowed: bool = ratelimit.consume(request, action=OFTEN)
    if not allowed:
        form.add_error(None, _("Er kwam in korte tijd veel binnen. Wacht een paar minuten."))
    return allowed


def _checked(request: HttpRequest, form: AnswerForm) -> bool:
    """Whether every file can be taken; what cannot stands beside the field, and nothing is kept yet."""
    if not _often(request, form):
        return False
    form.check_files()
    return not form.errors


def _closed(request: HttpRequest) -> HttpResponse:
    """The link never was, or was withdrawn: the page says what to do."""
    return unlisted(render(request, "assessment/follow_closed.html", status=404))
