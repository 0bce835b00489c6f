from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.roles import READS, STEERS
from houtskool.process.models.agreements import Commitment, Decision
from houtskool.process.models.gatherings import Gathering
from houtskool.process.models.process import Goal, Process, Step
from houtskool.records.models import Upload
from houtskool.records.personal import Personal

if TYPE_CHECKING:
    from houtskool.accounts.models import User

_NAMED = Personal(
    purpose="Laten zien waar het programma vandaan komt; een stuk voor de raad noemt wie het schreef "
    "en wie meedoet",
    ground="Taak van algemeen belang (AVG art. 6 lid 1 onder e)",
    term="Zolang de Archiefwet het stuk laat bewaren",
)


class SourceDocumentQuerySet(models.QuerySet["SourceDocument"]):
    def visible_to(self, user: User) -> Self:
        """A document whose facts were not yet confirmed is seen by those who steer only.

        One that is confidential has pages of its own in the room that reads it, and no place among these.
        """
        if not user.is_authenticated or not user.holds(*READS):
            return self.none()
        shared = self.filter(confidential=False)
        return shared if user.holds(*STEERS) else shared.filter(process__isnull=False)


class SourceDocument(models.Model):
    """A council document as it was read. Facts keep their place as offsets in code points into `text`."""

    process = models.ForeignKey(
        Process, models.PROTECT, null=True, related_name="documents", verbose_name=_("proces")
    )
    upload = models.ForeignKey(
        Upload, models.PROTECT, null=True, related_name="documents", verbose_name=_("bestand")
    )
    name = models.CharField(_("naam"), max_length=255)
    text = models.TextField(_("tekst"))
    sha256 = models.CharField(_("hash van de tekst"), max_length=64)
    kind = models.CharField(_("soort stuk"), max_length=60, blank=True)
    header = models.JSONField(_("kop"), default=dict)
    dated = models.DateField(_("datum"), null=True)
    confidential = models.BooleanField(_("alleen voor wie inbreng ordent"), default=False)
    at = models.DateTimeField(_("ingelezen"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("door")
    )

    objects: ClassVar[models.Manager[SourceDocument]] = SourceDocumentQuerySet.as_manager()
    personal: ClassVar[dict[str, Personal]] = {"text": _NAMED, "header": _NAMED}

    class Meta:
        verbose_name = _("brondocument")
        verbose_name_plural = _("brondocumenten")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def shown_name(self) -> str:
        """What anybody may read of it: the name of a report may say who was interviewed."""
        return str(_("een verslag")) if self.confidential else self.name

    def get_absolute_url(self) -> str:
        return reverse("process:document", args=[self.pk])


class FactQuerySet(models.QuerySet["Fact"]):
    def about(self, thing: models.Model) -> Self:
        return self.filter(
            target_type=ContentType.objects.get_for_model(thing, for_concrete_model=True), target_id=thing.pk
        )

    def standing(self) -> Self:
        return self.exclude(state=Fact.State.LEFT_OUT)

    def with_targets(self) -> Self:
        """Each with what it became and what the page of that needs: a query per kind of thing."""
        parts = (Goal, Step, Gathering, Decision, Commitment)
        of_process = [part._default_manager.select_related("process") for part in parts]
        of_document = Annex._default_manager.select_related("document")
        return self.select_related("target_type").prefetch_related(
            GenericPrefetch("target", [*of_process, of_document])
        )


class Fact(models.Model):
    """Something that a document says: as read, as a person corrected it, where it stands, what it became."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("voorgesteld")
        KEPT = "kept", _("overgenomen")
        CORRECTED = "corrected", _("verbeterd")
        LEFT_OUT = "left-out", _("weggelaten")

    document = models.ForeignKey(
        SourceDocument, models.PROTECT, related_name="facts", verbose_name=_("document")
    )
    kind = models.CharField(_("soort"), max_length=30)
    read = models.JSONField(_("zoals gelezen"), default=dict)
    values = models.JSONField(_("zoals overgenomen"), default=dict)
    start = models.PositiveIntegerField(_("begin in de tekst"))
    end = models.PositiveIntegerField(_("einde in de tekst"))
    state = models.CharField(_("stand"), max_length=10, choices=State, default=State.PROPOSED)
    target_type = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+")
    target_id = models.PositiveBigIntegerField(null=True)
    target = GenericForeignKey("target_type", "target_id")

    objects: ClassVar[models.Manager[Fact]] = FactQuerySet.as_manager()
    personal: ClassVar[dict[str, Personal]] = {"read": _NAMED, "values": _NAMED}

    class Meta:
        verbose_name = _("feit")
        verbose_name_plural = _("feiten")
        ordering = ("start", "end", "pk")
        indexes = [models.Index(fields=["target_type", "target_id"], name="fact_by_target")]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """The document's own words, white space reduced."""
        return " ".join(self.document.text[self.start : self.end].split())

    def get_absolute_url(self) -> str:
        # By the key alone: a list of facts would otherwise fetch the whole text once for each.
        return f"{reverse('process:document', args=[self.document_id])}#feit-{self.pk}"


class Annex(models.Model):
    """An annex that a document names; without a file it is missing, and the process page says so."""

    document = models.ForeignKey(
        SourceDocument, models.PROTECT, related_name="annexes", verbose_name=_("document")
    )
    title = models.CharField(_("bijlage"), max_length=300)
    mentions = models.PositiveIntegerField(_("keer genoemd"), default=0)
    upload = models.ForeignKey(Upload, models.PROTECT, null=True, related_name="+", verbose_name=_("bestand"))

    class Meta:
        verbose_name = _("bijlage")
        verbose_name_plural = _("bijlagen")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{self.document.get_absolute_url()}#bijlagen"
