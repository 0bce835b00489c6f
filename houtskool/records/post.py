"""E-mail: rooms call `send` inside their transaction; the message leaves afterwards, in the background.

A message is two or three templates: `<room>/mail/<name>.subject.txt`, `.txt` and perhaps `.html`, which
extends `records/mail/base.html`; without it the text is drawn in that look. They see the letter's context and
`municipality`, `site`, `at` and `unsubscribe`.
"""

from __future__ import annotations

import base64
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.db import models, transaction
from django.db.models import F, Q
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django_tasks import task

from houtskool.accounts.models import User
from houtskool.records.models import Mail
from houtskool.records.personal import personal_fields
from houtskool.web.reference_date import present

# How long to wait after each try that failed; after the last one it is given up, and a person must look.
BACK_OFF = (
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)
# Whoever sends a message holds it this long; a worker that died leaves it to the next.
HOLD = timedelta(minutes=10)
KEEP = timedelta(days=365)
_AT_ONCE = 100
# The end of a full line, where a sentence goes on.
_SOFT_BREAK = re.compile(r"^((?!- ).{60,})\n(?!- )", re.MULTILINE)
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Attachment:
    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True)
class Letter:
    """What goes into the templates. `unsubscribe` is an absolute address, which the header names too.

    `one_click` says that this address unsubscribes whoever posts to it (RFC 8058), without asking anything.
    """

    context: Mapping[str, Any]
    unsubscribe: str = ""
    attachments: tuple[Attachment, ...] = field(default=())
    one_click: bool = False


Compose = Callable[[Any, datetime], Letter | None]


def address(path: str) -> str:
    """The absolute address of a path of this site, for a text that is read elsewhere."""
    return settings.BASE_URL + path


def send(
    *,
    template: str,
    to: str,
    at: datetime,
    about: models.Model | None = None,
    context: Mapping[str, Any] | None = None,
    unsubscribe: str = "",
    one_click: bool = False,
    attachments: tuple[Attachment, ...] = (),
    compose: Compose | None = None,
    by: User | None = None,
    reply_to: str = "",
) -> Mail:
    """Queue one e-mail, which leaves when this transaction has ended; its row says what became of it.

    `template` is `room/mail/name`. With `context` the text is made now, and kept until it is sent. A text
    with a secret link takes `compose` instead: a function at the top of a module, called with `about` and the
    time at the moment of sending, so that the secret stands in no table; it gives None for what need not be
    sent any more. An address that cannot be one gives a row that failed, no error.
    """
    if (context is None) == (compose is None):
        raise TypeError("give either context or compose")
    mail = Mail(template=template, to=to.strip(), at=at, by=by)
    if about is not None:
        mail.object_type, mail.object_id = about._meta.label_lower, str(about.pk)
    if compose is not None:
        mail.compose = f"{compose.__module__}.{compose.__qualname__}"
        mail.content = {"reply_to": reply_to}
    else:
        mail.content = _written(template, Letter(context or {}, unsubscribe, attachments, one_click), at)
        mail.content["reply_to"] = reply_to
        mail.subject = mail.content["subject"][:300]
    try:
        validate_email(mail.to)
    except ValidationError:
        mail.state, mail.content = Mail.State.FAILED, None
        mail.error = _("Dit is geen e-mailadres. Verbeter het adres en stuur het bericht opnieuw.")
        mail.save()
        return mail
    mail.save()
    transaction.on_commit(lambda: deliver_mail.enqueue(mail.pk), robust=True)
    return mail


@task()
def deliver_mail(pk: int) -> None:
    deliver(pk, at=present())


def deliver(pk: int, *, at: datetime, connection: BaseEmailBackend | None = None) -> bool:
    """Try to send a message whose time has come: whether it left. Who else tries meanwhile finds it held."""
    due = Mail.objects.filter(Q(due_at=None) | Q(due_at__lte=at), pk=pk, state=Mail.State.WAITING)
    if not due.update(due_at=at + HOLD, tries=F("tries") + 1):
        return False
    mail = Mail.objects.select_related("by").get(pk=pk)
    try:
        content = _content(mail, at)
        if content is None:
            _settle(mail, state=Mail.State.DROPPED)
            return False
        _message(mail, content, connection).send()
    except Exception as error:
        _failed(mail, error, at)
        return False
    # Not the subject of what was erased in the meantime.
    Mail.objects.filter(pk=mail.pk).exclude(to="").update(subject=content["subject"][:300])
    _settle(mail, state=Mail.State.SENT, sent_at=at)
    return True


def deliver_due(at: datetime) -> int:
    """Send what waits longer than it should: after a failed try, or because a worker died. How many left."""
    due = Mail.objects.filter(Q(due_at=None) | Q(due_at__lte=at), state=Mail.State.WAITING)
    return sum(deliver(pk, at=at) for pk in due.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])


@transaction.atomic
def again(mail: Mail) -> None:
    """Try a message that failed once more. Raises ValidationError when its text or address is gone."""
    waiting = Mail.objects.filter(pk=mail.pk, state=Mail.State.FAILED).exclude(content=None).exclude(to="")
    if not waiting.update(state=Mail.State.WAITING, due_at=None, tries=0, error=""):
        raise ValidationError(
            _("Dit bericht kan niet opnieuw: de tekst of het adres is weg. Stuur een nieuw bericht.")
        )
    transaction.on_commit(lambda: deliver_mail.enqueue(mail.pk), robust=True)


def purge(at: datetime) -> int:
    """Erase addresses and texts of messages that were queued a year ago."""
    old = Mail.objects.filter(at__lt=at - KEEP).exclude(to="", subject="", content=None)
    old.filter(state=Mail.State.WAITING).update(state=Mail.State.DROPPED)
    return old.update(to="", subject="", content=None)


def held(thing: models.Model) -> Iterator[Mail]:
    """The messages about a thing, and those to an address of the person that it is."""
    if isinstance(thing, Mail):
        return
    personal = personal_fields(type(thing))
    mailed = Q(object_type=thing._meta.label_lower, object_id=str(thing.pk))
    for one in thing._meta.concrete_fields:
        if isinstance(one, models.EmailField) and one.name in personal and getattr(thing, one.name):
            mailed |= Q(to__iexact=getattr(thing, one.name))
    yield from Mail.objects.filter(mailed).order_by("pk")


# --- the text


def _content(mail: Mail, at: datetime) -> dict[str, Any] | None:
    """What is to be sent; None for a message that nobody needs any more."""
    if not mail.to or not mail.content:
        return None
    content: dict[str, Any] = mail.content
    if not mail.compose:
        return content
    with transaction.atomic():
        letter = import_string(mail.compose)(_about(mail), at)
    return {**content, **_written(mail.template, letter, mail.at)} if letter else None


def _about(mail: Mail) -> models.Model | None:
    if not mail.object_type:
        return None
    rows: models.QuerySet[models.Model] = apps.get_model(mail.object_type)._base_manager.all()
    return rows.filter(pk=mail.object_id).first()


def _written(template: str, letter: Letter, at: datetime) -> dict[str, Any]:
    """Subject and texts, in the language of the site, whoever asked for them."""
    context = {
        "municipality": settings.MUNICIPALITY,
        "site": settings.BASE_URL,
        "at": at,
        "unsubscribe": letter.unsubscribe,
        **letter.context,
    }
    with translation.override(settings.LANGUAGE_CODE):
        subject = " ".join(_rendered(f"{template}.subject.txt", context).split())
        text = _rendered(f"{template}.txt", context).strip() + "\n"
        content: dict[str, Any] = {"subject": subject, "text": text}
        content["html"] = _html(template, {**context, "subject": subject}, text)
    attachments = [
        [one.name, one.media_type, base64.b64encode(one.data).decode()] for one in letter.attachments
    ]
    content |= {"unsubscribe": letter.unsubscribe, "one_click": letter.one_click}
    return {**content, "attachments": attachments}


def _html(template: str, context: dict[str, Any], text: str) -> str:
    """The message as its own `.html` has it, else its text in the look that all messages have."""
    name = f"{template}.html"
    try:
        written = get_template(name)
    except TemplateDoesNotExist as error:
        if error.args[0] != name:  # a part that it includes
            raise
        written = get_template("records/mail/text.html")
        context = {**context, "paragraphs": [_unwrapped(one) for one in text.strip().split("\n\n")]}
    html: str = written.render(context)
    return html


def _unwrapped(paragraph: str) -> str:
    """Without the line breaks that only keep a text narrow; those of lists and greetings stay."""
    return _SOFT_BREAK.sub(r"\1 ", paragraph.strip())


def _rendered(name: str, context: dict[str, Any]) -> str:
    # No HTML: an apostrophe in a name stays an apostrophe.
    template: Any = get_template(name)
    text: str = template.template.render(Context(context, autoescape=False))
    return text


def _message(
    mail: Mail, content: Mapping[str, Any], connection: BaseEmailBackend | None
) -> EmailMultiAlternatives:
    headers = {"Auto-Submitted": "auto-generated"}
    if content["unsubscribe"]:
        headers["List-Unsubscribe"] = f"<{content['unsubscribe']}>"
    if content["unsubscribe"] and content.get("one_click"):
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = EmailMultiAlternatives(
        subject=content["subject"],
        body=content["text"],
        to=[mail.to],
        reply_to=[content["reply_to"]] if content["reply_to"] else None,
        headers=headers,
        connection=connection,
    )
    if "html" in content:
        message.attach_alternative(content["html"], "text/html")
    for name, media_type, data in content["attachments"]:
        message.attach(name, base64.b64decode(data), media_type)
    return message


# --- how it went


def _settle(mail: Mail, **fields: Any) -> None:
    """Nothing more will be tried: the text goes, and an address that was erased meanwhile stays erased."""
    Mail.objects.filter(pk=mail.pk).update(content=None, due_at=None, error="", **fields)


def _failed(mail: Mail, error: Exception, at: datetime) -> None:
    # Never the address: a log is not a place for persons.
    _log.warning("e-mail %s, try %s: %s", mail.pk, mail.tries, type(error).__name__)
    sentence, for_good = _reason(error)
    if for_good or mail.tries > len(BACK_OFF):
        fields: dict[str, Any] = {"state": Mail.State.FAILED, "due_at": None}
    else:
        fields = {"due_at": at + BACK_OFF[mail.tries - 1]}
    Mail.objects.filter(pk=mail.pk).update(error=sentence, **fields)


def _reason(error: Exception) -> tuple[str, bool]:
    """What went wrong, for a reader, and whether trying again is of no use."""
    if isinstance(error, SMTPRecipientsRefused):
        codes = [code for code, _answer in error.recipients.values()]
        for_good = all(code >= 500 for code in codes)
        return _("De mailserver weigert dit adres (%(code)s). Klopt het?") % {"code": codes[0]}, for_good
    if isinstance(error, SMTPResponseException):
        return _("De mailserver weigert het bericht (%(code)s).") % {"code": error.smtp_code}, False
    if isinstance(error, OSError):
        return _("De mailserver is niet te bereiken."), False
    return _("Het bericht kon niet gemaakt worden (%(kind)s).") % {"kind": type(error).__name__}, False
