"""What the programme tells the page of its process: a panel, what is missing, and its place on the line."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from houtskool.accounts.roles import Role
from houtskool.kernel import vaguedate
from houtskool.process.models import Process, Step
from houtskool.process.phases import phases
from houtskool.process.status import gaps
from houtskool.programme import line
from houtskool.programme.actions import reactions, versions
from houtskool.programme.models import Measure, Milestone, ReactionLink, StageStep
from tests.conftest import make_user

DAY = date(2019, 1, 10)


@pytest.fixture
def councillor(db):
    return make_user("raad@stad.example", Role.COUNCILLOR, name="Raadslid")


def page(client, process):
    return client.get(reverse("process:process", args=[process.pk])).content.decode()


def present(plan):
    return versions.present(
        plan.process, to="raad", on=DAY, accepted={}, by=plan.world.alice, at=plan.world.at
    )


def adopt(plan):
    present(plan)
    return versions.adopt(plan.process, body="raad", on=DAY, number="", by=plan.world.alice, at=plan.world.at)


def said(plan, user=None):
    at = plan.world.at.date()
    return " ".join(gap.text for gap in gaps(plan.process, at, user or plan.world.alice))


def test_the_page_counts_the_measures_and_leads_to_the_last_version(world, plan):
    plan.whole("Eén loket")
    plan.whole("Minder regels")
    version = versions.freeze(plan.process, "sketch", by=world.alice, at=world.at)
    text = page(world.as_(world.alice), plan.process)
    assert '2 <span class="status status--sketch">concept</span>' in " ".join(text.split())
    assert version.get_absolute_url() in text
    assert reverse("programme:programme", args=[plan.process.pk]) in text


def test_a_councillor_learns_nothing_of_a_draft_and_all_of_what_was_presented(world, plan, councillor):
    plan.whole("Eén loket")
    plan.measure("Zonder grond")
    client = world.as_(councillor)
    text = page(client, plan.process)
    assert "Er is nog geen programma aangeboden." in text
    assert "wie erom vroeg" not in text
    Measure.objects.get(title="Zonder grond").delete()
    version = present(plan)
    assert version.get_absolute_url() in page(client, plan.process)


def test_what_is_missing_is_told_with_where_to_mend_it(world, plan):
    plan.measure("Zonder grond")
    plan.measure("Catering", kind="agreement", counterpart_signed_on=DAY)
    plan.measure("Onderzoek", kind="agreement", counterpart_signed_on=DAY, city_signed_on=DAY)
    found = {gap.url: gap.text for gap in gaps(plan.process, world.at.date(), world.alice)}
    assert "Van 3 maatregelen" in found[reverse("programme:bare", args=[plan.process.pk])]
    half = reverse("programme:sign", args=[Measure.objects.get(title="Catering").pk])
    assert found[half] == "Alleen de partner is akkoord met ‘Catering’."
    assert "Onderzoek" not in " ".join(found.values())


def test_a_reaction_is_missing_its_answer_until_it_is_answered(world, plan):
    measure = plan.whole()
    link = ReactionLink.objects.create(process=plan.process, at=world.at)
    link.measures.add(measure)
    piece = reactions.react(link, measure, words="Te duur.", consent="aggregate", at=world.at)
    assert "1 reactie op het ontwerp wacht op een antwoord." in said(plan)
    piece.answered_at = world.at
    piece.save()
    assert "reactie" not in said(plan)


def test_a_measure_is_late_only_after_adoption(plan):
    measure = plan.whole("Eén loket")
    measure.planned = vaguedate.parse("december 2018")
    measure.save()
    assert "Te laat" not in said(plan)
    adopt(plan)
    assert "Te laat: ‘Eén loket’." in said(plan)


def test_a_milestone_that_is_late_shows_on_the_process_the_programme_and_the_execution(world, plan):
    measure = plan.whole("Eén loket")
    Milestone.objects.create(
        measure=measure, title="Pand gekozen", planned_words="december 2018",
        planned_start=date(2018, 12, 1), planned_end=date(2018, 12, 31),
    )  # fmt: skip
    assert "Mijlpaal te laat" not in said(plan)
    adopt(plan)
    assert "Mijlpaal te laat: ‘Pand gekozen’." in said(plan)
    client = world.as_(world.alice)
    pages = [
        client.get(reverse(name, args=[plan.process.pk])).content.decode()
        for name in ("programme:programme", "programme:execution", "public:programme")
    ]
    assert "mijlpaal te laat" in pages[0]
    assert "Mijlpalen die te laat zijn" in pages[1]
    assert "mijlpaal te laat" in pages[2]


def test_the_line_knows_what_was_offered_and_opens_the_execution_at_adoption(plan):
    process = Process.objects.get(pk=plan.process.pk)
    plan.whole()

    def line(at=DAY):
        return [(phase.label, phase.when, phase.state) for phase in phases(process, at)]

    assert line() == []
    present(plan)
    assert line() == [
        ("Aangeboden aan de raad", "10 januari 2019", "done"),
        ("Vaststelling", "nog niet", "later"),
    ]
    versions.adopt(process, body="raad", on=DAY, number="", by=plan.world.alice, at=plan.world.at)
    labels = [label for label, _when, _state in line()]
    assert labels == ["Aangeboden aan de raad", "Vastgesteld", "Uitvoering"]
    assert line()[-1][2] == "now"
    assert line(DAY - timedelta(days=1)) == []


def plan_step(plan, title, words="begin 2019"):
    step = Step(process=plan.process, title=title)
    step.planned = vaguedate.parse(words)
    step.save()
    return step


def stations(plan, at=DAY):
    process = Process.objects.get(pk=plan.process.pk)
    return [(phase.label, phase.when, phase.state) for phase in phases(process, at)]


def test_a_step_and_the_version_that_came_of_it_are_one_station(world, plan):
    plan.whole()
    plan_step(plan, "Houtskoolversie gereed voor de commissie")
    version = versions.freeze(plan.process, "sketch", by=world.alice, at=world.at)
    day = version.on
    assert stations(plan, day) == [
        ("Houtskoolversie gereed voor de commissie", "15 januari 2019 (gepland: begin 2019)", "done")
    ]
    assert stations(plan, day - timedelta(days=1)) == [
        ("Houtskoolversie gereed voor de commissie", "begin 2019", "now")
    ]
    # The version says that it happened: nobody need write that down once more, and it is not late.
    after = date(2019, 9, 1)
    assert not any(gap.urgent for gap in gaps(plan.process, after, world.alice))
    text = page(world.as_(world.alice), plan.process)
    assert "geweest" in text
    assert text.count("15 januari 2019") >= 2


def test_who_knows_better_ties_another_step_or_none(world, plan):
    plan.whole()
    named = plan_step(plan, "Houtskoolversie")
    other = plan_step(plan, "Eerste ronde", "voorjaar 2019")
    versions.freeze(plan.process, "sketch", by=world.alice, at=world.at)
    day, client = world.at.date(), world.as_(world.alice)
    url = reverse("programme:tie-steps", args=[plan.process.pk])
    assert client.get(url).context["form"].fields["sketch"].initial == named
    client.post(url, {"sketch": other.pk})
    assert [label for label, _when, _state in stations(plan, day)] == ["Eerste ronde", "Houtskoolversie"]
    client.post(url, {"sketch": ""})
    assert [label for label, _when, _state in stations(plan, day)] == [
        "Houtskoolschets", "Houtskoolversie", "Eerste ronde",
    ]  # fmt: skip
    client.post(url, {"sketch": named.pk})
    assert not StageStep.objects.exists()
    refused = client.post(url, {"sketch": named.pk, "concept": named.pk}).content.decode()
    assert "Kies elke stap hoogstens één keer." in refused


def test_two_steps_that_could_be_it_are_left_to_a_person(plan):
    plan_step(plan, "Houtskoolversie")
    plan_step(plan, "Houtskoolsessie")
    assert line.guessed(plan.process)["sketch"] is None


def test_the_adoption_that_the_plan_names_is_not_announced_twice(plan):
    plan.whole()
    plan_step(plan, "De raad stelt vast: vaststelling", "zomer 2019")
    present(plan)
    assert [label for label, _when, _state in stations(plan)] == [
        "Aangeboden aan de raad", "De raad stelt vast: vaststelling",
    ]  # fmt: skip
