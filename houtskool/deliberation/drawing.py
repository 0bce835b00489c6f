"""The map of opinions as a drawing: numbers and words here, `parts/opinions.svg.html` draws them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from houtskool.deliberation.result import LETTERS, Result

# Units of the drawing. A place lies in mean distances from the middle; of these the first that holds all is
# the edge: few steps, so that the map stays still while it grows.
WIDTH, HEIGHT, MARGIN = 640, 440, 46
FARS = (1.25, 1.6, 2.0, 2.5, 3.2)


@dataclass(frozen=True)
class Spot:
    """A handful of people: numbers as they stand in SVG, with a point. `key`: for who moves it later."""

    key: str
    x: str
    y: str
    r: str
    letter: str
    letter_y: str
    colour: int


@dataclass(frozen=True)
class Drawing:
    spots: tuple[Spot, ...]
    clouds: tuple[Spot, ...]
    description: str
    width: int = WIDTH
    height: int = HEIGHT


def drawing(result: Result) -> Drawing | None:
    """None where there is nothing to draw: too few people."""
    told = result.analysis.content["map"]
    if not told:
        return None
    reach = max(
        max(abs(one["y"]), abs(one["x"]) * (HEIGHT - 2 * MARGIN) / (WIDTH - 2 * MARGIN)) for one in told
    )
    far = next((far for far in FARS if reach <= far), FARS[-1])
    spots = tuple(_spot("stip", place, one, far, grow=1.0) for place, one in enumerate(told))
    clouds = tuple(_spot("wolk", place, one, far, grow=2.1) for place, one in enumerate(told))
    return Drawing(spots, clouds, _described(result))


def _spot(kind: str, place: int, told: Mapping[str, Any], far: float, *, grow: float) -> Spot:
    unit = (HEIGHT / 2 - MARGIN) / far
    across, down = WIDTH / 2 + told["x"] * unit, HEIGHT / 2 - told["y"] * unit
    across = max(MARGIN, min(WIDTH - MARGIN, across))
    down = max(MARGIN, min(HEIGHT - MARGIN, down))
    group = told["group"]
    return Spot(
        key=f"{kind}-{group}-{place}",
        x=f"{across:.1f}",
        y=f"{down:.1f}",
        r=f"{grow * 6.5 * math.sqrt(told['people']):.1f}",
        letter=LETTERS[group % len(LETTERS)] if group >= 0 else "",
        letter_y=f"{down + 5:.1f}",
        colour=group % 5 if group >= 0 else -1,
    )


def _described(result: Result) -> str:
    placed = result.analysis.content["placed"]
    words = _("Een plattegrond met %(count)s deelnemers, steeds met vijf tot negen bij elkaar genomen.")
    said = [words % {"count": placed}]
    if result.groups:
        sizes = [
            _("groep %(letter)s met ongeveer %(size)s mensen") % {"letter": group.letter, "size": group.size}
            for group in result.groups
        ]
        said.append(
            ngettext(
                "Er is %(count)s groep: %(groups)s.", "Er zijn %(count)s groepen: %(groups)s.", len(sizes)
            )
            % {"count": len(sizes), "groups": ", ".join(sizes)}
        )
    elif result.state == "unstable":
        said.append(_("Er zijn geen stabiele groepen."))
    return " ".join(said)


COLOURS = ("#3a3835", "#1f5a8a", "#2f6b3c", "#8a5a00", "#6d3b7d")


def as_svg(drawing: Drawing) -> bytes:
    """The same drawing on its own, for a document: colours stand in it, and it needs no stylesheet."""
    parts = [
        f'<circle cx="{one.x}" cy="{one.y}" r="{one.r}" fill="{_colour(one)}" fill-opacity="0.08"/>'
        for one in drawing.clouds
    ]
    for one in drawing.spots:
        parts.append(
            f'<circle cx="{one.x}" cy="{one.y}" r="{one.r}" fill="{_colour(one)}" '
            'stroke="#fbfaf7" stroke-width="1.5"/>'
        )
        if one.letter:
            parts.append(
                f'<text x="{one.x}" y="{one.letter_y}" font-family="Noto Sans" font-size="14" '
                f'font-weight="700" text-anchor="middle" fill="#fbfaf7">{one.letter}</text>'
            )
    size = f'viewBox="0 0 {drawing.width} {drawing.height}" width="{drawing.width}" height="{drawing.height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}</svg>'.encode()


def _colour(spot: Spot) -> str:
    return COLOURS[max(spot.colour, 0)]
