"""Which pictures a document may hold."""

import pytest

from houtskool.documents.images import image_problem, shown_size
from tests.documents.examples import SVG, png


def svg(content: str = "", attributes: str = 'viewBox="0 0 10 10"') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{content}</svg>'.encode()


@pytest.mark.parametrize(
    "data",
    [
        SVG,
        png(),
        svg('<defs><linearGradient id="g"/></defs><rect fill="url(#g)"/><use href="#a"/>'),
        svg("<style>rect { fill: #333 }</style>"),
        svg("", 'width="10px" height="5"'),
        svg('<metadata><x:y xmlns:x="urn:x"/></metadata>'),
    ],
)
def test_a_good_picture_has_no_problem(data: bytes) -> None:
    assert image_problem(data) == ""


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"tekst",
        b"<html/>",
        b"<svg/>",
        b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg(),
        svg("<script>alert(1)</script>"),
        svg("<foreignObject/>"),
        svg("<image href='http://kwaad.example/a.png'/>"),
        svg("<use href='http://kwaad.example/a.svg#b'/>"),
        svg('<a href="javascript:alert(1)"/>'),
        svg('<rect onload="alert(1)"/>'),
        svg('<rect style="fill:url(http://kwaad.example)"/>'),
        svg("<style>@import 'http://kwaad.example/a.css';</style>"),
        svg("<style>rect{background:u\\72l(http://kwaad.example)}</style>"),
        svg("", ""),
        svg("", 'width="100%" height="100%"'),
        svg("", 'viewBox="0 0 0 10"'),
        png()[:-5],
        png().replace(b"IDAT", b"IDAX"),
        png()[:60] + b"\xff" + png()[61:],
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0 jpeg",
        b" " * 6_000_000,
    ],
)
def test_another_picture_is_refused_with_what_to_do(data: bytes) -> None:
    problem = image_problem(data)
    assert problem.endswith(".")
    assert (
        "Bewaar de afbeelding" in problem
        or "Maak de afbeelding kleiner" in problem
        or "Geef het element" in problem
    )


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (png(40, 20), (30, 15)),
        (svg("", 'viewBox="0 0 400 100"'), (300, 75)),
        (svg("", 'viewBox="0,0,400,100" width="80" height="20px"'), (60, 15)),
        (svg("", 'viewBox="0 0 9060 100"'), (453, 5)),
        (png(10, 8000), (0.8, 640)),
    ],
)
def test_a_picture_is_shown_at_its_own_size_or_fits_the_page(data: bytes, size: tuple[float, float]) -> None:
    assert shown_size(data) == pytest.approx(size)
