from __future__ import annotations

from typing import Any

from django.db import models

from houtskool.sector.models.municipality import District, Domain
from houtskool.sector.models.noun import Noun, NounQuerySet, one_current_per_name
from houtskool.sector.models.organisations import Organisation
from houtskool.sector.models.vocabulary import StakeholderGroup, Theme


class InitiativeQuerySet(NounQuerySet["Initiative"]):
    pass


class Initiative(Noun):
    """Something that organisations do together or alone for a social goal. `sdgs`: sorted numbers 1–17."""

    class Stage(models.TextChoices):
        IDEA = "idea", "idee"
        PREPARING = "preparing", "in voorbereiding"
        RUNNING = "running", "loopt"
        SCALING = "scaling", "schaalt op"
        STOPPED = "stopped", "gestopt"

    stage = models.CharField("fase", max_length=20, choices=Stage, blank=True)
    organisations = models.ManyToManyField(
        Organisation, related_name="initiatives", blank=True, verbose_name="organisaties"
    )
    domains = models.ManyToManyField(
        Domain, related_name="initiatives", blank=True, verbose_name="beleidsdomeinen"
    )
    themes = models.ManyToManyField(Theme, related_name="initiatives", blank=True, verbose_name="thema’s")
    target_groups = models.ManyToManyField(
        StakeholderGroup,
        related_name="initiatives",
        blank=True,
        limit_choices_to={"kind": StakeholderGroup.Kind.TARGET, "merged_into": None},
        verbose_name="doelgroepen",
    )
    sdgs: models.JSONField[Any, Any] = models.JSONField("duurzame doelen (SDG’s)", default=list, blank=True)
    district = models.ForeignKey(
        District,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="initiatives",
        verbose_name="wijk",
    )

    objects = InitiativeQuerySet.as_manager()

    class Meta(Noun.Meta):
        verbose_name = "initiatief"
        verbose_name_plural = "initiatieven"
        constraints = one_current_per_name("initiative")
