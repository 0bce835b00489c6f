"""What is missing in a request: the completeness check, as it is put before who asks the applicant for it."""

from __future__ import annotations

from houtskool.assessment.cases.intake import asking_evidence
from houtskool.assessment.content import Content
from houtskool.assessment.eligibility.facts import AMOUNT, DECLARED, ROOM
from houtskool.assessment.models import Case, SupportKind

_AMOUNT = "Om hoeveel geld gaat het?"  # a line of a letter, which is Dutch


def missing(case: Case, content: Content) -> list[str]:
    """A line per question without an answer and per criterion without the evidence that it asks. One query.

    Of a request that names kinds of support only what their rules look at, and evidence only where one of
    them is weighed. Evidence that was sent without saying for which criterion counts for none; who asks reads
    it first.
    """
    wanted = _wanted(case, content)
    questions = [one["text"] for one in unanswered(case, content)]
    amount = [_AMOUNT] if amount_missing(case, content) else []
    if wanted and all(kind["route"] == SupportKind.Route.QUICK for kind in wanted):
        return [*amount, *questions]
    evidence = [one["evidence"] for one in unshown(case, content)]
    return [*amount, *questions, *evidence]


def unanswered(case: Case, content: Content) -> list[Content]:
    """The questions that the wanted help looks at, or all of them, as far as nobody answered."""
    wanted = _wanted(case, content)
    looked_at = _looked_at(wanted)
    asked = [one for one in content["questions"] if not wanted or one["key"] in looked_at]
    return [one for one in asked if not _answered(case, one["key"])]


def unshown(case: Case, content: Content) -> list[Content]:
    """The criteria that ask for evidence, as far as no file was sent for them. One query."""
    shown = {one.criterion for one in case.evidence.all()}
    return [one for one in asking_evidence(content) if one["key"] not in shown]


def asked_for(missing: str, evidence: str) -> bool:
    """Whether the question to the applicant names this evidence in the words of the criterion."""
    return " ".join(evidence.split()) in " ".join(missing.split())


def amount_missing(case: Case, content: Content) -> bool:
    return case.amount is None and AMOUNT in _looked_at(_wanted(case, content))


def _wanted(case: Case, content: Content) -> list[Content]:
    return [kind for kind in content["support"] if kind["key"] in case.wanted]


def _looked_at(kinds: list[Content]) -> set[str]:
    """The questions and facts that the rules of these kinds read."""
    found = {rule["field"] for kind in kinds for rule in kind["rules"]}
    if ROOM in {rule["parameter"] for kind in kinds for rule in kind["rules"]}:
        found.add(DECLARED)
    if any(kind["is_aid"] for kind in kinds):
        found |= {AMOUNT, DECLARED}
    return found


def _answered(case: Case, key: str) -> bool:
    return bool(case.answers.get(key)) or (key == DECLARED and bool(case.declared))
