"""Which kinds of support are possible: three values, with the trace, and the same again when replayed."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from houtskool.assessment.content import canonical, content_of, read
from houtskool.assessment.eligibility import facts, frozen_facts, verdicts
from houtskool.assessment.eligibility.verdicts import Possible
from houtskool.assessment.law import amounts
from houtskool.assessment.models import Condition, Question

DAY = date(2026, 11, 24)


@pytest.fixture
def framework(desk):
    """Subsidy for a foundation within the room for aid; a loan where subsidy does not fit; and buying."""
    made = desk.framework()
    desk.criterion(made)
    Question.objects.create(framework=made, key="stichting", text="Bent u een stichting?", kind="yes-no")
    Question.objects.create(
        framework=made, key="plek", text="Waar?", kind="choice", options="hier; In de stad\nelders; Elders"
    )
    subsidy = desk.support(made, "Subsidie", key="subsidie", is_aid=True)
    desk.support(made, "Lening", key="lening")
    buying = desk.support(made, "Opdracht", key="opdracht", for_buyers=True)
    _rule(subsidy, "stichting", "equals", value="ja", alternative="lening", sentence="U bent een stichting.")
    _rule(subsidy, "bedrag", "at_most", parameter="de-minimis", sentence="Niet boven de grens.", order=1)
    _rule(
        subsidy, "plek", "one_of", value="hier;elders", consequence="attention", sentence="Ergens.", order=2
    )
    _rule(buying, "stichting", "equals", value="ja", sentence="Alleen voor een stichting.")
    return made


def _rule(kind, field, operator, **rest):
    return Condition.objects.create(support=kind, field=field, operator=operator, **rest)


def judged(framework, answers, amount=None, day=DAY):
    content = read(canonical(content_of(framework)))
    law = amounts.holding(day)
    known = facts.of_answers(content, answers, law, amount=amount, day=day)
    return {one.key: one for one in verdicts.judge(content, known, law)}


def test_a_kind_is_possible_when_every_rule_holds(framework):
    found = judged(framework, {"stichting": "ja", "plek": "hier"}, Decimal(5000))
    assert found["subsidie"].verdict == Possible.YES
    assert found["subsidie"].fits
    assert not found["subsidie"].attention


def test_what_is_not_known_is_not_no(framework):
    found = judged(framework, {}, Decimal(5000))
    assert found["subsidie"].verdict == Possible.UNKNOWN
    assert found["subsidie"].needs == ("Bent u een stichting?",)
    assert found["lening"].verdict == Possible.YES  # it has no rules


def test_one_rule_that_fails_is_enough_whatever_is_unknown(framework):
    found = judged(framework, {"stichting": "nee"})
    assert found["subsidie"].verdict == Possible.NO
    assert [one.sentence for one in found["subsidie"].against] == ["U bent een stichting."]
    assert found["subsidie"].alternatives == ("lening",)


def test_an_alternative_that_is_ruled_out_itself_is_not_named(framework):
    loan = framework.support.get(key="lening")
    _rule(loan, "stichting", "equals", value="ja", sentence="Ook een stichting.")
    assert judged(framework, {"stichting": "nee"})["subsidie"].alternatives == ()


def test_what_only_asks_attention_never_rules_out(framework):
    place = framework.support.get(key="subsidie").rules.get(field="plek")
    place.value = "hier"
    place.save()
    found = judged(framework, {"stichting": "ja", "plek": "elders"}, Decimal(1))
    assert found["subsidie"].verdict == Possible.YES
    assert [one.sentence for one in found["subsidie"].attention] == ["Ergens."]


def test_buying_never_ends_in_help(framework):
    found = judged(framework, {"stichting": "ja"})["opdracht"]
    assert found.verdict == Possible.YES
    assert not found.fits


@pytest.mark.parametrize(
    ("day", "verdict", "since"),
    [
        (date(2019, 1, 15), Possible.NO, date(2014, 1, 1)),  # 200,000 held
        (DAY, Possible.YES, date(2024, 1, 1)),  # 300,000 holds
        (date(2013, 12, 31), Possible.UNKNOWN, None),  # before any row
    ],
)
def test_the_law_is_that_of_the_day(framework, day, verdict, since):
    found = judged(framework, {"stichting": "ja"}, Decimal(250000), day)["subsidie"]
    assert found.verdict == verdict
    assert found.trace[1].since == since


def test_the_trace_says_what_was_held_against_what_and_where_both_come_from(framework):
    held = judged(framework, {"stichting": "ja"}, Decimal(250000), date(2019, 1, 15))["subsidie"].trace[1]
    assert (held.given, held.comparison, held.bound) == ("€\u00a0250.000", "is hoogstens", "€\u00a0200.000")
    assert held.bound_source == "Verordening (EU) 1407/2013"
    assert held.source == "uw antwoord"
    assert held.outcome is False


def test_a_rule_on_something_that_is_not_there_decides_nothing(framework):
    loan = framework.support.get(key="lening")
    _rule(loan, "bestaat-niet", "equals", value="ja", sentence="Onbekend gegeven.")
    assert judged(framework, {})["lening"].verdict == Possible.UNKNOWN
    loan.rules.all().delete()
    _rule(loan, "stichting", "at_least", value="ja", sentence="Geen volgorde.")
    assert judged(framework, {"stichting": "ja"})["lening"].verdict == Possible.UNKNOWN


def test_a_rule_can_hold_one_fact_against_another(framework):
    loan = framework.support.get(key="lening")
    _rule(loan, "bedrag", "at_most", parameter="de-minimis-ruimte", sentence="Er is ruimte.")
    Question.objects.create(
        framework=framework, key="eerdere-steun", text="Steun van anderen?", kind="amount"
    )
    assert judged(framework, {}, Decimal(5000))["lening"].verdict == Possible.UNKNOWN
    assert judged(framework, {"eerdere-steun": "290000"}, Decimal(10000))["lening"].verdict == Possible.YES
    found = judged(framework, {"eerdere-steun": "290001"}, Decimal(10000))["lening"]
    assert found.verdict == Possible.NO
    assert found.trace[0].bound == "€\u00a09.999"


def test_what_was_frozen_gives_the_same_verdicts_and_traces_again(framework):
    content = content_of(framework)
    law = amounts.holding(DAY)
    known = facts.of_answers(
        content, {"stichting": "nee", "plek": "hier"}, law, amount=Decimal("12.5"), day=DAY
    )
    first = verdicts.judge(content, known, law)
    kept = json.loads(json.dumps(frozen_facts.frozen(known, law)))
    again = verdicts.judge(read(canonical(content)), *frozen_facts.thawed(kept))
    assert again == first
    plain = json.loads(json.dumps(frozen_facts.verdicts(first)))
    assert frozen_facts.read_verdicts(plain) == first


@pytest.mark.parametrize(
    ("kind", "operator", "value", "told"),
    [
        ("yes-no", "at_least", "ja", "alleen: is"),
        ("amount", "at_most", "veel", "geen getal"),
        ("choice", "one_of", "hier; daar", "Kies een van"),
        ("day", "below", "", "Vul een waarde in"),
    ],
)
def test_a_value_must_fit_the_kind_of_its_field(kind, operator, value, told):
    with pytest.raises(ValidationError, match=told):
        verdicts.value_of(kind, operator, value, [["hier", "In de stad"]])
