"""Who said something reads under which criterion it lies, and when that was adopted."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from houtskool.assessment import trail
from houtskool.assessment.actions import grounds, reactions, versions
from houtskool.assessment.models import CriterionGround
from houtskool.inventory import trail as whole
from houtskool.inventory.actions import merging


@pytest.fixture
def criterion(desk):
    return desk.criterion(desk.framework("Wie helpen wij?"), "Helpt het de stad?")


def lay(desk, criterion, contribution, reason="Dit zei de stad."):
    ground = CriterionGround(
        criterion=criterion, kind="contribution", contribution=contribution, reason=reason
    )
    return grounds.lay(ground, by=desk.world.alice, at=desk.world.at)


def publish(desk, criterion, stage="adopted", body="college"):
    by, at = desk.world.alice, desk.world.at
    return versions.publish(criterion.framework, stage, body=body, on=date(2019, 1, 10), by=by, at=at)


def texts(*contributions):
    return {pk: [step.text for step in found] for pk, found in trail.steps(contributions).items()}


def test_a_ground_shows_with_its_criterion_and_reason_and_then_the_adoption(desk, criterion):
    said = desk.contribution()
    lay(desk, criterion, said)
    (laid,) = trail.steps([said])[said.pk]
    assert laid.text == "Ligt onder de vraag ‘Helpt het de stad?’ in ‘Wie helpen wij?’"
    assert (laid.note, laid.decided) == ("Dit zei de stad.", False)
    publish(desk, criterion)
    assert texts(said)[said.pk][1:] == ["‘Wie helpen wij?’ is vastgesteld door het college"]
    assert {step.text for step in whole.of([said])[said.pk]} >= set(texts(said)[said.pk])


def test_an_adoption_without_the_ground_is_no_step_of_it(desk, criterion):
    said = desk.contribution()
    publish(desk, criterion)
    lay(desk, criterion, said)
    assert len(trail.steps([said])[said.pk]) == 1


def test_what_was_not_used_has_no_steps(desk, criterion):
    assert trail.steps([desk.contribution()]) == {}


def test_after_a_merge_both_see_where_it_leads(desk, criterion):
    kept, merged = desk.contribution("Hetzelfde."), desk.contribution("Hetzelfde ook.")
    lay(desk, criterion, merged)
    merging.merge([merged], into=kept, by=desk.world.alice, at=desk.world.at)
    kept.refresh_from_db()
    merged.refresh_from_db()
    step = "Ligt onder de vraag ‘Helpt het de stad?’ in ‘Wie helpen wij?’"
    assert step in [one.text for one in whole.of([kept])[kept.pk]]
    assert [one.text for one in whole.of([merged])[merged.pk]].count(step) == 1
    page = desk.world.as_(desk.world.alice).get(f"/afwegen/criterium/{criterion.pk}/onderbouwing/")
    assert f"samengevoegd met inbreng {kept.pk}" in page.text


def test_who_reacted_to_a_concept_reads_that_it_was_adopted(desk, criterion):
    concept = publish(desk, criterion, "concept", body="")
    (link,) = reactions.ask(
        concept, groups=(), addresses="a@keuken.example", question="", closes_on=None,
        by=desk.world.alice, at=desk.world.at,
    )  # fmt: skip
    said = reactions.react(link, "", words="Goed zo.", consent="quote", at=desk.world.at)
    assert trail.steps([said]).get(said.pk, []) == []
    versions.publish(
        criterion.framework, "adopted", body="raad", on=date(2019, 1, 11), accepted="Volgt.",
        by=desk.world.alice, at=desk.world.at,
    )  # fmt: skip
    assert texts(said)[said.pk] == ["‘Wie helpen wij?’ is vastgesteld door de raad"]


def test_the_queries_do_not_grow(desk, criterion):
    counts = []
    for size in (2, 9):
        rows = [desk.contribution() for _number in range(size)]
        for row in rows:
            lay(desk, criterion, row)
        publish(desk, criterion)
        with CaptureQueriesContext(connection) as captured:
            trail.steps(rows)
        counts.append(len(captured))
    assert counts[0] == counts[1]
