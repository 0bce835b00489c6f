"""Who is asked to a gathering and came, at which table they sat, and who received its results."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.roles import FACILITATES, READS, Role
from houtskool.process.models.gatherings import Gathering
from houtskool.records.personal import Personal
from houtskool.records.secret_links import SecretLinked

if TYPE_CHECKING:
    from houtskool.accounts.models import User

INVITED = Personal(
    purpose="Mensen uitnodigen, weten wie er was en laten weten wat er met hun inbreng gebeurt",
    ground="Taak van algemeen belang (AVG art. 6 lid 1 onder e); mailen alleen met toestemming",
    term="Tot een jaar na de bijeenkomst, of eerder als de persoon daarom vraagt",
)
# Read aloud and typed over from a card: no letters or digits that look alike.
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def new_code() -> str:
    """A code for a table card, as "K7QF2M9R"; pages show it in two halves."""
    return "".join(secrets.choice(_LETTERS) for _ in range(8))


class TableQuerySet(models.QuerySet["Table"]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_authenticated and user.holds(*READS) else self.none()


class Table(SecretLinked):
    """A table at a gathering: what it is about, who hosts it.

    Its secret link opens the page of the note-taker; its code opens, for whoever sat there and gave no name,
    the page that tells what became of what was said.
    """

    gathering = models.ForeignKey(
        Gathering, models.CASCADE, related_name="tables", verbose_name=_("bijeenkomst")
    )
    name = models.CharField(_("naam"), max_length=120)
    theme = models.ForeignKey(
        "sector.Theme",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tables",
        verbose_name=_("thema"),
    )
    host = models.CharField(_("gastheer of gastvrouw"), max_length=120, blank=True)
    code = models.CharField(_("code"), max_length=8, unique=True, default=new_code, editable=False)

    objects: ClassVar[models.Manager[Table]] = TableQuerySet.as_manager()
    personal: ClassVar[dict[str, Personal]] = {"host": INVITED}

    class Meta:
        verbose_name = _("tafel")
        verbose_name_plural = _("tafels")
        ordering = ("gathering", "pk")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{self.gathering.get_absolute_url()}#tafel-{self.pk}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user: User) -> Self:
        allowed = user.is_authenticated and user.holds(*FACILITATES, Role.CORE_GROUP)
        return self if allowed else self.none()

    def standing(self) -> Self:
        """Without those that were withdrawn."""
        return self.filter(withdrawn_at=None)

    def with_names(self) -> Self:
        """With all that `str`, `address` and `may_be_mailed` read, in one query."""
        return self.select_related(
            *("contact", "user", "group", "table", "gathering__process"),
            *("brought_by__contact", "brought_by__user", "brought_by__gathering"),
        )

    def coming(self) -> Self:
        return self.standing().filter(reply=Invitation.Reply.ACCEPTED)

    def waiting(self) -> Self:
        return self.standing().filter(reply=Invitation.Reply.WAITING).order_by("replied_at", "pk")

    def present(self) -> Self:
        return self.filter(attended=True)


class Invitation(SecretLinked):
    """One person asked to one gathering, or who walked in: what they replied, and whether they came.

    The secret link answers it without an account. `attended` unknown is not the same as absent.
    """

    class Reply(models.TextChoices):
        NONE = "none", _("nog geen antwoord")
        ACCEPTED = "accepted", _("komt")
        WAITING = "waiting", _("wachtlijst")
        DECLINED = "declined", _("komt niet")

    gathering = models.ForeignKey(
        Gathering, models.CASCADE, related_name="invitations", verbose_name=_("bijeenkomst")
    )
    contact = models.ForeignKey(
        "sector.Contact",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("contact"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("gebruiker"),
    )
    group = models.ForeignKey(
        "sector.StakeholderGroup",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("groep"),
    )
    brought_by = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="brought",
        verbose_name=_("meegenomen door"),
    )
    name = models.CharField(_("naam"), max_length=120, blank=True)
    email = models.EmailField(_("e-mailadres"), blank=True)
    reply = models.CharField(_("antwoord"), max_length=10, choices=Reply, default=Reply.NONE)
    replied_at = models.DateTimeField(_("geantwoord"), null=True, blank=True)
    walked_in = models.BooleanField(_("kwam zonder uitnodiging"), default=False)
    attended = models.BooleanField(_("was er"), null=True, blank=True)
    table = models.ForeignKey(
        Table,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("tafel"),
    )
    at = models.DateTimeField(_("gemaakt"))
    sent_at = models.DateTimeField(_("verstuurd"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("herinnerd"), null=True, blank=True)
    no_mail_since = models.DateTimeField(_("wil geen e-mail meer sinds"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("ingetrokken"), null=True, blank=True)

    objects: ClassVar[models.Manager[Invitation]] = InvitationQuerySet.as_manager()
    personal: ClassVar[dict[str, Personal]] = {"name": INVITED, "email": INVITED}

    class Meta:
        verbose_name = _("uitnodiging")
        verbose_name_plural = _("uitnodigingen")
        ordering = ("gathering", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "contact"],
                condition=Q(contact__isnull=False),
                name="one_invitation_per_contact",
            ),
            models.UniqueConstraint(
                fields=["gathering", "user"],
                condition=Q(user__isnull=False),
                name="one_invitation_per_user",
            ),
        ]

    def __str__(self) -> str:
        if self.shown_name:
            return self.shown_name
        if self.brought_by is not None:
            return str(_("gast van %(name)s") % {"name": self.brought_by})
        return str(_("iemand zonder naam"))

    @property
    def shown_name(self) -> str:
        """The name as the sector keeps it; of who is not in there, the name that was given."""
        return str(self.contact or self.user or "") or self.name

    @property
    def address(self) -> str:
        return self.contact.email if self.contact else self.user.email if self.user else self.email

    @property
    def is_going(self) -> bool:
        """Coming, or waiting for a place."""
        return self.reply in (self.Reply.ACCEPTED, self.Reply.WAITING)

    @property
    def may_be_mailed(self) -> bool:
        willing = self.contact is None or self.contact.may_be_mailed
        return bool(self.address) and willing and not (self.no_mail_since or self.withdrawn_at)

    def get_absolute_url(self) -> str:
        return reverse("process:invitation", args=[self.pk])


class SharingQuerySet(models.QuerySet["Sharing"]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_authenticated and user.holds(*READS) else self.none()


class Sharing(models.Model):
    """The results of a gathering went to a group: when, by whom, to how many addresses."""

    gathering = models.ForeignKey(
        Gathering, models.CASCADE, related_name="sharings", verbose_name=_("bijeenkomst")
    )
    group = models.ForeignKey(
        "sector.StakeholderGroup", models.PROTECT, related_name="sharings", verbose_name=_("groep")
    )
    at = models.DateTimeField(_("gedeeld"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("door")
    )
    recipients = models.PositiveIntegerField(_("ontvangers"), default=0)

    objects: ClassVar[models.Manager[Sharing]] = SharingQuerySet.as_manager()

    class Meta:
        verbose_name = _("verspreiding")
        verbose_name_plural = _("verspreidingen")
        ordering = ("gathering", "-at", "-pk")

    def __str__(self) -> str:
        return f"{self.gathering} → {self.group}"
