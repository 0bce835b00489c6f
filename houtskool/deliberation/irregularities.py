"""What a moderator should look at: devices that may be one person voting many times. Signals, never proof.

Shown of a participant are a number, how many votes, and these; never the votes, and never a group.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from houtskool.deliberation.models import Conversation, Participant, Vote
from houtskool.process.models import Gathering

# Nobody reads a sentence and decides within this.
FASTEST = timedelta(seconds=1)
# From so many votes on, speed and likeness say something.
ENOUGH = 8
# So many new devices of one network within this time; in a hall that is as it should be.
CROWD, MEANWHILE = 5, timedelta(minutes=10)

Cast = tuple[int, int, datetime]  # statement, value, when


@dataclass(frozen=True)
class Seen:
    """A participant as the moderator sees it."""

    participant: Participant
    votes: int
    signals: list[str]


def look(conversation: Conversation) -> list[Seen]:
    """Every participant, those with most signals first. Three queries, however many there are."""
    people = list(Participant.objects.filter(conversation=conversation).select_related("excluded_by"))
    votes = votes_of(conversation)
    found: dict[int, list[str]] = defaultdict(list)
    for pk, sentence in (*_fast(votes), *_same(votes)):
        found[pk].append(sentence)
    for pk, sentence in _crowd(people, votes, conversation.gathering):
        found[pk].append(sentence)
    seen = [Seen(one, len({cast[0] for cast in votes.get(one.pk, ())}), found[one.pk]) for one in people]
    return sorted(seen, key=lambda one: (-len(one.signals), one.participant.pk))


def votes_of(conversation: Conversation) -> Mapping[int, Sequence[Cast]]:
    """Participant → votes in their order."""
    found: dict[int, list[Cast]] = defaultdict(list)
    rows = Vote.objects.filter(participant__conversation=conversation).order_by("pk")
    columns = rows.values_list("participant", "statement", "value", "at")
    for participant, statement, value, at in columns.iterator(5000):
        found[participant].append((statement, value, at))
    return found


def _fast(votes: Mapping[int, Sequence[Cast]]) -> Iterator[tuple[int, str]]:
    for pk, casts in votes.items():
        if len(casts) < ENOUGH:
            continue
        times = sorted(at for _statement, _value, at in casts)
        if median((b - a).total_seconds() for a, b in pairwise(times)) < FASTEST.total_seconds():
            seconds = max(1, round((times[-1] - times[0]).total_seconds()))
            text = ngettext(
                "%(votes)s stemmen in %(number)s seconde: sneller dan iemand kan lezen",
                "%(votes)s stemmen in %(number)s seconden: sneller dan iemand kan lezen",
                seconds,
            )
            yield pk, text % {"votes": len(casts), "number": seconds}


def _same(votes: Mapping[int, Sequence[Cast]]) -> Iterator[tuple[int, str]]:
    """Statements come in another order to everybody, so the same row of votes is no accident."""
    alike: dict[tuple[tuple[int, int], ...], list[int]] = defaultdict(list)
    for pk, casts in votes.items():
        if len(casts) >= ENOUGH:
            alike[tuple((statement, value) for statement, value, _at in casts[:ENOUGH])].append(pk)
    for people in alike.values():
        for pk in people if len(people) > 1 else ():
            others = ", ".join(str(other) for other in people if other != pk)
            text = _("Stemde hetzelfde, in dezelfde volgorde, als deelnemer %(others)s")
            yield pk, text % {"others": others}


def _crowd(
    people: Sequence[Participant], votes: Mapping[int, Sequence[Cast]], gathering: Gathering | None
) -> Iterator[tuple[int, str]]:
    """Not of who began on the day of the gathering: there everybody is on the network of the hall."""
    by_network: dict[str, list[tuple[datetime, int]]] = defaultdict(list)
    for one in people:
        if one.network and (casts := votes.get(one.pk)):
            begun_at = min(at for _statement, _value, at in casts)
            if gathering is None or not gathering.is_on(begun_at):
                by_network[one.network].append((begun_at, one.pk))
    for begun in by_network.values():
        begun.sort()
        for at, pk in begun:
            number = sum(abs(other - at) <= MEANWHILE for other, _pk in begun)
            if number >= CROWD:
                text = _("%(number)s nieuwe toestellen van één netwerk binnen tien minuten")
                yield pk, text % {"number": number}
