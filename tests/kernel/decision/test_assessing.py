"""Whole verdicts: what stays the same when more becomes known, and what a framework refuses."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from houtskool.kernel import decision
from houtskool.kernel.decision import (
    Criterion,
    Framework,
    Held,
    KnockOut,
    Mark,
    Operator,
    Scale,
    Scores,
    Verdict,
    assess,
    draws_for,
    verdict_of,
)

TEN = Scale(((0, 0.0), (10, 1.0)))
FRAMEWORK = Framework(
    "Kader",
    0.55,
    (
        Criterion("goal", scale=TEN, weight=2),
        Criterion("cost", scale=Scale(((0, 1.0), (5, 0.2), (10, 0.6))), weight=1),
        Criterion("legal", scale=TEN, weight=1, knockout=KnockOut(Operator.AT_LEAST, 5)),
        Criterion("size", knockout=KnockOut(Operator.AT_MOST, 250)),
    ),
)
KEYS = [one.key for one in FRAMEWORK.criteria]
SCORE = st.one_of(st.integers(0, 10).map(float), st.sampled_from(list(Mark)))


def judged(scores, *, framework=FRAMEWORK, draws=50, seed=1):
    given_ = {("x", key, "Ans"): score for key, score in zip(KEYS, scores, strict=True)}
    return assess(
        framework, Scores(("x",), ("Ans",), given_), rng=np.random.default_rng(seed), draws=draws
    ).cases[0]


@given(st.tuples(SCORE, SCORE, SCORE, SCORE), st.data())
def test_a_verdict_stays_when_what_was_unknown_becomes_known(scores, data):
    before = judged(scores)
    known = [data.draw(st.integers(0, 10)) / 1.0 if score is Mark.UNKNOWN else score for score in scores]
    after = judged(known)
    if before.verdict is not Verdict.UNDECIDED:
        assert after.verdict is before.verdict
    if before.value and after.value:
        assert before.value[0] - 1e-12 <= after.value[0] == after.value[1] <= before.value[1] + 1e-12


@given(st.tuples(SCORE, SCORE, SCORE, SCORE))
def test_with_everything_known_the_verdict_is_decided(scores):
    known = [5.0 if score is Mark.UNKNOWN else score for score in scores]
    found = judged(known)
    assert (found.verdict is Verdict.UNDECIDED) == (found.value is None)


@given(st.tuples(*[st.integers(0, 10).map(float)] * 4), st.floats(0.02, 0.3))
def test_what_is_said_to_turn_a_verdict_turns_it(scores, more):
    before = judged(scores)
    for turn in before.turning:
        up = before.verdict is Verdict.NEGATIVE
        if turn.what == "weight":
            stated = dict(zip(KEYS, [0.5, 0.25, 0.25], strict=False))
            rest = 1 - stated[turn.criterion]
            new = {key: weight * (1 - turn.needed) / rest for key, weight in stated.items()}
            new[turn.criterion] = turn.needed
            changed = Framework(
                "", FRAMEWORK.threshold,
                tuple(
                    Criterion(one.key, scale=one.scale, weight=new.get(one.key), knockout=one.knockout)
                    for one in FRAMEWORK.criteria
                ),
            )  # fmt: skip
            value = judged(scores, framework=changed).value
            assert value == pytest.approx((FRAMEWORK.threshold, FRAMEWORK.threshold))
        elif turn.by_knockout:
            place = KEYS.index(turn.criterion)
            beyond = turn.needed - 0.01 if turn.criterion == "legal" else turn.needed + 0.01
            after = judged([*scores[:place], turn.needed if up else beyond, *scores[place + 1 :]])
            assert after.verdict is not before.verdict
        elif up:
            place = KEYS.index(turn.criterion)
            after = judged([*scores[:place], turn.needed, *scores[place + 1 :]])
            assert after.verdict is Verdict.POSITIVE


@pytest.mark.parametrize(
    ("states", "value"),
    list(product(product([True, False, None], repeat=2), [(0.6, 0.6), (0.4, 0.4), (0.4, 0.6), None])),
)
def test_the_table_of_verdicts(states, value):
    """Failed is negative whatever the value; unknown leaves open only what could be positive."""
    held = tuple(Held(str(number), state) for number, state in enumerate(states))
    if False in states or value == (0.4, 0.4):
        expected = Verdict.NEGATIVE
    elif None in states or value in (None, (0.4, 0.6)):
        expected = Verdict.UNDECIDED
    else:
        expected = Verdict.POSITIVE
    assert verdict_of(held, value, 0.55) is expected


def test_the_same_seed_recomputes_the_same_to_the_last_digit():
    scores = (8.0, Mark.UNKNOWN, 6.0, 10.0)
    assert judged(scores) == judged(scores)
    assert judged(scores) != judged(scores, seed=2)


@given(st.permutations([0, 1, 2, 3]), st.permutations([0, 1, 2]))
def test_the_order_of_cases_and_assessors_does_not_matter(order, people):
    table = np.random.default_rng(3).integers(0, 11, (4, 4, 3)) / 1.0
    names, assessors = ["a", "b", "c", "d"], ["Ans", "Ben", "Cor"]
    given_ = {
        (names[i], KEYS[j], assessors[k]): table[i, j, k]
        for i in range(4)
        for j in range(4)
        for k in range(3)
    }
    first = assess(
        FRAMEWORK, Scores(tuple(names), tuple(assessors), given_), rng=np.random.default_rng(1), draws=500
    )
    other = assess(
        FRAMEWORK,
        Scores(tuple(names[i] for i in order), tuple(assessors[k] for k in people), given_),
        rng=np.random.default_rng(1),
        draws=500,
    )
    by_name = {one.case: one for one in other.cases}
    for one in first.cases:
        assert by_name[one.case].value == one.value
        assert by_name[one.case].rank == pytest.approx(one.rank)
        assert by_name[one.case].flow == pytest.approx(one.flow)
    assert other.severity == pytest.approx(first.severity)


def test_a_mean_outside_its_scale_is_refused():
    with pytest.raises(ValueError, match=r"x: goal has 11.0, outside"):
        judged((11.0, 1.0, 5.0, 1.0))


def test_a_mean_is_never_beyond_the_scores_that_it_is_of():
    """(.1 + .1 + .1) / 3 is a little more than .1 in binary numbers, and would be outside a scale up to
    .1.
    """
    framework = Framework("", 0.5, (Criterion("goal", scale=Scale(((0, 0.0), (0.1, 1.0))), weight=1),))
    people = ("Ans", "Ben", "Cor")
    scores = Scores(("x",), people, {("x", "goal", who): 0.1 for who in people})
    assert assess(framework, scores, rng=np.random.default_rng(0), draws=10).cases[0].value == (1.0, 1.0)


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: Criterion("a", scale=TEN), "no weight, no order and no knock-out"),
        (lambda: Criterion("a", weight=1), "has no scale"),
        (lambda: Criterion("a", scale=TEN, weight=-1), "too low"),
        (lambda: Criterion("a", scale=TEN, order=0), "too low"),
        (lambda: Framework("", 1.5, (Criterion("a", scale=TEN, weight=1),)), "in 0..1"),
        (lambda: Framework("", 0.5, (Criterion("a", scale=TEN, weight=1),) * 2), "keys of their own"),
        (lambda: Framework("", 0.5, (Criterion("a", scale=TEN, weight=0),)), "all zero"),
        (lambda: Framework("", 0.5, (FRAMEWORK.criteria[3],)), "none of the 1"),
        (
            lambda: Framework(
                "", 0.5, (Criterion("a", scale=TEN, weight=1), Criterion("b", scale=TEN, order=1))
            ),
            "all a weight|all criteria a weight",
        ),
        (lambda: Scores((), ("Ans",)), "got 0 and 1"),
    ],
)
def test_a_framework_that_makes_no_sense_is_refused(build, message):
    with pytest.raises(ValueError, match=message):
        build()


def test_fewer_weightings_are_drawn_for_many_cases_but_never_too_few():
    assert (draws_for(1), draws_for(500), draws_for(1000), draws_for(10**6)) == (
        100_000,
        100_000,
        50_000,
        10_000,
    )


def test_every_module_stands_on_the_page():
    page = (Path(__file__).resolve().parents[3] / "docs/algorithms/decision.md").read_text()
    modules = {path.stem for path in Path(decision.__file__).parent.glob("*.py")} - {"__init__"}
    assert sorted(name for name in modules if f"`{name}`" not in page) == []


def test_every_name_for_others_has_an_explanation():
    callables = [getattr(decision, name) for name in decision.__all__ if callable(getattr(decision, name))]
    assert [one.__name__ for one in callables if not one.__doc__] == []
