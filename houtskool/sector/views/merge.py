"""Choosing the double of a thing, choosing what to keep, and merging."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.http import Request
from houtskool.accounts.roles import FACILITATES, for_roles
from houtskool.records.folding import fold
from houtskool.sector import merging
from houtskool.sector.filters import filter_form
from houtskool.sector.models import Noun
from houtskool.sector.nouns import NounPages
from houtskool.sector.views.finding import find
from houtskool.sector.views.things import trail
from houtskool.web.reference_date import moment

SHOWN = 25


@for_roles(FACILITATES, to=_("samenvoegen"))
def choose(request: Request, noun: NounPages, pk: int) -> HttpResponse:
    found = find(request, noun, pk)
    if found.merged_into is not None:
        return redirect(found.kept())
    others: Any = noun.rows()
    others = others.visible_to(request.user).current().exclude(pk=found.pk)
    asked = request.GET.get("q")
    # Before anything is asked: what looks alike, else everything.
    words = asked if asked is not None else _first_word(found.name)
    if asked is None and not others.search(words).exists():
        words = ""
    rows = others.search(words)
    context = {
        "noun": noun,
        "thing": found,
        "form": filter_form((), {"q": words}),
        "candidates": [
            (one, reverse(f"sector:{noun.key}-merge-with", args=[found.pk, one.pk])) for one in rows[:SHOWN]
        ],
        "trail": trail(noun, found),
    }
    return render(request, "sector/merge_choose.html", context)


def _first_word(name: str) -> str:
    """The first word that says something: doubles mostly differ in what follows it."""
    return next((word for word in name.split() if fold(word) not in {"de", "het", "stichting", "een"}), name)


@for_roles(FACILITATES, to=_("samenvoegen"))
def merge(request: Request, noun: NounPages, pk: int, other: int) -> HttpResponse:
    """`pk` goes up in `other`, which is kept."""
    dropped, into = find(request, noun, pk), find(request, noun, other)
    refusal = ""
    try:
        merging.refuse(dropped, into)
    except ValidationError as error:
        refusal = error.messages[0]
    form = _KeepForm(request.POST if request.method == "POST" else None, dropped=dropped, into=into)
    if not refusal and form.is_valid():
        try:
            merging.merge(dropped, into=into, keep=form.kept(), by=request.user, at=moment(request))
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            kept = noun.model._default_manager.get(pk=into.pk)
            words = gettext(
                "‘%(dropped)s’ (nummer %(dropped_pk)s) is opgegaan in ‘%(kept)s’ (nummer %(kept_pk)s)."
            ) % {"dropped": dropped, "dropped_pk": dropped.pk, "kept": kept, "kept_pk": kept.pk}
            messages.success(request, words)
            return redirect(kept)
    context = {
        "noun": noun,
        "dropped": dropped,
        "into": into,
        "refusal": refusal,
        "warning": merging.warning(dropped, into),
        "moving": merging.preview(dropped),
        "form": form,
        "swap": reverse(f"sector:{noun.key}-merge-with", args=[into.pk, dropped.pk]),
        "trail": trail(noun, dropped),
    }
    return render(request, "sector/merge.html", context)


class _KeepForm(forms.Form):
    """Per field that differs: the value of the kept one, or that of the other."""

    def __init__(self, data: Any, *, dropped: Noun, into: Noun) -> None:
        super().__init__(data)
        self.dropped, self.into = dropped, into
        for field in into._meta.concrete_fields:
            if not field.editable or field.primary_key:
                continue
            here, there = field.value_from_object(into), field.value_from_object(dropped)
            if here == there or there in (None, "", []):
                continue
            self.fields[field.name] = forms.ChoiceField(
                label=capfirst(str(field.verbose_name)),
                choices=[("into", _shown(into, field)), ("dropped", _shown(dropped, field))],
                widget=forms.RadioSelect,
                # An empty field is filled from the other, unless the reader says otherwise.
                initial="dropped" if here in (None, "", []) else "into",
            )

    def kept(self) -> dict[str, Any]:
        chosen = [name for name, whose in self.cleaned_data.items() if whose == "dropped"]
        return {name: getattr(self.dropped, name) for name in chosen}


def _shown(thing: Noun, field: models.Field[Any, Any]) -> str:
    value = getattr(thing, field.name)
    if value in (None, "", []):
        return gettext("(leeg laten)")
    if isinstance(field, models.BooleanField):
        return gettext("ja") if value else gettext("nee")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    shown = getattr(thing, f"get_{field.name}_display", None)
    return str(shown() if shown else value)
