"""What stands in a spreadsheet of measures, and how a row is recognised: what is exported can come in again.

Milestones and money stand in one cell each, a line per milestone or amount, its parts between bars.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from houtskool.accounts.models import User
from houtskool.kernel import vaguedate
from houtskool.kernel.vaguedate import Period
from houtskool.process.models import Process
from houtskool.programme.actions import measures as actions
from houtskool.programme.models import ActionLine, BudgetLine, Measure, Milestone
from houtskool.records import cells
from houtskool.records.cells import Column, Lookup
from houtskool.records.folding import fold, tidy
from houtskool.records.importing import Choice, Key, Kind
from houtskool.records.models import ImportBatch
from houtskool.sector import actions as sector_actions
from houtskool.sector.models import Department, Domain, Organisation, Theme
from houtskool.web.language import dutch

NAME = "measures"
# What municipalities call a state, besides our own words.
_STATES = {
    "niet gestart": "not-begun", "nog niet gestart": "not-begun", "gepland": "not-begun", "open": "not-begun",
    "in uitvoering": "running", "lopend": "running", "gestart": "running", "op schema": "running",
    "in voorbereiding": "running", "bezig": "running", "gerealiseerd": "done", "afgerond": "done",
    "uitgevoerd": "done", "gereed": "done", "voltooid": "done", "afgedaan": "done",
    "vervallen": "stopped", "gestaakt": "stopped", "ingetrokken": "stopped", "onbekend": "unknown",
}  # fmt: skip
_KINDS = {"actie": "activity", "agreement": "agreement", "samenwerkingsafspraak": "agreement"}
_LINKS = ("partners", "themes", "domains")
_PERIODS = ("planned", "real")


def with_all(rows: models.QuerySet[Measure]) -> models.QuerySet[Measure]:
    return rows.select_related(
        "process", "action_line", "department", "counterpart", "owner"
    ).prefetch_related("partners", "themes", "domains", "milestones", "budget_lines")


def columns(themes: Callable[[str], Any]) -> list[Column]:
    return [
        cells.text("external_id", "Eigen nummer", "kenmerk", "extern id", "id-nummer"),
        _process(),
        _synonyms("kind", "Soort", Measure.Kind.choices, _KINDS, "type"),
        cells.text("number", "Nummer", "nr", "volgnummer"),
        cells.text("title", "Titel", "maatregel", "afspraak", "actie", "onderwerp", "naam", required=True),
        cells.text("text", "Omschrijving", "toelichting", "beschrijving", "inhoud", lines=True),
        cells.text("result", "Resultaat", "beoogd resultaat", "doelstelling", "klaar als", lines=True),
        _named("action_line", "Actielijn", "programmalijn", "hoofdstuk", "pijler", "spoor"),
        cells.text("owner_words", "Trekker", "verantwoordelijke", "eigenaar", "uitvoerder"),
        cells.text("portfolio_holder", "Portefeuillehouder", "wethouder", "bestuurder"),
        cells.link("department", "Afdeling", Lookup("afdeling", Department.objects.all), "dienst"),
        cells.link(
            "counterpart", "Afspraak met", Lookup("organisatie", Organisation.objects.all), "afspraakpartner"
        ),
        cells.day("city_signed_on", "Gemeente akkoord op"),
        cells.day("counterpart_signed_on", "Partner akkoord op"),
        cells.links("partners", "Partners", Lookup("organisatie", Organisation.objects.all), "samen met"),
        _links("themes", "Thema’s", themes, "thema", "themas", "categorie"),
        cells.links(
            "domains", "Beleidsdomeinen", Lookup("beleidsdomein", Domain.objects.all), "domein", "beleidsveld"
        ),
        _period("planned", "Termijn", "planning", "periode", "einddatum", "deadline", "gereed"),
        _period("real", "Werkelijk", "gerealiseerd op"),
        _synonyms("state", "Stand", Measure.State.choices, _STATES, "status", "stand van zaken", "voortgang"),
        cells.text("state_words", "Toelichting op de stand", "stand toelichting", lines=True),
        _whole("progress", "Voortgang in procenten", "percentage"),
        _milestones(),
        _money(),
    ]


# --- columns of our own


def _process() -> Column:
    known: dict[str, Process] = {}

    def read(cell: str) -> Process | None:
        if cell and not known:
            known.update({fold(one.title): one for one in Process.objects.all()})
        if cell and fold(cell) not in known:
            raise ValidationError(f"Er is geen proces ‘{cell}’. Verbeter de naam, of sla deze kolom over.")
        return known[fold(cell)] if cell else None

    return Column(
        "process",
        "Proces",
        "de titel van een proces; leeg: het proces dat u bij het inlezen kiest",
        value=lambda row: row.process,
        write=lambda value: str(value or ""),
        read=read,
    )


def _named(name: str, title: str, *aliases: str) -> Column:
    """The title of an action line; one that is not there yet is made when the row goes in."""
    return Column(
        name,
        title,
        "de naam van een actielijn; een nieuwe naam maakt een nieuwe actielijn",
        value=lambda row: row.action_line.title if row.action_line else "",
        write=str,
        read=tidy,
        aliases=aliases,
    )


def _synonyms(
    name: str, title: str, choices: Iterable[tuple[Any, Any]], more: Mapping[str, str], *aliases: str
) -> Column:
    """A choice that also knows what others call it; other words can stay in a column of the reader's own."""
    plain = cells.choice(name, title, choices, *aliases)

    def read(cell: str) -> str:
        if fold(cell) in more:
            return more[fold(cell)]
        try:
            return str(plain.read(cell))
        except ValidationError as refusal:
            raise ValidationError(
                f"{refusal.messages[0]} Wilt u uw eigen woorden houden? Zet deze kolom dan op ‘eigen kolom’."
            ) from refusal

    return Column(name, title, plain.holds, plain.value, plain.write, read, aliases)


def _links(name: str, title: str, find: Callable[[str], Any], *aliases: str) -> Column:
    return Column(
        name,
        title,
        "namen van een thema, gescheiden door een puntkomma",
        value=lambda row: sorted((str(one) for one in getattr(row, name).all()), key=fold),
        write=cells.join,
        read=lambda cell: sorted({str(find(part)) for part in cells.split(cell)}, key=fold),
        aliases=aliases,
    )


def _period(name: str, title: str, *aliases: str) -> Column:
    """In its own words, as the form takes them; words that are no period are refused with examples."""

    def read(cell: str) -> str:
        if cell:
            parse(cell)
        return tidy(cell)

    return Column(
        name,
        title,
        "een termijn in woorden, zoals “voorjaar 2020” of “1 mei 2021”",
        value=lambda row: getattr(row, f"{name}_words"),
        write=str,
        read=read,
        aliases=aliases,
    )


def parse(words: str) -> Period:
    try:
        return vaguedate.parse(words)
    except ValueError as error:
        raise ValidationError(str(error)) from error


def _whole(name: str, title: str, *aliases: str) -> Column:
    def read(cell: str) -> int | None:
        words = cell.removesuffix("%").strip()
        if words and not (words.isdecimal() and int(words) <= 100):
            raise ValidationError(f"{title}: ‘{cell}’ kan niet. Vul een getal in van 0 tot en met 100.")
        return int(words) if words else None

    return Column(
        name,
        title,
        "een getal van 0 tot en met 100; leeg: onbekend",
        value=lambda row: getattr(row, name),
        write=lambda value: "" if value is None else str(value),
        read=read,
        aliases=aliases,
    )


def _milestones() -> Column:
    def value(row: Measure) -> list[tuple[str, ...]]:
        return [
            _trimmed(one.title, one.planned_words, one.real_words, "kritiek" if one.critical else "")
            for one in row.milestones.all()
        ]

    def read(cell: str) -> list[tuple[str, ...]]:
        found = []
        for parts in _bars(cell, 4):
            for words in parts[1:3]:
                if words:
                    parse(words)
            critical = len(parts) > 3 and parts[3]
            if critical and fold(critical) != "kritiek":
                raise ValidationError(
                    f"Mijlpalen: ‘{parts[3]}’ kan niet. Schrijf ‘kritiek’, of laat het leeg."
                )
            found.append(parts)
        return found

    return Column(
        "milestones",
        "Mijlpalen",
        "een regel per mijlpaal: titel | gepland | gehaald | kritiek",
        value=value,
        write=_barred,
        read=read,
        aliases=("mijlpaal",),
    )


def _money() -> Column:
    often = {value: dutch(label) for value, label in BudgetLine.Recurrence.choices}

    def value(row: Measure) -> list[tuple[str, ...]]:
        return [
            _trimmed(
                str(one.year or ""), _amount(one.amount), one.cover, often[one.recurrence], one.title,
                _amount(one.committed), _amount(one.spent),
            )
            for one in row.budget_lines.all()
        ]  # fmt: skip

    def read(cell: str) -> list[tuple[str, ...]]:
        lines = []
        for parts in _bars(cell, 7):
            # An amount by itself is what most lists have.
            given = ("", parts[0]) if len(parts) == 1 and not _is_year(parts[0]) else parts
            padded = (*given, *[""] * (7 - len(given)))
            if padded[0] and not _is_year(padded[0]):
                raise ValidationError(
                    f"Geld: ‘{padded[0]}’ is geen jaar. Schrijf het als 2020 | 12500 | begroting."
                )
            if padded[3] and fold(padded[3]) not in map(fold, often.values()):
                raise ValidationError(f"Geld: ‘{padded[3]}’ kan niet. Kies uit: {', '.join(often.values())}.")
            amounts = {place: _amount(read_amount(padded[place])) for place in (1, 5, 6)}
            tidied = [amounts.get(place, part) for place, part in enumerate(padded)]
            tidied[3] = tidied[3] or often[BudgetLine.Recurrence.ONCE]
            lines.append(_trimmed(*tidied))
        return lines

    return Column(
        "money",
        "Geld",
        "een regel per bedrag: jaar | bedrag | dekking | hoe vaak | waarvoor | verplicht | uitgegeven",
        value=value,
        write=_barred,
        read=read,
        aliases=("budget", "bedrag", "kosten", "begroting"),
    )


def read_amount(words: str) -> Decimal | None:
    """ "€ 12.500,50", "12500.50" or "12 500" → the amount; None for an empty cell."""
    plain = (
        words.replace("€", "").replace("\u00a0", "").replace(" ", "").removesuffix(",-").removesuffix(",--")
    )
    if not plain:
        return None
    if "," in plain or plain.count(".") > 1 or (plain.count(".") == 1 and len(plain.rsplit(".", 1)[1]) == 3):
        plain = plain.replace(".", "").replace(",", ".")
    try:
        amount = Decimal(plain)
    except InvalidOperation as error:
        raise ValidationError(
            f"Geld: ‘{words}’ is geen bedrag. Schrijf het als 12500 of 12.500,50."
        ) from error
    if not amount.is_finite() or amount < 0 or amount >= Decimal(10) ** 12:
        raise ValidationError(f"Geld: ‘{words}’ kan niet. Schrijf een bedrag van nul of meer.")
    return amount.quantize(Decimal("0.01"))


def _amount(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:.2f}".removesuffix(".00")


def _is_year(words: str) -> bool:
    return words.isdecimal() and len(words) == 4 and words[:2] in ("19", "20", "21")


def _trimmed(*parts: str) -> tuple[str, ...]:
    """Without empty parts at the end."""
    kept = [part.replace("|", "/") for part in parts]
    while len(kept) > 1 and not kept[-1]:
        kept.pop()
    return tuple(kept)


def _bars(cell: str, most: int) -> list[tuple[str, ...]]:
    lines = [line for line in tidy(cell, lines=True).split("\n") if line.strip()]
    found = [tuple(tidy(part) for part in line.split("|")) for line in lines]
    if too_long := next((line for line, parts in zip(lines, found, strict=True) if len(parts) > most), None):
        raise ValidationError(f"‘{too_long}’ heeft meer dan {most} delen. Scheid de delen met een streep: |.")
    return [_trimmed(*parts) for parts in found]


def _barred(lines: Sequence[tuple[str, ...]]) -> str:
    return "\n".join(" | ".join(parts) for parts in lines)


# --- keeping


def kind(process: Process | None = None, *, new_themes: bool = False) -> Kind:
    """Rows without a process go to `process`; themes that do not exist refuse their row, or are added."""
    new: set[str] = set()

    def theme(name: str) -> str:
        found = Theme.objects.all().find(name)
        if found is not None:
            return str(found)
        if not new_themes:
            raise ValidationError(
                f"Er is geen thema ‘{name}’. Verbeter de naam, of kies bij het inlezen dat nieuwe "
                "thema’s erbij komen."
            )
        new.add(name)
        return name

    def only() -> Process | None:
        some = list(Process.objects.all()[:2])
        return process or (some[0] if len(some) == 1 else None)

    def save(
        thing: Any, values: Mapping[str, Any], *, by: User | None, at: datetime, batch: ImportBatch | None
    ) -> Measure:
        return _save(thing, dict(values), only(), by=by, at=at, batch=batch)

    def key(values: Mapping[str, Any], name: str) -> str:
        given = values.get("process") or only()
        return f"{given.pk} {fold(values[name])}" if given and values.get(name) else ""

    return Kind(
        name=NAME,
        title="maatregelen",
        singular="maatregel",
        model=Measure,
        columns=lambda: columns(theme),
        rows=lambda: with_all(Measure.objects.all()),
        keys=(
            Key(
                "eigen nummer",
                lambda row: f"{row.process_id} {fold(row.external_id)}" if row.external_id else "",
                lambda values: key(values, "external_id"),
            ),
        ),
        save=save,
        own="own_columns",
        choices=_CHOICES,
        chosen=_chosen,
    )


def _processes() -> list[tuple[str, str]]:
    return [(str(pk), title) for pk, title in Process.objects.order_by("-pk").values_list("pk", "title")]


_CHOICES = (
    Choice(
        "process",
        "Bij welk proces horen deze maatregelen?",
        "Een kolom ‘Proces’ in het bestand gaat voor.",
        _processes,
    ),
    Choice(
        "themes",
        "Thema’s die er nog niet zijn",
        "Een thema dat u liever anders noemt, kunt u later samenvoegen.",
        lambda: [("refuse", "weiger de rij"), ("add", "voeg het thema toe")],
    ),
)


def _chosen(answers: Mapping[str, str]) -> Kind:
    number = answers.get("process", "")
    process = Process.objects.filter(pk=number).first() if number.isdecimal() else None
    return kind(process, new_themes=answers.get("themes") == "add")


def _save(
    thing: Measure | None,
    values: dict[str, Any],
    only: Process | None,
    *,
    by: User | None,
    at: datetime,
    batch: ImportBatch | None,
) -> Measure:
    process = values.pop("process", None) or (thing.process if thing else only)
    if process is None:
        raise ValidationError("Kies bij welk proces deze maatregelen horen.")
    measure = thing or Measure(process=process)
    if thing is not None and thing.process_id != process.pk:
        raise ValidationError("Een maatregel kan niet naar een ander proces. Voeg haar daar opnieuw toe.")
    milestones, money = values.pop("milestones", None), values.pop("money", None)
    links = {name: _rows(name, values.pop(name), by, at) for name in _LINKS if name in values}
    if "action_line" in values:
        measure.action_line = _line(process, values.pop("action_line"), by=by, at=at, batch=batch)
    for name in _PERIODS:
        if name in values:
            words = values.pop(name)
            # The same words keep the days that they have: "juli jl." was said on another day.
            if words != getattr(measure, f"{name}_words"):
                setattr(measure, name, parse(words) if words else None)
    for name in ("kind", "state"):
        if name in values and not values[name]:
            del values[name]
    for name, value in values.items():
        setattr(measure, name, value)
    if thing is None:
        actions.add(measure, by=by, at=at, links=links, batch=batch)
    else:
        actions.change(measure, by=by, at=at, links=links, batch=batch)
    if milestones is not None:
        _keep(measure, "milestones", milestones, _milestone, by=by, at=at, batch=batch)
    if money is not None:
        _keep(measure, "budget_lines", money, _budget_line, by=by, at=at, batch=batch)
    return measure


def _rows(name: str, given: Sequence[Any], by: User | None, at: datetime) -> list[Any]:
    if name != "themes":
        return list(given)
    return [sector_actions.add_theme(name=theme, by=by, at=at) for theme in given]


def _line(
    process: Process, title: str, *, by: User | None, at: datetime, batch: ImportBatch | None
) -> ActionLine | None:
    if not title:
        return None
    for line in ActionLine.objects.filter(process=process):
        if fold(line.title) == fold(title):
            return line
    return actions.add(ActionLine(process=process, title=title), by=by, at=at, batch=batch)


def _keep(
    measure: Measure,
    name: str,
    wanted: Sequence[tuple[str, ...]],
    make: Callable[[Measure, tuple[str, ...]], models.Model],
    *,
    by: User | None,
    at: datetime,
    batch: ImportBatch | None,
) -> None:
    """Let the milestones or the money be these: what stands already stays as it is."""
    column = _milestones() if name == "milestones" else _money()
    standing = list(column.value(measure) if measure.pk else [])
    if standing == list(wanted):
        return
    rows = list(getattr(measure, name).all())
    left = list(wanted)
    for row, parts in zip(rows, standing, strict=True):
        if parts in left:
            left.remove(parts)
        else:
            actions.remove(row, by=by, at=at)
    for parts in left:
        actions.add(make(measure, parts), by=by, at=at, batch=batch)


def _milestone(measure: Measure, parts: tuple[str, ...]) -> Milestone:
    title, planned, real, critical = (*parts, *[""] * (4 - len(parts)))
    made = Milestone(measure=measure, title=title, critical=bool(critical))
    made.planned = parse(planned) if planned else None
    made.real = parse(real) if real else None
    return made


def _budget_line(measure: Measure, parts: tuple[str, ...]) -> BudgetLine:
    year, amount, cover, often, title, committed, spent = (*parts, *[""] * (7 - len(parts)))
    labels = {fold(dutch(label)): value for value, label in BudgetLine.Recurrence.choices}
    return BudgetLine(
        measure=measure,
        year=int(year) if year else None,
        amount=read_amount(amount),
        cover=cover,
        recurrence=labels.get(fold(often), BudgetLine.Recurrence.ONCE),
        title=title,
        committed=read_amount(committed),
        spent=read_amount(spent),
    )
