"""Near-doubles live on in one; every link and theme is kept, the merge explains itself and can be undone."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from houtskool.inventory.actions import answers, codings, merging
from houtskool.inventory.models import Coding, Contribution
from houtskool.process import actions as process_actions
from houtskool.process.models import Process
from houtskool.records.history import history

pytestmark = pytest.mark.django_db


def themes_of(contribution):
    return sorted(contribution.codings.values_list("theme__name", flat=True))


def merge(world, dropped, into, **more):
    return merging.merge(dropped, into=into, by=world.alice, at=world.at, **more)


@pytest.fixture
def three(inbreng):
    return inbreng.many(3)


def test_the_dropped_lead_to_the_kept_and_keep_their_words_and_themes(world, inbreng, three):
    kept, one, other = three
    codings.give([kept, one], inbreng.theme("inkoop"), by=world.bob, at=world.at)
    codings.give([one], inbreng.theme("financiering"), by=world.bob, at=world.at, passage=(0, 3))
    merge(world, [one, other], kept, why="Zegt hetzelfde.")
    assert {row.state for row in kept.merged.all()} == {"merged"}
    assert list(Contribution.objects.standing()) == [kept]
    assert themes_of(kept) == ["financiering", "inkoop"]
    assert themes_of(one) == ["financiering", "inkoop"]
    taken = kept.codings.get(theme__name="financiering")
    assert (taken.taken_from, taken.start, taken.coder) == (one, None, world.bob)
    kept.refresh_from_db()
    assert kept.state == Contribution.State.CODED


def test_the_history_explains_it_on_both_sides(world, three):
    kept, one, _other = three
    merge(world, [one], kept, why="Zegt hetzelfde.")
    (dropped,) = history(one, world.alice)
    assert (dropped.verb, dropped.by) == ("samengevoegd", "Alice")
    said = {change.label: change.after for change in dropped.changes}
    assert said == {"Samengevoegd met": f"inbreng {kept.pk}", "Waarom": "Zegt hetzelfde."}
    (into,) = history(kept, world.alice)
    assert {change.label: change.after for change in into.changes} == {"Hierin opgegaan": f"inbreng {one.pk}"}


def test_separating_undoes_it_with_the_themes_that_came_along(world, inbreng, three):
    kept, one, other = three
    codings.give([one, other], inbreng.theme("inkoop"), by=world.bob, at=world.at)
    codings.give([one], inbreng.theme("ruimte"), by=world.bob, at=world.at)
    merge(world, [one, other], kept)
    merging.separate(one, by=world.bob, at=world.at)
    assert themes_of(kept) == ["inkoop"]  # the other still brings it
    assert kept.codings.get().taken_from == other
    merging.separate(other, by=world.bob, at=world.at)
    assert themes_of(kept) == []
    assert set(Contribution.objects.values_list("state", flat=True)) == {"new", "coded"}
    assert themes_of(one) == ["inkoop", "ruimte"]


def test_a_theme_that_the_kept_one_had_itself_stays(world, inbreng, three):
    kept, one, _other = three
    codings.give([kept, one], inbreng.theme("inkoop"), by=world.bob, at=world.at)
    merge(world, [one], kept)
    merging.separate(one, by=world.bob, at=world.at)
    assert themes_of(kept) == ["inkoop"]


def test_what_was_merged_before_moves_along_and_returns_along(world, three):
    kept, one, other = three
    merge(world, [other], one)
    merge(world, [one], kept)
    other.refresh_from_db()
    assert other.merged_into == kept
    merging.separate(one, by=world.bob, at=world.at)
    other.refresh_from_db()
    one.refresh_from_db()
    assert (other.merged_into, one.merged_into, one.state) == (one, None, "new")


def test_what_was_answered_apart_is_answered_again_when_it_stands_alone(world, three):
    kept, one, _other = three
    answers.answer([one], outcome="taken", reason="Doen we.", by=world.bob, at=world.at)
    merge(world, [one], kept)
    one.refresh_from_db()
    assert one.state == "merged"
    merging.separate(one, by=world.bob, at=world.at)
    one.refresh_from_db()
    assert (one.state, one.answer) == ("answered", "Doen we.")


def test_what_cannot_be_merged_is_refused_with_the_remedy(world, inbreng, three):
    kept, one, other = three
    for dropped in ([], [kept], [kept, one]):
        with pytest.raises(ValidationError, match="minstens twee"):
            merge(world, dropped, kept)
    elsewhere = process_actions.add(Process(title="Ander proces"), by=world.alice, at=world.at)
    with pytest.raises(ValidationError, match="hetzelfde proces"):
        merge(world, [inbreng.make(process=elsewhere)], kept)
    with pytest.raises(ValidationError, match="ingetrokken"):
        merge(world, [inbreng.make(withdrawn_at=world.at)], kept)
    merge(world, [one], kept)
    with pytest.raises(ValidationError, match="Maak haar eerst los"):
        merge(world, [one], other)
    with pytest.raises(ValidationError, match="niet samengevoegd"):
        merging.separate(other, by=world.alice, at=world.at)
    assert not Coding.objects.exists()
