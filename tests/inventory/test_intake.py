"""A report comes in, a person judges what was proposed, and what stands becomes contributions."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from houtskool.accounts.roles import Role
from houtskool.documents import Document, Paragraph, bullets, write_docx, write_odt, write_pdf
from houtskool.inventory import reports_read
from houtskool.inventory.actions import answers, consent, intakes, taking_in
from houtskool.inventory.models import Contribution, Contributor, Intake, Proposal
from houtskool.kernel.proposals import place
from houtskool.process import actions as process_actions
from houtskool.process.models import Gathering, SourceDocument
from houtskool.records import erasure, uploads, verification
from houtskool.records.models import JournalEntry, Upload
from houtskool.web.reference_date import moment
from tests.conftest import make_user

REPORT = """Interview met Anna de Vries (financier)

Wat ziet u aan plannen?

Wij zien weinig plannen die goed zijn doorgerekend. Dat is jammer.

Wat kunt u bieden?

Wij kunnen ondernemers helpen met een rekenmodel.

Wij willen ook garant staan.
"""


@pytest.fixture
def gathering(world, process):
    return process_actions.add(
        Gathering(process=process, title="Interview financier"), by=world.alice, at=world.at
    )


@pytest.fixture
def opened(world, process, gathering, inbreng):
    inbreng.group("financiers")
    return intakes.open_report(
        REPORT, name="Interview", process=process, gathering=gathering, by=world.bob, at=world.at
    )


def words(intake):
    return [reports_read.words_of(intake.document, row) for row in intake.proposals.filter(left_out=False)]


def span(intake, some):
    found = place(intake.document.text, some)
    assert found is not None
    return found


def mend(world, row, spans, **given):
    values = {"kind": "", "group": None, "speaker": "", "consent": "aggregate", "seen": row.revision, **given}
    return intakes.mend(row, spans, **values, by=world.bob, at=world.at)


def test_a_report_is_cut_into_proposals_with_their_speaker_and_group(opened):
    assert words(opened) == [
        "Wij zien weinig plannen die goed zijn doorgerekend. Dat is jammer.",
        "Wij kunnen ondernemers helpen met een rekenmodel.",
        "Wij willen ook garant staan.",
    ]
    first = opened.proposals.first()
    assert (first.speaker, str(first.group), first.consent) == ("Anna de Vries", "financiers", "aggregate")
    assert first.context.endswith("Wat ziet u aan plannen?")
    assert not Contribution.objects.exists()


def test_what_stands_becomes_contributions_with_their_place_and_leads_back_to_it(opened, world):
    leave = opened.proposals.last()
    intakes.leave_out(leave, left_out=True, seen=0, by=world.bob, at=world.at)
    made = taking_in.confirm(opened, sure=False, by=world.bob, at=world.at)
    assert [one.words for one in made] == words(opened)
    one = made[0]
    text = opened.document.text
    assert " ".join(text[one.start : one.end].split()) == one.words
    assert (one.document, one.gathering, str(one.group)) == (opened.document, opened.gathering, "financiers")
    assert one.contributor == Contributor.objects.get()
    assert JournalEntry.objects.about(one).get().by == world.bob
    bob = world.as_(world.bob)
    page = bob.get(reports_read.place_of(one).split("#")[0])
    assert f'id="plaats-{Proposal.objects.get(draft=one.draft).pk}"' in page.content.decode()
    assert one.get_absolute_url() in page.content.decode()
    assert (
        reports_read.place_of(one).replace("&", "&amp;") in bob.get(one.get_absolute_url()).content.decode()
    )
    assert bob.get(opened.document.get_absolute_url()).url == opened.get_absolute_url()
    assert list(verification.verify()) == []


def test_a_proposal_is_shortened_lengthened_and_split_by_its_words(opened, world):
    first = opened.proposals.first()
    (row,) = mend(world, first, [span(opened, "Wij zien weinig plannen die goed zijn doorgerekend.")])
    assert words(opened)[0] == "Wij zien weinig plannen die goed zijn doorgerekend."
    both = [
        span(opened, "Wij zien weinig plannen die goed zijn doorgerekend."),
        span(opened, "Dat is jammer."),
    ]
    assert len(mend(world, row, both, kind="obstacle")) == 2
    assert words(opened)[:2] == ["Wij zien weinig plannen die goed zijn doorgerekend.", "Dat is jammer."]
    assert [one.kind for one in opened.proposals.all()][:2] == ["obstacle", "obstacle"]


def test_two_proposals_are_joined_with_what_stands_between_them(opened, world):
    second = opened.proposals.all()[1]
    intakes.join_next(second, seen=0, by=world.bob, at=world.at)
    assert (
        words(opened)[1] == "Wij kunnen ondernemers helpen met een rekenmodel.\nWij willen ook garant staan."
    )
    last = opened.proposals.all()[1]
    with pytest.raises(ValidationError, match="Hierna komt geen voorstel"):
        intakes.join_next(last, seen=last.revision, by=world.bob, at=world.at)


def test_words_that_another_proposal_has_are_refused(opened, world):
    first = opened.proposals.first()
    with pytest.raises(ValidationError, match="ook in een ander voorstel"):
        mend(world, first, [span(opened, "Wij willen ook garant staan.")])
    with pytest.raises(ValidationError, match="al in een voorstel"):
        intakes.add(opened, span(opened, "ook garant"), by=world.bob, at=world.at)


def test_words_that_no_rule_found_can_be_proposed(opened, world):
    row = intakes.add(opened, span(opened, "Wat kunt u bieden?"), by=world.bob, at=world.at)
    assert reports_read.words_of(opened.document, row) == "Wat kunt u bieden?"
    assert [one.pk for one in opened.proposals.all()].index(row.pk) == 1


def test_the_second_of_two_people_is_told_and_overwrites_nothing(opened, world):
    first = opened.proposals.first()
    intakes.leave_out(first, left_out=True, seen=0, by=world.alice, at=world.at)
    with pytest.raises(ValidationError, match="Alice wijzigde dit voorstel intussen"):
        mend(world, first, [(first.start, first.end)], kind="idea", seen=0)
    first.refresh_from_db()
    assert (first.left_out, first.kind) == (True, first.kind)
    assert not JournalEntry.objects.about(first).filter(by=world.bob).exists()


def test_the_page_says_that_somebody_else_is_at_it(opened, world, settings):
    settings.REFERENCE_DATE = world.at.date()
    bob, page = world.as_(world.bob), opened.get_absolute_url()
    at = moment(bob.get(page).wsgi_request)
    intakes.leave_out(opened.proposals.first(), left_out=True, seen=0, by=world.alice, at=at)
    assert "Alice werkt hier ook aan" in bob.get(page).content.decode()
    assert "werkt hier ook aan" not in world.as_(world.alice).get(page).content.decode()
    Intake.objects.update(touched_at=at - timedelta(hours=1))
    assert "werkt hier ook aan" not in bob.get(page).content.decode()


def test_everything_is_set_for_all_at_once_or_for_one_speaker(opened, world, inbreng):
    group = inbreng.group("ondernemers")
    intakes.add(opened, span(opened, "Wat kunt u bieden?"), by=world.bob, at=world.at)
    changed = intakes.set_all(
        opened, {"consent": "quote"}, speaker="Anna de Vries", by=world.bob, at=world.at
    )
    assert changed == 3
    assert (
        intakes.set_all(opened, {"group": group, "kind": "idea"}, speaker=None, by=world.bob, at=world.at)
        == 4
    )
    assert {(row.group, row.kind) for row in opened.proposals.all()} == {(group, "idea")}
    assert [row.consent for row in opened.proposals.filter(speaker="")] == ["aggregate"]


def test_personal_data_must_be_said_to_stay(world, process):
    intake = intakes.open_report(
        "Bel mij gerust op 06-12345678 voor een afspraak.",
        name="Kort",
        process=process,
        by=world.bob,
        at=world.at,
    )
    with pytest.raises(ValidationError, match="persoonsgegevens"):
        taking_in.confirm(intake, sure=False, by=world.bob, at=world.at)
    assert not Contribution.objects.exists()
    page = world.as_(world.bob).get(intake.get_absolute_url()).content.decode()
    assert "telefoonnummer: 06-12345678" in page
    (one,) = taking_in.confirm(intake, sure=True, by=world.bob, at=world.at)
    assert one.kept_hints == ["06-12345678"]


def test_what_was_taken_in_is_undone_but_for_what_was_worked_on(opened, world):
    made = taking_in.confirm(opened, sure=False, by=world.bob, at=world.at)
    answers.answer(made[:1], outcome="taken", reason="Ja.", by=world.alice, at=world.at)
    gone, stays = taking_in.undo(opened, by=world.bob, at=world.at)
    assert (gone, stays) == (2, [made[0]])
    assert list(Contribution.objects.all()) == [made[0]]
    assert Intake.objects.get().confirmed_at is None
    again = taking_in.confirm(Intake.objects.get(), sure=False, by=world.bob, at=world.at)
    assert len(again) == 2
    assert Contribution.objects.count() == 3
    with pytest.raises(ValidationError, match="al overgenomen"):
        taking_in.confirm(Intake.objects.get(), sure=False, by=world.bob, at=world.at)
    assert list(verification.verify()) == []


def test_what_was_taken_in_is_no_longer_judged_here(opened, world):
    taking_in.confirm(opened, sure=False, by=world.bob, at=world.at)
    first = opened.proposals.first()
    with pytest.raises(ValidationError, match="al overgenomen"):
        intakes.leave_out(first, left_out=True, seen=0, by=world.bob, at=world.at)
    with pytest.raises(ValidationError, match="al overgenomen"):
        taking_in.discard(opened, by=world.bob, at=world.at)


def test_a_report_that_is_thrown_away_leaves_no_words(world, process):
    data = REPORT.encode()
    intake = intakes.open_report(
        REPORT, name="a.txt", process=process, by=world.bob, at=world.at, data=data, limit=10_000
    )
    document, row = intake.document, intake.proposals.first()
    taking_in.discard(intake, by=world.bob, at=world.at)
    for model in (Intake, Proposal, SourceDocument, Upload):
        assert not model.objects.exists()
    for thing in (document, row):
        assert not any(entry.personal_values.exists() for entry in JournalEntry.objects.about(thing))
    assert list(verification.verify()) == []


def test_the_same_report_is_recognised(opened, world, process):
    with pytest.raises(intakes.KnownReport) as known:
        intakes.open_report(REPORT, name="Nog eens", process=process, by=world.alice, at=world.at)
    assert known.value.intake == opened
    answer = world.as_(world.bob).post(
        reverse("inventory:intake-new"), {"pasted": REPORT, "process": process.pk, "consent": "aggregate"}
    )
    assert answer.url == opened.get_absolute_url()
    assert SourceDocument.objects.count() == 1


def test_a_report_is_read_by_who_orders_contributions_only(opened, world):
    official = make_user("ambtenaar@haarlem.example", Role.OFFICIAL)
    core = make_user("kern@haarlem.example", Role.CORE_GROUP)
    page, document = opened.get_absolute_url(), reverse("process:document", args=[opened.document_id])
    assert world.as_(core).get(page).status_code == 200
    assert world.as_(official).get(page).status_code == 403
    assert world.as_(official).get(document, follow=True).status_code == 403
    process = world.as_(official).get(opened.document.process.get_absolute_url()).content.decode()
    assert "Interview met Anna" not in process
    made = taking_in.confirm(opened, sure=False, by=world.bob, at=world.at)
    detail = world.as_(official).get(made[0].get_absolute_url()).content.decode()
    assert page not in detail
    assert "weinig plannen" not in detail
    # The name of a report may say who was interviewed.
    assert "een verslag" in detail
    assert "Interview" not in detail.replace("Interview financier", "")


def test_a_process_with_a_report_is_not_taken_away_from_under_it(opened, world):
    from django.db.models import ProtectedError

    with pytest.raises(ProtectedError):
        process_actions.undo_process(opened.document.process, by=world.alice, at=world.at)


def test_withdrawn_words_cannot_be_read_in_the_report_either_and_go_when_they_are_erased(
    world, process, django_capture_on_commit_callbacks
):
    intake = intakes.open_report(
        REPORT, name="a.txt", process=process, by=world.bob, at=world.at, data=REPORT.encode(), limit=10_000
    )
    made = taking_in.confirm(intake, sure=False, by=world.bob, at=world.at)
    bob, page = world.as_(world.bob), intake.get_absolute_url()
    assert "weinig plannen" in bob.get(page).content.decode()
    original = reverse("inventory:intake-original", args=[intake.pk])
    consent.withdraw(made[0], by=None, at=world.at)
    text = bob.get(page).content.decode()
    assert "weinig plannen" not in text
    assert "rekenmodel" in text
    assert bob.get(original).status_code == 404
    alice = world.as_(world.alice)
    assert alice.get(reverse("process:original", args=[intake.document.pk])).status_code == 404
    assert uploads.is_held_back(Upload.objects.get())
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            erasure.purge(world.at + timedelta(days=31))
    document = SourceDocument.objects.get()
    assert "weinig plannen" not in document.text
    assert document.text[made[1].start : made[1].end] == made[1].words
    assert not document.upload.file.storage.exists(document.upload.file.name)


def test_what_has_a_title_alone_was_not_erased_so_its_file_stays(
    opened, inbreng, world, process, django_capture_on_commit_callbacks
):
    upload = uploads.receive(b"Verslag", "a.txt", by=world.bob, at=world.at, limit=100)
    opened.document.upload = upload
    opened.document.save()
    one = inbreng.make("", title="Een bank bij de vijver", document=opened.document)
    assert not uploads.is_held_back(upload)
    with django_capture_on_commit_callbacks(execute=True):
        erasure.purge(world.at)
    assert upload.file.storage.exists(upload.file.name)
    erasure.erase(one, by=world.alice, at=world.at)
    assert uploads.is_held_back(upload)


def test_whoever_is_erased_is_gone_from_the_report_too(opened, world, django_capture_on_commit_callbacks):
    made = taking_in.confirm(opened, sure=False, by=world.bob, at=world.at)
    person = Contributor.objects.get()
    erasure.erase(person, by=world.alice, at=world.at)
    assert {row.speaker for row in opened.proposals.all()} == {""}
    page = world.as_(world.bob).get(opened.get_absolute_url()).content.decode()
    assert "rekenmodel" not in page
    with django_capture_on_commit_callbacks(execute=True):
        erasure.purge(world.at)
    assert "rekenmodel" not in SourceDocument.objects.get().text
    assert len(made) == 3
    assert list(verification.verify()) == []


@pytest.mark.parametrize("write", [write_pdf, write_docx, write_odt])
def test_a_report_comes_in_as_a_file(world, process, write):
    document = Document(
        "Verslag van de werksessie",
        (
            Paragraph("Wij spraken over inkoop."),
            bullets("De gemeente koopt te groot in.", "Deel opdrachten op in percelen."),
        ),
    )
    name = {write_pdf: "a.pdf", write_docx: "a.docx", write_odt: "a.odt"}[write]
    answer = world.as_(world.bob).post(
        reverse("inventory:intake-new"),
        {"file": SimpleUploadedFile(name, write(document)), "process": process.pk, "consent": "pseudonym"},
    )
    intake = Intake.objects.get()
    assert answer.url == intake.get_absolute_url()
    assert "De gemeente koopt te groot in." in words(intake)
    assert "Deel opdrachten op in percelen." in words(intake)
    assert {row.consent for row in intake.proposals.all()} == {"pseudonym"}
    assert (str(intake), intake.document.upload.name) == (name, name)


def broken_docx():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", "<kapot")
        archive.writestr("[Content_Types].xml", "<Types/>")
    return data.getvalue()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "Kies een bestand of plak de tekst van het verslag."),
        ({"pasted": "   "}, "Kies een bestand of plak"),
        ({"file": SimpleUploadedFile("leeg.txt", b" \n ")}, "leeg"),
        ({"file": SimpleUploadedFile("kapot.docx", broken_docx())}, "kapot.docx"),
        ({"file": SimpleUploadedFile("foto.jpg", b"\xff\xd8\xff\xe0" + b"0" * 100)}, "afbeelding"),
        ({"file": SimpleUploadedFile("a.txt", b"tekst"), "pasted": "tekst"}, "Kies één van beide"),
    ],
)
def test_what_cannot_be_read_says_so_and_keeps_what_was_filled_in(world, process, given, message):
    answer = world.as_(world.bob).post(
        reverse("inventory:intake-new"),
        {"process": process.pk, "consent": "quote", "title": "Ons verslag", **given},
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert message in page
    assert "Ons verslag" in page
    assert not Intake.objects.exists()
    assert not Upload.objects.exists()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(world, process, settings):
    settings.UPLOAD_LIMIT = 1024
    big = SimpleUploadedFile("groot.txt", b"a" * 4096)
    page = world.as_(world.bob).post(
        reverse("inventory:intake-new"), {"process": process.pk, "consent": "quote", "file": big}
    )
    assert "het mag hoogstens" in page.content.decode()
    with pytest.raises(ValidationError, match="Splits het"):
        intakes.open_report("a" * 2_000_001, name="Lang", process=process, by=world.bob, at=world.at)


def test_a_gathering_of_another_process_is_refused(world, process, gathering, inbreng):
    other = process_actions.add(type(process)(title="Ander proces"), by=world.alice, at=world.at)
    page = world.as_(world.bob).post(
        reverse("inventory:intake-new"),
        {"process": other.pk, "gathering": gathering.pk, "pasted": REPORT, "consent": "quote"},
    )
    assert "hoort bij een ander proces" in page.content.decode()


def test_the_screen_judges_mends_and_takes_over(opened, world):
    bob = world.as_(world.bob)
    first, second, third = opened.proposals.all()
    judge = lambda row: reverse("inventory:intake-judge", args=[row.pk])  # noqa: E731
    assert bob.post(judge(third), {"verdict": "leave-out", "seen": 0}).url.endswith(f"#feit-{third.pk}")
    page = bob.get(opened.get_absolute_url()).content.decode()
    assert "weggelaten" in page
    bob.post(judge(third), {"verdict": "keep", "seen": 1})
    bob.post(judge(second), {"verdict": "join", "seen": 0})
    assert opened.proposals.count() == 2
    form = {"words": "Wij zien weinig plannen\n\ndie goed zijn doorgerekend.", "kind": "need", "group": "",
            "speaker": "Anna", "consent": "quote", "seen": 0}  # fmt: skip
    bob.post(judge(first), {"verdict": "mend", **{f"voorstel-{first.pk}-{k}": v for k, v in form.items()}})
    assert words(opened)[:2] == ["Wij zien weinig plannen", "die goed zijn doorgerekend."]
    bob.post(
        reverse("inventory:intake-all", args=[opened.pk]),
        {"whose": "-", "kind": "-", "group": "-", "consent": "pseudonym"},
    )
    assert {row.consent for row in opened.proposals.all()} == {"pseudonym"}
    bob.post(reverse("inventory:intake-add", args=[opened.pk]), {"words": "Dat is\njammer."})
    assert "Dat is jammer." in words(opened)
    bob.post(reverse("inventory:intake-confirm", args=[opened.pk]))
    assert Contribution.objects.count() == 4
    assert bob.get(reverse("inventory:intake-undo", args=[opened.pk])).status_code == 200
    bob.post(reverse("inventory:intake-undo", args=[opened.pk]))
    assert not Contribution.objects.exists()
    bob.post(reverse("inventory:intake-discard", args=[opened.pk]))
    assert not Intake.objects.exists()


def test_words_that_the_report_does_not_have_come_back_with_what_was_typed(opened, world):
    first = opened.proposals.first()
    form = {
        "words": "Verzonnen woorden.",
        "kind": "",
        "group": "",
        "speaker": "",
        "consent": "quote",
        "seen": 0,
    }
    page = (
        world.as_(world.bob)
        .post(
            reverse("inventory:intake-judge", args=[first.pk]),
            {"verdict": "mend", **{f"voorstel-{first.pk}-{key}": value for key, value in form.items()}},
        )
        .content.decode()
    )
    assert "Deze woorden staan niet zo in het verslag." in page
    assert "Verzonnen woorden." in page
    assert "als u de naam opschrijft" in page


def test_only_who_facilitates_judges(opened, world):
    core = make_user("kern@haarlem.example", Role.CORE_GROUP)
    first = opened.proposals.first()
    for user in (core, world.charlie):
        answer = world.as_(user).post(
            reverse("inventory:intake-judge", args=[first.pk]), {"verdict": "leave-out"}
        )
        assert answer.status_code == 403
    assert "Verbeter" not in world.as_(core).get(opened.get_absolute_url()).content.decode()


def test_a_report_of_three_hundred_pages_is_shown_a_page_at_a_time(
    world, process, django_assert_max_num_queries
):
    line = "- Het loket voor vraag {} is lastig te vinden en dat kost ons veel tijd in de week."
    text = "\n".join(line.format(number) for number in range(6000))
    intake = intakes.open_report(text, name="Lang", process=process, by=world.bob, at=world.at)
    assert intake.proposals.count() == 6000
    bob = world.as_(world.bob)
    with django_assert_max_num_queries(32):
        page = bob.get(intake.get_absolute_url() + "?page=120").content.decode()
    assert "vraag 2975 " in page
    assert "vraag 3100 " not in page
    assert len(page) < 1_000_000


@pytest.mark.parametrize("number", [3, 24])
def test_a_page_of_proposals_asks_the_database_no_more_for_more_of_them(
    world, process, number, django_assert_max_num_queries
):
    text = "\n".join(f"- Het loket voor vraag {one} is lastig te vinden." for one in range(number))
    intake = intakes.open_report(text, name="Kort", process=process, by=world.bob, at=world.at)
    with django_assert_max_num_queries(32):
        world.as_(world.bob).get(intake.get_absolute_url())


def test_the_gathering_leads_to_its_tables_and_reports(opened, world):
    page = world.as_(world.bob).get(opened.gathering.get_absolute_url()).content.decode()
    assert opened.get_absolute_url() in page
    assert reverse("inventory:intake-new") + f"?bijeenkomst={opened.gathering_id}" in page
    new = world.as_(world.bob).get(reverse("inventory:intake-new") + f"?bijeenkomst={opened.gathering_id}")
    assert "Interview financier" in new.content.decode()
    assert "Interview" in world.as_(world.bob).get(reverse("inventory:intakes")).content.decode()


@pytest.mark.parametrize(
    ("speaker", "role", "expected"),
    [
        ("Anna", "financier", ("Anna", "financiers")),
        ("Anna", "sociaal ondernemer", ("Anna", "sociaal ondernemers")),
        ("Financier 2", "", ("", "financiers")),
        ("Anna", "tandarts", ("Anna", None)),
    ],
)
def test_a_role_finds_its_group_in_singular_and_plural(inbreng, speaker, role, expected):
    groups = [inbreng.group("financiers"), inbreng.group("sociaal ondernemers")]
    name, group = reports_read.speaker_and_group(speaker, role, groups)
    assert (name, str(group) if group else None) == expected
