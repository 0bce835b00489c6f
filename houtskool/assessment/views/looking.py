"""For anybody: a few questions, and which help of the city may fit. Nothing is kept."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from houtskool.assessment import answers
from houtskool.assessment.cases import intake
from houtskool.assessment.cases.question_fields import QUESTION, MoneyField, question_field
from houtskool.assessment.content import Content, read
from houtskool.assessment.eligibility import facts
from houtskool.assessment.eligibility.looking import Sorted, asks_amount, first_questions, look
from houtskool.assessment.models import Framework
from houtskool.web.reference_date import reference_date

SHOW = "toon"


class LookForm(forms.Form):
    """What a framework asks first, and the amount where a rule looks at it. Nothing is required."""

    nothing_required = True

    def __init__(self, *args: Any, content: Content, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in first_questions(content):
            self.fields[QUESTION + one["key"]] = question_field(one)
        if asks_amount(content):
            self.fields[facts.AMOUNT] = MoneyField(
                label=_("Om hoeveel geld gaat het ongeveer?"),
                required=False,
                help_text=_("In euro’s. Laat leeg als het niet om geld gaat, of als u het nog niet weet."),
            )

    def answered(self) -> dict[str, str]:
        """Key of a question → the answer as it is kept; what was not given or cannot be read is left out."""
        return {
            name.removeprefix(QUESTION): answers.kept(value)
            for name, value in self.cleaned_data.items()
            if name.startswith(QUESTION) and value not in (None, "")
        }


@never_cache
@require_safe
@login_not_required
def looking(request: HttpRequest) -> HttpResponse:
    day = reference_date(request)
    open_now = intake.open_on(day)
    if not open_now:
        return render(request, "assessment/looking_closed.html")
    named = request.GET.get("kader", "")
    framework, version = next((one for one in open_now if str(one[0].pk) == named), open_now[0])
    content = read(version.content)
    form = LookForm(request.GET if SHOW in request.GET else None, content=content)
    found, carried = None, ""
    if form.is_bound:
        form.is_valid()
        amount = form.cleaned_data.get(facts.AMOUNT)
        found = look(content, form.answered(), amount=amount, day=day)
        carried = _carried(form, framework)
    context = {
        "form": form,
        "framework": framework,
        "others": [one for one, _version in open_now if one != framework],
        "version": version,
        "found": found,
        "figures": _figures(found) if found else [],
        "ask": f"{reverse('assessment:ask')}?{carried or urlencode({'kader': framework.pk})}",
        "day": day,
    }
    return render(request, "assessment/looking.html", context)


def _figures(found: Sorted) -> list[dict[str, Any]]:
    """How many kinds of help may fit and how many do not, each with the way to them."""
    counted = [
        (found.fits, _("kan passen"), "#past"),
        (found.perhaps, _("past misschien"), "#misschien"),
        (found.to_answer, _("wacht op een antwoord van u"), "#onbekend"),
        (found.buyers, _("loopt via inkoop"), "#inkoop"),
        (found.not_possible, _("past niet"), "#niet"),
    ]
    return [{"value": len(kinds), "label": label, "url": url} for kinds, label, url in counted if kinds]


def _carried(form: LookForm, framework: Framework) -> str:
    """The answers for the address of the form, so that nobody types them twice."""
    given = {QUESTION + key: text for key, text in form.answered().items()}
    amount = form.cleaned_data.get(facts.AMOUNT)
    if amount is not None:
        given[facts.AMOUNT] = answers.plain(amount)
    return urlencode({"kader": framework.pk, **given})
