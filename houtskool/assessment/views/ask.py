"""For anybody: asking the city for help with one form, and what one reads after sending it."""

from __future__ import annotations

import uuid
from typing import Any

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from houtskool.assessment.actions import cases as actions
from houtskool.assessment.cases import files_in, intake, mail, term
from houtskool.assessment.cases.ask_forms import FILES, AskForm
from houtskool.assessment.content import read
from houtskool.assessment.models import Case, DraftFile, Framework, FrameworkVersion
from houtskool.records import post, secret_links
from houtskool.records.folding import tidy
from houtskool.web.open_doors import unlisted
from houtskool.web.reference_date import moment, reference_date

SENT = "verstuurd"
JUST_SENT = "hulpvraag-verstuurd"  # in the session: the key of the last request of this browser
# How often stands in settings.ACCOUNT_RATE_LIMITS: per address of the network, and per e-mail address.
OFTEN, MAILED = "ask_for_help", "mail_contribution"


@never_cache
@login_not_required
def ask(request: HttpRequest) -> HttpResponse:
    """The one form, whatever department it is for. What was typed and sent along stays, also when it is
    refused; the same form sent twice gives one request.
    """
    day = reference_date(request)
    chosen = _chosen(request, intake.open_on(day))
    if chosen is None:
        return render(request, "assessment/ask_closed.html")
    framework, version = chosen
    form = AskForm(
        request.POST or None,
        request.FILES or None,
        content=read(version.content),
        framework=framework,
        day=day,
        carried=request.GET.dict(),
    )
    draft = _draft(form)
    if request.method == "POST" and _sent(request, form, draft):
        try:
            given = form.case()
            case = _just_sent(request, given, draft) or actions.receive(
                given, draft=draft, at=moment(request)
            )
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            request.session[JUST_SENT] = case.pk
            return redirect("assessment:asked", secret_links.token(case, SENT))
    context = {
        "form": form,
        "framework": framework,
        "held": DraftFile.objects.filter(draft=draft).select_related("upload") if form.is_bound else (),
        "allowed": files_in.allowed(),
        "action": request.get_full_path(),
    }
    return render(request, "assessment/ask.html", context)


def _just_sent(request: HttpRequest, given: Case, draft: uuid.UUID) -> Case | None:
    """The request that this browser sent, when somebody went back and sent the same words once more.

    With new files it is not the same.
    """
    sent = Case.objects.unfinished().filter(pk=request.session.get(JUST_SENT, 0)).first()
    if (
        sent is None
        or sent.framework_id != given.framework_id
        or DraftFile.objects.filter(draft=draft).exists()
    ):
        return None
    if any(
        tidy(getattr(given, name)) != tidy(getattr(sent, name)) for name in ("title", "what", "when", "email")
    ):
        return None
    return sent if (given.answers, given.amount) == (sent.answers, sent.amount) else None


def _sent(request: HttpRequest, form: AskForm, draft: uuid.UUID) -> bool:
    """Keep the files, which need not be chosen again, and say whether the form can go."""
    valid = form.is_valid()
    if form.errors.get("bijnaam") or not _not_too_often(request, form):
        return False
    at = moment(request)
    actions.drop_files(draft, [int(key) for key in request.POST.getlist("drop") if key.isdecimal()])
    for name in [name for name in form.fields if name.startswith(FILES)]:

        def hold(file: UploadedFile[Any], criterion: str = name.removeprefix(FILES)) -> None:
            actions.hold_file(draft, file, file.name or "", criterion=criterion, at=at)

        files_in.take(form, name, hold)
    return valid and not form.errors


def _not_too_often(request: HttpRequest, form: AskForm) -> bool:
    allowed: bool = ratelimit.consume(request, action=OFTEN)
    email = str(form.cleaned_data.get("email") or "").lower()
    if allowed and email and not form.errors:
        allowed = ratelimit.consume(request, action=MAILED, key=email)
    if not allowed:
        form.add_error(
            None,
            _(
                "Er kwam in korte tijd veel binnen. Wacht een paar minuten en verstuur het dan opnieuw; "
                "wat u schreef staat er nog."
            ),
        )
    return allowed


def _draft(form: AskForm) -> uuid.UUID:
    """The number of this filled-in form; a new one where there is none yet, or not one of ours."""
    given = form["draft"].value()
    try:
        return given if isinstance(given, uuid.UUID) else uuid.UUID(str(given))
    except ValueError:
        made = uuid.uuid4()
        data: Any = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict, which copies to one that can change
        data["draft"] = str(made)
        form.data = data
        return made


def _chosen(
    request: HttpRequest, open_now: list[tuple[Framework, FrameworkVersion]]
) -> tuple[Framework, FrameworkVersion] | None:
    """The framework that a link names, else the first that takes requests."""
    named = request.GET.get("kader", "")
    return next((one for one in open_now if str(one[0].pk) == named), open_now[0] if open_now else None)


@never_cache
@login_not_required
def asked(request: HttpRequest, token: str) -> HttpResponse:
    """The number, who helps, and the link with which one follows it."""
    case = secret_links.find(Case.objects.select_related("contact", "framework"), token, SENT)
    if case is None:
        raise Http404
    context = {
        "case": case,
        "url": post.address(mail.follow_path(case)),
        "path": mail.follow_path(case),
        "term": term.of(case, moment(request)),
        "response": term.response(case, moment(request)),
    }
    return unlisted(render(request, "assessment/asked.html", context))
