from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.roles import FACILITATES, Role
from houtskool.process.models import Process
from houtskool.records.personal import Personal
from houtskool.records.secret_links import SecretLinked

if TYPE_CHECKING:
    from houtskool.accounts.models import User

CONTRIBUTED = Personal(
    purpose="Laten zien wat er met iemands inbreng gebeurde, en het die persoon laten weten",
    ground="Taak van algemeen belang (AVG art. 6 lid 1 onder e); noemen en mailen alleen met toestemming",
    term="Tot een jaar na het einde van het programma, of eerder als de persoon daarom vraagt",
)

SAID = replace(
    CONTRIBUTED,
    term="Wat alleen meetelt: tot een jaar na het einde van het programma. Wat geciteerd mag worden: zolang "
    "de Archiefwet het programma laat bewaren. "
    "Beide eerder als de persoon daarom vraagt of de woorden intrekt",
)


class ContributorQuerySet(models.QuerySet["Contributor"]):
    def visible_to(self, user: User) -> Self:
        allowed = user.is_authenticated and user.holds(*FACILITATES, Role.CORE_GROUP)
        return self if allowed else self.none()

    def to_be_told(self) -> Self:
        """Who wants to hear by e-mail when their contribution moves."""
        mailable = Q(contact__may_be_mailed=True) & ~Q(contact__email="")
        return self.filter(wants_mail=True).filter(~Q(email="") | mailable)


class Contributor(SecretLinked):
    """Somebody who contributed to one process: a contact of the sector, or only what the person gave.

    The secret link opens the page *wat is er met mijn inbreng gebeurd*, without an account.
    `told` is the digest of the trail as it was when the last e-mail went out, at `told_at`; what happened
    between `told_before` and `told_at` stands in that e-mail.
    """

    process = models.ForeignKey(
        Process, models.CASCADE, related_name="contributors", verbose_name=_("proces")
    )
    contact = models.ForeignKey(
        "sector.Contact",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributors",
        verbose_name=_("contact"),
    )
    group = models.ForeignKey(
        "sector.StakeholderGroup",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributors",
        verbose_name=_("groep"),
    )
    name = models.CharField(_("naam"), max_length=120, blank=True)
    email = models.EmailField(_("e-mailadres"), blank=True)
    pseudonym = models.CharField(_("schuilnaam"), max_length=60, blank=True)
    wants_mail = models.BooleanField(_("wil bericht als er iets gebeurt"), default=False)
    told = models.CharField(_("laatst verteld"), max_length=64, blank=True)
    told_at = models.DateTimeField(_("laatst gemaild"), null=True, blank=True)
    told_before = models.DateTimeField(_("vorige keer gemaild"), null=True, blank=True)
    erasure_asked_at = models.DateTimeField(_("vroeg om te wissen"), null=True, blank=True)
    at = models.DateTimeField(_("gemaakt"))

    objects: ClassVar[models.Manager[Contributor]] = ContributorQuerySet.as_manager()
    personal: ClassVar[dict[str, Personal]] = {
        "name": CONTRIBUTED,
        "email": CONTRIBUTED,
        "pseudonym": CONTRIBUTED,
    }

    class Meta:
        verbose_name = _("inbrenger")
        verbose_name_plural = _("inbrengers")
        ordering = ("process", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["process", "contact"],
                condition=Q(contact__isnull=False),
                name="one_contributor_per_contact",
            )
        ]

    def __str__(self) -> str:
        return str(self.contact or "") or self.name or self.pseudonym or str(_("iemand zonder naam"))

    @property
    def address(self) -> str:
        """Where to mail: to the contact, if that contact wants mail at all; else to what was given here."""
        contact = self.contact
        return (contact.email if contact and contact.may_be_mailed else "") or self.email
