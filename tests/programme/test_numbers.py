"""A number is as large as the list behind it."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from houtskool.inventory.models import Contribution
from houtskool.kernel import vaguedate
from houtskool.programme.actions import versions
from houtskool.programme.completeness import gaps
from houtskool.programme.models import Measure, Milestone

ON = date(2019, 1, 10)


@pytest.fixture
def alice(world):
    return world.as_(world.alice)


def late_by(plan, title, **fields):
    measure = plan.whole(title, **fields)
    measure.planned = vaguedate.parse("voorjaar 2018")
    measure.save()
    return measure


@pytest.fixture
def busy(plan):
    """An adopted programme with contributions of every kind, and milestones that are held up or over."""
    at = plan.world.at
    running, stopped = late_by(plan, "Te laat"), plan.whole("Gestopt", state=Measure.State.STOPPED)
    for measure in (running, stopped):
        milestone = Milestone(measure=measure, title=f"Mijlpaal van {measure.title}", critical=True)
        milestone.planned = vaguedate.parse("mei 2018")
        milestone.save()
    plan.measure("Zonder onderbouwing", owner_words="Economie")
    plan.ground(running, plan.contribution("Niet zo.", answered_at=at), kind="not")
    kept = plan.contribution("Nog niets mee gedaan.")
    plan.contribution("Samengevoegd.", merged_into=kept, state=Contribution.State.MERGED)
    plan.contribution("Ingetrokken.", withdrawn_at=at)
    plan.contribution("Wel beantwoord.", answered_at=at)
    accepted = {gap.key: "Dat komt later." for gap in gaps(plan.process)}
    versions.present(plan.process, to="raad", on=ON, accepted=accepted, by=plan.world.alice, at=at)
    versions.adopt(plan.process, body="raad", on=ON, number="", by=plan.world.alice, at=at)
    return plan.process


def behind(client, process, url):
    """How many there are in the list to which a number leads."""
    place, _, anchor = url.partition("#")
    there = client.get(place or reverse("programme:programme", args=[process.pk])).context
    if "/inbreng/" in place or "/zonder-maatregel/" in place:
        return there["page"].paginator.count
    if "/zonder-onderbouwing/" in place:
        return len(there["measures"])
    if anchor == "mijlpalen-te-laat":
        return len(there["held"])
    if (
        "/gehoord/" in place
        or "/dekking/" in place
        or place == reverse("process:coverage", args=[process.pk])
    ):
        return None
    return sum(len(part.rows) for part in there["parts"])


def test_every_number_of_the_programme_is_as_large_as_its_list(alice, busy):
    figures = alice.get(reverse("programme:programme", args=[busy.pk])).context["figures"]
    counted = {
        figure.label: (figure.value, behind(alice, busy, figure.url))
        for figure in figures
        if isinstance(figure.value, int)
    }
    assert {label: value for label, (value, _length) in counted.items()} == {
        "maatregelen, afspraken en activiteiten": 3,
        "stukken inbreng": 7,
        "zonder onderbouwing": 1,
        "stukken inbreng waar nog niets mee is gedaan": 2,
        "stukken inbreng zonder antwoord": 4,
        "te laat": 1,
        "mijlpaal te laat": 1,
    }
    for label, (value, length) in counted.items():
        assert value == length, label


def test_a_list_counts_the_same_contributions_as_the_page_of_its_measure(alice, busy):
    text = " ".join(alice.get(reverse("programme:programme", args=[busy.pk])).content.decode().split())
    measure = Measure.objects.get(title="Te laat")
    grounds = reverse("programme:grounds", args=[measure.pk])
    assert f'<a href="{grounds}">2 stuks' in text
    assert "2 stukken inbreng" in alice.get(measure.get_absolute_url()).content.decode()
    assert len(alice.get(grounds).context["laid"]) == 2
    assert "Geteld is alle inbreng die bij een maatregel staat" in text
