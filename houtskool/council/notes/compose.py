"""A note as a document: the header of a council document, then its sections with what is live in them.

A council document is in Dutch, whatever language the page speaks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from django.utils import translation

from houtskool.council.models import Attachment, Note
from houtskool.council.notes import live, markup
from houtskool.council.notes.quoting import quoted, with_quotes
from houtskool.documents import Block, Document, Field, Fields, Heading, List, Paragraph, field, numbered
from houtskool.inventory import quotes


@translation.override("nl")
def compose(note: Note, at: date) -> Document:
    """The note with everything live in it as it is on the day `at`; always a valid document.

    Its state is final once the row says that it was adopted. Costs a fixed number of queries.
    """
    live.fetch(note.process)
    attachments = list(note.attachments.select_related("upload")) if note.pk else []
    return Document(
        title=title(note),
        blocks=(Fields(tuple(_header(note, at))), *_body(note, attachments, at)),
        state="concept" if note.is_concept else "final",
        subject=live.line(note.key_message),
        author=live.line(note.author),
        date=note.adopted_on or at,
        running_head=" · ".join(filter(None, [note.get_kind_display().capitalize(), live.line(note.number)])),
    )


@translation.override("nl")
def document_of(note: Note, at: date) -> Document:
    """What readers see of the note: as it was adopted, or as long as it is a concept, as it is today.

    What somebody withdrew is not quoted any more, in an adopted note either.
    Raises DocumentError when what was adopted is damaged.
    """
    return compose(note, at) if note.is_concept else quotes.served(note.frozen.document())


@translation.override("nl")
def stamped(document: Document, note: Note) -> Document:
    """The adopted document with, at its foot, when it was adopted and the hash by which to recognise it."""
    if note.is_concept or note.adopted_on is None:
        return document
    stamp = Fields(
        (
            field("Vastgesteld", f"{live.day(note.adopted_on)}, {note.body}"),
            field("Hash van de inhoud (SHA-256)", in_groups(note.frozen.sha256)),
        )
    )
    return replace(document, blocks=(*document.blocks, Heading(1, "Vaststelling"), stamp))


def in_groups(sha256: str) -> str:
    """The hash in four groups, so that it can be read aloud and fits on a line or two."""
    return " ".join(sha256[start : start + 16] for start in range(0, 64, 16))


@translation.override("nl")
def title(note: Note) -> str:
    kind = note.get_kind_display().capitalize()
    return f"{kind}: {live.line(note.subject)}" if note.subject.strip() else kind


def _header(note: Note, at: date) -> Iterator[Field]:
    """The labels of a council document in their fixed order; what nobody filled in stays visibly open."""
    yield field("Onderwerp", note.subject)
    yield field("Nummer", note.number)
    yield field("Portefeuillehouder", note.holders)
    yield field("Programma/beleidsveld", note.programme)
    yield field("Afdeling", note.department)
    yield field("Auteur", note.author)
    yield field("Telefoonnummer", note.phone)
    yield field("E-mail", note.email)
    yield Field("Kernboodschap", markup.blocks(note.key_message))
    reader = "raad" if note.kind == Note.Kind.COUNCIL_PROPOSAL else "commissie"
    yield Field(f"Behandelvoorstel voor {reader}", _treatment(note))
    earlier = live.earlier_decisions(note.process, at)
    yield Field("Relevante eerdere besluiten", (earlier,) if isinstance(earlier, List) else ())
    points = markup.points(note.decision_points)
    on = f" d.d. {live.day(note.adopted_on)}" if note.adopted_on else ""
    yield Field(
        f"Besluit {live.line(note.body)}".rstrip() + on,
        (numbered(*(markup.inline(point) for point in points)),) if points else (),
    )
    yield field("Ondertekening", note.signatories)


def _treatment(note: Note) -> tuple[Paragraph | List, ...]:
    """Where the college sends the document and for what, as far as that is known; then the reason."""
    how, committee = str(note.get_treatment_display() or ""), live.line(note.committee)
    if committee and not committee.lower().startswith(("de ", "het ")):
        committee = f"de {committee}"
    this = "deze" if note.kind == Note.Kind.INFORMATION else "dit"
    words = f"Het college stuurt {this} {note.get_kind_display()} {how} naar {committee}."
    if not committee:
        words = f"{how.capitalize()}."
    # To whom without what for says nothing yet: then the field is as open as the list of gaps says it is.
    first = (Paragraph(words),) if how else ()
    return (*first, *markup.blocks(note.treatment_reason))


def _body(note: Note, attachments: Sequence[Attachment], at: date) -> Iterator[Block]:
    contributions = quoted(note)
    for number, section in enumerate(note.sections, start=1):
        yield Heading(1, f"{number}. {live.line(section['title']) or 'Zonder titel'}")
        yield from with_quotes(markup.blocks(section["text"]), contributions)
        if section["part"]:
            yield live.part(section["part"], note, attachments, at)
