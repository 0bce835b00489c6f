"""Where words stand in a text: so that a person who changes them keeps the place in the source."""

from __future__ import annotations

import re

Span = tuple[int, int]


def place(text: str, words: str, *, near: int = 0, after: int = 0) -> Span | None:
    """Where these words stand, whatever white space is between them: the place nearest to `near`.

    Offsets in code points; not before `after`. None when they do not stand there so.
    """
    parts = words.split()
    if not parts:
        return None
    spaced = re.compile(r"\s+".join(map(re.escape, parts)))
    found = [match.span() for match in spaced.finditer(text, after)]
    return min(found, key=lambda span: abs(span[0] - near)) if found else None


def places(text: str, words: str, *, near: int = 0) -> list[Span] | None:
    """Where each of the parts stands that empty lines separate, one after the other.

    None when one of them does not stand there so, or in another order.
    """
    found: list[Span] = []
    for part in re.split(r"\n\s*\n", words.replace("\r\n", "\n")):
        if not part.strip():
            continue
        span = place(text, part, near=near, after=found[-1][1] if found else 0)
        if span is None:
            return None
        found.append(span)
        near = span[1]
    return found or None
