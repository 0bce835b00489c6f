"""Giving a theme to contributions or to a passage of one, and taking it away again, singly and in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from houtskool.accounts.models import User
from houtskool.inventory.actions.states import in_chunks, locked, refuse_merged, settle_state
from houtskool.inventory.models import Coding, Contribution
from houtskool.records import journal
from houtskool.records.verbs import Verb
from houtskool.sector.models import Theme

Passage = tuple[int, int]


@transaction.atomic
def give(
    contributions: Iterable[Contribution],
    theme: Theme,
    *,
    by: User | None,
    at: datetime,
    passage: Passage | None = None,
) -> list[Coding]:
    """Let each contribution bear the theme, in the name of `by`; gives the codings that are new.

    `passage` (start, end) are offsets in code points into the words of the one contribution. Who gave the
    same theme to the same words before gives it once; another coder may give it too. Raises ValidationError
    for a merged theme, for what was merged into another contribution, and for a passage that is not there.
    """
    if theme.merged_into_id is not None:
        raise ValidationError(
            _("Thema ‘%(theme)s’ is samengevoegd met ‘%(kept)s’. Geef dat thema.")
            % {"theme": theme, "kept": theme.kept()}
        )
    given: list[Coding] = []
    for some in in_chunks(contributions):
        rows = locked(some)
        refuse_merged(rows, _("Geef het thema daar."))
        start, end = _within(rows, passage) if passage else (None, None)
        same = Coding.objects.filter(contribution__in=rows, theme=theme, coder=by, start=start, end=end)
        held = set(same.values_list("contribution_id", flat=True))
        given += keep(
            [
                Coding(contribution=row, theme=theme, coder=by, at=at, start=start, end=end)
                for row in rows
                if row.pk not in held
            ],
            by=by,
            at=at,
        )
        settle_state(rows)
        _tell(some, rows)
    return given


@transaction.atomic
def take_away(codings: Iterable[Coding], *, by: User | None, at: datetime) -> list[Coding]:
    """Take these codings away; gives them as they were, for `give_back`."""
    journal.take_turn()  # before the rows are held
    keys = [coding.pk for coding in codings]
    there = list(
        Coding.objects.select_for_update(of=("self",))
        .filter(pk__in=keys)
        .select_related("contribution", "theme")
    )
    journal.record_many(
        Verb.UNCODED,
        [(coding.contribution, {"theme": _told(coding)}, {}) for coding in there],
        by=by,
        at=at,
    )
    Coding.objects.filter(pk__in=keys).delete()
    settle_state({coding.contribution_id: coding.contribution for coding in there}.values())
    return there


@transaction.atomic
def take_theme_away(
    contributions: Iterable[Contribution], theme: Theme, *, by: User | None, at: datetime
) -> list[Coding]:
    """Take the theme off these contributions and off every passage of them, whoever gave it."""
    keys = [one.pk for one in contributions]
    return take_away(Coding.objects.filter(contribution__in=keys, theme=theme), by=by, at=at)


@transaction.atomic
def give_back(codings: Iterable[Coding], *, by: User | None, at: datetime) -> list[Coding]:
    """Undo `take_away`: the same themes on the same words, in the name of who gave them first."""
    codings = list(codings)
    rows = {row.pk: row for row in locked(coding.contribution for coding in codings)}
    refuse_merged(list(rows.values()), _("Geef het thema daar."))
    there = {
        (one.contribution_id, one.theme_id, one.start, one.end, one.coder_id)
        for one in Coding.objects.filter(contribution__in=rows)
    }
    again = [
        Coding(
            contribution=rows[one.contribution_id],
            theme=one.theme,
            start=one.start,
            end=one.end,
            coder=one.coder,
            at=one.at,
            taken_from=one.taken_from,
        )
        for one in codings
        if one.contribution_id in rows
        if one.theme.merged_into_id is None
        if (one.contribution_id, one.theme_id, one.start, one.end, one.coder_id) not in there
    ]
    kept = keep(again, by=by, at=at)
    settle_state(rows.values())
    return kept


def keep(codings: Sequence[Coding], *, by: User | None, at: datetime) -> list[Coding]:
    """Save new codings, with one journal entry each, about the contribution that bears them."""
    saved = Coding.objects.bulk_create(codings)
    journal.record_many(
        Verb.CODED, [(one.contribution, {}, {"theme": _told(one)}) for one in saved], by=by, at=at
    )
    return saved


def _told(coding: Coding) -> journal.Fields:
    """What the journal keeps of a coding: which theme, and where; never the words."""
    told: journal.Fields = {"title": coding.theme.name, "theme": coding.theme_id}
    if coding.start is not None:
        told |= {"start": coding.start, "end": coding.end}
    if coding.taken_from_id is not None:
        told |= {"taken_from": coding.taken_from_id}
    return told


def _within(rows: Sequence[Contribution], passage: Passage) -> Passage:
    """The passage without the white space around it. Raises ValidationError when it is not in the words."""
    start, end = passage
    if len(rows) != 1:
        raise ValidationError(_("Een passage hoort bij één stuk inbreng. Kies er één."))
    words = rows[0].words
    if rows[0].withdrawn_at is not None or not 0 <= start < end <= len(words):
        raise ValidationError(_("Die passage staat niet (meer) in de woorden. Kies haar opnieuw."))
    piece = words[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    if start >= end:
        raise ValidationError(_("In die passage staat geen woord. Kies haar opnieuw."))
    return start, end


def _tell(given: Iterable[Contribution], rows: Iterable[Contribution]) -> None:
    """The state that was settled on the rows, also on the objects that the caller holds."""
    states = {row.pk: row.state for row in rows}
    for one in given:
        one.state = states.get(one.pk, one.state)
