"""Answers to the questions of a framework: kept as text, read by the kind of their question. Pure.

ja / nee · the key of a choice · 1250.50 · 2019-01-15. Absent or empty is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from houtskool.assessment.content import Content
from houtskool.assessment.models.questions import Question

Answer: TypeAlias = bool | str | Decimal | date
Options: TypeAlias = Sequence[Sequence[str]]  # key and words of each choice
Kind = Question.Kind

_THOUSANDS = re.compile(r"\A\d{1,3}(\.\d{3})+(,\d+)?\Z")


def parsed(kind: str, text: str, options: Options = ()) -> Answer | None:
    """The answer that a text holds; None where it is empty. Reads what `kept` writes, and what people write.

    Raises ValidationError, in the reader's words, for what cannot be read. `options`: of a choice, as a
    content has them.
    """
    text = text.strip()
    if not text:
        return None
    match kind:
        case Kind.YES_NO:
            return _yes_no(text)
        case Kind.CHOICE:
            keys = [key for key, _words in options]
            if text not in keys:
                raise ValidationError(
                    _("Kies een van: %(keys)s. Er staat %(text)s.") % {"keys": ", ".join(keys), "text": text}
                )
            return text
        case Kind.DAY:
            try:
                return date.fromisoformat(text)
            except ValueError:
                raise ValidationError(
                    _("%(text)s is geen datum. Schrijf jaar-maand-dag, zoals 2019-01-15.") % {"text": text}
                ) from None
        case _:
            return number(text)


def kept(answer: Answer | None) -> str:
    """The text in which an answer is kept."""
    match answer:
        case None:
            return ""
        case bool():
            return "ja" if answer else "nee"
        case Decimal():
            return plain(answer)
        case date():
            return answer.isoformat()
        case _:
            return answer


def shown(kind: str, answer: Answer | None, options: Options = ()) -> str:
    """An answer as a reader reads it; "" for unknown."""
    match answer:
        case None:
            return ""
        case bool():
            return _("ja") if answer else _("nee")
        case Decimal():
            written = grouped(answer)
            return f"€\u00a0{written}" if kind == Kind.AMOUNT else written
        case date():
            return f"{answer.day}-{answer.month}-{answer.year}"
        case _:
            return next((words for key, words in options if key == answer), answer)


def number(text: str) -> Decimal:
    """ "1250.50", "1.250,50", "€ 1.250" and "300.000" (three hundred thousand). Raises ValidationError."""
    bare = re.sub(r"[\s€]|,-+\Z", "", text)
    if _THOUSANDS.match(bare):
        bare = bare.replace(".", "")
    try:
        found = Decimal(bare.replace(",", "."))
    except InvalidOperation:
        found = Decimal("nan")
    if not found.is_finite() or abs(found) >= 10**12:
        raise ValidationError(
            _("%(text)s is geen getal. Schrijf het zoals 1250 of 1250,50.") % {"text": text}
        )
    return found


def plain(amount: Decimal) -> str:
    """Digits with a point and no zeros behind it: the one way in which a number is kept."""
    return f"{amount.normalize():f}" if amount else "0"


def grouped(amount: Decimal) -> str:
    """ "300.000", "1.250,50", "0,5"."""
    exact = amount == amount.to_integral_value()
    written = f"{amount:,.0f}" if exact else f"{amount:,.2f}" if amount == round(amount, 2) else f"{amount:,}"
    return written.translate(str.maketrans(",.", ".,"))


def questions(content: Content) -> Mapping[str, Content]:
    """The questions of a content by their key."""
    return {one["key"]: one for one in content["questions"]}


def _yes_no(text: str) -> bool:
    answers = {"ja": True, "yes": True, "nee": False, "no": False}
    if text.lower() not in answers:
        raise ValidationError(_("Antwoord ja of nee. Er staat %(text)s.") % {"text": text})
    return answers[text.lower()]
