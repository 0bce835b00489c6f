"""The outlines of districts: read from GeoJSON, and drawn as paths of an SVG."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from houtskool.accounts.models import User
from houtskool.records.folding import tidy
from houtskool.sector import actions
from houtskool.sector.models import District

_CODES = ("statcode", "wijkcode", "wk_code", "buurtcode", "code")
_NAMES = ("statnaam", "wijknaam", "wk_naam", "naam", "name")
_NO_GEOJSON = gettext_lazy(
    "Dit is geen GeoJSON met omtrekken. Kies een bestand met een FeatureCollection van wijken, "
    "zoals het CBS en PDOK die geven."
)
MAX_POINTS = 200_000

Point = tuple[float, float]


@dataclass(frozen=True)
class Outline:
    code: str
    name: str
    geometry: dict[str, Any]


@dataclass(frozen=True)
class Result:
    added: int
    changed: int
    unchanged: int


def read(data: bytes) -> tuple[list[Outline], str]:
    """The outlines of a GeoJSON file and whom to name as their source. Raises ValidationError, in Dutch."""
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise ValidationError(_NO_GEOJSON) from error
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not features:
        raise ValidationError(_NO_GEOJSON)
    source = document.get("attribution")
    found = [_outline(number, feature) for number, feature in enumerate(features, 1)]
    codes = [outline.code for outline in found if outline.code]
    if doubles := {code for code in codes if codes.count(code) > 1}:
        raise ValidationError(
            _("De wijkcode %(code)s staat er tweemaal in. Haal er een weg.") % {"code": sorted(doubles)[0]}
        )
    return found, tidy(source)[:200] if isinstance(source, str) else ""


def _outline(number: int, feature: Any) -> Outline:
    where = _("Omtrek %(number)s") % {"number": number}
    told = feature.get("properties") if isinstance(feature, dict) else None
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(told, dict) or not isinstance(geometry, dict):
        raise ValidationError(
            _("%(where)s heeft geen gegevens of geen vorm. %(remedy)s")
            % {"where": where, "remedy": _NO_GEOJSON}
        )
    lower = {str(key).lower(): value for key, value in told.items()}
    code = next((tidy(str(lower[key])) for key in _CODES if lower.get(key)), "")
    name = next((tidy(str(lower[key])) for key in _NAMES if lower.get(key)), "")
    if not name:
        raise ValidationError(
            _("%(where)s heeft geen naam. Zet de naam in het veld ‘statnaam’ of ‘naam’.") % {"where": where}
        )
    if geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        raise ValidationError(
            _("%(where)s (%(name)s) is geen vlak maar %(kind)s.")
            % {"where": where, "name": name, "kind": geometry.get("type") or _("leeg")}
        )
    try:
        points = [point for ring in rings(geometry) for point in ring]
    except (TypeError, ValueError, IndexError) as error:
        raise ValidationError(
            _("%(where)s (%(name)s) heeft punten die niet te lezen zijn.") % {"where": where, "name": name}
        ) from error
    if not 4 <= len(points) <= MAX_POINTS:
        raise ValidationError(
            _("%(where)s (%(name)s) heeft %(points)s punten; dat moeten er 4 of meer zijn.")
            % {"where": where, "name": name, "points": len(points)}
        )
    if not all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in points):
        raise ValidationError(
            _(
                "%(where)s (%(name)s) staat niet in graden (EPSG:4326) maar waarschijnlijk in "
                "RD-coördinaten. Kies bij het bewaren WGS 84."
            )
            % {"where": where, "name": name}
        )
    kept = {"type": geometry["type"], "coordinates": geometry["coordinates"]}
    return Outline(code, name, kept)


def rings(geometry: dict[str, Any]) -> Iterator[list[Point]]:
    """Every ring of a Polygon or MultiPolygon, as (longitude, latitude)."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        for ring in polygon:
            yield [(float(point[0]), float(point[1])) for point in ring]


@transaction.atomic
def keep(outlines: Iterable[Outline], attribution: str, *, by: User | None, at: datetime) -> Result:
    """Give districts their outline, found by code or else by name; add those that are not there."""
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    for outline in outlines:
        current = District.objects.all().current()
        found = (outline.code and current.filter(code=outline.code).first()) or current.find(outline.name)
        district = found or District(name=outline.name)
        same = (district.code, district.geometry, district.attribution)
        district.code = outline.code or district.code
        district.geometry, district.attribution = outline.geometry, attribution
        if found is None:
            actions.add(district, by=by, at=at)
            counts["added"] += 1
        elif same == (district.code, district.geometry, district.attribution):
            counts["unchanged"] += 1
        else:
            actions.change(district, by=by, at=at)
            counts["changed"] += 1
    return Result(**counts)


@dataclass(frozen=True)
class Shape:
    """A district as it is drawn: `path` in the units of the picture, and where its label stands."""

    district: District
    path: str
    x: str
    y: str


@dataclass(frozen=True)
class Picture:
    width: float
    height: float
    shapes: list[Shape]

    @property
    def view_box(self) -> str:
        """With room for the lines at the edge."""
        return f"-8 -8 {self.width + 16:g} {self.height + 16:g}"


def picture(districts: Iterable[District], width: float = 1000) -> Picture | None:
    """The districts drawn to scale with north above; None where none has an outline.

    An equirectangular projection on the middle latitude: over one city its error is under a thousandth.
    """
    drawn = [
        (district, [ring for ring in rings(district.geometry) if ring])
        for district in districts
        if district.geometry
    ]
    points = [point for _, found in drawn for ring in found for point in ring]
    if not points:
        return None
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = width / max((east - west) * squeeze, (north - south) / 2, 1e-9)

    def place(point: Point) -> Point:
        return (round((point[0] - west) * squeeze * scale, 1), round((north - point[1]) * scale, 1))

    shapes = []
    for district, found in drawn:
        placed = [[place(point) for point in ring] for ring in found]
        path = " ".join("M" + " L".join(f"{x:g} {y:g}" for x, y in ring) + " Z" for ring in placed)
        x, y = _middle(max(placed, key=lambda ring: abs(_area(ring))))
        shapes.append(Shape(district, path, f"{x:.1f}", f"{y:.1f}"))
    return Picture(round((east - west) * squeeze * scale, 1), round((north - south) * scale, 1), shapes)


def _area(ring: list[Point]) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(x * y2 - x2 * y for (x, y), (x2, y2) in pairs) / 2


def _middle(ring: list[Point]) -> Point:
    """The centre of gravity of a ring; of a ring without area the mean of its points."""
    area = _area(ring)
    if abs(area) < 1e-6:
        return (sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring))
    pairs = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    x_sum = sum((x + x2) * (x * y2 - x2 * y) for (x, y), (x2, y2) in pairs)
    y_sum = sum((y + y2) * (x * y2 - x2 * y) for (x, y), (x2, y2) in pairs)
    return (x_sum / (6 * area), y_sum / (6 * area))
