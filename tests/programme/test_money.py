"""What the programme costs: yearly amounts in each of their years, and what is unknown told as such."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from houtskool.documents import write_html
from houtskool.inventory import quotes
from houtskool.kernel import vaguedate
from houtskool.programme import money, overview
from houtskool.programme.actions import publishing, versions
from houtskool.programme.content import decided
from houtskool.programme.document import document_of
from houtskool.programme.models import BudgetLine


@pytest.fixture
def alice(world):
    return world.as_(world.alice)


def costing(plan, *lines, planned="", **fields):
    """A measure with budget lines of (year, amount, recurrence)."""
    measure = plan.measure(**fields)
    if planned:
        measure.planned = vaguedate.parse(planned)
        measure.save()
    for year, amount, recurrence in lines:
        BudgetLine.objects.create(
            measure=measure, year=year, amount=amount, recurrence=recurrence, cover="begroting"
        )
    return measure


def coalition_until(process, day):
    process.coalition_words, process.coalition_end = "tot de verkiezingen", day
    process.save()


def posts(plan):
    measures = overview.listed(plan.process)
    return [post for measure in measures for post in money.posts(measure, plan.process)]


def page(client, name, *args):
    return " ".join(client.get(reverse(name, args=args)).content.decode().split())


def test_money_adds_up_per_year_and_source_and_unknown_is_not_nought(plan):
    measure = plan.measure()
    for year, amount, spent in ((2020, "100.50", "20"), (2020, "200", None), (2021, None, None)):
        BudgetLine.objects.create(measure=measure, year=year, amount=amount, spent=spent, cover="reserve")
    first, second = money.per_year(posts(plan))
    assert (first.year, first.planned, first.used, first.left) == (
        2020, Decimal("300.50"), Decimal(20), Decimal("280.50"),
    )  # fmt: skip
    assert (second.planned, second.left, second.unknown) == (None, None, 1)
    assert money.total(posts(plan)).planned == Decimal("300.50")


def test_a_yearly_amount_counts_in_each_year_of_the_term_of_its_measure(plan):
    costing(plan, (2019, "1000", "yearly"), (2020, "500", "once"), planned="2019 tot en met 2021")
    coalition_until(plan.process, date(2026, 3, 1))
    rows = [(row.year, row.planned) for row in money.per_year(posts(plan))]
    assert rows == [(2019, 1000), (2020, 1500), (2021, 1000)]
    assert money.total(posts(plan)).planned == 3500


def test_without_a_term_it_counts_until_the_coalition_period_ends(plan, alice):
    costing(plan, (2020, "1000", "yearly"))
    coalition_until(plan.process, date(2022, 3, 16))
    assert [row.year for row in money.per_year(posts(plan))] == [2020, 2021, 2022]
    text = page(alice, "programme:execution", plan.process.pk)
    assert "1 jaarlijkse post telt mee in elk jaar van de termijn." in text
    assert "tot het einde van de coalitieperiode (16 maart 2022)" in text


def test_where_nobody_knows_the_end_it_counts_once_and_the_page_says_so(plan, alice):
    measure = costing(plan, (2020, "1000", "yearly"))
    (row,) = money.per_year(posts(plan))
    assert (row.year, row.planned, row.endless) == (2020, 1000, 1)
    assert "jaarlijks, einde onbekend" in page(alice, "programme:measure", measure.pk)
    assert "1 jaarlijks bedrag: einde onbekend" in page(alice, "programme:execution", plan.process.pk)
    assert "einde onbekend" in page(alice, "programme:programme", plan.process.pk)


def test_an_amount_after_the_term_still_counts_in_its_own_year(plan):
    costing(plan, (2024, "1000", "yearly"), planned="2021")
    assert [(row.year, row.planned) for row in money.per_year(posts(plan))] == [(2024, 1000)]


def test_what_was_spent_stands_at_the_first_year_and_is_counted_once(plan):
    measure = costing(plan, planned="2019 tot en met 2020")
    BudgetLine.objects.create(measure=measure, year=2019, amount="100", spent="70", recurrence="yearly")
    assert [row.used for row in money.per_year(posts(plan))] == [70, None]
    assert (money.total(posts(plan)).used, money.total(posts(plan)).left) == (70, 130)


def test_a_total_says_that_amounts_are_unknown_and_leads_to_them(plan, alice):
    measure = costing(plan, (2020, "1000", "once"), (2020, None, "once"), (2021, None, "yearly"))
    first, second = measure.budget_lines.filter(amount=None)
    text = page(alice, "programme:execution", plan.process.pk)
    assert "Samen gepland: minstens € 1.000" in text
    assert '<a href="#bedrag-onbekend">van 2 posten is het bedrag onbekend</a>' in text
    assert 'id="bedrag-onbekend"' in text
    own = page(alice, "programme:measure", measure.pk)
    for line in (first, second):
        assert f'href="{measure.get_absolute_url()}#geld-{line.pk}"' in text
        assert f'id="geld-{line.pk}"' in own
    assert "minstens € 1.000" in own
    listed = page(alice, "programme:programme", plan.process.pk)
    assert f'<a href="{measure.get_absolute_url()}#geld">2 bedragen onbekend</a>' in listed


def test_a_total_of_which_all_is_known_says_no_more_than_the_amount(plan, alice):
    costing(plan, (2020, "1000", "once"))
    text = page(alice, "programme:execution", plan.process.pk)
    assert "Samen gepland: € 1.000." in text
    assert "bedrag-onbekend" not in text


def test_a_version_counts_by_the_coalition_period_that_it_was_frozen_with(plan, client):
    measure = costing(plan, (2019, "1000", "yearly"), (2019, None, "once"))
    coalition_until(plan.process, date(2021, 3, 1))
    by, at = plan.world.alice, plan.world.at
    version = versions.freeze(plan.process, "sketch", by=by, at=at)
    publishing.publish(version, by=by, at=at)
    coalition_until(plan.process, date(2026, 3, 1))
    document = write_html(quotes.served(document_of(version)))
    for words in ("2021", "minstens € 3.000", "Van 1 post is het bedrag onbekend."):
        assert words in document
    assert "2022" not in document
    assert "minstens € 3.000" in page(client, "public:programme", plan.process.pk)
    own = page(client, "public:measure", measure.key)
    assert "minstens € 3.000" in own
    assert "1 jaarlijkse post telt mee in elk jaar van de termijn" in own


def test_another_coalition_period_is_no_other_decision(plan):
    costing(plan, (2019, "1000", "once"))
    by, at = plan.world.alice, plan.world.at
    plan.process.refresh_from_db()
    versions.freeze(plan.process, "sketch", by=by, at=at)
    first = plan.process.versions.get()
    coalition_until(plan.process, date(2026, 3, 1))
    versions.freeze(plan.process, "concept", by=by, at=at)
    second = plan.process.versions.exclude(pk=first.pk).get()
    assert decided(first.content) == decided(second.content)
