"""What stands in a spreadsheet of contributions, and how a row is recognised.

Words, titles, names and own columns are written as `consent` lets this audience read them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.models import User
from houtskool.inventory import consent
from houtskool.inventory.actions.contributions import one_line
from houtskool.inventory.actions.states import settle_state
from houtskool.inventory.consent import Audience
from houtskool.inventory.keeping import Keeper
from houtskool.inventory.models import Coding, Contribution
from houtskool.inventory.models.contributions import ContributionQuerySet
from houtskool.process import columns as process_columns
from houtskool.process.models import Process
from houtskool.records import cells
from houtskool.records.cells import Column, Lookup
from houtskool.records.folding import fold, tidy
from houtskool.records.importing import Choice, Key, Kind
from houtskool.records.models import ImportBatch, JournalEntry
from houtskool.sector.models import StakeholderGroup

NAME = "contributions"
_NOT_READ = "staat in de uitvoer; wordt niet ingelezen"


def with_all(rows: ContributionQuerySet) -> ContributionQuerySet:
    return rows.select_related(
        "process", "gathering", "table__gathering", "group", "contributor__contact"
    ).prefetch_related("codings__theme")


def columns(to: Audience = Audience.INSIDE) -> list[Column]:
    return [
        _text(
            "external_id", "Eigen nummer", _if_readable("external_id", to), "nummer", "kenmerk", "extern id"
        ),
        process_columns.process(),
        _text("title", "Titel", lambda row: consent.title(row, to), "onderwerp", "kop"),
        _text(
            *("words", "Woorden", lambda row: consent.words(row, to)),
            *("tekst", "inbreng", "omschrijving", "bijdrage", "reactie", "opmerking", "voorstel"),
            lines=True,
        ),
        cells.choice("kind", "Soort", Contribution.Kind.choices, "type"),
        cells.link("group", "Groep", Lookup("groep", StakeholderGroup.objects.all), "doelgroep", "namens"),
        _themes(),
        _text("gathering", "Bijeenkomst", lambda row: str(row.gathering or ""), "sessie", "gesprek"),
        _text("table", "Tafel", lambda row: str(row.table or "")),
        _text("place", "Vindplaats", _if_readable("place", to), "bladzijde", "pagina"),
        cells.day("said_on", "Gezegd op", "datum", "dag"),
        _text(
            "contributor",
            "Naam inbrenger",
            lambda row: _of_contributor(row, "name", to),
            "inbrenger",
            "afzender",
        ),
        _text(
            *("email", "E-mailadres inbrenger", lambda row: _of_contributor(row, "email", to)),
            *("e-mailadres", "e-mail", "email", "mail"),
        ),
        _text("pseudonym", "Schuilnaam", lambda row: consent.pseudonym(row, to)),
        cells.choice("consent", "Toestemming", Contribution.Consent.choices),
        cells.choice("outcome", "Wat we ermee doen", Contribution.Outcome.choices),
        _text("answer", "Antwoord", lambda row: row.answer, "reden", lines=True),
        _told("state", "Stand", lambda row: str(row.get_state_display())),
        _told("at", "Ontvangen", lambda row: f"{timezone.localtime(row.at):%d-%m-%Y %H:%M}"),
    ]


def _text(name: str, title: str, value: Callable[[Any], str], *aliases: str, lines: bool = False) -> Column:
    return Column(
        name,
        title,
        "tekst, mag uit meer regels bestaan" if lines else "tekst",
        value=value,
        write=str,
        read=lambda cell: tidy(cell, lines=True) if lines else one_line(cell),
        aliases=aliases,
    )


def _told(name: str, title: str, value: Callable[[Any], str]) -> Column:
    return Column(name, title, _NOT_READ, value=value, write=str, read=str)


def _if_readable(name: str, to: Audience) -> Callable[[Any], str]:
    return lambda row: getattr(row, name) if consent.may_read(row, to) else ""


def _of_contributor(row: Contribution, name: str, to: Audience) -> str:
    """The name or address that this person gave; of a contact of ours the contact's."""
    contributor = row.contributor
    if contributor is None or not consent.may_name(row, to):
        return ""
    if name == "email" and to is not Audience.INSIDE:
        return ""
    return str(getattr(contributor.contact or contributor, name))


def _themes() -> Column:
    def named(row: Contribution) -> list[str]:
        return sorted({coding.theme.name for coding in row.codings.all()}, key=fold)

    return Column(
        "themes",
        "Thema’s",
        "namen van een thema, gescheiden door een puntkomma",
        value=named,
        write=cells.join,
        read=lambda cell: sorted(dict.fromkeys(cells.split(cell)), key=fold),
        aliases=("thema", "themas", "categorie", "onderwerpen"),
    )


def kind_for(
    to: Audience = Audience.INSIDE, *, process: Process | None = None, new_themes: bool = False
) -> Kind:
    """The kind of spreadsheet for who reads as `to`; rows without a process go to `process`.

    Themes that do not exist refuse their row, or are added with `new_themes`.
    """
    keeper = Keeper(process=process, new_themes=new_themes)

    def fresh_columns() -> Sequence[Column]:
        keeper.begin()
        return columns(to)

    def rows() -> ContributionQuerySet:
        return with_all(Contribution.objects.all())

    def save(
        thing: Any, values: Mapping[str, Any], *, by: User | None, at: datetime, batch: ImportBatch | None
    ) -> Contribution:
        (kept,) = keeper.keep([(thing, values)], by=by, at=at, batch=batch)
        if isinstance(kept, ValidationError):
            raise kept
        return kept

    return Kind(
        name=NAME,
        title=_("inbreng"),
        singular=_("inbreng"),
        model=Contribution,
        columns=fresh_columns,
        rows=rows,
        keys=(
            Key(
                "eigen nummer",
                lambda thing: _numbered(thing.process_id, thing.external_id),
                lambda values: _numbered(keeper.process_of(values), values.get("external_id", "")),
                among=lambda words: models.Q(external_id__in=[word.split(" ", 1)[1] for word in words]),
            ),
        ),
        save=save,
        save_many=keeper.keep,
        own="own_columns",
        own_of=lambda row: consent.own_columns(row, to),
        warns=keeper.warnings,
        choices=_CHOICES,
        chosen=lambda answers: _chosen(answers, to),
        undone=_undone,
        page=lambda batch: f"{reverse('inventory:contributions')}?batch={batch.pk}",
    )


def _undone(batch: ImportBatch) -> None:
    """A contribution that lost the themes of the import stands where it stood before."""
    entries = JournalEntry.objects.filter(batch_id=batch.pk)
    codings = entries.filter(object_type=Coding._meta.label_lower).values_list("changes", flat=True)
    touched = {changes["contribution"][1] for changes in codings.iterator() if "contribution" in changes}
    settle_state(Contribution.objects.filter(pk__in=touched))


def _processes() -> list[tuple[str, str]]:
    return [(str(key), title) for key, title in Process.objects.order_by("-pk").values_list("pk", "title")]


_CHOICES = (
    Choice(
        "process",
        _("Bij welk proces hoort deze inbreng?"),
        _("Een kolom ‘Proces’ in het bestand gaat voor."),
        _processes,
    ),
    Choice(
        "themes",
        _("Thema’s die er nog niet zijn"),
        _("Een thema dat u liever anders noemt, kunt u later samenvoegen."),
        lambda: [("refuse", str(_("weiger de rij"))), ("add", str(_("voeg het thema toe")))],
    ),
)


def _chosen(answers: Mapping[str, str], to: Audience) -> Kind:
    number = answers.get("process", "")
    process = Process.objects.filter(pk=number).first() if number.isdecimal() else None
    return kind_for(to, process=process, new_themes=answers.get("themes") == "add")


def _numbered(process: int | None, number: str) -> str:
    return f"{process} {number}" if process and number else ""
