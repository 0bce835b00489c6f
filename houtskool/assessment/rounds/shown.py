"""A round as a reader sees it: rows, bars of the ranks, and what it comes to in sentences."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import floor

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from houtskool.assessment import answers
from houtskool.assessment.advice.shown import between
from houtskool.assessment.content import Content
from houtskool.assessment.models import Advice
from houtskool.assessment.scale_text import number

# How wide a bar is, in the drawing's own units.
WIDTH = 460


@dataclass(frozen=True)
class Piece:
    """A stretch of a bar: the share of the weightings in which the case comes at this place (from 1)."""

    place: int
    x: float
    width: float
    shade: int


@dataclass(frozen=True)
class Row:
    """A case that competes. `ranks`: percentages per place."""

    case: str
    title: str
    url: str
    cost: Decimal
    value: str
    verdict: str
    chosen: bool
    ranks: list[str]
    pieces: list[Piece]
    confidence: str
    flow: str
    sentence: str


@dataclass(frozen=True)
class Shown:
    """`best`: the cases that are the best in some weighting; `weights`: their central weights per criterion,
    in that order, of the criteria that weigh.
    """

    rows: list[Row]
    knocked_out: list[tuple[str, str, str]]
    best: list[str]
    weights: list[tuple[str, list[str]]]
    places: list[int]
    budget: Decimal
    spent: Decimal
    left: Decimal
    conclusion: list[str]

    @property
    def bars(self) -> list[tuple[float, float]]:
        """Where each case of the best set lies in the budget, as (from, width) in thousandths of it."""
        found, start = [], 0.0
        for row in self.rows:
            if row.chosen and self.budget:
                width = round(float(1000 * row.cost / self.budget), 1)
                found.append((round(start, 1), width))
                start += width
        return found


def shown(given: Content, result: Content, cases: Mapping[str, tuple[str, str]]) -> Shown:
    """`cases`: number → title and address, of those that the reader may see."""
    criteria = given["version"]["content"]["criteria"]
    cost = {one["case"]: Decimal(one["cost"]) for one in given["cases"]}
    # The best first: who comes first most often, then by value.
    ordered = sorted(result["cases"], key=lambda one: (-(one["rank"] or [0])[0], -(one["value"] or [0])[0]))
    best = [one for one in ordered if one["central_weight"]]
    rows = [_row(one, cost, result, cases, len(ordered)) for one in ordered]
    budget, spent = Decimal(given["budget"]), Decimal(result["spent"])
    return Shown(
        rows=rows,
        knocked_out=[(one, *cases.get(one, ("", ""))) for one in result["knocked_out"]],
        best=[one["case"] for one in best],
        weights=[
            (one["question"], [_percent(case["central_weight"][one["key"]]) for case in best])
            for one in criteria
            if one["weight"] is not None or one["importance"] is not None
        ],
        places=list(range(1, len(ordered) + 1)),
        budget=budget,
        spent=spent,
        left=budget - spent,
        conclusion=list(_conclusion(ordered, result, budget, spent, cases)),
    )


def as_csv(given: Content, result: Content) -> str:
    """One row a case; shares and weights as numbers between 0 and 1, with a point."""
    keys = [one["key"] for one in given["version"]["content"]["criteria"]]
    places = range(1, len(result["cases"]) + 1)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        [
            *("case", "cost", "state", "chosen", "value_low", "value_high", "flow", "confidence"),
            *(f"rank_{place}" for place in places),
            *(f"central_weight_{key}" for key in keys),
        ]
    )
    cost = {one["case"]: one["cost"] for one in given["cases"]}
    for one in result["cases"]:
        value, weights = one["value"] or ["", ""], one["central_weight"] or {}
        writer.writerow(
            [
                *(one["case"], cost[one["case"]], one["verdict"], int(one["case"] in result["chosen"])),
                *(*value, _blank(one["flow"]), _blank(one["confidence"])),
                *(one["rank"] or [""] * len(places)),
                *(weights.get(key, "") for key in keys),
            ]
        )
    for case in result["knocked_out"]:
        writer.writerow([case, cost[case], "knocked out", 0, *[""] * (4 + len(places) + len(keys))])
    return out.getvalue()


def _row(
    one: Content,
    cost: Mapping[str, Decimal],
    result: Content,
    cases: Mapping[str, tuple[str, str]],
    count: int,
) -> Row:
    title, url = cases.get(one["case"], ("", ""))
    ranks = one["rank"] or []
    return Row(
        case=one["case"],
        title=title,
        url=url,
        cost=cost[one["case"]],
        value=between(one["value"]),
        verdict=str(Advice.Verdict(one["verdict"]).label),
        chosen=one["case"] in result["chosen"],
        ranks=[_percent(share) for share in ranks],
        pieces=list(_pieces(ranks, count)),
        confidence=_percent(one["confidence"]),
        flow="" if one["flow"] is None else number(round(one["flow"], 2)).replace("-", "−"),
        sentence=_first(one, _name(one["case"], cases)),
    )


def _pieces(ranks: list[float], count: int) -> Iterator[Piece]:
    """From the first place, darkest, to the last, lightest."""
    x = 0.0
    for place, share in enumerate(ranks, 1):
        width = WIDTH * share
        if width > 0.05:
            yield Piece(
                place, round(x, 1), round(width, 1), min(round(5 * (place - 1) / max(count - 1, 1)), 5)
            )
        x += width


def _name(case: str, cases: Mapping[str, tuple[str, str]]) -> str:
    """ "Een stalling (HV-2019-0002)"; the number alone for who may not see the case."""
    title, _url = cases.get(case, ("", ""))
    return f"{title} ({case})" if title else case


def _first(one: Content, name: str) -> str:
    if one["rank"] is None:
        return _("Er is te weinig bekend om %(case)s te vergelijken.") % {"case": name}
    return _("%(case)s is in %(many)s van de 100 denkbare wegingen de beste.") % {
        "case": name,
        "many": _percent(one["rank"][0]).removesuffix("%"),
    }


def _conclusion(
    ordered: list[Content],
    result: Content,
    budget: Decimal,
    spent: Decimal,
    cases: Mapping[str, tuple[str, str]],
) -> Iterator[str]:
    """What fits first; then who comes first, and whether a second way of reckoning agrees."""
    if not ordered:
        yield _("Geen hulpvraag doet mee: zet er minstens twee in de ronde.")
        return
    chosen = [_name(one["case"], cases) for one in ordered if one["case"] in result["chosen"]]
    if chosen:
        yield ngettext(
            "Voor %(budget)s past %(cases)s; dat kost %(spent)s. Er blijft %(left)s over.",
            "Voor %(budget)s past de beste set: %(cases)s. Samen %(spent)s; er blijft %(left)s over.",
            len(chosen),
        ) % {
            "budget": answers.shown("amount", budget),
            "cases": "; ".join(chosen),
            "spent": answers.shown("amount", spent),
            "left": answers.shown("amount", budget - spent),
        }
    else:
        yield _("Geen hulpvraag met een advies dat niet negatief is, past in %(budget)s.") % {
            "budget": answers.shown("amount", budget)
        }
    yield _first(ordered[0], _name(ordered[0]["case"], cases))
    flows = [one for one in ordered if one["flow"] is not None]
    if len(flows) > 1:
        best = max(flows, key=lambda one: one["flow"])["case"]
        if best == ordered[0]["case"]:
            yield _("Een tweede manier van rekenen (PROMETHEE II) zet dezelfde hulpvraag bovenaan.")
        else:
            told = _("Een tweede manier van rekenen (PROMETHEE II) zet %(case)s bovenaan: bekijk beide.")
            yield told % {"case": _name(best, cases)}


def _percent(share: float | None) -> str:
    """A whole percentage, rounded down where it would become 100 unseen; "" where there is none."""
    if share is None:
        return ""
    if 0 < share < 0.005:
        return _("< 1%")
    return f"{floor(100 * share + 1e-9) if share > 0.99 else round(100 * share)}%"


def _blank(value: float | None) -> float | str:
    return "" if value is None else value
