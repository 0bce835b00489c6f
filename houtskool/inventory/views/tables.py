"""What became of what was said at a table, for whoever sat there and has the code of its card."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from houtskool.inventory import consent, guessing, trail
from houtskool.inventory.models import Contribution
from houtskool.process.models import Table
from houtskool.web.open_doors import unlisted


class CodeForm(forms.Form):
    use_required_attribute = False

    code = forms.CharField(
        label=gettext_lazy("Code van uw tafel"),
        max_length=20,
        help_text=gettext_lazy("Acht letters en cijfers op het kaartje, bijvoorbeeld K7QF 2M9R."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_code(self) -> str:
        code = tidy_code(self.cleaned_data["code"])
        if len(code) != 8:
            raise ValidationError(
                _("Een code heeft 8 letters en cijfers; hier staan er %(number)s.") % {"number": len(code)}
            )
        return code


def tidy_code(words: str) -> str:
    return "".join(letter for letter in words.upper() if letter.isalnum())


@never_cache
@login_not_required
def code(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        return redirect("inventory:table", form.cleaned_data["code"])
    return unlisted(render(request, "inventory/own/code.html", {"form": form}))


@never_cache
@login_not_required
def table(request: HttpRequest, code: str) -> HttpResponse:
    if guessing.must_wait(request):
        return unlisted(
            render(request, "inventory/own/code.html", {"wait": True, "form": CodeForm()}, status=429)
        )
    tables = Table.objects.select_related("gathering__process__facilitator", "theme")
    found = tables.filter(code=tidy_code(code)).first()
    if found is None:
        guessing.note_wrong(request)
        form = CodeForm({"code": code})
        if form.is_valid():
            form.add_error("code", _("Deze code kennen wij niet. Kijk nog eens op het kaartje."))
        return unlisted(render(request, "inventory/own/code.html", {"form": form}, status=404))
    return unlisted(render(request, "inventory/own/table.html", _context(found)))


def _context(found: Table) -> dict[str, Any]:
    """What was said there, as far as it may be told; the rest is counted only."""
    outside = consent.Audience.OUTSIDE
    rows = list(trail.with_places(Contribution.objects.filter(table=found)).order_by("pk"))
    shown = [row for row in rows if consent.may_read(row, outside)]
    steps = trail.of(shown)
    counted = [row for row in rows if row not in shown]
    return {
        "table": found,
        "gathering": found.gathering,
        "process": found.gathering.process,
        "facilitator": found.gathering.process.facilitator,
        "pieces": [
            {
                "row": row,
                "title": consent.title(row, outside),
                "words": consent.words(row, outside),
                "said_by": consent.said_by(row, outside),
                "steps": [step for step in steps[row.pk] if not step.private],
                "waiting": not any(step.key.startswith("answer:") for step in steps[row.pk]),
            }
            for row in shown
        ],
        "counted": len(counted),
        "counted_answered": sum(row.state == Contribution.State.ANSWERED for row in counted),
        "any": bool(rows),
    }
