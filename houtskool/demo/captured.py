"""What was captured at the tables of the session, and two reports: one taken in, one that waits."""

from __future__ import annotations

import io
import uuid
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from PIL import Image, ImageDraw

from houtskool.accounts.models import User
from houtskool.demo.city import DATA
from houtskool.inventory.actions import captures, intakes, taking_in
from houtskool.inventory.actions.captures import Note
from houtskool.inventory.models import Contribution
from houtskool.process.models import Gathering, Process, Table
from houtskool.sector.models import StakeholderGroup

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_AFTERNOON = datetime(2018, 11, 29, 14, 0, tzinfo=AMSTERDAM)
_Kind, _Consent = Contribution.Kind, Contribution.Consent
_OURS, _BUYERS, _FUNDS = "sociaal ondernemers", "inkopers", "financiers"
_APART = "Zet in elke aanbesteding een deel apart voor sociale ondernemingen."
_NO_LIST = "Ik weet niet welke ondernemers wat kunnen leveren; er is geen lijst."
# Per table: words, kind, group, consent, name.
SAID = {
    "Tafel inkoop": (
        (_APART, _Kind.IDEA, _OURS, _Consent.PSEUDONYM, ""),
        (_NO_LIST, _Kind.OBSTACLE, _BUYERS, _Consent.QUOTE, "Peter Smit"),
        ("Wij komen graag laten zien wat wij maken.", _Kind.OFFER, _OURS, _Consent.AGGREGATE, ""),
    ),
    "Tafel financiering": (
        ("Een lening van € 20.000 krijg je nergens.", _Kind.OBSTACLE, _OURS, _Consent.PSEUDONYM, ""),
        ("Maak één loket voor geld, ook van fondsen.", _Kind.IDEA, _FUNDS, _Consent.AGGREGATE, ""),
    ),
}


def build(process: Process, *, facilitator: User) -> None:
    session = process.gatherings.get(planned_start=date(2018, 11, 29))
    for name, said in SAID.items():
        _capture(session.tables.get(name=name), said)
    _photograph(session.tables.get(name="Tafel inkoop"))
    _close_one(session, by=facilitator)
    _take_in_a_report(process, by=facilitator)
    _leave_an_interview_waiting(process, by=facilitator)


def _capture(table: Table, said: tuple[tuple[str, str, str, str, str], ...]) -> None:
    for number, (words, kind, group, consent, name) in enumerate(said):
        note = Note(
            draft=_number(table, number),
            revision=1,
            words=f"{words} (voorbeeld)",
            kind=kind,
            group=StakeholderGroup.objects.get(name=group),
            consent=consent,
            name=name,
        )
        at = _AFTERNOON + timedelta(minutes=12 * number)
        captures.keep(table, note, made_at=at, by=None, at=at)


def _photograph(table: Table) -> None:
    """A flip-over as it might hang there, drawn here."""
    picture = Image.new("RGB", (900, 1200), "#fbfaf7")
    draw = ImageDraw.Draw(picture)
    for row, words in enumerate(
        ("INKOOP (voorbeeld)", "1. apart deel", "2. lijst van leveranciers", "3. markt")
    ):
        draw.text((90, 120 + 180 * row), words, fill="#1d1c1a", font_size=64)
    data = io.BytesIO()
    picture.save(data, "JPEG")
    captures.attach_photo(
        table, _number(table, 0), data.getvalue(), by=None, at=_AFTERNOON + timedelta(hours=1)
    )


def _close_one(session: Gathering, *, by: User) -> None:
    """A phone without a network sent its last note in the evening, after the table was closed."""
    table = session.tables.get(name="Tafel financiering")
    captures.close(table, by=by, at=_AFTERNOON + timedelta(hours=3))
    note = Note(
        draft=_number(table, 99),
        revision=1,
        words="Banken vragen om zekerheden die wij niet hebben. (voorbeeld)",
        kind=_Kind.OBSTACLE,
        consent=_Consent.PSEUDONYM,
        group=StakeholderGroup.objects.get(name="sociaal ondernemers"),
    )
    made_at = _AFTERNOON + timedelta(hours=2)
    captures.keep(table, note, made_at=made_at, by=None, at=_AFTERNOON + timedelta(hours=6))


def _take_in_a_report(process: Process, *, by: User) -> None:
    at = datetime(2018, 12, 5, 11, 0, tzinfo=AMSTERDAM)
    intake = intakes.open_report(
        (DATA / "verslag-ronde-tafel.txt").read_text(encoding="utf-8"),
        name="Verslag interne ronde tafel (voorbeeld)",
        process=process,
        said_on=date(2018, 7, 12),
        by=by,
        at=at,
    )
    taking_in.confirm(intake, sure=True, by=by, at=at)


def _leave_an_interview_waiting(process: Process, *, by: User) -> None:
    """It came in yesterday: what may be contributions is marked, and nobody has judged it yet."""
    data = (DATA / "interview-financier.txt").read_bytes()
    intakes.open_report(
        data.decode(),
        name="interview-financier (voorbeeld).txt",
        process=process,
        said_on=date(2019, 1, 8),
        consent=_Consent.PSEUDONYM,
        by=by,
        at=datetime(2019, 1, 14, 17, 0, tzinfo=AMSTERDAM),
        data=data,
        limit=len(data),
    )


def _number(table: Table, number: int) -> uuid.UUID:
    """The same in every example, so that two of them can be compared."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"voorbeeld/{table.name}/{number}")
