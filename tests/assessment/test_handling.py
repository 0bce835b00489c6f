"""Who handles a request: the contact, the route, asking once, ending it; each refusal with its remedy."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from houtskool.accounts.roles import Role
from houtskool.assessment.actions import cases as actions
from houtskool.assessment.actions import routing, support
from houtskool.assessment.cases import gaps, intake
from houtskool.assessment.models import Assignment, Case, Judgement, Support
from houtskool.records import spreadsheet
from houtskool.records.models import JournalEntry
from houtskool.sector import actions as sector_actions
from houtskool.sector import merging
from houtskool.sector.models import Contact, Initiative, StakeholderGroup
from tests.assessment import requests
from tests.assessment.requests import PDF, on
from tests.conftest import make_user

PAGES = (
    *("case-contact", "case-route", "case-quick", "case-buyers", "case-supplement", "case-unhandled"),
    *("case-extend", "case-legal-effect", "case-organisation", "case-evidence", "case-erase"),
)


@pytest.fixture
def anna(world):
    cache.clear()
    return make_user("anna@stad.example", Role.OFFICIAL, name="Anna Economie")


@pytest.fixture
def framework(desk, anna, settings):
    settings.REFERENCE_DATE = date(2019, 1, 14)
    return requests.taking(desk, anna)


@pytest.fixture
def case(framework):
    return requests.case(framework)


@pytest.fixture
def desk_of_anna(world, anna):
    return world.as_(anna)


def page(client, name, *args, **data):
    return client.get(reverse(f"assessment:{name}", args=args), data).content.decode()


def post(client, name, case, **data):
    return client.post(reverse(f"assessment:{name}", args=[case.pk]), data).content.decode()


def again(case):
    return Case.objects.get(pk=case.pk)


# --- routes


def test_a_quick_request_is_closed_in_four_clicks_without_scores(
    desk_of_anna, case, django_capture_on_commit_callbacks, mailoutbox
):
    """From the open case: handle quickly, the kind of help, send. What must be read is filled in already."""
    clicks = 0
    assert reverse("assessment:case-quick", args=[case.pk]) in page(desk_of_anna, "case", case.pk)
    clicks += 1  # Handel snel af
    form = desk_of_anna.get(reverse("assessment:case-quick", args=[case.pk])).context["form"]
    filled = {name: form[name].value() for name in ("words", "reason")}
    clicks += 1  # the choice: introduced
    filled["outcome"] = "introduced"
    clicks += 1  # Rond af en stuur bericht
    with django_capture_on_commit_callbacks(execute=True):
        post(desk_of_anna, "case-quick", case, **filled)
    assert clicks <= 4
    done = again(case)
    assert (done.outcome, done.route, done.closed_at is not None) == ("introduced", "quick", True)
    assert not Judgement.objects.exists()
    assert not Assignment.objects.exists()
    (letter,) = requests.letters("sam@restlab.example")
    assert "verder geholpen" in letter.body


def test_a_route_has_a_reason_and_tells_the_applicant_what_comes(
    desk_of_anna, case, django_capture_on_commit_callbacks
):
    assert "Waarom" in post(desk_of_anna, "case-route", case, route="weighed", reason="")
    with django_capture_on_commit_callbacks(execute=True):
        post(desk_of_anna, "case-route", case, route="weighed", reason="Het gaat om een subsidie.")
    assert again(case).route == "weighed"
    (letter,) = requests.letters("sam@restlab.example")
    assert "Het gaat om een subsidie." in letter.body


def test_of_two_who_choose_the_second_is_told(desk_of_anna, world, case):
    url = reverse("assessment:case-route", args=[case.pk])
    was = desk_of_anna.get(url).context["form"]["was"].value()
    post(world.as_(world.alice), "case-route", case, route="quick", reason="Een belletje.", was="")
    text = post(desk_of_anna, "case-route", case, route="weighed", reason="Het gaat om geld.", was=was)
    assert "Intussen koos iemand al een route: snel" in text
    assert "Het gaat om geld." in text
    assert again(case).route == "quick"


def test_whether_it_is_a_decision_follows_from_the_kinds_wanted_unless_said_otherwise(framework, anna):
    plain = requests.case(framework, wanted=["advies"])
    money = requests.case(framework, wanted=["subsidie"])
    for case in (plain, money):
        routing.choose(case, route="weighed", reason="Zo.", by=anna, at=on(11))
    assert [again(case).legal_effect for case in (plain, money)] == [False, True]
    routing.say_legal_effect(money, legal_effect=False, because="Alleen een afspraak.", by=anna, at=on(11))
    routing.choose(money, route="weighed", reason="Nog eens.", by=anna, at=on(12))
    assert again(money).legal_effect is False
    with pytest.raises(ValidationError, match="Schrijf waarom"):
        routing.say_legal_effect(money, legal_effect=True, because=" ", by=anna, at=on(12))


@pytest.fixture
def buyer(world):
    group = sector_actions.add_group(
        name="inkopers", kind=StakeholderGroup.Kind.PURCHASING, by=world.alice, at=on(1)
    )
    contact = Contact(name="Ingrid Inkoop", email="ingrid@inkoop.example", may_be_mailed=True)
    return sector_actions.add(contact, by=world.alice, at=on(1), links={"groups": [group]})


def test_to_the_buyers_leads_and_never_awards(
    desk_of_anna, framework, buyer, django_capture_on_commit_callbacks
):
    case = requests.case(framework, wanted=["opdracht"], organisation_name="Restlab")
    assert "koopt" in page(desk_of_anna, "case", case.pk)
    form = desk_of_anna.get(reverse("assessment:case-buyers", args=[case.pk])).context["form"]
    given = {name: form[name].value() for name in ("reason", "words")}
    with django_capture_on_commit_callbacks(execute=True):
        post(desk_of_anna, "case-buyers", case, **given, to=[buyer.pk], share="on")
    done = again(case)
    assert (done.route, done.outcome) == ("buyers", "to-buyers")
    assert not Support.objects.exists()
    (letter,) = requests.letters("ingrid@inkoop.example")
    assert "sam@restlab.example" in letter.body
    assert "Er is niets toegezegd" in letter.body
    (told,) = requests.letters("sam@restlab.example")
    assert "geen toezegging van een opdracht" in told.body


def test_without_the_mark_the_buyers_do_not_get_the_address(
    framework, anna, buyer, django_capture_on_commit_callbacks
):
    case = requests.case(framework)
    with django_capture_on_commit_callbacks(execute=True):
        routing.to_buyers(
            case, to=[buyer], words="Zij bellen.", reason="Inkoop.", share=False, by=anna, at=on(11)
        )
    (letter,) = requests.letters("ingrid@inkoop.example")
    assert "sam@" not in letter.body


def test_without_a_buyer_the_page_says_what_to_do_first(desk_of_anna, case):
    assert "Zet een contact in een groep van inkopers" in page(desk_of_anna, "case-buyers", case.pk)


# --- the contact


def test_somebody_takes_it_over_and_everybody_concerned_hears(
    world, case, anna, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        post(world.as_(world.alice), "case-contact", case, ik="ja")
    assert again(case).contact == world.alice
    assert "Alice" in requests.letters("sam@restlab.example")[0].body
    assert requests.letters("alice@haarlem.example") == []  # who does it needs no letter
    with django_capture_on_commit_callbacks(execute=True):
        routing.hand_over(case, to=anna, by=world.alice, at=on(14))
    assert requests.letters("anna@stad.example")


def test_it_goes_to_nobody_who_does_not_handle_requests(case, world, anna):
    with pytest.raises(ValidationError, match="behandelt geen hulpvragen"):
        routing.hand_over(case, to=world.bob, by=anna, at=on(11))


# --- complete, extended, left


def test_what_is_missing_is_filled_in_and_asked_once(desk_of_anna, case, django_capture_on_commit_callbacks):
    form = desk_of_anna.get(reverse("assessment:case-supplement", args=[case.pk])).context["form"]
    missing = form["missing"].value()
    assert (
        missing == "- Bent u gevestigd in de stad?\n- Hoeveel mensen helpt u?\n- Een plan van een bladzijde."
    )
    with django_capture_on_commit_callbacks(execute=True):
        post(desk_of_anna, "case-supplement", case, missing=missing, answer_by="2019-01-28")
    (letter,) = requests.letters("sam@restlab.example")
    assert "Een plan van een bladzijde." in letter.body
    assert "tot en met 28 januari 2019" in letter.body
    assert "dat doen wij één keer" in page(desk_of_anna, "case-supplement", case.pk)
    with pytest.raises(ValidationError, match="één keer"):
        routing.ask(case, missing="Nog iets", answer_by=date(2019, 2, 1), by=case.contact, at=on(20))


def test_evidence_with_its_criterion_and_an_answer_are_not_missing(desk_of_anna, framework):
    case = requests.case(framework, answers={"gevestigd": "ja"})
    plan = SimpleUploadedFile("plan.pdf", PDF)
    post(desk_of_anna, "case-evidence", case, sent=[plan], criterion="stad", title="Het plan")
    text = page(desk_of_anna, "case", case.pk)
    assert "Vraag om 1 ding dat ontbreekt" in text
    assert "Het plan" in text
    assert desk_of_anna.get(reverse("assessment:evidence", args=[case.evidence.get().pk])).getvalue() == PDF


def test_only_what_the_wanted_help_looks_at_is_missing(framework):
    def missing(**fields):
        case = requests.case(framework, **fields)
        return gaps.missing(case, intake.content_for(case))

    assert missing(wanted=["subsidie"]) == [
        "Om hoeveel geld gaat het?",
        "Bent u gevestigd in de stad?",
        "Een plan van een bladzijde.",
    ]
    assert missing(wanted=["subsidie"], amount=500, answers={"gevestigd": "nee"}) == [
        "Een plan van een bladzijde."
    ]
    assert missing(wanted=["advies"]) == []


def test_a_last_day_in_the_past_is_refused(case, anna):
    with pytest.raises(ValidationError, match="een dag na vandaag"):
        routing.ask(case, missing="Iets", answer_by=date(2019, 1, 11), by=anna, at=on(11))


def test_it_is_left_unhandled_only_after_silence_and_within_four_weeks(case, anna, world):
    def leave(at):
        routing.leave_unhandled(case, reason="Het plan ontbreekt.", by=anna, at=at)

    with pytest.raises(ValidationError, match="Vraag eerst om wat ontbreekt"):
        leave(on(12))
    routing.ask(case, missing="Het plan.", answer_by=date(2019, 1, 28), by=anna, at=on(14))
    with pytest.raises(ValidationError, match="kan nog antwoorden, tot en met 28 januari"):
        leave(on(28))
    with pytest.raises(ValidationError, match="binnen vier weken"):
        leave(on(26, 2))
    leave(on(25, 2))
    assert again(case).outcome == "not-handled"


def test_after_an_answer_it_is_handled_with_what_there_is(case, anna):
    routing.ask(case, missing="Het plan.", answer_by=date(2019, 1, 20), by=anna, at=on(14))
    actions.answer(case, words="Er is geen plan.", at=on(15))
    with pytest.raises(ValidationError, match="heeft geantwoord"):
        routing.leave_unhandled(case, reason="Toch.", by=anna, at=on(25))


def test_the_term_is_lengthened_once_before_it_ends_and_the_applicant_reads_why(
    desk_of_anna, case, anna, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        post(desk_of_anna, "case-extend", case, weeks="4", reason="Wij wachten op een taxatie.")
    assert "4 april 2019" in page(desk_of_anna, "case", case.pk)
    (letter,) = requests.letters("sam@restlab.example")
    assert "Wij wachten op een taxatie." in letter.body
    assert "4 april 2019" in letter.body
    assert "al een keer verlengd" in page(desk_of_anna, "case-extend", case.pk)
    with pytest.raises(ValidationError, match="al een keer verlengd"):
        routing.extend(case, weeks=1, reason="Meer.", by=anna, at=on(15))


def test_a_term_that_is_over_cannot_be_lengthened(case, anna):
    with pytest.raises(ValidationError, match="De termijn is voorbij"):
        routing.extend(case, weeks=2, reason="Te laat.", by=anna, at=on(8, 3))


# --- the sector


@pytest.fixture
def restlab(world):
    return sector_actions.add_organisation(name="Restlab", kvk_number="34567890", by=world.alice, at=on(1))


def declaring(framework, **fields):
    declared = [{"giver": "Provincie", "amount": "10000", "on": "2018-03-01"}]
    return requests.case(framework, organisation_name="Rest Lab", kvk="34567890", declared=declared, **fields)


def test_the_organisation_is_suggested_by_number_and_declared_aid_counts_once_linked(
    desk_of_anna, framework, restlab
):
    case = declaring(framework)
    assert "misschien is het Restlab" in page(desk_of_anna, "case", case.pk)
    assert not Support.objects.exists()
    post(desk_of_anna, "case-organisation", case, organisation=restlab.pk)
    row = Support.objects.get()
    assert (row.organisation, row.elsewhere, row.amount, row.is_aid) == (restlab, "Provincie", 10000, True)
    post(desk_of_anna, "case-organisation", case, organisation="")
    assert not Support.objects.exists()


def test_an_organisation_that_is_not_there_is_put_into_the_overview(desk_of_anna, framework):
    case = requests.case(framework, organisation_name="Nieuw Initiatief", kvk="45678901")
    post(desk_of_anna, "case-organisation", case, organisation="nieuw")
    made = again(case).organisation
    assert (made.name, made.kvk_number) == ("Nieuw Initiatief", "45678901")


def test_another_by_name_and_its_initiative(desk_of_anna, case, restlab, world):
    initiative = sector_actions.add(
        Initiative(name="Repaircafé"), by=world.alice, at=on(1), links={"organisations": [restlab]}
    )
    assert "Niet in het overzicht" in post(
        desk_of_anna, "case-organisation", case, organisation="ander", other="Restlib"
    )
    post(desk_of_anna, "case-organisation", case, organisation="ander", other="restlab")
    post(desk_of_anna, "case-organisation", case, organisation=restlab.pk, initiative=initiative.pk)
    assert (again(case).organisation, again(case).initiative) == (restlab, initiative)


def test_a_merge_takes_requests_and_support_along(framework, restlab, world, anna):
    case = declaring(framework)
    support.link(case, organisation=restlab, by=anna, at=on(11))
    kept = sector_actions.add_organisation(name="Restlab Haarlem", by=world.alice, at=on(1))
    merging.merge(restlab, into=kept, by=world.alice, at=on(12))
    assert again(case).organisation == kept
    assert Support.objects.get().organisation == kept


def test_the_page_of_the_organisation_shows_what_was_asked_and_given(world, framework, restlab, anna):
    case = declaring(framework)
    support.link(case, organisation=restlab, by=anna, at=on(11))
    text = world.as_(anna).get(restlab.get_absolute_url()).content.decode()
    assert case.number in text
    assert "van Provincie, opgegeven" in text
    councillor = world.as_(make_user("raad@stad.example", Role.COUNCILLOR))
    assert case.number not in councillor.get(restlab.get_absolute_url()).content.decode()


# --- the list


def test_the_list_counts_narrows_and_puts_the_own_ones_first(desk_of_anna, world, framework, settings):
    theirs, mine = requests.case(framework, title="Van een ander"), requests.case(framework, title="Van mij")
    routing.hand_over(theirs, to=world.alice, by=world.alice, at=on(10))
    closed = requests.case(framework, title="Al klaar")
    actions.withdraw(closed, at=on(11))
    text = page(desk_of_anna, "cases")
    assert text.index("Van mij") < text.index("Van een ander")
    assert "Al klaar" not in text
    assert "Al klaar" in page(desk_of_anna, "cases", fase="ingetrokken")
    assert "Al klaar" in page(desk_of_anna, "cases", q=closed.number)
    assert "Van mij" not in page(desk_of_anna, "cases", contact=str(world.alice.pk))
    assert "Van mij" in page(desk_of_anna, "cases", contact="ik", route="-", kader=str(framework.pk))
    assert "Niets gevonden" in page(desk_of_anna, "cases", laat="on")
    settings.REFERENCE_DATE = date(2019, 1, 18)
    assert mine.number in page(desk_of_anna, "cases", laat="on")
    assert "had er op 17 januari moeten zijn" in page(desk_of_anna, "cases")


def test_the_list_costs_the_same_for_many_as_for_few(desk_of_anna, framework, anna):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            page(desk_of_anna, "cases", laat="on")
            page(desk_of_anna, "cases")
        return len(queries)

    for number in range(3):
        requests.case(framework, title=f"Vraag {number}")
    few = cost()
    for _ in range(12):
        routing.ask(requests.case(framework), missing="Iets", answer_by=date(2019, 2, 1), by=anna, at=on(11))
    assert cost() == few


def test_the_spreadsheet_has_no_persons_unless_who_reads_them_asks(desk_of_anna, world, case, anna):
    def cells(client, **data):
        response = client.get(reverse("assessment:cases-export", args=["csv"]), data)
        assert response.status_code == 200
        return spreadsheet.read(response.content)

    plain = cells(desk_of_anna)
    assert case.number in plain.rows[0][1]
    assert "Sam" not in str(plain)
    assert case.title not in str(plain)
    assert "sam@restlab.example" in str(cells(desk_of_anna, met="personen"))
    assessor = make_user("kim@stad.example", Role.CORE_GROUP)
    Assignment.objects.create(case=case, user=assessor, due_on=date(2019, 2, 1), at=on(11))
    url = reverse("assessment:cases-export", args=["csv"])
    assert world.as_(assessor).get(url, {"met": "personen"}).status_code == 404


# --- who may what


@pytest.mark.parametrize(
    "role", [Role.COUNCILLOR, Role.PARTICIPANT, Role.FACILITATOR, Role.CLERK, Role.CORE_GROUP]
)
@pytest.mark.parametrize("name", ["case", "case-personal", "case-export", *PAGES])
def test_a_request_is_not_there_for_who_does_not_handle_or_assess_it(world, case, role, name):
    client = world.as_(make_user("ander@stad.example", role))
    url = reverse(f"assessment:{name}", args=[case.pk])
    assert client.get(url).status_code == 404
    if name in PAGES:
        assert client.post(url).status_code == 404


@pytest.mark.parametrize("role", [Role.COUNCILLOR, Role.PARTICIPANT])
def test_the_list_is_not_there_for_who_only_reads_along(world, case, role):
    client = world.as_(make_user("ander@stad.example", role))
    for name, args in (("cases", []), ("cases-export", ["csv"]), ("follow-ups", [])):
        assert client.get(reverse(f"assessment:{name}", args=args)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_who_decides_reads_and_does_not_handle(world, case, name):
    client = world.as_(make_user("mo@stad.example", Role.MANDATE_HOLDER))
    assert client.get(reverse("assessment:case", args=[case.pk])).status_code == 200
    answer = client.get(reverse(f"assessment:{name}", args=[case.pk]))
    assert answer.status_code == 403
    assert "Alleen een" in answer.content.decode()


def test_an_assessor_reads_the_own_request_and_not_how_to_reach_the_applicant(world, framework):
    case = requests.case(framework, phone="06 12345678", kvk="34567890")
    other = requests.case(framework, title="Niet gevraagd")
    kim = make_user("kim@stad.example", Role.CORE_GROUP, name="Kim")
    Assignment.objects.create(case=case, user=kim, due_on=date(2019, 2, 1), at=on(11))
    client = world.as_(kim)
    text = page(client, "case", case.pk)
    assert case.what in text
    for hidden in ("sam@restlab.example", "06 12345678", "34567890", "Sam de Boer"):
        assert hidden not in text
    listed = page(client, "cases")
    assert case.number in listed
    assert other.number not in listed
    assert client.get(reverse("assessment:case-personal", args=[case.pk])).status_code == 404
    assert client.get(reverse("assessment:case-quick", args=[case.pk])).status_code == 403


def test_who_stepped_back_reads_no_more(world, case):
    kim = make_user("kim@stad.example", Role.CORE_GROUP, name="Kim")
    Assignment.objects.create(
        case=case, user=kim, due_on=date(2019, 2, 1), at=on(11), stepped_back_at=on(12), interest="Familie"
    )
    assert world.as_(kim).get(case.get_absolute_url()).status_code == 403


def test_the_journal_shows_names_to_who_reads_requests_only(world, case):
    journal = reverse("records:journal")
    kim = make_user("kim@stad.example", Role.CORE_GROUP, name="Kim")
    Assignment.objects.create(case=case, user=kim, due_on=date(2019, 2, 1), at=on(11))
    assert "Sam de Boer" in page(world.as_(case.contact), "case", case.pk)
    for user in (kim, world.bob):
        response = world.as_(user).get(journal)
        assert "Sam de Boer" not in response.content.decode()


def test_a_file_is_put_at_a_criterion_and_the_assessor_sees_it_there(client, desk_of_anna, case, anna):
    sent = SimpleUploadedFile("plan.pdf", PDF)
    actions.add_evidence(case, sent, "plan.pdf", at=on(11))
    file = case.evidence.get()
    url = reverse("assessment:evidence-criterion", args=[file.pk])
    assert url in desk_of_anna.get(case.get_absolute_url()).content.decode()
    desk_of_anna.post(url, {"criterion": "stad"})
    file.refresh_from_db()
    assert file.criterion == "stad"
    assert JournalEntry.objects.filter(object_type="assessment.evidence", verb="changed", by=anna).exists()
    routing.choose(case, route="weighed", reason="Geld.", by=anna, at=on(12))
    assignment = Assignment.objects.create(case=case, user=anna, due_on=date(2019, 2, 1), at=on(12))
    text = desk_of_anna.get(reverse("assessment:judge", args=[assignment.pk])).content.decode()
    at_stad = text.split('id="criterium-stad"')[1].split("</section>")[0]
    assert reverse("assessment:evidence", args=[file.pk]) in at_stad
    assert "Gestuurd bij" not in text.split('id="criterium-haalbaar"')[1].split("</section>")[0]
    desk_of_anna.post(url, {"criterion": ""})
    file.refresh_from_db()
    assert file.criterion == ""


def test_a_criterion_of_another_framework_takes_no_file(case, anna):
    actions.add_evidence(case, SimpleUploadedFile("plan.pdf", PDF), "plan.pdf", at=on(11))
    with pytest.raises(ValidationError, match="staat niet in het kader"):
        actions.tie(case.evidence.get(), criterion="verzonnen", by=anna, at=on(11))
