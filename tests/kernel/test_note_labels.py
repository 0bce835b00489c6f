"""What the labels of a document hold, and whom it names: small invented documents, one rule each."""

from datetime import date

import pytest

from houtskool.kernel.note import read_note

HEAD = "{kind}\n\nOnderwerp: Sporthal\nNummer: 2020/1234\n{label}\n\nInleiding\n\nDe zaal is vol.\n"


@pytest.mark.parametrize(
    ("value", "holders", "programme"),
    [
        ("wethouder Jansen", ("wethouder Jansen",), None),
        ("Burgemeester De Wit", ("Burgemeester De Wit",), None),
        ("A.B. van Dam", ("A.B. van Dam",), None),
        ("Sport en bewegen", (), "Sport en bewegen"),
        ("4. Burgemeester en bestuur", (), "4. Burgemeester en bestuur"),
    ],
)
def test_a_portfolio_with_a_person_behind_it_names_its_holder(value, holders, programme):
    told = read_note(HEAD.format(kind="Collegenota", label=f"Portefeuille: {value}"))
    assert (told.holders, told.programme) == (holders, programme)
    assert ("header-absent" in {one.kind for one in told.warnings}) == (not holders)
    assert {one.name for one in told.domains}.isdisjoint(name.lower() for name in holders)


def test_a_programme_with_a_letter_is_no_person():
    told = read_note(HEAD.format(kind="Collegenota", label="Programma: A. Bestuur"))
    assert (told.holders, told.programme) == ((), "A. Bestuur")


def test_the_day_of_the_college_dates_a_note_without_another_date():
    told = read_note(HEAD.format(kind="Collegenota", label="Datum college: 17 maart 2020"))
    assert (told.dated, told.decided_on) == (date(2020, 3, 17), None)
    assert [(one.date, one.body) for one in told.meetings] == [(date(2020, 3, 17), "college")]


def test_the_day_of_the_college_does_not_come_before_the_date_of_the_note():
    label = "Datum: 10 maart 2020\nDatum college: 17 maart 2020"
    assert read_note(HEAD.format(kind="Collegenota", label=label)).dated == date(2020, 3, 10)
    label = "Datum raadsvergadering: 17 maart 2020"
    assert read_note(HEAD.format(kind="Raadsvoorstel", label=label)).dated is None


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("Memo aan de raad", None),
        ("Brief aan het college", None),
        ("Besluitnota college", "college"),
        ("Raadsvoorstel aan de gemeenteraad", "raad"),
    ],
)
def test_whom_a_memo_is_sent_to_does_not_decide(kind, body):
    assert read_note(HEAD.format(kind=kind, label="Datum: 5 mei 2021")).body == body


def test_owners_neighbourhoods_and_small_businesses_are_groups():
    words = "Wij betrekken eigenaren, buurtverenigingen en het mkb. Dat het mkb-loket dicht is, telt mee.\n"
    told = read_note(HEAD.format(kind="Memo", label="Datum: 5 mei 2021") + words)
    assert [one.name for one in told.groups] == ["eigenaren", "buurtverenigingen", "mkb"]
