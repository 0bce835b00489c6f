"""Where a contribution stands: new, coded, merged into another or answered; kept in this one place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.core.exceptions import ValidationError
from django.db.models import Case, Exists, OuterRef, Value, When
from django.utils.translation import gettext as _

from houtskool.inventory.models import Coding, Contribution
from houtskool.records import journal

AT_ONCE = 500
_State = Contribution.State


def settle_state(contributions: Iterable[Contribution]) -> None:
    """Let the state say what the rows say, in the database and on these objects: two queries per chunk."""
    for some in in_chunks(contributions):
        coded = Exists(Coding.objects.filter(contribution=OuterRef("pk")))
        rows = Contribution.objects.filter(pk__in=[one.pk for one in some])
        rows.update(
            state=Case(
                When(merged_into__isnull=False, then=Value(_State.MERGED)),
                When(answered_at__isnull=False, then=Value(_State.ANSWERED)),
                When(coded, then=Value(_State.CODED)),
                default=Value(_State.NEW),
            )
        )
        states = dict(rows.values_list("pk", "state"))
        for one in some:
            one.state = states.get(one.pk, one.state)


def in_chunks(contributions: Iterable[Contribution]) -> Iterator[list[Contribution]]:
    rest = iter(contributions)
    while some := list(islice(rest, AT_ONCE)):
        yield some


def locked(contributions: Iterable[Contribution]) -> list[Contribution]:
    """The rows as they are now, for whoever is about to change them; in the order of their numbers.

    The journal's turn comes first, as in every change: two who hold and wait the other way round would wait
    for ever.
    """
    journal.take_turn()
    keys = [one.pk for one in contributions]
    return list(Contribution.objects.select_for_update().filter(pk__in=keys).order_by("pk"))


def refuse_merged(rows: Sequence[Contribution], remedy: str) -> None:
    """What was merged into another lives on there: raises ValidationError that says where."""
    merged = [row for row in rows if row.merged_into_id is not None]
    if merged:
        which = ", ".join(
            _("inbreng %(number)s is samengevoegd met inbreng %(kept)s")
            % {"number": row.pk, "kept": row.merged_into_id}
            for row in merged[:5]
        )
        raise ValidationError(f"{which[0].upper()}{which[1:]}. {remedy}")
