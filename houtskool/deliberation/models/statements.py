"""What is voted on, and the contributions that it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.roles import READS
from houtskool.deliberation.models.conversations import Conversation
from houtskool.inventory.models import Contribution
from houtskool.records.personal import Personal

if TYPE_CHECKING:
    from houtskool.accounts.models import User

MOST_CHARACTERS = 280

STATED = Personal(
    purpose="Stemmen over wat de stad vindt; een stelling kan iets over een persoon zeggen",
    ground="Taak van algemeen belang (AVG art. 6 lid 1 onder e)",
    term="Zolang de Archiefwet het gesprek laat bewaren; eerder als de stelling iemand noemt",
)


class StatementQuerySet(models.QuerySet["Statement"]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_authenticated and user.holds(*READS) else self.none()

    def shown(self) -> Self:
        """Those that participants vote on and that count: not taken out, and not erased."""
        return self.filter(state=Statement.State.SHOWN).exclude(words="")

    def with_voted(self) -> Self:
        """With `voted`: how many voted on it and count, as in the result."""
        counts = Q(votes__participant__excluded_at=None)
        return self.annotate(voted=Count("votes__participant", filter=counts, distinct=True))

    def erased(self) -> Self:
        """Of which the words were erased; they can no longer be shown."""
        return self.filter(words="")

    def waiting(self) -> Self:
        return self.filter(state=Statement.State.WAITING)


class Statement(models.Model):
    """One sentence to agree or disagree with. `number` is its name within the conversation and in exports.

    `participant`: who added it, when a participant did; shown to nobody.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("wacht op goedkeuring")
        SHOWN = "shown", _("staat erin")
        OUT = "out", _("weggehaald")

    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="statements", verbose_name=_("gesprek")
    )
    number = models.PositiveIntegerField(_("nummer"))
    words = models.CharField(_("stelling"), max_length=MOST_CHARACTERS)
    words_en = models.CharField(_("stelling in het Engels"), max_length=MOST_CHARACTERS, blank=True)
    state = models.CharField(_("stand"), max_length=8, choices=State, default=State.SHOWN)
    because = models.TextField(_("waarom weggehaald"), blank=True)
    participant = models.ForeignKey(
        "deliberation.Participant",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="statements",
        verbose_name=_("toegevoegd door deelnemer"),
    )
    sources: models.ManyToManyField[Contribution, StatementSource] = models.ManyToManyField(
        Contribution, through="StatementSource", related_name="statements", verbose_name=_("inbreng")
    )
    at = models.DateTimeField(_("gemaakt"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("door")
    )

    objects = StatementQuerySet.as_manager()
    personal: ClassVar[dict[str, Personal]] = {"words": STATED, "words_en": STATED}

    class Meta:
        verbose_name = _("stelling")
        verbose_name_plural = _("stellingen")
        ordering = ("conversation", "number")
        constraints = [
            models.UniqueConstraint(fields=["conversation", "number"], name="one_statement_per_number"),
            models.CheckConstraint(
                condition=~Q(state="out") | ~Q(because=""), name="a_statement_goes_out_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"stelling {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("deliberation:statement", args=[self.pk])


class StatementSource(models.Model):
    """A contribution that a statement was made from."""

    statement = models.ForeignKey(
        Statement, models.CASCADE, related_name="made_from", verbose_name=_("stelling")
    )
    contribution = models.ForeignKey(
        Contribution, models.PROTECT, related_name="stated_in", verbose_name=_("inbreng")
    )

    class Meta:
        verbose_name = _("herkomst van een stelling")
        verbose_name_plural = _("herkomsten van stellingen")
        ordering = ("statement", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "contribution"], name="one_source_per_statement_and_contribution"
            )
        ]

    def __str__(self) -> str:
        return f"{self.statement} uit {self.contribution}"
