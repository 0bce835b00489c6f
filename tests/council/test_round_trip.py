"""A council note out, read in again, says the same: in PDF, ODT and DOCX."""

from __future__ import annotations

from datetime import date

import pytest

from houtskool.council.models import Note
from houtskool.council.notes import actions, export
from houtskool.documents import read
from houtskool.kernel.note import NoteFacts, read_note
from houtskool.kernel.vaguedate import parse
from houtskool.process import actions as process_actions
from houtskool.process.models import Commitment, Decision, Gathering, Process, Step
from tests.council.conftest import adopt, write

TODAY = date(2019, 1, 15)
EARLIER = [
    ("Sociaal ondernemen in Duinstede", "2016/491015", "commissie Ontwikkeling", "november 2016"),
    ("Ruimte voor sociale firma’s en coöperaties in de binnenstad", "2017/100200", "raad", "juni 2017"),
    ("Startnotitie inkoop met maatschappelijke waarde", "2018/310045", "college", "6 maart 2018"),
]
PLANNED = [
    ("Houtskoolversie van het actieprogramma", "begin 2019"),
    (
        "Bespreking van de houtskoolversie met ondernemers, onderwijs en inkopers uit de regio",
        "voorjaar 2019",
    ),
    ("Evaluatie", "december 2020"),
]
PROMISED = [
    ("Wij sturen de raad de uitkomsten van de werksessie.", "31 maart 2019"),
    ("De wethouder bespreekt de inkoop met de commissie en komt daarna met een voorstel.", "najaar 2019"),
    ("Wij houden de groep op de hoogte.", None),
]
POINTS = [
    "Het college stelt de informatienota vast.",
    "Het college stuurt de nota naar de raad en vraagt de commissie om mee te denken over de thema’s die nog "
    "ontbreken.",
    "De besluitenlijst is openbaar.",
]
ANNEXES = ["Verslag van de werksessie in de Oude Fabriek", "Begroting", "Planning"]


def add(part, world, **periods):
    for name, words in periods.items():
        setattr(part, name, parse(words))
    return process_actions.add(part, by=world.alice, at=world.at)


@pytest.fixture(params=["pdf", "odt", "docx"])
def again(request):
    """What is read in the file that is made of a note, the row as the database has it now."""

    def reading(note: Note) -> NoteFacts:
        now = Note.objects.select_related("process").get(pk=note.pk)
        data = export.write(now, request.param, TODAY)
        return read_note(read(data, f"nota.{request.param}").text)

    return reading


@pytest.fixture
def full_note(world):
    """A concept on a process of its own, with something in each of its parts."""
    process = add(Process(title="Actieprogramma sociaal ondernemen"), world)
    for text, number, body, period in EARLIER:
        decision = Decision(process=process, text=text, number=number, body=body, earlier=True)
        add(decision, world, period=period)
    for title, planned in PLANNED:
        add(Step(process=process, title=title), world, planned=planned)
    add(Gathering(process=process, title="Werksessie inkoop", place="Oude Fabriek"), world,
        real="29 november 2018", planned="najaar 2018")  # fmt: skip
    add(Step(process=process, title="Niemand weet wanneer"), world)
    for text, due in PROMISED:
        add(Commitment(process=process, text=text), world, **({"due": due} if due else {}))
    note = actions.begin(
        process, kind=Note.Kind.INFORMATION, subject="Stand van zaken sociaal ondernemen", by=world.alice,
        at=world.at,
    )  # fmt: skip
    for title in ANNEXES:
        actions.attach(note, title, None, by=world.alice, at=world.at)
    return write(
        note, world, number="2019/12345", holders="Jansen, J./De Vries, P.", programme="Economie en werk",
        department="Economie", author="Alice de Boer", phone="023 000 00 00",
        key_message="De raad krijgt te horen hoe het staat\n\n- met de inkoop\n- met het onderwijs",
        committee="commissie Ontwikkeling", treatment=Note.Treatment.DISCUSSION,
        decision_points="\n".join(POINTS), signatories="de secretaris, de burgemeester",
    )  # fmt: skip


def plain(text: str) -> str:
    """Reading makes quotes straight."""
    return text.replace("’", "'")


@pytest.fixture(params=["concept", "vastgesteld"])
def told(request, world, full_note, again):
    """The full note as it is read, as a concept and once it was adopted."""
    if request.param == "vastgesteld":
        adopt(full_note, world)
    return again(full_note)


def test_the_header_comes_back(told):
    assert told.kind == "informatienota"
    assert told.subject == "Stand van zaken sociaal ondernemen"
    assert told.number == "2019/12345"
    assert told.holders == ("Jansen, J.", "De Vries, P.")
    assert told.programme == "Economie en werk"
    assert told.departments == ("Economie",)
    assert told.author == "Alice de Boer"
    assert told.body == "college"


def test_the_committee_and_what_it_is_asked_come_back(told):
    assert (told.treatment, told.committee) == ("ter bespreking", "Ontwikkeling")


def test_the_decision_comes_back_point_by_point(told):
    assert [one.text for one in told.decisions] == list(map(plain, POINTS))


def test_earlier_decisions_come_back_with_number_body_and_period(told):
    found = [
        (one.title, one.number, one.body, one.period.text if one.period else None)
        for one in told.earlier_decisions
    ]
    assert found == [(plain(text), *rest) for text, *rest in EARLIER]


def test_the_signatories_come_back(told):
    assert told.signatories == ("de secretaris", "de burgemeester")


def test_the_planning_comes_back_and_nothing_else_is_planned(told):
    found = {(one.period.text, one.what) for one in told.schedule}
    session = ("29 november 2018", "Werksessie inkoop, Oude Fabriek")
    assert found == {(period, title) for title, period in PLANNED} | {session}
    assert [one.gathering for one in told.schedule if one.what == session[1]] == ["werksessie"]
    assert len(told.schedule) == len(found)


def test_announcements_come_back_with_their_term(told):
    found = [(one.text, one.period.text if one.period else None) for one in told.commitments]
    assert found == PROMISED


def test_annexes_come_back_as_absent_under_their_name(told):
    found = [(one.title, one.number, one.present) for one in told.attachments]
    assert found == [(f"Bijlage {n}: {title}", str(n), False) for n, title in enumerate(ANNEXES, start=1)]


def test_the_sections_come_back(told):
    titles = [one.title for one in told.sections if one.number]
    assert titles == [
        "Inleiding", "Kernboodschap", "Wie er meedoet", "Consequenties", "Aankondigingen en toezeggingen",
        "Vervolg", "Bijlagen",
    ]  # fmt: skip


def test_the_day_of_adoption_comes_back_from_an_adopted_note_only(world, full_note, again):
    assert again(full_note).decided_on is None
    adopt(full_note, world)
    assert again(full_note).decided_on == TODAY


@pytest.mark.parametrize("adopts", [False, True])
def test_what_nobody_filled_in_is_unknown(world, again, adopts):
    process = add(Process(title="Leeg"), world)
    note = actions.begin(process, kind=Note.Kind.INFORMATION, subject="Zwemles", by=world.alice, at=world.at)
    empty = dict.fromkeys(("holders", "programme", "department", "author", "phone", "email", "signatories",
                           "number", "committee", "treatment_reason"), "")  # fmt: skip
    if adopts:
        note = write(note, world, treatment=Note.Treatment.NOTICE, key_message="Kort.", **empty)
        adopt(note, world)
    else:
        note = write(note, world, treatment="", key_message="", decision_points="", **empty)
    told = again(note)
    assert (told.subject, told.number, told.holders, told.programme) == ("Zwemles", None, (), None)
    assert (told.departments, told.author, told.signatories) == ((), None, ())
    assert (told.committee, told.treatment_reason) == (None, None)
    assert told.treatment == ("ter kennisname" if adopts else None)
    assert [one.text for one in told.decisions] == (
        ["Het college stelt de informatienota vast."] if adopts else []
    )
    assert (told.earlier_decisions, told.schedule, told.commitments) == ((), (), ())
    assert (told.attachments, told.domains, told.references) == ((), (), ())
    assert told.decided_on == (TODAY if adopts else None)
    assert "“Nummer”" in " ".join(one.text for one in told.warnings)


@pytest.mark.parametrize(
    ("committee", "read_as"),
    [("", None), ("Bestuur", None), ("commissie Bestuur", "Bestuur"), ("de raad", None)],
)
def test_a_treatment_of_one_paragraph_gives_no_committee_that_is_not_there(
    world, full_note, again, committee, read_as
):
    note = write(full_note, world, committee=committee, treatment=Note.Treatment.NOTICE)
    told = again(note)
    assert (told.treatment, told.committee) == ("ter kennisname", read_as)


@pytest.mark.parametrize("kind", Note.Kind.values)
def test_many_pages_of_everything_come_back(world, again, kind):
    process = add(Process(title="Actieprogramma sociaal ondernemen"), world)
    bodies = ["raad", "college", "commissie Bestuur"]
    earlier = [
        (
            f"Een besluit met nummer {n} dat een nogal lange titel draagt",
            f"2017/{100200 + n}",
            bodies[n % 3],
            f"{n} mei 2017",
        )
        for n in range(1, 21)
    ]
    for text, number, body, period in earlier:
        add(Decision(process=process, text=text, number=number, body=body), world, period=period)
    planned = [
        (
            f"Stap {n} met ondernemers en onderwijs samen verder brengen in de hele regio en daarbuiten",
            f"{n} maart 2019",
        )
        for n in range(1, 29)
    ]
    for title, period in planned:
        add(Step(process=process, title=title), world, planned=period)
    promised = [
        (
            f"Wij sturen de raad verslag {n} van de werksessie en alles wat daarbij hoort toe.",
            f"{n} april 2019",
        )
        for n in range(1, 29)
    ]
    for text, due in promised:
        add(Commitment(process=process, text=text), world, due=due)
    note = actions.begin(process, kind=kind, subject="Veel", by=world.alice, at=world.at)
    annexes = [
        f"Verslag {n} van een werksessie in de Oude Fabriek met ondernemers en inkopers" for n in range(1, 13)
    ]
    for title in annexes:
        actions.attach(note, title, None, by=world.alice, at=world.at)
    promises = {"key": 90, "title": "Toezeggingen", "text": "", "part": Note.Part.COMMITMENTS}
    if kind != Note.Kind.INFORMATION:
        note.sections = [*note.sections[:-1], promises, note.sections[-1]]
        note.save()
    told = again(note)
    found = [
        (one.title, one.number, one.body, one.period and one.period.text) for one in told.earlier_decisions
    ]
    assert found == earlier
    assert [(one.what, one.period.text) for one in told.schedule] == planned
    assert [(one.text, one.period and one.period.text) for one in told.commitments] == promised
    assert [one.title for one in told.attachments] == [
        f"Bijlage {n}: {title}" for n, title in enumerate(annexes, 1)
    ]
    assert told.kind == kind
