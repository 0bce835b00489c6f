"""Two conversations of the example: one after the session, which is over, and one in which visitors can vote.

Who took part is invented, with a structure that was planted: some want the city to buy and lend first, others
want it to say first who is meant and to measure; about a few things all agree.
"""

from __future__ import annotations

import csv
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from houtskool.accounts.models import User
from houtskool.deliberation.actions import conversations, doors, moderation, statements, voting
from houtskool.deliberation.actions.voting import Cast
from houtskool.deliberation.models import Conversation, Door, Participant
from houtskool.demo.city import DATA
from houtskool.inventory.models import Contribution
from houtskool.process.models import Process
from houtskool.sector.models import StakeholderGroup

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SEED = 20181129
# Group, how many came in by its link, and how many of them are in the first camp.
TOOK_PART = (
    ("sociaal ondernemers", 26, 21),
    ("inkopers", 8, 1),
    ("financiers", 7, 2),
    ("ambtenaren", 11, 2),
    ("belangenorganisaties", 8, 5),
)
OPEN_CODE, CLOSED_CODE = "HAARLEM2", "NAJAAR22"


@dataclass(frozen=True)
class Said:
    """A statement of the example. `camps`: the share of each camp that agrees; one in ten of all passes."""

    dutch: str
    english: str
    sources: list[str]
    camps: tuple[float, float]


def _said(conversation: str) -> list[Said]:
    lines = (DATA / "stellingen.csv").read_text(encoding="utf-8").splitlines()
    return [
        Said(
            row["stelling"],
            row["in het Engels"],
            row["inbreng"].split(),
            (float(row["eens in kamp 1"] or 0.5), float(row["eens in kamp 2"] or 0.5)),
        )
        for row in csv.DictReader(lines, delimiter=";")
        if row["gesprek"] == conversation
    ]


def at(month: int, day: int, hour: int = 10, minute: int = 0, *, year: int = 2018) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=AMSTERDAM)


def build(process: Process, *, facilitator: User) -> None:
    rng = np.random.default_rng(SEED)
    _after_the_session(process, rng, by=facilitator)
    _what_first(process, rng, by=facilitator)


def _after_the_session(process: Process, rng: np.random.Generator, *, by: User) -> None:
    groups = [StakeholderGroup.objects.get(name=name) for name, _people, _first in TOOK_PART]
    session = process.gatherings.get(title__startswith="Co-creatie werksessie")
    conversation = Conversation(
        process=process,
        gathering=session,
        title="Wat moet de gemeente doen voor sociale ondernemers? (voorbeeld)",
        title_en="What should the city do for social entrepreneurs? (example)",
        text="Op 29 november zei u wat er nodig is. Nu willen wij weten waarover u het samen eens bent. "
        "De uitkomst gaat mee in het actieprogramma.",
        text_en="On 29 November you said what is needed. Now we want to know what you agree on together. "
        "The result goes into the action programme.",
        audience=Conversation.Audience.GROUPS,
    )
    conversations.add(conversation, groups=groups, by=by, at=at(12, 4, 11))
    said = {one.external_id: one for one in Contribution.objects.filter(process=process)}
    rows = _said("na de sessie")
    for row in rows:
        statements.add(
            conversation,
            row.dutch,
            words_en=row.english,
            sources=[said[number] for number in row.sources],
            by=by,
            at=at(12, 4, 13),
        )
    double = statements.add(
        conversation, "Er moet een lijst komen van wie wat levert.", by=by, at=at(12, 4, 14)
    )
    moderation.take_out(double, "Zegt hetzelfde als stelling 4.", by=by, at=at(12, 4, 14, 10))
    conversations.open_now(conversation, by=by, at=at(12, 5, 9))
    _give_code(conversation, CLOSED_CODE)
    camps = [row.camps for row in rows]
    turn = 0
    for group, (_name, people, first) in zip(groups, TOOK_PART, strict=True):
        door = Door.objects.select_related("conversation").get(conversation=conversation, group=group)
        door.invited = people + 9
        doors.change(door, by=by, at=at(12, 5, 9, 30))
        for person in range(people):
            begun = at(12, 5) + timedelta(hours=5 * turn, minutes=7 * person)
            told = group if rng.random() < 0.85 else None
            _take_part(door, rng, turn, [pair[int(person >= first)] for pair in camps], told, begun)
            turn += 1
    _a_machine(door, by=by)
    conversations.close(conversation, by=by, at=at(12, 20, 17))


def _take_part(
    door: Door,
    rng: np.random.Generator,
    turn: int,
    shares: list[float],
    group: StakeholderGroup | None,
    begun: datetime,
) -> None:
    """Most vote on all, some stop earlier; everybody in an order of their own."""
    person = _device(door, f"{door.pk}/{turn}", group, begun)
    order = rng.permutation(len(shares)) + 1
    stops = len(shares) if rng.random() < 0.7 else int(rng.integers(8, len(shares)))
    votes = []
    for place, number in enumerate(order[:stops]):
        passes, agrees = rng.random() < 0.1, rng.random() < shares[number - 1]
        draft = uuid.uuid5(uuid.NAMESPACE_URL, f"voorbeeld/stem/{door.pk}/{turn}/{number}")
        votes.append(
            Cast(draft, int(number), 0 if passes else 1 if agrees else -1, age=9.0 * (stops - place))
        )
    voting.cast(door, person, votes, at=begun + timedelta(seconds=9 * stops))


def _a_machine(door: Door, *, by: User) -> None:
    """Somebody tried how fast it could go: the moderator saw it, and left it out."""
    when = at(12, 12, 22)
    person = _device(door, f"{door.pk}/snel", None, when)
    votes = [
        Cast(uuid.uuid5(uuid.NAMESPACE_URL, f"voorbeeld/snel/{number}"), number, 1, age=0.1 * (20 - number))
        for number in range(1, 17)
    ]
    voting.cast(door, person, votes, at=when)
    because = "Zestien stemmen in twee seconden, allemaal eens."
    moderation.exclude(person, because, by=by, at=at(12, 13, 9))


def _what_first(process: Process, rng: np.random.Generator, *, by: User) -> None:
    """Open to whoever visits the example, until after the next session."""
    conversation = Conversation(
        process=process,
        title="Wat moet er als eerste gebeuren? (voorbeeld)",
        title_en="What should be done first? (example)",
        text="Stem mee: dit gesprek is voor iedereen.",
        text_en="Do take part: this conversation is for everybody.",
        closes_at=at(2, 6, 12, year=2019),
    )
    conversations.add(conversation, by=by, at=at(1, 9, year=2019))
    rows = [(row.dutch, row.english) for row in _said("wat eerst")]
    statements.add_many(conversation, rows, by=by, at=at(1, 9, 11, year=2019))
    conversations.open_now(conversation, by=by, at=at(1, 10, 9, year=2019))
    _give_code(conversation, OPEN_CODE)
    door = Door.objects.select_related("conversation").get(conversation=conversation)
    for turn in range(9):
        begun = at(1, 10, 12, year=2019) + timedelta(hours=3 * turn)
        shares = rng.random(len(rows)).tolist()
        _take_part(door, rng, turn, shares, None, begun)
    person = door.participants.order_by("pk")[0]
    for words in (
        "Geef elke onderneming een fiets met laadbak.",
        "Laat Noor Vink het regelen, zij kent iedereen.",
    ):
        statements.add_of_participant(person, words, at=at(1, 14, 20, year=2019))


def _give_code(conversation: Conversation, code: str) -> None:
    """The same in every example, so that it can be told."""
    first = conversation.doors.order_by("pk")[0]
    Door.objects.filter(pk=first.pk).update(code=code)


def _device(door: Door, name: str, group: StakeholderGroup | None, when: datetime) -> Participant:
    device = uuid.uuid5(uuid.NAMESPACE_URL, f"voorbeeld/toestel/{name}").hex * 2
    return voting.join(door, device=device, network=device[::-1], group=group, at=when)
