"""From concept to sent: who may do what, who sees what, and what can no longer change."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from houtskool.council.models import Note
from houtskool.council.notes import actions
from houtskool.council.notes.forms import deciding
from houtskool.process import actions as process_actions
from houtskool.process.models import Decision, Step
from houtskool.records import verification
from houtskool.records.models import JournalEntry
from houtskool.records.verbs import Verb
from tests.council.conftest import adopt, edit, page, verbs, write


def test_a_note_is_adopted_on_a_page_that_shows_what_is_adopted(world, whole_note, process, mandate):
    client = world.as_(mandate)
    url = reverse("council:adopt-note", args=[whole_note.pk])
    shown = client.get(url)
    assert "verandert de nota niet meer" in shown.content.decode()
    assert "Informatienota: Stand van zaken" in shown.content.decode()
    data = {"body": "college", "on": "2019-01-15", "seen": shown.context["seen"]}
    answer = client.post(url, data)
    assert answer.status_code == 302, answer.context["form"].errors
    whole_note.refresh_from_db()
    assert (whole_note.state, whole_note.adopted_on) == (Note.State.ADOPTED, date(2019, 1, 15))
    assert verbs(whole_note)[-1] == Verb.ADOPTED
    decision = Decision.objects.get(process=process, number="2019/12345")
    assert (decision.text, decision.body) == ("Het college stelt de informatienota vast.", "college")
    assert (decision.period_words, decision.earlier) == ("15 januari 2019", False)
    assert verbs(decision) == [Verb.CREATED]
    assert list(verification.verify()) == []


def test_who_adopts_is_chosen_and_asked_again_when_the_text_names_another(world, whole_note, mandate):
    client, url = world.as_(mandate), reverse("council:adopt-note", args=[whole_note.pk])
    shown = client.get(url)
    assert '<option value="college" selected>' in shown.content.decode()
    data = {"body": "raad", "on": "2019-01-15", "seen": shown.context["seen"]}
    asked = client.post(url, data).content.decode()
    assert "In het besluit staat dat het college beslist, en u koos de raad." in asked
    assert "Toch stelt de raad vast" in asked
    whole_note.refresh_from_db()
    assert whole_note.is_concept
    assert client.post(url, data | {"body": "de wethouder"}).status_code == 200  # not in the list
    client.post(url, data | {"sure": "on"})
    whole_note.refresh_from_db()
    assert (whole_note.state, whole_note.body) == (Note.State.ADOPTED, "raad")


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("1. Het college stelt vast.", "college"),
        ("Burgemeester en wethouders besluiten de raad te informeren.", "college"),
        ("De gemeenteraad stelt vast.", "raad"),
        ("De burgemeester wijst aan.", "burgemeester"),
        ("Vast te stellen dat er water is, zoals het college al zei.", ""),
        ("", ""),
    ],
)
def test_the_text_says_who_decides(text, body):
    assert deciding(text) == body


def test_every_decision_point_becomes_a_decision(world, whole_note, process):
    before = process.decisions.count()
    whole_note = write(whole_note, world, decision_points="1. Eerst.\n2. **Dan**.\nEn dan nog.")
    adopt(whole_note, world)
    assert process.decisions.count() == before + 3
    assert process.decisions.filter(text="Dan.").exists()


def test_without_what_a_note_must_say_it_is_not_adopted_and_the_page_lists_it(world, note):
    note = write(note, world, subject="", key_message="", decision_points="")
    text = page(world.as_(world.alice), reverse("council:adopt-note", args=[note.pk]))
    for missing in ("onderwerp", "kernboodschap", "hoe de raad dit stuk behandelt", "nog geen besluit"):
        assert missing in text
    assert "Stel deze nota vast" not in text
    with pytest.raises(ValidationError) as refused:
        adopt(note, world)
    assert len(refused.value.messages) == 4
    note.refresh_from_db()
    assert note.is_concept


def test_without_a_number_a_note_can_be_adopted_but_the_page_warns(world, whole_note):
    whole_note = write(whole_note, world, number="")
    text = page(world.as_(world.alice), reverse("council:adopt-note", args=[whole_note.pk]))
    assert "Vaststellen kan zonder" in text
    adopt(whole_note, world)
    whole_note.refresh_from_db()
    assert whole_note.state == Note.State.ADOPTED


@pytest.mark.parametrize("what", ["text", "live"])
def test_nobody_adopts_another_text_than_was_on_the_page(world, whole_note, process, what):
    client = world.as_(world.alice)
    url = reverse("council:adopt-note", args=[whole_note.pk])
    seen = client.get(url).context["seen"]
    if what == "text":
        write(whole_note, world, subject="Iets anders")
    else:
        process_actions.add(Step(process=process, title="Nieuwe stap"), by=world.alice, at=world.at)
    answer = client.post(url, {"body": "college", "on": "2019-01-15", "seen": seen})
    assert "veranderd nadat u haar opende" in answer.content.decode()
    again = {"body": "college", "on": "2019-01-15", "seen": answer.context["seen"]}
    assert client.post(url, again).status_code == 302


def test_a_note_is_not_adopted_in_the_future(world, whole_note, settings):
    settings.REFERENCE_DATE = world.at.date()
    client = world.as_(world.alice)
    url = reverse("council:adopt-note", args=[whole_note.pk])
    seen = client.get(url).context["seen"]
    answer = client.post(url, {"body": "college", "on": "2019-01-16", "seen": seen})
    assert "Het is nu 15 januari 2019" in answer.content.decode()


def test_an_adopted_note_can_no_longer_be_changed_or_discarded(world, adopted):
    client = world.as_(world.alice)
    edit(client, adopted, subject="Toch anders")
    assert (
        "blijft staan"
        in client.get(reverse("council:discard-note", args=[adopted.pk]), follow=True).content.decode()
    )
    client.post(reverse("council:discard-note", args=[adopted.pk]))
    client.post(reverse("council:attach", args=[adopted.pk]), {"title": "Nagekomen"})
    client.post(reverse("council:remove-section", args=[adopted.pk, 1]))
    for attempt in (
        lambda: actions.discard(adopted, by=world.alice, at=world.at),
        lambda: actions.detach(adopted.attachments.get(), by=world.alice, at=world.at),
        lambda: adopt(adopted, world),
    ):
        with pytest.raises(ValidationError, match="verandert niet meer"):
            attempt()
    adopted.refresh_from_db()
    assert adopted.subject == "Stand van zaken"
    assert len(adopted.sections) == 7
    assert adopted.attachments.count() == 1


def test_who_was_still_writing_when_the_note_was_adopted_keeps_the_text_on_the_page(world, adopted):
    answer = edit(world.as_(world.alice), adopted, paragraaf__1__text="Mijn laatste zin")
    text = answer.content.decode()
    assert "Mijn laatste zin" in text
    assert "verandert niet meer" in text


def test_an_adopted_note_is_sent_and_says_so(world, adopted, clerk, settings):
    settings.REFERENCE_DATE = world.at.date()
    client, url = world.as_(clerk), reverse("council:send-note", args=[adopted.pk])
    assert "Leg vast dat de nota verzonden is" in page(client, adopted.get_absolute_url())
    early = client.post(url, {"to": "commissie Ontwikkeling", "on": "2019-01-14"})
    assert "Kies 15 januari 2019 of later." in early.content.decode()
    client.post(url, {"to": "commissie Ontwikkeling", "on": "2019-01-15"})
    adopted.refresh_from_db()
    assert (adopted.state, adopted.sent_to) == (Note.State.SENT, "commissie Ontwikkeling")
    assert verbs(adopted)[-1] == Verb.SENT
    assert "verzonden aan commissie Ontwikkeling" in page(client, adopted.get_absolute_url())
    with pytest.raises(ValidationError, match="al verzonden"):
        actions.send(adopted, to="raad", on=date(2019, 1, 15), by=clerk, at=world.at)


def test_a_concept_cannot_be_sent(world, whole_note):
    with pytest.raises(ValidationError, match="eerst vast"):
        actions.send(whole_note, to="raad", on=date(2019, 1, 15), by=world.alice, at=world.at)


def test_a_concept_is_discarded_after_a_question_and_stays_in_the_journal(world, note, process):
    client, url = world.as_(world.alice), reverse("council:discard-note", args=[note.pk])
    assert "Wilt u dit concept weggooien?" in page(client, url)
    key, label = str(note.pk), note._meta.label_lower
    assert client.post(url).url == process.get_absolute_url()
    assert not Note.objects.exists()
    last = JournalEntry.objects.filter(object_type=label, object_id=key).last()
    assert (last.verb, last.changes["subject"][0]) == (Verb.DELETED, "Stand van zaken")


def test_a_wrong_adopted_note_is_followed_by_a_new_one(world, adopted):
    client = world.as_(world.alice)
    answer = client.post(reverse("council:follow-up", args=[adopted.pk]))
    following = Note.objects.exclude(pk=adopted.pk).get()
    assert answer.url == reverse("council:edit-note", args=[following.pk])
    assert (following.follows, following.state, following.number) == (adopted, Note.State.CONCEPT, "")
    assert following.sections == adopted.sections
    assert [one.title for one in following.attachments.all()] == ["Bijlage 1: Plan van aanpak"]
    assert str(following) in page(client, adopted.get_absolute_url())
    with pytest.raises(ValidationError, match="nog een concept"):
        actions.follow_up(following, by=world.alice, at=world.at)


# --- who sees and does what


def test_a_concept_is_seen_by_staff_only_and_an_adopted_note_by_every_reader(
    world, whole_note, process, councillor
):
    reader, url = world.as_(councillor), whole_note.get_absolute_url()
    download = reverse("council:download", args=[whole_note.pk, "odt"])
    assert page(world.as_(world.bob), url)
    for hidden in (url, download):
        page(reader, hidden, 404)
        page(world.as_(world.charlie), hidden, 404)
    assert "Stand van zaken" not in page(reader, reverse("council:notes"))
    assert "Stand van zaken" not in page(reader, process.get_absolute_url())
    adopt(whole_note, world)
    assert "Stand van zaken" in page(reader, reverse("council:notes"))
    assert "Stand van zaken" in page(reader, process.get_absolute_url())
    assert "Wat er met de nota gebeurde" not in page(reader, url)
    assert reader.get(download).status_code == 200
    page(world.as_(world.charlie), url, 404)


def test_an_annex_is_seen_by_those_who_see_its_note(world, whole_note, councillor):
    url = reverse("council:attachment", args=[whole_note.attachments.get().pk])
    world.as_(world.alice).post(
        reverse("council:fill", args=[whole_note.attachments.get().pk]),
        {"file": SimpleUploadedFile("plan.pdf", b"%PDF")},
    )
    assert world.as_(councillor).get(url).status_code == 404
    adopt(whole_note, world)
    assert b"".join(world.as_(councillor).get(url).streaming_content) == b"%PDF"


def test_the_navigation_leads_those_who_read_to_the_notes(world, councillor):
    assert 'href="/raad/notas/"' in page(world.as_(councillor), reverse("council:notes"))
    assert 'href="/raad/notas/"' not in page(world.as_(world.charlie), "/")


WRITING = ["edit-note", "preview-note", "discard-note", "follow-up", "attach"]


@pytest.mark.parametrize("name", [*WRITING, "adopt-note", "send-note"])
def test_who_may_not_do_it_reads_who_may(world, adopted, name, councillor, clerk, mandate):
    refused = {
        "adopt-note": [world.bob, clerk, councillor],
        "send-note": [world.bob, mandate, councillor],
    }.get(name, [world.bob, clerk, mandate, councillor])
    for user in refused:
        answer = world.as_(user).post(reverse(f"council:{name}", args=[adopted.pk]))
        assert answer.status_code == 403, (user, answer)
        assert "Alleen een beheerder, programmamanager of" in answer.content.decode()


def test_an_official_writes_a_note_but_does_not_adopt_it(world, note, official):
    assert edit(world.as_(official), note, subject="Van Anna").status_code == 302
    assert world.as_(official).get(reverse("council:adopt-note", args=[note.pk])).status_code == 403


def test_buttons_stand_there_only_for_those_who_may_press_them(world, whole_note, mandate):
    seen = page(world.as_(mandate), whole_note.get_absolute_url())
    assert "Stel vast" in seen
    assert "Schrijf verder" not in seen
    assert "Schrijf verder" in page(world.as_(world.alice), whole_note.get_absolute_url())
