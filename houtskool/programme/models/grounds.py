"""Why a measure is there: typed, reasoned links from what was said; and the reactions to a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.roles import READS
from houtskool.assessment.models import Case
from houtskool.deliberation.models import Statement
from houtskool.inventory.models import Contribution
from houtskool.process.models import Process
from houtskool.programme.models.measures import Measure
from houtskool.records.personal import Personal
from houtskool.records.secret_links import SecretLinked

if TYPE_CHECKING:
    from houtskool.accounts.models import User


# What a measure can rest on: what somebody said, what many voted on, what somebody asked the city for.
Source = Contribution | Statement | Case


class GroundQuerySet(models.QuerySet["Ground"]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_authenticated and user.holds(*READS) else self.none()

    def public(self) -> Self:
        """What anybody may know of: of conversations only those of which the result is published.

        Of a case anybody may know that there is one, and nothing else.
        """
        shown = Statement.objects.shown().filter(conversation__published_at__isnull=False)
        return self.filter(Q(statement=None) | Q(statement__in=shown))


class Ground(models.Model):
    """What a measure does with its source (onderbouwing): overgenomen, deels, or niet; and why.

    The source is one of three: a contribution, a statement that was voted on, a request for help. Without a
    measure it says that a contribution led to none, and why not. What was written about a request is read by
    who may see the request, and by nobody else.
    """

    class Kind(models.TextChoices):
        ADOPTED = "adopted", _("overgenomen")
        PARTLY = "partly", _("deels overgenomen")
        NOT = "not", _("niet overgenomen")

    contribution = models.ForeignKey(
        Contribution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="grounds",
        verbose_name=_("inbreng"),
    )
    statement = models.ForeignKey(
        Statement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="grounds",
        verbose_name=_("stelling"),
    )
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="grounds", verbose_name=_("hulpvraag")
    )
    measure = models.ForeignKey(
        Measure,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="grounds",
        verbose_name=_("maatregel"),
    )
    kind = models.CharField(_("wat ermee gebeurde"), max_length=8, choices=Kind)
    reason = models.TextField(_("omdat"), blank=True)
    at = models.DateTimeField(_("gelegd"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("door")
    )

    # In the journal too.
    closed: ClassVar[dict[str, str]] = {"reason": "case"}

    objects: ClassVar[models.Manager[Ground]] = GroundQuerySet.as_manager()

    class Meta:
        verbose_name = _("onderbouwing")
        verbose_name_plural = _("onderbouwingen")
        ordering = ("measure", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "contribution"],
                condition=Q(measure__isnull=False),
                name="one_ground_per_measure_and_contribution",
            ),
            models.UniqueConstraint(
                fields=["measure", "statement"], name="one_ground_per_measure_and_statement"
            ),
            models.UniqueConstraint(fields=["measure", "case"], name="one_ground_per_measure_and_case"),
            models.UniqueConstraint(
                fields=["contribution"],
                condition=Q(measure__isnull=True),
                name="one_refusal_per_contribution",
            ),
            models.CheckConstraint(
                condition=Q(contribution__isnull=False, statement=None, case=None)
                | Q(contribution=None, statement__isnull=False, case=None)
                | Q(contribution=None, statement=None, case__isnull=False),
                name="a_ground_has_one_source",
            ),
            models.CheckConstraint(
                condition=Q(measure__isnull=False) | Q(kind="not", contribution__isnull=False),
                name="only_a_refused_contribution_has_no_measure",
            ),
            models.CheckConstraint(
                condition=Q(kind="adopted") | ~Q(reason=""), name="what_is_not_all_adopted_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        # The number of a request is for who may see the request; this name stands in the journal as well.
        source = self.source if self.case_id is None else _("een hulpvraag")
        return f"{source}: {self.get_kind_display()}"

    @property
    def source(self) -> Source:
        found = self.contribution or self.statement or self.case
        assert found is not None
        return found


class ReactionLink(SecretLinked):
    """The link with which somebody who is asked reacts to the draft measures, without an account.

    One that `signs` is about one agreement, and lets its partner say yes to it as well.
    """

    process = models.ForeignKey(
        Process, models.CASCADE, related_name="reaction_links", verbose_name=_("proces")
    )
    contact = models.ForeignKey(
        "sector.Contact",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reaction_links",
        verbose_name=_("contact"),
    )
    group = models.ForeignKey(
        "sector.StakeholderGroup",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reaction_links",
        verbose_name=_("groep"),
    )
    measures = models.ManyToManyField(
        Measure, related_name="reaction_links", blank=True, verbose_name=_("maatregelen")
    )
    question = models.TextField(_("vraag"), blank=True)
    closes_on = models.DateField(_("reageren tot en met"), null=True, blank=True)
    signs = models.BooleanField(_("vraagt om akkoord"), default=False)
    withdrawn_at = models.DateTimeField(_("ingetrokken"), null=True, blank=True)
    at = models.DateTimeField(_("gevraagd"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("door")
    )

    class Meta:
        verbose_name = _("vraag om een reactie")
        verbose_name_plural = _("vragen om een reactie")
        ordering = ("process", "-at", "-pk")

    def __str__(self) -> str:
        return str(self.contact or self.group or _("iedereen met de link"))


class Reaction(models.Model):
    """A contribution that reacts to a draft measure; it is answered before the programme is presented."""

    measure = models.ForeignKey(
        Measure, models.CASCADE, related_name="reactions", verbose_name=_("maatregel")
    )
    contribution = models.OneToOneField(
        Contribution, models.PROTECT, related_name="reaction", verbose_name=_("inbreng")
    )
    link = models.ForeignKey(
        ReactionLink,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="reactions",
        verbose_name=_("gevraagd met"),
    )

    class Meta:
        verbose_name = _("reactie")
        verbose_name_plural = _("reacties")
        ordering = ("measure", "pk")

    def __str__(self) -> str:
        return f"{self.contribution} → {self.measure}"


class Follower(SecretLinked):
    """Somebody who hears by e-mail when a measure moves, and stops with one click; first they confirm."""

    measure = models.ForeignKey(
        Measure, models.CASCADE, related_name="followers", verbose_name=_("maatregel")
    )
    email = models.EmailField(_("e-mailadres"), blank=True)
    at = models.DateTimeField(_("aangevraagd"))
    confirmed_at = models.DateTimeField(_("bevestigd"), null=True, blank=True)
    told = models.CharField(_("laatst verteld"), max_length=64, blank=True)
    told_at = models.DateTimeField(_("laatst gemaild"), null=True, blank=True)

    personal: ClassVar[dict[str, Personal]] = {
        "email": Personal(
            purpose="Laten weten wat er met een maatregel gebeurt",
            ground="Toestemming (AVG art. 6 lid 1 onder a)",
            term="Tot de volger stopt; zonder bevestiging dertig dagen",
        )
    }

    class Meta:
        verbose_name = _("volger")
        verbose_name_plural = _("volgers")
        ordering = ("measure", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "email"], condition=~Q(email=""), name="one_follower_per_address"
            )
        ]

    def __str__(self) -> str:
        return f"volger {self.pk}"
