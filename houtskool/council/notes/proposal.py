"""What a new note says before anybody wrote in it: text out of the process, which the writer then edits.

Every name, number and date comes out of the data; what is not known is not written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import translation

from houtskool.accounts.models import User
from houtskool.council.models import Note
from houtskool.council.notes import live
from houtskool.council.notes.content import TEXTS, Content, Section
from houtskool.process.models import Process, SourceDocument

_COLLEGE = "college"
_Sections = list[tuple[str, str, str]]


@translation.override("nl")
def proposal(process: Process, *, kind: str, subject: str, by: User, at: date) -> Content:
    """The content of a new note of this kind, as seen from the day `at`."""
    live.fetch(process)
    header = _last_header(process)
    texts = dict.fromkeys(TEXTS, "") | {
        "kind": kind,
        "subject": subject,
        "holders": ", ".join(header.get("holders") or ()),
        "programme": header.get("programme") or "",
        "department": ", ".join(header.get("departments") or ()),
        "author": by.name,
        "email": by.email,
        "key_message": _ambition(process),
        "committee": _committee(header.get("committee") or ""),
        "decision_points": _decision(kind),
        "body": "raad" if kind == Note.Kind.COUNCIL_PROPOSAL else _COLLEGE,
        "signatories": "de secretaris, de burgemeester",
    }
    made = _SECTIONS[kind](process, at)
    return Content(texts, tuple(Section(key, *rest) for key, rest in enumerate(made, start=1))).tidy()


def _information_note(process: Process, at: date) -> _Sections:
    return [
        ("Inleiding", "\n\n".join(_introduction(process, Note.Kind.INFORMATION)), Note.Part.GOALS),
        ("Kernboodschap", "\n\n".join(_what_happened(process, at)), ""),
        (
            "Wie er meedoet",
            "Deze groepen en organisaties doen mee." if process.involvements.all() else "",
            Note.Part.WHO,
        ),
        ("Consequenties", "", ""),
        (
            "Aankondigingen en toezeggingen",
            "Dit heeft het college aangekondigd of toegezegd. U ziet per punt hoe het ervoor staat."
            if process.commitments.all()
            else "",
            Note.Part.COMMITMENTS,
        ),
        ("Vervolg", "\n\n".join(_what_comes(process, at)), Note.Part.PLANNING),
        ("Bijlagen", "", Note.Part.ANNEXES),
    ]


def _college_decision(process: Process, at: date) -> _Sections:
    return [
        (
            "Beoogd resultaat",
            "\n\n".join(_introduction(process, Note.Kind.COLLEGE_DECISION)),
            Note.Part.GOALS,
        ),
        ("Argumenten", "", ""),
        ("Risico’s en kanttekeningen", "", ""),
        ("Uitvoering", "\n\n".join(_what_comes(process, at)), Note.Part.PLANNING),
        ("Bijlagen", "", Note.Part.ANNEXES),
    ]


def _council_proposal(process: Process, at: date) -> _Sections:
    return [
        ("Inleiding", "\n\n".join(_introduction(process, Note.Kind.COUNCIL_PROPOSAL)), ""),
        ("Beoogd effect", "", Note.Part.GOALS),
        ("Argumenten", "", ""),
        ("Kanttekeningen", "", ""),
        ("Uitvoering", "\n\n".join(_what_comes(process, at)), Note.Part.PLANNING),
        ("Bijlagen", "", Note.Part.ANNEXES),
    ]


_SECTIONS = {
    Note.Kind.INFORMATION.value: _information_note,
    Note.Kind.COLLEGE_DECISION.value: _college_decision,
    Note.Kind.COUNCIL_PROPOSAL.value: _council_proposal,
}


def _introduction(process: Process, kind: str) -> Iterator[str]:
    title = live.line(process.title)
    yield f"{_OPENING[kind]} gaat over {_article(title)}{title.rstrip('.')}."
    if process.coalition_agreement:
        period = f" ({live.line(process.coalition_words)})" if process.coalition_words else ""
        yield f"Het coalitieakkoord is “{live.line(process.coalition_agreement)}”{period}."
    if process.facilitator:
        yield f"{live.line(str(process.facilitator))} begeleidt het proces."
    if process.goals.all():
        yield "Dit zijn de doelen."


_OPENING = {
    Note.Kind.INFORMATION.value: "Deze nota",
    Note.Kind.COLLEGE_DECISION.value: "Dit collegebesluit",
    Note.Kind.COUNCIL_PROPOSAL.value: "Dit raadsvoorstel",
}
_THE = re.compile(
    r"\w*(?P<het>programma|plan|project|traject|beleid|proces|akkoord|onderzoek)$"
    r"|\w*(?P<de>visie|agenda|aanpak|strategie|nota|verkenning|pilot)$",
    re.IGNORECASE,
)


def _article(title: str) -> str:
    """The article before a title whose first word is one of which we know it; none otherwise."""
    found = _THE.match(title.split(" ")[0])
    return "" if not found else "het " if found["het"] else "de "


def _ambition(process: Process) -> str:
    """ "De gemeente wil … versterken" for an ambition "… te versterken"; its own words otherwise."""
    ambition = live.line(process.ambition).rstrip(". ").removeprefix("om ")
    wanted, count = re.subn(r" te (?=\w+n\b)", " ", ambition)
    if count != 1:
        return f"De ambitie van de gemeente: {ambition}." if ambition else ""
    first = wanted.split(" ")[0]
    # A capital at the start may be that of a sentence or of a name; the documents know which.
    told = {word for document in process.documents.all() for word in document.text.split()}
    if first.lower() in told:
        wanted = wanted[0].lower() + wanted[1:]
    return f"De gemeente wil {wanted}."


def _what_happened(process: Process, at: date) -> Iterator[str]:
    """What ended since the last document that the council had, in order of time; all of it where none is."""
    last = _last_document(process, at)
    done = [
        (end, f"- {live.when(one.real)}: {live.with_place(one)}")
        for one in live.in_order([*process.steps.all(), *process.gatherings.all()])
        if one.real
        and one.is_done(at)
        and (end := one.real_end or one.real_start)
        and (last is None or end > last[0])
    ]
    done += [
        (on, f"- {live.day(on)}: afgedaan is “{live.line(commitment.text)}”")
        for commitment in process.commitments.all()
        if (on := commitment.settled_on) and on <= at and (last is None or on > last[0])
    ]
    if done:
        since = f"Sinds {last[1]} is dit gebeurd:" if last else "Dit is al gebeurd:"
        yield since + "\n" + "\n".join(words for _, words in sorted(done, key=lambda pair: pair[0]))


def _what_comes(process: Process, at: date) -> Iterator[str]:
    """What is planned to be over first, from this day on."""
    coming = [
        (end, one, planned)
        for one in live.in_order([*process.steps.all(), *process.gatherings.all()])
        if (planned := one.planned)
        and (end := planned.end or planned.start)
        and end >= at
        and not one.is_done(at)
    ]
    if coming:
        _, first, planned = min(coming, key=lambda one: one[0])
        yield f"Hierna komt: {live.with_place(first)} ({live.when(planned)})."


def _last_document(process: Process, at: date) -> tuple[date, str] | None:
    """The last document that the council had, read in or made here: its day, and what it is called."""
    read = [(one.dated, one.kind or "het vorige stuk") for one in process.documents.all() if one.dated]
    made = [
        (note.adopted_on, str(note.get_kind_display()))
        for note in process.notes.exclude(adopted_on=None)
        if note.adopted_on
    ]
    before = [(on, kind) for on, kind in [*read, *made] if on <= at]
    if not before:
        return None
    on, kind = max(before)
    return on, f"{'het' if kind in _NEUTER else 'de'} {kind.removeprefix('het ')} van {live.day(on)}"


_NEUTER = {"collegebesluit", "raadsvoorstel", "het vorige stuk", "collegevoorstel", "collegebericht"}


def _last_header(process: Process) -> dict[str, Any]:
    """The header of the last document that was read in, as the intake keeps it."""
    documents: list[SourceDocument] = list(process.documents.filter(confidential=False))
    return documents[-1].header if documents else {}


def _committee(name: str) -> str:
    return name if not name or name.lower().startswith("commissie") else f"commissie {name}"


def _decision(kind: str) -> str:
    """The formula with which an information note is adopted; of other kinds nobody can know it."""
    return "Het college stelt de informatienota vast." if kind == Note.Kind.INFORMATION else ""
