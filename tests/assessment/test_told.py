"""What an applicant tells by telephone or on paper counts as if filled in, and overwrites nothing."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import reverse

from houtskool.accounts.roles import Role
from houtskool.assessment.actions import cases as actions
from houtskool.assessment.actions import routing, told
from houtskool.assessment.cases import gaps, holding, intake, term
from houtskool.assessment.eligibility import facts
from houtskool.assessment.models import ToldAnswer
from houtskool.records import erasure
from houtskool.records.models import JournalEntry
from tests.assessment import requests
from tests.assessment.requests import letters, link, on
from tests.conftest import make_user


@pytest.fixture
def anna(world):
    cache.clear()
    return make_user("anna@stad.example", Role.OFFICIAL, name="Anna Economie")


@pytest.fixture
def case(desk, anna, settings):
    settings.REFERENCE_DATE = date(2019, 1, 16)
    return requests.case(requests.taking(desk, anna))


@pytest.fixture
def desk_of_anna(world, anna):
    return world.as_(anna)


def url(case):
    return reverse("assessment:case-answers", args=[case.pk])


def given(**fields):
    return {"who": "Sam de Boer", "how": "telephone", "told_on": "2019-01-15", "was": "{}", **fields}


def record(case, anna, **fields):
    whole = {
        "changed": {},
        "was": told.stands(case),
        "who": "Sam",
        "how": "talk",
        "told_on": date(2019, 1, 15),
    }
    return told.record(case, **{**whole, **fields}, by=anna, at=on(16))


def test_the_page_shows_what_is_open_and_what_was_answered(desk_of_anna, case):
    case.answers = {"gevestigd": "ja"}
    case.save()
    text = desk_of_anna.get(url(case)).content.decode()
    open_, rest = text.split("Wat nog meer", 1)
    assert 'name="v-mensen"' in open_
    assert 'name="v-gevestigd"' in rest
    assert reverse("assessment:case-answers", args=[case.pk]) in (
        desk_of_anna.get(case.get_absolute_url()).content.decode()
    )


def test_what_was_told_counts_as_if_it_was_filled_in(
    desk_of_anna, case, anna, django_capture_on_commit_callbacks
):
    routing.ask(case, missing="- Hoeveel mensen?", answer_by=date(2019, 1, 28), by=anna, at=on(14))
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk_of_anna.post(
            url(case),
            given(
                **{
                    "v-mensen": "60",
                    "v-gevestigd": "ja",
                    "words": "Zij zoeken ook een bus.",
                    "completes": "on",
                }
            ),
        )
    assert answer.url == case.get_absolute_url()
    case.refresh_from_db()
    assert case.answers == {"mensen": "60", "gevestigd": "ja"}
    content = intake.content_for(case)
    assert facts.of_case(case, content, on(16))["mensen"].value == 60
    assert gaps.unanswered(case, content) == []
    # It runs again from the day on which it was told, not from that on which it was written down.
    assert case.supplement.answer == "Zij zoeken ook een bus."
    assert case.supplement.until() == date(2019, 1, 14)
    assert term.of(case, on(16)).still_until is None
    (letter,) = (one for one in letters("sam@restlab.example") if "noteerden" in one.subject)
    assert "U vertelde ons op 15 januari 2019 door de telefoon" in letter.body
    assert "/hulp/volg/" in letter.body


def test_the_applicant_reads_what_was_recorded(client, case, anna):
    record(case, anna, changed={"mensen": "60"}, who=case.name, how="telephone", words="Ook een bus.")
    text = " ".join(client.get(link("follow", case)).content.decode().split())
    assert (
        "U vertelde ons op 15 januari 2019 door de telefoon het antwoord op: Hoeveel mensen helpt u?" in text
    )
    assert "Ook een bus." in text
    record(case, anna, changed={"gevestigd": "ja"}, who="Els Bakker", how="letter")
    text = " ".join(client.get(link("follow", case)).content.decode().split())
    assert "Els Bakker vertelde ons op 15 januari 2019 per brief" in text
    assert "Anna" not in text.split("Wat wij voor u noteerden")[1].split("<aside")[0]


def test_the_journal_tells_who_wrote_it_down_and_how_it_came(case, anna):
    record(case, anna, changed={"mensen": "60"}, how="letter")
    entry = JournalEntry.objects.filter(object_type="assessment.case", verb="changed").get()
    assert (entry.by, entry.via) == (anna, "de aanvrager, per brief")


def test_a_correction_asks_for_its_reason(desk_of_anna, case, anna):
    record(case, anna, changed={"gevestigd": "ja"})
    data = given(was='{"gevestigd": "ja"}', **{"v-gevestigd": "nee"})
    assert "Schrijf waarom" in desk_of_anna.post(url(case), data).content.decode()
    desk_of_anna.post(url(case), {**data, "reason": "Zij verhuizen pas in mei."})
    case.refresh_from_db()
    assert case.answers == {"gevestigd": "nee"}
    assert "Zij verhuizen pas in mei." in desk_of_anna.get(case.get_absolute_url()).content.decode()


def test_an_answer_that_was_wrong_becomes_unknown_again(case, anna):
    record(case, anna, changed={"gevestigd": "ja", facts.AMOUNT: "500"})
    case.refresh_from_db()
    assert case.amount == 500
    record(case, anna, changed={"gevestigd": "", facts.AMOUNT: ""}, reason="Verkeerd verstaan.")
    case.refresh_from_db()
    assert (case.answers, case.amount) == ({}, None)


def test_what_came_in_meanwhile_is_told_and_not_overwritten(desk_of_anna, case, anna):
    record(case, anna, changed={"mensen": "12"})
    data = given(**{"v-mensen": "60", "reason": "Zo zei hij het."})
    text = desk_of_anna.post(url(case), data).content.decode()
    assert "Er staat nu: 12." in text
    assert 'value="60"' in text
    case.refresh_from_db()
    assert case.answers == {"mensen": "12"}
    # The second time it is known.
    desk_of_anna.post(url(case), {**data, "was": '{"mensen": "12"}'})
    case.refresh_from_db()
    assert case.answers == {"mensen": "60"}


def test_without_completing_the_term_stands_still(case, anna):
    routing.ask(case, missing="- Een plan", answer_by=date(2019, 1, 28), by=anna, at=on(14))
    record(case, anna, words="Het plan komt maandag.")
    case.refresh_from_db()
    assert case.supplement.answered_at is None
    assert case.told.get().words == "Het plan komt maandag."


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "Vul een antwoord in"),
        ({"words": "Ja.", "told_on": date(2019, 1, 17)}, "vandaag of een dag ervoor"),
        ({"words": "Ja.", "told_on": date(2019, 1, 9)}, "kwam binnen op 10 januari 2019"),
        ({"words": "Ja.", "completes": True}, "geen vraag om aanvulling"),
    ],
)
def test_what_cannot_be_is_refused(case, anna, fields, says):
    with pytest.raises(ValidationError, match=says):
        record(case, anna, **fields)
    assert not ToldAnswer.objects.exists()


def test_it_cannot_be_told_before_it_was_asked(case, anna):
    routing.ask(case, missing="- Een plan", answer_by=date(2019, 1, 28), by=anna, at=on(14))
    with pytest.raises(ValidationError, match="gevraagd op 14 januari 2019"):
        record(case, anna, words="Ja.", completes=True, told_on=date(2019, 1, 12))


def test_of_a_finished_request_nothing_more_is_written_down(desk_of_anna, case, anna):
    actions.withdraw(case, at=on(12))
    assert "al afgerond" in desk_of_anna.get(url(case)).content.decode()
    with pytest.raises(ValidationError, match="al afgerond"):
        record(case, anna, words="Toch.")


def test_what_was_told_is_exported_and_erased_with_the_request(case, anna):
    record(case, anna, words="Ook een bus.", changed={"mensen": "6"})
    assert "Ook een bus." in str(erasure.export(case))
    actions.withdraw(case, at=on(17))
    holding.erase(case, by=anna, at=on(18))
    row = ToldAnswer.objects.get()
    assert (row.who, row.words) == ("", "")
