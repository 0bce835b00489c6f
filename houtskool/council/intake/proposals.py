"""What the reader found, as proposed facts: kind, place and the values that a person may correct."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from houtskool.council.intake.forms import STEP, period_json
from houtskool.kernel.note import NoteFacts
from houtskool.kernel.vaguedate import Period
from houtskool.process.models import Commitment, Gathering, Involvement

Span = tuple[int, int]


@dataclass(frozen=True)
class Proposal:
    kind: str
    values: dict[str, Any]
    at: Span


# The header fields that a reader sees, with their Dutch names, in the order of a council document.
HEADER = {
    "kind": "Soort stuk",
    "subject": "Onderwerp",
    "number": "Nummer",
    "dated": "Datum",
    "holders": "Portefeuillehouder",
    "programme": "Programma",
    "departments": "Afdeling",
    "author": "Auteur",
    "committee": "Commissie",
    "treatment": "Behandeling",
    "body": "Wie besluit",
    "decided_on": "Besloten op",
    "signatories": "Ondertekenaars",
}
# The kernel's words for a gathering, by the part that tells them apart.
_GATHERINGS = {
    "interview": Gathering.Kind.INTERVIEW,
    "ronde tafel": Gathering.Kind.ROUND_TABLE,
    "werksessie": Gathering.Kind.WORK_SESSION,
    "commissie": Gathering.Kind.COMMITTEE,
    "raad": Gathering.Kind.COUNCIL,
}
_PROMISED = {"toezegging": Commitment.Kind.PROMISED}
_HOW = {"geïnterviewd": Involvement.How.INTERVIEWED, "uitgenodigd": Involvement.How.INVITED}


def proposals(facts: NoteFacts) -> Iterator[Proposal]:
    """Every fact with its place, in no particular order; what the document does not say is not proposed."""
    yield from _header(facts)
    yield from _programme(facts)
    yield from _people(facts)
    yield from _planning(facts)
    yield from _decisions(facts)
    yield from _commitments(facts)
    for annex in facts.attachments:
        named = {"title": annex.title, "present": annex.present, "mentions": annex.mentions}
        yield Proposal("annex", named, annex.at)
    for doubt in facts.warnings:
        yield Proposal("warning", {"text": doubt.text, "doubt": doubt.kind}, doubt.at)


def _header(facts: NoteFacts) -> Iterator[Proposal]:
    for key, label in HEADER.items():
        value = getattr(facts, key)
        for span in facts.anchors.get(key, ())[:1]:
            yield Proposal("header", {"key": key, "label": label, "value": _words(value)}, span)
    if facts.treatment_reason:
        text = f"Reden van de behandeling: {facts.treatment_reason.text}"
        yield Proposal("treatment", {"text": text}, facts.treatment_reason.at)
    for amount in facts.amounts:
        yield Proposal("amount", {"text": amount.text, "value": amount.value}, amount.at)


def _programme(facts: NoteFacts) -> Iterator[Proposal]:
    if title := facts.process_title:
        yield Proposal("process_title", {"text": title.text}, title.at)
    if ambition := facts.ambition:
        # "de ambitie om … te versterken": on its own, the ambition begins with what it is about.
        yield Proposal("ambition", {"text": _capitalised(ambition.text.removeprefix("om "))}, ambition.at)
    for goal in facts.goals:
        yield Proposal("goal", {"text": goal.text}, goal.at)
    if facts.coalition_agreement:
        for span in facts.anchors.get("coalition_agreement", ())[:1]:
            yield Proposal("coalition_agreement", {"text": facts.coalition_agreement}, span)
    if spoken := facts.coalition_period:
        period = Period(spoken.text, spoken.start, spoken.end)
        yield Proposal("coalition_period", {"period": period_json(period)}, spoken.at)
    for theme in facts.themes:
        yield Proposal("theme", {"name": theme.name}, theme.at)
    for domain in facts.domains:
        yield Proposal("domain", {"name": domain.name}, domain.at)


def _people(facts: NoteFacts) -> Iterator[Proposal]:
    for organisation in facts.organisations:
        values = {"name": organisation.name, "role": organisation.role or ""}
        yield Proposal("organisation", values, organisation.at)
    for group in facts.groups:
        how = _HOW.get(group.how or "", Involvement.How.INVOLVED)
        yield Proposal("group", {"name": group.name, "how": how}, group.at)


def _planning(facts: NoteFacts) -> Iterator[Proposal]:
    for item in facts.schedule:
        values = {
            "what": item.what,
            "period": period_json(item.period),
            "becomes": _becomes(item.gathering),
            "past": bool(item.past),
            "place": item.place or "",
            "groups": "; ".join(item.groups),
        }
        yield Proposal("schedule", values, item.at)
    for meeting in facts.meetings:
        day = Period(f"{meeting.date:%d-%m-%Y}", meeting.date, meeting.date)
        values = {
            "what": f"Vergadering van {meeting.body}" if meeting.body else "Vergadering",
            "period": period_json(day),
            "becomes": _becomes(meeting.body),
            "past": False,
            "place": "",
            "groups": "",
        }
        yield Proposal("schedule", values, meeting.at)


def _decisions(facts: NoteFacts) -> Iterator[Proposal]:
    on = facts.decided_on
    day = period_json(Period(f"{on:%d-%m-%Y}", on, on)) if on else None
    for point in facts.decisions:
        values = {"text": point.text, "number": facts.number or "", "body": facts.body or "", "period": day}
        yield Proposal("decision", values, point.at)
    for earlier in facts.earlier_decisions:
        values = {
            "text": earlier.title,
            "number": earlier.number or "",
            "body": earlier.body or "",
            "period": period_json(earlier.period),
        }
        yield Proposal("earlier_decision", values, earlier.at)
    promised = {commitment.at[0] for commitment in facts.commitments}
    for reference in facts.references:
        if reference.kind == "toezegging" and reference.at[0] in promised:
            continue  # it stands among the commitments
        values = {
            "text": reference.text,
            "names": reference.kind,
            "number": "",
            "body": "",
            "period": period_json(reference.period),
        }
        yield Proposal("reference", values, reference.at)


def _commitments(facts: NoteFacts) -> Iterator[Proposal]:
    for commitment in facts.commitments:
        values = {
            "text": commitment.text,
            "by": (commitment.by or facts.body or "")[:100],
            "kind": _PROMISED.get(commitment.kind, Commitment.Kind.ANNOUNCED),
            "period": period_json(commitment.period),
        }
        yield Proposal("commitment", values, commitment.at)


def _becomes(words: str | None) -> str:
    if words is None:
        return STEP
    return next((kind for part, kind in _GATHERINGS.items() if part in words), Gathering.Kind.OTHER)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _words(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    return f"{value:%d-%m-%Y}" if isinstance(value, date) else str(value)
