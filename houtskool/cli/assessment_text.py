"""What `houtskool assess` answers: one JSON document, or tables to read in Dutch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from houtskool.kernel.decision import (
    Assessment,
    Framework,
    Held,
    Judgement,
    Operator,
    Scores,
    Turning,
    Verdict,
)

_STATES = {True: "passed", False: "failed", None: "unknown"}
_STATE_WORDS = {True: "gehaald", False: "niet gehaald", None: "onbekend"}
_VERDICT_WORDS = {
    Verdict.POSITIVE: "positief",
    Verdict.NEGATIVE: "negatief",
    Verdict.UNDECIDED: "meer informatie nodig",
}
Interval = tuple[float, float]


def document(framework: Framework, assessment: Assessment, *, seed: int) -> dict[str, Any]:
    """The answer for other programs. Of an unknown score value, acceptability and contribution are both
    ends.
    """
    return {
        "title": framework.title,
        "threshold": framework.threshold,
        "criteria": [
            {"criterion": one.key, "question": one.question, "weight": weight}
            for one, weight in zip(framework.criteria, _weights(framework), strict=True)
        ],
        "draws": assessment.draws,
        "seed": seed,
        "cases": [_case(judgement) for judgement in assessment.cases],
        "alpha": assessment.alpha,
        "severity": assessment.severity,
    }


def _weights(framework: Framework) -> list[float]:
    weights = iter(framework.weights.tolist())
    return [next(weights) if one.weighs else 0.0 for one in framework.criteria]


def _case(judgement: Judgement) -> dict[str, Any]:
    return {
        "case": judgement.case,
        "verdict": str(judgement.verdict),
        "value": _ends(judgement.value, both=judgement.uncertain),
        "contributions": {
            key: _ends(part, both=key in judgement.unknown) for key, part in judgement.contributions.items()
        },
        "knockouts": [
            {"criterion": held.criterion, "state": _STATES[held.passed], "applicable": held.applies}
            for held in judgement.knockouts
        ],
        "acceptability": _ends(judgement.acceptability, both=judgement.uncertain),
        "first_rank": judgement.first_rank,
        "rank": judgement.rank,
        "central_weight": judgement.central_weight,
        "confidence": judgement.confidence,
        "flow": judgement.flow,
        "unknown": judgement.unknown,
        "turning": [
            {
                "criterion": turn.criterion,
                "what": turn.what,
                "now": turn.now,
                "needed": turn.needed,
                "by_knockout": turn.by_knockout,
            }
            for turn in judgement.turning
        ],
    }


def _ends(ends: Interval | None, *, both: bool) -> float | list[float] | None:
    if ends is None:
        return None
    return list(ends) if both else ends[0]


def lines(framework: Framework, scores: Scores, assessment: Assessment, *, seed: int) -> Iterator[str]:
    """The answer to read: a table of cases, what is behind each, and how far the assessors agree."""
    yield (
        f"{framework.title or 'Afwegingskader'}: drempel {_dutch(framework.threshold)}, "
        f"{_count(len(scores.cases), 'zaak', 'zaken')}, "
        f"{_count(len(scores.assessors), 'beoordelaar', 'beoordelaars')}, "
        f"{assessment.draws} wegingen (startgetal {seed})."
    )
    yield ""
    rows = [("Zaak", "Oordeel", "Waarde", "Wegingen die de drempel halen", "Op plaats 1", "Voorkeursaldo")]
    for one in assessment.cases:
        rows.append(
            (
                one.case,
                _VERDICT_WORDS[one.verdict],
                _between(one.value, _dutch),
                f"{_between(one.acceptability, _of_hundred)} van de 100" if one.acceptability else "onbekend",
                "onbekend" if one.first_rank is None else f"{_of_hundred(one.first_rank)} van de 100",
                "onbekend" if one.flow is None else f"{one.flow:+.2f}".replace(".", ","),
            )
        )
    yield from _table(rows)
    for one in assessment.cases:
        yield ""
        yield from _behind(framework, one)
    yield ""
    yield from _agreement(assessment)


def _behind(framework: Framework, one: Judgement) -> Iterator[str]:
    yield f"{one.case}: {_VERDICT_WORDS[one.verdict]}"
    parts = [
        f"{key} {'niet van toepassing' if ends is None else _between(ends, _dutch)}"
        for key, ends in one.contributions.items()
    ]
    yield f"  Bijdragen: {'; '.join(parts)}."
    if one.knockouts:
        yield f"  Harde voorwaarden: {'; '.join(_held(held) for held in one.knockouts)}."
    if one.unknown:
        yield f"  Nog onbekend: {', '.join(one.unknown)}."
    for turn in one.turning:
        yield f"  {_turn(turn, one.verdict, framework)}"


def _held(held: Held) -> str:
    return f"{held.criterion} {_STATE_WORDS[held.passed] if held.applies else 'niet van toepassing'}"


def _turn(turn: Turning, verdict: Verdict, framework: Framework) -> str:
    what = f"{'het gewicht' if turn.what == 'weight' else 'de score'} van {turn.criterion}"
    now = f"nu {_dutch(turn.now)}{', harde voorwaarde' if turn.by_knockout else ''}"
    needed = _dutch(turn.needed)
    if verdict is Verdict.NEGATIVE:
        return f"Wordt positief als {what} {needed} wordt ({now})."
    operators = {one.key: one.knockout.operator for one in framework.criteria if one.knockout}
    operator = operators[turn.criterion] if turn.by_knockout else None
    if operator is Operator.EQUALS or (operator is None and turn.needed == turn.now):
        step = f"anders wordt dan {needed}"
    else:
        below = operator is Operator.AT_LEAST if operator else turn.needed < turn.now
        step = f"{'onder' if below else 'boven'} {needed} komt"
    return f"Wordt negatief als {what} {step} ({now})."


def _agreement(assessment: Assessment) -> Iterator[str]:
    rows: list[tuple[str, ...]] = [("Overeenstemming (alfa)", "nominaal", "ordinaal", "interval")]
    rows += [
        (key, *(_or_unknown(levels[name]) for name in ("nominal", "ordinal", "interval")))
        for key, levels in assessment.alpha.items()
    ]
    yield from _table(rows)
    yield ""
    rows_of_severity = [("Beoordelaar", "milder (+) of strenger (-) dan de anderen")]
    for name, difference in assessment.severity.items():
        shown = "onbekend" if difference is None else f"{difference:+.2f}".replace(".", ",")
        rows_of_severity.append((name, shown))
    yield from _table(rows_of_severity)


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _between(ends: Interval | None, words: Any) -> str:
    if ends is None:
        return "onbekend"
    low, high = (words(end) for end in ends)
    return low if low == high else f"{low} tot {high}"


def _or_unknown(number: float | None) -> str:
    return "onbekend" if number is None else _dutch(number)


def _dutch(number: float) -> str:
    return f"{number:.2f}".replace(".", ",")


def _of_hundred(share: float) -> str:
    """Whole per cents; what is not wholly 0 or 100 is never shown as that."""
    whole = round(share * 100)
    if whole in (0, 100) and share not in (0.0, 1.0):
        return "bijna 0" if whole == 0 else "bijna 100"
    return str(whole)


def _count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
