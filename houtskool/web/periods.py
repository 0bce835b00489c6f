"""A form field for vague periods: the reader types words, the form gives a Period."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from houtskool.kernel import vaguedate
from houtskool.kernel.vaguedate import Period

_HELP = gettext_lazy("Schrijf het zoals u het zegt: “begin 2019”, “18 oktober 2019”.")


class PeriodField(forms.CharField):
    """ "voorjaar 2019" → Period, as seen from the day `at`, which the form sets; empty → None.

    Words that nobody changed keep the days of `known`, the period as it stands: "juli jl." was said on
    another day, or in a sentence that told the year.
    What cannot be read as a period gives the parser's own sentence, with examples.
    """

    def __init__(self, **kwargs: Any) -> None:
        self.at: date | None = None
        self.known: Period | None = None
        kwargs.setdefault("max_length", 120)
        # Lazy: a form makes its fields once, when the site starts.
        kwargs.setdefault("help_text", _HELP)
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value.text if isinstance(value, Period) else value

    def clean(self, value: Any) -> Any:
        words = super().clean(value)
        if not words:
            return None
        if self.known and words == self.known.text:
            return self.known
        try:
            return vaguedate.parse(words, at=self.at)
        except ValueError as error:
            raise ValidationError(_refusal(words, error)) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


def _refusal(words: str, error: ValueError) -> str:
    """The kernel knows no languages and says in Dutch what is wrong; in another, the examples must do."""
    if get_language() == settings.LANGUAGE_CODE:
        return str(error)
    refusal = _(
        "“%(words)s” herkennen wij niet als periode. Schrijf bijvoorbeeld “begin 2019”, “voorjaar 2019”, "
        "“vierde kwartaal van 2022”, “18 oktober 2019” of “uiterlijk 1 oktober 2019”."
    )
    return refusal % {"words": words}
