"""An invented note with every kind of block, and the pictures in it."""

import datetime
import struct
import zlib

from houtskool.documents import (
    Block,
    Document,
    Fields,
    Figure,
    Heading,
    Item,
    PageBreak,
    Paragraph,
    Run,
    Table,
    bullets,
    emphasis,
    field,
    link,
    numbered,
    strong,
)

SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 90" role="img">
<title>Bijdragen per groep</title>
<rect x="120" y="10" width="280" height="24" fill="#3a3835"/>
<rect x="120" y="50" width="140" height="24" fill="#3a3835"/>
<text x="0" y="27" font-family="Noto Sans, sans-serif" font-size="14">ondernemers</text>
<text x="0" y="67" font-family="Noto Sans, sans-serif" font-size="14">inkopers</text></svg>"""


def png(width: int = 40, height: int = 20) -> bytes:
    """A grey PNG, made by hand."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x3a" * width for _ in range(height))
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


HEADER = Fields(
    (
        field("Onderwerp", "Stand van zaken actieprogramma buurtbedrijven"),
        field("Nummer", "2019/000123"),
        field("Portefeuillehouder", "Bakker, J."),
        field("Telefoonnummer", ""),
        field(
            "Kernboodschap",
            "Het college werkt met de stad aan een actieprogramma voor buurtbedrijven. Daarin staat wat de "
            "gemeente doet, wie dat doet en wanneer het klaar is.",
            "De raad kan meedoen aan elke werksessie.",
        ),
        field("Behandelvoorstel voor commissie", (strong("Ter kennisname"), Run(", omdat de raad meedoet."))),
        field(
            "Relevante eerdere besluiten",
            bullets("Motie buurtbedrijven (2018/000045), juni 2018", "Coalitieakkoord, mei 2018"),
        ),
    )
)
INTRODUCTION = Paragraph(
    (
        Run("Buurtbedrijven groeien. Wij spraken "),
        strong("86 mensen"),
        Run(" en lazen "),
        emphasis("alle"),
        Run(" brieven. Meer staat op de "),
        link("pagina van het programma", "https://waterrijk.example/programma?a=1&b=2"),
        Run("."),
    )
)
PLANNING = Table(
    "Stappen van nota tot uitvoering",
    ("Stap", "Wanneer", "Kosten"),
    (
        ("Gesprekken en sessies", "juli – november 2018", "€ 4.500"),
        ("Houtskoolschets", "begin 2019", "€ 12.500"),
        ("Uitvoering", (emphasis("onbekend"),), ""),
    ),
    align=("left", "left", "right"),
    row_heads=True,
)
CHART = Figure(SVG, "Staafdiagram: 28 bijdragen van ondernemers en 14 van inkopers.", "Bijdragen per groep")
BLOCKS: tuple[Block, ...] = (
    HEADER,
    Heading(1, "Inleiding"),
    INTRODUCTION,
    Heading(2, "Wie er meedeed"),
    CHART,
    Heading(1, "Planning"),
    PLANNING,
    Heading(1, "Besluit"),
    numbered(
        "De nota vast te stellen.", Item("De raad te informeren:", bullets("bij de schets", "bij het plan"))
    ),
    PageBreak(),
    Heading(1, "Vervolg"),
    Paragraph("De Brug 1\n1234 AB Waterrijk"),
    Figure(png(), "Een grijs vlak."),
)


def note(**changes: object) -> Document:
    """An information note of Waterrijk, a municipality that does not exist."""
    parts: dict[str, object] = {
        "title": "Stand van zaken actieprogramma buurtbedrijven",
        "subject": "Buurtbedrijven",
        "author": "Afdeling Economie",
        "date": datetime.date(2019, 3, 12),
        "running_head": "Gemeente Waterrijk · Informatienota",
        "blocks": BLOCKS,
    }
    return Document(**{**parts, **changes})  # type: ignore[arg-type]
