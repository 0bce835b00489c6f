"""Scores from rows that people wrote: every problem with its row, in Dutch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite

from houtskool.kernel.decision.framework import Criterion, Framework, Mark, Score, Scores
from houtskool.kernel.decision.reading import Problem, Unreadable, shown

_NOT_APPLICABLE = {"nvt", "n.v.t.", "n.v.t"}


def read_scores(rows: Iterable[tuple[int, Mapping[str, str]]], framework: Framework) -> Scores:
    """The scores in rows with case, assessor, criterion and score, all as text.

    rows: the number of the row, and its cells. An empty score is unknown, ‘nvt’ is not applicable; a comma
    or a point is the decimal sign. Raises Unreadable with every problem; `at` is the number of the row.
    """
    criteria = {one.key: one for one in framework.criteria}
    given: dict[tuple[str, str, str], Score] = {}
    seen: dict[tuple[str, str, str], int] = {}
    problems: list[Problem] = []
    for number, row in rows:
        case, assessor, key = (row.get(name, "").strip() for name in ("case", "assessor", "criterion"))
        reason = _row_problem(case, assessor, key, criteria)
        place = (case, key, assessor)
        if not reason and place in seen:
            reason = (
                f"{assessor} gaf zaak {case} op regel {seen[place]} al een score voor ‘{key}’. "
                "Haal een van de twee weg."
            )
        score: Score | None = None if reason else _score(row.get("score", ""))
        if not reason and score is None:
            reason = (
                f"de score {shown(row.get('score', '').strip())} is geen getal. "
                "Laat de cel leeg als de score onbekend is, of zet ‘nvt’ als het criterium niet past."
            )
        if isinstance(score, float) and not criteria[key].accepts(score):
            scale = criteria[key].scale
            reach = f"{scale.first:g} tot en met {scale.last:g}" if scale else ""
            reason = f"de score {score:g} ligt buiten de schaal van ‘{key}’ ({reach})."
        if reason or score is None:
            problems.append(Problem(reason, number))
            continue
        seen[place], given[place] = number, score
    if not problems and not given:
        problems.append(Problem("er staan geen scores in. Zet onder de kolomtitels per regel één score."))
    if problems:
        raise Unreadable(problems)
    cases = tuple(dict.fromkeys(case for case, _, _ in given))
    return Scores(cases, tuple(dict.fromkeys(assessor for _, _, assessor in given)), given)


def _row_problem(case: str, assessor: str, key: str, criteria: Mapping[str, Criterion]) -> str:
    empty = [name for name, cell in (("case", case), ("assessor", assessor), ("criterion", key)) if not cell]
    if empty:
        return f"de kolom ‘{empty[0]}’ is leeg. Vul die in."
    if key not in criteria:
        return f"het criterium ‘{key}’ staat niet in het kader. Er zijn: {', '.join(criteria)}."
    return ""


def _score(cell: str) -> Score | None:
    words = cell.strip()
    if not words:
        return Mark.UNKNOWN
    if words.lower() in _NOT_APPLICABLE:
        return Mark.NOT_APPLICABLE
    if words.count(",") == 1 and "." not in words:
        words = words.replace(",", ".")
    try:
        number = float(words)
    except ValueError:
        return None
    return number if isfinite(number) and "_" not in words else None
