"""The example's sessions: one that was held, with its list, tables and attendance; one still to come."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from houtskool.accounts.models import User
from houtskool.kernel import vaguedate
from houtskool.process import attending, gatherings, inviting, replying
from houtskool.process.models import Gathering, Invitation, Process, Table
from houtskool.sector.models import Contact, StakeholderGroup, Theme

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
TABLES = (("inkoop", "Peter Smit"), ("financiering", "Joost Kramer"), ("samenwerking", "Bo Stadsgarage"))
# Who is in no list of the municipality: name, address, group.
OTHERS = (
    ("Yusuf Demir", "yusuf@buurtkeuken.example", "sociaal ondernemers"),
    ("Bram Hoek", "bram@hout.example", "sociaal ondernemers"),
    ("Els Prins", "els@vrijwilligers.example", "sociaal ondernemers"),
    ("Karin Blom", "karin@fonds.example", "financiers"),
)
GUIDE = """Wat doet uw onderneming, en voor wie?
Wat gaat er goed in de samenwerking met de gemeente?
Waar loopt u op vast?
Wat zou u het meest helpen?
Wie moeten wij nog meer spreken?"""


def at(month: int, day: int, hour: int = 10, minute: int = 0, *, year: int = 2018) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=AMSTERDAM)


def build(process: Process, *, manager: User, facilitator: User, councillor: User) -> None:
    session = _prepare(process, by=facilitator)
    _answer(session, by=facilitator, councillor=councillor)
    _attend(session, by=facilitator)
    session.real = vaguedate.parse("29 november 2018")
    gatherings.change(session, by=manager, at=at(11, 30, 9))
    _write_the_guide(process, by=facilitator)
    _plan_another(process, by=facilitator)


def _prepare(process: Process, *, by: User) -> Gathering:
    """Everything that the note does not say of the session: time, places, tables, who may come."""
    session = process.gatherings.get(planned_start=date(2018, 11, 29))
    session.kind = Gathering.Kind.WORK_SESSION
    session.starts_at, session.ends_at = at(11, 29, 13), at(11, 29, 17)
    session.capacity, session.reply_by, session.remind_days = 10, date(2018, 11, 26), 2
    session.open_to_councillors = True
    session.programme = (
        "13.00 welkom\n13.30 drie tafels: inkoop, financiering, samenwerking\n16.30 wat nemen wij mee?"
    )
    gatherings.change(session, by=by, at=at(11, 13), tell=False)
    for name, host in TABLES:
        theme = Theme.objects.all().find(name) or Theme.objects.all().current().search(name).first()
        table = Table(gathering=session, name=f"Tafel {name}", theme=theme, host=host)
        gatherings.add_table(table, by=by, at=at(11, 13, 10, 30))
    return session


def _answer(session: Gathering, *, by: User, councillor: User) -> None:
    """Ten places: two people wait, and one of them moves up when Sam cannot come after all."""
    asked = inviting.invite(
        session,
        groups=[_group(name) for name in ("sociaal ondernemers", "financiers", "inkopers")],
        contacts=Contact.objects.filter(name__in=["Anna Economie", "Hanna Bos"]),
        unmailed_too=True,
        by=by,
        at=at(11, 13, 11),
    )
    known = {invitation.shown_name: invitation for invitation in asked}
    for name, email, group in OTHERS:
        known[name] = inviting.invite_somebody(
            session, name=name, email=email, group=_group(group), by=by, at=at(11, 14)
        )
    order = ("Noor Vink", "Sam de Wit", "Fatima Aziz", "Joost Kramer", "Peter Smit", "Anna Economie")
    for number, name in enumerate(order):
        replying.accept(known[name], by=None, at=at(11, 15, 9, number), via=_VIA)
    replying.bring(known["Noor Vink"], name="Mila Vink", by=None, at=at(11, 15, 10), via=_VIA)
    replying.join(session, by=councillor, at=at(11, 16))
    # Hanna wants no e-mail: she was telephoned.
    replying.accept(known["Hanna Bos"], by=by, at=at(11, 19))
    for number, name in enumerate(("Bram Hoek", "Yusuf Demir", "Els Prins")):
        replying.accept(known[name], by=None, at=at(11, 20, 9, number), via=_VIA)
    replying.decline(known["Karin Blom"], by=None, at=at(11, 20, 12), via=_VIA)
    replying.decline(known["Sam de Wit"], by=None, at=at(11, 26, 16), via=_VIA)
    inviting.remind(session, by=by, at=at(11, 27, 8))


_VIA = "genodigde, via de eigen link"


def _attend(session: Gathering, *, by: User) -> None:
    """All but one of who would come came, and two who were not on the list."""
    tables = list(session.tables.all())
    coming = Invitation.objects.filter(gathering=session).coming().with_names()
    for number, invitation in enumerate(coming):
        came = invitation.shown_name != "Bram Hoek"
        attending.mark(invitation, came, by=by, at=at(11, 29, 13, number))
        if came:
            attending.seat(invitation, tables[number % len(tables)], by=by, at=at(11, 29, 13, number))
    for name, group in (("Tess de Boer", _group("onderwijs/onderzoek")), ("", _group("sociaal ondernemers"))):
        attending.walk_in(
            session, name=name, group=group, table=tables[2], by=None, at=at(11, 29, 13, 20),
            via="bezoeker, via de QR-code bij de deur",
        )  # fmt: skip


def _write_the_guide(process: Process, *, by: User) -> None:
    for interview in process.gatherings.filter(kind=Gathering.Kind.INTERVIEW):
        interview.guide = GUIDE
        gatherings.change(interview, by=by, at=at(11, 13, 9), tell=False)


def _plan_another(process: Process, *, by: User) -> None:
    """On 5 February: people were asked, and some have answered."""
    coming = Gathering(
        process=process,
        kind=Gathering.Kind.WORK_SESSION,
        title="Werksessie houtskoolversie",
        place="Bibliotheek Centrum",
        capacity=20,
        reply_by=date(2019, 2, 1),
        remind_days=3,
        open_to_councillors=True,
        starts_at=at(2, 5, 13, 30, year=2019),
        ends_at=at(2, 5, 16, 30, year=2019),
        words_to_invited="In november hielp u ons op weg. Nu ligt de houtskoolversie op tafel: klopt zij?",
        programme="13.30 welkom\n13.45 wat er met uw inbreng gebeurde\n14.30 drie tafels\n16.15 en nu?",
    )
    coming.planned = vaguedate.parse("5 februari 2019")
    themes = [
        theme for name, _host in TABLES if (theme := Theme.objects.all().current().search(name).first())
    ]
    gatherings.plan(coming, {"themes": themes}, by=by, at=at(1, 8, year=2019))
    gatherings.add_table(
        Table(gathering=coming, name="Tafel inkoop", theme=themes[0], host="Peter Smit"),
        by=by,
        at=at(1, 8, 11, year=2019),
    )
    groups = [_group(name) for name in ("sociaal ondernemers", "inkopers")]
    asked = inviting.invite(coming, groups=groups, by=by, at=at(1, 10, year=2019))
    known = {invitation.shown_name: invitation for invitation in asked}
    replying.accept(known["Noor Vink"], by=None, at=at(1, 11, year=2019), via=_VIA)
    replying.bring(known["Noor Vink"], name="", by=None, at=at(1, 11, 11, year=2019), via=_VIA)
    replying.decline(known["Sam de Wit"], by=None, at=at(1, 14, year=2019), via=_VIA)


def _group(name: str) -> StakeholderGroup:
    group = StakeholderGroup.objects.all().find(name)
    assert group is not None, name
    return group
