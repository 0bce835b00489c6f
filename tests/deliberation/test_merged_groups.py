"""Two stakeholder groups that turn out to be one: links go on working, and nothing is given away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from houtskool.deliberation import analysing, result
from houtskool.deliberation.actions import doors, publishing, voting
from houtskool.deliberation.models import Participant
from houtskool.sector import actions as sector
from houtskool.sector import merging
from houtskool.sector.models import StakeholderGroup
from tests.deliberation import planted


@pytest.fixture
def made(world, settings):
    """Two groups with a link each, of which one was asked twelve people and the other eight."""
    settings.REFERENCE_DATE = world.at.date()
    found = planted.conversation(world)
    found.door.delete()
    names = (("inkopers", 12), ("inkopers van de gemeente", 8))
    groups = [sector.add_group(name=name, by=world.alice, at=world.at) for name, _number in names]
    for group, (name, number) in zip(groups, names, strict=True):
        door = doors.add(
            found.conversation, name=name, group=group, invited=number, by=world.bob, at=world.at
        )
        for seed in range(number):
            found.join(seed % 2, 100 * number + seed, group=group, door=door)
    return found


def merge(world):
    kept, dropped = StakeholderGroup.objects.order_by("pk")
    merging.merge(dropped, into=kept, by=world.alice, at=world.at)
    return kept


def told(made):
    found = result.of(analysing.latest(made.conversation))
    people = {row.name: row.total for row in found.own_rows}
    return [(row.name, row.invited, row.took_part) for row in found.turnout if row.invited], people


def test_both_links_go_on_working_and_lead_to_the_kept_group(world, client, made):
    kept = merge(world)
    links = made.conversation.doors.exclude(group=None)
    assert {(door.group, door.invited) for door in links} == {(kept, 12), (kept, 8)}
    for door in links:
        assert client.get(door.get_absolute_url()).status_code == 200
        voting.join(door, device=door.code, network="", group=kept, at=world.at - timedelta(minutes=1))
    assert set(Participant.objects.filter(door__in=links).values_list("group", flat=True)) == {kept.pk}
    with pytest.raises(ValidationError, match="al een link"):
        doors.add(made.conversation, name="inkopers", group=kept, by=world.bob, at=world.at)
    text = (
        world.as_(world.bob).get(reverse("deliberation:doors", args=[made.conversation.pk])).content.decode()
    )
    assert all(door.code[:4] in text for door in links)


def test_a_result_that_stayed_inside_is_reckoned_anew_with_the_two_as_one(world, made):
    made.close()
    analysing.bring_up_to_date(made.conversation, at=world.at)
    assert told(made)[0] == [("inkopers", 12, None), ("inkopers van de gemeente", 8, None)]
    merge(world)
    analysing.run_waiting(world.at)
    assert told(made) == ([("inkopers", 20, 20)], {"inkopers": 20, "samen": 20})


def test_a_result_that_went_out_stays_so_that_the_smaller_group_is_not_read_from_two(world, made):
    made.close()
    analysing.bring_up_to_date(made.conversation, at=world.at)
    publishing.publish(made.conversation, by=world.alice, at=world.at)
    before = told(made)
    merge(world)
    analysing.run_waiting(world.at)
    made.conversation.refresh_from_db()
    assert made.conversation.analyses.count() == 1
    assert told(made) == before
    assert made.conversation.analysis_asked_at is None


def test_groups_without_a_conversation_are_merged_as_ever(world, made):
    for name in ("bewoners", "buren"):
        sector.add_group(name=name, by=world.alice, at=world.at)
    one, other = StakeholderGroup.objects.filter(name__in=["bewoners", "buren"])
    analysing.bring_up_to_date(made.conversation, at=world.at)
    merging.merge(other, into=one, by=world.alice, at=world.at)
    made.conversation.refresh_from_db()
    assert made.conversation.analysis_asked_at is None
