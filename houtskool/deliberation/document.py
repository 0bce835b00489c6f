"""The result of a conversation as a document: PDF, ODT and DOCX.

It is a document of the municipality, so its words are Dutch whatever language the reader chose.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime

from houtskool.deliberation import result
from houtskool.deliberation.drawing import as_svg, drawing
from houtskool.deliberation.models import Analysis
from houtskool.deliberation.result import Group, Line, Result
from houtskool.documents import Block, Document, Fields, Figure, Heading, Paragraph, Table, clean, field
from houtskool.documents.blocks import Align

_RIGHT: Sequence[Align] = ("left", "right", "right", "right", "right", "left")


@translation.override("nl")
def document_of(analysis: Analysis) -> Document:
    """The result as it was reckoned; a concept while people still vote."""
    found = result.of(analysis)
    conversation = analysis.conversation
    closed = conversation.closes_at is not None and conversation.closes_at <= analysis.at
    return Document(
        title=clean(f"Uitkomst: {conversation.title}"),
        blocks=tuple(_blocks(found)),
        state="final" if closed else "concept",
        subject=clean(conversation.process.title),
        date=localtime(analysis.at).date(),
        running_head=clean(conversation.process.title),
    )


def _blocks(found: Result) -> Iterator[Block]:
    analysis = found.analysis
    yield Fields(
        (
            field("Deelnemers", str(analysis.participants)),
            field("Stemmen", str(analysis.votes)),
            field("Stellingen", str(len(found.lines))),
            field("Berekend", date_format(localtime(analysis.at), "j F Y")),
        )
    )
    if not found.is_told:
        yield Paragraph(
            f"Er deden te weinig mensen mee ({analysis.participants}) om te laten zien wat zij vonden, "
            "zonder dat iemand te herkennen is."
        )
        return
    yield Heading(1, "De groepen")
    yield from _groups(found)
    yield Heading(1, "Wat iedereen deelt")
    yield from _shared(found)
    yield Heading(1, "Wat verdeelt")
    if found.dividing:
        yield _table("Stellingen waarover de meningen het meest verdeeld zijn", found.dividing)
    else:
        yield Paragraph("Er is geen stelling waarover de meningen sterk verdeeld zijn.")
    if found.groups:
        yield Heading(1, "Wat overbrugt")
        if found.bridging:
            yield _table("Stellingen waar in elke groep minstens de helft het mee eens is", found.bridging)
        else:
            yield Paragraph("Buiten wat iedereen deelt is er geen stelling die de groepen overbrugt.")
    yield from _people(found)
    yield Heading(1, "Alle stellingen")
    yield _table("Alle stellingen, met hoe er gestemd is", found.lines)
    yield Heading(1, "Hoe u dit leest")
    yield from _reading(found)


def _groups(found: Result) -> Iterator[Block]:
    if found.state == "unstable":
        yield Paragraph(
            "Geen stabiele groepen. De stemmen vallen niet uiteen in groepen die er steeds weer zijn; "
            "daarom staat "
            "hieronder alleen wat er per stelling is gestemd."
        )
    elif found.state == "small":
        yield Paragraph(
            "Er zijn groepen, maar een ervan is zo klein dat mensen te herkennen zouden zijn. Daarom staat "
            "hieronder "
            "alleen wat er per stelling is gestemd."
        )
    elif found.state == "few":
        yield Paragraph(
            "Er stemden te weinig mensen op zeven stellingen of meer om te zien of er groepen zijn."
        )
    drawn = drawing(found)
    if drawn is not None:
        yield Figure(
            as_svg(drawn),
            drawn.description,
            "Wie dicht bij elkaar staat, stemde ongeveer hetzelfde. Elke stip is een handvol mensen.",
        )
    if not found.groups:
        return
    yield Table(
        "De groepen",
        ("Groep", "Mensen", "Hoe zeker"),
        tuple(
            (f"Groep {group.letter}", f"ongeveer {group.size}", group.level_in_words)
            for group in found.groups
        ),
        ("left", "right", "left"),
        row_heads=True,
    )
    for group in found.groups:
        yield Heading(2, f"Groep {group.letter}")
        yield from _apart(group)


def _apart(group: Group) -> Iterator[Block]:
    if not group.apart:
        yield Paragraph("Geen stelling onderscheidt deze groep met zekerheid van de andere.")
        return
    yield Table(
        f"Waarin groep {group.letter} van de andere verschilt",
        ("Stelling", "Deze groep", "Zeker tussen", "De anderen"),
        tuple(
            (
                _words(one.line),
                f"{one.percent}% {'eens' if one.agree else 'oneens'}",
                one.between,
                f"{one.versus}%",
            )
            for one in group.apart
        ),
        ("left", "right", "right", "right"),
    )


def _shared(found: Result) -> Iterator[Block]:
    if found.agreed:
        yield _table("Hier is vrijwel iedereen het mee eens", found.agreed)
    if found.rejected:
        yield _table("Hier is vrijwel iedereen het mee oneens", found.rejected)
    if not (found.agreed or found.rejected):
        yield Paragraph("Over geen enkele stelling is met zekerheid te zeggen dat alle groepen haar delen.")


def _people(found: Result) -> Iterator[Block]:
    if not (found.turnout or found.own_rows):
        return
    yield Heading(1, "Wie er meededen")
    if found.turnout:
        yield Table(
            "Uitgenodigd en meegedaan",
            ("Groep", "Uitgenodigd", "Meegedaan", "Deel"),
            tuple(
                (
                    row.name,
                    "onbekend" if row.invited is None else str(row.invited),
                    _people_in_words(row.took_part),
                    "onbekend" if row.percent is None else f"{row.percent}%",
                )
                for row in found.turnout
            ),
            ("left", "right", "right", "right"),
            row_heads=True,
        )
    if found.own_rows:
        yield Table(
            "Bij welke groep mensen zeggen te horen",
            ("Groep", *found.own_columns, "Samen"),
            tuple(
                (row.name, *map(_people_in_words, row.cells), _people_in_words(row.total))
                for row in found.own_rows
            ),
            ("left", *_rights(len(found.own_columns) + 1)),
            row_heads=True,
        )
    yield Paragraph(
        "Aantallen zijn afgerond op vijf. Een streepje: minder dan tien, of een getal waaruit dat te "
        "berekenen is."
    )


def _rights(number: int) -> list[Align]:
    return ["right"] * number


def _people_in_words(count: int | None) -> str:
    return "–" if count is None else str(count)


def _table(caption: str, lines: Iterable[Line]) -> Table:
    return Table(
        caption,
        ("Stelling", "Eens", "Oneens", "Overslaan", "Stemmen", "Hoe zeker"),
        tuple(_row(line) for line in lines),
        tuple(_RIGHT),
    )


def _row(line: Line) -> tuple[str, ...]:
    if line.share is None:
        return _words(line), "–", "–", "–", "minder dan 7", line.level_in_words
    agree, disagree, passed = line.share.percent
    return (
        _words(line),
        f"{agree}%",
        f"{disagree}%",
        f"{passed}%",
        str(line.share.votes),
        line.level_in_words,
    )


def _words(line: Line) -> str:
    return clean(f"{line.number}. {line.words.text}")


def _reading(found: Result) -> Iterator[Block]:
    yield Paragraph(
        "Zeker: ook met andere deelnemers uit dezelfde groep mensen zou dit eruit komen. Waarschijnlijk: "
        "dit is de "
        "beste schatting. Te weinig stemmen: minder dan zeven; dan staan er geen percentages."
    )
    yield Paragraph(
        "Een deelnemer telt mee vanaf de eerste stem; wie alleen de pagina opende, telt niet mee. "
        "Een percentage is van iedereen die op de stelling stemde; wie oversloeg, telt daarin mee."
        + (
            " Waarin een groep verschilt, is gekozen onder wie eens of oneens koos: wie oversloeg, is het "
            "niet oneens. ‘De anderen’ zijn de andere groepen samen."
            if found.groups
            else ""
        )
    )
    yield Paragraph(
        "Dit is wat de deelnemers vonden. Wie niet meedeed, is niet gehoord. Meedoen kan zonder account: "
        "iemand met "
        "twee apparaten kan twee keer stemmen. Wij letten op tekenen daarvan, maar kunnen het niet "
        "uitsluiten."
    )
    if found.excluded:
        one, more = "1 deelnemer telt", f"{found.excluded} deelnemers tellen"
        left_out = one if found.excluded == 1 else more
        yield Paragraph(f"{left_out} niet mee, omdat er iets niet klopte aan de stemmen.")
