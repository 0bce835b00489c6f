from __future__ import annotations

from datetime import date, datetime

import pytest
from django.core import mail

from houtskool.kernel.vaguedate import Period
from houtskool.process import actions, gatherings, inviting
from houtskool.process.models import Commitment, Gathering, Process, Step
from houtskool.sector import actions as sector
from houtskool.sector.models import Contact, StakeholderGroup
from tests.conftest import AT


@pytest.fixture
def process(world):
    return actions.add(
        Process(title="Actieprogramma Duinstede", ambition="Sociaal ondernemen sterker maken."),
        by=world.alice,
        at=world.at,
    )


@pytest.fixture
def make_commitment(world, process):
    def make(text="Het college komt met een plan.", words="voorjaar 2019", end=date(2019, 5, 31)):
        commitment = Commitment(process=process, text=text)
        commitment.due = Period(words, None, end) if words else None
        return actions.add(commitment, by=world.alice, at=world.at)

    return make


@pytest.fixture
def make_step(world, process):
    def make(title="Houtskoolversie gereed", words="begin 2019", start=None, end=None):
        step = Step(process=process, title=title)
        step.planned = Period(words, start, end)
        return actions.add(step, by=world.alice, at=world.at)

    return make


@pytest.fixture
def session(world, process, settings):
    """A work session that is still to come, with two places; visitors look from the day of the tests."""
    settings.REFERENCE_DATE = AT.date()
    planned = Gathering(process=process, title="Werksessie inkoop", kind="work-session", capacity=2)
    planned.starts_at = datetime(2019, 2, 12, 13, 0, tzinfo=AT.tzinfo)
    planned.ends_at = datetime(2019, 2, 12, 17, 0, tzinfo=AT.tzinfo)
    planned.planned = Period("12 februari 2019", date(2019, 2, 12), date(2019, 2, 12))
    planned.place = "Seinwezen"
    return gatherings.plan(planned, {}, by=world.alice, at=world.at)


@pytest.fixture
def buyers(world):
    return sector.add_group(
        name="inkopers", kind=StakeholderGroup.Kind.PURCHASING, by=world.alice, at=world.at
    )


@pytest.fixture
def make_contact(world, buyers):
    """A contact of the group of buyers, who may be mailed unless the test says otherwise."""

    def make(name, *, groups=None, **fields):
        first = name.split()[0].lower()
        contact = Contact(name=name, **{"email": f"{first}@koper.example", "may_be_mailed": True, **fields})
        links = {"groups": [buyers] if groups is None else groups}
        return sector.add(contact, by=world.alice, at=world.at, links=links)

    return make


@pytest.fixture
def invite(world, session, make_contact):
    """Somebody who is invited, as the page of the personal link sees it."""

    def make(name="Noor Vink", **fields):
        contact = make_contact(name, **fields)
        return inviting.invite(session, contacts=[contact], by=world.bob, at=world.at)[0]

    return make


@pytest.fixture
def posted(django_capture_on_commit_callbacks):
    """Do something and give the e-mails that left because of it."""

    def send(act):
        before = len(mail.outbox)
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return mail.outbox[before:]

    return send
