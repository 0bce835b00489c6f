"""Quotes in documents: made from a contribution, fixed when the document freezes, filled when it is served.

A document that was frozen holds a key and a salted hash. What it shows is asked of `consent` every time.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from houtskool.documents import Document, Quote, filled
from houtskool.inventory import consent
from houtskool.inventory.models import Contribution, Quotation

OUTSIDE = consent.Audience.OUTSIDE


def live(contribution: Contribution) -> Quote:
    """The contribution as a quote in a document that is not frozen yet; without words where none may show."""
    words, by = "", ""
    if consent.may_read(contribution, OUTSIDE):
        words, by = consent.words(contribution, OUTSIDE), consent.said_by(contribution, OUTSIDE)
    return Quote(f"inbreng-{contribution.pk}", text=words, by=by)


def quotable(contribution: Contribution) -> None:
    """Raises ValidationError, with what to do, when these words may not be quoted."""
    if contribution.withdrawn_at is not None:
        raise ValidationError(_("Deze woorden zijn ingetrokken. Kies een ander citaat."))
    if not consent.may_read(contribution, OUTSIDE):
        raise ValidationError(
            _("Deze inbreng telt alleen mee en mag niet geciteerd worden. Vraag eerst toestemming.")
        )


@transaction.atomic
def fixed(document: Document, *, at: datetime) -> Document:
    """The document as it will be frozen: each live quote has a key and the salted hash of its words now."""

    def fix(quote: Quote) -> Quote:
        if quote.digest or not quote.text:
            return quote
        number = int(quote.key.removeprefix("inbreng-"))
        quotation = Quotation.objects.create(contribution_id=number, text=quote.text, at=at)
        return Quote(quotation.key, quotation.digest, quote.text, quote.by)

    return filled(document, fix)


def served(document: Document) -> Document:
    """The document as it may be shown now, to anybody: withdrawn quotes say so, names follow the consent."""
    rows = _quotations(document)

    def serve(quote: Quote) -> Quote:
        if not quote.digest:
            return quote
        found = rows.get(quote.key)
        if found is None or not consent.may_read(found.contribution, OUTSIDE):
            return Quote(quote.key, quote.digest)
        return Quote(quote.key, quote.digest, found.text, consent.said_by(found.contribution, OUTSIDE))

    return filled(document, serve)


def problems(document: Document) -> Iterator[str]:
    """The quotes of a frozen document whose words are no longer the ones that were quoted.

    Words that were erased have no hash to hold against; they are no problem.
    """
    rows = _quotations(document)
    for block in document.blocks:
        if isinstance(block, Quote) and block.digest:
            found = rows.get(block.key)
            if found is None:
                yield _("%(key)s is weg") % {"key": block.key}
            elif found.text and found.digest != block.digest:
                yield _("%(key)s is veranderd") % {"key": block.key}


def held(thing: models.Model) -> Iterator[Quotation]:
    """The quotes of a contribution; they are erased with it."""
    if isinstance(thing, Contribution):
        yield from thing.quotations.all()


def _quotations(document: Document) -> dict[str, Quotation]:
    keys = [block.key for block in document.blocks if isinstance(block, Quote) and block.digest]
    numbers = [int(key.removeprefix("citaat-")) for key in keys]
    rows = Quotation.objects.filter(pk__in=numbers).select_related(
        "contribution__contributor__contact", "contribution__group"
    )
    return {row.key: row for row in rows}
