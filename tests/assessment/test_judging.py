"""Asking assessors, judging blind, handing in, stepping back, and what is told to whom."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from houtskool.accounts.roles import Role
from houtskool.assessment.actions import judging as actions
from houtskool.assessment.actions import routing, versions
from houtskool.assessment.judging import progress
from houtskool.assessment.judging.asked import criteria_of
from houtskool.assessment.judging.checks import judgements_are_as_handed_in
from houtskool.assessment.models import Assignment, Case, Judgement
from houtskool.records.models import JournalEntry
from houtskool.sector.models import Domain
from tests.assessment.judged import DUE, WHOLE, assignment, hand_in, judge, judged, panel_of, told
from tests.assessment.weighing import weighing
from tests.conftest import make_user


@pytest.fixture(autouse=True)
def today(settings, world):
    settings.REFERENCE_DATE = world.at.date()


@pytest.fixture
def panel(desk):
    return panel_of(desk)


# --- asking


def test_a_handler_asks_people_from_domains_and_they_get_an_e_mail(world, desk):
    made = weighing(desk)
    case = made.case()
    domain = Domain.objects.create(name="Economie")
    anna = make_user("anna@haarlem.example", Role.OFFICIAL, name="Anna")
    path = reverse("assessment:assessors", args=[case.pk])
    page = world.as_(world.alice).get(path).content.decode()
    assert "2019-01-22" in page  # a week is the default
    answer = world.as_(world.alice).post(
        path, {f"ask-{anna.pk}": "on", f"domain-{anna.pk}": domain.pk, "due_on": "2019-01-25"}, follow=True
    )
    assert "1 beoordelaar gevraagd" in answer.content.decode()
    made_one = Assignment.objects.get()
    assert (made_one.user, made_one.domain, made_one.due_on) == (anna, domain, date(2019, 1, 25))
    ((to, words),) = told()
    assert to == "anna@haarlem.example"
    assert reverse("assessment:judge", args=[made_one.pk]) in words
    assert "Noor" not in words
    again = world.as_(world.alice).get(path).content.decode()
    assert f'name="ask-{anna.pk}"' not in again


def test_nobody_chosen_and_a_day_in_the_past_are_refused_beside_what_was_typed(world, desk):
    made = weighing(desk)
    path = reverse("assessment:assessors", args=[made.case().pk])
    answer = world.as_(world.alice).post(path, {"due_on": "2019-01-25"})
    assert "Kies ten minste één beoordelaar." in answer.content.decode()
    key = f"ask-{made.assessors[0].pk}"
    answer = world.as_(world.alice).post(path, {key: "on", "due_on": "2019-01-14"})
    assert "De inleverdag is al voorbij." in answer.content.decode()
    assert f'name="{key}" class="utrecht-checkbox utrecht-checkbox--html-input" id="id_{key}" checked' in (
        answer.content.decode()
    )
    assert not Assignment.objects.exists()


def test_only_the_core_group_and_officials_judge(world, desk):
    made = weighing(desk)
    with pytest.raises(ValidationError, match="die rol ontbreekt"):
        actions.ask(made.case(), [(world.charlie, None)], due_on=DUE, by=world.alice, at=world.at)


def test_a_quick_case_and_a_closed_one_have_no_assessors(world, desk):
    made = weighing(desk)
    people = [(made.assessors[0], None)]
    quick = made.case("H-2", route=Case.Route.QUICK)
    with pytest.raises(ValidationError, match="route ‘afwegen’"):
        actions.ask(quick, people, due_on=DUE, by=world.alice, at=world.at)
    closed = made.case("H-3", outcome=Case.Outcome.WITHDRAWN, closed_at=world.at)
    with pytest.raises(ValidationError, match="afgerond"):
        actions.ask(closed, people, due_on=DUE, by=world.alice, at=world.at)


def test_who_has_not_handed_in_is_taken_off_after_a_question(world, panel):
    judge(world, panel, panel.a)
    path = reverse("assessment:take-off", args=[assignment(panel, panel.a).pk])
    assert "wordt gewist" in world.as_(world.alice).get(path).content.decode()
    world.as_(world.alice).post(path)
    assert not Assignment.objects.filter(user=panel.a).exists()
    assert not Judgement.objects.exists()
    assert [to for to, _words in told()] == [panel.a.email]


def test_who_handed_in_stays(world, panel):
    judged(world, panel, panel.a)
    with pytest.raises(ValidationError, match="leverde al in"):
        actions.take_off(assignment(panel, panel.a), by=world.alice, at=world.at)


def test_once_open_nobody_is_asked_any_more(world, panel):
    """Somebody who handles cases could have read the judgements by then."""
    judged(world, panel, panel.a, panel.b, panel.c)
    late = make_user("laat@haarlem.example", Role.OFFICIAL)
    with pytest.raises(ValidationError, match="niet blind"):
        actions.ask(panel.one, [(late, None)], due_on=DUE, by=world.alice, at=world.at)
    page = world.as_(world.alice).get(reverse("assessment:assessors", args=[panel.one.pk]))
    assert "kunt u niemand meer vragen" in page.content.decode()


def test_the_last_day_is_moved_for_who_still_has_to_hand_in(world, panel):
    judged(world, panel, panel.a)
    path = reverse("assessment:postpone", args=[panel.one.pk])
    answer = world.as_(world.alice).post(path, {"later-due_on": "2019-02-01"}, follow=True)
    assert "van 2 beoordelaars is verzet" in answer.content.decode()
    assert assignment(panel, panel.a).due_on == DUE
    assert assignment(panel, panel.b).due_on == date(2019, 2, 1)


# --- judging


def test_a_draft_is_kept_per_criterion_and_comes_back(world, panel):
    answer = judge(world, panel, panel.a, **{"stand-choice": "", "stand-between": "", "stand-reason": ""})
    assert answer.status_code == 302
    kept = {row.criterion: row for row in Judgement.objects.all()}
    assert set(kept) == {"wijk", "mag"}
    assert (kept["wijk"].score, kept["mag"].score) == (Decimal(10), Decimal(1))
    page = world.as_(panel.a).get(answer["Location"]).content.decode()
    assert "2 van 3 criteria klaar" in page
    assert "Het helpt de wijk." in page


def test_htmx_gets_only_how_far_it_is_and_what_is_wrong(world, panel):
    path = reverse("assessment:judge", args=[assignment(panel, panel.a).pk])
    given = {**WHOLE, "stand-between": "11"}
    answer = world.as_(panel.a).post(path, given, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in answer
    assert "2 van 3 criteria klaar" in answer
    assert "De score ligt tussen 0 en 10; u gaf 11." in answer
    assert 'href="#criterium-stand"' in answer


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("stand-between", "veel", "Schrijf de score als getal"),
        ("stand-between", "", "Vul de score in"),
        ("stand-between", "1,23456", "vier cijfers achter de komma"),
        ("wijk-choice", "score:11", "Selecteer een geldige keuze"),
    ],
)
def test_what_is_no_score_is_refused_and_the_rest_is_kept(world, panel, field, value, words):
    answer = judge(world, panel, panel.a, **{field: value}).content.decode()
    assert words in answer
    assert "Er is een regeling." in answer
    assert Judgement.objects.count() == 2


def test_an_old_window_overwrites_only_what_was_changed_in_it(world, panel):
    judge(world, panel, panel.a)
    judge(world, panel, panel.a, changed="stand", **{"wijk-reason": "Oud.", "stand-reason": "Nieuw."})
    kept = {row.criterion: row.reason for row in Judgement.objects.all()}
    assert kept == {"wijk": "Het helpt de wijk.", "stand": "Nieuw.", "mag": "Er is een regeling."}


def test_a_hard_condition_of_no_and_yes_takes_nothing_between(world, desk):
    made = weighing(desk)
    framework = made.version.framework
    desk.criterion(
        framework, "Is het sociaal?", key="sociaal", scale="0; 0; Nee\n1; 1; Ja", weight=None,
        knockout="equals", bound=Decimal(1),
    )  # fmt: skip
    version = versions.publish(
        framework, "adopted", on=date(2019, 1, 2), body="college", by=world.alice, at=world.at
    )
    by_key = {asked.key: asked for asked in criteria_of(version)}
    assert not by_key["sociaal"].between
    assert "Kies een van de scores" in by_key["sociaal"].problem(Decimal("0.5"))
    assert by_key["sociaal"].condition == "precies 1"
    assert by_key["wijk"].between
    assert not by_key["wijk"].problem(Decimal("0.5"))


def test_handing_in_asks_for_an_oordeel_and_a_reason_at_every_criterion(world, panel):
    judge(world, panel, panel.a, **{"stand-reason": ""})
    path = reverse("assessment:hand-in", args=[assignment(panel, panel.a).pk])
    assert "U kunt nog niet inleveren." in world.as_(panel.a).get(path).content.decode()
    answer = world.as_(panel.a).post(path, follow=True).content.decode()
    assert "ontbreekt nog een oordeel of een reden: Houdt het stand?" in answer
    assert assignment(panel, panel.a).handed_in_at is None


@pytest.mark.parametrize("mark", ["unknown", "n/a"])
def test_a_mark_is_no_number_and_counts_with_a_reason(world, panel, mark):
    judge(world, panel, panel.a, **{"stand-choice": mark, "stand-between": ""})
    hand_in(world, panel, panel.a)
    assert assignment(panel, panel.a).handed_in_at is not None
    assert Judgement.objects.get(criterion="stand").score is None


def test_after_handing_in_nothing_changes(world, panel):
    judged(world, panel, panel.a)
    before = list(Judgement.objects.values())
    answer = judge(world, panel, panel.a, **{"wijk-reason": "Toch anders."})
    assert answer.status_code == 403
    assert list(Judgement.objects.values()) == before
    page = world.as_(panel.a).get(reverse("assessment:judge", args=[assignment(panel, panel.a).pk]))
    assert "Het helpt de wijk." in page.content.decode()
    assert "<textarea" not in page.content.decode()
    assert hand_in(world, panel, panel.a).status_code == 404


def test_the_contact_hears_when_all_have_handed_in(world, panel):
    judged(world, panel, panel.a, panel.b)
    assert not told()
    judged(world, panel, panel.c)
    ((to, words),) = told()
    assert to == world.alice.email
    assert reverse("assessment:comparison", args=[panel.one.pk]) in words
    assert "Het helpt de wijk" not in words


def test_what_is_handed_in_stands_in_the_journal_and_a_draft_does_not(world, panel):
    judge(world, panel, panel.a)
    lines = JournalEntry.objects.filter(object_type="assessment.judgement")
    assert not lines.exists()
    hand_in(world, panel, panel.a)
    assert lines.count() == 3
    assert all(
        "digest" in pair[1] for line in lines for name, pair in line.changes.items() if name == "score"
    )


def test_verify_finds_a_judgement_that_was_changed_after_it_was_handed_in(world, panel):
    judged(world, panel, panel.a)
    judge(world, panel, panel.b)
    assert list(judgements_are_as_handed_in()) == []
    Judgement.objects.filter(assignment__user=panel.a, criterion="wijk").update(score=2, reason="Anders.")
    Judgement.objects.filter(assignment__user=panel.b).update(reason="Een concept mag anders.")
    (found,) = judgements_are_as_handed_in()
    assert "is veranderd na het inleveren: reden, score." in str(found)
    Assignment.objects.filter(user=panel.c).update(handed_in_at=world.at)
    Judgement.objects.create(
        assignment=assignment(panel, panel.c), criterion="mag", mark="unknown", reason="Zo.", at=world.at
    )
    assert any("het journaal weet niet" in str(one) for one in judgements_are_as_handed_in())


# --- an interest


def test_who_has_an_interest_steps_back_and_somebody_else_judges_blind(world, panel):
    judged(world, panel, panel.b, panel.c)
    judge(world, panel, panel.a)
    mine = assignment(panel, panel.a)
    path = reverse("assessment:interest", args=[mine.pk])
    assert "Dit veld is verplicht" in world.as_(panel.a).post(path, {"interest": " "}).content.decode()
    world.as_(panel.a).post(path, {"interest": "Ik zit in het bestuur."})
    assert not mine.judgements.exists()
    ((to, words),) = told()
    assert to == world.alice.email
    assert "bestuur" not in words
    # The two others do not open: who comes instead must judge blind.
    assert not progress.state(panel.one).opened
    assert world.as_(panel.a).get(reverse("assessment:judge", args=[mine.pk])).status_code == 404
    late = make_user("laat@haarlem.example", Role.OFFICIAL)
    actions.ask(panel.one, [(late, None)], due_on=DUE, by=world.alice, at=world.at)
    assert progress.state(panel.one).words(date(2019, 1, 15)) == "2 van 3 ingeleverd, nog 7 dagen"
    panel.a = late
    judged(world, panel, late)
    assert progress.state(panel.one).opened


def test_the_contact_goes_on_without_who_stepped_back(world, panel):
    judged(world, panel, panel.b, panel.c)
    mine = assignment(panel, panel.a)
    actions.step_back(mine, interest="Familie.", by=panel.a, at=world.at)
    assert progress.state(panel.one).words(date(2019, 1, 15)) == "2 van 3 ingeleverd, 1 plaats vrij"
    page = world.as_(world.alice).get(reverse("assessment:assessors", args=[panel.one.pk])).content.decode()
    assert "Familie." in page
    answer = world.as_(world.alice).post(reverse("assessment:go-on-without", args=[mine.pk]), follow=True)
    assert "gaat verder zonder" in answer.content.decode()
    assert progress.state(panel.one).opened


def test_who_stepped_back_is_not_asked_again(world, panel):
    actions.step_back(assignment(panel, panel.a), interest="Familie.", by=panel.a, at=world.at)
    with pytest.raises(ValidationError, match="trad terug"):
        actions.ask(panel.one, [(panel.a, None)], due_on=DUE, by=world.alice, at=world.at)


def test_nobody_judges_in_the_place_of_another(world, panel):
    path = reverse("assessment:judge", args=[assignment(panel, panel.a).pk])
    for user in (panel.b, world.alice):
        assert world.as_(user).post(path, WHOLE).status_code == 404
    with pytest.raises(ValidationError, match="niet meer gevraagd"):
        actions.hand_in(assignment(panel, panel.a), by=panel.b, at=world.at)


# --- worklist, navigation, reminders


def test_the_worklist_shows_first_what_waits_and_how_far_it_is(world, panel):
    other = panel.case("H-2", title="Een buurtkas")
    actions.ask(other, [(panel.a, None)], due_on=date(2019, 1, 17), by=world.alice, at=world.at)
    judged(world, panel, panel.b, panel.c)
    page = world.as_(panel.a).get(reverse("assessment:worklist")).content.decode()
    assert "2 hulpvragen wachten op uw oordeel." in page
    assert page.index("Een buurtkas") < page.index("Een werkplaats in de wijk")
    assert "2 van 3 ingeleverd, nog 7 dagen" in page
    assert 'class="navigation__waiting">2<' in page
    judged(world, panel, panel.a)
    page = world.as_(panel.a).get(reverse("assessment:worklist")).content.decode()
    assert "1 hulpvraag wacht op uw oordeel." in page
    assert "Door u ingeleverd" in page


def test_the_worklist_takes_as_many_queries_for_many_cases(world, panel):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            for user in (world.alice, panel.a):
                world.as_(user).get(reverse("assessment:worklist"))
        return len(captured)

    queries()
    few = queries()
    for number in range(2, 8):
        case = panel.case(f"H-{number}")
        actions.ask(case, [(panel.a, None), (panel.b, None)], due_on=DUE, by=world.alice, at=world.at)
    assert queries() == few


def test_a_reminder_goes_out_once_two_days_before_the_last_day(world, panel):
    judged(world, panel, panel.c)
    told()
    assert actions.remind_due(world.at + timedelta(days=4)) == 0
    assert actions.remind_due(world.at + timedelta(days=5)) == 2
    assert {to for to, _words in told()} == {panel.a.email, panel.b.email}
    assert actions.remind_due(world.at + timedelta(days=6)) == 0
    # A later last day reminds anew.
    actions.postpone(panel.one, due_on=date(2019, 1, 30), by=world.alice, at=world.at)
    assert actions.remind_due(world.at + timedelta(days=14)) == 2


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (21, "nog 1 dag"),
        (22, "vandaag de laatste dag"),
        (23, "1 dag te laat"),
        (25, "3 dagen te laat"),
    ],
)
def test_how_many_days_are_left_is_said_in_words(day, words):
    assert progress.days_left(DUE, date(2019, 1, day)) == words


# --- scores for the kernel


def test_the_kernel_gets_scores_under_labels_without_names(world, panel):
    with pytest.raises(ValidationError, match="nog niet alle beoordelaars"):
        progress.scores(panel.one)
    judged(world, panel, panel.a, panel.b)
    judge(world, panel, panel.c, **{"stand-choice": "n/a", "stand-between": ""})
    hand_in(world, panel, panel.c)
    found = progress.scores(panel.one)
    assert found.cases == ("H-1",)
    assert found.assessors == ("beoordelaar 1", "beoordelaar 2", "beoordelaar 3")
    assert found.given["H-1", "wijk", "beoordelaar 1"] == 10.0
    assert found.mean("H-1", "stand") == 7.5


def test_a_contact_who_steps_back_hands_the_request_over_and_does_not_get_it_back(world, desk):
    case = weighing(desk).case()
    anna = make_user("anna@haarlem.example", Role.OFFICIAL, name="Anna")
    case.contact = anna
    case.save()
    (mine,) = actions.ask(case, [(anna, None)], due_on=DUE, by=world.alice, at=world.at)
    actions.step_back(mine, interest="Familie.", by=anna, at=world.at)
    case.refresh_from_db()
    assert case.contact is None
    with pytest.raises(ValidationError, match="Anna meldde een belang"):
        routing.hand_over(case, to=anna, by=world.alice, at=world.at)
