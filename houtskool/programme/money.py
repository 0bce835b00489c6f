"""Money planned, committed and spent, per year and source; what nobody knows is never taken as nought."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Count, F, Q, Sum

from houtskool.process.models import Process
from houtskool.programme.models import BudgetLine


@dataclass(frozen=True)
class Sums:
    """Of one year and source, or of all: planned, bound (verplicht) and used; None where no line knows it."""

    year: int | None
    cover: str
    planned: Decimal | None
    bound: Decimal | None
    used: Decimal | None
    lines: int
    unknown: int

    @property
    def left(self) -> Decimal | None:
        """What was planned and is not spent yet; None where either is unknown."""
        return None if self.planned is None or self.used is None else self.planned - self.used


def per_year(process: Process) -> list[Sums]:
    """A row per year and source of cover, in their order: one query."""
    rows: Any = (
        _lines(process)
        .values("year", "cover")
        .annotate(**_SUMS)
        .order_by(F("year").asc(nulls_last=True), "cover")
    )
    return [Sums(**row) for row in rows]


def total(process: Process) -> Sums:
    return Sums(year=None, cover="", **_lines(process).aggregate(**_SUMS))


_SUMS = {
    "planned": Sum("amount"),
    "bound": Sum("committed"),
    "used": Sum("spent"),
    "lines": Count("pk"),
    "unknown": Count("pk", filter=Q(amount=None)),
}


def _lines(process: Process) -> models.QuerySet[BudgetLine]:
    return BudgetLine.objects.filter(measure__process=process)


def euros(amount: Decimal) -> str:
    """ "€ 12.500" or "€ 12.500,50"."""
    whole = amount == amount.to_integral_value()
    text = f"{amount:,.{0 if whole else 2}f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return f"€ {text}"
