"""Themes are given and taken away by a person, to the whole or to a passage, singly and in bulk."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from houtskool.inventory.actions import codings, merging
from houtskool.inventory.models import Coding, Contribution
from houtskool.records.models import JournalEntry
from houtskool.records.verbs import Verb
from houtskool.sector import merging as sector_merging

pytestmark = pytest.mark.django_db


def test_a_theme_is_given_with_coder_and_time(world, inbreng):
    one, theme = inbreng.make(), inbreng.theme()
    codings.give([one], theme, by=world.bob, at=world.at)
    coding = Coding.objects.get()
    assert (coding.contribution, coding.theme, coding.coder, coding.at) == (one, theme, world.bob, world.at)
    assert (coding.start, coding.end) == (None, None)
    one.refresh_from_db()
    assert one.state == Contribution.State.CODED


def test_a_passage_counts_in_code_points_and_loses_the_white_space_around_it(world, inbreng):
    words = "Ja 👍🏽! De inkoper is er niet. Punt."
    one = inbreng.make(words)
    start = words.index(" De inkoper")
    end = words.index(" Punt") + 1
    (coding,) = codings.give([one], inbreng.theme(), by=world.bob, at=world.at, passage=(start, end))
    assert words[coding.start : coding.end] == "De inkoper is er niet."


@pytest.mark.parametrize("passage", [(0, 500), (5, 5), (6, 5), (-1, 3), (3, 4)])
def test_a_passage_that_is_not_in_the_words_is_refused(world, inbreng, passage):
    one = inbreng.make("Wij zien geen inkoper.")
    with pytest.raises(ValidationError, match="Kies haar opnieuw"):
        codings.give([one], inbreng.theme(), by=world.bob, at=world.at, passage=passage)
    assert not Coding.objects.exists()


def test_a_passage_belongs_to_one_contribution(world, inbreng):
    with pytest.raises(ValidationError, match="één stuk inbreng"):
        codings.give(inbreng.many(2), inbreng.theme(), by=world.bob, at=world.at, passage=(0, 3))


def test_words_that_were_withdrawn_have_no_passages(world, inbreng):
    one = inbreng.make("Wij zien geen inkoper.", withdrawn_at=world.at)
    with pytest.raises(ValidationError, match="Kies haar opnieuw"):
        codings.give([one], inbreng.theme(), by=world.bob, at=world.at, passage=(0, 3))


def test_what_was_merged_away_is_refused_and_says_where_it_lives_on(world, inbreng):
    kept, dropped, other = inbreng.many(3)
    merging.merge([dropped], into=kept, by=world.alice, at=world.at)
    with pytest.raises(ValidationError, match=f"samengevoegd met inbreng {kept.pk}"):
        codings.give([other, dropped], inbreng.theme(), by=world.bob, at=world.at)
    assert not Coding.objects.exists()


def test_a_theme_that_was_merged_is_refused(world, inbreng):
    old, new = inbreng.theme("inkopen"), inbreng.theme("inkoop")
    sector_merging.merge(old, into=new, by=world.alice, at=world.at)
    old.refresh_from_db()
    with pytest.raises(ValidationError, match="samengevoegd met ‘inkoop’"):
        codings.give([inbreng.make()], old, by=world.bob, at=world.at)


def test_the_same_coder_gives_a_theme_once_and_another_coder_may_give_it_too(world, inbreng):
    one, theme = inbreng.make(), inbreng.theme()
    assert len(codings.give([one], theme, by=world.bob, at=world.at)) == 1
    assert codings.give([one], theme, by=world.bob, at=world.at) == []
    assert len(codings.give([one], theme, by=world.alice, at=world.at)) == 1
    assert Coding.objects.count() == 2


def test_many_at_once_leave_one_journal_entry_each_in_a_constant_number_of_queries(
    world, inbreng, django_assert_max_num_queries
):
    theme, few, many = inbreng.theme(), inbreng.many(3), inbreng.many(120)
    with django_assert_max_num_queries(11):
        codings.give(few, theme, by=world.bob, at=world.at)
    with django_assert_max_num_queries(13):  # SQLite inserts at most 999 values at a time
        given = codings.give(many, theme, by=world.bob, at=world.at)
    assert len(given) == 120
    assert JournalEntry.objects.filter(verb=Verb.CODED).count() == 123
    assert {one.state for one in many} == {Contribution.State.CODED}
    with django_assert_max_num_queries(12):
        codings.take_away(given, by=world.bob, at=world.at)
    assert JournalEntry.objects.filter(verb=Verb.UNCODED).count() == 120
    assert Contribution.objects.without_theme().count() == 120


def test_what_is_taken_away_can_be_given_back_in_the_name_of_who_gave_it(world, inbreng):
    one, theme = inbreng.make(), inbreng.theme()
    codings.give([one], theme, by=world.bob, at=world.at)
    codings.give([one], theme, by=world.bob, at=world.at, passage=(0, 3))
    taken = codings.take_theme_away([one], theme, by=world.alice, at=world.at)
    assert not Coding.objects.exists()
    codings.give_back(taken, by=world.alice, at=world.at)
    codings.give_back(taken, by=world.alice, at=world.at)
    assert {(coding.start, coding.coder) for coding in Coding.objects.all()} == {
        (None, world.bob),
        (0, world.bob),
    }


def test_the_journal_says_in_words_which_theme_and_keeps_none_of_the_words_given(world, inbreng):
    one = inbreng.make("Geheim: de wethouder wil het niet.")
    codings.give([one], inbreng.theme(), by=world.bob, at=world.at, passage=(0, 6))
    from houtskool.records.history import history

    (line,) = [line for line in history(one, world.alice) if line.verb == "thema gegeven"]
    assert [(change.label, change.after) for change in line.changes] == [("Thema", "inkoop")]
    assert "Geheim" not in str(JournalEntry.objects.latest("number").changes)
