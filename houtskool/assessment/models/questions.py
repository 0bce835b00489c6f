"""What an applicant is asked, and on which answers a kind of support is possible: rules as rows."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from houtskool.assessment.models.frameworks import Framework, SupportKind, is_key


class Question(models.Model):
    """A question in plain Dutch. `options`: one a line, "sleutel; woorden", of a choice.

    `asked_first`: it stands in *waarmee kan de gemeente mij helpen?*, before anything is sent.
    """

    class Kind(models.TextChoices):
        YES_NO = "yes-no", _("ja of nee")
        CHOICE = "choice", _("keuze")
        NUMBER = "number", _("aantal")
        AMOUNT = "amount", _("bedrag")
        DAY = "day", _("datum")

    framework = models.ForeignKey(
        Framework, models.CASCADE, related_name="questions", verbose_name=_("afwegingskader")
    )
    key = models.CharField(_("sleutel"), max_length=60, validators=[is_key])
    text = models.CharField(_("vraag"), max_length=300)
    help = models.TextField(_("uitleg"), blank=True)
    kind = models.CharField(_("soort"), max_length=8, choices=Kind, default=Kind.YES_NO)
    options = models.TextField(_("keuzes"), blank=True)
    asked_first = models.BooleanField(_("vooraf vragen"), default=True)
    order = models.PositiveIntegerField(_("volgorde"), default=0)

    class Meta:
        verbose_name = _("vraag aan de aanvrager")
        verbose_name_plural = _("vragen aan de aanvrager")
        ordering = ("framework", "order", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "key"],
                name="one_question_per_key",
                violation_error_message=_("Deze sleutel is al gebruikt. Geef elke vraag een eigen sleutel."),
            )
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return f"{self.framework.get_absolute_url()}#vraag-{self.pk}"


class Condition(models.Model):
    """What must hold for a kind of support: an answer or a fact, held against a value or a legal amount.

    Held in three values (yes, no, unknown), by houtskool.kernel.decision.holds. `field`: the key of a
    question or of a fact (assessment/eligibility/facts.py). `sentence`: what a reader is told about the
    condition.
    `alternative`: the key of the kind of support that may fit where this one does not.
    """

    class Operator(models.TextChoices):
        AT_LEAST = "at_least", _("is minstens")
        AT_MOST = "at_most", _("is hoogstens")
        ABOVE = "above", _("is meer dan")
        BELOW = "below", _("is minder dan")
        EQUALS = "equals", _("is")
        DIFFERS = "differs", _("is niet")
        ONE_OF = "one_of", _("is een van")
        NONE_OF = "none_of", _("is geen van")

    class Consequence(models.TextChoices):
        RULES_OUT = "rules-out", _("zonder dit kan het niet")
        ATTENTION = "attention", _("let op: zonder dit kan het, met uitleg")

    support = models.ForeignKey(
        SupportKind, models.CASCADE, related_name="rules", verbose_name=_("vorm van steun")
    )
    field = models.CharField(_("gegeven"), max_length=60, validators=[is_key])
    operator = models.CharField(_("vergelijking"), max_length=8, choices=Operator, default=Operator.EQUALS)
    value = models.CharField(_("waarde"), max_length=300, blank=True)
    parameter = models.SlugField(_("wettelijke grens"), max_length=60, blank=True)
    consequence = models.CharField(
        _("gevolg"), max_length=9, choices=Consequence, default=Consequence.RULES_OUT
    )
    alternative = models.CharField(_("anders misschien"), max_length=60, blank=True)
    legal_reference = models.CharField(_("wet of regel"), max_length=200, blank=True)
    sentence = models.CharField(_("zin voor de lezer"), max_length=300)
    order = models.PositiveIntegerField(_("volgorde"), default=0)

    class Meta:
        verbose_name = _("voorwaarde")
        verbose_name_plural = _("voorwaarden")
        ordering = ("support", "order", "pk")
        constraints = [
            models.CheckConstraint(
                condition=(~Q(value="") & Q(parameter="")) | (Q(value="") & ~Q(parameter="")),
                name="a_condition_has_a_value_or_a_legal_amount",
                violation_error_message=_("Vul een waarde in of kies een wettelijke grens, niet allebei."),
            )
        ]

    def __str__(self) -> str:
        return self.sentence

    def get_absolute_url(self) -> str:
        return self.support.get_absolute_url()

    @property
    def framework(self) -> Framework:
        return self.support.framework
