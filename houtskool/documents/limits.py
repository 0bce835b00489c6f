"""How much an uploaded file may ask of the machine."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes. `ratio` holds for parts that unpack to more than a megabyte: real text shrinks some
    twenty times, a bomb a thousand times. `seconds` and `memory` bound the reading of a PDF."""

    size: int = 20_000_000
    unpacked: int = 200_000_000
    ratio: int = 250
    members: int = 2_000
    pages: int = 500
    seconds: int = 60
    memory: int = 2_000_000_000
