"""What may be done with somebody's words: changed, withdrawn, given again. It works at once, everywhere."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.inventory.models import Contribution
from houtskool.records import erasure, journal
from houtskool.records.verbs import Verb

# So long somebody can still take a withdrawal back; then the words are erased.
REGRET = timedelta(days=30)


@transaction.atomic
def change(
    contribution: Contribution, *, to: str, by: User | None, at: datetime, via: str = ""
) -> Contribution:
    """Keep how the words may be used from now on.

    Raises ValidationError when it is no choice that there is, or the words were withdrawn.
    """
    row = _locked(contribution)
    if to not in Contribution.Consent.values:
        raise ValidationError(_("Kies hoe uw woorden gebruikt mogen worden."))
    if row.withdrawn_at is not None:
        raise ValidationError(_("Deze woorden zijn ingetrokken. Geef ze eerst weer vrij."))
    with journal.change(row, by=by, at=at, via=via):
        row.consent = to
        row.save()
    return row


@transaction.atomic
def withdraw(contribution: Contribution, *, by: User | None, at: datetime, via: str = "") -> Contribution:
    """From now on nobody reads the words any more; after thirty days they are erased. Twice is no matter."""
    row = _locked(contribution)
    if row.withdrawn_at is None:
        with journal.change(row, by=by, at=at, verb=Verb.WITHDRAWN, via=via):
            row.withdrawn_at = at
            row.save()
    return row


@transaction.atomic
def restore(contribution: Contribution, *, by: User | None, at: datetime, via: str = "") -> Contribution:
    """Take the withdrawal back. Raises ValidationError when the words were erased meanwhile."""
    row = _locked(contribution)
    if row.withdrawn_at is not None and not (row.words or row.title):
        raise ValidationError(_("Deze woorden zijn al gewist. Geef ze opnieuw door als u dat wilt."))
    with journal.change(row, by=by, at=at, via=via):
        row.withdrawn_at = None
        row.save()
    return row


@transaction.atomic
def purge(at: datetime) -> int:
    """Erase the words that were withdrawn more than thirty days ago."""
    # Held: who gives the words back at this very moment keeps them.
    journal.take_turn()
    old = Contribution.objects.select_for_update().filter(withdrawn_at__lt=at - REGRET)
    erased = list(old.exclude(words="", title="").order_by("pk"))
    for contribution in erased:
        erasure.erase(contribution, by=None, at=at)
    return len(erased)


def _locked(contribution: Contribution) -> Contribution:
    # The journal's turn comes first, as in every change: else two would wait for each other.
    journal.take_turn()
    return Contribution.objects.select_for_update().get(pk=contribution.pk)
