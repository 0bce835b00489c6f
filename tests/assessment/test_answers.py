"""Answers as text: what people write is read, and what is kept reads back the same."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as some

from houtskool.assessment import answers

CHOICES = [["stichting", "Stichting"], ["bv", "Besloten vennootschap"]]


@pytest.mark.parametrize(
    ("kind", "text", "answer"),
    [
        ("yes-no", "ja", True),
        ("yes-no", "Nee", False),
        ("yes-no", "yes", True),
        ("choice", "bv", "bv"),
        ("number", "12", Decimal(12)),
        ("amount", "1.250,50", Decimal("1250.50")),
        ("amount", "€ 300.000", Decimal(300000)),
        ("amount", "300000,-", Decimal(300000)),
        ("amount", "12.5", Decimal("12.5")),
        ("day", "2019-01-15", date(2019, 1, 15)),
        ("amount", "  ", None),
        ("yes-no", "", None),
    ],
)
def test_an_answer_is_read_by_the_kind_of_its_question(kind, text, answer):
    assert answers.parsed(kind, text, CHOICES) == answer


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        ("yes-no", "misschien", "ja of nee"),
        ("choice", "vof", "stichting, bv"),
        ("number", "veel", "geen getal"),
        ("number", "nan", "geen getal"),
        ("amount", "1e99", "geen getal"),
        ("day", "15 januari", "geen datum"),
    ],
)
def test_what_cannot_be_read_is_told(kind, text, told):
    with pytest.raises(ValidationError, match=told):
        answers.parsed(kind, text, CHOICES)


@given(some.decimals(min_value=0, max_value=10**9, places=2))
def test_an_amount_that_is_kept_or_shown_reads_back_the_same(amount):
    assert answers.parsed("amount", answers.kept(amount)) == amount
    assert answers.parsed("amount", answers.shown("amount", amount)) == amount


@pytest.mark.parametrize(("kind", "text"), [("yes-no", "ja"), ("choice", "bv"), ("day", "2019-01-15")])
def test_an_answer_that_is_kept_reads_back_the_same(kind, text):
    assert answers.kept(answers.parsed(kind, text, CHOICES)) == text


def test_a_reader_sees_the_words():
    assert answers.shown("choice", "bv", CHOICES) == "Besloten vennootschap"
    assert answers.shown("amount", Decimal("300000.00")) == "€\u00a0300.000"
    assert answers.shown("yes-no", False) == "nee"
    assert answers.shown("day", date(2019, 1, 15)) == "15-1-2019"
    assert answers.shown("amount", None) == ""
