"""The letter that tells an applicant what was decided, at B1 and with all that the Awb asks.

It is a document of the municipality, so its words are Dutch whatever language the reader chose. No assessor
is named in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format, number_format

from houtskool.assessment.advice import reckoning as contents
from houtskool.assessment.content import Content
from houtskool.assessment.eligibility.facts import DE_MINIMIS
from houtskool.assessment.law import amounts
from houtskool.assessment.models import Advice, CaseDecision, Support
from houtskool.assessment.scale_text import number
from houtskool.documents import Block, Document, Fields, Heading, Paragraph, Table, bullets, field
from houtskool.documents.blocks import Field
from houtskool.process.models.periods import local_day

# Awb art. 6:7 and 6:8: six weeks, from the day after the decision was made known.
OBJECTION = timedelta(weeks=6)

_OPENING = {
    CaseDecision.Outcome.GRANTED: "Wij helpen u. U krijgt van ons:",
    CaseDecision.Outcome.PARTLY: "Wij helpen u met een deel van wat u vroeg. U krijgt van ons:",
    CaseDecision.Outcome.REFUSED: "Wij kunnen u niet helpen met wat u vroeg.",
}
_VERDICTS = {
    Advice.Verdict.POSITIVE: "positief",
    Advice.Verdict.NEGATIVE: "negatief",
    Advice.Verdict.UNDECIDED: "dat er nog informatie nodig was",
}


@translation.override("nl")
def letter_of(decision: CaseDecision) -> Document:
    """The letter of a decision. The same decision gives the same letter, until personal data is erased."""
    case, advice = decision.case, decision.advice
    if decision.legal_effect:
        title, what, why = "Besluit op uw aanvraag", "Wat besluiten wij?", "Waarom besluiten wij dit?"
    else:
        title, what, why = "Antwoord op uw hulpvraag", "Wat is ons antwoord?", "Waarom is dit ons antwoord?"
    content = contents.read(advice.content)
    support = list(decision.support.order_by("pk").prefetch_related("follow_ups"))
    return Document(
        title=f"{title} {case.number}",
        blocks=(
            Fields(tuple(_header(decision))),
            Paragraph(f"Beste {case.name}," if case.name else "Beste aanvrager,"),
            Paragraph(
                f"Op {_day(local_day(case.received_at))} vroeg u ons om hulp. In deze brief leest u ons "
                f"{'besluit' if decision.legal_effect else 'antwoord'}, en waarom wij dat geven."
            ),
            Heading(1, what),
            Paragraph(_OPENING[CaseDecision.Outcome(decision.outcome)]),
            *([bullets(*(_given(one) for one in support))] if support else []),
            Heading(1, why),
            *_paragraphs(decision.reasons),
            *_weighed(decision, content),
            *_rules(decision),
            *_next(decision, support),
            *_objection(decision),
            Heading(1, "Hebt u een vraag?"),
            Paragraph(_contact(decision)),
            Paragraph(f"Met vriendelijke groet,\nnamens {decision.mandate},\n{decision.by or ''}".strip()),
            *_scores(content),
        ),
        state="final",
        subject=case.number,
        date=decision.on,
        running_head=f"{settings.MUNICIPALITY} · {case.number}",
    )


def _header(decision: CaseDecision) -> Iterator[Field]:
    case = decision.case
    yield field("Aan", "\n".join(filter(None, [case.name, case.organisation_name])) or "de aanvrager")
    yield field("Kenmerk", case.number)
    yield field("Besluit van" if decision.legal_effect else "Antwoord van", _day(decision.on))
    yield field("Verstuurd op", _day(local_day(decision.at)))
    yield field("Onderwerp", case.title or "uw vraag")


def _paragraphs(text: str) -> Iterator[Block]:
    for part in text.split("\n\n"):
        if part.strip():
            yield Paragraph(part.strip())


def _given(one: Support) -> str:
    amount = f": {_euro(one.amount)}" if one.amount is not None else ""
    until = f", tot en met {_day(one.until)}" if one.until else ""
    words = f". {one.words}" if one.words else ""
    return f"{one.name}{amount}{until}{words}"


def _weighed(decision: CaseDecision, content: Content) -> Iterator[Block]:
    """By which framework it was weighed, with which outcome, and why the decision differs where it does."""
    given, result = content["given"], content["result"]
    version = decision.advice.version
    framework = given["version"]["content"]
    by = f", vastgesteld door {version.the_body} op {_day(version.on)}" if version.body else ""
    yield Paragraph(
        f"Wij wogen uw vraag met ‘{framework['title']}’, versie {version.number}{by}. "
        "Meerdere mensen beoordeelden haar, los van elkaar."
    )
    verdict = _VERDICTS[Advice.Verdict(decision.advice.verdict)]
    value = result["value"]
    came_to = ""
    if value is not None and value[0] == value[1]:
        came_to = (
            f" Uw vraag kwam uit op {number(round(value[0], 2))} van 1. "
            f"De grens is {number(result['threshold'])}."
        )
    yield Paragraph(f"Het advies was {verdict}.{came_to} In de bijlage staat elke vraag met haar score.")
    if not decision.follows:
        ours = "besluit" if decision.legal_effect else "antwoord"
        yield Paragraph(f"Ons {ours} is anders dan dit advies. Dat is omdat:")
        yield from _paragraphs(decision.deviation)


def _scores(content: Content) -> Iterator[Block]:
    """Under the signature, so that who only wants to know what comes next need not read past it."""
    framework = content["given"]["version"]["content"]
    yield Heading(1, "Bijlage: zo is uw vraag beoordeeld")
    yield Paragraph("Bij elke vraag staan de score die u kreeg en de laagste en hoogste score die kan.")
    yield Table(
        "Vragen en scores",
        ("Vraag", "Score", "Schaal"),
        tuple(_judged(framework, one) for one in content["result"]["criteria"]),
    )


def _judged(framework: Content, one: Mapping[str, Any]) -> tuple[str, str, str]:
    criterion = next(row for row in framework["criteria"] if row["key"] == one["key"])
    scale = criterion["scale"]
    score = "niet van toepassing" if not one["applies"] else "niet bekend"
    if one["score"] is not None:
        score = number(round(one["score"], 1))
    reach = f"{number(scale[0][0])} tot en met {number(scale[-1][0])}" if scale else "–"
    return criterion["question"], score, reach


def _rules(decision: CaseDecision) -> Iterator[Block]:
    if decision.legal_basis:
        yield Heading(1, "Op welke regels rust dit besluit?")
        yield Paragraph(decision.legal_basis)


def _next(decision: CaseDecision, support: list[Support]) -> Iterator[Block]:
    """What the applicant may expect, and must know of aid."""
    aid = sum(one.amount for one in support if one.is_aid and one.amount is not None)
    days = sorted({up.due_on for one in support for up in one.follow_ups.all()})
    if not aid and not days:
        return
    yield Heading(1, "Waar moet u op letten?")
    if aid:
        law = amounts.holding(decision.on).get(DE_MINIMIS)
        source = f" ({law.source})" if law else ""
        most = (
            f" Een onderneming mag daarvan in drie jaar hoogstens {_euro(law.amount)} krijgen." if law else ""
        )
        yield Paragraph(
            f"Van onze steun telt {_euro(aid)} als de-minimissteun{source}. Dat is steun die zo klein "
            f"is dat zij zonder toestemming van de Europese Unie mag.{most} "
            "Bewaar deze brief. Andere overheden kunnen ernaar vragen."
        )
    if days:
        said = " en ".join(filter(None, [", ".join(map(_day, days[:-1])), _day(days[-1])]))
        yield Paragraph(f"Op {said} vragen wij u per e-mail hoe het gaat.")


def _objection(decision: CaseDecision) -> Iterator[Block]:
    yield Heading(1, "Bent u het er niet mee eens?")
    if not decision.legal_effect:
        yield Paragraph(
            "Neem dan contact met ons op. Dan leggen wij uit hoe wij tot dit antwoord kwamen. "
            "Dit is geen besluit waartegen u bezwaar kunt maken."
        )
        return
    last = local_day(decision.at) + OBJECTION
    yield Paragraph(
        "Neem gerust eerst contact met ons op. U kunt ook bezwaar maken. Doe dat binnen zes weken: "
        f"uw brief moet er uiterlijk op {_day(last)} zijn. Stuur hem naar {settings.OBJECTIONS}."
    )
    yield Paragraph("Zet in uw brief:")
    yield bullets(
        "uw naam, uw adres en de datum;",
        f"ons kenmerk {decision.case.number} en de datum van dit besluit, {_day(decision.on)};",
        "waarom u het niet eens bent met het besluit;",
        "uw handtekening.",
    )
    yield Paragraph(
        "Bezwaar maken mag op grond van de Algemene wet bestuursrecht, artikel 7:1. Het kost u niets."
    )


def _contact(decision: CaseDecision) -> str:
    contact = decision.case.contact
    if contact is None:
        return "Bel of mail de gemeente en noem ons kenmerk."
    return f"Mail dan met {contact}: {contact.email}. Noem ons kenmerk, {decision.case.number}."


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def _euro(amount: Any) -> str:
    places = 0 if amount == int(amount) else 2
    return f"€\u00a0{number_format(amount, places, force_grouping=True)}"
