"""A measure rests on statements and requests for help as well: laid, shown, frozen, and who may see what."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from houtskool.accounts.roles import Role
from houtskool.assessment.cases import holding
from houtskool.deliberation.actions import conversations
from houtskool.deliberation.models import Statement, StatementSource
from houtskool.documents import FORMATS, read
from houtskool.inventory import quotes, trail
from houtskool.process import resting
from houtskool.programme import completeness, content, stations
from houtskool.programme.actions import grounds, publishing, versions
from houtskool.programme.document import document_of
from houtskool.programme.models import Ground, Measure, Version
from houtskool.programme.overview import voices_of
from houtskool.records import erasure
from houtskool.records.models import JournalEntry
from tests.conftest import make_user

WORDS = "Er moet één loket komen."


@pytest.fixture(autouse=True)
def fixed_day(settings, world):
    settings.REFERENCE_DATE = world.at.date()


@pytest.fixture
def councillor(db):
    return make_user("raad@voorbeeld.example", Role.COUNCILLOR)


def lay(plan, sources, measure, kind="adopted", reason="", later=0):
    at = plan.world.at + timedelta(hours=later)
    return grounds.lay(sources, measure, kind=kind, reason=reason, by=plan.world.alice, at=at)


def plain(html):
    return " ".join(re.sub("<[^>]*>", " ", html).split())


def page(world, user, name, *args, **data):
    response = world.as_(user).get(reverse(f"programme:{name}", args=args), data)
    assert response.status_code == 200, response
    return plain(response.content.decode())


def post(world, user, name, *args, **data):
    return world.as_(user).post(reverse(f"programme:{name}", args=args), data)


def presented(plan, publish=False):
    """A version that everybody reads."""
    found = versions.present(
        plan.process, to="raad", on=plan.world.at.date(),
        accepted={gap.key: "Dat volgt." for gap in completeness.gaps(plan.process)},
        by=plan.world.alice, at=plan.world.at,
    )  # fmt: skip
    if publish:
        publishing.publish(found, by=plan.world.alice, at=plan.world.at)
    return found


def text_of(version, user, extension):
    document = quotes.served(document_of(version, stations.seen(version, user)))
    return " ".join(read(FORMATS[extension].write(document), f"programma.{extension}").text.split())


# -- laying


def test_contributions_statements_and_requests_are_linked_at_once_each_with_its_entry(plan):
    measure = plan.measure()
    three = [plan.contribution(), plan.statement(), plan.case()]
    laid = lay(plan, three, measure)
    assert {ground.source for ground in laid} == set(three)
    assert JournalEntry.objects.filter(object_type="programme.ground").count() == 3
    assert lay(plan, three, measure) == []
    assert len(lay(plan, three, measure, "partly", "Het geld is er nog niet.")) == 3
    assert Ground.objects.filter(kind="partly").count() == 3


def test_a_ground_has_one_source_and_only_a_contribution_leads_to_none(plan):
    statement, case, measure = plan.statement(), plan.case(), plan.measure()
    wrong = (
        {"measure": measure},
        {"measure": measure, "statement": statement, "case": case},
        {"measure": measure, "statement": statement, "contribution": plan.contribution()},
        {"statement": statement, "kind": "not"},
        {"case": case, "kind": "not"},
    )
    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Ground.objects.create(**{"kind": "adopted", "reason": "Daarom.", "at": plan.world.at, **fields})
    for source in (statement, case):
        with pytest.raises(ValidationError, match="Kies de maatregel"):
            lay(plan, [source], None, "not", "Dat is geen taak van de gemeente.")


def test_one_measure_rests_once_on_a_statement_and_once_on_a_request(plan):
    measure, statement, case = plan.measure(), plan.statement(), plan.case()
    lay(plan, [statement, case], measure)
    for fields in ({"statement": statement}, {"case": case}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Ground.objects.create(measure=measure, kind="adopted", at=plan.world.at, **fields)


def test_what_is_of_another_process_or_not_ready_is_refused_with_its_number(plan):
    measure = plan.measure()
    waiting = plan.statement(state=Statement.State.WAITING)
    fresh = plan.case("2019-0009", route="", route_reason="", routed_at=None)
    with pytest.raises(ValidationError, match="Over stelling 1 kan niemand stemmen"):
        lay(plan, [waiting], measure)
    with pytest.raises(ValidationError, match="2019-0009 is nog niet afgewogen"):
        lay(plan, [fresh], measure)
    elsewhere = type(plan.process).objects.create(title="Ander programma")
    other = Measure.objects.create(process=elsewhere, title="Elders")
    with pytest.raises(ValidationError, match="Stelling 1 hoort bij een ander proces"):
        lay(plan, [plan.statement()], other)
    with pytest.raises(ValidationError, match="2019-0001 hoort bij een ander proces"):
        lay(plan, [plan.case()], other)
    assert not Ground.objects.exists()


# -- the page of the grounds


def test_statements_are_found_per_conversation_with_their_share_ticked_and_changed(world, plan):
    measure, conversation = plan.measure(), plan.conversation()
    one, two = plan.statement(WORDS, conversation), plan.statement("Een keurmerk is nodig.", conversation)
    far = plan.statement("Iets uit een ander gesprek.", plan.conversation("Iets anders"))
    plan.result(conversation, (6, 6, 48), None)
    found = page(world, world.alice, "grounds", measure.pk, bron="stellingen", conversation=conversation.pk)
    assert "Er moet één loket komen. 80% eens, 60 stemmen" in found
    assert far.words not in found
    assert "keurmerk" not in page(world, world.alice, "grounds", measure.pk, bron="stellingen", q="loket")
    post(
        world, world.alice, "lay", measure.pk, statements=[one.pk, two.pk], kind="partly", reason="Eén ervan."
    )
    ground = Ground.objects.get(statement=one)
    assert page(world, world.alice, "grounds", measure.pk).count("Stelling 1 · 80% eens") == 1
    assert "Een keurmerk" in page(world, world.alice, "change-ground", Ground.objects.get(statement=two).pk)
    post(world, world.alice, "lay", measure.pk, statements=[one.pk], kind="adopted", reason="")
    ground.refresh_from_db()
    assert ground.kind == "adopted"
    post(world, world.alice, "take-ground", ground.pk)
    history = page(world, world.alice, "grounds", measure.pk).partition("Wat er veranderde")[2]
    assert "Stelling 1 : de verbinding is weggehaald" in history
    assert "Stelling 1 : deels overgenomen → overgenomen" in history


def test_requests_that_were_weighed_or_closed_are_found_by_who_may_see_them(world, plan):
    measure, case = plan.measure(), plan.case(title="Geld voor een kas")
    plan.case("2019-0002", title="Net binnen", route="", route_reason="", routed_at=None)
    found = page(world, world.alice, "grounds", measure.pk, bron="hulpvragen")
    assert "Geld voor een kas" in found
    assert "Net binnen" not in found
    # The facilitator writes grounds and sees no requests: no tab, and a number that was guessed is refused.
    assert "Hulpvragen" not in page(world, world.bob, "grounds", measure.pk, bron="hulpvragen")
    answer = post(world, world.bob, "lay", measure.pk, cases=[case.pk], kind="adopted", reason="")
    assert answer.status_code == 200
    assert not Ground.objects.exists()
    post(world, world.alice, "lay", measure.pk, cases=[case.pk], kind="partly", reason="Anna krijgt minder.")
    assert "Anna krijgt minder." in page(world, world.alice, "grounds", measure.pk)
    read_by_bob = page(world, world.bob, "grounds", measure.pk)
    assert "Een hulpvraag aan de gemeente" in read_by_bob
    assert "Anna" not in read_by_bob
    assert "2019-0001" not in read_by_bob
    ground = Ground.objects.get()
    for name in ("change-ground", "take-ground"):
        way = world.as_(world.bob).post if name == "take-ground" else world.as_(world.bob).get
        assert way(reverse(f"programme:{name}", args=[ground.pk])).status_code == 404


def test_without_a_tick_the_page_says_what_to_do_and_a_refusal_keeps_the_ticks(world, plan):
    measure, statement, case = plan.measure(), plan.statement(), plan.case()
    empty = post(world, world.alice, "lay", measure.pk, kind="adopted", reason="").content.decode()
    assert "Kies eerst een of meer dingen uit de lijst." in empty
    again = post(
        world,
        world.alice,
        "lay",
        measure.pk,
        statements=[statement.pk],
        cases=[case.pk],
        kind="not",
        reason="",
    ).content.decode()
    assert "Schrijf waarom" in again
    assert again.count("checked") >= 2
    assert WORDS in again


@pytest.mark.parametrize("number", [2, 30])
def test_pages_ask_the_same_number_of_queries_however_much_a_measure_rests_on(world, plan, number):
    measure, conversation = plan.measure(), plan.conversation()
    statements = [plan.statement(f"Stelling {one} over het loket.", conversation) for one in range(number)]
    plan.result(conversation, *[(1, 1, 8)] * number)
    cases = [plan.case(f"2019-{one}") for one in range(number)]
    lay(plan, [*statements, *cases, *[plan.contribution(f"Inbreng {one}") for one in range(number)]], measure)
    client = world.as_(world.alice)
    addresses = {
        reverse("programme:measure", args=[measure.pk]): 35,
        reverse("programme:grounds", args=[measure.pk]): 30,
        reverse("programme:grounds", args=[measure.pk]) + "?bron=stellingen": 30,
        reverse("programme:grounds", args=[measure.pk]) + "?bron=hulpvragen": 26,
        reverse("programme:programme", args=[plan.process.pk]): 38,
    }
    client.get("/")
    for address, most in addresses.items():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        assert len(queries) <= most, (address, len(queries))


# -- what reads grounds


def test_the_chain_leads_from_contribution_by_statement_and_request_to_the_measure(world, plan):
    measure, conversation = plan.measure("Eén loket"), plan.conversation()
    contribution, statement = plan.contribution("Wij zoeken één ingang."), plan.statement(WORDS, conversation)
    StatementSource.objects.create(statement=statement, contribution=contribution)
    plan.result(conversation, (6, 6, 48))
    case = plan.case(outcome="granted", closed_at=plan.world.at)
    lay(plan, [contribution, statement], measure)
    lay(plan, [case], measure, "partly", "Anna krijgt minder.")
    found = page(world, world.alice, "measure", measure.pk)
    chain = found[found.index("Hoe wij hierbij komen") :]
    order = ["1 stuk inbreng", "1 stelling gemaakt van 1 stuk inbreng", "80% eens, 60 stemmen",
             "1 hulpvraag aan de gemeente", "2019-0001 (toegekend)", "overgenomen: 2, deels overgenomen: 1",
             "Anna krijgt minder."]  # fmt: skip
    places = [chain.index(words) for words in order]
    assert places == sorted(places)
    seen_by_bob = page(world, world.bob, "measure", measure.pk)
    assert "1 hulpvraag aan de gemeente" in seen_by_bob
    assert "2019-0001" not in seen_by_bob
    assert "Anna" not in seen_by_bob


def test_while_people_vote_a_colleague_reads_no_share(world, plan, councillor):
    measure = plan.measure()
    running = plan.conversation(closes_at=None)
    lay(plan, [plan.statement(WORDS, running)], measure)
    plan.result(running, (6, 6, 48))
    presented(plan)
    assert "80% eens" in page(world, world.alice, "measure", measure.pk)
    read_by_councillor = page(world, councillor, "measure", measure.pk)
    assert WORDS in read_by_councillor
    assert "80% eens" not in read_by_councillor


def test_a_statement_or_a_request_is_a_ground_as_much_as_a_contribution(plan):
    bare, stated, asked = plan.measure("Kaal"), plan.measure("Gestemd"), plan.measure("Gevraagd")
    lay(plan, [plan.statement()], stated)
    lay(plan, [plan.case()], asked)
    lacking = {gap.measure for gap in completeness.gaps(plan.process) if gap.name == "ground"}
    assert lacking == {bare}
    assert list(Measure.objects.without_ground()) == [bare]
    voices = voices_of([bare, stated, asked])
    assert voices[stated.pk].others == "1 stelling"
    assert voices[asked.pk].others == "1 hulpvraag"
    assert voices[stated.pk].total == 0


def test_a_contribution_that_became_a_statement_is_no_longer_unused(world, plan):
    contribution, statement = plan.contribution("Wij zoeken één ingang."), plan.statement()
    StatementSource.objects.create(statement=statement, contribution=contribution)
    assert contribution.words in page(world, world.alice, "unused", plan.process.pk)
    lay(plan, [statement], plan.measure())
    assert contribution.words not in page(world, world.alice, "unused", plan.process.pk)


# -- what anybody reads


def test_the_world_reads_statements_of_published_results_and_of_a_request_only_that_it_was_there(
    client, plan
):
    measure = plan.measure("Eén loket")
    open_one, closed_one = plan.conversation("Openbaar", published=True), plan.conversation("Besloten")
    plan.result(open_one, (6, 6, 48))
    lay(plan, [plan.statement(WORDS, open_one)], measure)
    hidden = plan.statement("Dit hoort u niet te lezen.", closed_one)
    lay(plan, [hidden], measure, "not", "Een besloten reden.")
    lay(plan, [plan.case()], measure, "partly", "Anna krijgt minder.")
    version = presented(plan, publish=False)
    html = client.get(reverse("public:measure", args=[measure.key])).content.decode()
    found = plain(html)
    assert f"{WORDS} 80% eens, 60 stemmen · Openbaar · lees de stelling" in found
    assert reverse("deliberation:public-statement", args=[open_one.pk, 1]) in html
    assert "1 hulpvraag aan de gemeente" in found
    programme = plain(client.get(reverse("public:programme", args=[plan.process.pk])).content.decode())
    assert "1 stelling, 1 hulpvraag" in programme
    files = [
        text_of(version, AnonymousUser(), "odt"),
        read(client.get(reverse("public:version-file", args=[version.pk, "pdf"])).content, "a.pdf").text,
    ]
    for text in (found, programme, *files):
        for secret in ("Dit hoort u niet", "besloten reden", "2019-0001", "Anna", "Groene Kas", "kas"):
            assert secret not in text, secret


# -- versions and documents


@pytest.mark.parametrize("extension", list(FORMATS))
def test_a_document_names_statements_with_their_share_and_requests_by_number_and_outcome(
    world, plan, extension
):
    measure, conversation = plan.measure(), plan.conversation("Wat eerst?", published=True)
    plan.result(conversation, (6, 6, 48))
    lay(plan, [plan.statement(WORDS, conversation)], measure, "partly", "Eerst proberen.")
    lay(
        plan,
        [plan.case(outcome="granted", closed_at=plan.world.at)],
        measure,
        "partly",
        "Anna krijgt minder.",
    )
    version = versions.freeze(plan.process, "sketch", by=world.alice, at=world.at)
    text = text_of(version, world.alice, extension)
    assert f"‘{WORDS}’ (stelling 1 in het gesprek ‘Wat eerst?’, 80% van 60 stemmen eens): deels over" in text
    assert "hulpvraag 2019-0001 (toegekend): deels overgenomen" in text
    assert "Omdat: Eerst proberen." in text
    for secret in ("Anna", "Groene Kas", "Geld voor een kas"):
        assert secret not in text
    for_bob = text_of(version, world.bob, extension)
    assert "2019-0001" not in for_bob
    assert "Uit 1 hulpvraag aan de gemeente: 1 keer deels overgenomen." in for_bob


def test_a_version_keeps_no_words_and_no_share_of_what_was_not_public(world, plan):
    measure, conversation = plan.measure(), plan.conversation()
    plan.result(conversation, (6, 6, 48))
    lay(plan, [plan.statement(WORDS, conversation), plan.case()], measure)
    version = versions.freeze(plan.process, "sketch", by=world.alice, at=world.at)
    assert WORDS not in version.content
    assert "kas" not in version.content
    kept = [one for one in content.read(version.content)["measures"][0]["grounds"] if "statement" in one]
    assert kept[0]["statement"]["agree"] is None
    assert WORDS in text_of(version, world.alice, "odt")


def test_an_erased_statement_is_gone_from_every_version_and_page(world, plan):
    measure, statement = plan.measure(), plan.statement(WORDS, plan.conversation(published=True))
    lay(plan, [statement], measure)
    version = versions.freeze(plan.process, "sketch", by=world.alice, at=world.at)
    erasure.erase(statement, by=world.alice, at=world.at)
    assert WORDS not in text_of(version, world.alice, "odt")
    assert "[woorden gewist]" in page(world, world.alice, "measure", measure.pk)
    assert version.is_whole


def test_an_erased_request_leaves_its_number_and_no_words(world, plan):
    measure = plan.measure()
    case = plan.case(outcome="granted", closed_at=plan.world.at)
    lay(plan, [case], measure)
    holding.erase(case, by=world.alice, at=world.at)
    for name in ("measure", "grounds"):
        found = page(world, world.alice, name, measure.pk)
        assert "2019-0001" in found
        assert "Geld voor een kas" not in found


def test_a_version_of_the_first_format_still_reads_and_compares(world, plan):
    plan.whole()
    version = versions.freeze(plan.process, "sketch", by=world.alice, at=world.at)
    old = version.content.replace('"format":2', '"format":1')
    assert old != version.content
    assert content.read(old) == content.read(version.content)
    assert content.decided(old) == content.decided(version.content)
    earlier = Version(
        process=plan.process, content=old, sha256=content.digest(old), number=9, on=version.on, stage="sketch"
    )
    assert "Uit 1 stuk inbreng: 1 keer overgenomen." in text_of(earlier, world.alice, "odt")
    with pytest.raises(ValueError, match="format 3"):
        content.read(version.content.replace('"format":2', '"format":3'))


def test_freezing_asks_the_same_number_of_queries_however_much_measures_rest_on(world, plan):
    counts = []
    for number in (2, 20):
        conversation = plan.conversation(f"Gesprek {number}", published=True)
        measure = plan.measure(f"Maatregel {number}")
        lay(plan, [plan.statement(f"Stelling {one}.", conversation) for one in range(number)], measure)
        lay(plan, [plan.case(f"{number}-{one}") for one in range(number)], measure)
        with CaptureQueriesContext(connection) as queries:
            versions.freeze(plan.process, "sketch", by=world.alice, at=world.at)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# -- in the journal


@pytest.mark.parametrize("gone", [False, True])
def test_the_journal_tells_the_reason_of_a_request_to_who_may_see_the_request_only(world, plan, gone):
    measure, case, contribution = plan.measure(), plan.case(), plan.contribution()
    lay(plan, [case], measure, "partly", "Een besloten reden.")
    lay(plan, [case], measure, "not", "Nog een besloten reden.")
    lay(plan, [contribution], measure, "not", "Dat doet de provincie.")
    if gone:
        grounds.take_away(Ground.objects.all(), by=world.alice, at=world.at)

    def journal(user):
        return plain(world.as_(user).get("/journaal/", {"kind": "programme.ground"}).content.decode())

    assert "Omdat: Een besloten reden. → Nog een besloten reden." in journal(world.alice)
    for_bob = journal(world.bob)
    assert "besloten reden" not in for_bob
    assert "Omdat: (afgeschermd)" in for_bob
    assert "2019-0001" not in for_bob
    assert "Omdat: Dat doet de provincie." in for_bob


# -- from the other side


def test_the_page_of_a_statement_and_of_a_request_say_which_measures_rest_on_it(world, plan):
    measure, statement, case = plan.measure("Eén loket"), plan.statement(), plan.case()
    lay(plan, [statement, case], measure, "partly", "Het geld is er nog niet.")
    for row in (statement, case):
        (found,) = resting.on(row, world.alice)
        assert (found.title, found.url) == ("Eén loket", measure.get_absolute_url())
    path = reverse("deliberation:statement", args=[statement.pk])
    told = plain(world.as_(world.alice).get(path).content.decode())
    assert "Waar dit toe leidde Eén loket : deels overgenomen, omdat: Het geld is er nog niet." in told


def test_a_councillor_reads_of_no_measure_that_is_still_a_draft(plan, councillor):
    statement = plan.statement()
    lay(plan, [statement], plan.measure())
    assert resting.on(statement, councillor) == []
    presented(plan)
    assert len(resting.on(statement, councillor)) == 1


def test_a_conversation_on_which_a_measure_rests_stays(world, plan):
    conversation = plan.conversation()
    lay(plan, [plan.statement(WORDS, conversation)], plan.measure())
    with pytest.raises(ValidationError, match="rust iets anders"):
        conversations.remove(conversation, by=world.alice, at=world.at)
    conversation.refresh_from_db()
    assert not JournalEntry.objects.about(conversation).exists()


def test_who_contributed_reads_from_contribution_by_statement_to_measure(plan):
    kept, merged = plan.contribution("Eén ingang graag."), plan.contribution("Eén deur graag.")
    type(merged).objects.filter(pk=merged.pk).update(merged_into=kept)
    merged.refresh_from_db()
    statement, measure = plan.statement(), plan.measure("Eén loket")
    StatementSource.objects.create(statement=statement, contribution=merged)
    lay(plan, [statement], measure, "partly", "Het geld is er nog niet.", later=1)
    lay(plan, [kept], measure, later=2)
    presented(plan)
    told = trail.of([kept, merged])
    for row in (kept, merged):
        texts = [step.text for step in told[row.pk]]
        made = texts.index(f"Werd een stelling om over te stemmen: ‘{WORDS}’")
        led = texts.index(f"De stelling ‘{WORDS}’ is deels overgenomen in ‘Eén loket’")
        assert made < led
        assert texts.count("‘Eén loket’ is aangeboden aan de raad") == 1
    statement.grounds.get().delete()
    assert not any("deels overgenomen" in step.text for step in trail.of([merged])[merged.pk])


@pytest.mark.parametrize("number", [2, 40])
def test_a_trail_by_statements_asks_the_same_number_of_queries_at_any_size(plan, number):
    conversation, measure, many = plan.conversation(), plan.measure(), []
    for one in range(number):
        many.append(plan.contribution(f"Inbreng {one}"))
        statement = plan.statement(f"Stelling {one} over het loket.", conversation)
        StatementSource.objects.create(statement=statement, contribution=many[-1])
        lay(plan, [statement], measure)
    with CaptureQueriesContext(connection) as queries:
        found = trail.of(many)
    assert all(any("is overgenomen in" in step.text for step in found[one.pk]) for one in many)
    assert len(queries) <= 16
