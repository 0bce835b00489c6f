"""A version as a document: page, PDF, ODT and DOCX say the same."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pikepdf
import pytest

from houtskool.documents import FORMATS, read, write_html, write_pdf
from houtskool.inventory import quotes
from houtskool.inventory.actions import consent
from houtskool.programme.actions import versions
from houtskool.programme.document import document_of
from houtskool.programme.models import BudgetLine, Measure, Milestone
from houtskool.programme.money import euros

WORDS = "Wij lopen van loket naar loket."


@pytest.fixture
def version(plan):
    line = plan.line("Minder loketten")
    measure = plan.whole("Eén loket", number="1.1", action_line=line, kind=Measure.Kind.AGREEMENT)
    plan.ground(measure, plan.contribution(WORDS), kind="partly")
    Milestone.objects.create(measure=measure, title="Loket open", critical=True)
    BudgetLine.objects.create(measure=measure, title="verbouwing", cover="reserve")
    plan.measure("Los")
    return versions.freeze(plan.process, "sketch", by=plan.world.alice, at=plan.world.at)


def text_of(version, extension):
    document = quotes.served(document_of(version))
    if extension == "html":
        return write_html(document)
    return " ".join(read(FORMATS[extension].write(document), f"programma.{extension}").text.split())


@pytest.mark.parametrize("extension", ["html", *FORMATS])
def test_it_says_all_that_was_decided(version, extension):
    text = text_of(version, extension)
    for words in (
        "Minder loketten", "1.1 Eén loket", "Economie", "voorjaar 2020", "Loket open (kritiek)", WORDS,
        "€ 12.500 in 2020 (dekking: begroting)", "verbouwing: bedrag nog onbekend", "Andere maatregelen",
        "partner: nog niet akkoord", "1 keer deels overgenomen", "Omdat: Dat kan later.",
        "Van 1 post is het bedrag onbekend.", "Concept: nog niet vastgesteld",
    ):  # fmt: skip
        assert words in text, words


@pytest.mark.parametrize("extension", ["html", *FORMATS])
def test_after_withdrawal_no_form_of_it_says_the_words(plan, version, extension):
    assert WORDS in text_of(version, extension)
    contribution = plan.process.contributions.get(words=WORDS)
    consent.withdraw(contribution, by=None, at=plan.world.at)
    text = text_of(version, extension)
    assert WORDS not in text
    assert "[citaat ingetrokken]" in text


def test_the_pdf_is_both_standards_with_a_table_of_contents(version):
    data = write_pdf(quotes.served(document_of(version)), contents=True)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        assert pdf.Root.Lang == "nl"
        assert pdf.Root.MarkInfo.Marked
    assert "Inhoud" in read(data, "programma.pdf").text


def test_an_accepted_gap_is_told_with_its_reason(plan):
    measure = plan.whole("Eén loket", result="")
    version = versions.present(
        plan.process, to="raad", on=date(2019, 1, 10),
        accepted={f"{measure.key}.result": "De raad vraagt het resultaat per jaar."},
        by=plan.world.alice, at=plan.world.at,
    )  # fmt: skip
    text = text_of(version, "html")
    assert "De raad vraagt het resultaat per jaar." in text
    assert "geen resultaat dat te controleren is" in text


@pytest.mark.parametrize(
    ("amount", "words"), [("0", "€ 0"), ("12500.00", "€ 12.500"), ("1234567.5", "€ 1.234.567,50")]
)
def test_amounts_read_as_dutch_readers_write_them(amount, words):
    assert euros(Decimal(amount)) == words


def test_what_was_accepted_as_a_gap_is_told_in_the_adopted_programme_too(plan):
    plan.whole("Twee loketten", result="")
    filled = plan.whole("Eén loket", result="")
    by, at, on = plan.world.alice, plan.world.at, date(2019, 1, 10)
    accepted = {
        f"{measure.key}.result": f"{measure.title} komt later." for measure in plan.process.measures.all()
    }
    versions.present(plan.process, to="raad", on=on, accepted=accepted, by=by, at=at)
    filled.result = "Het loket is open."
    filled.save()
    versions.amend(plan.process, amendment="Zeg wat af is.", number="A-1", body="", on=on, by=by, at=at)
    text = text_of(versions.adopt(plan.process, body="raad", on=on, number="", by=by, at=at), "html")
    assert "Twee loketten komt later." in text
    assert "Eén loket komt later." not in text
    assert "Amendement A-1 (raad, 10 januari 2019): Zeg wat af is." in text
