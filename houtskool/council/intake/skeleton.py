"""Building what stands out of the facts that a person let stand, through the lower rooms' own actions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model

from houtskool.accounts.models import User
from houtskool.council.intake.forms import STEP, period_from_json
from houtskool.process import actions as process_actions
from houtskool.process.models import (
    Annex,
    Commitment,
    Decision,
    Fact,
    Gathering,
    Goal,
    Involvement,
    Process,
    SourceDocument,
    Step,
)
from houtskool.records import journal
from houtskool.sector import actions as sector_actions

Timed = TypeVar("Timed", Step, Gathering)


@dataclass
class Skeleton:
    """The process that grows; each method takes a fact's values and gives the row that it became.

    A note that joins a process fills what is still open there, overwrites nothing, and what was there
    already is not added twice.
    """

    process: Process
    document: SourceDocument
    by: User
    at: datetime

    def build(self, fact: Fact) -> Model | None:
        """The row that the fact became, or None for what stays a fact of the document only."""
        builder: Callable[[dict[str, Any]], Model | None] | None = getattr(self, fact.kind, None)
        return builder(fact.values) if builder else None

    def process_title(self, values: dict[str, Any]) -> Model:
        return self.process  # its title was chosen when the process began

    def ambition(self, values: dict[str, Any]) -> Model:
        return self._fill(ambition=values["text"])

    def coalition_agreement(self, values: dict[str, Any]) -> Model:
        return self._fill(coalition_agreement=values["text"])

    def coalition_period(self, values: dict[str, Any]) -> Model:
        return self._fill(coalition_period=period_from_json(values["period"]))

    def goal(self, values: dict[str, Any]) -> Model:
        return self._once(Goal(process=self.process, text=values["text"]), "text")

    def theme(self, values: dict[str, Any]) -> Model:
        theme = sector_actions.add_theme(name=values["name"], **self._who())
        self._link("themes", theme)
        return theme

    def domain(self, values: dict[str, Any]) -> Model:
        domain = sector_actions.add_domain(name=values["name"], **self._who())
        self._link("domains", domain)
        return domain

    def organisation(self, values: dict[str, Any]) -> Model:
        organisation = sector_actions.add_organisation(name=values["name"], **self._who())
        role = values.get("role", "")
        how = Involvement.How.FACILITATES if "begeleid" in role else Involvement.How.INVOLVED
        if how == Involvement.How.FACILITATES:
            self._fill(facilitator=organisation)
        self._once(
            Involvement(process=self.process, organisation=organisation, how=how, role=role),
            "organisation", "how",
        )  # fmt: skip
        return organisation

    def group(self, values: dict[str, Any]) -> Model:
        group = sector_actions.add_group(name=values["name"], **self._who())
        self._once(Involvement(process=self.process, group=group, how=values["how"]), "group", "how")
        return group

    def schedule(self, values: dict[str, Any]) -> Model:
        period = period_from_json(values["period"])
        times = {"real" if values["past"] else "planned": period}
        if values["becomes"] == STEP:
            step = Step(process=self.process, title=values["what"][:300])
            return self._timed(step, times)
        gathering = Gathering(
            process=self.process,
            kind=values["becomes"],
            title=values["what"][:300],
            place=values["place"],
        )
        gathering = self._timed(gathering, times)
        for name in filter(None, (name.strip() for name in values["groups"].split(";"))):
            group = sector_actions.add_group(name=name, **self._who())
            invited = Involvement(
                process=self.process, gathering=gathering, group=group, how=Involvement.How.INVITED
            )
            self._once(invited, "gathering", "group", "how")
        return gathering

    def decision(self, values: dict[str, Any]) -> Model:
        return self._decision(values, earlier=False)

    def earlier_decision(self, values: dict[str, Any]) -> Model:
        return self._decision(values, earlier=True)

    def reference(self, values: dict[str, Any]) -> Model | None:
        # A promise that the note names, and says that it keeps, decides nothing and is owed no more.
        return None if values.get("names") == "toezegging" else self._decision(values, earlier=True)

    def commitment(self, values: dict[str, Any]) -> Model:
        commitment = Commitment(process=self.process, text=values["text"], by=values.get("by", ""))
        commitment.kind = values.get("kind") or Commitment.Kind.ANNOUNCED
        commitment.due = period_from_json(values["period"])
        return self._once(commitment, "text")

    def annex(self, values: dict[str, Any]) -> Model:
        annex = Annex(document=self.document, title=values["title"][:300], mentions=values.get("mentions", 0))
        annex.save()
        journal.created(annex, by=self.by, at=self.at)
        return annex

    def _decision(self, values: dict[str, Any], *, earlier: bool) -> Model:
        decision = Decision(
            process=self.process,
            text=values["text"],
            body=values["body"],
            number=values["number"],
            earlier=earlier,
        )
        decision.period = period_from_json(values["period"])
        return self._once(decision, "text", "number")

    def _who(self) -> dict[str, Any]:
        return {"by": self.by, "at": self.at}

    def _fill(self, **fields: Any) -> Process:
        for name, value in fields.items():
            if not getattr(self.process, name):
                setattr(self.process, name, value)
        return process_actions.change(self.process, **self._who())

    def _link(self, name: str, row: Model) -> None:
        rows = [*getattr(self.process, name).all(), row]
        process_actions.set_links(self.process, {name: rows}, **self._who())

    def _timed(self, part: Timed, times: dict[str, Any]) -> Timed:
        for name, period in times.items():
            setattr(part, name, period)
        return self._known(part) or process_actions.add(part, **self._who())

    def _known(self, part: Timed) -> Timed | None:
        """A step of the same name, or a gathering of the same kind, in the same days: named before."""
        same = {"title__iexact": part.title} if isinstance(part, Step) else {"kind": part.kind}
        others = type(part)._default_manager.filter(process=self.process, **same)
        period = part.period
        if period is None or period.start is None:
            return None
        days = (period.start, period.end)
        return next(
            (one for one in others if one.period and (one.period.start, one.period.end) == days), None
        )

    def _once(self, part: Model, *same: str) -> Model:
        """The part, unless the process has one that is the same in these fields: then that one."""
        values = {name: getattr(part, name) for name in ("process", *same)}
        return type(part)._default_manager.filter(**values).first() or process_actions.add(
            part, **self._who()
        )
