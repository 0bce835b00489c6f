"""What the pages need to know of each noun: its words, its columns, its filters and what hangs on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

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
from houtskool.web.language import Text


@dataclass(frozen=True)
class Column:
    """A column of the list: `value` gives the text of a row; `order` the field to sort by, if it can be."""

    label: Text
    value: Callable[[Any], str]
    order: str = ""


@dataclass(frozen=True)
class NounPages:
    """`links` are the accessors of rows that point here, each with its heading on the page."""

    model: type[Noun]
    path: str
    lead: Text
    empty: Text
    form: type[forms.NounForm]
    columns: tuple[Column, ...] = ()
    filters: tuple[Filter, ...] = ()
    links: tuple[tuple[str, Text], ...] = ()
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
        words = gettext("het %(noun)s") if self.definite == "het" else gettext("de %(noun)s")
        return words % {"noun": self.singular}

    def rows(self) -> models.QuerySet[Any]:
        manager: Any = self.model.objects  # type: ignore[attr-defined]  # every noun declares it; the abstract one not
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
    today: date = organisation.seen_at  # type: ignore[attr-defined]  # the list sets it on its rows
    return ", ".join(str(one) for one in organisation.recognitions.all() if one.is_valid(today))


_NAME = Column(_("Naam"), _text("name"), "name")
_END = ("external_id", "source")

NOUNS: tuple[NounPages, ...] = (
    NounPages(
        model=Organisation,
        path="organisaties",
        lead=_("Wie er in de stad onderneemt, helpt, betaalt of meepraat."),
        empty=_(
            "Er staan nog geen organisaties in het overzicht. Voeg er een toe, of lees een rekenblad in."
        ),
        form=forms.OrganisationForm,
        columns=(
            _NAME,
            Column(_("Groepen"), _names("groups")),
            Column(_("Wijk"), _text("district"), "district__name"),
            Column(_("Erkenningen"), _recognitions),
            Column(_("KvK-nummer"), _text("kvk_number"), "kvk_number"),
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
        links=(("initiatives", _("Initiatieven")), ("contacts", _("Contacten"))),
        facts=(
            *("legal_form", "kvk_number", "website", "email", "phone", "address", "postcode", "place"),
            *("district", "groups", "target_groups", "domains", "themes", "last_verified", *_END),
        ),
    ),
    NounPages(
        model=Initiative,
        path="initiatieven",
        lead=_("Wat organisaties in de stad doen voor een maatschappelijk doel."),
        empty=_(
            "Er staan nog geen initiatieven in het overzicht. Voeg er een toe, of lees een rekenblad in."
        ),
        form=forms.InitiativeForm,
        definite="het",
        columns=(
            _NAME,
            Column(_("Organisaties"), _names("organisations")),
            Column(_("Thema’s"), _names("themes")),
            Column(_("Wijk"), _text("district"), "district__name"),
            Column(_("Fase"), lambda row: str(row.get_stage_display()), "stage"),
        ),
        filters=(filters.THEME, filters.DOMAIN, filters.DISTRICT, filters.TARGET_GROUP, filters.STAGE),
        related=("district",),
        prefetch=("organisations", "themes"),
        facts=(*("stage", "organisations", "themes", "domains", "target_groups", "district", "sdgs", *_END),),
    ),
    NounPages(
        model=Contact,
        path="contacten",
        lead=_("De mensen die u uitnodigt en op de hoogte houdt."),
        empty=_("Er staan nog geen contacten in het overzicht. Voeg er een toe, of lees een rekenblad in."),
        form=forms.ContactForm,
        definite="het",
        columns=(
            _NAME,
            Column("Van", _employer),
            Column(_("Functie"), _text("function"), "function"),
            Column(_("Groepen"), _names("groups")),
            Column(_("E-mailadres"), _text("email"), "email"),
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
        lead=_("Groepen met een stem in het programma, en de doelgroepen voor wie zij opkomen."),
        empty=_("Er staan nog geen groepen in het overzicht. Voeg de groepen toe die u wilt horen."),
        form=forms.GroupForm,
        columns=(
            _NAME,
            Column(_("Soort"), lambda row: str(row.get_kind_display()), "kind"),
            Column(_("Organisaties"), _count("organisations"), "organisations_count"),
        ),
        filters=(filters.KIND,),
        counts=(("organisations", "organisations"),),
        links=(
            ("organisations", _("Organisaties in deze groep")),
            ("served_by", _("Organisaties die voor deze doelgroep werken")),
            ("represented_by", _("Groepen die voor deze doelgroep spreken")),
            ("initiatives", _("Initiatieven voor deze doelgroep")),
            ("contacts", _("Contacten")),
        ),
        facts=("kind", "represents", *_END),
    ),
    NounPages(
        model=Theme,
        path="themas",
        lead=_("Onderwerpen die afdelingen en beleidsdomeinen met elkaar verbinden."),
        empty=_("Er staan nog geen thema’s in het overzicht. Voeg er een toe, of begin met een nota."),
        form=forms.ThemeForm,
        definite="het",
        columns=(
            _NAME,
            Column(_("Valt onder"), _text("broader"), "broader__name"),
            Column(_("Beleidsdomeinen"), _names("domains")),
            Column(_("Organisaties"), _count("organisations"), "organisations_count"),
        ),
        filters=(filters.DOMAIN,),
        related=("broader",),
        prefetch=("domains",),
        counts=(("organisations", "organisations"),),
        links=(
            ("narrower", _("Thema’s die hieronder vallen")),
            ("organisations", _("Organisaties")),
            ("initiatives", _("Initiatieven")),
        ),
        facts=("alt_labels", "broader", "domains", *_END),
    ),
    NounPages(
        model=Domain,
        path="beleidsdomeinen",
        lead=_("De terreinen waarop de gemeente beleid maakt."),
        empty=_("Er staan nog geen beleidsdomeinen in het overzicht. Voeg er een toe, zoals economie."),
        form=forms.DomainForm,
        definite="het",
        columns=(
            _NAME,
            Column(_("Afdelingen"), _names("departments")),
            Column(_("Organisaties"), _count("organisations"), "organisations_count"),
        ),
        prefetch=("departments",),
        counts=(("organisations", "organisations"),),
        links=(
            ("departments", _("Afdelingen")),
            ("themes", _("Thema’s")),
            ("organisations", _("Organisaties")),
            ("initiatives", _("Initiatieven")),
        ),
        facts=_END,
    ),
    NounPages(
        model=Department,
        path="afdelingen",
        lead=_("De afdelingen van de gemeente die meedoen."),
        empty=_("Er staan nog geen afdelingen in het overzicht. Voeg er een toe."),
        form=forms.DepartmentForm,
        columns=(_NAME, Column(_("Beleidsdomein"), _text("domain"), "domain__name")),
        filters=(filters.DEPARTMENT_DOMAIN,),
        related=("domain",),
        links=(("contacts", _("Contacten")),),
        facts=("domain", *_END),
    ),
    NounPages(
        model=District,
        path="wijken",
        lead=_("De wijken van de stad, en wie er zit."),
        empty=_("Er staan nog geen wijken in het overzicht. Lees de omtrekken in, of voeg er een toe."),
        form=forms.DistrictForm,
        columns=(
            _NAME,
            Column(_("Code"), _text("code"), "code"),
            Column(_("Organisaties"), _count("organisations"), "organisations_count"),
        ),
        counts=(("organisations", "organisations"),),
        links=(("organisations", _("Organisaties")), ("initiatives", _("Initiatieven"))),
        facts=("code", "attribution", *_END),
    ),
)

BY_MODEL: dict[type[models.Model], NounPages] = {noun.model: noun for noun in NOUNS}
# Where a visitor is in the sector, for the navigation.
PREFIXES = ("/sector/", *(f"/{noun.path}/" for noun in NOUNS))
