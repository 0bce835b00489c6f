"""The list, the page of one, and adding, changing, withdrawing and removing: who sees and may do what."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from houtskool.accounts.roles import Role
from houtskool.inventory.actions import answers, codings, merging
from houtskool.inventory.actions import consent as consents
from houtskool.inventory.actions import contributions as actions
from houtskool.inventory.models import Contribution, Contributor
from houtskool.process import actions as process_actions
from houtskool.process.models import Gathering, Table
from houtskool.records import editing, importing, spreadsheet
from houtskool.records.models import JournalEntry
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
QUOTE = Contribution.Consent.QUOTE


@pytest.fixture
def rik(world):
    return make_user("rik@raad.example", Role.COUNCILLOR, name="Rik")


@pytest.fixture
def anna(world):
    """An official: staff, but not of those who code."""
    return make_user("anna@haarlem.example", Role.OFFICIAL, name="Anna")


def page(world, user, name, *args, **query):
    response = world.as_(user).get(reverse(f"inventory:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def listed(world, user, **query):
    html = page(world, user, "contributions", **query)
    body = html.partition("<tbody>")[2].partition("</tbody>")[0]
    return [int(number) for number in re.findall(r'<a href="/inbreng/(\d+)/">', body)]


# --- the list


def test_the_list_shows_the_newest_first_and_leads_to_each(world, inbreng):
    first, second = inbreng.make("Een"), inbreng.make("Twee")
    assert listed(world, world.bob) == [second.pk, first.pk]
    assert listed(world, world.bob, sort="at") == [first.pk, second.pk]
    assert listed(world, world.bob, sort="vreemd") == [second.pk, first.pk]


def test_the_list_writes_a_month_in_small_letters_as_dutch_does(world, inbreng):
    inbreng.make("Een")
    assert re.search(r"<td>\d+ [a-z]{3} \d{4}</td>", page(world, world.bob, "contributions"))


def test_a_participant_does_not_read_the_list(world, inbreng):
    response = world.as_(world.charlie).get(reverse("inventory:contributions"))
    assert response.status_code == 403
    assert world.as_(world.charlie).get(inbreng.make().get_absolute_url()).status_code == 403


def test_an_empty_list_says_what_to_do_first(world, process):
    assert "Schrijf op wat er gezegd is" in page(world, world.bob, "contributions")
    assert "Niets gevonden" in page(world, world.bob, "contributions", q="iets")


def test_every_filter_narrows_the_list(world, inbreng, process):
    gathering = process_actions.add(Gathering(process=process, title="Werksessie"), by=world.bob, at=world.at)
    table = Table.objects.create(gathering=gathering, name="Tafel 1")
    group, theme = inbreng.group(), inbreng.theme()
    elsewhere = process_actions.add(type(process)(title="Ander proces"), by=world.alice, at=world.at)
    plain = inbreng.make("Niets bijzonders.")
    other = inbreng.make("Elders.", process=elsewhere)
    full = inbreng.make(
        "Alles.", kind="idea", group=group, gathering=gathering, table=table, consent=QUOTE, title="Vol"
    )
    codings.give([full], theme, by=world.bob, at=world.at)
    answers.answer([full], outcome="taken", reason="Goed idee.", by=world.bob, at=world.at)
    gone = inbreng.make("Weg.", withdrawn_at=world.at)
    for query, expected in [
        ({"process": elsewhere.pk}, [other]),
        ({"kind": "idea"}, [full]),
        ({"group": group.pk}, [full]),
        ({"theme": theme.pk}, [full]),
        ({"process": process.pk, "gathering": gathering.pk}, [full]),
        ({"process": process.pk, "gathering": gathering.pk, "table": table.pk}, [full]),
        ({"state": "answered"}, [full]),
        ({"consent": "quote"}, [full]),
        ({"consent": "withdrawn"}, [gone]),
        ({"missing": "theme"}, [gone, other, plain]),
        ({"missing": "answer"}, [gone, other, plain]),
        ({"q": "bijzonder"}, [plain]),
        ({"q": "vol"}, [full]),
        ({"kind": "bestaat-niet", "process": "x", "gathering": "1; drop"}, [gone, full, other, plain]),
    ]:
        assert listed(world, world.bob, **query) == [one.pk for one in expected], query


def test_the_words_that_were_asked_for_are_marked(world, inbreng):
    inbreng.make("Wij vinden de inkopers niet.")
    assert "<mark>inkopers</mark>" in page(world, world.bob, "contributions", q="inkoper")


def test_the_list_takes_as_many_queries_for_many_as_for_few(world, inbreng):
    inbreng.group()
    theme = inbreng.theme()

    def count(**query):
        with CaptureQueriesContext(connection) as queries:
            page(world, world.bob, "contributions", **query)
        return len(queries)

    codings.give(inbreng.many(2, contributor=inbreng.contributor()), theme, by=world.bob, at=world.at)
    count()  # the first visit begins the session
    few = [count(), count(q="inbreng", theme=theme.pk), count(missing="answer")]
    codings.give(inbreng.many(40, contributor=inbreng.contributor("Bo")), theme, by=world.bob, at=world.at)
    assert [count(), count(q="inbreng", theme=theme.pk), count(missing="answer")] == few


def test_the_list_goes_by_pages(world, inbreng):
    inbreng.many(51)
    assert len(listed(world, world.bob)) == 50
    assert len(listed(world, world.bob, page=2)) == 1


# --- what may be shown


def test_a_councillor_sees_that_there_is_a_contribution_and_not_its_words(world, inbreng, rik, anna):
    counted = inbreng.make("Geheim van de smid.", title="Smederij", external_id="A-77", place="blad 3")
    for user in (rik, anna):
        html = page(world, user, "contributions") + page(world, user, "contribution", counted.pk)
        assert "telt alleen mee" in html
        assert not re.search("smid|Smederij|A-77|blad 3", html)
        assert listed(world, user, q="smid") == []
    assert "smid" in page(world, world.bob, "contribution", counted.pk)


def test_the_history_shows_words_to_those_only_who_may_read_them(world, inbreng, anna):
    one = actions.add(
        Contribution(process=inbreng.process, words="Geheim van de smid."), by=world.bob, at=world.at
    )
    assert "smid" not in page(world, anna, "contribution", one.pk)
    assert "smid" not in world.as_(anna).get(reverse("records:journal")).content.decode()
    assert "smid" in page(world, world.bob, "contribution", one.pk)
    consents.withdraw(one, by=world.bob, at=world.at)
    for user in (world.bob, world.alice, anna):
        assert "smid" not in page(world, user, "contribution", one.pk)
        assert "smid" not in world.as_(user).get(reverse("records:journal")).content.decode()


def test_of_what_was_withdrawn_the_rest_can_still_be_mended_and_nothing_is_read(world, inbreng):
    one = inbreng.make("Geheim van de smid.", place="bij de smid", external_id="S-1", kind="fact")
    consents.withdraw(one, by=None, at=world.at)
    url, bob = reverse("inventory:contribution-change", args=[one.pk]), world.as_(world.bob)
    html = bob.get(url).content.decode()
    opened = re.search(r'name="opened" value="([^"]+)"', html)[1]
    assert not re.search("smid|S-1", html)
    assert not {"words", "place", "kept_hints"} & editing.read(one, opened).keys()
    assert bob.post(url, {"opened": opened, "kind": "idea"}).status_code == 302
    one.refresh_from_db()
    assert (one.kind, one.words, one.place) == ("idea", "Geheim van de smid.", "bij de smid")


def test_who_said_it_is_named_as_far_as_it_may_be(world, inbreng, rik):
    fatima = inbreng.contributor("Fatima El Amrani", pseudonym="een bakker")
    named = inbreng.make(contributor=fatima, consent=QUOTE)
    hidden = inbreng.make(contributor=fatima, consent=Contribution.Consent.PSEUDONYM)
    assert "Fatima" in page(world, rik, "contribution", named.pk)
    html = page(world, rik, "contribution", hidden.pk)
    assert "Fatima" not in html
    assert "een bakker" in html
    assert "/inbreng/mijn/" not in html
    assert "/inbreng/mijn/" in page(world, world.bob, "contribution", hidden.pk)


@pytest.mark.parametrize("format", ["csv", "xlsx", "ods"])
def test_the_export_holds_what_the_list_shows_and_no_more(world, inbreng, rik, format):
    inbreng.make("Mag iedereen lezen.", consent=QUOTE)
    inbreng.make("Geheim van de smid.", own_columns={"straat": "Smedestraat"})
    url = reverse("inventory:contributions-export", args=[format])
    inside = spreadsheet.read(world.as_(world.bob).get(url, {"q": "smid"}).getvalue())
    rows = list(inside.rows)
    assert len(rows) == 1
    assert {"Geheim van de smid.", "Smedestraat"} <= set(rows[0][1])
    outside = str(list(spreadsheet.read(world.as_(rik).get(url).getvalue()).rows))
    assert "iedereen" in outside
    assert not re.search("smid|Smede", outside)


# --- the page of one


def test_the_page_leads_to_where_it_was_said_and_what_became_of_it(world, inbreng, process):
    gathering = process_actions.add(Gathering(process=process, title="Werksessie"), by=world.bob, at=world.at)
    one = inbreng.make("Woorden.", gathering=gathering, own_columns={"Jaar": "2018"})
    codings.give([one], inbreng.theme(), by=world.bob, at=world.at)
    html = page(world, world.bob, "contribution", one.pk)
    for expected in (
        gathering.get_absolute_url(),
        process.get_absolute_url(),
        "inkoop",
        "2018",
        "Nog geen antwoord",
    ):
        assert expected in html


def test_a_page_that_is_not_there_is_not_found(world, process):
    assert world.as_(world.bob).get(reverse("inventory:contribution", args=[999])).status_code == 404


# --- adding


def add(world, process, user=None, **data):
    url = reverse("inventory:contribution-add", args=[process.pk])
    data = {"words": "Wij zoeken ruimte.", "consent": "aggregate", **data}
    return world.as_(user or world.bob).post(url, data, follow=True)


def test_a_contribution_is_added_with_who_said_it(world, process):
    html = add(world, process, name="Fatima", email="fatima@stad.example", consent="quote").content.decode()
    assert "is toegevoegd" in html
    one = Contribution.objects.get()
    assert (one.words, one.consent, one.by, one.state) == ("Wij zoeken ruimte.", "quote", world.bob, "new")
    assert str(one.contributor) == "Fatima"
    assert [e.verb for e in JournalEntry.objects.about(one)] == ["created"]


def test_serial_entry_stays_at_the_same_table(world, process):
    gathering = process_actions.add(Gathering(process=process, title="Werksessie"), by=world.bob, at=world.at)
    table = Table.objects.create(gathering=gathering, name="Tafel 1")
    response = add(world, process, table=table.pk, again="1")
    assert f"table={table.pk}" in response.redirect_chain[0][0]
    assert Contribution.objects.get().gathering == gathering


def test_without_words_nothing_is_kept_and_nothing_is_lost(world, process):
    html = add(world, process, words="  ", name="Fatima").content.decode()
    assert "Fatima" in html
    assert not Contribution.objects.exists()


def test_others_may_not_add(world, process, rik):
    assert add(world, process, user=rik).status_code == 403


def test_a_table_of_another_gathering_is_refused(world, process):
    one = process_actions.add(Gathering(process=process, title="Een"), by=world.bob, at=world.at)
    two = process_actions.add(Gathering(process=process, title="Twee"), by=world.bob, at=world.at)
    table = Table.objects.create(gathering=one, name="Tafel 1")
    html = add(world, process, table=table.pk, gathering=two.pk).content.decode()
    assert "hoort bij ‘Een’" in html


def test_an_own_number_is_used_once(world, process):
    add(world, process, external_id="A-1")
    assert "Kies een ander nummer" in add(world, process, external_id="A-1").content.decode()


# --- personal data


def test_personal_data_is_asked_about_before_anything_is_kept(world, process):
    words = "Mijn buurman Jan de Vries (06-12345678) zegt dat."
    html = add(world, process, words=words).content.decode()
    assert "misschien persoonsgegevens" in html
    assert "<mark>Jan de Vries</mark>" in html
    assert not Contribution.objects.exists()
    names = re.findall(r'name="(hint-\w+)"', html)
    name, phone = dict.fromkeys(names)
    add(world, process, words=words, **{name: "blijft", phone: "weg"})
    one = Contribution.objects.get()
    assert one.words == "Mijn buurman Jan de Vries ([telefoonnummer weggelaten]) zegt dat."
    assert one.kept_hints == ["Jan de Vries"]


def test_what_may_stay_is_not_asked_about_again(world, process, inbreng):
    one = inbreng.make("Bel 06-12345678.", kept_hints=["06-12345678"])
    url = reverse("inventory:contribution-change", args=[one.pk])
    opened = re.search(r'name="opened" value="([^"]+)"', world.as_(world.bob).get(url).content.decode())[1]
    data = {"words": "Bel 06-12345678 nu.", "consent": "quote", "opened": opened}
    assert world.as_(world.bob).post(url, data).status_code == 302
    one.refresh_from_db()
    assert one.words == "Bel 06-12345678 nu."


def test_ones_own_name_is_no_third_person(world, process):
    add(world, process, words="Ik heet Fatima El Amrani.", name="Fatima El Amrani")
    assert Contribution.objects.exists()


# --- changing


def change(world, row, user=None, opened=None, **data):
    url = reverse("inventory:contribution-change", args=[row.pk])
    client = world.as_(user or world.bob)
    html = opened or client.get(url).content.decode()
    signed = re.search(r'name="opened" value="([^"]+)"', html)[1]
    return client.post(url, {"words": row.words, "consent": row.consent, "opened": signed, **data})


def test_two_people_do_not_overwrite_each_other(world, inbreng):
    one = inbreng.make("Oud.")
    url = reverse("inventory:contribution-change", args=[one.pk])
    opened = world.as_(world.alice).get(url).content.decode()
    assert change(world, one, words="Van Bob.").status_code == 302
    response = change(world, one, user=world.alice, opened=opened, words="Van Alice.")
    assert "intussen gewijzigd" in response.content.decode()
    assert change(world, one, user=world.alice, opened=opened, words="Oud.", kind="idea").status_code == 302
    one.refresh_from_db()
    assert (one.words, one.kind) == ("Van Bob.", "idea")


def test_a_theme_of_a_passage_goes_along_with_its_words(world, inbreng):
    one = inbreng.make("Wij zien geen inkoper.")
    (coding,) = codings.give([one], inbreng.theme(), by=world.bob, at=world.at, passage=(9, 21))
    change(world, one, words="Echt waar: wij zien geen inkoper.")
    coding.refresh_from_db()
    one.refresh_from_db()
    assert one.words[coding.start : coding.end] == "geen inkoper"
    html = change(world, one, words="Iets anders.").content.decode()
    assert "haal eerst dat thema weg" in html


# --- withdrawing and removing


def test_words_are_withdrawn_and_given_again(world, inbreng):
    one = inbreng.make("Geheim van de smid.")
    url = reverse("inventory:contribution-withdraw", args=[one.pk])
    assert "niet terughalen" in world.as_(world.bob).get(url).content.decode()
    html = world.as_(world.bob).post(url, follow=True).content.decode()
    assert "[citaat ingetrokken]" in html
    assert "smid" not in html
    assert "smid" not in page(world, world.bob, "contributions")
    back = reverse("inventory:contribution-restore", args=[one.pk])
    assert "smid" in world.as_(world.bob).post(back, follow=True).content.decode()


def test_a_contribution_is_removed_after_a_question_and_leaves_no_words(world, inbreng):
    one = inbreng.make("Geheim van de smid.", contributor=inbreng.contributor("Fatima"))
    url = reverse("inventory:contribution-remove", args=[one.pk])
    assert "Wilt u deze inbreng verwijderen?" in world.as_(world.bob).get(url).content.decode()
    world.as_(world.bob).post(url)
    assert not Contribution.objects.exists()
    assert not Contributor.objects.exists()
    entry = JournalEntry.objects.filter(object_type="inventory.contribution").last()
    assert entry.verb == "deleted"
    assert not entry.personal_values.exists()


def test_what_was_answered_or_merged_is_not_removed(world, inbreng):
    answered, kept, merged = inbreng.make("Een"), inbreng.make("Twee"), inbreng.make("Drie")
    answers.answer([answered], outcome="taken", reason="Ja.", by=world.bob, at=world.at)
    merging.merge([merged], into=kept, by=world.bob, at=world.at)
    for one, reason in ((answered, "Neem eerst"), (kept, "leeft andere"), (merged, "Maak haar eerst los")):
        url = reverse("inventory:contribution-remove", args=[one.pk])
        assert reason in world.as_(world.bob).get(url).content.decode()
        assert reason in world.as_(world.bob).post(url, follow=True).content.decode()
    assert Contribution.objects.count() == 3


# --- where counts lead


def test_the_process_and_the_gathering_count_and_lead_to_the_list(world, inbreng, process):
    gathering = process_actions.add(Gathering(process=process, title="Werksessie"), by=world.bob, at=world.at)
    Table.objects.create(gathering=gathering, name="Tafel 1")
    inbreng.make("Een", gathering=gathering)
    inbreng.make("Twee")
    html = world.as_(world.bob).get(process.get_absolute_url()).content.decode()
    assert f"/inbreng/?process={process.pk}&amp;missing=answer" in html
    html = world.as_(world.bob).get(gathering.get_absolute_url()).content.decode()
    address = f"/inbreng/?process={process.pk}&amp;gathering={gathering.pk}"
    assert address in html
    assert len(listed(world, world.bob, process=process.pk, gathering=gathering.pk)) == 1


def test_contributions_are_a_kind_of_spreadsheet():
    assert importing.kind("contributions").title == "inbreng"
