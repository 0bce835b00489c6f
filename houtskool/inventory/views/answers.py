"""The page on which contributions are answered, one or many at once, and on which an answer is taken back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from houtskool.accounts.http import Request
from houtskool.accounts.roles import for_roles
from houtskool.inventory import consent, undoing
from houtskool.inventory.actions import answers
from houtskool.inventory.consent import CODES
from houtskool.inventory.models import Contribution
from houtskool.inventory.views.bulk import chosen_rows, safe_next
from houtskool.web.reference_date import moment

_SALT = "inventory.answer"
SHOWN = 20


class AnswerForm(forms.Form):
    use_required_attribute = False  # a field that nobody filled in yet is no mistake

    outcome = forms.ChoiceField(
        label=gettext_lazy("Wat doet u ermee?"),
        choices=Contribution.Outcome.choices,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Waarom?"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=5000,
        help_text=gettext_lazy("Schrijf aan wie het inbracht: kort, gewoon Nederlands, met de reden."),
    )
    # Which answers stood there when the page was opened: who answers meanwhile is not overwritten unseen.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class TakeBackForm(forms.Form):
    use_required_attribute = False

    why = forms.CharField(
        label=gettext_lazy("Waarom neemt u het antwoord terug?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=gettext_lazy("Wie het inbracht, leest dit op de eigen pagina."),
    )


@for_roles(CODES, to=gettext_lazy("inbreng beantwoorden"))
def answer(request: Request) -> HttpResponse:
    """The chosen contributions with one answer for all; `?inbreng=1&inbreng=2` names them."""
    rows = _chosen(request)
    standing = [row for row in rows if row.merged_into_id is None]
    form = AnswerForm(request.POST or None, initial=_initial(standing))
    if form.is_valid() and _nobody_meanwhile(form, standing):
        before = [Contribution(pk=row.pk, outcome=row.outcome, answer=row.answer) for row in standing]
        try:
            outcome, reason = form.cleaned_data["outcome"], form.cleaned_data["reason"]
            changed = answers.answer(
                standing, outcome=outcome, reason=reason, by=request.user, at=moment(request)
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            what = ngettext(
                "%(number)s stuk inbreng beantwoord.", "%(number)s stukken inbreng beantwoord.", len(changed)
            ) % {"number": len(changed)}
            keys = {row.pk for row in changed}
            undoing.answered(request.session, what, [one for one in before if one.pk in keys])
            messages.success(request, what)
            return HttpResponseRedirect(safe_next(request, request.GET.get("next", "")))
    return render(request, "inventory/answer.html", _context(request, rows, standing, form))


@for_roles(CODES, to=gettext_lazy("een antwoord terugnemen"))
def take_back(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(Contribution.objects.visible_to(request.user), pk=pk)
    if row.answered_at is None:
        messages.info(request, _("Deze inbreng heeft geen antwoord."))
        return redirect(row)
    form = TakeBackForm(request.POST or None)
    if form.is_valid():
        before = Contribution(pk=row.pk, outcome=row.outcome, answer=row.answer)
        try:
            answers.take_back([row], why=form.cleaned_data["why"], by=request.user, at=moment(request))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            what = _("Het antwoord is teruggenomen.")
            undoing.answered(request.session, what, [before])
            messages.success(request, what)
            return redirect(row)
    return render(request, "inventory/take_back.html", {"row": row, "form": form, "trail": trail_of(row)})


def trail_of(row: Contribution) -> list[tuple[str, str]]:
    return [(_("Inbreng"), reverse("inventory:contributions")), (str(row), row.get_absolute_url())]


def _chosen(request: Request) -> list[Contribution]:
    try:
        rows = chosen_rows(request, request.GET)
    except ValidationError:  # more than the list let through
        rows = []
    if not rows:
        raise Http404
    return rows


def _initial(standing: list[Contribution]) -> dict[str, str]:
    """One answer that all of them have already is there to be changed."""
    have = {(row.outcome, row.answer) for row in standing}
    outcome, reason = have.pop() if len(have) == 1 else ("", "")
    return {"outcome": outcome, "reason": reason, "seen": _seen(standing)}


def _seen(standing: list[Contribution]) -> str:
    return signing.dumps([[row.pk, row.outcome, row.answer] for row in standing], salt=_SALT, compress=True)


def _nobody_meanwhile(form: AnswerForm, standing: list[Contribution]) -> bool:
    """Whether the answers are still those that this reader saw; otherwise the form says whose came in."""
    try:
        seen = {
            pk: (outcome, reason)
            for pk, outcome, reason in signing.loads(form.cleaned_data["seen"], salt=_SALT)
        }
    except signing.BadSignature:
        seen = {}
    others = [row for row in standing if seen.get(row.pk) != (row.outcome, row.answer)]
    if not others:
        return True
    first = others[0]
    form.add_error(
        None,
        _(
            "Inbreng %(number)s is intussen beantwoord door %(who)s: ‘%(answer)s’. "
            "Bewaar opnieuw om dat te vervangen."
        )
        % {"number": first.pk, "who": first.answered_by or _("iemand anders"), "answer": first.answer[:200]},
    )
    # What goes back with the form is what stands there by now.
    data = QueryDict(mutable=True)
    data.update({**form.cleaned_data, "seen": _seen(standing)})
    form.data = data
    return False


def _context(
    request: Request, rows: list[Contribution], standing: list[Contribution], form: AnswerForm
) -> dict[str, Any]:
    to = consent.audience(request.user)
    return {
        "form": form,
        "number": len(standing),
        "merged": [row for row in rows if row.merged_into_id is not None],
        "answered": sum(row.answered_at is not None for row in standing),
        "pieces": [
            {
                "row": row,
                "words": consent.words(row, to),
                "title": consent.title(row, to),
                "said_by": consent.said_by(row, to),
            }
            for row in standing[:SHOWN]
        ],
        "more": max(0, len(standing) - SHOWN),
        "back": safe_next(request, request.GET.get("next", "")),
        "trail": [(_("Inbreng"), reverse("inventory:contributions"))],
    }
