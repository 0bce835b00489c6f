"""What a rule can read of a request: the answers, the amount asked, and the room left for de-minimis aid.

A fact says its value, or None where nobody knows, with its source in words and its day. Unknown is not no.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from houtskool.assessment import answers
from houtskool.assessment.answers import Answer, Kind
from houtskool.assessment.content import Content
from houtskool.assessment.eligibility import aid
from houtskool.assessment.eligibility.aid import DE_MINIMIS, Part
from houtskool.assessment.law import amounts
from houtskool.assessment.law.amounts import Law
from houtskool.assessment.models import Case
from houtskool.process.models.periods import local_day

AMOUNT = "bedrag"
ROOM = "de-minimis-ruimte"
# A question with this key asks for aid from others; the answer is held beside what is registered.
DECLARED = "eerdere-steun"

# What every framework can hold a rule against, beside its own questions: key → name and kind.
COMPUTED: dict[str, tuple[Promise, str]] = {
    AMOUNT: (gettext_lazy("gevraagd bedrag"), Kind.AMOUNT),
    ROOM: (gettext_lazy("ruimte voor de-minimissteun"), Kind.AMOUNT),
}
__all__ = ["AMOUNT", "COMPUTED", "DECLARED", "DE_MINIMIS", "ROOM", "Fact", "Facts", "of_answers", "of_case"]


@dataclass(frozen=True)
class Fact:
    """`value` is None where it is unknown; `source` then says why. `kind` and `options` as of a question."""

    key: str
    name: str
    kind: str
    value: Answer | None
    source: str
    on: date | None = None
    parts: tuple[Part, ...] = ()
    options: tuple[tuple[str, str], ...] = ()

    @property
    def shown(self) -> str:
        return answers.shown(self.kind, self.value, self.options)


Facts = Mapping[str, Fact]


@override("nl")  # a source is kept with the advice, and what is kept is Dutch
def of_case(case: Case, content: Content, at: datetime) -> dict[str, Fact]:
    """The facts of a case on a day, by the questions of its framework. Two queries."""
    day = local_day(at)
    came = local_day(case.received_at)
    found = _answers(content, case.answers, case.amount, came, "antwoord van de aanvrager")
    known = case.organisation_id is not None
    registered = aid.registered(case, day)
    return {**found, ROOM: _room(registered, found.get(DECLARED), amounts.holding(day), day, known=known)}


def of_answers(
    content: Content, given: Mapping[str, str], law: Law, *, amount: Decimal | None, day: date
) -> dict[str, Fact]:
    """The facts of who only looks what is possible: nobody knows which organisation it is. Pure."""
    found = _answers(content, given, amount, day, _("uw antwoord"))
    return {**found, ROOM: _room([], found.get(DECLARED), law, day, known=False)}


def _answers(
    content: Content, given: Mapping[str, str], amount: Decimal | None, on: date, source: str
) -> dict[str, Fact]:
    """The answers and the amount asked. What cannot be read is unknown."""
    found = {}
    for key, one in answers.questions(content).items():
        try:
            value = answers.parsed(one["kind"], str(given.get(key, "")), one["options"])
        except ValidationError:
            value = None
        said = source if value is not None else _("niet beantwoord")
        options = tuple((choice, words) for choice, words in one["options"])
        found[key] = Fact(key, one["text"], one["kind"], value, said, on, options=options)
    name, kind = COMPUTED[AMOUNT]
    said = source if amount is not None else _("geen bedrag ingevuld")
    found[AMOUNT] = Fact(AMOUNT, str(name), kind, amount, said, on)
    return found


def _room(registered: list[Part], declared: Fact | None, law: Law, day: date, *, known: bool) -> Fact:
    """What may still be given as de-minimis aid on that day. `known`: whether the organisation is."""
    said = declared.value if declared is not None else None
    parts = list(registered)
    if declared is not None and isinstance(said, Decimal):
        parts.append(aid.declared(said, registered, on=declared.on, source=declared.source))
    name, kind = COMPUTED[ROOM]
    left, source = aid.room(parts, law.get(DE_MINIMIS), known=known)
    return Fact(ROOM, str(name), kind, left, source, day, tuple(parts))
