"""Text folded for looking up: without case, accents or double spaces, the same on SQLite and PostgreSQL."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from django.db import models

# Letters that Unicode does not take apart, though a reader who types without accents expects it.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ĳ": "ij", "’": "'"})

# Control characters, halves of characters, and code points that stand for nothing: no spreadsheet keeps them.
_UNSEEN = frozenset({"Cc", "Cs", "Cn"})


def fold(text: str) -> str:
    """ "  Café  De Ĳsbreker" → "cafe de ijsbreker"."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return " ".join("".join(letter for letter in apart if not unicodedata.combining(letter)).split())


def tidy(text: str, *, lines: bool = False) -> str:
    """The text as it is kept: no control characters, no space around it, line breaks only where they may be.

    What is kept so comes back the same out of every spreadsheet.
    """
    text = "\n".join(text.splitlines()) if lines else " ".join(text.split())
    kept = "".join(letter for letter in text if letter == "\n" or unicodedata.category(letter) not in _UNSEEN)
    return kept.strip() if lines else " ".join(kept.split())


if TYPE_CHECKING:
    _TextField = models.TextField[str, str]
else:
    _TextField = models.TextField


class FoldedField(_TextField):
    """The folded text of other fields, refreshed whenever the row is saved, as Django's `auto_now` is.

    Each text, and each text of a list, stands on a line of its own between newlines, so that a whole value
    can be looked up with `contains="\\nvalue\\n"`. `QuerySet.update()` and `bulk_update()` pass it by.
    """

    def __init__(self, *args: Any, of: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.of = of
        super().__init__(*args, **{"editable": False, "default": "", **kwargs})

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        lines: list[str] = []
        for name in self.of:
            value = getattr(model_instance, name)
            lines += map(fold, value) if isinstance(value, list) else [fold(value)]
        folded = "".join(f"\n{line}" for line in lines if line) + "\n" if any(lines) else ""
        setattr(model_instance, self.attname, folded)
        return folded

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable")
        kwargs.pop("default")
        return name, path, args, {**kwargs, "of": self.of}
