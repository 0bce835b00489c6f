from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from houtskool.process import actions
from houtskool.process.models import Commitment, Fact, Gathering, Goal, Involvement
from houtskool.records.models import JournalEntry
from houtskool.records.verbs import Verb
from houtskool.sector import actions as sector_actions


def test_a_process_keeps_its_former_title(world, process):
    process.title = "Impact Ondernemen 2020–2024"
    actions.change(process, by=world.alice, at=world.at)
    former = process.former_titles.get()
    assert (former.title, former.until) == ("Actieprogramma Duinstede", date(2019, 1, 15))


def test_a_title_changes_on_the_day_that_it_is_here(world, process):
    process.title = "Impact Ondernemen 2020–2024"
    actions.change(process, by=world.alice, at=datetime(2019, 1, 15, 23, 30, tzinfo=UTC))
    assert process.former_titles.get().until == date(2019, 1, 16)


def test_a_promise_past_its_term_is_late_until_it_is_settled(world, make_commitment):
    commitment = make_commitment()
    assert not Commitment.objects.late(date(2019, 5, 31)).exists()
    assert Commitment.objects.late(date(2019, 6, 1)).get() == commitment
    later = datetime(2019, 6, 2, 10, tzinfo=UTC)
    actions.settle(commitment, on=date(2019, 6, 2), outcome="Aangeboden.", by=world.alice, at=later)
    assert not Commitment.objects.late(date(2019, 6, 3)).exists()


def test_a_promise_is_settled_once(world, make_commitment):
    commitment = make_commitment()
    another = Commitment.objects.get(pk=commitment.pk)
    actions.settle(commitment, on=date(2019, 1, 14), outcome="", by=world.alice, at=world.at)
    with pytest.raises(ValidationError, match="al afgedaan"):
        actions.withdraw(another, on=date(2019, 1, 15), outcome="x", by=world.bob, at=world.at)
    actions.reopen(commitment, by=world.alice, at=world.at)
    assert commitment.is_open


def test_a_promise_does_not_lapse_without_a_reason(world, make_commitment):
    with pytest.raises(ValidationError, match="waarom dit vervalt"):
        actions.withdraw(make_commitment(), on=date(2019, 1, 15), outcome=" ", by=world.alice, at=world.at)


def test_promises_without_a_term_are_found(make_commitment):
    bare = make_commitment("De raad wordt geïnformeerd.", words="")
    vague = make_commitment("Binnenkort meer.", words="binnenkort", end=None)
    make_commitment()
    assert set(Commitment.objects.without_term()) == {bare, vague}


def test_what_is_taken_away_leaves_its_sentence_and_a_journal_line(world, process):
    goal = actions.add(Goal(process=process, text="Opschalen"), by=world.alice, at=world.at)
    document = actions.receive_document("Opschalen.", name="nota", upload=None, by=world.alice, at=world.at)
    fact = Fact.objects.create(document=document, kind="goal", start=0, end=9, target=goal, state="kept")
    key = str(goal.pk)
    actions.remove(goal, by=world.alice, at=world.at)
    fact.refresh_from_db()
    assert (fact.state, fact.target) == (Fact.State.LEFT_OUT, None)
    gone = JournalEntry.objects.get(verb=Verb.DELETED, object_type="process.goal")
    assert (gone.object_id, gone.changes["text"]) == (key, ["Opschalen", None])


def test_periods_without_a_day_come_last(process, make_step):
    later = make_step("Presenteren", "voorjaar 2019", date(2019, 3, 1), date(2019, 5, 31))
    vague = make_step("Uitvoeren", "deze coalitieperiode")
    first = make_step("Houtskoolversie", "begin 2019", date(2019, 1, 1), date(2019, 3, 31))
    until = make_step("Inspraak", "vóór 1 februari 2019", None, date(2019, 1, 31))
    assert list(process.steps.all()) == [first, until, later, vague]


def test_a_promise_is_not_settled_on_a_day_that_is_yet_to_come(world, make_commitment):
    with pytest.raises(ValidationError, match="moet nog komen"):
        actions.settle(make_commitment(), on=date(2019, 1, 16), outcome="x", by=world.alice, at=world.at)


def test_who_was_invited_goes_with_the_gathering_and_each_leaves_a_journal_line(world, process):
    group = sector_actions.add_group(name="inkopers", by=world.alice, at=world.at)
    session = actions.add(Gathering(process=process, title="Werksessie"), by=world.alice, at=world.at)
    invited = Involvement(process=process, gathering=session, group=group, how=Involvement.How.INVITED)
    key = str(actions.add(invited, by=world.alice, at=world.at).pk)
    actions.remove(session, by=world.alice, at=world.at)
    gone = JournalEntry.objects.get(verb=Verb.DELETED, object_type="process.involvement")
    assert (gone.object_id, gone.changes["group"]) == (key, [group.pk, None])
