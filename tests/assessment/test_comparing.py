"""The judgements side by side, what a talk brings, and how far assessors agree over many cases."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from houtskool.accounts.roles import Role
from houtskool.assessment.actions import moderating
from houtskool.assessment.judging import comparing, progress, reliability
from houtskool.assessment.judging.asked import criteria_of
from houtskool.assessment.models import Case, Judgement
from houtskool.kernel.agreement import alpha, severity
from houtskool.records import spreadsheet
from houtskool.records.models import JournalEntry
from tests.assessment.judged import assignment, hand_in, judge, judged, panel_of
from tests.assessment.weighing import weighing
from tests.conftest import make_user


@pytest.fixture(autouse=True)
def today(settings, world):
    settings.REFERENCE_DATE = world.at.date()


@pytest.fixture
def panel(desk):
    return panel_of(desk)


@pytest.fixture
def opened(world, panel):
    """A and B agree on the district; C is far from them on whether it lasts."""
    judged(world, panel, panel.a)
    judge(world, panel, panel.b, **{"wijk-choice": "between", "wijk-between": "9", "stand-between": "7"})
    hand_in(world, panel, panel.b)
    judge(world, panel, panel.c, **{"stand-between": "1,5", "stand-reason": "Er zijn geen klanten."})
    hand_in(world, panel, panel.c)
    return panel


def page_of(world, user, panel):
    return world.as_(user).get(reverse("assessment:comparison", args=[panel.one.pk]))


def test_the_comparison_is_closed_until_all_are_in(world, panel):
    judged(world, panel, panel.a, panel.b)
    for user in (world.alice, panel.a, panel.c):
        answer = page_of(world, user, panel)
        assert answer.status_code == 403
        assert "Nu zijn het er 2 van 3." in answer.content.decode()


def test_where_they_differ_most_stands_first_with_the_reasons_side_by_side(world, opened):
    page = page_of(world, opened.a, opened).content.decode()
    assert page.index("Houdt het stand?") < page.index("Helpt het de wijk?") < page.index("Mag het?")
    assert "groot verschil: 60% van de schaal" in page
    assert "dicht bij elkaar: 10% van de schaal" in page
    assert "Er zijn geen klanten." in page
    assert "Bij 1 criterium lopen de oordelen ver uiteen." in page
    rows = comparing.rows(opened.one, opened.a)
    assert [row.asked.key for row in rows] == ["stand", "wijk", "mag"]
    assert rows[0].mean == "5,33"
    assert [one.x for one in rows[1].given] == [288, 260, 288]


def test_a_mark_beside_scores_is_a_difference_to_talk_about(world, panel):
    judged(world, panel, panel.a, panel.b)
    judge(world, panel, panel.c, **{"wijk-choice": "n/a"})
    hand_in(world, panel, panel.c)
    first = comparing.rows(panel.one, panel.a)[0]
    assert (first.asked.key, first.mixed, first.mean) == ("wijk", True, "10")
    assert "niet allen gaven een score" in page_of(world, panel.a, panel).content.decode()


def test_the_spreadsheet_has_the_same_without_names(world, opened):
    for name in spreadsheet.FORMATS:
        path = reverse("assessment:export-judgements", args=[opened.one.pk, name])
        sheet = spreadsheet.read(world.as_(world.alice).get(path).content)
        cells = [cell for _number, row in sheet.rows for cell in row]
        assert len(sheet.rows) == 9
        assert {"beoordelaar 1", "beoordelaar 3", "1,5", "Er zijn geen klanten."} <= set(cells)
        assert not any(user.name in cell for cell in cells for user in opened.assessors)
    assert world.as_(world.alice).get(path.replace(f".{name}", ".pdf")).status_code == 404


def test_a_talk_adds_a_judgement_and_keeps_what_was_handed_in(world, opened):
    path = reverse("assessment:moderate", args=[opened.one.pk, "stand"])
    prefix = f"b{assignment(opened, opened.c).pk}"
    given = {f"{prefix}-choice": "between", f"{prefix}-between": "6", f"{prefix}-reason": ""}
    assert "Schrijf op waarom" in world.as_(opened.c).post(path, given).content.decode()
    given[f"{prefix}-reason"] = "Ik had de begroting gemist."
    answer = world.as_(opened.c).post(path, given)
    assert answer["Location"].endswith("#stand")
    first, after = Judgement.objects.filter(assignment__user=opened.c, criterion="stand").order_by(
        "moderated"
    )
    assert (first.score, after.score) == (Decimal("1.5"), Decimal(6))
    page = page_of(world, opened.a, opened).content.decode()
    assert "<s>1,5</s> <strong>6</strong>" in page
    assert "Ik had de begroting gemist." in page
    scores = progress.scores(opened.one)
    assert scores.given["H-1", "stand", "beoordelaar 3"] == 6.0
    assert progress.scores(opened.one, first=True).given["H-1", "stand", "beoordelaar 3"] == 1.5
    # Once more takes the place of the second, never of the first.
    given[f"{prefix}-between"] = "6,5"
    world.as_(opened.c).post(path, given)
    assert Judgement.objects.filter(assignment__user=opened.c, criterion="stand").count() == 2
    assert JournalEntry.objects.filter(object_type="assessment.judgement").count() == 9 + 2


def test_an_assessor_moderates_the_own_judgement_and_the_contact_all(world, opened):
    path = reverse("assessment:moderate", args=[opened.one.pk, "stand"])
    own, other = assignment(opened, opened.c), assignment(opened, opened.a)
    page = world.as_(opened.c).get(path).content.decode()
    assert f"b{own.pk}-reason" in page
    assert f"b{other.pk}-reason" not in page
    page = world.as_(world.alice).get(path).content.decode()
    assert f"b{own.pk}-reason" in page
    assert f"b{other.pk}-reason" in page
    official = make_user("los@haarlem.example", Role.OFFICIAL)
    assert world.as_(official).get(path).status_code == 403
    stand = next(asked for asked in criteria_of(opened.version) if asked.key == "stand")
    given = {"mark": "score", "score": Decimal(5), "reason": "Zo."}
    with pytest.raises(ValidationError, match="Alleen de beoordelaar of de contactpersoon"):
        moderating.moderate(other, stand, **given, by=official, at=world.at)


def test_a_talk_comes_after_all_are_in_and_before_the_case_is_over(world, panel):
    judged(world, panel, panel.a, panel.b)
    stand = next(asked for asked in criteria_of(panel.version) if asked.key == "stand")
    given = {"mark": "score", "score": Decimal(5), "reason": "Zo.", "by": panel.a, "at": world.at}
    with pytest.raises(ValidationError, match="als alle beoordelaars hebben ingeleverd"):
        moderating.moderate(assignment(panel, panel.a), stand, **given)
    judged(world, panel, panel.c)
    Case.objects.update(outcome=Case.Outcome.WITHDRAWN, closed_at=world.at)
    with pytest.raises(ValidationError, match="liggen vast"):
        moderating.moderate(assignment(panel, panel.a), stand, **given)
    assert "Leg vast wat overleg opleverde" not in page_of(world, panel.a, panel).content.decode()


def test_what_was_erased_is_shown_as_erased(world, opened):
    Judgement.objects.filter(criterion="stand").update(mark="", score=None, reason="", evidence="")
    page = page_of(world, opened.a, opened).content.decode()
    assert "(gewist)" in page
    assert progress.scores(opened.one).given["H-1", "wijk", "beoordelaar 1"] == 10.0


# --- agreement over many cases


def many(desk, number):
    """Cases that three people judged: the third gives the second's score and one more."""
    made = weighing(desk)
    rng = np.random.default_rng(11)
    given = rng.integers(0, 9, size=(number, 2, 2))
    for place, ((wijk, stand), (wijk_b, stand_b)) in enumerate(given):
        made.judge(
            made.case(f"H-{place}"),
            {"wijk": int(wijk), "stand": int(stand), "mag": 1},
            {"wijk": int(wijk_b), "stand": int(stand_b), "mag": 1},
            {"wijk": int(wijk_b) + 1, "stand": int(stand_b) + 1, "mag": 1},
        )
    return made, given


def agreement_page(world, user, made):
    return world.as_(user).get(reverse("assessment:agreement", args=[made.version.framework_id]))


def test_below_twenty_shared_cases_no_number_is_shown(world, desk):
    made, _given = many(desk, 19)
    page = agreement_page(world, world.alice, made).content.decode()
    assert "Over 19 hulpvragen" in page
    assert "vanaf 20 gedeelde hulpvragen" in page
    assert "Alfa" not in page


def test_from_twenty_on_alpha_and_severity_are_those_of_the_kernel(world, desk):
    made, given = many(desk, 20)
    found = reliability.of(made.version.framework, world.alice)
    wijk = np.array([given[:, 0, 0], given[:, 1, 0], given[:, 1, 0] + 1], dtype=float) / 10
    stand = np.array([given[:, 0, 1], given[:, 1, 1], given[:, 1, 1] + 1], dtype=float) / 10
    by_question = {one.question: one for one in found.criteria}
    assert by_question["Helpt het de wijk?"].alpha == pytest.approx(alpha(wijk))
    assert by_question["Houdt het stand?"].alpha == pytest.approx(alpha(stand))
    expected = severity(np.hstack([wijk, stand]))
    by_user = {one.user: one.points for one in found.assessors}
    for user, points in zip(made.assessors, expected, strict=True):
        assert by_user[user] == pytest.approx(100 * points)
    page = agreement_page(world, world.alice, made).content.decode()
    assert "punten milder dan de anderen" in page
    assert "te weinig eens; bespreek de vraag en de schaal" in page


def test_an_assessor_reads_how_mild_only_of_the_own_person(world, desk):
    made, _given = many(desk, 20)
    found = reliability.of(made.version.framework, made.assessors[0])
    assert [one.user for one in found.assessors] == [made.assessors[0]]
    assert (
        "Alleen die u zelf ook beoordeelde."
        in agreement_page(world, made.assessors[0], made).content.decode()
    )


def test_a_case_that_is_not_in_yet_counts_for_nobody(world, desk):
    made, _given = many(desk, 19)
    case = made.case("H-99")
    made.judge(case, {"wijk": 1, "stand": 1}, {"wijk": 9, "stand": 9})
    open_one = made.case("H-100")
    made.judge(open_one, {"wijk": 1, "stand": 1}, handed_in=False)
    found = reliability.of(made.version.framework, made.assessors[0])
    assert found.shared == 20
    case.assignments.update(handed_in_at=None)
    assert reliability.of(made.version.framework, made.assessors[0]).shared == 19


def test_agreement_takes_as_many_queries_for_many_cases(world, desk):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            reliability.of(made.version.framework, world.alice)
        return len(captured)

    made, _given = many(desk, 20)
    queries()  # after this the roles of the reader are known
    few = queries()
    for place in range(20, 30):
        made.judge(made.case(f"H-{place}"), {"wijk": 1, "stand": 1}, {"wijk": 2, "stand": 2})
    assert queries() == few


def test_letters_go_on_past_z():
    assert [comparing.letter(place) for place in (0, 1, 25, 26, 27)] == ["A", "B", "Z", "A2", "B2"]


def test_the_day_of_the_reference_has_no_part_in_the_state(world, opened):
    assert progress.state(opened.one).words(date(2030, 1, 1)) == "3 van 3 ingeleverd"
