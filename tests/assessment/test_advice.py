"""The advice: what it says, that it freezes, and that it can be reckoned again."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import translation

from houtskool.accounts.roles import Role
from houtskool.assessment.actions import advices, frameworks, versions
from houtskool.assessment.advice import reckoning as contents
from houtskool.assessment.advice import shown, similar
from houtskool.assessment.eligibility.verdicts import Possible
from houtskool.assessment.models import Advice, Case, LegalAmount, Support
from houtskool.records import guard, verification
from tests.assessment.weighing import Weighing, weighing
from tests.conftest import make_user

GOOD = {"wijk": 8, "stand": 6, "mag": 1}


@pytest.fixture
def weigh(desk) -> Weighing:
    return weighing(desk)


def content(advice: Advice) -> dict:
    return contents.read(advice.content)


def test_the_value_is_the_weighted_mean_and_every_contribution_is_shown(weigh):
    case = weigh.case()
    weigh.judge(case, {"wijk": 8, "stand": 6, "mag": 1}, {"wijk": 6, "stand": 4, "mag": 1})

    result = content(weigh.advise(case))["result"]

    # Means 7 and 5 on a scale of 0 to 10, weights 3/4 and 1/4.
    assert result["value"] == pytest.approx([0.65, 0.65], abs=1e-12)
    assert result["contributions"]["wijk"] == pytest.approx([0.525, 0.525], abs=1e-12)
    assert result["contributions"]["stand"] == pytest.approx([0.125, 0.125], abs=1e-12)
    assert result["verdict"] == "positive"
    assert result["knockouts"] == [{"criterion": "mag", "passed": True, "applies": True}]


def test_the_robustness_is_said_in_weightings_of_a_hundred(weigh):
    """With two criteria worth .7 and .5 and a threshold of .6, every weighting above one half is positive."""
    case = weigh.case()
    weigh.judge(case, {"wijk": 7, "stand": 5, "mag": 1})

    result = content(weigh.advise(case))["result"]

    assert result["acceptability"][0] == pytest.approx(0.5, abs=0.01)
    assert shown.robust(result).startswith(("In 49 van", "In 50 van"))


def test_a_hundred_is_said_only_where_all_weightings_agree():
    result = {"knockouts": [], "verdict": "positive", "acceptability": [0.9999, 0.9999]}
    assert shown.robust(result) == "In 99 van de 100 denkbare wegingen is het advies hetzelfde."
    result["acceptability"] = [1.0, 1.0]
    assert shown.robust(result) == "In 100 van de 100 denkbare wegingen is het advies hetzelfde."


def test_it_says_which_weight_and_which_score_would_turn_it(weigh):
    case = weigh.case()
    weigh.judge(case, {"wijk": 7, "stand": 5, "mag": 1})

    sentences = shown.shown(weigh.advise(case)).turning

    # .7 w + .5 (1 - w) = .6 at w = 1/2; 6.333… x .75 + .5 x .25 = .6.
    assert any("‘Houdt het stand?’ meer dan 50 procent mee (nu 25)" in one for one in sentences)
    assert any(
        "score op ‘Helpt het de wijk?’" in one and "minder dan 6,33 (nu 7)" in one for one in sentences
    )
    assert any("‘Mag het?’" in one and "negatief" in one for one in sentences)


def test_an_unknown_score_gives_an_interval_and_asks_for_information(weigh):
    case = weigh.case()
    weigh.judge(case, {"wijk": None, "stand": 6, "mag": 1})

    made = weigh.advise(case)

    assert made.verdict == Advice.Verdict.UNDECIDED
    assert content(made)["result"]["value"] == pytest.approx([0.15, 0.9], abs=1e-12)
    assert shown.shown(made).value == "0,15 tot 0,9"


def test_what_does_not_apply_gives_its_weight_to_the_others(weigh):
    case = weigh.case()
    weigh.judge(case, {"wijk": 8, "stand": "nvt", "mag": 1})

    assert content(weigh.advise(case))["result"]["value"] == pytest.approx([0.8, 0.8], abs=1e-12)


def test_the_moderated_score_counts_and_both_are_kept(weigh):
    case = weigh.case()
    weigh.judge(case, {"wijk": 2, "stand": 6, "mag": 1})
    own = case.assignments.get().judgements.get(criterion="wijk")
    own.pk, own.moderated, own.score = None, True, Decimal(8)
    own.save()

    whole = content(weigh.advise(case))
    given, result = whole["given"], whole["result"]

    assert result["value"] == pytest.approx([0.75, 0.75], abs=1e-12)
    assert [one["score"] for one in given["scores"] if one["criterion"] == "wijk"] == ["2", "8"]


def test_no_name_of_assessor_or_applicant_stands_in_an_advice(weigh):
    case = weigh.case()
    weigh.judge(case, GOOD, GOOD)

    text = weigh.advise(case).content

    assert "beoordelaar 2" in text
    for name in ("Nummer0", "Nummer1", "duinstede.example", "Noor", "werkplaats.example"):
        assert name not in text


@pytest.mark.parametrize("change", ["open", "nobody", "closed", "quick"])
def test_an_advice_waits_until_it_can_be_made(weigh, change):
    case = weigh.case(route=Case.Route.QUICK) if change == "quick" else weigh.case()
    if change != "nobody":
        weigh.judge(case, GOOD, GOOD, handed_in=change != "open")
    if change == "closed":
        Case.objects.update(outcome="withdrawn", closed_at=weigh.at)
    words = {
        "open": "0 van 2 ingeleverd",
        "nobody": "Vraag eerst beoordelaars",
        "closed": "is afgerond",
        "quick": "route ‘afwegen’",
    }

    with pytest.raises(ValidationError, match=words[change]):
        weigh.advise(case)


def test_the_same_advice_is_not_made_twice(weigh):
    case = weigh.case()
    weigh.judge(case, GOOD)
    weigh.advise(case)

    with pytest.raises(ValidationError, match="niets veranderd sinds advies 1"):
        weigh.advise(case)


def test_it_recomputes_after_the_framework_and_the_law_moved_on(weigh, world):
    """Also in another language: what was frozen reads as it did."""
    case = weigh.case()
    weigh.judge(case, {"wijk": 7, "stand": 5, "mag": 1}, {"wijk": 8, "stand": None, "mag": 1})
    made = weigh.advise(case)
    framework = weigh.version.framework
    for criterion in framework.criteria.all():
        criterion.weight, criterion.bound = Decimal(1), criterion.bound and Decimal(5)
        frameworks.change(criterion, by=world.alice, at=world.at)
    for kind in framework.support.all():
        frameworks.remove(kind, by=world.alice, at=world.at)
    LegalAmount.objects.all().delete()
    Support.objects.create(
        organisation=case.organisation, kind="subsidie", name="Subsidie", amount=199_999, is_aid=True,
        granted_on=date(2018, 6, 1),
    )  # fmt: skip
    Case.objects.filter(pk=case.pk).update(answers={}, amount=None)
    case.assignments.first().judgements.update(score=0)

    with translation.override("en"):
        replay = contents.replay(content(Advice.objects.get(pk=made.pk)))

    assert replay.holds
    assert replay.largest <= contents.TOLERANCE


def test_an_advice_that_reckons_otherwise_is_told_apart(weigh):
    case = weigh.case()
    weigh.judge(case, GOOD)
    whole = content(weigh.advise(case))
    whole["result"]["contributions"]["wijk"][0] += 1e-9
    whole["result"]["verdict"] = "negative"

    replay = contents.replay(whole)

    assert not replay.same_verdict
    assert set(replay.differences) == {"verdict", "contributions.wijk[0]"}


def test_it_is_frozen_in_the_database_and_verify_names_the_row_that_was_tampered_with(weigh):
    case = weigh.case()
    weigh.judge(case, GOOD)
    made = weigh.advise(case)
    check = verification.registered()["adviezen"]
    assert list(check()) == []
    with pytest.raises(DatabaseError), transaction.atomic():
        Advice.objects.filter(pk=made.pk).update(verdict="negative")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM assessment_advice")

    guard.remove()
    tampered = json.loads(made.content)
    tampered["result"]["value"] = [0.1, 0.1]
    text, sha256 = contents.frozen(tampered)
    Advice.objects.filter(pk=made.pk).update(content=text, sha256=sha256)

    found = list(check())
    assert {one.row for one in found} == {f"advies 1 over H-1 (rij {made.pk})"}
    said = " ".join(one.sentence for one in found)
    assert "journaal" in said
    assert "nagerekend" in said


def test_the_support_that_fits_is_frozen_with_its_trace(weigh):
    case = weigh.case(amount=Decimal(250_000))
    weigh.judge(case, GOOD)

    support = {one.key: one for one in shown.shown(weigh.advise(case)).support}

    assert support["advies"].verdict == Possible.YES
    assert support["subsidie"].verdict == Possible.NO
    assert [one.sentence for one in support["subsidie"].against] == [
        "Het bedrag past in de ruimte voor de-minimissteun."
    ]
    assert support["subsidie"].alternatives == ("advies",)
    assert support["opdracht"].for_buyers


def test_similar_earlier_cases_stand_beside_it_nearest_first(weigh):
    near, far, other = weigh.case("H-2"), weigh.case("H-3"), weigh.case("H-4")
    weigh.judge(near, {"wijk": 8, "stand": 5, "mag": 1})
    weigh.judge(far, {"wijk": 6, "stand": 5, "mag": 1})
    weigh.judge(other, {"wijk": 0, "stand": 0, "mag": 1})
    for case in (near, far, other):
        weigh.advise(case)
    case = weigh.case()
    weigh.judge(case, GOOD)

    found = content(weigh.advise(case))["similar"]

    assert [one["case"] for one in found] == ["H-2", "H-3"]
    assert found[0]["distance"] == pytest.approx((0.1**2 / 2) ** 0.5)


def test_two_cases_that_share_too_few_criteria_are_not_compared():
    here = {"criteria": [{"key": key, "value": 0.5} for key in "abc"]}
    there = {"criteria": [{"key": "a", "value": 0.5}], "verdict": "positive"}
    assert similar.nearest(here, [(1, "H-2", there)]) == []


def test_the_page_tells_all_of_it_and_reckons_it_again(weigh, world):
    case = weigh.case()
    weigh.judge(case, GOOD)
    made = weigh.advise(case)

    page = world.as_(world.alice).get(made.get_absolute_url(), {"nareken": "1"}).content.decode()

    for words in ("Nagerekend: het klopt", "Wat elk criterium bijdroeg", made.sha256, "Subsidie"):
        assert words in page


def test_the_mandate_decides_from_the_advice_and_reads_what_a_hard_score_means(weigh, world):
    mag = weigh.version.framework.criteria.get(key="mag")
    mag.scale = "0; 0; Nee, de wet verbiedt het.\n1; 1; Ja, er is een grondslag."
    frameworks.change(mag, by=world.alice, at=world.at)
    weigh.version = versions.publish(
        weigh.version.framework, "adopted", on=date(2019, 1, 2), body="college", by=world.alice, at=world.at
    )
    case = weigh.case()
    weigh.judge(case, GOOD)
    made = weigh.advise(case)
    decide = reverse("assessment:decide", args=[case.pk])

    page = world.as_(make_user("m@stad.example", Role.MANDATE_HOLDER)).get(made.get_absolute_url()).text
    assert decide in page
    assert "1: Ja, er is een grondslag" in page
    assert decide not in world.as_(world.alice).get(made.get_absolute_url()).text


@pytest.mark.parametrize("extension", ["pdf", "odt", "docx", "json"])
def test_it_is_kept_as_a_file(weigh, world, extension):
    case = weigh.case()
    weigh.judge(case, GOOD)
    made = weigh.advise(case)

    response = world.as_(world.alice).get(f"{made.get_absolute_url()}advies.{extension}")

    assert response.status_code == 200
    if extension == "json":
        assert contents.digest(response.content.decode()) == made.sha256


def test_who_stepped_back_reads_no_advice(weigh, world):
    case = weigh.case()
    weigh.judge(case, GOOD, GOOD)
    made = weigh.advise(case)
    case.assignments.filter(user=weigh.assessors[1]).update(
        handed_in_at=None, stepped_back_at=weigh.at, interest="Mijn zus werkt er."
    )
    for user, status in ((weigh.assessors[0], 200), (weigh.assessors[1], 403), (weigh.assessors[2], 404)):
        assert world.as_(user).get(made.get_absolute_url()).status_code == status
    assert world.as_(world.charlie).get(made.get_absolute_url()).status_code == 403
    councillor = make_user("raad@duinstede.example", "raadslid", name="Raadslid")
    assert world.as_(councillor).get(made.get_absolute_url()).status_code == 403


def test_the_advice_of_later_uses_the_law_of_its_own_day(weigh):
    """In 2024 the room is larger, so that what was too much before fits."""
    case = weigh.case(amount=Decimal(250_000))
    weigh.judge(case, GOOD)
    weigh.advise(case)
    later = weigh.at.replace(year=2024) + timedelta(days=40)
    again = advices.advise(case, by=weigh.desk.world.alice, at=later)

    kinds = {one.key: one for one in shown.shown(again).support}
    assert kinds["subsidie"].verdict == Possible.YES
    assert {one.key: one.verdict for one in shown.shown(case.advices.get(number=1)).support}[
        "subsidie"
    ] == Possible.NO
