"""Giving themes, answering and merging on the pages: one by one, in bulk, and taken back."""

from __future__ import annotations

import pytest
from django.urls import reverse

from houtskool.accounts.roles import Role
from houtskool.inventory import passages
from houtskool.inventory.actions import answers, codings, merging
from houtskool.inventory.models import Coding, Contribution
from houtskool.process import actions as process_actions
from houtskool.sector.models import Theme
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
LIST = "/inbreng/"


@pytest.fixture
def bob(world):
    return world.as_(world.bob)


def post(client, name, *args, **data):
    return client.post(reverse(f"inventory:{name}", args=args), {"next": LIST, **data}, follow=True)


def page(response):
    assert response.status_code == 200, response.content.decode()[:500]
    return response.content.decode()


# --- themes


def test_a_theme_is_given_to_what_was_chosen_and_taken_back_with_one_press(bob, inbreng):
    rows, theme = inbreng.many(12), inbreng.theme()
    said = page(post(bob, "bulk", inbreng=[row.pk for row in rows], theme=theme.pk))
    assert "Thema inkoop gegeven aan 12 stukken inbreng." in said
    assert "Maak ongedaan" in said
    assert Coding.objects.count() == 12
    assert "Ongedaan gemaakt: Thema inkoop gegeven" in page(post(bob, "undo"))
    assert Coding.objects.count() == 0
    assert "Er is niets om ongedaan te maken." in page(post(bob, "undo"))


def test_a_theme_is_taken_off_what_was_chosen_and_that_is_undone_too(world, bob, inbreng):
    rows, theme = inbreng.many(3), inbreng.theme()
    codings.give(rows, theme, by=world.alice, at=world.at)
    said = page(post(bob, "bulk", inbreng=[row.pk for row in rows], do="take", off=theme.pk))
    assert "Thema inkoop weggehaald bij 3 stukken inbreng." in said
    post(bob, "undo")
    assert {coding.coder for coding in Coding.objects.all()} == {world.alice}


def test_all_of_the_list_is_chosen_with_its_filter(bob, inbreng):
    group = inbreng.group()
    inbreng.many(60, group=group)
    inbreng.many(5)
    post(bob, "bulk", all=f"group={group.pk}", theme=inbreng.theme().pk)
    assert Contribution.objects.exclude(codings=None).count() == 60


def test_what_was_merged_is_skipped_and_said(world, bob, inbreng):
    kept, dropped = inbreng.many(2)
    merging.merge([dropped], into=kept, by=world.alice, at=world.at)
    said = page(post(bob, "bulk", inbreng=[kept.pk, dropped.pk], theme=inbreng.theme().pk))
    assert "gegeven aan 1 stuk inbreng. 1 was samengevoegd en is overgeslagen." in said


def test_a_new_theme_is_made_on_the_spot_and_a_known_name_is_found(bob, inbreng):
    one, known = inbreng.make(), inbreng.theme()
    post(bob, "bulk", inbreng=one.pk, do="new-theme", new_theme="  INKOOP ")
    post(bob, "bulk", inbreng=one.pk, do="new-theme", new_theme="werkplekken")
    assert [coding.theme.name for coding in Coding.objects.order_by("pk")] == ["inkoop", "werkplekken"]
    assert Theme.objects.count() == 2
    assert known.codings.count() == 1
    assert "Typ de naam" in page(post(bob, "bulk", inbreng=one.pk, do="new-theme", new_theme=" "))


def test_who_may_code_but_not_add_to_the_sector_asks_for_a_new_theme(world, inbreng):
    core = world.as_(make_user("kern@stad.example", Role.CORE_GROUP))
    one = inbreng.make()
    said = page(post(core, "bulk", inbreng=one.pk, do="new-theme", new_theme="nieuw"))
    assert "Er is geen thema ‘nieuw’. Vraag de procesbegeleider" in said
    assert not Theme.objects.exists()


@pytest.mark.parametrize("data", [{}, {"theme": "999"}, {"theme": "x"}, {"theme": ""}])
def test_without_a_theme_or_a_choice_the_page_says_what_to_do(bob, inbreng, data):
    assert "Kies een thema." in page(post(bob, "bulk", inbreng=inbreng.make().pk, **data))
    assert "Kies eerst inbreng" in page(post(bob, "bulk", **data))


def test_who_may_not_code_is_refused_and_another_site_cannot_be_the_way_back(world, bob, inbreng):
    one, theme = inbreng.make(), inbreng.theme()
    charlie = world.as_(world.charlie)
    for name in ("bulk", "undo"):
        assert post(charlie, name, inbreng=one.pk, theme=theme.pk).status_code == 403
    away = bob.post(
        reverse("inventory:bulk"), {"inbreng": one.pk, "theme": theme.pk, "next": "https://kwaad.example/"}
    )
    assert away["Location"] == LIST


# --- passages


WORDS = "De inkoper is er niet. Wij zoeken al jaren!\nHet 👍 geld is op."


def test_words_are_cut_into_sentences_and_put_together_again(world, inbreng):
    one = inbreng.make(WORDS)
    assert [WORDS[start:end] for start, end in passages.sentences(WORDS)] == [
        "De inkoper is er niet.",
        "Wij zoeken al jaren!",
        "Het 👍 geld is op.",
    ]
    codings.give([one], inbreng.theme(), by=world.bob, at=world.at, passage=(3, 30))
    cut = passages.pieces(WORDS, one.codings.select_related("theme"))
    assert "".join(piece.text for piece in cut) == WORDS
    assert [piece.text for piece in cut if piece.themes] == ["inkoper is er niet. ", "Wij zoe"]


def test_a_passage_is_pointed_at(bob, inbreng):
    one = inbreng.make(WORDS)
    post(bob, "bulk", inbreng=one.pk, theme=inbreng.theme().pk, start=3, end=21, quote="inkoper is er niet")
    assert (Coding.objects.get().start, Coding.objects.get().end) == (3, 21)


def test_words_that_changed_meanwhile_are_not_coded_at_a_wrong_place(bob, inbreng):
    one = inbreng.make(WORDS)
    said = page(
        post(bob, "bulk", inbreng=one.pk, theme=inbreng.theme().pk, start=3, end=21, quote="iets anders")
    )
    assert "De woorden zijn intussen gewijzigd." in said
    assert not Coding.objects.exists()


@pytest.mark.parametrize(
    ("first", "last", "passage"),
    [
        ("1", "", "Wij zoeken al jaren!"),
        ("1", "0", "De inkoper is er niet. Wij zoeken al jaren!"),
        ("", "", None),
    ],
)
def test_a_passage_is_chosen_by_sentence_without_pointing(bob, inbreng, first, last, passage):
    one = inbreng.make(WORDS)
    post(bob, "bulk", inbreng=one.pk, theme=inbreng.theme().pk, **{"from": first, "to": last})
    coding = Coding.objects.get()
    assert (WORDS[coding.start : coding.end] if coding.start is not None else None) == passage


# --- the screen that goes through them


def test_it_goes_through_what_has_no_theme_one_at_a_time(world, bob, inbreng):
    first, second, third = inbreng.many(3)
    codings.give([second], inbreng.theme(), by=world.alice, at=world.at)
    shown = page(bob.get("/inbreng/coderen/"))
    assert "Nog 2 stukken inbreng zonder thema." in shown
    assert "Dit is inbreng 0." in "".join(shown.split("<span data-sentence"))
    assert f"inbreng={third.pk}" in shown
    assert f"inbreng={second.pk}" not in shown
    assert first.get_absolute_url() in shown
    codings.give([first, third], inbreng.theme(), by=world.alice, at=world.at)
    assert "Alle inbreng heeft een thema." in page(bob.get("/inbreng/coderen/"))


def test_what_is_being_coded_stays_until_the_coder_goes_on(bob, inbreng):
    first, _second = inbreng.many(2)
    here = f"/inbreng/coderen/?process={inbreng.process.pk}&inbreng={first.pk}"
    shown = page(post(bob, "bulk", inbreng=first.pk, theme=inbreng.theme().pk, next=here))
    assert f'value="{first.pk}"' in shown
    assert "Volgende" in shown


def test_the_screen_shows_no_words_that_were_withdrawn(world, bob, inbreng):
    inbreng.make("Geheim.", withdrawn_at=world.at)
    assert "Geheim" not in page(bob.get("/inbreng/coderen/"))


def test_each_theme_has_its_own_key_and_those_of_the_process_come_first(bob, inbreng):
    inbreng.make()
    for number in range(40):
        inbreng.theme(f"thema {number:02}")
    own = inbreng.theme("zorg")
    process_actions.revise(inbreng.process, {"themes": [own]}, by=inbreng.world.alice, at=inbreng.world.at)
    shown = page(bob.get("/inbreng/coderen/"))
    keys = [part.split('"')[0] for part in shown.split('data-key="')[1:]]
    assert len(keys) == len(set(keys)) == 32
    assert not set(keys) & set("jkxw?/")
    assert shown.index(">zorg<") < shown.index(">thema 00<")


def test_the_queries_of_the_screen_do_not_grow(world, bob, inbreng, django_assert_num_queries):
    inbreng.many(2)
    bob.get("/inbreng/coderen/")
    with django_assert_num_queries(12):
        bob.get("/inbreng/coderen/")
    inbreng.many(80)
    with django_assert_num_queries(12):
        bob.get("/inbreng/coderen/")


# --- the page of one


def test_the_page_of_one_gives_takes_and_answers(world, bob, inbreng):
    one = inbreng.make(WORDS)
    codings.give([one], inbreng.theme(), by=world.alice, at=world.at, passage=(3, 21))
    coding = Coding.objects.get()
    shown = page(bob.get(one.get_absolute_url()))
    for words in ("<q>inkoper is er niet</q>", "Haal weg", "Beantwoord deze inbreng", "data-words"):
        assert words in shown
    assert "Thema inkoop weggehaald." in page(post(bob, "take", coding.pk))
    assert not Coding.objects.exists()


def test_who_only_reads_sees_the_themes_and_no_buttons(world, inbreng):
    one = inbreng.make(WORDS, consent="quote")
    codings.give([one], inbreng.theme(), by=world.alice, at=world.at)
    reader = world.as_(make_user("raad@stad.example", Role.COUNCILLOR))
    shown = page(reader.get(one.get_absolute_url()))
    assert ">inkoop</a>" in shown
    for words in ("Haal weg", "Beantwoord deze inbreng", "data-words", "data-code-bar"):
        assert words not in shown


def test_a_merged_one_leads_to_the_kept_one_and_is_made_loose_again(world, bob, inbreng):
    kept, dropped = inbreng.many(2)
    merging.merge([dropped], into=kept, by=world.alice, at=world.at)
    assert "Maak deze inbreng weer los" in page(bob.get(dropped.get_absolute_url()))
    assert "staat weer apart" in page(post(bob, "separate", dropped.pk))
    assert "is niet samengevoegd" in page(post(bob, "separate", dropped.pk))


# --- answers


def answer_page(*rows, back=LIST):
    numbers = "&".join(f"inbreng={row.pk}" for row in rows)
    return f"/inbreng/beantwoorden/?{numbers}&next={back}"


def seen_on(client, address):
    return client.get(address).context["form"]["seen"].value()


def test_many_are_answered_with_one_reason_and_that_is_undone(world, bob, inbreng):
    rows = inbreng.many(3)
    answers.answer([rows[0]], outcome="not-taken", reason="Geen geld.", by=world.alice, at=world.at)
    there = bob.post(
        reverse("inventory:bulk"), {"inbreng": [row.pk for row in rows], "do": "answer", "next": LIST}
    )
    address = there["Location"]
    shown = page(bob.get(address))
    assert "Beantwoord 3 stukken inbreng" in shown
    assert "1 heeft al een antwoord." in shown
    data = {"outcome": "taken", "reason": "Er is geld.", "seen": seen_on(bob, address)}
    assert "3 stukken inbreng beantwoord." in page(bob.post(address, data, follow=True))
    post(bob, "undo")
    assert [row.answer for row in Contribution.objects.order_by("pk")] == ["Geen geld.", "", ""]


def test_a_mistake_in_an_answer_keeps_what_was_typed(bob, inbreng):
    address = answer_page(inbreng.make())
    shown = page(bob.post(address, {"reason": "Wij doen dit.", "seen": seen_on(bob, address)}))
    assert "Wij doen dit.</textarea>" in shown


def test_two_people_who_answer_at_once_do_not_overwrite_each_other_unseen(world, bob, inbreng):
    one = inbreng.make()
    address = answer_page(one)
    data = {"outcome": "taken", "reason": "Van Bob.", "seen": seen_on(bob, address)}
    answers.answer([one], outcome="done", reason="Van Alice.", by=world.alice, at=world.at)
    again = bob.post(address, data)
    assert "is intussen beantwoord door Alice: ‘Van Alice.’" in page(again)
    one.refresh_from_db()
    assert one.answer == "Van Alice."
    data["seen"] = again.context["form"]["seen"].value()
    bob.post(address, data)
    one.refresh_from_db()
    assert one.answer == "Van Bob."


def test_an_answer_is_changed_from_what_it_is_and_taken_back_with_a_reason(world, bob, inbreng):
    one = inbreng.make()
    answers.answer([one], outcome="done", reason="Dit loopt al.", by=world.alice, at=world.at)
    assert "Dit loopt al.</textarea>" in page(bob.get(answer_page(one)))
    address = reverse("inventory:take-back", args=[one.pk])
    assert "Dit loopt al." in page(bob.get(address))
    page(bob.post(address, {"why": ""}))
    assert "Het antwoord is teruggenomen." in page(bob.post(address, {"why": "Klopte niet."}, follow=True))
    assert "Deze inbreng heeft geen antwoord." in page(bob.get(address, follow=True))


def test_an_answer_page_without_contributions_is_not_there(bob):
    assert bob.get("/inbreng/beantwoorden/").status_code == 404
    assert bob.get("/inbreng/beantwoorden/?inbreng=999").status_code == 404


# --- merging


def test_near_doubles_are_compared_and_taken_together_and_that_is_undone(bob, inbreng):
    rows = inbreng.many(3)
    there = bob.post(
        reverse("inventory:bulk"), {"inbreng": [row.pk for row in rows], "do": "merge", "next": LIST}
    )
    address = there["Location"]
    assert "Dit is inbreng 2." in page(bob.get(address))
    assert "Kies welke inbreng blijft." in page(bob.post(address, {"kept": ""}))
    said = page(bob.post(address, {"kept": rows[1].pk, "why": "Zelfde verhaal."}, follow=True))
    assert f"2 stukken inbreng opgegaan in inbreng {rows[1].pk}." in said
    post(bob, "undo")
    assert Contribution.objects.standing().count() == 3


def test_what_was_withdrawn_is_not_offered_to_merge(world, bob, inbreng):
    one, two = inbreng.make("Wij zoeken een loket."), inbreng.make("Eén loket graag.")
    gone = inbreng.make("", withdrawn_at=world.at)
    keys = "&".join(f"inbreng={row.pk}" for row in (one, two, gone))
    text = bob.get(f"{reverse('inventory:merge')}?{keys}").content.decode()
    assert "1 stuk is ingetrokken en doet niet mee." in text
    assert f'value="{gone.pk}"' not in text
    assert f'value="{one.pk}"' in text


def test_one_alone_cannot_be_merged(bob, inbreng):
    address = f"/inbreng/samenvoegen/?inbreng={inbreng.make().pk}&next={LIST}"
    assert "Kies minstens twee" in page(bob.get(address, follow=True))
