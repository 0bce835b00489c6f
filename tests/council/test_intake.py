from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document as WordDocument

from houtskool.council import intake
from houtskool.council.notes import actions as notes
from houtskool.documents import Document, Paragraph, write_pdf
from houtskool.process.models import Commitment, Fact, Gathering, Process, SourceDocument
from houtskool.records import verification
from houtskool.records.journal import readable_changes
from houtskool.records.models import JournalEntry
from houtskool.records.verbs import Verb
from houtskool.sector.models import StakeholderGroup
from tests.council.conftest import NOTE


def facts(document, kind):
    return list(document.facts.filter(kind=kind))


def judge(client, fact, **data):
    return client.post(reverse("council:judge", args=[fact.pk]), data)


def corrected(fact, **values):
    """The form of a fact as a person sends it, with some fields changed."""
    form = intake.kind_of(fact.kind).form
    initial = {
        name: value for name, value in form.from_values(fact.values).items() if name in form.base_fields
    }
    return {
        f"feit-{fact.pk}-{name}": value
        for name, value in {**initial, **values}.items()
        if value not in (None, False)
    } | {"verdict": "correct"}


def test_nothing_counts_before_it_is_confirmed(document):
    assert document.facts.count() > 10
    assert not Process.objects.exists()
    assert not StakeholderGroup.objects.exists()


def test_every_fact_stands_at_its_words(document):
    for fact in document.facts.all():
        assert 0 <= fact.start < fact.end <= len(document.text)
    session = next(f for f in facts(document, "schedule") if "Werksessie" in f.values["what"])
    assert "Oude Fabriek" in session.words


def test_confirming_builds_the_skeleton(world, document):
    process = intake.confirm(document, process=None, by=world.alice, at=world.at)
    session = process.gatherings.get()
    assert (session.kind, session.place) == (Gathering.Kind.WORK_SESSION, "Oude Fabriek")
    assert {i.group.name for i in session.involvements.all()} == {
        "sociaal ondernemers",
        "financiers",
        "inkopers",
    }
    assert process.steps.get().planned.text == "Najaar 2019"
    assert process.facilitator.name == "Werkplaats"
    assert {domain.name for domain in process.domains.all()} == {"economie", "onderwijs", "sociale zaken"}
    assert process.coalition_agreement == "Samen Sterk"
    assert Commitment.objects.filter(process=process, due_words__iexact="najaar 2019").exists()
    assert [annex.upload for annex in document.annexes.all()] == [None]
    assert list(verification.verify()) == []


def test_months_later_everything_still_leads_to_its_sentence(world, document):
    process = intake.confirm(document, process=None, by=world.alice, at=world.at)
    client = world.as_(world.alice)
    for thing in [*process.steps.all(), *process.gatherings.all(), *process.commitments.all()]:
        fact = Fact.objects.about(thing).get()
        assert f'href="{fact.get_absolute_url()}"' in client.get(process.get_absolute_url()).content.decode()
        assert f'id="plaats-{fact.pk}"' in client.get(document.get_absolute_url()).content.decode()


def test_what_is_left_out_does_not_become_part_of_the_programme(world, document):
    client = world.as_(world.alice)
    inkopers = next(f for f in facts(document, "group") if f.values["name"] == "inkopers")
    session = facts(document, "schedule")[0]
    judge(client, inkopers, verdict="leave-out")
    judge(client, session, verdict="leave-out")
    intake.confirm(document, process=None, by=world.alice, at=world.at)
    assert not StakeholderGroup.objects.filter(name="inkopers").exists()
    assert not Gathering.objects.exists()


def test_a_correction_is_used_and_what_was_read_is_kept_beside_it(world, document):
    client = world.as_(world.alice)
    session = facts(document, "schedule")[0]
    answer = judge(client, session, **corrected(session, place="Nieuwe Fabriek", period="13 september 2019"))
    assert answer.status_code == 302
    session.refresh_from_db()
    assert (session.state, session.read["place"]) == (Fact.State.CORRECTED, "Oude Fabriek")
    intake.confirm(document, process=None, by=world.alice, at=world.at)
    gathering = Gathering.objects.get()
    assert (gathering.place, str(gathering.planned_start)) == ("Nieuwe Fabriek", "2019-09-13")


def test_a_fact_can_be_taken_back_to_what_was_read(world, document):
    session = facts(document, "schedule")[0]
    intake.correct(session, {"place": "Elders"}, by=world.alice, at=world.at)
    judge(world.as_(world.alice), session, verdict="keep")
    session.refresh_from_db()
    assert (session.state, session.values) == (Fact.State.KEPT, session.read)


def test_a_period_that_cannot_be_read_leaves_the_form_open_with_the_words(world, document):
    session = facts(document, "schedule")[0]
    answer = judge(world.as_(world.alice), session, **corrected(session, period="ooit eens"))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "herkennen wij niet als periode" in page
    assert 'value="ooit eens"' in page
    session.refresh_from_db()
    assert session.state == Fact.State.PROPOSED


def test_a_note_is_confirmed_once(world, document):
    intake.confirm(document, process=None, by=world.alice, at=world.at)
    with pytest.raises(ValidationError, match="al bevestigd"):
        intake.confirm(document, process=None, by=world.alice, at=world.at)
    with pytest.raises(ValidationError, match="al bevestigd"):
        intake.leave_out(document.facts.first(), by=world.alice, at=world.at)


def test_a_second_note_may_join_a_process_without_doubling_it(world, document):
    process = intake.confirm(document, process=None, by=world.alice, at=world.at)

    def counted():
        names = ("steps", "gatherings", "involvements", "decisions", "commitments", "goals", "domains")
        return {name: getattr(process, name).count() for name in names}

    before = counted()
    changed = NOTE.replace("Actieprogramma Sociaal Ondernemen door", "Actieprogramma Heel Anders door")
    again = intake.open_note(changed, name="Nog eens", by=world.alice, at=world.at)
    assert intake.confirm(again, process=process, by=world.alice, at=world.at) == process
    process.refresh_from_db()
    assert process.title != "Actieprogramma Heel Anders"
    assert counted() == before | {"steps": before["steps"] + 1, "commitments": before["commitments"] + 1}
    # What both notes name leads to both sentences.
    assert Fact.objects.about(process.gatherings.get()).count() == 2


def test_the_same_text_does_not_join_the_same_process_twice(world, document):
    process = intake.confirm(document, process=None, by=world.alice, at=world.at)
    again = intake.open_note(NOTE, name="Nog eens", by=world.alice, at=world.at)
    page = world.as_(world.alice).get(reverse("council:review", args=[again.pk])).content.decode()
    assert "Deze tekst is al eens ingelezen." in page
    with pytest.raises(ValidationError, match="staat al in"):
        intake.confirm(again, process=process, by=world.alice, at=world.at)


def test_a_new_process_is_called_as_the_person_says(world, document):
    client = world.as_(world.alice)
    suggested = client.get(reverse("council:review", args=[document.pk])).context["form"].initial["title"]
    assert suggested == "Actieprogramma Sociaal Ondernemen"
    client.post(reverse("council:confirm", args=[document.pk]), {"title": "Ondernemen met zin"})
    process = Process.objects.get()
    assert (process.title, list(process.former_titles.all())) == ("Ondernemen met zin", [])


def test_a_note_without_a_programme_lends_its_subject_to_the_process(world):
    text = "Raadsinformatiebrief\n\nOnderwerp: Werkplekken voor jongeren\n\nWij informeren u."
    document = intake.open_note(text, name="brief.docx", by=world.alice, at=world.at)
    assert intake.title_of(document) == "Werkplekken voor jongeren"


def test_a_note_that_waits_can_be_thrown_away_and_a_confirmed_one_not(world, document):
    client = world.as_(world.alice)
    address = reverse("council:discard", args=[document.pk])
    assert document.name in client.get(address).content.decode()
    client.post(address)
    assert not SourceDocument.objects.exists()
    again = intake.open_note(NOTE, name="Nog eens", by=world.alice, at=world.at)
    intake.confirm(again, process=None, by=world.alice, at=world.at)
    assert client.post(reverse("council:discard", args=[again.pk])).status_code == 404


def word_file(*paragraphs: str) -> SimpleUploadedFile:
    word = WordDocument()
    for paragraph in paragraphs:
        word.add_paragraph(paragraph)
    kept = BytesIO()
    word.save(kept)
    return SimpleUploadedFile("nota.docx", kept.getvalue())


def test_a_word_file_is_uploaded_and_can_be_fetched_again_as_a_download(world):
    client = world.as_(world.alice)
    given = word_file(*NOTE.split("\n"))
    answer = client.post(reverse("council:begin"), {"file": given})
    document = SourceDocument.objects.get()
    assert answer.url == reverse("council:review", args=[document.pk])
    assert document.facts.filter(kind="organisation").exists()
    original = client.get(reverse("process:original", args=[document.pk]))
    assert "attachment" in original["Content-Disposition"]
    given.seek(0)
    assert b"".join(original.streaming_content) == given.read()


def test_pages_of_a_file_that_could_not_be_read_are_told_beside_what_was_read(world):
    kept = BytesIO()
    with pikepdf.open(
        BytesIO(write_pdf(Document("Nota", (Paragraph("Het college komt met een plan."),))))
    ) as pdf:
        pdf.add_blank_page()
        pdf.save(kept)
    client = world.as_(world.alice)
    given = SimpleUploadedFile("nota.pdf", kept.getvalue())
    page = client.post(reverse("council:begin"), {"file": given}, follow=True).content.decode()
    assert "Bladzijde 2 bevat geen tekst" in page


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "Kies een bestand of plak de tekst"),
        ({"pasted": "tekst", "file": SimpleUploadedFile("a.txt", b"tekst")}, "Kies één van beide"),
        ({"file": SimpleUploadedFile("bad.pdf", b"Fout 503")}, "Dit is geen PDF, maar gewone tekst"),
        ({"file": SimpleUploadedFile("plaat.png", b"\x89PNG\r\n\x1a\n" + b"0" * 64)}, "plaat.png"),
    ],
)
def test_what_cannot_be_read_gets_a_message_and_keeps_what_was_typed(world, data, message):
    answer = world.as_(world.alice).post(reverse("council:begin"), data)
    assert answer.status_code == 200
    assert message in answer.content.decode()
    assert data.get("pasted", "") in answer.content.decode()


def test_an_upload_that_is_too_large_is_refused(world, settings):
    settings.UPLOAD_LIMIT = 10
    given = SimpleUploadedFile("groot.txt", b"meer dan tien tekens")
    answer = world.as_(world.alice).post(reverse("council:begin"), {"file": given})
    assert "Verklein het of plak de tekst" in answer.content.decode()
    assert not SourceDocument.objects.exists()


def test_the_text_of_a_note_is_shown_and_never_run(world):
    document = intake.open_note(
        "Informatienota\n\n<script>alert(1)</script> Het college komt in het voorjaar van 2020 met een plan.",
        name="<b>nota</b>", by=world.alice, at=world.at,
    )  # fmt: skip
    page = world.as_(world.alice).get(reverse("council:review", args=[document.pk])).content.decode()
    assert "<script>alert" not in page
    assert "<b>nota</b>" not in page


def test_a_facilitator_may_not_read_a_note_in_and_does_not_see_one_that_waits(world, document):
    client = world.as_(world.bob)
    assert client.get(reverse("council:begin")).status_code == 403
    assert client.get(document.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("times", [1, 6])
def test_the_note_screen_asks_the_same_number_of_queries(world, times, django_assert_max_num_queries):
    document = intake.open_note(NOTE * times, name="lang", by=world.alice, at=world.at)
    client = world.as_(world.alice)
    with django_assert_max_num_queries(11):
        client.get(reverse("council:review", args=[document.pk]))


WITH_HEADER = NOTE.replace(
    "Kernboodschap",
    "Onderwerp: Sociaal ondernemen\nPortefeuillehouder: Jansen, P.\nAfdeling: Economie\n"
    "Auteur: Klaassen, K.\n\nKernboodschap",
    1,
)


def header_fact(document, key):
    return next(fact for fact in facts(document, "header") if fact.values["key"] == key)


def test_the_header_stays_as_it_was_read_except_where_a_person_judged_otherwise(world):
    document = intake.open_note(WITH_HEADER, name="nota", by=world.alice, at=world.at)
    read = dict(document.header)
    intake.correct(header_fact(document, "holders"), {"value": "De Vries, A."}, by=world.alice, at=world.at)
    intake.leave_out(header_fact(document, "author"), by=world.alice, at=world.at)
    process = intake.confirm(document, process=None, by=world.alice, at=world.at)
    document.refresh_from_db()
    assert document.header == {**read, "holders": ["De Vries, A."], "author": None}
    begun = notes.begin(process, kind="informatienota", subject="x", by=world.alice, at=world.at)
    assert (begun.holders, begun.department) == ("De Vries, A.", "Economie")


def test_a_department_with_an_ampersand_reaches_a_new_note_whole(world):
    text = WITH_HEADER.replace("Afdeling: Economie", "Afdeling: Economie & Werk")
    assert text != WITH_HEADER
    client = world.as_(world.alice)
    client.post(reverse("council:begin"), {"pasted": text})
    document = SourceDocument.objects.get()
    for key in ("holders", "author"):
        intake.leave_out(header_fact(document, key), by=world.alice, at=world.at)
    process = intake.confirm(document, process=None, by=world.alice, at=world.at)
    begun = notes.begin(process, kind="informatienota", subject="x", by=world.alice, at=world.at)
    assert (begun.department, begun.holders) == ("Economie & Werk", "")
    assert begun.author == world.alice.name


def test_the_journal_tells_what_was_corrected_and_what_the_facts_became_without_names(world):
    document = intake.open_note(WITH_HEADER, name="nota", by=world.alice, at=world.at)
    intake.correct(header_fact(document, "author"), {"value": "Pietersen, Q."}, by=world.alice, at=world.at)
    process = intake.confirm(document, process=None, by=world.alice, at=world.at)
    entry = JournalEntry.objects.about(document).get(verb=Verb.CONFIRMED)
    step, fact = process.steps.get(), Fact.objects.about(process.steps.get()).get()
    assert f"feit {fact.pk}: stap {step.pk}" in entry.changes["facts"][1]
    before, after = readable_changes(entry)["header"]
    assert (before["author"], after["author"]) == ("Klaassen, K.", "Pietersen, Q.")
    written = "".join(str(entry.changes) for entry in JournalEntry.objects.all())
    assert "Klaassen" not in written
    assert "Pietersen" not in written


@pytest.mark.parametrize("words", ["29 november", "31 juni 2021"])
def test_correcting_something_else_leaves_the_days_of_a_period_alone(world, document, words):
    session = facts(document, "schedule")[0]
    said = {"text": words, "start": "2018-11-29", "end": "2018-11-29"}
    session.read, session.values = ({**session.read, "period": said} for _ in range(2))
    session.save()
    judge(world.as_(world.alice), session, **corrected(session, place="Nieuwe Fabriek"))
    session.refresh_from_db()
    assert (session.values["place"], session.values["period"]) == ("Nieuwe Fabriek", said)


def test_a_fact_that_does_not_fit_is_named_and_nothing_is_built(world, document):
    promise = facts(document, "commitment")[0]
    promise.values = {**promise.values, "by": "college " * 20}
    promise.save()
    url = reverse("council:confirm", args=[document.pk])
    answer = world.as_(world.alice).post(url, {"process": ""}, follow=True)
    assert "Verbeter aankondiging “Presenteren" in answer.content.decode()
    assert not Process.objects.exists()


PROMISED = NOTE.replace(
    "3. Bijlagen",
    "Wethouder Bos zegt toe de raad in mei 2020 te informeren over de kosten. In de commissie van 14 mei "
    "2019 hebben wij toegezegd u voor 1 oktober 2019 een overzicht te sturen.\n\nIn de vergadering van "
    "12 maart 2019 hebben wij toegezegd u een brief te sturen. Met deze nota doen wij dat.\n\n3. Bijlagen",
)


def test_what_was_promised_becomes_a_toezegging_of_who_promised_it_and_no_decision(world):
    document = intake.open_note(PROMISED, name="nota", by=world.alice, at=world.at)
    process = intake.confirm(document, process=None, by=world.alice, at=world.at)
    told = {one.due_words: (one.kind, one.by) for one in process.commitments.all()}
    assert told == {
        "Najaar 2019": (Commitment.Kind.ANNOUNCED, "college"),
        "mei 2020": (Commitment.Kind.PROMISED, "wethouder Bos"),
        "voor 1 oktober 2019": (Commitment.Kind.PROMISED, "college"),
    }
    assert not process.decisions.filter(text__contains="toegezegd").exists()


def test_a_promise_that_the_note_keeps_stays_in_the_document_alone(world):
    document = intake.open_note(PROMISED, name="nota", by=world.alice, at=world.at)
    intake.confirm(document, process=None, by=world.alice, at=world.at)
    (kept,) = facts(document, "reference")
    assert "een brief te sturen" in kept.values["text"]
    assert kept.target is None


def test_a_person_may_say_that_an_announcement_is_a_toezegging(world, document):
    (promise,) = facts(document, "commitment")
    page = world.as_(world.alice).get(reverse("council:review", args=[document.pk])).content.decode()
    assert "soort: aankondiging" in page
    judge(world.as_(world.alice), promise, **corrected(promise, kind=Commitment.Kind.PROMISED))
    process = intake.confirm(document, process=None, by=world.alice, at=world.at)
    assert process.commitments.get().kind == Commitment.Kind.PROMISED


def test_an_amount_can_be_corrected_and_stands_with_the_process(world):
    text = NOTE.replace(
        "1. Het college stelt", "1. Het college stelt € 41.200 beschikbaar.\n2. Het college stelt"
    )
    document = intake.open_note(text, name="nota", by=world.alice, at=world.at)
    amount = facts(document, "amount")[0]
    judge(world.as_(world.alice), amount, **corrected(amount, text="€ 42.000"))
    process = intake.confirm(document, process=None, by=world.alice, at=world.at)
    page = world.as_(world.alice).get(process.get_absolute_url()).content.decode()
    assert "€ 42.000" in page
    assert amount.get_absolute_url() in page
