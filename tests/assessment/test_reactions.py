"""People react by link to a concept; each reaction is a contribution at its criterion, and gets an answer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from houtskool.assessment.actions import frameworks, reactions, versions
from houtskool.assessment.framework import reactions as said
from houtskool.assessment.models import CriterionReaction, FrameworkVersion, ReactionRequest
from houtskool.inventory.actions.answers import answer
from houtskool.records import erasure
from houtskool.records.models import Mail
from houtskool.sector.models import Contact, StakeholderGroup

WORDS = {"words": "Wie begint, heeft nog geen klanten.", "consent": "quote"}


@pytest.fixture(autouse=True)
def example_day(settings):
    settings.REFERENCE_DATE = date(2019, 1, 15)


@pytest.fixture
def concept(desk):
    framework = desk.framework()
    desk.criterion(framework, "Helpt het de stad?", key="stad")
    return publish(desk, framework)


def publish(desk, framework, stage="concept", **fields):
    by, at = desk.world.alice, desk.world.at
    return versions.publish(framework, stage, on=date(2019, 1, 14), by=by, at=at, **fields)


def ask(desk, concept, **fields):
    given = {"groups": (), "addresses": "", "question": "", "closes_on": None, **fields}
    return reactions.ask(concept, by=desk.world.alice, at=desk.world.at, **given)


@pytest.fixture
def link(desk, concept):
    (request,) = ask(desk, concept, addresses="bestuur@keuken.example", closes_on=date(2019, 1, 31))
    return request


def fields(criterion="stad", **changed):
    return {
        "criterion": criterion,
        **{f"c-{criterion}-{name}": text for name, text in {**WORDS, **changed}.items()},
    }


def test_contacts_and_addresses_get_each_an_own_link(desk, concept):
    group = StakeholderGroup.objects.create(name="Financiers")
    for name, mails in (("Fatima", True), ("Frits", False)):
        person = Contact.objects.create(name=name, email=f"{name.lower()}@fonds.example", may_be_mailed=mails)
        person.groups.add(group)
    made = ask(desk, concept, groups=[group], addresses="Bestuur@keuken.example\n\nfatima@fonds.example")
    assert sorted(map(str, made)) == ["Fatima", "bestuur@keuken.example"]
    assert {one.to for one in Mail.objects.all()} == {"fatima@fonds.example", "bestuur@keuken.example"}
    assert reactions.path(made[0]) != reactions.path(made[1])
    with pytest.raises(ValidationError, match="niemand om te vragen"):
        ask(desk, concept, groups=[group], addresses="bestuur@keuken.example")


def test_an_address_that_is_none_is_told_with_its_line(desk, concept):
    with pytest.raises(ValidationError, match="Regel 2: ‘keuken’ is geen e-mailadres"):
        ask(desk, concept, addresses="a@keuken.example\nkeuken")
    assert not ReactionRequest.objects.exists()


def test_a_reaction_by_link_is_a_contribution_at_its_criterion(desk, concept, link):
    browser = Client()
    page = browser.get(reactions.path(link)).text
    assert "Helpt het de stad?" in page
    assert browser.post(reactions.path(link), fields()).status_code == 302
    reaction = CriterionReaction.objects.get()
    assert (reaction.criterion, reaction.contribution.kind) == ("stad", "reaction")
    assert reaction.contribution.words == WORDS["words"]
    assert "Bekijk wat er met uw reacties gebeurt" in browser.get(reactions.path(link)).text
    staff = desk.world.as_(desk.world.alice)
    assert WORDS["words"] in staff.get(f"/afwegen/versie/{concept.pk}/reacties/").text
    assert "1 reactie" in staff.get(concept.framework.get_absolute_url()).text


def test_what_looks_like_personal_data_is_asked_about_first(link):
    response = Client().post(reactions.path(link), fields(words="Bel mij op 06-12345678."))
    assert response.status_code == 200
    assert "Mag dit erin blijven staan?" in response.text
    assert not CriterionReaction.objects.exists()


def test_nothing_or_too_late_says_what_to_do(link, settings):
    assert not CriterionReaction.objects.exists()
    Client().post(reactions.path(link), fields(words="  "))
    settings.REFERENCE_DATE = date(2019, 2, 1)
    response = Client().post(reactions.path(link), fields())
    assert "Reageren kan niet meer" in response.text
    assert not CriterionReaction.objects.exists()


def test_a_link_that_is_not_ours_tells_nothing(db):
    assert Client().get("/afwegen/reageren/1-geheim/").status_code == 404


def test_a_reaction_is_answered_before_adopting_or_there_is_a_reason(desk, concept, link):
    contribution = reactions.react(link, "stad", **WORDS, at=desk.world.at)
    framework = concept.framework
    with pytest.raises(ValidationError, match="1 reactie heeft nog geen antwoord"):
        publish(desk, framework, "adopted", body="college")
    browser = desk.world.as_(desk.world.alice)
    form = browser.get(f"/afwegen/kader/{framework.pk}/versies/vastleggen/")
    assert "accepted" in form.context["form"].fields
    adopted = publish(desk, framework, "adopted", body="college", accepted="Volgt binnen een maand.")
    assert adopted.accepted == "Volgt binnen een maand."
    assert "Volgt binnen een maand." in browser.get(adopted.get_absolute_url()).text
    answer([contribution], outcome="taken", reason="Dat staat er nu.", by=desk.world.alice, at=desk.world.at)
    assert said.waiting(framework) == 0
    criterion = framework.criteria.get()
    criterion.evidence = "Een plan."
    frameworks.change(criterion, by=desk.world.alice, at=desk.world.at)
    assert publish(desk, framework, "adopted", body="college", accepted="Overbodig.").accepted == ""


def test_an_adopted_version_is_not_asked_about(desk, concept):
    adopted = publish(desk, concept.framework, "adopted", body="college")
    with pytest.raises(ValidationError, match="Vraag een reactie op een concept"):
        ask(desk, adopted, addresses="a@keuken.example")


def test_a_concept_to_which_people_reacted_never_changes(desk, concept, link):
    reactions.react(link, "stad", **WORDS, at=desk.world.at)
    assert FrameworkVersion.objects.get(pk=concept.pk).is_whole


def test_who_only_reads_asks_nobody(desk, concept):
    desk.world.charlie.grants.create(role="kerngroep")
    browser = desk.world.as_(desk.world.charlie)
    assert browser.get(f"/afwegen/versie/{concept.pk}/reacties/").status_code == 200
    assert browser.get(f"/afwegen/versie/{concept.pk}/reacties/vragen/").status_code == 403


def test_staff_asks_on_the_page(desk, concept):
    browser = desk.world.as_(desk.world.alice)
    response = browser.post(
        f"/afwegen/versie/{concept.pk}/reacties/vragen/", {"addresses": "a@keuken.example"}, follow=True
    )
    assert "1 mens is gevraagd." in response.text
    assert "a@keuken.example" in response.text


def test_an_address_is_erased_a_year_after_or_with_its_person(desk, link):
    assert said.purge(desk.world.at) == 0
    assert said.purge(desk.world.at + timedelta(days=400)) == 1
    link.refresh_from_db()
    assert link.email == ""
    person = Contact.objects.create(name="Sam", email="sam@keuken.example")
    (again,) = ask(desk, link.version, addresses="sam@keuken.example")
    erasure.erase(person, by=desk.world.alice, at=desk.world.at)
    again.refresh_from_db()
    assert again.email == ""


def test_the_list_asks_no_more_queries_for_more_reactions(desk, concept, link):
    browser, counts = desk.world.as_(desk.world.alice), []
    browser.get("/afwegen/")
    for size in (2, 8):
        for _number in range(size):
            reactions.react(link, "stad", **WORDS, at=desk.world.at)
        with CaptureQueriesContext(connection) as captured:
            browser.get(f"/afwegen/versie/{concept.pk}/reacties/")
        counts.append(len(captured))
    assert counts[0] == counts[1]
