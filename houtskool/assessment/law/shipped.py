"""What the law says in amounts, shares and terms: the rows that come with the house. Pure data.

None was held against the law itself yet, which the page says; sources are named so that somebody can.
"""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """`since` and `until`: days as ISO 8601, "" for no end. `secondary`: taken from a text about the law."""

    key: str
    name: str
    amount: str
    unit: str
    since: str
    until: str
    source: str
    note: str = ""
    secondary: bool = False


_THRESHOLDS = "Drempelbedragen van de Europese Commissie voor {}, zonder btw"
_DE_MINIMIS = (
    "Per onderneming, met alles wat eraan verbonden is, over drie jaar; "
    "het telt op de dag dat het recht ontstaat."
)

ROWS = (
    Row("de-minimis", "De-minimissteun", "200000", "euro", "2014-01-01", "2023-12-31",
        "Verordening (EU) 1407/2013", _DE_MINIMIS, secondary=True),
    Row("de-minimis", "De-minimissteun", "300000", "euro", "2024-01-01", "2030-12-31",
        "Verordening (EU) 2023/2831", _DE_MINIMIS, secondary=True),
    Row("de-minimis-daeb", "De-minimissteun voor diensten van algemeen economisch belang", "750000", "euro",
        "2024-01-01", "2030-12-31", "Verordening (EU) 2023/2832", _DE_MINIMIS, secondary=True),
    Row("register-de-minimis", "Melden in het register van de-minimissteun", "20", "working-days",
        "2026-01-01", "", "Verordening (EU) 2023/2831",
        "Tot het register drie jaar beslaat, verklaart de onderneming zelf welke steun zij kreeg.",
        secondary=True),
    Row("aanbesteden-diensten", "Aanbesteden: leveringen en diensten", "221000", "euro",
        "2024-01-01", "2025-12-31", _THRESHOLDS.format("2024 en 2025"), secondary=True),
    Row("aanbesteden-diensten", "Aanbesteden: leveringen en diensten", "216000", "euro",
        "2026-01-01", "2027-12-31", _THRESHOLDS.format("2026 en 2027"), secondary=True),
    Row("aanbesteden-werken", "Aanbesteden: werken", "5538000", "euro",
        "2024-01-01", "2025-12-31", _THRESHOLDS.format("2024 en 2025"), secondary=True),
    Row("aanbesteden-werken", "Aanbesteden: werken", "5404000", "euro",
        "2026-01-01", "2027-12-31", _THRESHOLDS.format("2026 en 2027"), secondary=True),
    Row("aanbesteden-sociaal", "Aanbesteden: sociale en andere specifieke diensten", "750000", "euro",
        "2024-01-01", "2025-12-31", _THRESHOLDS.format("2024 en 2025"), secondary=True),
    Row("aanbesteden-sociaal", "Aanbesteden: sociale en andere specifieke diensten", "750000", "euro",
        "2026-01-01", "2027-12-31", _THRESHOLDS.format("2026 en 2027"), secondary=True),
    Row("concessies", "Concessies", "5538000", "euro",
        "2024-01-01", "2025-12-31", _THRESHOLDS.format("2024 en 2025"), secondary=True),
    Row("concessies", "Concessies", "5404000", "euro",
        "2026-01-01", "2027-12-31", _THRESHOLDS.format("2026 en 2027"), secondary=True),
    Row("voorbehouden-opdracht", "Voorbehouden opdracht: aandeel van de doelgroep in het personeel", "30",
        "percent", "2016-07-01", "", "Aanbestedingswet 2012 art. 2.82",
        "Integratie is het hoofddoel; de aankondiging noemt het; het blijft een aanbesteding."),
    Row("beslistermijn", "Beslissen op een aanvraag", "8", "weeks", "1994-01-01", "",
        "Algemene wet bestuursrecht art. 4:13", "Tenzij een wet een andere termijn geeft."),
    Row("dwangsom", "Dwangsom bij te laat beslissen, ten hoogste", "1442", "euro", "2019-01-01", "",
        "Algemene wet bestuursrecht art. 4:17", "Na een ingebrekestelling en twee weken."),
)  # fmt: skip
