"""A case with three assessors, and what they send in: for the tests of judging."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from houtskool.assessment.actions import judging as actions
from houtskool.assessment.models import Assignment
from houtskool.records.models import Mail
from tests.assessment.weighing import weighing

DUE = date(2019, 1, 22)
WHOLE = {
    "wijk-choice": "score:10",
    "wijk-reason": "Het helpt de wijk.",
    "stand-choice": "between",
    "stand-between": "7,5",
    "stand-reason": "Er is een plan.",
    "mag-choice": "between",
    "mag-between": "1",
    "mag-reason": "Er is een regeling.",
}


def told():
    """To whom what was written since the last look."""
    letters = [(one.to, one.content["text"]) for one in Mail.objects.order_by("pk")]
    Mail.objects.all().delete()
    return letters


def panel_of(desk):
    """A case (`one`), and three people who were asked (`a`, `b` and `c`)."""
    made, world = weighing(desk), desk.world
    made.a, made.b, made.c = made.assessors
    made.one = made.case()
    people = [(user, None) for user in made.assessors]
    actions.ask(made.one, people, due_on=DUE, by=world.alice, at=world.at)
    told()
    return made


def assignment(panel, user):
    return Assignment.objects.get(case=panel.one, user=user)


def judge(world, panel, user, **given):
    path = reverse("assessment:judge", args=[assignment(panel, user).pk])
    return world.as_(user).post(path, {**WHOLE, **given})


def hand_in(world, panel, user):
    return world.as_(user).post(reverse("assessment:hand-in", args=[assignment(panel, user).pk]))


def judged(world, panel, *users):
    for user in users:
        judge(world, panel, user)
        hand_in(world, panel, user)
