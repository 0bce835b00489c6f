"""The link in the mail of a group that stops e-mail to its reader: one press, without signing in."""

from __future__ import annotations

from datetime import datetime

from django.core import signing
from django.db import transaction
from django.urls import reverse

from houtskool.records import journal
from houtskool.sector.models import Contact

# Signed, not stored: there is nothing to withdraw, since all that it does is to stop.
_SIGNER = signing.Signer(salt="deliberation.no-mail")
VIA = "ontvanger, via de link in de e-mail"


def path_of(contact: Contact) -> str:
    return reverse("deliberation:no-mail", args=[_SIGNER.sign(str(contact.pk))])


def find(token: str) -> Contact | None:
    """Whose link it is, or who they were merged into; None for what is no link of ours."""
    try:
        pk = _SIGNER.unsign(token)
    except signing.BadSignature:
        return None
    contact = Contact.objects.filter(pk=pk).first()
    return contact.kept() if contact is not None else None


@transaction.atomic
def stop(contact: Contact, *, at: datetime) -> None:
    """No e-mail any more to this person, under whichever name the address stands with us."""
    journal.take_turn()
    same = Contact.objects.filter(pk=contact.pk)
    if contact.email:
        same |= Contact.objects.filter(email__iexact=contact.email)
    for one in same.filter(may_be_mailed=True):
        with journal.change(one, by=None, at=at, via=VIA):
            one.may_be_mailed = False
            one.save(update_fields=["may_be_mailed"])
    contact.refresh_from_db()
