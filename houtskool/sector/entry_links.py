"""The link with which an enterprise sees and corrects its own entry: sent, opened, used and revoked."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.records import erasure, journal, post
from houtskool.records.verbs import Verb
from houtskool.sector import actions
from houtskool.sector.models import EntryLink, Organisation

VALID = timedelta(days=30)
KEEP_ADDRESS = timedelta(days=365)


def open_links(organisation: Organisation, at: datetime) -> list[EntryLink]:
    """The links of the organisation that still open its entry."""
    links = EntryLink.objects.filter(organisation=organisation, revoked_at=None, expires_at__gt=at)
    return list(links.order_by("at", "pk"))


@transaction.atomic
def send(
    organisation: Organisation, *, to: str, by: User, at: datetime, replaces: Iterable[EntryLink] = ()
) -> EntryLink:
    """Send a new link that works for thirty days, and withdraw the ones that it replaces.

    Raises ValidationError when the address cannot be one.
    """
    if organisation.merged_into is not None:
        raise ValidationError(
            _("‘%(organisation)s’ is samengevoegd met ‘%(kept)s’.")
            % {"organisation": organisation, "kept": organisation.kept()}
        )
    validate_email(to)
    for former in replaces:
        revoke(former, by=by, at=at)
    link = EntryLink.objects.create(
        organisation=organisation, sent_to=to, at=at, by=by, expires_at=at + VALID
    )
    journal.record(Verb.SENT, link, by=by, at=at, after=journal.snapshot(link))
    post.send(
        template="sector/mail/entry_link",
        to=to,
        at=at,
        about=link,
        compose=letter,
        by=by,
        reply_to=by.email,
    )
    return link


def letter(link: EntryLink | None, at: datetime) -> post.Letter | None:
    """Make the token and keep its hash: so that the token stands nowhere but in the e-mail."""
    if link is None or not link.is_open(at):
        return None
    token = secrets.token_urlsafe(32)
    link.token_hash = _hash(token)
    link.save(update_fields=["token_hash"])
    url = post.address(reverse("sector:own-entry", args=[token]))
    return post.Letter({"link": link, "organisation": link.organisation, "url": url})


def find(token: str) -> EntryLink | None:
    """The link of this token, also when it no longer opens anything; None where there is no such link."""
    found = EntryLink.objects.filter(token_hash=_hash(token)).select_related("organisation")
    return found.first() if token else None


@transaction.atomic
def revoke(link: EntryLink, *, by: User, at: datetime) -> None:
    with journal.change(link, by=by, at=at, verb=Verb.WITHDRAWN):
        link.revoked_at = link.revoked_at or at
        link.save()


@transaction.atomic
def correct(
    link: EntryLink,
    organisation: Organisation,
    links: Mapping[str, Iterable[models.Model]],
    *,
    at: datetime,
    opened: journal.Fields | None = None,
) -> None:
    """Keep what the enterprise corrected, and that it says all is right. The journal says: by their own link.

    Raises ValidationError when the link no longer is open, or per field.
    """
    if not link.is_open(at) or organisation.pk != link.organisation.kept().pk:
        raise ValidationError(_("Deze link werkt niet meer. Vraag de gemeente om een nieuwe."))
    via = f"{link.organisation.kept()}, via de eigen link"
    actions.change(organisation, by=None, at=at, links=links, opened=opened, via=via)
    actions.confirm(organisation, by=None, at=at, via=via)
    link.used_at = at
    link.save(update_fields=["used_at"])


def purge(at: datetime) -> int:
    """Erase the addresses to which links were mailed, a year after those links expired."""
    old = EntryLink.objects.filter(expires_at__lt=at - KEEP_ADDRESS).exclude(sent_to="")
    for link in old:
        erasure.erase(link, by=None, at=at)
    return len(old)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
