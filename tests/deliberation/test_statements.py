"""Statements: by hand, many at once, from contributions; near-doubles, borrowed words, what was voted on."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from houtskool.deliberation import borrowed, doubles
from houtskool.deliberation.actions import conversations, statements
from houtskool.deliberation.models import Conversation, Statement
from houtskool.inventory.actions import consent as consents
from houtskool.inventory.actions import merging
from houtskool.records.models import JournalEntry
from houtskool.sector import actions as sector
from houtskool.sector.models import Contact

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"deliberation:{name}", args=args)


def test_several_at_once_one_on_each_line_with_english_behind_a_bar(world, conversation):
    page = world.as_(world.bob).post(
        url("add-statements", conversation.pk),
        {"lines": "Maak het kort.\n\nGeef het vertrouwen. | Give it trust.\n"},
    )
    assert page.status_code == 302
    made = conversation.statements.order_by("number")[4:]
    assert [(one.number, one.words, one.words_en) for one in made] == [
        (5, "Maak het kort.", ""),
        (6, "Geef het vertrouwen.", "Give it trust."),
    ]


def test_a_line_that_cannot_be_keeps_what_was_typed_and_says_which(world, conversation):
    page = world.as_(world.bob).post(
        url("add-statements", conversation.pk), {"lines": f"Goed.\n{'x' * 281}\n| Only English."}
    )
    text = page.content.decode()
    assert "Regel 2 is te lang" in text
    assert "Regel 3: het Nederlands ontbreekt" in text
    assert "Goed." in text
    assert conversation.statements.count() == 4


def test_a_near_double_is_shown_beside_it_and_may_be_added_anyway(world, conversation):
    near = {"words": "Er komt één loket voor geld"}
    path = url("add-statement", conversation.pk)
    page = world.as_(world.bob).post(path, near).content.decode()
    assert "Er moet één loket komen voor geld." in page
    assert "Voeg toch toe" in page
    assert conversation.statements.count() == 4
    world.as_(world.bob).post(path, {**near, "sure": "on"})
    assert conversation.statements.count() == 5


def test_near_doubles_within_one_list_are_pointed_out_too(world, conversation):
    page = world.as_(world.bob).post(
        url("add-statements", conversation.pk), {"lines": "Meer groen in de wijk.\nIn de wijk meer groen!"}
    )
    assert "uit deze lijst" in page.content.decode()


def test_the_very_same_words_are_refused(world, conversation):
    with pytest.raises(ValidationError, match="staat er al, als nummer 3"):
        statements.add(conversation, "een keurmerk  is nodig.", by=world.bob, at=world.at)


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("Er moet één loket komen voor geld.", "Eén loket voor geld", True),
        ("Ondernemers betalen geen huur.", "Een ondernemer betaalt geen huur", True),
        ("De gemeente moet meer inkopen.", "De gemeente moet minder regels maken.", False),
        ("Wij willen een markt.", "Geef ons een pand.", False),
    ],
)
def test_how_near_two_statements_are(one, other, near):
    assert (doubles.likeness(doubles.weighty(one), doubles.weighty(other)) >= doubles.NEAR) is near


def test_likeness_does_not_depend_on_the_order():
    one, other = (
        doubles.weighty("Een vaste plek voor makers"),
        doubles.weighty("Makers willen een vaste plek"),
    )
    assert doubles.likeness(one, other) == doubles.likeness(other, one)
    assert doubles.likeness(one, one) == 1.0
    assert doubles.likeness(doubles.weighty(""), one) == 0.0


def test_words_that_may_be_quoted_are_proposed_and_the_sources_kept(world, talk, conversation):
    said = talk.say("Wij zoeken een vaste plek in de stad.", consent="pseudonym")
    path = f"{url('add-statement', conversation.pk)}?inbreng={said.pk}"
    page = world.as_(world.bob).get(path)
    assert page.context["form"]["words"].value() == "Wij zoeken een vaste plek in de stad."
    world.as_(world.bob).post(path, {"words": "Ondernemers krijgen een vaste plek."})
    made = conversation.statements.get(number=5)
    assert list(made.sources.all()) == [said]
    assert f"Inbreng {said.pk}" in world.as_(world.bob).get(made.get_absolute_url()).content.decode()


def test_words_that_only_count_are_not_proposed_and_not_taken_over_unseen(world, talk, conversation):
    said = talk.say("De wethouder belt nooit terug als ik iets vraag.")  # counts only, unless somebody asked
    path = f"{url('add-statement', conversation.pk)}?inbreng={said.pk}"
    page = world.as_(world.bob).get(path)
    assert page.context["form"]["words"].value() is None
    assert "eigen woorden" in page.content.decode()
    taken = {"words": "Een wethouder belt nooit terug als ik iets vraag, zegt men."}
    answer = world.as_(world.bob).post(path, taken).content.decode()
    assert f"letterlijk in inbreng {said.pk}" in answer
    assert conversation.statements.count() == 4
    own = {"words": "Bestuurders zijn goed bereikbaar."}
    assert world.as_(world.bob).post(path, own).status_code == 302


def test_borrowed_words_are_found_in_this_process_only(world, talk, process, conversation):
    talk.say("De wethouder belt nooit terug als ik iets vraag.", consent="quote")
    assert borrowed.unquotable("De wethouder belt nooit terug als ik iets vraag.", process) == []
    said = talk.say("De begeleiding stopt zodra iemand een contract krijgt.")
    assert borrowed.unquotable("De begeleiding stopt zodra iemand een contract krijgt", process) == [said]
    assert borrowed.unquotable("De begeleiding stopt", process) == [said]
    assert borrowed.unquotable("Wel een contract", process) == []


def test_personal_data_is_pointed_out(world, conversation):
    sector.add(Contact(name="Noor Vink"), by=world.alice, at=world.at)
    path = url("add-statement", conversation.pk)
    page = (
        world.as_(world.bob).post(path, {"words": "Laat Noor Vink het doen, 06-12345678."}).content.decode()
    )
    assert "Noor Vink" in page
    assert "telefoonnummer" in page
    assert conversation.statements.count() == 4


def test_sources_are_added_and_taken_away_later(world, talk, conversation):
    statement, said = conversation.statements.get(number=1), talk.say()
    bob = world.as_(world.bob)
    bob.post(url("link", statement.pk), {"inbreng": str(said.pk)})
    bob.post(url("link", statement.pk), {"inbreng": str(said.pk)})
    assert list(statement.sources.all()) == [said]
    entry = JournalEntry.objects.about(statement).order_by("-number")[0]
    assert entry.changes["sources"] == [[], [said.pk]]
    bob.post(url("unlink", statement.pk, statement.made_from.get().pk))
    assert not statement.sources.exists()
    page = bob.post(url("link", statement.pk), {"inbreng": "99999"}, follow=True).content.decode()
    assert "geen inbreng 99999" in page


def test_a_statement_nobody_voted_on_is_reworded(world, conversation):
    statement = conversation.statements.get(number=1)
    page = world.as_(world.bob).get(url("change-statement", statement.pk))
    given = {"opened": page.context["form"]["opened"].value(), "words": "Nieuwe woorden.", "words_en": ""}
    world.as_(world.bob).post(url("change-statement", statement.pk), given)
    statement.refresh_from_db()
    assert statement.words == "Nieuwe woorden."


def test_of_a_statement_with_votes_the_words_stand(world, talk, conversation):
    statement = conversation.statements.get(number=1)
    (one,) = talk.people(conversation, 1)
    talk.vote(one, statement, 1)
    statement.words_en = "The city buys first."
    statements.reword(statement, by=world.bob, at=world.at)
    statement.words = "Iets anders."
    with pytest.raises(ValidationError, match="woorden staan vast"):
        statements.reword(statement, by=world.bob, at=world.at)
    stored = Statement.objects.get(pk=statement.pk)
    assert stored.words != "Iets anders."
    assert stored.words_en


def test_contributions_are_chosen_from_a_list_with_filters(world, talk, conversation):
    theme = sector.add_theme(name="ruimte", by=world.alice, at=world.at)
    group = sector.add_group(name="inkopers", by=world.alice, at=world.at)
    about_room = talk.say("Geef ons ruimte.", consent="quote", group=group)
    about_room.codings.create(theme=theme, coder=world.bob, at=world.at)
    other = talk.say("Iets over geld.")
    gone = talk.say("Dit trok ik in.")
    consents.withdraw(gone, by=world.bob, at=world.at)
    page = url("from-contributions", conversation.pk)

    def listed(**asked):
        return {line["row"] for line in world.as_(world.bob).get(page, asked).context["lines"]}

    assert listed() == {about_room, other}
    assert listed(theme=theme.pk) == listed(group=group.pk) == {about_room}
    statements.add(conversation, "Er is ruimte nodig.", sources=[about_room], by=world.bob, at=world.at)
    assert listed(nieuw="1") == {other}


def test_a_statement_leads_to_what_a_contribution_was_merged_into(world, talk, conversation):
    one, kept = talk.say(consent="quote"), talk.say("Hetzelfde, maar beter.", consent="quote")
    made = statements.add(conversation, "De inkoper is te vinden.", sources=[one], by=world.bob, at=world.at)
    merging.merge([one], into=kept, by=world.bob, at=world.at)
    assert (
        f"samengevoegd met inbreng {kept.pk}"
        in world.as_(world.bob).get(url("statement", made.pk)).content.decode()
    )


def test_a_participant_adds_a_statement_that_waits_for_approval(world, conversation, phone):
    page = phone.press("own-statement", words="Geef iedereen een fiets.")
    assert page.status_code == 302
    made = conversation.statements.get(number=5)
    assert made.state == "waiting"
    assert made.by is None
    assert "Geef iedereen een fiets." in phone.go("own-votes").content.decode()
    assert 5 not in {one["number"] for one in phone.send(want=10).json()["next"]}
    entry = JournalEntry.objects.about(made).get()
    assert "participant" not in entry.changes
    assert entry.via == "deelnemer, via de deelnamelink"


def test_afterwards_means_at_once_except_of_who_is_left_out(world, talk):
    made = talk.make(moderation=Conversation.Moderation.AFTER)
    phone = talk.phone(made)
    phone.press("own-statement", words="Geef iedereen een fiets.")
    assert made.statements.get(number=5).state == "shown"


def test_a_participant_is_warned_but_not_told_whom_we_know(world, talk, conversation, phone):
    sector.add(Contact(name="Noor Vink"), by=world.alice, at=world.at)
    known = phone.press("own-statement", words="Laat Noor Vink dat maar regelen.")
    unknown = phone.press("own-statement", words="Laat Noor Vonk dat maar regelen.")
    assert known.status_code == unknown.status_code
    page = phone.press("own-statement", words="Bel 06-12345678 voor één loket voor geld.").content.decode()
    assert "telefoonnummer" in page
    assert "Er moet één loket komen voor geld." not in page or "Dit staat er al" in page


def test_one_participant_does_not_flood_a_conversation(talk, phone, conversation):
    for number in range(12):
        phone.press("own-statement", words=f"Plan {number}: {'abcdefghijkl'[number] * 9}.", sure="on")
    assert conversation.statements.filter(participant=phone.participant).count() == statements.MOST_OF_ONE


def test_a_conversation_may_take_no_statements(talk, world):
    made = talk.make(may_add=False)
    phone = talk.phone(made)
    assert "geen stellingen toevoegen" in phone.go("own-statement").content.decode()
    phone.press("own-statement", words="Toch.")
    assert made.statements.count() == 4
    conversations.close(made, by=world.bob, at=world.at)
    with pytest.raises(ValidationError):
        statements.add_of_participant(phone.participant, "Toch.", at=world.at)
