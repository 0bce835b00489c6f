"""What the sector holds about a person besides the contact itself."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models
from django.utils.translation import gettext_noop

from houtskool.records.erasure import Holder
from houtskool.sector.models import Contact, EntryLink


def _merged(thing: models.Model) -> Iterator[Contact]:
    """Contacts that were found to be the same person."""
    if isinstance(thing, Contact):
        for double in Contact.objects.filter(merged_into=thing):
            yield double
            yield from _merged(double)


def _entry_links(thing: models.Model) -> Iterator[EntryLink]:
    """Links that were mailed to an address of this person."""
    if isinstance(thing, Contact):
        addresses = {contact.email for contact in (thing, *_merged(thing)) if contact.email}
        yield from EntryLink.objects.filter(sent_to__in=addresses)


HOLDERS = (
    Holder(gettext_noop("samengevoegde contacten"), _merged),
    Holder(gettext_noop("links naar de eigen gegevens"), _entry_links),
)
