"""Adding, changing, ordering and removing measures; progress that rolls up."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from houtskool.kernel import vaguedate
from houtskool.programme.actions import measures
from houtskool.programme.models import ActionLine, Measure, Milestone, Reaction
from houtskool.programme.standing import (
    late_milestones,
    milestone_standing,
    rests_on,
    rolled_up,
    standing,
)
from houtskool.records import editing
from houtskool.records.models import JournalEntry

DAY = date(2020, 6, 15)


def change(plan, measure, **fields):
    links = {name: fields.pop(name) for name in list(fields) if name == "depends_on"}
    for name, value in fields.items():
        setattr(measure, name, value)
    return measures.change(measure, by=plan.world.alice, at=plan.world.at, links=links)


def test_a_parent_that_goes_does_not_take_its_children_along(plan):
    line = plan.line()
    parent = plan.measure("Ouder", action_line=line)
    child = plan.measure("Kind", part_of=parent, action_line=line)
    measures.remove(parent, by=plan.world.alice, at=plan.world.at)
    measures.remove(line, by=plan.world.alice, at=plan.world.at)
    child.refresh_from_db()
    assert (child.part_of, child.action_line) == (None, None)
    assert JournalEntry.objects.about(child).count() == 2


def test_a_measure_is_no_part_of_itself_and_does_not_wait_for_itself(plan):
    one, two = plan.measure("Eén"), plan.measure("Twee")
    change(plan, two, part_of=one)
    with pytest.raises(ValidationError, match="onderdeel van zichzelf"):
        change(plan, one, part_of=two)
    one.refresh_from_db()
    change(plan, two, depends_on=[one])
    with pytest.raises(ValidationError, match="op zichzelf wachten"):
        change(plan, one, depends_on=[two])


def test_a_measure_that_somebody_reacted_to_is_not_removed(plan):
    measure = plan.measure()
    Reaction.objects.create(measure=measure, contribution=plan.contribution(kind="reaction"))
    with pytest.raises(ValidationError, match="gereageerd"):
        measures.remove(measure, by=plan.world.alice, at=plan.world.at)


def test_many_measures_change_at_once_and_each_has_its_entry(plan):
    many = [plan.measure(f"Maatregel {index}") for index in range(3)]
    many[0].portfolio_holder = "Bakker, J."
    many[0].save()
    changed = measures.change_many(
        many, {"portfolio_holder": "Bakker, J."}, by=plan.world.alice, at=plan.world.at
    )
    assert changed == many[1:]
    assert all(JournalEntry.objects.about(one).count() == 1 for one in changed)


def test_the_second_editor_is_told_and_nothing_is_overwritten(plan):
    measure = plan.measure("Eén loket")
    opened = editing.opened(measure, ["title", "text"])
    change(plan, Measure.objects.get(), title="Eén balie")
    measure.title, measure.text = "Eén punt", "Open op maandag."
    with pytest.raises(editing.Meanwhile, match="intussen gewijzigd in ‘Eén balie’"):
        measures.change(measure, by=plan.world.bob, at=plan.world.at, opened=opened)
    assert Measure.objects.get().title == "Eén balie"


def test_what_two_editors_changed_apart_both_stands(plan):
    measure = plan.measure("Eén loket")
    opened = editing.opened(measure, ["title", "text"])
    change(plan, Measure.objects.get(), title="Eén balie")
    measure.text = "Open op maandag."
    measures.change(measure, by=plan.world.bob, at=plan.world.at, opened=opened)
    stored = Measure.objects.get()
    assert (stored.title, stored.text) == ("Eén balie", "Open op maandag.")


def test_measures_and_lines_move_among_their_neighbours(plan):
    lines = [
        measures.add(ActionLine(process=plan.process, title=t), by=plan.world.alice, at=plan.world.at)
        for t in "ABC"
    ]
    measures.move(lines[2], up=True, by=plan.world.alice, at=plan.world.at)
    assert [line.title for line in plan.process.action_lines.all()] == ["A", "C", "B"]
    measures.move(lines[0], up=True, by=plan.world.alice, at=plan.world.at)
    assert [line.title for line in plan.process.action_lines.all()] == ["A", "C", "B"]


# --- how it stands


def planned(plan, words, **fields):
    measure = plan.measure(**fields)
    measure.planned = vaguedate.parse(words)
    measure.save()
    return measure


def test_before_adoption_nothing_runs_or_is_late_unless_it_was_started_ahead(plan):
    measure = planned(plan, "voorjaar 2019", state=Measure.State.RUNNING)
    assert standing(measure, adopted=False, at=DAY).label == "concept"
    assert standing(measure, adopted=True, at=DAY).label == "te laat"
    ahead = planned(plan, "voorjaar 2021", title="Vooruit", state=Measure.State.RUNNING, started_ahead=True)
    assert standing(ahead, adopted=False, at=DAY).label == "loopt, vooruitlopend"


@pytest.mark.parametrize(
    ("words", "state", "label"),
    [
        ("voorjaar 2021", "unknown", "nog niet begonnen"),
        ("2020", "unknown", "onbekend"),
        ("2020", "not-begun", "nog niet begonnen"),
        ("2020", "running", "loopt"),
        ("voorjaar 2019", "done", "klaar"),
        ("voorjaar 2019", "stopped", "gestopt"),
        ("voorjaar 2019", "unknown", "te laat"),
    ],
)
def test_after_adoption_the_state_follows_from_plan_and_report(plan, words, state, label):
    assert standing(planned(plan, words, state=state), adopted=True, at=DAY).label == label


def test_silence_in_a_round_is_unknown_also_before_the_measure_was_to_begin(plan):
    measure = planned(plan, "voorjaar 2021", state_on=DAY)
    assert standing(measure, adopted=True, at=DAY).label == "onbekend"


def test_a_milestone_holds_up_only_what_may_run_and_is_not_over(plan):
    measure = plan.measure()
    milestone = Milestone(measure=measure, title="Open")
    milestone.planned = vaguedate.parse("voorjaar 2019")
    milestone.save()
    assert late_milestones(measure, adopted=True, at=DAY) == [milestone]
    assert late_milestones(measure, adopted=False, at=DAY) == []
    measure.state = Measure.State.STOPPED
    assert late_milestones(measure, adopted=True, at=DAY) == []


def test_progress_says_what_it_rests_on(plan):
    said = plan.measure("Gezegd", progress=40)
    counted = plan.measure("Geteld")
    Milestone.objects.create(measure=counted, title="Open")
    done = plan.measure("Klaar", state="done")
    assert [rests_on(one, DAY) for one in (said, counted, done, plan.measure("Niets"))] == [
        "zoals de trekker zei", "0 van 1 mijlpalen gehaald", "de maatregel is klaar", "",
    ]  # fmt: skip


def test_a_milestone_is_late_only_when_its_measure_may_run(plan):
    milestone = Milestone(measure=plan.measure(), title="Open")
    milestone.planned = vaguedate.parse("voorjaar 2019")
    assert milestone_standing(milestone, open=False, at=DAY).late is False
    assert milestone_standing(milestone, open=True, at=DAY).late is True


def test_progress_is_divided_by_the_sum_of_the_weights_and_never_passes_a_hundred(plan):
    many = [
        plan.measure("A", progress=100, weight=30),
        plan.measure("B", progress=0, weight=10),
        plan.measure("C", weight=1000),
        plan.measure("D", progress=0, weight=500, state="stopped"),
    ]
    found = rolled_up(many, DAY)
    assert (found.percent, found.known, found.of) == (75, 2, 3)
    assert rolled_up([plan.measure("E")], DAY).percent is None
    assert rolled_up([plan.measure("F", progress=40, weight=0)], DAY).percent == 40


def test_without_a_word_of_its_owner_progress_is_the_share_of_milestones_reached(plan):
    measure = plan.measure()
    for words in ("1 mei 2020", ""):
        milestone = Milestone(measure=measure, title="Mijlpaal")
        if words:
            milestone.real = vaguedate.parse(words)
        milestone.save()
    assert rolled_up([measure], DAY).percent == 50
