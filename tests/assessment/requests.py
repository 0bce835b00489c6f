"""Requests for the tests: a framework that takes them, the form as it is sent, the link in the mail."""

from __future__ import annotations

import re
import uuid
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core import mail
from django.urls import reverse

from houtskool.assessment.actions import cases as actions
from houtskool.assessment.actions import frameworks, versions
from houtskool.assessment.cases import mail as case_mail
from houtskool.assessment.models import Case, Condition, Framework, Question
from houtskool.records import secret_links

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
PDF = b"%PDF-1.7 verzonnen"


def on(day: int, month: int = 1, hour: int = 10) -> datetime:
    return datetime(2019, month, day, hour, 0, tzinfo=AMSTERDAM)


def taking(desk: Any, contact: Any) -> Framework:
    """A framework with two questions and three kinds of support, adopted on 8 January."""
    framework = desk.framework()
    desk.criterion(framework, "Helpt het de stad?", key="stad", evidence="Een plan van een bladzijde.")
    desk.criterion(framework, "Is het haalbaar?", key="haalbaar")
    desk.support(framework, "Advies", key="advies", route="quick")
    desk.support(framework, "Subsidie", key="subsidie", legal_effect=True, legal_basis="ASV", is_aid=True)
    desk.support(framework, "Opdracht", key="opdracht", for_buyers=True)
    Condition.objects.create(
        support=framework.support.get(key="subsidie"),
        field="gevestigd",
        value="ja",
        sentence="U bent gevestigd in de stad.",
    )
    questions = (
        Question(framework=framework, key="gevestigd", text="Bent u gevestigd in de stad?", order=1),
        Question(framework=framework, key="mensen", text="Hoeveel mensen helpt u?", kind="number", order=2),
    )
    for question in questions:
        question.save()
    versions.publish(framework, "adopted", body="college", on=date(2019, 1, 8), by=desk.world.alice, at=on(8))
    framework.takes_cases, framework.contact = True, contact
    framework.save()
    return framework


def filled(**fields: Any) -> dict[str, Any]:
    """The form as a browser sends it."""
    return {
        "title": "Ruimte voor een repaircafé",
        "what": "Wij zoeken een plek voor zestig bezoekers per week.",
        "amount": "",
        "when": "vanaf mei",
        "name": "Sam de Boer",
        "email": "sam@restlab.example",
        "draft": str(uuid.uuid4()),
        **fields,
    }


def case(framework: Framework, *, at: datetime | None = None, **fields: Any) -> Case:
    """A request that came in by the form, on 10 January."""
    given = {
        "title": "Ruimte voor een repaircafé",
        "what": "Wij zoeken een plek.",
        "name": "Sam de Boer",
        "email": "sam@restlab.example",
        **fields,
    }
    return actions.receive(Case(framework=framework, **given), draft=uuid.uuid4(), at=at or on(10))


def link(name: str, case: Case) -> str:
    """The address that the secret link of the case opens."""
    return reverse(f"assessment:{name}", args=[secret_links.token(case, case_mail.FOLLOW)])


def letters(to: str) -> list[Any]:
    return [one for one in mail.outbox if one.to == [to]]


def address_in(text: str) -> str:
    """The path of the first link in a letter."""
    found = re.search(r"https?://[^/\s]+(/\S+)", text)
    assert found
    return found[1]


__all__ = ["PDF", "address_in", "case", "filled", "frameworks", "letters", "link", "on", "taking"]
