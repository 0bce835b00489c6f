"""Two texts as one, word by word: what stayed, what went, what came. See docs/algorithms/textdiff.md."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

_TOKENS = re.compile(r"\s+|[^\W_]+|[\W_]", re.UNICODE)


@dataclass(frozen=True)
class Piece:
    """A stretch of text: `how` is "same", "gone" or "new"."""

    how: str
    text: str


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """The two texts as one, word by word; without what is gone it reads `after`, without the new `before`."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    found: list[Piece] = []
    for how, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            found.append(Piece("same", "".join(old[a:b])))
            continue
        if a < b:
            found.append(Piece("gone", "".join(old[a:b])))
        if c < d:
            found.append(Piece("new", "".join(new[c:d])))
    return tuple(found)
