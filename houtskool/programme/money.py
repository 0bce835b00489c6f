"""Money planned, committed and spent, per year and source; what nobody knows is never taken as nought.

A yearly amount counts in each year from its own to the last of its measure (docs/decisions/programme.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from houtskool.process.models import Process
from houtskool.programme.models import BudgetLine, Measure


@dataclass(frozen=True)
class Post:
    """A budget line as it counts. `until`: the last day to which a yearly amount runs, None if unknown."""

    year: int | None
    cover: str
    amount: Decimal | None
    yearly: bool = False
    until: date | None = None
    bound: Decimal | None = None
    used: Decimal | None = None

    @property
    def years(self) -> Sequence[int | None]:
        """The years in which it is planned; its own only, where nobody knows how long it goes on."""
        if not self.yearly or self.year is None or self.until is None:
            return (self.year,)
        return range(self.year, max(self.year, self.until.year) + 1)

    @property
    def is_endless(self) -> bool:
        return self.yearly and (self.year is None or self.until is None)

    @property
    def how_often(self) -> str:
        """ "eenmalig", "jaarlijks, tot en met 2022" or "jaarlijks, einde onbekend"."""
        if not self.yearly:
            return str(BudgetLine.Recurrence.ONCE.label)
        if self.year is None:
            return _("jaarlijks, begin onbekend")
        if self.until is None:
            return _("jaarlijks, einde onbekend")
        return _("jaarlijks, tot en met %(year)s") % {"year": self.years[-1]}


@dataclass(frozen=True)
class Sums:
    """Of one year and source, or of all: planned, bound (verplicht) and used; None where no line knows it.

    Of the lines `unknown` have no amount, `yearly` count in more than one year, `endless` may go on after it.
    """

    year: int | None
    cover: str
    planned: Decimal | None
    bound: Decimal | None
    used: Decimal | None
    lines: int
    unknown: int
    yearly: int = 0
    endless: int = 0

    @property
    def left(self) -> Decimal | None:
        """What was planned and is not spent yet; None where either is unknown."""
        return None if self.planned is None or self.used is None else self.planned - self.used

    @property
    def is_known(self) -> bool:
        """Whether any amount is."""
        return self.planned is not None

    @property
    def in_words(self) -> str:
        """ "€ 12.500", "minstens € 12.500" or, where no amount is known, "onbekend"."""
        if self.planned is None:
            return _("onbekend")
        known = euros(self.planned)
        return _("minstens %(amount)s") % {"amount": known} if self.unknown else known

    @property
    def lacks(self) -> str:
        """ "van 2 posten is het bedrag onbekend"; "" where every amount is known."""
        words = ngettext(
            "van %(count)s post is het bedrag onbekend",
            "van %(count)s posten is het bedrag onbekend",
            self.unknown,
        )
        return words % {"count": self.unknown} if self.unknown else ""

    @property
    def rests_on(self) -> str:
        """How yearly amounts were counted; "" where there are none."""
        running, parts = self.yearly, []
        if running:
            words = ngettext(
                "%(count)s jaarlijkse post telt mee in elk jaar van de termijn",
                "%(count)s jaarlijkse posten tellen mee in elk jaar van de termijn",
                running,
            )
            parts.append(words % {"count": running})
        if self.endless:
            words = ngettext(
                "%(count)s jaarlijkse post telt één keer mee: einde onbekend",
                "%(count)s jaarlijkse posten tellen één keer mee: einde onbekend",
                self.endless,
            )
            parts.append(words % {"count": self.endless})
        return "; ".join(parts)

    @property
    def notes(self) -> list[str]:
        """What a reader must know beside the amount."""
        return [words for words in (self.lacks, self.rests_on) if words]


def posts(measure: Measure, process: Process) -> list[Post]:
    """The money of a measure, of which the budget lines are fetched; `process` is its own."""
    until = measure.planned_end or process.coalition_end
    return [
        Post(
            one.year,
            one.cover,
            one.amount,
            one.recurrence == BudgetLine.Recurrence.YEARLY,
            until,
            one.committed,
            one.spent,
        )
        for one in measure.budget_lines.all()
    ]


def posts_said(said: Mapping[str, Any], until: str | None) -> list[Post]:
    """The money of a measure as a version says it; `until`: the end of the coalition period that it says."""
    end = (said["planned"] or {}).get("end") or until
    return [
        Post(
            line["year"],
            line["cover"],
            None if line["amount"] is None else Decimal(line["amount"]),
            line["recurrence"] == BudgetLine.Recurrence.YEARLY,
            date.fromisoformat(end) if end else None,
        )
        for line in said["budget"]
    ]


def per_year(found: Iterable[Post]) -> list[Sums]:
    """A row per year and source of cover, in their order, what has no year last.

    What was committed or spent is known for the whole of a line, so it stands at the first year.
    """
    rows: dict[tuple[int | None, str], list[Post]] = defaultdict(list)
    for post in found:
        for place, year in enumerate(post.years):
            first = place == 0
            rows[year, post.cover].append(
                Post(
                    year,
                    post.cover,
                    post.amount,
                    post.yearly,
                    post.until,
                    post.bound if first else None,
                    post.used if first else None,
                )
            )
    in_order = sorted(rows, key=lambda row: (row[0] is None, row[0] or 0, row[1]))
    return [_summed(rows[row], row, once=True) for row in in_order]


def total(found: Iterable[Post]) -> Sums:
    """All years and sources together."""
    return _summed(list(found), (None, ""), once=False)


def _summed(found: Sequence[Post], row: tuple[int | None, str], *, once: bool) -> Sums:
    """`once`: each post for one year, else for all its years."""
    year, cover = row
    return Sums(
        year,
        cover,
        _sum(None if one.amount is None else one.amount * (1 if once else len(one.years)) for one in found),
        _sum(one.bound for one in found),
        _sum(one.used for one in found),
        lines=len(found),
        unknown=sum(one.amount is None for one in found),
        yearly=sum(one.yearly and not one.is_endless for one in found),
        endless=sum(one.is_endless for one in found),
    )


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def euros(amount: Decimal) -> str:
    """ "€ 12.500" or "€ 12.500,50"."""
    whole = amount == amount.to_integral_value()
    text = f"{amount:,.{0 if whole else 2}f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return f"€ {text}"
