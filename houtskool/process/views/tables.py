"""The tables of a gathering: add, change, take away, and print a card for each."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import ProtectedError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from houtskool.accounts.http import Request
from houtskool.accounts.roles import FACILITATES, for_roles
from houtskool.process import actions, gatherings, pages_above
from houtskool.process.models import Table
from houtskool.process.views.gatherings import find, trail
from houtskool.web.reference_date import moment


class TableForm(forms.ModelForm[Table]):
    class Meta:
        model = Table
        fields = ("name", "theme", "host")
        help_texts = {
            "name": gettext_lazy("Wat er op de kaart staat: “Tafel 1: inkoop”."),
            "theme": gettext_lazy("Waarover het hier gaat; zo ziet u wie over welk thema gehoord is."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theme = self.fields["theme"]
        assert isinstance(theme, forms.ModelChoiceField)
        assert theme.queryset is not None
        theme.queryset = theme.queryset.filter(merged_into=None)
        theme.empty_label = str(_("nog niet bekend"))


def find_table(request: Request, pk: int) -> Table:
    tables = Table.objects.visible_to(request.user).select_related("gathering__process", "theme")
    return get_object_or_404(tables, pk=pk)


@for_roles(FACILITATES, to=gettext_lazy("een tafel toevoegen"))
def add_table(request: Request, pk: int) -> HttpResponse:
    gathering = find(request, pk)
    form = TableForm(request.POST or None, instance=Table(gathering=gathering))
    if form.is_valid():
        table = gatherings.add_table(form.save(commit=False), by=request.user, at=moment(request))
        messages.success(request, _("“%(table)s” is toegevoegd.") % {"table": table})
        return redirect(table)
    context = {"gathering": gathering, "form": form, "trail": trail(gathering)}
    return render(request, "process/table_form.html", context | {"title": _("Voeg een tafel toe")})


@for_roles(FACILITATES, to=gettext_lazy("een tafel wijzigen"))
def change_table(request: Request, pk: int) -> HttpResponse:
    table = find_table(request, pk)
    form = TableForm(request.POST or None, instance=table)
    if form.is_valid():
        gatherings.change_table(form.save(commit=False), by=request.user, at=moment(request))
        messages.success(request, _("“%(table)s” is bewaard.") % {"table": table})
        return redirect(table)
    context = {"gathering": table.gathering, "table": table, "form": form, "trail": trail(table.gathering)}
    return render(request, "process/table_form.html", context | {"title": _("Wijzig deze tafel")})


@for_roles(FACILITATES, to=gettext_lazy("een tafel weghalen"))
def remove_table(request: Request, pk: int) -> HttpResponse:
    table = find_table(request, pk)
    if request.method == "POST":
        try:
            actions.remove(table, by=request.user, at=moment(request))
        except ProtectedError:
            refusal = _("“%(table)s” kan niet weg: er is inbreng van deze tafel. Wijzig haar liever.")
            messages.error(request, refusal % {"table": table})
        else:
            messages.success(request, _("“%(table)s” is weggehaald.") % {"table": table})
        return redirect(table.gathering)
    context = {
        "table": table,
        "question": _("Wilt u “%(table)s” weghalen?") % {"table": table},
        "trail": trail(table.gathering),
    }
    return render(request, "process/remove_table.html", context)


@require_POST
@for_roles(FACILITATES, to=gettext_lazy("de link van een tafel vernieuwen"))
def renew_table(request: Request, pk: int) -> HttpResponse:
    table = find_table(request, pk)
    gatherings.renew_links(table, by=request.user, at=moment(request))
    messages.success(
        request,
        _("“%(table)s” heeft een nieuwe link en code. Wat eerder is uitgeprint, werkt niet meer.")
        % {"table": table},
    )
    return redirect(table)


@for_roles(FACILITATES, to=gettext_lazy("tafelkaarten printen"))
def table_cards(request: Request, pk: int) -> HttpResponse:
    """A card per table for the A4 printer: for the note-taker, and for who sits there."""
    gathering = find(request, pk)
    cards = [
        {
            "table": table,
            "notes": pages_above.of_table(pages_above.NOTES, table),
            "follow": pages_above.of_table(pages_above.FOLLOW, table),
        }
        for table in gathering.tables.select_related("theme")
    ]
    context = {"gathering": gathering, "cards": cards, "trail": trail(gathering)}
    return render(request, "process/table_cards.html", context)
