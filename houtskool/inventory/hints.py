"""Personal data in what somebody wants to keep, pointed out in the words of a reader; a person decides.

All ways in use this: the form, the notes of a table, a report that is split, a spreadsheet.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from houtskool.kernel import personaldata
from houtskool.kernel.personaldata import Kind, Span, name_key
from houtskool.sector.models import Contact

LABELS: dict[Kind, Any] = {
    "email": _("e-mailadres"),
    "iban": _("rekeningnummer"),
    "phone": _("telefoonnummer"),
    "bsn": _("burgerservicenummer"),
    "plate": _("kenteken"),
    "address": _("adres"),
    "name": _("naam van iemand"),
}
# Stored in the words themselves, so in Dutch whatever the page.
_TAKEN_AWAY: dict[Kind, str] = {
    "email": "[e-mailadres weggelaten]",
    "iban": "[rekeningnummer weggelaten]",
    "phone": "[telefoonnummer weggelaten]",
    "bsn": "[burgerservicenummer weggelaten]",
    "plate": "[kenteken weggelaten]",
    "address": "[adres weggelaten]",
    "name": "[naam weggelaten]",
}


@dataclass(frozen=True)
class Hint:
    """One piece of what seems to be personal data, however often it stands in the text."""

    kind: Kind
    text: str

    @property
    def label(self) -> str:
        return str(LABELS[self.kind])


def known_names() -> frozenset[str]:
    """The full names of the contacts, as `find` compares them; one query, to be kept for many texts."""
    names = Contact.objects.values_list("name", flat=True)
    return frozenset(key for name in names if (key := name_key(name)))


def find(
    *texts: str, kept: Collection[str] = (), known: Collection[str] | None = None, own: str = ""
) -> list[Hint]:
    """What to ask about in these texts, each piece once; not what may stay (`kept`), nor one's `own` name."""
    known = known_names() if known is None else known
    spans = (span for text in texts for span in personaldata.find(text, known=known))
    hints = dict.fromkeys(Hint(span.kind, span.text) for span in spans if span.text not in kept)
    mine = own.casefold().split()
    return [hint for hint in hints if hint.kind != "name" or hint.text.casefold().split() != mine]


def without(text: str, gone: Collection[str], *, known: Collection[str] | None = None) -> str:
    """The text in which each of these pieces is replaced by what it was."""
    known = known_names() if known is None else known
    spans: list[Span] = [span for span in personaldata.find(text, known=known) if span.text in gone]
    return personaldata.without(text, spans, {kind: str(words) for kind, words in _TAKEN_AWAY.items()})


def warnings(*texts: str, known: Collection[str] | None = None, own: str = "") -> list[str]:
    """A sentence per piece, for where nobody can choose: "Er staat een telefoonnummer in: 06-12345678."."""
    return [
        str(_("Er staat een %(what)s in: ‘%(text)s’.")) % {"what": hint.label, "text": hint.text}
        for hint in find(*texts, known=known, own=own)
    ]
