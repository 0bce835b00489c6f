from __future__ import annotations

from typing import Any

from django.db import models

from houtskool.records.folding import FoldedField
from houtskool.sector.models.noun import Noun, NounQuerySet, one_current_per_name


class DomainQuerySet(NounQuerySet["Domain"]):
    pass


class Domain(Noun):
    """A field of municipal policy (beleidsdomein), such as economy or education."""

    objects = DomainQuerySet.as_manager()

    class Meta(Noun.Meta):
        verbose_name = "beleidsdomein"
        verbose_name_plural = "beleidsdomeinen"
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
        verbose_name="beleidsdomein",
    )

    objects = DepartmentQuerySet.as_manager()

    class Meta(Noun.Meta):
        verbose_name = "afdeling"
        verbose_name_plural = "afdelingen"
        constraints = one_current_per_name("department")


class DistrictQuerySet(NounQuerySet["District"]):
    pass


class District(Noun):
    """A district (wijk). `geometry` is a GeoJSON (Multi)Polygon, longitude before latitude (EPSG:4326)."""

    code = models.CharField(
        "wijkcode", max_length=20, blank=True, help_text="De code van het CBS, zoals WK039201."
    )
    geometry: models.JSONField[Any, Any] = models.JSONField("omtrek", null=True, blank=True, editable=False)
    attribution = models.CharField("bronvermelding van de omtrek", max_length=200, blank=True)
    search_text = FoldedField(of=("name", "external_id", "code"))

    objects = DistrictQuerySet.as_manager()

    class Meta(Noun.Meta):
        verbose_name = "wijk"
        verbose_name_plural = "wijken"
        constraints = [
            *one_current_per_name("district"),
            models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(merged_into=None) & ~models.Q(code=""),
                name="one_district_per_code",
            ),
        ]
