"""What every noun of the sector has: a name that can be found, an own key, a source, and how it merges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, TypeVar, cast

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.roles import READS
from houtskool.records.folding import FoldedField, fold

if TYPE_CHECKING:
    from houtskool.accounts.models import User

NounType = TypeVar("NounType", bound="Noun")


class NounQuerySet(models.QuerySet[NounType]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_authenticated and user.holds(*READS) else self.none()

    def current(self) -> Self:
        """Without what was merged into something else."""
        return self.filter(merged_into=None)

    def search(self, text: str) -> Self:
        """Rows that hold every word of the text, whatever its case and accents."""
        found = self
        for word in fold(text).split():
            found = found.filter(search_text__contains=word)
        return found

    def named(self, name: str) -> Self:
        """Rows with this name, whatever its case and accents."""
        return self.filter(folded_name=f"\n{fold(name)}\n")

    def find(self, name: str) -> NounType | None:
        """The current row with this name, or the one into which a row of this name was merged."""
        if found := self.current().named(name).first():
            return found
        merged = self.named(name).exclude(merged_into=None).order_by("-pk").first()
        return merged.kept() if merged else None


class Noun(models.Model):
    name = models.CharField(_("naam"), max_length=200)
    description = models.TextField(_("omschrijving"), blank=True)
    external_id = models.CharField(
        _("eigen kenmerk"),
        max_length=100,
        blank=True,
        help_text=_("Het nummer of de code waaronder u dit in uw eigen bestand bewaart."),
    )
    source = models.CharField(
        _("herkomst"),
        max_length=200,
        blank=True,
        help_text=_("Waar de gegevens vandaan komen, bijvoorbeeld een lijst of een gesprek."),
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_from",
        verbose_name=_("samengevoegd met"),
    )
    folded_name = FoldedField(of=("name",))
    search_text = FoldedField(of=("name", "external_id"))

    class Meta:
        abstract = True
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse(f"sector:{self._meta.model_name}", args=[self.pk])

    def kept(self) -> Self:
        """The row in which this one lives on: itself, unless it was merged."""
        return cast("Self", self.merged_into).kept() if self.merged_into else self


def one_current_per_name(noun: str) -> list[models.BaseConstraint]:
    """Two rows that both count may not share a name, nor an own key."""
    current = models.Q(merged_into=None)
    return [
        models.UniqueConstraint(fields=["folded_name"], condition=current, name=f"one_{noun}_per_name"),
        models.UniqueConstraint(
            fields=["external_id"],
            condition=current & ~models.Q(external_id=""),
            name=f"one_{noun}_per_external_id",
        ),
    ]
