"""Who promises what: small invented documents, one rule each."""

from datetime import date

import pytest

from houtskool.kernel.note import read_note

HEAD = "Informatienota\n\nOnderwerp: Sporthal\nDatum: 17 maart 2020\n\nVervolg\n\n"


def promises(words: str, head: str = HEAD) -> list[tuple[str | None, str, str | None]]:
    """Who, which kind and the words of the term, for each commitment."""
    found = read_note(head + words).commitments
    return [(one.by, one.kind, one.period and one.period.text) for one in found]


@pytest.mark.parametrize(
    ("words", "by", "kind", "term"),
    [
        ("De wethouder zegt toe de raad in juni te informeren.", "wethouder", "toezegging", "juni"),
        ("Wethouder J. van den Akker zegt de raad vóór de zomer een brief toe.", "wethouder J. van den Akker",
         "toezegging", "vóór de zomer"),
        ("In mei krijgt de raad van het college een plan; wethouder Öztürk zegt dat toe.", "wethouder Öztürk",
         "toezegging", "mei"),
        ("De burgemeester informeert de raad in mei.", "burgemeester", "aankondiging", "mei"),
        ("Het college legt in juni een plan voor aan de raad.", "college", "aankondiging", "juni"),
        ("Burgemeester en wethouders leggen in juni een plan voor aan de raad.", "college", "aankondiging",
         "juni"),
        ("In juni wordt het plan door het college aan de raad aangeboden.", "college", "aankondiging",
         "juni"),
        ("In juni wordt het plan aan het college voorgelegd.", None, "aankondiging", "juni"),
        ("In juni wordt het college geïnformeerd.", None, "aankondiging", "juni"),
        ("Wij leggen in juni een plan voor aan het college.", None, "aankondiging", "juni"),
        ("In het najaar van 2021 ligt er een voorstel bij de raad.", None, "aankondiging", "najaar van 2021"),
        ("Zoals toegezegd ontvangt u in juni een plan.", None, "toezegging", "juni"),
        ("Aan de raad is toegezegd dat er in juni een plan komt.", None, "toezegging", "juni"),
        ("De burgemeester zegde in mei 2019 toe de raad te informeren.", "burgemeester", "toezegging", None),
        ("Wethouder Bos en het college leggen in mei een plan voor aan de raad.", "wethouder Bos",
         "aankondiging", "mei"),
        ("Wethouders Bos en De Vries leggen in mei een plan voor aan de raad.", "wethouders Bos en De Vries",
         "aankondiging", "mei"),
    ],
)  # fmt: skip
def test_an_announcement_says_who_promises_and_whether_it_is_a_toezegging(words, by, kind, term):
    assert promises(words + "\n") == [(by, kind, term)]


@pytest.mark.parametrize(
    "words",
    ["De drukte zegt iets over de zaal en neemt in mei toe.", "Dit is in mei aangekondigd of toegezegd."],
)
def test_words_that_only_look_like_a_promise_are_none(words):
    assert promises(words + "\n") == []


def test_a_promise_made_before_is_a_toezegging_with_its_term_and_no_decision():
    words = (
        "In De Ronde van 14 januari 2020 hebben wij toegezegd u voor de zomer te informeren over de zaal.\n"
    )
    told = read_note(HEAD + words)
    (promise,) = told.commitments
    assert (promise.kind, promise.period.end) == ("toezegging", date(2020, 5, 31))
    assert [one.kind for one in told.references] == ["toezegging"]
    assert told.decisions == told.earlier_decisions == ()


def test_the_day_on_which_it_was_promised_is_no_term():
    words = "In De Ronde van 14 januari 2020 heeft wethouder Bos toegezegd u te informeren over de zaal.\n"
    assert promises(words) == [("wethouder Bos", "toezegging", None)]
    assert "no-term" not in [one.kind for one in read_note(HEAD + words).warnings]


@pytest.mark.parametrize("after", ["Met deze brief doen wij dat.", "Hierbij kom ik deze toezegging na."])
def test_a_promise_that_the_document_keeps_is_no_longer_owed(after):
    words = f"In De Ronde van 14 januari 2020 hebben wij toegezegd u te informeren over de zaal. {after}\n"
    assert promises(words) == []
    assert [one.kind for one in read_note(HEAD + words).references] == ["toezegging"]


def test_a_table_of_promises_says_who_and_that_they_are_toezeggingen():
    table = (
        "Wat\tDoor wie\tTermijn\nPlan voor de zaal\tWethouder Bos\tjuni 2020\nBrief\tHet college\tmei 2020\n"
    )
    assert promises("Toezeggingen aan de raad\n" + table) == [
        ("wethouder Bos", "toezegging", "juni 2020"),
        ("college", "toezegging", "mei 2020"),
    ]
    both = promises("Aankondigingen en toezeggingen, stand op 1 maart 2020.\n" + table)
    assert [kind for _, kind, _ in both] == ["aankondiging", "aankondiging"]
