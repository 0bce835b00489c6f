"""The result of a conversation: who reads it when, what it says, and what stands behind it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from houtskool.accounts.roles import Role
from houtskool.deliberation import analysing
from houtskool.deliberation.actions import moderation, publishing
from houtskool.deliberation.models import Conversation, Statement, StatementSource
from houtskool.deliberation.views import results
from houtskool.inventory.models import Contribution
from houtskool.records.models import JournalEntry
from tests.conftest import make_user
from tests.deliberation import planted


@pytest.fixture
def closed(world):
    made = planted.two_camps(world)
    made.close()
    analysing.bring_up_to_date(made.conversation, at=world.at)
    return made


@pytest.fixture(autouse=True)
def fixed_day(settings, world):
    settings.REFERENCE_DATE = world.at.date()


def page(client, name, planted_one, *rest):
    return client.get(reverse(f"deliberation:{name}", args=[planted_one.conversation.pk, *rest]))


def test_the_result_tells_groups_what_they_share_and_what_divides(world, closed):
    text = page(world.as_(world.alice), "result", closed).content.decode()
    assert "Groep A" in text
    assert "Groep B" in text
    shared = text[text.index('id="gedeeld"') : text.index('id="verdeelt"')]
    assert "Stelling nummer 1." in shared
    assert "Stelling nummer 3." in shared
    assert "Stelling nummer 4." not in shared
    divides = text[text.index('id="verdeelt"') : text.index('id="overbrugt"')]
    assert "Stelling nummer 1." not in divides
    assert "Stelling nummer" in divides
    assert re.search(r"\d+% eens \(\d+ tot \d+%\)", text)


def test_the_map_has_a_title_a_description_and_a_table(world, closed):
    text = page(world.as_(world.alice), "result", closed).content.decode()
    assert '<title id="kaart-titel">' in text
    assert "met ongeveer 20 mensen" in text
    assert "De groepen op de kaart" in text


def test_every_statement_leads_to_its_contributions_as_far_as_they_may_be_read(world, closed):
    statement = Statement.objects.get(conversation=closed.conversation, number=4)
    for words, consent in (("Wij willen één loket.", "pseudonym"), ("Iets vertrouwelijks.", "aggregate")):
        contribution = Contribution.objects.create(
            process=closed.conversation.process, words=words, consent=consent, at=world.at
        )
        StatementSource.objects.create(statement=statement, contribution=contribution)
    publishing.publish(closed.conversation, by=world.alice, at=world.at)
    inside = page(world.as_(world.alice), "result-statement", closed, 4).content.decode()
    outside = page(world.as_(world.charlie), "public-statement", closed, 4).content.decode()
    assert "Wij willen één loket." in inside
    assert "Iets vertrouwelijks." in inside
    assert "Wij willen één loket." in outside
    assert "Iets vertrouwelijks." not in outside
    assert "[telt alleen mee]" in outside


def test_no_stable_groups_is_said_and_then_only_statements_are_told(world):
    random = planted.conversation(world)
    for seed in range(40):
        random.join(None, seed)
    random.close()
    analysing.bring_up_to_date(random.conversation, at=world.at)
    text = page(world.as_(world.alice), "result", random).content.decode()
    assert "Geen stabiele groepen." in text
    assert "Groep A" not in text
    assert "% eens" in text


def test_while_people_vote_only_who_facilitates_reads_numbers(world):
    open_one = planted.two_camps(world)
    analysing.bring_up_to_date(open_one.conversation, at=world.at)
    official = make_user("dirk@haarlem.example", Role.OFFICIAL, name="Dirk")
    text = page(world.as_(official), "result", open_one).content.decode()
    assert "Er wordt nog gestemd" in text
    assert "% eens" not in text
    assert page(world.as_(official), "result-statement", open_one, 1).status_code == 404
    assert page(world.as_(official), "result-file", open_one, "pdf").status_code == 404
    assert "tussenstand" in page(world.as_(world.bob), "result", open_one).content.decode()
    open_one.close()
    assert "% eens" in page(world.as_(official), "result", open_one).content.decode()


def test_a_participant_of_the_process_does_not_read_the_staff_page(world, closed):
    assert page(world.as_(world.charlie), "result", closed).status_code == 403


def test_new_votes_show_that_the_result_is_being_reckoned(world, closed):
    analysing.ask(closed.conversation, at=world.at)
    assert "wordt berekend" in page(world.as_(world.alice), "result", closed).content.decode()


def test_without_a_worker_the_page_says_who_to_ask(world, closed):
    analysing.ask(closed.conversation, at=world.at - timedelta(hours=1))
    assert (
        "Vraag de beheerder om de werker te starten"
        in page(world.as_(world.alice), "result", closed).content.decode()
    )


def test_before_the_first_vote_the_page_says_so(world):
    empty = planted.conversation(world)
    assert "Er is nog niet gestemd. Zodra" in page(world.as_(world.alice), "result", empty).content.decode()
    analysing.ask(empty.conversation, at=world.at)
    text = page(world.as_(world.alice), "result", empty).content.decode()
    assert "De eerste uitkomst wordt nu berekend." in text
    assert "Er zijn nieuwe stemmen" not in text


def test_statements_can_be_chosen_and_ordered(world, closed):
    client = world.as_(world.alice)
    url = reverse("deliberation:result", args=[closed.conversation.pk])

    def listed(query):
        text = client.get(url + query).content.decode()
        text = text[text.index('id="stellingen"') :]
        return [int(number) for number in re.findall(r"Stelling nummer (\d+)\.", text)]

    assert listed("") == list(range(1, 13))
    assert listed("?show=shared") == [1, 2, 3]
    assert set(listed("?show=divides")) <= set(range(4, 13))
    assert listed("?search=nummer+1.") == [1]
    assert listed("?order=disagree")[0] == 3
    assert listed("?order=onzin&show=niets") == list(range(1, 13))
    assert "Geen stelling past bij deze keuze" in client.get(url + "?search=zzz").content.decode()


def test_the_page_takes_a_constant_number_of_queries(world, closed, django_assert_max_num_queries):
    client = world.as_(world.alice)
    url = reverse("deliberation:result", args=[closed.conversation.pk])
    client.get(url)
    with django_assert_max_num_queries(40) as few:
        client.get(url)
    Statement.objects.bulk_create(
        Statement(conversation=closed.conversation, number=number, words=f"Extra {number}.", at=world.at)
        for number in range(13, 40)
    )
    analysing.bring_up_to_date(closed.conversation, at=world.at)
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(url)


def test_publishing_opens_the_page_is_written_down_and_can_be_taken_back(world, closed):
    outside = world.as_(world.charlie)
    assert page(outside, "public-result", closed).status_code == 404
    world.as_(world.alice).post(reverse("deliberation:publish-result", args=[closed.conversation.pk]))
    entry = JournalEntry.objects.about(closed.conversation).last()
    assert "published_at" in entry.changes
    assert "% eens" in page(outside, "public-result", closed).content.decode()
    assert page(outside, "public-file", closed, "pdf").content.startswith(b"%PDF")
    world.as_(world.alice).post(reverse("deliberation:withdraw-result", args=[closed.conversation.pk]))
    for name, *rest in (["public-result"], ["public-statement", 1], ["public-file", "pdf"], ["public-data"]):
        assert page(outside, name, closed, *rest).status_code == 404


def test_who_facilitates_does_not_publish(world, closed):
    answer = world.as_(world.bob).post(reverse("deliberation:publish-result", args=[closed.conversation.pk]))
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (lambda one: Conversation.objects.update(closes_at=None), "nog niet gesloten"),
        (lambda one: Conversation.objects.update(analysis_asked_at=one.world.at), "wordt nog berekend"),
        (lambda one: Conversation.objects.update(map_from=50), "Er deden te weinig mensen mee: 40. Vanaf 50"),
        (lambda one: Conversation.objects.update(published_at=one.world.at), "al openbaar"),
    ],
)
def test_what_cannot_be_published_says_why(world, closed, before, said):
    before(closed)
    client = world.as_(world.alice)
    answer = client.post(reverse("deliberation:publish-result", args=[closed.conversation.pk]), follow=True)
    assert said in answer.content.decode()


def test_a_statement_that_is_taken_away_is_gone_from_the_public_page_at_once(world, closed):
    publishing.publish(closed.conversation, by=world.alice, at=world.at)
    Statement.objects.filter(conversation=closed.conversation, number=5).update(state="out", because="naam")
    text = page(world.as_(world.charlie), "public-result", closed).content.decode()
    assert "Stelling nummer 5." not in text
    assert page(world.as_(world.charlie), "public-statement", closed, 5).status_code == 404
    # And the public result follows once it was reckoned anew, since nobody's votes changed.
    again = analysing.bring_up_to_date(closed.conversation, at=world.at)
    assert again.given_out_at is not None
    assert analysing.given_out(closed.conversation).pk == again.pk


@pytest.mark.parametrize("extension", ["pdf", "odt", "docx"])
def test_the_result_as_a_file(world, closed, extension):
    answer = page(world.as_(world.alice), "result-file", closed, extension)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith(
        f'uitkomst-wat-helpt-sociaal-ondernemers.{extension}"'
    )


def test_a_file_of_another_kind_is_not_there(world, closed):
    assert page(world.as_(world.alice), "result-file", closed, "exe").status_code == 404


def test_exclusions_and_voting_twice_are_said_honestly(world, closed):
    moderation.exclude(closed.people[0], "dubbel", by=world.bob, at=world.at)
    analysing.run_waiting(world.at)
    text = page(world.as_(world.alice), "result", closed).content.decode()
    assert "kan dus twee keer stemmen" in text
    assert "1 deelnemer telt niet mee" in text


def test_files_that_anybody_may_fetch_are_not_made_without_end(world, closed, monkeypatch):
    monkeypatch.setattr(results, "_FILES", 1)
    publishing.publish(closed.conversation, by=world.alice, at=world.at)
    outside = world.as_(world.charlie)
    assert page(outside, "public-data", closed).status_code == 200
    answer = page(outside, "public-file", closed, "odt")
    assert answer.status_code == 429
    assert "Probeer het over een minuut opnieuw" in answer.content.decode()


def test_the_result_is_read_in_english_with_the_question_and_statements_in_english_where_they_are(
    world, closed
):
    Conversation.objects.update(title_en="What helps social entrepreneurs?")
    Statement.objects.filter(number=1).update(words_en="Statement number one.")
    publishing.publish(closed.conversation, by=world.alice, at=world.at)
    client = world.as_(world.charlie)
    client.cookies["django_language"] = "en"
    text = page(client, "public-result", closed).content.decode()
    assert "What helps social entrepreneurs?" in text
    assert "Statement number one." in text
    assert '<a href="/stemmen/uitkomst/' in text
    assert 'lang="nl">Stelling nummer 2.' in text
    assert "too few votes" in text
