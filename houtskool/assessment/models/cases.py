"""A request for help (hulpvraag), from the form to its end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.roles import STEERS, Role
from houtskool.assessment.models.frameworks import Framework
from houtskool.assessment.models.versions import FrameworkVersion
from houtskool.process.models.periods import local_day
from houtskool.records.models import Upload
from houtskool.records.personal import Personal
from houtskool.records.secret_links import SecretLinked

if TYPE_CHECKING:
    from houtskool.accounts.models import User

# Who handles requests and reads all of them; assessors read those that they were asked for.
HANDLES = STEERS | {Role.OFFICIAL}
READS_CASES = HANDLES | {Role.MANDATE_HOLDER}

ASKED = Personal(
    purpose="Een hulpvraag behandelen en de aanvrager laten weten hoe het ervoor staat",
    ground="Taak van algemeen belang (AVG art. 6 lid 1 onder e)",
    term="Tot vijf jaar na het einde van de behandeling; een besluit zolang de Archiefwet dat vraagt",
)


ADDED = Personal(
    purpose="Bestanden bewaren die bij een hulpvraag horen die nog niet verstuurd is",
    ground="Taak van algemeen belang (AVG art. 6 lid 1 onder e)",
    term="Een dag",
)


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: User) -> Self:
        """All to who handles and decides; to an assessor those asked for. None that one stepped back from."""
        if not user.is_authenticated:
            return self.none()
        assigned = self._assigned(user)
        if user.holds(*READS_CASES):
            return self.exclude(models.Exists(assigned.exclude(stepped_back_at=None)))
        return self.filter(models.Exists(assigned.filter(stepped_back_at=None)))

    def stepped_back_from(self, user: User) -> Self:
        """Those in which this user declared an interest: their number is known, and nothing else."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(models.Exists(self._assigned(user).exclude(stepped_back_at=None)))

    def _assigned(self, user: User) -> Any:
        assignments: Any = self.model._meta.get_field("assignments").related_model
        return assignments.objects.filter(case=models.OuterRef("pk"), user=user)

    def readable_by(self, user: User) -> Self:
        """Who reads the names and addresses: an assessor reads the request, not who to reach."""
        return self if user.is_authenticated and user.holds(*READS_CASES) else self.none()

    def unfinished(self) -> Self:
        return self.filter(closed_at=None)


class Case(SecretLinked):
    """What somebody asks of the city. The secret link opens the page where the applicant follows it.

    `answers`: key of a question → the answer as text, absent where unknown. `wanted`: keys of kinds of
    support. `version`: the framework that holds for it, the last one adopted on the day it came in.
    `declared`: aid of others, {"giver", "amount", "on"} a row, as text; rows of Support once it is known of
    which organisation. `draft`: which filled-in form it came from, so that sending it twice gives one case.
    `route` is empty until the contact chose one. With `legal_effect` it is an application (aanvraag) with a
    term that the law gives. What phase it is in is derived: assessment/cases/phase.py.
    """

    class Route(models.TextChoices):
        QUICK = "quick", _("snel")
        WEIGHED = "weighed", _("afwegen")
        BUYERS = "buyers", _("naar inkoop")

    class Outcome(models.TextChoices):
        """How it ended. A weighed request ends in a decision: granted, partly, refused."""

        ADVISED = "advised", _("advies gegeven")
        INTRODUCED = "introduced", _("voorgesteld aan iemand")
        REFERRED = "referred", _("doorverwezen")
        TO_BUYERS = "to-buyers", _("naar inkoop")
        GRANTED = "granted", _("toegekend")
        PARTLY = "partly", _("deels toegekend")
        REFUSED = "refused", _("afgewezen")
        NOT_HANDLED = "not-handled", _("niet in behandeling genomen")
        WITHDRAWN = "withdrawn", _("ingetrokken door de aanvrager")

    framework = models.ForeignKey(
        Framework, models.PROTECT, related_name="cases", verbose_name=_("afwegingskader")
    )
    version = models.ForeignKey(
        FrameworkVersion, models.PROTECT, related_name="cases", verbose_name=_("versie van het kader")
    )
    number = models.CharField(_("nummer"), max_length=20, unique=True)
    title = models.CharField(_("waar gaat het over"), max_length=200)
    what = models.TextField(_("wat is er nodig"))
    amount = models.DecimalField(
        _("gevraagd bedrag"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    when = models.CharField(_("wanneer"), max_length=200, blank=True)
    answers: models.JSONField[Any, Any] = models.JSONField(_("antwoorden"), default=dict, blank=True)
    wanted: models.JSONField[Any, Any] = models.JSONField(_("gewenste steun"), default=list, blank=True)
    declared: models.JSONField[Any, Any] = models.JSONField(
        _("opgegeven steun van anderen"), default=list, blank=True
    )
    draft = models.UUIDField(_("formulier"), null=True, unique=True, editable=False)
    name = models.CharField(_("naam"), max_length=120)
    email = models.EmailField(_("e-mailadres"))
    phone = models.CharField(_("telefoon"), max_length=40, blank=True)
    organisation_name = models.CharField(_("organisatie"), max_length=200, blank=True)
    kvk = models.CharField(_("KvK-nummer"), max_length=8, blank=True)
    organisation = models.ForeignKey(
        "sector.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("organisatie in het overzicht"),
    )
    initiative = models.ForeignKey(
        "sector.Initiative",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("initiatief"),
    )
    received_at = models.DateTimeField(_("ontvangen"))
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("contactpersoon"),
    )
    route = models.CharField(_("route"), max_length=8, choices=Route, blank=True)
    route_reason = models.TextField(_("waarom deze route"), blank=True)
    routed_at = models.DateTimeField(_("route gekozen"), null=True, blank=True)
    legal_effect = models.BooleanField(_("aanvraag met besluit waartegen bezwaar kan"), default=False)
    legal_effect_because = models.TextField(_("waarom wel of geen besluit"), blank=True)
    term_weeks = models.PositiveSmallIntegerField(_("beslistermijn in weken"), default=8)
    extended_weeks = models.PositiveSmallIntegerField(_("verlengd met weken"), default=0)
    extended_reason = models.TextField(_("waarom verlengd"), blank=True)
    extended_at = models.DateTimeField(_("verlengd op"), null=True, blank=True)
    outcome = models.CharField(_("uitkomst"), max_length=12, choices=Outcome, blank=True)
    closing_words = models.TextField(_("bericht aan de aanvrager"), blank=True)
    refusal_reason = models.CharField(_("reden van afwijzing, kort"), max_length=120, blank=True)
    closed_at = models.DateTimeField(_("afgerond"), null=True, blank=True)

    objects: ClassVar[models.Manager[Case]] = CaseQuerySet.as_manager()
    personal: ClassVar[dict[str, Personal]] = {
        "title": ASKED,
        "what": ASKED,
        "answers": ASKED,
        "declared": ASKED,
        "name": ASKED,
        "email": ASKED,
        "phone": ASKED,
        "organisation_name": ASKED,
        "kvk": ASKED,
        "closing_words": ASKED,
    }

    class Meta:
        verbose_name = _("hulpvraag")
        verbose_name_plural = _("hulpvragen")
        ordering = ("-received_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", closed_at=None) | (~Q(outcome="") & Q(closed_at__isnull=False)),
                name="a_case_that_ended_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(route="", routed_at=None)
                | (~Q(route="") & ~Q(route_reason="") & Q(routed_at__isnull=False)),
                name="a_route_has_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("assessment:case", args=[self.pk])


OfCase = TypeVar("OfCase", bound=models.Model)


class OfCaseQuerySet(models.QuerySet[OfCase]):
    """Rows that are seen by whoever sees their case."""

    def visible_to(self, user: User) -> Self:
        return self.filter(case__in=Case.objects.visible_to(user))

    def readable_by(self, user: User) -> Self:
        return self if user.is_authenticated and user.holds(*READS_CASES) else self.none()


class SupplementQuerySet(OfCaseQuerySet["Supplement"]):
    pass


class Supplement(models.Model):
    """The one request to the applicant for what is missing. Until the answer the term stands still.

    It stands still no longer than until `answer_by`, as the Awb (art. 4:15) has it.
    """

    case = models.OneToOneField(Case, models.CASCADE, related_name="supplement", verbose_name=_("hulpvraag"))
    missing = models.TextField(_("wat ontbreekt"))
    asked_at = models.DateTimeField(_("gevraagd op"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("gevraagd door")
    )
    answer_by = models.DateField(_("antwoord tot en met"))
    answer = models.TextField(_("antwoord"), blank=True)
    answered_at = models.DateTimeField(_("beantwoord"), null=True, blank=True)

    objects: ClassVar[models.Manager[Supplement]] = SupplementQuerySet.as_manager()
    personal: ClassVar[dict[str, Personal]] = {"missing": ASKED, "answer": ASKED}

    class Meta:
        verbose_name = _("vraag om aanvulling")
        verbose_name_plural = _("vragen om aanvulling")

    def __str__(self) -> str:
        return f"aanvulling van {self.case}"

    def get_absolute_url(self) -> str:
        return f"{self.case.get_absolute_url()}#aanvulling"

    def until(self) -> date:
        """The last day of standing still: the one before the answer, as the Awb says "tot de dag waarop"."""
        if self.answered_at is None:
            return self.answer_by
        return min(local_day(self.answered_at) - timedelta(days=1), self.answer_by)


class EvidenceQuerySet(OfCaseQuerySet["Evidence"]):
    pass


class Evidence(models.Model):
    """A file that shows something: sent along by the applicant, or added by who handles the request."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="evidence", verbose_name=_("hulpvraag"))
    title = models.CharField(_("wat het is"), max_length=200)
    criterion = models.CharField(_("bij welk criterium"), max_length=60, blank=True)
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="+", verbose_name=_("bestand"))
    at = models.DateTimeField(_("ontvangen"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("toegevoegd door"),
    )

    objects: ClassVar[models.Manager[Evidence]] = EvidenceQuerySet.as_manager()
    personal: ClassVar[dict[str, Personal]] = {"title": ASKED}

    class Meta:
        verbose_name = _("bewijsstuk")
        verbose_name_plural = _("bewijsstukken")
        ordering = ("case", "pk")

    def __str__(self) -> str:
        return f"bewijsstuk {self.pk} bij {self.case}"

    def get_absolute_url(self) -> str:
        return f"{self.case.get_absolute_url()}#bewijs"


class DraftFile(models.Model):
    """A file that came with a form that had to be mended first: kept a day, so that nobody sends it twice."""

    draft = models.UUIDField(_("formulier"), db_index=True)
    criterion = models.CharField(_("bij welk criterium"), max_length=60, blank=True)
    title = models.CharField(_("wat het is"), max_length=200)
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="+", verbose_name=_("bestand"))
    at = models.DateTimeField(_("ontvangen"))

    personal: ClassVar[dict[str, Personal]] = {"title": ADDED}

    class Meta:
        verbose_name = _("bestand bij een formulier")
        verbose_name_plural = _("bestanden bij een formulier")
        ordering = ("draft", "pk")

    def __str__(self) -> str:
        return self.title
