"""The example: Haarlem on its way to an action programme, early 2019. All people and amounts are invented."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password

from houtskool.accounts.models import User
from houtskool.council import intake
from houtskool.demo import (
    answers,
    assessment,
    captured,
    cases,
    city,
    decided,
    deliberation,
    gatherings,
    grounds,
    inventory,
    judging,
    notes,
    opinions,
    programme,
    rounds,
)
from houtskool.demo.city import DATA
from houtskool.demo.people import EXAMPLE_USERS, SECOND_OFFICIAL
from houtskool.process.models import Process

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def build(password: str) -> None:
    """Fill an empty database. Runs in the caller's transaction."""
    # Hashed once for all: it takes a third of a second, and the password is the same.
    kept = make_password(password)
    users = {role: _user(email, kept, name=name, role=role) for email, name, role in EXAMPLE_USERS}
    email, name, role = SECOND_OFFICIAL
    second = _user(email, kept, name=name, role=role)
    manager = users["programmamanager"]
    process = _read_the_note(by=manager)
    city.build(by=manager, at=datetime(2018, 11, 12, 14, 0, tzinfo=AMSTERDAM))
    gatherings.build(
        process,
        manager=manager,
        facilitator=users["procesbegeleider"],
        councillor=users["raadslid"],
    )
    inventory.contribute(
        process,
        facilitator=users["procesbegeleider"],
        manager=manager,
        at=datetime(2018, 12, 4, 10, 0, tzinfo=AMSTERDAM),
    )
    answers.build(process, facilitator=users["procesbegeleider"], manager=manager)
    programme.build(process, manager=manager)
    assessment.build(process, manager=manager, contact=users["ambtenaar"])
    cases.build(officer=users["ambtenaar"], manager=manager)
    assessors = [users["kerngroep"], users["ambtenaar"], second]
    judging.build(assessors, by=users["ambtenaar"])
    decided.build(assessors, contact=users["ambtenaar"], mandate=users["mandaathouder"])
    rounds.build(assessors, by=users["ambtenaar"])
    captured.build(process, facilitator=users["procesbegeleider"])
    deliberation.build(process, facilitator=users["procesbegeleider"])
    opinions.build(process, manager=manager)
    grounds.build(process, manager=manager)
    notes.build(process, users)
    _leave_a_letter_waiting(by=manager)


def _user(email: str, kept: str, *, name: str, role: str) -> User:
    """Somebody with this password, as it is kept."""
    user = User.objects.create(email=email, password=kept, name=name)
    user.grants.create(role=role)
    return user


def _read_the_note(*, by: User) -> Process:
    """Everything about the process comes out of the note, as it would for a user."""
    data = (DATA / "informatienota.txt").read_bytes()
    at = datetime(2018, 11, 7, 9, 30, tzinfo=AMSTERDAM)
    name = "Informatienota 6 november 2018 (voorbeeld).txt"
    document = intake.open_note(data.decode(), name=name, data=data, by=by, at=at)
    return intake.confirm(document, process=None, by=by, at=at)


def _leave_a_letter_waiting(*, by: User) -> None:
    """A letter that came in yesterday: its facts were read, and nobody has judged them yet."""
    text = (DATA / "raadsinformatiebrief.txt").read_text(encoding="utf-8")
    at = datetime(2019, 1, 14, 16, 0, tzinfo=AMSTERDAM)
    intake.open_note(text, name="Raadsinformatiebrief sociale inkoop (voorbeeld)", by=by, at=at)
