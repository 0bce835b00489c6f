"""One thing of the sector: its page, and adding, changing and removing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

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
from houtskool.accounts.roles import FACILITATES, STAFF, for_roles
from houtskool.records.history import history
from houtskool.records.links import Link, depending_on, in_words
from houtskool.sector import actions, panels
from houtskool.sector.goals import SUSTAINABLE_GOALS
from houtskool.sector.models import EntryLink, Noun, Organisation
from houtskool.sector.nouns import NounPages
from houtskool.sector.views.finding import Trail, find, may_write
from houtskool.web.language import Text
from houtskool.web.reference_date import moment, reference_date

SHOWN = 20


@dataclass(frozen=True)
class Fact:
    """A line beside the page: its values, each a text with perhaps an address."""

    label: str
    values: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Section:
    """Things that point at this one: the first of them, and how many there are."""

    title: Text
    things: list[Noun]
    number: int


def thing(request: Request, noun: NounPages, pk: int) -> HttpResponse:
    found = find(request, noun, pk)
    if found.merged_into is not None:
        return redirect(found.kept())
    facts, sections = _facts(found, noun), _sections(found, noun, request)
    context: dict[str, Any] = {
        "noun": noun,
        "thing": found,
        "facts": [fact for fact in facts if fact.values],
        "unknown": [fact.label for fact in facts if not fact.values],
        "sections": [section for section in sections if section.things],
        "empty": [section.title for section in sections if not section.things],
        "panels": panels.for_thing(found, request.user),
        "shows_history": request.user.holds(*STAFF),
        "history": history(found, request.user),
        "trail": trail(noun),
        "urls": {
            page: reverse(f"sector:{noun.key}-{page}", args=[pk]) for page in ("change", "merge", "remove")
        },
        "may_write": may_write(request),
    }
    if isinstance(found, Organisation):
        day = reference_date(request)
        context["recognitions"] = [(one, one.is_valid(day)) for one in found.recognitions.all()]
        context["entry_links"] = [
            (link, link.is_open(moment(request)))
            for link in EntryLink.objects.visible_to(request.user).filter(organisation=found)[:5]
        ]
    return render(request, "sector/thing.html", context)


def trail(noun: NounPages, thing: Noun | None = None) -> Trail:
    up = [
        (gettext("Sector"), reverse("sector:overview")),
        (capfirst(noun.plural), reverse(f"sector:{noun.list_key}")),
    ]
    return [*up, (str(thing), thing.get_absolute_url())] if thing else up


def _facts(found: Noun, noun: NounPages) -> list[Fact]:
    return [
        Fact(capfirst(str(field.verbose_name)), _values(found, field))
        for field in (found._meta.get_field(name) for name in noun.facts)
        if isinstance(field, models.Field)
    ]


def _values(found: Noun, field: models.Field[Any, Any]) -> list[tuple[str, str]]:
    value = getattr(found, field.name)
    if isinstance(field, models.ManyToManyField):
        return [(str(one), one.get_absolute_url()) for one in value.all()]
    if value in (None, "", []):
        return []
    if isinstance(field, models.ForeignKey):
        return [(str(value), value.get_absolute_url())]
    if isinstance(field, models.URLField):
        return [(value.removeprefix("https://").removeprefix("www.").rstrip("/"), value)]
    if isinstance(field, models.EmailField):
        return [(value, f"mailto:{value}")]
    if isinstance(field, models.BooleanField):
        return [(gettext("ja") if value else gettext("nee"), "")]
    if isinstance(field, models.DateField):
        return [(f"{value:%d-%m-%Y}", "")]
    if field.name == "sdgs":
        return [(f"{number}. {SUSTAINABLE_GOALS[number]}", "") for number in value]
    if isinstance(value, list):
        return [(str(one), "") for one in value]
    shown = getattr(found, f"get_{field.name}_display", None)
    return [(str(shown() if shown else value), "")]


def _sections(found: Noun, noun: NounPages, request: Request) -> list[Section]:
    sections = []
    for accessor, title in noun.links:
        manager: Any = getattr(found, accessor)
        if manager.all().visible_to(request.user).query.is_empty():
            continue  # closed to this user: not shown, not even as empty
        rows = manager.all().visible_to(request.user).current()
        first = list(rows[: SHOWN + 1])
        number = len(first) if len(first) <= SHOWN else rows.count()
        sections.append(Section(title, first[:SHOWN], number))
    return sections


@for_roles(FACILITATES, to=_("iets aan de sector toevoegen"))
def add(request: Request, noun: NounPages) -> HttpResponse:
    form = noun.form(request.POST or None, initial=_initial(request, noun))
    if form.is_valid():
        try:
            added = actions.add(
                form.save(commit=False), by=request.user, at=moment(request), links=form.links()
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, gettext("‘%(added)s’ is toegevoegd.") % {"added": added})
            return redirect(added)
    context = {"noun": noun, "form": form, "trail": trail(noun), "back": reverse(f"sector:{noun.list_key}")}
    return render(request, "sector/edit.html", context)


def _initial(request: Request, noun: NounPages) -> dict[str, str]:
    """A link such as `?organisation=12` fills a field beforehand; anything else is left out."""
    links = {field.name for field in noun.model._meta.concrete_fields if field.is_relation}
    return {name: request.GET[name] for name in links if request.GET.get(name, "").isdecimal()}


@for_roles(FACILITATES, to=_("de sector wijzigen"))
def change(request: Request, noun: NounPages, pk: int) -> HttpResponse:
    found = find(request, noun, pk)
    if found.merged_into is not None:
        return redirect(found.kept())
    name = str(found)
    form = noun.form(request.POST or None, instance=found)
    if form.is_valid():
        try:
            actions.change(
                form.save(commit=False),
                by=request.user,
                at=moment(request),
                links=form.links(),
                opened=form.cleaned_data["opened"],
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, gettext("‘%(found)s’ is bewaard.") % {"found": found})
            return redirect(found)
    context = {
        "noun": noun,
        "form": form,
        "thing": found,
        "name": name,
        "back": found.get_absolute_url(),
        "trail": [*trail(noun), (name, found.get_absolute_url())],
    }
    return render(request, "sector/edit.html", context)


@for_roles(FACILITATES, to=_("iets uit de sector verwijderen"))
def remove(request: Request, noun: NounPages, pk: int) -> HttpResponse:
    found = find(request, noun, pk)
    if request.method == "POST":
        try:
            actions.remove(found, by=request.user, at=moment(request))
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
            return redirect(found)
        messages.success(request, gettext("‘%(found)s’ is verwijderd.") % {"found": found})
        return redirect(f"sector:{noun.list_key}")
    holding = depending_on(found)
    context = {
        "noun": noun,
        "thing": found,
        "holding": holding,
        "reason": _reason(holding),
        "merge": reverse(f"sector:{noun.key}-merge", args=[pk]),
        "question": gettext("Wilt u ‘%(found)s’ verwijderen?") % {"found": found},
        "button": gettext("Verwijder %(the)s") % {"the": noun.the},
        "trail": trail(noun, found),
    }
    return render(request, "sector/remove.html", context)


def _reason(holding: Sequence[tuple[Link, int]]) -> str:
    """Why the thing cannot go; the page puts the other way out behind it."""
    if not holding:
        return ""
    return gettext("%(links)s. Haal die verbindingen eerst weg, of") % {"links": in_words(holding)}


@for_roles(FACILITATES, to=_("organisaties nakijken"))
def confirm(request: Request, noun: NounPages, pk: int) -> HttpResponse:
    found = find(request, noun, pk)
    if request.method == "POST":
        actions.confirm(found, by=request.user, at=moment(request))
        messages.success(request, gettext("‘%(found)s’ is nagekeken.") % {"found": found})
    return redirect(found)
