"""A version of the programme as a document: the same tree for page, PDF, ODT and DOCX.

It is a document of the municipality, so its words are Dutch whatever language the reader chose. Quotes are
filled by `quotes.served`, and the words of statements by `stations.seen`, so that what was withdrawn is not
in it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.formats import date_format

from houtskool.documents import Block, Document, Fields, Heading, Paragraph, Table, bullets, field
from houtskool.documents.blocks import Field
from houtskool.programme import money
from houtskool.programme.completeness import ASKED
from houtskool.programme.content import Content, read
from houtskool.programme.models import BudgetLine, Measure, Version
from houtskool.programme.rests_on import rests_on
from houtskool.programme.stations import NOTHING, Seen

_KINDS = {
    Measure.Kind.MEASURE: "Maatregel",
    Measure.Kind.AGREEMENT: "Afspraak",
    Measure.Kind.ACTIVITY: "Activiteit",
}
_COUNTED = {
    Measure.Kind.MEASURE: ("maatregel", "maatregelen"),
    Measure.Kind.AGREEMENT: ("afspraak", "afspraken"),
    Measure.Kind.ACTIVITY: ("activiteit", "activiteiten"),
}
_STAGES = {
    Version.Stage.SKETCH: "houtskoolschets",
    Version.Stage.CONCEPT: "concept",
    Version.Stage.PRESENTED: "aangeboden",
    Version.Stage.ADOPTED: "vastgesteld",
}


@translation.override("nl")
def document_of(version: Version, seen: Seen = NOTHING) -> Document:
    """The version as it was frozen, its quotes still empty. Asks the database for the amendments at most.

    `seen`: what this reader may read of statements and requests; by itself nothing.
    """
    content = read(version.content)
    return Document(
        title=content["title"],
        blocks=(
            Fields(tuple(_header(version, content))),
            *_ambition(content),
            *_amendments(version),
            *_overview(content),
            *_measures(content, seen),
            *_money(content),
            *_accepted(version),
        ),
        state="final" if version.stage == Version.Stage.ADOPTED else "concept",
        subject=f"Versie {version.number}: {_stage(version)}",
        date=version.on,
        running_head=f"{content['title']} · versie {version.number}",
    )


def _stage(version: Version) -> str:
    stage = _STAGES[Version.Stage(version.stage)]
    return f"gewijzigd {stage}" if version.amends_id and version.stage == Version.Stage.ADOPTED else stage


def _header(version: Version, content: Content) -> Iterator[Field]:
    yield field("Stand", f"{_stage(version)} op {date_format(version.on, 'j F Y')}")
    if version.body:
        yield field("Orgaan", version.body)
    yield field("Versie", str(version.number))
    if version.amendment:
        yield field("Amendement", " ".join(filter(None, [version.amendment_number, version.amendment])))
    counts = Counter(measure["kind"] for measure in content["measures"])
    said = [
        f"{counts[kind]} {one if counts[kind] == 1 else many}"
        for kind, (one, many) in _COUNTED.items()
        if counts[kind]
    ]
    yield field("Omvang", ", ".join(said))
    yield field(
        "Hash van de inhoud (SHA-256)", " ".join(version.sha256[i : i + 16] for i in range(0, 64, 16))
    )


def _ambition(content: Content) -> Iterator[Block]:
    if content["ambition"].strip():
        yield Heading(1, "Ambitie")
        yield Paragraph(content["ambition"].strip())


def _amendments(version: Version) -> Iterator[Block]:
    """By what an adopted programme became another one than was offered first; frozen as the version is."""
    if version.stage != Version.Stage.ADOPTED or not version.amends_id:
        return
    earlier = Version.objects.filter(process=version.process_id, number__lt=version.number)
    said: list[str] = []
    for one in earlier.defer("content").order_by("-number"):
        if one.stage == Version.Stage.ADOPTED:
            break
        if one.amendment:
            named = f"Amendement {one.amendment_number}".strip()
            when = date_format(one.on, "j F Y")
            said.insert(0, f"{named} ({one.body}, {when}): {one.amendment}")
    yield Heading(1, "Hoe het programma is gewijzigd")
    yield bullets(*said)


def _overview(content: Content) -> Iterator[Block]:
    yield Heading(1, "Alle maatregelen in één overzicht")
    yield Table(
        "Maatregelen, afspraken en activiteiten",
        ("Nr.", "Wat", "Trekker", "Termijn"),
        tuple(
            (measure["number"] or "–", measure["title"], measure["owner"] or "nog geen", _term(measure))
            for measure in content["measures"]
        ),
    )


def _measures(content: Content, seen: Seen) -> Iterator[Block]:
    """Under their action lines, in the order of the programme; what stands under none comes last."""
    titles = {measure["key"]: measure["title"] for measure in content["measures"]}
    under: dict[str | None, list[Content]] = defaultdict(list)
    for measure in content["measures"]:
        under[measure["line"]].append(measure)
    for line in content["lines"]:
        yield Heading(1, line["title"])
        if line["text"].strip():
            yield Paragraph(line["text"].strip())
        if not under[line["key"]]:
            yield Paragraph("Onder deze actielijn staat nog niets.")
        for measure in under[line["key"]]:
            yield from _measure(measure, titles, seen)
    if under[None]:
        yield Heading(1, "Andere maatregelen" if content["lines"] else "Maatregelen")
        for measure in under[None]:
            yield from _measure(measure, titles, seen)


def _measure(measure: Content, titles: Mapping[str, str], seen: Seen) -> Iterator[Block]:
    yield Heading(2, f"{measure['number']} {measure['title']}".strip())
    if measure["text"].strip():
        yield Paragraph(measure["text"].strip())
    yield Fields(tuple(_facts(measure, titles)))
    if measure["milestones"]:
        yield Table(
            f"Mijlpalen van {measure['title']}",
            ("Mijlpaal", "Wanneer"),
            tuple(
                (f"{one['title']}{' (kritiek)' if one['critical'] else ''}", _term(one))
                for one in measure["milestones"]
            ),
        )
    if blocks := list(rests_on(measure["grounds"], seen)):
        yield Heading(3, "Hoe wij hieraan komen")
        yield from blocks


def _facts(measure: Content, titles: Mapping[str, str]) -> Iterator[Field]:
    yield field("Soort", _KINDS[Measure.Kind(measure["kind"])])
    yield field("Resultaat", measure["result"])
    yield field("Trekker", measure["owner"])
    yield field("Termijn", _term(measure))
    rest = (
        ("Portefeuillehouder", measure["portfolio_holder"]),
        ("Afdeling", measure["department"]),
        ("Doel", measure["goal"]),
        ("Partners", ", ".join(measure["partners"])),
        ("Thema’s", ", ".join(measure["themes"])),
        ("Beleidsdomeinen", ", ".join(measure["domains"])),
        ("Onderdeel van", titles.get(measure["part_of"] or "", "")),
        ("Wacht op", ", ".join(titles.get(key, "") for key in measure["depends_on"])),
    )
    for label, value in rest:
        if value:
            yield field(label, value)
    if measure["kind"] == Measure.Kind.AGREEMENT:
        yield field("Afspraak met", measure["counterpart"])
        signed = [
            f"{who}: {'akkoord' if measure[name] else 'nog niet akkoord'}"
            for who, name in (("gemeente", "city_signed_on"), ("partner", "counterpart_signed_on"))
        ]
        yield field("Handtekeningen", ", ".join(signed))
    if measure["started_ahead"] is not None:
        yield field("Vooruitlopend gestart", measure["started_ahead"] or "ja")
    yield field("Geld", *([bullets(*map(_budget, measure["budget"]))] if measure["budget"] else []))


def _money(content: Content) -> Iterator[Block]:
    """What is asked per year and cover, a yearly amount in each of its years; what is unknown is told."""
    posts = [post for said in content["measures"] for post in money.posts_said(said, content.get("until"))]
    if not posts:
        return
    together = money.total(posts)
    rows = [
        (str(row.year or "onbekend"), row.cover or "onbekend", row.in_words) for row in money.per_year(posts)
    ]
    yield Heading(1, "Geld")
    yield Table(
        "Bedragen per jaar en dekking",
        ("Jaar", "Dekking", "Bedrag"),
        (*rows, ("Samen", "", together.in_words)),
        ("left", "left", "right"),
    )
    for note in together.notes:
        yield Paragraph(f"{note[0].upper()}{note[1:]}.")


def _accepted(version: Version) -> Iterator[Block]:
    if version.accepted_gaps:
        yield Heading(1, "Wat nog openstaat, en waarom dat mag")
        yield Table(
            "Geaccepteerde gaten",
            ("Maatregel", "Wat ontbreekt", "Waarom het mag"),
            tuple((gap["measure"], str(ASKED[gap["gap"]]), gap["reason"]) for gap in version.accepted_gaps),
        )


def _term(part: Mapping[str, Any]) -> str:
    return str(part["planned"]["words"]) if part["planned"] else "zonder termijn"


def _budget(line: Mapping[str, Any]) -> str:
    amount = money.euros(Decimal(line["amount"])) if line["amount"] is not None else "bedrag nog onbekend"
    often = ", jaarlijks" if line["recurrence"] == BudgetLine.Recurrence.YEARLY else ""
    what = f"{line['title']}: " if line["title"] else ""
    when = f" in {line['year']}" if line["year"] else ""
    cover = f" (dekking: {line['cover']})" if line["cover"] else ""
    return f"{what}{amount}{when}{often}{cover}"
