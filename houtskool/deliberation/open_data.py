"""A conversation as open data, and in the layout of Polis: votes under numbers that are drawn anew each time.

Nothing tells when somebody voted, through which link, on which device, or to which group somebody says to
belong. What goes out is the result that may go out (actions/publishing.py), so that two files never differ
by a few people.
"""

from __future__ import annotations

import csv
import io
import json
import random
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from houtskool.deliberation import counting, result
from houtskool.deliberation.actions import publishing
from houtskool.deliberation.models import Analysis, Conversation, Statement, Vote
from houtskool.deliberation.result import Result
from houtskool.deliberation.shares import Share

STATEMENTS = ("statement", "text", "text_en", "moderated", "votes", "agree", "disagree", "pass", "certainty",
              "shared")  # fmt: skip
VOTES = ("participant", "statement", "vote")
OWN_GROUPS = ("group", "statement", "votes", "agree", "disagree", "pass")
COMMENTS = (
    "timestamp",
    "datetime",
    "comment-id",
    "author-id",
    "agrees",
    "disagrees",
    "moderated",
    "comment-body",
)
POLIS_VOTES = ("timestamp", "datetime", "comment-id", "voter-id", "vote")
BEFORE_VOTES = ("participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree")
# What a spreadsheet would take for a formula gets an apostrophe; taking_over.py takes it off again.
FORMULA = re.compile(r"'*[=+\-@\t\r]")
# A zip names a time for each file; this one is the same for all, always.
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
Shuffled = random.SystemRandom | random.Random


def ready(conversation: Conversation, *, at: datetime) -> Analysis:
    """The result whose votes may go out as data. Raises ValidationError with why not, and what to do.

    Data can only be made of the votes that there are, so the last result must be one that may go out.
    """
    analysis = publishing.to_give_out(conversation, at=at)
    if counting.read(conversation).sha256 != analysis.sha256:
        raise ValidationError(
            publishing.held_back(conversation)
            or _("De uitkomst wordt nog berekend. Probeer het over een minuut opnieuw.")
        )
    return analysis


def archive(analysis: Analysis, *, shuffled: Shuffled | None = None) -> bytes:
    """The zip with open data: statements, votes, groups that people named, the result, an explanation."""
    found = result.of(analysis)
    taken = counting.read(analysis.conversation)
    cast = [
        (taken.participants[row], taken.statements[column], int(value))
        for row, column, value in zip(
            taken.votes.participant.tolist(),
            taken.votes.statement.tolist(),
            taken.votes.value.tolist(),
            strict=True,
        )
    ]
    numbers = _anew(taken.participants, shuffled)
    return _zip(
        {
            "LEESMIJ.txt": _explained(found),
            "LICENTIE.txt": LICENCE,
            "statements.csv": _csv(STATEMENTS, _statements(found)),
            "votes.csv": _csv(
                VOTES, sorted((numbers[person], number, value) for person, number, value in cast)
            ),
            "own-groups.csv": _csv(OWN_GROUPS, _own_groups(found)),
            "result.json": _json(found),
        }
    )


def polis(analysis: Analysis, *, shuffled: Shuffled | None = None) -> bytes:
    """The zip in the layout of Polis, statements that were taken out among them with `moderated` -1."""
    conversation = analysis.conversation
    statements = {
        one.number: one
        for one in conversation.statements.exclude(state=Statement.State.WAITING).order_by("number")
    }
    last: dict[int, dict[int, int]] = {}
    rows = Vote.objects.filter(participant__conversation=conversation, participant__excluded_at=None)
    for person, number, value in rows.order_by("pk").values_list("participant", "statement__number", "value"):
        if number in statements:
            last.setdefault(person, {})[number] = value
    numbers = _anew(list(last), shuffled)
    people = {numbers[person]: last[person] for person in last}
    groups = {numbers[int(pk)]: place[2] for pk, place in analysis.positions.items() if int(pk) in numbers}
    # One moment for all: when somebody voted could tell who it was.
    day = localtime(conversation.opens_at or conversation.at).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    moment = (int(day.timestamp()), day.strftime("%a %b %d %Y %H:%M:%S"))
    return _zip(
        {
            "comments.csv": _csv(
                COMMENTS,
                (
                    (
                        *moment,
                        number,
                        0,
                        *(sum(votes.get(number) == side for votes in people.values()) for side in (1, -1)),
                        -1 if one.state == Statement.State.OUT else 1,
                        _plain(one.words),
                    )
                    for number, one in statements.items()
                ),
            ),
            "votes.csv": _csv(
                POLIS_VOTES,
                (
                    (*moment, number, person, value)
                    for person in sorted(people)
                    for number, value in sorted(people[person].items())
                ),
            ),
            "participants-votes.csv": _csv(
                (*BEFORE_VOTES, *map(str, statements)),
                (
                    (
                        person,
                        int(groups[person]) if groups.get(person, -1) >= 0 else "",
                        0,
                        len(votes),
                        sum(value == 1 for value in votes.values()),
                        sum(value == -1 for value in votes.values()),
                        *(votes.get(number, "") for number in statements),
                    )
                    for person, votes in sorted(people.items())
                ),
            ),
        }
    )


def _anew(participants: Sequence[int], shuffled: Shuffled | None) -> dict[int, int]:
    """A number for each, drawn for this file only."""
    numbers = list(range(1, len(participants) + 1))
    (shuffled or random.SystemRandom()).shuffle(numbers)
    return dict(zip(participants, numbers, strict=True))


def _statements(found: Result) -> Iterator[tuple[object, ...]]:
    for line in found.lines:
        share = line.share
        yield (
            line.number,
            _plain(line.statement.words),
            _plain(line.statement.words_en),
            1,
            *((share.votes, share.agree, share.disagree, share.passed) if share else ("", "", "", "")),
            line.level,
            {1: "agree", -1: "disagree", 0: ""}[line.consensus],
        )


def _own_groups(found: Result) -> Iterator[tuple[object, ...]]:
    for line in found.lines:
        for name, share in found.own_shares(line):
            yield _plain(name), line.number, share.votes, share.agree, share.disagree, share.passed


def _json(found: Result) -> str:
    told = found.analysis.content
    document = {
        "conversation": found.analysis.conversation.title,
        "process": found.analysis.conversation.process.title,
        "participants": found.analysis.participants,
        "votes": found.analysis.votes,
        "state": told["state"],
        "level": told["level"],
        "groups": [
            {
                "letter": group.letter,
                "size": group.size,
                "level": group.level,
                "apart": [
                    {
                        "statement": one.line.number,
                        "agree": one.agree,
                        "percent": one.percent,
                        "versus": one.versus,
                    }
                    for one in group.apart
                ],
            }
            for group in found.groups
        ],
        "statements": [
            {
                "statement": line.number,
                "text": line.statement.words,
                "level": line.level,
                "shared": line.consensus,
                "votes": line.share.votes if line.share else None,
                "percent": _percent(line.share),
                "groups": {group.letter: _percent(line.of_group(group.number)) for group in found.groups},
            }
            for line in found.lines
        ],
        "turnout": [
            {"group": row.name, "invited": row.invited, "took_part": row.took_part} for row in found.turnout
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _percent(share: Share | None) -> dict[str, int] | None:
    return dict(zip(("agree", "disagree", "pass"), share.percent, strict=True)) if share else None


def _plain(text: str) -> str:
    return f"'{text}" if FORMULA.match(text) else text


def _csv(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(titles)
    writer.writerows(rows)
    return out.getvalue()


def _zip(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.encode())
    return out.getvalue()


LICENCE = """CC0 1.0 Universeel

Voor zover er rechten op deze gegevens rusten, doet de gemeente daar afstand van: u mag ze gebruiken,
veranderen en delen, ook zonder naam te noemen. De tekst: creativecommons.org/publicdomain/zero/1.0/deed.nl
"""


@translation.override("nl")
def _explained(found: Result) -> str:
    analysis = found.analysis
    day = date_format(localtime(analysis.at), "j F Y")
    return f"""{analysis.conversation.title}

Wat deelnemers stemden in een gesprek van {settings.MUNICIPALITY}: {analysis.participants} deelnemers,
{len(found.lines)} stellingen, {analysis.votes} stemmen. Berekend op {day}.

statements.csv   de stellingen, met hoe vaak men eens, oneens of overslaan koos
                 (leeg bij minder dan 7 stemmen)
votes.csv        de laatste stem van elke deelnemer op elke stelling: 1 eens, -1 oneens, 0 overgeslagen
own-groups.csv   hoe mensen stemden die zeggen bij een groep te horen, waar dat er genoeg zijn
result.json      de uitkomst, zoals de pagina die laat zien
LICENTIE.txt     wat u met deze gegevens mag

Wie is wie? Dat staat hier niet in. De nummers van deelnemers zijn voor dit bestand geloot: in een ander
bestand heeft dezelfde mens een ander nummer. Er staat geen tijd bij, en niet bij welke groep een deelnemer
zegt te horen; per groep staan er alleen aantallen vanaf tien. Wie van iemand al veel stemmen kent, kan
diens regel misschien toch vinden. Probeer dat niet.

Narekenen: houtskool opinion votes.csv --statements statements.csv
Een percentage, daar en op de pagina, is van alle stemmen op een stelling; overslaan telt daarin mee.
Wat elke kolom betekent, staat in het gegevenswoordenboek van Houtskool.
"""
