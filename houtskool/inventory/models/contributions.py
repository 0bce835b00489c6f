from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.roles import READS
from houtskool.inventory.models.contributors import SAID, Contributor
from houtskool.inventory.search_text import StemmedField
from houtskool.process.models import Gathering, Process, SourceDocument, Table
from houtskool.records.models import Upload
from houtskool.records.personal import Personal

if TYPE_CHECKING:
    from houtskool.accounts.models import User


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def visible_to(self, user: User) -> Self:
        """Which rows exist for this user; what of their words may be shown is decided in `consent` alone."""
        return self if user.is_authenticated and user.holds(*READS) else self.none()

    def readable_by(self, user: User) -> Self:
        """The rows of which this user may read the words and all that may tell who said them."""
        from houtskool.inventory import consent  # decides about this model, so it stands above it

        return consent.readable(self.visible_to(user), consent.audience(user))

    def standing(self) -> Self:
        """Without those that were merged into another."""
        return self.filter(merged_into=None)

    def of_group(self, group: Any) -> Self:
        """What a group said, also where it lives on in something that another group said."""
        # No join: rows would come twice, and telling them apart reads all of their words.
        merged = self.model.objects.filter(group=group, merged_into__isnull=False)
        return self.filter(models.Q(group=group) | models.Q(pk__in=merged.values("merged_into")))

    def with_theme(self, theme: Any) -> Self:
        return self.filter(pk__in=self.model.objects.filter(codings__theme=theme).values("pk"))

    def without_answer(self) -> Self:
        return self.standing().filter(answered_at=None)

    def without_theme(self) -> Self:
        codings: Any = self.model._meta.get_field("codings").related_model
        coded = codings.objects.filter(contribution=models.OuterRef("pk"))
        return self.standing().filter(~models.Exists(coded))


class Contribution(models.Model):
    """Something that was said or written, word for word, and what may be shown of it.

    No page, export, PDF or API reads `words` or `title` by itself: `inventory.consent` says what it may show.
    """

    class Kind(models.TextChoices):
        NEED = "need", _("behoefte")
        OBSTACLE = "obstacle", _("belemmering")
        IDEA = "idea", _("idee")
        OFFER = "offer", _("aanbod")
        FACT = "fact", _("feit")
        REACTION = "reaction", _("reactie")

    class Consent(models.TextChoices):
        QUOTE = "quote", _("citeren met naam")
        PSEUDONYM = "pseudonym", _("citeren zonder naam")
        AGGREGATE = "aggregate", _("alleen meetellen")

    class State(models.TextChoices):
        NEW = "new", _("nieuw")
        CODED = "coded", _("thema gegeven")
        MERGED = "merged", _("samengevoegd")
        ANSWERED = "answered", _("beantwoord")

    class Outcome(models.TextChoices):
        """What the municipality does with it; `answer` gives the reason."""

        TAKEN = "taken", _("we nemen dit mee")
        PARTLY = "partly", _("we nemen dit deels mee")
        NOT_TAKEN = "not-taken", _("we nemen dit niet mee")
        DONE = "done", _("dit gebeurt al")
        ELSEWHERE = "elsewhere", _("dit hoort ergens anders")

    process = models.ForeignKey(
        Process, models.CASCADE, related_name="contributions", verbose_name=_("proces")
    )
    kind = models.CharField(_("soort"), max_length=10, choices=Kind, blank=True)
    title = models.CharField(_("titel"), max_length=300, blank=True)
    words = models.TextField(_("woorden"))
    gathering = models.ForeignKey(
        Gathering,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("bijeenkomst"),
    )
    table = models.ForeignKey(
        Table,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("tafel"),
    )
    document = models.ForeignKey(
        SourceDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("document"),
    )
    start = models.PositiveIntegerField(_("begin in de tekst"), null=True, blank=True)
    end = models.PositiveIntegerField(_("einde in de tekst"), null=True, blank=True)
    place = models.CharField(_("vindplaats"), max_length=200, blank=True)
    said_on = models.DateField(_("gezegd op"), null=True, blank=True)
    contributor = models.ForeignKey(
        Contributor,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("inbrenger"),
    )
    group = models.ForeignKey(
        "sector.StakeholderGroup",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("groep"),
    )
    consent = models.CharField(_("toestemming"), max_length=10, choices=Consent, default=Consent.AGGREGATE)
    withdrawn_at = models.DateTimeField(_("ingetrokken"), null=True, blank=True)
    photo = models.ForeignKey(
        Upload, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("foto")
    )
    own_columns: models.JSONField[Any, Any] = models.JSONField(_("eigen kolommen"), default=dict, blank=True)
    external_id = models.CharField(_("eigen nummer"), max_length=80, blank=True)
    kept_hints: models.JSONField[Any, Any] = models.JSONField(
        _("persoonsgegevens die mogen blijven staan"), default=list, blank=True, editable=False
    )
    stems = StemmedField(of=("title", "words"))
    draft = models.UUIDField(_("nummer van het concept"), default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(_("stand"), max_length=10, choices=State, default=State.NEW)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name=_("samengevoegd met"),
    )
    outcome = models.CharField(_("wat we ermee doen"), max_length=10, choices=Outcome, blank=True)
    answer = models.TextField(_("antwoord"), blank=True)
    answered_at = models.DateTimeField(_("beantwoord"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("beantwoord door"),
    )
    at = models.DateTimeField(_("ontvangen"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("ingevoerd door"),
    )

    objects: ClassVar[models.Manager[Contribution]] = ContributionQuerySet.as_manager()
    personal: ClassVar[dict[str, Personal]] = {
        "title": SAID,
        "words": SAID,
        "own_columns": SAID,
        "kept_hints": SAID,
        "place": SAID,
        "external_id": SAID,
        "answer": SAID,
    }

    class Meta:
        verbose_name = _("inbreng")
        verbose_name_plural = _("inbreng")
        ordering = ("-at", "-pk")
        indexes = [
            models.Index(fields=["process", "-at", "-id"], name="contributions_in_order"),
            models.Index(fields=["-at", "-id"], name="contributions_newest_first"),
            models.Index(fields=["merged_into", "answered_at", "-at", "-id"], name="contributions_waiting"),
            models.Index(fields=["process", "state"], name="contributions_by_state"),
            models.Index(fields=["process", "merged_into", "group"], name="contributions_by_group"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "external_id"],
                condition=~models.Q(external_id=""),
                name="one_contribution_per_number",
            )
        ]

    def __str__(self) -> str:
        """Never the words: those go through `consent`."""
        return f"inbreng {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("inventory:contribution", args=[self.pk])
