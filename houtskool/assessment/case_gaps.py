"""What is missing in a request: the completeness check, as it is put before who asks the applicant for it."""

from __future__ import annotations

from houtskool.assessment.content import Content
from houtskool.assessment.facts import DECLARED
from houtskool.assessment.intake import asking_evidence
from houtskool.assessment.models import Case


def missing(case: Case, content: Content) -> list[str]:
    """A line per question without an answer and per criterion without the evidence that it asks. One query.

    Evidence that was sent along without saying for which criterion counts for none; who asks reads it first.
    """
    questions = [one["text"] for one in content["questions"] if not _answered(case, one["key"])]
    shown = {one.criterion for one in case.evidence.all()}
    evidence = [one["evidence"] for one in asking_evidence(content) if one["key"] not in shown]
    amount = [] if case.amount is not None or not _asks_money(case, content) else [_AMOUNT]
    return [*amount, *questions, *evidence]


_AMOUNT = "Om hoeveel geld gaat het?"  # a line of a letter, which is Dutch


def _answered(case: Case, key: str) -> bool:
    return bool(case.answers.get(key)) or (key == DECLARED and bool(case.declared))


def _asks_money(case: Case, content: Content) -> bool:
    return any(one["key"] in case.wanted and one["is_aid"] for one in content["support"])
