"""Taking near-doubles together: one is kept, the others lead to it, and it can be undone.

A merged contribution keeps its words, its themes and whatever points at it. The kept one takes over the
themes that it did not have; such a coding says where it came from. Who contributed the merged one follows
the kept one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.inventory.actions import codings
from houtskool.inventory.actions.states import locked, settle_state
from houtskool.inventory.models import Coding, Contribution
from houtskool.records import journal
from houtskool.records.models import JournalEntry
from houtskool.records.verbs import Verb


@transaction.atomic
def merge(
    dropped: Iterable[Contribution], *, into: Contribution, by: User | None, at: datetime, why: str = ""
) -> list[Contribution]:
    """Let each of them live on in `into`, and what was merged into them before too; gives all that moved.

    Raises ValidationError when they cannot be taken together.
    """
    keys = {one.pk for one in dropped}
    rows = {row.pk: row for row in locked([into, *Contribution.objects.filter(pk__in=keys)])}
    kept = rows.pop(into.pk)
    _refuse(list(rows.values()), kept, same=into.pk in keys)
    along = locked(Contribution.objects.filter(merged_into__in=rows))
    moving = [*rows.values(), *along]
    after: journal.Fields = {"merged_into": kept.pk} | ({"why": why.strip()} if why.strip() else {})
    journal.record_many(
        Verb.MERGED, [(row, {"merged_into": row.merged_into_id}, after) for row in moving], by=by, at=at
    )
    journal.record(Verb.MERGED, kept, by=by, at=at, after={"took_in": [str(row) for row in rows.values()]})
    Contribution.objects.filter(pk__in=[row.pk for row in moving]).update(merged_into=kept)
    _take_over(kept, moving, by=by, at=at)
    for row in moving:
        row.merged_into = kept
    settle_state([kept, *moving])
    return moving


@transaction.atomic
def separate(contribution: Contribution, *, by: User | None, at: datetime) -> Contribution:
    """Undo a merge: it stands by itself again, with all that it brought along, themes included.

    Raises ValidationError when it was not merged.
    """
    (row,) = locked([contribution])
    if row.merged_into is None:
        raise ValidationError(_("Deze inbreng is niet samengevoegd."))
    kept = row.merged_into
    others = locked(kept.merged.exclude(pk=row.pk))
    came_along = _came_along(row, others)
    entries: list[tuple[Contribution, journal.Fields, journal.Fields]]
    entries = [(row, {"merged_into": kept.pk}, {"merged_into": None})]
    entries += [(one, {"merged_into": kept.pk}, {"merged_into": row.pk}) for one in came_along]
    journal.record_many(Verb.SEPARATED, [*entries], by=by, at=at)
    journal.record(Verb.SEPARATED, kept, by=by, at=at, before={"took_in": [str(row)]})
    Contribution.objects.filter(pk=row.pk).update(merged_into=None)
    Contribution.objects.filter(pk__in=[one.pk for one in came_along]).update(merged_into=row)
    staying = [one for one in others if one not in came_along]
    _give_up(kept, [row, *came_along], staying, by=by, at=at)
    row.merged_into = None
    for one in came_along:
        one.merged_into = row
    settle_state([kept, row, *came_along])
    return row


def _refuse(rows: Sequence[Contribution], kept: Contribution, *, same: bool) -> None:
    if same or not rows:
        raise ValidationError(_("Kies minstens twee stukken inbreng, en welk van de twee blijft."))
    for row in (kept, *rows):
        if row.merged_into_id is not None:
            raise ValidationError(
                _("Inbreng %(number)s is al samengevoegd met inbreng %(kept)s. Maak haar eerst los.")
                % {"number": row.pk, "kept": row.merged_into_id}
            )
        if row.withdrawn_at is not None:
            raise ValidationError(
                _("Inbreng %(number)s is ingetrokken: niemand kan nog zien of zij hetzelfde zegt.")
                % {"number": row.pk}
            )
        if row.process_id != kept.process_id:
            raise ValidationError(_("Alleen inbreng van hetzelfde proces kan samengevoegd worden."))


def _take_over(kept: Contribution, moving: Sequence[Contribution], *, by: User | None, at: datetime) -> None:
    """Give the kept one the themes that it lacks, once each, in the name of who gave them first."""
    held = set(kept.codings.values_list("theme_id", flat=True))
    new: dict[int, Coding] = {}
    brought = Coding.objects.filter(contribution__in=moving).select_related("theme", "coder", "contribution")
    for one in brought.order_by("at", "pk"):
        if one.theme_id not in held and one.theme_id not in new:
            new[one.theme_id] = Coding(
                contribution=kept, theme=one.theme, coder=one.coder, at=at, taken_from=one.contribution
            )
    codings.keep(list(new.values()), by=by, at=at)


def _give_up(
    kept: Contribution,
    leaving: Sequence[Contribution],
    staying: Sequence[Contribution],
    *,
    by: User | None,
    at: datetime,
) -> None:
    """Take away the themes that came with what leaves, unless something that stays brings them too."""
    others = {one.theme_id: one.contribution for one in Coding.objects.filter(contribution__in=staying)}
    gone = []
    for coding in kept.codings.filter(taken_from__in=leaving):
        if instead := others.get(coding.theme_id):
            coding.taken_from = instead
            coding.save(update_fields=["taken_from"])
        else:
            gone.append(coding)
    codings.take_away(gone, by=by, at=at)


def _came_along(row: Contribution, others: Sequence[Contribution]) -> list[Contribution]:
    """Those that had been merged into `row` before, and moved on when it was merged itself."""
    keys = {str(one.pk): one for one in others}
    moves = JournalEntry.objects.filter(
        object_type=row._meta.label_lower, object_id__in=keys, verb__in=[Verb.MERGED, Verb.SEPARATED]
    )
    last: dict[str, object] = {}
    for entry in moves.order_by("number"):
        if "merged_into" in entry.changes:
            last[entry.object_id] = entry.changes["merged_into"][0]
    return [one for key, one in keys.items() if last.get(key) == row.pk]
