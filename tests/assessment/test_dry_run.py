"""What would have been different in the cases so far if a version had held."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from houtskool.assessment.actions import frameworks, versions
from houtskool.assessment.advice.dry_run import latest_advices, run
from houtskool.assessment.content import read
from houtskool.assessment.models import Criterion
from tests.assessment.weighing import weighing


@pytest.fixture
def weigh(desk):
    return weighing(desk)


def advised(weigh, number="H-1", **scores):
    case = weigh.case(number)
    weigh.judge(case, {"wijk": 8, "stand": 2, "mag": 1, **scores})
    return weigh.advise(case)


def change(weigh, key, **fields):
    criterion = weigh.version.framework.criteria.get(key=key)
    for name, value in fields.items():
        setattr(criterion, name, value)
    frameworks.change(criterion, by=weigh.desk.world.alice, at=weigh.at)


def concept(weigh):
    by = weigh.desk.world.alice
    return versions.publish(weigh.version.framework, "concept", on=date(2019, 1, 14), by=by, at=weigh.at)


def outcomes(weigh, version):
    return run(read(version.content), latest_advices(version, weigh.desk.world.alice))


def test_the_same_version_changes_nothing(weigh):
    advised(weigh)
    (one,) = outcomes(weigh, weigh.version)
    assert not one.changes
    assert one.value_after == pytest.approx(one.value_before, abs=1e-12)


def test_other_weights_turn_the_verdict_with_the_same_scores(weigh):
    advised(weigh)  # 3/4 of 0.8 and 1/4 of 0.2: 0.65, above the threshold
    change(weigh, "wijk", weight=Decimal(1))
    (one,) = outcomes(weigh, concept(weigh))
    assert (one.before, one.after) == ("positive", "negative")
    assert one.value_after == pytest.approx([0.5, 0.5])


def test_a_criterion_that_is_new_is_unknown_and_not_nought(weigh):
    advised(weigh)
    weigh.desk.criterion(weigh.version.framework, "Is het nieuw?", key="nieuw", weight=Decimal(4))
    (one,) = outcomes(weigh, concept(weigh))
    assert one.after == "more information needed"
    assert one.new == ("Is het nieuw?",)
    low, high = one.value_after
    assert (low, high) == (pytest.approx(0.325), pytest.approx(0.825))


def test_a_score_that_has_no_place_on_the_new_scale_is_unknown(weigh):
    advised(weigh)
    change(weigh, "wijk", scale="0; 0; Nee.\n5; 1; Ja.")
    (one,) = outcomes(weigh, concept(weigh))
    assert one.outside == ("Helpt het de wijk?",)
    assert one.after == "more information needed"


def test_a_criterion_that_went_no_longer_counts(weigh):
    advised(weigh)
    Criterion.objects.get(key="stand").delete()
    (one,) = outcomes(weigh, concept(weigh))
    assert one.value_after == pytest.approx([0.8, 0.8])


def test_other_rules_change_the_support_that_fits(weigh):
    advised(weigh)
    kind = weigh.version.framework.support.get(key="subsidie")
    rule = kind.rules.get(field="winst")
    rule.value = "ja"
    frameworks.change(rule, by=weigh.desk.world.alice, at=weigh.at)
    weigh.desk.support(weigh.version.framework, "Ruimte", key="ruimte")
    (one,) = outcomes(weigh, concept(weigh))
    changes = {change.name: (change.before, change.after) for change in one.support}
    assert changes == {"Subsidie": ("possible", "not possible"), "Ruimte": ("", "possible")}
    assert not one.verdict_changes


def test_a_question_that_became_another_kind_is_unknown(weigh):
    advised(weigh)
    question = weigh.version.framework.questions.get(key="winst")
    question.kind, question.options = "choice", "geen; Geen\nveel; Veel"
    frameworks.change(question, by=weigh.desk.world.alice, at=weigh.at)
    rule = weigh.version.framework.support.get(key="subsidie").rules.get(field="winst")
    rule.value = "geen"
    frameworks.change(rule, by=weigh.desk.world.alice, at=weigh.at)
    (one,) = outcomes(weigh, concept(weigh))
    assert [(change.name, change.after) for change in one.support] == [
        ("Subsidie", "more information needed")
    ]


def test_only_the_last_advice_of_a_case_counts_and_none_changes(weigh):
    first = advised(weigh)
    kept = first.content
    change(weigh, "wijk", weight=Decimal(1))
    outcomes(weigh, concept(weigh))
    first.refresh_from_db()
    assert first.content == kept


def test_the_page_counts_what_changes(weigh):
    advised(weigh)
    advised(weigh, "H-2", wijk=10, stand=10)
    change(weigh, "wijk", weight=Decimal(1))
    version = concept(weigh)
    page = weigh.desk.world.as_(weigh.desk.world.alice).get(f"/afwegen/versie/{version.pk}/wat-was-anders/")
    assert "1 van de 2 adviezen was anders." in page.text
    assert "1 keer van positief naar negatief" in page.text


def test_without_advices_the_page_says_what_will_be_there(weigh):
    url = f"/afwegen/versie/{weigh.version.pk}/wat-was-anders/"
    assert "nog geen advies gegeven" in weigh.desk.world.as_(weigh.desk.world.alice).get(url).text


def test_who_does_not_read_cases_is_refused(weigh):
    weigh.desk.world.charlie.grants.create(role="raadslid")
    url = f"/afwegen/versie/{weigh.version.pk}/wat-was-anders/"
    assert weigh.desk.world.as_(weigh.desk.world.charlie).get(url).status_code == 403


def test_the_queries_do_not_grow_with_the_cases(weigh):
    browser, counts = weigh.desk.world.as_(weigh.desk.world.alice), []
    url = f"/afwegen/versie/{weigh.version.pk}/wat-was-anders/"
    browser.get(url)
    for size in (1, 5):
        for number in range(size):
            advised(weigh, f"H-{size}-{number}")
        with CaptureQueriesContext(connection) as captured:
            browser.get(url)
        counts.append(len(captured))
    assert counts[0] == counts[1]
