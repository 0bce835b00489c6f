from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.roles import FACILITATES, Role
from houtskool.records.folding import FoldedField
from houtskool.records.personal import Personal
from houtskool.sector.models.municipality import Department
from houtskool.sector.models.noun import Noun, NounQuerySet
from houtskool.sector.models.organisations import Organisation
from houtskool.sector.models.vocabulary import StakeholderGroup

if TYPE_CHECKING:
    from houtskool.accounts.models import User

_CONTACT = Personal(
    purpose="Mensen uitnodigen voor het programma en laten weten wat er met hun inbreng gebeurt",
    ground="Taak van algemeen belang (AVG art. 6 lid 1 onder e); mailen en noemen alleen met toestemming",
    term="Tot een jaar na het einde van het programma, of eerder als de persoon daarom vraagt",
)


class ContactQuerySet(NounQuerySet["Contact"]):
    def visible_to(self, user: User) -> Self:
        allowed = user.is_authenticated and user.holds(*FACILITATES, Role.CORE_GROUP)
        return self if allowed else self.none()

    def current(self) -> Self:
        """Without who was merged, and without who was erased: an erased person has no name left."""
        return super().current().exclude(name="")

    def mailable(self) -> Self:
        return self.current().filter(may_be_mailed=True).exclude(email="")


class Contact(Noun):
    """A person: of an organisation, of a department, or of neither."""

    email = models.EmailField(_("e-mailadres"), blank=True)
    phone = models.CharField(_("telefoon"), max_length=40, blank=True)
    function = models.CharField(_("functie"), max_length=120, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contacts",
        verbose_name=_("organisatie"),
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contacts",
        verbose_name=_("afdeling"),
    )
    groups = models.ManyToManyField(
        StakeholderGroup, related_name="contacts", blank=True, verbose_name=_("groepen")
    )
    may_be_mailed = models.BooleanField(_("wil e-mail ontvangen"), default=False)
    may_be_named = models.BooleanField(_("mag openbaar genoemd worden"), default=False)
    search_text = FoldedField(of=("name", "external_id", "email", "function"))

    objects = ContactQuerySet.as_manager()
    personal: ClassVar[dict[str, Personal]] = dict.fromkeys(
        ("name", "email", "phone", "function", "description", "external_id"), _CONTACT
    )

    class Meta(Noun.Meta):
        verbose_name = _("contact")
        verbose_name_plural = _("contacten")
        constraints = [
            models.UniqueConstraint(
                fields=["external_id"],
                condition=models.Q(merged_into=None) & ~models.Q(external_id=""),
                name="one_contact_per_external_id",
            ),
            models.CheckConstraint(
                condition=models.Q(organisation=None) | models.Q(department=None),
                name="a_contact_of_one_employer",
            ),
        ]

    def __str__(self) -> str:
        return self.name or gettext("gewist contact")
