"""A frozen advice as a document, for the file of the case. Dutch, whatever language the reader chose."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import translation
from django.utils.formats import date_format

from houtskool.assessment.advice import reckoning as contents
from houtskool.assessment.advice.shown import Shown, shown
from houtskool.assessment.eligibility.verdicts import Held
from houtskool.assessment.models import Advice
from houtskool.documents import Block, Document, Fields, Heading, Paragraph, Table, bullets, field

_PASSED = {True: "Voldaan", False: "Niet voldaan", None: "Nog niet bekend"}


@translation.override("nl")
def document_of(advice: Advice) -> Document:
    """The same advice gives the same document."""
    seen, content = shown(advice), contents.read(advice.content)
    version = content["given"]["version"]
    hashed = " ".join(advice.sha256[start : start + 16] for start in range(0, 64, 16))
    software = ", ".join(f"{name} {number}" for name, number in sorted(content["software"].items()))
    return Document(
        title=f"Advies over hulpvraag {content['given']['case']}",
        blocks=(
            Fields(
                (
                    field("Advies", seen.label),
                    field("Waarde", f"{seen.value or 'onbekend'} (grens {seen.threshold})"),
                    field("Peildatum", date_format(seen.day, "j F Y")),
                    field("Kader", f"{version['content']['title']}, versie {version['number']}"),
                    field("Nagerekend met", software),
                    field("Hash van de inhoud (SHA-256)", hashed),
                )
            ),
            Heading(1, "Hoe zeker is dit"),
            *([Paragraph(seen.robust)] if seen.robust else []),
            Paragraph(
                "Hoe zwaar elk criterium telt, is een keuze. Daarom is het advies met heel veel andere "
                "wegingen opnieuw uitgerekend. Komt er meestal hetzelfde uit, dan is het advies zeker."
            ),
            *(
                [Paragraph("Het advies zou anders zijn als:"), bullets(*seen.turning)]
                if seen.turning
                else [Paragraph("Geen enkele wijziging van één gewicht of één score verandert het advies.")]
            ),
            *_knockouts(seen),
            Heading(1, "Wat elk criterium bijdroeg"),
            Table(
                "Score, gewicht en bijdrage",
                ("Criterium", "Score", "Gewicht (%)", "Bijdrage"),
                tuple((row.question, row.score, row.weight, row.gave) for row in seen.rows),
                align=("left", "right", "right", "right"),
                row_heads=True,
            ),
            *_support(seen),
            *_similar(seen),
        ),
        state="final",
        subject=str(advice),
        date=seen.day,
        running_head=str(advice),
    )


def _knockouts(seen: Shown) -> Iterator[Block]:
    if seen.knockouts:
        yield Heading(1, "Harde voorwaarden")
        yield Table(
            "Harde voorwaarden",
            ("Criterium", "Score", "Uitkomst"),
            tuple(
                (f"{one.question}\nNodig: {one.condition}.", one.score, one.state) for one in seen.knockouts
            ),
            row_heads=True,
        )


def _support(seen: Shown) -> Iterator[Block]:
    if not seen.support:
        return
    names = {one.key: one.name for one in seen.support}
    yield Heading(1, "Welke steun past")
    for one in seen.support:
        yield Heading(2, one.name)
        other = ", ".join(names[key] for key in one.alternatives)
        bought = " Dit loopt via inkoop." if one.for_buyers else ""
        instead = f" Misschien past wel: {other}." if other else ""
        yield Paragraph(f"{str(one.verdict.label).capitalize()}.{bought}{instead}")
        if one.trace:
            yield bullets(*map(_sourced, one.trace))


def _sourced(rule: Held) -> str:
    """A rule in sentences, for who must explain it: whether it holds, what was given, what was asked."""
    given = f"Gegeven: {rule.given or 'onbekend'}" + (f" ({rule.source})" if rule.source else "")
    asked = f"Het moet zijn: {rule.comparison} {rule.bound or 'onbekend'}"
    if rule.bound_source:
        asked += f" ({rule.bound_source})"
    law = f" Wet: {rule.legal_reference}." if rule.legal_reference else ""
    return f"{_PASSED[rule.outcome]}: {rule.sentence} {given}. {asked}.{law}"


def _similar(seen: Shown) -> Iterator[Block]:
    if seen.similar:
        yield Heading(1, "Vragen die hierop lijken")
        yield Table(
            "Eerdere vragen met ongeveer dezelfde scores",
            ("Hulpvraag", "Advies"),
            tuple((one["case"], str(Advice.Verdict(one["verdict"]).label)) for one in seen.similar),
        )
