"""Two notes of the example, made as users make them: one adopted and sent, one still a concept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from houtskool.accounts.models import User
from houtskool.accounts.roles import Role
from houtskool.council.models import Note
from houtskool.council.notes import actions
from houtskool.council.notes.compose import compose
from houtskool.council.notes.content import Content, content_of
from houtskool.documents import content_hash
from houtskool.process.models import Process

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def build(process: Process, users: Mapping[str, User]) -> None:
    """One note on the session of November, adopted and sent in December, and the concept of early 2019."""
    author = users[Role.OFFICIAL]
    _sent(process, author=author, mandate=users[Role.MANDATE_HOLDER], clerk=users[Role.CLERK])
    _concept(process, author=author)


def _sent(process: Process, *, author: User, mandate: User, clerk: User) -> None:
    at = _morning(2018, 12, 6)
    note = actions.begin(
        process,
        kind=Note.Kind.INFORMATION,
        subject="Opbrengst van de werksessie (voorbeeld)",
        by=author,
        at=at,
    )
    content = content_of(note)
    texts = {
        **content.texts,
        "number": "2018/900001",
        "holders": "Voorbeeld, V.",
        "programme": "Economie (voorbeeld)",
        "department": "Economie",
        "phone": "023 000 00 00",
        "key_message": "De werksessie van 29 november 2018 is gehouden. Wat er is opgehaald, gaat mee in de "
        "houtskoolversie van het actieprogramma.",
        "treatment": Note.Treatment.NOTICE,
        "treatment_reason": "Zo weet de commissie wat er speelt. Raadsleden kunnen dan op tijd meedoen.",
    }
    note = actions.revise(note, Content(texts, content.sections), seen=note.revision, by=author, at=at)
    at = _morning(2018, 12, 11)
    actions.adopt(
        note,
        body="college",
        on=date(2018, 12, 11),
        seen=content_hash(compose(note, at.date())),
        by=mandate,
        at=at,
    )
    actions.send(
        note, to="commissie Ontwikkeling", on=date(2018, 12, 13), by=clerk, at=_morning(2018, 12, 13)
    )


def _concept(process: Process, *, author: User) -> None:
    """The number, the portfolio holder and why the council gets it are still open, as in a real concept."""
    at = _morning(2019, 1, 14)
    note = actions.begin(
        process,
        kind=Note.Kind.INFORMATION,
        subject="Stand van zaken actieprogramma (voorbeeld)",
        by=author,
        at=at,
    )
    content = content_of(note)
    texts = {**content.texts, "department": "Economie", "treatment": Note.Treatment.DISCUSSION}
    sections = [
        replace(
            section,
            text=f"{section.text}\n\nWat wij nu aan de commissie vragen:\n\n"
            "1. Mist u thema’s in de houtskoolversie?\n2. Wie wilt u nog **aan tafel** zien?",
        )
        if section.title == "Vervolg"
        else section
        for section in content.sections
    ]
    actions.revise(note, Content(texts, tuple(sections)), seen=note.revision, by=author, at=at)


def _morning(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 9, 30, tzinfo=AMSTERDAM)
