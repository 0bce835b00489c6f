"""Rows of the sector that several tests need, made through the actions."""

from __future__ import annotations

import json
from typing import Any

import pytest

from houtskool.accounts.roles import Role
from houtskool.sector import actions
from houtskool.sector.models import Contact, Department, District, Domain, Initiative, Organisation, Theme
from tests.conftest import AT, make_user

# A square of about a kilometre, and a neighbour in two parts.
OUTLINES = {
    "type": "FeatureCollection",
    "attribution": "Verzonnen omtrekken",
    "features": [
        {
            "type": "Feature",
            "properties": {"statcode": "WK000001", "statnaam": "Binnenstad"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[4.60, 52.38], [4.62, 52.38], [4.62, 52.39], [4.60, 52.39], [4.60, 52.38]]],
            },
        },
        {
            "type": "Feature",
            "properties": {"statcode": "WK000002", "statnaam": "Oost"},
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [
                    [[[4.62, 52.38], [4.64, 52.38], [4.64, 52.39], [4.62, 52.38]]],
                    [[[4.65, 52.38], [4.66, 52.38], [4.66, 52.39], [4.65, 52.38]]],
                ],
            },
        },
    ],
}


@pytest.fixture
def outlines() -> bytes:
    return json.dumps(OUTLINES).encode()


class Sector:
    """A small sector: one of everything, linked to each other."""

    def __init__(self, world: Any) -> None:
        self.world = world
        by = {"by": world.alice, "at": world.at}
        self.domain = actions.add(Domain(name="economie"), **by)
        self.theme = actions.add(Theme(name="inkoop", alt_labels=["aanbesteden"]), **by)
        self.group = actions.add_group(name="sociaal ondernemers", kind="enterprise", **by)
        self.target = actions.add_group(name="langdurig werklozen", kind="target", **by)
        self.district = actions.add(District(name="Binnenstad", code="WK000001"), **by)
        self.department = actions.add(Department(name="Inkoop", domain=self.domain), **by)
        self.organisation = self.add(
            Organisation(
                name="Restlab", kvk_number="34567890", district=self.district, email="post@restlab.example"
            ),
            groups=[self.group],
            domains=[self.domain],
            themes=[self.theme],
            target_groups=[self.target],
        )
        self.initiative = self.add(
            Initiative(name="Meubels uit sloophout", stage="running", sdgs=[8, 12], district=self.district),
            organisations=[self.organisation],
            themes=[self.theme],
        )
        self.contact = self.add(
            Contact(
                name="Noor de Vries",
                email="noor@restlab.example",
                phone="+31 23 555 01 23",
                organisation=self.organisation,
            ),
            groups=[self.group],
        )

    def add(self, thing: Any, **links: Any) -> Any:
        return actions.add(thing, by=self.world.alice, at=self.world.at, links=links)

    def everything(self) -> list[Any]:
        return [
            self.organisation, self.initiative, self.contact, self.group, self.theme,
            self.domain, self.department, self.district,
        ]  # fmt: skip


@pytest.fixture
def sector(world: Any) -> Sector:
    return Sector(world)


@pytest.fixture
def councillor(world: Any) -> Any:
    return make_user("raad@stad.example", Role.COUNCILLOR, name="Rik")


@pytest.fixture(autouse=True)
def _the_day_is_that_of_the_world(settings: Any) -> None:
    """Pages look from the same day as the actions of the test, whatever the clock says."""
    settings.REFERENCE_DATE = AT.date()
