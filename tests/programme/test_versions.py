"""From houtskoolschets to adopted: what freezes, what is refused, what stays whole."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from houtskool.accounts.roles import Role
from houtskool.inventory.actions import consent
from houtskool.inventory.models import Quotation
from houtskool.kernel.vaguedate import parse
from houtskool.programme import checks
from houtskool.programme.actions import rounds, versions
from houtskool.programme.completeness import gaps
from houtskool.programme.content import content_of, read
from houtskool.programme.differences import difference
from houtskool.programme.models import BudgetLine, Measure, Version
from houtskool.records import guard
from tests.conftest import make_user

DAY = date(2019, 1, 10)


def present(plan, **reasons):
    return versions.present(
        plan.process, to="raad", on=DAY, accepted=reasons, by=plan.world.alice, at=plan.world.at
    )


def adopt(plan, body="raad"):
    return versions.adopt(
        plan.process, body=body, on=DAY, number="2019/1", by=plan.world.alice, at=plan.world.at
    )


def amend(plan, amendment="Het loket gaat eerder open."):
    return versions.amend(
        plan.process,
        amendment=amendment,
        number="A1",
        body="raad",
        on=DAY,
        by=plan.world.alice,
        at=plan.world.at,
    )


def freeze(plan, stage="sketch"):
    return versions.freeze(plan.process, stage, by=plan.world.alice, at=plan.world.at)


def test_the_stages_follow_each_other_and_each_keeps_what_it_said(plan):
    measure = plan.whole("Eén loket")
    sketch = freeze(plan)
    measure.title = "Eén loket voor ondernemers"
    measure.save()
    concept = freeze(plan, "concept")
    presented = present(plan)
    adopted = adopt(plan)
    titles = [read(one.content)["measures"][0]["title"] for one in (sketch, concept, presented, adopted)]
    assert titles == ["Eén loket", *["Eén loket voor ondernemers"] * 3]
    assert [one.number for one in (sketch, concept, presented, adopted)] == [1, 2, 3, 4]
    assert versions.is_adopted(plan.process, DAY)


def test_a_programme_is_not_adopted_before_the_day_of_its_adoption(world, settings, plan):
    measure = plan.whole("Eén loket")
    measure.planned = parse("december 2018")
    measure.save()
    present(plan)
    adopted = adopt(plan)
    assert not versions.is_adopted(plan.process, DAY - timedelta(days=1))
    client = world.as_(world.alice)
    places = [
        reverse("programme:programme", args=[plan.process.pk]),
        reverse("programme:execution", args=[plan.process.pk]),
        reverse("process:process", args=[plan.process.pk]),
        measure.get_absolute_url(),
        reverse("public:programme", args=[plan.process.pk]),
        reverse("public:measure", args=[measure.key]),
    ]

    def late(day):
        settings.REFERENCE_DATE = day
        pages = [client.get(place).content.decode() for place in places]
        return ["status--late" in page or "Te laat: ‘Eén loket’" in page for page in pages]

    assert late(DAY) == [True] * 6
    assert late(DAY - timedelta(days=1)) == [False] * 6
    settings.REFERENCE_DATE = DAY - timedelta(days=1)
    assert "in de maak" in client.get(places[0]).content.decode()
    assert adopted.get_absolute_url() not in client.get(measure.get_absolute_url()).content.decode()
    assert client.get(places[-1]).status_code == 404
    with pytest.raises(ValidationError, match="geen maatregel die loopt"):
        rounds.open_round(
            plan.process, title="Voorjaar", due_on=DAY, by=world.alice, at=world.at - timedelta(days=30)
        )


def test_a_measure_that_changed_since_it_was_adopted_says_so_and_leads_to_what_was(world, plan):
    measure = plan.whole("Eén loket")
    present(plan)
    adopted = adopt(plan)
    client = world.as_(world.alice)
    told = "Hier staat iets anders dan in versie 2 (vastgesteld)"
    assert told not in client.get(measure.get_absolute_url()).content.decode()
    measure.text = "Het loket gaat ook op zaterdag open."
    measure.planned = parse("2021")
    measure.save()
    text = client.get(measure.get_absolute_url()).content.decode()
    assert f"{told}: omschrijving, termijn." in text
    assert adopted.get_absolute_url() in text
    new = plan.measure("Nog een loket")
    assert "staat niet in versie 2 (vastgesteld)" in client.get(new.get_absolute_url()).content.decode()
    text = client.get(reverse("programme:compare-now", args=[adopted.pk])).content.decode()
    assert "naar het programma zoals het nu in de maak is" in text
    assert "zaterdag" in text
    assert "Nog een loket" in text


def test_a_councillor_does_not_read_what_is_being_made_beside_a_version(plan):
    plan.whole("Eén loket")
    version = present(plan)
    reader = plan.world.as_(make_user("raad@stad.example", Role.COUNCILLOR, name="Raadslid"))
    assert reader.get(reverse("programme:compare-now", args=[version.pk])).status_code == 403


def test_differences_read_as_people_write(plan):
    before = content_of(plan.process, only=[plan.measure("Eén", city_signed_on=DAY)])
    after = {**before, "measures": [{**before["measures"][0], "kind": "agreement", "city_signed_on": None}]}
    (change,) = difference(before, after).measures
    assert [(one.before, one.after) for one in change.fields] == [
        ("maatregel", "afspraak"), ("10 januari 2019", ""),
    ]  # fmt: skip


def test_what_lies_there_is_not_offered_twice(plan):
    plan.whole("Eén loket")
    present(plan)
    with pytest.raises(ValidationError, match="al aangeboden, als versie 1"):
        present(plan)
    adopt(plan)
    with pytest.raises(ValidationError, match="sinds het programma is vastgesteld"):
        present(plan)
    assert Version.objects.count() == 2


def test_a_programme_is_not_adopted_before_it_was_offered(plan):
    plan.whole("Eén loket")
    present(plan)
    with pytest.raises(ValidationError, match="is aangeboden op 10 januari 2019"):
        versions.adopt(
            plan.process, body="raad", on=DAY - timedelta(days=1), number="",
            by=plan.world.alice, at=plan.world.at,
        )  # fmt: skip
    assert not Version.objects.adopted().exists()


def test_presenting_names_every_gap_and_goes_on_when_each_has_a_reason(plan):
    plan.whole("Heel")
    bare = plan.measure("Kaal")
    with pytest.raises(ValidationError) as refusal:
        present(plan)
    assert sorted(refusal.value.messages) == sorted(f"Kaal: {gap.label}." for gap in gaps(plan.process))
    assert {gap.name for gap in gaps(plan.process)} == {"owner", "term", "result", "money", "ground"}
    reasons = {gap.key: "Dat volgt in het najaar." for gap in gaps(plan.process)}
    version = present(plan, **reasons)
    assert {gap["gap"] for gap in version.accepted_gaps} == {"owner", "term", "result", "money", "ground"}
    assert {gap["reason"] for gap in version.accepted_gaps} == {"Dat volgt in het najaar."}
    assert bare.pk


def test_a_reason_of_spaces_is_no_reason(plan):
    plan.measure("Kaal")
    with pytest.raises(ValidationError):
        present(plan, **{gap.key: "  " for gap in gaps(plan.process)})


def test_an_agreement_needs_both_signatures(plan):
    agreement = plan.whole("Afspraak", kind=Measure.Kind.AGREEMENT, city_signed_on=DAY)
    assert [gap.name for gap in gaps(plan.process)] == ["signed"]
    agreement.counterpart_signed_on = DAY
    agreement.save()
    assert gaps(plan.process) == []


def test_what_was_presented_is_adopted_and_nothing_else(plan):
    measure = plan.whole()
    with pytest.raises(ValidationError, match="Bied het programma eerst aan"):
        adopt(plan)
    present(plan)
    measure.result = "Het loket is een jaar open."
    measure.save()
    with pytest.raises(ValidationError, match="amendement"):
        adopt(plan)
    amended = amend(plan)
    adopted = adopt(plan)
    assert amended.amends == adopted.amends == Version.objects.get(number=1)
    assert adopted.content == amended.content
    assert str(adopted.decision) == "Actieprogramma Duinstede gewijzigd vastgesteld"
    assert adopted.decision.body == "raad"


def test_an_amendment_that_changed_nothing_is_refused(plan):
    plan.whole()
    present(plan)
    with pytest.raises(ValidationError, match="nog dezelfde"):
        amend(plan)


def test_which_body_adopts_is_data(plan):
    plan.whole()
    present(plan)
    assert adopt(plan, body="college").body == "college"
    with pytest.raises(ValidationError):
        adopt(plan, body=" ")


def test_a_programme_without_measures_is_not_frozen(plan):
    with pytest.raises(ValidationError, match="nog geen maatregelen"):
        freeze(plan)


def test_an_adopted_version_can_no_longer_change(plan):
    plan.whole()
    present(plan)
    version = adopt(plan)
    for change in ({"content": "{}"}, {"stage": "sketch"}, {"sha256": "0" * 64}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Version.objects.filter(pk=version.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=version.pk).delete()
    assert list(checks.versions_are_whole()) == []


def test_verify_names_the_row_that_was_tampered_with(plan):
    plan.whole()
    first, second = freeze(plan), freeze(plan, "concept")
    guard.remove()
    Version.objects.filter(pk=first.pk).update(content=first.content.replace("loket", "balie"))
    Version.objects.filter(pk=second.pk).update(stage="adopted", body="raad")
    findings = list(checks.versions_are_whole())
    assert [finding.row for finding in findings] == [
        f"versie 2 van proces {plan.process.pk} (rij {second.pk})",
        f"versie 1 van proces {plan.process.pk} (rij {first.pk})",
    ] or [finding.row for finding in findings] == [
        f"versie 1 van proces {plan.process.pk} (rij {first.pk})",
        f"versie 2 van proces {plan.process.pk} (rij {second.pk})",
    ]
    Version.objects.filter(pk=first.pk).delete()
    assert f"versie (rij {first.pk})" in {finding.row for finding in checks.versions_are_whole()}


def test_a_quote_that_is_withdrawn_leaves_the_version_whole(plan):
    measure = plan.measure()
    contribution = plan.contribution("Dit zeg ik u in vertrouwen.")
    plan.ground(measure, contribution)
    version = freeze(plan)
    assert "vertrouwen" not in version.content
    assert Quotation.objects.get().digest in version.content
    consent.withdraw(contribution, by=None, at=plan.world.at)
    assert list(checks.versions_are_whole()) == []


def test_withdrawing_a_quote_does_not_stand_in_the_way_of_adoption(plan):
    measure = plan.whole()
    present(plan)
    consent.withdraw(measure.grounds.get().contribution, by=None, at=plan.world.at)
    assert adopt(plan).stage == "adopted"


def test_later_versions_use_the_quotations_of_earlier_ones(plan):
    plan.whole()
    freeze(plan)
    freeze(plan, "concept")
    assert Quotation.objects.count() == 1


@pytest.mark.parametrize("number", [2, 20])
def test_freezing_asks_the_same_number_of_queries_however_large_the_programme_is(plan, number):
    for index in range(number):
        plan.whole(f"Maatregel {index}")
    with CaptureQueriesContext(connection) as queries:
        freeze(plan)
    assert len(queries) < 35


def test_money_that_is_nought_is_known(plan):
    measure = plan.whole()
    BudgetLine.objects.filter(measure=measure).update(amount=0)
    assert gaps(plan.process) == []
    BudgetLine.objects.filter(measure=measure).update(amount=None)
    assert [gap.name for gap in gaps(plan.process)] == ["money"]
