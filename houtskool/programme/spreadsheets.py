"""What stands in a spreadsheet of measures, and how a row is recognised; what goes out can come in again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from houtskool.accounts.models import User
from houtskool.process import columns as process_columns
from houtskool.process.models import Process
from houtskool.programme import columns as own
from houtskool.programme import part_columns
from houtskool.programme.keeping import Keeper
from houtskool.programme.models import Measure
from houtskool.records import cells
from houtskool.records.cells import Column, Lookup
from houtskool.records.folding import fold
from houtskool.records.importing import Choice, Key, Kind
from houtskool.records.models import ImportBatch
from houtskool.sector.models import Department, Domain, Organisation, Theme

NAME = "measures"
# What municipalities call a state or a kind, besides our own words.
_STATES = {
    "niet gestart": "not-begun", "nog niet gestart": "not-begun", "gepland": "not-begun", "open": "not-begun",
    "in uitvoering": "running", "lopend": "running", "gestart": "running", "op schema": "running",
    "in voorbereiding": "running", "bezig": "running", "gerealiseerd": "done", "afgerond": "done",
    "uitgevoerd": "done", "gereed": "done", "voltooid": "done", "afgedaan": "done",
    "vervallen": "stopped", "gestaakt": "stopped", "ingetrokken": "stopped",
}  # fmt: skip
_KINDS = {"actie": "activity", "samenwerkingsafspraak": "agreement"}


def with_all(rows: models.QuerySet[Measure]) -> models.QuerySet[Measure]:
    return rows.select_related(
        "process", "action_line", "department", "counterpart", "owner", "goal", "part_of"
    ).prefetch_related("partners", "themes", "domains", "depends_on", "milestones", "budget_lines")


def columns(find_theme: Callable[[str], str]) -> list[Column]:
    organisation = Lookup("organisatie", Organisation.objects.all)
    department, domain = (
        Lookup("afdeling", Department.objects.all),
        Lookup("beleidsdomein", Domain.objects.all),
    )
    kinds, states = Measure.Kind.choices, Measure.State.choices
    return [
        cells.text("external_id", "Eigen nummer", "kenmerk", "extern id", "id-nummer"),
        process_columns.process(),
        own.synonyms("kind", "Soort", kinds, _KINDS, "type", empty=Measure.Kind.MEASURE),
        cells.text("number", "Nummer", "nr", "volgnummer"),
        cells.text(
            "title", "Titel", "maatregel", "afspraak", "actie", "onderwerp", "naam",
            required=True, holds="tekst; altijd nodig",
        ),
        cells.text("text", "Omschrijving", "toelichting", "beschrijving", "inhoud", lines=True),
        cells.text("result", "Resultaat", "beoogd resultaat", "doelstelling", "klaar als", lines=True),
        own.action_line("action_line", "Actielijn", "programmalijn", "hoofdstuk", "pijler", "spoor"),
        own.owner("owner_words", "Trekker", "verantwoordelijke", "eigenaar", "uitvoerder"),
        own.words(
            "goal", "Doel", "een doel van het proces, in dezelfde woorden", lambda row: str(row.goal or "")
        ),
        own.words(
            "part_of", "Onderdeel van", "de naam van een maatregel van hetzelfde proces",
            lambda row: str(row.part_of or ""), "hoofdmaatregel",
        ),
        own.waits_for(),
        own.weight(),
        own.words(
            "started_ahead", "Waarom vooruitlopend",
            "waarom het al begon voor de vaststelling; leeg: het begon nog niet",
            lambda row: row.started_ahead_because if row.started_ahead else "", "vooruitlopend gestart",
        ),
        cells.text("portfolio_holder", "Portefeuillehouder", "wethouder", "bestuurder"),
        cells.link("department", "Afdeling", department, "dienst"),
        cells.link("counterpart", "Afspraak met", organisation, "afspraakpartner"),
        cells.day("city_signed_on", "Gemeente akkoord op"),
        cells.day("counterpart_signed_on", "Partner akkoord op"),
        cells.text("counterpart_signed_by", "Wie zei ja namens de partner"),
        cells.links("partners", "Partners", organisation, "samen met"),
        own.themes("themes", "Thema’s", find_theme, "thema", "themas", "categorie"),
        cells.links("domains", "Beleidsdomeinen", domain, "domein", "beleidsveld"),
        own.period("planned", "Termijn", "planning", "periode", "einddatum", "deadline", "gereed"),
        own.period("real", "Werkelijk", "gerealiseerd op"),
        own.synonyms(
            "state", "Stand", states, _STATES, "status", "stand van zaken", "voortgang",
            empty=Measure.State.UNKNOWN,
        ),
        cells.text("state_words", "Toelichting op de stand", "stand toelichting", lines=True),
        own.percentage("progress", "Voortgang in procenten", "percentage"),
        part_columns.milestones(),
        part_columns.money(),
    ]  # fmt: skip


def kind(process: Process | None = None, *, new_themes: bool = False) -> Kind:
    """Rows without a process go to `process`; themes that do not exist refuse their row, or are added."""

    def where(values: Mapping[str, Any]) -> Process | None:
        if given := values.get("process") or process:
            return given
        some = list(Process.objects.all()[:2])
        return some[0] if len(some) == 1 else None

    def save(
        thing: Any, values: Mapping[str, Any], *, by: User | None, at: datetime, batch: ImportBatch | None
    ) -> Measure:
        return Keeper(where(values), by, at, batch).keep(thing, values)

    def key(values: Mapping[str, Any]) -> str:
        number, home = values.get("external_id"), where(values)
        return f"{home.pk} {fold(number)}" if number and home else ""

    return Kind(
        name=NAME,
        title="maatregelen",
        singular="maatregel",
        model=Measure,
        columns=lambda: columns(_theme_finder(new_themes)),
        rows=lambda: with_all(Measure.objects.all()),
        keys=(
            Key(
                "eigen nummer",
                lambda row: f"{row.process_id} {fold(row.external_id)}" if row.external_id else "",
                key,
            ),
        ),
        save=save,
        own="own_columns",
        choices=_CHOICES,
        chosen=_chosen,
        # A row takes about 11 ms (docs/decisions/programme.md): nobody waits much longer than a second.
        at_once=100,
        page=_page,
    )


def _page(batch: ImportBatch) -> str:
    """The programme to which the rows went; with more than one, the list of them."""
    chosen = str(batch.choices.get("process", ""))
    return reverse("programme:programme", args=[chosen]) if chosen.isdecimal() else reverse("programme:home")


def _theme_finder(may_be_new: bool) -> Callable[[str], str]:
    """Finds the name of a theme as it is kept; what is found once is not asked again in the same run."""
    known: dict[str, str] = {}

    def find(name: str) -> str:
        if fold(name) in known:
            return known[fold(name)]
        if (found := Theme.objects.all().find(name)) is not None:
            return known.setdefault(fold(name), str(found))
        if may_be_new:
            return name
        raise ValidationError(
            _(
                "Er is geen thema ‘%(theme)s’. Verbeter de naam, voeg het thema toe, of kies bij het "
                "inlezen dat nieuwe thema’s erbij komen."
            )
            % {"theme": name}
        )

    return find


def _processes() -> list[tuple[str, str]]:
    return [(str(pk), title) for pk, title in Process.objects.order_by("-pk").values_list("pk", "title")]


_CHOICES = (
    Choice(
        "process",
        gettext_lazy("Bij welk proces horen deze maatregelen?"),
        gettext_lazy("Een kolom ‘Proces’ in het bestand gaat voor."),
        _processes,
    ),
    Choice(
        "themes",
        gettext_lazy("Thema’s die er nog niet zijn"),
        gettext_lazy("Een thema dat u liever anders noemt, kunt u later samenvoegen."),
        lambda: [("refuse", _("weiger de rij")), ("add", _("voeg het thema toe"))],
    ),
)


def _chosen(answers: Mapping[str, str]) -> Kind:
    number = answers.get("process", "")
    process = Process.objects.filter(pk=number).first() if number.isdecimal() else None
    return kind(process, new_themes=answers.get("themes") == "add")
