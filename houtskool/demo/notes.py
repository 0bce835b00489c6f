"""Three notes of the example, made as users make them: one sent, one adopted, one still a concept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from houtskool.accounts.models import User
from houtskool.accounts.roles import Role
from houtskool.council.models import Note
from houtskool.council.notes import actions
from houtskool.council.notes.compose import compose
from houtskool.council.notes.content import Content, content_of
from houtskool.documents import Document, Paragraph, content_hash, numbered, write_pdf
from houtskool.process.models import Process
from houtskool.records import uploads

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def build(process: Process, users: Mapping[str, User]) -> None:
    """From the session of November 2018 to the concept that lies there on 15 January 2019."""
    author, mandate, clerk = users[Role.OFFICIAL], users[Role.MANDATE_HOLDER], users[Role.CLERK]
    session = _opened(
        process,
        "Opbrengst van de werksessie (voorbeeld)",
        at=_morning(2018, 12, 6),
        by=author,
        number="2018/900001",
        key_message="De werksessie van 29 november 2018 is gehouden. Wat er is opgehaald, gaat mee in de "
        "houtskoolversie van het actieprogramma.",
        treatment=Note.Treatment.NOTICE,
        treatment_reason="Zo weet de commissie wat er speelt. Raadsleden kunnen dan op tijd meedoen.",
    )
    _adopt(session, on=date(2018, 12, 11), by=mandate)
    sent = _morning(2018, 12, 13)
    actions.send(session, to="commissie Ontwikkeling", on=sent.date(), by=clerk, at=sent)

    evening = _opened(
        process,
        "Uitnodiging voor een avond over de houtskoolversie (voorbeeld)",
        at=_morning(2019, 1, 7),
        by=author,
        number="2019/900002",
        key_message="De commissie krijgt de houtskoolversie te zien voordat het college haar afmaakt.",
        treatment=Note.Treatment.INFORMATION,
        treatment_reason="Zo kunnen raadsleden meedenken nu er nog veel open is.",
    )
    _attach_programme(evening, at=_morning(2019, 1, 7), by=author)
    _adopt(evening, on=date(2019, 1, 8), by=mandate)

    _concept(process, at=_morning(2019, 1, 14), by=author)


def _concept(process: Process, *, at: datetime, by: User) -> None:
    """The number, the portfolio holder and why the council gets it are still open, as in a real concept."""
    note = actions.begin(
        process,
        kind=Note.Kind.INFORMATION,
        subject="Stand van zaken actieprogramma (voorbeeld)",
        by=by,
        at=at,
    )
    content = content_of(note)
    asked = (
        "Wat wij nu aan de commissie vragen:\n\n1. Mist u thema’s in de houtskoolversie?\n"
        "2. Wie wilt u nog **aan tafel** zien?"
    )
    sections = tuple(
        replace(section, text=f"{section.text}\n\n{asked}") if section.title == "Vervolg" else section
        for section in content.sections
    )
    texts = {**content.texts, "department": "Economie", "treatment": Note.Treatment.DISCUSSION}
    actions.revise(note, Content(texts, sections), seen=note.revision, by=by, at=at)


def _opened(process: Process, subject: str, *, at: datetime, by: User, **texts: str) -> Note:
    note = actions.begin(process, kind=Note.Kind.INFORMATION, subject=subject, by=by, at=at)
    content = content_of(note)
    header = {
        "holders": "Voorbeeld, V.",
        "programme": "Economie (voorbeeld)",
        "department": "Economie",
        "phone": "023 000 00 00",
    }
    written = Content({**content.texts, **header, **texts}, content.sections)
    return actions.revise(note, written, seen=note.revision, by=by, at=at)


def _adopt(note: Note, *, on: date, by: User) -> None:
    seen = content_hash(compose(Note.objects.get(pk=note.pk), on))
    actions.adopt(note, body="college", on=on, seen=seen, by=by, at=_morning(on.year, on.month, on.day))


def _attach_programme(note: Note, *, at: datetime, by: User) -> None:
    evening = Document(
        title="Programma van de avond (voorbeeld)",
        blocks=(
            Paragraph("Dit programma is verzonnen voor het voorbeeld."),
            numbered(
                "Welkom",
                "De houtskoolversie in vijf schetsen",
                "Vragen van de commissie",
                "Hoe het verdergaat",
            ),
        ),
        date=at.date(),
    )
    upload = uploads.receive(
        write_pdf(evening), "programma-van-de-avond.pdf", by=by, at=at, limit=settings.UPLOAD_LIMIT
    )
    actions.attach(note, evening.title, upload, by=by, at=at)


def _morning(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 9, 30, tzinfo=AMSTERDAM)
