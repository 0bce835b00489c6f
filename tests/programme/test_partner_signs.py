"""The partner of an agreement says yes with a link, without an account, to the words as they are."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from houtskool.programme.actions import measures, signing, versions
from houtskool.programme.agreements import holds, sides
from houtskool.programme.completeness import gaps
from houtskool.programme.models import Measure, Reaction, ReactionLink
from houtskool.records.models import JournalEntry, Mail
from houtskool.sector.models import Contact, Organisation


@pytest.fixture
def partner(db):
    restlab = Organisation.objects.create(name="Restlab")
    return Contact.objects.create(
        name="Noor Bakker", email="noor@restlab.example", organisation=restlab, may_be_mailed=True
    )


@pytest.fixture
def agreement(plan, partner):
    return plan.whole("Catering", kind="agreement", counterpart=partner.organisation)


@pytest.fixture
def ask(world, agreement, partner, django_capture_on_commit_callbacks):
    def run(**given):
        given = {"question": "Klopt het zo?", "closes_on": None, **given}
        with django_capture_on_commit_callbacks(execute=True):
            return signing.ask(agreement, partner, by=world.alice, at=world.at, **given)

    return run


@pytest.fixture
def link(ask):
    """The address in the message that the partner got."""
    ask()
    return re.search(r"http://[^/\s]+(/akkoord/\S+)", mail.outbox[-1].body)[1]


def page(client, link):
    return client.get(link).content.decode()


def say_yes(client, link, name="Noor Bakker"):
    seen = re.search(r'name="akkoord-seen" value="(\w+)"', page(client, link))[1]
    given = {"doe": "akkoord", "akkoord-name": name, "akkoord-seen": seen}
    return client.post(link, given, follow=True).content.decode()


def change(plan, agreement, **fields):
    found = Measure.objects.get(pk=agreement.pk)
    for name, value in fields.items():
        setattr(found, name, value)
    return measures.change(found, by=plan.world.alice, at=plan.world.at)


def test_the_partner_reads_the_agreement_and_who_signed_and_says_yes(client, plan, agreement, link):
    change(plan, agreement, city_signed_on=plan.world.at.date())
    text = page(client, link)
    assert "Het loket is open." in text
    assert "Klopt het zo?" in text
    assert "voorjaar 2020" in text
    assert "€ 12.500" in text
    assert text.count("status--done") == 1
    assert "Uw akkoord is vastgelegd." in say_yes(client, link)
    found = Measure.objects.get(pk=agreement.pk)
    assert found.counterpart_signed_by == "Noor Bakker"
    assert holds(found)
    assert "U bent akkoord met deze afspraak" in page(client, link)
    entry = JournalEntry.objects.about(found).order_by("number").last()
    assert (entry.verb, entry.via) == ("confirmed", "Restlab, via de eigen link")


def test_words_that_change_after_a_signature_make_it_stale_on_every_page(
    client, world, plan, agreement, link
):
    change(plan, agreement, city_signed_on=world.at.date())
    say_yes(client, link)
    change(plan, agreement, result="Twee loketten zijn open.")
    found = Measure.objects.get(pk=agreement.pk)
    assert [[one.name for one in side.changed] for side in sides(found)] == [["result"], ["result"]]
    assert "signed" in {gap.name for gap in gaps(plan.process)}
    text = page(client, link)
    assert "de tekst veranderde na het akkoord" in text
    assert "<ins>" in text
    staff = world.as_(world.alice)
    assert "de tekst veranderde na het akkoord" in staff.get(found.get_absolute_url()).content.decode()
    text = staff.get(reverse("process:process", args=[plan.process.pk])).content.decode()
    assert "‘Catering’ veranderde nadat er een kant akkoord was." in text
    say_yes(client, link)
    city, partner = sides(Measure.objects.get(pk=agreement.pk))
    assert (city.holds, partner.holds) == (False, True)


def test_a_new_milestone_or_another_amount_is_another_text(plan, agreement, client, link):
    say_yes(client, link)
    line = agreement.budget_lines.get()
    line.amount = "9.50"
    measures.change(line, by=plan.world.alice, at=plan.world.at)
    assert [one.name for one in sides(Measure.objects.get(pk=agreement.pk))[1].changed] == ["budget"]


def test_the_same_side_can_say_yes_again_on_the_page_for_colleagues(world, plan, agreement):
    change(plan, agreement, city_signed_on=world.at.date())
    change(plan, agreement, title="Catering en lunch")
    staff, url = world.as_(world.alice), reverse("programme:sign", args=[agreement.pk])
    form = staff.get(url).context["form"]
    assert "De gemeente is ook akkoord met de tekst zoals zij nu is" in form.as_p()
    given = {"counterpart": agreement.counterpart_id, "city_signed_on": "2019-01-10", "again_city": "on"}
    staff.post(url, {**given, "city_signed_on": world.at.date().isoformat()})
    assert sides(Measure.objects.get(pk=agreement.pk))[0].holds
    assert JournalEntry.objects.about(agreement).order_by("number").last().verb == "confirmed"


def test_a_text_that_changed_while_the_partner_read_is_read_again(client, plan, agreement, link):
    seen = re.search(r'name="akkoord-seen" value="(\w+)"', page(client, link))[1]
    change(plan, agreement, result="Iets anders.")
    given = {"doe": "akkoord", "akkoord-name": "Noor", "akkoord-seen": seen}
    text = client.post(link, given).content.decode()
    assert "De tekst is veranderd terwijl u las." in text
    assert Measure.objects.get(pk=agreement.pk).counterpart_signed_on is None
    again = re.search(r'name="akkoord-seen" value="(\w+)"', text)[1]
    text = client.post(link, {**given, "akkoord-seen": again}, follow=True).content.decode()
    assert "Uw akkoord is vastgelegd." in text


def test_a_yes_can_be_taken_back(client, agreement, link):
    say_yes(client, link)
    assert "U nam uw akkoord terug." in client.post(link, {"doe": "terug"}, follow=True).content.decode()
    found = Measure.objects.get(pk=agreement.pk)
    assert (found.counterpart_signed_on, found.counterpart_signed_by) == (None, "")
    assert not found.signed_texts.exists()
    entry = JournalEntry.objects.about(found).order_by("number").last()
    assert (entry.verb, entry.via) == ("withdrawn", "Restlab, via de eigen link")


def test_what_must_be_otherwise_is_a_reaction_that_waits_for_an_answer(client, plan, agreement, link):
    given = {"doe": "reactie", "reactie-words": "De termijn is te kort.", "reactie-consent": "aggregate"}
    text = client.post(link, given, follow=True).content.decode()
    assert "geeft u antwoord" in text
    assert Reaction.objects.get(measure=agreement).contribution.words == "De termijn is te kort."
    assert "reactions" in {gap.name for gap in gaps(plan.process)}


def test_a_link_that_was_withdrawn_or_is_of_another_partner_opens_nothing(
    client, world, plan, agreement, link, partner
):
    other = Organisation.objects.create(name="Andere")
    change(plan, agreement, counterpart=other)
    assert client.get(link).status_code == 404
    change(plan, agreement, counterpart=partner.organisation)
    assert client.get(link).status_code == 200
    row = ReactionLink.objects.get()
    world.as_(world.alice).post(reverse("programme:withdraw-signing", args=[row.pk]))
    assert client.get(link).status_code == 404
    with pytest.raises(ValidationError, match="kan niet meer met deze link"):
        signing.sign(row, name="Noor", seen="", at=world.at)


def test_a_message_that_still_waits_is_not_sent_after_the_link_was_withdrawn(world, agreement, partner):
    row = signing.ask(agreement, partner, question="", closes_on=None, by=world.alice, at=world.at)
    signing.withdraw_link(row, by=world.alice, at=world.at)
    assert signing.letter(ReactionLink.objects.get(pk=row.pk), world.at) is None
    assert "/akkoord/" not in str(Mail.objects.get().content)


def test_after_the_last_day_the_partner_reads_but_signs_no_more(client, world, agreement, ask):
    row = ask(closes_on=world.at.date())
    assert "Antwoorden kan niet meer" in page(client, signing.path(row))
    seen, after = signing.digest_of(agreement), world.at + timedelta(days=1)
    with pytest.raises(ValidationError, match="kan niet meer met deze link"):
        signing.sign(row, name="Noor", seen=seen, at=after)
    signing.sign(row, name="Noor", seen=seen, at=world.at)


def test_who_was_asked_before_gets_the_same_link_again(ask):
    assert ask().pk == ask(question="Nog eens.").pk
    assert "Nog eens." in mail.outbox[-1].body


def test_only_somebody_of_the_partner_who_wants_mail_is_asked(world, plan, agreement, partner):
    stranger = Contact.objects.create(name="Vreemd", email="v@elders.example", may_be_mailed=True)
    url = reverse("programme:ask-partner", args=[agreement.pk])
    staff = world.as_(world.alice)
    assert "Vreemd" not in staff.get(url).content.decode()
    given = {"question": "", "closes_on": None, "by": world.alice, "at": world.at}
    with pytest.raises(ValidationError, match="bij de afspraakpartner hoort"):
        signing.ask(agreement, stranger, **given)
    Contact.objects.filter(pk=partner.pk).update(may_be_mailed=False)
    with pytest.raises(ValidationError, match="geen e-mail krijgen"):
        signing.ask(agreement, partner, **given)
    with pytest.raises(ValidationError, match="met wie deze afspraak is"):
        signing.ask(plan.measure("Kaal", kind="agreement"), partner, **given)
    text = staff.get(reverse("programme:sign", args=[agreement.pk])).content.decode()
    assert "Van Restlab is niemand bekend die e-mail wil krijgen." in text
    assert world.as_(world.charlie).get(url).status_code in (403, 404)


def test_the_page_for_colleagues_asks_and_shows_who_was_asked(world, agreement, partner):
    staff = world.as_(world.alice)
    given = {"contact": partner.pk, "question": ""}
    text = staff.post(reverse("programme:ask-partner", args=[agreement.pk]), given, follow=True)
    assert "Noor Bakker krijgt een e-mail" in text.content.decode()
    assert "Trek de link in" in text.content.decode()


def test_signing_between_the_offer_and_the_adoption_does_not_stop_the_adoption(
    client, world, plan, agreement, link
):
    accepted = {gap.key: "Komt nog." for gap in gaps(plan.process)}
    day = world.at.date()
    versions.present(plan.process, to="raad", on=day, accepted=accepted, by=world.alice, at=world.at)
    say_yes(client, link)
    versions.adopt(plan.process, body="raad", on=day, number="", by=world.alice, at=world.at)
