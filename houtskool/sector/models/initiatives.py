from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from houtskool.sector.models.municipality import District, Domain
from houtskool.sector.models.noun import Noun, NounQuerySet, one_current_per_name
from houtskool.sector.models.organisations import Organisation
from houtskool.sector.models.vocabulary import StakeholderGroup, Theme


class InitiativeQuerySet(NounQuerySet["Initiative"]):
    pass


class Initiative(Noun):
    """Something that organisations do together or alone for a social goal. `sdgs`: sorted numbers 1–17."""

    class Stage(models.TextChoices):
        IDEA = "idea", _("idee")
        PREPARING = "preparing", _("in voorbereiding")
        RUNNING = "running", _("loopt")
        SCALING = "scaling", _("schaalt op")
        STOPPED = "stopped", _("gestopt")

    stage = models.CharField(_("fase"), max_length=20, choices=Stage, blank=True)
    organisations = models.ManyToManyField(
        Organisation, related_name="initiatives", blank=True, verbose_name=_("organisaties")
    )
    domains = models.ManyToManyField(
        Domain, related_name="initiatives", blank=True, verbose_name=_("beleidsdomeinen")
    )
    themes = models.ManyToManyField(Theme, related_name="initiatives", blank=True, verbose_name=_("thema’s"))
    target_groups = models.ManyToManyField(
        StakeholderGroup,
        related_name="initiatives",
        blank=True,
        limit_choices_to={"kind": StakeholderGroup.Kind.TARGET, "merged_into": None},
        verbose_name=_("doelgroepen"),
    )
    sdgs: models.JSONField[Any, Any] = models.JSONField(
        _("duurzame doelen (SDG’s)"), default=list, blank=True
    )
    district = models.ForeignKey(
        District,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="initiatives",
        verbose_name=_("wijk"),
    )

    objects = InitiativeQuerySet.as_manager()

    class Meta(Noun.Meta):
        verbose_name = _("initiatief")
        verbose_name_plural = _("initiatieven")
        constraints = one_current_per_name("initiative")
