from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.roles import FACILITATES
from houtskool.records.personal import Personal

if TYPE_CHECKING:
    from houtskool.accounts.models import User

_MAIL = Personal(
    purpose="Laten zien wie wanneer welk bericht kreeg, en opnieuw sturen wat niet aankwam",
    ground="Taak van algemeen belang (AVG art. 6 lid 1 onder e)",
    term="Een jaar na het bericht; de tekst tot het verstuurd is",
)


class MailQuerySet(models.QuerySet["Mail"]):
    def about(self, *things: models.Model) -> Self:
        """The messages about these rows, in one query."""
        each = [models.Q(object_type=one._meta.label_lower, object_id=str(one.pk)) for one in things]
        return self.filter(reduce(or_, each)) if each else self.none()

    def visible_to(self, user: User) -> Self:
        return self if user.is_authenticated and user.holds(*FACILITATES) else self.none()


class Mail(models.Model):
    """One e-mail to one address: what about, and how it went. Its text is kept until it is sent, no longer.

    `content` holds what is to be sent (records/post.py); `compose` names what makes it at the last moment.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("wacht op verzending")
        SENT = "sent", _("verzonden")
        FAILED = "failed", _("niet gelukt")
        DROPPED = "dropped", _("niet meer nodig")

    template = models.CharField(_("soort"), max_length=100)
    to = models.CharField(_("aan"), max_length=254, blank=True)
    subject = models.CharField(_("onderwerp"), max_length=300, blank=True)
    object_type = models.CharField(_("soort gegeven"), max_length=60, blank=True)
    object_id = models.CharField(_("kenmerk"), max_length=40, blank=True)
    content: models.JSONField[Any, Any] = models.JSONField(_("inhoud"), null=True)
    compose = models.CharField(_("gemaakt door"), max_length=200, blank=True)
    at = models.DateTimeField(_("klaargezet"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("door")
    )
    state = models.CharField(_("stand"), max_length=8, choices=State, default=State.WAITING)
    due_at = models.DateTimeField(_("volgende poging"), null=True)
    tries = models.PositiveSmallIntegerField(_("pogingen"), default=0)
    sent_at = models.DateTimeField(_("verzonden op"), null=True)
    error = models.CharField(_("wat er misging"), max_length=300, blank=True)

    objects = MailQuerySet.as_manager()
    personal: ClassVar[dict[str, Personal]] = {"to": _MAIL, "subject": _MAIL, "content": _MAIL}

    class Meta:
        verbose_name = _("e-mail")
        verbose_name_plural = _("e-mails")
        ordering = ("-at", "-pk")
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="mail_by_object"),
            models.Index(fields=["state", "due_at"], name="mail_by_state"),
            models.Index(fields=["at"], name="mail_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.at:%d-%m-%Y})"
