"""Read a Dutch council document: its parts, dates, decisions, promises, people and contradictions.

`read_note` is the door. Facts are in `facts`. The way there: lines (clean text) → columns and layout (parts
with units) → sentences → one module per kind of fact → doubts (what is missing or contradicts).
Rules, sources, a worked example and limits: docs/algorithms/note.md.
"""

from __future__ import annotations

from datetime import date

from houtskool.kernel.note import coalition, planning, record, substance, topics
from houtskool.kernel.note.annexes import attachments
from houtskool.kernel.note.doubts import doubts
from houtskool.kernel.note.facts import NoteFacts, Section, Span
from houtskool.kernel.note.fields import read_header
from houtskool.kernel.note.groups import groups
from houtskool.kernel.note.layout import parts_of
from houtskool.kernel.note.lines import read_lines
from houtskool.kernel.note.organisations import organisations
from houtskool.kernel.note.promises import commitments
from houtskool.kernel.note.references import references
from houtskool.kernel.note.sentences import sentences_of

__all__ = ["NoteFacts", "read_note"]


def read_note(text: str, *, at: date | None = None) -> NoteFacts:
    """The facts that the document states, each with its place in `text`, in code points.

    Relative dates ("juli jl.") and `past` are held against the document's own date (dated, else decided, else
    its first meeting); `at` is used only where it bears none. Never raises on text; reads in linear time.
    """
    lines = read_lines(text)
    parts = parts_of(lines)
    head = read_header(parts)
    day = head.dated or head.decided_on or head.meets_on or at
    sentences = [one for part in parts for unit in part.units for one in sentences_of(unit, part)]
    entries = list(planning.entries(parts))
    ahead = {
        id(unit)
        for entry in entries
        if (item := entry.item(day)) and item.past is False
        for unit in entry.units
    }
    blocks = record.decision_blocks(parts)
    # A list of decisions is all of its blocks; another document says its decision once, and may say it again.
    decided = blocks if head.kind == "besluitenlijst" else blocks[:1]
    earlier = tuple(record.earlier_decisions(parts, day))
    listed, places = attachments(parts)
    promised = commitments(parts, entries, sentences, day)
    money = list(record.amounts(parts))
    plan = substance.process_title(parts, head.subject_words)
    agreement = coalition.coalition_agreement(parts)
    anchors = dict(head.anchors)
    if agreement:
        anchors["coalition_agreement"] = (agreement[1],)
    known = {one.number for one in earlier if one.number} | {number for _, number, _ in head.numbers}
    whole: Span = lines[0].at(0, len(lines[0].text)) if lines else (0, 0)
    return NoteFacts(
        text=text,
        kind=head.kind,
        subject=head.subject,
        number=head.number,
        dated=head.dated,
        holders=head.holders,
        author=head.author,
        departments=head.departments,
        programme=head.programme,
        signatories=head.signatories,
        body=head.body,
        decided_on=head.decided_on,
        reference_date=day,
        committee=head.committee,
        treatment=head.treatment,
        treatment_reason=head.treatment_reason,
        coalition_agreement=agreement[0] if agreement else None,
        coalition_period=coalition.coalition_period(parts),
        process_title=plan,
        ambition=substance.ambition(sentences),
        anchors=anchors,
        decisions=tuple(point for _, points in decided for point in points),
        meetings=head.meetings,
        earlier_decisions=earlier,
        references=tuple(references(sentences, known, day)),
        schedule=tuple(planning.schedule(parts, entries, sentences, day)),
        commitments=tuple(promised),
        amounts=tuple(money),
        goals=tuple(substance.goals(parts, sentences)),
        organisations=tuple(organisations(sentences, parts)),
        groups=tuple(groups(sentences, ahead, day)),
        themes=tuple(topics.themes(parts, sentences)),
        domains=tuple(topics.domains(parts, sentences)),
        attachments=tuple(listed),
        sections=tuple(
            Section(part.title, part.number, part.level, part.title_at)
            for part in parts
            if part.heading and part.title_at
        ),
        warnings=doubts(
            parts, head, sentences, entries, whole=whole, at=day, earlier=earlier, listed=listed,
            places=places, promised=promised, blocks=blocks, money=money, plan=plan,
        )
        if lines
        else (),
    )  # fmt: skip
