"""Pictures that a document may hold: PNG, and SVG that shows only itself."""

import re
import struct
import zlib
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

MAX_BYTES = 5_000_000
MAX_PIXELS = 40_000_000
_SVG = "{http://www.w3.org/2000/svg}"
_DRAWS = re.compile(
    "svg|g|defs|title|desc|metadata|style|symbol|use|path|rect|circle|ellipse|line|polyline|polygon|text|tspan"
    "|clipPath|mask|pattern|marker|linearGradient|radialGradient|stop"
)
# Within a picture only its own parts may be named: url(#part). Anything else would be fetched from elsewhere.
_FETCHES = re.compile(r"@import|url\(\s*['\"]?\s*(?!#|['\"])|expression\(|javascript:|\\", re.IGNORECASE)


def image_problem(data: bytes) -> str:
    """What is wrong with the picture, in Dutch, with the remedy; empty when it is a good PNG or SVG."""
    if len(data) > MAX_BYTES:
        return f"de afbeelding is groter dan {MAX_BYTES // 1_000_000} MB. Maak de afbeelding kleiner."
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png_problem(data)
    return _svg_problem(data)


def _png_problem(data: bytes) -> str:
    damaged = "de PNG-afbeelding is beschadigd. Bewaar de afbeelding opnieuw als PNG."
    at, kinds = 8, []
    while at < len(data):
        if at + 12 > len(data):
            return damaged
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        end = at + 8 + size
        if end + 4 > len(data) or zlib.crc32(data[at + 4 : end]) != int.from_bytes(data[end : end + 4]):
            return damaged
        kinds.append(kind)
        if kind == b"IEND":
            break
        at = end + 4
    if kinds[:1] != [b"IHDR"] or kinds[-1] != b"IEND" or b"IDAT" not in kinds:
        return damaged
    width, height = png_size(data)
    if not 0 < width * height <= MAX_PIXELS:
        return "de PNG-afbeelding heeft te veel beeldpunten. Maak de afbeelding kleiner."
    return ""


def png_size(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG in pixels."""
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _svg_problem(data: bytes) -> str:
    try:
        root = ElementTree.fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return "dit is geen goede PNG of SVG. Bewaar de afbeelding als PNG, of als SVG zonder DOCTYPE."
    if root.tag != f"{_SVG}svg":
        return "dit is geen goede PNG of SVG. Bewaar de afbeelding als PNG of SVG."
    if _svg_size(root) is None:
        return "de SVG heeft geen maten. Geef het element svg een viewBox, of een width en een height."
    for element in root.iter():
        name = element.tag.removeprefix(_SVG) if isinstance(element.tag, str) else "?"
        # Metadata of drawing programmes stands in namespaces of its own and draws nothing.
        if not name.startswith("{") and not _DRAWS.fullmatch(name):
            return f"de SVG bevat het onderdeel ‘{name}’ en dat mag niet. Bewaar de afbeelding als PNG."
        for key, value in element.attrib.items():
            local = key.rpartition("}")[2].lower()
            if local.startswith("on") or (local in ("href", "src") and not value.strip().startswith("#")):
                return f"de SVG verwijst naar buiten of doet iets (‘{local}’). Bewaar de afbeelding als PNG."
            if _FETCHES.search(value):
                return f"de SVG haalt iets van buiten op (‘{local}’). Bewaar de afbeelding als PNG."
        if name == "style" and _FETCHES.search("".join(element.itertext())):
            return "de SVG haalt in zijn opmaak iets van buiten op. Bewaar de afbeelding als PNG."
    return ""


_LENGTH = r"(\d{1,6}(?:\.\d{1,6})?)(?:px)?"
# What fits between the margins of an A4, in points.
_TEXT_WIDTH, _TEXT_HEIGHT = 453.0, 640.0


def shown_size(data: bytes) -> tuple[float, float]:
    """Width and height in points of a good picture on paper: its own size at 96 pixels an inch,
    made smaller where it does not fit."""
    if data.startswith(b"\x89PNG"):
        width, height = map(float, png_size(data))
    else:
        width, height = _svg_size(ElementTree.fromstring(data, forbid_dtd=True)) or (1.0, 1.0)
    scale = min(0.75, _TEXT_WIDTH / width, _TEXT_HEIGHT / height)
    return width * scale, height * scale


def _svg_size(root: Element) -> tuple[float, float] | None:
    """Width and height in pixels, as its attributes or else its viewBox say."""
    sides = [re.fullmatch(_LENGTH, root.get(side, "").strip()) for side in ("width", "height")]
    numbers = [float(side[1]) for side in sides if side]
    if len(numbers) < 2:
        parts = re.split(r"[\s,]+", root.get("viewBox", "").strip())
        numbers = [float(part) for part in parts[2:] if re.fullmatch(_LENGTH, part)]
    return (numbers[0], numbers[1]) if len(numbers) == 2 and min(numbers) > 0 else None
