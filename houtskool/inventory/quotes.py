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
def kept(contributions: models.QuerySet[Contribution], *, at: datetime) -> dict[int, dict[str, str]]:
    """Contribution → {"key", "digest"} of the quotation of its words as they are now.

    What was quoted before in the same words has its quotation already; what may not be quoted has none.
    Costs a fixed number of queries.
    """
    rows = list(consent.readable(contributions, OUTSIDE))
    held = {
        (quotation.contribution_id, quotation.text): quotation
        for quotation in Quotation.objects.filter(contribution__in=rows)
    }
    texts = {row.pk: consent.words(row, OUTSIDE) for row in rows}
    new = [
        Quotation(contribution_id=pk, text=text, at=at)
        for pk, text in texts.items()
        if text and (pk, text) not in held
    ]
    for quotation in Quotation.objects.bulk_create(new, batch_size=500):
        held[quotation.contribution_id, quotation.text] = quotation
    found = {pk: held[pk, text] for pk, text in texts.items() if text}
    return {pk: {"key": quotation.key, "digest": quotation.digest} for pk, quotation in found.items()}


@transaction.atomic
def fixed(document: Document, *, at: datetime) -> Document:
    """The document as it will be frozen: each live quote has a key and the salted hash of its words now."""
    numbers = {
        int(block.key.removeprefix("inbreng-"))
        for block in document.blocks
        if isinstance(block, Quote) and block.text and not block.digest
    }
    found = kept(Contribution.objects.filter(pk__in=numbers), at=at)

    def fix(quote: Quote) -> Quote:
        if quote.digest or not quote.text:
            return quote
        fixed_as = found[int(quote.key.removeprefix("inbreng-"))]
        return Quote(fixed_as["key"], fixed_as["digest"], quote.text, quote.by)

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
