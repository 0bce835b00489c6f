"""Several requests and one budget: who comes first, how sure that is, what fits, and that it freezes."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from houtskool.assessment.actions import rounds as actions
from houtskool.assessment.advice import checks
from houtskool.assessment.models import BudgetRound, Case
from houtskool.assessment.rounds import reckoning
from houtskool.records import guard
from tests.assessment.weighing import weighing


@pytest.fixture
def weigh(desk):
    return weighing(desk)


def ready(weigh, number, wijk, stand, **rest):
    case = weigh.case(number)
    weigh.judge(case, {"wijk": wijk, "stand": stand, "mag": 1, **rest})
    return case


@pytest.fixture
def three(weigh):
    """Values .9, .7 and .7 by weights 3 : 1; the first two are each best in some weighting."""
    return [ready(weigh, "H-1", 10, 6), ready(weigh, "H-2", 6, 10), ready(weigh, "H-3", 7, 7)]


def begin(weigh, budget="10000"):
    made = BudgetRound(title="Voorjaar", version=weigh.version, budget=Decimal(budget))
    return actions.begin(made, by=weigh.desk.world.alice, at=weigh.at)


def choose(weigh, round, cases, *costs):
    given = {case.pk: Decimal(cost) for case, cost in zip(cases, costs, strict=True)}
    actions.choose(round, given, by=weigh.desk.world.alice, at=weigh.at)


def computed(round):
    return reckoning.compute(reckoning.given(round))


def freeze(weigh, round):
    actions.freeze(round, by=weigh.desk.world.alice, at=weigh.at)
    round.refresh_from_db()


def test_the_page_begins_with_the_set_that_fits_by_name(weigh, world, three):
    round = begin(weigh)
    choose(weigh, round, three, 4000, 5000, 9000)
    response = world.as_(world.alice).get(round.get_absolute_url())
    told = response.context["shown"]
    assert "Een werkplaats in de wijk (H-1); Een werkplaats in de wijk (H-2)" in told.conclusion[0]
    assert sorted(told.bars) == [(0.0, 400.0), (400.0, 500.0)]
    assert told.conclusion[0].replace("€", "") in response.text.replace("€", "")


def test_ranks_are_shares_of_weightings_and_sum_to_one(weigh, three):
    round = begin(weigh)
    choose(weigh, round, three, 1, 1, 1)
    found = {one["case"]: one for one in computed(round)["cases"]}
    # H-1 (1, .6) is the best when w > 1/2, H-2 (.6, 1) when w < 1/2; H-3 (.7, .7) lies below both lines.
    assert found["H-1"]["rank"][0] == pytest.approx(0.5, abs=0.02)
    assert found["H-2"]["rank"][0] == pytest.approx(0.5, abs=0.02)
    assert found["H-3"]["rank"][0] == 0
    assert found["H-3"]["central_weight"] is None
    assert found["H-1"]["central_weight"]["wijk"] == pytest.approx(0.75, abs=0.02)
    assert found["H-1"]["confidence"] == 1
    for one in found.values():
        assert sum(one["rank"]) == pytest.approx(1)
    assert sum(one["flow"] for one in found.values()) == pytest.approx(0)


def test_the_set_that_fits_is_worth_most_not_the_best_first(weigh, three):
    round = begin(weigh, "10000")
    choose(weigh, round, three, 10000, 5000, 5000)  # .9 alone, or .7 and .7
    result = computed(round)
    assert (result["chosen"], result["spent"]) == (["H-2", "H-3"], "10000")
    assert result["total_value"] == pytest.approx(1.4)


def test_cents_count(weigh, three):
    round = begin(weigh, "10000.00")
    choose(weigh, round, three, 20000, "5000.01", "5000.00")
    assert len(computed(round)["chosen"]) == 1


def test_who_fails_a_knockout_or_is_advised_against_is_not_chosen(weigh, three):
    failed = ready(weigh, "H-4", 10, 10, mag=0)
    low = ready(weigh, "H-5", 1, 1)
    round = begin(weigh, "100")
    choose(weigh, round, [failed, low], 1, 1)
    result = computed(round)
    assert result["knocked_out"] == ["H-4"]
    assert [one["case"] for one in result["cases"]] == ["H-5"]
    assert result["chosen"] == []


def test_an_unknown_score_counts_for_its_lowest(weigh, three):
    unknown = ready(weigh, "H-4", 10, None)
    round = begin(weigh, "1")
    choose(weigh, round, [unknown, three[1]], 1, 1)
    found = {one["case"]: one for one in computed(round)["cases"]}
    assert found["H-4"]["value"] == [pytest.approx(0.75), pytest.approx(1.0)]
    assert computed(round)["chosen"] == ["H-4"]  # .75 is more than .7


def test_only_requests_that_everybody_handed_in_can_be_chosen(weigh, three):
    waiting = weigh.case("H-9")
    weigh.judge(waiting, {"wijk": 5, "stand": 5, "mag": 1}, handed_in=False)
    round = begin(weigh)
    assert [one.number for one in reckoning.ready_cases(round)] == ["H-1", "H-2", "H-3"]
    with pytest.raises(ValidationError, match="Hulpvraag H-9 kan niet mee"):
        choose(weigh, round, [waiting], 1)


def test_a_round_that_is_frozen_stays_and_is_reckoned_again_to_the_same(weigh, three):
    round = begin(weigh)
    choose(weigh, round, three, 5000, 5000, 5000)
    freeze(weigh, round)
    content = reckoning.read(round.content)
    assert reckoning.replay(content).holds
    assert "Werkplaats" not in round.content
    assert "Beoordelaar Nummer" not in round.content
    assert list(checks.rounds_are_whole()) == []
    for act in (
        lambda: choose(weigh, round, three[:1], 1),
        lambda: freeze(weigh, round),
        lambda: actions.remove(round, by=weigh.desk.world.alice, at=weigh.at),
    ):
        with pytest.raises(ValidationError, match="ligt vast"):
            act()
    guard.install()
    with pytest.raises(DatabaseError), transaction.atomic():
        BudgetRound.objects.update(title="Anders")


def test_verify_names_a_round_that_was_tampered_with(weigh, three):
    round = begin(weigh)
    choose(weigh, round, three, 5000, 5000, 5000)
    freeze(weigh, round)
    guard.remove()
    try:
        BudgetRound.objects.update(content=round.content.replace('"budget":"10000', '"budget":"90000'))
        (finding,) = checks.rounds_are_whole()
        assert "past niet bij haar hash" in finding.sentence
    finally:
        guard.install()


def test_two_are_needed_to_compare(weigh, three):
    round = begin(weigh)
    choose(weigh, round, three[:1], 1)
    with pytest.raises(ValidationError, match="minstens twee"):
        freeze(weigh, round)


def test_the_pages_from_beginning_to_freezing(weigh, three):
    browser = weigh.desk.world.as_(weigh.desk.world.alice)
    assert "Nog geen ronde" in browser.get("/afwegen/budgetrondes/").text
    given = {"title": "Voorjaar", "version": weigh.version.pk, "budget": "10.000"}
    browser.post("/afwegen/budgetronde/nieuw/", given)
    round = BudgetRound.objects.get()
    url = f"/afwegen/budgetronde/{round.pk}/"
    assert "Nog geen hulpvragen" in browser.get(url).text
    page = browser.get(f"{url}hulpvragen/")
    assert 'value="12000"' in page.text  # what was asked
    costs = {f"cost-{three[0].pk}": "10.000", f"cost-{three[1].pk}": "5.000", f"cost-{three[2].pk}": "5.000"}
    browser.post(f"{url}hulpvragen/", costs)
    text = browser.get(url).text
    assert "Voor €\u00a010.000 past de beste set" in text
    assert "van de 100 denkbare wegingen de beste" in text
    assert "PROMETHEE II" in text
    assert "Een werkplaats in de wijk" in text
    browser.post(f"{url}vastleggen/")
    assert "vastgelegd op" in browser.get(url).text
    assert "Nagerekend: er komt hetzelfde uit." in browser.get(f"{url}?nareken=1").text


def test_the_file_has_a_row_for_each_request(weigh, three):
    round = begin(weigh)
    choose(weigh, round, three, 5000, 5000, "5000.50")
    browser = weigh.desk.world.as_(weigh.desk.world.alice)
    text = browser.get(f"/afwegen/budgetronde/{round.pk}/ronde.csv").text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["case"] for row in rows} == {"H-1", "H-2", "H-3"}
    assert {row["chosen"] for row in rows} == {"0", "1"}
    assert sum(float(row["rank_1"]) for row in rows) == pytest.approx(1)


def test_a_cost_that_cannot_be_read_stays_typed(weigh, three):
    round = begin(weigh)
    browser = weigh.desk.world.as_(weigh.desk.world.alice)
    page = browser.post(f"/afwegen/budgetronde/{round.pk}/hulpvragen/", {f"cost-{three[0].pk}": "veel"})
    assert "veel is geen getal" in page.text
    assert not round.entries.exists()


def test_an_assessor_reads_no_round(weigh, three):
    round = begin(weigh)
    browser = weigh.desk.world.as_(weigh.assessors[0])
    assert browser.get(f"/afwegen/budgetronde/{round.pk}/").status_code == 403
    assert browser.get(f"/afwegen/budgetronde/{round.pk}/ronde.csv").status_code == 403


def test_a_round_goes_and_its_requests_stay(weigh, three):
    round = begin(weigh)
    choose(weigh, round, three, 1, 1, 1)
    weigh.desk.world.as_(weigh.desk.world.alice).post(f"/afwegen/budgetronde/{round.pk}/weghalen/")
    assert not BudgetRound.objects.exists()
    assert Case.objects.count() == 3


def test_the_page_asks_no_more_queries_for_more_requests(weigh, three):
    round, counts = begin(weigh), []
    browser = weigh.desk.world.as_(weigh.desk.world.alice)
    browser.get(f"/afwegen/budgetronde/{round.pk}/")
    more = [ready(weigh, f"H-1{number}", 5, number) for number in range(6)]
    for cases in (three, [*three, *more]):
        choose(weigh, round, cases, *["100"] * len(cases))
        with CaptureQueriesContext(connection) as captured:
            browser.get(f"/afwegen/budgetronde/{round.pk}/")
        counts.append(len(captured))
    assert counts[0] == counts[1]
