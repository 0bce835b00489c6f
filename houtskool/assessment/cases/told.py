"""What is answered in a request by now, and what of it was told to somebody of the city."""

from __future__ import annotations

from datetime import datetime

from houtskool.assessment import answers
from houtskool.assessment.content import Content
from houtskool.assessment.eligibility import facts
from houtskool.assessment.models import Case, ToldAnswer


def stands(case: Case) -> dict[str, str]:
    """Key of a question → the answer as it is kept; the amount among it."""
    amount = {} if case.amount is None else {facts.AMOUNT: answers.plain(case.amount)}
    return {**{key: str(text) for key, text in case.answers.items() if text}, **amount}


def rows(case: Case, content: Content, at: datetime) -> list[tuple[ToldAnswer, list[str]]]:
    """What was told until then, the last first, each with the questions that it answered. One query."""
    asked = {key: str(one["text"]) for key, one in answers.questions(content).items()}
    asked[facts.AMOUNT] = str(facts.COMPUTED[facts.AMOUNT][0])
    found = ToldAnswer.objects.filter(case=case, at__lte=at).select_related("case", "by")
    return [
        (one, [asked[key] for key in one.answered if key in asked])
        for one in found.order_by("-told_on", "-pk")
    ]
