"""Outlines of districts: what is read, what is refused, and how they are drawn."""

from __future__ import annotations

import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from houtskool.records.models import JournalEntry
from houtskool.sector import outlines as subject
from houtskool.sector.models import District
from tests.sector.conftest import OUTLINES

SQUARE = [[[4.6, 52.3], [4.7, 52.3], [4.7, 52.4], [4.6, 52.4], [4.6, 52.3]]]


def feature(name="Oost", code="WK1", geometry=None, **told):
    geometry = geometry or {"type": "Polygon", "coordinates": SQUARE}
    return {"type": "Feature", "properties": {"naam": name, "code": code, **told}, "geometry": geometry}


def collection(*features):
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "geen GeoJSON"),
        (b"Naam;Code\n", "geen GeoJSON"),
        (b"[]", "geen GeoJSON"),
        (b'{"features": []}', "geen GeoJSON"),
        (b"[" * 100_000, "geen GeoJSON"),
        (collection(None), "geen gegevens"),
        (collection(feature(name="")), "heeft geen naam"),
        (collection(feature(geometry={"type": "Point", "coordinates": [4, 52]})), "geen vlak maar Point"),
        (collection(feature(geometry={"type": "Polygon", "coordinates": [[["x", "y"]]]})), "niet te lezen"),
        (collection(feature(geometry={"type": "Polygon", "coordinates": [[[4.6, 52.3]]]})), "1 punten"),
        (
            collection(feature(geometry={"type": "Polygon", "coordinates": [[[103000, 488000]] * 4]})),
            "RD-coördinaten",
        ),
        (collection(feature(), feature(name="West")), "WK1 staat er tweemaal in"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_the_place_and_what_to_do(data, says):
    with pytest.raises(ValidationError, match=re.escape(says)):
        subject.read(data)


def test_codes_and_names_are_read_as_the_cbs_writes_them():
    told = {"WK_CODE": "WK039201", "WK_NAAM": "Oude Stad"}
    data = collection(
        {"type": "Feature", "properties": told, "geometry": {"type": "Polygon", "coordinates": SQUARE}}
    )
    (outline,), source = subject.read(data)
    assert (outline.code, outline.name, source) == ("WK039201", "Oude Stad", "")


def test_the_picture_keeps_north_above_and_the_shape_of_the_city():
    districts = [
        District(name=told.name, geometry=told.geometry)
        for told in subject.read(json.dumps(OUTLINES).encode())[0]
    ]
    drawn = subject.picture(districts)
    assert drawn is not None
    # 0.06 degrees of longitude at 52.385 north is 4.07 km, 0.01 of latitude 1.11 km.
    assert drawn.width / drawn.height == pytest.approx(4.07 / 1.11, rel=0.01)
    west, east = drawn.shapes
    assert float(west.x) < float(east.x)
    corners = re.findall(r"([\d.]+) ([\d.]+)", west.path)
    assert corners[0] == ("0", f"{drawn.height:g}")  # the south-west corner is at the lower left
    assert east.path.count("M") == east.path.count("Z") == 2


def test_without_outlines_there_is_no_picture():
    assert subject.picture([District(name="Oost")]) is None


def test_a_ring_without_area_still_has_a_place_for_its_label():
    flat = {"type": "Polygon", "coordinates": [[[4.6, 52.3], [4.7, 52.3], [4.6, 52.3], [4.7, 52.3]]]}
    drawn = subject.picture([District(name="Lijn", geometry=flat)])
    assert drawn is not None
    assert float(drawn.shapes[0].x) > 0


@pytest.mark.django_db
def test_reading_the_same_outlines_again_changes_nothing(world, outlines):
    found, source = subject.read(outlines)
    first = subject.keep(found, source, by=world.bob, at=world.at)
    entries = JournalEntry.objects.count()
    again = subject.keep(found, source, by=world.bob, at=world.at)
    assert (first.added, again.added, again.changed, again.unchanged) == (2, 0, 0, 2)
    assert JournalEntry.objects.count() == entries


@pytest.mark.django_db
def test_outlines_find_a_district_by_its_name_and_keep_that_name(world, sector, outlines):
    sector.add(District(name="OOST"))
    found, source = subject.read(outlines)
    result = subject.keep(found, source, by=world.bob, at=world.at)
    assert (result.added, result.changed) == (0, 2)
    assert District.objects.get(code="WK000002").name == "OOST"


@pytest.mark.django_db
def test_a_wrong_file_is_refused_beside_its_field(world):
    file = SimpleUploadedFile("x.geojson", b"geen json")
    response = world.as_(world.bob).post(reverse("sector:outlines"), {"file": file})
    assert "geen GeoJSON" in response.context["form"].errors["file"][0]
    assert not District.objects.exists()
