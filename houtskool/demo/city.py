"""Who there is in the example: real districts, and invented organisations, people and initiatives.

They come in by spreadsheet, as they would for a user; one row is refused, so that its message can be seen.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from importlib.resources import files

from houtskool.accounts.models import User
from houtskool.records import importing
from houtskool.sector import actions, entry_links, outlines
from houtskool.sector.models import Organisation, Recognition

DATA = files("houtskool.demo") / "data"
SHEETS = (
    ("groups", "groepen.csv"),
    ("departments", "afdelingen.csv"),
    ("organisations", "organisaties.csv"),
    ("contacts", "contacten.csv"),
    ("initiatives", "initiatieven.csv"),
)


def build(*, by: User, at: datetime) -> None:
    districts, attribution = outlines.read((DATA / "haarlem-wijken-2024.geojson").read_bytes())
    outlines.keep(districts, attribution, by=by, at=at)
    for kind, name in SHEETS:
        data = (DATA / name).read_bytes()
        batch, _ = importing.start(importing.kind(kind), data, name, by=by, at=at, limit=len(data))
        importing.finish(batch, by=by, at=at)
    restlab = Organisation.objects.get(name="Restlab")
    recognition = Recognition(
        organisation=restlab,
        scheme=Recognition.Scheme.PSO,
        level=Recognition.Level.TWO,
        valid_from=date(2017, 5, 1),
        valid_until=date(2019, 4, 30),
        source="voorbeeld",
    )
    actions.add(recognition, by=by, at=at)
    # Early 2019 Restlab is asked whether its entry is right; the link of the e-mail still works.
    entry_links.send(restlab, to="info@restlab.example", by=by, at=at + timedelta(days=56))
