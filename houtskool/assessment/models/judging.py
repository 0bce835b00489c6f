"""Who assesses a case, and what each gave: blind until all have handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from houtskool.assessment.models.cases import READS_CASES, Case
from houtskool.records.personal import Personal

if TYPE_CHECKING:
    from houtskool.accounts.models import User

INTEREST = Personal(
    purpose="Laten zien dat wie een belang heeft, niet meebeoordeelt",
    ground="Wettelijke plicht (AVG art. 6 lid 1 onder c; Awb art. 2:4)",
    term="Zolang de Archiefwet het besluit laat bewaren",
)
# Personal, also so that the journal keeps them as digests and shows them to whoever `visible_to` allows.
GIVEN = Personal(
    purpose="Een hulpvraag afwegen, en kunnen uitleggen waarop een besluit steunt",
    ground="Taak van algemeen belang (AVG art. 6 lid 1 onder e; Awb art. 3:46)",
    term="Zolang de Archiefwet het besluit laat bewaren",
)


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, user: User) -> Self:
        """Who assesses what: to who handles the case; to an assessor the own one, and the others' once all
        handed in.
        """
        if not user.is_authenticated:
            return self.none()
        if user.holds(*READS_CASES):
            stepped = Case.objects.all().stepped_back_from(user)
            return self.filter(Q(user=user) | ~Q(case__in=stepped))
        return self.filter(Q(user=user) | (Q(case__in=_own_cases(user)) & _all_handed_in("case")))

    def active(self) -> Self:
        """Without who stepped back."""
        return self.filter(stepped_back_at=None)

    def open(self) -> Self:
        return self.active().filter(handed_in_at=None)

    def waiting(self) -> Self:
        """What still keeps the judgements of its case closed: who must hand in, or who stepped back and was
        not replaced or let go yet.
        """
        return self.filter(Q(stepped_back_at=None) | Q(settled_at=None), handed_in_at=None)


class Assignment(models.Model):
    """One assessor asked for one case. Who declares an interest steps back, and reads no more of it.

    `settled_at`: when the contact asked another instead, or went on without. Until then the case waits, so
    that whoever comes instead still judges blind.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="assignments", verbose_name=_("hulpvraag"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments", verbose_name=_("beoordelaar")
    )
    domain = models.ForeignKey(
        "sector.Domain",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("vanuit beleidsdomein"),
    )
    due_on = models.DateField(_("inleveren tot en met"))
    at = models.DateTimeField(_("gevraagd"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("gevraagd door")
    )
    handed_in_at = models.DateTimeField(_("ingeleverd"), null=True, blank=True)
    stepped_back_at = models.DateTimeField(_("teruggetreden"), null=True, blank=True)
    interest = models.TextField(_("belang"), blank=True)
    settled_at = models.DateTimeField(_("vervangen of zonder verder"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("herinnerd"), null=True, blank=True)

    objects: ClassVar[models.Manager[Assignment]] = AssignmentQuerySet.as_manager()
    personal: ClassVar[dict[str, Personal]] = {"interest": INTEREST}

    class Meta:
        verbose_name = _("beoordelaar van een hulpvraag")
        verbose_name_plural = _("beoordelaars van hulpvragen")
        ordering = ("case", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user"],
                name="one_assignment_per_assessor",
                violation_error_message=_("Deze beoordelaar is al gevraagd."),
            ),
            models.CheckConstraint(
                condition=Q(stepped_back_at=None) | Q(handed_in_at=None),
                name="who_steps_back_hands_nothing_in",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} bij {self.case}"

    def get_absolute_url(self) -> str:
        return f"{self.case.get_absolute_url()}#beoordelaars"


class JudgementQuerySet(models.QuerySet["Judgement"]):
    def visible_to(self, user: User) -> Self:
        """The own ones, always; those of others only once every assessor of the case handed in, and then to
        who handles, decides or assessed it. Every page, export and journal line goes through here.
        """
        if not user.is_authenticated:
            return self.none()
        own = Q(assignment__user=user)
        others = _all_handed_in("assignment__case")
        if not user.holds(*READS_CASES):
            others &= Q(assignment__case__in=_own_cases(user))
        # Somebody who handles the case and still has to hand in an own judgement stays blind as well; so does
        # who stepped back for an interest.
        blind = Assignment.objects.filter(user=user, case=OuterRef("assignment__case"), handed_in_at=None)
        return self.filter(own | (others & ~Exists(blind)))

    def counting(self) -> Self:
        return self.filter(assignment__stepped_back_at=None)

    def opened(self) -> Self:
        """Of cases of which everybody handed in: what may be compared and reckoned with."""
        return self.counting().filter(_all_handed_in("assignment__case"))


class Judgement(models.Model):
    """What an assessor gave on one criterion (by its key in the case's version), with the reason.

    "Not applicable" and "unknown" are marks, not numbers. Moderation adds a row (`moderated`) beside the
    first, which stays as it was handed in.
    """

    class Mark(models.TextChoices):
        SCORE = "score", _("score")
        UNKNOWN = "unknown", _("weet ik niet")
        NOT_APPLICABLE = "n/a", _("niet van toepassing")

    assignment = models.ForeignKey(
        Assignment, models.CASCADE, related_name="judgements", verbose_name=_("beoordelaar")
    )
    criterion = models.CharField(_("criterium"), max_length=60)
    mark = models.CharField(_("oordeel"), max_length=8, choices=Mark)
    score = models.DecimalField(_("score"), max_digits=14, decimal_places=4, null=True, blank=True)
    reason = models.TextField(_("reden"), blank=True)
    evidence = models.TextField(_("waaruit dat blijkt"), blank=True)
    moderated = models.BooleanField(_("na overleg"), default=False)
    at = models.DateTimeField(_("gegeven"))

    objects: ClassVar[models.Manager[Judgement]] = JudgementQuerySet.as_manager()
    personal: ClassVar[dict[str, Personal]] = dict.fromkeys(("mark", "score", "reason", "evidence"), GIVEN)

    class Meta:
        verbose_name = _("oordeel")
        verbose_name_plural = _("oordelen")
        ordering = ("assignment", "criterion", "moderated")
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "criterion", "moderated"], name="one_judgement_per_criterion"
            ),
            models.CheckConstraint(
                condition=Q(mark="score", score__isnull=False) | (~Q(mark="score") & Q(score=None)),
                name="a_score_has_its_number",
            ),
        ]

    def __str__(self) -> str:
        return f"oordeel {self.pk}"

    def get_absolute_url(self) -> str:
        return self.assignment.get_absolute_url()


def _own_cases(user: User) -> models.QuerySet[Assignment, dict[str, int]]:
    return Assignment.objects.active().filter(user=user).values("case")  # type: ignore[return-value]  # rows of one column


def _all_handed_in(path: str) -> Q:
    """Whether the case at the path has assessors, and waits for none of them."""
    asked = Assignment.objects.filter(case=OuterRef(path))
    return Q(Exists(asked.active())) & ~Q(Exists(asked.waiting()))
