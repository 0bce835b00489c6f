"""The trail of a contribution: every action that touches one moves it, and the e-mail goes out."""

from __future__ import annotations

import inspect
import io
import pkgutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from houtskool.inventory import actions, telling, trail
from houtskool.inventory.actions import (
    answers,
    captures,
    codings,
    consent,
    contributions,
    intakes,
    merging,
    sharing,
    taking_in,
)
from houtskool.inventory.models import Coding, Contribution, Intake
from houtskool.process.models import Gathering, Table
from houtskool.records.models import Mail

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
Act = Callable[[], Any]
CASES: dict[str, Callable[[Any], Act]] = {}

# Actions that change no contribution: each with what it is about instead.
ELSEWHERE = {
    "own.correct": "the contributor's own details",
    "own.stop_mail": "the wish for mail itself",
    "own.start_mail": "the same wish",
    "own.ask_erasure": "a question to the municipality",
    "own.renew_link": "the link",
    "own.erase": "a person who can no longer be mailed; see test_own_page.py",
    "captures.close": "a table at which note-taking is over",
    "captures.reopen": "the same table",
    "contributions.add_contributor": "who contributed; the contribution comes after",
    "contributions.confirm_by_mail": "a message",
    "contributions.thanks": "the text of that message",
    "intakes.add": "a proposal, before a contribution is made of it; the same for the next ones",
    "intakes.join_next": "a proposal",
    "intakes.leave_out": "a proposal",
    "intakes.mend": "a proposal",
    "intakes.open_report": "a report and its proposals",
    "intakes.opened": "a report",
    "intakes.set_all": "proposals",
    "taking_in.discard": "a report of which nothing was taken in",
    "sharing.close": "a link to a report",
    "sharing.letter": "the text of a message",
}


def case(name: str) -> Callable[[Callable[[Any], Act]], Callable[[Any], Act]]:
    def keep(make: Callable[[Any], Act]) -> Callable[[Any], Act]:
        CASES[name] = make
        return make

    return keep


class Scene:
    """One contribution of somebody who wants mail, and another beside it."""

    def __init__(self, world: Any, inbreng: Any) -> None:
        self.world, self.inbreng = world, inbreng
        self.who = {"by": world.bob, "at": world.at + DAY}
        self.fatima = inbreng.contributor("Fatima", email="fatima@stad.example", wants_mail=True)
        self.one = inbreng.make(contributor=self.fatima)
        self.other = inbreng.make("Niemand vindt de inkoper.")
        self.theme = inbreng.theme()

    def table(self) -> Table:
        gathering = Gathering.objects.create(process=self.one.process, title="Werksessie")
        return Table.objects.create(gathering=gathering, name="Tafel 3")

    def digest(self) -> str:
        trails = telling.trails([self.fatima])[self.fatima.pk]
        return trail.digest({row.pk: steps for row, steps in trails.items()})


@pytest.fixture
def scene(world, inbreng):
    return Scene(world, inbreng)


@case("codings.give")
def _give(scene: Scene) -> Act:
    return lambda: codings.give([scene.one], scene.theme, **scene.who)


@case("codings.keep")
def _keep(scene: Scene) -> Act:
    coding = Coding(contribution=scene.one, theme=scene.theme, coder=scene.world.bob, at=scene.world.at)
    return lambda: codings.keep([coding], **scene.who)


@case("codings.take_away")
def _take_away(scene: Scene) -> Act:
    given = codings.give([scene.one], scene.theme, **scene.who)
    return lambda: codings.take_away(given, **scene.who)


@case("codings.take_theme_away")
def _take_theme_away(scene: Scene) -> Act:
    codings.give([scene.one], scene.theme, **scene.who)
    return lambda: codings.take_theme_away([scene.one], scene.theme, **scene.who)


@case("codings.give_back")
def _give_back(scene: Scene) -> Act:
    taken = codings.take_away(codings.give([scene.one], scene.theme, **scene.who), **scene.who)
    return lambda: codings.give_back(taken, **scene.who)


@case("answers.answer")
def _answer(scene: Scene) -> Act:
    return lambda: answers.answer([scene.one], outcome="taken", reason="Doen we.", **scene.who)


@case("answers.take_back")
def _take_back(scene: Scene) -> Act:
    answers.answer([scene.one], outcome="taken", reason="Doen we.", **scene.who)
    return lambda: answers.take_back([scene.one], why="Te vroeg.", **scene.who)


@case("merging.merge")
def _merge(scene: Scene) -> Act:
    return lambda: merging.merge([scene.one], into=scene.other, **scene.who)


@case("merging.separate")
def _separate(scene: Scene) -> Act:
    merging.merge([scene.one], into=scene.other, **scene.who)
    scene.one.refresh_from_db()
    return lambda: merging.separate(scene.one, **scene.who)


@case("consent.change")
def _consent(scene: Scene) -> Act:
    return lambda: consent.change(scene.one, to=Contribution.Consent.QUOTE, **scene.who)


@case("consent.withdraw")
def _withdraw(scene: Scene) -> Act:
    return lambda: consent.withdraw(scene.one, **scene.who)


@case("consent.restore")
def _restore(scene: Scene) -> Act:
    consent.withdraw(scene.one, **scene.who)
    return lambda: consent.restore(scene.one, **scene.who)


@case("consent.purge")
def _purge(scene: Scene) -> Act:
    consent.withdraw(scene.one, **scene.who)
    return lambda: consent.purge(scene.world.at + 40 * DAY)


@case("contributions.add")
def _add(scene: Scene) -> Act:
    new = Contribution(process=scene.one.process, words="Nog iets.", contributor=scene.fatima)
    return lambda: contributions.add(new, **scene.who)


@case("contributions.add_said")
def _add_said(scene: Scene) -> Act:
    new = Contribution(process=scene.one.process, words="Nog iets.", contributor=scene.fatima)
    return lambda: contributions.add_said(new, **scene.who)


@case("contributions.change")
def _change(scene: Scene) -> Act:
    scene.one.words = "Wij vinden de inkoper niet, al jaren."
    return lambda: contributions.change(scene.one, **scene.who)


@case("contributions.remove")
def _remove(scene: Scene) -> Act:
    scene.inbreng.make("Dit blijft.", contributor=scene.fatima)
    return lambda: contributions.remove(scene.one, **scene.who)


@case("sharing.share")
def _share(scene: Scene) -> Act:
    gathering = scene.table().gathering
    Contribution.objects.filter(pk=scene.one.pk).update(
        gathering=gathering, consent=Contribution.Consent.QUOTE
    )
    return lambda: sharing.share(gathering, [scene.inbreng.group()], **scene.who)


def _noted(scene: Scene) -> tuple[Table, captures.Note]:
    """A note that was made at a table, by Fatima."""
    table = scene.table()
    note = captures.Note(draft=uuid4(), revision=1, words="Aan tafel gezegd.")
    kept = captures.keep(table, note, made_at=scene.world.at, **scene.who)
    Contribution.objects.filter(draft=kept.draft).update(contributor=scene.fatima)
    return table, note


@case("captures.keep")
def _keep_note(scene: Scene) -> Act:
    table, note = _noted(scene)
    again = replace(note, revision=2, words="Beter gezegd.", name="Fatima")
    return lambda: captures.keep(table, again, made_at=scene.world.at, **scene.who)


@case("captures.remove")
def _remove_note(scene: Scene) -> Act:
    table, note = _noted(scene)
    return lambda: captures.remove(table, note.draft, revision=2, made_at=scene.world.at, **scene.who)


@case("captures.attach_photo")
def _attach_photo(scene: Scene) -> Act:
    table, note = _noted(scene)
    return lambda: captures.attach_photo(table, note.draft, picture(), **scene.who)


def _take_in(scene: Scene) -> Intake:
    """A report becomes contributions; that Fatima gave them is found out at once."""
    text = "Interview met Fatima\n\nWat zoekt u?\n\nWij zoeken werk voor vier mensen. Dat lukt niet.\n"
    intake = intakes.open_report(text, name="Interview", process=scene.one.process, **scene.who)
    made = taking_in.confirm(intake, sure=True, **scene.who)
    Contribution.objects.filter(pk__in=[one.pk for one in made]).update(contributor=scene.fatima)
    return intake


@case("taking_in.confirm")
def _confirm(scene: Scene) -> Act:
    return lambda: _take_in(scene)


@case("taking_in.undo")
def _undo(scene: Scene) -> Act:
    intake = _take_in(scene)
    return lambda: taking_in.undo(intake, **scene.who)


def picture() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(data, "JPEG")
    return data.getvalue()


def every_action() -> set[str]:
    """The verbs of this room: public functions in its actions that take a time."""
    found = set()
    for module in pkgutil.iter_modules(actions.__path__):
        loaded = import_module(f"{actions.__name__}.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            own = function.__module__ == loaded.__name__
            if own and not name.startswith("_") and "at" in inspect.signature(function).parameters:
                found.add(f"{module.name}.{name}")
    return found


def test_every_action_that_touches_a_contribution_has_a_case_here():
    """A new action belongs in CASES, or in ELSEWHERE with what it is about."""
    assert every_action() - CASES.keys() - ELSEWHERE.keys() == set()
    assert (CASES.keys() | ELSEWHERE.keys()) - every_action() == set()


@pytest.mark.parametrize("name", sorted(CASES))
def test_it_moves_the_trail_and_the_mail_goes_out(name, scene, django_capture_on_commit_callbacks):
    act = CASES[name](scene)
    telling.tell(scene.world.at + DAY)
    before, mailed = scene.digest(), Mail.objects.count()
    assert mailed == 1
    act()
    assert scene.digest() != before
    telling.tell(scene.world.at + 100 * DAY)
    assert Mail.objects.count() == 2
    assert telling.tell(scene.world.at + 200 * DAY) == 0


# --- what it says


def said(contribution: Contribution) -> list[str]:
    return [step.text for step in trail.of([contribution])[contribution.pk]]


def test_the_trail_of_a_merged_one_goes_on_with_that_of_the_kept_one_without_its_private_steps(scene, world):
    codings.give([scene.one], scene.theme, **scene.who)
    consent.change(scene.other, to=Contribution.Consent.QUOTE, **scene.who)
    merging.merge([scene.one], into=scene.other, by=world.bob, at=world.at + 2 * DAY)
    answers.answer([scene.other], outcome="taken", reason="Doen we.", by=world.bob, at=world.at + 3 * DAY)
    scene.one.refresh_from_db()
    assert said(scene.one) == [
        "Ontvangen",
        "Thema: inkoop",
        "Samengenomen met inbreng die hetzelfde zegt; wat daarmee gebeurt, leest u hier ook",
        "Antwoord: we nemen dit mee",
    ]
    assert said(scene.other) == [
        "Ontvangen",
        "Toestemming: citeren met naam",
        "Samengenomen met 1 ander stuk inbreng dat hetzelfde zegt",
        "Thema: inkoop",
        "Antwoord: we nemen dit mee",
    ]


def test_a_former_answer_stays_and_says_that_it_is_one(scene, world):
    answers.answer([scene.one], outcome="not-taken", reason="Geen geld.", by=world.bob, at=world.at + DAY)
    answers.answer([scene.one], outcome="taken", reason="Geen geld.", by=world.bob, at=world.at + 2 * DAY)
    first, second = [step for step in trail.of([scene.one])[scene.one.pk] if step.key.startswith("answer")]
    assert (first.text, first.former) == ("Antwoord: we nemen dit niet mee", True)
    assert (second.text, second.former, second.note) == ("Antwoord: we nemen dit mee", False, "Geen geld.")


def test_a_theme_that_two_people_give_is_one_step(scene, world):
    codings.give([scene.one], scene.theme, **scene.who)
    codings.give([scene.one], scene.theme, by=world.alice, at=world.at + DAY)
    assert said(scene.one) == ["Ontvangen", "Thema: inkoop"]
    codings.take_away(Coding.objects.filter(coder=world.bob), **scene.who)
    assert said(scene.one) == ["Ontvangen", "Thema: inkoop"]
    codings.take_away(Coding.objects.all(), **scene.who)
    assert said(scene.one)[-1] == "Thema weggehaald: inkoop"


def test_what_came_in_without_the_journal_shows_all_the_same(world, inbreng):
    """As an import of a hundred thousand rows might do it."""
    one = inbreng.make(outcome="taken", answer="Doen we.", answered_at=world.at, withdrawn_at=world.at)
    Coding.objects.create(contribution=one, theme=inbreng.theme(), coder=world.bob, at=world.at)
    assert said(one) == [
        "Ontvangen",
        "Thema: inkoop",
        "Antwoord: we nemen dit mee",
        "Ingetrokken: de woorden worden niet meer getoond",
    ]


def test_a_higher_room_adds_its_steps(scene, world, monkeypatch):
    monkeypatch.setattr(trail, "_sources", trail.registered())
    step = trail.Step(world.at + 9 * DAY, "Werd maatregel 4", "measure:4", url="/maatregelen/4/")
    trail.register("maatregelen", lambda rows: {row.pk: [step] for row in rows if row.pk == scene.one.pk})
    before = scene.digest()
    assert trail.of([scene.one])[scene.one.pk][-1] == step
    trail.register("maatregelen", lambda rows: {})
    assert scene.digest() != before


def test_the_queries_do_not_grow_with_the_contributions(inbreng, world):
    few, many = inbreng.many(2), inbreng.many(60)
    codings.give(few + many, inbreng.theme(), by=world.bob, at=world.at)

    def queries(rows: list[Contribution]) -> int:
        with CaptureQueriesContext(connection) as captured:
            trail.of(rows)
        return len(captured)

    assert queries(many) == queries(few)
    merging.merge(many[:20], into=few[0], by=world.bob, at=world.at)
    for row in many[:20]:
        row.refresh_from_db()
    assert queries(many) == queries(few) + 1  # the kept ones, once
