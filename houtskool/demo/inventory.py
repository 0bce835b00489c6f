"""What the city says, in the Haarlem example: invented contributions, each marked as an example."""

from __future__ import annotations

from datetime import datetime, timedelta

from houtskool.accounts.models import User
from houtskool.demo.city import DATA
from houtskool.inventory.actions import consent as consents
from houtskool.inventory.actions import contributions
from houtskool.inventory.models import Contribution
from houtskool.process.models import Process
from houtskool.records import importing, journal
from houtskool.sector.models import Contact, StakeholderGroup


def contribute(process: Process, *, facilitator: User, manager: User, at: datetime) -> None:
    """Forty contributions from a spreadsheet, with a column of its own; two more in other ways."""
    data = (DATA / "inbreng.csv").read_bytes()
    kind = importing.kind("contributions")
    batch, _ = importing.start(kind, data, "inbreng (voorbeeld).csv", by=facilitator, at=at, limit=len(data))
    batch.choices = {"process": str(process.pk), "themes": "add"}
    batch.save(update_fields=["choices"])
    importing.finish(batch, by=facilitator, at=at)
    with journal.change(process, by=manager, at=at):
        process.asks_contributions = True
        process.save()
    _one_by_a_contact(process, by=facilitator, at=at)
    _one_from_the_open_form(process, at=at + timedelta(days=20))
    _one_withdrawn(by=facilitator, at=at + timedelta(days=30))


def _one_by_a_contact(process: Process, *, by: User, at: datetime) -> None:
    """Said in an interview, by somebody who may be quoted by name."""
    said = Contribution(
        process=process,
        words="Wij wassen nu voor drie hotels. "
        "Met één vaste opdracht van de gemeente nemen wij vier mensen aan.",
        kind=Contribution.Kind.OFFER,
        consent=Contribution.Consent.QUOTE,
        place="interview, vraag 3",
    )
    contact = Contact.objects.filter(name="Fatima Aziz").first()
    contributions.add_said(said, contact=contact, by=by, at=at)


def _one_from_the_open_form(process: Process, *, at: datetime) -> None:
    said = Contribution(
        process=process,
        words="Ik wil mijn buurt helpen met een repaircafé, maar weet niet bij wie ik moet zijn.",
        kind=Contribution.Kind.NEED,
        consent=Contribution.Consent.PSEUDONYM,
        group=StakeholderGroup.objects.filter(name="sociaal ondernemers").first(),
    )
    contributions.add_said(
        said,
        name="Ans Voorbeeld",
        email="ans@stad.example",
        anyhow=True,
        by=None,
        at=at,
        via="het open formulier",
    )


def _one_withdrawn(*, by: User, at: datetime) -> None:
    """Somebody thought better of it: the words are gone, that something was said is not."""
    gone = Contribution.objects.get(external_id="VB-15")
    consents.withdraw(gone, by=by, at=at)
