"""What somebody who contributed may do with the own link: correct the own details, choose mail, ask to be
erased; and what the municipality does with that link.
"""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.inventory.models import Contributor
from houtskool.records import erasure, journal
from houtskool.records.folding import tidy
from houtskool.records.secret_links import new_key
from houtskool.records.verbs import Verb
from houtskool.sector import actions as sector_actions

# Never the name: what stands in the journal cannot be erased from it.
VIA = "wie het inbracht, via de eigen link"


@transaction.atomic
def correct(contributor: Contributor, *, name: str, email: str, wants_mail: bool, at: datetime) -> None:
    """Keep name, address and whether mail is wanted. A contact of the sector gets the name there.

    Raises ValidationError per field: mail without an address cannot be.
    """
    name, email = tidy(name), email.strip()
    if wants_mail and not email:
        raise ValidationError({"email": _("Vul een e-mailadres in, of zet de berichten uit.")})
    contact = contributor.contact
    if contact is not None and not name:
        raise ValidationError({"name": _("Vul uw naam in.")})
    if contact is not None and name != contact.name:
        contact.name = name
        sector_actions.change(contact, by=None, at=at, via=VIA)
    with journal.change(contributor, by=None, at=at, via=VIA):
        # The contact's own address stays what it is; another one given here is for these messages only.
        known = contact.email if contact is not None and contact.may_be_mailed else ""
        contributor.email = "" if email == known else email
        contributor.name = "" if contact is not None else name
        contributor.wants_mail = wants_mail
        contributor.full_clean(exclude=["process", "contact", "group"], validate_constraints=False)
        # Nothing else: a link that is renewed at this moment stays renewed.
        contributor.save(update_fields=["name", "email", "wants_mail"])


@transaction.atomic
def start_mail(contributor: Contributor, *, at: datetime) -> None:
    """Let the messages come again, for who stopped them by mistake."""
    with journal.change(contributor, by=None, at=at, via=VIA):
        contributor.wants_mail = True
        contributor.save(update_fields=["wants_mail"])


@transaction.atomic
def stop_mail(contributor: Contributor, *, at: datetime) -> None:
    with journal.change(contributor, by=None, at=at, via=VIA):
        contributor.wants_mail = False
        contributor.save(update_fields=["wants_mail"])


@transaction.atomic
def ask_erasure(contributor: Contributor, *, at: datetime) -> None:
    """Put on record that this person wants to be erased; somebody of the municipality does it."""
    with journal.change(contributor, by=None, at=at, via=VIA):
        contributor.erasure_asked_at = contributor.erasure_asked_at or at
        contributor.save(update_fields=["erasure_asked_at"])


@transaction.atomic
def renew_link(contributor: Contributor, *, by: User, at: datetime) -> None:
    """Withdraw the links that went out; a new one opens the same page."""
    contributor.link_key = new_key()
    contributor.save(update_fields=["link_key"])
    # Not the key itself: whoever reads the journal could make the link.
    journal.record(Verb.WITHDRAWN, contributor, by=by, at=at)


@transaction.atomic
def erase(contributor: Contributor, *, by: User, at: datetime) -> None:
    """Erase who it was and what was said, in the journal too; the links go with it."""
    with journal.change(contributor, by=by, at=at):
        contributor.wants_mail = False
        contributor.erasure_asked_at = None
        # The contact stays in the sector, but nothing here says any more that it was this person.
        contributor.contact = None
        contributor.save()
    erasure.erase(contributor, by=by, at=at)
    renew_link(contributor, by=by, at=at)
