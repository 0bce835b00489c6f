from __future__ import annotations

from typing import Any, Self

from django.db import models

from houtskool.records.folding import FoldedField, fold
from houtskool.sector.models.municipality import Domain
from houtskool.sector.models.noun import Noun, NounQuerySet, one_current_per_name


class ThemeQuerySet(NounQuerySet["Theme"]):
    def named(self, name: str) -> Self:
        """Themes that bear this name, as their own or as an alternative label."""
        line = f"\n{fold(name)}\n"
        return self.filter(models.Q(folded_name=line) | models.Q(folded_labels__contains=line))

    def find(self, name: str) -> Theme | None:
        """A theme of this name itself comes before one that is also called so."""
        return self.current().filter(folded_name=f"\n{fold(name)}\n").first() or super().find(name)


class Theme(Noun):
    """A concept in the sense of SKOS: its name is the prefLabel; a theme may cross domains."""

    alt_labels: models.JSONField[Any, Any] = models.JSONField("ook genoemd", default=list, blank=True)
    broader = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="narrower",
        verbose_name="valt onder",
    )
    domains = models.ManyToManyField(
        Domain, related_name="themes", blank=True, verbose_name="beleidsdomeinen"
    )
    folded_labels = FoldedField(of=("alt_labels",))
    search_text = FoldedField(of=("name", "external_id", "alt_labels"))

    objects = ThemeQuerySet.as_manager()

    class Meta(Noun.Meta):
        verbose_name = "thema"
        verbose_name_plural = "thema’s"
        constraints = one_current_per_name("theme")


class StakeholderGroupQuerySet(NounQuerySet["StakeholderGroup"]):
    def target_groups(self) -> Self:
        return self.filter(kind=StakeholderGroup.Kind.TARGET)

    def stakeholders(self) -> Self:
        return self.exclude(kind=StakeholderGroup.Kind.TARGET)


class StakeholderGroup(Noun):
    """A group with a voice in the programme (belanghebbenden), or a target group for whom others speak."""

    class Kind(models.TextChoices):
        ENTERPRISE = "enterprise", "ondernemers"
        GOVERNMENT = "government", "overheid"
        COUNCIL = "council", "politiek"
        KNOWLEDGE = "knowledge", "onderwijs en onderzoek"
        FINANCE = "finance", "financiers"
        PURCHASING = "purchasing", "inkopers"
        ADVOCACY = "advocacy", "belangenorganisaties"
        TARGET = "target", "doelgroep"
        OTHER = "other", "anders"

    key = models.SlugField(
        "sleutel",
        max_length=80,
        unique=True,
        editable=False,
        help_text="Vaste naam in adressen en open data.",
    )
    kind = models.CharField("soort", max_length=20, choices=Kind, default=Kind.OTHER)
    represents = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="represented_by",
        limit_choices_to={"kind": Kind.TARGET, "merged_into": None},
        verbose_name="spreekt voor",
        help_text="De doelgroepen voor wie deze groep opkomt.",
    )

    objects = StakeholderGroupQuerySet.as_manager()

    class Meta(Noun.Meta):
        verbose_name = "groep"
        verbose_name_plural = "groepen"
        constraints = one_current_per_name("group")
