"""De-minimis aid of three years, and the room that is left. Source: Regulation (EU) 2023/2831, art. 3(2):
the aid of a rolling period of three years counts, each grant on the day on which the right came into being.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from houtskool.assessment import answers
from houtskool.assessment.answers import Kind
from houtskool.assessment.law.amounts import Legal
from houtskool.assessment.models import Case, Support

DE_MINIMIS = "de-minimis"


@dataclass(frozen=True)
class Part:
    """One grant of aid, or what was declared. `amount` None is unknown; `elsewhere`: others gave it."""

    name: str
    amount: Decimal | None
    on: date | None
    source: str
    elsewhere: bool = False

    def written(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            **asdict(self),
            "amount": None if self.amount is None else str(self.amount),
            "on": self.on.isoformat() if self.on else None,
        }

    @classmethod
    def read_back(cls, plain: Mapping[str, Any]) -> Part:
        amount = None if plain["amount"] is None else Decimal(plain["amount"])
        on = date.fromisoformat(plain["on"]) if plain["on"] else None
        return cls(plain["name"], amount, on, plain["source"], plain["elsewhere"])


def registered(case: Case, day: date) -> list[Part]:
    """Aid of the organisation, and what was declared with this case, in the three years up to the day; what
    this case itself was granted is no earlier aid. One query.
    """
    whose = Q(case=case.pk, decision=None)
    if case.organisation_id is not None:
        whose |= Q(organisation=case.organisation_id)
    rows = Support.objects.aid().filter(whose, granted_on__gt=three_years_before(day), granted_on__lte=day)
    own = Q(decision__case=case.pk, decision__isnull=False)
    return [_part(one) for one in rows.exclude(own).select_related("case").order_by("granted_on", "pk")]


def declared(amount: Decimal, parts: Sequence[Part], *, on: date | None, source: str) -> Part:
    """What the applicant says that others gave, as far as it is more than what is registered of others."""
    others = sum((one.amount or Decimal(0) for one in parts if one.elsewhere), Decimal(0))
    return Part(_("steun van anderen, volgens opgave"), max(amount - others, Decimal(0)), on, source, True)


def room(parts: Sequence[Part], legal: Legal | None, *, known: bool) -> tuple[Decimal | None, str]:
    """The legal amount less all aid, never below nought; and the source in words, or why it is unknown.

    Unknown where the law gives no amount on that day, where nobody knows of earlier aid (an organisation that
    is not `known`, nothing declared), and where the amount of a grant is not known.
    """
    if legal is None:
        return None, _("op deze dag is geen wettelijk bedrag bekend")
    if not known and not parts:
        return None, _("niet bekend welke steun de organisatie in drie jaar kreeg")
    amounts = [one.amount for one in parts if one.amount is not None]
    if len(amounts) < len(parts):
        return None, _("van een deel van de eerdere steun is het bedrag niet bekend")
    given = sum(amounts, Decimal(0))
    source = _("%(law)s (%(source)s, vanaf %(since)s) min %(given)s aan steun in drie jaar") % {
        "law": answers.shown(Kind.AMOUNT, legal.amount),
        "source": legal.source,
        "since": answers.shown(Kind.DAY, legal.since),
        "given": answers.shown(Kind.AMOUNT, given),
    }
    return max(legal.amount - given, Decimal(0)), source


def three_years_before(day: date) -> date:
    """The last day on which a grant does not count any more: the same day three years earlier."""
    try:
        return day.replace(year=day.year - 3)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 3, day=28)


def _part(one: Support) -> Part:
    if one.elsewhere:
        source = _("opgegeven, van %(who)s") % {"who": one.elsewhere}
    elif one.case is not None:
        source = _("hulpvraag %(number)s") % {"number": one.case.number}
    else:
        source = _("register van gegeven steun")
    return Part(one.name, one.amount, one.granted_on, source, bool(one.elsewhere))
