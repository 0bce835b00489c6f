"""What the pages need to know of each noun: its words, its columns, its filters and what hangs on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models

from houtskool.sector import filters, forms
from houtskool.sector.filters import Filter
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


@dataclass(frozen=True)
class Column:
    """A column of the list: `value` gives the text of a row; `order` the field to sort by, if it can be."""

    label: str
    value: Callable[[Any], str]
    order: str = ""


@dataclass(frozen=True)
class NounPages:
    """`links` are the accessors of rows that point here, each with its heading on the page."""

    model: type[Noun]
    path: str
    lead: str
    empty: str
    form: type[forms.NounForm]
    columns: tuple[Column, ...] = ()
    filters: tuple[Filter, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    facts: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    prefetch: tuple[str, ...] = ()
    counts: tuple[tuple[str, str], ...] = ()
    definite: str = "de"

    @property
    def key(self) -> str:
        """The name of the page of one, as in `sector:organisation`; also the kind of its spreadsheet."""
        return str(self.model._meta.model_name)

    @property
    def list_key(self) -> str:
        return {"stakeholdergroup": "groups"}.get(self.key, f"{self.key}s")

    @property
    def singular(self) -> str:
        return str(self.model._meta.verbose_name)

    @property
    def plural(self) -> str:
        return str(self.model._meta.verbose_name_plural)

    @property
    def the(self) -> str:
        return f"{self.definite} {self.singular}"

    def rows(self) -> models.QuerySet[Any]:
        manager: Any = self.model.objects  # type: ignore[attr-defined]
        rows: models.QuerySet[Any] = manager.select_related(*self.related).prefetch_related(*self.prefetch)
        return rows


def _names(accessor: str) -> Callable[[Any], str]:
    return lambda row: ", ".join(str(one) for one in getattr(row, accessor).all())


def _text(name: str) -> Callable[[Any], str]:
    return lambda row: str(getattr(row, name) or "")


def _count(accessor: str) -> Callable[[Any], str]:
    return lambda row: str(getattr(row, f"{accessor}_count"))


def _employer(contact: Contact) -> str:
    return str(contact.organisation or contact.department or "")


def _recognitions(organisation: Organisation) -> str:
    today: date = organisation.seen_at  # type: ignore[attr-defined]
    return ", ".join(str(one) for one in organisation.recognitions.all() if one.is_valid(today))


_NAME = Column("Naam", _text("name"), "name")
_END = ("external_id", "source")

NOUNS: tuple[NounPages, ...] = (
    NounPages(
        model=Organisation,
        path="organisaties",
        lead="Wie er in de stad onderneemt, helpt, betaalt of meepraat.",
        empty="Er staan nog geen organisaties in het overzicht. Voeg er een toe, of lees een rekenblad in.",
        form=forms.OrganisationForm,
        columns=(
            _NAME,
            Column("Groepen", _names("groups")),
            Column("Wijk", _text("district"), "district__name"),
            Column("Erkenningen", _recognitions),
            Column("KvK-nummer", _text("kvk_number"), "kvk_number"),
        ),
        filters=(
            filters.GROUP,
            filters.DOMAIN,
            filters.THEME,
            filters.DISTRICT,
            filters.TARGET_GROUP,
            filters.RECOGNITION,
            filters.MISSING,
        ),
        related=("district",),
        prefetch=("groups", "recognitions"),
        links=(("initiatives", "Initiatieven"), ("contacts", "Contacten")),
        facts=(
            *("legal_form", "kvk_number", "website", "email", "phone", "address", "postcode", "place"),
            *("district", "groups", "target_groups", "domains", "themes", "last_verified", *_END),
        ),
    ),
    NounPages(
        model=Initiative,
        path="initiatieven",
        lead="Wat organisaties in de stad doen voor een maatschappelijk doel.",
        empty="Er staan nog geen initiatieven in het overzicht. Voeg er een toe, of lees een rekenblad in.",
        form=forms.InitiativeForm,
        definite="het",
        columns=(
            _NAME,
            Column("Organisaties", _names("organisations")),
            Column("Thema’s", _names("themes")),
            Column("Wijk", _text("district"), "district__name"),
            Column("Fase", lambda row: str(row.get_stage_display()), "stage"),
        ),
        filters=(filters.THEME, filters.DOMAIN, filters.DISTRICT, filters.TARGET_GROUP, filters.STAGE),
        related=("district",),
        prefetch=("organisations", "themes"),
        facts=(*("stage", "organisations", "themes", "domains", "target_groups", "district", "sdgs", *_END),),
    ),
    NounPages(
        model=Contact,
        path="contacten",
        lead="De mensen die u uitnodigt en op de hoogte houdt.",
        empty="Er staan nog geen contacten in het overzicht. Voeg er een toe, of lees een rekenblad in.",
        form=forms.ContactForm,
        definite="het",
        columns=(
            _NAME,
            Column("Van", _employer),
            Column("Functie", _text("function"), "function"),
            Column("Groepen", _names("groups")),
            Column("E-mailadres", _text("email"), "email"),
        ),
        filters=(filters.CONTACT_GROUP, filters.MAY_BE_MAILED),
        related=("organisation", "department"),
        prefetch=("groups",),
        facts=(
            *("function", "email", "phone", "organisation", "department", "groups"),
            *("may_be_mailed", "may_be_named", *_END),
        ),
    ),
    NounPages(
        model=StakeholderGroup,
        path="groepen",
        lead="Groepen met een stem in het programma, en de doelgroepen voor wie zij opkomen.",
        empty="Er staan nog geen groepen in het overzicht. Voeg de groepen toe die u wilt horen.",
        form=forms.GroupForm,
        columns=(
            _NAME,
            Column("Soort", lambda row: str(row.get_kind_display()), "kind"),
            Column("Organisaties", _count("organisations"), "organisations_count"),
        ),
        filters=(filters.KIND,),
        counts=(("organisations", "organisations"),),
        links=(
            ("organisations", "Organisaties in deze groep"),
            ("served_by", "Organisaties die voor deze doelgroep werken"),
            ("represented_by", "Groepen die voor deze doelgroep spreken"),
            ("initiatives", "Initiatieven voor deze doelgroep"),
            ("contacts", "Contacten"),
        ),
        facts=("kind", "represents", *_END),
    ),
    NounPages(
        model=Theme,
        path="themas",
        lead="Onderwerpen die afdelingen en beleidsdomeinen met elkaar verbinden.",
        empty="Er staan nog geen thema’s in het overzicht. Voeg er een toe, of begin met een nota.",
        form=forms.ThemeForm,
        definite="het",
        columns=(
            _NAME,
            Column("Valt onder", _text("broader"), "broader__name"),
            Column("Beleidsdomeinen", _names("domains")),
            Column("Organisaties", _count("organisations"), "organisations_count"),
        ),
        filters=(filters.DOMAIN,),
        related=("broader",),
        prefetch=("domains",),
        counts=(("organisations", "organisations"),),
        links=(
            ("narrower", "Thema’s die hieronder vallen"),
            ("organisations", "Organisaties"),
            ("initiatives", "Initiatieven"),
        ),
        facts=("alt_labels", "broader", "domains", *_END),
    ),
    NounPages(
        model=Domain,
        path="beleidsdomeinen",
        lead="De terreinen waarop de gemeente beleid maakt.",
        empty="Er staan nog geen beleidsdomeinen in het overzicht. Voeg er een toe, zoals economie.",
        form=forms.DomainForm,
        definite="het",
        columns=(
            _NAME,
            Column("Afdelingen", _names("departments")),
            Column("Organisaties", _count("organisations"), "organisations_count"),
        ),
        prefetch=("departments",),
        counts=(("organisations", "organisations"),),
        links=(
            ("departments", "Afdelingen"),
            ("themes", "Thema’s"),
            ("organisations", "Organisaties"),
            ("initiatives", "Initiatieven"),
        ),
        facts=_END,
    ),
    NounPages(
        model=Department,
        path="afdelingen",
        lead="De afdelingen van de gemeente die meedoen.",
        empty="Er staan nog geen afdelingen in het overzicht. Voeg er een toe.",
        form=forms.DepartmentForm,
        columns=(_NAME, Column("Beleidsdomein", _text("domain"), "domain__name")),
        filters=(filters.DEPARTMENT_DOMAIN,),
        related=("domain",),
        links=(("contacts", "Contacten"),),
        facts=("domain", *_END),
    ),
    NounPages(
        model=District,
        path="wijken",
        lead="De wijken van de stad, en wie er zit.",
        empty="Er staan nog geen wijken in het overzicht. Lees de omtrekken in, of voeg er een toe.",
        form=forms.DistrictForm,
        columns=(
            _NAME,
            Column("Code", _text("code"), "code"),
            Column("Organisaties", _count("organisations"), "organisations_count"),
        ),
        counts=(("organisations", "organisations"),),
        links=(("organisations", "Organisaties"), ("initiatives", "Initiatieven")),
        facts=("code", "attribution", *_END),
    ),
)

BY_MODEL: dict[type[models.Model], NounPages] = {noun.model: noun for noun in NOUNS}
# Where a visitor is in the sector, for the navigation.
PREFIXES = ("/sector/", *(f"/{noun.path}/" for noun in NOUNS))
