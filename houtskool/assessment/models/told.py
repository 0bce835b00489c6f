"""What an applicant told by telephone, on paper or in person, as somebody of the city wrote it down."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from houtskool.assessment.models.cases import ASKED, Case, OfCaseQuerySet
from houtskool.records.personal import Personal


class ToldAnswerQuerySet(OfCaseQuerySet["ToldAnswer"]):
    pass


class ToldAnswer(models.Model):
    """One call, letter or talk. The answers themselves stand at the case, as if the applicant filled them in.

    `answered`: keys of the questions that it answered, and the key of the amount. `reason`: why what was
    answered before is something else now. `words`: what was told besides; empty where it is the answer to the
    question for more, which holds it then.
    """

    class How(models.TextChoices):
        TELEPHONE = "telephone", _("telefoon")
        LETTER = "letter", _("brief")
        TALK = "talk", _("gesprek")

    case = models.ForeignKey(Case, models.CASCADE, related_name="told", verbose_name=_("hulpvraag"))
    who = models.CharField(_("wie het antwoord gaf"), max_length=120)
    how = models.CharField(_("hoe"), max_length=9, choices=How)
    told_on = models.DateField(_("verteld op"))
    words = models.TextField(_("wat er nog meer is verteld"), blank=True)
    answered: models.JSONField[Any, Any] = models.JSONField(_("beantwoorde vragen"), default=list, blank=True)
    reason = models.TextField(_("waarom een antwoord anders is"), blank=True)
    at = models.DateTimeField(_("genoteerd"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("genoteerd door")
    )

    objects: ClassVar[models.Manager[ToldAnswer]] = ToldAnswerQuerySet.as_manager()
    personal: ClassVar[dict[str, Personal]] = dict.fromkeys(("who", "words", "reason"), ASKED)

    class Meta:
        verbose_name = _("genoteerd antwoord")
        verbose_name_plural = _("genoteerde antwoorden")
        ordering = ("case", "told_on", "pk")

    def __str__(self) -> str:
        return f"genoteerd antwoord {self.pk} bij {self.case}"

    def get_absolute_url(self) -> str:
        return f"{self.case.get_absolute_url()}#antwoorden"
