"""What stands in the spreadsheets of the sector: the columns of each noun, and how a row is recognised."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from houtskool.accounts.models import User
from houtskool.records import cells
from houtskool.records.cells import Column, Lookup
from houtskool.records.folding import fold
from houtskool.records.importing import Key, Kind, register
from houtskool.records.models import ImportBatch
from houtskool.sector import actions, recognition_cells
from houtskool.sector.checks import kvk_problem, tidy_kvk_number
from houtskool.sector.models import (
    Contact,
    Department,
    District,
    Domain,
    Initiative,
    Noun,
    Organisation,
    StakeholderGroup,
    Theme,
)
from houtskool.sector.nouns import BY_MODEL


def _lookup(model: type[Noun]) -> Lookup:
    manager: Any = model.objects  # type: ignore[attr-defined]  # as in nouns.py
    return Lookup(str(model._meta.verbose_name), manager.all)


_OWN = "uw eigen nummer of code; hierop wordt een rij herkend"


def _begin() -> list[Column]:
    return [
        cells.text("external_id", "Eigen kenmerk", "external id", "kenmerk", "extern id", holds=_OWN),
        cells.text("name", "Naam", "titel", required=True, holds="tekst; altijd nodig"),
    ]


def _end() -> list[Column]:
    return [
        cells.text("description", "Omschrijving", "toelichting", "beschrijving", lines=True),
        cells.text("source", "Herkomst", "bron"),
    ]


def _kvk_number() -> Column:
    """Checked when the cell is read, so that a refusal names it besides what else is wrong with the row."""

    def read(cell: str) -> str:
        number = tidy_kvk_number(cell)
        if number and (problem := kvk_problem(number)):
            raise ValidationError(problem)
        return number

    column = cells.text(
        "kvk_number", "KvK-nummer", "kvk", "kvk nummer", "kvknummer", holds="8 cijfers, ook een 0 vooraan"
    )
    return replace(column, read=read)


def organisation_columns() -> list[Column]:
    return [
        *_begin(),
        cells.choice("legal_form", "Rechtsvorm", Organisation.LegalForm.choices),
        _kvk_number(),
        cells.text("website", "Website", "site", "url", holds="een webadres"),
        cells.text("email", "E-mailadres", "e-mail", "email", "mail", holds="een e-mailadres"),
        cells.text("phone", "Telefoon", "telefoonnummer"),
        cells.text("address", "Adres", "straat"),
        cells.text("postcode", "Postcode"),
        cells.text("place", "Plaats", "woonplaats", "vestigingsplaats"),
        cells.link("district", "Wijk", _lookup(District)),
        cells.links("groups", "Groepen", _lookup(StakeholderGroup), "groep"),
        cells.links("target_groups", "Doelgroepen", _lookup(StakeholderGroup), "doelgroep"),
        cells.links("domains", "Beleidsdomeinen", _lookup(Domain), "beleidsdomein", "domein", "domeinen"),
        cells.links("themes", "Thema’s", _lookup(Theme), "thema"),
        recognition_cells.column(),
        cells.day("last_verified", "Laatst nagekeken"),
        *_end(),
    ]


def initiative_columns() -> list[Column]:
    return [
        *_begin(),
        cells.choice("stage", "Fase", Initiative.Stage.choices, "stadium"),
        cells.links("organisations", "Organisaties", _lookup(Organisation), "organisatie"),
        cells.links("themes", "Thema’s", _lookup(Theme), "thema"),
        cells.links("domains", "Beleidsdomeinen", _lookup(Domain), "beleidsdomein", "domein", "domeinen"),
        cells.links("target_groups", "Doelgroepen", _lookup(StakeholderGroup), "doelgroep"),
        cells.link("district", "Wijk", _lookup(District)),
        cells.numbers("sdgs", "Duurzame doelen", 1, 17, "sdg", "sdgs", "sdg’s"),
        *_end(),
    ]


def contact_columns() -> list[Column]:
    return [
        *_begin(),
        cells.text("function", "Functie", "rol"),
        cells.text("email", "E-mailadres", "e-mail", "email", "mail", holds="een e-mailadres"),
        cells.text("phone", "Telefoon", "telefoonnummer", "mobiel"),
        cells.link("organisation", "Organisatie", _lookup(Organisation), "bedrijf"),
        cells.link("department", "Afdeling", _lookup(Department)),
        cells.links("groups", "Groepen", _lookup(StakeholderGroup), "groep"),
        cells.yes_no("may_be_mailed", "Wil e-mail ontvangen"),
        cells.yes_no("may_be_named", "Mag openbaar genoemd worden"),
        *_end(),
    ]


def group_columns() -> list[Column]:
    return [
        *_begin(),
        cells.choice("kind", "Soort", StakeholderGroup.Kind.choices),
        cells.links("represents", "Spreekt voor", _lookup(StakeholderGroup)),
        *_end(),
    ]


def theme_columns() -> list[Column]:
    return [
        *_begin(),
        cells.words("alt_labels", "Ook genoemd", "synoniemen"),
        cells.link("broader", "Valt onder", _lookup(Theme)),
        cells.links("domains", "Beleidsdomeinen", _lookup(Domain), "beleidsdomein", "domein", "domeinen"),
        *_end(),
    ]


def domain_columns() -> list[Column]:
    return [*_begin(), *_end()]


def department_columns() -> list[Column]:
    return [
        *_begin(),
        cells.link("domain", "Beleidsdomein", _lookup(Domain), "domein"),
        *_end(),
    ]


def district_columns() -> list[Column]:
    return [
        *_begin(),
        cells.text("code", "Wijkcode", "code"),
        cells.text("attribution", "Bronvermelding van de omtrek"),
        *_end(),
    ]


def _field(name: str, label: str, tidy: Callable[[str], str] = str) -> Key:
    return Key(
        label,
        lambda thing: str(getattr(thing, name)),
        lambda values: tidy(str(values.get(name, ""))),
        lambda words: models.Q((f"{name}__in", words)),
    )


def _folded(names: Sequence[str]) -> models.Q:
    return models.Q(folded_name__in=[f"\n{name}\n" for name in names])


_EXTERNAL_ID = _field("external_id", "eigen kenmerk")
_NAME = Key("naam", lambda thing: fold(thing.name), lambda values: fold(values.get("name", "")), _folded)
_NAME_AND_EMAIL = Key(
    "naam en e-mailadres",
    lambda contact: _both(contact.name, contact.email),
    lambda values: _both(values.get("name", ""), values.get("email", "")),
    lambda words: _folded([word.rpartition(" ")[0] for word in words]),
)


def _both(name: str, email: str) -> str:
    """Names are not enough to tell people apart."""
    return f"{fold(name)} {email.lower()}" if name and email else ""


def save(
    thing: Any,
    values: Mapping[str, Any],
    *,
    model: type[Noun],
    by: User | None,
    at: datetime,
    batch: ImportBatch | None,
) -> Any:
    """A row of a spreadsheet through the same actions as the pages."""
    many = {field.name for field in model._meta.many_to_many}
    recognitions = values.get("recognitions")
    values = {name: value for name, value in values.items() if name != "recognitions"}
    row = thing or model()
    for name, value in values.items():
        if name not in many:
            setattr(row, name, value)
    links = {name: value for name, value in values.items() if name in many}
    act = actions.change if thing else actions.add
    kept: Any = act(row, by=by, at=at, links=links, batch=batch)
    if recognitions is not None:
        recognition_cells.keep(kept, recognitions, by=by, at=at, batch=batch)
    return kept


_KINDS: tuple[tuple[type[Noun], Callable[[], Sequence[Column]], tuple[Key, ...]], ...] = (
    (
        Organisation,
        organisation_columns,
        (_EXTERNAL_ID, _field("kvk_number", "KvK-nummer", tidy_kvk_number), _NAME),
    ),
    (Initiative, initiative_columns, (_EXTERNAL_ID, _NAME)),
    (Contact, contact_columns, (_EXTERNAL_ID, _NAME_AND_EMAIL)),
    (StakeholderGroup, group_columns, (_EXTERNAL_ID, _NAME)),
    (Theme, theme_columns, (_EXTERNAL_ID, _NAME)),
    (Domain, domain_columns, (_EXTERNAL_ID, _NAME)),
    (Department, department_columns, (_EXTERNAL_ID, _NAME)),
    (District, district_columns, (_EXTERNAL_ID, _field("code", "wijkcode"), _NAME)),
)


def register_kinds() -> None:
    """Tell the import and export machinery what the sector has; the command line knows the names."""
    for model, columns, keys in _KINDS:
        register(_kind(model, columns, keys))


def _kind(model: type[Noun], columns: Callable[[], Sequence[Column]], keys: tuple[Key, ...]) -> Kind:
    pages = BY_MODEL[model]
    one = [
        field.name
        for field in model._meta.concrete_fields
        if field.is_relation and field.name != "merged_into"
    ]
    many = [field.name for field in model._meta.many_to_many]
    many += ["recognitions"] if model is Organisation else []

    def rows() -> Any:
        manager: Any = model.objects  # type: ignore[attr-defined]  # as in nouns.py
        return manager.all().current().select_related(*one).prefetch_related(*many)

    def keep(
        thing: Any, values: Mapping[str, Any], *, by: User | None, at: datetime, batch: ImportBatch | None
    ) -> Any:
        return save(thing, values, model=model, by=by, at=at, batch=batch)

    return Kind(
        name=pages.list_key,
        title=model._meta.verbose_name_plural or "",
        singular=model._meta.verbose_name or "",
        model=model,
        columns=columns,
        rows=rows,
        keys=keys,
        save=keep,
        page=lambda batch: reverse(f"sector:{pages.list_key}"),
    )
