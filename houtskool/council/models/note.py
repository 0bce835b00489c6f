from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse

from houtskool.accounts.roles import READS, STAFF
from houtskool.process.models import Process
from houtskool.records.models import Upload
from houtskool.records.personal import Personal

if TYPE_CHECKING:
    from houtskool.accounts.models import User

_SENDER = Personal(
    purpose="De raad laat weten van wie een stuk komt en wie vragen beantwoordt",
    ground="Taak van algemeen belang (AVG art. 6 lid 1 onder e)",
    term="Een concept: tot het weggaat. Een vastgesteld stuk: zolang de Archiefwet dat vraagt",
)


class NoteQuerySet(models.QuerySet["Note"]):
    def visible_to(self, user: User) -> Self:
        """A concept is seen by those who work for the municipality; what was adopted by every reader."""
        if not user.is_authenticated or not user.holds(*READS):
            return self.none()
        return self if user.holds(*STAFF) else self.decided()

    def decided(self) -> Self:
        return self.exclude(state=Note.State.CONCEPT)


class Note(models.Model):
    """A council document in the making, or as it was adopted and sent.

    `sections` is a list of {key, title, text, part}: text in the markup of notes/markup.py, and which live
    part of the process follows it. `revision` counts the changes, so that two writers notice each other.
    """

    class Kind(models.TextChoices):
        INFORMATION = "informatienota", "informatienota"
        COLLEGE_DECISION = "collegebesluit", "collegebesluit"
        COUNCIL_PROPOSAL = "raadsvoorstel", "raadsvoorstel"

    class State(models.TextChoices):
        CONCEPT = "concept", "concept"
        ADOPTED = "adopted", "vastgesteld"
        SENT = "sent", "verzonden"

    class Treatment(models.TextChoices):
        NOTICE = "notice", "ter kennisname"
        INFORMATION = "information", "ter informatie"
        DISCUSSION = "discussion", "ter bespreking"
        ADVICE = "advice", "ter advisering"

    class Part(models.TextChoices):
        """What a section can show out of the process, as it is on the day."""

        GOALS = "doelen", "de doelen"
        GATHERINGS = "sessies", "de gesprekken en sessies"
        WHO = "deelnemers", "wie er meedoet"
        PLANNING = "planning", "de planning"
        COMMITMENTS = "toezeggingen", "de aankondigingen en toezeggingen"
        EARLIER_DECISIONS = "eerdere besluiten", "de eerdere besluiten"
        ANNEXES = "bijlagen", "de bijlagen"

    process = models.ForeignKey(Process, models.PROTECT, related_name="notes", verbose_name="proces")
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name="vervolg op",
    )
    kind = models.CharField("soort stuk", max_length=20, choices=Kind, default=Kind.INFORMATION)
    state = models.CharField("stand", max_length=10, choices=State, default=State.CONCEPT)
    subject = models.CharField("onderwerp", max_length=200, blank=True)
    number = models.CharField("nummer", max_length=60, blank=True)
    holders = models.CharField("portefeuillehouder", max_length=200, blank=True)
    programme = models.CharField("programma of beleidsveld", max_length=200, blank=True)
    department = models.CharField("afdeling", max_length=200, blank=True)
    author = models.CharField("auteur", max_length=200, blank=True)
    phone = models.CharField("telefoonnummer", max_length=40, blank=True)
    email = models.EmailField("e-mailadres", blank=True)
    key_message = models.TextField("kernboodschap", blank=True)
    treatment = models.CharField("behandeling", max_length=12, choices=Treatment, blank=True)
    committee = models.CharField("commissie", max_length=100, blank=True)
    treatment_reason = models.TextField("reden van de behandeling", blank=True)
    decision_points = models.TextField("besluitpunten", blank=True)
    body = models.CharField("wie besluit", max_length=100, blank=True)
    signatories = models.CharField("wie ondertekent", max_length=200, blank=True)
    sections = models.JSONField("paragrafen", default=list, blank=True)
    # Keys of sections that went away are not used again: somebody may still be writing in one.
    last_key = models.PositiveIntegerField("laatste nummer van een paragraaf", default=0)
    adopted_on = models.DateField("vastgesteld op", null=True, blank=True)
    sent_to = models.CharField("verzonden aan", max_length=100, blank=True)
    sent_on = models.DateField("verzonden op", null=True, blank=True)
    revision = models.PositiveIntegerField("versie", default=1)
    changed_at = models.DateTimeField("gewijzigd")
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="gewijzigd door"
    )

    objects: ClassVar[models.Manager[Note]] = NoteQuerySet.as_manager()
    personal: ClassVar[dict[str, Personal]] = {
        "holders": _SENDER,
        "author": _SENDER,
        "phone": _SENDER,
        "email": _SENDER,
    }

    class Meta:
        verbose_name = "nota"
        verbose_name_plural = "nota's"
        ordering = (models.F("adopted_on").desc(nulls_first=True), "-pk")

    def __str__(self) -> str:
        return self.subject or f"{self.get_kind_display()} zonder onderwerp"

    @property
    def is_concept(self) -> bool:
        return self.state == Note.State.CONCEPT

    @property
    def look(self) -> str:
        """How its state looks: a concept is a sketch, what was adopted is ink, what was sent is done."""
        return {"concept": "sketch", "adopted": "ink", "sent": "done"}[self.state]

    def get_absolute_url(self) -> str:
        return reverse("council:note", args=[self.pk])


class Attachment(models.Model):
    """An annex of a note; without a file it is missing, and the note says so."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="attachments", verbose_name="nota")
    title = models.CharField("titel van de bijlage", max_length=200)
    upload = models.ForeignKey(
        Upload, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bestand"
    )

    class Meta:
        verbose_name = "bijlage bij een nota"
        verbose_name_plural = "bijlagen bij nota's"
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{self.note.get_absolute_url()}#bijlagen"
