"""Results of conversations that anybody may read stand where anybody looks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from houtskool.deliberation import analysing
from houtskool.deliberation.actions import publishing
from houtskool.deliberation.models import Conversation
from houtskool.process import actions as process_actions
from houtskool.process.models import Process
from houtskool.public.views import _RESULTS
from tests.deliberation import planted
from tests.programme.conftest import Plan, plan, process
from tests.public.test_public import page, publish

__all__ = ["Plan", "plan", "process"]


@pytest.fixture
def result(world):
    """A conversation that closed, with a result."""
    made = planted.two_camps(world, each=7)
    made.close()
    analysing.bring_up_to_date(made.conversation, at=world.at)
    return made.conversation


def test_the_home_lists_published_results_and_nothing_else(client, world, result):
    assert "Wat de stad vindt" not in page(client, "home")
    publishing.publish(result, by=world.alice, at=world.at)
    text = page(client, "home")
    assert "Wat de stad vindt" in text
    assert f'href="{reverse("deliberation:public-result", args=[result.pk])}">{result.title}</a>' in text
    assert "14 deelnemers, openbaar sinds" in text
    publishing.withdraw(result, by=world.alice, at=world.at)
    assert "Wat de stad vindt" not in page(client, "home")


def test_the_newest_result_stands_first_in_pages_of_a_fixed_cost(client, world, result):
    publishing.publish(result, by=world.alice, at=world.at)
    analysis = result.analyses.get()

    def queries() -> int:
        with CaptureQueriesContext(connection) as made:
            page(client, "home")
        return len(made)

    one = queries()
    for number in range(1, _RESULTS + 2):
        copy = Conversation.objects.create(
            process=result.process, title=f"Gesprek {number}.", at=world.at,
            published_at=world.at + timedelta(days=number),
        )  # fmt: skip
        analysis.pk, analysis.conversation = None, copy
        analysis.save()
    text = page(client, "home")
    assert text.index(f"Gesprek {_RESULTS + 1}.") < text.index(f"Gesprek {_RESULTS}.")
    assert result.title not in text
    assert result.title in client.get(reverse("public:home"), {"page": 2}).content.decode()
    assert queries() == one


def test_whoever_reads_english_reads_the_question_in_english(client, world, result, settings):
    Conversation.objects.filter(pk=result.pk).update(title_en="What helps?")
    publishing.publish(Conversation.objects.get(pk=result.pk), by=world.alice, at=world.at)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "What helps?" in page(client, "home")


def test_the_programme_shows_the_results_of_its_process(client, plan, result):
    plan.whole("Eén loket")
    publish(plan)
    assert "Wat de stad vindt" not in page(client, "programme", plan.process.pk)
    Conversation.objects.filter(pk=result.pk).update(process=plan.process)
    publishing.publish(Conversation.objects.get(pk=result.pk), by=plan.world.alice, at=plan.world.at)
    assert result.title in page(client, "programme", plan.process.pk)
    # All there is stands on that page, so that is where a visitor begins.
    assert client.get(reverse("public:home")).status_code == 302


def test_a_result_of_another_process_is_not_hidden_behind_the_one_programme(client, plan, result):
    plan.whole("Eén loket")
    publish(plan)
    other = process_actions.add(Process(title="Andere wijk"), by=plan.world.alice, at=plan.world.at)
    Conversation.objects.filter(pk=result.pk).update(process=other)
    publishing.publish(Conversation.objects.get(pk=result.pk), by=plan.world.alice, at=plan.world.at)
    assert result.title not in page(client, "programme", plan.process.pk)
    assert result.title in page(client, "home")
