"""`houtskool assess`, as a person gives it: two files in, verdicts out."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from houtskool import cli
from tests.cli.assessing import FILES, FRAMEWORK, HEAD, ROOT, one, rows, run

__all__ = ["run"]
COMMAND = [sys.executable, "-m", "houtskool.cli", "assess", FILES / "kader.toml", FILES / "scores.csv"]


def test_it_prints_one_json_document_and_needs_no_database(tmp_path):
    ran = subprocess.run(
        [*COMMAND, "--json"],
        capture_output=True, text=True, cwd=ROOT,
        env={"HOUTSKOOL_FOLDER": str(tmp_path / "none"), "PYTHONPATH": "."},
    )  # fmt: skip
    answer = json.loads(ran.stdout)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert set(answer) >= {"cases", "alpha", "severity"}
    assert set(one(answer, "bakkerij")) >= {
        *("case", "verdict", "value", "contributions", "knockouts", "acceptability"),
        *("first_rank", "rank", "central_weight", "confidence", "flow"),
    }
    assert not (tmp_path / "none").exists()


def test_each_case_gets_its_verdict():
    answer = json.loads(
        subprocess.run(
            [*COMMAND, "--json"],
            capture_output=True, text=True, cwd=ROOT, check=True,
        ).stdout
    )  # fmt: skip
    assert {case["case"]: case["verdict"] for case in answer["cases"]} == {
        "bakkerij": "positive",
        "repair": "more information needed",  # the value may or may not reach the threshold
        "taxi": "negative",  # a failed knock-out, whatever the value
        "winkel": "more information needed",  # an unknown knock-out
    }
    states = {case["case"]: case["knockouts"][0]["state"] for case in answer["cases"]}
    assert states == {"bakkerij": "passed", "repair": "passed", "taxi": "failed", "winkel": "unknown"}


def test_the_value_is_the_weighted_mean_of_the_assessors(run):
    answer = run(HEAD + "x,Ans,a,8,\nx,Ben,a,6,\nx,Ans,b,5,\n")
    assert one(answer)["value"] == pytest.approx((0.7 + 0.5) / 2)
    assert one(answer)["contributions"] == {"a": pytest.approx(0.35), "b": pytest.approx(0.25)}
    assert answer["severity"] == {"Ans": pytest.approx(0.2), "Ben": pytest.approx(-0.2)}


def test_an_unknown_score_gives_both_ends_and_no_verdict_until_they_agree(run):
    answer = run(rows("x a 8", "x b", "low a 1", "low b", "high a 10", "high b 4"))
    assert one(answer)["value"] == pytest.approx([0.4, 0.9])
    assert one(answer)["contributions"]["b"] == pytest.approx([0, 0.5])
    assert one(answer)["verdict"] == "more information needed"
    assert one(answer)["unknown"] == ["b"]
    low, high = one(answer)["acceptability"]
    assert (low, high) == (pytest.approx(0.25, abs=0.01), 1.0)  # .8 w >= .6 from w = .75
    assert one(answer, "low")["value"] == pytest.approx([0.05, 0.55])
    assert one(answer, "low")["verdict"] == "negative"
    assert one(answer, "high")["value"] == pytest.approx(0.7)


def test_a_score_that_nobody_gave_is_unknown_and_not_zero(run):
    assert one(run(rows("x a 8")))["value"] == pytest.approx([0.4, 0.9])


def test_both_ends_above_the_threshold_is_positive(run):
    framework = FRAMEWORK.replace("weight = 1\n", "weight = 9\n", 1)
    assert one(run(rows("x a 8", "x b"), framework))["verdict"] == "positive"


def test_who_does_not_know_is_left_out_of_the_mean(run):
    answer = run(HEAD + "x,Ans,a,8,\nx,Ben,a,,\nx,Ans,b,nvt,\nx,Ben,b,6,\n")
    assert one(answer)["value"] == pytest.approx(0.7)


def test_what_does_not_apply_gives_its_weight_to_the_others(run):
    answer = run(rows("x a 8", "x b nvt", "y a 8", "y b n.v.t."))
    assert one(answer)["value"] == pytest.approx(0.8)
    assert one(answer)["contributions"] == {"a": pytest.approx(0.8), "b": None}
    assert (one(answer)["acceptability"], one(answer)["verdict"]) == (1.0, "positive")
    assert one(answer)["rank"] == pytest.approx([0.5, 0.5])


def test_a_case_to_which_nothing_applies_has_no_value_and_needs_information(run):
    answer = run(rows("x a nvt", "x b nvt", "y a 8", "y b 4"))
    nothing = one(answer)
    assert nothing["verdict"] == "more information needed"
    assert [nothing[key] for key in ("value", "acceptability", "rank", "first_rank", "flow")] == [None] * 5
    assert one(answer, "y")["rank"] == [1.0, 0.0]


KNOCKOUT = (
    FRAMEWORK
    + """
[[criterion]]
key = "k"
question = "Mag het?"
knockout = { CONDITION }
"""
)


@pytest.mark.parametrize(
    ("condition", "score", "state", "verdict"),
    [
        ("at_least = 1", "1", "passed", "positive"),
        ("at_least = 1", "0", "failed", "negative"),
        ("at_least = 1", "", "unknown", "more information needed"),
        ("at_least = 1", "nvt", "passed", "positive"),
        ("at_most = 300", "300", "passed", "positive"),
        ("at_most = 300", "300.01", "failed", "negative"),
        ("equals = 0.3", "0.3", "passed", "positive"),
        ("equals = 0.3", "0.4", "failed", "negative"),
    ],
)
def test_a_knock_out_has_three_states(run, condition, score, state, verdict):
    answer = run(rows("x a 8", "x b 8", f"x k {score}"), KNOCKOUT.replace("CONDITION", condition))
    assert one(answer)["knockouts"][0]["criterion"] == "k"
    assert (one(answer)["knockouts"][0]["state"], one(answer)["verdict"]) == (state, verdict)
    assert one(answer)["value"] == pytest.approx(0.8)
    assert one(answer)["central_weight"][2] == 0


def test_a_knock_out_is_held_against_the_mean_of_the_assessors(run):
    framework = KNOCKOUT.replace("CONDITION", "equals = 0.1")
    three = "".join(f"x,{who},k,0.1,\n" for who in ("Ans", "Ben", "Cor"))
    assert one(run(rows("x a 8", "x b 8") + three, framework))["verdict"] == "positive"
    split = "x,Ans,k,0,\nx,Ben,k,1,\n"
    framework = KNOCKOUT.replace("CONDITION", "at_least = 1")
    assert one(run(rows("x a 8", "x b 8") + split, framework))["verdict"] == "negative"


def test_an_unknown_knock_out_leaves_a_value_that_is_too_low_negative(run):
    """Whatever the knock-out turns out to be, the verdict would be negative."""
    answer = run(rows("x a 1", "x b 1", "x k"), KNOCKOUT.replace("CONDITION", "at_least = 1"))
    assert one(answer)["verdict"] == "negative"


def test_a_failed_knock_out_is_negative_also_where_the_value_is_unknown(run):
    answer = run(rows("x a", "x b", "x k 0"), KNOCKOUT.replace("CONDITION", "at_least = 1"))
    assert one(answer)["verdict"] == "negative"


ORDERED = """
title = "Volgorde"
threshold = 0.5
[[criterion]]
key = "a"
order = 1
scale = [[0, 0.0], [1, 1.0]]
[[criterion]]
key = "b"
order = 2
scale = [[0, 0.0], [1, 1.0]]
[[criterion]]
key = "c"
order = THIRD
scale = [[0, 0.0], [1, 1.0]]
"""


def test_an_order_gives_the_centroid_and_only_weightings_that_keep_it(run):
    answer = run(
        rows(*(f"{case} {key} {int(case == key)}" for case in "abc" for key in "abc")),
        ORDERED.replace("THIRD", "3"),
    )
    assert [one(answer, key)["value"] for key in "abc"] == pytest.approx([11 / 18, 5 / 18, 2 / 18])
    assert [one(answer, key)["first_rank"] for key in "abc"] == [1.0, 0.0, 0.0]
    assert one(answer, "a")["central_weight"] == pytest.approx([11 / 18, 5 / 18, 2 / 18], abs=0.005)
    assert one(answer, "b")["central_weight"] is one(answer, "b")["confidence"] is None
    assert one(answer, "a")["confidence"] == 1.0
    # The largest of three weights reaches one half in 3/4 of the simplex, and so in 3/4 of each ordered part.
    assert [one(answer, key)["acceptability"] for key in "abc"] == pytest.approx([0.75, 0, 0], abs=0.01)


def test_tied_criteria_weigh_the_same_on_average(run):
    answer = run(
        rows(*(f"{case} {key} {int(case == key)}" for case in "abc" for key in "abc")),
        ORDERED.replace("THIRD", "2"),
    )
    assert [one(answer, key)["value"] for key in "abc"] == pytest.approx([11 / 18, 7 / 36, 7 / 36])
    assert one(answer, "b")["rank"] == pytest.approx([0, 0.5, 0.5], abs=0.01)


def test_a_weight_beside_an_order_gives_the_value_and_the_order_the_weightings(run):
    framework = ORDERED.replace("THIRD", "3").replace("order =", "weight = 1\norder =")
    answer = run(rows("x a 1", "x b 0", "x c 0"), framework)
    assert one(answer)["value"] == pytest.approx(1 / 3)
    assert one(answer)["acceptability"] == pytest.approx(0.75, abs=0.01)


def test_the_analytic_rank_acceptabilities_come_out(run):
    """Values (1,0), (0,1), (.6,.6): .4, .4, .2; central weights (.8,.2), (.2,.8), (.5,.5)."""
    answer = run(rows("p a 10", "p b 0", "q a 0", "q b 10", "r a 6", "r b 6"))
    assert [one(answer, case)["first_rank"] for case in "pqr"] == pytest.approx([0.4, 0.4, 0.2], abs=0.01)
    assert one(answer, "p")["central_weight"] == pytest.approx([0.8, 0.2], abs=0.01)
    assert one(answer, "r")["rank"][2] == 0
    assert [sum(one(answer, case)["rank"]) for case in "pqr"] == pytest.approx([1, 1, 1])
    assert one(answer, "r")["acceptability"] == 1.0
    assert answer["draws"] >= 10_000


def test_equal_cases_share_their_places(run):
    answer = run(rows("x a 5", "x b 5", "y a 5", "y b 5"))
    assert one(answer)["rank"] == one(answer, "y")["rank"] == pytest.approx([0.5, 0.5])
    assert one(answer)["flow"] == one(answer, "y")["flow"] == 0


def test_the_same_seed_gives_the_same_answer(run):
    table = rows("x a 8", "x b", "y a 3", "y b 9")
    assert run(table, FRAMEWORK, "--seed", "7") == run(table, FRAMEWORK, "--seed", "7")
    other = run(table, FRAMEWORK, "--seed", "8")
    assert other["cases"][0]["rank"] != run(table, FRAMEWORK, "--seed", "7")["cases"][0]["rank"]


def test_the_flow_of_the_published_power_plants_comes_out(run):
    """Brans, Vincke & Mareschal (1986); thresholds in the unit of the score, direction from the scale."""
    plants = [
        (80, 90, 600, 5.4, 8, 5), (65, 58, 200, 9.7, 1, 1), (83, 60, 400, 7.2, 4, 7),
        (40, 80, 1000, 7.5, 7, 10), (52, 72, 600, 2, 3, 8), (94, 96, 700, 3.6, 5, 6),
    ]  # fmt: skip
    kinds = [
        '"u-shape", q = 10',
        '"v-shape", p = 30',
        '"linear", q = 50, p = 500',
        '"level", q = 1, p = 6',
        '"usual"',
        '"gaussian", s = 5',
    ]
    framework = "title = 'x'\nthreshold = 0.5\n"
    for number, (kind, sign) in enumerate(zip(kinds, "-+---+", strict=True)):
        ends = (1, 0) if sign == "-" else (0, 1)
        framework += (
            f"[[criterion]]\nkey = 'c{number}'\nweight = 1\nscale = [[0, {ends[0]}], [1000, {ends[1]}]]\n"
            f"preference = {{ type = {kind} }}\n"
        )
    table = rows(*(f"p{i} c{j} {score}" for i, plant in enumerate(plants) for j, score in enumerate(plant)))
    flows = [case["flow"] for case in run(table, framework)["cases"]]
    assert flows == pytest.approx([-0.1457, 0.0172, -0.0895, -0.0200, 0.2929, -0.0549], abs=5e-5)


def test_the_flow_of_a_scale_with_a_top_compares_values(run):
    framework = FRAMEWORK.replace("[[0, 0.0], [10, 1.0]]", "[[0, 0.0], [5, 1.0], [10, 0.0]]")
    answer = run(rows("x a 5", "x b 5", "y a 9", "y b 9"), framework)
    assert [case["flow"] for case in answer["cases"]] == [1.0, -1.0]


def test_a_single_case_has_no_flow_and_one_rank(run):
    only = one(run(rows("x a 5", "x b 5")))
    assert (only["flow"], only["rank"], only["first_rank"]) == (None, [1.0], 1.0)


def test_agreement_is_told_per_criterion(run):
    """Krippendorff's published example (2011), with its codes as scores."""
    codes = [
        "1 2 3 3 2 1 4 1 2 - - -", "1 2 3 3 2 2 4 1 2 5 - 3",
        "- 3 3 3 2 3 4 2 2 5 1 -", "1 2 3 3 2 4 4 1 2 5 1 -",
    ]  # fmt: skip
    table = HEAD + "".join(
        f"u{unit},coder{coder},a,{'' if code == '-' else code},\n"
        for coder, line in enumerate(codes)
        for unit, code in enumerate(line.split())
    )
    answer = run(table)
    assert answer["alpha"]["a"] == {
        "nominal": pytest.approx(0.743421, abs=5e-7),
        "ordinal": pytest.approx(0.815388, abs=5e-7),
        "interval": pytest.approx(0.849107, abs=5e-7),
    }
    assert answer["alpha"]["b"] == {"nominal": None, "ordinal": None, "interval": None}


def test_one_assessor_has_nobody_to_agree_with(run):
    answer = run(rows("x a 5", "x b 5"))
    assert answer["severity"] == {"Ans": None}


def test_what_turns_the_verdict_is_told(run):
    turning = one(run(rows("x a 8", "x b 2")))["turning"]
    assert [turn["what"] for turn in turning] == ["weight", "score"]
    assert turning[0]["needed"] == pytest.approx(2 / 3 if turning[0]["criterion"] == "a" else 1 / 3)
    assert turning[1]["needed"] == pytest.approx(10 if turning[1]["criterion"] == "a" else 4)
    framework = KNOCKOUT.replace("CONDITION", "at_least = 1")
    failed = one(run(rows("x a 8", "x b 8", "x k 0"), framework))["turning"]
    assert [(turn["criterion"], turn["needed"], turn["by_knockout"]) for turn in failed] == [("k", 1.0, True)]
    too_low = one(run(rows("x a 1", "x b 1", "x k 0"), framework))["turning"]
    assert too_low == []


def test_in_words_it_is_a_table_to_read(capsys):
    assert cli.main(["assess", str(FILES / "kader.toml"), str(FILES / "scores.csv")]) == 0
    out = capsys.readouterr().out
    assert "Voorbeeldkader: drempel 0,60, 4 zaken, 2 beoordelaars, 100000 wegingen (startgetal 0)." in out
    assert "repair    meer informatie nodig  0,53 tot 0,70" in out
    assert "Harde voorwaarden: wet niet gehaald." in out
    assert "Wordt positief als de score van wet 1,00 wordt (nu 0,00, harde voorwaarde)." in out
    assert "Wordt negatief als de score van doel onder 4,17 komt (nu 7,00)." in out
    assert "buurt niet van toepassing" in out
    assert "Nog onbekend: wet." in out
