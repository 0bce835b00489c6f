"""The legal amounts that hold on a day, as plain data: what an advice freezes and replays with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from houtskool.assessment.models import LegalAmount


@dataclass(frozen=True)
class Legal:
    """One dated row of the law. `until` is None for one without an end, `checked_on` for one unchecked."""

    key: str
    name: str
    amount: Decimal
    unit: str
    since: date
    until: date | None
    source: str
    checked_on: date | None = None


Law = Mapping[str, Legal]


def holding(day: date) -> dict[str, Legal]:
    """By key what the law gives on that day. One query."""
    return {
        one.key: Legal(
            one.key,
            one.name,
            one.amount,
            one.unit,
            one.valid_from,
            one.valid_until,
            one.source,
            one.checked_on,
        )
        for one in LegalAmount.objects.on(day)
    }


def names() -> dict[str, str]:
    """Key of every legal amount → its name. One query."""
    return dict(LegalAmount.objects.order_by("valid_from").values_list("key", "name"))


def written(law: Law) -> dict[str, dict[str, Any]]:
    """As JSON has it; `read_back` gives the same again. Days as ISO 8601, amounts as text."""
    return {
        key: {
            "name": one.name,
            "amount": str(one.amount),
            "unit": one.unit,
            "since": one.since.isoformat(),
            "until": one.until.isoformat() if one.until else None,
            "source": one.source,
            "checked_on": one.checked_on.isoformat() if one.checked_on else None,
        }
        for key, one in law.items()
    }


def read_back(plain: Mapping[str, Mapping[str, Any]]) -> dict[str, Legal]:
    return {
        key: Legal(
            key,
            one["name"],
            Decimal(one["amount"]),
            one["unit"],
            date.fromisoformat(one["since"]),
            date.fromisoformat(one["until"]) if one["until"] else None,
            one["source"],
            date.fromisoformat(one["checked_on"]) if one["checked_on"] else None,
        )
        for key, one in plain.items()
    }
