from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

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
        INFORMATION = "informatienota", _("informatienota")
        COLLEGE_DECISION = "collegebesluit", _("collegebesluit")
        COUNCIL_PROPOSAL = "raadsvoorstel", _("raadsvoorstel")

    class State(models.TextChoices):
        CONCEPT = "concept", _("concept")
        ADOPTED = "adopted", _("vastgesteld")
        SENT = "sent", _("verzonden")

    class Treatment(models.TextChoices):
        NOTICE = "notice", _("ter kennisname")
        INFORMATION = "information", _("ter informatie")
        DISCUSSION = "discussion", _("ter bespreking")
        ADVICE = "advice", _("ter advisering")

    class Part(models.TextChoices):
        """What a section can show out of the process, as it is on the day."""

        GOALS = "doelen", _("de doelen")
        GATHERINGS = "sessies", _("de gesprekken en sessies")
        WHO = "deelnemers", _("wie er meedoet")
        PLANNING = "planning", _("de planning")
        COMMITMENTS = "toezeggingen", _("de aankondigingen en toezeggingen")
        EARLIER_DECISIONS = "eerdere besluiten", _("de eerdere besluiten")
        ANNEXES = "bijlagen", _("de bijlagen")

    process = models.ForeignKey(Process, models.PROTECT, related_name="notes", verbose_name=_("proces"))
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=_("vervolg op"),
    )
    kind = models.CharField(_("soort stuk"), max_length=20, choices=Kind, default=Kind.INFORMATION)
    state = models.CharField(_("stand"), max_length=10, choices=State, default=State.CONCEPT)
    subject = models.CharField(_("onderwerp"), max_length=200, blank=True)
    number = models.CharField(_("nummer"), max_length=60, blank=True)
    holders = models.CharField(_("portefeuillehouder"), max_length=200, blank=True)
    programme = models.CharField(_("programma of beleidsveld"), max_length=200, blank=True)
    department = models.CharField(_("afdeling"), max_length=200, blank=True)
    author = models.CharField(_("auteur"), max_length=200, blank=True)
    phone = models.CharField(_("telefoonnummer"), max_length=40, blank=True)
    email = models.EmailField(_("e-mailadres"), blank=True)
    key_message = models.TextField(_("kernboodschap"), blank=True)
    treatment = models.CharField(_("behandeling"), max_length=12, choices=Treatment, blank=True)
    committee = models.CharField(_("commissie"), max_length=100, blank=True)
    treatment_reason = models.TextField(_("reden van de behandeling"), blank=True)
    decision_points = models.TextField(_("besluitpunten"), blank=True)
    body = models.CharField(_("wie besluit"), max_length=100, blank=True)
    signatories = models.CharField(_("wie ondertekent"), max_length=200, blank=True)
    sections = models.JSONField(_("paragrafen"), default=list, blank=True)
    # Keys of sections that went away are not used again: somebody may still be writing in one.
    last_key = models.PositiveIntegerField(_("laatste nummer van een paragraaf"), default=0)
    adopted_on = models.DateField(_("vastgesteld op"), null=True, blank=True)
    sent_to = models.CharField(_("verzonden aan"), max_length=100, blank=True)
    sent_on = models.DateField(_("verzonden op"), null=True, blank=True)
    revision = models.PositiveIntegerField(_("versie"), default=1)
    changed_at = models.DateTimeField(_("gewijzigd"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("gewijzigd door"),
    )

    objects: ClassVar[models.Manager[Note]] = NoteQuerySet.as_manager()
    personal: ClassVar[dict[str, Personal]] = {
        "holders": _SENDER,
        "author": _SENDER,
        "phone": _SENDER,
        "email": _SENDER,
    }

    class Meta:
        verbose_name = _("nota")
        verbose_name_plural = _("nota's")
        ordering = (models.F("adopted_on").desc(nulls_first=True), "-pk")

    def __str__(self) -> str:
        return self.subject or gettext("%(kind)s zonder onderwerp") % {"kind": self.get_kind_display()}

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

    note = models.ForeignKey(Note, models.CASCADE, related_name="attachments", verbose_name=_("nota"))
    title = models.CharField(_("titel van de bijlage"), max_length=200)
    upload = models.ForeignKey(
        Upload, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("bestand")
    )

    class Meta:
        verbose_name = _("bijlage bij een nota")
        verbose_name_plural = _("bijlagen bij nota's")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{self.note.get_absolute_url()}#bijlagen"
