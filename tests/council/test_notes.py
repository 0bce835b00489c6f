"""The pages of a note: from the button on the process page to a note that was sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from houtskool.council.models import Attachment, Note
from houtskool.council.notes import actions
from houtskool.council.notes.content import content_of
from houtskool.process import actions as process_actions
from houtskool.process.models import Decision, Step
from houtskool.records import verification
from houtskool.records.models import JournalEntry
from houtskool.records.verbs import Verb
from tests.council.conftest import adopt, write


def page(client, url, status=200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer
    return answer.content.decode()


def sheet(note, do="save", **changed) -> dict[str, object]:
    """What the browser sends from the editing page of this note, with some fields changed."""
    content = content_of(note)
    data: dict[str, object] = {**content.texts, "revision": note.revision, "do": do}
    data["paragrafen"] = ",".join(str(section.key) for section in content.sections)
    for one in content.sections:
        data |= {
            f"paragraaf-{one.key}-title": one.title,
            f"paragraaf-{one.key}-text": one.text,
            f"paragraaf-{one.key}-part": one.part,
        }
    return data | {name.replace("__", "-"): value for name, value in changed.items()}


def edit(client, note, **changed):
    return client.post(reverse("council:edit-note", args=[note.pk]), sheet(note, **changed))


def verbs(thing) -> list[str]:
    return list(JournalEntry.objects.about(thing).values_list("verb", flat=True))


def titles(note) -> list[str]:
    note.refresh_from_db()
    return [section["title"] for section in note.sections]


# --- begin and write


def test_a_note_is_begun_from_the_process_page_and_stands_filled(world, process):
    client = world.as_(world.alice)
    begin = reverse("council:begin-note", args=[process.pk])
    assert f'href="{begin}"' in page(client, process.get_absolute_url())
    assert "Stand van zaken" in page(client, begin)
    answer = client.post(begin, {"kind": "informatienota", "subject": "Stand van zaken"})
    note = Note.objects.get()
    assert answer.url == reverse("council:edit-note", args=[note.pk])
    assert (note.author, note.email, note.state) == ("Alice", world.alice.email, Note.State.CONCEPT)
    assert "Werkplaats begeleidt het proces." in page(client, answer.url)
    assert verbs(note) == [Verb.CREATED]
    assert Attachment.objects.get().title == "Bijlage 1: Plan van aanpak"


def test_header_and_sections_are_written_on_one_page(world, note):
    answer = edit(
        world.as_(world.alice), note, subject="Nieuw onderwerp", holders="Jansen, J.", treatment="advice",
        key_message="Eén.\r\n\r\n- twee", paragraaf__1__title="Aanleiding", paragraaf__1__text="Hierom.",
        paragraaf__1__part="",
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    note.refresh_from_db()
    assert (note.subject, note.holders, note.treatment) == ("Nieuw onderwerp", "Jansen, J.", "advice")
    assert note.key_message == "Eén.\n\n- twee"
    assert note.sections[0] == {"key": 1, "title": "Aanleiding", "text": "Hierom.", "part": ""}
    assert note.revision == 2


def test_saving_without_a_change_leaves_no_trace(world, note):
    before = JournalEntry.objects.count()
    edit(world.as_(world.alice), note)
    note.refresh_from_db()
    assert (note.revision, JournalEntry.objects.count()) == (1, before)


def test_the_history_of_a_note_reads_as_words(world, note):
    section = replace(content_of(note).sections[0], text="Hierom een programma.")
    write(note, world, sections=(section, *content_of(note).sections[1:]))
    text = page(world.as_(world.alice), note.get_absolute_url())
    assert "Inleiding: Hierom een programma." in text
    assert "{&#x27;" not in text


def test_names_and_addresses_stand_in_the_journal_as_digests_only(world, note):
    write(note, world, author="Anna Ambtenaar", phone="0612345678", email="anna@a.example", holders="Jansen")
    changes = str(JournalEntry.objects.about(note).last().changes)
    assert not any(word in changes for word in ("Ambtenaar", "0612345678", "anna@", "Jansen"))


def test_a_field_that_does_not_fit_leaves_the_page_open_with_what_was_typed(world, note):
    answer = edit(world.as_(world.alice), note, email="geen adres", paragraaf__1__text="Mijn werk")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "geen adres" in text
    assert "Mijn werk" in text
    note.refresh_from_db()
    assert note.revision == 1


def test_sections_are_added_moved_and_removed_and_nothing_typed_is_lost(world, note):
    client = world.as_(world.alice)
    edit(client, note, do="add", paragraaf__1__text="Getypt bij toevoegen")
    assert titles(note) == [
        "Inleiding", "Kernboodschap", "Consequenties", "Vervolg", "Nieuwe paragraaf", "Bijlagen",
    ]  # fmt: skip
    assert note.sections[0]["text"] == "Getypt bij toevoegen"
    edit(client, note, do="up-6", paragraaf__6__title="Tussenstand")
    assert titles(note)[3:5] == ["Tussenstand", "Vervolg"]
    edit(client, note, do="down-6")
    edit(client, note, do="down-5")  # the last one stays the last
    assert titles(note)[4:] == ["Tussenstand", "Bijlagen"]
    answer = edit(client, note, do="remove-6", paragraaf__1__text="Getypt bij weghalen")
    assert "Tussenstand" in page(client, answer.url)  # it asks first
    assert "Tussenstand" in titles(note)
    client.post(answer.url)
    assert "Tussenstand" not in titles(note)
    assert note.sections[0]["text"] == "Getypt bij weghalen"


def test_a_sheet_that_forgets_its_sections_removes_none(world, note):
    answer = edit(world.as_(world.alice), note, paragrafen="1,99")
    assert "Laad de pagina opnieuw" in answer.content.decode()
    assert len(titles(note)) == 5


def test_every_section_can_go(world, note):
    for key in range(1, 6):
        actions.remove_section(note, key, by=world.alice, at=world.at)
    assert titles(note) == []
    assert edit(world.as_(world.alice), note, subject="Zonder paragrafen").status_code == 302


def test_the_key_of_a_removed_section_is_not_used_again(world, note):
    added = actions.add_section(note, seen=1, by=world.alice, at=world.at)
    actions.remove_section(note, added.key, by=world.alice, at=world.at)
    note.refresh_from_db()
    again = actions.add_section(note, seen=note.revision, by=world.alice, at=world.at)
    assert again.key == added.key + 1


def test_what_is_open_is_listed_with_links_that_lead_to_a_field(world, note):
    client = world.as_(world.alice)
    text = page(client, reverse("council:edit-note", args=[note.pk]))
    assert "Nog in te vullen" in text
    for name in ("treatment", "number", "holders"):
        assert f"#id_{name}" in text
        assert f'id="id_{name}"' in text


def test_the_preview_shows_what_is_on_the_page_and_saves_nothing(world, note):
    url = reverse("council:preview-note", args=[note.pk])
    data = sheet(note, subject="Nog niet bewaard", paragraaf__1__text="**Vet** gezegd")
    text = world.as_(world.alice).post(url, data).content.decode()
    assert '<h2 class="document__title">Informatienota: Nog niet bewaard</h2>' in text
    assert "<strong>Vet</strong> gezegd" in text
    note.refresh_from_db()
    assert note.subject == "Stand van zaken"


# --- annexes


def test_an_annex_comes_with_its_file_or_is_named_as_missing(world, note):
    client = world.as_(world.alice)
    missing = note.attachments.get()
    assert "niet bijgevoegd" in page(client, note.get_absolute_url())
    client.post(reverse("council:fill", args=[missing.pk]), {"file": SimpleUploadedFile("plan.pdf", b"%PDF")})
    assert "niet bijgevoegd" not in page(client, note.get_absolute_url())
    answer = client.get(reverse("council:attachment", args=[missing.pk]))
    assert b"".join(answer.streaming_content) == b"%PDF"
    assert "attachment" in answer["Content-Disposition"]
    client.post(reverse("council:attach", args=[note.pk]), {"title": "Nog een"})
    assert "Nog een" in page(client, note.get_absolute_url())
    client.post(reverse("council:detach", args=[Attachment.objects.get(title="Nog een").pk]))
    assert note.attachments.count() == 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"title": ""}, "Geef de bijlage een titel"),
        ({"title": "Leeg", "file": SimpleUploadedFile("leeg.pdf", b"")}, "is leeg"),
    ],
)
def test_an_annex_that_cannot_be_is_refused_with_a_message(world, note, data, message):
    client = world.as_(world.alice)
    answer = client.post(reverse("council:attach", args=[note.pk]), data, follow=True)
    assert message in answer.content.decode()
    assert note.attachments.count() == 1


# --- adopt, send, discard, follow up


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
    assert len(adopted.sections) == 5
    assert adopted.attachments.count() == 1


def test_who_was_still_writing_when_the_note_was_adopted_keeps_the_text_on_the_page(world, adopted):
    answer = edit(world.as_(world.alice), adopted, paragraaf__1__text="Mijn laatste zin")
    text = answer.content.decode()
    assert "Mijn laatste zin" in text
    assert "verandert niet meer" in text


def test_an_adopted_note_is_sent_and_says_so(world, adopted, clerk, settings):
    settings.REFERENCE_DATE = world.at.date()
    client, url = world.as_(clerk), reverse("council:send-note", args=[adopted.pk])
    early = client.post(url, {"to": "commissie Ontwikkeling", "on": "2019-01-14"})
    assert "pas op 15 januari 2019 vastgesteld" in early.content.decode()
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


# --- queries


@pytest.mark.parametrize("times", [1, 7])
def test_the_pages_ask_the_same_number_of_queries(world, note, process, times, django_assert_num_queries):
    for number in range(times):
        actions.attach(note, f"Bijlage {number}", None, by=world.alice, at=world.at)
        process_actions.add(Step(process=process, title=f"Stap {number}"), by=world.alice, at=world.at)
        other = actions.begin(
            process, kind="informatienota", subject=f"N {number}", by=world.alice, at=world.at
        )
        write(other, world, treatment="notice")
    client = world.as_(world.alice)
    for url, queries in [
        (reverse("council:notes"), 5),
        (note.get_absolute_url(), 23),
        (reverse("council:edit-note", args=[note.pk]), 17),
        (reverse("council:adopt-note", args=[note.pk]), 17),
    ]:
        with django_assert_num_queries(queries):
            page(client, url)
