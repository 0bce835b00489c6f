"""Reactions to a concept of a framework: who was asked by link, and what each said of which criterion."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from houtskool.assessment.models.versions import FrameworkVersion
from houtskool.inventory.models import Contribution
from houtskool.records.personal import Personal
from houtskool.records.secret_links import SecretLinked

INVITED = Personal(
    purpose="Iemand om een reactie op een ontwerp van het afwegingskader vragen",
    ground="Taak van algemeen belang (AVG art. 6 lid 1 onder e)",
    term="Tot een jaar nadat reageren kon, of zodra iemand dat vraagt",
)


class ReactionRequest(SecretLinked):
    """The link with which somebody who is asked reacts to a version, without an account.

    It is of a contact, or of an address that nobody keeps as a contact.
    """

    version = models.ForeignKey(
        FrameworkVersion,
        models.PROTECT,
        related_name="reaction_requests",
        verbose_name=_("versie van het kader"),
    )
    contact = models.ForeignKey(
        "sector.Contact",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="framework_reaction_requests",
        verbose_name=_("contact"),
    )
    group = models.ForeignKey(
        "sector.StakeholderGroup",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="framework_reaction_requests",
        verbose_name=_("groep"),
    )
    email = models.EmailField(_("e-mailadres"), blank=True)
    question = models.TextField(_("vraag"), blank=True)
    closes_on = models.DateField(_("reageren tot en met"), null=True, blank=True)
    at = models.DateTimeField(_("gevraagd"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("door")
    )

    personal: ClassVar[dict[str, Personal]] = {"email": INVITED}

    class Meta:
        verbose_name = _("vraag om een reactie op een kader")
        verbose_name_plural = _("vragen om een reactie op een kader")
        ordering = ("-at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(contact=None) | Q(email=""), name="who_reacts_is_a_contact_or_an_address"
            )
        ]

    def __str__(self) -> str:
        return str(self.contact or self.email or _("iemand"))


class CriterionReaction(models.Model):
    """A contribution that reacts to a criterion of a version, by its key; "" is the framework as a whole."""

    request = models.ForeignKey(
        ReactionRequest, models.PROTECT, related_name="reactions", verbose_name=_("gevraagd met")
    )
    criterion = models.CharField(_("criterium"), max_length=60, blank=True)
    contribution = models.OneToOneField(
        Contribution, models.PROTECT, related_name="criterion_reaction", verbose_name=_("inbreng")
    )

    class Meta:
        verbose_name = _("reactie op een criterium")
        verbose_name_plural = _("reacties op criteria")
        ordering = ("request", "pk")

    def __str__(self) -> str:
        return f"reactie {self.pk} op {self.request.version}"
