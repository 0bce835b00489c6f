"""What a participant does: coming in, voting, saying to which group one belongs, taking all back.

None of it is in the journal: that would tell who did what when.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from houtskool.deliberation import analysing, standing
from houtskool.deliberation.models import Door, Participant, Statement, Vote
from houtskool.process.models.periods import local_day
from houtskool.records import journal
from houtskool.sector.models import StakeholderGroup

# What was cast before closing still comes in for so long: a phone may have been without a network.
LATE = timedelta(minutes=10)
# A phone that says it waited longer is not believed to the minute.
_LONGEST = timedelta(days=7)


class Shut(ValidationError):
    """Nobody votes here now; `why` is one of standing.EARLY, OVER, WITHDRAWN, FULL."""

    def __init__(self, why: str) -> None:
        super().__init__(
            {
                standing.EARLY: _("Dit gesprek is nog niet open."),
                standing.OVER: _("Dit gesprek is gesloten."),
                standing.WITHDRAWN: _("Deze link werkt niet meer."),
                standing.FULL: _("Door deze link doen al zoveel mensen mee als kan."),
            }[why]
        )
        self.why = why


@dataclass(frozen=True)
class Cast:
    """One press on a button. `draft` is its number on the device, `age` how many seconds ago it was."""

    draft: uuid.UUID
    number: int
    value: int
    age: float = 0.0


@transaction.atomic
def join(
    door: Door, *, device: str, network: str, group: StakeholderGroup | None, at: datetime
) -> Participant:
    """A new device comes in, or one that was in already comes back. Raises Shut."""
    if why := standing.shut(door, at):
        raise Shut(why)
    if door.limit is not None:
        journal.take_turn()  # of two that take the last place at once, one does
    known = Participant.objects.filter(conversation=door.conversation, device=device).first()
    if known is not None:
        return known
    if standing.is_full(door):
        raise Shut(standing.FULL)
    made, _new = Participant.objects.get_or_create(
        conversation=door.conversation,
        device=device,
        defaults={"door": door, "network": network, "group": group, "on": local_day(at)},
    )
    return made


def cast(
    door: Door, participant: Participant, votes: Sequence[Cast], *, at: datetime
) -> Collection[uuid.UUID]:
    """Keep what a device sent, in its order, each once however often it comes; what is not there is left out.

    Gives the drafts that the device may forget: those that were kept, now or before, and those about a
    statement that is no longer voted on. One short write. Raises Shut; after closing for a while only when
    nothing of it was cast before.
    """
    why = standing.shut(door, at)
    closed = door.conversation.closes_at
    if why == standing.OVER and closed is not None and at - closed <= LATE:
        votes = [one for one in votes if _when(one, at) < closed]
        why = "" if votes else why
    if why:
        raise Shut(why)
    asked = {one.number for one in votes}
    found = Statement.objects.filter(conversation=door.conversation_id, number__in=asked).shown()
    statements = dict(found.values_list("number", "pk")) if asked else {}
    rows = [
        Vote(
            participant=participant,
            statement_id=statements[one.number],
            value=one.value,
            draft=one.draft,
            at=_when(one, at),
        )
        for one in votes
        if one.number in statements
    ]
    if rows:
        Vote.objects.bulk_create(rows, ignore_conflicts=True)
        # Asked already costs no look: the door came with its conversation.
        if door.conversation.analysis_asked_at is None:
            analysing.ask(door.conversation, at=at)
    return [one.draft for one in votes]


def _when(vote: Cast, at: datetime) -> datetime:
    """Never ahead, never long ago: clocks of phones are wrong, differences are not."""
    return at - min(max(timedelta(seconds=vote.age), timedelta()), _LONGEST)


@transaction.atomic
def choose_group(participant: Participant, group: StakeholderGroup | None) -> None:
    """To which group this participant says to belong; none is an answer too."""
    Participant.objects.filter(pk=participant.pk).update(group=group)
    participant.group = group


@transaction.atomic
def take_back(participant: Participant, *, at: datetime) -> int:
    """All votes of this participant go, and the group; how many. Raises ValidationError once published."""
    if participant.conversation.published_at is not None:
        raise ValidationError(
            _("De uitkomst is openbaar; daarin is niemand te herkennen. Uw stemmen kunnen er niet meer uit.")
        )
    number, _rows = Vote.objects.filter(participant=participant).delete()
    choose_group(participant, None)
    analysing.ask(participant.conversation, at=at)
    return number
