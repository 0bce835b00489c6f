"""A conversation in which people vote on statements, and the doors through which they come in."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.roles import READS
from houtskool.process.models import Gathering, Process
from houtskool.process.models.invitations import new_code
from houtskool.records.secret_links import new_key

if TYPE_CHECKING:
    from houtskool.accounts.models import User


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_authenticated and user.holds(*READS) else self.none()

    def due(self, at: datetime) -> Self:
        """Of which the closing time has come, while networks are still told apart."""
        return self.filter(closes_at__lte=at).exclude(network_key="")

    def with_counts(self) -> Self:
        """With `people`, `shown` and `waiting`: each counted by itself, so that rows do not multiply."""

        def number(rows: str, **where: str) -> Coalesce:
            model: Any = self.model._meta.get_field(rows).related_model
            found = model.objects.filter(conversation=OuterRef("pk"), **where).order_by()
            counted = found.values("conversation").annotate(number=Count("pk")).values("number")
            return Coalesce(Subquery(counted), 0)

        return self.annotate(
            people=number("participants"),
            shown=number("statements", state="shown"),
            waiting=number("statements", state="waiting"),
        )

    def published(self) -> Self:
        """Of which everybody may read the result."""
        return self.exclude(published_at=None)


class Conversation(models.Model):
    """Statements on one question, voted on by many. Open from `opens_at` (once set) until `closes_at`.

    `map_from`: below so many placed participants no map is shown to anybody. `network_key`: with it networks
    are told apart for the moderator's signals; it is emptied when the conversation closes, and then what was
    made with it says nothing any more.
    """

    class Audience(models.TextChoices):
        GATHERING = "gathering", _("wie bij de bijeenkomst is")
        GROUPS = "groups", _("genodigde groepen")
        EVERYONE = "everyone", _("iedereen")

    class Moderation(models.TextChoices):
        BEFORE = "before", _("vooraf: een stelling staat er pas als u haar goedkeurt")
        AFTER = "after", _("achteraf: een stelling staat er meteen, u kunt haar weghalen")

    process = models.ForeignKey(
        Process, models.CASCADE, related_name="conversations", verbose_name=_("proces")
    )
    title = models.CharField(_("vraag"), max_length=200)
    text = models.TextField(_("uitleg"), blank=True)
    title_en = models.CharField(_("vraag in het Engels"), max_length=200, blank=True)
    text_en = models.TextField(_("uitleg in het Engels"), blank=True)
    gathering = models.ForeignKey(
        Gathering,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="conversations",
        verbose_name=_("bijeenkomst"),
    )
    audience = models.CharField(_("voor wie"), max_length=10, choices=Audience, default=Audience.EVERYONE)
    opens_at = models.DateTimeField(_("gaat open"), null=True, blank=True)
    closes_at = models.DateTimeField(_("gaat dicht"), null=True, blank=True)
    may_add = models.BooleanField(_("deelnemers mogen stellingen toevoegen"), default=True)
    moderation = models.CharField(
        _("toezicht op stellingen"), max_length=6, choices=Moderation, default=Moderation.BEFORE
    )
    asks_group = models.BooleanField(_("vraag deelnemers bij welke groep zij horen"), default=True)
    map_from = models.PositiveSmallIntegerField(
        _("kaart vanaf zoveel deelnemers"), default=12, validators=[MinValueValidator(7)]
    )
    network_key = models.CharField(max_length=24, default=new_key, blank=True, editable=False)
    analysis_asked_at = models.DateTimeField(_("analyse gevraagd"), null=True, editable=False)
    upload = models.ForeignKey(
        "records.Upload",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="conversations",
        verbose_name=_("ingelezen uit"),
    )
    published_at = models.DateTimeField(_("uitkomst openbaar sinds"), null=True, blank=True)
    at = models.DateTimeField(_("gemaakt"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("door")
    )

    objects = ConversationQuerySet.as_manager()
    # The journal keeps for good what it is told.
    unrecorded: ClassVar[frozenset[str]] = frozenset({"network_key", "analysis_asked_at"})

    class Meta:
        verbose_name = _("gesprek")
        verbose_name_plural = _("gesprekken")
        ordering = ("-at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="a_conversation_closes_after_it_opens",
                violation_error_message=_("Laat het gesprek later dichtgaan dan het opengaat."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("deliberation:conversation", args=[self.pk])

    def is_open(self, at: datetime) -> bool:
        return self.has_opened(at) and not self.is_over(at)

    def has_opened(self, at: datetime) -> bool:
        return self.opens_at is not None and self.opens_at <= at

    def is_over(self, at: datetime) -> bool:
        return self.closes_at is not None and self.closes_at <= at


class DoorQuerySet(models.QuerySet["Door"]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)


class Door(models.Model):
    """A link with a QR code through which people come in: one for all, for the room, or for a group.

    It is never of one person: who came in by it cannot be told from the link. `limit`: no more devices than
    this come in. `invited`: how many were asked through it, where that is known. A group has one that works;
    two where two groups became one, because both codes were handed out.
    """

    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="doors", verbose_name=_("gesprek")
    )
    name = models.CharField(_("naam"), max_length=120)
    group = models.ForeignKey(
        "sector.StakeholderGroup",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="doors",
        verbose_name=_("groep"),
    )
    code = models.CharField(_("code"), max_length=8, unique=True, default=new_code, editable=False)
    limit = models.PositiveIntegerField(
        _("hoogstens zoveel deelnemers"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    invited = models.PositiveIntegerField(_("zoveel mensen uitgenodigd"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("gemaild"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("ingetrokken"), null=True, blank=True)

    objects = DoorQuerySet.as_manager()

    class Meta:
        verbose_name = _("deelnamelink")
        verbose_name_plural = _("deelnamelinks")
        ordering = ("conversation", "pk")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("deliberation:enter", args=[self.code])
