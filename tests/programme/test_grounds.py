"""What a measure does with contributions, and what each contributor reads of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from houtskool.inventory import trail
from houtskool.kernel import vaguedate
from houtskool.programme.actions import grounds, measures, versions
from houtskool.programme.models import Ground, Measure, Milestone
from houtskool.records.models import JournalEntry


def lay(plan, contributions, measure, kind="adopted", reason="", later=0):
    at = plan.world.at + timedelta(hours=later)
    return grounds.lay(contributions, measure, kind=kind, reason=reason, by=plan.world.alice, at=at)


def texts(contribution):
    return [step.text for step in trail.of([contribution])[contribution.pk]]


def test_many_contributions_are_linked_at_once_each_with_its_entry(plan):
    measure = plan.measure()
    many = [plan.contribution(f"Inbreng {index}") for index in range(5)]
    assert len(lay(plan, many, measure)) == 5
    assert JournalEntry.objects.filter(object_type="programme.ground").count() == 5
    assert lay(plan, many, measure) == []


def test_saying_it_anew_keeps_what_was_said_before_in_the_journal(plan):
    measure, contribution = plan.measure(), plan.contribution()
    lay(plan, [contribution], measure)
    (ground,) = lay(plan, [contribution], measure, "partly", "Het geld is er nog niet.", later=1)
    assert Ground.objects.get() == ground
    entry = JournalEntry.objects.about(ground).order_by("number").last()
    assert entry.changes["kind"] == ["adopted", "partly"]


def test_what_is_not_adopted_whole_needs_a_reason(plan):
    for kind in ("partly", "not"):
        with pytest.raises(ValidationError, match="Schrijf waarom"):
            lay(plan, [plan.contribution()], plan.measure(), kind, " ")
    with pytest.raises(ValidationError, match="Kies de maatregel"):
        lay(plan, [plan.contribution()], None)


def test_a_contribution_that_led_to_nothing_says_why_until_it_does(plan):
    contribution = plan.contribution()
    lay(plan, [contribution], None, "not", "Dit is geen taak van de gemeente.")
    assert texts(contribution)[-1] == "Dit leidde niet tot een maatregel"
    lay(plan, [contribution], plan.measure("Eén loket"), later=1)
    assert Ground.objects.get().measure is not None
    assert texts(contribution)[-1] == "Overgenomen in ‘Eén loket’"


def test_a_contribution_of_another_process_or_a_merged_one_is_refused(plan, world):
    kept, merged = plan.contribution(), plan.contribution()
    merged.merged_into = kept
    merged.save()
    with pytest.raises(ValidationError, match="samengevoegd"):
        lay(plan, [merged], plan.measure())
    strange = plan.contribution()
    type(strange).objects.filter(pk=strange.pk).update(process=other_process(world))
    strange.refresh_from_db()
    with pytest.raises(ValidationError, match="ander proces"):
        lay(plan, [strange], plan.measure())


def other_process(world):
    from houtskool.process.models import Process

    return Process.objects.create(title="Ander programma")


def test_the_contributor_reads_on_through_adoption_milestone_and_state(plan):
    measure = plan.whole("Eén loket")
    contribution = measure.grounds.get().contribution
    day = date(2019, 1, 10)
    versions.present(plan.process, to="raad", on=day, accepted={}, by=plan.world.alice, at=plan.world.at)
    later = plan.world.at + timedelta(days=1)
    versions.adopt(plan.process, body="raad", on=day, number="", by=plan.world.alice, at=later)
    milestone = measures.add(
        Milestone(measure=measure, title="Het loket is open"), by=plan.world.alice, at=later
    )
    milestone.real = vaguedate.parse("1 februari 2019")
    measures.change(milestone, by=plan.world.alice, at=later + timedelta(days=20))
    measures.change_many(
        [measure], {"state": Measure.State.DONE, "state_words": "Het loopt."},
        by=plan.world.alice, at=later + timedelta(days=30),
    )  # fmt: skip
    assert texts(contribution) == [
        "Ontvangen",
        "Overgenomen in ‘Eén loket’",
        "‘Eén loket’ is aangeboden aan de raad",
        "Geciteerd in een stuk dat is vastgelegd",
        "‘Eén loket’ is vastgesteld door de raad",
        "Gehaald: Het loket is open",
        "‘Eén loket’: klaar",
    ]
    assert trail.of([contribution])[contribution.pk][-1].note == "Het loopt."


def test_one_version_tells_of_every_measure_that_a_contribution_led_to(plan):
    first, second = plan.whole("Eén loket"), plan.whole("Een gids")
    contribution = first.grounds.get().contribution
    lay(plan, [contribution], second)
    day = date(2019, 1, 10)
    versions.present(plan.process, to="raad", on=day, accepted={}, by=plan.world.alice, at=plan.world.at)
    told = texts(contribution)
    assert "‘Eén loket’ is aangeboden aan de raad" in told
    assert "‘Een gids’ is aangeboden aan de raad" in told


@pytest.mark.parametrize("number", [2, 40])
def test_a_trail_asks_the_same_number_of_queries_however_many_contributions_there_are(plan, number):
    measure = plan.whole()
    many = [plan.contribution(f"Inbreng {index}") for index in range(number)]
    lay(plan, many, measure)
    with CaptureQueriesContext(connection) as queries:
        trail.of(many)
    assert len(queries) <= 12
