"""What anybody may read without signing in, and what nobody may."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from houtskool.documents import read
from houtskool.inventory.actions import consent
from houtskool.inventory.models import Contribution
from houtskool.process.models import Step
from houtskool.programme.actions import measures, publishing, versions
from houtskool.programme.models import Ground, Measure
from tests.programme.conftest import Plan, plan, process

__all__ = ["Plan", "plan", "process"]
DAY = date(2019, 1, 10)
WORDS = "Wij zoeken één loket."


def publish(plan, adopt=True):
    by, at = plan.world.alice, plan.world.at
    found = versions.present(plan.process, to="raad", on=DAY, accepted={}, by=by, at=at)
    if adopt:
        found = versions.adopt(plan.process, body="raad", on=DAY, number="", by=by, at=at)
    return found


def page(client, name, *args):
    return client.get(reverse(f"public:{name}", args=args)).content.decode()


def test_a_draft_is_nobodys_business(client, plan):
    measure = plan.whole("Eén loket")
    versions.freeze(plan.process, "sketch", by=plan.world.alice, at=plan.world.at)
    assert "Er is nog geen programma aangeboden" in page(client, "home")
    assert client.get(reverse("public:programme", args=[plan.process.pk])).status_code == 404
    assert client.get(reverse("public:measure", args=[measure.key])).status_code == 404
    assert client.get(reverse("public:version-file", args=[1, "pdf"])).status_code == 404


def test_a_sketch_that_was_made_public_is_read_and_followed_by_anybody_and_can_be_taken_back(client, plan):
    measure = plan.whole("Eén loket")
    for title in ("Bel de wethouder", "Houtskoolversie naar Piet"):
        Step.objects.create(process=plan.process, title=title, planned_words="voorjaar 2019")
    by, at = plan.world.alice, plan.world.at
    sketch = versions.freeze(plan.process, "sketch", by=by, at=at)
    manager = plan.world.as_(by)
    manager.post(reverse("programme:publish", args=[sketch.pk]))
    text = page(client, "programme", plan.process.pk)
    assert "Dit is de houtskoolschets: nog niet vastgesteld, wel al te volgen." in text
    assert "Bel de wethouder" not in text
    assert "Houtskoolversie naar Piet" not in text
    assert '<span class="timeline__label">Houtskoolschets</span>' in text
    assert "status--sketch" in text
    assert ">concept<" not in text, "a measure of a sketch is a sketch"
    assert "groepen gehoord" in text
    assert WORDS in page(client, "measure", measure.key)
    assert "aangeboden" not in page(client, "measure", measure.key)
    assert client.get(reverse("programme:follow", args=[measure.key])).status_code == 200
    assert client.get(reverse("public:version-file", args=[sketch.pk, "odt"])).status_code == 200
    measure.title = "Iets heel anders"
    measure.save()
    assert "Iets heel anders" not in page(client, "programme", plan.process.pk)
    manager.post(reverse("programme:withdraw-publication", args=[sketch.pk]))
    assert client.get(reverse("public:programme", args=[plan.process.pk])).status_code == 404


def test_what_was_offered_stays_public(plan):
    plan.whole("Eén loket")
    offered = publish(plan, adopt=False)
    with pytest.raises(ValidationError, match="blijft openbaar"):
        publishing.withdraw(offered, by=plan.world.alice, at=plan.world.at)
    with pytest.raises(ValidationError, match="al openbaar"):
        publishing.publish(offered, by=plan.world.alice, at=plan.world.at)


def test_the_adopted_programme_shows_who_asked_for_each_measure_and_how_it_stands(client, plan):
    line = plan.line("Minder loketten")
    measure = plan.whole("Eén loket", action_line=line)
    publish(plan)
    measures.change_many([measure], {"state": "done"}, by=plan.world.alice, at=plan.world.at)
    text = " ".join(re.sub("<[^>]*>", " ", page(client, "programme", plan.process.pk)).split())
    assert "Minder loketten" in text
    assert "Vastgesteld op 10 januari 2019 door de raad." in text
    assert "klaar" in text
    assert "€ 12.500" in text
    text = page(client, "measure", measure.key)
    assert WORDS in text
    assert "Volg deze maatregel" in text


def test_what_is_shown_is_what_was_adopted_and_not_what_somebody_typed_since(client, plan):
    measure = plan.whole("Eén loket")
    publish(plan)
    Measure.objects.filter(pk=measure.pk).update(title="Geheim plan")
    assert "Geheim plan" not in page(client, "programme", plan.process.pk)
    assert "Geheim plan" not in page(client, "measure", measure.key)
    new = plan.whole("Nog niet vastgesteld")
    assert client.get(reverse("public:measure", args=[new.key])).status_code == 404


def test_what_a_measure_rests_on_is_what_the_version_says_and_not_what_was_laid_since(client, plan):
    measure = plan.whole("Eén loket")
    doubt = plan.ground(measure, plan.contribution("Twee loketten kan ook."), "partly")
    conversation = plan.conversation("Wat eerst?", published=True)
    said = plan.statement("Er moet één loket komen.", conversation)
    plan.result(conversation, (6, 6, 48))
    Ground.objects.create(measure=measure, statement=said, kind="adopted", at=plan.world.at)
    by, at = plan.world.alice, plan.world.at
    versions.freeze(plan.process, "sketch", by=by, at=at - timedelta(days=2))
    plan.whole("Minder regels")
    second = versions.freeze(plan.process, "sketch", by=by, at=at - timedelta(days=1))
    publishing.publish(second, by=by, at=at)
    plan.whole("Meer stageplekken")
    sketch = versions.freeze(plan.process, "sketch", by=by, at=at)
    publishing.publish(sketch, by=by, at=at)

    plan.ground(measure, plan.contribution("Dit kwam pas later."))
    late = Ground.objects.filter(pk=doubt.pk)
    late.update(reason="Een reden van na de schets.")
    Contribution.objects.filter(words=WORDS).update(words="Andere woorden.")
    plan.result(conversation, (40, 10, 10))
    found = " ".join(re.sub("<[^>]*>", " ", page(client, "measure", measure.key)).split())
    for kept in ("2 stukken inbreng", WORDS, "Dat kan later.", "80% eens, 60 stemmen"):
        assert kept in found, kept
    for since in ("Dit kwam pas later.", "Een reden van na", "Andere woorden.", "67%", "17%"):
        assert since not in found, since
    assert found.count("Houtskoolschets") == 1
    assert "Houtskoolschets 15 januari 2019" in found
    overview = " ".join(re.sub("<[^>]*>", " ", page(client, "programme", plan.process.pk)).split())
    assert "2 stuks" in overview
    assert "1 stelling" in overview

    late.delete()
    assert "2 stukken inbreng" in page(client, "measure", measure.key)


def test_words_that_only_count_and_names_that_were_not_given_stay_inside(client, plan):
    measure = plan.whole("Eén loket")
    plan.ground(measure, plan.contribution("Alleen voor u.", consent=Contribution.Consent.AGGREGATE))
    publish(plan)
    text = page(client, "measure", measure.key)
    assert "2 stukken inbreng" in text
    assert "Alleen voor u." not in text


@pytest.mark.parametrize("extension", ["", "pdf", "odt", "docx"])
def test_after_withdrawal_the_words_are_gone_from_every_page_and_file(client, plan, extension):
    measure = plan.whole("Eén loket")
    version = publish(plan)

    def shown():
        if not extension:
            return page(client, "measure", measure.key)
        answer = client.get(reverse("public:version-file", args=[version.pk, extension]))
        assert answer["Cache-Control"] == "no-store"
        return " ".join(read(answer.content, f"programma.{extension}").text.split())

    assert WORDS in shown()
    consent.withdraw(measure.grounds.get().contribution, by=None, at=plan.world.at + timedelta(days=1))
    assert WORDS not in shown()


@pytest.mark.parametrize("adopt", [True, False])
def test_the_page_asks_the_same_number_of_queries_at_any_size(client, plan, adopt):
    counts = []
    for size in (2, 20):
        for index in range(size):
            plan.whole(f"Maatregel {size} {index}", action_line=plan.line() if index % 5 == 0 else None)
        publish(plan, adopt)
        with CaptureQueriesContext(connection) as queries:
            page(client, "programme", plan.process.pk)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 24


def test_a_new_proposal_beside_an_adopted_programme_does_not_stop_the_execution(client, plan):
    measure = plan.whole("Eén loket")
    publish(plan)
    Measure.objects.filter(pk=measure.pk).update(state="done")
    plan.whole("Minder regels")
    publish(plan, adopt=False)
    text = " ".join(re.sub("<[^>]*>", " ", page(client, "programme", plan.process.pk)).split())
    assert "nog niet vastgesteld, wel al te volgen" in text
    assert "klaar" in text
