from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from houtskool.records.folding import FoldedField
from houtskool.sector.models.noun import Noun, NounQuerySet, one_current_per_name


class DomainQuerySet(NounQuerySet["Domain"]):
    pass


class Domain(Noun):
    """A field of municipal policy (beleidsdomein), such as economy or education."""

    objects = DomainQuerySet.as_manager()

    class Meta(Noun.Meta):
        verbose_name = _("beleidsdomein")
        verbose_name_plural = _("beleidsdomeinen")
        constraints = one_current_per_name("domain")


class DepartmentQuerySet(NounQuerySet["Department"]):
    pass


class Department(Noun):
    """A department (afdeling) of the municipality."""

    domain = models.ForeignKey(
        Domain,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="departments",
        verbose_name=_("beleidsdomein"),
    )

    objects = DepartmentQuerySet.as_manager()

    class Meta(Noun.Meta):
        verbose_name = _("afdeling")
        verbose_name_plural = _("afdelingen")
        constraints = one_current_per_name("department")


class DistrictQuerySet(NounQuerySet["District"]):
    pass


class District(Noun):
    """A district (wijk). `geometry` is a GeoJSON (Multi)Polygon, longitude before latitude (EPSG:4326)."""

    code = models.CharField(
        _("wijkcode"), max_length=20, blank=True, help_text=_("De code van het CBS, zoals WK039201.")
    )
    geometry: models.JSONField[Any, Any] = models.JSONField(
        _("omtrek"), null=True, blank=True, editable=False
    )
    attribution = models.CharField(_("bronvermelding van de omtrek"), max_length=200, blank=True)
    search_text = FoldedField(of=("name", "external_id", "code"))

    objects = DistrictQuerySet.as_manager()

    class Meta(Noun.Meta):
        verbose_name = _("wijk")
        verbose_name_plural = _("wijken")
        constraints = [
            *one_current_per_name("district"),
            models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(merged_into=None) & ~models.Q(code=""),
                name="one_district_per_code",
            ),
        ]
