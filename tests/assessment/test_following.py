"""The applicant's own page: where it stands, without names of assessors or scores; and what can be added."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from houtskool.accounts.roles import Role
from houtskool.assessment.actions import cases as actions
from houtskool.assessment.actions import follow_ups, routing
from houtskool.assessment.cases import phase, term
from houtskool.assessment.cases.gaps import missing
from houtskool.assessment.cases.intake import content_for
from houtskool.assessment.cases.mail import follow_up_path
from houtskool.assessment.cases.phase import Phase
from houtskool.assessment.models import Assignment, Case, FollowUp, Judgement, Support
from houtskool.records.models import JournalEntry
from tests.assessment import requests
from tests.assessment.requests import PDF, link, on
from tests.conftest import make_user


@pytest.fixture
def anna(world):
    cache.clear()
    return make_user("anna@stad.example", Role.OFFICIAL, name="Anna Economie")


@pytest.fixture
def case(desk, anna, settings):
    settings.REFERENCE_DATE = date(2019, 1, 10)
    return requests.case(requests.taking(desk, anna))


def look(client, case, settings=None, day=None):
    if day:
        settings.REFERENCE_DATE = day
    return client.get(link("follow", case)).content.decode()


def asked(case, anna, *, day=14, until=date(2019, 1, 28), missing="Het plan."):
    return routing.ask(case, missing=missing, answer_by=until, by=anna, at=on(day))


def file(name="plan.pdf"):
    return SimpleUploadedFile(name, PDF)


def test_the_page_says_number_contact_station_and_term(client, case):
    text = look(client, case)
    assert case.number in text
    assert "Anna Economie" in text
    assert "nog 56 dagen" in text
    assert "U hebt uiterlijk op 7 maart 2019 antwoord" in text
    assert "ontvangen" in text
    assert client.get(link("follow", case)).headers["X-Robots-Tag"] == "noindex"


def test_another_link_opens_nothing(client, case):
    assert client.get(link("follow", case)[:-3] + "xx/").status_code == 404
    actions.renew_link(case, by=case.contact, at=on(11))
    assert client.get(link("follow", case)).status_code == 404


def test_no_name_of_an_assessor_and_no_score_is_on_the_page(client, case, anna, settings):
    routing.choose(case, route="weighed", reason="Het gaat om geld.", by=anna, at=on(11))
    assessor = make_user("kim@stad.example", Role.CORE_GROUP, name="Kim Kerngroep")
    given = Assignment.objects.create(
        case=case, user=assessor, due_on=date(2019, 1, 20), at=on(11), handed_in_at=on(12)
    )
    Judgement.objects.create(
        assignment=given, criterion="stad", mark="score", score=7, reason="Zeker geworteld.", at=on(12)
    )
    text = look(client, case, settings, date(2019, 1, 14))
    assert "Het gaat om geld." in text
    for hidden in ("Kim", "Zeker geworteld", "kim@stad"):
        assert hidden not in text


def test_the_answer_in_words_and_files_lets_the_term_run_again(client, case, anna, settings):
    asked(case, anna)
    text = look(client, case, settings, date(2019, 1, 16))
    assert "Wij missen nog iets." in text
    assert "staat stil" in text
    assert "Antwoord tot en met 28 januari 2019" in text
    client.post(link("follow-answer", case), {"words": "Hier is het plan.", "sent": [file()]})
    case.refresh_from_db()
    assert case.supplement.answer == "Hier is het plan."
    assert case.evidence.get().title == "plan"
    assert term.of(case, on(17)).state == term.State.RUNNING
    assert "staat stil" not in look(client, case)
    entry = JournalEntry.objects.filter(verb="answered").get()
    assert (entry.by, entry.via) == (None, "de aanvrager, via de eigen link")


def test_an_answer_of_nothing_is_refused_and_a_file_that_cannot_be_taken_keeps_the_words(client, case, anna):
    asked(case, anna)
    assert "Schrijf uw antwoord" in client.post(link("follow-answer", case), {"words": ""}).content.decode()
    bad = SimpleUploadedFile("x.exe", b"MZ")
    text = client.post(
        link("follow-answer", case), {"words": "Mijn antwoord", "sent": [bad]}
    ).content.decode()
    assert "x.exe kunnen wij niet lezen" in text
    assert "Mijn antwoord" in text
    case.refresh_from_db()
    assert case.supplement.answered_at is None


def test_what_was_left_open_is_asked_as_a_question_and_counts_for_what_is_possible(
    client, case, anna, settings
):
    asked(case, anna)
    text = look(client, case, settings, date(2019, 1, 16))
    assert "Bent u gevestigd in de stad?" in text
    assert 'name="v-gevestigd"' in text
    wrong = client.post(link("follow-answer", case), {"v-gevestigd": "ja", "v-mensen": "veel"})
    assert "veel is geen getal" in wrong.content.decode()
    client.post(link("follow-answer", case), {"v-gevestigd": "ja", "v-mensen": "1.250"})
    case.refresh_from_db()
    assert case.answers == {"gevestigd": "ja", "mensen": "1250"}
    assert case.supplement.answered_at is not None
    assert missing(case, content_for(case)) == ["Een plan van een bladzijde."]


def test_evidence_that_is_asked_for_has_a_field_of_its_own_and_comes_beside_its_criterion(
    client, case, anna, settings
):
    asked(case, anna, missing="- Een plan\n  van een bladzijde.")
    text = look(client, case, settings, date(2019, 1, 16))
    assert 'name="f-stad"' in text
    assert "Andere bestanden" in text
    bad = client.post(link("follow-answer", case), {"f-stad": [SimpleUploadedFile("x.exe", b"MZ")]})
    assert "x.exe kunnen wij niet lezen" in bad.content.decode()
    client.post(link("follow-answer", case), {"f-stad": [file()], "sent": [file("foto.pdf")]})
    assert list(case.evidence.values_list("title", "criterion")) == [("plan", "stad"), ("foto", "")]
    case.refresh_from_db()
    assert case.supplement.answered_at is not None


def test_what_the_question_does_not_name_has_no_field(client, case, anna, settings):
    asked(case, anna, missing="- Hoeveel mensen helpt u?")
    text = look(client, case, settings, date(2019, 1, 16))
    assert 'name="f-stad"' not in text
    assert "Andere bestanden" not in text


def test_an_answer_fills_what_is_open_and_replaces_nothing(case, anna):
    asked(case, anna)
    case.answers = {"gevestigd": "nee"}
    case.save()
    actions.answer(case, words="", answers={"gevestigd": "ja", "mensen": "4"}, amount=Decimal(5), at=on(16))
    case.refresh_from_db()
    assert case.answers == {"gevestigd": "nee", "mensen": "4"}
    assert case.amount == 5


def test_it_is_answered_once(client, case, anna):
    asked(case, anna)
    client.post(link("follow-answer", case), {"words": "Een."})
    assert (
        "geen vraag meer open"
        in client.post(link("follow-answer", case), {"words": "Twee."}, follow=True).content.decode()
    )


def test_evidence_is_added_until_somebody_judged(client, case, anna):
    client.post(link("follow-add", case), {"sent": [file(), file("foto.png")]})
    assert [one.title for one in case.evidence.all()] == ["plan"]
    client.post(link("follow-add", case), {"sent": [file("begroting.pdf")]})
    assert case.evidence.count() == 2
    Assignment.objects.create(case=case, user=anna, due_on=date(2019, 2, 1), at=on(11), handed_in_at=on(12))
    text = client.post(
        link("follow-add", case), {"sent": [file("te-laat.pdf")]}, follow=True
    ).content.decode()
    assert "al beoordeeld" in text
    assert case.evidence.count() == 2
    assert "Voeg stukken toe" not in look(client, case)


def test_the_applicant_withdraws_after_being_asked(client, case, anna, settings):
    assert "Wilt u hulpvraag" in client.get(link("follow-withdraw", case)).content.decode()
    case.refresh_from_db()
    assert case.closed_at is None
    client.post(link("follow-withdraw", case))
    case.refresh_from_db()
    assert case.outcome == Case.Outcome.WITHDRAWN
    assert "U hebt deze vraag ingetrokken" in look(client, case)
    assert "al afgerond" in client.get(link("follow-withdraw", case)).content.decode()
    with pytest.raises(ValidationError, match="al afgerond"):
        routing.choose(case, route="quick", reason="Toch.", by=anna, at=on(12))


def test_the_phase_is_that_of_the_moment_one_looks_from(case, anna):
    asked(case, anna)
    actions.answer(case, words="Zo.", at=on(16))
    routing.choose(case, route="weighed", reason="Geld.", by=anna, at=on(17))
    actions.withdraw(case, at=on(20))
    seen = [phase.of(case, on(day)) for day in (11, 15, 16, 18, 21)]
    assert seen == [Phase.RECEIVED, Phase.WAITING, Phase.RECEIVED, Phase.JUDGED, Phase.WITHDRAWN]


def test_without_an_answer_the_phase_goes_on_after_the_last_day(case, anna):
    asked(case, anna, until=date(2019, 1, 20))
    assert phase.of(case, on(20)) == Phase.WAITING
    assert phase.of(case, on(21)) == Phase.RECEIVED


# --- how it goes with what was given


@pytest.fixture
def moment(case):
    support = Support.objects.create(
        case=case, kind="subsidie", name="Subsidie", granted_on=date(2019, 1, 12)
    )
    return FollowUp.objects.create(support=support, due_on=date(2019, 4, 12))


def test_how_it_goes_is_asked_once_on_its_day_by_a_link(
    client, moment, mailoutbox, settings, django_capture_on_commit_callbacks
):
    assert follow_ups.ask_due(on(11, 4)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert follow_ups.ask_due(on(12, 4)) == 1
        assert follow_ups.ask_due(on(13, 4)) == 0
    path = requests.address_in(mailoutbox[-1].body)
    settings.REFERENCE_DATE = date(2019, 4, 13)
    client.post(path, {"state": "on-track", "sentence": "Er komen tachtig mensen."})
    moment.refresh_from_db()
    assert (moment.state, moment.sentence) == ("on-track", "Er komen tachtig mensen.")
    assert "op koers" in client.get(path).content.decode()


def test_silence_stays_unknown_and_what_was_answered_is_not_asked(moment):
    follow_ups.tell(moment, state="off-track", sentence="Het pand valt tegen.", at=on(1, 4))
    assert follow_ups.ask_due(on(12, 4)) == 0
    other = FollowUp.objects.create(support=moment.support, due_on=date(2019, 7, 12))
    follow_ups.ask_due(on(12, 7))
    other.refresh_from_db()
    assert (other.state, other.asked_at is not None) == ("unknown", True)


def test_a_moment_long_past_is_not_asked_any_more(moment):
    assert follow_ups.ask_due(on(12, 4) + timedelta(days=61)) == 0


def test_a_state_and_a_sentence_are_needed(client, moment):
    text = client.post(follow_up_path(moment), {"state": "unknown", "sentence": ""}).content.decode()
    assert "Er klopt nog iets niet" in text
    moment.refresh_from_db()
    assert moment.answered_at is None


def test_the_list_puts_first_what_needs_a_hand(world, anna, moment, settings):
    def add(name, due, **fields):
        given = Support.objects.create(
            case=moment.support.case, kind="ruimte", name=name, granted_on=date(2019, 1, 12)
        )
        return FollowUp.objects.create(support=given, due_on=due, **fields)

    add("Later", date(2020, 4, 12))
    fine = add("Goed", date(2019, 3, 1))
    off = add("Mis", date(2019, 4, 1))
    follow_ups.tell(fine, state="on-track", sentence="Gaat goed.", at=on(2, 3))
    follow_ups.tell(off, state="off-track", sentence="Gaat niet.", at=on(2, 4))
    settings.REFERENCE_DATE = date(2019, 4, 15)
    url = reverse("assessment:follow-ups")
    text = world.as_(anna).get(url).content.decode()
    places = [text.index(f">{name}<") for name in ("Mis", "Subsidie", "Goed", "Later")]
    assert places == sorted(places)
    only = world.as_(anna).get(url, {"stand": "off-track"}).content.decode()
    assert ">Mis<" in only
    assert ">Goed<" not in only


def test_what_was_told_by_telephone_is_noted_by_who_handles_requests(world, anna, moment):
    url = reverse("assessment:follow-up-tell", args=[moment.pk])
    world.as_(anna).post(url, {"state": "on-track", "sentence": "Zij belde: het loopt."})
    moment.refresh_from_db()
    assert (moment.state, moment.sentence) == ("on-track", "Zij belde: het loopt.")
    assert JournalEntry.objects.filter(verb="answered").get().by == anna
    assert world.as_(world.bob).get(url).status_code == 403


def test_the_list_of_moments_costs_the_same_for_many_as_for_few(world, anna, moment):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            world.as_(anna).get(reverse("assessment:follow-ups"))
        return len(queries)

    cost()  # signing in is no part of it
    FollowUp.objects.create(support=moment.support, due_on=date(2019, 5, 1))
    few = cost()
    for day in range(1, 13):
        FollowUp.objects.create(support=moment.support, due_on=date(2019, 6, day))
    assert cost() == few
