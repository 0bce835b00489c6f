"""The page of one contributor and of one table: what became of it, and nothing of anybody else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from houtskool.inventory import telling
from houtskool.inventory.actions import answers, codings, merging, own
from houtskool.inventory.actions import consent as consents
from houtskool.inventory.models import Contribution, Contributor
from houtskool.process.models import Gathering, Table
from houtskool.records import erasure, journal
from houtskool.records.models import JournalEntry
from houtskool.sector import actions as sector_actions
from houtskool.sector.models import Contact

pytestmark = pytest.mark.django_db
Consent = Contribution.Consent


@pytest.fixture(autouse=True)
def nobody_guessed_before():
    cache.clear()


@pytest.fixture
def fatima(inbreng):
    return inbreng.contributor("Fatima", email="fatima@stad.example", wants_mail=True)


@pytest.fixture
def piece(inbreng, fatima):
    return inbreng.make("Wij vinden de inkoper niet.", contributor=fatima, said_on=date(2018, 11, 29))


@pytest.fixture
def read(client):
    def get(path, status=200):
        response = client.get(path)
        assert response.status_code == status
        return response.content.decode()

    return get


def post(client, page, fatima, *more, **data):
    token = telling.own_path(fatima).split("/")[-2]
    return client.post(reverse(f"inventory:{page}", args=[token, *more]), data, follow=True)


# --- what the page tells


def test_it_tells_from_reception_to_answer(world, inbreng, fatima, piece, read):
    codings.give([piece], inbreng.theme(), by=world.bob, at=world.at)
    page = read(telling.own_path(fatima))
    for words in ("Wij vinden de inkoper niet.", "Ontvangen", "Thema: inkoop", "Nog geen antwoord"):
        assert words in page
    answers.answer([piece], outcome="taken", reason="Er komt een inkoper bij.", by=world.bob, at=world.at)
    page = read(telling.own_path(fatima))
    assert "Antwoord: we nemen dit mee" in page
    assert "Er komt een inkoper bij." in page
    assert "Nog geen antwoord" not in page


def test_a_merged_one_is_followed_without_the_words_or_the_name_of_the_other(
    world, inbreng, fatima, piece, read
):
    other = inbreng.contributor("Willem Geheim", email="willem@elders.example")
    kept = inbreng.make("Het geheime verhaal van Willem.", contributor=other, consent=Consent.QUOTE)
    merging.merge([piece], into=kept, by=world.bob, at=world.at, why="Zegt hetzelfde als Willem.")
    answers.answer([kept], outcome="done", reason="Dit loopt al.", by=world.bob, at=world.at)
    page = read(telling.own_path(fatima))
    assert "Samengenomen met inbreng die hetzelfde zegt" in page
    assert "Dit loopt al." in page
    for secret in ("Willem", "geheime", "elders", str(kept)):
        assert secret not in page


def test_another_contributor_sees_nothing_of_it_and_cannot_touch_it(client, inbreng, fatima, piece, read):
    other = inbreng.contributor("Willem")
    assert "inkoper" not in read(telling.own_path(other))
    for name in ("own-consent", "own-withdraw", "own-restore"):
        assert post(client, name, other, piece.pk, consent="quote").status_code == 404
    piece.refresh_from_db()
    assert (piece.consent, piece.withdrawn_at) == (Consent.AGGREGATE, None)


def test_the_page_is_not_kept_or_listed_by_others(client, fatima):
    response = client.get(telling.own_path(fatima))
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"


def test_the_queries_of_the_page_do_not_grow(inbreng, world, fatima, piece, client):
    path = telling.own_path(fatima)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    codings.give([piece], inbreng.theme(), by=world.bob, at=world.at)
    few = queries()
    inbreng.many(30, contributor=fatima)
    codings.give(Contribution.objects.all(), inbreng.theme(), by=world.bob, at=world.at)
    assert queries() == few


# --- what a contributor may change


def test_consent_changes_at_once_and_the_journal_says_how(client, fatima, piece):
    page = post(client, "own-consent", fatima, piece.pk, consent="quote").content.decode()
    assert "Uw keuze is bewaard" in page
    piece.refresh_from_db()
    assert piece.consent == Consent.QUOTE
    entry = JournalEntry.objects.about(piece).get()
    assert (entry.by, entry.via) == (None, own.VIA)


def test_nobody_reads_withdrawn_words_through_the_link_until_they_are_given_back(world, fatima, piece, read):
    consents.withdraw(piece, by=None, at=world.at)
    for shown in (
        read(telling.own_path(fatima)),
        world.as_(world.bob).get(telling.own_path(fatima)).content.decode(),
    ):
        assert "Wij vinden de inkoper niet." not in shown
        assert "[citaat ingetrokken]" in shown
    consents.restore(piece, by=None, at=world.at)
    assert "Wij vinden de inkoper niet." in read(telling.own_path(fatima))


def test_withdrawing_asks_first_and_says_that_copies_stay_out_there(client, fatima, piece, read):
    token = telling.own_path(fatima).split("/")[-2]
    page = read(reverse("inventory:own-withdraw", args=[token, piece.pk]))
    assert "kunnen wij niet terughalen" in page
    assert "Binnen 30 dagen kunt u zich bedenken" in page
    piece.refresh_from_db()
    assert piece.withdrawn_at is None
    page = post(client, "own-withdraw", fatima, piece.pk).content.decode()
    assert "Niemand leest uw woorden nog" in page
    piece.refresh_from_db()
    assert piece.withdrawn_at is not None
    assert "Uw inbreng doet weer mee" in post(client, "own-restore", fatima, piece.pk).content.decode()
    piece.refresh_from_db()
    assert piece.withdrawn_at is None


def test_name_and_mail_are_corrected_and_a_mistake_keeps_what_was_typed(client, fatima):
    page = post(client, "own", fatima, name="Fatma", email="", wants_mail="on").content.decode()
    assert "Vul een e-mailadres in, of zet de berichten uit." in page
    assert 'value="Fatma"' in page
    post(client, "own", fatima, name="Fatma", email="fatma@stad.example", wants_mail="on")
    fatima.refresh_from_db()
    assert (fatima.name, fatima.email, fatima.wants_mail) == ("Fatma", "fatma@stad.example", True)


def test_a_contact_of_the_sector_is_renamed_there_and_an_address_for_this_stays_here(client, world, inbreng):
    contact = sector_actions.add(
        Contact(name="Fatma", email="werk@stad.example"), by=world.alice, at=world.at
    )
    fatima = inbreng.contributor("", contact=contact)
    post(client, "own", fatima, name="Fatima", email="thuis@stad.example", wants_mail="on")
    contact.refresh_from_db()
    fatima.refresh_from_db()
    assert (contact.name, contact.email) == ("Fatima", "werk@stad.example")
    assert (str(fatima), fatima.address, fatima.name) == ("Fatima", "thuis@stad.example", "")
    assert Contributor.objects.to_be_told().get() == fatima


def test_erasure_is_asked_put_on_record_and_done_by_the_municipality(client, world, fatima, piece, read):
    page = post(client, "own-erase", fatima).content.decode()
    assert "De gemeente gaat uw gegevens wissen." in page
    fatima.refresh_from_db()
    assert fatima.erasure_asked_at is not None
    path = telling.own_path(fatima)
    own.erase(fatima, by=world.alice, at=world.at)
    fatima.refresh_from_db()
    piece.refresh_from_db()
    assert (fatima.name, fatima.email, piece.words, fatima.wants_mail) == ("", "", "", False)
    assert "Deze link werkt niet" in read(path, 404)
    assert "Fatima" not in str(erasure.export(fatima))


def test_who_was_erased_is_no_longer_named_by_the_contact_or_by_a_pseudonym(world, inbreng):
    contact = sector_actions.add(Contact(name="Fatima Aziz"), by=world.bob, at=world.at)
    person = inbreng.contributor("", contact=contact, pseudonym="een bakker")
    journal.created(person, by=world.bob, at=world.at)
    own.erase(person, by=world.alice, at=world.at)
    person.refresh_from_db()
    assert str(person) == "iemand zonder naam"
    assert "bakker" not in str(erasure.export(person))
    assert Contact.objects.get().name == "Fatima Aziz"


@pytest.mark.parametrize("token", ["geheim", "1-", "1-aaaaaaaaaaaaaaaaaaaaaa", "99999999999999999999-a", "-"])
def test_a_link_that_opens_nothing_says_what_to_do(fatima, read, token):
    for name in ("own", "own-erase", "own-no-mail"):
        assert "vraag om een nieuwe" in read(reverse(f"inventory:{name}", args=[token]), 404)


def test_a_link_that_was_withdrawn_or_is_for_something_else_opens_nothing(world, fatima, read):
    path, no_mail = telling.own_path(fatima), telling.no_mail_path(fatima)
    assert "werkt niet" in read(reverse("inventory:own", args=[no_mail.split("/")[-2]]), 404)
    own.renew_link(fatima, by=world.alice, at=world.at)
    assert "werkt niet" in read(path, 404)
    fatima.refresh_from_db()
    assert telling.own_path(fatima) != path
    read(telling.own_path(fatima))


# --- a table


@pytest.fixture
def table(process):
    gathering = Gathering.objects.create(process=process, title="Werksessie Seinwezen")
    return Table.objects.create(gathering=gathering, name="Tafel 3", code="K7QF2M9R")


def test_who_has_the_code_reads_what_consent_allows_and_the_rest_is_counted(
    world, inbreng, fatima, table, read
):
    fields = {"table": table, "gathering": table.gathering, "contributor": fatima}
    quote = inbreng.make("Met naam.", consent=Consent.QUOTE, **fields)
    inbreng.make("Zonder naam.", consent=Consent.PSEUDONYM, **{**fields, "contributor": None})
    hidden = inbreng.make("Alleen meetellen.", consent=Consent.AGGREGATE, **fields)
    inbreng.make("Ingetrokken.", consent=Consent.QUOTE, withdrawn_at=world.at, **fields)
    answers.answer([quote, hidden], outcome="taken", reason="Doen we.", by=world.bob, at=world.at)
    page = read("/inbreng/tafel/K7QF2M9R/")
    assert "Met naam." in page
    assert "Zonder naam." in page
    assert "Fatima" in page
    assert "Doen we." in page
    assert "Alleen meetellen." not in page
    assert "Ingetrokken." not in page
    assert "2 stukken inbreng van deze tafel tellen mee" in page
    assert "Daarvan is er 1 beantwoord" in page


def test_choices_about_consent_are_nobody_elses_business(world, inbreng, fatima, table, read, client):
    piece = inbreng.make("Met naam.", consent=Consent.PSEUDONYM, table=table, contributor=fatima)
    post(client, "own-consent", fatima, piece.pk, consent="quote")
    assert "Toestemming" not in read("/inbreng/tafel/K7QF2M9R/")
    assert "Toestemming: citeren met naam" in read(telling.own_path(fatima))


@pytest.mark.parametrize("typed", ["K7QF2M9R", "k7qf 2m9r", " K7QF-2M9R "])
def test_the_code_is_typed_as_it_stands_on_the_card(client, table, typed):
    response = client.get("/inbreng/tafel/", {"code": typed}, follow=True)
    assert response.redirect_chain == [("/inbreng/tafel/K7QF2M9R/", 302)]
    assert "Van deze tafel is nog niets opgeschreven." in response.content.decode()


def test_a_code_that_cannot_be_one_says_why(client, table):
    page = client.get("/inbreng/tafel/", {"code": "K7QF"}).content.decode()
    assert "Een code heeft 8 letters en cijfers; hier staan er 4." in page
    response = client.get("/inbreng/tafel/K7QF2M9Z/")
    assert response.status_code == 404
    assert "Deze code kennen wij niet." in response.content.decode()


def test_guessing_codes_is_stopped_and_a_right_code_counts_for_nothing(client, table):
    for _visit in range(30):
        assert client.get("/inbreng/tafel/K7QF2M9R/").status_code == 200
    for guess in range(20):
        assert client.get(f"/inbreng/tafel/AAAAAA{guess:02}/").status_code == 404
    response = client.get("/inbreng/tafel/AAAAAA99/")
    assert response.status_code == 429
    assert "Wacht tien minuten" in response.content.decode()
    assert client.get("/inbreng/tafel/K7QF2M9R/").status_code == 429


def test_the_way_from_a_table_and_from_an_invitation_is_known_to_the_room_below(world, inbreng, table):
    from houtskool.process import pages_above
    from houtskool.process.models import Invitation

    contact = sector_actions.add(Contact(name="Fatima"), by=world.alice, at=world.at)
    fatima = inbreng.contributor("", contact=contact)
    asked = Invitation.objects.create(gathering=table.gathering, contact=contact, at=world.at)
    stranger = Invitation.objects.create(
        gathering=table.gathering, name="Iemand", at=world.at + timedelta(days=1)
    )
    assert pages_above.of_table(pages_above.FOLLOW, table) == "/inbreng/tafel/K7QF2M9R/"
    assert pages_above.of_invitation(asked) == telling.own_path(fatima)
    assert pages_above.of_invitation(stranger) == ""
