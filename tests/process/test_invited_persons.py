"""Personal data of who was invited: given, erased with the contact, and gone a year after the day."""

from __future__ import annotations

from datetime import timedelta

from houtskool.process import attending, gatherings, holding, inviting
from houtskool.process.models import Invitation, Table
from houtskool.records import erasure
from houtskool.records.models import PersonalValue


def test_erasing_a_contact_reaches_invitations_by_address_too(world, session, make_contact):
    somebody = inviting.invite_somebody(
        session, name="Noor", email="noor@koper.example", group=None, by=world.bob, at=world.at
    )
    contact = make_contact("Noor Vink")
    gatherings.add_table(Table(gathering=session, name="1", host="Noor Vink"), by=world.bob, at=world.at)
    held = erasure.export(contact)["elders"]["uitnodigingen"]
    assert {row.get("e-mailadres", row.get("gastheer of gastvrouw")) for row in held} == {
        "noor@koper.example",
        "Noor Vink",
    }
    erasure.erase(contact, by=world.alice, at=world.at)
    somebody.refresh_from_db()
    assert (somebody.name, somebody.email, session.tables.get().host) == ("", "", "")
    assert not PersonalValue.objects.filter(value__in=["noor@koper.example", "Noor"]).exists()


def test_names_of_who_is_no_contact_are_gone_a_year_after_the_day(world, session):
    somebody = inviting.invite_somebody(
        session, name="Piet", email="piet@puk.example", group=None, by=world.bob, at=world.at
    )
    day = session.ends_at
    attending.walk_in(session, name="Anna", group=None, table=None, by=None, at=day)
    assert holding.purge(day + timedelta(days=365)) == 0
    assert erasure.purge(day + timedelta(days=367))["uitnodigingen"] == 2
    somebody.refresh_from_db()
    assert (somebody.name, somebody.email) == ("", "")
    assert not Invitation.objects.exclude(name="").exists()
    assert holding.purge(day + timedelta(days=400)) == 0
