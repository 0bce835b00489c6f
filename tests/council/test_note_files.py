"""PDF, ODT and DOCX of a note: one tree, and whatever people typed is text in all of them."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import docx
import odfdo
import pikepdf
import pytest
from django.urls import reverse

from houtskool.council.models import Note
from houtskool.council.notes import export
from houtskool.documents import read
from houtskool.kernel.vaguedate import parse
from houtskool.process import actions as process_actions
from houtskool.process.models import Commitment, Goal, Step
from tests.council.conftest import adopt, write

FORMATS = ["pdf", "odt", "docx"]
LATER = date(2020, 6, 1)
NASTY = [
    "<script>alert(1)</script>",
    "<b>&amp;</b>",
    '#set text(fill: red) $x^2$ @label <tag> \\ "',
    "{{ note }}{% now %}",
    "]]><w:br/>",
    "=1+1",
]


def download(client, note, extension):
    answer = client.get(reverse("council:download", args=[note.pk, extension]))
    assert answer.status_code == 200
    return answer


def text_of(data: bytes, extension: str) -> str:
    return " ".join(read(data, f"nota.{extension}").text.split())


@pytest.mark.parametrize("extension", FORMATS)
def test_a_note_is_downloaded_under_a_name_that_a_reader_recognises(world, whole_note, extension):
    answer = download(world.as_(world.alice), whole_note, extension)
    name = f"informatienota-2019-12345-stand-van-zaken-concept.{extension}"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    adopt(whole_note, world)
    answer = download(world.as_(world.alice), whole_note, extension)
    assert "concept" not in answer["Content-Disposition"]


def test_the_pdf_is_tagged_dutch_and_both_standards_in_one_file(world, adopted):
    data = download(world.as_(world.alice), adopted, "pdf").content
    with pikepdf.open(BytesIO(data)) as pdf:
        assert pdf.Root.Lang == "nl"
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
            assert metadata["dc:title"] == "Informatienota: Stand van zaken"
        assert {"/H1", "/Table", "/TH", "/L"} <= _roles(pdf.Root.StructTreeRoot)


def _roles(element) -> set[str]:
    """The roles of all elements in the structure tree."""
    found, waiting = set(), [element]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Array):
            waiting += list(one)
        elif isinstance(one, pikepdf.Dictionary):
            if "/S" in one:
                found.add(str(one.S))
            if "/K" in one:
                waiting.append(one.K)
    return found


def test_the_odt_opens_with_headings_lists_and_tables(world, whole_note, process):
    process_actions.add(Goal(process=process, text="opschalen"), by=world.alice, at=world.at)
    body = odfdo.Document(BytesIO(download(world.as_(world.alice), whole_note, "odt").content)).body
    headings = [heading.text_recursive.strip() for heading in body.headers]
    assert any("1. Inleiding" in heading for heading in headings)
    assert len(body.tables) >= 3
    assert "opschalen" in text_of(download(world.as_(world.alice), whole_note, "odt").content, "odt")


def test_the_docx_opens_with_headings_lists_and_tables(world, whole_note):
    word = docx.Document(BytesIO(download(world.as_(world.alice), whole_note, "docx").content))
    headings = [p.text for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert "1. Inleiding" in headings
    assert len(word.tables) >= 3
    assert word.core_properties.title == "Informatienota: Stand van zaken"


@pytest.mark.parametrize("extension", FORMATS)
def test_all_three_say_the_same(world, whole_note, extension):
    page = world.as_(world.alice).get(whole_note.get_absolute_url()).content.decode()
    text = text_of(download(world.as_(world.alice), whole_note, extension).content, extension)
    for words in ("1. Inleiding", "Het coalitieakkoord is “Samen Sterk”", "2019/12345", "niet bijgevoegd"):
        assert words in page
        assert words in text


@pytest.mark.parametrize("extension", FORMATS)
def test_what_was_adopted_is_written_the_same_for_ever(world, adopted, process, extension):
    def written() -> bytes:
        return export.write(Note.objects.select_related("frozen").get(pk=adopted.pk), extension, LATER)

    before = text_of(written(), extension)
    step = Step(process=process, title="Pas later bedacht")
    step.planned = parse("najaar 2020")
    process_actions.add(step, by=world.alice, at=world.at)
    process_actions.remove(process.steps.first(), by=world.alice, at=world.at)
    assert text_of(written(), extension) == before
    if extension == "pdf":
        assert written() == written()


@pytest.mark.parametrize("extension", FORMATS)
def test_the_hash_stands_at_the_foot_once_the_note_is_adopted(world, whole_note, extension):
    client = world.as_(world.alice)
    assert "SHA-256" not in text_of(download(client, whole_note, extension).content, extension)
    frozen = adopt(whole_note, world)
    text = text_of(download(client, whole_note, extension).content, extension)
    groups = re.findall(r"\b[0-9a-f]{16}\b", text)
    assert "".join(groups) == frozen.sha256
    assert "Vastgesteld 15 januari 2019, college" in text


def test_what_people_typed_is_text_in_every_format(world, whole_note, process):
    everything = " ".join(NASTY)
    process_actions.add(Goal(process=process, text=everything), by=world.alice, at=world.at)
    process_actions.add(Commitment(process=process, text=everything, by="x"), by=world.alice, at=world.at)
    step = Step(process=process, title=everything)
    step.planned = parse("mei 2019")
    process_actions.add(step, by=world.alice, at=world.at)
    note = write(
        whole_note, world, subject=everything, key_message=everything, holders=everything,
        decision_points=everything, treatment_reason=everything, committee=NASTY[0],
    )  # fmt: skip
    client = world.as_(world.alice)
    for url in (
        note.get_absolute_url(),
        reverse("council:edit-note", args=[note.pk]),
        process.get_absolute_url(),
    ):
        page = client.get(url).content.decode()
        assert "<script>alert" not in page
        assert "<b>&amp;</b>" not in page
    adopt(note, world)
    for extension in FORMATS:
        text = text_of(download(client, note, extension).content, extension).replace(" ", "")
        for words in NASTY:
            assert text.count(words.replace(" ", "")) >= 5, (extension, words)
