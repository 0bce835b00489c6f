from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

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

    alt_labels: models.JSONField[Any, Any] = models.JSONField(_("ook genoemd"), default=list, blank=True)
    broader = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="narrower",
        verbose_name=_("valt onder"),
    )
    domains = models.ManyToManyField(
        Domain, related_name="themes", blank=True, verbose_name=_("beleidsdomeinen")
    )
    folded_labels = FoldedField(of=("alt_labels",))
    search_text = FoldedField(of=("name", "external_id", "alt_labels"))

    objects = ThemeQuerySet.as_manager()

    class Meta(Noun.Meta):
        verbose_name = _("thema")
        verbose_name_plural = _("thema’s")
        constraints = one_current_per_name("theme")


class StakeholderGroupQuerySet(NounQuerySet["StakeholderGroup"]):
    def target_groups(self) -> Self:
        return self.filter(kind=StakeholderGroup.Kind.TARGET)

    def stakeholders(self) -> Self:
        return self.exclude(kind=StakeholderGroup.Kind.TARGET)


class StakeholderGroup(Noun):
    """A group with a voice in the programme (belanghebbenden), or a target group for whom others speak."""

    class Kind(models.TextChoices):
        ENTERPRISE = "enterprise", _("ondernemers")
        GOVERNMENT = "government", _("overheid")
        COUNCIL = "council", _("politiek")
        KNOWLEDGE = "knowledge", _("onderwijs en onderzoek")
        FINANCE = "finance", _("financiers")
        PURCHASING = "purchasing", _("inkopers")
        ADVOCACY = "advocacy", _("belangenorganisaties")
        TARGET = "target", _("doelgroep")
        OTHER = "other", _("anders")

    key = models.SlugField(
        _("sleutel"),
        max_length=80,
        unique=True,
        editable=False,
        help_text=_("Vaste naam in adressen en open data."),
    )
    kind = models.CharField(_("soort"), max_length=20, choices=Kind, default=Kind.OTHER)
    represents = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="represented_by",
        limit_choices_to={"kind": Kind.TARGET, "merged_into": None},
        verbose_name=_("spreekt voor"),
        help_text=_("De doelgroepen voor wie deze groep opkomt."),
    )

    objects = StakeholderGroupQuerySet.as_manager()

    class Meta(Noun.Meta):
        verbose_name = _("groep")
        verbose_name_plural = _("groepen")
        constraints = one_current_per_name("group")
